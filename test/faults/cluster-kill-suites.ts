import type { NamedRequest } from '../../tools/servers/api-request.ts';
import { type EndedProcess, expectExit } from '../e2e/release-process.ts';
import { type Version, versions } from './cluster-files.ts';
import { expectConverged, expectNothingToDo, readHead, setMark, snapshot } from './cluster-judge.ts';
import { type ClusterScene, openReleasedScene } from './cluster-scene.ts';
import type { Stage } from './stage.ts';
import { randomNumbers, type Suite, type Trial } from './trial.ts';

const { v1, v2, v3, bad } = versions;
/** The lock of a killed run is waited for in other trials. */
export const breakLock = ['--break-lock', 'true'];
const head = { resource: 'configmaps', name: 'keep-deploy-roll-out' };

/** What becomes of the write at which a process is killed: it lands nevertheless, or never does. */
export type Fate = 'forward' | 'drop';
const fates: readonly Fate[] = ['forward', 'drop'];

interface Point {
  /** From 1, of all writes of a run. */
  readonly nth: number;
  /** Which one it was when it was recorded; clients side by side change the order. */
  readonly was: string;
}

const isOfHead = ({ was }: Point) => was === `update ${head.resource} ${head.name}`;
const describe = ({ verb, resource, name }: NamedRequest) => `${verb} ${resource} ${name}`.trimEnd();

/** Every write of a run of a version that follows the first one. */
async function recordWrites(stage: Stage, version: Version, exitCode: number): Promise<readonly Point[]> {
  const scene = await openReleasedScene(stage);
  try {
    expectExit(await scene.run(version), exitCode);
    return scene.written().map((request, index) => ({ nth: index + 1, was: describe(request) }));
  } finally {
    await scene.close();
  }
}

/** Starts a run and kills it while its nth write is at the door; that write then lands, or doesn't. @throws when it isn't reached */
export async function killAtWrite(
  scene: ClusterScene,
  version: Version,
  nth: number,
  fate: Fate,
  args: readonly string[] = [],
): Promise<void> {
  scene.faults.clear();
  const held = scene.faults.hold(scene.writes, nth);
  const started = await scene.start(version, { args });
  const arrived = await Promise.race([held.arrived, started.ended.then(() => undefined)]);
  if (arrived === undefined) throw new Error(`it ended before its write ${nth}:\n${started.output()}`);
  started.child.kill('SIGKILL');
  await started.ended;
  await held.release(fate);
  scene.faults.clear();
}

/** SIGKILL before every write of a roll-out forward; the next run finishes it, as the same commit or as a newer one. */
export const forwardKillSuite: Suite = {
  name: 'cluster kill forward',
  sampleSize: 1,
  async prepare(stage) {
    const points = await recordWrites(stage, v2, 0);
    const begins = points.find(isOfHead)?.nth ?? 0;
    return points.flatMap((point) =>
      fates.map((fate, index): Trial => {
        const next = (point.nth + index) % 2 === 0 ? v2 : v3;
        const what = next === v2 ? 'the same commit' : 'a newer commit';
        const isBegun = fate === 'forward' ? point.nth >= begins : point.nth > begins;
        // Only the same commit takes up what stands nowhere yet.
        const leavesShards = next !== v2 && !isBegun;
        return inScene(`cluster kill: forward, ${told(point, fate)}, finished by ${what}`, async (scene) => {
          const mark = await setMark(scene);
          await killAtWrite(scene, v2, point.nth, fate);
          const run = expectExit(await scene.run(next, { args: breakLock }), 0);
          await expectConverged(scene, run, { version: next, podsAtMost: next === v2 ? 1 : 2, mark, leavesShards });
          await expectNothingToDo(scene, next);
        });
      }),
    );
  },
};

interface Sequel {
  readonly run: EndedProcess;
  /** What every client runs in the end. */
  readonly version: Version;
  readonly podsAtMost: number;
}

/** What comes after a run that was killed while it went back. */
const sequels = {
  'the first commit again': async (scene: ClusterScene, before: string): Promise<Sequel> => {
    const run = expectExit(await scene.run(v1, { args: breakLock }), 0);
    await expectAsBefore(scene, before, run);
    return { run, version: v1, podsAtMost: 2 };
  },
  'a newer commit': async (scene: ClusterScene, before: string) => {
    const run = await rollPastGoingBack(scene, before);
    return { run, version: v3, podsAtMost: 3 };
  },
  'the bad commit again': async (scene: ClusterScene, before: string) => {
    const run = expectExit(await scene.run(bad, { args: breakLock }), 3);
    await expectAsBefore(scene, before, run);
    return { run, version: v1, podsAtMost: 4 };
  },
} as const;

/** A run that is killed too, and a third one. */
async function killAgain(scene: ClusterScene, before: string, random: number) {
  // The finishing of the very end of a way back has few writes; a roll-out has more than these, whatever it finds.
  await killAtWrite(scene, v3, 1 + Math.floor(random * 12), random < 0.5 ? 'forward' : 'drop', breakLock);
  const run = await rollPastGoingBack(scene, before);
  return { run, version: v3, podsAtMost: 4 };
}

/** SIGKILL before every write of a way back, from the one that begins it; and of each once more while it is finished. */
export function backKillSuite(seed: number): Suite {
  return {
    name: 'cluster kill back',
    sampleSize: 1,
    async prepare(stage) {
      const random = randomNumbers(seed);
      const points = await recordWrites(stage, bad, 3);
      const heads = points.filter(isOfHead);
      const begins = heads[1]?.nth;
      if (heads.length !== 3 || begins === undefined)
        throw new Error(`the record was written ${heads.length} times, and not at the start, the turn and the end`);
      const names = Object.keys(sequels) as (keyof typeof sequels)[];
      return points
        .filter(({ nth }) => nth >= begins)
        .flatMap((point) =>
          fates.flatMap((fate, index): readonly Trial[] => {
            const sequel = names[(point.nth + 2 * index) % names.length] ?? 'a newer commit';
            const lot = random();
            const trial = (what: string, next: (scene: ClusterScene, before: string) => Promise<Sequel>) =>
              inScene(`cluster kill: going back, ${told(point, fate)}, then ${what}`, async (scene) => {
                const mark = await setMark(scene);
                const before = await snapshot(scene);
                await killAtWrite(scene, bad, point.nth, fate);
                const { run, ...expected } = await next(scene, before);
                await expectConverged(scene, run, { ...expected, mark });
                await expectNothingToDo(scene, expected.version);
              });
            return [
              trial(sequel, sequels[sequel]),
              trial('a run that is killed too, and a third one', (scene, before) => killAgain(scene, before, lot)),
            ];
          }),
        );
    },
  };
}

/** A newer commit: what was being gone back to stands in full before anything of it is written. */
async function rollPastGoingBack(scene: ClusterScene, before: string): Promise<EndedProcess> {
  const found = await readHead(scene);
  if (found?.state !== 'going-back') return expectExit(await scene.run(v3, { args: breakLock }), 0);
  scene.faults.clear();
  let held = scene.faults.hold({ ...scene.writes, ...head });
  const started = await scene.start(v3, { args: breakLock });
  const arrival = async () => {
    const arrived = await Promise.race([held.arrived, started.ended.then(() => undefined)]);
    if (arrived === undefined) throw new Error(`it ended before it began its own roll-out:\n${started.output()}`);
  };
  await arrival();
  // Taking over, settling, and only then the beginning of the new roll-out.
  for (let writes = 0; writes < 3 && (await readHead(scene))?.state === 'going-back'; writes++) {
    const next = scene.faults.hold({ ...scene.writes, ...head });
    await held.release('forward');
    held = next;
    await arrival();
  }
  const [state, then] = [await readHead(scene), await snapshot(scene)];
  await held.release('forward');
  const run = expectExit(await started.ended, 0);
  if (state?.state !== 'settled') throw new Error(`it began anew in state ${state?.state}:\n${run.output}`);
  requireSame(before, then, run);
  return run;
}

async function expectAsBefore(scene: ClusterScene, before: string, run: EndedProcess): Promise<void> {
  requireSame(before, await snapshot(scene), run);
}

export function requireSame(before: string, after: string, run: EndedProcess): void {
  if (before === after) return;
  const old = new Set(before.split('\n'));
  const added = after.split('\n').filter((line) => !old.has(line));
  const stays = new Set(after.split('\n'));
  const gone = before.split('\n').filter((line) => !stays.has(line));
  throw new Error(
    `it is not as it was; gone:\n${gone.join('\n')}\nnew:\n${added.join('\n')}\nthe last run said:\n${run.output}`,
  );
}

/** A trial in a namespace of its own, whose network runs its first version. */
export function inScene(name: string, tell: (scene: ClusterScene) => Promise<void>): Trial {
  return {
    name,
    async run(stage) {
      const scene = await openReleasedScene(stage);
      try {
        await tell(scene);
      } finally {
        await scene.close();
      }
    },
  };
}

const told = ({ nth, was }: Point, fate: Fate) =>
  `killed at write ${nth} (${was}), which ${fate === 'forward' ? 'lands' : 'is lost'}`;
