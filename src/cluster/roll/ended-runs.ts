import { containersOf, type Sight } from '../judge/sight.ts';
import type { ContainerStatus, LivePod } from '../live-workload.ts';
import type { RollPorts } from './roll-ports.ts';

/** As many as a message can show, with room for those of another run. */
export const logLines = 30;

/**
 * The last words of runs that ended before there was a verdict. A kubelet keeps one ended container and removes the one
 * before it, log and all, so when the second end brings the verdict, the first run can't be asked for any more.
 */
export interface EndedRuns {
  /** Begins to read what a run said that was seen to end by error, once, and doesn't wait for it. */
  note(sight: Sight): void;
  /** What the newest of them said; `undefined` where none was noted. Never rejects. */
  lastWords(pod: string, container: string): Promise<string | undefined> | undefined;
}

interface Noted {
  /** Of the pod, and the run's number: one that is made anew has the same name, and counts from 0 again. */
  readonly run: string;
  readonly words: Promise<string | undefined>;
}

export function createEndedRuns({ cluster, namespace }: Pick<RollPorts, 'cluster' | 'namespace'>): EndedRuns {
  const noted = new Map<string, Noted>();
  const note = (pod: LivePod, status: ContainerStatus): void => {
    const { name, uid } = pod.metadata;
    const ended = endedRun(status);
    const [key, run] = [`${name} ${status.name}`, `${uid} ${ended}`];
    if (ended === undefined || run === noted.get(key)?.run) return;
    const options = { container: status.name, previous: status.state?.running !== undefined, lines: logLines };
    noted.set(key, { run, words: cluster.logs(namespace, name, options).catch(() => undefined) });
  };
  return {
    note({ pods, restartsBefore }) {
      // What was there before our write is the old revision's; and what is told to end, ends with an exit code too.
      const isOurs = ({ metadata: { uid = '', deletionTimestamp } }: LivePod) =>
        !restartsBefore.has(uid) && !deletionTimestamp;
      for (const pod of pods.filter(isOurs)) for (const { status } of containersOf(pod)) note(pod, status);
    },
    lastWords: (pod, container) => noted.get(`${pod} ${container}`)?.words,
  };
}

/** The number of the run that ended last, by error; the first is 0. */
function endedRun({ restartCount = 0, state, lastState }: ContainerStatus): number | undefined {
  const { exitCode = 0 } = state?.terminated ?? lastState?.terminated ?? {};
  if (exitCode === 0) return undefined;
  return state?.running === undefined ? restartCount : restartCount - 1;
}
