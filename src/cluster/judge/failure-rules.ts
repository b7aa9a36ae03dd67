/**
 * Why a client fails: every row of the failure table, in the order of gravity (of two signs whose grace is over, the upper
 * one is told). The grace is how long a sign must stand before it is a verdict; `deadline`: it may still pass, only a
 * deadline makes it one. Figures: facts on Kubernetes roll-outs, the failure table.
 */
export const failureRules = {
  superseded: {
    cause: 'superseded',
    signal: 'the workload was deleted, made anew or changed by another manager while it was rolled',
    graceMs: 0,
    advice: 'It was left as that manager wants it. Agree on who owns the workload, then release again.',
  },
  paused: {
    cause: 'paused',
    signal: 'a Deployment is paused (spec.paused)',
    graceMs: 0,
    advice: 'Resume it (kubectl rollout resume), or take spec.paused out of the manifest, then release again.',
  },
  'out-of-memory': {
    cause: 'crash',
    signal: 'a container was killed for using too much memory (OOMKilled), more often than allowed',
    graceMs: 0,
    advice: "Raise the container's memory limit, or find what needs more memory than before.",
  },
  'init-crash': {
    cause: 'init',
    signal: 'an init container ends with an error (CrashLoopBackOff or an exit code), more often than allowed',
    graceMs: 0,
    advice: 'The client itself never started: look at the lines of the init container.',
  },
  crash: {
    cause: 'crash',
    signal: 'a container ends (CrashLoopBackOff or an exit code other than 0), more often than allowed',
    graceMs: 0,
    advice: 'Look at its last lines; when another configuration or image is needed, release that.',
  },
  'image-missing': {
    cause: 'image',
    signal: 'the registry has no such image, or none for this platform; or the reference is no valid one',
    graceMs: 0,
    advice: 'Push the image, or correct the reference or the platform; then release again.',
  },
  'image-refused': {
    cause: 'image',
    signal: "the registry refuses the node's credentials",
    graceMs: 30_000,
    advice: "Check imagePullSecrets, and that the nodes' credentials may read this repository.",
  },
  'image-unavailable': {
    cause: 'image',
    signal: 'the image could not be pulled for another reason (time-out, too many requests, TLS, server error)',
    graceMs: 120_000,
    advice: 'Check that the nodes reach the registry; when they do again, release again.',
  },
  configuration: {
    cause: 'configuration',
    signal: 'CreateContainerConfigError',
    graceMs: 20_000,
    advice: 'Create the Secret, ConfigMap or key that the container names, or correct the name.',
  },
  'configuration-unsynced': {
    cause: 'configuration',
    signal: 'CreateContainerConfigError: failed to sync … cache',
    graceMs: 60_000,
    advice: "The node couldn't read a Secret or ConfigMap in time: check that it exists and that the node is well.",
  },
  'start-refused': {
    cause: 'start',
    signal: 'CreateContainerError, RunContainerError, ContainerCannotRun or a failed hook',
    graceMs: 20_000,
    advice: 'Check command, arguments, mounts and security context against what the image has.',
  },
  'start-failed': {
    cause: 'start',
    signal: 'the runtime could not start the container (exit code 128)',
    graceMs: 60_000,
    advice: 'Check that the command exists in the image and may be executed; if so, look at the node.',
  },
  'pod-failed': {
    cause: 'pod',
    signal: 'a pod is in phase Failed and was not evicted, pre-empted or lost with its node',
    graceMs: 0,
    advice: 'Look at the reason that the node gave, and at the warnings.',
  },
  'not-created': {
    cause: 'not-created',
    signal: 'pods are refused by a quota, a LimitRange or an admission rule (FailedCreate)',
    graceMs: 15_000,
    advice: 'Raise the quota, or change the pod so that the rule that is named admits it.',
  },
  'not-created-yet': {
    cause: 'not-created',
    signal: 'pods could not be created for another reason (a webhook or the API server failed, the controller may not)',
    graceMs: 120_000,
    advice: 'Look after what the message names (a webhook, the API server), then release again.',
  },
  'progress-deadline': {
    cause: 'progress-deadline',
    signal: "the Deployment's own deadline passed (ProgressDeadlineExceeded) for what was applied",
    graceMs: 0,
    advice: 'Look at its pods and warnings; if it only needs longer, raise progressDeadlineSeconds.',
  },
  'claim-lost': {
    cause: 'volume',
    signal: 'a PersistentVolumeClaim of the pod is Lost',
    graceMs: 0,
    advice: 'Its volume is gone: restore it, or decide to begin with an empty one (the data of the client is in it).',
  },
  volume: {
    cause: 'volume',
    signal: 'FailedMount, FailedAttachVolume, or a PersistentVolumeClaim stays Pending (not WaitForFirstConsumer)',
    graceMs: 120_000,
    advice: 'Check that what is mounted exists, the storage class, and that no other node still holds the volume.',
  },
  'no-scale-up': {
    cause: 'unschedulable',
    signal: 'no node takes the pod, and the autoscaler adds none (NotTriggerScaleUp)',
    graceMs: 30_000,
    advice: 'Add room to the cluster, or change what the pod asks for (resources, node selector, tolerations).',
  },
  unschedulable: {
    cause: 'unschedulable',
    signal: 'no node takes the pod (Unschedulable)',
    graceMs: 60_000,
    advice: 'Add room to the cluster, or change what the pod asks for (resources, node selector, tolerations).',
  },
  'scaling-up': {
    cause: 'unschedulable',
    signal: 'no node takes the pod although the autoscaler adds one (TriggeredScaleUp)',
    graceMs: 300_000,
    advice: 'Look at the node that was to come (cloud quota, node pool); it may only need longer.',
  },
  'node-lost': {
    cause: 'node-lost',
    signal: "the pod's node is not ready, or lost",
    graceMs: 'deadline',
    advice: 'Bring the node back or remove it from the cluster, so that the pod can move; then release again.',
  },
  'stuck-terminating': {
    cause: 'stuck-terminating',
    signal: 'a pod is still there 60 s after its grace period',
    graceMs: 'deadline',
    advice: 'See to the finalizers or the node that are named: its successor can start only when it is gone.',
  },
  displaced: {
    cause: 'displaced',
    signal: 'the pod was evicted or pre-empted, and its replacement is not there yet',
    graceMs: 'deadline',
    advice: 'Look at what the nodes are short of; give the client a priority or requests that keep its place.',
  },
  'never-ready': {
    cause: 'not-ready',
    signal: 'the pod runs, but does not become ready',
    graceMs: 'deadline',
    advice: 'Look at what the readiness probe answers; if it only needs longer, raise the deadline.',
  },
  'nothing-seen': {
    cause: 'not-ready',
    signal: 'nothing was seen to be wrong, and it was not ready in time',
    graceMs: 'deadline',
    advice: 'Look at the workload (kubectl describe); if it only needs longer, raise the deadline.',
  },
} as const satisfies Record<string, FailureRule>;

export interface FailureRule {
  readonly cause: string;
  /** What is seen, for the documentation. */
  readonly signal: string;
  readonly graceMs: number | 'deadline';
  /** What to do next, in one line. */
  readonly advice: string;
}

export type RuleName = keyof typeof failureRules;
/** Coarser than a rule: signs of one cause are timed together, however their text changes. */
export type Cause = (typeof failureRules)[RuleName]['cause'];

const order = Object.keys(failureRules) as readonly RuleName[];

/** How grave a rule is: lower is graver. */
export function gravityOf(rule: RuleName): number {
  return order.indexOf(rule);
}
