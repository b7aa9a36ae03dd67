import { keccak256 } from '../values/index.ts';
import type { ChainState } from './chain/chain.ts';
import type { KnownContract } from './plan-step.ts';
import type { RecordedContract } from './record.ts';

/** A recorded contract with what the chain has at its address now: a record is never believed alone. */
export function sameCode(recorded: RecordedContract, { codes }: ChainState): KnownContract {
  const code = codes.get(recorded.address) ?? '0x';
  const seen = code === '0x' ? 'none' : keccak256(code) === recorded.codeHash ? 'recorded' : 'other';
  return { recorded, source: 'record', code: seen, isPending: false };
}
