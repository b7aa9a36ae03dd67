import { counted, nearestAdvice, type Problem } from '../../report/index.ts';
import type { Address } from '../../values/index.ts';
import type { Value } from '../set/set-schema.ts';
import { encodeCall } from './encode.ts';
import { type Abi, type AbiEntry, type AbiParameter, type AbiValue, arrayElement, signatureOf } from './json-abi.ts';
import { parseLiteral } from './literal.ts';

/** An argument of the set, checked against its type; addresses of contracts are still open. */
export type TypedValue =
  | { readonly kind: 'literal'; readonly value: AbiValue }
  | { readonly kind: 'contract'; readonly name: string }
  | { readonly kind: 'deployer' }
  | { readonly kind: 'list'; readonly items: readonly TypedValue[] }
  | { readonly kind: 'encoded-call'; readonly entry: AbiEntry; readonly arguments: readonly TypedValue[] };

type Path = readonly (string | number)[];

/** What checking an argument needs to know of the set around it. */
export interface ValueContext {
  isContract(name: string): boolean;
  /** What is said of a name that is no contract of the set. */
  noContract(name: string): string;
  /** The ABI of a contract of the set, or of any artifact. */
  abiOf(name: string): Abi | undefined;
  /** What is said of a name that has no ABI; undefined when it was said already. */
  noAbi(name: string): string | undefined;
  /** The chain's id, or a value of keep-deploy.yml for it; a text that says what is wrong with the name; undefined when that file is wrong there. */
  chainValue(name: string): { readonly value: Value } | string | undefined;
  /** Whether what stands there has not even the form it must have, which was said already. */
  isGap(path: Path): boolean;
  report(problem: Problem): void;
}

/** Checks a list of arguments against parameters and reports every problem; undefined when there was one. */
export function typeArguments(
  parameters: readonly AbiParameter[],
  values: readonly Value[],
  path: Path,
  context: ValueContext,
): readonly TypedValue[] | undefined {
  if (context.isGap(path)) return undefined;
  if (values.length !== parameters.length) {
    const listed = parameters.map(({ type, name }) => (name ? `${type} ${name}` : type)).join(', ');
    const expected = parameters.length === 0 ? 'no arguments' : `${counted(parameters.length, 'argument')} (${listed})`;
    context.report({ path, message: `expected ${expected}, got ${values.length}` });
    checkUntyped(values, path, context);
    return undefined;
  }
  const typed = parameters.map((parameter, index) =>
    typeValue(parameter, values[index] as Value, [...path, index], context),
  );
  return typed.every((value) => value !== undefined) ? typed : undefined;
}

/** Reports what is wrong with arguments whatever their types are, where those can't be known. */
export function checkUntyped(values: readonly Value[], path: Path, context: ValueContext): void {
  for (const [index, value] of values.entries()) {
    const where = [...path, index];
    if (typeof value !== 'object') continue;
    if (isList(value)) checkUntyped(value, where, context);
    else if ('contract' in value) {
      if (!context.isContract(value.contract)) {
        context.report({ path: where, message: context.noContract(value.contract) });
      }
    } else if ('chain' in value) {
      const found = context.chainValue(value.chain);
      if (typeof found === 'string') context.report({ path: where, message: found });
    } else if ('encode' in value) {
      if (context.abiOf(value.encode.contract) !== undefined) typeValue({ type: 'bytes' }, value, where, context);
      else checkUntyped(value.encode.arguments ?? [], [...where, 'encode', 'arguments'], context);
    }
  }
}

export function typeValue(
  parameter: AbiParameter,
  value: Value,
  path: Path,
  context: ValueContext,
): TypedValue | undefined {
  const wrong = (message: string): undefined => {
    context.report({ path, message: parameter.name ? `${message} (parameter ${parameter.name})` : message });
  };
  if (context.isGap(path)) return undefined;
  if (typeof value !== 'object') {
    if (arrayElement(parameter) !== undefined || parameter.type === 'tuple')
      return wrong(`expected a list for ${parameter.type}`);
    try {
      return { kind: 'literal', value: parseLiteral(parameter, value) };
    } catch (error) {
      if (error instanceof RangeError) return wrong(error.message);
      throw error;
    }
  }
  if (isList(value)) return typeList(parameter, value, path, context, wrong);
  if ('contract' in value) {
    if (parameter.type !== 'address') return wrong(`expected ${parameter.type}, got the address of ${value.contract}`);
    if (!context.isContract(value.contract)) return wrong(context.noContract(value.contract));
    return { kind: 'contract', name: value.contract };
  }
  if ('chain' in value) {
    const found = context.chainValue(value.chain);
    if (found === undefined) return undefined;
    if (typeof found === 'string') return wrong(found);
    const report = ({ message, ...problem }: Problem) =>
      context.report({ ...problem, path, message: `{ chain: ${value.chain} } of keep-deploy.yml: ${message}` });
    return typeValue(parameter, found.value, path, { ...context, report });
  }
  if ('account' in value) {
    return parameter.type === 'address'
      ? { kind: 'deployer' }
      : wrong(`expected ${parameter.type}, got the address of an account`);
  }
  if (parameter.type !== 'bytes') return wrong(`expected ${parameter.type}, got an encoded call, which is bytes`);
  const { contract, function: name, arguments: values = [] } = value.encode;
  const abi = context.abiOf(contract);
  if (abi === undefined) {
    const message = context.noAbi(contract);
    return message === undefined ? undefined : wrong(message);
  }
  const entry = findFunction(abi, contract, name);
  if (typeof entry === 'string') return wrong(entry);
  const typed = typeArguments(entry.inputs ?? [], values, [...path, 'encode', 'arguments'], context);
  return typed && { kind: 'encoded-call', entry, arguments: typed };
}

function typeList(
  parameter: AbiParameter,
  values: readonly Value[],
  path: Path,
  context: ValueContext,
  wrong: (message: string) => undefined,
): TypedValue | undefined {
  const array = arrayElement(parameter);
  if (array === undefined && parameter.type !== 'tuple') return wrong(`expected ${parameter.type}, got a list`);
  if (array?.length !== undefined && array.length !== values.length) {
    return wrong(`expected ${counted(array.length, 'item')} for ${parameter.type}, got ${values.length}`);
  }
  const members = array === undefined ? (parameter.components ?? []) : values.map(() => array.element);
  const items = typeArguments(members, values, path, context);
  return items && { kind: 'list', items };
}

/** A function by name or full signature; a text that says what is wrong when that names none or several. */
export function findFunction(abi: Abi, contract: string, name: string): AbiEntry | string {
  const functions = abi.filter((entry) => entry.type === 'function');
  const found = functions.filter((entry) => entry.name === name || signatureOf(entry) === name.replaceAll(' ', ''));
  const [entry] = found;
  if (entry === undefined) return noFunction(abi, contract, name);
  if (found.length > 1)
    return `${contract} has several functions ${name}: write one of ${found.map(signatureOf).join(', ')}`;
  return entry;
}

/** What is said of a function that an ABI doesn't have. */
export function noFunction(abi: Abi, contract: string, name: string): string {
  const known = abi.flatMap(({ type, name: other }) => (type === 'function' && other !== undefined ? [other] : []));
  return `${contract} has no function ${name}${nearestAdvice(name.replace(/\(.*/, ''), known)}`;
}

/** The value with every address in its place. */
export function resolveValue(value: TypedValue, addressOf: (name: string) => Address, deployer: Address): AbiValue {
  switch (value.kind) {
    case 'literal':
      return value.value;
    case 'contract':
      return addressOf(value.name);
    case 'deployer':
      return deployer;
    case 'list':
      return value.items.map((item) => resolveValue(item, addressOf, deployer));
    case 'encoded-call':
      return encodeCall(
        value.entry,
        value.arguments.map((argument) => resolveValue(argument, addressOf, deployer)),
      );
  }
}

/** Every contract whose address stands somewhere in the value. */
export function contractsIn(value: TypedValue): readonly string[] {
  switch (value.kind) {
    case 'contract':
      return [value.name];
    case 'list':
      return value.items.flatMap(contractsIn);
    case 'encoded-call':
      return value.arguments.flatMap(contractsIn);
    default:
      return [];
  }
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
