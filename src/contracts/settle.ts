import { RemoteError, UserError } from '../report/index.ts';
import { type Address, type Hex, keccak256 } from '../values/index.ts';
import { namesWithoutCode } from './call-gate.ts';
import type { Receipt } from './chain/chain.ts';
import { codeAt, receiptOf } from './chain/reads.ts';
import { createAddress } from './create-address.ts';
import { type ChainWait, deliver } from './delivery.ts';
import { describeStep } from './describe-step.ts';
import { creationHashOf } from './fingerprint.ts';
import type { LoggedCall, LoggedCreation, LoggedOutcome, LoggedTransaction, UnfinishedJournal } from './journal.ts';
import type { KnownCall, KnownContract } from './plan-step.ts';
import { proveCreations } from './proof/prove-creations.ts';
import { recordedProofs } from './proof/recorded-proofs.ts';
import { type DecodedTransaction, decodeTransaction } from './raw-transaction.ts';

/** What became of the transactions of an unfinished run. */
export interface Settlement {
  readonly contracts: readonly KnownContract[];
  readonly calls: readonly KnownCall[];
  /** What the journal doesn't say yet. */
  readonly newOutcomes: readonly LoggedOutcome[];
  /** The first nonce that no logged transaction can still use. */
  readonly nextNonce: number;
}

interface Opened<Step> {
  readonly logged: LoggedTransaction;
  readonly step: Step;
  readonly sent: DecodedTransaction;
}

/**
 * Finishes what an unfinished run has logged, before anything new is planned, also from a newer commit: sends the logged
 * bytes again, waits until every nonce is used, proves what was created. With `isReadOnly` (a plan) nothing is sent, and
 * what is not mined yet is taken as if it will be.
 */
export async function settleJournal(
  wait: ChainWait,
  unfinished: UnfinishedJournal,
  isReadOnly: boolean,
): Promise<Settlement> {
  const undecided = unfinished.transactions.filter(({ hash }) => {
    const outcome = unfinished.outcomes.get(hash);
    return outcome === undefined || outcome === 'mined';
  });
  const opened = undecided.map((logged) => openLogged(logged));
  const creations = opened.filter((item): item is Opened<LoggedCreation> => item.step.kind === 'create');
  const calls = opened.filter((item): item is Opened<LoggedCall> => item.step.kind === 'call');
  const nextNonce = Math.max(0, ...undecided.map(({ nonce }) => nonce + 1));

  const mined = new Map<Hex, Receipt>();
  await readReceipts(wait, undecided, mined);
  const unmined = undecided.filter(({ hash }) => !mined.has(hash));
  if (unmined.length > 0)
    wait.log.info(`An unfinished run has logged ${undecided.length} transactions; ${unmined.length} are not mined`);

  if (!isReadOnly) await deliverOpen(wait, creations, mined);
  const own = creations.filter(({ logged }) => unfinished.own.has(logged.hash));
  const contracts = await provedContracts(wait, own, mined, isReadOnly);
  if (!isReadOnly) {
    await requireNames(
      wait,
      calls.filter(({ logged }) => !mined.has(logged.hash)),
    );
    await deliverOpen(wait, calls, mined);
  }
  return {
    contracts,
    calls: calls
      .filter(({ logged }) => unfinished.own.has(logged.hash) && (mined.get(logged.hash)?.isSuccess ?? isReadOnly))
      .map((call) => knownCall(call, mined)),
    newOutcomes: isReadOnly ? [] : newOutcomes(undecided, unfinished, mined),
    nextNonce,
  };
}

function openLogged(logged: LoggedTransaction): Opened<LoggedTransaction['step']> {
  const sent = decodeLogged(logged);
  if (sent?.hash !== logged.hash || sent.nonce !== logged.nonce) {
    throw new UserError(
      `the journal contradicts itself at ${describeStep(logged)} (nonce ${logged.nonce}): its bytes are another transaction, or none. Nothing is sent`,
    );
  }
  return { logged, step: logged.step, sent };
}

function decodeLogged({ raw }: LoggedTransaction): DecodedTransaction | undefined {
  try {
    return decodeTransaction(raw);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function readReceipts(
  wait: ChainWait,
  transactions: readonly LoggedTransaction[],
  into: Map<Hex, Receipt>,
): Promise<void> {
  for (const receipt of await wait.chain.read(
    transactions.map(({ hash }) => receiptOf(hash)),
    wait.signal,
  )) {
    if (receipt !== undefined) into.set(receipt.hash, receipt);
  }
}

async function deliverOpen(
  wait: ChainWait,
  items: readonly Opened<unknown>[],
  mined: Map<Hex, Receipt>,
): Promise<void> {
  const open = items.map(({ logged }) => logged).filter(({ hash }) => !mined.has(hash));
  for (const [hash, receipt] of await deliver(wait, open)) mined.set(hash, receipt);
}

async function provedContracts(
  wait: ChainWait,
  creations: readonly Opened<LoggedCreation>[],
  mined: ReadonlyMap<Hex, Receipt>,
  isReadOnly: boolean,
): Promise<readonly KnownContract[]> {
  const successful = creations.filter(({ logged }) => mined.get(logged.hash)?.isSuccess === true);
  const proofs = await proveCreations(
    wait,
    successful.map(({ logged, step, sent }) => ({
      contract: step.contract,
      address: createAddress(wait.deployer, logged.nonce),
      nonce: logged.nonce,
      data: sent.data,
      value: sent.value,
      gasLimit: sent.gasLimit,
      block: mined.get(logged.hash)?.block ?? 0,
    })),
  );
  const proved = recordedProofs(proofs, () => false);
  const predicted = isReadOnly ? creations.filter(({ logged }) => !mined.has(logged.hash)) : [];
  return [...successful, ...predicted].map(({ logged, step, sent }): KnownContract => {
    const address = createAddress(wait.deployer, logged.nonce);
    const proof = proved.get(address);
    return {
      source: 'journal',
      code: 'recorded',
      isPending: proof === undefined,
      recorded: {
        name: step.contract,
        address,
        ...(proof ?? { codeHash: keccak256('0x'), proof: 'predicted' }),
        block: mined.get(logged.hash)?.block ?? 0,
        transaction: logged.hash,
        arguments: step.arguments,
        libraries: step.libraries,
        value: sent.value.toString(),
        fingerprint: step.fingerprint,
        creationHash: creationHashOf(sent.data, sent.value),
        abiHash: step.abiHash,
      } as KnownContract['recorded'],
    };
  });
}

/** Resuming obeys the same gate as signing. */
async function requireNames(wait: ChainWait, calls: readonly Opened<LoggedCall>[]): Promise<void> {
  const addresses = [...new Set(calls.flatMap(({ step }) => step.names.map(({ address }) => address)))];
  const codes = await wait.chain.read(addresses.map(codeAt), wait.signal);
  const hashes = new Map<Address, Hex>(addresses.map((address, index) => [address, keccak256(codes[index] ?? '0x')]));
  for (const { logged, step } of calls) {
    const missing = namesWithoutCode(step.names, hashes);
    if (missing.length > 0) {
      throw new RemoteError(
        `${describeStep(logged)} stands in the journal of an unfinished run, but ${missing.join(', ')} does not have its proved code: nothing is sent. Was the chain reset or reorganised?`,
      );
    }
  }
}

function knownCall({ logged, step, sent }: Opened<LoggedCall>, mined: ReadonlyMap<Hex, Receipt>): KnownCall {
  const target = sent.to;
  if (target === undefined)
    throw new UserError(`the journal contradicts itself: ${describeStep(logged)} has no target`);
  return {
    source: 'journal',
    isPending: !mined.has(logged.hash),
    recorded: {
      contract: step.contract,
      function: step.function,
      target,
      calldata: sent.data,
      value: sent.value.toString(),
      transaction: logged.hash,
      block: mined.get(logged.hash)?.block ?? 0,
    },
  };
}

function newOutcomes(
  transactions: readonly LoggedTransaction[],
  unfinished: UnfinishedJournal,
  mined: ReadonlyMap<Hex, Receipt>,
): readonly LoggedOutcome[] {
  return transactions
    .filter(({ hash }) => !unfinished.outcomes.has(hash))
    .map(({ hash, nonce }) => {
      const receipt = mined.get(hash);
      return { hash, nonce, outcome: receipt === undefined ? 'replaced' : receipt.isSuccess ? 'mined' : 'reverted' };
    });
}
