import type { LiveObject } from './kubernetes-object.ts';

/** A workload of either kind; `kind` tells them apart (the namespace store sets it: items of a list don't carry it). */
export type LiveWorkload =
  | (LiveStatefulSet & { readonly kind: 'StatefulSet' })
  | (LiveDeployment & { readonly kind: 'Deployment' });

/** The parts of a live StatefulSet that we read. */
export interface LiveStatefulSet extends LiveObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly serviceName?: string;
    readonly selector?: LabelSelector;
    readonly minReadySeconds?: number;
    readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
    readonly revisionHistoryLimit?: number;
    readonly ordinals?: { readonly start?: number };
    readonly updateStrategy?: {
      readonly type?: 'RollingUpdate' | 'OnDelete';
      readonly rollingUpdate?: { readonly partition?: number; readonly maxUnavailable?: number | string };
    };
    readonly template?: LivePodTemplate;
    readonly volumeClaimTemplates?: readonly LiveObject[];
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly currentReplicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly collisionCount?: number;
    readonly conditions?: readonly Condition[];
  };
}

/** The parts of a live Deployment that we read. */
export interface LiveDeployment extends LiveObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: LabelSelector;
    readonly minReadySeconds?: number;
    readonly paused?: boolean;
    readonly progressDeadlineSeconds?: number;
    readonly revisionHistoryLimit?: number;
    readonly strategy?: {
      readonly type?: 'RollingUpdate' | 'Recreate';
      readonly rollingUpdate?: { readonly maxUnavailable?: number | string; readonly maxSurge?: number | string };
    };
    readonly template?: LivePodTemplate;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly unavailableReplicas?: number;
    readonly terminatingReplicas?: number;
    readonly collisionCount?: number;
    readonly conditions?: readonly Condition[];
  };
}

/** One revision of a Deployment: annotation `deployment.kubernetes.io/revision`, label `pod-template-hash`. */
export interface LiveReplicaSet extends LiveObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly template?: LivePodTemplate;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly fullyLabeledReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

export interface LabelSelector {
  readonly matchLabels?: { readonly [label: string]: string };
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
  readonly lastUpdateTime?: string | null;
}

export interface LivePodTemplate {
  readonly metadata?: {
    readonly labels?: { readonly [label: string]: string };
    readonly annotations?: { readonly [annotation: string]: string };
  };
  readonly spec?: LivePodSpec;
}

/** Of a template, or of a pod. Everything else of it is there too, unread. */
export interface LivePodSpec {
  readonly nodeName?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly volumes?: readonly LiveVolume[];
  readonly containers?: readonly LiveContainer[];
  readonly initContainers?: readonly LiveContainer[];
}

export interface LiveContainer {
  readonly name: string;
  readonly image?: string;
  /** `Always` on an init container makes it a sidecar, which never ends. */
  readonly restartPolicy?: string;
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly readinessProbe?: LiveProbe;
  readonly livenessProbe?: LiveProbe;
  readonly startupProbe?: LiveProbe;
}

export interface LiveProbe {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
}

export interface LiveVolume {
  readonly name: string;
  readonly secret?: { readonly secretName?: string };
  readonly configMap?: { readonly name?: string };
  readonly persistentVolumeClaim?: { readonly claimName?: string };
}

export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string | null };
  readonly terminated?: {
    readonly reason?: string;
    readonly message?: string;
    readonly exitCode?: number;
    readonly signal?: number;
    readonly startedAt?: string | null;
    readonly finishedAt?: string | null;
  };
}

export interface ContainerStatus {
  readonly name: string;
  readonly restartCount?: number;
  readonly ready?: boolean;
  readonly started?: boolean | null;
  readonly image?: string;
  readonly imageID?: string;
  readonly containerID?: string;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

export interface LivePod extends LiveObject {
  readonly spec?: LivePodSpec;
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly nominatedNodeName?: string;
    readonly startTime?: string | null;
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  };
}

export interface LiveEvent extends LiveObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string | null } | null;
  readonly source?: { readonly component?: string; readonly host?: string };
  /** The older API's events leave it empty and name `source.component`. */
  readonly reportingComponent?: string;
  readonly involvedObject?: {
    readonly uid?: string;
    readonly kind?: string;
    readonly name?: string;
    /** `spec.containers{NAME}` where it is about one container. */
    readonly fieldPath?: string;
  };
}

/** When the server last saw it happen, in its own time; undefined when it doesn't say. */
export function eventTime(event: LiveEvent): number | undefined {
  const { series, lastTimestamp, metadata } = event;
  const text = series?.lastObservedTime ?? lastTimestamp ?? event.eventTime ?? metadata.creationTimestamp;
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
