import type { Log } from '../../report/index.ts';
import type { Clock } from '../clock.ts';
import type { Rest } from './rpc.ts';

/** Where the run has no deadline of its own. */
const longestMs = 30_000;
/** For less no other node is asked. */
const longestOfManyMs = 1_000;
const sayMs = 5_000;

export interface NodeRestOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Until the run's deadline. */
  readonly remainingMs?: (() => number) | undefined;
  /** There are others to ask. */
  readonly isOneOfMany?: boolean | undefined;
}

/** The times for which a node asks to be left alone. */
export interface NodeRest {
  begin(durationMs: number): void;
  /** Until it is over. */
  wait(signal: AbortSignal): Promise<void>;
  /** Why this node is not even waited for; nothing when it is. */
  refusal(): string | undefined;
  /** Undefined when it is over, or longer than the run, or when nobody knows how long the run is. */
  left(): Rest | undefined;
}

/** @param node in messages. */
export function createNodeRest(node: string, { clock, log, remainingMs, isOneOfMany }: NodeRestOptions): NodeRest {
  let until = Number.NEGATIVE_INFINITY;
  const leftMs = (): number => Math.max(Math.round(until - clock.now()), 0);

  async function wait(signal: AbortSignal): Promise<void> {
    const left = leftMs();
    if (left > 0) await clock.sleep(left, signal);
  }

  return {
    wait,
    begin(durationMs) {
      const before = until;
      until = Math.max(until, clock.now() + durationMs);
      // Requests on their way at the same time are all refused.
      if (durationMs < sayMs || until - before < sayMs) return;
      const then = isOneOfMany ? 'another is asked meanwhile' : 'waiting';
      if (durationMs <= (remainingMs?.() ?? longestMs)) {
        log.info(
          `${node[0]?.toUpperCase()}${node.slice(1)} asks to be left alone for ${inSeconds(durationMs)}: ${then}`,
        );
      }
    },
    refusal() {
      const durationMs = leftMs();
      const mostMs = remainingMs?.() ?? longestMs;
      if (durationMs <= Math.max(isOneOfMany ? Math.min(mostMs, longestOfManyMs) : mostMs, 0)) return undefined;
      const asks = `it asks to be left alone for ${inSeconds(durationMs)}`;
      if (durationMs <= mostMs || remainingMs === undefined) return asks;
      return `${asks}, and this run has only ${inSeconds(mostMs)} left`;
    },
    left() {
      const durationMs = leftMs();
      const isWorthIt = durationMs > 0 && remainingMs !== undefined && durationMs <= remainingMs();
      return isWorthIt ? { durationMs, wait } : undefined;
    },
  };
}

function inSeconds(durationMs: number): string {
  return `${Math.max(Math.round(durationMs / 1000), 0)} s`;
}
