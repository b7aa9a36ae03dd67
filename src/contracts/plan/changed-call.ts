import type { Hex } from '../../values/index.ts';
import { argumentsInWords } from '../abi/decode-simple.ts';
import type { RecordedCall } from '../journal/record.ts';
import type { PreparedCall } from '../set/prepared-set.ts';
import { describeEtherChange, describeValueChange } from './value-change.ts';

/** What is other than in a call of the same function that was made. */
export function describeChangedCall(call: PreparedCall, calldata: Hex, recorded: RecordedCall): string {
  const { entry, value } = call;
  const inputs = entry.inputs ?? [];
  const [before, now] = [recorded.calldata, calldata].map((bytes) => argumentsInWords(inputs, bytes.slice(10)));
  const changes = inputs.flatMap(({ name }, index) => {
    const [from, to] = [before?.[index], now?.[index]];
    if (from === undefined || to === undefined || from === to) return [];
    const source = call.arguments[index];
    return [`argument ${index}${name ? ` (${name})` : ''} ${describeValueChange(from, to, source)}`];
  });
  if (changes.length === 0 && recorded.calldata !== calldata) changes.push('its arguments changed');
  return [...changes, ...describeEtherChange(recorded.value, value)].join('; ');
}
