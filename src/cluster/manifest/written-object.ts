import type { Finding } from '../../report/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';
import { listAt, type ManifestPath, mapAt, type Say, valueAt } from './manifest-values.ts';

/** One of the user's objects, as it is written. */
export interface WrittenObject {
  readonly object: JsonObject;
  /** The file it stands in, as the user wrote its path; empty when it came whole from a stored release. */
  readonly file: string;
  /** Where a value of it stands, or the nearest thing around it; absent when it came from a stored release. */
  readonly locate?: (path: ManifestPath) => Omit<Finding, 'message'>;
}

/** The place of a value, as far as it is known. */
export function placeOf({ file, locate }: WrittenObject, path: ManifestPath = []): Omit<Finding, 'message'> {
  return locate?.(path) ?? (file === '' ? {} : { file });
}

/** Takes the mistakes of one object down, each with its place. */
export function sayOf(written: WrittenObject, findings: Finding[]): Say {
  return (path, message) => void findings.push({ ...placeOf(written, path), message });
}

export function kindOf({ object }: WrittenObject): string {
  return String(object['kind']);
}

/** Its name; `undefined` in a template that leaves naming to us. */
export function nameOf({ object }: WrittenObject): string | undefined {
  const name = valueAt(object, ['metadata', 'name']);
  return typeof name === 'string' ? name : undefined;
}

export function describeObject(written: WrittenObject): string {
  return `${kindOf(written)} ${nameOf(written) ?? 'without a name'}`;
}

/** The label by which a StatefulSet's controller names each pod, and that of its place among them. */
export const controllersLabels = {
  podName: 'statefulset.kubernetes.io/pod-name',
  podIndex: 'apps.kubernetes.io/pod-index',
} as const;

/**
 * The labels of a workload's only pod: those of its template, and what a StatefulSet's controller adds, by which a Service
 * may select it.
 */
export function podLabelsOf(written: WrittenObject): JsonObject {
  const own = mapAt(written.object, 'spec', 'template', 'metadata', 'labels');
  if (kindOf(written) !== 'StatefulSet') return own;
  const start = valueAt(written.object, ['spec', 'ordinals', 'start']) ?? 0;
  return {
    ...own,
    [controllersLabels.podName]: `${nameOf(written) ?? ''}-${start}`,
    [controllersLabels.podIndex]: `${start}`,
  };
}

/** Where a workload keeps its pod's specification. */
export const podPath = ['spec', 'template', 'spec'] as const;

export function podOf({ object }: WrittenObject): JsonObject {
  return mapAt(object, ...podPath);
}

/** True for the workload of a client: it has the container that runs it. */
export function hasContainer(written: WrittenObject, container: string): boolean {
  return listAt(podOf(written), 'containers').some((each) => valueAt(each, ['name']) === container);
}

/** What a client's objects are made of, before anything is set in them. */
export interface ClientManifest {
  /** The workload's name as written; `undefined` in a template that leaves it to us. */
  readonly name: string | undefined;
  readonly workload: WrittenObject;
  /** In the order of writing. */
  readonly beside: readonly WrittenObject[];
}

/** The user's objects, by whom they belong to. */
export interface Manifest {
  /** The container that gets image, configuration, keyfile and password. */
  readonly container: string;
  /** For every client that has no manifest of its own: names in it are replaced. */
  readonly template: ClientManifest | undefined;
  /** By client: named as written. */
  readonly own: { readonly [client: string]: ClientManifest };
  /** In the order of writing. */
  readonly shared: readonly WrittenObject[];
  /** What the text of the files shows that is no mistake, but worth a warning. Not part of what is written. */
  readonly remarks?: readonly Finding[];
}

/** The objects of one client, before composing. @throws RangeError when it has none. */
export function manifestOf(manifest: Manifest, client: string): ClientManifest & { readonly isTemplate: boolean } {
  const own = Object.hasOwn(manifest.own, client) ? manifest.own[client] : undefined;
  if (own !== undefined) return { ...own, isTemplate: false };
  if (manifest.template !== undefined) return { ...manifest.template, isTemplate: true };
  throw new RangeError(`no manifest has a workload for ${client}`);
}
