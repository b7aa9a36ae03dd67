import { labels } from '../kubernetes-object.ts';
import type { TouchedOwner } from '../record/open-record.ts';
import { isGood, sharedOwner } from '../record/recorded-owner.ts';
import type { Deadline } from './deadlines.ts';
import {
  anyWorkloadOf,
  type Baseline,
  inheritedTouch,
  planBack,
  planObjectsBack,
  standsAsWanted,
  type Touches,
} from './go-back-plan.ts';
import { isServing, workloadOf } from './live-client.ts';
import { leftOver } from './prune.ts';
import type { Network } from './restart-limits.ts';
import { whyNotBack } from './roll-failure.ts';
import type { RollOptions } from './roll-options.ts';
import { sharedStandingAfter, stoppedEnd, sumOf } from './roll-outcome.ts';
import type { RollStore } from './roll-ports.ts';
import { reportOf, type Story } from './roll-report.ts';
import type { RollResult } from './roll-result.ts';
import { settleRun } from './settle-run.ts';
import { someOf } from './some-of.ts';
import { isStoppedOnWay, outcomeOf, takeBack } from './way-back.ts';

export type FinishOptions = Omit<RollOptions, 'policy' | 'checkWave'> & {
  /** The clients that the killed run was taking back; absent: all that were touched and have something to go back to, and what they share. */
  readonly chosen: readonly string[] | undefined;
};

/**
 * Ends the going back of a run that was killed in it, before anything new is planned: the same way back, of the same clients,
 * from what the record says. What is back already is only proved.
 */
export async function finishGoingBack(baseline: Baseline, options: FinishOptions): Promise<RollResult> {
  const { ports, limits, roles, voters, maxParallel, state, mayGoBack, chosen } = options;
  const startedMs = ports.clock.now();
  const signal = AbortSignal.any([options.cancelled, options.lockLost]);
  const isWhole = chosen === undefined;
  const touched = [...baseline.owners.values()].filter(({ owner }) => owner !== sharedOwner);
  const owners = touched.filter(({ owner, before }) =>
    isWhole ? before?.neverProved !== true : chosen.includes(owner),
  );
  const shared = isWhole ? baseline.owners.get(sharedOwner) : undefined;
  const touches = new Map(touched.map((owner) => [owner.owner, inheritedTouch(owner, ports.store)]));
  const touchesOf = (client: string): Touches => touches.get(client) ?? new Map();
  const stay = touched
    .filter(({ owner, before }) => before?.neverProved === true && touchesOf(owner).size > 0)
    .map(({ owner }) => owner);
  const deadline: Deadline = { atMs: startedMs + limits.totalMs, of: 'going back', limitMs: limits.totalMs };
  const { members, isReady } = networkOf(touched, ports.store);
  ports.log.info(`Finishes the going back that was broken off: ${someOf(owners.map(({ owner }) => owner))}`);
  const way = await takeBack(
    owners.map((owner) => planBack(owner, touchesOf(owner.owner), true)),
    shared && planObjectsBack(shared, new Map(), true),
    {
      ...{ network: { members, roles: rolesWith(roles, owners), voters }, maxParallel, limits, deadline },
      ...{ signal, ports, isReady, state, mayGoBack, isWhole, stay, failureOf: () => undefined },
    },
  );
  const went = way.kind === 'went' ? way.went : undefined;
  const isStoppedBack = isStoppedOnWay(way, signal);
  const stories = owners.map(
    ({ owner: client, role }): Story => ({
      step: { client, role, action: 'update' },
      isChosen: true,
      back: went?.ends.get(client),
      isStoppedBack,
      notBack: whyNotBack(way, isStoppedBack),
      touched: touchesOf(client),
      isUnsure: true,
    }),
  );
  const isStopped = options.lockLost.aborted || isStoppedBack;
  const clients = stories.map(reportOf);
  const writes = sumOf([...clients, ...(went?.shared ?? [])]);
  const goingBackMs = ports.clock.now() - startedMs;
  const end = isStopped || way.kind === 'stopped' ? stoppedEnd(options) : outcomeOf(way);
  const result: RollResult = { ...end, clients, writes, isChanged: writes > 0, forwardMs: 0, goingBackMs };
  if (isStopped) return result;
  const others = touched.filter((owner) => !owners.includes(owner));
  return settleRun(
    result,
    stories,
    went === undefined || !isWhole ? 'wanted-and-rest' : sharedStandingAfter(went),
    new Map(
      others.map((owner) => [
        owner.owner,
        standsAsWanted(owner, ports.store) ? 'wanted-and-rest' : 'baseline-and-rest',
      ]),
    ),
    leftOver(baseline.owners.values()),
    state,
  );
}

/** The network that is gone back to, whatever is wanted now: without what the killed run created. */
function networkOf(
  touched: readonly TouchedOwner[],
  store: RollStore,
): Pick<Network, 'members'> & { readonly isReady: (client: string) => boolean } {
  const known = new Map(touched.map((owner) => [owner.owner, anyWorkloadOf(owner)]));
  const untouched = store.workloads().flatMap(({ kind, metadata }) => {
    const { [labels.client]: client, [labels.role]: role } = metadata.labels ?? {};
    if (client === undefined || role === undefined || known.has(client)) return [];
    return [{ client, role, workload: { kind, name: metadata.name } }];
  });
  const before = touched.filter(({ before }) => isGood(before)).map(({ owner: client, role }) => ({ client, role }));
  const workloads = new Map([
    ...untouched.map(({ client, workload }) => [client, workload] as const),
    ...[...known].map(([client, body]) => [client, body && workloadOf(body)] as const),
  ]);
  const isReady = (client: string): boolean => {
    const workload = workloads.get(client);
    return workload !== undefined && isServing(workload, store);
  };
  return { members: [...untouched, ...before], isReady };
}

/** A role that the environment has no more is the last one. */
function rolesWith(roles: readonly string[], owners: readonly TouchedOwner[]): readonly string[] {
  return [...new Set([...roles, ...owners.map(({ role }) => role)])];
}
