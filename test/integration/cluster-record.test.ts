import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../src/cluster/api/cluster-port.ts';
import { openCluster } from '../../src/cluster/api/open-cluster.ts';
import { type LiveObject, objectPath, type WantedObject } from '../../src/cluster/kubernetes-object.ts';
import { bodyOfLive } from '../../src/cluster/record/adopted-object.ts';
import { collectRetired, listReferring } from '../../src/cluster/record/collection.ts';
import type { LiveLease } from '../../src/cluster/record/lease-object.ts';
import { acquireNamespaceLock } from '../../src/cluster/record/namespace-lock.ts';
import { keyOf, type RecordedOwner } from '../../src/cluster/record/recorded-owner.ts';
import { readRollOutRecord } from '../../src/cluster/record/roll-out-record.ts';
import { shardNames } from '../../src/cluster/record/shard-groups.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import type { RecordTask } from './cluster-record-process.ts';
import { startTalking } from './process-that-talks.ts';

const digestKey = 'a key of the test, long enough';
const never = new AbortController().signal;

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane?.stop());

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

/** A namespace of its own, and a run in it. */
async function createScene(namespace: string) {
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  const answer = await plane.ask('/api/v1/namespaces', { method: 'POST', json });
  if (answer.status !== 201) throw new Error(answer.body);
  const { log, lines } = recordingLog();
  const cluster: Cluster = await openCluster({ settings: {}, kubeconfig: plane.kubeconfig, signal: never, log });
  const read = (run = 'the test') =>
    readRollOutRecord({ cluster, namespace, environment: 'keep-test', digestKey, run, now: () => new Date() });
  const roll = async (release: string, wanted: readonly RecordedOwner[]) => {
    const open = await (await read(release)).begin({ release, wanted, adopted: [] });
    return open.settle({ outcome: 'deployed', standing: () => 'wanted', unproved: [] });
  };
  const lease = async () => {
    const found = await cluster.get<LiveLease>(objectPath('Lease', namespace, 'keep-deploy'));
    return found?.spec;
  };
  const start = (holder: string, more: Partial<RecordTask> = {}) => startRun({ namespace, holder, ...more });
  return { namespace, cluster, log, lines, read, roll, lease, start };
}

function startRun(task: Pick<RecordTask, 'namespace' | 'holder'> & Partial<RecordTask>) {
  const whole: RecordTask = { kubeconfig: plane.kubeconfig, leaseSeconds: 8, digestKey, ...task };
  const run = startTalking('cluster-record-process.ts', whole);
  children.add(run.child);
  return run;
}

/** As large as a Keep client's objects are, with as much in them that no two clients share. */
function keepLike(namespace: string, index: number, version: string): RecordedOwner {
  const name = `keep-client-${index}`;
  const random = (bytes: number) => randomBytes(bytes).toString('hex');
  const metadata = (of: string) => ({ name: of, namespace, labels: { app: 'keep', 'keep-deploy/client': name } });
  const toml = [
    '[ethereum]',
    'URL = "ws://eth-tx-node.default.svc.cluster.local:8546"',
    `KeyFile = "/mnt/keep-client/keyfile/account-${index}-keyfile"`,
    ...Array.from({ length: 8 }, (_, contract) => `Contract${contract}Address = "0x${String(contract).repeat(40)}"`),
    '[network]',
    ...Array.from({ length: 4 }, () => `Peers = ["/dns4/keep-client-0/tcp/3919/ipfs/16Uiu2HAm${random(22)}"]`),
    `# ${version}`,
  ].join('\n');
  const configuration: WantedObject = {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(`${name}-config-${version}`) },
    ...{ immutable: true, data: { configuration: toml } },
  };
  const keyfile: WantedObject = {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: metadata(`${name}-keyfile-1`), immutable: true, type: 'Opaque' },
    data: { keyfile: Buffer.from(JSON.stringify({ address: random(20), crypto: random(200) })).toString('base64') },
  };
  const service: WantedObject = {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: metadata(name) },
    spec: { clusterIP: 'None', selector: { 'keep-deploy/client': name }, ports: [{ name: 'p2p', port: 3919 }] },
  };
  const workload: WantedObject = {
    ...{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: metadata(name) },
    spec: {
      ...{ replicas: 1, serviceName: name, selector: { matchLabels: { 'keep-deploy/client': name } } },
      template: {
        metadata: { labels: { app: 'keep', 'keep-deploy/client': name } },
        spec: {
          containers: [
            {
              ...{ name: 'client', image: `registry.invalid/keep-client@sha256:${'a'.repeat(64)}` },
              args: Array.from({ length: 20 }, (_, argument) => `--flag-number-${argument}=value-of-the-flag`),
              env: Array.from({ length: 10 }, (_, variable) => ({ name: `VARIABLE_${variable}`, value: 'value' })),
            },
          ],
          volumes: [
            { name: 'configuration', configMap: { name: configuration.metadata.name } },
            { name: 'keyfile', secret: { secretName: keyfile.metadata.name } },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '4Gi' } } },
        },
      ],
    },
  };
  const immutable = [configuration, keyfile];
  return {
    owner: name,
    role: 'standard',
    bodies: [...immutable, service, workload],
    contentNamed: immutable.map(keyOf),
    adopted: [],
  };
}

const named = async (
  { cluster, namespace }: { readonly cluster: Cluster; readonly namespace: string },
  version: string,
) => (await cluster.get(objectPath('ConfigMap', namespace, `keep-client-0-config-${version}`))) !== undefined;

describe('the roll-out record on a real API server', () => {
  test('of a run that was killed is unfinished, and its baseline is what was last applied', async () => {
    const scene = await createScene('record-killed');
    const [first, second] = [keepLike(scene.namespace, 0, 'a1'), keepLike(scene.namespace, 0, 'b2')];
    await scene.roll('release 1', [first]);
    const run = scene.start('run 2', { wanted: [second], leaseSeconds: 60 });
    await run.says('begun');
    run.child.kill('SIGKILL');
    await run.exit;
    const record = await scene.read('run 3');
    expect(record.unfinished).toMatchObject({ state: 'forward', run: 'run 2', releaseBefore: 'release 1' });
    expect((await record.baselineOf(['keep-client-0'])).get('keep-client-0')).toEqual(first);
    const open = await record.begin({ release: 'release 3', wanted: [second], adopted: [] });
    expect((await open.touched())[0]?.created).toEqual(['ConfigMap/keep-client-0-config-b2']);
  });

  test('of a run that was killed while going back is finished by the next one', async () => {
    const scene = await createScene('record-going-back');
    await scene.roll('release 1', [keepLike(scene.namespace, 0, 'a1')]);
    const run = scene.start('run 2', { wanted: [keepLike(scene.namespace, 0, 'b2')], goesBack: true });
    await run.says('begun');
    run.child.kill('SIGKILL');
    const resumed = await (await scene.read('run 3')).resume();
    const record = await resumed.settle({ outcome: 'failed-rolled-back', standing: () => 'baseline', unproved: [] });
    expect(record.head).toMatchObject({ state: 'settled', releaseStanding: 'release 1' });
  });

  test('is changed by one of two runs that begin at once', async () => {
    const scene = await createScene('record-two');
    const records = await Promise.all(['run 1', 'run 2', 'run 3'].map((run) => scene.read(run)));
    const outcomes = await Promise.allSettled(
      records.map((record, index) =>
        record.begin({ release: 'r', wanted: [keepLike(scene.namespace, 0, `v${index}`)], adopted: [] }),
      ),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
    expect(refused).toHaveLength(2);
    for (const reason of refused) expect(reason).toMatch(/was changed by another run/);
  });

  test('holds 1000 clients in small shards, and one changed client is one of them', async () => {
    const scene = await createScene('record-thousand');
    const clients = Array.from({ length: 1000 }, (_, index) => keepLike(scene.namespace, index, 'a1'));
    const { head } = await scene.roll('release 1', clients);
    const names = head === undefined ? [] : shardNames(head.baseline);
    const sizes = await Promise.all(
      names.map(async (name) => {
        const shard = await scene.cluster.get<LiveObject & { data: Record<string, string> }>(
          objectPath('Secret', scene.namespace, name),
        );
        return Buffer.from(shard?.data['owners.json.gz'] ?? '', 'base64').length;
      }),
    );
    const headAnswer = await plane.ask(objectPath('ConfigMap', scene.namespace, 'keep-deploy-roll-out'));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.log(
      `1000 clients: ${JSON.stringify(clients).length} bytes of bodies in ${sizes.length} shards, ${total} bytes in all, the largest ${Math.max(...sizes)}; the head has ${headAnswer.body.length}`,
    );
    expect(Math.max(...sizes)).toBeLessThan(100_000);
    const writes = () => plane.auditLog.writes({ namespace: scene.namespace, userAgent: 'keep-deploy' });
    const before = writes().length;
    await scene.roll('release 2', clients.with(7, keepLike(scene.namespace, 7, 'b2')));
    expect(
      writes()
        .slice(before)
        .map(({ verb, resource }) => `${verb} ${resource}`),
    ).toEqual(['create secrets', 'update configmaps', 'update configmaps']);
    const record = await scene.read();
    const back = await record.baselineOf(clients.map(({ owner }) => owner));
    expect(back.size).toBe(1000);
    for (const client of clients.toSpliced(7, 1)) expect(back.get(client.owner)).toEqual(client);
  });

  test('restores an object that was there before as it was', async () => {
    const scene = await createScene('record-adopted');
    const json = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'keep' }, spec: { ports: [{ port: 3919 }] } };
    await plane.ask(`/api/v1/namespaces/${scene.namespace}/services`, { method: 'POST', json });
    const path = objectPath('Service', scene.namespace, 'keep');
    const live = await scene.cluster.get<LiveObject & { readonly spec: object }>(path);
    if (live === undefined) throw new Error('the Service is there');
    const body = bodyOfLive('Service', scene.namespace, live);
    const open = await (await scene.read()).begin({
      ...{ release: 'r', wanted: [keepLike(scene.namespace, 0, 'a1')] },
      adopted: [{ owner: 'keep-client-0', role: 'standard', body }],
    });
    const [touched] = await open.touched();
    const [adopted] = touched?.before?.bodies ?? [];
    if (adopted === undefined) throw new Error('the Service is recorded');
    // Strict: a field that the server alone may set would be refused.
    await expect(scene.cluster.apply(adopted, { dryRun: true })).resolves.toMatchObject({ spec: live.spec });
  });

  test('tells what to collect: the newest five configurations stay, and one that a pod names', async () => {
    const scene = await createScene('record-collected');
    const versions = ['a1', 'b2', 'c3', 'd4', 'e5', 'f6', 'g7', 'h8'];
    let record = await scene.read();
    for (const version of versions) {
      const owner = keepLike(scene.namespace, 0, version);
      const [configuration] = owner.bodies;
      if (configuration === undefined) throw new Error('there is one');
      const labels = { 'app.kubernetes.io/managed-by': 'keep-deploy' };
      await scene.cluster.apply({ ...configuration, metadata: { ...configuration.metadata, labels } });
      record = await scene.roll(version, [owner]);
    }
    const volumes = [{ name: 'c', configMap: { name: 'keep-client-0-config-b2' } }];
    const containers = [{ name: 'c', image: 'registry.invalid/keep-client' }];
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'debug' }, spec: { volumes, containers } };
    const pods = `/api/v1/namespaces/${scene.namespace}/pods`;
    // Forbidden until the controllers have made the namespace's service account.
    const makePod = async () => (await plane.ask(pods, { method: 'POST', json: pod })).status === 201;
    await poll(makePod, AbortSignal.timeout(120_000));
    const referring = () => listReferring(scene.cluster, scene.namespace);
    const { cluster, namespace, log } = scene;
    await collectRetired({ cluster, namespace, record, referring, requireHeld: () => {}, log });
    const left: string[] = [];
    for (const version of versions) if (await named(scene, version)) left.push(version);
    expect(left).toEqual(['b2', 'd4', 'e5', 'f6', 'g7', 'h8']);
    const lists = plane.auditLog.events({
      namespace: scene.namespace,
      verb: 'list',
      resource: 'secrets',
      userAgent: 'keep-deploy',
    });
    expect(lists).toEqual([]);
  });
});

describe('the namespace’s Lease between processes', () => {
  test('is a Lease as the API server knows it: times in microseconds come back as they were sent', async () => {
    const scene = await createScene('lease-times');
    const { cluster, namespace, log } = scene;
    const answer = await acquireNamespaceLock(
      { cluster, namespace, holder: 'run 1', waitMs: 0, breakLock: false, log },
      never,
    );
    if (answer.kind !== 'acquired') throw new Error('it is free');
    const sent = { holderIdentity: expect.stringMatching(/^run 1 [0-9a-f-]{36}$/), leaseDurationSeconds: 60 };
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(await scene.lease()).toMatchObject({ ...sent, acquireTime: time, renewTime: time });
    await answer.lease.release();
    expect(await scene.lease()).not.toHaveProperty('holderIdentity');
  });

  test('of a killed holder is taken over when it ran out', async () => {
    const scene = await createScene('lease-killed');
    const first = scene.start('run 1');
    await first.says('acquired');
    const second = scene.start('run 2');
    await second.says(/Waiting for the lock .*: run 1 holds it/);
    first.child.kill('SIGKILL');
    await second.says('acquired');
    expect(second.printed()).toMatch(/Taking over the lock .*: that of run 1 ran out at /);
    expect(await scene.lease()).toMatchObject({
      holderIdentity: expect.stringMatching(/^run 2 /),
      leaseTransitions: 1,
    });
  });

  test('of a paused holder is taken over; woken, it stops, and the new holder’s stays', async () => {
    const scene = await createScene('lease-paused');
    const first = scene.start('run 1');
    await first.says('acquired');
    first.child.kill('SIGSTOP');
    const second = scene.start('run 2');
    await second.says('acquired');
    first.child.kill('SIGCONT');
    await first.says(/^ended: the lock .* (could not be renewed before it ran out|was taken by run 2)/m);
    expect(await first.exit).toBe(0);
    expect(await scene.lease()).toMatchObject({ holderIdentity: expect.stringMatching(/^run 2 /) });
  });

  test('outlives its own duration while its holder works, and is given back by one that is told to end', async () => {
    const scene = await createScene('lease-given-back');
    const first = scene.start('run 1');
    await first.says('acquired');
    const taken = await scene.lease();
    const second = scene.start('run 2');
    await second.says(/Waiting for the lock/);
    const heldForMs = async () =>
      Date.parse((await scene.lease())?.renewTime ?? '') - Date.parse(taken?.acquireTime ?? '');
    await poll(async () => (await heldForMs()) > 10_000, AbortSignal.timeout(120_000));
    expect(second.printed()).not.toContain('acquired');
    first.child.kill('SIGTERM');
    await second.says('acquired');
    expect(await first.exit).toBe(0);
    expect(second.printed()).not.toContain('Taking over');
  });
});
