import { counted } from '../../report/index.ts';
import { type AbiEntry, type AbiParameter, signatureOf } from '../abi/json-abi.ts';
import { noFunction, typeArguments, typeValue, type ValueContext } from '../abi/typed-value.ts';
import type { Predicate } from './prepared-set.ts';
import type { CallEntry, Value } from './set-schema.ts';
import { type Operand, parseUntil, type UntilExpression, untilText } from './until-expression.ts';

type Path = readonly (string | number)[];

/** Checks the `until` of a call against the ABI of what it asks; undefined when there is none, or a problem was reported. */
export function checkUntil(call: CallEntry, path: Path, context: ValueContext): Predicate | undefined {
  if (call.until === undefined) return undefined;
  const wrong = (message: string): undefined => {
    context.report({ path, message });
  };
  const expression = readExpression(call.until, wrong);
  if (expression === undefined) return undefined;
  const contract = expression.contract ?? call.contract;
  if (!context.isContract(contract)) return wrong(context.noContract(contract));
  if (context.isGap([...path.slice(0, -1), 'interface'])) return undefined;
  const isOwn = expression.contract === undefined || expression.contract === call.contract;
  const abi = context.abiOf(isOwn ? (call.interface ?? contract) : contract);
  if (abi === undefined) return undefined; // its missing artifact is reported already
  const entry = findView(abi, contract, expression);
  if (typeof entry === 'string') return wrong(entry);
  const output = entry.outputs?.[0];
  const problem = outputProblem(entry, expression);
  if (problem !== undefined || output === undefined) return wrong(problem ?? `${signatureOf(entry)} returns nothing`);
  const within: ValueContext = { ...context, report: ({ message }) => wrong(`until: ${message}`) };
  const inputs = entry.inputs ?? [];
  const values = expression.arguments.map((operand, index) => meaningOf(operand, inputs[index], context));
  const typed = typeArguments(inputs, values, path, within);
  const expected = typeValue(unnamed(output), meaningOf(expression.expected, output, context), path, within);
  if (typed === undefined || expected === undefined) return undefined;
  return { text: untilText(expression), contract, entry, arguments: typed, operator: expression.operator, expected };
}

function readExpression(text: string, wrong: (message: string) => undefined): UntilExpression | undefined {
  try {
    return parseUntil(text);
  } catch (error) {
    if (error instanceof RangeError) return wrong(error.message);
    throw error;
  }
}

/** The view function of this name, by the number of its arguments where there are several. */
function findView(
  abi: readonly AbiEntry[],
  contract: string,
  { function: name, arguments: given }: UntilExpression,
): AbiEntry | string {
  const found = abi.filter((entry) => entry.type === 'function' && entry.name === name);
  const fitting = found.filter(({ inputs = [] }) => inputs.length === given.length);
  const [entry = found[0]] = fitting;
  if (entry === undefined) return noFunction(abi, contract, name);
  if (fitting.length > 1) {
    return `${contract} has several functions ${name} with ${counted(given.length, 'argument')} (${fitting.map(signatureOf).join(', ')}): ask another function`;
  }
  const isView = entry.stateMutability === 'view' || entry.stateMutability === 'pure';
  return isView ? entry : `${signatureOf(entry)} changes the chain: expected a function that only reads`;
}

function outputProblem(entry: AbiEntry, { operator }: UntilExpression): string | undefined {
  const outputs = entry.outputs ?? [];
  const [output] = outputs;
  if (output === undefined || outputs.length !== 1) {
    return `expected a function that returns one value; ${signatureOf(entry)} returns ${outputs.length}`;
  }
  if (!/^(?:address|bool|string|u?int\d*|bytes\d*)$/.test(output.type)) {
    return `${signatureOf(entry)} returns ${output.type}: expected address, bool, string, bytes or an integer`;
  }
  const isEquality = operator === '==' || operator === '!=';
  if (isEquality || /^u?int/.test(output.type)) return undefined;
  return `${signatureOf(entry)} returns ${output.type}, which can only be compared by == and !=`;
}

/** A word means what its type expects: a contract or the deployer where an address belongs, else a literal. */
function meaningOf({ text, isQuoted }: Operand, parameter: AbiParameter | undefined, context: ValueContext): Value {
  if (isQuoted || parameter === undefined) return text;
  const chain = /^chain\.([\w-]+)$/.exec(text);
  if (chain !== null) return { chain: chain[1] ?? '' };
  if (parameter.type === 'address') {
    if (text === 'deployer') return { account: 'deployer' };
    return context.isContract(text) || /^[A-Za-z_$][\w$]*$/.test(text) ? { contract: text } : text;
  }
  if (parameter.type === 'bool' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** An output's name would be said to be a parameter's. */
function unnamed({ name: _, ...parameter }: AbiParameter): AbiParameter {
  return parameter;
}
