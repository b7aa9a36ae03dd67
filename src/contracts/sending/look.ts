import { RemoteError } from '../../report/index.ts';
import type { Address, Hex } from '../../values/index.ts';
import { readBelieved } from '../chain/believe-miss.ts';
import type { CallAnswer, ChainState } from '../chain/chain.ts';
import { observe } from '../chain/observe.ts';
import { callOf } from '../chain/reads.ts';
import { requireSameChain } from '../journal/chain-reset.ts';
import type { Journal } from '../journal/journal.ts';
import type { ContractRecord } from '../journal/record.ts';
import type { Migration } from '../migration.ts';
import { once } from '../once.ts';
import { knownFromJournal } from '../plan/known-from-journal.ts';
import { planMigration, predicatesToRead } from '../plan/plan.ts';
import type { Plan, PlanObservation } from '../plan/plan-step.ts';
import { openSignerOrFind, wrongChain } from '../plan/preflight.ts';
import { abortable } from './abortable.ts';
import { readExpectedCode } from './believed-code.ts';
import { describeWrongChain } from './check-code.ts';
import { readCodeHashes } from './code-hashes.ts';
import { requireSameBlocks } from './confirm.ts';
import { type Ledger, readLedger, type Slot } from './ledger.ts';
import { readEnds } from './open-slots.ts';
import { proveKeptAgain } from './prove-kept.ts';
import { Refused } from './refused.ts';
import { markOfEnd, type SlotEnd } from './slot.ts';

/** Everything that a round starts from, read anew, and the plan that follows. */
export interface Look {
  readonly state: ChainState;
  readonly journal: Journal;
  readonly ledger: Ledger;
  /** The number of the journal's next entry. */
  readonly nextEntry: number;
  /** As it is stored. */
  readonly record: ContractRecord | undefined;
  /** What became of the journal's open nonces. */
  readonly ends: ReadonlyMap<number, SlotEnd>;
  /** Those of which nobody knows yet. */
  readonly undecided: readonly Slot[];
  /** What the plan was made from. */
  readonly observed: PlanObservation;
  /** Taking what is undecided as if it will be mined. */
  readonly plan: Plan;
  /** The chain is another one than the journal knows, and the user says that this is meant. */
  readonly startsNewChain: boolean;
}

export async function look(migration: Migration): Promise<Look> {
  const { input, wait, deployer } = migration;
  const { chain, signal } = wait;
  const recordRead = input.readPreviousRecord();
  recordRead.catch(() => {});
  const first = await (input.takeEarlyState?.() ?? observe(chain, deployer, [], signal));
  await requireThisChain(migration, first);
  const journal = input.openJournal(first.identity);
  const seeRecord = async () => {
    const record = await abortable(recordRead, signal);
    const isOfThisChain = record !== undefined && describeWrongChain(first.identity, record.chain) === undefined;
    const addresses = isOfThisChain ? record.contracts.map(({ address }) => address) : [];
    return { record, addresses, firstHashes: await readCodeHashes(chain, addresses, signal) };
  };
  const [content, { record, addresses, firstHashes }] = await Promise.all([
    abortable(journal.read(), signal),
    seeRecord(),
  ]);
  const read = readLedger(content, input.scope);
  const believed = once(() => readExpectedCode(wait, addresses, firstHashes));
  const startsNewChain = await requireSameChain(wait, first, believed, read, record, input);
  const recordedHashes = startsNewChain || read.isRecordVoid ? firstHashes : await believed();
  const ledger: Ledger = startsNewChain
    ? {
        ...read,
        slots: [],
        isUnfinished: false,
        isRecordVoid: true,
        usedNonces: 0,
        finalBlock: undefined,
        renewedScopes: new Set(),
      }
    : read;
  const ends = await readEnds(wait, ledger, first.nonce);
  const undecided = ledger.slots.filter(({ nonce }) => !ends.has(nonce));
  const state = { ...first, codeHashes: await withNamedCode(wait, recordedHashes, undecided) };
  const base = ledger.isRecordVoid ? undefined : record;
  const observed = await observeForPlan({ input, wait, deployer }, state, base, ledger, ends, undecided).catch(
    async (error) => {
      signal.throwIfAborted();
      // While the chain is being reorganised, nothing that is missing says anything.
      await requireSameBlocks(wait, [...ends.values()].map(markOfEnd));
      throw error;
    },
  );
  return {
    state,
    journal,
    ledger,
    nextEntry: content.start + content.entries.length,
    record,
    ends,
    undecided,
    observed,
    plan: planMigration(input.set, observed, { strict: input.options?.strict ?? false }),
    startsNewChain,
  };
}

/** Of a wrong chain nothing else is worth knowing, but what is wrong with the key can be mended in the same go. */
async function requireThisChain({ input, deployer, openSigner }: Migration, state: ChainState): Promise<void> {
  const problems = [...wrongChain(state, input.settings, undefined)];
  if (problems.length === 0) return;
  if (input.mode === 'apply') await openSignerOrFind(openSigner, input.settings, deployer, problems);
  throw new Refused(problems);
}

async function withNamedCode(
  wait: Migration['wait'],
  known: ReadonlyMap<Address, Hex>,
  undecided: readonly Slot[],
): Promise<ReadonlyMap<Address, Hex>> {
  const named = undecided.flatMap(({ variants }) =>
    variants.flatMap(({ step }) => ('names' in step ? (step.names ?? []).map(({ address }) => address) : [])),
  );
  if (named.length === 0) return known;
  return new Map([...known, ...(await readExpectedCode(wait, named))]);
}

async function observeForPlan(
  { input, wait, deployer }: Pick<Migration, 'input' | 'wait' | 'deployer'>,
  state: ChainState,
  record: ContractRecord | undefined,
  { slots }: Ledger,
  ends: ReadonlyMap<number, SlotEnd>,
  undecided: readonly Slot[],
): Promise<PlanObservation> {
  const own = slots.filter(({ scope }) => scope === input.scope);
  const recorded = record?.contracts ?? [];
  const addresses = new Set(recorded.map(({ address }) => address));
  const known = await knownFromJournal(wait, own, ends, addresses, input.set, state.block.gasLimit);
  const doneInRecord = new Set(record?.calls.map(({ transaction }) => transaction));
  const observation = {
    chain: state.identity,
    deployer,
    nonce: Math.max(state.nonce, ...undecided.map(({ nonce }) => nonce + 1)),
    contracts: [...(await proveKeptAgain(wait, input.set, recorded, state)), ...known.contracts],
    calls: [
      ...(record?.calls ?? []).map((call) => ({ recorded: call, source: 'record' as const, isPending: false })),
      ...known.calls.filter(({ recorded: { transaction } }) => !doneInRecord.has(transaction)),
    ],
    lostCalls: known.lostCalls,
  };
  return { ...observation, predicates: await readPredicates(wait, input, state.block.number, observation) };
}

async function readPredicates(
  wait: Migration['wait'],
  { set, options }: Migration['input'],
  block: number,
  observation: Omit<PlanObservation, 'predicates'>,
): Promise<ReadonlyMap<string, Hex | undefined>> {
  const predicates = new Map<string, Hex | undefined>();
  const pending = new Set<Address | undefined>(
    observation.contracts.flatMap(({ recorded, isPending }) => (isPending ? [recorded.address] : [])),
  );
  for (;;) {
    const open = predicatesToRead(set, { ...observation, predicates }, { strict: options?.strict ?? false });
    if (open.length === 0) return predicates;
    // Of the same block as all the rest, so that a node that lags behind can't answer from before.
    const answers = await readBelieved(
      wait,
      open.map(({ target, calldata }) => callOf({ from: wait.deployer, to: target, data: calldata, block })),
      (answer, index) => !isAnswer(answer, pending.has(open[index]?.target)),
    );
    for (const [index, { key, target }] of open.entries()) {
      const answer = answers[index];
      // A revert is an answer; a node that can't tell has said nothing, and a call that was done would be made again.
      if (answer === undefined || !isAnswer(answer, pending.has(target))) {
        const seen = answer?.kind === 'failed' ? `failed: ${answer.message}` : 'gave nothing';
        throw new RemoteError(
          `the chain's RPC node can't say whether a condition (until) holds: its eth_call of ${target} ${seen}. Nothing is sent. Run again, or with another node`,
        );
      }
      predicates.set(key, answer.kind === 'output' ? answer.data : undefined);
    }
  }
}

/** A function that returns something never gives no bytes: only an address without code does, or a node that lags behind. */
function isAnswer(answer: CallAnswer, isPending: boolean): boolean {
  return answer.kind === 'revert' || (answer.kind === 'output' && (isPending || answer.data !== '0x'));
}
