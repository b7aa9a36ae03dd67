import type { Address, Hex } from '../../values/index.ts';
import { encodeArguments, encodeCall } from '../abi/encode.ts';
import { contractsIn, resolveValue } from '../abi/typed-value.ts';
import type { PredicateRead, ResolvedPredicate } from '../plan/plan-step.ts';
import type { Predicate } from './prepared-set.ts';

/** Every contract that the predicate asks, or speaks of. */
export function contractsOfPredicate(predicate: Predicate): readonly string[] {
  return [predicate.contract, ...predicate.arguments.flatMap(contractsIn), ...contractsIn(predicate.expected)];
}

export function resolvePredicate(
  predicate: Predicate,
  addressOf: (name: string) => Address,
  deployer: Address,
): ResolvedPredicate {
  const values = predicate.arguments.map((value) => resolveValue(value, addressOf, deployer));
  return {
    text: predicate.text,
    target: addressOf(predicate.contract),
    calldata: encodeCall(predicate.entry, values),
    operator: predicate.operator,
    expected: resolveValue(predicate.expected, addressOf, deployer),
    outputType: predicate.entry.outputs?.[0]?.type ?? 'bytes',
  };
}

/** The question to the chain: two predicates that ask the same are one read. */
export function readOf({ target, calldata }: ResolvedPredicate): PredicateRead {
  return { key: `${target} ${calldata}`, target, calldata };
}

/** Whether the chain's answer makes it true; a function that reverts, or that isn't there, makes nothing true. */
export function predicateHolds(
  { operator, expected, outputType }: ResolvedPredicate,
  answer: Hex | undefined,
): boolean {
  if (answer === undefined || answer.length < 66) return false;
  const wanted = encodeArguments([{ type: outputType }], [expected]);
  if (operator === '==') return answer.toLowerCase() === wanted;
  if (operator === '!=') return answer.toLowerCase() !== wanted;
  if (answer.length !== 66) return false;
  const asNumber = (word: Hex): bigint =>
    outputType.startsWith('int') ? BigInt.asIntN(256, BigInt(word)) : BigInt(word);
  const [seen, limit] = [asNumber(answer), asNumber(wanted)];
  switch (operator) {
    case '>=':
      return seen >= limit;
    case '>':
      return seen > limit;
    case '<=':
      return seen <= limit;
    case '<':
      return seen < limit;
  }
}

/** Why it isn't true, for a person: what it wants, and what the chain says instead. */
export function describeUnmet(
  predicate: Pick<ResolvedPredicate, 'text' | 'operator' | 'outputType'>,
  answer?: Hex,
): string {
  const { text, operator, outputType } = predicate;
  const at = text.indexOf(operator);
  const [left, right] = at < 0 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + operator.length).trim()];
  const seen = answer === undefined ? ' (it reverts)' : ` (it is ${describeAnswer(outputType, answer)})`;
  if (at >= 0 && operator === '==') return `${left} is not ${right} yet${seen}`;
  if (at >= 0 && operator === '!=' && answer !== undefined) return `${left} is still ${right}`;
  return `${text} is not true yet${seen}`;
}

/** What a function returned, as a person reads it. */
export function describeAnswer(outputType: string, answer: Hex): string {
  if (answer.length !== 66) return answer.length === 2 ? 'nothing' : `${answer.slice(0, 66)}…`;
  if (outputType === 'address') return `0x${answer.slice(26)}`;
  if (outputType === 'bool') return String(BigInt(answer) !== 0n);
  if (outputType.startsWith('uint')) return String(BigInt(answer));
  if (outputType.startsWith('int')) return String(BigInt.asIntN(256, BigInt(answer)));
  return answer;
}
