import type { RpcFailure } from './rpc.ts';

/** What a node means that does not take a transaction. */
export type Refusal =
  /** It holds as much as it wants to: later. */
  | 'pool'
  /** It costs too little now. */
  | 'fee'
  /** Another variant of the same nonce is there already. */
  | 'variant'
  /** Nobody knows whether it may be taken later: the same bytes can be sent again without harm. */
  | 'unclear'
  /** It will not be taken however often it is sent. */
  | 'final';

export type Verdict =
  /** The node has it, or has mined its nonce. */
  | 'known'
  | Refusal
  /** The node takes no transactions at all; another one may. */
  | 'unable';

/** Of JSON-RPC, and of Ethereum's own list (EIP-1474): the method does not exist, or is not supported. */
const codesOfUnable = [-32601, -32004];

const saysItIsKnown =
  /already known|known transaction|already imported|already exists|already in.*pool|nonce too low|nonce is too low|old ?nonce/i;
const saysItIsVariant = /replacement|could not replace|already.*(higher|nonce)/i;
const saysItIsCheap = /underpriced|(fee|gas ?price).*(too low|less than|below|minimum)|feetoolow|below.*base ?fee/i;
const saysPoolIsFull =
  /full|limit exceeded|limit reached|too many|queued|gapped|nonce too (high|far)|in-?flight|future|overflow|discarded|evict|capacity/i;
const saysItMayPass = /temporar|try again|retry|time[sd]?[ -]?out|internal error/i;
const saysItIsUnable =
  /method.*(not|n't) (be |been )?(found|exist|supported|available|allowed|enabled|permitted|whitelisted)|method.*(disabled|unsupported|unavailable|forbidden)|(unsupported|unknown|unrecogni[sz]ed) method|read[ -]?only|not allowed/i;

/** What holds of these very bytes, whenever they are sent. */
const saysItIsFinal: readonly RegExp[] = [
  /insufficient ?(funds|balance)|cost exceeds.*balance/i,
  /intrinsic ?gas|floor data gas|gas uint64 overflow|out of gas/i,
  /exceeds?.*block.*gas ?limit|gas ?limit.*(exceeds|too high|above).*|gaslimitexceeded|exceeds allowance/i,
  /init ?code|(max|maximum) code size|oversized data|(transaction|tx).*(size|too large)|maxtxsize/i,
  /(invalid|wrong|incorrect|mismatch).*chain ?id|chain ?id.*(invalid|wrong|mismatch|required)|signed for another chain/i,
  /invalid (sender|signature|transaction [vrs]\b)|failedtoresolvesender|signature.*invalid/i,
  /replay.?protect|unprotected/i,
  /sender.*(not an eoa|is ?contract|not authori[sz]ed)|sender ?is ?contract/i,
  /(type|eip-1559|access lists?).*not supported|notsupportedtxtype|invalid transaction (type|format)/i,
  /priority fee.*(higher|above|exceeds)|higher than 2\^256|negative value|exceeds the configured cap/i,
  /nonce has max/i,
  /\brlp\b|decode|unmarshal|typed transaction too short/i,
];

/** There are no codes for these: the words are those of geth, reth, Nethermind, Besu, Erigon and anvil. */
export function classifyRefusal({ code, message }: Pick<RpcFailure, 'code' | 'message'>): Verdict {
  if (codesOfUnable.includes(code)) return 'unable';
  if (saysItIsKnown.test(message)) return 'known';
  if (saysItIsVariant.test(message)) return 'variant';
  if (saysItIsFinal.some((words) => words.test(message))) return 'final';
  if (saysItIsCheap.test(message)) return 'fee';
  if (saysPoolIsFull.test(message)) return 'pool';
  if (saysItIsUnable.test(message) && !saysItMayPass.test(message)) return 'unable';
  return 'unclear';
}
