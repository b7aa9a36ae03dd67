import type { Log } from '../../report/index.ts';
import type { Clock } from './clock.ts';

/** Tells of watches that don't come back at once, all of them together: five lines for one restart help nobody. */
export interface Interruptions {
  interrupted(what: string, why: string): void;
  resumed(what: string): void;
  /** How long what is known has been getting old, in milliseconds; 0 when all is followed. */
  lastingMs(): number;
  close(): void;
}

/** Shorter ones are ordinary: the API server ends each watch every few minutes. */
const toldAfterMs = 5_000;

export function createInterruptions(log: Log, clock: Clock): Interruptions {
  const missing = new Map<string, { readonly since: number; why: string }>();
  let isTold = false;
  let takeBack = () => {};

  const begunAt = () => Math.min(...[...missing.values()].map(({ since }) => since));
  const tell = () => {
    isTold = true;
    const whys = new Set([...missing.values()].map(({ why }) => why));
    const seconds = Math.round((clock.now() - begunAt()) / 1000);
    log.warning(
      `The cluster can't be watched since ${seconds} s (${[...missing.keys()].join(', ')}): ${[...whys].join('; ')}. It is tried again until it can.`,
    );
  };
  return {
    interrupted: (what, why) => {
      const one = missing.get(what);
      if (one !== undefined) {
        one.why = why;
        return;
      }
      if (missing.size === 0) takeBack = clock.after(toldAfterMs, tell);
      missing.set(what, { since: clock.now(), why });
    },
    resumed: (what) => {
      const since = missing.size === 0 ? 0 : begunAt();
      if (!missing.delete(what) || missing.size > 0) return;
      takeBack();
      if (isTold) log.info(`The cluster is watched again, after ${Math.round((clock.now() - since) / 1000)} s.`);
      isTold = false;
    },
    lastingMs: () => (missing.size === 0 ? 0 : clock.now() - begunAt()),
    close: () => takeBack(),
  };
}
