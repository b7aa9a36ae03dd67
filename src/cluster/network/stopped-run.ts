import { RemoteError } from '../../report/index.ts';
import type { NetworkObjects } from '../manifest/client-objects.ts';
import type { RollResult } from '../roll/roll-result.ts';
import type { RollCluster } from '../roll/writer.ts';

/** A request that a stop broke off may have been done or not, as one whose answer got lost: it is no defect of ours. */
export async function askUntilStopped<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isStop(error, signal)) throw error;
    throw new RemoteError('the run was stopped before an answer came', { cause: error });
  }
}

/** The cluster as a roll-out has it: what it asks ends with the run. */
export function endingWith(signal: AbortSignal, cluster: RollCluster): RollCluster {
  return {
    serverNow: cluster.serverNow,
    apply: (object, options) => askUntilStopped(signal, () => cluster.apply(object, options)),
    remove: (path, uid) => askUntilStopped(signal, () => cluster.remove(path, uid)),
    get: (path, options) => askUntilStopped(signal, () => cluster.get(path, options)),
    list: (path, query, options) => askUntilStopped(signal, () => cluster.list(path, query, options)),
    logs: (namespace, pod, request) => askUntilStopped(signal, () => cluster.logs(namespace, pod, request)),
  };
}

/**
 * Looking, waiting for the lock, beginning: whatever a stop ends before a client is begun is an end too, of which a workflow
 * is told as of any other.
 * @param writesBefore of a way back that was finished first
 */
export async function unlessStopped(
  wanted: NetworkObjects,
  signal: AbortSignal,
  writesBefore: number,
  run: () => Promise<RollResult>,
): Promise<RollResult> {
  try {
    return await run();
  } catch (error) {
    if (!signal.aborted || !(isStop(error, signal) || error instanceof RemoteError)) throw error;
    const isChanged = writesBefore > 0;
    const what = isChanged ? 'nothing more was written' : 'nothing was written';
    return {
      outcome: 'cancelled',
      clients: wanted.clients.map(({ client, role }) => ({
        ...{ client, role, result: 'not-started', pods: [], restartsBefore: 0, restartsAfter: 0 },
        ...{ writes: 0, podsRemoved: 0 },
      })),
      ...{ writes: writesBefore, isChanged, forwardMs: 0 },
      why: [`the run was stopped before it began with a client: ${what}`],
    };
  }
}

function isStop(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && error === signal.reason;
}
