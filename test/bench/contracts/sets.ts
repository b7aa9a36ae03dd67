import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { id } from 'ethers';
import { parse } from 'yaml';
import {
  type AbiEntry,
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
  readonly calls: readonly {
    contract: string;
    interface?: string;
    function: string;
    arguments?: BenchValue[];
    'one-shot'?: boolean;
  }[];
}

/** The example's own file, read without keep-deploy's reader. What can be done only once comes last, as a layer of its own. */
export function keepV1Set(exampleFolder: string): BenchSet {
  const file = parse(readFileSync(join(exampleFolder, 'contracts.yml'), 'utf8')) as SetFile;
  const packageFolder = join(exampleFolder, 'node_modules/@keep-network/keep-core');
  const libraryOf = placeholders(join(packageFolder, 'contracts'));
  const contracts = Object.entries(file.contracts).map(([name, { artifact = name, arguments: values = [] }]) => {
    const read = readArtifact(join(packageFolder, 'artifacts', `${artifact}.json`));
    const found = new Set(read.creationCode.match(/__\$[0-9a-f]{34}\$__/g));
    const libraries = new Map(
      [...found].map((placeholder) => [placeholder, libraryOf.get(placeholder) ?? placeholder]),
    );
    return { name, artifact: read, arguments: values, libraries };
  });
  const calls = file.calls.map(
    (call): BenchCall => ({
      contract: call.contract,
      interface: call.interface ?? call.contract,
      function: call.function,
      arguments: call.arguments ?? [],
      isOneShot: call['one-shot'] ?? false,
    }),
  );
  const inOrder = [...calls.filter(({ isOneShot }) => !isOneShot), ...calls.filter(({ isOneShot }) => isOneShot)];
  return { name: 'keep-v1', contracts: inOrderOfNeed(contracts), calls: inOrder };
}

/** Truffle and Hardhat write these alike. */
function readArtifact(file: string): BenchArtifact {
  const { contractName, abi, bytecode, deployedBytecode } = JSON.parse(readFileSync(file, 'utf8')) as {
    contractName: string;
    abi: readonly AbiEntry[];
    bytecode: string;
    deployedBytecode: string;
  };
  return { name: contractName, abi, creationCode: bytecode.slice(2), deployedCode: deployedBytecode.slice(2) };
}

/** Where the sources of {@link randomBeaconSet} stand; for `artifacts:` of its contracts.yml too. */
export const randomBeaconSources = [
  { package: '@threshold-network/solidity-contracts', version: '1.3.0-dev.12', folder: 'build/contracts' },
  { package: '@keep-network/random-beacon', version: '2.1.0-dev.18', folder: 'build/contracts' },
  { package: '@keep-network/random-beacon', version: '2.1.0-dev.18', folder: 'export/artifacts/@keep-network' },
] as const;

/**
 * The beacon of Keep's second network: four libraries, five levels deep. Its staking contract can only be created after a
 * call, which some peers can't express; the token's address stands in for it.
 */
export function randomBeaconSet(exampleFolder: string): BenchSet {
  const artifactOf = hardhatArtifacts(
    randomBeaconSources.map((source) => join(exampleFolder, 'node_modules', source.package, source.folder)),
  );
  const contract = (name: string, values: readonly BenchValue[] = []): BenchContract => {
    const { artifact, libraries } = artifactOf(name);
    return { name, artifact, arguments: values, libraries };
  };
  const named = (name: string) => ({ contract: name });
  const contracts = [
    contract('T'),
    contract('ReimbursementPool', [40800, '500000000000']),
    contract('SortitionPool', [named('T'), '1000000000000000000']),
    contract('BeaconDkgValidator', [named('SortitionPool')]),
    ...['BLS', 'BeaconAuthorization', 'BeaconDkg', 'BeaconInactivity'].map((name) => contract(name)),
    contract('RandomBeacon', ['SortitionPool', 'T', 'T', 'BeaconDkgValidator', 'ReimbursementPool'].map(named)),
    contract('RandomBeaconGovernance', [named('RandomBeacon'), 604800]),
  ];
  const call = (target: string, name: string, value: string): BenchCall => ({
    contract: target,
    interface: target,
    function: name,
    arguments: [named(value)],
    isOneShot: false,
  });
  const calls = [
    call('SortitionPool', 'transferOwnership', 'RandomBeacon'),
    call('ReimbursementPool', 'authorize', 'RandomBeacon'),
    call('RandomBeacon', 'transferGovernance', 'RandomBeaconGovernance'),
  ];
  return { name: 'random-beacon', contracts, calls };
}

type LinkReferences = Readonly<Record<string, Readonly<Record<string, readonly { readonly start: number }[]>>>>;

function hardhatArtifacts(folders: readonly string[]) {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  return (name: string) => {
    const file = files.find((path) => path.endsWith(`/${name}.sol/${name}.json`));
    if (file === undefined) throw new Error(`no artifact of ${name}`);
    const { linkReferences } = JSON.parse(readFileSync(file, 'utf8')) as { linkReferences: LinkReferences };
    const artifact = readArtifact(file);
    const libraries = Object.values(linkReferences).flatMap((source) =>
      Object.entries(source).map(([library, [place]]): [string, string] => {
        const start = (place?.start ?? 0) * 2;
        return [artifact.creationCode.slice(start, start + 40), library];
      }),
    );
    return { artifact, libraries: new Map(libraries) };
  };
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
