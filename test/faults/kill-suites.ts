import type { Asked } from './gate.ts';
import { describePoint, enumeratePoints, isRead, type KillPoint } from './kill-points.ts';
import { journalWrite } from './request-kinds.ts';
import { finish, type Recording, record, runUntilKilled } from './runs.ts';
import { openScene, type SceneOptions } from './scene.ts';
import { type FaultSet, type Newer, newerSet } from './sets.ts';
import type { Stage } from './stage.ts';
import { randomNumbers, type Suite, sample, type Trial, Unreached } from './trial.ts';

export interface KillSuiteOptions {
  readonly name: string;
  readonly set: FaultSet;
  readonly scene: SceneOptions;
  readonly seed: number;
  /** Undefined: all. */
  readonly singles?: number;
  readonly twice: number;
  /** For each of the newer commits. */
  readonly newer: number;
  readonly sampleSize: number;
}

/** How often a trial may begin anew because its process ended before it came to the point: polls differ from run to run. */
const mostAttempts = 4;

/** How often a run polls depends on how far the chain was: what came to a kind of read thrice may come to it once. */
function firstRead(point: KillPoint): KillPoint {
  return isRead(point) ? { ...point, nth: 1 } : point;
}

/** In a recovery less is left to write, too. */
function firstInRecovery(point: KillPoint, index: number): KillPoint {
  return index === 0 ? point : { ...point, nth: 1 };
}

/** Kills the real process at every request of an uninterrupted run, once, twice, and before another commit comes. */
export function killSuite(options: KillSuiteOptions): Suite {
  const { set, name, seed } = options;
  const random = randomNumbers(seed);
  let recording: Recording | undefined;
  const recoveries: { readonly after: KillPoint; readonly asked: readonly Asked[] }[] = [];
  const references = new Map<Newer, Promise<Recording>>();

  const trial = (points: readonly KillPoint[], newer?: Newer, isByChance = false): Trial => ({
    name: `${name}: killed ${points.map(describePoint).join(', then ')}${newer ? `, then a commit that ${newer.what}` : ''}`,
    async run(stage) {
      if (recording === undefined) throw new Error('nothing was recorded');
      const old = recording.world;
      const wanted = newer === undefined ? { set, world: old } : await newerReference(stage, newer);
      const superfluous = (newer?.superfluous ?? []).map((gone) => old.contracts.get(gone) ?? '');
      const attempts = isByChance ? mostAttempts / 2 : mostAttempts;
      for (let attempt = 1; attempt <= attempts; attempt++) {
        const loose = attempt <= attempts / 2 ? points : points.map(firstInRecovery);
        const wantedPoints = attempt < mostAttempts ? loose : loose.map(firstRead);
        const scene = await openScene(stage, set.text, options.scene);
        try {
          if (!(await reach(scene, wantedPoints))) continue;
          if (newer !== undefined) scene.write(newer.text);
          const allowance = { superfluous, burns: 2 * superfluous.length };
          const asked = await finish(scene, { reference: wanted.world, facts: wanted.set.facts, allowance });
          const [after] = points;
          if (after !== undefined && points.length === 1 && newer === undefined) recoveries.push({ after, asked });
          return;
        } finally {
          await scene.close();
        }
      }
      const what = `the process ended ${attempts} times before it came to the point`;
      // Which reads share a request depends on the time they take; whether each call has a kill point is judged at the end.
      throw isByChance || points.every(isRead) ? new Unreached(what) : new Error(what);
    },
  });

  async function reach(scene: Parameters<typeof runUntilKilled>[0], points: readonly KillPoint[]): Promise<boolean> {
    for (const point of points) {
      if (!(await runUntilKilled(scene, point))) return false;
    }
    return true;
  }

  async function newerReference(stage: Stage, newer: Newer): Promise<{ set: FaultSet; world: Recording['world'] }> {
    const changed = newerSet(set, newer);
    const found = references.get(newer) ?? record(stage, changed, options.scene);
    references.set(newer, found);
    return { set: changed, world: (await found).world };
  }

  return {
    name,
    sampleSize: options.sampleSize,
    async prepare(stage) {
      const recordOnce = () => record(stage, set, options.scene);
      const [first, second] = await Promise.all([recordOnce(), recordOnce()]);
      recording = first;
      const points = enumeratePoints([first.asked, second.asked]);
      const inFlight = points.slice(points.findIndex(({ kind }) => kind === journalWrite));
      const singles = options.singles === undefined ? points : sample(points, options.singles, random);
      return [
        ...singles.map((point) => trial([point])),
        ...set.newer.flatMap((newer) => sample(inFlight, options.newer, random).map((point) => trial([point], newer))),
      ];
    },
    /** Killed once more in a recovery, whose requests only its own first run has shown. */
    followUp(isSample) {
      const seconds = recoveries.flatMap(({ after, asked }) =>
        enumeratePoints([asked]).map((second) => [after, second] as const),
      );
      return sample(seconds, isSample ? 1 : options.twice, random).map(([after, second], index) => {
        // Every other one once more, where the recovery of the recovery still comes to: no later than the second kill.
        const own = seconds.filter(([first]) => first === after).map(([, point]) => point);
        const again = own[Math.floor(random() * (own.indexOf(second) + 1))];
        const points = index % 2 === 0 || again === undefined ? [after, second] : [after, second, again];
        return trial(points, undefined, true);
      });
    },
  };
}
