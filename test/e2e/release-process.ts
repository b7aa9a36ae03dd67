import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFileCommands } from './runner-commands.ts';

const root = join(import.meta.dirname, '../..');

export interface ProcessOptions {
  /** The user's repository. */
  readonly workspace: string;
  /** All that the process has in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly withinMs?: number;
  /** Instead of the command line's source: its bundle. */
  readonly program?: string;
}

export interface EndedProcess {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** stdout, then stderr. */
  readonly output: string;
  readonly outputs: ReadonlyMap<string, string>;
  /** The job summary; empty at a terminal. */
  readonly summary: string;
}

export interface StartedProcess {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<EndedProcess>;
}

/** `keep-deploy …` as a process, by default from the sources, so that what is tested is what stands in them. */
export function startCommand(args: readonly string[], options: ProcessOptions): StartedProcess {
  const started = start([options.program ?? join(root, 'src/cli.ts'), ...args], options, options.env);
  const ended = started.ended.then((end) => ({
    ...end,
    outputs: new Map(
      [...started.texts.stdout.matchAll(/^([a-z-]+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, value]),
    ),
    summary: '',
  }));
  return { ...started, ended };
}

/** An action as the runner starts it: inputs and file commands in the environment. */
export function startAction(
  name: string,
  inputs: Readonly<Record<string, string>>,
  options: ProcessOptions,
): StartedProcess {
  mkdirSync(join(options.workspace, '.runner'), { recursive: true });
  const folder = mkdtempSync(join(options.workspace, '.runner/step-'));
  const files = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'];
  for (const file of files) writeFileSync(join(folder, file), '');
  const env = {
    ...options.env,
    ...Object.fromEntries(files.map((file) => [file, join(folder, file)])),
    ...Object.fromEntries(Object.entries(inputs).map(([input, value]) => [`INPUT_${input.toUpperCase()}`, value])),
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: options.workspace,
    RUNNER_TEMP: folder,
  };
  const started = start([join(root, `actions/${name}/main.ts`)], options, env);
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const ended = started.ended.then((end) => ({
    ...end,
    outputs: readFileCommands(read('GITHUB_OUTPUT')),
    summary: read('GITHUB_STEP_SUMMARY') + read('GITHUB_ENV') + read('GITHUB_STATE') + read('GITHUB_PATH'),
  }));
  return { ...started, ended };
}

function start(args: readonly string[], { workspace, withinMs = 180_000 }: ProcessOptions, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, args, { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const output = () => texts.stdout + texts.stderr;
  const ended = new Promise<Pick<EndedProcess, 'exitCode' | 'signal' | 'output'>>((resolve, reject) => {
    const deadline = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${args.join(' ')} did not end within ${withinMs} ms:\n${output()}`));
    }, withinMs);
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      clearTimeout(deadline);
      resolve({ exitCode, signal, output: output() });
    });
  });
  return { child, texts, output, ended };
}

/** Fails with all that the process said when it ended otherwise. */
export function expectExit(run: EndedProcess, exitCode: number): EndedProcess {
  if (run.exitCode === exitCode) return run;
  throw new Error(`ended with ${run.exitCode ?? run.signal}, not with ${exitCode}:\n${run.output}`);
}
