import { type Finding, nearestName, UserError } from '../report/index.ts';
import type { InputTable } from './input-table.ts';

export interface CommandLine {
  /** Texts by the input's name. */
  readonly given: ReadonlyMap<string, string>;
  readonly isHelp: boolean;
}

/**
 * Reads `--name value` and `--name=value`; a value that isn't marked belongs to the input `positional`.
 * @throws UserError naming every argument that isn't understood.
 */
export function parseCommandLine(args: readonly string[], inputs: InputTable, positional?: string): CommandLine {
  const given = new Map<string, string>();
  const findings: Finding[] = [];
  const give = (name: string, value: string) => {
    if (given.has(name)) findings.push({ message: `--${name} is given twice` });
    given.set(name, value);
  };
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '--help' || argument === '-h') return { given, isHelp: true };
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) {
      if (positional !== undefined && !argument.startsWith('-') && !given.has(positional)) give(positional, argument);
      else findings.push({ message: `an argument that belongs to no flag (number ${index + 1}); write --name value` });
      continue;
    }
    const next = args[index + 1];
    const isApart = value === undefined && next !== undefined && !next.startsWith('--');
    if (isApart) index += 1;
    const text = value ?? (isApart ? next : undefined);
    if (!Object.hasOwn(inputs, name)) findings.push({ message: unknownFlag(name, inputs) });
    else if (text === undefined)
      findings.push({ message: `--${name} has no value; expected ${inputs[name]?.parser.accepts}` });
    else give(name, text);
  }
  if (findings.length > 0) throw new UserError(findings);
  return { given, isHelp: false };
}

function unknownFlag(name: string, inputs: InputTable): string {
  const meant = nearestName(name, Object.keys(inputs));
  return `there is no --${name}; ${meant === undefined ? 'see --help' : `did you mean --${meant}?`}`;
}
