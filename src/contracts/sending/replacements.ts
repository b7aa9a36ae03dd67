import { counted, UserError } from '../../report/index.ts';
import type { Digest, Hex } from '../../values/index.ts';
import { blockHeader, gasPrice } from '../chain/reads.ts';
import type { LoggedTransaction } from '../journal/journal-entry.ts';
import { describeStep } from '../plan/describe-step.ts';
import { estimateOf } from '../simulation/estimate.ts';
import type { SimulationOutcome } from '../simulation/simulated-step.ts';
import { formatEther, formatGwei, highestPrice, type Market, replacementFee } from '../transaction/fees.ts';
import { decodeTransaction, feeOf } from '../transaction/raw-transaction.ts';
import type { ChainWait } from './chain-wait.ts';
import { type Desk, type Outgoing, signAndLog } from './dispatch.ts';
import type { Slot } from './ledger.ts';
import type { Replace } from './stuck.ts';

/** What uses up a nonce and nothing else, by Ethereum's rules. */
const leastBurnGas = 21_000n;

/** Makes what is stuck dearer: only the fees of a replacement differ, and it is logged before it is sent. */
export function createReplace(
  desk: Desk,
  chainId: number,
  plan: Digest,
  scopeOf: (nonce: number) => string | undefined = () => undefined,
): Replace {
  return async (slots) => {
    const market = await readMarket(desk.wait);
    const outgoing: Outgoing[] = [];
    for (const { nonce, variants } of slots) {
      const newest = variants.at(-1);
      if (newest === undefined) continue;
      const chosen = replacementFee(
        variants.map(({ raw }) => feeOf(raw)),
        market,
        desk.feeCap,
      );
      if (chosen.kind === 'too-dear') {
        // What comes after it can't be mined before it.
        if (outgoing.length > 0) break;
        return { kind: 'hindered', why: describeTooDear(nonce, chosen, market) };
      }
      const { to, data, value, gasLimit } = decodeTransaction(newest.raw);
      outgoing.push({
        step: newest.step,
        scope: scopeOf(nonce),
        unsigned: { chainId, nonce, ...(to === undefined ? {} : { to }), data, value, gasLimit, fee: chosen.fee },
      });
    }
    const excessOf = (): bigint | undefined => desk.spending.excess(outgoing.map(({ unsigned }) => unsigned));
    while (outgoing.length > 1 && excessOf() !== undefined) outgoing.pop();
    const excess = excessOf();
    if (excess !== undefined) {
      return {
        kind: 'hindered',
        why: `nonce ${slots[0]?.nonce} is stuck (${describeMarket(market)}); a higher fee could cost ${formatEther(excess)} more than the budget of a run (chain.fees.budget)`,
      };
    }
    const [first] = outgoing;
    if (first !== undefined) {
      desk.wait.log.info(
        `Nonce ${first.unsigned.nonce} is stuck (${describeMarket(market)}): sending ${counted(outgoing.length, 'transaction')} again for up to ${formatGwei(highestPrice(first.unsigned.fee))}`,
      );
    }
    return { kind: 'replaced', variants: await signAndLog(desk, plan, outgoing) };
  };
}

/**
 * Logs, for each of these nonces, a transfer of nothing to oneself that is dearer than everything logged for it.
 * @returns the slots with their burns.
 * @throws UserError that names the nonce and the fee, before anything is signed, when one needs more than the cap or budget.
 */
export async function logBurns(
  desk: Desk,
  chainId: number,
  plan: Digest,
  slots: readonly Slot[],
): Promise<readonly Slot[]> {
  if (slots.length === 0) return [];
  const { deployer, chain, signal } = desk.wait;
  const transfer = { to: deployer, data: '0x' as Hex, value: 0n };
  const [{ baseFee }, price, estimate] = await chain.read(
    [blockHeader('latest'), gasPrice(), estimateOf(deployer, transfer)],
    signal,
  );
  const market: Market = { baseFee, gasPrice: price };
  const gasLimit = burnGasOf(estimate);
  const outgoing = slots.map(({ nonce, variants, scope }): Outgoing => {
    const [first] = variants;
    const instead = first === undefined ? `nonce ${nonce}` : describeStep(first);
    const chosen = replacementFee(
      variants.map(({ raw }) => feeOf(raw)),
      market,
      desk.feeCap,
    );
    if (chosen.kind === 'too-dear') {
      throw new UserError(
        `${instead} is not wanted any more, but its nonce ${nonce} can only be burnt for ${formatGwei(chosen.price)} per gas: ${chosen.why}. Nothing further is sent. Raise the cap, or go back to the commit that wants it`,
      );
    }
    return {
      step: { kind: 'burn', instead },
      scope,
      unsigned: { chainId, nonce, ...transfer, gasLimit, fee: chosen.fee },
    };
  });
  requireBurnsWithinBudget(desk, outgoing);
  const burns = await signAndLog(desk, plan, outgoing);
  return slots.map((slot) => ({
    ...slot,
    variants: [...slot.variants, ...burns.filter((burn: LoggedTransaction) => burn.nonce === slot.nonce)],
  }));
}

/**
 * Rollups ask more for a transfer, because its bytes go to another chain too; and so may an account that lends its name to
 * code. One that fails or runs out of gas there uses up its nonce as well, so what can't be estimated is sent with the least.
 */
function burnGasOf(estimate: SimulationOutcome): bigint {
  return estimate.kind === 'success' && estimate.gas > leastBurnGas ? estimate.gasLimit : leastBurnGas;
}

function requireBurnsWithinBudget({ spending }: Desk, burns: readonly Outgoing[]): void {
  const excess = spending.excess(burns.map(({ unsigned }) => unsigned));
  const [first] = burns;
  if (excess === undefined || first === undefined) return;
  const { gasLimit, fee } = first.unsigned;
  const nonces = burns.map(({ unsigned: { nonce } }) => nonce).join(', ');
  throw new UserError(
    `what stands in the journal under ${burns.length > 1 ? 'the nonces' : 'nonce'} ${nonces} is not wanted any more, but burning ${burns.length > 1 ? 'them' : 'it'}, at ${gasLimit} gas each for up to ${formatGwei(highestPrice(fee))}, could cost ${formatEther(excess)} more than the budget of a run (chain.fees.budget). Nothing further is sent. Raise the budget, or go back to the commit that wants ${burns.length > 1 ? 'them' : 'it'}`,
  );
}

async function readMarket({ chain, signal }: ChainWait): Promise<Market> {
  const [{ baseFee }, price] = await chain.read([blockHeader('latest'), gasPrice()], signal);
  return { baseFee, gasPrice: price };
}

function describeTooDear(nonce: number, { price, why }: { price: bigint; why: string }, market: Market): string {
  return `nonce ${nonce} is stuck: ${describeMarket(market)}; a replacement has to offer ${formatGwei(price)}, but ${why}`;
}

function describeMarket({ baseFee, gasPrice: price }: Market): string {
  return baseFee === undefined ? `the gas price is ${formatGwei(price)}` : `the base fee is ${formatGwei(baseFee)}`;
}
