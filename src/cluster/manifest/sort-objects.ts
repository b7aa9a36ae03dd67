import type { Finding } from '../../report/index.ts';
import { canonicalJson } from '../../values/index.ts';
import { kindsInOrder } from '../kubernetes-object.ts';
import { type ChosenWorkloads, chooseWorkloads, type ObjectSet } from './choose-workloads.ts';
import { objectKey } from './references.ts';
import {
  type ClientManifest,
  describeObject,
  kindOf,
  type Manifest,
  nameOf,
  placeOf,
  type WrittenObject,
} from './written-object.ts';

/** An object that is named as written, and the clients in whose files it stands. */
interface NamedObject {
  readonly written: WrittenObject;
  readonly clients: Set<string>;
  /** In the files of a template, under a name that isn't the template's. */
  readonly isShared: boolean;
}

/**
 * Says of every object whom it belongs to. Of a template, what bears the workload's name, or begins with it and a dash, is
 * each client's; the rest is shared. Named as written, an object is that client's whose workload's name it bears or begins
 * with (the longest one), or in whose files alone it stands; the rest is shared.
 */
export function sortObjects(
  sets: readonly ObjectSet[],
  container: string,
  isWhole: boolean,
  findings: Finding[],
): Manifest {
  const chosen = sets
    .map((set) => ({ ...set, objects: onceEach(set.objects, findings) }))
    .map((set) => ({ set, workloads: chooseWorkloads(set, container, isWhole, findings) }));
  const own = chosen.flatMap(({ workloads }) => (workloads?.kind === 'named' ? [...workloads.workloads] : []));
  const template = chosen.flatMap(({ set, workloads }) =>
    workloads?.kind === 'template' ? [templateOf(set, workloads)] : [],
  )[0];
  const named = namedObjects(chosen, template, new Set(own.map(([, workload]) => workload)), findings);
  const clientOf = new Map(own.map(([client, workload]) => [nameOf(workload) ?? '', client]));
  const owned = new Map<string, WrittenObject[]>(own.map(([client]) => [client, []]));
  const shared: WrittenObject[] = [];
  for (const { written, clients, isShared } of named.values()) {
    const owner = isShared
      ? undefined
      : (clientOf.get(longestPrefix(nameOf(written) ?? '', clientOf)) ?? onlyOne(clients));
    (owner === undefined ? shared : (owned.get(owner) ?? shared)).push(written);
  }
  return {
    container,
    template,
    own: Object.fromEntries(
      own.map(([client, workload]) => [
        client,
        { name: nameOf(workload), workload, beside: inOrder(owned.get(client) ?? []) },
      ]),
    ),
    shared: inOrder(shared),
  };
}

function templateOf(
  { objects }: ObjectSet,
  { workload }: Extract<ChosenWorkloads, { kind: 'template' }>,
): ClientManifest {
  const name = nameOf(workload);
  const beside = objects.filter((written) => written !== workload && isTemplates(nameOf(written), name));
  return { name, workload, beside: inOrder(beside) };
}

/** Without a name it gets the client's. */
function isTemplates(name: string | undefined, prefix: string | undefined): boolean {
  if (name === undefined) return true;
  return prefix !== undefined && (name === prefix || name.startsWith(`${prefix}-`));
}

/** Each object once; what says one again is a mistake. */
function onceEach(objects: readonly WrittenObject[], findings: Finding[]): readonly WrittenObject[] {
  const first = new Map<string, WrittenObject>();
  return objects.filter((written) => {
    const name = nameOf(written);
    if (name === undefined) return true;
    const key = objectKey(kindOf(written), name);
    const before = first.get(key);
    first.set(key, before ?? written);
    if (before === undefined) return true;
    const { file, line } = placeOf(before);
    const message = `a second ${describeObject(written)}: the first is at ${[file, line].filter(Boolean).join(':')}`;
    if (before !== written) findings.push({ ...placeOf(written), message });
    return false;
  });
}

/** Everything that keeps its name, but for the clients' workloads. */
function namedObjects(
  chosen: readonly { readonly set: ObjectSet; readonly workloads: ChosenWorkloads | undefined }[],
  template: ClientManifest | undefined,
  taken: ReadonlySet<WrittenObject>,
  findings: Finding[],
): ReadonlyMap<string, NamedObject> {
  const named = new Map<string, NamedObject>();
  for (const { set, workloads } of chosen) {
    if (workloads === undefined) continue;
    const isTemplate = workloads.kind === 'template';
    for (const written of set.objects) {
      if (taken.has(written) || template?.workload === written || template?.beside.includes(written)) continue;
      const name = nameOf(written);
      if (name === undefined) {
        findings.push({ ...placeOf(written), message: `this ${kindOf(written)} has no name` });
        continue;
      }
      // Another client's workload, in a file of all clients that is named for some.
      if (kindOf(written) === 'StatefulSet' || kindOf(written) === 'Deployment') continue;
      const key = objectKey(kindOf(written), name);
      const before = named.get(key);
      if (before === undefined) {
        named.set(key, { written, clients: new Set(set.clients), isShared: isTemplate });
        continue;
      }
      for (const client of set.clients) before.clients.add(client);
      if (before.written === written || isSame(before.written, written)) continue;
      const { file, line } = placeOf(before.written);
      const message = `this ${describeObject(written)} differs from the one at ${[file, line].filter(Boolean).join(':')}: what several manifests name must be the same in all`;
      findings.push({ ...placeOf(written), message });
    }
  }
  return named;
}

function isSame(a: WrittenObject, b: WrittenObject): boolean {
  return canonicalJson(a.object) === canonicalJson(b.object);
}

function longestPrefix(name: string, workloads: ReadonlyMap<string, string>): string {
  if (workloads.has(name)) return name;
  const dash = name.lastIndexOf('-');
  return dash < 0 ? '' : longestPrefix(name.slice(0, dash), workloads);
}

function onlyOne(clients: ReadonlySet<string>): string | undefined {
  return clients.size === 1 ? [...clients][0] : undefined;
}

function inOrder(objects: readonly WrittenObject[]): readonly WrittenObject[] {
  return objects.toSorted((a, b) => orderOf(a) - orderOf(b) || ((nameOf(a) ?? '') < (nameOf(b) ?? '') ? -1 : 1));
}

function orderOf(written: WrittenObject): number {
  return (kindsInOrder as readonly string[]).indexOf(kindOf(written));
}
