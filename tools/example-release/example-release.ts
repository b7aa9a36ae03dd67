import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ActOptions, type ActResult, runAct } from './act.ts';
import { releaseEnvironment } from './command-line.ts';
import { type Counts, countWorld } from './counts.ts';
import { commitAll, committedCopy, takeBackCommit, usersRepository } from './git-repositories.ts';
import { type ExampleWorld, startExampleWorld } from './world.ts';

/** The key that a hosted node's address carries, and that nobody may see. */
const urlKey = 'a-hosted-node-has-its-key-in-its-url';
const root = join(import.meta.dirname, '../..');

/** Somebody's repository with the example workflow, and the real servers it releases to. */
export interface ExampleRelease {
  readonly world: ExampleWorld;
  readonly repository: string;
  /** Runs the workflow as GitHub would, after a push unless `options` say otherwise. */
  run(options?: RunOptions): Promise<ActResult>;
  count(): Promise<Counts>;
  /** Commits a file with one text in place of another; the result takes the commit back. */
  change(file: string, from: string, to: string): () => void;
  /** What was given as a secret. */
  readonly secretTexts: readonly string[];
  stop(): Promise<void>;
}

export interface RunOptions extends Partial<Pick<ActOptions, 'event' | 'inputs' | 'onOutput'>> {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly image?: string;
}

export const actWithinMs = 600_000;

export interface ExampleReleaseOptions {
  /** Why pods are simulated; absent: they are real. */
  readonly whySimulated?: string | undefined;
  /** Where the repositories are put, and stay; absent: a folder that goes with the servers. */
  readonly folder?: string;
  readonly progress?: (line: string) => void;
}

export async function startExampleRelease(options: ExampleReleaseOptions = {}): Promise<ExampleRelease> {
  const { whySimulated, progress = () => {} } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'keep-deploy-act-'));
  const world = await startExampleWorld(progress, whySimulated);
  const { STORAGE_EMULATOR_HOST = '', KUBECONFIG = '', ...names } = releaseEnvironment(world, world.first);
  const secrets = {
    ...names,
    CHAIN_RPC_URL: `${world.first.rpcUrl}/?key=${urlKey}`,
    CHAIN_WS_URL: `${world.first.wsUrl}/?key=${urlKey}`,
  };
  const keepDeploy = join(folder, 'keep-deploy');
  const repository = join(folder, 'user');
  committedCopy(root, keepDeploy, /^(test|tools)\//);
  usersRepository(root, repository);
  let runs = 0;
  return {
    world,
    repository,
    secretTexts: [urlKey, ...Object.values(secrets)],
    count: () => countWorld(world, world.first),
    change: (file, from, to) => {
      const path = join(repository, file);
      const before = readFileSync(path, 'utf8');
      if (before.split(from).length !== 2) throw new Error(`${file} doesn't have ${from} once`);
      writeFileSync(path, before.replace(from, to));
      commitAll(repository);
      return () => takeBackCommit(repository);
    },
    run: ({ secrets: others, image = world.image, event = 'push', inputs = {}, onOutput } = {}) => {
      runs += 1;
      return runAct({
        repository,
        keepDeploy,
        home: join(folder, `home-${runs}`),
        event,
        inputs,
        secrets: { ...secrets, ...others },
        variables: {
          WORKLOAD_IDENTITY_PROVIDER: 'pool',
          SERVICE_ACCOUNT: 'account',
          CLUSTER: 'keep',
          CLUSTER_LOCATION: 'here',
          CLIENT_IMAGE: image,
        },
        env: {
          STORAGE_EMULATOR_HOST,
          E2E_KUBECONFIG: KUBECONFIG,
          E2E_INSTALLED_PACKAGES: join(root, 'examples/keep-network/node_modules'),
        },
        withinMs: actWithinMs,
        ...(onOutput && { onOutput }),
      });
    },
    stop: async () => {
      await world.stop();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** act prints every output that a step sets. */
export function outputsOf({ output }: ActResult, name: string): readonly string[] {
  return [...output.matchAll(new RegExp(`::set-output:: ${name}=(.*)$`, 'gm'))].map(([, value = '']) => value.trim());
}

/** How often `last-good` was moved, as the storage proxy saw it. */
export function lastGoodWrites({ world }: ExampleRelease): number {
  return world.storage.counts().objects['keep-test-releases/environments/keep-test/last-good.json']?.writes ?? 0;
}
