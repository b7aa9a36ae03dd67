import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectExit } from '../e2e/release-process.ts';
import { image, openStage, type Scene, type Stage, until } from '../e2e/release-scene.ts';
import { atTransaction, startRpcProxy } from '../e2e/rpc-proxy.ts';

/** A killed run's locks need not be waited for. */
const release = ['release', '--image', image, '--smoke-timeout', '1s', '--break-lock', 'true'];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => stage?.stop());

function changed(scene: Scene, name: string, file: string, from: string, to: string): string {
  const workspace = scene.checkOut(name);
  const path = join(workspace, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
  return workspace;
}

async function read<T>(path: string): Promise<T> {
  return JSON.parse((await stage.cluster.ask(path)).body) as T;
}

/** How far the record says that the network is, and of each client what was written of it last. */
async function standing({ namespace }: Scene) {
  const head = await read<{ readonly data: { readonly 'record.json': string } }>(
    `/api/v1/namespaces/${namespace}/configmaps/keep-deploy-roll-out`,
  );
  const { items } = await read<{
    readonly items: readonly {
      readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
      readonly status: { readonly readyReplicas?: number };
    }[];
  }>(`/apis/apps/v1/namespaces/${namespace}/statefulsets`);
  return {
    state: (JSON.parse(head.data['record.json']) as { readonly state: string }).state,
    clients: items.map(({ metadata, status }) => [
      metadata.name,
      metadata.annotations['keep-deploy/content'],
      status.readyReplicas ?? 0,
    ]),
  };
}

/** A commit whose clients can't start, killed as soon as it takes the first of them back. */
async function killedOnItsWayBack(scene: Scene, name: string): Promise<void> {
  const pods = '      labels: { app: keep, type: beacon }\n    spec:';
  const broken = pods.replace(
    '    spec:',
    '      annotations: { keep-deploy.test/behaviour: image-missing }\n    spec:',
  );
  const workspace = changed(scene, name, 'keep-client.yml', pods, broken);
  const killed = scene.start(release, { workspace });
  await until('the release goes back', () => killed.output().includes('Wave going back'));
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect((await standing(scene)).state).toBe('going-back');
}

test('what a killed release left on its way back is put back before the next one sends a transaction, and told', async () => {
  const scene = await stage.openScene('way-back');
  expectExit(await scene.run(release), 0);
  const good = await standing(scene);
  await killedOnItsWayBack(scene, 'bad');

  const contract = '  TopUps: {}\n';
  const more = changed(scene, 'more', 'contracts.yml', contract, `${contract}  MoreUtils: { artifact: ModUtils }\n`);
  let end = () => {};
  const proxy = await startRpcProxy(
    scene.chain.rpcUrl,
    atTransaction(0, 'before', () => end()),
  );
  const next = scene.start(release, { workspace: more, env: { CHAIN_RPC_URL: proxy.rpcUrl } });
  end = () => void next.child.kill('SIGKILL');
  const ended = await next.ended.finally(() => proxy.stop());
  expect([ended.signal, ended.output]).toEqual(['SIGKILL', expect.stringContaining('did not finish going back')]);
  expect(await standing(scene)).toEqual(good);

  await killedOnItsWayBack(scene, 'bad-again');
  const before = await scene.count();
  const last = expectExit(await scene.run(release), 0);
  const outputs = Object.fromEntries(last.outputs);
  expect(outputs).toMatchObject({ outcome: 'deployed', changed: 'true', transactions: '0' });
  expect(Number(outputs['writes'])).toBeGreaterThan(0);
  expect((await scene.count()).transactions).toBe(before.transactions);
  expect(await standing(scene)).toEqual(good);
});
