import { type Finding, nearestAdvice } from '../../report/index.ts';
import type { WrittenKind } from '../kubernetes-object.ts';
import { mapAt } from './manifest-values.ts';
import { objectKey, type Reference, referencesIn } from './references.ts';
import {
  type ClientManifest,
  describeObject,
  kindOf,
  type Manifest,
  nameOf,
  placeOf,
  podLabelsOf,
  type WrittenObject,
} from './written-object.ts';

/** An object that a manifest names and that is not among what is written: it must be in the cluster already. */
export interface ExternalReference {
  readonly kind: WrittenKind;
  readonly name: string;
  /** Keys that it must have, of a ConfigMap or Secret. */
  readonly keys: readonly string[];
  /** True of a Secret that no container reads: pods start without it, as far as their images allow. */
  readonly isUnread: boolean;
  /** The object that names it, for a person. */
  readonly from: string;
  readonly place: Omit<Finding, 'message'>;
  /** `: did you mean "…"?` where a name of the manifests is near, or nothing. */
  readonly advice: string;
}

interface Resolved {
  readonly written: WrittenObject;
  readonly reference: Reference;
  readonly target: WrittenObject | undefined;
  /** Every object of the kind. */
  readonly known: readonly WrittenObject[];
}

/** What the manifests name and don't hold, as written (a template's names are no client's yet, and none of them is here). */
export function externalReferences(manifest: Manifest, namespace: string): readonly ExternalReference[] {
  const resolved = resolvedReferences(manifest, namespace);
  return resolved.flatMap(({ written, reference, target, known }): readonly ExternalReference[] => {
    const { kind, name, keys, isOptional, isUnread, path } = reference;
    const isAlwaysThere = kind === 'ServiceAccount' && name === 'default';
    if (target !== undefined || isOptional || isAlwaysThere) return [];
    const place = placeOf(written, path);
    const advice = nearestAdvice(
      name,
      known.flatMap((other) => nameOf(other) ?? []),
    );
    return [{ kind, name, keys, isUnread, from: describeObject(written), place, advice }];
  });
}

/** References among the objects themselves that can't work. */
export function checkReferences(manifest: Manifest, namespace: string, findings: Finding[]): void {
  for (const { written, reference, target } of resolvedReferences(manifest, namespace)) {
    if (target === undefined) continue;
    const { path, keys, isOptional } = reference;
    const message =
      reference.kind === 'Service'
        ? governingProblem(written, target)
        : isOptional
          ? undefined
          : missingKey(target, keys);
    if (message !== undefined) findings.push({ ...placeOf(written, path), message });
  }
}

function resolvedReferences(manifest: Manifest, namespace: string): readonly Resolved[] {
  const { template, own, shared } = manifest;
  const ofClients = [...(template === undefined ? [] : [template]), ...Object.values(own)];
  const objectsOf = ({ workload, beside }: ClientManifest) => [workload, ...beside];
  const all = byKey([...shared, ...ofClients.flatMap(objectsOf)]);
  const names = Map.groupBy(all.values(), kindOf);
  const resolve = (written: WrittenObject, mine: ReadonlyMap<string, WrittenObject>): readonly Resolved[] =>
    referencesIn(written.object, namespace).map((reference) => {
      const key = objectKey(reference.kind, reference.name);
      return { written, reference, target: mine.get(key) ?? all.get(key), known: names.get(reference.kind) ?? [] };
    });
  return [
    ...shared.flatMap((written) => resolve(written, new Map())),
    ...ofClients.flatMap((client) => {
      const mine = byKey(objectsOf(client));
      return objectsOf(client).flatMap((written) => resolve(written, mine));
    }),
  ];
}

function byKey(objects: readonly WrittenObject[]): ReadonlyMap<string, WrittenObject> {
  return new Map(objects.map((written) => [objectKey(kindOf(written), nameOf(written) ?? ''), written]));
}

/** A StatefulSet's pods have names in the Service it names; of another client's they have none. */
function governingProblem(written: WrittenObject, service: WrittenObject): string | undefined {
  const podLabels = podLabelsOf(written);
  const other = Object.entries(mapAt(service.object, 'spec', 'selector')).find(
    ([label, value]) => !label.startsWith('keep-deploy/') && podLabels[label] !== value,
  );
  if (other === undefined) return undefined;
  return `the Service ${nameOf(service)} does not select the pods of ${describeObject(written)} (label ${other[0]}): it is another's`;
}

function missingKey(target: WrittenObject, keys: readonly string[]): string | undefined {
  const kind = kindOf(target);
  if (kind !== 'ConfigMap' && kind !== 'Secret') return undefined;
  const held = ['data', 'stringData', 'binaryData'].flatMap((field) => Object.keys(mapAt(target.object, field)));
  const missing = keys.find((key) => !held.includes(key));
  // A Secret without any data is filled by somebody else.
  if (missing === undefined || (kind === 'Secret' && held.length === 0)) return undefined;
  return `the ${describeObject(target)} has no key ${missing}${nearestAdvice(missing, held)}`;
}
