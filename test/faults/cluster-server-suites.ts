import { setTimeout as pause } from 'node:timers/promises';
import { expectExit } from '../e2e/release-process.ts';
import { versions } from './cluster-files.ts';
import { expectConverged, readHead, setMark, snapshot } from './cluster-judge.ts';
import { inScene, requireSame } from './cluster-kill-suites.ts';
import type { ClusterScene } from './cluster-scene.ts';
import { hasImage, setWrite, startUntilHeld, whileRuns } from './cluster-story-suite.ts';
import { randomNumbers, type Suite, type Trial } from './trial.ts';

const { v1, v2, bad } = versions;
const goneMs = 20_000;

/** The API server is gone for a while, at one of a run's writes. */
export function outageSuite(seed: number): Suite {
  const random = randomNumbers(seed);
  const writes = [2, 5, 9, 13].map((first) => first + Math.floor(random() * 4));
  const refused = writes.map((nth) =>
    inScene(`cluster outage: the API server refuses every connection for 20 s at write ${nth}`, async (scene) => {
      const mark = await setMark(scene);
      const { started, held } = await startUntilHeld(scene, v2, scene.writes, nth);
      await scene.faults.refuse();
      void held.release('drop');
      await pause(goneMs);
      await scene.faults.accept();
      const run = expectExit(await started.ended, 0);
      await expectConverged(scene, run, { version: v2, podsAtMost: 1, mark });
    }),
  );
  return { name: 'cluster outage', sampleSize: 0, prepare: async () => refused };
}

/** What befalls the API server befalls everybody: each is a suite of its own, and nothing else may be at work. */
const alone = (name: string, tell: Parameters<typeof inScene>[1]): Suite => ({
  name: 'cluster API server',
  sampleSize: 0,
  isLast: true,
  prepare: async (): Promise<readonly Trial[]> => [inScene(`cluster outage: ${name}`, tell)],
});

/** It drains for some seconds, in which it takes no connection any more. */
async function stopApiServer({ world }: ClusterScene): Promise<void> {
  const over = pause(goneMs);
  const startAgain = await world.cluster.endApiServer(5_000);
  await over.finally(startAgain);
}

/** Of its administrator: past the proxy, which would hide that nobody listens any more. */
const directly = ({ world }: ClusterScene) => ({ env: { KUBECONFIG: world.cluster.kubeconfig } });

export const apiServerSuites: readonly Suite[] = [
  alone('the process of the API server stands still for 20 s', async (scene) => {
    const mark = await setMark(scene);
    const { started, held } = await startUntilHeld(scene, v2, setWrite, 2);
    const server = scene.world.cluster.servers['kube-apiserver'];
    if (server === undefined) throw new Error('the API server is not there');
    server.kill('SIGSTOP');
    void held.release('forward');
    await pause(goneMs).finally(() => server.kill('SIGCONT'));
    const run = expectExit(await started.ended, 0);
    await expectConverged(scene, run, { version: v2, podsAtMost: 1, mark });
  }),
  alone('the API server is stopped in the middle of a roll-out, and started again after 20 s', async (scene) => {
    const mark = await setMark(scene);
    const started = await scene.start(v2, directly(scene));
    await whileRuns(started, () => hasImage(scene, 'keep-client-0', v2.image));
    await stopApiServer(scene);
    const run = expectExit(await started.ended, 0);
    await expectConverged(scene, run, { version: v2, podsAtMost: 1, mark });
  }),
  alone('the API server is stopped in the middle of a going back, and started again after 20 s', async (scene) => {
    const mark = await setMark(scene);
    const before = await snapshot(scene);
    const started = await scene.start(bad, directly(scene));
    await whileRuns(started, async () => (await readHead(scene))?.state === 'going-back');
    await stopApiServer(scene);
    const run = expectExit(await started.ended, 3);
    requireSame(before, await snapshot(scene), run);
    await expectConverged(scene, run, { version: v1, podsAtMost: 2, mark });
  }),
];
