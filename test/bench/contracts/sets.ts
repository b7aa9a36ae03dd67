import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InterfaceAbi, id } from 'ethers';
import { parse } from 'yaml';
import {
  type BenchArtifact,
  type BenchCall,
  type BenchContract,
  type BenchSet,
  type BenchValue,
  namesIn,
} from './bench-set.ts';

export const setNames = ['1', '20-independent', '100-independent', 'chain-of-20', 'keep-v1', 'random-beacon'] as const;
export type SetName = (typeof setNames)[number];

/** Box and Link, compiled. */
export type OwnArtifacts = Readonly<Record<'Box' | 'Link', BenchArtifact>>;

export function independentSet(name: string, count: number, { Box }: OwnArtifacts): BenchSet {
  const contracts = Array.from({ length: count }, (_, index) => ({
    name: `Box${index}`,
    artifact: Box,
    arguments: [index + 1],
    libraries: new Map<string, string>(),
  }));
  return { name, contracts, calls: [] };
}

export function chainSet(name: string, count: number, { Link }: OwnArtifacts): BenchSet {
  const contracts = Array.from({ length: count }, (_, index) => ({
    name: `Link${index}`,
    artifact: Link,
    arguments: [index === 0 ? '0x0000000000000000000000000000000000000000' : { contract: `Link${index - 1}` }],
    libraries: new Map<string, string>(),
  }));
  return { name, contracts, calls: [] };
}

interface SetFile {
  readonly contracts: Readonly<Record<string, { artifact?: string; arguments?: BenchValue[] }>>;
  readonly calls: readonly { contract: string; interface?: string; function: string; arguments?: BenchValue[] }[];
}

/** The example's own file, read without keep-deploy's reader. */
export function keepV1Set(exampleFolder: string): BenchSet {
  const file = parse(readFileSync(join(exampleFolder, 'contracts.yml'), 'utf8')) as SetFile;
  const packageFolder = join(exampleFolder, 'node_modules/@keep-network/keep-core');
  const libraryOf = placeholders(join(packageFolder, 'contracts'));
  const contracts = Object.entries(file.contracts).map(([name, { artifact = name, arguments: values = [] }]) => {
    const read = truffleArtifact(join(packageFolder, 'artifacts', `${artifact}.json`));
    const found = new Set(read.creationCode.match(/__\$[0-9a-f]{34}\$__/g));
    const libraries = new Map(
      [...found].map((placeholder) => [placeholder, libraryOf.get(placeholder) ?? placeholder]),
    );
    return { name, artifact: read, arguments: values, libraries };
  });
  const calls = file.calls.map(
    ({ contract, interface: abiOf = contract, function: name, arguments: values = [] }): BenchCall => ({
      contract,
      interface: abiOf,
      function: name,
      arguments: values,
    }),
  );
  return { name: 'keep-v1', contracts: inOrderOfNeed(contracts), calls };
}

function truffleArtifact(file: string): BenchArtifact {
  const { contractName, abi, bytecode, deployedBytecode } = JSON.parse(readFileSync(file, 'utf8')) as {
    contractName: string;
    abi: InterfaceAbi;
    bytecode: string;
    deployedBytecode: string;
  };
  return { name: contractName, abi, creationCode: bytecode.slice(2), deployedCode: deployedBytecode.slice(2) };
}

/** Placeholder → library, by the hash of where each source stood when the package was compiled. */
function placeholders(contractsFolder: string): ReadonlyMap<string, string> {
  const sources = readdirSync(contractsFolder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.sol'),
  );
  return new Map(
    sources.flatMap((path) => {
      const library = path.slice(path.lastIndexOf('/') + 1, -'.sol'.length);
      return ['', 'solidity/', 'solidity-v1/', 'project:/'].map((root): [string, string] => [
        `__$${id(`${root}contracts/${path}:${library}`).slice(2, 36)}$__`,
        library,
      ]);
    }),
  );
}

/** As in the file, except that what is needed comes before. */
export function inOrderOfNeed(contracts: readonly BenchContract[]): readonly BenchContract[] {
  const ordered = new Set<BenchContract>();
  const visit = (contract: BenchContract): void => {
    const names = [...contract.arguments.flatMap(namesIn), ...contract.libraries.values()];
    for (const needed of contracts)
      if (needed !== contract && names.includes(needed.name) && !ordered.has(needed)) visit(needed);
    ordered.add(contract);
  };
  for (const contract of contracts) visit(contract);
  return [...ordered];
}
