import {
  apiVersionOf,
  isWorkloadKind,
  type Kind,
  type PodMaker,
  pluralOf,
  podMakers,
  type WrittenKind,
} from '../kubernetes-object.ts';
import { leaseName } from '../record/lease-object.ts';
import { headName } from '../record/record-head.ts';

/** One thing that a plan does with the API server, in the words of a Role. */
export interface NeededAccess {
  /** Empty for the core group. */
  readonly group: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  readonly verb: string;
  /** The one object it is about; absent where it is about all, or names that aren't known yet. */
  readonly name?: string | undefined;
  /** What for, after "to". */
  readonly why: string;
}

/** What a plan is going to do, as far as permissions go. */
export interface PlannedAccess {
  readonly namespace: string;
  /** Kinds beside the workloads that the manifests hold: one list each shows what stands. Secrets are never listed. */
  readonly besideKinds: readonly WrittenKind[];
  /** Objects that are about to be written; none in `mode: plan`, and when nothing changes. */
  readonly writes: readonly { readonly kind: WrittenKind; readonly name: string; readonly isNew: boolean }[];
  /** ControllerRevisions that are copied: of workloads that somebody else was rolling when we came. */
  readonly revisions?: readonly string[];
  /** A client is waited for that was written before: alone it takes the lock, and may take pods away. */
  readonly isProving?: boolean;
  /** What a run before left is ended in the record. */
  readonly isOpen?: boolean;
  /** Objects of ours that are about to be removed because nothing wants them any more. */
  readonly prunes: readonly { readonly kind: WrittenKind; readonly name: string }[];
}

const watched: readonly Kind[] = ['StatefulSet', 'Deployment', 'ReplicaSet', 'Pod', 'Event'];

/**
 * The verbs that this plan needs and no others: a plan that writes nothing needs only to read. `docs/rbac.yaml` grants
 * what any plan can need.
 */
export function neededAccess(plan: PlannedAccess): readonly NeededAccess[] {
  const needed = [...reading(plan)];
  const isWriting = plan.writes.length > 0 || plan.prunes.length > 0;
  if (isWriting || plan.isOpen === true || plan.isProving === true) needed.push(...proving());
  if (isWriting || plan.isOpen === true) needed.push(...recording());
  if (isWriting) {
    needed.push(...plan.writes.flatMap(({ kind, name, isNew }) => writing(kind, name, isNew)));
    const ran = 'see what ran of a workload that somebody else left half-rolled';
    needed.push(...(plan.revisions ?? []).map((name) => access('ControllerRevision', 'get', ran, name)));
    needed.push(...plan.prunes.flatMap(({ kind, name }) => removing(kind, name)));
  }
  return needed;
}

/** What looking alone needs: a plan lists once and doesn't watch, and takes no lock. */
export function accessToLook(plan: PlannedAccess): readonly NeededAccess[] {
  return reading(plan).filter(({ verb }) => verb !== 'watch');
}

function reading({ namespace, besideKinds }: PlannedAccess): readonly NeededAccess[] {
  return [
    {
      group: '',
      resource: 'namespaces',
      verb: 'get',
      name: namespace,
      why: 'make sure that this is the pinned namespace of the pinned cluster',
    },
    ...watched.flatMap((kind) => [
      access(kind, 'list', 'see how the clients are'),
      access(kind, 'watch', 'see at once how the clients change'),
    ]),
    ...listedKinds(besideKinds).map((kind) => access(kind, 'list', 'see what stands beside the clients')),
    access('ConfigMap', 'get', 'read the record of the last roll-out', headName),
    access('Secret', 'get', 'read what the last roll-out wrote, and see that the passwords are there'),
  ];
}

/** Workloads are watched, and Secrets looked up by name. */
function listedKinds(kinds: readonly WrittenKind[]): readonly WrittenKind[] {
  return [...new Set(kinds)].filter((kind) => kind !== 'Secret' && !isWorkloadKind(kind));
}

/** What every roll-out does that waits for a client, whether it writes anything or not. */
function proving(): readonly NeededAccess[] {
  const lease = (verb: string): NeededAccess => ({
    group: 'coordination.k8s.io',
    resource: 'leases',
    verb,
    // A request that creates has no name yet.
    ...(verb === 'create' ? {} : { name: leaseName }),
    why: 'let one roll-out at a time work here',
  });
  return [
    ...['get', 'create', 'update'].map(lease),
    access('Pod', 'delete', 'remove the pods that hold a StatefulSet up on its way back'),
    { group: '', resource: 'pods/log', verb: 'get', why: 'say what a client that failed said last' },
  ];
}

/** What every roll-out writes for itself, whatever it writes. */
function recording(): readonly NeededAccess[] {
  const record = 'keep the record that a broken-off roll-out is finished by';
  return [
    access('ConfigMap', 'create', record),
    access('ConfigMap', 'update', record, headName),
    access('ConfigMap', 'delete', 'remove the configurations that nothing uses any more'),
    access('Secret', 'create', record),
    access('Secret', 'patch', 'write keyfiles and secret configurations'),
    access('Secret', 'delete', 'remove the keyfiles and records that nothing uses any more'),
  ];
}

function writing(kind: WrittenKind, name: string, isNew: boolean): readonly NeededAccess[] {
  const needed = [access(kind, 'patch', 'write what changed', name)];
  // The watches know the workloads; everything else is read before it is overwritten.
  needed.push(access(kind, 'get', 'see what is overwritten', name));
  if (isNew) {
    // Server-side apply of what isn't there asks for both verbs, by the object's name.
    needed.push(access(kind, 'create', 'write what is new', name));
    // A claim holds a client's data and is never removed.
    if (kind !== 'PersistentVolumeClaim')
      needed.push(access(kind, 'delete', 'remove what is new, should it be taken back', name));
  }
  return needed;
}

function removing(kind: WrittenKind, name: string): readonly NeededAccess[] {
  const needed = access(kind, 'delete', 'remove what nothing wants any more', name);
  // The watches know the workloads.
  return isWorkloadKind(kind) ? [needed] : [access(kind, 'get', 'see whose it is before it is removed', name), needed];
}

/** Lacking it fails nothing: what one of them may name stays then. */
export function accessToPodMakers(kinds: readonly PodMaker[]): readonly NeededAccess[] {
  return kinds.map((kind) => access(kind, 'list', 'see whether one names what no manifest has any more'));
}

/** The two ways to ask the clients' own ports: either will do. */
export function accessToAsk(way: 'pod-proxy' | 'port-forward'): readonly NeededAccess[] {
  const why = "ask the clients' own ports";
  const core = (resource: string, verb: string): NeededAccess => ({ group: '', resource, verb, why });
  return way === 'pod-proxy'
    ? [core('pods', 'get'), core('pods/proxy', 'get')]
    : [core('pods', 'get'), core('pods/portforward', 'get'), core('pods/portforward', 'create')];
}

function access(kind: Kind, verb: string, why: string, name?: string): NeededAccess {
  const apiVersion = apiVersionOf(kind);
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return { group, resource: pluralOf(kind), verb, name, why };
}

/** Every access that any plan can need, but for asking the clients' own ports: what `docs/rbac.yaml` has to grant. */
export function everyAccess(namespace: string, kinds: readonly WrittenKind[]): readonly NeededAccess[] {
  const writes = kinds.map((kind) => ({ kind, name: 'any', isNew: true }));
  const plan = { namespace, besideKinds: kinds, writes, revisions: ['any'], prunes: [] };
  return [...neededAccess(plan), ...accessToPodMakers(podMakers)];
}
