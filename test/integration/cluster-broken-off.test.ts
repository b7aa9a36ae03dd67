import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiRefusal } from '../../src/cluster/api/cluster-port.ts';
import type { Cluster, WantedClient } from '../../src/cluster/index.ts';
import type { LiveObject, WantedObject } from '../../src/cluster/kubernetes-object.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { behaving, client, createRig, probedManifest, type Rig, results } from './cluster-fixture.ts';
import { until } from './stand-in-client-setting.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

const names = ['b0', 'b1', 's0', 's1', 's2'];
const network = (image: string, members = names): readonly WantedClient[] =>
  members.map((name) => client(name, name.startsWith('b') ? 'bootstrap' : 'standard', { image }));

/** Of each release its own Service too. */
const manifest = (image: string): string =>
  probedManifest.replace('{ name: p2p, port: 3919 }', `{ name: p-${image}, port: 3919 }`);

type Act = (key: string, object: WantedObject) => void | Promise<void>;

/** The cluster of a rig, with a look at each object before it is written; what that throws, the write throws. */
function watched({ cluster }: Rig, act: Act): Cluster {
  return {
    ...cluster,
    apply: async (object, options) => {
      if (options?.dryRun !== true) await act(`${object.kind}/${object.metadata.name}`, object);
      return cluster.apply(object, options);
    },
  };
}

const refuse = (key: string): never => {
  throw new ApiRefusal(`403 Forbidden: ${key}`, 403, 'Forbidden');
};
/** Nothing of a run comes after it, as after a kill. */
class Killed extends Error {}
const kill = (): never => {
  throw new Killed();
};

const list = async <T>(path: string): Promise<readonly T[]> =>
  (JSON.parse((await plane.ask(path)).body) as { readonly items: readonly T[] }).items;
interface Named {
  readonly metadata: { readonly name: string };
}

/** Of each client the release that its workload is of; with that of its Service, where it is another one. */
async function state(namespace: string): Promise<Readonly<Record<string, string>>> {
  type Workload = Named & { readonly spec: { template: { spec: { containers: readonly { image: string }[] } } } };
  type Service = Named & { readonly spec: { readonly ports: readonly { readonly name: string }[] } };
  const workloads = await list<Workload>(`/apis/apps/v1/namespaces/${namespace}/statefulsets`);
  const services = await list<Service>(`/api/v1/namespaces/${namespace}/services`);
  const releases = new Map(services.map(({ metadata, spec }) => [metadata.name, spec.ports[0]?.name.at(-1)]));
  const entries = workloads.map(({ metadata: { name }, spec }): [string, string] => {
    const release = spec.template.spec.containers[0]?.image.at(-1);
    return [name, releases.get(name) === release ? `${release}` : `${release}, its Service ${releases.get(name)}`];
  });
  return Object.fromEntries(entries);
}

async function servicesIn(namespace: string): Promise<readonly string[]> {
  return (await list<Named>(`/api/v1/namespaces/${namespace}/services`)).map(({ metadata }) => metadata.name);
}

const all = (image: string, members = names) => Object.fromEntries(members.map((name) => [name, image]));

async function standingRig(namespace: string): Promise<Rig> {
  const rig = await createRig(plane, namespace, recordingLog().log);
  expect((await rig.roll(network('a'), { manifest: manifest('a') })).outcome).toBe('deployed');
  return rig;
}

const farEnough = async (): Promise<void> => {
  throw new Error('far enough');
};

/** Release b fails, because the object is refused, and is killed at its first write of going back. */
async function killedGoingBack(rig: Rig, refused: string, change: Parameters<Rig['roll']>[1] = {}, members = names) {
  let isBack = false;
  const killed = rig.roll(network('b', members), {
    manifest: manifest('b'),
    mayGoBack: async () => {
      isBack = true;
      return undefined;
    },
    cluster: watched(rig, (key) => {
      if (isBack) kill();
      if (key === refused) refuse(key);
    }),
    ...change,
  });
  await expect(killed).rejects.toThrow(Killed);
}

describe('a client of which only the Service was written', () => {
  test('and that could not be taken back, is taken back by the next run that fails', async () => {
    const rig = await standingRig('half');
    let isBack = false;
    const mayGoBack = async () => {
      isBack = true;
      return undefined;
    };
    const first = await rig.roll(network('b'), {
      manifest: manifest('b'),
      mayGoBack,
      cluster: watched(rig, (key) => {
        if (key === 'StatefulSet/s2' || (isBack && key === 'Service/s2')) refuse(key);
      }),
    });
    expect([first.outcome, results(first).at(-1)]).toEqual(['rollback-failed', 's2 rollback-failed']);
    expect(await state('half')).toEqual({ ...all('a'), s2: 'a, its Service b' });

    const second = await rig.roll(network('b'), {
      manifest: manifest('b'),
      maxParallel: 1,
      cluster: watched(rig, (key) => {
        if (key === 'StatefulSet/s1') refuse(key);
      }),
    });
    expect([second.outcome, results(second).at(-1)]).toEqual(['failed-rolled-back', 's2 rolled-back']);
    expect(await state('half')).toEqual(all('a'));
  });
});

describe('what a killed run has written', () => {
  test('going forward is taken back by the next run that fails, also of clients that are no longer wanted', async () => {
    const rig = await standingRig('fewer');
    const killed = rig.roll(network('b', [...names, 't0']), {
      manifest: manifest('b'),
      cluster: watched(rig, (key) => {
        if (key === 'StatefulSet/t0') kill();
      }),
    });
    await expect(killed).rejects.toThrow(Killed);
    const members = ['b0', 'b1', 's0'];
    let isBack = false;
    const next = await rig.roll(network('c', members), {
      manifest: manifest('c'),
      mayGoBack: async () => {
        isBack = true;
        return undefined;
      },
      cluster: watched(rig, (key) => {
        if (!isBack && key === 'StatefulSet/b0') refuse(key);
      }),
    });
    expect([next.outcome, next.why]).toEqual(['failed-rolled-back', ['failed going forward: b0']]);
    expect(await state('fewer')).toEqual(all('a'));
    expect(await servicesIn('fewer')).toEqual(names);
  });

  test('is taken back by the next run where going back was killed, also of clients that are no longer wanted', async () => {
    const rig = await standingRig('fewer-back');
    await killedGoingBack(rig, 'StatefulSet/t0', {}, [...names, 't0']);
    const members = ['b0', 's0', 's1'];
    const stopped = rig.roll(network('a', members), { manifest: manifest('a'), beforeFirstWrite: farEnough });
    await expect(stopped).rejects.toThrow('far enough');
    expect(await state('fewer-back')).toEqual(all('a'));
    expect(await servicesIn('fewer-back')).toEqual(names);
  });

  test('is taken back also where somebody has made a note on a workload since: nothing that is rolled has changed', async () => {
    const rig = await standingRig('noted');
    await killedGoingBack(rig, 'StatefulSet/s2');
    const path = '/apis/apps/v1/namespaces/noted/statefulsets/b0';
    const timeOf = ({ metadata }: LiveObject, manager: string) =>
      Date.parse(metadata.managedFields?.find((entry) => entry.manager === manager)?.time ?? '');
    let notes = 0;
    // Times in the books are whole seconds.
    await until('a note later than what was rolled', 60_000, async () => {
      const live = JSON.parse((await plane.ask(path)).body) as LiveObject;
      const annotations = { ...live.metadata.annotations, note: `${++notes}` };
      const json = { ...live, metadata: { ...live.metadata, annotations } };
      const { body } = await plane.ask(`${path}?fieldManager=kubectl-annotate`, { method: 'PUT', json });
      const noted = JSON.parse(body) as LiveObject;
      return timeOf(noted, 'kubectl-annotate') > timeOf(noted, 'keep-deploy') ? true : undefined;
    });
    const next = await rig.roll(network('a'), { manifest: manifest('a') });
    expect([next.outcome, next.isChanged]).toEqual(['deployed', true]);
    expect(await state('noted')).toEqual(all('a'));
  });

  test('is told to have been taken back where nothing else is left to do', async () => {
    const rig = await standingRig('told');
    await killedGoingBack(rig, 'StatefulSet/s2');
    const next = await rig.roll(network('a'), { manifest: manifest('a') });
    expect([next.outcome, next.isChanged, next.writes > 0]).toEqual(['deployed', true, true]);
    expect(results(next)).toEqual(names.map((name) => `${name} unchanged`));
    expect(await state('told')).toEqual(all('a'));
  });

  test('stands beside what stood before, which the next plan looks up: it is neither new nor written again', async () => {
    const rig = await standingRig('looked-up');
    const next = { manifest: behaving('never-ready').replace('{ name: p2p,', '{ name: p-b,') };
    const { cluster } = rig;
    const killed = rig.roll(network('b'), {
      ...next,
      cluster: {
        ...cluster,
        apply: async (object, options) => {
          const answer = await cluster.apply(object, options);
          if (options?.dryRun !== true && object.kind === 'StatefulSet') kill();
          return answer as never;
        },
      },
    });
    await expect(killed).rejects.toThrow(Killed);
    const { plan } = await rig.plan(network('b'), next);
    const reasons = plan.clients.map(({ client: name, action, reason }) => `${name}: ${action}: ${reason}`);
    expect(reasons.join('\n')).not.toContain('it is new');
    expect(reasons[0]).toMatch(/^b0: prove: written before, but not proved/);
  });

  test('is taken back before the new release is looked at: also where that one is refused', async () => {
    const rig = await standingRig('refused');
    await killedGoingBack(rig, 'StatefulSet/s2');
    const wrong = manifest('c').replace('clusterIP: None', 'clusterIP: None\n  sessionAffinity: Nobody');
    await expect(rig.roll(network('c'), { manifest: wrong })).rejects.toThrow(/sessionAffinity/);
    expect(await state('refused')).toEqual(all('a'));
  });

  test('by two runs is no release to go back to: not what the second one wanted, and never came to', async () => {
    const rig = await standingRig('twice');
    const first = rig.roll(network('e'), {
      manifest: manifest('e'),
      cluster: watched(rig, async (key) => {
        if (key !== 'StatefulSet/s2') return;
        // Which is written side by side with it.
        await until("s1's workload", 20_000, async () => ((await state('twice'))['s1'] === 'e' ? true : undefined));
        kill();
      }),
    });
    await expect(first).rejects.toThrow(Killed);
    await killedGoingBack(rig, 'StatefulSet/b1', { policy: 'rollback-wave' });
    expect(await state('twice')).toMatchObject({ b0: 'b', s0: 'e', s1: 'e' });
    const failed = await rig.roll(network('c'), {
      manifest: manifest('c'),
      cluster: watched(rig, (key, object) => {
        if (key === 'StatefulSet/s2' && JSON.stringify(object).includes(`sha256:${'c'.repeat(64)}`)) refuse(key);
      }),
    });
    expect([failed.outcome, failed.why]).toEqual(['failed-rolled-back', ['failed going forward: s2']]);
    expect(await state('twice')).toEqual(all('a'));
  });

  test('goes back as the killed run had chosen: under rollback-failed only what failed', async () => {
    const rig = await standingRig('chosen');
    await killedGoingBack(rig, 'StatefulSet/s2', { policy: 'rollback-failed' });
    expect(await state('chosen')).toEqual({ ...all('b'), s2: 'a, its Service b' });
    const writes = () => plane.auditLog.writes({ namespace: 'chosen', userAgent: 'keep-deploy' });
    const before = writes().length;
    const stopped = rig.roll(network('c'), { manifest: manifest('c'), beforeFirstWrite: farEnough });
    await expect(stopped).rejects.toThrow('far enough');
    expect(await state('chosen')).toEqual({ ...all('b'), s2: 'a' });
    const written = writes().slice(before);
    expect(written.filter(({ name }) => /^[bs]\d/.test(name) && !name.startsWith('s2'))).toEqual([]);
    expect((await rig.roll(network('c'), { manifest: manifest('c') })).outcome).toBe('deployed');
    expect(await state('chosen')).toEqual(all('c'));
  });
});
