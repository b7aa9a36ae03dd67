import { describe, expect, test } from '@jest/globals';
import type { NamespaceStore } from '../../../../src/cluster/api/namespace-store.ts';
import { isWorkloadKind, type LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import { createRollOutState } from '../../../../src/cluster/network/record-state.ts';
import { createRecordScene, namespace } from '../record/record-scene.ts';
import { recordingLog } from '../recording-log.ts';
import { clientObjects } from '../roll/network-fixture.ts';

/** Runs that follow one another in one namespace: what each has begun, and nobody ended, was killed. */
function createRuns() {
  const scene = createRecordScene();
  const workloads = new Map<string, LiveObject>();
  const store = {
    workload: (kind: string, name: string) => workloads.get(`${kind}/${name}`),
  } as unknown as NamespaceStore;
  const runs = {
    /** Everything of these clients stands, whoever wrote it. */
    stand(clients: readonly string[], image: string): void {
      for (const name of clients) {
        const { immutable, beside, workload } = clientObjects(name, { image });
        for (const object of [...immutable, ...beside]) {
          scene.server.put(object as Parameters<typeof scene.server.put>[0]);
        }
        if (isWorkloadKind(workload.kind)) workloads.set(`${workload.kind}/${name}`, workload as unknown as LiveObject);
      }
    },
    async begin(clients: readonly string[], image: string) {
      const wanted = { shared: [], clients: clients.map((name) => clientObjects(name, { image })) };
      const state = createRollOutState(wanted, await scene.read(), store, {
        ...{ cluster: scene.cluster, namespace, release: image },
        beforeFirstWrite: async () => undefined,
        log: recordingLog().log,
      });
      return { state, baseline: await state.beginForward() };
    },
    /** A release that is over, and left these clients unproved. */
    async halted(clients: readonly string[], unproved: readonly string[], image: string): Promise<void> {
      const { state } = await runs.begin(clients, image);
      runs.stand(clients, image);
      const notProved = unproved;
      await state.settle({ outcome: 'failed-halted', standing: () => 'wanted-and-rest', unproved, notProved });
    },
    async killed(clients: readonly string[], image: string): Promise<void> {
      await runs.begin(clients, image);
      runs.stand(clients, image);
    },
  };
  return runs;
}

const both = ['s0', 's1'];
type Runs = ReturnType<typeof createRuns>;

describe('a network has nothing to go back to', () => {
  test.each<[string, (runs: Runs) => Promise<void>]>([
    ['before its first release', async () => undefined],
    ['after a first release that was killed, whatever it had written', (runs) => runs.killed(both, 'a')],
    ['after a first release of which no client was proved', (runs) => runs.halted(both, both, 'a')],
    [
      'after such a one and a second that was killed',
      async (runs) => {
        await runs.halted(both, both, 'a');
        await runs.killed(both, 'b');
      },
    ],
    [
      'after such a one and two that were killed',
      async (runs) => {
        await runs.halted(both, both, 'a');
        await runs.killed(both, 'b');
        await runs.killed(['s0'], 'c');
      },
    ],
  ])('%s', async (_, before) => {
    const runs = createRuns();
    await before(runs);
    expect((await runs.begin(both, 'z')).baseline.isEmpty).toBe(true);
  });
});

describe('a network has something to go back to', () => {
  test.each<[string, (runs: Runs) => Promise<void>]>([
    ['where somebody else made a client before the first release', async (runs) => runs.stand(['s0'], 'a')],
    [
      'where somebody else did so, and the first release was killed',
      async (runs) => {
        runs.stand(['s0'], 'a');
        await runs.killed(both, 'b');
      },
    ],
    ['after a first release of which one client was proved', (runs) => runs.halted(both, ['s1'], 'a')],
    [
      'after such a one and a second that was killed',
      async (runs) => {
        await runs.halted(both, ['s1'], 'a');
        await runs.killed(both, 'b');
      },
    ],
  ])('%s', async (_, before) => {
    const runs = createRuns();
    await before(runs);
    expect((await runs.begin(both, 'z')).baseline.isEmpty).toBe(false);
  });
});
