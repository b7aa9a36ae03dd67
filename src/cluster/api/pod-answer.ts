import { RemoteError } from '../../report/index.ts';
import { objectPath } from '../kubernetes-object.ts';
import type { LivePod } from '../live-workload.ts';
import { ApiRefusal, type Cluster } from './cluster-port.ts';

/** What a client's own port says, if there is a way to hear it. */
export type PodReply =
  | { readonly kind: 'answered'; readonly text: string }
  /** It may answer later. */
  | { readonly kind: 'no-answer'; readonly why: string }
  /** Nobody could tell from here, however long one waits. */
  | { readonly kind: 'not-possible'; readonly why: string };

export interface ClientQuestion {
  readonly namespace: string;
  readonly client: string;
  /** The client's pod; absent: the first of a StatefulSet of the client's name. */
  readonly pod?: string | undefined;
  readonly port: number;
  readonly path: string;
  readonly timeoutMs: number;
}

/**
 * A GET to a client's pod through the API server's pod proxy; by port-forward where that is refused or leads nowhere
 * (simulated nodes have no network, but may forward).
 */
export async function askClient(cluster: Cluster, question: ClientQuestion): Promise<PodReply> {
  const { namespace, client, pod = `${client}-0`, port, path, timeoutMs } = question;
  const refusals: ApiRefusal[] = [];
  const reasons: string[] = [];
  for (const via of ['proxy', 'port-forward'] as const) {
    try {
      const { status, body } = await cluster.ask(namespace, pod, { port, path, timeoutMs, via });
      if (status === 200) return { kind: 'answered', text: body };
      reasons.push(`${via} answered ${status}`);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (error instanceof ApiRefusal && error.status === 403) refusals.push(error);
      reasons.push(error.message);
    }
  }
  if (refusals.length === 2) {
    return { kind: 'not-possible', why: `neither pods/proxy nor pods/portforward is allowed: ${reasons.join('; ')}` };
  }
  const live = await cluster.get<LivePod>(objectPath('Pod', namespace, pod));
  if (live !== undefined && isSimulated(live)) {
    return { kind: 'not-possible', why: 'the pod is on a simulated node: no process runs in it' };
  }
  return { kind: 'no-answer', why: reasons.join('; ') };
}

/** A real node names the container it runs, `containerd://…`; a simulated one none, or one that says so. */
function isSimulated({ status }: LivePod): boolean {
  const running = (status?.containerStatuses ?? []).filter(({ state }) => state?.running !== undefined);
  return running.length > 0 && running.every(({ containerID = '' }) => /^(?:simulated:.*)?$/.test(containerID));
}
