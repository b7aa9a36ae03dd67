import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { Standing } from '../../../../src/cluster/record/open-record.ts';
import { headName, parseHead } from '../../../../src/cluster/record/record-head.ts';
import { shardNames } from '../../../../src/cluster/record/shard-groups.ts';
import { beside, client, createRecordScene, namespace, type RecordScene } from './record-scene.ts';

const headPath = `/api/v1/namespaces/${namespace}/configmaps/${headName}`;
const secretsPath = `/api/v1/namespaces/${namespace}/secrets/`;
const names = ['keep-client-0', 'keep-client-1', 'keep-client-2'];

/** The shards on the server that the head names nowhere: nobody would ever remove them. */
function namedNowhere({ server }: RecordScene): readonly string[] {
  const live = server.objects.get(headPath);
  if (live === undefined) return [];
  const { head } = parseHead(namespace, live as LiveObject);
  const sets = [head.baseline, head.wanted, ...head.abandoned].flatMap(shardNames);
  const named = new Set([...sets, ...head.retired.map((key) => key.slice('Secret/'.length))]);
  const shards = [...server.objects.keys()].filter((path) => path.startsWith(secretsPath));
  return shards.map((path) => path.slice(secretsPath.length)).filter((name) => !named.has(name));
}

const run = fc.record({
  version: fc.constantFrom('a1', 'b2', 'c3'),
  wants: fc.subarray(names, { minLength: 1 }),
  /** Found by this run, made by somebody else. */
  adopts: fc.subarray(names),
  goesBack: fc.boolean(),
  /** Absent: killed. */
  standing: fc.option(fc.constantFrom<Standing>('wanted', 'baseline', 'wanted-and-rest', 'baseline-and-rest')),
});

describe('every shard of the record', () => {
  test('is named by the head, in use or as one to be collected, however runs end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 6 }), async (runs) => {
        const scene = createRecordScene();
        for (const [index, { version, wants, adopts, goesBack, standing }] of runs.entries()) {
          let record = await scene.read(`run ${index}`);
          if (record.unfinished?.state === 'going-back') {
            const resumed = await record.resume();
            record = await resumed.settle({ outcome: '', standing: () => standing ?? 'baseline', unproved: [] });
            expect(namedNowhere(scene)).toEqual([]);
          }
          const adopted = adopts.map((owner) => ({
            owner,
            role: 'standard',
            body: beside('Service', `${owner}-${index}`),
          }));
          const wanted = wants.map((owner) => client(owner, version));
          const open = await record.begin({ release: version, wanted, adopted });
          if (goesBack) await open.goBack();
          if (standing !== null) await open.settle({ outcome: '', standing: () => standing, unproved: [] });
          expect(namedNowhere(scene)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
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
