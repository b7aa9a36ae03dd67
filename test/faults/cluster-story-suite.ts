import { type EndedProcess, expectExit, type StartedProcess } from '../e2e/release-process.ts';
import { until } from '../e2e/release-scene.ts';
import { type Version, versions } from './cluster-files.ts';
import { expectConverged, expectNothingToDo, readHead, setMark, snapshot } from './cluster-judge.ts';
import { breakLock, inScene, killAtWrite, requireSame } from './cluster-kill-suites.ts';
import type { ClusterScene } from './cluster-scene.ts';
import type { Suite, Trial } from './trial.ts';

const { v1, v2, v3, bad, renamed } = versions;
export const setWrite = { verb: 'patch', resource: 'statefulsets', isDryRun: false } as const;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Starts a run and waits until its nth such request is at the door. */
export async function startUntilHeld(
  scene: ClusterScene,
  version: Version,
  match: Parameters<ClusterScene['faults']['hold']>[0],
  nth = 1,
) {
  scene.faults.clear();
  const held = scene.faults.hold(match, nth);
  const started = await scene.start(version);
  const arrived = await Promise.race([held.arrived, started.ended.then(() => undefined)]);
  if (arrived === undefined) throw new Error(`it ended before it came to the request:\n${started.output()}`);
  return { started, held };
}

/** Two runs at once; and what a killed one leaves of its lock. */
const together: readonly Trial[] = [
  inScene('cluster runs: of two at once one works, and the other waits', async (scene) => {
    const mark = await setMark(scene);
    const runs = await Promise.all([scene.run(v2), scene.run(v2)]);
    for (const run of runs) expectExit(run, 0);
    await expectConverged(scene, runs[0], { version: v2, podsAtMost: 1, mark });
    await expectNothingToDo(scene, v2);
  }),
  inScene('cluster runs: one that does not wait for the lock names its holder and ends with 7', async (scene) => {
    const mark = await setMark(scene);
    const { started, held } = await startUntilHeld(scene, v2, setWrite);
    const late = expectExit(await scene.run(v2, { args: ['--lock-timeout', '1s'] }), 7);
    if (!/another run works on this namespace: a run at a terminal, until/.test(late.output))
      throw new Error(`it doesn't name the holder:\n${late.output}`);
    await held.release('forward');
    const run = expectExit(await started.ended, 0);
    await expectConverged(scene, run, { version: v2, podsAtMost: 1, mark });
  }),
  inScene('cluster runs: the lock of a killed run is broken, and named', async (scene) => {
    const mark = await setMark(scene);
    await killAtWrite(scene, v2, 6, 'forward');
    const run = expectExit(await scene.run(v2, { args: breakLock }), 0);
    if (!/Breaking the lock on the namespace/.test(run.output)) throw new Error(`it broke no lock:\n${run.output}`);
    await expectConverged(scene, run, { version: v2, podsAtMost: 1, mark });
  }),
];

/** Takes as long as a lease, so that no sample has it. */
const abandoned: readonly Trial[] = [
  inScene('cluster runs: the lock of a killed run is waited for until its lease ends', async (scene) => {
    const mark = await setMark(scene);
    await killAtWrite(scene, v2, 6, 'drop');
    const run = expectExit(await scene.run(v2), 0);
    if (!/Taking over the lock/.test(run.output)) throw new Error(`it took nothing over:\n${run.output}`);
    await expectConverged(scene, run, { version: v2, podsAtMost: 1, mark });
  }),
];

async function change(scene: ClusterScene, client: string, patch: object, manager: string): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${scene.namespace}/statefulsets/${client}`;
  const found = (await scene.read(path)) as { spec: { template: { spec: { containers: object[] } } } };
  const object = { ...found, spec: { ...found.spec, ...patch } };
  const answer = await scene.world.cluster.ask(`${path}?fieldManager=${manager}`, { method: 'PUT', json: object });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
}

async function otherImage(scene: ClusterScene, client: string): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${scene.namespace}/statefulsets/${client}`;
  const { spec } = (await scene.read(path)) as {
    spec: { template: { spec: { containers: readonly object[] } } };
  };
  const containers = spec.template.spec.containers.map((one) => ({ ...one, image: theirs }));
  const template = { ...spec.template, spec: { ...spec.template.spec, containers } };
  await change(scene, client, { template }, 'keel');
}

const theirs = `registry.invalid/keep-client@sha256:${'f'.repeat(64)}`;

async function requireTheirs(scene: ClusterScene, client: string, output: string): Promise<void> {
  const text = JSON.stringify(await scene.read(`/apis/apps/v1/namespaces/${scene.namespace}/statefulsets/${client}`));
  const { spec } = JSON.parse(text) as { spec: { template: { spec: { containers: { image: string }[] } } } };
  const image = spec.template.spec.containers[0]?.image;
  if (image !== theirs) throw new Error(`their image was overwritten with ${image}:\n${output}`);
}

/** Somebody else's hands on what is rolled. */
const others: readonly Trial[] = [
  ...(['keep-client-1', 'keep-client-2', 'keep-client-3'] as const).map((client) =>
    inScene(`cluster others: a manager sets another image of ${client} before its turn`, async (scene) => {
      const { started, held } = await startUntilHeld(scene, v2, { ...setWrite, name: 'keep-client-0' });
      await otherImage(scene, client);
      await held.release('forward');
      const run = expectExit(await started.ended, 6);
      await requireTheirs(scene, client, run.output);
      if (run.outputs.get('outcome') !== 'superseded') throw new Error(`outcome ${run.outputs.get('outcome')}`);
      if (!run.output.includes('keel')) throw new Error(`it doesn't name the manager:\n${run.output}`);
    }),
  ),
  inScene('cluster others: a manager sets another image of a client that is being rolled', async (scene) => {
    // Its pod never becomes ready, so that there is time.
    const slow = { ...v2, name: 'slow', lastBehaves: 'never-ready' };
    const started = await scene.start(slow);
    await whileRuns(started, () => hasImage(scene, 'keep-client-3', slow.image));
    await otherImage(scene, 'keep-client-3');
    const run = expectExit(await started.ended, 6);
    await requireTheirs(scene, 'keep-client-3', run.output);
    if (run.outputs.get('outcome') !== 'superseded') throw new Error(`outcome ${run.outputs.get('outcome')}`);
  }),
  ...(['keep-client-0', 'keep-client-2'] as const).map((client) =>
    inScene(`cluster others: a manager scales ${client} while another is rolled`, async (scene) => {
      const { started, held } = await startUntilHeld(scene, v2, { ...setWrite, name: 'keep-client-1' });
      await change(scene, client, { replicas: 2 }, 'kubectl');
      await held.release('forward');
      const run = await started.ended;
      if (run.exitCode !== 6 && run.exitCode !== 0) expectExit(run, 6);
      const found = (await scene.read(`/apis/apps/v1/namespaces/${scene.namespace}/statefulsets/${client}`)) as {
        spec: { replicas: number };
      };
      if (found.spec.replicas !== 2) throw new Error(`their scale was overwritten:\n${run.output}`);
    }),
  ),
];

/** Waits until something is so, or throws when the run ends before that. */
export async function whileRuns(started: StartedProcess, isSo: () => Promise<boolean>): Promise<void> {
  let hasEnded = false;
  void started.ended.then(() => {
    hasEnded = true;
  });
  await until(
    'the run came to it',
    async () => {
      if (hasEnded) throw new Error(`it ended before that:\n${started.output()}`);
      await pause(100);
      return isSo();
    },
    150_000,
  );
}

export async function hasImage(scene: ClusterScene, client: string, digit: string): Promise<boolean> {
  const pod = await scene.read(`/api/v1/namespaces/${scene.namespace}/pods/${client}-0`);
  return JSON.stringify(pod ?? '').includes(digit.repeat(64));
}

/** Told to stop: the lock is given back, and the next run finishes what was begun. */
const signals: readonly Trial[] = (
  [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const
).flatMap(([signal, exitCode]) => [
  ...[2, 3, 6, 11, 15].map((nth) =>
    inScene(`cluster signal: ${signal} at write ${nth}`, async (scene) => {
      const mark = await setMark(scene);
      const { started, held } = await startUntilHeld(scene, v2, scene.writes, nth);
      started.child.kill(signal);
      await held.release('forward');
      expectCancelled(await started.ended, exitCode);
      await finishCancelled(scene, v2, 1, mark);
    }),
  ),
  // The clients' four StatefulSets forward come first.
  ...[5, 6].map((nth) =>
    inScene(`cluster signal: ${signal} at write ${nth - 4} of a StatefulSet on the way back`, async (scene) => {
      const mark = await setMark(scene);
      const { started, held } = await startUntilHeld(scene, bad, setWrite, nth);
      started.child.kill(signal);
      await held.release('forward');
      const run = expectCancelled(await started.ended, exitCode);
      if (/"result":"rollback-failed"/.test(run.output)) throw new Error(`a client failed to go back:\n${run.output}`);
      if (!/^writes=[1-9]/m.test(run.output)) throw new Error(`it doesn't say what it wrote:\n${run.output}`);
      await finishCancelled(scene, v3, 3, mark);
    }),
  ),
  inScene(`cluster signal: ${signal} while a request is never answered`, async (scene) => {
    const mark = await setMark(scene);
    const { started, held } = await startUntilHeld(scene, v2, setWrite, 2);
    started.child.kill(signal);
    expectCancelled(await started.ended, exitCode);
    await held.release('drop');
    await finishCancelled(scene, v3, 2, mark);
  }),
  inScene(`cluster signal: ${signal} while it waits for a pod`, async (scene) => {
    const mark = await setMark(scene);
    const slow = { ...v2, name: 'slow', lastBehaves: 'never-ready' };
    const started = await scene.start(slow);
    await whileRuns(started, () => hasImage(scene, 'keep-client-3', slow.image));
    started.child.kill(signal);
    expectCancelled(await started.ended, exitCode);
    await finishCancelled(scene, v3, 2, mark);
  }),
]);

/** A workflow tells it by the output, whenever the signal came. */
function expectCancelled(run: EndedProcess, exitCode: number): EndedProcess {
  expectExit(run, exitCode);
  if (!/^outcome=cancelled$/m.test(run.output)) throw new Error(`it has no outcome cancelled:\n${run.output}`);
  return run;
}

async function finishCancelled(
  scene: ClusterScene,
  next: Version,
  podsAtMost: number,
  mark: Awaited<ReturnType<typeof setMark>>,
): Promise<void> {
  const lease = (await scene.read(`/apis/coordination.k8s.io/v1/namespaces/${scene.namespace}/leases/keep-deploy`)) as {
    spec?: { holderIdentity?: string };
  };
  if ((lease.spec?.holderIdentity ?? '') !== '')
    throw new Error(`the lock is still held: ${JSON.stringify(lease.spec)}`);
  const run = expectExit(await scene.run(next, { args: ['--lock-timeout', '1s'] }), 0);
  await expectConverged(scene, run, { version: next, podsAtMost, mark });
}

const afterwards: readonly Trial[] = [
  inScene('cluster back: a release that went back, then one with a renamed environment entry', async (scene) => {
    const mark = await setMark(scene);
    const before = await snapshot(scene);
    const back = expectExit(await scene.run(bad), 3);
    requireSame(before, await snapshot(scene), back);
    if ((await readHead(scene))?.state !== 'settled') throw new Error(`it left its record open:\n${back.output}`);
    await expectConverged(scene, back, { version: v1, podsAtMost: 2, mark });
    const run = expectExit(await scene.run(renamed), 0);
    await expectConverged(scene, run, { version: renamed, podsAtMost: 3, mark });
    await expectNothingToDo(scene, renamed);
  }),
];

export const clusterLeaseSuite: Suite = {
  name: 'cluster lease',
  sampleSize: 0,
  prepare: async () => abandoned,
};

export const storySuite: Suite = {
  name: 'cluster stories',
  sampleSize: 2,
  prepare: async () => [...together, ...others, ...signals, ...afterwards],
};
