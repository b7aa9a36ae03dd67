import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import { collectRetired } from '../../../../src/cluster/record/collection.ts';
import type { Standing } from '../../../../src/cluster/record/open-record.ts';
import { headName, parseHead } from '../../../../src/cluster/record/record-head.ts';
import { shardNames } from '../../../../src/cluster/record/shard-groups.ts';
import { recordingLog } from '../recording-log.ts';
import type { Fate, MemoryCluster, MemoryServer } from './memory-cluster.ts';
import { beside, client, createRecordScene, namespace, type RecordScene } from './record-scene.ts';

const headPath = `/api/v1/namespaces/${namespace}/configmaps/${headName}`;
const secretsPath = `/api/v1/namespaces/${namespace}/secrets/`;
const names = ['keep-client-0', 'keep-client-1', 'keep-client-2'];

/** The shards on the server that the head names nowhere: nobody would ever remove them. */
function namedNowhere({ server }: RecordScene): readonly string[] {
  const live = server.objects.get(headPath);
  if (live === undefined) return shardsOf(server);
  const { head } = parseHead(namespace, live as LiveObject);
  const sets = [head.baseline, head.wanted, ...head.abandoned].flatMap(shardNames);
  const named = new Set([...sets, ...head.retired.map((key) => key.slice('Secret/'.length))]);
  return shardsOf(server).filter((name) => !named.has(name));
}

function shardsOf({ objects }: MemoryServer): readonly string[] {
  return [...objects.keys()]
    .filter((path) => path.startsWith(secretsPath))
    .map((path) => path.slice(secretsPath.length));
}

interface Run {
  readonly version: string;
  readonly wants: readonly string[];
  /** Whose Service this run finds, made by somebody else. */
  readonly adopts: readonly string[];
  readonly goesBack: boolean;
  readonly standing: Standing;
  /** Killed at this one of its own writes, from 1, which then lands or doesn't; null: it comes to its end. */
  readonly death: { readonly write: number; readonly fate: Fate } | null;
}

const run: fc.Arbitrary<Run> = fc.record({
  version: fc.constantFrom('a1', 'b2', 'c3'),
  wants: fc.subarray(names, { minLength: 1 }),
  adopts: fc.subarray(names),
  goesBack: fc.boolean(),
  standing: fc.constantFrom<Standing>('wanted', 'baseline', 'wanted-and-rest', 'baseline-and-rest'),
  death: fc.option(
    fc.record({ write: fc.integer({ min: 1, max: 14 }), fate: fc.constantFrom<Fate>('die-before', 'die-after') }),
  ),
});

/** From reading the record to collecting. A going back that was begun before is finished first. */
async function live(plan: Run, name: string, scene: RecordScene, cluster: MemoryCluster): Promise<void> {
  const { version, wants, adopts, goesBack, standing } = plan;
  let record = await scene.read(name, cluster);
  if (record.unfinished?.state === 'going-back') {
    await (await record.resume()).settle({ outcome: '', standing: () => 'baseline', unproved: [] });
    record = await scene.read(name, cluster);
  }
  const adopted = adopts.map((owner) => ({ owner, role: 'standard', body: beside('Service', `${owner}-${name}`) }));
  const wanted = wants.map((owner) => client(owner, version));
  const open = await record.begin({ release: version, wanted, adopted });
  if (goesBack) await open.goBack();
  const settled = await open.settle({ outcome: '', standing: () => standing, unproved: [] });
  const { log } = recordingLog();
  await collectRetired({ cluster, namespace, log, record: settled, requireHeld: () => {}, referring: async () => [] });
}

/** Until its end, or until it is killed. @returns whether it was */
async function liveUntilDeath(plan: Run, name: string, scene: RecordScene): Promise<boolean> {
  let writes = 0;
  let kill = () => {};
  const killed = new Promise<true>((resolve) => {
    kill = () => resolve(true);
  });
  const cluster = scene.server.connect({
    fate: ({ verb }) => {
      if (verb === 'get' || verb === 'list' || ++writes !== plan.death?.write) return 'answer';
      // What others have under way at that moment lands; a process that is dead begins nothing new.
      setImmediate(kill);
      return plan.death.fate;
    },
  });
  return Promise.race([killed, live(plan, name, scene, cluster).then(() => false)]);
}

describe('every shard of the record', () => {
  test('is named by the head, in use or as one to be collected, wherever runs are killed; but for those that a killed run had just written', async () => {
    const deaths = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 6 }), async (runs) => {
        const scene = createRecordScene();
        /** Written since the head was. */
        let fresh: string[] = [];
        const lost = new Set<string>();
        scene.server.onChange = (path, before) => {
          if (path === headPath) fresh = [];
          else if (before === undefined) fresh.push(path.slice(secretsPath.length));
        };
        for (const [index, plan] of runs.entries()) {
          const isKilled = await liveUntilDeath(plan, `run-${index}`, scene);
          for (const name of isKilled ? fresh : []) lost.add(name);
          if (isKilled) deaths.add((await scene.read()).head?.state ?? 'nothing');
          fresh = [];
          expect(namedNowhere(scene).filter((name) => !lost.has(name))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
    expect([...deaths].sort()).toEqual(['forward', 'going-back', 'nothing', 'settled']);
  });

  test('that a run wrote which was killed before the head named it is the next run’s of the same release', async () => {
    const scene = createRecordScene();
    await scene.roll('release 1', [client('keep-client-0', 'a1')]);
    let isDead = () => {};
    const died = new Promise<void>((resolve) => {
      isDead = resolve;
    });
    const dying = scene.server.connect({
      fate: ({ verb }) => {
        if (verb !== 'replace') return 'answer';
        isDead();
        return 'die-before';
      },
    });
    const begin = { release: 'release 2', wanted: [client('keep-client-0', 'b2')], adopted: [] };
    void (await scene.read('run 2', dying)).begin(begin);
    await died;
    const stood = [...scene.server.objects.keys()];
    expect(namedNowhere(scene)).toHaveLength(1);
    const next = await scene.read('run 3');
    // It came to no write: the network is as it was, and so is the record.
    expect(next.unfinished).toBeUndefined();
    await next.begin(begin);
    expect([...scene.server.objects.keys()]).toEqual(stood);
    expect(namedNowhere(scene)).toEqual([]);
  });
});
