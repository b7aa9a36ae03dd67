import type { JsonObject, LiveObject } from './kubernetes-object.ts';

/** The parts of a live StatefulSet that we read. */
export interface LiveStatefulSet extends LiveObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: {
      readonly spec?: {
        readonly volumes?: readonly LiveVolume[];
        readonly containers?: readonly { readonly name: string; readonly image?: string }[];
      };
    };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly updateRevision?: string;
    readonly currentRevision?: string;
  };
}

export interface LiveVolume {
  readonly name: string;
  readonly secret?: { readonly secretName?: string };
  readonly configMap?: { readonly name?: string };
}

export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: JsonObject;
  readonly terminated?: {
    readonly reason?: string;
    readonly message?: string;
    readonly exitCode?: number;
    readonly signal?: number;
  };
}

export interface ContainerStatus {
  readonly name: string;
  readonly restartCount?: number;
  readonly ready?: boolean;
  readonly imageID?: string;
  readonly containerID?: string;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

export interface LivePod extends LiveObject {
  readonly spec?: { readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

export interface LiveEvent extends LiveObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly involvedObject?: { readonly uid?: string; readonly kind?: string; readonly name?: string };
}

/** When the server last saw it happen, in its own time; undefined when it doesn't say. */
export function eventTime(event: LiveEvent): number | undefined {
  const text = event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp;
  const time = text === undefined || text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** True when the pod serves and isn't on its way out. */
export function isPodReady(pod: LivePod): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  return (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** Restarts of all containers of a pod, init containers not counted: those run again whenever the pod does. */
export function restartsOf(pod: LivePod | undefined): number {
  return (pod?.status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
}
