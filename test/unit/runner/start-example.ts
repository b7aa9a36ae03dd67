import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const canary = 'c4nary/+ "<value>\\&=%';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What the action wrote to GITHUB_OUTPUT, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly folder: string;
  /** Resolves with the printed text as soon as it contains the words. */
  hasPrinted(words: string): Promise<string>;
  readonly ended: Promise<Ended>;
}

const folders: string[] = [];

function createFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'keep-deploy-test-')));
  folders.push(folder);
  return folder;
}

/** For afterAll. */
export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

const example = join(import.meta.dirname, 'example-action.ts');

/** Starts the example as the runner starts an action: inputs and context in the environment, results in files. */
export function startOnRunner(
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Started {
  const folder = createFolder();
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const texts = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const);
  return start([], folder, {
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: folder,
    CANARY: canary,
    ...files,
    ...Object.fromEntries(texts),
    ...environment,
  });
}

/** Starts the example as a command of a terminal. */
export function startInTerminal(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  existing?: string,
): Started {
  const folder = existing ?? createFolder();
  return start(args, folder, { CANARY: canary, ...environment });
}

function start(args: readonly string[], folder: string, environment: Readonly<Record<string, string>>): Started {
  const PATH = process.env['PATH'] ?? '';
  const child = spawn(process.execPath, [example, ...args], { cwd: folder, env: { PATH, ...environment } });
  const printed = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      printed[stream] += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (exitCode) =>
      resolve({ exitCode, ...printed, outputs: outputsIn(folder), summary: contentOf(join(folder, 'summary')) }),
    );
  });
  const hasPrinted = (words: string) =>
    new Promise<string>((resolve, reject) => {
      const check = () => {
        const text = printed.stdout + printed.stderr;
        if (text.includes(words)) resolve(text);
      };
      listeners.add(check);
      check();
      void ended.then(({ stdout, stderr }) =>
        reject(new Error(`it ended without printing ${words}: ${stdout}${stderr}`)),
      );
    });
  return { process: child, folder, hasPrinted, ended };
}

function outputsIn(folder: string): Readonly<Record<string, string>> {
  const matches = contentOf(join(folder, 'output')).matchAll(
    /^(?<name>[^<\n]+)<<(?<end>.+)\n(?<value>[\s\S]*?)\n\k<end>$/gm,
  );
  return Object.fromEntries([...matches].map(({ groups }) => [groups?.['name'] ?? '', groups?.['value'] ?? '']));
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
