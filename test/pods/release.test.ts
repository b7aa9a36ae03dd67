import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CommandResult, keepDeploy } from '../../tools/example-release/command-line.ts';
import { countWorld, difference } from '../../tools/example-release/counts.ts';
import { type ExampleEnvironment, type ExampleWorld, startExampleWorld } from '../../tools/example-release/world.ts';

const root = join(import.meta.dirname, '../..');
const withinMs = 240_000;

let world: ExampleWorld;
let folder: string;

beforeAll(async () => {
  world = await startExampleWorld(() => {});
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-pods-'));
  const example = join(root, 'examples/keep-network');
  for (const file of ['accounts', 'clients.yml', 'contracts.yml', 'keep-client.yml', 'keep-deploy.yml']) {
    cpSync(join(example, file), join(folder, file), { recursive: true });
  }
  symlinkSync(join(example, 'node_modules'), join(folder, 'node_modules'));
}, 600_000);

afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('a release onto real pods', () => {
  test(
    'deploys the contracts, starts five clients that see each other, and becomes last-good',
    async () => {
      const run = await release(world.first);
      expect({ exitCode: run.exitCode, output: run.output }).toEqual({ exitCode: 0, output: expect.any(String) });
      expect(await countWorld(world, world.first)).toMatchObject({ transactions: 33, contracts: 27, podsCreated: 5 });
      expect(run.outputs.get('result')).toBe('passed');
      expect(await pointer('environments/keep-test/last-good.json')).toBe(run.outputs.get('release'));
      for (const client of [0, 1, 2, 3, 4]) {
        const { client_info: seen, connected_peers: peers } = await diagnostics(world.first, `keep-client-${client}`);
        expect(peers.length).toBeGreaterThan(0);
        expect(seen.network_id).toMatch(/^16Uiu2HA/);
      }
    },
    withinMs,
  );

  test(
    'that is released again sends nothing, writes nothing and restarts nobody',
    async () => {
      const before = await countWorld(world, world.first);
      const run = await release(world.first);
      expect({ exitCode: run.exitCode, changed: run.outputs.get('changed') }).toEqual({
        exitCode: 0,
        changed: 'false',
      });
      expect(difference(await countWorld(world, world.first), before)).toEqual({
        transactions: 0,
        contracts: 0,
        clusterWrites: 0,
        podsCreated: 0,
        restarts: 0,
        storageWrites: 0,
      });
    },
    withinMs,
  );

  test(
    "with an image that the registry doesn't have is red in its words, and the network is back: proved, with the release before",
    async () => {
      const good = await pointer('environments/keep-test/last-good.json');
      const before = await podsOf(world.first);
      const run = await release(world.first, ['--image', missingImage(), '--client-timeout', '90s']);
      expect({ exitCode: run.exitCode, outcome: run.outputs.get('outcome') }).toEqual({
        exitCode: 3,
        outcome: 'failed-rolled-back',
      });
      expect(run.output).toMatch(/keep-client-0 .*(ErrImagePull|ImagePullBackOff).*not found/);
      const after = await podsOf(world.first);
      expect(withoutUids(after)).toEqual(withoutUids(before));
      // Only the canary was tried. Its pod is another one than before, made from the old image.
      expect(after.get('keep-client-0-0')?.uid).not.toBe(before.get('keep-client-0-0')?.uid);
      expect(allBut('keep-client-0-0', after)).toEqual(allBut('keep-client-0-0', before));
      expect(await pointer('environments/keep-test/last-good.json')).toBe(good);
      expect(await proved(good)).toEqual({ exitCode: 0, result: 'passed' });
    },
    withinMs,
  );

  test(
    'that is to halt leaves the other waves alone; releasing the image that is there restarts only the broken client',
    async () => {
      const good = await pointer('environments/keep-test/last-good.json');
      const before = await podsOf(world.first);
      const halted = await release(world.first, ['--image', missingImage(), '--on-failure', 'halt']);
      expect({ exitCode: halted.exitCode, outcome: halted.outputs.get('outcome') }).toEqual({
        exitCode: 4,
        outcome: 'failed-halted',
      });
      const broken = await podsOf(world.first);
      expect(broken.get('keep-client-0-0')).toEqual({
        uid: expect.any(String),
        image: missingImage(),
        isReady: false,
      });
      expect(allBut('keep-client-0-0', broken)).toEqual(allBut('keep-client-0-0', before));
      expect(await pointer('environments/keep-test/last-good.json')).toBe(good);

      const run = await release(world.first);
      expect({ exitCode: run.exitCode, result: run.outputs.get('result'), output: run.output }).toEqual({
        exitCode: 0,
        result: 'passed',
        output: expect.any(String),
      });
      const after = await podsOf(world.first);
      expect(withoutUids(after)).toEqual(withoutUids(before));
      expect(allBut('keep-client-0-0', after)).toEqual(allBut('keep-client-0-0', before));
    },
    withinMs,
  );

  test(
    'whose client dies is red with its exit code and last words, and prints no secret',
    async () => {
      const file = join(folder, 'clients.yml');
      const clients = readFileSync(file, 'utf8');
      // The password of another account's keyfile: the client itself says what is wrong.
      await makeSecret(world.second, 'wrong-passphrases', { 'account-0': 'not the password of this one' });
      writeFileSync(
        file,
        clients.replace('secret: eth-account-passphrases, key: account-0', 'secret: wrong-passphrases, key: account-0'),
      );
      try {
        const run = await release(world.second, ['--image', world.image, '--client-timeout', '90s']);
        // A first release has nothing to go back to.
        expect({ exitCode: run.exitCode, outcome: run.outputs.get('outcome') }).toEqual({
          exitCode: 4,
          outcome: 'failed-halted',
        });
        expect(run.output).toMatch(/keep-client-0 .*(exit code 1|exited with 1|CrashLoopBackOff)/);
        expect(run.output).toMatch(/could not decrypt key/);
        expect(run.output).not.toContain(world.second.deployerKey.slice(2));
      } finally {
        writeFileSync(file, clients);
      }
    },
    withinMs,
  );
});

function release(
  environment: ExampleEnvironment,
  more: readonly string[] = ['--image', world.image],
): Promise<CommandResult> {
  return keepDeploy(world, environment, folder, join(folder, 'release.log'), ['release', ...more]);
}

/** As the clients themselves say it. */
async function proved(digest: string) {
  const args = ['smoke-test', '--release', digest];
  const { exitCode, outputs } = await keepDeploy(world, world.first, folder, join(folder, 'smoke-test.log'), args);
  return { exitCode, result: outputs.get('result') };
}

function missingImage(): string {
  return world.image.replace(/sha256:.*/, `sha256:${'d'.repeat(64)}`);
}

async function pointer(name: string): Promise<string> {
  const url = `${world.storage.endpoint}/storage/v1/b/keep-test-releases/o/${encodeURIComponent(name)}?alt=media`;
  return ((await (await fetch(url)).json()) as { target: string }).target;
}

interface Diagnostics {
  readonly client_info: { readonly network_id: string };
  readonly connected_peers: readonly unknown[];
}

async function diagnostics({ name }: ExampleEnvironment, client: string): Promise<Diagnostics> {
  const path = `/api/v1/namespaces/${name}/pods/${client}-0:9602/proxy/diagnostics`;
  return JSON.parse((await world.cluster.ask(path)).body) as Diagnostics;
}

interface SeenPod {
  readonly uid: string;
  readonly image: string | undefined;
  readonly isReady: boolean;
}

/** By name. */
async function podsOf({ name }: ExampleEnvironment): Promise<ReadonlyMap<string, SeenPod>> {
  const { body } = await world.cluster.ask(`/api/v1/namespaces/${name}/pods`);
  const { items } = JSON.parse(body) as {
    items: {
      metadata: { name: string; uid: string };
      spec: { containers: { image: string }[] };
      status: { conditions?: { type: string; status: string }[] };
    }[];
  };
  return new Map(
    items.map(({ metadata, spec, status }) => [
      metadata.name,
      {
        uid: metadata.uid,
        image: spec.containers[0]?.image,
        isReady: status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
      },
    ]),
  );
}

function allBut(name: string, pods: ReadonlyMap<string, SeenPod>) {
  return Object.fromEntries([...pods].filter(([other]) => other !== name));
}

function withoutUids(pods: ReadonlyMap<string, SeenPod>) {
  return Object.fromEntries([...pods].map(([name, { image, isReady }]) => [name, { image, isReady }]));
}

async function makeSecret(
  { name }: ExampleEnvironment,
  secret: string,
  stringData: Record<string, string>,
): Promise<void> {
  const json = { apiVersion: 'v1', kind: 'Secret', metadata: { name: secret }, stringData };
  const { status, body } = await world.cluster.ask(`/api/v1/namespaces/${name}/secrets`, { method: 'POST', json });
  if (status !== 201) throw new Error(body);
}
