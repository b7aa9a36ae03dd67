import { counted, RemoteError } from '../../report/index.ts';
import type { Address, Hex } from '../../values/index.ts';
import type { Receipt } from '../chain/chain.ts';
import type { BlockMark } from '../journal/journal.ts';
import type { LoggedStep } from '../journal/journal-entry.ts';
import { asTransaction, type Forecast, type SendingStep, titleOf } from '../plan/forecast.ts';
import { PlanAgain } from '../plan/plan-again.ts';
import type { Plan } from '../plan/plan-step.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import { readExpectedCode } from './believed-code.ts';
import { namesWithoutCode, requireProved } from './call-gate.ts';
import { deliver } from './delivery.ts';
import { type Desk, type Outgoing, signAndLog } from './dispatch.ts';
import { checkEarly, type EarlyCheck } from './early-check.ts';
import { gasLimitsNow } from './late-gas.ts';
import { outcomesOf } from './outcomes.ts';
import { createReplace } from './replacements.ts';
import { whyReverted } from './revert-cause.ts';
import type { SeenBlock, SlotEnd } from './slot.ts';

/** What every layer of a plan is sent with. */
export interface Layer {
  readonly desk: Desk;
  readonly plan: Plan;
  readonly set: PreparedSet;
  readonly chainId: number;
  /** The block that the plan was made at. */
  readonly sinceBlock: number;
}

/** A step that was carried out: it was mined and has succeeded. */
export interface Done {
  readonly step: SendingStep;
  readonly receipt: Receipt;
  readonly gasLimit: bigint;
}

export interface SentLayer {
  readonly mined: readonly Done[];
  /** Begun when all of it was seen mined; dropped when it was of another block. */
  readonly early: EarlyCheck | undefined;
}

/**
 * Signs, logs and sends the steps of a layer, and waits until all of them are mined and have succeeded.
 * @param earlier blocks of earlier layers that are to be looked at again when it is mined.
 */
export async function sendLayer(
  layer: Layer,
  forecast: Forecast,
  steps: readonly SendingStep[],
  proved: ReadonlyMap<Address, Hex>,
  earlier: readonly BlockMark[],
): Promise<SentLayer> {
  const { desk, plan, chainId, set, sinceBlock } = layer;
  const { wait } = desk;
  const logged = steps.map((step) => logStep(step, proved));
  const estimating = gasLimitsNow(wait.chain, wait.deployer, steps, forecast, set, wait.signal);
  // That a name is gone says more than what an estimate made of it.
  estimating.catch(() => {});
  await requireNamesNow(layer, logged);
  const gasLimits = await estimating;
  const outgoing = steps.map((step, index): Outgoing => {
    const gasLimit = gasLimits.get(step);
    const entry = logged[index];
    if (gasLimit === undefined || entry === undefined) throw new Error(`${titleOf(step)} has no gas limit`);
    const { fee } = forecast;
    return { step: entry, unsigned: { chainId, nonce: step.nonce, ...asTransaction(step), gasLimit, fee } };
  });
  const nonces = steps.map(({ nonce }) => nonce);
  wait.log.info(
    `Sending ${counted(steps.length, 'transaction')}, ${nonces.length === 1 ? 'nonce' : 'nonces'} ${[...new Set([Math.min(...nonces), Math.max(...nonces)])].join(' to ')}`,
  );
  const transactions = await signAndLog(desk, plan.digest, outgoing);
  const creations = outgoing.flatMap(({ unsigned: { gasLimit } }, index) => {
    const step = steps[index];
    return step?.kind === 'create' ? [{ ...step, gasLimit }] : [];
  });
  const limits = new Map(outgoing.map(({ unsigned: { nonce, gasLimit } }) => [nonce, gasLimit]));
  const guess: { early?: EarlyCheck } = {};
  const onAllUsed = (block: SeenBlock): void => {
    guess.early ??= checkEarly(wait, set, block, { creations, steps, earlier });
  };
  try {
    const ends = await deliver(
      wait,
      transactions.map((transaction) => ({ nonce: transaction.nonce, variants: [transaction] })),
      { isFresh: true, sinceBlock, onAllUsed, gasLimits: limits, replace: createReplace(desk, chainId, plan.digest) },
    );
    const mined = await minedOf(layer, outgoing, steps, ends);
    const isRight = mined.every(({ receipt }) => receipt.blockHash === guess.early?.block.hash);
    if (!isRight) guess.early?.drop();
    return { mined, early: isRight ? guess.early : undefined };
  } catch (error) {
    guess.early?.drop();
    throw error;
  }
}

/** @throws PlanAgain when another transaction has one of the nonces. RemoteError when one of them failed. */
async function minedOf(
  layer: Layer,
  outgoing: readonly Outgoing[],
  steps: readonly SendingStep[],
  ends: ReadonlyMap<number, SlotEnd>,
): Promise<readonly Done[]> {
  const { desk } = layer;
  const { wait } = desk;
  const isForeign = [...ends.values()].some(({ kind }) => kind === 'foreign');
  // The next look then need not find out again.
  if (isForeign) await desk.writer.append({ kind: 'outcomes', outcomes: outcomesOf(ends) });
  const mined: Done[] = [];
  for (const [index, step] of steps.entries()) {
    const gasLimit = outgoing[index]?.unsigned.gasLimit ?? 0n;
    const end = ends.get(step.nonce);
    if (end?.kind !== 'mined') {
      throw new PlanAgain(
        `another transaction of the deployer (${end?.hash}) has taken nonce ${step.nonce}, that of ${titleOf(step)}: does something else use this key?`,
      );
    }
    desk.spending.mine(step.nonce, end.receipt);
    mined.push({ step, receipt: end.receipt, gasLimit });
  }
  await requireSuccess(layer, mined);
  const blocks = mined.map(({ receipt }) => receipt.block);
  wait.log.info(`Mined in ${describeRange(Math.min(...blocks), Math.max(...blocks))}`);
  return mined;
}

function logStep(step: SendingStep, proved: ReadonlyMap<Address, Hex>): LoggedStep {
  const names =
    step.kind === 'call' || step.value > 0n ? [...requireProved(titleOf(step), step.names, proved)] : undefined;
  if (step.kind === 'call') {
    return {
      kind: 'call',
      contract: step.contract,
      function: step.function,
      names: names ?? [],
      ...(step.until === undefined ? {} : { predicate: step.until.text }),
    };
  }
  return {
    kind: 'create',
    contract: step.contract,
    address: step.address,
    arguments: [...step.arguments],
    libraries: { ...step.libraries },
    fingerprint: step.fingerprint,
    abiHash: step.abiHash,
    ...(names === undefined ? {} : { names }),
  };
}

/** Read again right before anything is signed: what was seen when the run began may be gone, and a call to nothing succeeds. */
async function requireNamesNow({ desk: { wait } }: Layer, steps: readonly LoggedStep[]): Promise<void> {
  const names = steps.flatMap((step) => ('names' in step ? (step.names ?? []) : []));
  if (names.length === 0) return;
  const seen = await readExpectedCode(wait, [...new Set(names.map(({ address }) => address))]);
  const gone = [...new Set(namesWithoutCode(names, seen))];
  if (gone.length > 0) throw new PlanAgain(`the chain no longer has the proved code at ${gone.join(', ')}`);
}

async function requireSuccess({ desk: { wait }, set }: Layer, mined: readonly Done[]): Promise<void> {
  const failures: string[] = [];
  for (const { step, receipt } of mined) {
    if (receipt.isSuccess) continue;
    const reason = await whyReverted(wait, step, receipt, set);
    failures.push(`${titleOf(step)} reverted in block ${receipt.block} (transaction ${receipt.hash}): ${reason}`);
  }
  if (failures.length === 0) return;
  throw new RemoteError(
    `${failures.join('\n')}\nNo record is written and nothing that depends on it may be used. Mend the cause and run again: what was created is kept, and what names a failed contract is created anew`,
  );
}

function describeRange(first: number, last: number): string {
  return first === last ? `block ${first}` : `blocks ${first} to ${last}`;
}
