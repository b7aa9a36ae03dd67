import type { Asked, Gate, Rule } from './gate.ts';
import { rpcCalls, transactionSend } from './request-kinds.ts';

/** The n-th request of a kind: before it is handed on, after it took effect, or after the k-th transaction of a batch. */
export interface KillPoint {
  readonly kind: string;
  readonly nth: number;
  readonly when: 'before' | 'after' | number;
}

export function describePoint({ kind, nth, when }: KillPoint): string {
  const moment = typeof when === 'number' ? `after transaction ${when} of` : when;
  return `${moment} ${kind}${nth > 1 ? ` #${nth}` : ''}`;
}

/** Of a batch of transactions not more parts than so many are sent before the end. */
const partsOfBatch = 12;

/**
 * Every moment at which an uninterrupted run waits for one of its ports. How often it polls differs from run to run, so
 * only what all recordings have is a point; of equal reads in a row the first and the last are, since nothing is done
 * between them.
 */
export function enumeratePoints(recordings: readonly (readonly Asked[])[]): readonly KillPoint[] {
  const [first = [], ...others] = recordings;
  const isAmidEqual = ({ kind }: Asked, index: number) =>
    kind === first[index - 1]?.kind && kind === first[index + 1]?.kind && isRead({ kind });
  return first
    .filter((asked, index) => !isAmidEqual(asked, index))
    .filter(({ kind, nth }) => others.every((other) => other.some((asked) => asked.kind === kind && asked.nth === nth)))
    .flatMap(({ kind, nth, body }): KillPoint[] => {
      const size = kind === transactionSend ? rpcCalls(body).length : 1;
      const every = Math.ceil(size / partsOfBatch);
      const parts = Array.from({ length: size - 1 }, (_, index) => ({ kind, nth, when: index + 1 })).filter(
        ({ when }) => when % every === 0,
      );
      return [{ kind, nth, when: 'before' }, ...parts, { kind, nth, when: 'after' }];
    });
}

export function isRead({ kind }: Pick<KillPoint, 'kind'>): boolean {
  return kind !== transactionSend && !kind.startsWith('store write');
}

/** Ends the process at a point; what it has asked after that, or asks still, goes nowhere. */
export interface PlannedEnd {
  readonly rule: Rule;
  hasStruck(): boolean;
}

export function endAt({ kind, nth, when }: KillPoint, end: () => Promise<unknown>): PlannedEnd {
  let hasStruck = false;
  return {
    hasStruck: () => hasStruck,
    async rule(asked, forward) {
      if (hasStruck) return undefined;
      if (asked.kind !== kind || asked.nth !== nth) return forward();
      hasStruck = true;
      if (when === 'after') await forward();
      else if (typeof when === 'number')
        await forward(Buffer.from(JSON.stringify(rpcCalls(asked.body).slice(0, when))));
      await end();
      return undefined;
    },
  };
}

/** All that a process has asked, at whichever port, in its order. */
export function allSeen(gates: readonly Gate[]): readonly Asked[] {
  return gates.flatMap(({ seen }) => seen).sort((a, b) => a.at - b.at);
}
