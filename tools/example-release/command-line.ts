import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { ExampleEnvironment, ExampleWorld } from './world.ts';

const program = join(import.meta.dirname, '../../dist/keep-deploy.js');

export interface CommandResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly outputs: ReadonlyMap<string, string>;
}

/** One `keep-deploy` command in the user's repository, with only what a step would have in its environment. */
export async function keepDeploy(
  world: ExampleWorld,
  environment: ExampleEnvironment,
  repository: string,
  logFile: string,
  args: readonly string[],
  whileRunning: (child: ChildProcess) => Promise<void> = async () => {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, [program, ...args, '--environment', environment.name], {
    cwd: repository,
    env: {
      PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
      HOME: repository,
      ...releaseEnvironment(world, environment),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const parts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      parts[name] += text;
      appendFileSync(logFile, text);
    });
  }
  const closed = new Promise<Pick<CommandResult, 'exitCode' | 'signal'>>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  await whileRunning(child);
  const end = await closed;
  const outputs = new Map(
    [...parts.stdout.matchAll(/^([a-z-]+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, value]),
  );
  return { ...end, output: parts.stdout + parts.stderr, outputs };
}

/** The `$NAME`s of the example's files, and how its bucket and cluster are reached. */
export function releaseEnvironment(
  world: ExampleWorld,
  { rpcUrl, wsUrl, deployerKey }: ExampleEnvironment,
): Record<string, string> {
  return {
    CHAIN_RPC_URL: rpcUrl,
    CHAIN_WS_URL: wsUrl,
    CONTRACT_OWNER_PRIVATE_KEY: deployerKey,
    KEEP_DEPLOY_DIGEST_KEY: 'a key for the demo alone, made up here',
    KUBECONFIG: world.cluster.kubeconfig,
    STORAGE_EMULATOR_HOST: world.storage.endpoint,
  };
}
