import type { Problem } from '../../report/index.ts';
import { type AbiEntry, signatureOf } from '../abi/json-abi.ts';
import { parseAmount } from '../abi/literal.ts';
import { checkUntyped, findFunction, typeArguments, type ValueContext } from '../abi/typed-value.ts';
import type { PreparedCall } from './prepared-set.ts';
import type { CallEntry } from './set-schema.ts';
import { checkUntil } from './until-check.ts';

type Path = readonly (string | number)[];

/** Checks a call of the set against its target's ABI; undefined when a problem was reported. */
export function checkCall(call: CallEntry, path: Path, context: ValueContext): PreparedCall | undefined {
  if (context.isGap(path)) return undefined;
  if (context.isGap([...path, 'contract'])) return checkWithoutAbi(call, path, context);
  if (!context.isContract(call.contract)) {
    context.report({ path: [...path, 'contract'], message: context.noContract(call.contract) });
    return checkWithoutAbi(call, path, context);
  }
  const until = checkUntil(call, [...path, 'until'], context);
  const isUnknown = context.isGap([...path, 'interface']) || context.isGap([...path, 'function']);
  const abi = isUnknown ? undefined : context.abiOf(call.interface ?? call.contract);
  if (abi === undefined) return checkWithoutAbi(call, path, context); // its missing artifact is reported already
  const entry = findFunction(abi, call.interface ?? call.contract, call.function);
  if (typeof entry === 'string') {
    context.report({ path: [...path, 'function'], message: entry });
    return checkWithoutAbi(call, path, context);
  }
  if (entry.stateMutability === 'view' || entry.stateMutability === 'pure') {
    const message = `${signatureOf(entry)} only reads: a call of it changes nothing`;
    context.report({ path: [...path, 'function'], message });
  }
  const values = typeArguments(
    entry.inputs ?? [],
    call.arguments ?? [],
    call.arguments || context.isGap([...path, 'arguments']) ? [...path, 'arguments'] : path,
    context,
  );
  const value = checkEther(call.value, entry, path, context.report);
  return (
    values && {
      name: call.name,
      contract: call.contract,
      entry,
      arguments: values,
      value,
      abi,
      until,
      isOneShot: call['one-shot'] ?? false,
      after: call.after ?? [],
    }
  );
}

/** What can be said of a call or a creation of which it is not known what it takes. */
export function checkWithoutAbi(
  { arguments: values = [], value }: Pick<CallEntry, 'arguments' | 'value'>,
  path: Path,
  context: ValueContext,
): undefined {
  checkUntyped(values, [...path, 'arguments'], context);
  checkEther(value, { type: 'function', stateMutability: 'payable' }, path, context.report);
}

/** The ether that is sent along with a call or a creation. */
export function checkEther(
  value: string | number | undefined,
  entry: AbiEntry,
  path: Path,
  report: (problem: Problem) => void,
): bigint {
  if (value === undefined) return 0n;
  const wrong = (message: string) => report({ path: [...path, 'value'], message });
  const isPayable = entry.payable ?? entry.stateMutability === 'payable';
  try {
    const wei = parseAmount(value);
    if (wei < 0n) wrong(`expected no negative amount, got ${value}`);
    else if (wei > 0n && !isPayable) wrong(`${signatureOf(entry)} takes no ether`);
    return wei;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    wrong(error.message);
    return 0n;
  }
}
