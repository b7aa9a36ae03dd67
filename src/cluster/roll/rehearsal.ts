import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import { inParallel } from '../api/parallel.ts';
import type { ClientFailure } from '../judge/client-failure.ts';
import type { RolloutStep, Wave } from './rollout-plan.ts';

/**
 * Asks the API server what it would say to every object that is about to be written, with strict validation and without
 * writing: half a release is worse than none.
 * @returns the clients it would refuse.
 */
export async function rehearse(cluster: Cluster, waves: readonly Wave[]): Promise<ReadonlyMap<string, ClientFailure>> {
  const steps = waves.flatMap(({ steps }) => steps).filter(({ action }) => action === 'create' || action === 'update');
  const refused = await inParallel(steps, 8, async (step) => ({
    client: step.client,
    failure: await rehearseClient(cluster, step),
  }));
  return new Map(refused.flatMap(({ client, failure }) => (failure === undefined ? [] : [[client, failure] as const])));
}

async function rehearseClient(cluster: Cluster, { wanted }: RolloutStep): Promise<ClientFailure | undefined> {
  for (const object of [wanted.workload, ...wanted.beside, ...wanted.immutable]) {
    try {
      await cluster.apply(object, { dryRun: true });
    } catch (error) {
      if (error instanceof ApiRefusal) return refusal(error);
      throw error;
    }
  }
  return undefined;
}

/** A write that the API server would not, or did not, take. */
export function refusal({ message }: ApiRefusal): ClientFailure {
  return {
    cause: 'refused',
    reason: 'refused by the API server',
    message,
    events: [],
    logs: { current: [], previous: [] },
  };
}
