import type { Action } from './define-action.ts';
import type { Input } from './input-table.ts';

/** All commands with a line each. */
export function programHelp(program: string, actions: readonly Action[]): string {
  const width = Math.max(...actions.map(({ name }) => name.length));
  return [
    `Usage: ${program} COMMAND --INPUT VALUE …`,
    '',
    'Commands:',
    ...actions.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`),
    '',
    `${program} COMMAND --help shows a command's inputs and outputs.`,
    'Secrets stand in the environment, never in an argument. Outputs go to stdout as name=value, everything else to stderr.',
    'KEEP_DEPLOY_DEBUG=1 shows more.',
    '',
  ].join('\n');
}

export function commandHelp(
  program: string,
  { name, description, inputs, outputs }: Action,
  positional?: string,
): string {
  const outputEntries = Object.entries(outputs);
  const hasFlags = Object.keys(inputs).some((input) => input !== positional);
  const usage = [program, name, ...(positional === undefined ? [] : [positional.toUpperCase()])];
  return [
    `Usage: ${[...usage, ...(hasFlags ? ['--INPUT VALUE …'] : [])].join(' ')}`,
    '',
    description,
    '',
    'Inputs:',
    ...Object.entries(inputs).flatMap(([input, definition]) => [
      `  --${input}  (${necessity(definition)})`,
      `      ${definition.description}`,
    ]),
    ...(outputEntries.length === 0 ? [] : ['', 'Outputs:']),
    ...outputEntries.flatMap(([output, definition]) => [`  ${output}`, `      ${definition.description}`]),
    '',
  ].join('\n');
}

function necessity({ parser, isRequired, default: fallback }: Input<unknown>): string {
  if (isRequired) return `required: ${parser.accepts}`;
  return fallback === undefined ? `optional: ${parser.accepts}` : `default ${fallback}: ${parser.accepts}`;
}
