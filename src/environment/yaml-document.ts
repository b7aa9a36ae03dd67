import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from 'yaml';
import type { Finding } from '../report/index.ts';
import type { Json } from '../values/index.ts';

/** The way from a document's root to a value: keys of maps and indexes of lists. */
export type Path = readonly (string | number)[];

/** Where something stands in a file. Line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a YAML file says, and where in it each value stands. */
export interface SourceFile {
  readonly file: string;
  /** One value per YAML document in the file; empty when the file isn't YAML. */
  readonly documents: readonly Json[];
  /** What is wrong with the file as YAML. */
  readonly findings: readonly Finding[];
  /** The place of the value's key, or of the nearest parent that exists. `path` begins inside the document numbered `index`. */
  locate(path: Path, index?: number): Place;
}

/** Reads YAML 1.2 (JSON is YAML too). Nothing is thrown: what is wrong stands in `findings`. */
export function readYaml(file: string, text: string): SourceFile {
  const lines = new LineCounter();
  // Without "pretty" errors: those quote the lines around them, which may hold a secret.
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const documents: readonly Document[] = 'empty' in parsed ? [] : parsed;
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const findings: Finding[] = documents
    .flatMap((document) => [...document.errors, ...document.warnings])
    .map(({ message, pos }) => ({ ...placeAt(pos[0]), message: `this is not valid YAML: ${message}` }));
  for (const document of documents) findings.push(...unusableNodes(document, placeAt));
  const values: Json[] = [];
  for (const document of findings.length > 0 ? [] : documents) {
    try {
      values.push(document.toJS() as Json);
    } catch (error) {
      // The library refuses documents that grow without bound through their aliases.
      findings.push({ ...placeAt(0), message: `this YAML can't be used: ${(error as Error).message}` });
    }
  }
  return {
    file,
    documents: findings.length > 0 ? [] : values,
    findings,
    locate: (path, index = 0) => placeAt(offsetOf(documents[index], path)),
  };
}

/** Aliases of nothing, numbers that JavaScript can't hold exactly, and the ones YAML has beyond numbers. */
function unusableNodes(document: Document, placeAt: (offset: number) => Place): Finding[] {
  const findings: Finding[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const place = placeAt(alias.range?.[0] ?? 0);
      findings.push({
        ...place,
        message: `the alias *${alias.source} stands for nothing: no &${alias.source} comes before it`,
      });
    },
    Scalar: (_, { value, source, range }) => {
      if (typeof value !== 'number') return;
      const place = placeAt(range?.[0] ?? 0);
      if (/^0x/i.test(source ?? '')) {
        findings.push({ ...place, message: 'YAML reads 0x… without quotes as a number: write it in quotes' });
      } else if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
        findings.push({ ...place, message: 'this number is too large to be read exactly: write it in quotes' });
      }
    },
  });
  return findings;
}

function offsetOf(document: Document | undefined, path: Path): number {
  if (document === undefined) return 0;
  let offset = document.contents?.range?.[0] ?? 0;
  let node: unknown = document.contents;
  for (const step of path) {
    const next = childOf(resolved(node, document), step);
    if (next === undefined) break;
    offset = next.offset ?? offset;
    node = next.node;
  }
  return offset;
}

function resolved(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function childOf(node: unknown, step: string | number): { node: unknown; offset: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    return pair && { node: pair.value, offset: startOf(pair.key) };
  }
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? undefined : { node: item, offset: startOf(item) };
  }
  return undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}
