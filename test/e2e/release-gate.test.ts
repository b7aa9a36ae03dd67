import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleAccounts } from '../../tools/generate-example-accounts.ts';
import { expectExit } from './release-process.ts';
import { createNamespace, image, openStage, type Scene, type Stage, until } from './release-scene.ts';
import { type StandInDiagnostics, startStandInDiagnostics } from './stand-in-diagnostics.ts';

const release = ['release', '--image', image, '--smoke-timeout', '2s'];
const smoke = ['smoke-test', '--timeout', '60s'];
const otherImage = image.replaceAll('c'.repeat(64), 'd'.repeat(64));
const pointer = (name: string) => `environments/keep-test/${name}.json`;
/** How the audit log names the Lease. */
const lock = 'leases keep-deploy';
const somethingElse = `sha256:${'0'.repeat(64)}`;

interface StoredRelease {
  readonly contracts: string;
  readonly configurations: string;
  readonly clients: readonly { readonly address: string; readonly peerId: string }[];
}

let stage: Stage;
let scene: Scene;
let clients: StandInDiagnostics;
/** The first release of the scene. */
let first: string;
let stored: StoredRelease;

beforeAll(async () => {
  clients = await startStandInDiagnostics('gated', exampleAccounts.length);
  stage = await openStage({ configuration: clients.configuration });
  scene = await stage.openScene('gated');
});
afterAll(async () => {
  await stage?.stop();
  await clients?.stop();
});

describe('last-good', () => {
  test('is not moved to a release of which one client is somebody else, and the step is red', async () => {
    clients.answer(async (client) => {
      // Asked at the end of each wave already, when nobody knows yet who is who.
      if (!(await readFirst())) return 'nothing yet';
      return saying(client === 3 ? 2 : client);
    });
    const run = expectExit(await scene.run(release), 1);
    expect(run.output).toMatch(/keep-client-3: account: should be 0x/);
    expect(await target('latest')).toBe(first);
    expect(await target('last-good')).toBeUndefined();
  });

  test('is moved by a smoke test on which everything passed', async () => {
    clients.answer(saying);
    const plan = expectExit(await scene.run([...smoke, '--mode', 'plan']), 0);
    expect(plan.outputs.get('result')).toBe('passed');
    expect(await target('last-good')).toBeUndefined();

    const run = expectExit(await scene.run(smoke), 0);
    expect(Object.fromEntries(run.outputs)).toMatchObject({ result: 'passed', failed: '0', changed: 'true' });
    expect(await target('last-good')).toBe(first);
    const again = expectExit(await scene.run(smoke), 0);
    expect(again.outputs.get('changed')).toBe('false');
  });

  test('is left alone when another run has moved it meanwhile', async () => {
    let isMoved: Promise<void> | undefined;
    clients.answer(async (client) => {
      isMoved ??= scene.store(pointer('last-good'), JSON.stringify({ target: somethingElse }));
      await isMoved;
      return saying(client);
    });
    const run = expectExit(await scene.run(smoke), 2);
    expect(run.output).toContain('another run has moved');
    expect(await target('last-good')).toBe(somethingElse);
    clients.answer(saying);
  });

  test('is not moved when what the clients say could not be heard', async () => {
    const deaf = await stage.openScene('deaf');
    const run = expectExit(await deaf.run(release), 0);
    expect(run.outputs.get('result')).toBe('incomplete');
    expect(await deaf.stored(pointer('latest'))).toBeDefined();
    expect(await deaf.stored(pointer('last-good'))).toBeUndefined();
  });
});

describe('latest', () => {
  test('is left alone when another run has moved it meanwhile', async () => {
    const before = await scene.count();
    const started = scene.start(['roll-deployment', '--configurations', stored.configurations, '--image', otherImage]);
    await until('the first write', async () => (await scene.count()).clusterWrites > before.clusterWrites);
    await scene.store(pointer('latest'), JSON.stringify({ target: somethingElse }));
    const run = expectExit(await started.ended, 2);
    expect(run.output).toContain('another run has moved');
    expect(await target('latest')).toBe(somethingElse);
  });
});

describe('a stored release', () => {
  test('is rolled again by another job, from a fresh checkout and without the private key', async () => {
    const workspace = scene.checkOut('another-job');
    const before = await scene.count();
    const written = writesToStatefulSets();
    const env = { CONTRACT_OWNER_PRIVATE_KEY: undefined };
    const run = expectExit(await scene.run(['roll-deployment', '--release', first], { workspace, env }), 0);
    expect(run.outputs.get('updated')).toBe('10');
    expect(await images()).toEqual(exampleAccounts.map(() => image));
    expect(await target('latest')).toBe(first);
    const after = await scene.count();
    expect(after.transactions).toBe(before.transactions);
    // Pods aren't counted: a simulated node may delete a pod by name after its successor is there.
    expect(writesToStatefulSets() - written).toBe(10);

    expectExit(await scene.run(['roll-deployment', '--release', first], { workspace, env }), 0);
    expect(await scene.count()).toEqual(after);
  });

  test('of another namespace is refused, because its clients would look for each other there', async () => {
    const workspace = scene.checkOut('other-namespace');
    const file = join(workspace, 'keep-deploy.yml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('namespace: gated', 'namespace: default'));
    await expectRefused(['roll-deployment', '--release', first], /made for namespace gated/, { workspace });
  });

  test('that is not the one that runs is not taken for good', async () => {
    const other = expectExit(
      await scene.run(['roll-deployment', '--configurations', stored.configurations, '--image', otherImage]),
      0,
    );
    const before = await target('last-good');
    await expectRefused([...smoke, '--release', first], /is not what runs/);
    expect(await target('last-good')).toBe(before);
    expect(await target('latest')).toBe(other.outputs.get('release'));
    expectExit(await scene.run(['roll-deployment', '--release', first]), 0);
    expectExit(await scene.run([...smoke, '--release', first]), 0);
    expect(await target('last-good')).toBe(first);
  });

  test('with another keyfile is refused, and the cluster is not written to', async () => {
    const workspace = scene.checkOut('other-keyfile');
    const keyfile = join(workspace, 'accounts/account-2.json');
    writeFileSync(keyfile, readFileSync(keyfile, 'utf8').replace('"version": 3', '"version":  3'));
    await expectRefused(['roll-deployment', '--release', first], /account-2\.json.*is another one now/, { workspace });
  });

  test('without one of its keyfiles is refused', async () => {
    const workspace = scene.checkOut('no-keyfile');
    const clientsFile = join(workspace, 'clients.yml');
    // The commit of today has moved the file; the release still knows where it stood.
    const text = readFileSync(join(workspace, 'accounts/account-2.json'), 'utf8');
    writeFileSync(join(workspace, 'accounts/moved.json'), text);
    writeFileSync(join(workspace, 'accounts/account-2.json'), '{}');
    writeFileSync(
      clientsFile,
      readFileSync(clientsFile, 'utf8').replace('accounts/account-2.json', 'accounts/moved.json'),
    );
    await expectRefused(['roll-deployment', '--release', first], /account-2\.json.*is another one now/, { workspace });
  });

  test('with another digest key is refused', async () => {
    const env = { KEEP_DEPLOY_DIGEST_KEY: 'another key than the one before' };
    await expectRefused(['roll-deployment', '--release', first], /KEEP_DEPLOY_DIGEST_KEY/, { env });
  });

  test('that the store does not have is refused', async () => {
    await expectRefused(['roll-deployment', '--release', somethingElse], /0{64}/);
    await expectRefused(['smoke-test', '--release', somethingElse], /0{64}/);
  });

  test('of another environment is refused, to be rolled and to be checked', async () => {
    const workspace = scene.checkOut('other-environment');
    const file = join(workspace, 'keep-deploy.yml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('  keep-test:', '  keep-live:'));
    const changes = { workspace, environment: 'keep-live' };
    for (const step of ['roll-deployment', 'smoke-test'])
      await expectRefused([step, '--release', first], /belongs to environment keep-test, not to keep-live/, changes);
    const configurations = ['roll-deployment', '--configurations', stored.configurations, '--image', image];
    await expectRefused(configurations, /belongs to environment keep-test, not to keep-live/, changes);
  });

  test('whose configurations were rendered with another RPC URL is refused without telling the URL', async () => {
    const env = { CHAIN_RPC_URL: `${scene.chain.rpcUrl}/v3/a-key-of-another-job` };
    const run = await expectRefused(
      ['roll-deployment', '--configurations', stored.configurations, '--image', image],
      /renders to other bytes than when its recipe was stored: .*\$CHAIN_RPC_URL/,
      { env },
    );
    expect(run).not.toContain('a-key-of-another-job');
    expect(run).not.toContain(scene.chain.rpcUrl);
  });
});

describe('the cluster of the first release', () => {
  let pinned: Scene;
  let ours: string;
  let uid: string;

  beforeAll(async () => {
    pinned = await stage.openScene('pinned');
    ours = expectExit(await pinned.run(release), 0).outputs.get('release') ?? '';
    uid = await uidOf('pinned');
  });

  test('may be written into the file, and is then required, whatever the input repin says', async () => {
    const workspace = pinned.checkOut('pinned-in-file');
    const file = join(workspace, 'keep-deploy.yml');
    const text = readFileSync(file, 'utf8');
    const pin = (value: string) =>
      writeFileSync(file, text.replace('namespace: pinned', `namespace: pinned, namespace-uid: ${value}`));
    pin(uid);
    expectExit(await pinned.run(['roll-deployment', '--release', ours], { workspace }), 0);
    pin('11111111-2222-4333-8444-555555555555');
    const before = await pinned.count();
    for (const repin of ['false', 'true']) {
      const run = await pinned.run(['roll-deployment', '--release', ours, '--repin', repin], { workspace });
      expect(expectExit(run, 2).output).toMatch(new RegExp(`11111111-2222.* is ${uid}`));
    }
    expect(await pinned.count()).toEqual(before);
  });

  test('is told from one whose namespace was made anew, by every step that asks it, before any write', async () => {
    await stage.cluster.ask('/api/v1/namespaces/pinned', { method: 'DELETE' });
    await until(
      'the namespace is gone',
      async () => (await stage.cluster.ask('/api/v1/namespaces/pinned')).status === 404,
    );
    await createNamespace(stage.cluster, 'pinned');
    const before = await pinned.count();
    for (const step of [['roll-deployment', '--release', ours], ['smoke-test', '--release', ours], release]) {
      const { output } = expectExit(await pinned.run(step), 2);
      expect(output).toContain(`was ${uid}, is ${await uidOf('pinned')}`);
    }
    expect(await pinned.count()).toEqual(before);
  });

  test('is replaced by repin, which says old and new, and is then the one', async () => {
    const plan = await pinned.run(['roll-deployment', '--release', ours, '--repin', 'true', '--mode', 'plan']);
    expect(expectExit(plan, 0).output).toContain(`was ${uid}, is ${await uidOf('pinned')}`);
    expectExit(await pinned.run(['roll-deployment', '--release', ours]), 2);

    const run = await pinned.run(['roll-deployment', '--release', ours, '--repin', 'true']);
    expect(expectExit(run, 0).output).toContain(`was ${uid}, is ${await uidOf('pinned')}`);
    expect(run.output.match(/Another cluster than before is accepted/g)).toHaveLength(1);
    const before = await pinned.count();
    expectExit(await pinned.run(['roll-deployment', '--release', ours]), 0);
    expect(await pinned.count()).toEqual(before);
  });
});

describe('a new environment whose namespace is missing', () => {
  test('is told so before the first transaction', async () => {
    const fresh = await stage.openScene('nowhere');
    const file = join(fresh.workspace, 'keep-deploy.yml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('namespace: nowhere', 'namespace: typo'));
    expect(expectExit(await fresh.run(release), 2).output).toContain('no namespace typo');
    expect(await fresh.count()).toMatchObject({ transactions: 0, storeWrites: 0 });
  });
});

describe('when the code at one address goes while a release is made', () => {
  test('the look right before the first write sees it, and nothing but the lock is written to the cluster', async () => {
    const text = await scene.stored(`contract-records/${stored.contracts.slice('sha256:'.length)}.json`);
    const { contracts } = JSON.parse(text ?? '') as { contracts: { name: string; address: string }[] };
    const address = contracts.find(({ name }) => name === 'TokenStaking')?.address ?? '';
    const code = await scene.ask('eth_getCode', address, 'latest');
    // The new release is stored between the plan's look at the chain and the last one.
    const held = stage.storage.failNext({
      kind: 'write',
      object: /\/releases\/[0-9a-f]+\.json$/,
      fault: { type: 'hold', until: () => scene.ask('anvil_setCode', address, '0x') },
    });
    const roll = [
      'roll-deployment',
      '--configurations',
      stored.configurations,
      '--image',
      image.replaceAll('c'.repeat(64), '9'.repeat(64)),
    ];
    const written = () => stage.cluster.auditLog.writes({ namespace: 'gated', user: 'kubernetes-admin' });
    const before = written().length;
    const { podsCreated } = await scene.count();
    expect(expectExit(await scene.run(roll), 2).output).toMatch(/nothing was written to the cluster/);
    expect(held.strikes()).toBe(1);
    // The lock is taken before the look and given back after it; the record was not begun, and no client's object written.
    const since = written().slice(before);
    expect(since.map(({ resource, name }) => `${resource} ${name}`)).toEqual([lock, lock]);
    expect((await scene.count()).podsCreated).toBe(podsCreated);
    expect(await isLocked()).toBe(false);
    await scene.ask('anvil_setCode', address, code);
  });
});

describe('a workload that is not the release’s', () => {
  test('makes the smoke test red, though every client answers, and last-good stays', async () => {
    const before = await target('last-good');
    const path = `/apis/apps/v1/namespaces/${scene.namespace}/statefulsets/keep-client-3`;
    const live = JSON.parse((await stage.cluster.ask(path)).body) as {
      metadata: { resourceVersion?: string; annotations: Record<string, string> };
    };
    const written = live.metadata.annotations['keep-deploy/content'] ?? '';
    // As a release leaves it that was broken off before it said that it is the latest.
    live.metadata.annotations['keep-deploy/content'] = somethingElse;
    delete live.metadata.resourceVersion;
    expect((await stage.cluster.ask(path, { method: 'PUT', json: live })).status).toBe(200);
    expect(expectExit(await scene.run(smoke), 2).output).toMatch(/is not what runs: keep-client-3 \(/);
    expect(await target('last-good')).toBe(before);
    live.metadata.annotations['keep-deploy/content'] = written;
    expect((await stage.cluster.ask(path, { method: 'PUT', json: live })).status).toBe(200);
    // Written back it runs as released, though the books name another hand now.
    expectExit(await scene.run(smoke), 0);
  });
});

// Last, because the chain is spoilt here.
describe('when the code at one address is another', () => {
  let address: string;
  let code: unknown;

  beforeAll(async () => {
    const text = await scene.stored(`contract-records/${stored.contracts.slice('sha256:'.length)}.json`);
    const { contracts } = JSON.parse(text ?? '') as { contracts: { name: string; address: string }[] };
    address = contracts.find(({ name }) => name === 'TokenStaking')?.address ?? '';
    code = await scene.ask('eth_getCode', address, 'latest');
    await scene.ask('anvil_setCode', address, '0x600160005260206000f3');
  });
  afterAll(async () => {
    await scene.ask('anvil_setCode', address, code);
  });

  const place = () => {
    const lines = readFileSync(join(scene.workspace, 'clients.yml'), 'utf8').split('\n');
    return `clients.yml:${lines.findIndex((line) => line.includes('{ contract: TokenStaking }')) + 1}:`;
  };

  test.each(['apply', 'plan'])(
    'roll-deployment refuses in mode %s, naming file and line, and writes nothing to the cluster',
    async (mode) => {
      const roll = [
        'roll-deployment',
        '--configurations',
        stored.configurations,
        '--image',
        otherImage,
        '--mode',
        mode,
      ];
      const output = await expectRefused(roll, /nothing was written to the cluster/);
      expect(output).toContain(place());
    },
  );

  test('a stored release is refused too', async () => {
    expect(await expectRefused(['roll-deployment', '--release', first], /nothing was written/)).toContain(place());
  });

  test('render-client-config refuses, and stores nothing', async () => {
    const before = await scene.count();
    const run = await scene.run(['render-client-config', '--contracts', stored.contracts]);
    expect(expectExit(run, 2).output).toContain(place());
    expect(await scene.count()).toEqual(before);
  });

  test('smoke-test is red, and last-good stays where it was', async () => {
    const before = await target('last-good');
    const run = expectExit(await scene.run([...smoke, '--release', first]), 1);
    expect(run.outputs.get('failed')).toBe('1');
    expect(run.output).toContain('TokenStaking');
    expect(await target('last-good')).toBe(before);
  });
});

describe('when the chain was reset', () => {
  test('roll-deployment and smoke-test refuse', async () => {
    await scene.ask('anvil_reset');
    await expectRefused(['roll-deployment', '--release', first], /nothing was written to the cluster/);
    expectExit(await scene.run([...smoke, '--release', first]), 1);
  });
});

async function expectRefused(
  step: readonly string[],
  reason: RegExp,
  changes?: Parameters<Scene['run']>[1],
): Promise<string> {
  const { clusterWrites, podsCreated } = await scene.count();
  const { output } = expectExit(await scene.run(step, changes), 2);
  expect(output).toMatch(reason);
  expect(await scene.count()).toMatchObject({ clusterWrites, podsCreated });
  return output;
}

/** A client that is who it should be and sees all others. */
function saying(client: number): string {
  const identity = ({ address, peerId }: StoredRelease['clients'][number]) => ({
    ethereum_address: address,
    network_id: peerId,
  });
  const me = stored.clients[client];
  if (me === undefined) throw new Error(`there is no client ${client}`);
  return JSON.stringify({
    client_info: identity(me),
    connected_peers: stored.clients.filter((other) => other !== me).map(identity),
  });
}

/** False while there is none. */
async function readFirst(): Promise<boolean> {
  const latest = await target('latest');
  if (latest === undefined) return false;
  first ??= latest;
  stored ??= JSON.parse((await scene.stored(`releases/${first.slice('sha256:'.length)}.json`)) ?? '');
  return true;
}

async function target(name: string): Promise<string | undefined> {
  const text = await scene.stored(pointer(name));
  return text === undefined ? undefined : (JSON.parse(text) as { target: string }).target;
}

function writesToStatefulSets(): number {
  const filter = { namespace: 'gated', user: 'kubernetes-admin', resource: 'statefulsets' };
  return stage.cluster.auditLog.writes(filter).length;
}

async function images(): Promise<readonly string[]> {
  const { body } = await stage.cluster.ask('/api/v1/namespaces/gated/pods');
  const pods = (JSON.parse(body) as { items: { spec: { containers: { image: string }[] } }[] }).items;
  return pods.flatMap(({ spec }) => spec.containers.map((container) => container.image));
}

/** True while somebody has the namespace's lock. */
async function isLocked(): Promise<boolean> {
  const { body } = await stage.cluster.ask('/apis/coordination.k8s.io/v1/namespaces/gated/leases/keep-deploy');
  return Boolean((JSON.parse(body) as { spec?: { holderIdentity?: string } }).spec?.holderIdentity);
}

async function uidOf(namespace: string): Promise<string> {
  const { body } = await stage.cluster.ask(`/api/v1/namespaces/${namespace}`);
  return (JSON.parse(body) as { metadata: { uid: string } }).metadata.uid;
}
