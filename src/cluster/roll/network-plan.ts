import type { PodMaker, WantedObject } from '../kubernetes-object.ts';
import type { ClientObjects, NetworkObjects } from '../manifest/client-objects.ts';
import type { Drift } from '../ownership/drift.ts';
import type { Shown } from '../ownership/shown-value.ts';
import { keyOf, type ObjectKey, partsOf } from '../record/recorded-owner.ts';
import { driftReason, type ObjectStep, planImmutable, planObject, type Sighting } from './object-step.ts';
import { type LeftoverSight, type OwnedObject, planLeftovers } from './plan-leftovers.ts';
import type { RollStep } from './roll-step.ts';
import { whatChanged } from './what-changed.ts';

/** What a plan knows of the cluster. */
export interface NetworkSight extends LeftoverSight {
  /** Each object of the wanted network, as far as somebody looked. */
  live(object: WantedObject): Sighting;
  /** The bodies that stand by the roll-out record: not those at which a run was broken off. */
  readonly applied: readonly AppliedOwner[];
  /** What the judge says of each client's workload as it stands now. */
  present(client: string): PresentState | undefined;
  /** How many clients stand by the record. */
  readonly recordedClients: number;
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
  /** What nothing wants any more and a success removes: what was applied once, and old generated configuration. */
  readonly prune: readonly (OwnedObject & { readonly reason: string; readonly isCollected: boolean })[];
  /** Clients that are to be removed. */
  readonly leaving: readonly string[];
  /** How many clients stand by the record. */
  readonly recordedClients: number;
  /** What is wanted no more and isn't ours to remove: told, and left to the user. */
  readonly left: readonly (OwnedObject & { readonly reason: string })[];
  /** Kinds that these credentials may not list: that is why something is left. */
  readonly unseen: readonly PodMaker[];
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
  const { removed, ...others } = planLeftovers(wanted, steps, sight);
  return {
    shared,
    clients,
    prune: [...removed, ...prunable(wanted, sight, known)],
    recordedClients: sight.recordedClients,
    ...others,
    isUnchanged: removed.length === 0 && steps.every(({ action }) => action === 'unchanged'),
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

/** Whoever asks: a workload, a claim or anything else of the user's is never collected, nor what is wanted. */
function prunable(wanted: NetworkObjects, sight: NetworkSight, known: ReadonlySet<ObjectKey>): NetworkPlan['prune'] {
  const clients = wanted.clients.map(({ client }) => client).sort((one, other) => other.length - one.length);
  return sight.collectable
    .filter((key) => !known.has(key))
    .map(partsOf)
    .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
    .map(({ kind, name }) => {
      const owner = clients.find((client) => name.startsWith(`${client}-`)) ?? '';
      return { owner, kind, name, reason: 'old configuration: removed after success', isCollected: true };
    });
}
