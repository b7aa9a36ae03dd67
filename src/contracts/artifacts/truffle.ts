import * as v from 'valibot';
import type { Artifact } from './artifact.ts';
import { hashedPlaceholder, namedPlaceholder, placeholdersIn } from './placeholder.ts';

const parameterSchema: v.GenericSchema<{
  name?: string | undefined;
  type: string;
  components?: unknown[] | undefined;
}> = v.object({
  name: v.optional(v.string()),
  type: v.string(),
  components: v.optional(v.array(v.lazy(() => parameterSchema))),
});

/** What slim and full Truffle artifacts have in common, as far as a migration needs it. */
const truffleSchema = v.object({
  contractName: v.string(),
  abi: v.array(
    v.object({
      type: v.string(),
      name: v.optional(v.string()),
      inputs: v.optional(v.array(parameterSchema)),
      stateMutability: v.optional(v.string()),
      payable: v.optional(v.boolean()),
    }),
  ),
  bytecode: v.string(),
  deployedBytecode: v.optional(v.string()),
  networks: v.optional(
    v.record(v.string(), v.looseObject({ links: v.optional(v.record(v.string(), v.unknown())) })),
    {},
  ),
});

/** Where Solidity sources stood when the package was compiled, relative to the compiler's root. */
const sourceRoots = ['', 'solidity/', 'solidity-v1/', 'project:/'];

/**
 * Reads a Truffle artifact, slim or full.
 * @param libraryNames which library a hashed placeholder means, see {@link placeholderNames}.
 * @throws RangeError that says what is wrong with it.
 */
export function readTruffleArtifact(text: string, libraryNames: ReadonlyMap<string, string>): Artifact {
  const parsed = v.safeParse(truffleSchema, parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new RangeError(`it is no Truffle artifact: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
  }
  const { contractName, abi, bytecode, deployedBytecode, networks } = parsed.output;
  const creationCode = bytecode.replace(/^0x/, '');
  const placeholders = placeholdersIn(creationCode);
  const rest = placeholders.reduce((code, placeholder) => code.replaceAll(placeholder, ''), creationCode);
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(rest)) throw new RangeError('its bytecode is no hexadecimal text');
  return {
    name: contractName,
    abi: abi as Artifact['abi'],
    creationCode,
    deployedCode: deployedBytecode?.replace(/^0x/, ''),
    immutableReferences: undefined,
    unusable:
      placeholders.length === 0 && Object.values(networks).some(({ links = {} }) => Object.keys(links).length > 0)
        ? `the bytecode of ${contractName} is already linked to the libraries of another network: use the artifact as compiled`
        : undefined,
    links: placeholders.map((placeholder) => ({
      placeholder,
      library: libraryNames.get(placeholder) ?? plainName(placeholder),
    })),
  };
}

/** Placeholder → library, for every Solidity file that a package carries (a hash can't be turned back). */
export function placeholderNames(sources: readonly string[]): ReadonlyMap<string, string> {
  return new Map(sources.flatMap(placeholdersOfSource));
}

function placeholdersOfSource(path: string): [string, string][] {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.sol$/, '');
  return [
    [namedPlaceholder(name), name],
    ...sourceRoots.map((root): [string, string] => [hashedPlaceholder(`${root}${path}:${name}`), name]),
  ];
}

/** `__Name____…` whose source the package doesn't carry; a name of 36 or more characters is cut and tells nothing. */
function plainName(placeholder: string): string | undefined {
  const name = /^__([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)_{2,}$/.exec(placeholder);
  return name?.[1];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError('it is no JSON', { cause: error });
  }
}
