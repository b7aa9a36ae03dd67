import type { Sight } from '../../../../src/cluster/judge/sight.ts';
import type {
  Condition,
  ContainerStatus,
  LiveDeployment,
  LiveEvent,
  LivePod,
  LiveReplicaSet,
  LiveStatefulSet,
  LiveWorkload,
} from '../../../../src/cluster/live-workload.ts';

/** What a test judges: one client of three moments, before our write (`old`), as written (`new`), and now. */
export const written = { uid: 'workload', generation: 2, content: 'sha256:new', writtenAt: '2026-11-21T12:00:00Z' };
export const serverTime = (seconds: number) =>
  new Date(Date.parse(written.writtenAt) + seconds * 1000).toISOString().replace('.000', '');

const metadata = {
  name: 'keep-client-0',
  uid: written.uid,
  generation: written.generation,
  annotations: { 'keep-deploy/content': written.content },
  managedFields: [
    {
      manager: 'keep-deploy',
      operation: 'Apply',
      time: written.writtenAt,
      fieldsV1: { 'f:spec': { 'f:replicas': {}, 'f:template': {} } },
    },
  ],
};

export function statefulSet(
  spec: LiveStatefulSet['spec'] = {},
  status: LiveStatefulSet['status'] = {},
  meta: Partial<LiveStatefulSet['metadata']> = {},
): LiveWorkload {
  return {
    kind: 'StatefulSet',
    metadata: { ...metadata, ...meta },
    spec: { replicas: 1, ...spec },
    status: { observedGeneration: 2, currentRevision: 'old', updateRevision: 'new', ...status },
  };
}

export function deployment(
  spec: LiveDeployment['spec'] = {},
  status: LiveDeployment['status'] = {},
  meta: Partial<LiveDeployment['metadata']> = {},
): LiveWorkload {
  const annotations = { ...metadata.annotations, 'deployment.kubernetes.io/revision': '2' };
  return {
    kind: 'Deployment',
    metadata: { ...metadata, annotations, ...meta },
    spec: { replicas: 1, ...spec },
    status: { observedGeneration: 2, ...status },
  };
}

export const availableStatus = {
  replicas: 1,
  updatedReplicas: 1,
  availableReplicas: 1,
  conditions: [{ type: 'Available', status: 'True' }],
};

export function replicaSet(name: 'old' | 'new', spec: LiveReplicaSet['spec'] = { replicas: 1 }): LiveReplicaSet {
  const annotations = { 'deployment.kubernetes.io/revision': name === 'new' ? '2' : '1' };
  return {
    metadata: {
      ...{ name: `keep-client-0-${name}`, uid: `rs-${name}`, annotations, labels: { 'pod-template-hash': name } },
      ownerReferences: [{ uid: written.uid, kind: 'Deployment' }],
    },
    spec,
  };
}

interface PodParts {
  readonly revision?: string;
  readonly ordinal?: number;
  readonly status?: LivePod['status'];
  readonly spec?: LivePod['spec'];
  readonly meta?: Partial<LivePod['metadata']>;
}

/** A pod of the StatefulSet; of the new revision and about to start, unless it is said otherwise. */
export function pod({ revision = 'new', ordinal = 0, status = {}, spec = {}, meta = {} }: PodParts = {}): LivePod {
  const name = `keep-client-0-${ordinal}`;
  return {
    metadata: {
      ...{ name, uid: `${name}-${revision}`, labels: { 'controller-revision-hash': revision } },
      ownerReferences: [{ uid: written.uid, kind: 'StatefulSet' }],
      ...meta,
    },
    spec: { nodeName: 'node-1', ...spec },
    status: { phase: 'Pending', ...status },
  };
}

/** A pod of one of the Deployment's ReplicaSets. */
export function deploymentPod(revision: 'old' | 'new', status: LivePod['status'], suffix = 'a'): LivePod {
  const name = `keep-client-0-${revision}-${suffix}`;
  const ownerReferences = [{ uid: `rs-${revision}`, kind: 'ReplicaSet' }];
  return { metadata: { name, uid: name, ownerReferences }, spec: {}, status: { phase: 'Pending', ...status } };
}

export const ready = (seconds = 5, more: Partial<ContainerStatus> = {}): LivePod['status'] => ({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: serverTime(seconds) }],
  containerStatuses: [
    { name: 'client', ready: true, restartCount: 0, state: { running: { startedAt: serverTime(seconds) } }, ...more },
  ],
});

export const unready = (
  container: Partial<ContainerStatus> = {},
  conditions: readonly Condition[] = [],
): LivePod['status'] => ({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }, ...conditions],
  containerStatuses: [{ name: 'client', ready: false, restartCount: 0, ...container }],
});

export const waiting = (reason: string, message = '', more: Partial<ContainerStatus> = {}): LivePod['status'] => ({
  ...unready({ state: { waiting: { reason, message } }, ...more }),
  phase: 'Pending',
});

export const ended = (exitCode: number, reason = 'Error') => ({ terminated: { exitCode, reason } });

export const unschedulable = (message = '0/1 nodes are available: 1 Insufficient cpu.'): LivePod['status'] => ({
  phase: 'Pending',
  conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
});

let events = 0;
/** @param seconds after our write, by the server's clock */
export function event(uid: string, reason: string, message: string, seconds = 1, type = 'Warning'): LiveEvent {
  events += 1;
  const about = { uid };
  return {
    metadata: { name: `e${events}` },
    type,
    reason,
    message,
    lastTimestamp: serverTime(seconds),
    involvedObject: about,
  };
}

export function sight(parts: Partial<Sight> = {}): Sight {
  return {
    workload: statefulSet(),
    applied: {
      ...{ uid: written.uid, generation: written.generation, content: written.content },
      ...{ writtenAtMs: Date.parse(written.writtenAt), replicas: 1, isWritten: true },
      books: metadata.managedFields,
    },
    ...{ pods: [], replicaSets: [], warnings: [], restartsBefore: new Map(), nowMs: 0 },
    ...parts,
  };
}
