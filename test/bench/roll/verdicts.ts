import { misbehave, type PodBehaviour } from '../../../tools/servers/index.ts';
import { type Edition, imageOf } from './bench-clients.ts';
import { allReady, type Laboratory } from './laboratory.ts';
import type { RollTool, ToolName, ToolScene } from './tools.ts';

/** Every pod of the new release is so. */
const everywhere = [
  'image-missing',
  'crash-loops',
  'out-of-memory',
  'init-crash',
  'configuration-error',
] as const satisfies readonly PodBehaviour[];
/** The last client's new pod crashes, when those before it run the new release already: most of them have to go back. */
const late = 'last-client-crashes';
export const faultNames = [...everywhere, late] as const;

/** A row of results/roll.json: what became of a release that can't start. */
export interface Verdict {
  readonly fault: (typeof faultNames)[number];
  readonly tool: ToolName;
  readonly clients: number;
  /** From the moment at which a pod's status said so, until the tool did. Null: it never did. */
  readonly secondsToVerdict: number | null;
  /** From that moment, until every client was ready again with what ran before. Null: not by itself. */
  readonly secondsToRolledBack: number | null;
  /** From the start of the tool until that moment: what is taken back took so long. */
  readonly secondsForward: number | null;
  readonly stateLeft: string;
}

/** What the tool is given, and what the cluster has after its end to come back by itself. */
const afterwardsMs = 15_000;
const saysWhy = /ErrImagePull|ImagePullBackOff|CrashLoopBackOff|exit code|timed out|\berror\b|\bfail(ed|ure)\b/i;

export async function measureVerdict(
  laboratory: Laboratory,
  name: ToolName,
  tool: RollTool,
  fault: Verdict['fault'],
): Promise<Verdict> {
  const [clients, parallel, toolWithinMs] = fault === late ? [100, 50, 120_000] : [10, 10, 30_000];
  const bench = await laboratory.open(name, tool, clients, toolWithinMs);
  const { scene, edition } = bench;
  const { observer } = scene;
  const before = imageOf(edition);
  const broken: Edition = { ...edition, image: edition.image + 1, ...(fault !== late && { behaviour: fault }) };
  await tool.prepare(scene, broken);
  if (fault === late) breakLastOf(scene, imageOf(broken));
  const from = performance.now();
  const brokenMs = () =>
    Math.min(...observer.since(from).flatMap(({ brokenMs: ms }) => (ms === undefined ? [] : [ms])));
  const isBack = () => Number.isFinite(brokenMs()) && allReady(observer, scene.clients, before);
  let backMs: number | undefined;
  const back = observer.until(isBack, 3 * toolWithinMs + afterwardsMs).then((isTrue) => {
    if (isTrue) backMs = performance.now();
  });
  const run = await tool.roll(scene, parallel);
  await observer.until(isBack, afterwardsMs);
  const current = [...observer.current().values()];
  const count = (is: (pod: (typeof current)[number]) => boolean) => current.filter(is).length;
  const [old, bad] = [count((pod) => pod.isReady && pod.image === before), count((pod) => !pod.isReady)];
  bench.close();
  await back.catch(() => {});
  const said = run.lines.find(({ atMs, text }) => atMs >= brokenMs() && saysWhy.test(text))?.atMs;
  const verdictMs = said ?? (run.exitCode === 0 ? undefined : run.endedMs);
  const seconds = (ms: number) => (Number.isFinite(ms) ? Math.round(Math.max(0, ms) / 10) / 100 : null);
  const since = (ms: number | undefined) => (ms === undefined ? null : seconds(ms - brokenMs()));
  return {
    ...{ fault, tool: name, clients, secondsToVerdict: since(verdictMs), secondsToRolledBack: since(backMs) },
    secondsForward: seconds(brokenMs() - run.startedMs),
    stateLeft: `${old} of ${clients} ready with the old image, ${bad} not ready; exit code ${run.exitCode ?? 'none'}`,
  };
}

/** As the last client's first new pod comes; what comes after it behaves. */
function breakLastOf({ cluster, namespace, clients, observer }: ToolScene, image: string): void {
  const last = `${clients.at(-1)}-0`;
  let isBroken = false;
  observer.onNew((pod) => {
    if (isBroken || pod.name !== last || pod.image !== image) return;
    isBroken = true;
    // A pod that it comes too late for is ready, and the measured tool succeeds: that shows in the row.
    misbehave(cluster, `/api/v1/namespaces/${namespace}/pods/${last}`, 'crash-loops').catch(() => {});
  });
}
