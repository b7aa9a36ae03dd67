import { type EndedProcess, expectExit } from '../e2e/release-process.ts';
import { readDeeds, type StoredRecord, type World } from './chain-world.ts';
import { noteStruck } from './coverage.ts';
import { type Asked, passOn, type Rule } from './gate.ts';
import { type Allowance, judge, judgeReference } from './judge.ts';
import { allSeen, endAt, type KillPoint } from './kill-points.ts';
import type { PlannedFault } from './planned-fault.ts';
import { lockWrite, transactionSend } from './request-kinds.ts';
import { openScene, type Scene, type SceneOptions } from './scene.ts';
import type { Fact, FaultSet } from './sets.ts';
import type { Stage } from './stage.ts';

/** An uninterrupted run: what the others are compared with. */
export interface Recording {
  readonly asked: readonly Asked[];
  readonly world: World;
}

const gatesOf = (scene: Scene) => [...scene.chainGates, scene.storeGate];

/** From now on every port treats requests by this rule. */
export function beginAll(scene: Scene, rule?: Rule): void {
  for (const gate of gatesOf(scene)) gate.begin(rule);
}

export async function record(stage: Stage, set: FaultSet, options: SceneOptions): Promise<Recording> {
  const scene = await openScene({ ...stage, interruption: undefined }, set.text, options);
  try {
    expectExit(await scene.run(), 0);
    const asked = allSeen(gatesOf(scene));
    return { asked, world: await judgeReference(scene.reader, await recordOf(scene), set) };
  } finally {
    await scene.close();
  }
}

/** Starts the command and ends it with SIGKILL at the point. False: it ended before it came there. */
export async function runUntilKilled(scene: Scene, point: KillPoint, behind: Rule = passOn): Promise<boolean> {
  const planned = endAt(point, async () => {
    started.child.kill('SIGKILL');
    await started.ended;
  });
  beginAll(scene, (asked, forward) =>
    planned.rule(asked, async (body = asked.body) => {
      const answer = await behind({ ...asked, body }, forward);
      if (answer === undefined) throw new Error('the connection is broken');
      return answer;
    }),
  );
  const started = scene.start();
  const { exitCode, output } = await started.ended;
  if (planned.hasStruck()) noteStruck(point.kind);
  else if (exitCode !== 0) throw new Error(`it failed before it was killed:\n${output}`);
  return planned.hasStruck();
}

export interface Finish {
  readonly reference: World;
  readonly facts: readonly Fact[];
  readonly allowance?: Allowance;
  /** Strikes the finishing run. */
  readonly fault?: PlannedFault;
  readonly args?: readonly string[];
}

/** Runs the command to its end, holds the world against the reference, and runs it once more, which must do nothing. */
export async function finish(scene: Scene, options: Finish): Promise<readonly Asked[]> {
  beginAll(scene, options.fault?.rule);
  const run = expectExit(await scene.run(options.args), 0);
  options.fault?.requireStruck();
  const asked = allSeen(gatesOf(scene));
  await expectFinished(scene, run, options);
  return asked;
}

export async function expectFinished(scene: Scene, run: EndedProcess, options: Finish): Promise<void> {
  const { reference, facts, allowance } = options;
  const problems = [
    ...(await judge(scene.reader, await recordOf(scene), reference, facts, allowance)),
    ...(await judgeStore(scene)),
  ];
  if (problems.length > 0) throw new Error(`${problems.join('\n')}\nthe last run said:\n${run.output}`);
  await expectIdle(scene);
}

/** The journal says that nothing is unfinished, and whoever took the lock has given it back (the killed can't). */
async function judgeStore(scene: Scene): Promise<readonly string[]> {
  const hasTaken = scene.storeGate.seen.some((asked) => asked.kind === lockWrite && !scene.isOfTheDead(asked));
  const names = await scene.objects();
  const last = names.findLast((name) => /^journals\/.*\/\d+\.json$/.test(name));
  const lock = names.find((name) => /^journals\/.*\/lock\.json$/.test(name));
  const entry = JSON.parse((last && (await scene.stored(last))) ?? '{}') as { kind?: string };
  const held = JSON.parse((lock && (await scene.stored(lock))) ?? '{"released":true}') as object;
  return [
    ...(entry.kind === 'finished' ? [] : [`the journal ends with ${entry.kind}`]),
    ...(!hasTaken || 'released' in held ? [] : [`the lock is still held: ${JSON.stringify(held)}`]),
  ];
}

/** A run that finds everything done sends nothing and writes nothing. */
export async function expectIdle(scene: Scene): Promise<void> {
  const before = await readDeeds(scene.reader);
  beginAll(scene);
  const run = expectExit(await scene.run(), 0);
  const asked = allSeen(gatesOf(scene));
  const acts = asked.filter(({ kind }) => kind === transactionSend || /^store (write|delete)/.test(kind));
  const after = await readDeeds(scene.reader);
  if (acts.length > 0 || after.length !== before.length || run.outputs.get('changed') !== 'false') {
    const what = acts.map(({ kind }) => kind).join(', ');
    throw new Error(`an unchanged run did something: ${what}; changed=${run.outputs.get('changed')}\n${run.output}`);
  }
}

export async function recordOf(scene: Scene): Promise<StoredRecord> {
  const found = await scene.record();
  if (found === undefined) throw new Error('no contract record is published');
  return found;
}
