import type { ChainWait } from './chain-wait.ts';

/** After a refusal that may pass: at first, then twice as long each time. */
const firstPauseMs = 500;
const longestPauseMs = 15_000;
/** The chain is looked at meanwhile. */
const longestSleepMs = 1_000;

/** When bytes that a node did not take, for a reason that may pass, are sent again; a block need not come for that. */
export interface ResendPause {
  /** After a send. @param refusal why something is to be sent again; undefined when nothing is. */
  note(refusal: string | undefined): void;
  isDue(): boolean;
  /** A part of the pause, and whether there is one. */
  sleep(): Promise<boolean>;
}

export function createResendPause({ clock, log, deadline, pollMs, signal }: ChainWait): ResendPause {
  let dueAt: number | undefined;
  let pauseMs = firstPauseMs;
  let said: string | undefined;
  return {
    note(refusal) {
      if (refusal === undefined) {
        dueAt = undefined;
        pauseMs = firstPauseMs;
        return;
      }
      dueAt = clock.now() + pauseMs * (0.75 + Math.random() / 2);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      if (refusal !== said) log.info(`Sending the same bytes again until the deadline: ${refusal}`);
      said = refusal;
    },
    isDue: () => dueAt !== undefined && dueAt <= clock.now(),
    async sleep() {
      if (dueAt === undefined) return false;
      const leftMs = Math.min(dueAt, deadline) - clock.now();
      await clock.sleep(Math.max(Math.min(leftMs, longestSleepMs), pollMs / 4), signal);
      return true;
    },
  };
}
