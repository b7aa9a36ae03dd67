import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { Standing } from '../../../../src/cluster/record/open-record.ts';
import { headName, parseHead, type RecordHead } from '../../../../src/cluster/record/record-head.ts';
import type { RecordedOwner } from '../../../../src/cluster/record/recorded-owner.ts';
import type { ShardSet } from '../../../../src/cluster/record/shard-groups.ts';
import type { Call, Fate, MemoryServer } from './memory-cluster.ts';
import { client, createRecordScene, namespace, type RecordScene } from './record-scene.ts';

const headPath = `/api/v1/namespaces/${namespace}/configmaps/${headName}`;
const names = Array.from({ length: 12 }, (_, index) => `keep-client-${index}`);

/** How a run ends that isn't killed before. */
type End = 'succeeds' | 'goes back' | 'leaves a mixture';
interface RunPlan {
  readonly wants: readonly boolean[];
  readonly end: End;
}
interface Step {
  /** Which of the calls that wait is answered next. */
  readonly turn: number;
  readonly fate: Fate;
}

const standingOf = (end: End, owner: string): Standing => {
  if (end === 'succeeds') return 'wanted';
  return end === 'goes back' || owner.length % 2 === 0 ? 'baseline' : 'wanted';
};

/** The owners of a set, from the server's objects alone. @throws when a shard is missing */
function decode({ objects }: MemoryServer, set: ShardSet): Readonly<Record<string, RecordedOwner>> {
  const owners = Object.values(set.shards).flatMap((pieces) => {
    const texts = pieces.map((name) => {
      const secret = objects.get(`/api/v1/namespaces/${namespace}/secrets/${name}`);
      const data = secret?.['data'] as Readonly<Record<string, string>> | undefined;
      if (data === undefined) throw new Error(`${name} is missing`);
      return gunzipSync(Buffer.from(data['owners.json.gz'] ?? '', 'base64'));
    });
    return (JSON.parse(Buffer.concat(texts).toString()) as { owners: RecordedOwner[] }).owners;
  });
  return Object.fromEntries(owners.map((owner) => [owner.owner, owner]));
}

/** What is wrong with a change of the head; the record's rules, told once more and without its code. */
function mistakeIn(
  server: MemoryServer,
  before: RecordHead | undefined,
  after: RecordHead,
  ends: ReadonlyMap<string, End>,
) {
  const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
  const [baseline, wanted] = [decode(server, after.baseline), decode(server, after.wanted)];
  for (const set of after.abandoned) decode(server, set);
  const gone = after.retired.filter((key) =>
    [after.baseline, after.wanted].some(({ shards }) =>
      Object.values(shards).flat().includes(key.replace('Secret/', '')),
    ),
  );
  if (gone.length > 0) return 'a shard in use is retired';
  if (before === undefined)
    return after.state !== 'forward' || !same(baseline, {}) ? 'a first head with a past' : undefined;
  const inherited = decode(server, before.baseline);
  const change = `${before.state} to ${after.state}`;
  const isOwn = before.token === after.token;
  switch (change) {
    case 'settled to forward':
      return same(baseline, inherited) && after.abandoned.length === 0 ? undefined : 'the baseline was lost';
    case 'forward to forward': {
      if (!same(baseline, inherited)) return 'the baseline of a killed run was not inherited';
      const kept = [before.wanted, ...before.abandoned].every((set) =>
        after.abandoned.some((other) => same(set, other)),
      );
      return kept ? undefined : 'what a killed run wanted was forgotten';
    }
    case 'forward to going-back':
    case 'going-back to going-back': {
      const isKept = same([baseline, before.wanted, before.abandoned], [inherited, after.wanted, after.abandoned]);
      if (before.state === 'forward' && !isOwn) return 'another run’s forward was turned';
      return isKept ? undefined : 'going back changed what is known';
    }
    case 'forward to settled':
    case 'going-back to settled': {
      if (!isOwn) return 'another run’s roll-out was settled';
      const end = before.state === 'going-back' ? 'goes back' : (ends.get(after.run) ?? 'succeeds');
      const applied = decode(server, before.wanted);
      const expected = Object.fromEntries(
        names.flatMap((name) => {
          const found = standingOf(end, name) === 'wanted' ? applied[name] : inherited[name];
          return found === undefined ? [] : [[name, found]];
        }),
      );
      return same(baseline, expected) && same(wanted, expected) ? undefined : 'what stands was not recorded';
    }
    default:
      return `from ${change}`;
  }
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, of]) => [key, sorted(of)]),
  );
};

/** Each call waits until the script lets it through. */
function createScript(steps: readonly Step[]) {
  const waiting: ((fate: Fate) => void)[] = [];
  const rest = [...steps];
  return {
    fate: (_: Call) => new Promise<Fate>((resolve) => waiting.push(resolve)),
    /** Until nobody calls any more: ended, or dead. */
    async play() {
      for (let quiet = 0; quiet < 6; ) {
        await new Promise((resolve) => setImmediate(resolve));
        const { turn, fate } = rest[0] ?? { turn: 0, fate: 'answer' };
        const [next] = waiting.splice(turn % Math.max(waiting.length, 1), 1);
        quiet = next === undefined ? quiet + 1 : 0;
        if (next === undefined) continue;
        rest.shift();
        next(fate);
      }
    },
  };
}

async function run(
  scene: RecordScene,
  name: string,
  version: string,
  { wants, end }: RunPlan,
  fate?: (call: Call) => Promise<Fate>,
) {
  let record = await scene.read(name, fate && scene.server.connect({ fate }));
  if (record.unfinished?.state === 'going-back') {
    const back = await record.resume();
    await back.touched();
    record = await back.settle({ outcome: 'failed-rolled-back', standing: () => 'baseline', unproved: [] });
  }
  const wanted = names.flatMap((owner, index) => (wants[index] ? [client(owner, version)] : []));
  const open = await record.begin({ release: version, wanted, adopted: [] });
  if (end === 'goes back') await open.goBack();
  return open.settle({ outcome: end, standing: (owner) => standingOf(end, owner), unproved: [] });
}

const plan = fc.record({
  wants: fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length }),
  end: fc.constantFrom<End>('succeeds', 'goes back', 'leaves a mixture'),
});
const fates: readonly Fate[] = [
  'answer',
  'answer',
  'answer',
  'answer',
  'answer',
  'refuse',
  'lose-answer',
  'die-before',
  'die-after',
];
const steps = fc.array(fc.record({ turn: fc.nat(3), fate: fc.constantFrom(...fates) }), {
  minLength: 12,
  maxLength: 40,
});

describe('the record, however calls of two runs, kills and lost answers fall', () => {
  test('never loses a baseline, always inherits that of a killed run, and the next run alone comes to its end', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(plan, plan, steps), { minLength: 1, maxLength: 3 }),
        plan,
        async (rounds, last) => {
          const scene = createRecordScene();
          const ends = new Map<string, End>();
          const mistakes: string[] = [];
          scene.server.onChange = (path, before, after) => {
            if (path !== headPath || after === undefined) return;
            const head = (live: LiveObject) => parseHead(namespace, live).head;
            const [was, is] = [before && head(before), head(after)];
            seen.add(`${was?.state ?? 'nothing'} to ${is.state}`);
            try {
              const mistake = mistakeIn(scene.server, was, is, ends);
              if (mistake !== undefined) mistakes.push(mistake);
            } catch (error) {
              mistakes.push(String(error));
            }
          };
          for (const [round, [one, other, script]] of rounds.entries()) {
            const { fate, play } = createScript(script);
            for (const [index, each] of [one, other].entries()) {
              const name = `run ${round}.${index}`;
              ends.set(name, each.end);
              run(scene, name, `${round}${index}`, each, fate).catch(() => {});
            }
            await play();
          }
          ends.set('last', last.end);
          const settled = await run(scene, 'last', 'zz', last);
          expect(mistakes).toEqual([]);
          expect(settled.head?.state).toBe('settled');
        },
      ),
      { numRuns: 200 },
    );
    expect([...seen].sort()).toEqual([
      'forward to forward',
      'forward to going-back',
      'forward to settled',
      'going-back to going-back',
      'going-back to settled',
      'nothing to forward',
      'settled to forward',
    ]);
  });
});
