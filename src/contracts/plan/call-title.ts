import type { Json } from '../../values/index.ts';
import type { TypedValue } from '../abi/typed-value.ts';
import { cleanForeignText } from '../chain/foreign-text.ts';
import { asJson } from '../set/creation.ts';
import type { PreparedCall } from '../set/prepared-set.ts';

const longestTitle = 120;
const longestLiteral = 20;

/** A call as a person wrote it: two calls of one function are told apart. Names of functions and texts are others'. */
export function titleOfCall({ contract, entry, arguments: values }: PreparedCall): string {
  return cut(cleanForeignText(`${contract}.${entry.name}(${values.map(describeValue).join(', ')})`), longestTitle);
}

/** The short form for a diagram: the name that the set gives it, or the call without its contract. */
export function labelOfCall(call: PreparedCall): string {
  return call.name ?? titleOfCall(call).slice(call.contract.length + 1);
}

function describeValue(value: TypedValue): string {
  switch (value.kind) {
    case 'literal':
      return describeLiteral(asJson(value.value));
    case 'contract':
      return value.name;
    case 'deployer':
      return 'deployer';
    case 'list':
      return `[${value.items.map(describeValue).join(', ')}]`;
    case 'encoded-call':
      return `${value.entry.name}(${value.arguments.map(describeValue).join(', ')})`;
  }
}

/** Of long hexadecimal text both ends are shown: addresses that begin alike are common. */
function describeLiteral(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(describeLiteral).join(', ')}]`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^0x[0-9a-f]*$/i.test(text) && text.length > longestLiteral) return `${text.slice(0, 8)}…${text.slice(-4)}`;
  return cut(text, longestLiteral);
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
