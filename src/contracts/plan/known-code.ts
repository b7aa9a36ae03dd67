import type { ChainState } from '../chain/chain.ts';
import type { RecordedContract } from '../journal/record.ts';
import type { KnownContract } from './plan-step.ts';

/** A recorded contract with what the chain has at its address now: a record is never believed alone. */
export function sameCode(recorded: RecordedContract, { codeHashes }: ChainState): KnownContract {
  const hash = codeHashes.get(recorded.address);
  const seen = hash === undefined ? 'none' : hash === recorded.codeHash ? 'recorded' : 'other';
  return { recorded, source: 'record', code: seen, isPending: false };
}
