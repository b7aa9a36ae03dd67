import type { Address, Hex } from '../../values/index.ts';
import { readBelieved } from '../chain/believe-miss.ts';
import { codeAt } from '../chain/reads.ts';
import type { ChainWait } from './chain-wait.ts';
import { readCodeHashes } from './code-hashes.ts';

/**
 * The hashes of the codes that should be at these addresses. That one is gone is not believed at once: a node that lags
 * behind doesn't have it yet, and what is taken for gone is created again.
 * @param first what one answer has said already.
 */
export async function readExpectedCode(
  wait: ChainWait,
  addresses: readonly Address[],
  first?: ReadonlyMap<Address, Hex>,
): Promise<ReadonlyMap<Address, Hex>> {
  if (addresses.length === 0) return new Map();
  const hashes = first ?? (await readCodeHashes(wait.chain, addresses, wait.signal));
  const missing = addresses.filter((address) => !hashes.has(address));
  if (missing.length === 0) return hashes;
  const codes = await readBelieved(
    wait,
    missing.map(codeAt),
    (code) => code === '0x',
    undefined,
    missing.map(() => '0x'),
  );
  if (codes.every((code) => code === '0x')) return hashes;
  return new Map([...hashes, ...(await readCodeHashes(wait.chain, missing, wait.signal))]);
}
