import type { Log } from '../../report/index.ts';
import { type Clock, systemClock } from '../api/clock.ts';
import type { Cluster } from '../api/cluster-port.ts';
import { deploymentsOnNeed } from '../api/deployments-on-need.ts';
import { listedOnce } from '../api/listed-once.ts';
import { type NamespaceStore, openNamespaceStore } from '../api/namespace-store.ts';
import type { WantedObject } from '../kubernetes-object.ts';
import { isPodReady } from '../live-workload.ts';
import type { NetworkObjects } from '../manifest/client-objects.ts';
import type { PlaceOf } from '../manifest/object-places.ts';
import type { ExternalReference } from '../manifest/reference-check.ts';
import { createShown, type Shown, type ShownOptions } from '../ownership/shown-value.ts';
import { type PreflightFinding, requireNoErrors } from '../preflight/preflight-finding.ts';
import { beforeClients } from '../preflight/record-rehearsal.ts';
import { collectRetired, listReferring } from '../record/collection.ts';
import { RecordTakenError } from '../record/head-swap.ts';
import type { ClusterLease } from '../record/lease.ts';
import { acquireNamespaceLock } from '../record/namespace-lock.ts';
import { type ObjectKey, ownersOf } from '../record/recorded-owner.ts';
import { type RollOutRecord, readRollOutRecord } from '../record/roll-out-record.ts';
import { createSetReader, type SetReader } from '../record/set-reader.ts';
import type { TimeLimits } from '../roll/deadlines.ts';
import type { FailurePolicy } from '../roll/failure-policy.ts';
import { finishGoingBack } from '../roll/finish-going-back.ts';
import { podsOfWorkload, workloadOf } from '../roll/live-client.ts';
import { type NetworkPlan, planNetwork, stepsOf } from '../roll/network-plan.ts';
import { rollNetwork } from '../roll/roll-network.ts';
import type { CheckWave, RollOptions } from '../roll/roll-options.ts';
import type { RollOutState } from '../roll/roll-out-state.ts';
import type { RollOutcome, RollResult } from '../roll/roll-result.ts';
import type { SameImage } from '../roll/running-images.ts';
import { createCarefulApply } from './careful-apply.ts';
import { heldCluster } from './held-cluster.ts';
import { allowedFor } from './network-access.ts';
import { networkFindings } from './network-findings.ts';
import { networkSight } from './network-sight.ts';
import { limitReading, type ReadingLimit } from './reading-limit.ts';
import { createRollOutState, noState, type RecordedState } from './record-state.ts';
import { rememberLists } from './remember-lists.ts';
import { askUntilStopped, unlessStopped } from './stopped-run.ts';

/** How a network is led to what is wanted. */
export interface RollToOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Its name: a namespace has room for one. */
  readonly environment: string;
  /** In the order of waves. */
  readonly roles: readonly string[];
  /** Roles whose clients decide by majority. */
  readonly voters: ReadonlySet<string>;
  readonly policy: FailurePolicy;
  readonly maxParallel: number;
  readonly limits: TimeLimits;
  readonly bakeMs?: number | undefined;
  readonly maxRestarts?: number | undefined;
  /** Asked where a node names another digest than the wanted one; without it that is another image. */
  readonly isSameImage?: SameImage | undefined;
  /** Managers whose fields may be taken. */
  readonly forcedManagers: readonly string[];
  /** `$KEEP_DEPLOY_DIGEST_KEY`; a plan reads without it. */
  readonly digestKey: string | undefined;
  /** Who runs this, for people. */
  readonly run: string;
  readonly lock: { readonly waitMs: number; readonly breakLock: boolean };
  /** What the manifests name and don't hold. */
  readonly references: readonly ExternalReference[];
  /** Each client's account: its address, or a digest of its keyfile. */
  readonly accounts: ReadonlyMap<string, string>;
  /** Where each client's keyfile has its password from. */
  readonly passwords?: ReadonlyMap<string, { readonly secret: string; readonly key: string }> | undefined;
  /** Where the user wrote what is to be written. */
  readonly placeOf?: PlaceOf | undefined;
  /** What the files alone show. */
  readonly remarks?: readonly PreflightFinding[] | undefined;
  /** True when the clients' own ports are going to be asked. */
  readonly isAsking?: boolean | undefined;
  /** Checks among peers at the end of a wave, of the clients that were changed in it. @returns why it failed */
  readonly checkPeers?:
    | ((
        clients: readonly { readonly client: string; readonly pod: string }[],
        limits: Parameters<CheckWave>[1],
      ) => Promise<string | undefined>)
    | undefined;
  readonly redact: (text: string) => string;
  readonly isSecret?: ShownOptions['isSecret'];
  /** The release's digest, for the record. */
  readonly release: string;
  /** The last look before the first write: every address has its code. @throws what ends the roll-out unwritten */
  readonly beforeFirstWrite: () => Promise<void>;
  /** The same for what is gone back to. @param releases the digests of those that stood, as far as known. @returns why not */
  readonly mayGoBack: (releases: readonly string[]) => Promise<string | undefined>;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly clock?: Clock;
}

/** What looking alone needs. */
export type LookOptions = Pick<
  RollToOptions,
  | 'cluster'
  | 'namespace'
  | 'environment'
  | 'digestKey'
  | 'redact'
  | 'isSecret'
  | 'bakeMs'
  | 'maxRestarts'
  | 'isSameImage'
  | 'signal'
  | 'log'
  | 'clock'
> & {
  /** Knows the shards of the record that were read already, where it is read more than once. */
  readonly reader?: SetReader | undefined;
  /** How long reading may take; as long as the transport tries when it isn't said. */
  readonly limits?: Pick<TimeLimits, 'totalMs'> | undefined;
};

/** What a plan leads from and to. */
export interface LookedAt {
  readonly plan: NetworkPlan;
  readonly shown: Shown;
  readonly record: RollOutRecord;
}

export type RolledTo = RollResult;

/** What differs from what is wanted, and is not proved, as it stands. Writes nothing. */
export async function lookAtNetwork(wanted: NetworkObjects, options: LookOptions): Promise<NetworkPlan> {
  const limit = limitReading(options);
  const store = openNamespaceStore({ ...options, cluster: listedOnce(limit.cluster) });
  try {
    return (await limit.within(() => readNetwork(wanted, store, limit, { ...options, run: '', access: 'plan' }))).plan;
  } finally {
    store.close();
  }
}

type PlanOptions = Omit<RollToOptions, 'release' | 'beforeFirstWrite' | 'mayGoBack'>;

/**
 * What would be done, and everything that stands against it. Writes nothing.
 * @param access whose credentials these are: those of an apply, or of somebody who perhaps may only look.
 */
export async function planRollTo(
  wanted: NetworkObjects,
  access: 'apply' | 'plan',
  options: PlanOptions,
): Promise<LookedAt & { readonly findings: readonly PreflightFinding[] }> {
  const limit = limitReading(options);
  const { cluster } = limit;
  const store = openNamespaceStore({ ...options, cluster: listedOnce(cluster) });
  try {
    const seen = await limit.within(() => readNetwork(wanted, store, limit, { ...options, access }));
    const { unfinished } = seen.record;
    if (unfinished !== undefined) {
      const what = unfinished.state === 'forward' ? 'did not come to its end' : 'did not finish going back';
      options.log.warning(`The run ${unfinished.run} ${what}: an apply finishes it first`);
    }
    const findings = await limit.within(() =>
      networkFindings(wanted, seen.plan, store, {
        ...options,
        ...{ cluster, access, isOpen: isOpen(seen.record), tried: new Set() },
      }),
    );
    return { ...seen, findings };
  } finally {
    store.close();
  }
}

/**
 * Leads the network to what is wanted, or back. Takes the namespace's lock only when there is something to do, and then makes
 * its plan anew. An unfinished going back is finished before anything else. A run that is stopped is a result too.
 */
export function rollTo(wanted: NetworkObjects, given: RollToOptions): Promise<RolledTo> {
  return unlessStopped(wanted, given.signal, 0, () => lead(wanted, given));
}

async function lead(wanted: NetworkObjects, given: RollToOptions): Promise<RolledTo> {
  const { cluster, namespace, run, lock, log, signal } = given;
  const limit = limitReading(given);
  const options = { ...given, reader: readerFor(wanted, limit, given) };
  const onNeed = hasDeployment(wanted.clients.map(({ workload }) => workload))
    ? undefined
    : deploymentsOnNeed(limit.cluster, namespace);
  const store = openNamespaceStore({ ...options, cluster: onNeed?.cluster ?? limit.cluster });
  try {
    const first = { ...limit, cluster: rememberLists(limit.cluster) };
    const seen = await limit.within(() => readNetwork(wanted, store, first, { ...options, access: 'apply' }));
    if (!isOpen(seen.record) && isDone(seen.plan)) {
      return await rollNetwork(taskOf(seen.plan, false), rollOptions(seen.plan, noState, noLease, store, options));
    }
    const tried = new Set<ObjectKey>();
    // Whatever stands against what is new: what was begun before it is finished first.
    if (seen.record.unfinished?.state !== 'going-back') {
      await limit.within(() => requireWritable(wanted, seen, tried, store, limit, options));
    }
    const asked = { cluster: cluster.withSignal(never), namespace, holder: run, ...lock, log };
    const answer = await beforeClients('the lock could not be taken', acquireNamespaceLock(asked, signal));
    if (answer.kind === 'held') return lockedBy(answer);
    const { lease } = answer;
    try {
      const isSame = !answer.waited && seen.record.unfinished === undefined;
      const known = isSame ? { record: seen.record, limit: first } : undefined;
      return await rollLocked(wanted, lease, tried, store, limit, { ...options, follow: onNeed?.follow, known });
    } finally {
      await lease.release();
    }
  } finally {
    store.close();
  }
}

type LockedOptions = RollToOptions &
  Pick<LookOptions, 'reader'> & {
    readonly follow?: (() => Promise<void>) | undefined;
    /**
     * What the first look read, where nobody had the lock then. A run that came and went in between has changed the record:
     * beginning shows it, before anything is written.
     */
    readonly known?: { readonly record: RollOutRecord; readonly limit: ReadingLimit } | undefined;
  };

async function rollLocked(
  wanted: NetworkObjects,
  lease: ClusterLease,
  tried: Set<ObjectKey>,
  store: NamespaceStore,
  limit: ReadingLimit,
  options: LockedOptions,
): Promise<RolledTo> {
  const { known } = options;
  const readAgain = () => limit.within(() => readRecord(wanted, limit, options));
  let record = known?.record ?? (await readAgain());
  await limit.within(async () => {
    // What is gone back to may be one that nobody wants any more.
    if (record.unfinished !== undefined || (await hadDeployment(record, wanted))) await options.follow?.();
  });
  const goOn = () => rollForward(wanted, lease, tried, store, limit, { ...options, known }, record);
  if (record.unfinished?.state === 'going-back') {
    const { plan } = await limit.within(() => look(wanted, record, store, limit, options));
    const state = createRollOutState(wanted, record, store, options);
    const finished = await finishGoingBack(await state.resume(), {
      ...rollOptions(plan, state, lease, store, options),
      chosen: record.head?.goingBack,
    });
    if (finished.outcome !== 'failed-rolled-back' && finished.outcome !== 'failed-halted') return finished;
    return unlessStopped(wanted, options.signal, finished.writes, async () => {
      record = await readAgain();
      const rolled = await goOn();
      return finished.writes === 0 ? rolled : withWrites(rolled, finished.writes);
    });
  }
  return goOn();
}

async function rollForward(
  wanted: NetworkObjects,
  lease: ClusterLease,
  tried: Set<ObjectKey>,
  store: NamespaceStore,
  limit: ReadingLimit,
  options: LockedOptions,
  record: RollOutRecord,
): Promise<RolledTo> {
  const { cluster, namespace, log, known } = options;
  // Made again, by what the watches and the record know now: somebody else may have worked until the lock was ours.
  const { plan } = await limit.within(() => look(wanted, record, store, known?.limit ?? limit, options));
  await limit.within(() => requireWritable(wanted, { plan, record }, tried, store, limit, options));
  const state = createRollOutState(wanted, record, store, options);
  const task = taskOf(plan, isOpen(record));
  let result: RollResult;
  try {
    result = await rollNetwork(task, rollOptions(plan, state, lease, store, options));
  } catch (error) {
    if (known === undefined || state.isBegun() || !(error instanceof RecordTakenError)) throw error;
    log.info('Another run has worked since the first look: all is looked at again');
    return rollLocked(wanted, lease, tried, store, limit, { ...options, known: undefined });
  }
  const settled = state.settled();
  if (collectedAfter.has(result.outcome) && settled !== undefined) {
    const referring = () => listReferring(cluster, namespace);
    await collectRetired({ cluster, namespace, record: settled, referring, requireHeld: lease.requireHeld, log });
  }
  return result;
}

/**
 * A failure that is over leaves what it wrote, and nothing of it is needed: without a success in between, each would leave
 * more. What stood once is kept before that.
 */
const collectedAfter: ReadonlySet<RollOutcome> = new Set(['deployed', 'failed-rolled-back', 'failed-halted']);

/** @throws UserError with everything that stands against the plan */
async function requireWritable(
  wanted: NetworkObjects,
  { plan, record }: Pick<LookedAt, 'plan' | 'record'>,
  tried: Set<ObjectKey>,
  store: NamespaceStore,
  { cluster }: ReadingLimit,
  options: RollToOptions,
): Promise<void> {
  const asked = { ...options, cluster, access: 'apply', isOpen: isOpen(record), tried } as const;
  requireNoErrors(await networkFindings(wanted, plan, store, asked), options.log);
}

function hasDeployment(bodies: readonly WantedObject[]): boolean {
  return bodies.some(({ kind }) => kind === 'Deployment');
}

async function hadDeployment(record: RollOutRecord, wanted: NetworkObjects): Promise<boolean> {
  const recorded = await record.baselineOf(wanted.clients.map(({ client }) => client));
  return [...recorded.values()].some(({ bodies }) => hasDeployment(bodies));
}

/** What taking back wrote before is told too: where nothing was left to do then, the run has changed something nevertheless. */
function withWrites(result: RollResult, before: number): RollResult {
  const outcome = result.outcome === 'unchanged' ? 'deployed' : result.outcome;
  return { ...result, outcome, writes: result.writes + before, isChanged: true };
}

/** The record and what stands, or everything that these credentials lack to read them. */
function readNetwork(
  wanted: NetworkObjects,
  store: NamespaceStore,
  limit: ReadingLimit,
  options: LookOptions & Pick<RollToOptions, 'run'> & { readonly access: 'apply' | 'plan' },
): Promise<LookedAt> {
  const intent = { access: options.access, wanted: () => wanted };
  return allowedFor(intent, limit.cluster, options.namespace, async () => {
    const [record] = await Promise.all([readRecord(wanted, limit, options), store.synced]);
    return look(wanted, record, store, limit, options);
  });
}

async function look(
  wanted: NetworkObjects,
  record: RollOutRecord,
  store: NamespaceStore,
  { cluster }: ReadingLimit,
  options: LookOptions,
): Promise<LookedAt> {
  const { redact, isSecret, bakeMs, maxRestarts, isSameImage, clock = systemClock } = options;
  const shown = createShown({ redact, isSecret });
  const sight = await networkSight(wanted, {
    ...{ cluster, namespace: options.namespace, store, record, shown, bakeMs, maxRestarts, isSameImage },
    nowMs: clock.now(),
    serverNowMs: cluster.serverNow()?.getTime(),
  });
  return { plan: planNetwork(wanted, sight), shown, record };
}

function readRecord(
  wanted: NetworkObjects,
  limit: ReadingLimit,
  options: LookOptions & Pick<RollToOptions, 'run'>,
): Promise<RollOutRecord> {
  const {
    cluster,
    namespace,
    environment,
    digestKey,
    run,
    clock,
    reader = readerFor(wanted, limit, options),
  } = options;
  return readRollOutRecord({
    ...{ namespace, environment, digestKey, run, clock, reader },
    cluster: cluster.withSignal(limit.signal),
    now: () => cluster.serverNow() ?? new Date(),
  });
}

function readerFor(
  wanted: NetworkObjects,
  { signal }: ReadingLimit,
  { cluster, namespace, digestKey }: Pick<LookOptions, 'cluster' | 'namespace' | 'digestKey'>,
): SetReader {
  return createSetReader({
    ...{ namespace, digestKey },
    // What a stopped run still has to write down doesn't end with its signal.
    cluster: cluster.withSignal(signal),
    // What stands as it is wanted is known by its name, and not read.
    expected: ownersOf(wanted),
  });
}

/** True when a run has to be noted in the record even where it writes nothing: it ends what one before left. */
function isOpen({ unfinished, isUnproved }: RollOutRecord): boolean {
  return unfinished !== undefined || isUnproved;
}

/** True when nothing is written and nothing waited for. */
function isDone({ clients, isUnchanged }: NetworkPlan): boolean {
  return isUnchanged && clients.every(({ action }) => action === 'unchanged');
}

function taskOf({ clients, shared, prune }: NetworkPlan, isUnfinished: boolean): Parameters<typeof rollNetwork>[0] {
  const changed = shared.filter(({ action }) => action !== 'unchanged').map(({ object }) => object);
  const isPruning = prune.some(({ isCollected }) => !isCollected);
  const wanted = stepsOf({ shared, clients }).map(({ object }) => object);
  return { steps: clients, shared: changed, isUnfinished, isPruning, wanted };
}

function rollOptions(
  plan: NetworkPlan,
  state: RollOutState & Pick<RecordedState, 'releasesBefore'>,
  lease: Pick<ClusterLease, 'lost' | 'requireHeld'>,
  store: NamespaceStore,
  options: RollToOptions,
): RollOptions {
  const {
    cluster,
    namespace,
    clock = systemClock,
    log,
    redact,
    bakeMs,
    maxRestarts,
    isSameImage,
    forcedManagers,
  } = options;
  const { roles, voters, policy, maxParallel, limits, signal: cancelled, checkPeers } = options;
  const ours = createCarefulApply(cluster, stepsOf(plan), { forcedManagers, log });
  const held = heldCluster(cluster, lease, ours, cancelled);
  return {
    ...{ roles, voters, policy, maxParallel, limits, state, cancelled, lockLost: lease.lost },
    ports: { cluster: held, store, namespace, clock, log, redact, bakeMs, maxRestarts, isSameImage },
    mayGoBack: () => askUntilStopped(cancelled, () => options.mayGoBack(state.releasesBefore)),
    checkWave: checkPeers && ((clients, limits) => checkPeers(podsOfClients(clients, plan, store), limits)),
  };
}

function podsOfClients(clients: readonly string[], plan: NetworkPlan, store: NamespaceStore) {
  const workloads = new Map(plan.clients.map(({ client, wanted }) => [client, workloadOf(wanted.workload)]));
  return clients.flatMap((client) => {
    const workload = workloads.get(client);
    const [pod] = workload === undefined ? [] : podsOfWorkload(workload, store).filter(isPodReady);
    return pod === undefined ? [] : [{ client, pod: pod.metadata.name }];
  });
}

const never = new AbortController().signal;
/** Nothing is written without one. */
const noLease = { lost: never, requireHeld: () => {} };

function lockedBy({ heldBy, expiresAt }: { readonly heldBy: string; readonly expiresAt: string }) {
  return {
    outcome: 'locked',
    clients: [],
    writes: 0,
    isChanged: false,
    why: [`another run works on this namespace: ${heldBy}, until ${expiresAt} unless it goes on`],
    forwardMs: 0,
  } as const;
}
