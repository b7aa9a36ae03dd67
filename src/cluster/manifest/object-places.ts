import type { Finding } from '../../report/index.ts';
import type { JsonObject, WantedObject } from '../kubernetes-object.ts';
import { isMap, type ManifestPath, valueAt } from './manifest-values.ts';
import { clientsName } from './name-check.ts';
import { objectKey } from './references.ts';
import { kindOf, type Manifest, manifestOf, nameOf, placeOf, type WrittenObject } from './written-object.ts';

/**
 * Where the user wrote an object that is about to be written; with a text that names a field of it (such as the API server's
 * refusal), where that field stands, or the nearest thing around it. Empty for what is generated, and for a stored release.
 */
export type PlaceOf = (
  object: Pick<WantedObject, 'kind'> & { readonly metadata: { readonly name: string } },
  saying?: string,
) => Omit<Finding, 'message'>;

/** Of every object that the manifests make for these clients. */
export function objectPlaces(manifest: Manifest, clients: readonly string[]): PlaceOf {
  const written = new Map<string, WrittenObject>();
  for (const each of manifest.shared) written.set(objectKey(kindOf(each), nameOf(each) ?? ''), each);
  for (const client of clients) {
    const { workload, beside, name, isTemplate } = manifestOf(manifest, client);
    for (const each of [workload, ...beside]) {
      const becomes = isTemplate ? clientsName(nameOf(each), name, client) : (nameOf(each) ?? '');
      written.set(objectKey(kindOf(each), becomes), each);
    }
  }
  return ({ kind, metadata }, saying = '') => {
    const found = written.get(objectKey(kind, metadata.name));
    return found === undefined ? {} : placeOf(found, fieldNamedIn(saying, found.object));
  };
}

/** `spec.template.spec.containers[0].image`, `….containers[name="client"].image`, `metadata.labels[a/b]` */
const field =
  /(?:^|[^\w./-])\.?((?:metadata|spec|data|stringData|rules|roleRef|subjects)(?:\.[A-Za-z][\w-]*|\[[^\]\s]*\])+)/;

/** The path of the first field that a text names, as far as it leads in this object. Pure. */
export function fieldNamedIn(text: string, object: JsonObject): ManifestPath {
  const steps = field.exec(text)?.[1]?.match(/[A-Za-z][\w-]*(?![^[]*\])|\[[^\]]*\]/g) ?? [];
  const path: (string | number)[] = [];
  for (const step of steps) {
    const next = step.startsWith('[') ? entryOf(valueAt(object, path), step.slice(1, -1)) : step;
    if (next === undefined) break;
    path.push(next);
  }
  return path;
}

/** What brackets mean: a place in a list, an entry by its keys, or a key of a map. */
function entryOf(value: unknown, step: string): string | number | undefined {
  if (!Array.isArray(value)) return step.replaceAll(/^"|"$/g, '');
  if (/^\d+$/.test(step)) return Number(step);
  const keys = [...step.matchAll(/([A-Za-z]\w*)="?([^",]*)"?/g)];
  const index = value.findIndex(
    (entry) =>
      isMap(entry) && keys.every(([, key = '', wanted]) => entry[key] === undefined || String(entry[key]) === wanted),
  );
  return index < 0 || keys.length === 0 ? undefined : index;
}
