import * as v from 'valibot';
import type { Abi } from '../abi/json-abi.ts';
import type { Artifact, ByteRange, Link } from './artifact.ts';
import { hashedPlaceholder, isHashed, namedLibrary, placeholdersIn } from './placeholder.ts';

/** What a file says of one contract, in the words that all formats share; nothing of it is checked yet. */
export interface CompiledContract {
  readonly name: string;
  /** The Solidity file as the compiler knew it. */
  readonly source?: string | undefined;
  /** Undefined where it would stand in a file that is missing. */
  readonly abi: unknown;
  /** Hexadecimal text with or without `0x`; null or absent when there is none. */
  readonly creationCode: unknown;
  readonly linkReferences?: unknown;
  readonly deployedCode?: unknown;
  readonly deployedLinkReferences?: unknown;
  /** By syntax tree id, as solc writes it. */
  readonly immutableReferences?: unknown;
  readonly compiler?: string | undefined;
  /** It was written when the contract was deployed somewhere, not when it was compiled. */
  readonly isRecord?: boolean;
  readonly unusable?: string | undefined;
}

const parameterSchema: v.GenericSchema<{
  name?: string | undefined;
  type: string;
  components?: unknown[] | undefined;
}> = v.object({
  name: v.optional(v.string()),
  type: v.string(),
  components: v.optional(v.array(v.lazy(() => parameterSchema))),
});

const abiSchema = v.array(
  v.object({
    type: v.optional(v.string(), 'function'),
    name: v.optional(v.string()),
    inputs: v.optional(v.array(parameterSchema)),
    outputs: v.optional(v.array(parameterSchema)),
    stateMutability: v.optional(v.string()),
    constant: v.optional(v.boolean()),
    payable: v.optional(v.boolean()),
  }),
);

const rangeSchema = v.object({ start: v.number(), length: v.number() });
const linkReferencesSchema = v.record(v.string(), v.record(v.string(), v.array(rangeSchema)));
const immutableReferencesSchema = v.record(v.string(), v.array(rangeSchema));

/** Checks what a file says of a contract. @throws RangeError that says what is wrong with it. */
export function toArtifact(compiled: CompiledContract): Artifact {
  const references = parse(linkReferencesSchema, compiled.linkReferences ?? {}, 'linkReferences');
  const creation = withPlaceholders(codeOf(compiled.creationCode, 'bytecode'), references);
  const deployedText = codeOf(compiled.deployedCode, 'deployed bytecode');
  const deployed = withPlaceholders(
    deployedText,
    parse(linkReferencesSchema, compiled.deployedLinkReferences ?? {}, 'deployedLinkReferences'),
  );
  requireDigits(creation.code, 'bytecode');
  requireDigits(deployed.code, 'deployed bytecode');
  const known = new Map(creation.links.map((link) => [link.placeholder, link]));
  return {
    name: compiled.name,
    source: compiled.source,
    abi: parse(abiSchema, compiled.abi ?? [], 'abi').map(withMutability) as Abi,
    lacksAbi: compiled.abi === undefined,
    creationCode: creation.code,
    links: placeholdersIn(creation.code).map((placeholder) => known.get(placeholder) ?? linkOf(placeholder)),
    deployedCode: deployed.code === '' ? undefined : deployed.code,
    immutableReferences: rangesOf(compiled.immutableReferences),
    compiler: compiled.compiler,
    unusable: compiled.unusable ?? creation.linked,
  };
}

function codeOf(value: unknown, what: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new RangeError(`its ${what} is no text`);
  return value.trim().replace(/^0x/, '');
}

type LinkReferences = v.InferOutput<typeof linkReferencesSchema>;

/** What stands where a library's address belongs tells the library; a compiler that left zeros there gets its placeholder. */
function withPlaceholders(text: string, references: LinkReferences) {
  const links: Link[] = [];
  let code = text;
  let linked: string | undefined;
  for (const [source, libraries] of Object.entries(references)) {
    for (const [library, places] of Object.entries(libraries)) {
      for (const { start } of places) {
        const from = start * 2;
        const seen = code.slice(from, from + 40);
        if (seen.length !== 40) throw new RangeError(`its linkReferences lead out of the bytecode (${library})`);
        if (/^0+$/.test(seen)) {
          code = code.slice(0, from) + hashedPlaceholder(`${source}:${library}`) + code.slice(from + 40);
        } else if (!seen.startsWith('__')) {
          linked = `its bytecode is already linked to the library ${library} of another network (0x${seen})`;
        }
        if (linked === undefined) links.push({ placeholder: code.slice(from, from + 40), library, source });
      }
    }
  }
  return { code, links, linked };
}

function requireDigits(code: string, what: string): void {
  const rest = placeholdersIn(code).reduce((text, placeholder) => text.replaceAll(placeholder, ''), code);
  if (!isHexadecimal(rest)) throw new RangeError(`its ${what} is no hexadecimal text`);
}

const scratch = Buffer.alloc(32_768);

/** Many times faster than a regular expression on what is often 50,000 digits: decoding stops at the first that is none. */
function isHexadecimal(digits: string): boolean {
  const step = 2 * scratch.length;
  for (let start = 0; start < digits.length; start += step) {
    const part = digits.slice(start, start + step);
    if (scratch.write(part, 'hex') * 2 !== part.length) return false;
  }
  return true;
}

function linkOf(placeholder: string): Link {
  const named = isHashed(placeholder) ? undefined : namedLibrary(placeholder);
  return { placeholder, library: named?.name, source: named?.source };
}

function rangesOf(references: unknown): readonly ByteRange[] | undefined {
  if (references === undefined || references === null) return undefined;
  return Object.values(parse(immutableReferencesSchema, references, 'immutableReferences')).flat();
}

/** Old ABIs say `constant` and `payable` only. */
function withMutability({ constant, ...entry }: v.InferOutput<typeof abiSchema>[number]) {
  return entry.stateMutability === undefined && constant === true ? { ...entry, stateMutability: 'view' } : entry;
}

function parse<const S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  throw new RangeError(`its ${what}${place === null ? '' : `.${place}`} can't be read: ${issue.message}`);
}
