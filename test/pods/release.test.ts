import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { messageLimits } from '../../src/cluster/judge/failure-message.ts';
import { failureRules } from '../../src/cluster/judge/failure-rules.ts';
import { type CommandResult, keepDeploy } from '../../tools/example-release/command-line.ts';
import { countWorld, difference, workloadWrites } from '../../tools/example-release/counts.ts';
import { type ExampleEnvironment, type ExampleWorld, startExampleWorld } from '../../tools/example-release/world.ts';
import { exampleAccounts } from '../../tools/generate-example-accounts.ts';
import { diagnosticsOf, failureTold, networkState, podsOf, type SeenPod } from './seen-network.ts';

const root = join(import.meta.dirname, '../..');
const withinMs = 240_000;
const clients = exampleAccounts.map((number) => `keep-client-${number}`);
const nothing = { transactions: 0, contracts: 0, clusterWrites: 0, podsCreated: 0, restarts: 0, storageWrites: 0 };

let world: ExampleWorld;
let folder: string;
let clientsFile: string;
let asWritten: string;

beforeAll(async () => {
  world = await startExampleWorld(() => {});
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-pods-'));
  const example = join(root, 'examples/keep-network');
  for (const file of ['accounts', 'clients.yml', 'contracts.yml', 'keep-client.yml', 'keep-deploy.yml']) {
    cpSync(join(example, file), join(folder, file), { recursive: true });
  }
  symlinkSync(join(example, 'node_modules'), join(folder, 'node_modules'));
  clientsFile = join(folder, 'clients.yml');
  asWritten = readFileSync(clientsFile, 'utf8');
}, 600_000);

afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Each test after the first begins with ten clients that run what was last released well, and leaves them so. */
describe('ten clients, two of them bootstraps, in real pods', () => {
  test(
    'are released after their contracts, see each other, and become last-good',
    async () => {
      const run = await release(world.first);
      expect({ exitCode: run.exitCode, output: run.output }).toEqual({ exitCode: 0, output: expect.any(String) });
      expect(await countWorld(world, world.first)).toMatchObject({ transactions: 33, contracts: 27, podsCreated: 10 });
      expect(run.outputs.get('result')).toBe('passed');
      expect(await lastGood()).toBe(run.outputs.get('release'));
      const seen = await Promise.all(clients.map((client) => diagnosticsOf(world, world.first, client)));
      const ids = seen.map(({ client_info }) => client_info.network_id);
      expect(new Set(ids).size).toBe(10);
      for (const [index, { connected_peers: peers }] of seen.entries()) {
        const bootstraps = ids.slice(0, 2).filter((_, bootstrap) => bootstrap !== index);
        expect(peers.filter(({ network_id }) => bootstraps.includes(network_id))).not.toEqual([]);
      }
    },
    withinMs,
  );

  test(
    'are left alone by the same release: nothing is sent or written, and nobody restarts',
    async () => {
      const before = await countWorld(world, world.first);
      const run = await release(world.first);
      expect(endOf(run)).toEqual({ exitCode: 0, outcome: 'unchanged' });
      expect(run.outputs.get('changed')).toBe('false');
      expect(difference(await countWorld(world, world.first), before)).toEqual(nothing);
    },
    withinMs,
  );

  test(
    'of which one gets another byte of configuration: that one restarts, and no other workload is written',
    async () => {
      const before = await podsOf(world, world.first);
      const written = workloadWrites(world, world.first).length;
      change('NetworkMetricsTick: 10', 'NetworkMetricsTick: 20');
      // It stays so for what follows.
      asWritten = readFileSync(clientsFile, 'utf8');
      const run = await release(world.first);
      expect(endOf(run)).toEqual({ exitCode: 0, outcome: 'deployed' });
      expect(run.outputs.get('result')).toBe('passed');
      expect(workloadWrites(world, world.first).slice(written)).toEqual(['keep-client-9']);
      const after = await podsOf(world, world.first);
      expect(allBut('keep-client-9-0', after)).toEqual(allBut('keep-client-9-0', before));
      expect(after.get('keep-client-9-0')?.uid).not.toBe(before.get('keep-client-9-0')?.uid);
      expect(await lastGood()).toBe(run.outputs.get('release'));
    },
    withinMs,
  );
});

describe('a release onto ten running clients that fails', () => {
  let good: string;
  let before: Awaited<ReturnType<typeof networkState>>;
  let podsBefore: ReadonlyMap<string, SeenPod>;

  beforeAll(async () => {
    good = await lastGood();
    before = await networkState(world, world.first);
    podsBefore = await podsOf(world, world.first);
  });
  afterEach(() => writeFileSync(clientsFile, asWritten));

  test(
    "for an image that the registry doesn't have is red in its words; image and configuration are back, and proved",
    async () => {
      change('Metrics: { Port: 9601 }', 'Metrics: { Port: 9601, EthereumMetricsTick: 30 }');
      const run = await release(world.first, ['--image', missingImage()]);
      expect(endOf(run)).toEqual({ exitCode: 3, outcome: 'failed-rolled-back' });
      const told = failureTold(run.output, 'keep-client-0');
      expect(told.length).toBeLessThanOrEqual(messageLimits.lines);
      expect(told[0]).toMatch(
        /^keep-client-0 \(pod keep-client-0-0, container client\): (ErrImagePull|ImagePullBackOff)/,
      );
      expect(told[0]).toMatch(/sha256:d{64}: not found/);
      expect(told).toContainEqual(expect.stringMatching(/^keep-client-0-0 warnings \| Failed: /));
      expect(told.at(-1)).toBe(failureRules['image-missing'].advice);

      expect(await networkState(world, world.first)).toEqual(before);
      const after = await podsOf(world, world.first);
      expect(withoutUids(after)).toEqual(withoutUids(podsBefore));
      // Only the first bootstrap was tried. Its pod is another one than before, made from the old image.
      expect(after.get('keep-client-0-0')?.uid).not.toBe(podsBefore.get('keep-client-0-0')?.uid);
      expect(allBut('keep-client-0-0', after)).toEqual(allBut('keep-client-0-0', podsBefore));
      await expectProvedAsBefore();
    },
    withinMs,
  );

  test(
    'when the other clients have gone over already takes every one of them back, and tells how the broken one died',
    async () => {
      // Not the configuration that failed before: what the record knows by its name is collected later, and not removed here.
      change('Metrics: { Port: 9601 }', 'Metrics: { Port: 9601, EthereumMetricsTick: 40 }');
      const own = 'key: account-9 }\n    configuration: {';
      change(own, `${own} Storage: { DataDir: /nowhere },`);
      const written = workloadWrites(world, world.first).length;
      const run = await release(world.first);
      expect(endOf(run)).toEqual({ exitCode: 3, outcome: 'failed-rolled-back' });
      const told = failureTold(run.output, 'keep-client-9');
      expect(told.length).toBeLessThanOrEqual(messageLimits.lines);
      expect(told[0]).toMatch(/^keep-client-9 \(pod keep-client-9-0, container client\): .*exit code 1/);
      const lastWords = String.raw`failed while creating a storage disk handler: .*\[/nowhere\]`;
      expect(told).toContainEqual(expect.stringMatching(`^keep-client-9-0/client \\| .*${lastWords}`));
      expect(told).toContainEqual(expect.stringMatching(`^keep-client-9-0/client previous run \\| .*${lastWords}`));
      expect(told.at(-1)).toBe(failureRules.crash.advice);

      // Those that had gone over were written twice.
      const writes = workloadWrites(world, world.first).slice(written);
      for (const client of clients) expect(writes.filter((name) => name === client)).toHaveLength(2);
      expect(await networkState(world, world.first)).toEqual(before);
      expect(withoutUids(await podsOf(world, world.first))).toEqual(withoutUids(podsBefore));
      await expectProvedAsBefore();
    },
    withinMs,
  );

  test(
    'and is to halt leaves the other waves alone; releasing the image that is there restarts only the broken client',
    async () => {
      const podsAtFirst = await podsOf(world, world.first);
      const halted = await release(world.first, ['--image', missingImage(), '--on-failure', 'halt']);
      expect(endOf(halted)).toEqual({ exitCode: 4, outcome: 'failed-halted' });
      const broken = await podsOf(world, world.first);
      expect(broken.get('keep-client-0-0')).toMatchObject({ image: missingImage(), isReady: false });
      expect(allBut('keep-client-0-0', broken)).toEqual(allBut('keep-client-0-0', podsAtFirst));
      expect(await lastGood()).toBe(good);

      const run = await release(world.first);
      expect(endOf(run)).toEqual({ exitCode: 0, outcome: 'deployed' });
      expect(run.outputs.get('result')).toBe('passed');
      const after = await podsOf(world, world.first);
      expect(withoutUids(after)).toEqual(withoutUids(podsBefore));
      expect(allBut('keep-client-0-0', after)).toEqual(allBut('keep-client-0-0', podsAtFirst));
    },
    withinMs,
  );

  /** By the clients themselves; and the good release finds nothing that is left to do. */
  async function expectProvedAsBefore(): Promise<void> {
    expect(await lastGood()).toBe(good);
    const args = ['smoke-test', '--release', good];
    const proof = await keepDeploy(world, world.first, folder, join(folder, 'smoke-test.log'), args);
    expect({ exitCode: proof.exitCode, result: proof.outputs.get('result') }).toEqual({
      exitCode: 0,
      result: 'passed',
    });
    writeFileSync(clientsFile, asWritten);
    const counts = await countWorld(world, world.first);
    expect(endOf(await release(world.first))).toEqual({ exitCode: 0, outcome: 'unchanged' });
    expect(difference(await countWorld(world, world.first), counts)).toEqual(nothing);
  }
});

describe('a first release whose client dies', () => {
  test(
    'has nothing to go back to: it halts with exit code and last words, and prints no secret',
    async () => {
      // The password of another account's keyfile: the client itself says what is wrong.
      await makeSecret(world.second, 'wrong-passphrases', { 'account-0': 'not the password of this one' });
      change('secret: eth-account-passphrases, key: account-0', 'secret: wrong-passphrases, key: account-0');
      const run = await release(world.second);
      expect(endOf(run)).toEqual({ exitCode: 4, outcome: 'failed-halted' });
      const told = failureTold(run.output, 'keep-client-0');
      expect(told[0]).toMatch(/exit code 1/);
      expect(told).toContainEqual(expect.stringMatching(/could not decrypt key/));
      expect(run.output).not.toContain(world.second.deployerKey.slice(2));
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

/** With what it printed where it isn't as expected. */
function endOf({ exitCode, outputs, output }: CommandResult) {
  const outcome = outputs.get('outcome');
  return outcome === undefined ? { exitCode, outcome, output } : { exitCode, outcome };
}

/** One text of clients.yml for another. */
function change(from: string, to: string): void {
  const text = readFileSync(clientsFile, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`clients.yml doesn't have ${from} once`);
  writeFileSync(clientsFile, text.replace(from, to));
}

function missingImage(): string {
  return world.image.replace(/sha256:.*/, `sha256:${'d'.repeat(64)}`);
}

async function lastGood(): Promise<string> {
  const name = encodeURIComponent('environments/keep-test/last-good.json');
  const url = `${world.storage.endpoint}/storage/v1/b/keep-test-releases/o/${name}?alt=media`;
  return ((await (await fetch(url)).json()) as { target: string }).target;
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
