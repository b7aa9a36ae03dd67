import { type Address, canonicalJson, type Hex, type Json } from '../../values/index.ts';
import { encodeArguments } from '../abi/encode.ts';
import type { AbiParameter, AbiValue } from '../abi/json-abi.ts';
import { contractsIn, resolveValue } from '../abi/typed-value.ts';
import { creationHashOfParts, fingerprintOf } from './fingerprint.ts';
import { linkedCode, linkedDigits } from './linked-code.ts';
import type { PreparedContract } from './prepared-set.ts';

/** What a contract's creation is recognised by, at given addresses of those that it names. */
export interface CreationIdentity {
  readonly fingerprint: Hex;
  readonly creationHash: Hex;
}

/** Every contract that it names as an argument, or links; each once. */
export function contractsOf(contract: PreparedContract): readonly string[] {
  const known = namesOfContracts.get(contract);
  if (known !== undefined) return known;
  const names = [...new Set([...contract.arguments.flatMap(contractsIn), ...contract.libraries.values()])];
  namesOfContracts.set(contract, names);
  return names;
}
const namesOfContracts = new WeakMap<PreparedContract, readonly string[]>();

/** Linked creation code, and encoded arguments behind it: the bytes that a creation sends. */
export function creationData(
  contract: PreparedContract,
  addressOf: (name: string) => Address,
  deployer: Address,
): { readonly data: Hex; readonly identity: CreationIdentity; readonly values: readonly AbiValue[] } {
  const values = contract.arguments.map((value) => resolveValue(value, addressOf, deployer));
  const encoded = encodeArguments(contract.parameters, values);
  const data = `0x${linkedDigits(contract, addressOf)}${encoded.slice(2)}` as Hex;
  return { data, identity: identify(linkedCode(contract, addressOf), encoded, contract.value), values };
}

/**
 * The identity alone. A plan asks for it several times, at the same addresses nearly always, and reading tens of kilobytes
 * per contract is most of what planning takes: so the last one is remembered.
 */
export function creationIdentity(
  contract: PreparedContract,
  addressOf: (name: string) => Address,
  deployer: Address,
): CreationIdentity {
  const at = [deployer, ...contractsOf(contract).map(addressOf)].join();
  const last = lastIdentities.get(contract);
  if (last?.at === at) return last.identity;
  const values = contract.arguments.map((value) => resolveValue(value, addressOf, deployer));
  const encoded = encodeArguments(contract.parameters, values);
  const identity = identify(linkedCode(contract, addressOf), encoded, contract.value);
  lastIdentities.set(contract, { at, identity });
  return identity;
}
const lastIdentities = new WeakMap<PreparedContract, { readonly at: string; readonly identity: CreationIdentity }>();

/** The fingerprint that it would have had with recorded arguments, libraries and ether; undefined when they don't fit. */
export function fingerprintAt(
  contract: PreparedContract,
  libraries: Readonly<Record<string, Address>>,
  recordedArguments: readonly Json[],
  value: bigint,
): Hex | undefined {
  if ([...contract.libraries.values()].some((name) => libraries[name] === undefined)) return undefined;
  try {
    const values = contract.parameters.map((parameter, index) => fromJson(parameter, recordedArguments[index]));
    if (values.length !== recordedArguments.length) return undefined;
    const code = linkedCode(contract, (name) => libraries[name] as Address);
    return fingerprintOf(code, encodeArguments(contract.parameters, values), value);
  } catch {
    return undefined; // Recorded with other types: whatever they were encoded to then is no part of this code.
  }
}

/** A value as the record has it: integers as decimal text. */
export function asJson(value: AbiValue): Json {
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'object' ? value.map(asJson) : value;
}

export function isSameValue(value: AbiValue, recorded: Json | undefined): boolean {
  return recorded !== undefined && canonicalJson(asJson(value)) === canonicalJson(recorded);
}

function identify(code: Uint8Array, encodedArguments: Hex, value: bigint): CreationIdentity {
  return {
    fingerprint: fingerprintOf(code, encodedArguments, value),
    creationHash: creationHashOfParts(code, encodedArguments, value),
  };
}

/** The way back of {@link asJson}, as far as the type tells it. */
function fromJson(parameter: AbiParameter, value: Json | undefined): AbiValue {
  if (Array.isArray(value)) {
    const element = { ...parameter, type: parameter.type.replace(/\[\d*\]$/, '') };
    const isTuple = element.type === parameter.type;
    return value.map((item, index) => fromJson(isTuple ? (parameter.components?.[index] ?? parameter) : element, item));
  }
  if (typeof value === 'string') return /^u?int\d*$/.test(parameter.type) ? BigInt(value) : value;
  if (typeof value === 'boolean') return value;
  throw new RangeError('no recorded value');
}
