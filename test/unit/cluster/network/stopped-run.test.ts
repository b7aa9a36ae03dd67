import { describe, expect, test } from '@jest/globals';
import type { NetworkObjects } from '../../../../src/cluster/manifest/client-objects.ts';
import { rollTo } from '../../../../src/cluster/network/roll-to.ts';
import { askUntilStopped, endingWith } from '../../../../src/cluster/network/stopped-run.ts';
import { acquireNamespaceLock } from '../../../../src/cluster/record/namespace-lock.ts';
import type { FakeNamespace } from '../roll/fake-namespace.ts';
import { type Rolled, results, roll } from '../roll/network-fixture.ts';
import { bad, before, standing } from '../roll/six-clients.ts';
import { type MemoryNamespace, memoryNamespace } from './memory-namespace.ts';

const metadata = { name: 'all', namespace: 'keep' };
const network: NetworkObjects = {
  shared: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text: '1' } }],
  clients: [],
};

/** Not a failure of the other side: what the runner ends a run with. */
const cancelled = new Error('cancelled by SIGINT');

const holderOf = ({ server }: MemoryNamespace) => {
  const lease = server.objects.get('/apis/coordination.k8s.io/v1/namespaces/keep/leases/keep-deploy');
  return (lease as unknown as { readonly spec: { readonly holderIdentity?: string } } | undefined)?.spec.holderIdentity;
};

describe('a run that is stopped before it wrote anything is an end like any other', () => {
  const untouched = { outcome: 'cancelled', writes: 0, isChanged: false, clients: [] };

  test('while it looks', async () => {
    const namespace = memoryNamespace();
    const stop = new AbortController();
    const { cluster } = namespace.options;
    const stopping = {
      ...cluster,
      withSignal: () => stopping,
      list: async () => {
        stop.abort(cancelled);
        throw cancelled;
      },
    };
    const options = { ...namespace.options, cluster: stopping, signal: stop.signal };
    expect(await rollTo(network, options)).toMatchObject(untouched);
    expect(namespace.server.objects.size).toBe(0);
  });

  test('while it waits for the lock, which stays whose it is', async () => {
    const namespace = memoryNamespace();
    const { cluster, log } = namespace.options;
    const other = { cluster, namespace: 'keep', holder: 'another run', waitMs: 0, breakLock: false, log };
    const held = await acquireNamespaceLock(other, new AbortController().signal);
    const holder = holderOf(namespace);
    const stop = new AbortController();
    const options = { ...namespace.options, signal: stop.signal, lock: { waitMs: 60_000, breakLock: false } };
    const rolling = rollTo(network, options);
    while (!namespace.lines.join().includes('Waiting for the lock')) await new Promise(setImmediate);
    stop.abort(cancelled);
    expect(await rolling).toMatchObject(untouched);
    expect([holder, holderOf(namespace)]).toEqual([expect.stringContaining('another run'), holder]);
    if (held.kind === 'acquired') await held.lease.release();
  });

  test('in the last look before the first write, and gives the lock back', async () => {
    const namespace = memoryNamespace();
    const stop = new AbortController();
    const beforeFirstWrite = async () => {
      stop.abort(cancelled);
      throw cancelled;
    };
    const rolled = await rollTo(network, { ...namespace.options, signal: stop.signal, beforeFirstWrite });
    expect(rolled).toMatchObject(untouched);
    expect(rolled.why.join()).toContain('nothing was written');
    expect(namespace.server.objects.has('/api/v1/namespaces/keep/configmaps/all')).toBe(false);
    expect([undefined, '']).toContain(holderOf(namespace));
  });

  test('but a defect of ours is none, whatever else is stopped', async () => {
    const namespace = memoryNamespace();
    const stop = new AbortController();
    const beforeFirstWrite = async () => {
      stop.abort(cancelled);
      throw new TypeError('a defect');
    };
    const options = { ...namespace.options, signal: stop.signal, beforeFirstWrite };
    await expect(rollTo(network, options)).rejects.toThrow('a defect');
  });
});

/** The bad release of six clients, stopped in the midst of this write, whose answer nobody waits for any more. */
async function stoppedIn(isIt: (write: string, count: number) => boolean): Promise<Rolled & { fake: FakeNamespace }> {
  const { fake, clock } = await standing();
  const stop = new AbortController();
  const { cluster } = fake;
  fake.cluster = endingWith(stop.signal, {
    ...cluster,
    apply: async (object) => {
      if (stop.signal.aborted) throw stop.signal.reason;
      const answer = await cluster.apply(object);
      if (isIt(`${object.kind}/${object.metadata.name}`, fake.writes.length)) {
        stop.abort(cancelled);
        throw stop.signal.reason;
      }
      return answer as never;
    },
  });
  return { ...(await roll(fake, clock, before, bad, { cancelled: stop.signal })), fake };
}

describe('a run that is stopped in the midst of a write', () => {
  test('going forward leaves that client under way, and says what became of the others', async () => {
    const rolled = await stoppedIn((write) => write === 'StatefulSet/s0');
    expect(rolled.result.outcome).toBe('cancelled');
    expect(results(rolled)).toMatchObject({ b0: 'deployed', s0: 'cancelled', s1: 'not-started' });
    expect(rolled.told).toEqual(['forward after 0']);
  });

  test('going back leaves all that are not back to the next run: none of them failed to go back', async () => {
    const rolled = await stoppedIn((write, count) => count > 25 && write.startsWith('StatefulSet/'));
    expect(rolled.result.outcome).toBe('cancelled');
    expect(Object.values(results(rolled))).not.toContain('rollback-failed');
    expect(Object.values(results(rolled))).toContain('cancelled');
    expect(rolled.result.writes).toBe(rolled.fake.writes.length);
    const why = rolled.result.clients.map(({ result, goingBackFailure }) => [result, goingBackFailure]);
    const stopped = { cause: 'stopped', message: expect.stringContaining('the next run takes it back') };
    expect(why.filter(([result]) => result === 'cancelled')).toEqual(
      expect.arrayContaining([['cancelled', expect.objectContaining(stopped)]]),
    );
    expect(why.filter(([result, failure]) => result === 'cancelled' && failure === undefined)).toEqual([]);
    expect(rolled.told).toHaveLength(2);
  });
});

describe('a run that is stopped between its failure and its way back', () => {
  test.each([
    ['by which the address gate ends', () => Promise.reject(cancelled)],
    ['after which the address gate can not tell', async () => 'whether it may go back can not be told'],
  ])('(%s) takes nothing back, and the next run goes on', async (_, gate) => {
    const { fake, clock } = await standing();
    const stop = new AbortController();
    const asked = () => {
      stop.abort(cancelled);
      return gate();
    };
    const mayGoBack = () => askUntilStopped(stop.signal, asked);
    const rolled = await roll(fake, clock, before, bad, { cancelled: stop.signal, mayGoBack });
    expect(rolled.result.outcome).toBe('cancelled');
    expect(results(rolled)).toMatchObject({ b0: 'cancelled', s1: 'cancelled' });
    expect(rolled.result.clients.find(({ client }) => client === 's1')?.failure).toBeDefined();
    expect(rolled.told).toEqual(['forward after 0']);
  });
});
