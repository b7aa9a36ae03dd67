import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleAccounts } from '../../tools/generate-example-accounts.ts';
import { type EndedProcess, expectExit, type StartedProcess } from './release-process.ts';
import {
  creations,
  type Deed,
  image,
  openStage,
  type Scene,
  type Stage,
  transactions,
  until,
} from './release-scene.ts';
import { atTransaction, startRpcProxy } from './rpc-proxy.ts';

type KillPoint =
  /** The k-th transaction of the process: creations 0 to 26, calls 27 to 32. */
  | { readonly send: number; readonly when: 'before' | 'after' }
  /** The write of an object: it never lands, or only its answer is lost. */
  | { readonly write: string; readonly when: 'before' | 'after' };

const migrate = ['migrate-contracts'];
const release = ['release', '--image', image, '--smoke-timeout', '1s'];
const journal = (number: number) => `journals/.*/0000000${number}\\.json`;

/** More moments, with every port in the test's hand: test/integration/contracts-kill.test.ts. */
const points: readonly KillPoint[] = [
  { write: journal(0), when: 'before' },
  { write: journal(0), when: 'after' },
  { send: 0, when: 'after' },
  { send: 13, when: 'before' },
  { send: 32, when: 'after' },
  { write: 'contract-records/[0-9a-f]*\\.json', when: 'before' },
  { write: 'environments/keep-test/contracts.json', when: 'before' },
  { write: journal(2), when: 'before' },
  { write: journal(3), when: 'before' },
];

let stage: Stage;
let number = 0;
const openScene = () => stage.openScene(`killed-${number++}`);

beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => stage?.stop());

describe('a release that is killed while it deploys contracts', () => {
  test.each(points)('at %j is finished by the next run, without a duplicate', async (point) => {
    const scene = await openScene();
    await runUntilKilled(scene, migrate, point);
    expectExit(await scene.run(migrate), 0);
    await expectWholeNetwork(scene, await scene.deeds());
    const before = await scene.count();
    expectExit(await scene.run(migrate), 0);
    expect(await scene.count()).toEqual(before);
  });

  test('is finished by a commit that wants one more instance of a contract', async () => {
    const scene = await openScene();
    await runUntilKilled(scene, migrate, { send: 13, when: 'after' });
    const workspace = changedSet(scene, (text) =>
      text.replace('  TopUps: {}\n', '  TopUps: {}\n  MoreUtils: { artifact: ModUtils }\n'),
    );
    expectExit(await scene.run(migrate, { workspace }), 0);
    const deeds = await scene.deeds();
    expect(deeds.filter(({ created }) => created)).toHaveLength(creations + 1);
    expect(deeds).toHaveLength(transactions + 1);
    expectNothingTwice(deeds, 1);
    await expectOwner(scene, deeds);
    expectExit(await scene.run(migrate, { workspace }), 0);
    expect(await scene.deeds()).toHaveLength(transactions + 1);
  });

  test('is finished by a commit that has dropped a call', async () => {
    const scene = await openScene();
    await runUntilKilled(scene, migrate, { write: journal(0), when: 'after' });
    const workspace = changedSet(scene, (text) =>
      text.replace(/ {2}- \{ contract: GasPriceOracle, function: add.*\n/, ''),
    );
    expectExit(await scene.run(migrate, { workspace }), 0);
    const deeds = await scene.deeds();
    expect(deeds.filter(({ created }) => created)).toHaveLength(creations);
    expect(deeds).toHaveLength(transactions - 1);
    expectNothingTwice(deeds, 0);
    await expectOwner(scene, deeds);
    expectExit(await scene.run(migrate, { workspace }), 0);
    expect(await scene.deeds()).toHaveLength(transactions - 1);
  });

  test('between signing its calls and sending them sends none to a contract that is gone, and creates it anew', async () => {
    const scene = await openScene();
    await runUntilKilled(scene, migrate, { write: journal(1), when: 'after' });
    const staking = await loggedAddress(scene, 'TokenStaking');
    await scene.ask('anvil_setCode', staking, '0x');
    expect(expectExit(await scene.run(migrate), 0).output).toMatch(/TokenStaking at 0x.*: there is no code/);
    const deeds = await scene.deeds();
    expect(callsNaming(deeds, staking)).toEqual([]);
    await expectOwner(scene, deeds);
    expectExit(await scene.run(migrate), 0);
    expect(await scene.deeds()).toEqual(deeds);
  });

  test('between signing and sending a call to contracts of an earlier release does not send it when one is gone', async () => {
    const scene = await openScene();
    const workspace = changedSet(scene, (text) =>
      text.replace(/ {2}- contract: TokenStakingEscrow\n(?: {4}.*\n)+/, ''),
    );
    expectExit(await scene.run(migrate, { workspace }), 0);
    const staking = await loggedAddress(scene, 'TokenStaking');
    const before = callsNaming(await scene.deeds(), staking);
    await runUntilKilled(scene, migrate, { write: journal(3), when: 'after' });
    await scene.ask('anvil_setCode', staking, '0x');
    expectExit(await scene.run(migrate), 0);
    const deeds = await scene.deeds();
    expect(callsNaming(deeds, staking)).toEqual(before);
    await expectOwner(scene, deeds);
    expectExit(await scene.run(migrate), 0);
    expect(await scene.deeds()).toEqual(deeds);
  });

  test('again and again is still finished without a duplicate', async () => {
    const scene = await openScene();
    await runUntilKilled(scene, migrate, { send: 5, when: 'before' });
    await runUntilKilled(scene, migrate, { send: 3, when: 'after' });
    await runUntilKilled(scene, migrate, { write: journal(2), when: 'after' });
    expectExit(await scene.run(migrate), 0);
    await expectWholeNetwork(scene, await scene.deeds());
  });
});

describe('a release that is killed while it rolls the clients', () => {
  test.each([
    { at: 'the release is not yet stored', object: 'releases/[0-9a-f]*\\.json' },
    { at: 'all clients run, and `latest` does not yet say so', object: 'environments/keep-test/latest.json' },
  ])('when $at, is finished by the next run', async ({ object }) => {
    const scene = await openScene();
    await runUntilKilled(scene, release, { write: object, when: 'before' });
    await expectFinishedOnce(scene, await scene.run(release));
  });

  test('in the middle of the first wave, is finished by the next run that has the patience to wait for its lock', async () => {
    const scene = await openScene();
    await killInFirstWave(scene);
    const { clusterWrites } = await scene.count();
    const impatient = expectExit(await scene.run([...release, '--lock-timeout', '2s']), 7);
    expect(impatient.output).toMatch(/Waiting for the lock on the namespace \(Lease keep-deploy in .*holds it, until/);
    expect(impatient.output).toMatch(/^error: locked: .*\n.*another run works on this namespace: .*, until/m);
    expect(impatient.outputs.get('outcome')).toBe('locked');
    expect(await scene.count()).toMatchObject({ clusterWrites });
    const patient = await scene.run(release);
    expect(patient.output).toMatch(
      /Waiting for the lock .*(?:.|\n)*Taking over the lock .* ran out at .*, so that run was killed/,
    );
    await expectFinishedOnce(scene, patient);
  });

  test('in the middle of the first wave, is finished at once by a run that breaks its lock', async () => {
    const scene = await openScene();
    await killInFirstWave(scene);
    const breaking = await scene.run([...release, '--break-lock', 'true']);
    expect(breaking.output).toMatch(/Breaking the lock on the namespace .*, as break-lock asks/);
    await expectFinishedOnce(scene, breaking);
  });
});

async function killInFirstWave(scene: Scene): Promise<void> {
  const started = scene.start(release);
  await until('the first StatefulSet is there', () => writesTo(scene, 'statefulsets') > 0);
  await kill(started);
  await untilLanded(scene);
}

/** What was on its way to the API server when the process died is carried out all the same. */
async function untilLanded(scene: Scene): Promise<void> {
  const quietMs = 1_000;
  for (let before = -1, now = 0; now !== before; ) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, quietMs));
    now = (await scene.count()).clusterWrites;
  }
}

function callsNaming(deeds: readonly Deed[], address: string): readonly Deed[] {
  const digits = address.slice(2).toLowerCase();
  return deeds.filter(({ created, to, input }) => !created && `${to}${input}`.toLowerCase().includes(digits));
}

/** Where a contract of the unfinished run stands, by its journal. */
async function loggedAddress(scene: Scene, name: string): Promise<string> {
  const logged = (await scene.storedNames()).find((object) => new RegExp(`^${journal(0)}$`).test(object)) ?? '';
  const entry = JSON.parse((await scene.stored(logged)) ?? '') as {
    transactions: { step: { contract: string; address: string } }[];
  };
  return entry.transactions.find(({ step }) => step.contract === name)?.step.address ?? '';
}

async function expectFinishedOnce(scene: Scene, finishing: EndedProcess): Promise<void> {
  expectExit(finishing, 0);
  await expectWholeNetwork(scene, await scene.deeds());
  const pods = await stage.cluster.ask(`/api/v1/namespaces/${scene.namespace}/pods`);
  const names = (JSON.parse(pods.body) as { items: { metadata: { name: string } }[] }).items.map(
    ({ metadata }) => metadata.name,
  );
  expect(names.sort()).toEqual(exampleAccounts.map((client) => `keep-client-${client}-0`));
  const before = await scene.count();
  expect(before.podsCreated).toBe(10);
  expectExit(await scene.run(release), 0);
  expect(await scene.count()).toEqual(before);
}

function writesTo(scene: Scene, resource: string): number {
  return stage.cluster.auditLog.writes({ namespace: scene.namespace, user: 'kubernetes-admin', resource }).length;
}

/** Starts the command and ends it with SIGKILL at the point; what was on its way then never arrives. */
async function runUntilKilled(scene: Scene, command: readonly string[], point: KillPoint): Promise<void> {
  if ('send' in point) {
    let started: StartedProcess | undefined;
    const die = atTransaction(point.send, point.when, () => started?.child.kill('SIGKILL'));
    const proxy = await startRpcProxy(scene.chain.rpcUrl, die);
    started = scene.start(command, { env: { CHAIN_RPC_URL: proxy.rpcUrl } });
    expect((await started.ended).signal).toBe('SIGKILL');
    await proxy.stop();
    return;
  }
  const object = new RegExp(`^${scene.prefix}${point.write}$`);
  const fault = stage.storage.failNext({
    fault: { type: point.when === 'before' ? 'reset-before' : 'reset-after-it-landed' },
    kind: 'write',
    object,
    times: point.when === 'before' ? 1000 : 1,
  });
  const started = scene.start(command);
  const isReset = () =>
    stage.storage.requests().some((request) => object.test(request.object ?? '') && request.status === 0);
  await Promise.race([until('the fault strikes', isReset), started.ended]);
  await kill(started);
  expect(fault.strikes()).toBeGreaterThan(0);
  stage.storage.reset();
}

async function kill(started: StartedProcess): Promise<void> {
  started.child.kill('SIGKILL');
  const { signal, output } = await started.ended;
  if (signal !== 'SIGKILL') throw new Error(`it ended before it was killed:\n${output}`);
}

function changedSet(scene: Scene, change: (text: string) => string): string {
  const workspace = scene.checkOut('newer');
  const file = join(workspace, 'contracts.yml');
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error('the set was to be another one');
  writeFileSync(file, changed);
  appendFileSync(join(workspace, 'clients.yml'), '# of a newer commit\n');
  return workspace;
}

/** 27 creations and six calls, each once, all of them right. */
async function expectWholeNetwork(scene: Scene, deeds: readonly Deed[]): Promise<void> {
  expect(deeds.every(({ isSuccess }) => isSuccess)).toBe(true);
  expect(deeds).toHaveLength(transactions);
  expect(deeds.filter(({ created }) => created)).toHaveLength(creations);
  expectNothingTwice(deeds, 0);
  await expectOwner(scene, deeds);
}

/** No two transactions do the same; `alike` are wanted twice. */
function expectNothingTwice(deeds: readonly Deed[], alike: number): void {
  expect(new Set(deeds.map(({ to, input }) => `${to} ${input}`)).size).toBe(deeds.length - alike);
}

/** By the record in the bucket, and asked of the chain: the escrow belongs to the staking contract. */
async function expectOwner(scene: Scene, deeds: readonly Deed[]): Promise<void> {
  const pointer = JSON.parse((await scene.stored('environments/keep-test/contracts.json')) ?? '') as { target: string };
  const text = await scene.stored(`contract-records/${pointer.target.slice('sha256:'.length)}.json`);
  const { contracts } = JSON.parse(text ?? '') as { contracts: { name: string; address: string }[] };
  const addressOf = (name: string) => contracts.find((contract) => contract.name === name)?.address.toLowerCase() ?? '';
  const owner = String(
    await scene.ask('eth_call', { to: addressOf('TokenStakingEscrow'), data: '0x8da5cb5b' }, 'latest'),
  );
  expect(`0x${owner.slice(-40)}`).toBe(addressOf('TokenStaking'));
  const created = new Set(deeds.map((deed) => deed.created?.toLowerCase()));
  expect(contracts.filter(({ address }) => !created.has(address.toLowerCase()))).toEqual([]);
}
