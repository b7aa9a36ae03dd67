import { RemoteError } from '../../report/index.ts';
import { type Clock, systemClock } from '../api/clock.ts';
import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';

/** Ends what is read before a roll-out, or between its parts, when it takes too long. */
export interface ReadingLimit {
  /** The cluster for reading: what is asked ends with the run, or when a reading took too long. */
  readonly cluster: Cluster;
  /** Aborted when a reading took too long; the reason says what was asked and answered. */
  readonly signal: AbortSignal;
  /** One reading, which writes nothing. @throws RemoteError that says what was asked, the last answer and what to do */
  within<T>(read: () => Promise<T>): Promise<T>;
}

interface LimitOptions {
  readonly cluster: Cluster;
  readonly signal: AbortSignal;
  /** `totalMs`: how long each reading may take. Without one the transport's patience alone ends it. */
  readonly limits?: { readonly totalMs: number } | undefined;
  readonly clock?: Clock | undefined;
}

const advice = 'See whether the API server is well (`kubectl get --raw /readyz`), and run this again.';

export function limitReading({ cluster, signal, limits, clock = systemClock }: LimitOptions): ReadingLimit {
  const over = new AbortController();
  const overdue = (totalMs: number): RemoteError => {
    const open = [...new Set(cluster.unanswered())];
    const asked = open.length === 0 ? 'nothing is left without an answer' : open.slice(0, 3).join('; ');
    const more = open.length > 3 ? `; and ${open.length - 3} more` : '';
    return new RemoteError(
      `what runs could not be read within ${totalMs / 1000} s, the limit of the whole roll-out: ${asked}${more}. ${advice}`,
    );
  };
  return {
    cluster: cluster.withSignal(AbortSignal.any([signal, over.signal])),
    signal: over.signal,
    within: async (read) => {
      let takeBack = () => {};
      const late = new Promise<never>((_, reject) => {
        if (limits === undefined) return;
        takeBack = clock.after(limits.totalMs, () => {
          const error = overdue(limits.totalMs);
          reject(error);
          over.abort(error);
        });
      });
      try {
        return await Promise.race([read(), late]);
      } catch (error) {
        throw over.signal.aborted ? over.signal.reason : withAdvice(error);
      } finally {
        takeBack();
      }
    },
  };
}

/** Of what the transport has given up after many tries; a refusal says itself what it lacks. */
function withAdvice(error: unknown): unknown {
  const isServers = error instanceof ApiRefusal && error.status >= 500;
  return isServers ? new RemoteError(`${error.message.replace(/\.$/, '')}. ${advice}`, { cause: error }) : error;
}
