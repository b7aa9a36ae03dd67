import { isWorkloadKind, type WantedObject } from '../kubernetes-object.ts';
import type { TouchedOwner } from '../record/open-record.ts';
import { sharedOwner } from '../record/recorded-owner.ts';
import type { Deadline } from './deadlines.ts';
import { type Baseline, inheritedTouch, planBack, planObjectsBack, type Touches } from './go-back-plan.ts';
import { isServing, workloadOf } from './live-client.ts';
import type { Network } from './restart-limits.ts';
import { noTimeFor } from './roll-failure.ts';
import type { RollOptions } from './roll-options.ts';
import { sharedStandingAfter, stoppedEnd, sumOf } from './roll-outcome.ts';
import { reportOf, type Story } from './roll-report.ts';
import type { RollResult } from './roll-result.ts';
import { settleRun } from './settle-run.ts';
import { someOf } from './some-of.ts';
import { isBrokenOff, outcomeOf, takeBack } from './way-back.ts';

export type FinishOptions = Omit<RollOptions, 'policy' | 'checkWave'> & {
  /** Every client of the network that is gone back to, also those that need nothing. */
  readonly members: Network['members'];
};

/**
 * Ends the going back of a run that was killed in it, before anything new is planned: the same way back, from what the record
 * says. All of it goes back, whatever the killed run had chosen; what is back already is only proved.
 * @param baseline the open record's: `isInherited`
 */
export async function finishGoingBack(baseline: Baseline, options: FinishOptions): Promise<RollResult> {
  const { ports, limits, roles, voters, members, maxParallel, state, mayGoBack } = options;
  const startedMs = ports.clock.now();
  const signal = AbortSignal.any([options.cancelled, options.lockLost]);
  const owners = [...baseline.owners.values()].filter(({ owner }) => owner !== sharedOwner);
  const shared = baseline.owners.get(sharedOwner);
  const touches = new Map(owners.map((owner) => [owner.owner, inheritedTouch(owner, ports.store)]));
  const touchesOf = (client: string): Touches => touches.get(client) ?? new Map();
  const deadline: Deadline = { atMs: startedMs + limits.totalMs, of: 'going back', limitMs: limits.totalMs };
  const workloads = new Map(
    owners.flatMap((owner) => workloadsOf(owner).map((body) => [owner.owner, workloadOf(body)])),
  );
  const isReady = (client: string): boolean => {
    const workload = workloads.get(client);
    // Untouched, and so nothing of this: taken to be as it was.
    return workload === undefined || isServing(workload, ports.store);
  };
  ports.log.info(`Finishes the going back that was broken off: ${someOf(owners.map(({ owner }) => owner))}`);
  const way = await takeBack(
    owners.map((owner) => planBack(owner, touchesOf(owner.owner), true)),
    shared && planObjectsBack(shared, new Map(), true),
    {
      ...{ network: { members, roles: rolesWith(roles, owners), voters }, maxParallel, limits, deadline },
      ...{ signal, ports, isReady, state, mayGoBack },
    },
  );
  const went = way.refused === undefined ? way.went : undefined;
  const stories = owners.map(
    ({ owner: client, role }): Story => ({
      step: { client, role, action: 'update' },
      isChosen: true,
      back: went?.ends.get(client),
      notBack: noTimeFor(way.refused ?? 'there was no time left for going back'),
      touched: touchesOf(client),
      isInherited: true,
    }),
  );
  const isStopped = options.lockLost.aborted || (signal.aborted && went !== undefined && isBrokenOff(went));
  const clients = stories.map(reportOf);
  const writes = sumOf([...clients, ...(went?.shared ?? [])]);
  const goingBackMs = ports.clock.now() - startedMs;
  const end = isStopped ? stoppedEnd(options) : outcomeOf(way);
  const result: RollResult = { ...end, clients, writes, isChanged: writes > 0, forwardMs: 0, goingBackMs };
  if (isStopped) return result;
  return settleRun(result, stories, went === undefined ? 'wanted-and-rest' : sharedStandingAfter(went), state);
}

function workloadsOf({ before, attempted }: TouchedOwner): readonly WantedObject[] {
  return [...(attempted?.bodies ?? []), ...(before?.bodies ?? [])]
    .filter(({ kind }) => isWorkloadKind(kind))
    .slice(0, 1);
}

/** A role that the environment has no more is the last one. */
function rolesWith(roles: readonly string[], owners: readonly TouchedOwner[]): readonly string[] {
  return [...new Set([...roles, ...owners.map(({ role }) => role)])];
}
