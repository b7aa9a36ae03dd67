import { type Document, isAlias, isMap, isNode, isScalar, isSeq, visit, type YAMLMap } from 'yaml';
import { describeSeen } from '../../report/index.ts';

/** Something that kubectl makes something else of than we would. */
export interface ReadOtherwise {
  /** In the file. */
  readonly offset: number;
  readonly message: string;
}

/**
 * What is refused because kubectl reads it otherwise (seen of 1.36): `!!binary` and other tags beyond those of JSON, and
 * merge keys whose place in the map or whose order decides.
 */
export function readOtherwise(document: Document.Parsed, text: string): readonly ReadOtherwise[] {
  const found: ReadOtherwise[] = document.warnings
    .filter(({ code }) => code === 'TAG_RESOLVE_FAILED')
    .map(({ pos: [start, end] }) => ({
      offset: start,
      message: `the tag ${describeSeen(text.slice(start, end))} isn't known here: write the value without it`,
    }));
  visit(document, {
    Map: (_, map) => void found.push(...mergesOf(map, document), ...mapsAsKeys(map)),
  });
  return found;
}

/** `{{ .Values.name }}` is YAML: a map whose key is a map. Nothing in Kubernetes is one. */
function mapsAsKeys(map: YAMLMap): readonly ReadOtherwise[] {
  return map.items.flatMap(({ key }) => (isMap(key) ? [{ offset: offsetOf(key), message: helmTemplate }] : []));
}

export const helmTemplate = 'this is a template of Helm, and no YAML yet: give what `helm template` prints';

function mergesOf(map: YAMLMap, document: Document): readonly ReadOtherwise[] {
  const places = map.items.flatMap(({ key }, index) => (isMergeKey(key) ? [index] : []));
  const [first = 0, second] = places;
  if (second !== undefined)
    return [
      { offset: offsetOf(map.items[second]?.key), message: 'this map has the key << twice: write <<: [*one, *other]' },
    ];
  if (first === 0) return [];
  const merged = keysOf(map.items[first]?.value, document);
  return map.items
    .slice(0, first)
    .filter(({ key }) => merged.has(nameOf(key)))
    .map(({ key }) => ({
      offset: offsetOf(key),
      message: `${describeSeen(nameOf(key))} stands before the key <<, which brings it too: kubectl would take that one. Write << first, so that what stands here counts`,
    }));
}

/** Of all that a merge key brings, from wherever. */
function keysOf(merged: unknown, document: Document, within: readonly unknown[] = []): ReadonlySet<string> {
  if (within.includes(merged)) return new Set();
  const inner = [...within, merged];
  if (isAlias(merged)) return keysOf(merged.resolve(document), document, inner);
  if (isSeq(merged)) return new Set(merged.items.flatMap((item) => [...keysOf(item, document, inner)]));
  if (!isMap(merged)) return new Set();
  return new Set(
    merged.items.flatMap(({ key, value }) => (isMergeKey(key) ? [...keysOf(value, document, inner)] : [nameOf(key)])),
  );
}

/** The library's own sign for a `<<` that isn't quoted. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

function nameOf(key: unknown): string {
  return isScalar(key) && typeof key.value !== 'symbol' ? String(key.value) : '';
}

function offsetOf(key: unknown): number {
  return isNode(key) ? (key.range?.[0] ?? 0) : 0;
}
