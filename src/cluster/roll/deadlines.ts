/** How long things may take, in milliseconds. */
export interface TimeLimits {
  /** From a client's first write to its proof. */
  readonly clientMs: number;
  readonly waveMs: number;
  /** Of the whole roll-out, going back included. */
  readonly totalMs: number;
}

/** The moment at which waiting ends, and whose limit that is. */
export interface Deadline {
  /** On the monotonic clock. */
  readonly atMs: number;
  readonly of: 'client' | 'wave' | 'total' | 'going back';
  readonly limitMs: number;
}

/**
 * Going back may take one and a half times as long as going forward did: it writes the same objects and waits for the same
 * pods, and some of those hang. So f milliseconds forward are affordable when f + 1.5 × f fit into the total.
 */
const forwardShare = 1 / (1 + 1.5);

/** How much of the total may go by before no more is changed. @param goesBack false where nothing would be taken back */
export function forwardLimitMs(totalMs: number, goesBack: boolean): number {
  return goesBack ? totalMs * forwardShare : totalMs;
}

export function earliest(first: Deadline, ...others: readonly Deadline[]): Deadline {
  return others.reduce((least, deadline) => (deadline.atMs < least.atMs ? deadline : least), first);
}

/** In words: `the client's deadline of 600 s`. */
export function describeDeadline({ of, limitMs }: Deadline): string {
  const seconds = `${Math.round(limitMs / 1000)} s`;
  switch (of) {
    case 'client':
      return `the client's deadline of ${seconds}`;
    case 'wave':
      return `the wave's deadline of ${seconds}`;
    case 'total':
      return `the ${seconds} that the total deadline leaves for going forward`;
    case 'going back':
      return `the ${seconds} that were left for going back`;
  }
}
