import type { PodBehaviour } from '../../../tools/servers/index.ts';
import { imageOf } from './bench-clients.ts';
import { allReady, type Laboratory } from './laboratory.ts';
import type { RollTool, ToolName } from './tools.ts';

export const faultNames = ['image-missing', 'crash-loops'] as const satisfies readonly PodBehaviour[];

/** A row of results/roll.json: what became of a release that can't start. */
export interface Verdict {
  readonly fault: (typeof faultNames)[number];
  readonly tool: ToolName;
  /** From the moment at which a pod's status said so, until the tool did. Null: it never did. */
  readonly secondsToVerdict: number | null;
  /** From that moment, until every client was ready again with what ran before. Null: not by itself. */
  readonly secondsToRolledBack: number | null;
  readonly stateLeft: string;
}

const clients = 10;
/** What the tool is given, and what the cluster has after its end to come back by itself. */
const [toolWithinMs, afterwardsMs] = [60_000, 15_000];
const saysWhy = /ErrImagePull|ImagePullBackOff|CrashLoopBackOff|exit code|timed out|\berror\b|\bfail(ed|ure)\b/i;

export async function measureVerdict(
  laboratory: Laboratory,
  name: ToolName,
  tool: RollTool,
  fault: Verdict['fault'],
): Promise<Verdict> {
  const bench = await laboratory.open(name, tool, clients, toolWithinMs);
  const { scene, edition } = bench;
  const { observer } = scene;
  const before = imageOf(edition);
  const broken = { ...edition, image: edition.image + 1, behaviour: fault };
  await tool.prepare(scene, broken);
  const from = performance.now();
  const brokenMs = () =>
    Math.min(...observer.since(from).flatMap(({ brokenMs: ms }) => (ms === undefined ? [] : [ms])));
  const isBack = () => Number.isFinite(brokenMs()) && allReady(observer, scene.clients, before);
  let backMs: number | undefined;
  const back = observer.until(isBack, 3 * toolWithinMs + afterwardsMs).then((isTrue) => {
    if (isTrue) backMs = performance.now();
  });
  const run = await tool.roll(scene, clients);
  await observer.until(isBack, afterwardsMs);
  const current = [...observer.current().values()];
  const count = (is: (pod: (typeof current)[number]) => boolean) => current.filter(is).length;
  const [old, bad] = [count((pod) => pod.isReady && pod.image === before), count((pod) => !pod.isReady)];
  bench.close();
  await back.catch(() => {});
  const said = run.lines.find(({ atMs, text }) => atMs >= brokenMs() && saysWhy.test(text))?.atMs;
  const verdictMs = said ?? (run.exitCode === 0 ? undefined : run.endedMs);
  const seconds = (ms: number | undefined) =>
    ms === undefined ? null : Math.round(Math.max(0, ms - brokenMs()) / 10) / 100;
  return {
    ...{ fault, tool: name, secondsToVerdict: seconds(verdictMs), secondsToRolledBack: seconds(backMs) },
    stateLeft: `${old} of ${clients} ready with the old image, ${bad} not ready; exit code ${run.exitCode ?? 'none'}`,
  };
}
