import type { Cluster } from '../api/cluster-port.ts';
import type { NamespaceStore } from '../api/namespace-store.ts';
import { isWorkloadKind, isWrittenKind, type WantedObject, type WrittenKind } from '../kubernetes-object.ts';
import { keyfileNameOf, type NetworkObjects } from '../manifest/client-objects.ts';
import { mapAt } from '../manifest/manifest-values.ts';
import type { PlaceOf } from '../manifest/object-places.ts';
import type { ExternalReference } from '../manifest/reference-check.ts';
import { credentialFindings } from '../preflight/credential-lifetime.ts';
import { dryRunFindings } from '../preflight/dry-run.ts';
import { immutableFieldFindings } from '../preflight/immutable-fields.ts';
import { accessToLook, neededAccess, type PlannedAccess } from '../preflight/needed-access.ts';
import { pausedFindings } from '../preflight/paused-workload.ts';
import type { PlaceFor, PreflightFinding } from '../preflight/preflight-finding.ts';
import { recordFindings } from '../preflight/record-rehearsal.ts';
import { referenceFindings } from '../preflight/references.ts';
import { rivalFindings } from '../preflight/rival-controllers.ts';
import {
  accessFindings,
  askingFindings,
  missingAccess,
  podMakerFindings,
  reviewRules,
} from '../preflight/rules-review.ts';
import { type AccountHolder, sharedAccountFindings } from '../preflight/shared-accounts.ts';
import { keyOf, type ObjectKey } from '../record/recorded-owner.ts';
import { leavingFindings } from '../roll/leftovers.ts';
import { type NetworkPlan, stepsOf } from '../roll/network-plan.ts';
import type { ObjectStep } from '../roll/object-step.ts';
import { revisionBefore } from './as-it-ran.ts';
import { createCarefulApply } from './careful-apply.ts';

export interface FindingsOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly forcedManagers: readonly string[];
  readonly references: readonly ExternalReference[];
  /** Each client's account: its address, or a digest of its keyfile. */
  readonly accounts: ReadonlyMap<string, string>;
  /** `$KEEP_DEPLOY_DIGEST_KEY`: without it nobody can tell whether two clients have the same keyfile. */
  readonly digestKey: string | undefined;
  /** Where each client's keyfile has its password from. */
  readonly passwords?: ReadonlyMap<string, { readonly secret: string; readonly key: string }> | undefined;
  /** Where the user wrote what is to be written. */
  readonly placeOf?: PlaceOf | undefined;
  /** What the files alone show. */
  readonly remarks?: readonly PreflightFinding[] | undefined;
  /** True when the clients' own ports are going to be asked. */
  readonly isAsking?: boolean | undefined;
  readonly limits: { readonly totalMs: number };
  /** Objects whose write was tried already; those that are tried here are added. */
  readonly tried: Set<ObjectKey>;
  /** `plan`: who may only look is told what an apply would need, and nothing is tried that isn't allowed. */
  readonly access: 'apply' | 'plan';
  /** A run before left the record open, or something unproved: this one ends that in it, whatever else it writes. */
  readonly isOpen: boolean;
}

/**
 * Everything that stands against a plan, at once, and nothing written. A plan that is made again asks only about what it
 * changes beyond the first.
 */
export async function networkFindings(
  wanted: NetworkObjects,
  plan: NetworkPlan,
  store: NamespaceStore,
  options: FindingsOptions,
): Promise<readonly PreflightFinding[]> {
  const { cluster, namespace, tried, references } = options;
  const isFirst = tried.size === 0;
  const changed = stepsOf(plan).filter(({ action, object }) => action !== 'unchanged' && !tried.has(keyOf(object)));
  for (const { object } of changed) tried.add(keyOf(object));
  const leaving = leavingFindings(leavingWorkloads(plan), plan.recordedClients);
  if (!isFirst) return [...leaving, ...(await tryAll(changed, options))];
  const looked = changed.map((step) => ({
    step,
    fixed: immutableFieldFindings(step.object, liveOf(step.object, store), placeFor(step.object, options)),
  }));
  const paused = changed.flatMap(({ object, migrated }) =>
    pausedFindings(object, liveOf(object, store), migrated, placeFor(object, options)),
  );
  // What can't be changed is explained better than by the refusal that a dry run would bring.
  const possible = looked.filter(({ fixed }) => fixed.length === 0).map(({ step }) => step);
  const access = accessOf(wanted, plan, store, options);
  const [[missing, refused], unnamed, endsAt] = await Promise.all([
    options.access === 'apply'
      ? tryAsApply(access, plan, possible, options)
      : tryAsPlan(access, plan, possible, options),
    changed.length === 0 ? [] : referenceFindings(cluster, namespace, references),
    cluster.credentialsExpireAt(),
  ]);
  const now = cluster.serverNow() ?? new Date();
  return [
    ...(options.remarks ?? []),
    ...leaving,
    ...missing,
    ...credentialFindings(endsAt, { now, longestMs: changed.length === 0 ? 0 : options.limits.totalMs }),
    ...looked.flatMap(({ fixed }) => fixed),
    ...paused,
    ...rivalFindings(wanted.clients.map(({ workload }) => watched(workload, store, options))),
    ...sharedAccountFindings(accountsOf(wanted, options), [...store.workloads()]),
    ...unnamed,
    ...refused,
  ];
}

function leavingWorkloads({ prune, leaving }: NetworkPlan) {
  return prune.filter(({ owner, kind }) => isWorkloadKind(kind) && leaving.includes(owner));
}

type Findings = readonly PreflightFinding[];

/** Both at once: where permissions are missing, what isn't allowed to be tried says so itself. */
function tryAsApply(
  access: PlannedAccess,
  { unseen, recordedClients }: NetworkPlan,
  changed: readonly ObjectStep[],
  options: FindingsOptions,
): Promise<readonly [Findings, Findings]> {
  const { cluster, namespace, isAsking } = options;
  const reviewing = reviewRules(cluster, namespace).then((review) => [
    ...accessFindings(review, neededAccess(access), { namespace }),
    ...podMakerFindings(review, unseen, { namespace }),
    ...(isAsking && access.writes.length > 0 ? askingFindings(review, { namespace }) : []),
  ]);
  return Promise.all([reviewing, tryWithRecord(access, recordedClients, changed, options)]);
}

async function tryAsPlan(
  access: PlannedAccess,
  { unseen, recordedClients }: NetworkPlan,
  changed: readonly ObjectStep[],
  options: FindingsOptions,
): Promise<readonly [Findings, Findings]> {
  const { cluster, namespace } = options;
  const review = await reviewRules(cluster, namespace);
  const unread = [
    ...accessFindings(review, accessToLook(access), { namespace }),
    ...podMakerFindings(review, unseen, { namespace }),
  ];
  const unwritten = missingAccess(review, neededAccess(access));
  const tryIt = () => tryWithRecord(access, recordedClients, changed, options);
  if (unwritten.length === 0) return [unread, await tryIt()];
  const verbs = [...new Set(unwritten.map(({ verb, resource }) => `${verb} ${resource}`))];
  const isTried = changed.length > 0 && !unwritten.some(({ verb }) => ['get', 'patch', 'create'].includes(verb));
  const untried = isTried || changed.length === 0 ? '' : ' What the API server would say to the objects was not asked.';
  const message = `These credentials may look and not write: an apply needs those of docs/rbac.yaml (missing here: ${verbs.join(', ')}).${untried}`;
  return [[...unread, { severity: 'warning', message }], isTried ? await tryIt() : []];
}

/**
 * What the record needs for it is the first that is written. Where one object is all, trying that too would cost more than is
 * allowed (3 requests for each object and 15); writing it says the same, and no client is touched yet.
 */
async function tryWithRecord(
  { namespace, writes, prunes }: PlannedAccess,
  recordedClients: number,
  changed: readonly ObjectStep[],
  options: FindingsOptions,
): Promise<Findings> {
  const isWriting = writes.length + prunes.length > 1;
  const tried = await Promise.all([
    isWriting ? recordFindings(options.cluster, namespace, recordedClients === 0) : [],
    tryAll(changed, options),
  ]);
  return tried.flat();
}

function tryAll(changed: readonly ObjectStep[], options: FindingsOptions): Promise<readonly PreflightFinding[]> {
  const { cluster, forcedManagers } = options;
  const { tryToApply } = createCarefulApply(cluster, changed, { forcedManagers });
  return dryRunFindings(
    tryToApply,
    changed.map(({ object }) => ({ object, placeFor: placeFor(object, options) })),
  );
}

/** Kinds of what stands beside the workloads and isn't named by what it holds: each costs one list. */
export function besideKinds({ shared, clients }: NetworkObjects): readonly WrittenKind[] {
  return [...new Set([...shared, ...clients.flatMap(({ beside }) => beside)].map(({ kind }) => kind))];
}

function accessOf(
  wanted: NetworkObjects,
  plan: NetworkPlan,
  store: NamespaceStore,
  { namespace, isOpen }: FindingsOptions,
): PlannedAccess {
  return {
    ...{ namespace, isOpen, isProving: plan.clients.some(({ action }) => action === 'prove') },
    besideKinds: besideKinds(wanted),
    writes: stepsOf(plan)
      .filter(({ action }) => action !== 'unchanged')
      .map(({ object: { kind, metadata }, action }) => ({ kind, name: metadata.name, isNew: action === 'create' })),
    revisions: wanted.clients.flatMap(({ workload }) => {
      const live = liveOf(workload, store);
      return (live && revisionBefore(live)) ?? [];
    }),
    prunes: plan.prune.flatMap(({ kind, name }) => (isWrittenKind(kind) ? [{ kind, name }] : [])),
  };
}

function placeFor(object: WantedObject, { placeOf }: FindingsOptions): PlaceFor | undefined {
  return placeOf && ((saying) => placeOf(object, saying));
}

function watched(wanted: WantedObject, store: NamespaceStore, options: FindingsOptions) {
  const live = liveOf(wanted, store);
  const pods = live?.metadata.uid === undefined ? [] : store.podsOf(live.metadata.uid);
  return { wanted, live, pods, placeFor: placeFor(wanted, options) };
}

function liveOf({ kind, metadata }: WantedObject, store: NamespaceStore) {
  return isWorkloadKind(kind) ? store.workload(kind, metadata.name) : undefined;
}

function accountsOf({ clients }: NetworkObjects, options: FindingsOptions): readonly AccountHolder[] {
  const { accounts, passwords } = options;
  return clients.flatMap(({ client, immutable, workload }) => {
    const account = accounts.get(client);
    const keyfile = immutable.find(
      ({ kind, metadata }) => kind === 'Secret' && metadata.name.startsWith(`${client}-keyfile-`),
    );
    if (account === undefined || keyfile === undefined) return [];
    const password = passwords?.get(client);
    const text = Buffer.from(String(mapAt(keyfile, 'data')['keyfile'] ?? ''), 'base64').toString();
    return [
      {
        ...{ client, account, placeFor: placeFor(workload, options) },
        keyfile: { kind: 'Secret', name: keyfile.metadata.name, key: 'keyfile' },
        keyfileNameAs: (other) => keyfileNameOf(other, text, options.digestKey),
        password: password && { kind: 'Secret', name: password.secret, key: password.key },
        workload: { kind: workload.kind, name: workload.metadata.name },
      },
    ];
  });
}
