import type { CompiledContract } from '../compiled-contract.ts';
import { isHashed, placeholdersIn } from '../placeholder.ts';

/** `Name.bin` or `Name.hex` with `Name.abi` beside it, as solc's command line writes them; a lone `.abi` is an interface. */
export function readBareHex(name: string, code: string | undefined, abi: string | undefined): CompiledContract {
  const [digits = '', ...comments] = (code ?? '').split(/\r?\n(?=\s*\/\/)/);
  const bytecode = digits.replace(/\s/g, '');
  return {
    name,
    abi: abi === undefined ? undefined : parseAbi(abi),
    creationCode: bytecode,
    linkReferences: linkReferences(bytecode.replace(/^0x/, ''), comments),
  };
}

/** solc ends such a file with what its placeholders mean: `// $<34 digits>$ -> path/File.sol:Name`. */
function linkReferences(code: string, comments: readonly string[]) {
  const references: Record<string, Record<string, { start: number; length: number }[]>> = {};
  const named = new Map(
    comments.flatMap((line): [string, readonly string[]][] => {
      const match = /^\s*\/\/ (\$[0-9a-f]{34}\$) -> (.+):([^:\s]+)\s*$/.exec(line);
      return match === null ? [] : [[`__${match[1]}__`, match.slice(2)]];
    }),
  );
  for (const placeholder of placeholdersIn(code).filter(isHashed)) {
    const [source, name] = named.get(placeholder) ?? [];
    if (source === undefined || name === undefined) continue;
    const places = [{ start: code.indexOf(placeholder) / 2, length: 20 }];
    references[source] = { ...references[source], [name]: places };
  }
  return references;
}

function parseAbi(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError('its .abi file is no JSON', { cause: error });
  }
}
