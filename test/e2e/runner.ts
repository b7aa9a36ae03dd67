import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type RunnerCommand, readCommands, readFileCommands } from './runner-commands.ts';

export interface Step {
  /** Name of the action; its bundle is `dist/<name>.js`. */
  readonly action: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Only for the command line; an action has none. */
  readonly args?: readonly string[];
  /** What the step's `env:` sets. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly dist?: string;
  readonly withinMs?: number;
  /** Called with all output so far whenever there is more, and with a way to signal the process as the runner does. */
  readonly watch?: (output: string, kill: (signal: NodeJS.Signals) => void) => void;
}

export interface StepResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Of stdout and stderr: the runner reads both. */
  readonly commands: readonly RunnerCommand[];
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
  /** Files of dist that were loaded, in order, and `node:` modules. */
  readonly loaded: readonly string[];
}

const distFolder = join(import.meta.dirname, '../../dist');

/** Runs an action's bundle the way the Actions runner does: inputs and file commands in the environment, nothing else. */
export async function runStep(step: Step): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keep-deploy-step-'));
  const dist = step.dist ?? distFolder;
  const files = {
    GITHUB_OUTPUT: 'output',
    GITHUB_ENV: 'env',
    GITHUB_PATH: 'path',
    GITHUB_STATE: 'state',
    GITHUB_STEP_SUMMARY: 'summary',
  };
  const paths = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(folder, file)]));
  for (const path of Object.values(paths)) writeFileSync(path, '');
  const inputs = Object.entries(step.inputs ?? {}).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const loadedFile = join(folder, 'loaded');
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: step.workspace,
    RUNNER_TEMP: folder,
    ...paths,
    ...Object.fromEntries(inputs),
    ...step.env,
    RECORD_LOADS_IN: loadedFile,
  };
  try {
    const recorder = join(import.meta.dirname, 'record-loads.ts');
    const ended = await run([`--import=${recorder}`, join(dist, `${step.action}.js`), ...(step.args ?? [])], env, step);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return {
      ...ended,
      commands: [...readCommands(ended.stdout), ...readCommands(ended.stderr)],
      outputs: readFileCommands(read('output')),
      summary: read('summary'),
      loaded: readLoaded(loadedFile, dist),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readLoaded(file: string, dist: string): readonly string[] {
  const prefix = `${pathToFileURL(dist).href}/`;
  const urls = readFileSync(file, 'utf8').split('\n');
  return urls
    .filter((url) => url.startsWith(prefix) || url.startsWith('node:'))
    .map((url) => (url.startsWith(prefix) ? url.slice(prefix.length) : url));
}

type Ended = Pick<StepResult, 'exitCode' | 'signal' | 'stdout' | 'stderr'>;

function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { workspace, withinMs = 180_000, watch }: Step,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        texts[name] += text;
        watch?.(texts.stdout + texts.stderr, (signal) => child.kill(signal));
      });
    }
    const deadline = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the step did not end within ${withinMs} ms:\n${texts.stdout}${texts.stderr}`));
    }, withinMs);
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      clearTimeout(deadline);
      resolve({ exitCode, signal, ...texts });
    });
  });
}
