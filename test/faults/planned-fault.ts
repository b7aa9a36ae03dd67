import type { Asked, Rule } from './gate.ts';

/** A fault that knows whether it struck: one that never did proves nothing. */
export interface PlannedFault {
  readonly rule: Rule;
  /** @throws when it did not strike, or when striking failed. */
  requireStruck(): void;
}

/** Treats the n-th request of a kind in another way. */
export function atRequest(kind: string, nth: number, treat: Rule): PlannedFault {
  return onceWhere((asked) => asked.kind === kind && asked.nth === nth, treat);
}

/** Treats the first request of which `isIt` in another way. */
export function onceWhere(isIt: (asked: Asked) => boolean, treat: Rule): PlannedFault {
  return planned(async (asked, forward, strike) => (isIt(asked) ? strike(() => treat(asked, forward)) : forward()));
}

/** Does something once, when a request has taken effect and its answer is on the way. */
export function onceAfter(
  isIt: (asked: Asked, answer: Buffer) => boolean,
  deed: (asked: Asked) => Promise<unknown>,
): PlannedFault {
  return planned(async (asked, forward, strike) => {
    const answer = await forward();
    if (isIt(asked, answer.body)) await strike(() => deed(asked));
    return answer;
  });
}

type Strike = <T>(deed: () => Promise<T>) => Promise<T>;

function planned(rule: (asked: Asked, forward: Parameters<Rule>[1], strike: Strike) => ReturnType<Rule>): PlannedFault {
  let hasStruck = false;
  let failure: unknown;
  const strike: Strike = async (deed) => {
    hasStruck = true;
    try {
      return await deed();
    } catch (error) {
      failure ??= error;
      throw error;
    }
  };
  return {
    rule: (asked, forward) => (hasStruck ? forward() : rule(asked, forward, strike)),
    requireStruck() {
      if (failure !== undefined) throw new Error('the fault itself failed', { cause: failure });
      if (!hasStruck) throw new Error('the fault never struck');
    },
  };
}
