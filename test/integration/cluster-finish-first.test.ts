import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WantedClient } from '../../src/cluster/index.ts';
import { objectPath } from '../../src/cluster/kubernetes-object.ts';
import { type ReleasePorts, rollDeployment } from '../../src/release/index.ts';
import { createSummary } from '../../src/report/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { behaving, client, createRig, type Rig } from './cluster-fixture.ts';

let plane: ControlPlane;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-finish-first-'));
  plane = await startControlPlane({ nodes: 1 });
  process.env['KUBECONFIG'] = plane.kubeconfig;
});
const kubeconfigBefore = process.env['KUBECONFIG'];
afterAll(async () => {
  if (kubeconfigBefore === undefined) delete process.env['KUBECONFIG'];
  else process.env['KUBECONFIG'] = kubeconfigBefore;
  await plane?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As long as one from outside has to be. */
const digestKey = 'a key of the test, long enough for anybody';

const network = (image: string): readonly WantedClient[] =>
  ['b0', 's0', 's1'].map((name) => client(name, name.startsWith('b') ? 'bootstrap' : 'standard', { image }));

/** The images of the clients' workloads, by their digits, and how many of their pods are ready. */
async function standing(namespace: string): Promise<Record<string, string>> {
  const { body } = await plane.ask(`/apis/apps/v1/namespaces/${namespace}/statefulsets`);
  const { items } = JSON.parse(body) as {
    readonly items: readonly {
      readonly metadata: { readonly name: string };
      readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { image: string }[] } } };
      readonly status: { readonly readyReplicas?: number };
    }[];
  };
  return Object.fromEntries(
    items.map(({ metadata, spec, status }) => [
      metadata.name,
      `${spec.template.spec.containers[0]?.image.at(-1)} ${status.readyReplicas ?? 0}`,
    ]),
  );
}

const stateOf = async (rig: Rig): Promise<string> => {
  const head = await rig.cluster.get(objectPath('ConfigMap', rig.namespace, 'keep-deploy-roll-out'));
  const { data } = head as unknown as { readonly data: { readonly 'record.json': string } };
  return (JSON.parse(data['record.json']) as { readonly state: string }).state;
};

/** What ran before keep-deploy knew: then no release is recorded, and nobody has to be asked about its contracts. */
async function forgetReleases({ cluster, namespace }: Rig): Promise<void> {
  const path = objectPath('ConfigMap', namespace, 'keep-deploy-roll-out');
  await cluster.remove(path, (await cluster.get(path))?.metadata.uid ?? '');
}

/** A release that fails and is killed on its way back, when it has written nothing of that yet. */
async function killedOnItsWayBack(rig: Rig): Promise<void> {
  let isBack = false;
  const apply: typeof rig.cluster.apply = (...given) =>
    isBack ? Promise.reject(new Error('killed')) : rig.cluster.apply(...given);
  const mayGoBack = async () => {
    isBack = true;
    return undefined;
  };
  const change = { digestKey, broken: ['s1'], cluster: { ...rig.cluster, apply }, mayGoBack };
  await expect(rig.roll(network('b'), change)).rejects.toThrow('killed');
  expect(await stateOf(rig)).toBe('going-back');
}

/** What roll-deployment says of a newer commit, in whose clients file something is wrong. */
async function rollFiles(namespace: string, bakeMs?: number) {
  const workspace = join(folder, namespace);
  mkdirSync(workspace);
  writeFileSync(
    join(workspace, 'keep-deploy.yml'),
    `environments:
  keep-test:
    chain: { id: 1101, rpc: http://127.0.0.1:1, confirmations: 1, deployer: "0x${'1'.repeat(40)}", signer: $SIGNER }
    store: file:store
    cluster: { namespace: ${namespace} }
    clients: clients.yml
`,
  );
  writeFileSync(join(workspace, 'clients.yml'), 'clints: []\n');
  const { log, lines } = recordingLog();
  const secrets = (name: string) => (name === 'KEEP_DEPLOY_DIGEST_KEY' ? digestKey : undefined);
  const ports: ReleasePorts = {
    ...{ log, summary: createSummary(), signal: new AbortController().signal, secrets, workspace },
    ...{ run: { url: undefined, attempt: undefined, commit: undefined }, redact: (text: string) => text },
    ...{ isHostedRunner: false },
  } as unknown as ReleasePorts;
  const error = await rollDeployment(
    {
      ...{ environment: 'keep-test', file: join(workspace, 'keep-deploy.yml'), mode: 'apply', repin: false },
      ...{ configurations: undefined, image: undefined, release: undefined, onFailure: 'rollback-all' },
      ...{ maxFailures: undefined, maxParallel: 10, clientTimeoutMs: 60_000, waveTimeoutMs: 120_000 },
      ...{ rollTimeoutMs: 300_000, bakeMs, forceManagers: [], lockTimeoutMs: 0, breakLock: false },
    },
    ports,
  ).catch((thrown: Error) => thrown);
  return { said: error instanceof Error ? error.message : 'nothing', lines };
}

describe('what a killed run left on its way back', () => {
  test('is put back, though the newer commit’s files can not even be read', async () => {
    const rig = await createRig(plane, 'put-back', recordingLog().log);
    expect((await rig.roll(network('a'), { digestKey })).outcome).toBe('deployed');
    await forgetReleases(rig);
    await killedOnItsWayBack(rig);
    expect((await standing('put-back'))['b0']).toBe('b 1');
    const { said, lines } = await rollFiles('put-back');
    expect(said).toContain('clints');
    expect(lines).toContain('info The way back that a run before had begun is finished');
    expect((await standing('put-back'))['b0']).toBe('a 1');
    expect(await stateOf(rig)).toBe('settled');
  });

  test('is left, and its record with it, where nobody can say whether the old contracts are there', async () => {
    const rig = await createRig(plane, 'can-not-tell', recordingLog().log);
    const [first, second] = ['1', '2'].map((digit) => `sha256:${digit.repeat(64)}`);
    expect((await rig.roll(network('a'), { digestKey, release: `${first}` })).outcome).toBe('deployed');
    const mixed = { digestKey, release: `${second}`, broken: ['s0'], policy: 'rollback-failed' } as const;
    expect((await rig.roll(network('d'), mixed)).outcome).toBe('failed-rolled-back');
    await killedOnItsWayBack(rig);
    const { said, lines } = await rollFiles('can-not-tell');
    expect(said).toContain('clints');
    const [warning] = lines.filter((line) => line.startsWith('warning It is not finished now'));
    for (const release of [first, second]) {
      expect(warning).toMatch(
        new RegExp(`whether the release before, ${release}, still has its contracts can't be told`),
      );
    }
    expect(await stateOf(rig)).toBe('going-back');
    expect((await rig.roll(network('c'), { digestKey })).outcome).toBe('deployed');
  });

  test('and that doesn’t start again is told without its own words: nobody knows which of them are secret', async () => {
    const rig = await createRig(plane, 'mute', recordingLog().log);
    // Ready for five seconds; its warnings stand for all that a pod may say.
    expect((await rig.roll(network('a'), { digestKey, manifest: behaving('crash-late') })).outcome).toBe('deployed');
    await forgetReleases(rig);
    await killedOnItsWayBack(rig);
    const { said, lines } = await rollFiles('mute', 30_000);
    expect(said).toMatch(/^rollback-failed: /);
    expect(said).toMatch(/b0 \(pod b0-0, container client\): (Error|CrashLoopBackOff)/);
    expect([said, ...lines].join('\n')).not.toMatch(/back-off restarting|untrusted/i);
  });
});
