import {
  type Document,
  isNode,
  isPair,
  isScalar,
  isMap as isYamlMap,
  LineCounter,
  parseAllDocuments,
  parseDocument,
  type Tags,
  visit,
} from 'yaml';
import { describeSeen, type Finding } from '../../report/index.ts';
import type { Json } from '../../values/index.ts';
import { isMap, type ManifestPath } from './manifest-values.ts';
import { helmTemplate, readOtherwise } from './read-otherwise.ts';
import type { WrittenObject } from './written-object.ts';

/** One file of manifests. */
export interface ManifestFile {
  /** As the user wrote its path, for the messages. */
  readonly file: string;
  readonly text: string;
}

/** What the files have of YAML 1.1 beyond JSON: merge keys and its ways to write numbers and truth. */
const tags = ['map', 'seq', 'str', 'null', 'bool', 'int', 'float', 'merge'].map((name) => `tag:yaml.org,2002:${name}`);

/** YAML 1.1 has no `0o400`; kubectl reads it nevertheless. */
const octal: Tags[number] = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^0o[0-7]+$/,
  resolve: Number,
};

const options = {
  prettyErrors: false,
  logLevel: 'error',
  version: '1.1',
  customTags: (known: Tags): Tags => [
    ...known.filter((tag) => typeof tag === 'object' && tags.includes(tag.tag) && !isTimeOfDay(tag)),
    octal,
  ],
} as const;

/**
 * Reads the objects of one file of plain YAML, as `kubectl kustomize` and `helm template` print it: many documents, empty
 * ones, comments, lists of objects. It is read as kubectl reads it, as YAML 1.1: `defaultMode: 0400` is octal.
 */
export function readObjects({ file, text }: ManifestFile): {
  readonly objects: readonly WrittenObject[];
  readonly findings: readonly Finding[];
} {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { ...options, lineCounter: lines });
  const at = (offset: number): Omit<Finding, 'message'> => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const list: readonly Document.Parsed[] = 'empty' in documents ? [] : documents;
  const errors = list.flatMap((document) => document.errors);
  const syntax = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  if (syntax !== undefined) {
    // One mistake of the syntax brings many more, which say nothing.
    const message = /\{\{/.test(text) ? helmTemplate : `this is not valid YAML: ${syntax.message}`;
    return { objects: [], findings: [{ ...at(syntax.pos[0]), message }] };
  }
  const findings: Finding[] = errors.map(({ pos: [offset] }) => ({
    ...at(offset),
    message: `this map has the key ${describeSeen(keyAt(text, offset))} twice`,
  }));
  const written = list.filter(({ contents }) => contents !== null && !(isScalar(contents) && contents.value === null));
  const objects = written.flatMap((document): readonly WrittenObject[] => {
    const doubtful = [...readOtherwise(document, text), ...misreadNumbers(document)];
    findings.push(...doubtful.map(({ offset, message }) => ({ ...at(offset), message })));
    const root = plainValue(document, findings, at);
    const [start, , end] = document.range;
    // Parsed again when a place is asked for, which is seldom: a thousand trees would fill the memory.
    const offsetAt = (path: ManifestPath) => start + offsetOf(parseDocument(text.slice(start, end), options), path);
    return (root === undefined ? [] : objectsIn(root)).flatMap(({ value, path: base }) => {
      const locate = (path: ManifestPath) => at(offsetAt([...base, ...path]));
      if (isMap(value)) return [{ object: value, file, locate }];
      const message = `expected a Kubernetes object with apiVersion, kind and metadata, found ${describeSeen(value)}`;
      findings.push({ ...locate([]), message });
      return [];
    });
  });
  return { objects, findings };
}

/** `kind: List` is how kubectl and others write many objects as one. */
function objectsIn(root: Json, path: ManifestPath = []): readonly { value: Json; path: ManifestPath }[] {
  const isList = isMap(root) && /List$/.test(String(root['kind'])) && root['items'] !== undefined;
  const items = isList ? (root['items'] ?? []) : undefined;
  if (!Array.isArray(items)) return [{ value: root, path }];
  return (items as readonly Json[]).flatMap((item, index) => objectsIn(item, [...path, 'items', index]));
}

/** YAML 1.1 reads `3:19` as a number of seconds; kubectl doesn't. */
function isTimeOfDay(tag: object): boolean {
  return 'format' in tag && tag.format === 'TIME';
}

function plainValue(
  document: Document,
  findings: Finding[],
  at: (offset: number) => Omit<Finding, 'message'>,
): Json | undefined {
  try {
    return withoutFractions(document.toJS({ maxAliasCount: 100 }));
  } catch (error) {
    // The library refuses documents that grow without bound through their aliases, and aliases of nothing.
    const offset = document.contents?.range?.[0] ?? 0;
    findings.push({ ...at(offset), message: `this YAML can't be used: ${(error as Error).message}` });
    return undefined;
  }
}

/**
 * Addresses and other long numbers without quotes: in a ConfigMap they become text that nobody wrote. They are read as the
 * texts they were meant to be, so that nothing else is said of them. So is `1.10`, of which nothing need be said: as a
 * quantity it is the same, and where text belongs `1.1` would be another version.
 */
function misreadNumbers(document: Document): readonly { readonly offset: number; readonly message: string }[] {
  const found: { offset: number; message: string }[] = [];
  visit(document, {
    // Of equal keys, which are told elsewhere, the first counts.
    Map: (_, map) => {
      const keys = map.items.map(({ key }) => (isScalar(key) ? key.value : key));
      map.items = map.items.filter((_pair, index) => keys.indexOf(keys[index]) === index);
    },
    Scalar: (_, scalar, parents) => {
      const { value, source = '' } = scalar;
      if (typeof value !== 'number') return;
      const isHexadecimal = /^[-+]?0x/i.test(source);
      if (/^\d+\.\d+$/.test(source) && !Number.isInteger(value)) scalar.value = source;
      if (!isHexadecimal && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return;
      scalar.value = source;
      const parent = parents.at(-1);
      const key: unknown = isPair(parent) ? parent.key : undefined;
      found.push({
        offset: (isNode(key) ? key.range?.[0] : scalar.range?.[0]) ?? 0,
        message: isHexadecimal
          ? 'YAML reads 0x… without quotes as a number: write it in quotes'
          : 'this number is too large to be read exactly: write it in quotes',
      });
    },
  });
  return found;
}

/** `cpu: 0.5` means `cpu: "0.5"` to Kubernetes (only quantities have fractions); a release has integers only. */
function withoutFractions(value: unknown): Json {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(withoutFractions);
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutFractions(entry)]));
}

function keyAt(text: string, offset: number): string {
  const found = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s:]+)/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  return found.replaceAll(/^["']|["']$/g, '');
}

/** Where the value's key stands, or the nearest thing around it when it is missing. */
function offsetOf(document: Document, path: ManifestPath): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(node) || node.range == null) continue;
    const parent: unknown = length <= 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isYamlMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path[length - 1]))
      : undefined;
    const key: unknown = pair?.key;
    return isNode(key) && key.range != null ? key.range[0] : node.range[0];
  }
  return 0;
}
