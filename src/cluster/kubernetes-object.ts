import type { Json } from '../values/index.ts';

export type JsonObject = { readonly [key: string]: Json | undefined };

export interface OwnerReference {
  readonly uid: string;
  readonly kind: string;
  readonly name?: string;
  readonly controller?: boolean;
}

export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly finalizers?: readonly string[];
  readonly labels?: { readonly [label: string]: string };
  readonly annotations?: { readonly [annotation: string]: string };
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly ManagedFields[];
}

/** Which fields of an object one manager wrote last. */
export interface ManagedFields {
  readonly manager?: string;
  /** `Apply`: by server-side apply; `Update`: by any other write. */
  readonly operation?: string;
  readonly apiVersion?: string;
  readonly time?: string;
  readonly subresource?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: JsonObject;
}

/** What the API server answered: JSON as it came, never pruned by a schema of ours. */
export interface LiveObject {
  readonly kind?: string;
  readonly metadata: ObjectMetadata;
}

/** An object we want to be there. */
export interface WantedObject {
  readonly apiVersion: string;
  readonly kind: WrittenKind;
  readonly metadata: JsonObject & { readonly name: string; readonly namespace: string };
  readonly [field: string]: Json | undefined;
}

/** Where the API server keeps a kind. */
interface Resource {
  /** With its group, as `apiVersion` says it. */
  readonly apiVersion: string;
  readonly plural: string;
}

/**
 * What is written for a network, in the order of writing: what an object stands on is there before it. Every other kind is
 * refused in a manifest.
 */
const writtenKinds = {
  ServiceAccount: { apiVersion: 'v1', plural: 'serviceaccounts' },
  Role: { apiVersion: 'rbac.authorization.k8s.io/v1', plural: 'roles' },
  RoleBinding: { apiVersion: 'rbac.authorization.k8s.io/v1', plural: 'rolebindings' },
  ConfigMap: { apiVersion: 'v1', plural: 'configmaps' },
  Secret: { apiVersion: 'v1', plural: 'secrets' },
  PersistentVolumeClaim: { apiVersion: 'v1', plural: 'persistentvolumeclaims' },
  Service: { apiVersion: 'v1', plural: 'services' },
  NetworkPolicy: { apiVersion: 'networking.k8s.io/v1', plural: 'networkpolicies' },
  PodDisruptionBudget: { apiVersion: 'policy/v1', plural: 'poddisruptionbudgets' },
  StatefulSet: { apiVersion: 'apps/v1', plural: 'statefulsets' },
  Deployment: { apiVersion: 'apps/v1', plural: 'deployments' },
} as const satisfies { readonly [kind: string]: Resource };

const readKinds = {
  ControllerRevision: { apiVersion: 'apps/v1', plural: 'controllerrevisions' },
  CronJob: { apiVersion: 'batch/v1', plural: 'cronjobs' },
  DaemonSet: { apiVersion: 'apps/v1', plural: 'daemonsets' },
  Event: { apiVersion: 'v1', plural: 'events' },
  Job: { apiVersion: 'batch/v1', plural: 'jobs' },
  Lease: { apiVersion: 'coordination.k8s.io/v1', plural: 'leases' },
  Pod: { apiVersion: 'v1', plural: 'pods' },
  ReplicaSet: { apiVersion: 'apps/v1', plural: 'replicasets' },
} as const satisfies { readonly [kind: string]: Resource };

const resources: { readonly [K in Kind]: Resource } = { ...writtenKinds, ...readKinds };

export type WrittenKind = keyof typeof writtenKinds;
export type Kind = WrittenKind | keyof typeof readKinds;
export type WorkloadKind = 'StatefulSet' | 'Deployment';

/** Kinds beside the workloads that make pods: looked at only before something goes that a pod may name. */
export const podMakers = ['CronJob', 'DaemonSet', 'Job'] as const satisfies readonly (keyof typeof readKinds)[];
export type PodMaker = (typeof podMakers)[number];

/** The kinds a manifest may have, in the order of writing. */
export const kindsInOrder = Object.keys(writtenKinds) as readonly WrittenKind[];

export function isWrittenKind(kind: unknown): kind is WrittenKind {
  return typeof kind === 'string' && Object.hasOwn(writtenKinds, kind);
}

export function isWorkloadKind(kind: unknown): kind is WorkloadKind {
  return kind === 'StatefulSet' || kind === 'Deployment';
}

/** The one version in which a kind is read and written here: the one that no supported cluster will remove. */
export function apiVersionOf(kind: Kind): string {
  return resources[kind].apiVersion;
}

/** What a Role calls the kind, and a path. */
export function pluralOf(kind: Kind): string {
  return resources[kind].plural;
}

/** The path of every object of a kind in a namespace. */
export function listPath(kind: Kind, namespace: string): string {
  const { apiVersion, plural } = resources[kind];
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

/** The path of one object. */
export function objectPath(kind: Kind, namespace: string, name: string): string {
  return `${listPath(kind, namespace)}/${encodeURIComponent(name)}`;
}

export const labels = {
  managedBy: 'app.kubernetes.io/managed-by',
  client: 'keep-deploy/client',
  role: 'keep-deploy/role',
} as const;

/** Carried by what we write: one digest over everything we wanted of the client when we wrote it. */
export const contentAnnotation = 'keep-deploy/content';

export const fieldManager = 'keep-deploy';
