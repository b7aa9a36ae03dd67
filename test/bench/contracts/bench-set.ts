import { AbiCoder, FunctionFragment, getCreateAddress, Interface, ParamType } from 'ethers';

export interface AbiEntry {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly object[];
}

/** A compiled contract; in the code without `0x`, forty characters stand for each library's address. */
export interface BenchArtifact {
  readonly name: string;
  readonly abi: readonly AbiEntry[];
  readonly creationCode: string;
  readonly deployedCode: string;
}

export type BenchValue =
  | string
  | number
  | readonly BenchValue[]
  | { readonly contract: string }
  | { readonly account: 'deployer' }
  | {
      readonly encode: {
        readonly contract: string;
        readonly function: string;
        readonly arguments: readonly BenchValue[];
      };
    };

export interface BenchContract {
  readonly name: string;
  readonly artifact: BenchArtifact;
  readonly arguments: readonly BenchValue[];
  /** Placeholder → the contract of the set that it stands for. */
  readonly libraries: ReadonlyMap<string, string>;
}

export interface BenchCall {
  readonly contract: string;
  /** The contract of the set whose ABI has the function: a proxy's own hasn't. */
  readonly interface: string;
  readonly function: string;
  readonly arguments: readonly BenchValue[];
  /** Nothing irreversible before everything else is there: it waits in a layer of its own. */
  readonly isOneShot: boolean;
}

/** What every tool is to deploy: read by the benchmark itself, so that it can judge keep-deploy as it judges the peers. */
export interface BenchSet {
  readonly name: string;
  /** In an order in which each comes after all that it needs. */
  readonly contracts: readonly BenchContract[];
  readonly calls: readonly BenchCall[];
}

export type AddressOf = (contract: string) => string;

/** A transaction as a tool that is told everything would make it; `to` is absent for a creation. */
export interface BenchStep {
  readonly title: string;
  readonly to?: string;
  readonly data: string;
}

/** The set as a list of transactions from nonce 0. */
export function stepsOf(set: BenchSet, deployer: string): readonly BenchStep[] {
  const addresses = new Map(
    set.contracts.map(({ name }, nonce) => [name, getCreateAddress({ from: deployer, nonce })]),
  );
  const addressOf = addressIn(addresses);
  return [
    ...set.contracts.map((contract) => ({
      title: contract.name,
      data: creationInput(set, contract, addressOf, deployer),
    })),
    ...set.calls.map((call) => ({
      title: `${call.contract}.${call.function}`,
      to: addressOf(call.contract),
      data: callInput(set, call, addressOf, deployer),
    })),
  ];
}

export function addressIn(addresses: ReadonlyMap<string, string>): AddressOf {
  return (contract) => {
    const found = addresses.get(contract);
    if (found === undefined) throw new Error(`${contract} has no address yet`);
    return found;
  };
}

/** Linked creation code with its arguments. */
export function creationInput(set: BenchSet, contract: BenchContract, addressOf: AddressOf, deployer: string): string {
  const { abi, creationCode } = contract.artifact;
  const types = (abi.find(({ type }) => type === 'constructor')?.inputs ?? []).map((input) => ParamType.from(input));
  const values = contract.arguments.map((value) => plainValue(set, value, addressOf, deployer));
  return `0x${linked(contract, creationCode, addressOf)}${AbiCoder.defaultAbiCoder().encode(types, values).slice(2)}`;
}

export function linked(contract: BenchContract, code: string, addressOf: AddressOf): string {
  return [...contract.libraries].reduce(
    (text, [placeholder, library]) => text.replaceAll(placeholder, addressOf(library).slice(2).toLowerCase()),
    code,
  );
}

export function callInput(set: BenchSet, call: BenchCall, addressOf: AddressOf, deployer: string): string {
  const { abi } = contractOf(set, call.interface).artifact;
  // Only the one entry: ethers warns of types that libraries have in theirs.
  const entry = abi.find(({ type, name }) => type === 'function' && name === call.function);
  if (entry === undefined) throw new Error(`${call.interface} has no function ${call.function}`);
  const values = call.arguments.map((value) => plainValue(set, value, addressOf, deployer));
  return new Interface([FunctionFragment.from(entry)]).encodeFunctionData(call.function, values);
}

export function contractOf(set: BenchSet, name: string): BenchContract {
  const found = set.contracts.find((contract) => contract.name === name);
  if (found === undefined) throw new Error(`${set.name} has no contract ${name}`);
  return found;
}

function plainValue(set: BenchSet, value: BenchValue, addressOf: AddressOf, deployer: string): unknown {
  if (typeof value !== 'object') return value;
  if ('account' in value) return deployer;
  if ('contract' in value) return addressOf(value.contract);
  if ('encode' in value) {
    const { contract, function: name, arguments: values } = value.encode;
    const call = { contract, interface: contract, function: name, arguments: values, isOneShot: false };
    return callInput(set, call, addressOf, deployer);
  }
  return value.map((part) => plainValue(set, part, addressOf, deployer));
}

/** The contracts of the set that a value needs to be created before. */
export function namesIn(value: BenchValue): readonly string[] {
  if (typeof value !== 'object' || 'account' in value) return [];
  if ('contract' in value) return [value.contract];
  return ('encode' in value ? value.encode.arguments : value).flatMap(namesIn);
}
