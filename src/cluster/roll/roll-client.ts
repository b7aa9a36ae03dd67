import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import { createPatience } from '../api/patience.ts';
import { type ClientFailure, explainFailure } from '../judge/client-failure.ts';
import { type LiveObject, objectPath } from '../kubernetes-object.ts';
import { type LiveStatefulSet, restartsOf } from '../live-workload.ts';
import { type ProofPorts, proveClient } from './prove-client.ts';
import { refusal } from './rehearsal.ts';
import type { RolloutStep } from './rollout-plan.ts';

/** What became of one client. */
export interface ClientOutcome {
  readonly client: string;
  readonly role: string;
  /** `not-started`: a wave before its own failed. */
  readonly outcome: 'unchanged' | 'deployed' | 'failed-halted' | 'not-started';
  readonly revision?: string | undefined;
  readonly pod?: string | undefined;
  /** Restarts of the containers of its pods when the plan was made. */
  readonly restartsBefore: number;
  /** Restarts of the containers of its pod now (of a new pod: its own). */
  readonly restartsAfter: number;
  /** Requests that wrote something for it. */
  readonly writes: number;
  readonly failure?: ClientFailure | undefined;
}

/** The outcome of a step that nothing was done for. */
export function untouched(step: RolloutStep, outcome: 'unchanged' | 'not-started'): ClientOutcome {
  const { client, role, podsBefore, proof } = step;
  const restarts = podsBefore.reduce((sum, pod) => sum + restartsOf(pod), 0);
  return { client, role, outcome, ...proof, restartsBefore: restarts, restartsAfter: restarts, writes: 0 };
}

/** Writes what one client needs and waits until its new pod is proved, or can't be. */
export async function rollClient(step: RolloutStep, ports: ProofPorts): Promise<ClientOutcome> {
  const { cluster, namespace } = ports;
  const before = untouched(step, 'not-started');
  const patience = createPatience();
  const count = { writes: 0 };

  let applied: LiveStatefulSet;
  try {
    applied = await writeObjects(step, cluster, namespace, count);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return { ...before, outcome: 'failed-halted', failure: refusal(error), writes: count.writes };
  }
  const { pod, revision, sign, removed } = await proveClient(step, applied, patience, ports);
  const after = {
    ...before,
    pod: pod?.metadata.name,
    revision,
    restartsAfter: restartsOf(pod),
    writes: count.writes + removed,
  };
  if (sign === undefined) return { ...after, outcome: 'deployed' };
  return { ...after, outcome: 'failed-halted', failure: await explainFailure(cluster, namespace, sign, pod) };
}

/** What the workload mounts is there before the workload; a peer's name resolves before the peer starts. */
async function writeObjects(
  step: RolloutStep,
  cluster: Cluster,
  namespace: string,
  count: { writes: number },
): Promise<LiveStatefulSet> {
  const { client, wanted, action } = step;
  if (!wanted.isCompared) throw new Error(`${client}: its secret objects were not named by their content`);
  if (action === 'prove') {
    const live = await cluster.get<LiveStatefulSet>(objectPath('StatefulSet', namespace, client));
    if (live === undefined) throw new ApiRefusal(`The StatefulSet ${client} was deleted meanwhile`, 404, 'NotFound');
    return live;
  }
  const apply = <T extends LiveObject>(object: Parameters<Cluster['apply']>[0]): Promise<T> => {
    count.writes++;
    return cluster.apply<T>(object);
  };
  await Promise.all(wanted.immutable.map((object) => apply(object)));
  for (const object of wanted.beside) await apply(object);
  return apply<LiveStatefulSet>(wanted.workload);
}
