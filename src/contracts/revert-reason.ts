import type { Hex } from '../values/index.ts';
import { selectorOf } from './abi/encode.ts';
import { type Abi, signatureOf } from './abi/json-abi.ts';
import { cleanForeignText } from './chain/foreign-text.ts';

const errorSelector = '0x08c379a0'; // Error(string)
const panicSelector = '0x4e487b71'; // Panic(uint256)
const panics: Readonly<Record<string, string>> = {
  '1': 'an assertion failed',
  '17': 'an arithmetic overflow',
  '18': 'a division by zero',
  '33': 'a wrong enum value',
  '50': 'an index out of bounds',
  '65': 'out of memory',
};

/** Why code reverted, in words: the contract's own reason, its error's name, or what can be said without one. */
export function describeRevert(data: Hex, abi: Abi): string {
  if (data === '0x') return 'it gives no reason';
  const selector = data.slice(0, 10);
  if (selector === errorSelector) return JSON.stringify(cleanForeignText(stringAt(data)));
  if (selector === panicSelector) {
    const code = BigInt(`0x${data.slice(10, 74) || '0'}`).toString();
    return panics[code] ?? `panic code ${code}`;
  }
  const error = abi.find((entry) => entry.type === 'error' && selectorOf(entry) === selector);
  return error === undefined ? `it gives ${data.slice(0, 74)}${data.length > 74 ? '…' : ''}` : signatureOf(error);
}

function stringAt(data: Hex): string {
  const length = Number(BigInt(`0x${data.slice(74, 138) || '0'}`));
  return Buffer.from(data.slice(138, 138 + Math.min(length, 1000) * 2), 'hex').toString('utf8');
}
