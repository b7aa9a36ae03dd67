/**
 * What a failure leads to. `halt`: everything stays as it is. `rollback-failed`, `rollback-wave`, `rollback-all`: the failed
 * clients go back, or all of their waves, or all that were touched. With `maxFailures` that many clients may fail, go back
 * alone and the roll-out goes on; one more, and all that were touched go back.
 */
export type FailurePolicy =
  | 'halt'
  | 'rollback-failed'
  | 'rollback-wave'
  | 'rollback-all'
  | { readonly maxFailures: number };

export const defaultPolicy: FailurePolicy = 'rollback-all';

/** True when no further client may start. */
export function isEnough(policy: FailurePolicy, failures: number): boolean {
  return failures > (typeof policy === 'object' ? policy.maxFailures : 0);
}

/**
 * True when clients that are still being waited for are left, because they go back whatever becomes of them: each second of
 * waiting is one in which the network is broken. The others are waited for: what they become is told.
 */
export function breaksOff(policy: FailurePolicy): boolean {
  return policy !== 'halt' && policy !== 'rollback-failed';
}

export function goesBack(policy: FailurePolicy): boolean {
  return policy !== 'halt';
}

/** One client as the choice of what goes back sees it. */
export interface Touched {
  readonly client: string;
  readonly wave: string;
  readonly isFailed: boolean;
}

/**
 * Which of the touched clients go back, and whether that is the whole roll-out, with the objects that all clients share.
 * @param isWholeFailed true when the roll-out as such failed (its time is over, a wave's last check), not one client
 */
export function chooseGoingBack(
  policy: FailurePolicy,
  touched: readonly Touched[],
  failedWaves: ReadonlySet<string>,
  isWholeFailed: boolean,
): { readonly clients: readonly string[]; readonly isWhole: boolean } {
  const names = (chosen: readonly Touched[]): readonly string[] => chosen.map(({ client }) => client);
  const failed = touched.filter(({ isFailed, wave }) => isFailed || (failedWaves.has(wave) && policy !== 'halt'));
  const whole = { clients: names(touched), isWhole: true };
  const ofFailed = { clients: names(failed), isWhole: false };
  if (typeof policy === 'object') {
    const failures = touched.filter(({ isFailed }) => isFailed).length;
    return isWholeFailed || failedWaves.size > 0 || isEnough(policy, failures) ? whole : ofFailed;
  }
  switch (policy) {
    case 'halt':
      return { clients: [], isWhole: false };
    case 'rollback-failed':
      return ofFailed;
    case 'rollback-wave': {
      const waves = new Set([...failed.map(({ wave }) => wave), ...failedWaves]);
      return { clients: names(touched.filter(({ wave }) => waves.has(wave))), isWhole: false };
    }
    case 'rollback-all':
      return whole;
  }
}
