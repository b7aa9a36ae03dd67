import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createLog, createRedactor, nearestName, summaryText, terminalSink, UserError } from '../report/index.ts';
import type { RunIdentity } from '../values/index.ts';
import { runChild } from './child-process.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import { conduct } from './conduct.ts';
import type { Action } from './define-action.ts';
import { type Environment, takeEnvironment } from './environment-variables.ts';
import { reportFailure } from './failure.ts';
import { commandHelp, programHelp } from './help.ts';
import { endSoon, fenceLibraries } from './library-output.ts';
import { nodeVersionProblem } from './node-version.ts';
import { isHostedRunner, runIdentity } from './run-identity.ts';
import { createSecrets, hideProxyPasswords } from './secret-source.ts';

/** A command of the terminal: loaded when it is named. */
export interface TerminalCommand {
  load(): Promise<Action>;
  /** The input that may be given without its flag. */
  readonly positional?: string;
}

/** The entry of the command line. Outputs go to stdout as `name=value`, all else to stderr. */
export async function runInTerminal(
  program: string,
  commands: Readonly<Record<string, TerminalCommand>>,
): Promise<void> {
  const [name = '', ...args] = process.argv.slice(2);
  const environment = takeEnvironment(process.env);
  const redactor = createRedactor();
  const isDebug = environment.get('KEEP_DEPLOY_DEBUG') === '1';
  const log = createLog(
    terminalSink((line) => void process.stderr.write(`${line}\n`), isDebug),
    redactor,
  );
  fenceLibraries(log);
  hideProxyPasswords(environment, redactor);
  try {
    const problem = nodeVersionProblem(program, process.versions.node);
    if (problem !== undefined) throw new UserError(problem);
    if (['', 'help', '--help', '-h'].includes(name)) {
      const actions = await Promise.all(Object.values(commands).map(({ load }) => load()));
      (name === '' ? process.stderr : process.stdout).write(programHelp(program, actions));
      process.exitCode = name === '' ? 2 : 0;
      return;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) throw new UserError(unknownCommand(name, Object.keys(commands)));
    const action = await command.load();
    const line = parseCommandLine(args, action.inputs, command.positional);
    if (line.isHelp) process.stdout.write(commandHelp(program, action, command.positional));
    else endSoon(await runAction(action, line, { environment, redactor, log }));
  } catch (error) {
    endSoon(reportFailure(program, error, log).exitCode);
  }
}

interface Terminal {
  readonly environment: Environment;
  readonly redactor: ReturnType<typeof createRedactor>;
  readonly log: ReturnType<typeof createLog>;
}

async function runAction(
  action: Action,
  { given }: CommandLine,
  { environment, redactor, log }: Terminal,
): Promise<number> {
  const workspace = realpathSync(process.cwd());
  return conduct(action, {
    log,
    redactor,
    secrets: createSecrets(environment, redactor, log),
    readInput: (input) => given.get(input),
    workspace,
    run: await terminalRun(environment, workspace),
    isHostedRunner: isHostedRunner(environment),
    storageEndpoint: environment.get('STORAGE_EMULATOR_HOST'),
    passedOn: environment.passedOn,
    temporaryParent: environment.get('RUNNER_TEMP') ?? tmpdir(),
    setOutput: (output, value) => void process.stdout.write(`${output}=${outputText(value)}\n`),
    showSummary(sections) {
      for (const line of summaryText(sections, redactor.redact)) log.info(line);
    },
  });
}

/** One line per output: a text with line breaks, or one that a runner would take for a command, is written as JSON. */
function outputText(value: string): string {
  return /[\r\n]|##\[/.test(value) ? JSON.stringify(value).replaceAll('#[', '\\u0023[') : value;
}

/** The commit is the checkout's, when this is one; without git there is none to name. */
async function terminalRun(environment: Environment, workspace: string): Promise<RunIdentity> {
  const run = { id: 'terminal', ...runIdentity(environment) };
  if (run.commit !== undefined) return run;
  const options = {
    folder: workspace,
    environment: environment.passedOn,
    deadlineMs: 5000,
    signal: new AbortController().signal,
  };
  const answer = await runChild('git', ['rev-parse', '--verify', 'HEAD'], options).catch(() => undefined);
  const commit = answer?.exitCode === 0 ? answer.stdout.trim() : undefined;
  return commit === undefined ? run : { ...run, commit };
}

function unknownCommand(name: string, names: readonly string[]): string {
  const meant = nearestName(name, names);
  return `there is no command ${name}; ${meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`}`;
}
