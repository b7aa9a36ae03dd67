import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectExit, type StartedProcess } from './release-process.ts';
import { creations, image, openStage, type Scene, type Stage, transactions, until } from './release-scene.ts';

const stagesFolder = join(import.meta.dirname, '../../tools/servers/stages');
const release = ['release', '--image', image, '--smoke-timeout', '1s'];
/** What the runner grants between SIGINT and SIGTERM. */
const endsWithinMs = 7_000;
const lastWords = 'could not open the keyfile: ::error::no such account';

let stage: Stage;
let folder: string;
let silent: Server;
let silentUrl: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-logs-'));
  const log = join(folder, 'broken.log');
  writeFileSync(
    log,
    `2026-11-21T00:17:09.669794202Z stderr F starting\n2026-11-21T00:17:09.7Z stderr F ${lastWords}\n`,
  );
  silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  silentUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  stage = await openStage({ stages: stagesByName(), configuration: [logsOf('keep-client-broken-0', log)] });
});
afterAll(async () => {
  await stage?.stop();
  silent?.closeAllConnections();
  silent?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a client that can not start', () => {
  test('makes the release red with its reason and last words; its wave goes on, the next does not begin', async () => {
    const scene = await stage.openScene('broken');
    rename(scene, 'keep-client-0', 'keep-client-broken');
    const { output } = expectExit(await scene.run([...release, '--client-timeout', '20s']), 1);
    expect(output).toMatch(/keep-client-broken.*CrashLoopBackOff/);
    expect(output).toMatch(/exit(ed with)?( code)? 3/);
    expect(output).toContain('could not open the keyfile');
    expect(await statefulSets(scene)).toEqual(['keep-client-1', 'keep-client-broken']);
    expect(await isReady(scene, 'keep-client-1')).toBe(true);
    expect(await scene.stored('environments/keep-test/latest.json')).toBeUndefined();
  });

  test('is waited for no longer than the input says when it gives no reason', async () => {
    const scene = await stage.openScene('unready');
    rename(scene, 'keep-client-1', 'keep-client-unready');
    const { output } = expectExit(await scene.run([...release, '--client-timeout', '3s']), 1);
    expect(output).toMatch(/keep-client-unready.*did not become ready within 3 s/);
    expect(await statefulSets(scene)).toEqual(['keep-client-0', 'keep-client-unready']);
    expect(await isReady(scene, 'keep-client-0')).toBe(true);
  });

  test('is replaced by one that can, when the manifest is mended', async () => {
    const scene = await stage.openScene('mended');
    const manifest = join(scene.workspace, 'keep-client.yml');
    const good = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, neverReady(good));
    expectExit(await scene.run([...release, '--client-timeout', '2s']), 1);
    expect(await statefulSets(scene)).toEqual(['keep-client-0', 'keep-client-1']);
    writeFileSync(manifest, good);
    expectExit(await scene.run(release), 0);
    expect(await scene.deeds()).toHaveLength(transactions);
    for (const client of [0, 1, 2, 3, 4]) expect(await isReady(scene, `keep-client-${client}`)).toBe(true);
  });
});

describe.each([
  { signal: 'SIGINT', exitCode: 130 },
  { signal: 'SIGTERM', exitCode: 143 },
] as const)('$signal', ({ signal, exitCode }) => {
  const name = (what: string) => `${what}-${signal.toLowerCase()}`;

  test('ends a run whose transactions are not mined; a later run finishes it', async () => {
    const scene = await stage.openScene(name('unmined'));
    await scene.ask('evm_setIntervalMining', 0);
    const started = scene.start(['migrate-contracts']);
    await until('transactions wait', async () => {
      const { pending } = (await scene.ask('txpool_status')) as { pending: string };
      return Number(pending) === creations;
    });
    await expectEnd(started, signal, exitCode);
    expect(await scene.deeds()).toEqual([]);

    await scene.ask('evm_setIntervalMining', 1);
    expectExit(await scene.run(['migrate-contracts']), 0);
    const deeds = await scene.deeds();
    expect(deeds).toHaveLength(transactions);
    expect(deeds.filter(({ created, isSuccess }) => created && isSuccess)).toHaveLength(creations);
  });

  test('ends a run that waits for a client; a later run finishes it', async () => {
    const scene = await stage.openScene(name('waiting'));
    const manifest = join(scene.workspace, 'keep-client.yml');
    const good = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, neverReady(good));
    const started = scene.start(release);
    await until('the first pods', async () => (await scene.count()).podsCreated >= 2);
    await expectEnd(started, signal, exitCode);
    expect(await scene.stored('environments/keep-test/latest.json')).toBeUndefined();

    writeFileSync(manifest, good);
    expectExit(await scene.run(release), 0);
    expect(await statefulSets(scene)).toHaveLength(5);
    expect(await scene.deeds()).toHaveLength(transactions);
  });

  test.each([
    { what: 'chain', variable: 'CHAIN_RPC_URL' },
    { what: 'store', variable: 'STORAGE_EMULATOR_HOST' },
  ])('ends a run whose $what says nothing', async ({ what, variable }) => {
    const scene = await stage.openScene(name(`silent-${what}`));
    const asked = new Promise((resolve) => silent.once('request', resolve));
    const started = scene.start(['migrate-contracts'], { env: { [variable]: silentUrl } });
    await Promise.race([asked, started.ended]);
    await expectEnd(started, signal, exitCode);
    expect(await scene.deeds()).toEqual([]);
  });
});

async function expectEnd(started: StartedProcess, signal: NodeJS.Signals, exitCode: number): Promise<void> {
  started.child.kill(signal);
  const deadline = new Promise<never>((_, reject) => {
    const late = () => reject(new Error(`still there ${endsWithinMs} ms after ${signal}:\n${started.output()}`));
    setTimeout(late, endsWithinMs).unref();
  });
  const run = await Promise.race([started.ended, deadline]).finally(() => started.child.kill('SIGKILL'));
  expect(expectExit(run, exitCode).output).toContain(`cancelled by ${signal}`);
}

/** Simulated pods of these names fail, in whichever namespace. */
function stagesByName(): readonly string[] {
  const failing = { 'pod-crash-loops.yaml': 'keep-client-broken-0', 'pod-never-ready.yaml': 'keep-client-unready-0' };
  const others = `      - { key: ".metadata.name", operator: NotIn, values: [${Object.values(failing).join(', ')}] }`;
  const files = readdirSync(stagesFolder).map((file) => ({
    file,
    text: readFileSync(join(stagesFolder, file), 'utf8'),
  }));
  const byName = files.flatMap(({ file, text }) => {
    const pod = failing[file as keyof typeof failing];
    if (pod === undefined) return [];
    return text
      .replace(/^ {2}name: .*/m, `  name: ${pod}`)
      .replace(
        /^ .*key: '\.metadata\.annotations.*/m,
        `      - { key: ".metadata.name", operator: In, values: [${pod}] }`,
      );
  });
  const ready = files.map(({ file, text }) =>
    file === 'pod-ready.yaml' ? text.replace('matchExpressions:\n', `matchExpressions:\n${others}\n`) : text,
  );
  return [...ready, ...byName];
}

function logsOf(pod: string, file: string): string {
  return `apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterLogs
metadata: { name: ${pod} }
spec:
  selector: { matchNames: [${pod}] }
  logs: [{ logsFile: ${file}, previousLogsFile: ${file} }]
`;
}

function neverReady(manifest: string): string {
  const annotation = 'annotations: { keep-deploy.test/behaviour: never-ready }';
  const changed = manifest.replace(
    /( {2}template:\n {4}metadata:\n)/,
    (metadata: string) => `${metadata}      ${annotation}\n`,
  );
  if (changed === manifest) throw new Error('the manifest was to be another one');
  return changed;
}

function rename(scene: Scene, client: string, other: string): void {
  const file = join(scene.workspace, 'clients.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(`  ${client}:`, `  ${other}:`));
}

async function statefulSets(scene: Scene): Promise<readonly string[]> {
  const { body } = await stage.cluster.ask(`/apis/apps/v1/namespaces/${scene.namespace}/statefulsets`);
  const { items } = JSON.parse(body) as { items: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name).sort();
}

async function isReady(scene: Scene, client: string): Promise<boolean> {
  const { body } = await stage.cluster.ask(`/api/v1/namespaces/${scene.namespace}/pods/${client}-0`);
  const { status } = JSON.parse(body) as { status: { conditions?: { type: string; status: string }[] } };
  return status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}
