import { RemoteError } from '../../report/index.ts';
import type { Clock } from '../clock.ts';
import type { Chain } from './chain.ts';
import type { ChainRead } from './reads.ts';

/** When an absence is believed: after this many answers that miss it, this far apart, from each endpoint. */
export interface MissRule {
  readonly misses: number;
  /** From the first of the misses to the last; of each endpoint. */
  readonly overMs: number;
}

/** Pools of nodes behind one address answer from another node each time, some of them seconds behind. */
export const defaultMissRule: MissRule = { misses: 4, overMs: 6_000 };

/** Counts misses for whoever polls anyway. Keys are the caller's, such as a transaction's hash. */
export interface MissLedger {
  miss(key: string, endpoint: number): void;
  /** It was there after all: everything noted of it is forgotten. */
  hit(key: string): void;
  isBelieved(key: string): boolean;
}

export function createMissLedger(rule: MissRule, endpoints: number, clock: Pick<Clock, 'now'>): MissLedger {
  const noted = new Map<string, { count: number; first: number; last: number }[]>();
  return {
    miss(key, endpoint) {
      const now = clock.now();
      const seen = noted.get(key) ?? [];
      const { count = 0, first = now } = seen[endpoint] ?? {};
      seen[endpoint] = { count: count + 1, first, last: now };
      noted.set(key, seen);
    },
    hit: (key) => void noted.delete(key),
    isBelieved(key) {
      const seen = noted.get(key) ?? [];
      return Array.from({ length: endpoints }, (_, endpoint) => seen[endpoint]).every(
        (misses) => misses !== undefined && misses.count >= rule.misses && misses.last - misses.first >= rule.overMs,
      );
    },
  };
}

/**
 * Reads what an absence of may not be believed at once: a receipt, a nonce that is known to be used, code where the
 * record has some, a block. Every endpoint is asked at once, round after round, for what is still missing. The first
 * answer from any endpoint that isn't a miss is the answer; a miss is one only when the rule is fulfilled.
 * @param first answers that the caller has already, from the first endpoint: what isn't missing in them isn't asked at all.
 * @throws RemoteError when an endpoint can't be asked, because then nobody knows what it would have said.
 */
export async function readBelieved<T>(
  { chain, clock, signal }: { readonly chain: Chain; readonly clock: Clock; readonly signal: AbortSignal },
  reads: readonly ChainRead<T>[],
  isMiss: (answer: T, index: number) => boolean,
  rule: MissRule = defaultMissRule,
  first: readonly T[] = [],
): Promise<readonly T[]> {
  const ledger = createMissLedger(rule, chain.endpoints, clock);
  const seen = new Map<number, { readonly answer: T; readonly isThere: boolean }>();
  const failures: Error[][] = Array.from({ length: chain.endpoints }, () => []);
  const note = (index: number, endpoint: number, answer: T): void => {
    if (seen.get(index)?.isThere === true) return;
    const isThere = !isMiss(answer, index);
    seen.set(index, { answer, isThere });
    if (!isThere) ledger.miss(String(index), endpoint);
  };
  for (const [index, answer] of first.entries()) note(index, 0, answer);
  for (let round = 0; ; round++) {
    const open = reads.flatMap((read, index) =>
      seen.get(index)?.isThere === true || ledger.isBelieved(String(index)) ? [] : { read, index },
    );
    if (open.length === 0) return reads.map((_, index) => (seen.get(index) as { answer: T }).answer);
    requireAllHeard(failures, rule);
    if (round > 0 || first.length > 0) await clock.sleep(pauseOf(rule), signal);
    const wanted = open.map(({ read }) => read);
    const found = await Promise.allSettled(failures.map((_, endpoint) => chain.read(wanted, signal, endpoint)));
    signal.throwIfAborted();
    for (const [endpoint, outcome] of found.entries()) {
      if (outcome.status === 'rejected') failures[endpoint]?.push(outcome.reason);
      else for (const [at, { index }] of open.entries()) note(index, endpoint, outcome.value[at] as T);
    }
  }
}

/** Rounded up, so that the last miss is not a moment too early. */
function pauseOf({ misses, overMs }: MissRule): number {
  return Math.ceil(overMs / Math.max(misses - 1, 1));
}

function requireAllHeard(failures: readonly (readonly Error[])[], { misses }: MissRule): void {
  for (const failed of failures) {
    const last = failed.at(-1);
    if (last === undefined) continue;
    if (!(last instanceof RemoteError)) throw last;
    if (failed.length < misses) continue;
    throw new RemoteError(
      `something that should be on the chain is missing, which is not believed before every node was heard: ${last.message}`,
    );
  }
}
