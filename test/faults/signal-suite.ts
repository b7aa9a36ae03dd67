import { allSeen, describePoint, enumeratePoints, type KillPoint } from './kill-points.ts';
import { journalWrite, transactionSend } from './request-kinds.ts';
import { beginAll, record } from './runs.ts';
import type { SceneOptions } from './scene.ts';
import { type FaultSet, independent, layered } from './sets.ts';
import { type Plot, type Story, storyTrial } from './stories.ts';
import type { Suite } from './trial.ts';

const everySecond: SceneOptions = { chain: 'anvil', blockTimeSeconds: 1 };
const automine: SceneOptions = { chain: 'anvil', blockTimeSeconds: 'on-demand' };

const signalPoints = (set: FaultSet, points: readonly KillPoint[]) =>
  (['SIGINT', 'SIGTERM'] as const).flatMap((signal) =>
    points.map(
      (point): Story => ({
        name: `signal: ${set.name}: ${signal} ${describePoint(point)}`,
        set,
        scene: everySecond,
        tell: (plot) => cancel(plot, signal, point),
      }),
    ),
  );

/** The runner grants 7 s; a busy machine takes its time, and what doesn't heed the signal takes far longer. */
const endsWithinMs = 25_000;

/** Ends in time, sends nothing from three seconds after the signal on, and gives the lock back. */
async function cancel({ scene, finish }: Plot, signal: NodeJS.Signals, point: KillPoint): Promise<void> {
  let signalledAt: number | undefined;
  beginAll(scene, async (asked, forward) => {
    if (signalledAt !== undefined || asked.kind !== point.kind || asked.nth !== point.nth) return forward();
    const answer = point.when === 'after' ? await forward() : undefined;
    signalledAt = performance.now();
    run.child.kill(signal);
    return answer ?? forward();
  });
  const run = scene.start();
  const { exitCode, output } = await run.ended;
  if (signalledAt === undefined) throw new Error(`it ended before it came to the point:\n${output}`);
  const tookMs = performance.now() - signalledAt;
  if (tookMs > endsWithinMs) throw new Error(`it took ${Math.round(tookMs)} ms to end:\n${output}`);
  const late = allSeen(scene.chainGates).filter(
    ({ kind, at }) => kind === transactionSend && at > (signalledAt ?? 0) + 3_000,
  );
  if (late.length > 0)
    throw new Error(`it sent ${late.length} requests with transactions after three seconds:\n${output}`);
  if (exitCode === null) throw new Error(`the signal killed it, so that it left its lock:\n${output}`);
  await finish({ args: ['--lock-timeout', '1s'] });
}

/** A node or a store that never answers doesn't keep a cancelled run. */
const hanging = (['SIGINT', 'SIGTERM'] as const).flatMap((signal) =>
  [journalWrite, transactionSend].map(
    (kind): Story => ({
      name: `signal: ${signal} while ${kind} is never answered`,
      set: independent,
      scene: automine,
      async tell({ scene, finish }) {
        let signalledAt = Number.NaN;
        beginAll(scene, async (asked, forward) => {
          if (asked.kind !== kind) return forward();
          signalledAt = performance.now();
          run.child.kill(signal);
          await run.ended;
          return undefined;
        });
        const run = scene.start();
        const { output } = await run.ended;
        const tookMs = performance.now() - signalledAt;
        if (!(tookMs <= endsWithinMs)) throw new Error(`it took ${Math.round(tookMs)} ms to end:\n${output}`);
        await finish();
      },
    }),
  ),
);

/** Not killed but told: at as many requests as a run has. */
export const signalSuite: Suite = {
  name: 'signal',
  sampleSize: 3,
  async prepare(stage) {
    const points = enumeratePoints([(await record(stage, independent, everySecond)).asked]);
    const firsts = points.filter(({ when, nth }) => when === 'before' && nth === 1);
    return [...signalPoints(independent, firsts), ...hanging, ...layeredSignals].map(storyTrial);
  },
};

const layeredSignals = signalPoints(layered, [
  { kind: journalWrite, nth: 2, when: 'before' },
  { kind: transactionSend, nth: 2, when: 'before' },
]);
