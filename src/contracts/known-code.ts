import { keccak256 } from '../values/index.ts';
import type { ChainState } from './chain/chain.ts';
import type { KnownContract } from './plan-step.ts';
import type { RecordedContract } from './record.ts';

/** A recorded contract with whether the chain has its proved code now: a record is never believed alone. */
export function sameCode(recorded: RecordedContract, { codes }: ChainState): KnownContract {
  const code = codes.get(recorded.address) ?? '0x';
  return { recorded, source: 'record', isCodeThere: code !== '0x' && keccak256(code) === recorded.codeHash };
}
