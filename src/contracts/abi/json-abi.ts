/** One parameter as Solidity's JSON ABI writes it. */
export interface AbiParameter {
  readonly name?: string;
  readonly type: string;
  readonly components?: readonly AbiParameter[];
}

/** The entries of a JSON ABI that a migration needs: constructor, functions and errors. */
export interface AbiEntry {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly AbiParameter[];
  readonly outputs?: readonly AbiParameter[];
  readonly stateMutability?: string;
  readonly payable?: boolean;
}

export type Abi = readonly AbiEntry[];

/** A value ready to be encoded: integers as bigint, bytes and addresses as hexadecimal text. */
export type AbiValue = bigint | boolean | string | readonly AbiValue[];

/** `T[]` or `T[n]` taken apart; undefined for any other type. */
export function arrayElement(
  parameter: AbiParameter,
): { element: AbiParameter; length: number | undefined } | undefined {
  const match = /^(.*)\[(\d*)\]$/.exec(parameter.type);
  if (match === null) return undefined;
  const [, type = '', length = ''] = match;
  return { element: { ...parameter, type }, length: length === '' ? undefined : Number(length) };
}

/** The type as it stands in a signature: a tuple is spelt out. */
export function canonicalType(parameter: AbiParameter): string {
  if (!parameter.type.startsWith('tuple')) return parameter.type;
  const members = (parameter.components ?? []).map(canonicalType).join(',');
  return `(${members})${parameter.type.slice('tuple'.length)}`;
}

/** `name(type,type)`. */
export function signatureOf(entry: AbiEntry): string {
  return `${entry.name ?? 'constructor'}(${(entry.inputs ?? []).map(canonicalType).join(',')})`;
}
