import { RemoteError } from '../report/index.ts';
import { type Address, type Hex, keccak256 } from '../values/index.ts';
import { buildRecord, type RecordedProof, type StepResult } from './build-record.ts';
import { namesWithoutCode, type ProvedName, requireProved } from './call-gate.ts';
import type { ChainIdentity, Receipt } from './chain/chain.ts';
import { callOf, codeAt, receiptOf } from './chain/reads.ts';
import { type ChainWait, deliver, waitForConfirmations } from './delivery.ts';
import { dispatch, type Outgoing } from './dispatch.ts';
import { abiOf, asTransaction, type Forecast, type SendingStep, titleOf } from './forecast.ts';
import type { JournalWriter, LoggedTransaction } from './journal.ts';
import type { CreateStep, Plan } from './plan-step.ts';
import { expectedCode } from './proof/expected-code.ts';
import { proveCreations } from './proof/prove-creations.ts';
import { describeProofs, recordedProofs } from './proof/recorded-proofs.ts';
import type { ContractRecord } from './record.ts';
import { describeRevert } from './revert-reason.ts';
import type { PreparedSet } from './set-checks.ts';
import type { Signer } from './signer.ts';

export interface Application {
  readonly plan: Plan;
  readonly set: PreparedSet;
  readonly wait: ChainWait;
  readonly isPlanOnly: boolean;
  /** Present when there is something to sign. */
  readonly signer: Signer | undefined;
  readonly writer: JournalWriter;
  readonly forecast: Forecast | undefined;
  readonly identity: ChainIdentity;
  readonly confirmations: number;
  /** What earlier, unfinished runs have sent: it is confirmed together with what this run sends. */
  readonly earlier: readonly LoggedTransaction[];
}

export interface ApplicationResult {
  readonly record: ContractRecord;
  readonly transactions: number;
  readonly gasUsed: bigint;
}

/** Carries a plan out: all creations in one go, their proof, then the calls, then confirmations once for all of it. */
export async function applyPlan(application: Application): Promise<ApplicationResult> {
  const { plan, wait, isPlanOnly, signer, forecast, identity } = application;
  if (isPlanOnly || (signer === undefined && application.earlier.length === 0)) {
    return {
      record: buildRecord(plan, identity, wait.deployer, predictedResults(forecast)),
      transactions: 0,
      gasUsed: 0n,
    };
  }
  const proved = new Map(
    plan.steps.flatMap((step) => (step.kind === 'keep' ? [[step.address, step.known.codeHash]] : [])),
  );
  const proofs = new Map<Address, RecordedProof>();
  const logged: LoggedTransaction[] = [];
  if (signer !== undefined) {
    const creations = plan.steps.filter((step) => step.kind === 'create');
    const created = await send(application, signer, creations, (step) => ({
      kind: 'create',
      contract: step.contract,
      address: step.address,
      arguments: [...step.arguments],
      libraries: { ...step.libraries },
      fingerprint: step.fingerprint,
      abiHash: step.abiHash,
    }));
    logged.push(...created.logged);
    for (const [address, proof] of await prove(application, creations, created.receiptOf)) {
      proofs.set(address, proof);
      proved.set(address, proof.codeHash);
    }

    const calls = plan.steps.filter((step) => step.kind === 'call');
    // Read again: what was kept was seen when the run began, and a call to where nothing is succeeds.
    await requireNamesNow(
      wait,
      calls.flatMap((step) => requireProved(titleOf(step), step.names, proved)),
    );
    const called = await send(application, signer, calls, (step) => ({
      kind: 'call',
      contract: step.contract,
      function: step.function,
      names: [...requireProved(titleOf(step), step.names, proved)],
    }));
    logged.push(...called.logged);
  }
  const receipts = await confirm(application, logged, proved);
  const results = new Map<number, StepResult>();
  for (const { nonce, hash } of logged) {
    const receipt = receipts.get(hash);
    if (receipt !== undefined) results.set(nonce, { transaction: hash, block: receipt.block });
  }
  const record = buildRecord(plan, identity, wait.deployer, {
    result: (nonce) => results.get(nonce),
    proof: (address) => proofs.get(address),
  });
  const gasUsed = logged.reduce((sum, { hash }) => sum + (receipts.get(hash)?.gasUsed ?? 0n), 0n);
  return { record, transactions: logged.length, gasUsed };
}

function predictedResults(forecast: Forecast | undefined) {
  return {
    result: () => undefined,
    proof(address: Address): RecordedProof | undefined {
      const codeHash = forecast?.codeHashes.get(address);
      return codeHash && { codeHash, proof: 'predicted' };
    },
  };
}

async function send<S extends SendingStep>(
  { wait, plan, writer, forecast, identity, set }: Application,
  signer: Signer,
  steps: readonly S[],
  logStep: (step: S) => LoggedTransaction['step'],
): Promise<{ logged: readonly LoggedTransaction[]; receiptOf: (nonce: number) => Receipt | undefined }> {
  const outgoing = steps.map((step): Outgoing => {
    const gasLimit = forecast?.gasLimits.get(step);
    if (forecast === undefined || gasLimit === undefined) throw new Error(`${titleOf(step)} was not simulated`);
    return {
      step: logStep(step),
      unsigned: { chainId: identity.id, nonce: step.nonce, ...asTransaction(step), gasLimit, fee: forecast.fee },
    };
  });
  if (outgoing.length > 0) {
    const [first] = outgoing;
    wait.log.info(
      `Sending ${outgoing.length} ${first?.step.kind === 'create' ? 'creations' : 'calls'}, nonces ${first?.unsigned.nonce} to ${outgoing.at(-1)?.unsigned.nonce}`,
    );
  }
  const { logged, receipts } = await dispatch(wait, signer, writer, plan.digest, outgoing);
  const byNonce = new Map(logged.map(({ nonce, hash }) => [nonce, receipts.get(hash)]));
  await requireSuccess(wait, steps, (nonce) => byNonce.get(nonce), set);
  const blocks = [...receipts.values()].map(({ block }) => block);
  if (blocks.length > 0) wait.log.info(`Mined in ${describeRange(Math.min(...blocks), Math.max(...blocks))}`);
  return { logged, receiptOf: (nonce) => byNonce.get(nonce) };
}

function describeRange(first: number, last: number): string {
  return first === last ? `block ${first}` : `blocks ${first} to ${last}`;
}

async function requireSuccess(
  wait: ChainWait,
  steps: readonly SendingStep[],
  receiptOf: (nonce: number) => Receipt | undefined,
  set: PreparedSet,
): Promise<void> {
  const failures: string[] = [];
  for (const step of steps) {
    const receipt = receiptOf(step.nonce);
    if (receipt === undefined || receipt.isSuccess) continue;
    const reason = await whyReverted(wait, step, receipt, set);
    failures.push(`${titleOf(step)} reverted in block ${receipt.block} (transaction ${receipt.hash}): ${reason}`);
  }
  if (failures.length === 0) return;
  throw new RemoteError(
    `${failures.join('\n')}\nNo record is written and nothing that depends on it may be used. Mend the cause and run again: what was created is kept, and what names a failed contract is created anew`,
  );
}

/** Runs the step again on the state before its block: a receipt doesn't say why. */
async function whyReverted(wait: ChainWait, step: SendingStep, receipt: Receipt, set: PreparedSet): Promise<string> {
  const [answer] = await wait.chain.read(
    [callOf({ from: wait.deployer, ...asTransaction(step), block: receipt.block - 1 })],
    wait.signal,
  );
  if (answer?.kind === 'revert') return describeRevert(answer.data, abiOf(step, set));
  return `it used ${receipt.gasUsed} gas; run again on the block before, it does not revert, so it ran out of gas or something else changed its target in the same block`;
}

async function prove(
  { wait, forecast, set }: Application,
  creations: readonly CreateStep[],
  receiptOf: (nonce: number) => Receipt | undefined,
): Promise<ReadonlyMap<Address, RecordedProof>> {
  const prepared = new Map(set.contracts.map((contract) => [contract.name, contract]));
  const mined = creations.map((step) => {
    const contract = prepared.get(step.contract);
    return {
      ...step,
      gasLimit: forecast?.gasLimits.get(step) ?? 0n,
      block: receiptOf(step.nonce)?.block ?? 0,
      expected: contract && expectedCode(contract, step.libraries),
    };
  });
  const proofs = await proveCreations(wait, mined);
  const usable = recordedProofs(proofs, (contract) => prepared.get(contract)?.allowsUnproved === true);
  for (const line of describeProofs(proofs)) wait.log.warning(line);
  const exact = proofs.filter(({ verdict }) => verdict === 'exact').length;
  if (exact > 0) wait.log.info(`The code of ${exact} contracts is proved byte for byte`);
  return usable;
}

/** Waits for confirmations once, at the end, and looks again whether all of it is still in the same blocks. */
async function confirm(
  application: Application,
  logged: readonly LoggedTransaction[],
  proved: ReadonlyMap<Address, Hex>,
): Promise<ReadonlyMap<Hex, Receipt>> {
  const { wait, plan, confirmations, earlier } = application;
  const kept = new Set(
    plan.steps.flatMap((step) => (step.kind === 'keep' || step.kind === 'skip' ? [step.known.transaction] : [])),
  );
  const transactions = [...earlier.filter(({ hash }) => kept.has(hash)), ...logged];
  for (;;) {
    const receipts = await deliver(wait, transactions);
    const last = Math.max(0, ...[...receipts.values()].map(({ block }) => block));
    await waitForConfirmations(wait, last, confirmations);
    const again = await wait.chain.read([...receipts.keys()].map(receiptOf), wait.signal);
    const isSame = again.every(
      (receipt) => receipt !== undefined && receipts.get(receipt.hash)?.blockHash === receipt.blockHash,
    );
    if (isSame) {
      await requireCode(wait, proved);
      return receipts;
    }
    wait.log.warning('The chain was reorganised: waiting for the confirmations again');
  }
}

async function requireNamesNow(wait: ChainWait, names: readonly ProvedName[]): Promise<void> {
  const addresses = [...new Set(names.map(({ address }) => address))];
  const codes = await wait.chain.read(addresses.map(codeAt), wait.signal);
  const gone = namesWithoutCode(
    names,
    new Map(addresses.map((address, index) => [address, keccak256(codes[index] ?? '0x')])),
  );
  if (gone.length === 0) return;
  throw new RemoteError(
    `no call was sent: the chain no longer has the proved code at ${[...new Set(gone)].join(', ')}. Run again`,
  );
}

async function requireCode(wait: ChainWait, proved: ReadonlyMap<Address, Hex>): Promise<void> {
  const codes = await wait.chain.read([...proved.keys()].map(codeAt), wait.signal);
  const moved = [...proved].filter(([, codeHash], index) => keccak256(codes[index] ?? '0x') !== codeHash);
  if (moved.length > 0) {
    throw new RemoteError(
      `the chain no longer has the proved code at ${moved.map(([address]) => address).join(', ')}: it was reorganised. Run again`,
    );
  }
}
