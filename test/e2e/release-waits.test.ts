import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleAccounts } from '../../tools/generate-example-accounts.ts';
import { BEHAVIOUR_ANNOTATION, type PodBehaviour } from '../../tools/servers/pod-behaviours.ts';
import { podStages } from '../../tools/servers/pod-stages.ts';
import { expectExit, type StartedProcess } from './release-process.ts';
import { creations, image, openStage, type Scene, type Stage, transactions, until } from './release-scene.ts';

const nodeStagesFolder = join(import.meta.dirname, '../../tools/servers/stages');
/** Simulated pods of these names fail, in whichever namespace. */
const behavioursByPod: Readonly<Record<string, PodBehaviour>> = {
  'keep-client-broken-0': 'crash-loops',
  'keep-client-unready-0': 'never-ready',
};
const release = ['release', '--image', image, '--smoke-timeout', '1s'];
/**
 * The runner grants 7 s between SIGINT and SIGTERM; a busy machine takes its time. What doesn't heed the signal waits far
 * longer for a chain, a store or a client that says nothing.
 */
const endsWithinMs = 25_000;
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
    const { output, outputs } = expectExit(await scene.run([...release, '--client-timeout', '120s']), 4);
    expect(outputs.get('outcome')).toBe('failed-halted');
    // Its second end is enough: whether the back-off is seen before it is chance.
    expect(output).toMatch(
      /error: keep-client-broken \(pod keep-client-broken-0, container client\): (Error|CrashLoopBackOff), exit code 3\b/,
    );
    expect(output).toMatch(/cause: crash; restarts of the container since it was written: [1-9]/);
    expect(output).toContain(lastWords);
    expect(output).not.toMatch(/^::error::/m);
    expect(output).toContain(
      `8 not rolled (${exampleAccounts
        .slice(2)
        .map((client) => `keep-client-${client}`)
        .join(', ')})`,
    );
    expect(output).toContain('this is the first release: there is nothing to go back to');
    expect(await statefulSets(scene)).toEqual(['keep-client-1', 'keep-client-broken']);
    expect(await isReady(scene, 'keep-client-1')).toBe(true);
    expect(resultOf(output, 'keep-client-1')).toBe('deployed');
    expect(resultOf(output, 'keep-client-broken')).toBe('failed-halted');
    expect(await scene.stored('environments/keep-test/latest.json')).toBeUndefined();
  });

  test('is waited for no longer than the input says when it gives no reason', async () => {
    const scene = await stage.openScene('unready');
    rename(scene, 'keep-client-1', 'keep-client-unready');
    const { output } = expectExit(await scene.run([...release, '--client-timeout', '15s']), 4);
    expect(output).toMatch(/error: keep-client-unready \(.*\): not ready within the client's deadline of 15 s: /);
    expect(await statefulSets(scene)).toEqual(['keep-client-0', 'keep-client-unready']);
    expect(await isReady(scene, 'keep-client-0')).toBe(true);
    expect(resultOf(output, 'keep-client-0')).toBe('deployed');
    expect(await scene.stored('environments/keep-test/latest.json')).toBeUndefined();
  });

  test('is replaced by one that can, when the manifest is mended', async () => {
    const scene = await stage.openScene('mended');
    const manifest = join(scene.workspace, 'keep-client.yml');
    const good = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, neverReady(good));
    expectExit(await scene.run([...release, '--client-timeout', '2s']), 4);
    expect(await statefulSets(scene)).toEqual(['keep-client-0', 'keep-client-1']);
    writeFileSync(manifest, good);
    expectExit(await scene.run(release), 0);
    expect(await scene.deeds()).toHaveLength(transactions);
    for (const client of exampleAccounts) expect(await isReady(scene, `keep-client-${client}`)).toBe(true);
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
    expect(await statefulSets(scene)).toHaveLength(10);
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

/** Our own stages, and of the behaviours above a copy that goes by the pod's name instead of its annotation. */
function stagesByName(): readonly string[] {
  const nodes = readdirSync(nodeStagesFolder).map((file) => readFileSync(join(nodeStagesFolder, file), 'utf8'));
  const pods = podStages().map((text) => JSON.parse(text) as PodStage);
  const named = Object.entries(behavioursByPod).flatMap(([pod, behaviour]) =>
    pods
      .filter(({ spec }) => spec.selector.matchAnnotations?.[BEHAVIOUR_ANNOTATION] === behaviour)
      .map((stage) => forPodsNamed(stage, 'In', [pod])),
  );
  const others = pods.map((stage) =>
    stage.metadata.name === 'pod-ready' ? forPodsNamed(stage, 'NotIn', Object.keys(behavioursByPod)) : stage,
  );
  // An exit code that nothing else here ends with.
  const crash = (text: string) => text.replaceAll('exitCode: 1,', 'exitCode: 3,');
  return [...nodes, ...[...others, ...named].map((stage) => crash(JSON.stringify(stage)))];
}

interface PodStage {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: {
      readonly matchAnnotations?: Readonly<Record<string, string>>;
      readonly matchExpressions: readonly object[];
    };
  };
}

function forPodsNamed(stage: PodStage, operator: 'In' | 'NotIn', values: readonly string[]): PodStage {
  const { metadata, spec } = stage;
  const { [BEHAVIOUR_ANNOTATION]: _, ...matchAnnotations } = spec.selector.matchAnnotations ?? {};
  const matchExpressions = [...spec.selector.matchExpressions, { key: '.metadata.name', operator, values }];
  const name = operator === 'In' ? `${metadata.name}-by-name` : metadata.name;
  return { ...stage, metadata: { name }, spec: { ...spec, selector: { matchAnnotations, matchExpressions } } };
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

/** What the summary says became of a client. */
function resultOf(output: string, client: string): string | undefined {
  return new RegExp(`^ *${client} +bootstrap +(\\S+)`, 'm').exec(output)?.[1];
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
