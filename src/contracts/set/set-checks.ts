import { nearestAdvice, type Problem } from '../../report/index.ts';
import { typeArguments, type ValueContext } from '../abi/typed-value.ts';
import type { Artifact } from '../artifacts/artifact.ts';
import { type ChainFacts, chainValue, defaultCodeSizeLimit } from '../plan/chain-facts.ts';
import { checkCall, checkEther, checkWithoutAbi } from './call-checks.ts';
import { type Gaps, noGaps } from './draft-set.ts';
import { checkLibraries, type LibraryContext } from './library-checks.ts';
import type { PreparedCall, PreparedContract } from './prepared-set.ts';
import type { SetArtifacts } from './read-artifacts.ts';
import type { ContractEntry, ContractSet } from './set-schema.ts';

type Report = (problem: Problem) => void;

/** Every contract and call that is right; what has a problem is left out and reported. */
export interface CheckedSet {
  readonly contracts: ReadonlyMap<string, PreparedContract>;
  /** By their place in the file. */
  readonly calls: ReadonlyMap<number, PreparedCall>;
}

/** Checks every contract and call of the set against the artifacts. */
export function checkSet(
  set: ContractSet,
  artifacts: SetArtifacts,
  chain: ChainFacts,
  report: Report,
  gaps: Gaps = noGaps,
): CheckedSet {
  const isContract = (name: string) => Object.hasOwn(set.contracts, name) || gaps.has(['contracts']);
  const names = Object.keys(set.contracts);
  const advice = new Map<string, string>();
  const noContract = (name: string) => {
    // One wrong name may stand in a thousand places.
    const text = advice.get(name) ?? nearestAdvice(name, names);
    advice.set(name, text);
    return `the set has no contract ${name}${text}`;
  };
  const context: ValueContext = {
    isContract,
    noContract,
    abiOf: (name) => (isContract(name) ? artifacts.ofContract(name) : artifacts.ofReference(name))?.abi,
    noAbi: (name) => artifacts.problemOf(name),
    chainValue: (name) => chainValue(chain, name),
    isGap: gaps.has,
    report,
  };
  const libraries: LibraryContext = {
    isContract,
    isUnread: (name) => isContract(name) && artifacts.ofContract(name) === undefined,
    noContract,
    report,
    gaps,
    instancesOf: instancesIn(set, artifacts),
  };
  const contracts = new Map<string, PreparedContract>();
  for (const [name, entry] of Object.entries(set.contracts)) {
    const artifact = artifacts.ofContract(name);
    if (artifact === undefined) checkWithoutAbi(entry, ['contracts', name], context);
    const prepared = artifact && checkContract(name, entry, artifact, chain, context, libraries);
    if (prepared !== undefined) contracts.set(name, prepared);
  }
  const calls = new Map<number, PreparedCall>();
  for (const [index, call] of set.calls.entries()) {
    const path = ['calls', index];
    const prepared = checkCall(call, path, context);
    if (prepared !== undefined) calls.set(index, { ...prepared, path });
  }
  checkNames(set, isContract, report, gaps);
  checkFormerNames(set, isContract, report);
  return { contracts, calls };
}

function checkContract(
  name: string,
  entry: ContractEntry,
  artifact: Artifact,
  chain: ChainFacts,
  context: ValueContext,
  libraryContext: LibraryContext,
): PreparedContract | undefined {
  const path = ['contracts', name];
  for (const message of codeProblems(artifact, chain)) context.report({ path, message });
  const creator = artifact.abi.find(({ type }) => type === 'constructor') ?? { type: 'constructor' };
  const parameters = creator.inputs ?? [];
  const values = typeArguments(
    parameters,
    entry.arguments ?? [],
    entry.arguments || context.isGap([...path, 'arguments']) ? [...path, 'arguments'] : path,
    context,
  );
  const libraries = checkLibraries(name, entry, artifact, libraryContext);
  const value = checkEther(entry.value, creator, path, context.report);
  return (
    values && {
      name,
      artifact,
      parameters,
      arguments: values,
      libraries,
      value,
      after: entry.after ?? [],
      was: entry.was,
      allowsUnproved: entry['allow-unproved'] ?? false,
      allowsRedeploy: entry['allow-redeploy'] ?? false,
    }
  );
}

function codeProblems({ name, creationCode, deployedCode = '', unusable }: Artifact, chain: ChainFacts): string[] {
  if (unusable !== undefined) return [`${name} can't be created: ${unusable}`];
  if (creationCode === '') return [`${name} has no bytecode: an interface or an abstract contract can't be created`];
  const { codeSizeLimit = defaultCodeSizeLimit } = chain;
  const tooLong = (what: string, bytes: number, limit: number) =>
    bytes > limit
      ? [
          `the ${what} of ${name} has ${bytes} bytes, the chain takes at most ${limit}: let the compiler optimize it, or split it (chain.code-size-limit of keep-deploy.yml is for chains that take more)`,
        ]
      : [];
  return [
    ...tooLong('code', deployedCode.length / 2, codeSizeLimit),
    ...tooLong('creation code', creationCode.length / 2, 2 * codeSizeLimit),
  ];
}

/** The names of calls, and those that `after` lists. */
function checkNames(set: ContractSet, isContract: (name: string) => boolean, report: Report, gaps: Gaps): void {
  const calls = new Map<string, number>();
  for (const [index, { name }] of set.calls.entries()) {
    if (name === undefined) continue;
    const path = ['calls', index, 'name'];
    if (isContract(name)) report({ path, message: `a contract has the name ${name} already: choose another` });
    else if (calls.has(name)) report({ path, message: `another call has the name ${name} already: choose another` });
    else calls.set(name, index);
  }
  const isNamed = (index: number) => !gaps.has(['calls', index]) && !gaps.has(['calls', index, 'name']);
  const hasAllNames = !gaps.has(['calls']) && set.calls.every((_, index) => isNamed(index));
  const checkAfter = (names: readonly string[], path: readonly (string | number)[]) => {
    for (const [index, name] of names.entries()) {
      if (isContract(name) || calls.has(name) || !hasAllNames || gaps.has([...path, 'after', index])) continue;
      const advice = nearestAdvice(name, [...Object.keys(set.contracts), ...calls.keys()]);
      report({
        path: [...path, 'after', index],
        message: `the set has no contract and no named call ${name}${advice}`,
      });
    }
  };
  for (const [name, { after = [] }] of Object.entries(set.contracts)) checkAfter(after, ['contracts', name]);
  for (const [index, { after = [] }] of set.calls.entries()) checkAfter(after, ['calls', index]);
}

/** A name in the set stands for the contract that has it, and a contract that had one goes on as one contract. */
function checkFormerNames(set: ContractSet, isContract: (name: string) => boolean, report: Report): void {
  const heirs = new Map<string, string>();
  for (const [name, { was }] of Object.entries(set.contracts)) {
    if (was === undefined) continue;
    const path = ['contracts', name, 'was'];
    const heir = heirs.get(was);
    if (isContract(was))
      report({ path, message: `the set has a contract ${was}: only one that is gone can be renamed` });
    else if (heir !== undefined) report({ path, message: `${heir} was ${was} already: one contract has one new name` });
    else heirs.set(was, name);
  }
}

function instancesIn(set: ContractSet, artifacts: SetArtifacts): LibraryContext['instancesOf'] {
  const instances = new Map<string, { readonly contract: string; readonly artifact: Artifact }[]>();
  for (const contract of Object.keys(set.contracts)) {
    const artifact = artifacts.ofContract(contract);
    if (artifact === undefined) continue;
    const others = instances.get(artifact.name);
    if (others === undefined) instances.set(artifact.name, [{ contract, artifact }]);
    else others.push({ contract, artifact });
  }
  return (name) => instances.get(name) ?? [];
}
