import type { EndedProcess, StartedProcess } from '../e2e/release-process.ts';
import { expectExit } from '../e2e/release-process.ts';
import { describePoint, type KillPoint } from './kill-points.ts';
import { journalWrite, transactionSend } from './request-kinds.ts';
import { beginAll, expectFinished, runUntilKilled } from './runs.ts';
import type { SceneOptions } from './scene.ts';
import { independent, layered, type Newer, newerSet } from './sets.ts';
import { type Plot, referenceOf, type Story, storyTrial } from './stories.ts';
import type { Suite } from './trial.ts';

const everySecond: SceneOptions = { chain: 'anvil', blockTimeSeconds: 1 };
const _automine: SceneOptions = { chain: 'anvil', blockTimeSeconds: 'on-demand' };

/** Two runs at once: one works, the other finds its work done, or ends and names the holder. */
const together = [independent, layered].flatMap((set) => [
  {
    name: `process: ${set.name}: two runs at once, the second one waits`,
    set,
    scene: everySecond,
    tell: (plot: Plot) => runBoth(plot, []),
  },
  {
    name: `process: ${set.name}: two runs at once, the second one does not wait`,
    set,
    scene: everySecond,
    tell: (plot: Plot) => runBoth(plot, ['--lock-timeout', '1s']),
  },
]);

async function runBoth({ scene, expectFinished: expectDone }: Plot, args: readonly string[]): Promise<void> {
  beginAll(scene);
  const runs = await Promise.all([scene.run(args), scene.run(args)]);
  const red = runs.filter(({ exitCode }) => exitCode !== 0);
  for (const run of red) {
    if (!/lock|another run/i.test(run.output)) throw new Error(`it is red for another reason:\n${run.output}`);
  }
  if (red.length === 2) throw new Error(`both are red:\n${runs.map(({ output }) => output).join('\n')}`);
  if (red.length === 1 && args.length === 0) throw new Error(`one did not wait:\n${red[0]?.output}`);
  await expectDone(runs.find(({ exitCode }) => exitCode === 0) ?? runs[0]);
}

/** The moments at which a holder that was paused is most dangerous when it wakes. */
const pauses: readonly KillPoint[] = [
  { kind: journalWrite, nth: 1, when: 'before' },
  { kind: journalWrite, nth: 1, when: 'after' },
  { kind: transactionSend, nth: 1, when: 'before' },
  { kind: transactionSend, nth: 1, when: 'after' },
  { kind: 'store write contract-records/DIGEST.json', nth: 1, when: 'before' },
  { kind: 'store write environments/keep-test/contracts.json', nth: 1, when: 'before' },
  { kind: journalWrite, nth: 2, when: 'before' },
];

const paused = [independent, layered].flatMap((set) =>
  pauses.flatMap((point): Story[] => {
    const name = `process: ${set.name}: paused ${describePoint(point)}, woken after another took its lock`;
    const dropping = set.newer.find(({ what }) => what === 'drops');
    return [
      { name, set, scene: everySecond, tell: (plot) => wakeAfterSteal(plot, point) },
      ...(dropping === undefined
        ? []
        : [
            {
              // It uses fewer nonces, so that the chain alone would take what the paused one still has in its hands.
              name: `${name} with a commit that drops`,
              set,
              scene: everySecond,
              tell: (plot: Plot) => wakeAfterSteal(plot, point, dropping),
            },
          ]),
    ];
  }),
);

async function wakeAfterSteal(plot: Plot, point: KillPoint, newer?: Newer): Promise<void> {
  const { scene, stage, set, reference } = plot;
  const wanted = newer === undefined ? set : newerSet(set, newer);
  const goal = { reference: await referenceOf(stage, wanted), facts: wanted.facts };
  let thief: EndedProcess | undefined;
  let isPaused = false;
  beginAll(scene, async (asked, forward) => {
    if (isPaused || asked.kind !== point.kind || asked.nth !== point.nth) return forward();
    isPaused = true;
    const answer = point.when === 'after' ? await forward() : undefined;
    holder.child.kill('SIGSTOP');
    if (newer !== undefined) scene.write(newer.text);
    thief = await scene.run(['--break-lock', 'true']);
    holder.child.kill('SIGCONT');
    return answer ?? forward();
  });
  const holder: StartedProcess = scene.start();
  const woken = await holder.ended;
  if (thief === undefined) throw new Error(`it was never paused:\n${woken.output}`);
  expectExit(thief, 0);
  if (woken.exitCode === null) throw new Error(`the woken one was ended by ${woken.signal}:\n${woken.output}`);
  const superfluous = (newer?.superfluous ?? []).map((gone) => reference.contracts.get(gone) ?? '');
  const allowance = isLogged(point) ? { superfluous, burns: 2 * superfluous.length } : {};
  await expectFinished(scene, thief, { ...goal, allowance });
}

/** Whether its transactions stand in the journal when it is paused: then the other run has to do with them. */
function isLogged({ kind, nth, when }: KillPoint): boolean {
  return kind !== journalWrite || nth > 1 || when === 'after';
}

const abandoned: Story = {
  name: 'lease: of a run that was killed on another machine it runs out, then the next run takes the lock',
  set: independent,
  scene: everySecond,
  async tell({ scene, expectFinished: expectDone }) {
    await runUntilKilled(scene, { kind: transactionSend, nth: 1, when: 'after' });
    const name = (await scene.objects()).find((object) => object.endsWith('/lock.json'));
    if (name === undefined) throw new Error('it has left no lock');
    const { process: _, ...lock } = JSON.parse((await scene.stored(name)) ?? '') as { process?: string };
    await scene.replace(name, JSON.stringify(lock));
    beginAll(scene);
    await expectDone(expectExit(await scene.run(['--lock-timeout', '3m', '--timeout', '3m'], 200_000), 0));
  },
};

/** Takes as long as a lease, so that no sample has it. */
export const leaseSuite: Suite = {
  name: 'lease',
  sampleSize: 0,
  prepare: async () => [storyTrial(abandoned)],
};

export const processSuite: Suite = {
  name: 'process',
  sampleSize: 2,
  prepare: async () => [...together, ...paused].map(storyTrial),
};
