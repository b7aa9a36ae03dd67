import type { Problem } from '../report/index.ts';
import { contractsIn } from './abi/typed-value.ts';
import type { Artifact } from './artifacts/artifact.ts';
import { type ArtifactSource, openNpmPackage } from './artifacts/npm-package.ts';
import type { PreparedContract, PreparedSet } from './prepared-set.ts';
import { checkSet, hasContract } from './set-checks.ts';
import { orderByDependency } from './set-order.ts';
import type { ContractSet } from './set-schema.ts';

/** Reads the set's artifacts and checks everything that can be known before looking at the chain; all problems at once. */
export async function prepareContractSet(
  set: ContractSet,
  setFolder: string,
): Promise<{ readonly prepared: PreparedSet | undefined; readonly problems: readonly Problem[] }> {
  const opened = await openNpmPackage(set.artifacts, setFolder);
  if ('problem' in opened) return { prepared: undefined, problems: [opened.problem] };
  const problems: Problem[] = [];
  const artifacts = await readArtifacts(set, opened.source, problems);
  const { contracts, calls } = checkSet(set, artifacts, (problem) => problems.push(problem));
  const needs = new Map(contracts.map((contract) => [contract.name, neededBy(contract)]));
  const { order, problems: cycles } = orderByDependency(Object.keys(set.contracts), (name) => needs.get(name) ?? []);
  problems.push(...cycles);
  if (problems.length > 0) return { prepared: undefined, problems };
  const byName = new Map(contracts.map((contract) => [contract.name, contract]));
  const ordered = order.map((name) => byName.get(name)).filter((contract) => contract !== undefined);
  return { prepared: { contracts: ordered, calls, notices: [] }, problems };
}

type Path = readonly (string | number)[];

/** Every artifact that the set mentions anywhere; what is missing or unreadable is reported where it is mentioned first. */
async function readArtifacts(
  set: ContractSet,
  source: ArtifactSource,
  problems: Problem[],
): Promise<ReadonlyMap<string, Artifact>> {
  const artifacts = new Map<string, Artifact>();
  const asked = new Set<string>();
  for (const { name, path, isRequired } of mentions(set)) {
    if (asked.has(name)) continue;
    asked.add(name);
    try {
      const artifact = await source.read(name);
      if (artifact !== undefined) artifacts.set(name, artifact);
      else if (isRequired)
        problems.push({ path, message: `there is no artifact ${name}.json in ${source.description}` });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push({ path, message: `the artifact ${name}.json can't be used: ${error.message}` });
    }
  }
  return artifacts;
}

function* mentions(set: ContractSet): Generator<{ name: string; path: Path; isRequired: boolean }> {
  for (const [name, { artifact }] of Object.entries(set.contracts)) {
    yield {
      name: artifact ?? name,
      path: artifact ? ['contracts', name, 'artifact'] : ['contracts', name],
      isRequired: true,
    };
  }
  for (const [index, call] of set.calls.entries()) {
    if (call.interface !== undefined && !hasContract(set, call.interface)) {
      yield { name: call.interface, path: ['calls', index, 'interface'], isRequired: true };
    }
  }
  // Whether these exist is checked where they are used, with the exact place.
  for (const text of JSON.stringify(set).matchAll(/"encode":\{"contract":"([^"]+)"/g)) {
    yield { name: text[1] ?? '', path: [], isRequired: false };
  }
}

function neededBy(contract: PreparedContract): readonly string[] {
  return [...contract.arguments.flatMap(contractsIn), ...contract.libraries.values(), ...contract.after];
}
