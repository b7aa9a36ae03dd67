import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { messageOf, type RolledTo, type WantedClient } from '../../src/cluster/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, probedManifest, results } from './cluster-fixture.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

const network = (image: string): readonly WantedClient[] =>
  ['b0', 'b1', 's0', 's1'].map((name) => client(name, name.startsWith('b') ? 'bootstrap' : 'standard', { image }));
const account = (name: string) => `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name} }\n`;

async function listed<T>(path: string): Promise<readonly T[]> {
  return (JSON.parse((await plane.ask(path)).body) as { readonly items: readonly T[] }).items;
}

/** The images of the clients' workloads, by their digits, and how many of their pods are ready. */
async function standing(namespace: string): Promise<Record<string, string>> {
  const found = await listed<{
    readonly metadata: { readonly name: string };
    readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { image: string }[] } } };
    readonly status: { readonly readyReplicas?: number };
  }>(`/apis/apps/v1/namespaces/${namespace}/statefulsets`);
  return Object.fromEntries(
    found.map(({ metadata, spec, status }) => [
      metadata.name,
      `${spec.template.spec.containers[0]?.image.at(-1)} ${status.readyReplicas ?? 0}`,
    ]),
  );
}

const accounts = async (namespace: string): Promise<readonly string[]> =>
  (await listed<{ readonly metadata: { readonly name: string } }>(`/api/v1/namespaces/${namespace}/serviceaccounts`))
    .map(({ metadata }) => metadata.name)
    .filter((name) => name !== 'default');

const saidOfGoingBack = ({ clients }: RolledTo) =>
  clients.flatMap(({ client: name, goingBackFailure }) =>
    goingBackFailure === undefined ? [] : [messageOf(name, goingBackFailure, (text) => text).headline],
  );
const neverProved = (name: string) =>
  `${name}: it has nothing to go back to, for no release of it was ever proved: it is left as it stands`;

describe('after a first release of which a client was never proved', () => {
  /** Its bootstraps run, its canary doesn't, and the client behind that was never written. */
  const halted = async (namespace: string) => {
    const rig = await createRig(plane, namespace, recordingLog().log);
    const first = await rig.roll(network('a'), { broken: ['s0'] });
    expect([first.outcome, results(first)]).toEqual([
      'failed-halted',
      ['b0 deployed', 'b1 deployed', 's0 failed-halted', 's1 not-started'],
    ]);
    return rig;
  };

  test('one that fails takes the proved ones back, leaves that one as it stands and says so', async () => {
    const rig = await halted('left');
    const manifest = `${probedManifest}${account('new')}`;
    const second = await rig.roll(network('b'), { manifest, broken: ['s0'] });
    expect([second.outcome, results(second)]).toEqual([
      'failed-halted',
      ['b0 rolled-back', 'b1 rolled-back', 's0 failed-halted', 's1 not-started'],
    ]);
    expect(saidOfGoingBack(second)).toEqual([neverProved('s0')]);
    expect(await standing('left')).toEqual({ b0: 'a 1', b1: 'a 1', s0: 'b 0' });
    // It may stand on what was made for all.
    expect(await accounts('left')).toEqual(['new']);

    // What failed twice is no more to go back to than what failed once.
    const third = await rig.roll(network('c'), { manifest, broken: ['s0'] });
    expect([third.outcome, results(third)]).toEqual([second.outcome, results(second)]);
    expect(await standing('left')).toEqual({ b0: 'a 1', b1: 'a 1', s0: 'c 0' });

    expect((await rig.roll(network('d'))).outcome).toBe('deployed');
    expect(await accounts('left')).toEqual([]);
    // Proved once, it goes back like all others.
    const last = await rig.roll(network('e'), { broken: ['s1'] });
    expect(last.outcome).toBe('failed-rolled-back');
    expect(await standing('left')).toEqual({ b0: 'd 1', b1: 'd 1', s0: 'd 1', s1: 'd 1' });
  });

  test('one that fails before it came to that client is wholly back', async () => {
    const rig = await halted('untouched');
    const second = await rig.roll(network('b'), { broken: ['b0', 's0'] });
    expect([second.outcome, saidOfGoingBack(second)]).toEqual(['failed-rolled-back', []]);
    expect(await standing('untouched')).toEqual({ b0: 'a 1', b1: 'a 1', s0: 'a 0' });
    const third = await rig.roll(network('c'), { broken: ['s0'] });
    expect([third.outcome, saidOfGoingBack(third)]).toEqual(['failed-halted', [neverProved('s0')]]);
  });

  test('one that was killed on its way back is finished so too', async () => {
    const rig = await halted('killed');
    const manifest = `${probedManifest}${account('new')}`;
    let isBack = false;
    const apply: typeof rig.cluster.apply = (...given) =>
      isBack ? Promise.reject(new Error('killed')) : rig.cluster.apply(...given);
    const mayGoBack = async () => {
      isBack = true;
      return undefined;
    };
    const change = { manifest, broken: ['s0'], cluster: { ...rig.cluster, apply }, mayGoBack };
    await expect(rig.roll(network('b'), change)).rejects.toThrow('killed');
    const refused = probedManifest.replace('- name: client\n', '- name: client\n          imagePolicy: never\n');
    await expect(rig.roll(network('c'), { manifest: refused })).rejects.toThrow('field not declared in schema');
    expect(await standing('killed')).toEqual({ b0: 'a 1', b1: 'a 1', s0: 'b 0' });
    expect(await accounts('killed')).toEqual(['new']);
    const third = await rig.roll(network('c'), { manifest, broken: ['s0'] });
    expect([third.outcome, saidOfGoingBack(third)]).toEqual(['failed-halted', [neverProved('s0')]]);
  });

  test('one that mends it stays with it, though the others go back', async () => {
    const rig = await halted('mended');
    const second = await rig.roll(network('b'), { broken: ['s1'] });
    expect([second.outcome, results(second)]).toEqual([
      'failed-halted',
      ['b0 rolled-back', 'b1 rolled-back', 's0 deployed', 's1 failed-rolled-back'],
    ]);
    expect(await standing('mended')).toEqual({ b0: 'a 1', b1: 'a 1', s0: 'b 1' });
    expect((await rig.roll(network('c'), { broken: ['s1'] })).outcome).toBe('failed-rolled-back');
    expect(await standing('mended')).toEqual({ b0: 'a 1', b1: 'a 1', s0: 'b 1' });
  });
});
