import type { Chain, Journal } from '../contracts/index.ts';
import { type Finding, RemoteError } from '../report/index.ts';
import { withDeadline } from './deadline.ts';

/** Waits on the chain end by themselves at the deadline and say more; only then the rest is broken off. */
const graceMs = 1_000;

/** The time that a step gives the chain, and what there is to say when it is over. */
export interface ChainTime {
  readonly signal: AbortSignal;
  /** Until the time is over. */
  remainingMs(): number;
  /** What failed last, by node; undefined when the node has answered since. */
  onTrouble(node: string, message: string | undefined): void;
  /** The line that names the chain's nodes. */
  setPlace(place: Omit<Finding, 'message'>): void;
  /** The same chain and journal; what is written or sent by them is told. */
  watchChain(chain: Chain): Chain;
  watchJournal(journal: Journal): Journal;
}

export function limitChainTime(timeoutMs: number, signal: AbortSignal): ChainTime {
  const troubles = new Map<string, string>();
  let place: Omit<Finding, 'message'> | undefined;
  let hasBegun = false;
  const endsAt = performance.now() + timeoutMs;
  const reason = () => {
    const limit = `the timeout of ${timeoutMs / 1000} s`;
    const failures = [...troubles.values()].join('\n');
    const said =
      failures === '' ? `the chain's node did not answer within ${limit}` : `${failures}; then ${limit} was over`;
    const rest = hasBegun
      ? 'What was sent stays in the journal, and the next run goes on from there'
      : 'Nothing was sent';
    return new RemoteError(`${said}. ${rest}`, { place });
  };
  return {
    signal: withDeadline(signal, timeoutMs + graceMs, reason),
    remainingMs: () => endsAt - performance.now(),
    onTrouble(node, message) {
      if (message === undefined) troubles.delete(node);
      else troubles.set(node, message);
    },
    setPlace(given) {
      place = given;
    },
    watchChain: (chain) => ({
      ...chain,
      send(transactions, within) {
        hasBegun = true;
        return chain.send(transactions, within);
      },
    }),
    watchJournal: (journal) => ({
      ...journal,
      append(number, entry) {
        hasBegun = true;
        return journal.append(number, entry);
      },
    }),
  };
}
