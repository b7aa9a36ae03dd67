import { type Network, restartLimitOf } from './restart-limits.ts';
import { isChange, type RollStep } from './roll-step.ts';

/** The clients that are rolled together. A wave starts when the one before it is proved. */
export interface Wave<S> {
  /** The role, or `canary` */
  readonly name: string;
  readonly steps: readonly S[];
}

type Planned = Pick<RollStep, 'client' | 'role' | 'action'>;

/**
 * Roles in order, the first being the bootstraps; of what is to be changed after those, one client goes alone before all
 * others. Pure, and the same for the same input: within a role the order is that of `steps`.
 *
 * What is not written stays in its role's first wave: a client that was left broken is found before more is changed.
 * @param isReady says which clients serve now. It matters for the choice of the canary only: where so many of a role are
 * down that none of its running clients may restart, the canary is one of those that are down (it may always be mended);
 * else it would wait for clients of a later wave.
 */
export function planWaves<S extends Planned>(
  steps: readonly S[],
  network: Network,
  isReady: (client: string) => boolean,
): readonly Wave<S>[] {
  const { roles } = network;
  const lost = steps.find(({ role }) => !roles.includes(role));
  if (lost !== undefined) throw new RangeError(`${lost.client} has the role ${lost.role}, which is in no wave`);
  const ofRole = (role: string | undefined): readonly S[] => steps.filter((step) => step.role === role);
  const [bootstraps, ...others] = roles;
  const later = others.flatMap(ofRole).filter(isChange);
  const canary = later.length > 1 ? canaryOf(later, network, isReady) : undefined;
  const waves = [{ name: bootstraps ?? '', steps: ofRole(bootstraps) }];
  for (const role of others) {
    const all = ofRole(role);
    if (canary === undefined || canary.role !== role) waves.push({ name: role, steps: all });
    else {
      waves.push({ name: 'canary', steps: [...all.filter((step) => !isChange(step)), canary] });
      waves.push({ name: role, steps: all.filter((step) => isChange(step) && step !== canary) });
    }
  }
  return waves.filter((wave) => wave.steps.length > 0);
}

/** The first that is to be changed; of its role one that is down, where none that serves may restart. */
function canaryOf<S extends Planned>(
  later: readonly S[],
  network: Network,
  isReady: (client: string) => boolean,
): S | undefined {
  const first = later[0];
  if (first === undefined || !isReady(first.client)) return first;
  const down = network.members.filter(({ client, role }) => role === first.role && !isReady(client)).length;
  if (down < restartLimitOf(first.role, network)) return first;
  return later.find(({ client, role }) => role === first.role && !isReady(client)) ?? first;
}
