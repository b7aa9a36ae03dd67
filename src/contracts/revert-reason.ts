import type { Hex } from '../values/index.ts';
import { describeArguments } from './abi/decode-simple.ts';
import { selectorOf } from './abi/encode.ts';
import { type Abi, signatureOf } from './abi/json-abi.ts';
import { cleanForeignText } from './chain/foreign-text.ts';

const errorSelector = '0x08c379a0'; // Error(string)
const panicSelector = '0x4e487b71'; // Panic(uint256)
const panics: Readonly<Record<string, string>> = {
  '0': 'a panic of the compiler',
  '1': 'an assertion failed',
  '17': 'an arithmetic overflow',
  '18': 'a division by zero',
  '33': 'a wrong enum value',
  '34': 'storage that is encoded wrongly',
  '49': 'a pop from an empty array',
  '50': 'an index out of bounds',
  '65': 'out of memory',
  '81': 'a call of a function that is not set',
};

/**
 * Why code reverted, in words: the contract's own reason, its error by name with its arguments, or what can be said
 * without one.
 * @param abis where names of errors are looked for: first the contract's own, then those of what it may have called.
 */
export function describeRevert(data: Hex, ...abis: readonly Abi[]): string {
  if (data === '0x') return 'it gives no reason';
  const selector = data.slice(0, 10);
  const digits = data.slice(10);
  if (selector === errorSelector) {
    const reason = describeArguments([{ type: 'string' }], digits);
    if (reason !== undefined) return reason;
  }
  if (selector === panicSelector && digits.length >= 64) {
    const code = BigInt(`0x${digits.slice(0, 64)}`).toString();
    return panics[code] ?? `panic code ${code}`;
  }
  for (const abi of abis) {
    const error = abi.find((entry) => entry.type === 'error' && selectorOf(entry) === selector);
    if (error === undefined) continue;
    const given = describeArguments(error.inputs ?? [], digits);
    return cleanForeignText(given === undefined ? signatureOf(error) : `${error.name}(${given})`);
  }
  return `it gives ${data.slice(0, 74)}${data.length > 74 ? '…' : ''}`;
}
