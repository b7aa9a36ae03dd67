import { type Finding, nearestName, UserError } from '../report/index.ts';
import { type ParseContext, type Parser, Rejected } from './parser.ts';

/** One input: exactly one of `isRequired`, `default` and `isOptional` says what happens when it isn't given. */
export type Input<T> = {
  readonly description: string;
  readonly parser: Parser<T>;
} & (
  | { readonly isRequired: true; readonly default?: never; readonly isOptional?: never }
  | { readonly default: string; readonly isRequired?: never; readonly isOptional?: never }
  | { readonly isOptional: true; readonly isRequired?: never; readonly default?: never }
);

/** Inputs by their name as users write it, in kebab-case. */
export type InputTable = Readonly<Record<string, Input<unknown>>>;

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;
type Parsed<I> = I extends { readonly parser: Parser<infer T> }
  ? I extends { readonly isOptional: true }
    ? T | undefined
    : T
  : never;

/** What the run gets: `contract-record` of the table is `contractRecord` here. */
export type InputValues<Table extends InputTable> = {
  readonly [Name in keyof Table & string as CamelCase<Name>]: Parsed<Table[Name]>;
};

/** Reads the text of an input; not given is `undefined` or empty. */
export type ReadInput = (name: string) => string | undefined;

/** @throws UserError with a finding for every input that isn't right. */
export function parseInputs<Table extends InputTable>(
  table: Table,
  read: ReadInput,
  context: ParseContext,
): InputValues<Table> {
  const findings: Finding[] = [];
  const values = Object.entries(table).map(([name, input]) => {
    const text = read(name)?.trim() || input.default;
    if (text === undefined) {
      if (input.isRequired) findings.push({ message: `input ${name} is missing; expected ${input.parser.accepts}` });
      return [camelCase(name), undefined] as const;
    }
    try {
      return [camelCase(name), input.parser.parse(text, context)] as const;
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      findings.push({ message: `input ${name} is ${error.message}; expected ${input.parser.accepts}` });
      return [camelCase(name), undefined] as const;
    }
  });
  if (findings.length > 0) throw new UserError(findings);
  return Object.fromEntries(values) as InputValues<Table>;
}

/**
 * Inputs that are given and not in the table, with the name that was probably meant. The runner only warns of them, and
 * `mod: plan` would then apply.
 */
export function unknownInputs(
  table: InputTable,
  given: readonly string[],
): readonly { readonly name: string; readonly meant: string | undefined }[] {
  return given
    .filter((name) => !Object.hasOwn(table, name))
    .map((name) => ({ name, meant: nearestName(name, Object.keys(table)) }));
}

function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
