import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
} from 'yaml';
import { describeSeen, type Finding } from '../report/index.ts';
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
  /** One value per YAML document, as far as it can be read: what is wrong with it stands in `findings`. */
  readonly documents: readonly Json[];
  /** What is wrong with the file as YAML. */
  readonly findings: readonly Finding[];
  /** The place of the value's key, or of the nearest parent that exists. `path` begins inside the document numbered `index`. */
  locate(path: Path, index?: number): Place;
  /** Whether the value, or the nearest parent that exists, ends before the first mistake of the syntax. */
  isCertain(path: Path): boolean;
}

/** Reads YAML 1.2 (JSON is YAML too). Nothing is thrown: what is wrong stands in `findings`. */
export function readYaml(file: string, text: string): SourceFile {
  const written = parsed(text);
  // One mistake of the syntax brings many more, which say nothing.
  const [syntax] = written.documents.flatMap(({ errors }) => errors).filter(isOfSyntax);
  const respaced = syntax?.code === 'TAB_AS_INDENT' ? withoutTabs(text) : undefined;
  const { documents, lines } = respaced ?? written;
  const end = syntax === undefined || respaced !== undefined ? Number.POSITIVE_INFINITY : syntax.pos[0];
  // What stands directly before the mistake may be a part of it.
  const certainEnd = text.slice(0, end).trimEnd().length;
  const placeAt = (offset: number, counter = lines): Place => {
    const { line, col } = counter.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const invalid = documents
    .flatMap((document) => [...document.errors, ...document.warnings])
    .filter((error) => !isOfSyntax(error))
    .map(({ message, pos: [offset] }) => ({ offset, message: `this is not valid YAML: ${message}` }));
  const findings: Finding[] = [...invalid, ...documents.flatMap(unusableNodes)]
    .filter(({ offset }) => offset < end)
    .map(({ offset, message }) => ({ ...placeAt(offset), message }));
  if (syntax) {
    const message = `this is not valid YAML: ${syntax.message}`;
    findings.unshift({ ...placeAt(syntax.pos[0], written.lines), message });
  }
  const values: Json[] = [];
  for (const document of documents) {
    try {
      values.push(document.toJS() as Json);
    } catch (error) {
      // The library refuses documents that grow without bound through their aliases.
      const message = `this YAML can't be used: ${(error as Error).message}`;
      if (findings.length === 0) findings.push({ ...placeAt(0), message });
    }
  }
  return {
    file,
    documents: values,
    findings,
    locate: (path, index = 0) => placeAt(positionOf(documents[index], path).offset),
    isCertain: (path) => end === Number.POSITIVE_INFINITY || positionOf(documents[0], path).end < certainEnd,
  };
}

interface Parsed {
  readonly documents: readonly Document[];
  readonly lines: LineCounter;
}

function parsed(text: string): Parsed {
  const lines = new LineCounter();
  // Without "pretty" errors and warnings on stderr: those quote the file, which may hold a secret.
  const quiet = { prettyErrors: false, logLevel: 'error' } as const;
  // The library would compare each key with every other one: a map of a thousand clients took longer than all else here.
  const options = { ...quiet, lineCounter: lines, version: '1.2', uniqueKeys: false } as const;
  const documents = parseAllDocuments(text, options);
  return { documents: 'empty' in documents ? [] : documents, lines };
}

/** The file as its writer saw it, when a width of tabs is found with which it is right, or the next line shows it. */
function withoutTabs(text: string): Parsed | undefined {
  const widths = ['  ', '    ', ' '.repeat(8)].map((spaces) =>
    text.replaceAll(/^[ \t]+/gm, (indent) => indent.replaceAll('\t', spaces)),
  );
  const likeNext = text.replaceAll(/^ *\t[ \t]*(?=\S.*\n(?<indent> *)[^\s])/gm, '$<indent>');
  return [...widths, likeNext]
    .map(parsed)
    .find(({ documents }) => !documents.some(({ errors }) => errors.some(isOfSyntax)));
}

function isOfSyntax({ name }: { readonly name: string }): boolean {
  return name === 'YAMLParseError';
}

/**
 * Aliases of nothing, keys that come twice, numbers that JavaScript can't hold exactly, and the ones YAML has beyond
 * numbers. Such numbers are read as the texts they were meant to be, and of equal keys the first counts.
 */
function unusableNodes(document: Document): { readonly offset: number; readonly message: string }[] {
  const findings: { offset: number; message: string }[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const message = `the alias *${alias.source} stands for nothing: no &${alias.source} comes before it`;
      findings.push({ offset: alias.range?.[0] ?? 0, message });
    },
    Map: (_, map) => {
      const seen = new Set<unknown>();
      map.items = map.items.filter(({ key }) => {
        const name = isScalar(key) ? key.value : key;
        const isFirst = !seen.has(name);
        seen.add(name);
        if (isFirst) return true;
        findings.push({
          offset: startOf(key) ?? 0,
          message: `this map has the key ${describeSeen(String(name))} twice`,
        });
        return false;
      });
    },
    Scalar: (_, scalar, parents) => {
      const { value, source = '' } = scalar;
      if (typeof value !== 'number') return;
      const isHexadecimal = /^0x/i.test(source);
      if (!isHexadecimal && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return;
      const message = isHexadecimal
        ? 'YAML reads 0x… without quotes as a number: write it in quotes'
        : 'this number is too large to be read exactly: write it in quotes';
      scalar.value = source;
      const parent = parents.at(-1);
      const offset = isPair(parent) ? startOf(parent.key) : scalar.range?.[0];
      findings.push({ offset: offset ?? 0, message });
    },
  });
  return findings;
}

function positionOf(document: Document | undefined, path: Path): { readonly offset: number; readonly end: number } {
  if (document === undefined) return { offset: 0, end: 0 };
  let offset = document.contents?.range?.[0] ?? 0;
  let node: unknown = document.contents;
  for (const step of path) {
    const next = childOf(resolved(node, document), step);
    if (next === undefined) break;
    offset = next.offset ?? offset;
    node = next.node;
  }
  return { offset, end: isNode(node) ? (node.range?.[1] ?? offset) : offset };
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
  return isNode(node) ? node.range?.[0] : undefined;
}
