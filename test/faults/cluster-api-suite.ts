import type { NamedRequest } from '../../tools/servers/api-request.ts';
import type { ClusterFault } from '../../tools/servers/cluster-fault-plan.ts';
import type { SeenRequest } from '../../tools/servers/cluster-faults.ts';
import { expectExit } from '../e2e/release-process.ts';
import { type Version, versions } from './cluster-files.ts';
import { expectConverged, setMark } from './cluster-judge.ts';
import { breakLock, inScene } from './cluster-kill-suites.ts';
import { type ClusterScene, openReleasedScene } from './cluster-scene.ts';
import type { Stage } from './stage.ts';
import type { Suite, Trial } from './trial.ts';

const { v2, v3 } = versions;
type Kind = Pick<NamedRequest, 'verb' | 'resource' | 'isDryRun'>;

const answers: Readonly<Record<string, ClusterFault>> = {
  'is reset before it arrives': { type: 'reset-before' },
  'is reset after it landed': { type: 'reset-after-it-landed' },
  'is answered 429 with Retry-After': { type: 'answer-instead', status: 429, retryAfterSeconds: 1 },
  'is answered 500': { type: 'answer-instead', status: 500 },
  'is answered 503': { type: 'answer-instead', status: 503 },
  'is answered 504 after it landed': { type: 'answer-after-it-landed', status: 504 },
  'is answered 401': { type: 'answer-instead', status: 401 },
  'is never answered': { type: 'stall' },
  'is half-open': { type: 'half-open' },
};
const tooOld: Readonly<Record<string, ClusterFault>> = {
  'is answered 410': { type: 'answer-instead', status: 410 },
};
const breaks: Readonly<Record<string, ClusterFault>> = {
  'ends in the middle of a line': { type: 'break', how: 'truncate', afterLines: 1 },
  'is reset after a line': { type: 'break', how: 'reset', afterLines: 1 },
  'ends after a line': { type: 'break', how: 'end', afterLines: 1 },
  'stalls after a line': { type: 'break', how: 'stall', afterLines: 1 },
  'is half-open after a line': { type: 'break', how: 'half-open', afterLines: 1 },
  'says 410 after a line': { type: 'break', how: { errorEvent: 410 }, afterLines: 1 },
};

/** Of kinds that the same code asks for, these have every fault, and the others take turns. */
const inFull = /statefulsets|pods/;
const listedAlike = /deployments|replicasets|events|services|persistentvolumeclaims|poddisruptionbudgets/;

function faultsOf({ verb, resource, isDryRun }: Kind, turn: number): readonly (readonly [string, ClusterFault])[] {
  const more = verb === 'list' ? tooOld : verb === 'watch' ? { ...tooOld, ...breaks } : {};
  const all = Object.entries({ ...answers, ...more });
  const isAlike = (verb === 'list' || verb === 'watch') && listedAlike.test(resource) && !inFull.test(resource);
  return isAlike || (isDryRun && !inFull.test(resource)) ? all.filter((_, index) => index % 4 === turn % 4) : all;
}

const describe = ({ verb, resource, isDryRun }: Kind) => `${isDryRun ? 'dry-run ' : ''}${verb} ${resource}`;

/** Networks that run v2 or v3, whichever their last trial rolled: one after the other is rolled to the other version. */
interface Used {
  readonly scene: ClusterScene;
  readonly next: Version;
}

/** One fault at each kind of request that a roll-out makes: it ends deployed, having written nothing twice. */
export function apiSuite(): Suite {
  const idle: Used[] = [];
  const take = async (stage: Stage): Promise<Used> => {
    const known = idle.pop();
    if (known !== undefined) return known;
    const scene = await openReleasedScene(stage);
    expectExit(await scene.run(v2), 0);
    return { scene, next: v3 };
  };

  const trial = (kind: Kind, how: string, fault: ClusterFault): Trial => ({
    name: `cluster API: ${describe(kind)} ${how}`,
    async run(stage) {
      const { scene, next } = await take(stage);
      try {
        scene.faults.clear();
        const mark = await setMark(scene);
        const planned = scene.faults.plan({ fault, match: kind });
        const run = expectExit(await scene.run(next), 0);
        if (planned.strikes() === 0) throw new Error(`the fault struck nothing:\n${run.output}`);
        await expectConverged(scene, run, { version: next, podsAtMost: 1, mark });
        idle.push({ scene, next: next === v2 ? v3 : v2 });
      } catch (error) {
        await scene.close();
        throw error;
      }
    },
  });

  return {
    name: 'cluster API',
    sampleSize: 2,
    async prepare(stage) {
      const { scene, next } = await take(stage);
      scene.faults.clear();
      expectExit(await scene.run(next), 0);
      const kinds = new Map(scene.faults.requests().map((seen) => [describe(seen), kindOf(seen)]));
      idle.push({ scene, next: next === v2 ? v3 : v2 });
      return [
        ...[...kinds.values()].flatMap((kind, turn) =>
          faultsOf(kind, turn).map(([how, fault]) => trial(kind, how, fault)),
        ),
        ...persistent,
      ];
    },
  };
}

const kindOf = ({ verb, resource, isDryRun }: SeenRequest): Kind => ({ verb, resource, isDryRun });

const refused = (status: number) => ({
  how: `is answered ${status}`,
  fault: { type: 'answer-instead', status },
  says: String(status),
});
const cut = { how: 'is cut', fault: { type: 'break', how: 'truncate', afterLines: 0 }, says: 'answered no list' };

/** What doesn't pass ends the run red with the reason, and the next run finishes what was begun. */
const persistent = [
  { ...refused(401), match: { verb: 'patch', resource: 'statefulsets', isDryRun: false } },
  { ...refused(403), match: { verb: 'patch', resource: 'statefulsets', isDryRun: false } },
  { ...refused(500), match: { verb: 'patch', resource: 'statefulsets', isDryRun: false } },
  { ...refused(500), match: { verb: 'update', resource: 'configmaps' } },
  ...[refused(401), refused(403), refused(410), refused(500), cut].map((fault) => ({
    ...fault,
    match: { verb: 'list', resource: 'pods' },
  })),
].map(({ how, fault, says, match }) =>
  inScene(`cluster API: every ${match.verb} ${match.resource} ${how}`, async (scene) => {
    const mark = await setMark(scene);
    scene.faults.plan({ fault: fault as ClusterFault, match: match as Kind, times: 1_000_000 });
    const red = await scene.run(v2, { args: ['--client-timeout', '60s', '--roll-timeout', '60s'] });
    if (red.exitCode === 0 || red.exitCode === null)
      throw new Error(`it ended with ${red.exitCode ?? red.signal}:\n${red.output}`);
    if (!red.output.includes(says)) throw new Error(`it doesn't say ${says}:\n${red.output}`);
    scene.faults.clear();
    const run = expectExit(await scene.run(v2, { args: breakLock }), 0);
    await expectConverged(scene, run, { version: v2, podsAtMost: 3, mark });
  }),
);
