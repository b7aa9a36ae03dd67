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
import { client, createRig, type Rig } from './cluster-fixture.ts';

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
async function rollFiles(namespace: string) {
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
      ...{ rollTimeoutMs: 300_000, bakeMs: undefined, forceManagers: [], lockTimeoutMs: 0, breakLock: false },
    },
    ports,
  ).catch((thrown: Error) => thrown);
  return { said: error instanceof Error ? error.message : 'nothing', lines };
}

describe('what a killed run left on its way back', () => {
  test('is put back, though the newer commit’s files can not even be read', async () => {
    const rig = await createRig(plane, 'put-back', recordingLog().log);
    // No release stands alone then: which contracts the clients stood on isn't recorded, and nobody has to be asked.
    expect((await rig.roll(network('a'), { digestKey, broken: ['s0'] })).outcome).toBe('failed-halted');
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
    expect((await rig.roll(network('a'), { digestKey })).outcome).toBe('deployed');
    await killedOnItsWayBack(rig);
    const { said, lines } = await rollFiles('can-not-tell');
    expect(said).toContain('clints');
    expect(lines.join('\n')).toMatch(/warning It is not finished now: whether the release before, .* can't be told/);
    expect(await stateOf(rig)).toBe('going-back');
    expect((await rig.roll(network('c'), { digestKey })).outcome).toBe('deployed');
  });
});
