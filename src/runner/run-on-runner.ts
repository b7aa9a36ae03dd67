import { appendFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { debug, endGroup, error, info, setSecret, startGroup, warning } from '@actions/core';
import {
  createLog,
  createRedactor,
  excerpt,
  type Finding,
  type Log,
  type LogSink,
  type Redactor,
  summaryMarkdown,
  UserError,
} from '../report/index.ts';
import { conduct, type Face } from './conduct.ts';
import type { Action } from './define-action.ts';
import { type Environment, takeEnvironment } from './environment-variables.ts';
import { reportFailure } from './failure.ts';
import { unknownInputs } from './input-table.ts';
import { endSoon, fenceLibraries } from './library-output.ts';
import { isHostedRunner, runIdentity } from './run-identity.ts';
import { createSecrets, hideProxyPasswords } from './secret-source.ts';
import { appendOutput } from './step-output.ts';

/** The entry of every action: all of `actions/<name>/main.ts`. */
export async function runOnRunner(action: Action): Promise<void> {
  const environment = takeEnvironment(process.env);
  const redactor = createRedactor();
  const log = createLog(runnerSink, redactor);
  fenceLibraries(log);
  hideProxyPasswords(environment, redactor, setSecret);
  const given = inputNames(environment);
  const start: Action['start'] = async (read, context) => {
    refuseMistypedInputs(action, given);
    await action.start(read, context);
  };
  try {
    endSoon(await conduct({ ...action, start }, runnerFace(environment, redactor, log)));
  } catch (error) {
    endSoon(reportFailure(action.name, error, log).exitCode);
  }
}

function runnerFace(environment: Environment, redactor: Redactor, log: Log): Face {
  return {
    log,
    redactor,
    secrets: createSecrets(environment, redactor, log, setSecret),
    readInput: (name) => environment.get(variableOf(name)),
    workspace: realpathSync(environment.get('GITHUB_WORKSPACE') ?? process.cwd()),
    run: runIdentity(environment),
    isHostedRunner: isHostedRunner(environment),
    storageEndpoint: environment.get('STORAGE_EMULATOR_HOST'),
    passedOn: environment.passedOn,
    temporaryParent: environment.get('RUNNER_TEMP') ?? tmpdir(),
    setOutput(name, value) {
      const file = environment.get('GITHUB_OUTPUT');
      if (file !== undefined) appendOutput(file, name, value);
    },
    showSummary(sections) {
      const file = environment.get('GITHUB_STEP_SUMMARY');
      if (file === undefined || sections.length === 0) return;
      try {
        appendFileSync(file, summaryMarkdown(sections, redactor.redact));
      } catch (error) {
        // What the run did counts, whether or not it can be shown.
        log.warning(`the job summary could not be written: ${excerpt(String(error))}`);
      }
    },
  };
}

const runnerSink: LogSink = {
  line: info,
  debug,
  annotate: (level, text, finding) => (level === 'error' ? error : warning)(text, finding && annotationPlace(finding)),
  openGroup: startGroup,
  closeGroup: endGroup,
};

function annotationPlace({ file, line, column }: Finding) {
  return {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { startLine: line }),
    ...(column !== undefined && { startColumn: column }),
  };
}

/** The runner's own rule: upper case, spaces as underscores, hyphens kept. */
function variableOf(input: string): string {
  return `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`;
}

function inputNames(environment: Environment): readonly string[] {
  return environment
    .names()
    .filter((name) => name.startsWith('INPUT_') && environment.get(name) !== undefined)
    .map((name) => name.slice('INPUT_'.length).toLowerCase());
}

/** Others are left to the runner's own warning: under act the inputs of an outer action are visible to the inner ones. */
function refuseMistypedInputs(action: Action, given: readonly string[]): void {
  const findings = unknownInputs(action.inputs, given)
    .filter(({ meant }) => meant !== undefined && !given.includes(meant))
    .map(({ name, meant }) => ({ message: `there is no input ${name}; did you mean ${meant}?` }));
  if (findings.length > 0) throw new UserError(findings);
}
