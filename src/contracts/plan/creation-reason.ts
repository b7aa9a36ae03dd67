import type { Address, Json } from '../../values/index.ts';
import type { AbiValue } from '../abi/json-abi.ts';
import { contractsIn } from '../abi/typed-value.ts';
import { cleanForeignText } from '../chain/foreign-text.ts';
import { asJson, fingerprintAt, isSameValue } from '../set/creation.ts';
import type { PreparedContract } from '../set/prepared-set.ts';
import type { KnownContract } from './plan-step.ts';
import { describeEtherChange, describeValueChange } from './value-change.ts';

export interface CreationContext {
  /** What is known of the contract's name so far. */
  readonly before: KnownContract | undefined;
  /** Why what is known may not be kept although it is the same: a one-shot call of it. */
  readonly excluded: string | undefined;
  readonly values: readonly AbiValue[];
  addressOf(name: string): Address;
  isCreated(name: string): boolean;
  /** False for a contract that was never deployed under this name. */
  isKnown(name: string): boolean;
}

const mostCauses = 3;

/** Why a contract is created, for a person who may have to do something about it. */
export function reasonToCreate(contract: PreparedContract, context: CreationContext): string {
  const { before } = context;
  if (before === undefined) return 'not deployed yet';
  const { recorded, code } = before;
  const causes: string[] = [];
  if (context.excluded !== undefined) causes.push(context.excluded);
  if (code === 'none') causes.push(`the chain has no code at its recorded address ${recorded.address}`);
  if (code === 'other') causes.push(`the chain has other code than recorded at ${recorded.address}`);
  const isCodeSame =
    fingerprintAt(contract, recorded.libraries, recorded.arguments, BigInt(recorded.value)) === recorded.fingerprint;
  const linked = changedLinks(contract, recorded.libraries, context);
  if (!isCodeSame && !linked.some(({ isNew }) => isNew)) causes.push('its code changed');
  causes.push(...linked.map(({ cause }) => cause), ...changedArguments(contract, recorded.arguments, context));
  causes.push(...describeEtherChange(recorded.value, contract.value));
  if (causes.length === 0) return 'its metadata changed, and metadata counts (strict)';
  const more = causes.length - mostCauses;
  return [...causes.slice(0, mostCauses), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

interface ChangedLink {
  readonly cause: string;
  readonly isNew: boolean;
}

function changedLinks(
  contract: PreparedContract,
  recorded: Readonly<Record<string, Address>>,
  { addressOf, isCreated, isKnown }: CreationContext,
): readonly ChangedLink[] {
  return [...new Set(contract.libraries.values())].flatMap((name): readonly ChangedLink[] => {
    const before = recorded[name];
    if (before === undefined) return [{ cause: `links ${name}, which it did not before`, isNew: true }];
    if (isCreated(name))
      return [{ cause: `links ${name}, which ${isKnown(name) ? 'changes' : 'is new'}`, isNew: false }];
    return before === addressOf(name) ? [] : [{ cause: `links ${name}, which stands elsewhere now`, isNew: false }];
  });
}

function changedArguments(
  contract: PreparedContract,
  recorded: readonly Json[],
  { values, isCreated, isKnown }: CreationContext,
): readonly string[] {
  if (values.length !== recorded.length) return [`constructor arguments: ${recorded.length} → ${values.length}`];
  return values.flatMap((value, index) => {
    if (isSameValue(value, recorded[index])) return [];
    const name = contract.parameters[index]?.name;
    const title = `constructor argument ${index}${name ? ` (${name})` : ''}`;
    const source = contract.arguments[index];
    const moved = source === undefined ? [] : [...new Set(contractsIn(source))].filter(isCreated);
    const [first] = moved;
    if (first !== undefined) {
      const what = moved.length > 1 ? 'change' : isKnown(first) ? 'changes' : 'is new';
      return [`${title} names ${moved.join(' and ')}, which ${what}`];
    }
    return [`${title} ${describeValueChange(inWords(recorded[index] ?? null), inWords(asJson(value)), source)}`];
  });
}

function inWords(value: Json): string {
  return cleanForeignText(typeof value === 'string' ? value : JSON.stringify(value));
}
