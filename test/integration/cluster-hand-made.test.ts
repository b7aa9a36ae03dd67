import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LiveObject } from '../../src/cluster/kubernetes-object.ts';
import { type ControlPlane, findProgram, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, type Rig, results } from './cluster-fixture.ts';
import { until } from './stand-in-client-setting.ts';

const run = promisify(execFile);
let plane: ControlPlane;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-hand-made-'));
  plane = await startControlPlane({ nodes: 1 });
  const json = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'manual', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'kubernetes.io/no-provisioner',
  };
  expect((await plane.ask('/apis/storage.k8s.io/v1/storageclasses', { method: 'POST', json })).status).toBe(201);
});
afterAll(async () => {
  await plane?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const names = ['keep-client-0', 'keep-client-1'];

/** As somebody wrote it who had no keep-deploy: with claims, and with values that the server writes in another way. */
const written = names
  .map(
    (name) => `apiVersion: v1
kind: Service
metadata: { name: ${name}, labels: { app: keep } }
spec:
  clusterIP: None
  selector: { app: keep, id: ${name} }
  ports: [{ name: p2p, port: 3919 }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name}-keys }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1024Mi } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}, labels: { app: keep } }
spec:
  replicas: 1
  serviceName: ${name}
  selector: { matchLabels: { app: keep, id: ${name} } }
  template:
    metadata: { labels: { app: keep, id: ${name} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: client
          image: registry.invalid/keep-client:v1
          command: [keep-client]
          readinessProbe: { tcpSocket: { port: 3919 } }
          env: [{ name: LOG_LEVEL, value: info }]
          resources: { requests: { cpu: 0.1, memory: 1024Mi } }
          volumeMounts: [{ name: data, mountPath: /mnt/data }, { name: keys, mountPath: /mnt/keys }]
      volumes: [{ name: keys, persistentVolumeClaim: { claimName: ${name}-keys } }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: 1024Mi } }
`,
  )
  .join('---\n');

interface HandMade {
  readonly rig: Rig;
  readonly lines: readonly string[];
  kubectl(...args: readonly string[]): Promise<void>;
  helm(...args: readonly string[]): Promise<void>;
  readonly file: string;
  readonly chart: string;
}

async function placeFor(namespace: string): Promise<HandMade> {
  const { log, lines } = recordingLog();
  const rig = await createRig(plane, namespace, log);
  // Nothing provisions volumes here: one is there for each claim.
  for (const name of names.flatMap((each) => [`data-${each}-0`, `${each}-keys`])) {
    const json = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `${namespace}-${name}` },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'manual',
        hostPath: { path: '/nowhere' },
        claimRef: { namespace, name },
      },
    };
    expect((await plane.ask('/api/v1/persistentvolumes', { method: 'POST', json })).status).toBe(201);
  }
  const file = join(folder, `${namespace}.yml`);
  writeFileSync(file, written);
  const chart = join(folder, namespace);
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: keep\nversion: 1.0.0\n');
  writeFileSync(join(chart, 'templates', 'clients.yml'), written);
  const tool =
    (program: 'kubectl' | 'helm') =>
    async (...args: readonly string[]): Promise<void> => {
      const env = { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: plane.kubeconfig };
      await run(await findProgram(program), ['--namespace', namespace, ...args], { env });
    };
  return { rig, lines, kubectl: tool('kubectl'), helm: tool('helm'), file, chart };
}

const network = (image: string) => names.map((name) => client(name, 'bootstrap', { image }));

type Live = LiveObject & {
  readonly status?: { readonly readyReplicas?: number };
  readonly spec: {
    readonly template: { spec: { containers: readonly { image: string; env: readonly { name: string }[] }[] } };
  };
};

const live = async (namespace: string, name: string): Promise<Live> =>
  JSON.parse((await plane.ask(`/apis/apps/v1/namespaces/${namespace}/statefulsets/${name}`)).body) as Live;
const claims = async (namespace: string) => {
  const { items } = JSON.parse((await plane.ask(`/api/v1/namespaces/${namespace}/persistentvolumeclaims`)).body) as {
    readonly items: readonly LiveObject[];
  };
  return items.map(({ metadata }) => `${metadata.name} ${metadata.uid}`).toSorted();
};
/** Those of the file and those of the templates, which the controller makes when it comes to it. */
const allClaims = (namespace: string) =>
  until('a claim of each client’s keys and data', 60_000, async () => {
    const seen = await claims(namespace);
    return seen.length === 2 * names.length ? seen : undefined;
  });

/** Who makes it is told that it is written; a network that a release is to find has its pods, and they are ready. */
const standing = (namespace: string) =>
  until('a ready pod of each client', 120_000, async () => {
    const seen = await Promise.all(names.map((name) => live(namespace, name)));
    return seen.every(({ status }) => status?.readyReplicas === 1) ? seen : undefined;
  });

type Make = (at: HandMade) => Promise<void>;

describe.each<[string, string, string, Make]>([
  ['kubectl create', 'created', 'kubectl-create', ({ kubectl, file }) => kubectl('create', '--filename', file)],
  [
    'kubectl apply',
    'applied',
    'kubectl-client-side-apply',
    ({ kubectl, file }) => kubectl('apply', '--filename', file),
  ],
  [
    'helm install, merging on the client’s side',
    'merged',
    'helm',
    ({ helm, chart }) => helm('install', 'keep', chart, '--server-side=false'),
  ],
])('a network that was made with %s', (_, namespace, manager, make) => {
  test('is taken over by the first release of the same manifests, and nothing in it stays another’s', async () => {
    const at = await placeFor(namespace);
    const { rig, lines } = at;
    await make(at);
    const [[before], claimed] = [await standing(namespace), await allClaims(namespace)];
    const first = await rig.roll(network('a'), { manifest: written });
    expect([first.outcome, results(first)]).toEqual(['deployed', names.map((name) => `${name} deployed`)]);
    expect(lines).toContain(`info StatefulSet keep-client-0: fields that ${manager} left become keep-deploy's`);
    const after = await live(namespace, 'keep-client-0');
    expect(after.metadata.uid).toBe(before?.metadata.uid);
    expect(await claims(namespace)).toEqual(claimed);
    const managers = (after.metadata.managedFields ?? []).filter(({ subresource }) => subresource === undefined);
    expect(managers.map((entry) => entry.manager)).toEqual(['keep-deploy']);

    const again = await rig.roll(network('a'), { manifest: written });
    expect([again.outcome, again.writes]).toEqual(['unchanged', 0]);
    const renamed = written.replaceAll('LOG_LEVEL', 'LEVEL_OF_LOG');
    expect((await rig.roll(network('a'), { manifest: renamed })).outcome).toBe('deployed');
    const { env } = (await live(namespace, 'keep-client-0')).spec.template.spec.containers[0] ?? { env: [] };
    expect(env.map(({ name }) => name)).toEqual(expect.arrayContaining(['LEVEL_OF_LOG']));
    expect(env.map(({ name }) => name)).not.toContain('LOG_LEVEL');
  });
});

describe.each<[string, string, string, Make]>([
  [
    'kubectl apply --server-side',
    'server-side',
    'kubectl',
    ({ kubectl, file }) => kubectl('apply', '--server-side', '--filename', file),
  ],
  ['helm install', 'installed', 'helm', ({ helm, chart }) => helm('install', 'keep', chart)],
])('a network that %s keeps', (_, namespace, manager, make) => {
  test('is not taken from it: each field and its manager are told, and force-managers takes them', async () => {
    const at = await placeFor(namespace);
    await make(at);
    const [before] = await standing(namespace);
    const { rig } = at;
    const refused = rig.roll(network('a'), { manifest: written });
    await expect(refused).rejects.toThrow(
      new RegExp(
        `StatefulSet keep-client-0 would be refused: [^\n]*spec\\.volumeClaimTemplates belongs to ${manager}; [^\n]*image belongs to ${manager}[^\n]*; if it is to write it no more, name it in force-managers`,
      ),
    );
    expect(plane.auditLog.writes({ namespace, userAgent: 'keep-deploy' })).toEqual([]);

    const forced = await rig.roll(network('a'), { manifest: written, forcedManagers: [manager] });
    expect(forced.outcome).toBe('deployed');
    expect((await live(namespace, 'keep-client-0')).metadata.uid).toBe(before?.metadata.uid);
    const again = await rig.roll(network('a'), { manifest: written });
    expect([again.outcome, again.writes]).toEqual(['unchanged', 0]);
  });
});

describe('a first release over a hand-made network', () => {
  test('that fails goes back to what was there', async () => {
    const at = await placeFor('fails');
    const { rig } = at;
    await at.kubectl('create', '--filename', at.file);
    const before = await standing('fails');
    const bad = written.replaceAll(
      '{ app: keep, id: keep-client-1 } }\n    spec',
      '{ app: keep, id: keep-client-1 }, annotations: { keep-deploy.test/behaviour: image-missing } }\n    spec',
    );
    expect(bad).not.toBe(written);
    const failed = await rig.roll(network('b'), { manifest: bad });
    expect([failed.outcome, results(failed)]).toEqual([
      'failed-rolled-back',
      ['keep-client-0 rolled-back', 'keep-client-1 failed-rolled-back'],
    ]);
    const after = await Promise.all(names.map((name) => live('fails', name)));
    expect(after.map(({ spec }) => spec)).toEqual(before.map(({ spec }) => spec));
    expect((await rig.roll(network('b'), { manifest: written })).outcome).toBe('deployed');
  });

  test('that fails goes back to what ran of a client that somebody was just rolling', async () => {
    const at = await placeFor('half-rolled');
    const path = '/apis/apps/v1/namespaces/half-rolled/statefulsets/keep-client-1';
    const now = async () =>
      JSON.parse((await plane.ask(path)).body) as Live & { readonly status: { readonly readyReplicas?: number } };
    const apply = async (text: string) => {
      writeFileSync(at.file, text);
      await at.kubectl('apply', '--filename', at.file);
    };
    const labels = '{ app: keep, id: keep-client-1 } }\n    spec';
    const broken = (text: string, label: string) =>
      text.replaceAll(
        labels,
        `{ app: keep, id: keep-client-1 }, annotations: { by: ${label}, keep-deploy.test/behaviour: image-missing } }\n    spec`,
      );
    await apply(written);
    const ran = await until('the client is ready', 60_000, async () => {
      const seen = await now();
      return seen.status.readyReplicas === 1 ? seen : undefined;
    });
    await apply(broken(written, 'them'));
    await until('the roll-out of somebody else is stuck', 60_000, async () => {
      const pods = (await plane.ask('/api/v1/namespaces/half-rolled/pods')).body;
      return /ErrImagePull|ImagePullBackOff/.test(pods) ? true : undefined;
    });

    const failed = await at.rig.roll(network('b'), { manifest: broken(written, 'us') });
    expect([failed.outcome, results(failed)]).toEqual([
      'failed-rolled-back',
      // Of two bootstraps one is down already.
      ['keep-client-0 not-started', 'keep-client-1 failed-rolled-back'],
    ]);
    const after = await now();
    expect(after.spec.template).toEqual(ran.spec.template);
    expect(after.status.readyReplicas).toBe(1);
    expect(at.lines.join('\n')).toContain("info StatefulSet keep-client-1: somebody's roll-out of it is half-done");
    expect((await at.rig.roll(network('b'), { manifest: written })).outcome).toBe('deployed');
  });
});
