import { describeSeen } from '../../report/index.ts';
import type { WrittenKind } from '../kubernetes-object.ts';
import { checkTexts, isMap, mapAt, type Say } from './manifest-values.ts';
import type { WrittenObject } from './written-object.ts';

/** What the server sets: it stands in what was copied out of a cluster. */
const serverFields = [
  'uid',
  'resourceVersion',
  'generation',
  'managedFields',
  'selfLink',
  'deletionTimestamp',
] as const;

/** What is wrong with an object whatever its kind: its name, its namespace, what only a server can say. */
export function checkMetadata({ object }: WrittenObject, kind: WrittenKind, namespace: string, say: Say): void {
  const { metadata, status } = object;
  if (saysAnything(status)) {
    say(['status'], 'take the status out: it is what a cluster reports, and can not be wanted');
  }
  if (metadata === undefined || metadata === null) return;
  if (!isMap(metadata)) {
    say(['metadata'], `expected a map, found ${describeSeen(metadata)}`);
    return;
  }
  const { name, namespace: written, generateName } = metadata;
  if (name !== undefined && name !== null) {
    const problem = typeof name === 'string' ? nameProblem(kind, name) : 'expected text';
    if (problem !== undefined) say(['metadata', 'name'], `${problem}, found ${describeSeen(name)}`);
  }
  if (written !== undefined && written !== null && written !== namespace) {
    const message = `expected the environment's namespace ${namespace} or none, found ${describeSeen(written)}`;
    say(['metadata', 'namespace'], message);
  }
  if (generateName !== undefined) {
    say(['metadata', 'generateName'], 'expected none: an object that is named anew each time is never unchanged');
  }
  for (const field of serverFields) {
    if (metadata[field] !== undefined && metadata[field] !== null) {
      say(['metadata', field], `take ${field} out: it was copied from a cluster, which alone can set it`);
    }
  }
  for (const field of ['labels', 'annotations'] as const) {
    checkTexts(['metadata', field], metadata[field], say);
    const own = Object.keys(mapAt(metadata, field)).find((key) => key.startsWith('keep-deploy/'));
    if (own !== undefined) say(['metadata', field, own], `keep-deploy sets ${own} itself: take it out`);
  }
}

/** `status: { loadBalancer: {} }`, as `kubectl create --dry-run=client -o yaml` prints it, says nothing. */
function saysAnything(value: unknown): boolean {
  if (isMap(value)) return Object.values(value).some(saysAnything);
  return value !== undefined && value !== null;
}

/** What each kind's name must look like. A StatefulSet's pods carry it, with a dash and a hash, as a label. */
export function nameProblem(kind: WrittenKind, name: string): string | undefined {
  const isLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
  switch (kind) {
    case 'Service':
      return /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 63
        ? undefined
        : "expected a Service's name: at most 63 lower-case letters, digits and dashes, beginning with a letter";
    case 'StatefulSet':
      return isLabel && name.length <= 52
        ? undefined
        : "expected a StatefulSet's name: at most 52 lower-case letters, digits and dashes";
    case 'Deployment':
      return isLabel && name.length <= 63
        ? undefined
        : "expected a Deployment's name: at most 63 lower-case letters, digits and dashes";
    case 'Role':
    case 'RoleBinding':
      return /^[^/%]{1,253}$/.test(name) && name !== '.' && name !== '..'
        ? undefined
        : 'expected a name without / or %';
    default:
      return /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 253
        ? undefined
        : 'expected a name of lower-case letters, digits, dashes and dots';
  }
}
