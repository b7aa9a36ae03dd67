import { type Network, restartLimitOf } from './restart-limits.ts';

/** A client as a schedule sees it. */
export interface Scheduled {
  readonly client: string;
  readonly role: string;
  /** False for what takes no running client away: a creation, a proof without a write, a removal. */
  readonly isRestart: boolean;
}

/** Which clients may start now: a state machine without clock or effects. */
export interface Schedule<C extends Scheduled> {
  /** All that may start now, in order; from here on they are under way. */
  start(isReady: (client: string) => boolean): readonly C[];
  /** Its slot is free. */
  end(client: string): void;
  /** True when every client of the present wave came to an end. */
  isWaveOver(): boolean;
  /** Goes on to the next wave. @returns false when there is none */
  nextWave(): boolean;
  /** How many of the present wave have not started. */
  readonly leftInWave: number;
  /** Those that never started, in order. */
  readonly left: readonly C[];
}

interface Rules extends Network {
  /** How many may be under way at once. */
  readonly maxParallel: number;
}

export function createSchedule<C extends Scheduled>(waves: readonly (readonly C[])[], rules: Rules): Schedule<C> {
  const queues = waves.map((wave) => [...wave]);
  const underWay = new Map<string, C>();
  const membersOf = Map.groupBy(rules.members, ({ role }) => role);
  const limits = new Map(rules.roles.map((role) => [role, restartLimitOf(role, rules)]));
  let present = 0;

  /** Those that don't serve now, and those that we are about to take away. */
  const downOf = (role: string, isReady: (client: string) => boolean): number =>
    (membersOf.get(role) ?? []).filter(({ client }) => underWay.get(client)?.isRestart === true || !isReady(client))
      .length;
  const mayStart = ({ client, role, isRestart }: C, isReady: (client: string) => boolean): boolean => {
    const limit = limits.get(role) ?? Number.POSITIVE_INFINITY;
    // A client that is itself down takes nothing away from the network: it may always be mended.
    if (!isRestart || limit === Number.POSITIVE_INFINITY || !isReady(client)) return true;
    return downOf(role, isReady) < limit;
  };

  return {
    start: (isReady) => {
      const queue = queues[present] ?? [];
      const started: C[] = [];
      for (let at = 0; at < queue.length && underWay.size < rules.maxParallel; ) {
        const next = queue[at];
        if (next === undefined || !mayStart(next, isReady)) at++;
        else {
          queue.splice(at, 1);
          underWay.set(next.client, next);
          started.push(next);
        }
      }
      return started;
    },
    end: (client) => void underWay.delete(client),
    isWaveOver: () => underWay.size === 0 && (queues[present] ?? []).length === 0,
    nextWave: () => ++present < queues.length,
    get leftInWave() {
      return (queues[present] ?? []).length;
    },
    get left() {
      return queues.flat();
    },
  };
}
