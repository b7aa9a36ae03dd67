import type { ControlPlane } from '../../tools/servers/index.ts';

interface ContainerState {
  readonly [kind: string]: { readonly reason?: string; readonly message?: string; readonly exitCode?: number };
}

interface ContainerStatus {
  readonly state: ContainerState;
  readonly lastState?: ContainerState;
  readonly restartCount: number;
}

export interface SeenPod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
  };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export const podPath = (name: string) => `/api/v1/namespaces/default/pods/${name}`;

/** A pod with an init container and one container, which only ever exists in the API. */
export async function addPod(
  { ask }: Pick<ControlPlane, 'ask'>,
  name: string,
  more: { readonly annotations?: Readonly<Record<string, string>>; readonly spec?: object } = {},
): Promise<string> {
  const image = `registry.invalid/client@sha256:${'a'.repeat(64)}`;
  const metadata = { name, annotations: more.annotations ?? {} };
  const containers = [{ name: 'client', image }];
  const spec = { initContainers: [{ name: 'prepare', image }], containers, ...more.spec };
  const json = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
  const { status, body } = await ask('/api/v1/namespaces/default/pods', { method: 'POST', json });
  if (status !== 201) throw new Error(body);
  return (JSON.parse(body) as SeenPod).metadata.uid;
}

/** Until its controller has counted and admission has heard of it, a quota of no pods lets everything through. */
export async function isQuotaFull({ ask }: Pick<ControlPlane, 'ask'>, namespace: string): Promise<boolean> {
  const spec = { containers: [{ name: 'client', image: 'registry.invalid/client' }] };
  const json = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one-more' }, spec };
  const { body } = await ask(`/api/v1/namespaces/${namespace}/pods?dryRun=All`, { method: 'POST', json });
  return body.includes('exceeded quota');
}

export async function forceDelete({ ask }: Pick<ControlPlane, 'ask'>, name: string): Promise<void> {
  const json = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 };
  const { status, body } = await ask(podPath(name), { method: 'DELETE', json });
  if (status !== 200) throw new Error(body);
}

/** A pod's status in short; undefined before a kubelet has said anything. Init containers only while they are at it. */
export function lookOf({ status }: SeenPod): string | undefined {
  const [container] = status?.containerStatuses ?? [];
  if (container === undefined) return undefined;
  const isReady = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
  const init = (status?.initContainerStatuses ?? []).map(describe).filter((look) => look !== 'exit 0 Completed');
  const reason = status?.reason === undefined ? '' : ` ${status.reason}`;
  const before = init.map((look) => `init ${look}; `).join('');
  return `${status?.phase}${reason}${isReady ? ', ready' : ''}: ${before}${describe(container)}`;
}

function describe({ state, lastState, restartCount }: ContainerStatus): string {
  const [kind = 'nothing', detail] = Object.entries(state)[0] ?? [];
  const look = kind === 'terminated' ? `exit ${detail?.exitCode} ${detail?.reason}` : (detail?.reason ?? kind);
  const last = Object.values(lastState ?? {})[0];
  const restarts = restartCount > 0 ? `, restarted ${restartCount}` : '';
  return `${look}${restarts}${last === undefined ? '' : ` after exit ${last.exitCode}`}`;
}
