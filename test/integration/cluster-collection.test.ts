import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseHead } from '../../src/cluster/record/record-head.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { behaving, client, createRig } from './cluster-fixture.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1, controllers: 'quick' });
});
afterAll(() => plane?.stop());

async function rigFor(namespace: string) {
  const { roll, cluster } = await createRig(plane, namespace, recordingLog().log);
  const namesOf = async (kind: 'configmaps' | 'secrets', start: string) => {
    const { body } = await plane.ask(`/api/v1/namespaces/${namespace}/${kind}`);
    const { items } = JSON.parse(body) as {
      readonly items: readonly { readonly metadata: { readonly name: string } }[];
    };
    return items.map(({ metadata: { name } }) => name).filter((name) => name.startsWith(start));
  };
  return {
    release: async (text: string, change: Parameters<typeof roll>[1] = {}) =>
      (await roll([client('b0', 'bootstrap', { text })], change)).outcome,
    configurations: () => namesOf('configmaps', 'b0-config-'),
    shards: () => namesOf('secrets', 'keep-deploy-record-'),
    head: async () => {
      const path = `/api/v1/namespaces/${namespace}/configmaps/keep-deploy-roll-out`;
      const found = await cluster.get(path);
      return found && parseHead(namespace, found).head;
    },
  };
}

/** More than are kept. */
const failures = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const manifest = behaving('crash-loops');

/** How many there are of each line of successors: `Secret/keep-deploy-record-0`. */
function lengths(keys: readonly string[]): readonly number[] {
  return [...Map.groupBy(keys, (key) => key.slice(0, key.lastIndexOf('-'))).values()].map(({ length }) => length);
}

test('releases that fail one after another, each with another configuration, leave no more than five of each', async () => {
  const { release, configurations, shards, head } = await rigFor('collect-back');
  expect(await release('good')).toBe('deployed');
  const [good] = await configurations();
  for (const text of failures) expect(await release(text, { manifest })).toBe('failed-rolled-back');
  // What a run made goes with its way back.
  expect(await configurations()).toEqual([good]);
  expect(Math.max(...lengths(await shards()))).toBe(5);
  expect(Math.max(...lengths((await head())?.retired ?? []))).toBe(4);
  expect(await release('better')).toBe('deployed');
  expect(await configurations()).toContain(good);
});

test('so do those that halt: what was proved before them stays', async () => {
  const { release, configurations, shards, head } = await rigFor('collect-halt');
  expect(await release('good')).toBe('deployed');
  const [good] = await configurations();
  for (const text of failures) expect(await release(text, { manifest, policy: 'halt' })).toBe('failed-halted');
  const left = await configurations();
  expect(left).toContain(good);
  // The pod hangs at the first that failed (kubernetes#67250), and the workload names the last: both are read, and stay.
  expect(left.length).toBeLessThanOrEqual(7);
  expect(Math.max(...lengths(await shards()))).toBeLessThanOrEqual(5);
  expect(await release('better')).toBe('deployed');
  expect((await configurations()).length).toBeLessThanOrEqual(5);
  expect(await configurations()).toContain(good);
  expect(Math.max(...lengths((await head())?.retired ?? []))).toBeLessThanOrEqual(4);
});
