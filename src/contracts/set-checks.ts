import { nearestAdvice, type Problem } from '../report/index.ts';
import { type AbiEntry, signatureOf } from './abi/json-abi.ts';
import { parseAmount } from './abi/literal.ts';
import { findFunction, typeArguments, type ValueContext } from './abi/typed-value.ts';
import type { Artifact } from './artifacts/artifact.ts';
import type { PreparedCall, PreparedContract } from './prepared-set.ts';
import type { CallEntry, ContractEntry, ContractSet } from './set-schema.ts';

export type { Predicate, PreparedCall, PreparedContract, PreparedSet } from './prepared-set.ts';

type Report = (problem: Problem) => void;
type Path = readonly (string | number)[];

/** Checks every contract and call of the set against the artifacts; what has a problem is left out and reported. */
export function checkSet(set: ContractSet, artifacts: ReadonlyMap<string, Artifact>, report: Report) {
  const artifactOf = (name: string): Artifact | undefined =>
    artifacts.get((hasContract(set, name) ? set.contracts[name]?.artifact : undefined) ?? name);
  const context: ValueContext = {
    isContract: (name) => hasContract(set, name),
    noContract: (name) => noContract(set, name),
    abiOf: (name) => artifactOf(name)?.abi,
    report,
  };
  const contracts = Object.entries(set.contracts).map(([name, entry]) => {
    const artifact = artifactOf(name);
    return artifact && checkContract(name, entry, artifact, set, context);
  });
  const calls = set.calls.map((call, index) => checkCall(call, ['calls', index], artifactOf, context));
  return {
    contracts: contracts.filter((contract) => contract !== undefined),
    calls: calls.filter((call) => call !== undefined),
  };
}

function checkContract(
  name: string,
  entry: ContractEntry,
  artifact: Artifact,
  set: ContractSet,
  context: ValueContext,
): PreparedContract | undefined {
  const path: Path = ['contracts', name];
  if (artifact.creationCode === '') {
    context.report({
      path,
      message: `${artifact.name} has no bytecode: an interface or an abstract contract can't be created`,
    });
  }
  if (artifact.unusable !== undefined) context.report({ path, message: artifact.unusable });
  const parameters = artifact.abi.find(({ type }) => type === 'constructor')?.inputs ?? [];
  const values = typeArguments(
    parameters,
    entry.arguments ?? [],
    entry.arguments ? [...path, 'arguments'] : path,
    context,
  );
  const libraries = checkLibraries(name, entry, artifact, set, context.report);
  const constructorEntry = artifact.abi.find(({ type }) => type === 'constructor') ?? { type: 'constructor' };
  return (
    values && {
      name,
      artifact,
      parameters,
      arguments: values,
      libraries,
      value: checkValue(entry.value, constructorEntry, path, context.report),
      after: entry.after ?? [],
      allowsUnproved: entry['allow-unproved'] ?? false,
      allowsRedeploy: entry['allow-redeploy'] ?? false,
    }
  );
}

function checkLibraries(
  name: string,
  entry: ContractEntry,
  artifact: Artifact,
  set: ContractSet,
  report: Report,
): ReadonlyMap<string, string> {
  const path: Path = ['contracts', name];
  const libraries = new Map<string, string>();
  for (const { placeholder, library } of artifact.links) {
    const chosen = entry.libraries?.[placeholder] ?? findInstance(set, library);
    if (chosen === undefined) {
      const message =
        library === undefined
          ? `links a library that can't be told from the artifacts: add libraries: { "${placeholder}": NAME }`
          : `links the library ${library}, which the set does not have: add ${library}: {}`;
      report({ path, message });
    } else if (!hasContract(set, chosen)) {
      report({ path: [...path, 'libraries', placeholder], message: noContract(set, chosen) });
    } else {
      libraries.set(placeholder, chosen);
    }
  }
  for (const placeholder of Object.keys(entry.libraries ?? {})) {
    if (!artifact.links.some((link) => link.placeholder === placeholder)) {
      report({
        path: [...path, 'libraries', placeholder],
        message: `the bytecode of ${artifact.name} has no such placeholder`,
      });
    }
  }
  return libraries;
}

/** The contract of the set that is made from this artifact. */
function findInstance(set: ContractSet, artifact: string | undefined): string | undefined {
  if (artifact === undefined) return undefined;
  if (hasContract(set, artifact) && (set.contracts[artifact]?.artifact ?? artifact) === artifact) return artifact;
  return Object.entries(set.contracts).find(([, entry]) => entry.artifact === artifact)?.[0];
}

function checkCall(
  call: CallEntry,
  path: Path,
  artifactOf: (name: string) => Artifact | undefined,
  context: ValueContext,
): PreparedCall | undefined {
  if (!context.isContract(call.contract)) {
    context.report({ path: [...path, 'contract'], message: context.noContract(call.contract) });
    return undefined;
  }
  const abi = artifactOf(call.interface ?? call.contract)?.abi;
  if (abi === undefined) return undefined; // its missing artifact is reported already
  const entry = findFunction(abi, call.interface ?? call.contract, call.function);
  if (typeof entry === 'string') {
    context.report({ path: [...path, 'function'], message: entry });
    return undefined;
  }
  const isConstant = entry.stateMutability === 'view' || entry.stateMutability === 'pure';
  if (isConstant)
    context.report({
      path: [...path, 'function'],
      message: `${signatureOf(entry)} only reads: a call of it changes nothing`,
    });
  const values = typeArguments(
    entry.inputs ?? [],
    call.arguments ?? [],
    call.arguments ? [...path, 'arguments'] : path,
    context,
  );
  const value = checkValue(call.value, entry, path, context.report);
  return (
    values && {
      name: call.name,
      contract: call.contract,
      entry,
      arguments: values,
      value,
      abi,
      until: undefined,
      isOneShot: call['one-shot'] ?? false,
      after: call.after ?? [],
    }
  );
}

function checkValue(value: string | number | undefined, entry: AbiEntry, path: Path, report: Report): bigint {
  if (value === undefined) return 0n;
  const isPayable = entry.payable ?? entry.stateMutability === 'payable';
  if (!isPayable) report({ path: [...path, 'value'], message: `${signatureOf(entry)} takes no ether` });
  try {
    return parseAmount(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report({ path: [...path, 'value'], message: error.message });
    return 0n;
  }
}

function noContract(set: ContractSet, name: string): string {
  return `the set has no contract ${name}${nearestAdvice(name, Object.keys(set.contracts))}`;
}

/** Own names only: a set that names `toString` means a contract that it doesn't have. */
export function hasContract(set: ContractSet, name: string): boolean {
  return Object.hasOwn(set.contracts, name);
}
