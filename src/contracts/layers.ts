import { RemoteError } from '../report/index.ts';
import type { Address, Hex } from '../values/index.ts';
import { readExpectedCode } from './believed-code.ts';
import type { RecordedProof } from './build-record.ts';
import { namesWithoutCode, requireProved } from './call-gate.ts';
import { readBelieved } from './chain/believe-miss.ts';
import type { CallAnswer, Receipt } from './chain/chain.ts';
import { callOf } from './chain/reads.ts';
import type { ChainWait } from './chain-wait.ts';
import { type Confirmations, confirmBlocks, requireSameBlocks } from './confirm.ts';
import { deliver } from './delivery.ts';
import { type Desk, type Outgoing, signAndLog } from './dispatch.ts';
import { asTransaction, type Forecast, isSending, type SendingStep, titleOf } from './forecast.ts';
import type { BlockMark } from './journal.ts';
import type { LoggedStep } from './journal-entry.ts';
import { gasLimitsNow, wavesOf } from './late-gas.ts';
import { outcomesOf } from './outcomes.ts';
import { PlanAgain } from './plan-again.ts';
import type { CallStep, Plan } from './plan-step.ts';
import { describeUnmet, predicateHolds } from './predicate.ts';
import type { PreparedSet } from './prepared-set.ts';
import { proveMined } from './prove-mined.ts';
import { createReplace } from './replacements.ts';
import { whyReverted } from './revert-cause.ts';

export interface Application {
  readonly desk: Desk;
  readonly plan: Plan;
  readonly set: PreparedSet;
  /** Absent when nothing is to be sent. */
  readonly forecast: Forecast | undefined;
  readonly chainId: number;
  /** The block that the plan was made at. */
  readonly sinceBlock: number;
  /** What earlier runs have sent and is not final yet. */
  readonly earlier: readonly BlockMark[];
  readonly confirmations: Confirmations;
}

/** A step that was carried out: it was mined and has succeeded. */
export interface Done {
  readonly step: SendingStep;
  readonly receipt: Receipt;
  readonly gasLimit: bigint;
}

export interface Applied {
  /** By nonce. */
  readonly done: ReadonlyMap<number, Done>;
  readonly proofs: ReadonlyMap<Address, RecordedProof>;
  /** The last block that has something of it, confirmed; undefined when there is nothing. */
  readonly finalBlock: BlockMark | undefined;
}

/** Carries a plan out, layer by layer: what one layer sends builds only on what is mined and proved. */
export async function applyLayers(application: Application): Promise<Applied> {
  const { plan, forecast, desk, earlier, confirmations } = application;
  const done = new Map<number, Done>();
  const proofs = new Map<Address, RecordedProof>();
  const proved = new Map<Address, Hex>(
    plan.steps.flatMap((step) => (step.kind === 'keep' ? [[step.address, step.known.codeHash] as const] : [])),
  );
  const marks = (): readonly BlockMark[] => [...earlier, ...[...done.values()].map(({ receipt }) => markOf(receipt))];
  if (forecast === undefined)
    return { done, proofs, finalBlock: await confirmBlocks(desk.wait, marks(), confirmations) };
  let finalBlock: BlockMark | undefined;
  const waves = wavesIn(plan, forecast);
  for (const [index, steps] of waves.entries()) {
    const mined = await sendLayer(application, forecast, steps, proved);
    for (const result of mined) done.set(result.step.nonce, result);
    const isLast = index === waves.length - 1;
    // Confirmations are waited for once, while what came last is proved.
    const [found, confirmed] = await together(desk.wait, [
      (wait) => checkLayer(wait, application, mined),
      async (wait) => (isLast ? confirmBlocks(wait, marks(), confirmations) : undefined),
    ]);
    for (const [address, proof] of found) {
      proofs.set(address, proof);
      proved.set(address, proof.codeHash);
    }
    finalBlock = confirmed;
  }
  return { done, proofs, finalBlock };
}

function wavesIn(plan: Plan, forecast: Forecast): readonly (readonly SendingStep[])[] {
  const layers = Map.groupBy(plan.steps.filter(isSending), ({ layer }) => layer);
  return [...layers].sort(([a], [b]) => a - b).flatMap(([, steps]) => wavesOf(steps, forecast));
}

/** Both at once; when one fails, the other is not gone on with. */
async function together<A, B>(
  wait: ChainWait,
  work: readonly [(wait: ChainWait) => Promise<A>, (wait: ChainWait) => Promise<B>],
): Promise<readonly [A, B]> {
  const stop = new AbortController();
  const stoppable = { ...wait, signal: AbortSignal.any([wait.signal, stop.signal]) };
  try {
    return await Promise.all([work[0](stoppable), work[1](stoppable)]);
  } finally {
    stop.abort(new Error('not needed any more'));
  }
}

async function sendLayer(
  application: Application,
  forecast: Forecast,
  steps: readonly SendingStep[],
  proved: ReadonlyMap<Address, Hex>,
): Promise<readonly Done[]> {
  const { desk, plan, chainId, set, sinceBlock } = application;
  const { wait } = desk;
  const logged = steps.map((step) => ({ step, logged: logStep(step, proved) }));
  await requireNamesNow(
    application,
    logged.map(({ logged: { step } }) => step),
  );
  const gasLimits = await gasLimitsNow(wait.chain, wait.deployer, steps, forecast, set, wait.signal);
  const outgoing = logged.map(({ step, logged }): Outgoing => {
    const gasLimit = gasLimits.get(step);
    if (gasLimit === undefined) throw new Error(`${titleOf(step)} has no gas limit`);
    return { ...logged, unsigned: { chainId, nonce: step.nonce, ...asTransaction(step), gasLimit, fee: forecast.fee } };
  });
  const nonces = steps.map(({ nonce }) => nonce);
  wait.log.info(`Sending ${steps.length} transactions, nonces ${Math.min(...nonces)} to ${Math.max(...nonces)}`);
  const transactions = await signAndLog(desk, plan.digest, outgoing);
  const ends = await deliver(
    wait,
    transactions.map((transaction) => ({ nonce: transaction.nonce, variants: [transaction] })),
    { isFresh: true, sinceBlock, replace: createReplace(desk, chainId, plan.digest) },
  );
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
  await requireSuccess(application, mined, set);
  const blocks = mined.map(({ receipt }) => receipt.block);
  wait.log.info(`Mined in ${describeRange(Math.min(...blocks), Math.max(...blocks))}`);
  return mined;
}

function logStep(step: SendingStep, proved: ReadonlyMap<Address, Hex>): { readonly step: LoggedStep } {
  const names =
    step.kind === 'call' || step.value > 0n ? [...requireProved(titleOf(step), step.names, proved)] : undefined;
  if (step.kind === 'call') {
    return {
      step: {
        kind: 'call',
        contract: step.contract,
        function: step.function,
        names: names ?? [],
        ...(step.until === undefined ? {} : { predicate: step.until.text }),
      },
    };
  }
  return {
    step: {
      kind: 'create',
      contract: step.contract,
      address: step.address,
      arguments: [...step.arguments],
      libraries: { ...step.libraries },
      fingerprint: step.fingerprint,
      abiHash: step.abiHash,
      ...(names === undefined ? {} : { names }),
    },
  };
}

/** Read again right before anything is signed: what was seen when the run began may be gone, and a call to nothing succeeds. */
async function requireNamesNow({ desk: { wait } }: Application, steps: readonly LoggedStep[]): Promise<void> {
  const names = steps.flatMap((step) => ('names' in step ? (step.names ?? []) : []));
  if (names.length === 0) return;
  const seen = await readExpectedCode(wait, [...new Set(names.map(({ address }) => address))]);
  const gone = [...new Set(namesWithoutCode(names, seen))];
  if (gone.length > 0) throw new PlanAgain(`the chain no longer has the proved code at ${gone.join(', ')}`);
}

async function requireSuccess(
  { desk: { wait } }: Application,
  mined: readonly Done[],
  set: PreparedSet,
): Promise<void> {
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

/** Proves what was created, and looks whether calls have come to what they were made for. */
async function checkLayer(
  wait: ChainWait,
  { set }: Application,
  mined: readonly Done[],
): Promise<ReadonlyMap<Address, RecordedProof>> {
  const creations = mined.flatMap(({ step, receipt, gasLimit }) =>
    step.kind === 'create' ? [{ ...step, gasLimit, block: receipt.block }] : [],
  );
  try {
    const proofs = await proveMined(wait, set, creations);
    await requirePredicates(
      wait,
      mined.map(({ step }) => step),
    );
    return proofs;
  } catch (error) {
    wait.signal.throwIfAborted();
    // Of another block nothing of it says anything.
    await requireSameBlocks(
      wait,
      mined.map(({ receipt }) => markOf(receipt)),
    );
    throw error;
  }
}

function markOf({ block, blockHash }: Receipt): BlockMark {
  return { number: block, hash: blockHash };
}

/** What a call was made for has to be so, now that it is mined. */
async function requirePredicates(wait: ChainWait, steps: readonly SendingStep[]): Promise<void> {
  const checks = steps.flatMap((step) =>
    step.kind === 'call' && step.until !== undefined ? [{ step, until: step.until }] : [],
  );
  if (checks.length === 0) return;
  const outputOf = (answer: CallAnswer | undefined): Hex | undefined =>
    answer?.kind === 'output' ? answer.data : undefined;
  const holds = (answer: CallAnswer, index: number): boolean => {
    const until = checks[index]?.until;
    return until !== undefined && predicateHolds(until, outputOf(answer));
  };
  // A node that lags behind doesn't know of the call yet.
  const answers = await readBelieved(
    wait,
    checks.map(({ until }) => callOf({ from: wait.deployer, to: until.target, data: until.calldata })),
    (answer, index) => !holds(answer, index),
  );
  const unmet = checks.flatMap(({ step, until }, index) => {
    const seen = outputOf(answers[index]);
    return predicateHolds(until, seen) ? [] : [describeUnmetCall(step, until, seen)];
  });
  if (unmet.length > 0) throw new RemoteError(`${unmet.join('\n')}\nNo record is written`);
}

function describeUnmetCall(step: CallStep, until: NonNullable<CallStep['until']>, seen: Hex | undefined): string {
  return `${titleOf(step)} was mined, but what it was made for is not so: ${describeUnmet(until, seen)}`;
}

function describeRange(first: number, last: number): string {
  return first === last ? `block ${first}` : `blocks ${first} to ${last}`;
}
