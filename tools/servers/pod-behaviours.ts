/** Chooses what a simulated pod does, as its annotation: one of {@link podBehaviours}. Without it a pod is ready at once. */
export const BEHAVIOUR_ANNOTATION = 'keep-deploy.test/behaviour';
/** Where a simulated pod is in its behaviour: set by the stages themselves. */
export const STEP_ANNOTATION = 'keep-deploy.test/step';
/** A `slow` pod is ready at some moment between these two, Go durations since it was bound to its node; 1s and 3s when absent. */
export const READY_ANNOTATIONS = {
  from: 'keep-deploy.test/ready-from',
  until: 'keep-deploy.test/ready-until',
} as const;

export interface Exited {
  readonly exitCode: number;
  readonly reason: string;
}

/** What a container's status says. Messages are Go template expressions over `$item` (the container) and `$root` (the pod). */
export type Look = 'ready' | 'running' | 'cut off' | { readonly waiting: string; readonly message?: string } | Exited;

export interface BehaviourStep {
  /** Since the step before, or since the pod was bound to its node. */
  readonly after: number | 'from annotations' | 'one second more with each restart';
  readonly container: Look;
  /** How the run before this one ended. */
  readonly before?: Exited;
  readonly isRestart?: boolean;
  /** Running when absent. */
  readonly phase?: 'Pending' | 'Failed';
  /** Of the pod, when it failed as a whole. */
  readonly reason?: string;
  /** Of the init containers; completed when absent. */
  readonly init?: Look;
  readonly initBefore?: Exited;
  readonly events?: readonly PodEvent[];
  /** The index of the step that follows, when it isn't the next one. */
  readonly goTo?: number;
}

export interface PodEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

const warning = (reason: string, message: string): PodEvent => ({ type: 'Warning', reason, message });
const crashed: Exited = { exitCode: 1, reason: 'Error' };
const backOff: Look = {
  waiting: 'CrashLoopBackOff',
  message:
    'printf "back-off 10s restarting failed container=%s pod=%s_%s(%s)" $item.name $root.metadata.name $root.metadata.namespace $root.metadata.uid',
};
const backOffEvent = warning('BackOff', 'Back-off restarting failed container');

/** Restarted at once the first time, then after ever longer pauses, as a kubelet does. */
function crashing(end: Exited): readonly BehaviourStep[] {
  return [
    { after: 200, container: end },
    { after: 300, container: end, before: end, isRestart: true },
    { after: 200, container: backOff, before: end, events: [backOffEvent] },
    { after: 'one second more with each restart', container: end, before: end, isRestart: true, goTo: 2 },
  ];
}

/** A try at an image, and the pause after it. Since Kubernetes 1.32 the pause repeats what was wrong. */
function pulling(code: string, text: string): readonly BehaviourStep[] {
  const wrong = `rpc error: code = ${code} desc = failed to pull and unpack image %q: failed to resolve reference %q: ${text}`;
  const message = `printf ${JSON.stringify(wrong)} $item.image $item.image`;
  const again = `printf ${JSON.stringify(`Back-off pulling image %q: ErrImagePull: ${wrong}`)} $item.image $item.image $item.image`;
  const failed = warning('Failed', `Failed to pull image: rpc error: code = ${code} desc = ${text}`);
  return [
    {
      after: 300,
      phase: 'Pending',
      container: { waiting: 'ErrImagePull', message },
      events: [failed, warning('Failed', 'Error: ErrImagePull')],
    },
    {
      after: 700,
      phase: 'Pending',
      container: { waiting: 'ImagePullBackOff', message: again },
      events: [
        { type: 'Normal', reason: 'BackOff', message: 'Back-off pulling image' },
        warning('Failed', 'Error: ImagePullBackOff'),
      ],
    },
  ];
}

function notConfigured(message: string): BehaviourStep {
  return {
    after: 300,
    phase: 'Pending',
    container: { waiting: 'CreateContainerConfigError', message: `print ${JSON.stringify(message)}` },
    events: [warning('Failed', `Error: ${message}`)],
  };
}

const missing = pulling('NotFound', 'not found');
const timedOut = pulling('DeadlineExceeded', 'failed to do request: dial tcp: i/o timeout');
const outOfMemory: Exited = { exitCode: 137, reason: 'OOMKilled' };
const unhealthy = warning('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503');

/** Each row of the failure table that a kubelet would write, in a kubelet's words. */
export const podBehaviours = {
  slow: [{ after: 'from annotations', container: 'ready' }],
  'image-missing': [...missing, ...missing.map((step) => ({ ...step, after: 2_000 }))].map(repeatLast(2)),
  /** There at the third try. */
  'image-flaky': [...timedOut, ...timedOut, { after: 1_000, container: 'ready' }],
  'crash-loops': crashing(crashed),
  /** Ready for five seconds each time. */
  'crash-late': [
    { after: 300, container: 'ready' },
    { after: 5_000, container: crashed },
    { after: 300, container: backOff, before: crashed, events: [backOffEvent] },
    { after: 1_000, container: 'ready', before: crashed, isRestart: true, goTo: 1 },
  ],
  'one-restart': [
    { after: 300, container: crashed },
    { after: 500, container: 'ready', before: crashed, isRestart: true },
  ],
  'out-of-memory': crashing(outOfMemory),
  'configuration-error': [notConfigured('secret "passphrases" not found')],
  /** The kubelet's cache comes late: nothing is wrong. */
  'configuration-late': [
    notConfigured('failed to sync secret cache: timed out waiting for the condition'),
    { after: 2_000, container: 'ready' },
  ],
  'init-crash': crashing(crashed).map(inInitContainers),
  'never-ready': [
    { after: 300, container: 'running' },
    // Two that follow each other, since only a change of the pod leads to the next step.
    { after: 1_000, container: 'running', events: [unhealthy] },
    { after: 5_000, container: 'running', events: [unhealthy], goTo: 1 },
  ],
  /** Ready, and gone only when somebody removes it by force. */
  'stuck-terminating': [{ after: 0, container: 'ready' }],
  /** What the node controller writes when a kubelet is silent: the containers are as they were last seen. Gone only by force. */
  'on-lost-node': [{ after: 0, container: 'cut off', events: [warning('NodeNotReady', 'Node is not ready')] }],
  evicted: [
    {
      after: 300,
      phase: 'Failed',
      reason: 'Evicted',
      container: { exitCode: 137, reason: 'Error' },
      events: [warning('Evicted', 'The node was low on resource: memory.')],
    },
  ],
} as const satisfies Record<string, readonly BehaviourStep[]>;

export type PodBehaviour = keyof typeof podBehaviours;

function inInitContainers({ container, before, ...step }: BehaviourStep): BehaviourStep {
  const main: Look = { waiting: 'PodInitializing' };
  return { ...step, phase: 'Pending', init: container, ...(before && { initBefore: before }), container: main };
}

function repeatLast(count: number) {
  return (step: BehaviourStep, index: number, steps: readonly BehaviourStep[]): BehaviourStep =>
    index === steps.length - 1 ? { ...step, goTo: steps.length - count } : step;
}
