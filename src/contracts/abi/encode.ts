import { type Hex, keccak256 } from '../../values/index.ts';
import { type AbiEntry, type AbiParameter, type AbiValue, arrayElement, signatureOf } from './json-abi.ts';

/**
 * Encodes by Solidity's contract ABI (https://docs.soliditylang.org/en/latest/abi-spec.html). Our own sixty lines, so that
 * planning needs no chain library; a property test holds them against ethers.
 */
export function encodeArguments(parameters: readonly AbiParameter[], values: readonly AbiValue[]): Hex {
  return `0x${encodeSequence(parameters, values)}` as Hex;
}

/** The selector and the encoded arguments. */
export function encodeCall(entry: AbiEntry, values: readonly AbiValue[]): Hex {
  return `${selectorOf(entry)}${encodeSequence(entry.inputs ?? [], values)}` as Hex;
}

/** The first four bytes of the signature's hash: what a function or an error is recognised by. */
export function selectorOf(entry: AbiEntry): Hex {
  return keccak256(new TextEncoder().encode(signatureOf(entry))).slice(0, 10) as Hex;
}

function encodeSequence(parameters: readonly AbiParameter[], values: readonly AbiValue[]): string {
  const parts = parameters.map((parameter, index) => ({
    isDynamic: isDynamic(parameter),
    body: encodeOne(parameter, values[index] as AbiValue),
  }));
  const headBytes = parts.reduce((sum, part) => sum + (part.isDynamic ? 32 : part.body.length / 2), 0);
  let head = '';
  let tail = '';
  for (const part of parts) {
    if (part.isDynamic) {
      head += word(BigInt(headBytes + tail.length / 2));
      tail += part.body;
    } else {
      head += part.body;
    }
  }
  return head + tail;
}

function encodeOne(parameter: AbiParameter, value: AbiValue): string {
  const array = arrayElement(parameter);
  if (array !== undefined) {
    const items = value as readonly AbiValue[];
    const body = encodeSequence(
      items.map(() => array.element),
      items,
    );
    return array.length === undefined ? word(BigInt(items.length)) + body : body;
  }
  if (parameter.type === 'tuple') return encodeSequence(parameter.components ?? [], value as readonly AbiValue[]);
  if (parameter.type === 'string') return lengthAndBytes(Buffer.from(value as string, 'utf8').toString('hex'));
  if (parameter.type === 'bytes') return lengthAndBytes((value as string).slice(2));
  if (parameter.type.startsWith('bytes')) return (value as string).slice(2).padEnd(64, '0');
  if (parameter.type === 'bool') return word(value === true ? 1n : 0n);
  if (parameter.type === 'address') return (value as string).slice(2).toLowerCase().padStart(64, '0');
  return word(BigInt.asUintN(256, value as bigint));
}

function isDynamic(parameter: AbiParameter): boolean {
  const array = arrayElement(parameter);
  if (array !== undefined) return array.length === undefined || isDynamic(array.element);
  if (parameter.type === 'tuple') return (parameter.components ?? []).some(isDynamic);
  return parameter.type === 'string' || parameter.type === 'bytes';
}

function lengthAndBytes(digits: string): string {
  return word(BigInt(digits.length / 2)) + digits.padEnd(Math.ceil(digits.length / 64) * 64, '0');
}

function word(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}
