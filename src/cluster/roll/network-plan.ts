import { isWorkloadKind, labels, type WantedObject } from '../kubernetes-object.ts';
import type { LiveWorkload } from '../live-workload.ts';
import type { ClientObjects, NetworkObjects } from '../manifest/client-objects.ts';
import type { Drift } from '../ownership/drift.ts';
import type { Shown } from '../ownership/shown-value.ts';
import { keyOf, type ObjectKey, partsOf } from '../record/recorded-owner.ts';
import { driftReason, type ObjectStep, planImmutable, planObject, type Sighting } from './object-step.ts';
import type { RollStep } from './roll-step.ts';
import { whatChanged } from './what-changed.ts';

/** What a plan knows of the cluster. */
export interface NetworkSight {
  /** Each object of the wanted network, as far as somebody looked. */
  live(object: WantedObject): Sighting;
  /** The bodies that stand by the roll-out record: not those at which a run was broken off. */
  readonly applied: readonly AppliedOwner[];
  /** Every workload of the namespace, whoever made it. */
  readonly workloads: readonly LiveWorkload[];
  /** What the judge says of each client's workload as it stands now. */
  present(client: string): PresentState | undefined;
  /** Generated configuration that may be collected: not among the newest of its client. */
  readonly collectable: readonly ObjectKey[];
  readonly shown: Shown;
}

/** One client's part of the record, or what all share (`owner` is empty). */
export interface AppliedOwner {
  readonly owner: string;
  readonly bodies: readonly WantedObject[];
  /** Keys of those that are named by what they hold: newer ones take their place, and old ones are collected. */
  readonly contentNamed: readonly ObjectKey[];
}

export interface PresentState {
  readonly isProved: boolean;
  /** For a person, where it isn't: `its pod keep-client-0-0 crashes: exit code 3`. */
  readonly why: string;
}

/** One object of the namespace, and the client it is of; empty when it is of none, or of all. */
export interface OwnedObject {
  readonly owner: string;
  readonly kind: string;
  readonly name: string;
}

/** What a roll-out does about one client. */
export interface ClientStep extends RollStep {
  readonly wanted: ClientObjects;
  /** For a person. */
  readonly reason: string;
  /** True when its workload is there: to change it is to take a running client away for a while. */
  readonly isRunning: boolean;
  /** Each of its objects, in the order of writing. */
  readonly objects: readonly ObjectStep[];
  readonly drift: readonly Drift[];
}

export interface NetworkPlan {
  readonly shared: readonly ObjectStep[];
  readonly clients: readonly ClientStep[];
  /** Generated configuration that a success removes. Nothing else ever is. */
  readonly prune: readonly OwnedObject[];
  /** Objects that were applied once and are wanted no more: told, and left to the user. */
  readonly left: readonly (OwnedObject & { readonly reason: string })[];
  /** True when a roll-out of it would write nothing. */
  readonly isUnchanged: boolean;
}

/** Every object of a plan, in the order of writing. */
export function stepsOf({ shared, clients }: Pick<NetworkPlan, 'shared' | 'clients'>): readonly ObjectStep[] {
  return [...shared, ...clients.flatMap(({ objects }) => objects)];
}

/** What leads from what stands to what is wanted. Pure: the same sight gives the same plan. */
export function planNetwork(wanted: NetworkObjects, sight: NetworkSight): NetworkPlan {
  const applied = new Map(sight.applied.flatMap(({ bodies }) => bodies.map((body) => [keyOf(body), body] as const)));
  const shared = wanted.shared.map((object) =>
    planObject(object, sight.live(object), applied.get(keyOf(object)), sight.shown),
  );
  const clients = wanted.clients.map((client) => planClient(client, applied, sight));
  const steps = stepsOf({ shared, clients });
  const known = new Set(steps.map(({ object }) => keyOf(object)));
  return {
    shared,
    clients,
    prune: prunable(wanted, sight, known),
    left: leftBehind(wanted, sight, known),
    isUnchanged: steps.every(({ action }) => action === 'unchanged'),
  };
}

/**
 * Immutable objects of clients that don't stand proved: before a plan is made their existence has to be looked up, because
 * what is missing may be why. (Those of a proved client are there: its pod mounts them.)
 */
export function doubtfulObjects(wanted: NetworkObjects, sight: Pick<NetworkSight, 'present'>): readonly WantedObject[] {
  return wanted.clients.flatMap(({ client, immutable }) => (sight.present(client)?.isProved === true ? [] : immutable));
}

function planClient(
  wanted: ClientObjects,
  applied: ReadonlyMap<ObjectKey, WantedObject>,
  sight: NetworkSight,
): ClientStep {
  const { client, role } = wanted;
  const plan = (object: WantedObject): ObjectStep =>
    planObject(object, sight.live(object), applied.get(keyOf(object)), sight.shown);
  const workload = plan(wanted.workload);
  const isMounted = workload.action === 'unchanged' && sight.present(client)?.isProved === true;
  const immutable = wanted.immutable.map((one) =>
    planImmutable(one, sight.live(one), applied.get(keyOf(one)), isMounted),
  );
  const objects = [...immutable, ...wanted.beside.map(plan), workload];
  const { action, reason } = verdictOn(client, workload, objects, sight);
  return {
    client,
    role,
    action,
    reason: wanted.isCompared ? reason : `${reason}; secret parts not compared`,
    wanted,
    isRunning: typeof sight.live(wanted.workload) === 'object',
    objects,
    drift: objects.flatMap((step) => step.drift),
    standing: new Set(objects.filter((step) => step.action === 'unchanged').map(({ object }) => keyOf(object))),
  };
}

function verdictOn(
  client: string,
  workload: ObjectStep,
  objects: readonly ObjectStep[],
  sight: NetworkSight,
): Pick<ClientStep, 'action' | 'reason'> {
  if (workload.action === 'create')
    return { action: 'create', reason: `its ${workload.object.kind}: ${workload.reason}` };
  const changed = objects.filter(({ action }) => action !== 'unchanged');
  if (changed.length > 0) return { action: 'update', reason: reasonOf(workload, changed) };
  // Proof now, not memory: a client that a stopped run left crashing is not unchanged.
  const present = sight.present(client);
  if (present?.isProved === true) return { action: 'unchanged', reason: 'as wanted, and proved' };
  return {
    action: 'prove',
    reason: `written before, but not proved: ${present?.why ?? 'nothing is known of its pods'}`,
  };
}

/** The workload tells of its configuration too; where it stays, the others that change do. */
function reasonOf(workload: ObjectStep, changed: readonly ObjectStep[]): string {
  if (changed.includes(workload)) {
    const isChange = workload.reason === 'it changed' && workload.before !== undefined;
    const reason = isChange && workload.before ? whatChanged(workload.before, workload.object) : ofObject(workload);
    return isChange && workload.drift.length > 0 ? `${reason}; ${driftReason(workload.drift)}` : reason;
  }
  const [first, ...more] = changed.map(ofObject);
  return more.length === 0 ? `${first}` : `${first}, and ${more.length} more of its objects`;
}

function ofObject({ object, reason }: ObjectStep): string {
  return `${object.kind} ${object.metadata.name}: ${reason}`;
}

/** Whoever asks: a workload, a claim or anything else of the user's is never removed here, nor what is wanted. */
function prunable(wanted: NetworkObjects, sight: NetworkSight, known: ReadonlySet<ObjectKey>): readonly OwnedObject[] {
  const clients = wanted.clients.map(({ client }) => client).sort((one, other) => other.length - one.length);
  return sight.collectable
    .filter((key) => !known.has(key))
    .map(partsOf)
    .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
    .map(({ kind, name }) => ({ owner: clients.find((client) => name.startsWith(`${client}-`)) ?? '', kind, name }));
}

/** What the record has, and what carries our label: a record may be gone, or not have been read as far. */
function leftBehind(wanted: NetworkObjects, sight: NetworkSight, known: ReadonlySet<ObjectKey>): NetworkPlan['left'] {
  const clients = new Set(wanted.clients.map(({ client }) => client));
  const recorded = sight.applied.flatMap(({ owner, bodies, contentNamed }) =>
    bodies
      .filter((body) => !contentNamed.includes(keyOf(body)))
      .map(({ kind, metadata: { name } }): OwnedObject => ({ owner, kind, name })),
  );
  const labelled = sight.workloads.flatMap(({ kind, metadata: { name, labels: carried } }): readonly OwnedObject[] => {
    const owner = carried?.[labels.client];
    return owner === undefined ? [] : [{ owner, kind, name }];
  });
  const all = new Map([...recorded, ...labelled].map((one) => [`${one.kind}/${one.name}` as const, one]));
  return [...all].flatMap(([key, { owner, kind, name }]) => {
    if (known.has(key)) return [];
    const isGone = owner !== '' && !clients.has(owner);
    const what = isGone ? `${owner} is no client any more` : 'no manifest has it any more';
    const still = isWorkloadKind(kind) ? 'it still runs: remove it yourself' : 'it is left where it is';
    return [{ owner, kind, name, reason: `${what}; ${still}` }];
  });
}
