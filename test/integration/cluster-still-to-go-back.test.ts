import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiRefusal } from '../../src/cluster/api/cluster-port.ts';
import type { WantedClient } from '../../src/cluster/index.ts';
import { type ControlPlane, READY_ANNOTATIONS, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { behaving, client, createRig, results } from './cluster-fixture.ts';
import { until } from './stand-in-client-setting.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

const names = ['b0', 'b1', 's0', 's1'];
const network = (image: string): readonly WantedClient[] =>
  names.map((name) => client(name, name.startsWith('b') ? 'bootstrap' : 'standard', { image }));

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
const all = (each: string) => Object.fromEntries(names.map((name) => [name, each]));

/** Released with image a, then b, which fails; and something keeps image a from being applied again. */
async function leftOnTheWay(namespace: string) {
  const rig = await createRig(plane, namespace, recordingLog().log);
  expect((await rig.roll(network('a'))).outcome).toBe('deployed');
  const apply: typeof rig.cluster.apply = (object, options) => {
    const isOld = object.kind === 'StatefulSet' && JSON.stringify(object).includes(`sha256:${'a'.repeat(64)}`);
    return isOld
      ? Promise.reject(new ApiRefusal('an admission policy refuses image a', 422, 'Invalid'))
      : rig.cluster.apply(object, options);
  };
  const failed = await rig.roll(network('b'), { broken: ['s1'], cluster: { ...rig.cluster, apply } });
  expect([failed.outcome, results(failed)]).toEqual([
    'rollback-failed',
    ['b0 rollback-failed', 'b1 rollback-failed', 's0 rollback-failed', 's1 rollback-failed'],
  ]);
  expect(await standing(namespace)).toEqual({ ...all('b 1'), s1: 'b 0' });
  return rig;
}

describe('after a way back that failed', () => {
  test.each(['b', 'd'])(
    'a run that fails (image %s) goes back to what was proved last, not to what failed',
    async (image) => {
      const rig = await leftOnTheWay(`left-${image}`);
      const again = await rig.roll(network(image), { broken: ['s1'] });
      expect([again.outcome, results(again)]).toEqual([
        'failed-rolled-back',
        ['b0 rolled-back', 'b1 rolled-back', 's0 rolled-back', 's1 failed-rolled-back'],
      ]);
      expect(await standing(`left-${image}`)).toEqual(all('a 1'));
      const last = await rig.roll(network('a'));
      expect([last.outcome, last.writes]).toEqual(['unchanged', 0]);
    },
  );

  test('the release that the address gate is asked about is still the one before', async () => {
    const rig = await leftOnTheWay('gate');
    const asked: string[] = [];
    const mayGoBack = (releases: readonly string[]) => {
      asked.push(releases.join(' '));
      return Promise.resolve('its contracts are not there');
    };
    for (const image of ['d', 'e']) {
      const refused = await rig.roll(network(image), { broken: ['s1'], mayGoBack });
      expect(refused.outcome).toBe('rollback-failed');
    }
    expect((await rig.roll(network('f'), { broken: ['s1'] })).outcome).toBe('failed-rolled-back');
    expect(await standing('gate')).toEqual(all('a 1'));
    expect(new Set(asked).size).toBe(1);
    expect(asked[0]).toMatch(/^sha256:1+$/);
  });

  test('a release that can start is simply released', async () => {
    const rig = await leftOnTheWay('mended');
    expect((await rig.roll(network('c'))).outcome).toBe('deployed');
    const failed = await rig.roll(network('d'), { broken: ['s1'] });
    expect(failed.outcome).toBe('failed-rolled-back');
    expect(await standing('mended')).toEqual(all('c 1'));
  });
});

test('the address gate is asked about every release of which clients stand, before any of them goes back', async () => {
  const rig = await createRig(plane, 'mixture', recordingLog().log);
  const [first, second, third] = ['1', '2', '3'].map((digit) => `sha256:${digit.repeat(64)}`);
  expect((await rig.roll(network('a'), { release: `${first}` })).outcome).toBe('deployed');
  const mixed = await rig.roll(network('b'), { release: `${second}`, broken: ['s1'], policy: 'rollback-failed' });
  expect(mixed.outcome).toBe('failed-rolled-back');
  const asked: (readonly string[])[] = [];
  const mayGoBack = async (releases: readonly string[]) => {
    asked.push(releases);
    return 'the contracts of one are not there';
  };
  const refused = await rig.roll(network('c'), { release: `${third}`, broken: ['b0'], mayGoBack });
  expect([refused.outcome, asked]).toEqual(['rollback-failed', [[second, first]]]);
  expect((await rig.roll(network('d'), { release: `${third}`, broken: ['b0'] })).outcome).toBe('failed-rolled-back');
  expect(await standing('mixture')).toEqual({ ...all('b 1'), s1: 'a 1' });
});

test('after a halt, the client that failed goes back to what it was proved with, the others to what they were proved with since', async () => {
  const rig = await createRig(plane, 'halted', recordingLog().log);
  expect((await rig.roll(network('a'))).outcome).toBe('deployed');
  const halted = await rig.roll(network('b'), { broken: ['s1'], policy: 'halt' });
  expect([halted.outcome, results(halted)]).toEqual([
    'failed-halted',
    ['b0 deployed', 'b1 deployed', 's0 deployed', 's1 failed-halted'],
  ]);
  const failed = await rig.roll(network('c'), { broken: ['s1'] });
  expect(failed.outcome).toBe('failed-rolled-back');
  expect(await standing('halted')).toEqual({ b0: 'b 1', b1: 'b 1', s0: 'b 1', s1: 'a 1' });
});

test('what became ready after a halt counts as proved by the next run, though that has nothing to write', async () => {
  const rig = await createRig(plane, 'ready-late', recordingLog().log);
  const one = (image: string) => network(image).slice(0, 1);
  expect((await rig.roll(one('a'))).outcome).toBe('deployed');
  const manifest = behaving('slow').replace(
    'behaviour: slow',
    `behaviour: slow, ${READY_ANNOTATIONS.from}: 8s, ${READY_ANNOTATIONS.until}: 8s`,
  );
  const halted = await rig.roll(one('b'), { policy: 'halt', manifest, deadlineMs: 2_000 });
  expect([halted.outcome, results(halted)]).toEqual(['failed-halted', ['b0 failed-halted']]);
  await until('the late client', 60_000, async () =>
    (await standing('ready-late'))['b0'] === 'b 1' ? true : undefined,
  );
  const again = await rig.roll(one('b'), { manifest });
  expect([again.outcome, again.writes]).toEqual(['unchanged', 0]);
  expect((await rig.roll(one('c'), { broken: ['b0'] })).outcome).toBe('failed-rolled-back');
  expect(await standing('ready-late')).toEqual({ b0: 'b 1' });
});
