import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findProgram } from '../servers/index.ts';
import { commitAll } from './git-repositories.ts';
import { pinsOf } from './workflow-pins.ts';

export interface ActOptions {
  /** The user's repository, with .github/workflows/release.yml in it. */
  readonly repository: string;
  /** The repository that `org/keep-deploy@v1` stands for. */
  readonly keepDeploy: string;
  /** Where act keeps what it needs; removed by the caller. */
  readonly home: string;
  readonly event: 'push' | 'workflow_dispatch';
  readonly inputs?: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** What a runner's machine would have in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly withinMs: number;
  /** Told of what act prints, as it comes. */
  readonly onOutput?: (text: string) => void;
}

export interface ActResult {
  readonly exitCode: number;
  /** stdout and stderr as they came. */
  readonly output: string;
}

const workflow = '.github/workflows/release.yml';

/** Runs the user's workflow in host mode: the jobs run as ordinary processes, with Node 24 first on their PATH. */
export async function runAct(options: ActOptions): Promise<ActResult> {
  const program = await findProgram('act');
  mkdirSync(options.home, { recursive: true });
  const args = [
    options.event,
    ...['--directory', options.repository, '--workflows', workflow, '--platform', 'ubuntu-latest=-self-hosted'],
    ...['--action-offline-mode', '--local-repository', `org/keep-deploy@v1=${options.keepDeploy}`],
    ...thirdPartyStubs(options).flatMap((mapping) => ['--local-repository', mapping]),
    ...Object.entries(options.inputs ?? {}).flatMap(([name, value]) => ['--input', `${name}=${value}`]),
    ...['--secret-file', environmentFile(options.home, 'secrets', options.secrets)],
    ...['--var-file', environmentFile(options.home, 'variables', options.variables)],
    ...['--env-file', environmentFile(options.home, 'environment', options.env)],
  ];
  // A clean environment: act hands its own to every job.
  const env = { HOME: options.home, PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter) };
  return await run(program, args, env, options);
}

/** Third-party actions of the workflow, each at exactly the commit it names, from stubs/. */
function thirdPartyStubs({ repository, home }: ActOptions): readonly string[] {
  const stubs = join(import.meta.dirname, 'stubs');
  const known = readdirSync(stubs).flatMap((owner) =>
    readdirSync(join(stubs, owner)).map((name) => `${owner}/${name}`),
  );
  const pins = pinsOf(readFileSync(join(repository, workflow), 'utf8'));
  return pins
    .filter(({ action }) => known.includes(action))
    .map(({ action, ref }) => {
      const folder = join(home, 'stubs', action);
      cpSync(join(stubs, action), folder, { recursive: true });
      commitAll(folder);
      return `${action}@${ref}=${folder}`;
    });
}

function environmentFile(home: string, name: string, values: Readonly<Record<string, string>>): string {
  const file = join(home, `${name}.env`);
  writeFileSync(
    file,
    Object.entries(values)
      .map(([key, value]) => `${key}=${JSON.stringify(value)}\n`)
      .join(''),
    { mode: 0o600 },
  );
  return file;
}

function run(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  { withinMs, onOutput = () => {} }: ActOptions,
): Promise<ActResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: withinMs });
    const parts: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        parts.push(text);
        onOutput(text);
      });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const output = parts.join('');
      if (code === null) reject(new Error(`act was ended by ${signal} after ${withinMs} ms:\n${output}`));
      else resolve({ exitCode: code, output });
    });
  });
}
