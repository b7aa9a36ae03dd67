import { type Address, type Hex, parseAddress } from '../../values/index.ts';
import type { Chain } from '../chain/chain.ts';
import { callOf } from '../chain/reads.ts';
import type { SimulationOutcome } from './simulated-step.ts';

const nobody: Address = parseAddress(`0x${'0'.repeat(40)}`);

/** The limit of Osaka's rules for one transaction (EIP-7825). */
export const osakaGas = 16_777_216n;
/** Counts leading zeros (CLZ, an opcode of Osaka's rules) and returns the number as code. */
const needsOsaka: Hex = '0x60011e60005260206000f3';

/** The limit of Shanghai's rules for the data of a creation (EIP-3860). Asked by trying: chains are not known by name. */
export const takesLongCreations = {
  mostBytes: 49_152,
  fits: (data: Hex): boolean => data.length / 2 - 1 <= takesLongCreations.mostBytes,
  async ask(chain: Chain, signal: AbortSignal): Promise<boolean> {
    // Code that stops at once.
    const data = `0x${'00'.repeat(takesLongCreations.mostBytes + 1)}` as Hex;
    const [answer] = await chain.read([callOf({ from: nobody, data })], signal);
    return answer.kind === 'output';
  },
};

/** How much gas one transaction can have: all of a block, or less by Osaka's rules; they are asked for only when it matters. */
export async function largestTransaction(
  chain: Chain,
  outcomes: readonly SimulationOutcome[],
  blockGasLimit: bigint,
  signal: AbortSignal,
): Promise<{ readonly gas: bigint; readonly what: string }> {
  const ofBlock = { gas: blockGasLimit, what: 'a block of this chain takes' };
  const matters = outcomes.some((outcome) => outcome.kind === 'success' && outcome.gasLimit > osakaGas);
  if (!matters || blockGasLimit <= osakaGas) return ofBlock;
  const [answer] = await chain.read([callOf({ from: nobody, data: needsOsaka })], signal);
  const isOsaka = answer.kind === 'output' && answer.data.length > 2;
  return isOsaka ? { gas: osakaGas, what: 'a transaction of this chain takes (EIP-7825)' } : ofBlock;
}
