import { UserError } from '../../report/index.ts';
import { type Address, keccak256 } from '../../values/index.ts';
import type { RecordedProof } from '../journal/build-record.ts';
import type { LoggedCall, LoggedCreation, LoggedTransaction } from '../journal/journal-entry.ts';
import type { RecordedContract } from '../journal/record.ts';
import type { ChainWait } from '../sending/chain-wait.ts';
import type { Slot } from '../sending/ledger.ts';
import { isBurnt, isTooLarge, openLogged } from '../sending/open-slots.ts';
import { proveLogged } from '../sending/prove-mined.ts';
import type { SlotEnd } from '../sending/slot.ts';
import { creationHashOf } from '../set/fingerprint.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import { createAddress } from '../transaction/create-address.ts';
import type { DecodedTransaction } from '../transaction/raw-transaction.ts';
import { describeStep } from './describe-step.ts';
import type { KnownCall, KnownContract, LostCall } from './plan-step.ts';

export interface KnownFromJournal {
  readonly contracts: readonly KnownContract[];
  readonly calls: readonly KnownCall[];
  readonly lostCalls: readonly LostCall[];
}

interface Opened<Step> {
  readonly logged: LoggedTransaction;
  readonly step: Step;
  readonly sent: DecodedTransaction;
  /** Where it was mined; undefined while it is pending. */
  readonly block: number | undefined;
}

/**
 * The contracts and calls of one's own open slots: mined ones, proved now, and pending ones as if they will be mined. What
 * failed, was burnt, lost its nonce to another transaction or fits into no block any more is nothing.
 */
export async function knownFromJournal(
  wait: ChainWait,
  own: readonly Slot[],
  ends: ReadonlyMap<number, SlotEnd>,
  recorded: ReadonlySet<Address>,
  set: PreparedSet,
  blockGasLimit: bigint,
): Promise<KnownFromJournal> {
  const opened = own.flatMap((slot) => open(slot, ends.get(slot.nonce), blockGasLimit));
  const creations = opened.filter((item): item is Opened<LoggedCreation> => item.step.kind === 'create');
  const calls = opened.filter((item): item is Opened<LoggedCall> => item.step.kind === 'call');
  const addressOf = ({ logged }: Opened<unknown>) => createAddress(wait.deployer, logged.nonce);
  // Killed between record and end, a contract stands in both.
  const unrecorded = creations.filter((creation) => !recorded.has(addressOf(creation)));
  const { usable, lost } = await proveLogged(
    wait,
    set,
    creations.flatMap(({ step, logged, sent, block }) => {
      if (block === undefined) return [];
      const { nonce } = logged;
      const { data, value, gasLimit } = sent;
      const address = createAddress(wait.deployer, nonce);
      return [{ contract: step.contract, address, nonce, data, value, gasLimit, libraries: step.libraries, block }];
    }),
    (address) => !recorded.has(address),
  );
  return {
    contracts: unrecorded.map((creation) => {
      const address = addressOf(creation);
      return knownContract(creation, address, usable.get(address), lost.get(address));
    }),
    calls: calls.map(knownCall),
    lostCalls: own.flatMap((slot) => lostCall(slot, ends.get(slot.nonce), blockGasLimit)),
  };
}

function open(
  slot: Slot,
  end: SlotEnd | undefined,
  blockGasLimit: bigint,
): readonly Opened<LoggedTransaction['step']>[] {
  const logged = end === undefined ? slot.variants.at(-1) : end.kind === 'mined' && end.receipt.isSuccess && end.logged;
  if (!logged || (end === undefined && comesToNothing(slot, blockGasLimit))) return [];
  return [
    {
      logged,
      step: logged.step,
      sent: openLogged(logged),
      block: end?.kind === 'mined' ? end.receipt.block : undefined,
    },
  ];
}

/** It is there to use up its nonce only, or will be replaced by what is. */
function comesToNothing(slot: Slot, blockGasLimit: bigint): boolean {
  return isBurnt(slot) || isTooLarge(slot, blockGasLimit);
}

function lostCall(slot: Slot, end: SlotEnd | undefined, blockGasLimit: bigint): readonly LostCall[] {
  const logged = slot.variants.find(({ step }) => step.kind === 'call');
  if (logged === undefined) return [];
  const isLost =
    end === undefined
      ? comesToNothing(slot, blockGasLimit)
      : end.kind === 'foreign' || end.logged.step.kind === 'burn' || !end.receipt.isSuccess;
  const { to, data, value } = openLogged(logged);
  return isLost && to !== undefined ? [{ target: to, calldata: data, value: value.toString(), nonce: slot.nonce }] : [];
}

function knownContract(
  { logged, step, sent, block }: Opened<LoggedCreation>,
  address: Address,
  proof: RecordedProof | undefined,
  lost: 'other' | 'none' | undefined,
): KnownContract {
  const recorded: RecordedContract = {
    name: step.contract,
    address,
    ...(proof ?? { codeHash: keccak256('0x'), proof: 'predicted' as const }),
    block: block ?? 0,
    transaction: logged.hash,
    arguments: step.arguments,
    libraries: step.libraries,
    value: sent.value.toString(),
    fingerprint: step.fingerprint,
    creationHash: creationHashOf(sent.data, sent.value),
    abiHash: step.abiHash,
  };
  const isPending = block === undefined;
  return { source: 'journal', code: lost ?? 'recorded', isPending, recorded };
}

function knownCall({ logged, step, sent, block }: Opened<LoggedCall>): KnownCall {
  if (sent.to === undefined)
    throw new UserError(`the journal contradicts itself: ${describeStep(logged)} has no target`);
  return {
    source: 'journal',
    isPending: block === undefined,
    nonce: logged.nonce,
    recorded: {
      contract: step.contract,
      function: step.function,
      target: sent.to,
      calldata: sent.data,
      value: sent.value.toString(),
      ...(step.predicate === undefined ? {} : { predicate: step.predicate }),
      transaction: logged.hash,
      ...(block === undefined ? {} : { block }),
    },
  };
}
