/**
 * A run that holds a lock, as a real process, for tests that pause and kill it. Says `acquired`, works until it has lost the
 * lock or is told to end by SIGTERM, says why, and gives the lock back. Reads its task from the first argument.
 */
import { openLock, openStore } from '../../src/store/index.ts';

export interface LockTask {
  readonly location: string;
  readonly baseFolder: string;
  readonly endpoint?: string;
  readonly name: string;
  readonly holder: string;
  readonly leaseMs: number;
  readonly waitMs: number;
  /** Ends without a word and without giving it back, when nothing keeps it alive. */
  readonly isIdle?: boolean;
  /** As if on a machine of its own. */
  readonly isElsewhere?: boolean;
}

const {
  isIdle = false,
  isElsewhere = false,
  location,
  baseFolder,
  endpoint,
  ...task
} = JSON.parse(process.argv[2] ?? '') as LockTask;
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort(new Error('told to end')));
const say = (what: string) => console.log(what);
const store = await openStore(location, { baseFolder, endpoint, signal: stop.signal });
const answer = await openLock({
  ...task,
  store,
  breakLock: false,
  ...(isElsewhere && { processes: { own: undefined, isGone: () => false } }),
  log: { info: say, warning: say },
}).acquire(stop.signal);
say(answer.kind === 'acquired' ? 'acquired' : `locked by ${answer.holder}`);
if (answer.kind === 'acquired' && !isIdle) {
  const { lease } = answer;
  const ended = AbortSignal.any([stop.signal, lease.lost]);
  await new Promise<void>((resolve) => {
    const working = setInterval(() => {}, 1000);
    ended.addEventListener('abort', () => {
      clearInterval(working);
      resolve();
    });
  });
  say(`ended: ${ended.reason.message}`);
  await lease.release();
  say('over');
}
