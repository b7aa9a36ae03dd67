import type { TypedValue } from '../abi/typed-value.ts';
import { formatEther } from '../transaction/fees.ts';

const longest = 44;

/** What an argument was and is, of which a person needs only the beginning; a contract is told by its name. */
export function describeValueChange(before: string, now: string, source: TypedValue | undefined): string {
  return `changed (${shorten(before)} → ${source?.kind === 'contract' ? source.name : shorten(now)})`;
}

/** In a list, because mostly there is nothing to say. @param before in wei. */
export function describeEtherChange(before: string, now: bigint): readonly string[] {
  if (before === String(now)) return [];
  return [`its ether changed (${formatEther(BigInt(before))} → ${formatEther(now)})`];
}

function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 4)}…` : text;
}
