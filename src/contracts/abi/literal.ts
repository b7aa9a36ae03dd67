import { counted, describeSeen } from '../../report/index.ts';
import { isHex, parseAddress } from '../../values/index.ts';
import type { AbiParameter, AbiValue } from './json-abi.ts';

const weiPerUnit: Readonly<Record<string, bigint>> = { wei: 1n, gwei: 10n ** 9n, ether: 10n ** 18n };

/**
 * Reads a literal of the contract set as a value of one elementary ABI type.
 * @throws RangeError that says what was expected.
 */
export function parseLiteral(parameter: AbiParameter, literal: string | number | boolean): AbiValue {
  const { type } = parameter;
  const integer = /^(u?)int(\d*)$/.exec(type);
  if (integer !== null) {
    return inRange(parseAmount(literal), integer[1] === 'u', Number(integer[2] === '' ? 256 : integer[2]), type);
  }
  if (type === 'bool') {
    if (typeof literal !== 'boolean') throw new RangeError(`expected true or false, got ${show(literal)}`);
    return literal;
  }
  if (typeof literal !== 'string') throw new RangeError(`expected ${type} as a quoted text, got ${show(literal)}`);
  if (type === 'string') return literal;
  if (type === 'address') return readAddress(literal);
  const bytes = /^bytes(\d*)$/.exec(type);
  if (bytes !== null) {
    if (!isHex(literal))
      throw new RangeError(`expected ${type}: 0x and an even number of hexadecimal digits, got ${show(literal)}`);
    const length = (literal.length - 2) / 2;
    if (bytes[1] !== '' && length !== Number(bytes[1]))
      throw new RangeError(`expected ${counted(Number(bytes[1]), 'byte')}, got ${length}`);
    return literal.toLowerCase();
  }
  throw new RangeError(`values of type ${type} are not supported here`);
}

/** A private key can come here by mistake. */
function readAddress(literal: string): AbiValue {
  try {
    return parseAddress(literal);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`${error.message}, got ${describeSeen(literal)}`, { cause: error });
  }
}

/** An integer, or an amount with its unit: `"10 ether"`, `"1.5 gwei"`. @throws RangeError that says what was expected. */
export function parseAmount(literal: string | number | boolean): bigint {
  if (typeof literal === 'number') {
    if (!Number.isInteger(literal))
      throw new RangeError(`expected an integer or an amount such as "10 ether", got ${literal}`);
    if (!Number.isSafeInteger(literal)) {
      throw new RangeError(
        `${literal} can't be read exactly as a number: write it as a quoted text, such as "1000000000000000000"`,
      );
    }
    return BigInt(literal);
  }
  const text = String(literal).replaceAll('_', '');
  if (/^-?\d+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text)) return BigInt(text);
  const amount = /^(\d+)(?:\.(\d+))? (wei|gwei|ether)$/.exec(text);
  if (typeof literal === 'boolean' || amount === null) {
    throw new RangeError(`expected an integer or an amount such as "10 ether", got ${show(literal)}`);
  }
  const [, whole = '0', fraction = '', unit = 'wei'] = amount;
  const scale = weiPerUnit[unit] ?? 1n;
  const scaled = BigInt(whole + fraction) * scale;
  const divisor = 10n ** BigInt(fraction.length);
  if (scaled % divisor !== 0n) throw new RangeError(`${show(literal)} is no whole number of wei`);
  return scaled / divisor;
}

function inRange(value: bigint, isUnsigned: boolean, bits: number, type: string): bigint {
  const lowest = isUnsigned ? 0n : -(1n << BigInt(bits - 1));
  const highest = isUnsigned ? (1n << BigInt(bits)) - 1n : (1n << BigInt(bits - 1)) - 1n;
  if (value < lowest || value > highest) throw new RangeError(`${value} does not fit into ${type}`);
  return value;
}

function show(literal: string | number | boolean): string {
  return JSON.stringify(typeof literal === 'string' && literal.length > 60 ? `${literal.slice(0, 60)}…` : literal);
}
