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
  readonly managedFields?: readonly {
    readonly manager?: string;
    readonly time?: string;
    readonly subresource?: string;
  }[];
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

const resources = {
  ConfigMap: '/api/v1/namespaces/NAMESPACE/configmaps',
  Deployment: '/apis/apps/v1/namespaces/NAMESPACE/deployments',
  Event: '/api/v1/namespaces/NAMESPACE/events',
  Pod: '/api/v1/namespaces/NAMESPACE/pods',
  ReplicaSet: '/apis/apps/v1/namespaces/NAMESPACE/replicasets',
  Secret: '/api/v1/namespaces/NAMESPACE/secrets',
  Service: '/api/v1/namespaces/NAMESPACE/services',
  StatefulSet: '/apis/apps/v1/namespaces/NAMESPACE/statefulsets',
} as const;

export type Kind = keyof typeof resources;
export type WrittenKind = 'ConfigMap' | 'Secret' | 'Service' | 'StatefulSet';

/** The path of every object of a kind in a namespace. */
export function listPath(kind: Kind, namespace: string): string {
  return resources[kind].replace('NAMESPACE', encodeURIComponent(namespace));
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
