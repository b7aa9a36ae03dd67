import { resolve } from 'node:path';
import {
  brokenOff,
  type ContractRecord,
  chainFacts,
  contractRecordDigest,
  finishJournal,
  type MigrationCounts,
  type MigrationOptions,
  type MigrationResult,
  NodeFailure,
  type PreparedSet,
  parseContractRecord,
  prepareContractSet,
  Refused,
  releaseJournal,
  migrateContracts as runMigration,
  systemClock,
} from '../contracts/index.ts';
import type { Environment } from '../environment/index.ts';
import { counted, type Finding, type Problem, RemoteError, UserError } from '../report/index.ts';
import { movePointer, openLock, type Pointer, readPointer, type Store } from '../store/index.ts';
import { type Digest, type Json, parseAddress } from '../values/index.ts';
import { openEnvironmentChain } from './chain-gate.ts';
import { type ChainTime, limitChainTime } from './chain-time.ts';
import { openDeployerKey } from './deployer-key.ts';
import { droppedParts } from './dropped-parts.ts';
import { type EarlyLook, lookEarly } from './early-look.ts';
import { migrationSection } from './migration-summary.ts';
import { openEnvironment, openEnvironmentStore } from './open-step.ts';
import type { Mode, ReleasePorts, StepInputs } from './ports.ts';
import { createStoreJournal } from './store-journal.ts';
import { fetchDocument, journalFolder, lockName, pointerName, publish } from './store-layout.ts';
import { unfinishedMigration } from './unfinished-migration.ts';
import { knownOf, unfinishedSection } from './unfinished-section.ts';

/** How a migration is to go, beyond what the files say. */
export interface MigrateOptions extends MigrationOptions {
  /** For everything that waits on the chain. */
  readonly timeoutMs: number;
  /** How long to wait while another run with the same deployer holds the lock. */
  readonly lockTimeoutMs: number;
  /** Takes the lock at once, whoever holds it. */
  readonly breakLock: boolean;
}

export interface MigrateInputs extends StepInputs, MigrateOptions {}

export interface MigrateResult {
  /** Of the stored contract record; absent in a plan that would change it. */
  readonly contracts: Digest | undefined;
  /** What is on the chain; in a plan what would be. */
  readonly record: ContractRecord;
  readonly changed: boolean;
  readonly counts: MigrationCounts;
  /** Used by what this run sent; in a plan what the simulation says. */
  readonly gas: bigint;
  /** In wei; in a plan at most. */
  readonly cost: bigint;
  /** That have what this run sent; in a plan at least. */
  readonly blocks: number;
  readonly plan: Digest;
}

/** What a migration needs: no cluster, and no clients. */
type MigrationEnvironment = Environment<'chain' | 'contracts'>;

/** Deploys what differs, proves it, publishes the contract record. */
export async function migrateContracts(inputs: MigrateInputs, ports: ReleasePorts): Promise<MigrateResult> {
  const time = limitChainTime(inputs.timeoutMs, ports.signal);
  const early = await lookEarly(inputs, ports, time);
  const environment = await openEnvironment(inputs, ports, ['chain', 'contracts'], { withArtifacts: true });
  const store = early?.store ?? (await openEnvironmentStore(environment, inputs, ports));
  return migrate({ environment, store, early, time }, inputs, ports);
}

/** The same for a step that has opened the environment already. */
export async function migrateEnvironment(
  environment: MigrationEnvironment,
  store: Store,
  inputs: { readonly mode: Mode } & MigrateOptions,
  ports: ReleasePorts,
): Promise<MigrateResult> {
  const time = limitChainTime(inputs.timeoutMs, ports.signal);
  return migrate({ environment, store, early: undefined, time }, inputs, ports);
}

interface Opened {
  readonly environment: MigrationEnvironment;
  readonly store: Store;
  readonly early: EarlyLook | undefined;
  readonly time: ChainTime;
}

async function migrate(
  { environment, store, early, time }: Opened,
  inputs: { readonly mode: Mode } & MigrateOptions,
  ports: ReleasePorts,
): Promise<MigrateResult> {
  const { log } = ports;
  const { mode, timeoutMs, lockTimeoutMs, breakLock } = inputs;
  const set = await prepareEnvironmentSet(environment, ports);
  for (const notice of set.notices) log.info(notice);
  const nodes = environment.locate('settings', ['environments', environment.name, 'chain', 'rpc']);
  time.setPlace(nodes);
  const chain = time.watchChain(early?.chain ?? openEnvironmentChain(environment, ports, time));
  const name = pointerName(environment.name, 'contracts');
  let pointer: Pointer | undefined;
  let previous: ContractRecord | undefined;
  const deployer = parseAddress(environment.chain.deployer);
  const holder = ports.run.url ?? ports.run.commit ?? 'a run at a terminal';
  const result = await runMigration({
    set,
    settings: environment.chain,
    chain,
    takeEarlyState: () => early?.takeState(),
    openSigner: () => openDeployerKey(environment, ports),
    openJournal: (identity) => time.watchJournal(createStoreJournal(store, journalFolder(identity, deployer), log)),
    openLock: (identity) =>
      openLock({
        store,
        name: lockName(identity, deployer),
        holder,
        waitMs: Math.min(lockTimeoutMs, timeoutMs),
        breakLock,
        log,
      }),
    holder,
    scope: environment.name,
    async readPreviousRecord() {
      pointer = await (early?.takePointer() ?? readPointer(store, name));
      previous = pointer && parseContractRecord(await fetchDocument(store, 'contract-records', pointer.target));
      return previous;
    },
    isRecordCurrent: async () => (await readPointer(store, name))?.generation === pointer?.generation,
    mode,
    options: inputs,
    deadlineMs: timeoutMs,
    log,
    signal: time.signal,
    clock: systemClock,
  }).catch((error) => {
    const known = brokenOff.of(error);
    const told = placed(error, environment);
    if (known !== undefined) {
      ports.summary.add(unfinishedSection(environment, known));
      unfinishedMigration.attach(told, knownOf(known));
    }
    throw told;
  });
  const { record, counts } = result;
  const dropped = droppedParts(previous, record);
  for (const { what, reason } of dropped) log.info(`drop   ${what} (${reason})`);
  ports.summary.add(migrationSection(environment, set, result, dropped));
  if (mode === 'plan') {
    const contracts = result.changed ? undefined : pointer?.target;
    return { contracts, record, changed: result.changed, counts, ...expectedUse(result) };
  }
  const { gasUsed: gas, cost, blocks, plan } = result;
  const digest = await publishRecord(environment, store, result, pointer, ports)
    .catch((error) => {
      if (counts.transactions > 0) {
        unfinishedMigration.attach(error, { changed: true, counts, gas, cost, blocks, plan: plan.digest });
      }
      throw error;
    })
    .finally(() => releaseJournal(result.openJournal));
  log.info(
    `Contract record ${digest}: ${counts.deployed} deployed, ${counts.kept} kept, ${counted(counts.transactions, 'transaction')}`,
  );
  const changed = counts.transactions > 0 || pointer?.target !== digest;
  return { contracts: digest, record, changed, counts, gas, cost, blocks, plan: plan.digest };
}

/** An error, at the lines that it is about. */
function placed(error: unknown, environment: MigrationEnvironment): unknown {
  if (error instanceof Refused) return new UserError(inTheFiles(error.problems, environment));
  if (!(error instanceof NodeFailure)) return error;
  const place = environment.locate('settings', ['environments', environment.name, 'chain', 'rpc']);
  return new RemoteError(error.message, { place });
}

/** The lines that what stops a run is about. */
function inTheFiles(problems: readonly Problem[], { name, locate }: MigrationEnvironment): readonly Finding[] {
  return problems.map(({ path, message }) => {
    if (path.length === 0) return { message };
    const isSettings = path[0] === 'chain';
    const place = isSettings ? locate('settings', ['environments', name, ...path]) : locate('contracts', path);
    return { ...place, message };
  });
}

/** What a plan will take, as far as it could be simulated. */
function expectedUse({ plan, forecast }: MigrationResult) {
  const layers = plan.steps.flatMap((step) => ('layer' in step ? [step.layer] : []));
  return {
    gas: forecast?.gas ?? 0n,
    cost: forecast?.worstCost ?? 0n,
    blocks: new Set(layers).size,
    plan: plan.digest,
  };
}

/** The pointer moves, and only then the journal is closed. */
async function publishRecord(
  environment: MigrationEnvironment,
  store: Store,
  { record, plan, openJournal }: MigrationResult,
  pointer: Pointer | undefined,
  { run }: ReleasePorts,
): Promise<Digest> {
  const digest = contractRecordDigest(record);
  if (pointer?.target !== digest) {
    await publish(store, 'contract-records', record as unknown as Json, { run, plan: plan.digest });
    const moved = await movePointer(store, pointerName(environment.name, 'contracts'), digest, pointer);
    if (moved === 'conflict') {
      throw new RemoteError(
        `another run has published contracts for ${environment.name} meanwhile; this run's contracts are recorded as ${digest} and in the journal. Run it again.`,
      );
    }
  }
  await finishJournal(openJournal, digest);
  return digest;
}

/** Reads the artifacts, unless that was done with the files, and checks the set against them. @throws UserError with file and line of every mistake. */
async function prepareEnvironmentSet(environment: MigrationEnvironment, ports: ReleasePorts): Promise<PreparedSet> {
  const { set, folder, prepared: known } = environment.contracts;
  if (known !== undefined) return known;
  const { prepared, problems } = await prepareContractSet(
    set,
    resolve(ports.workspace, folder),
    chainFacts(environment.chain),
  );
  if (prepared === undefined) throw new UserError(environment.findings('contracts', problems));
  return prepared;
}
