import { cleanForeignText } from '../chain/foreign-text.ts';
import type { AbiParameter } from './json-abi.ts';

/**
 * Arguments in words, for messages: those of types that take one word, and texts. Undefined where there is another, or
 * where the bytes are not what the types say.
 */
export function describeArguments(parameters: readonly AbiParameter[], digits: string): string | undefined {
  const words = argumentsInWords(parameters, digits);
  return words.every((word) => word !== undefined) ? words.join(', ') : undefined;
}

/** The same one by one: where an argument takes several words, nothing is known of those after it. */
export function argumentsInWords(parameters: readonly AbiParameter[], digits: string): readonly (string | undefined)[] {
  const isOneWord = parameters.map(({ type }) => !/[[(]|^tuple/.test(type));
  const known = isOneWord.includes(false) ? isOneWord.indexOf(false) : parameters.length;
  return parameters.map(({ type }, index) => (index < known ? describeOne(type, digits, index * 64) : undefined));
}

function describeOne(type: string, digits: string, at: number): string | undefined {
  const word = digits.slice(at, at + 64);
  if (word.length < 64) return undefined;
  const number = BigInt(`0x${word}`);
  if (/^uint\d*$/.test(type)) return number.toString();
  if (/^int\d*$/.test(type)) return BigInt.asIntN(256, number).toString();
  if (type === 'address') return number >> 160n === 0n ? `0x${word.slice(24)}` : undefined;
  if (type === 'bool') return number > 1n ? undefined : String(number === 1n);
  const size = /^bytes(\d+)$/.exec(type)?.[1];
  if (size !== undefined) return `0x${word.slice(0, Number(size) * 2)}`;
  return type === 'string' ? textAt(digits, number) : undefined;
}

function textAt(digits: string, offset: bigint): string | undefined {
  const start = Number(offset) * 2;
  const length = digits.slice(start, start + 64);
  if (length.length < 64) return undefined;
  const bytes = digits.slice(start + 64, start + 64 + Number(BigInt(`0x${length}`)) * 2);
  return JSON.stringify(cleanForeignText(Buffer.from(bytes.slice(0, 4000), 'hex').toString('utf8')));
}
