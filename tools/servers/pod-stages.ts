import {
  BEHAVIOUR_ANNOTATION,
  type BehaviourStep,
  type Exited,
  type Look,
  podBehaviours,
  READY_ANNOTATIONS,
  STEP_ANNOTATION,
} from './pod-behaviours.ts';

/** kwok's stages for pods, as JSON documents (which are YAML). https://kwok.sigs.k8s.io/docs/user/stages-configuration */
export function podStages(): readonly string[] {
  const behaving = Object.entries(podBehaviours).flatMap(([behaviour, steps]) =>
    steps.map((step: BehaviourStep, index) => behaviourStage(behaviour, step, index, steps.length)),
  );
  return [plainStage, deleteStage, ...behaving].map((stage) => JSON.stringify(stage));
}

const annotation = (name: string) => `.metadata.annotations["${name}"]`;
const isAlive = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };

function stage(name: string, spec: Record<string, unknown>) {
  const resourceRef = { apiGroup: 'v1', kind: 'Pod' };
  return { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'Stage', metadata: { name }, spec: { resourceRef, ...spec } };
}

function change(step: BehaviourStep, next: string | undefined) {
  const events = (step.events ?? []).map((event) => ({ event }));
  return [...events, { patch: { subresource: 'status', template: patchTemplate(step, next) } }];
}

/** A scheduled pod that is to do nothing special runs and is ready at once. */
const plainStage = stage('pod-ready', {
  selector: {
    matchExpressions: [
      isAlive,
      { key: annotation(BEHAVIOUR_ANNOTATION), operator: 'DoesNotExist' },
      { key: '.status.phase', operator: 'In', values: ['Pending'] },
    ],
  },
  steps: change({ after: 0, container: 'ready' }, undefined),
});

/** Nothing runs, so a pod that is to go goes at once. */
const deleteStage = stage('pod-delete', {
  selector: {
    matchExpressions: [
      { key: '.metadata.deletionTimestamp', operator: 'Exists' },
      { key: annotation(BEHAVIOUR_ANNOTATION), operator: 'NotIn', values: ['stuck-terminating', 'on-lost-node'] },
    ],
  },
  steps: [{ delete: true }],
});

function behaviourStage(behaviour: string, step: BehaviourStep, index: number, count: number) {
  const next = step.goTo ?? index + 1;
  // Annotations are compared before any expression is: with fifty stages and thousands of pods that matters.
  const matchAnnotations = {
    [BEHAVIOUR_ANNOTATION]: behaviour,
    ...(index > 0 && { [STEP_ANNOTATION]: String(index) }),
  };
  const isFirst = { key: annotation(STEP_ANNOTATION), operator: 'DoesNotExist' };
  return stage(`pod-${behaviour}-${index}`, {
    selector: { matchAnnotations, matchExpressions: index > 0 ? [isAlive] : [isAlive, isFirst] },
    delay: delayOf(step),
    steps: change(step, next < count ? String(next) : 'done'),
  });
}

/** With a jitter, kwok chooses a moment between the duration and the "jitter duration". */
function delayOf({ after }: BehaviourStep) {
  if (typeof after === 'number') return { durationMilliseconds: after };
  if (after === 'from annotations') {
    return {
      durationMilliseconds: 1_000,
      durationFrom: { expressionFrom: annotation(READY_ANNOTATIONS.from) },
      jitterDurationMilliseconds: 3_000,
      jitterDurationFrom: { expressionFrom: annotation(READY_ANNOTATIONS.until) },
    };
  }
  const restarts = '[.status.containerStatuses[]?, .status.initContainerStatuses[]?] | map(.restartCount) | max';
  return { durationMilliseconds: 1_000, durationFrom: { expressionFrom: `(${restarts} | tostring) + "s"` } };
}

/** The uid makes it a patch of this pod and no successor's, as in a kubelet's own patches. */
function patchTemplate(step: BehaviourStep, next: string | undefined): string {
  const { phase = 'Running', reason, container, init, initBefore, before, isRestart = false } = step;
  const isReady = container === 'ready';
  return `{{ $now := Now }}
{{ $root := . }}
metadata:
  uid: {{ .metadata.uid | Quote }}
${next === undefined ? '' : `  annotations: { ${STEP_ANNOTATION}: "${next}" }`}
status:
  phase: ${phase}
${reason === undefined ? '' : `  reason: ${reason}\n  message: ${JSON.stringify(step.events?.[0]?.message ?? reason)}`}
  startTime: {{ or .status.startTime $now | Quote }}
  conditions:
  ${condition('Initialized', init === undefined)}
  ${condition('ContainersReady', isReady)}
  ${condition('Ready', isReady)}
  {{ range .spec.readinessGates }}
  - { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
  {{ end }}
  {{ if .spec.initContainers }}
  initContainerStatuses:
  ${statusesOf('initContainers', init ?? 'completed', initBefore, isRestart && init !== undefined)}
  {{ end }}
  containerStatuses:
  ${statusesOf('containers', container, before, isRestart && init === undefined)}
  {{ with NodeIPWith .spec.nodeName }}
  hostIP: {{ . | Quote }}
  hostIPs: [{ ip: {{ . | Quote }} }]
  {{ end }}
  {{ with ( or .status.podIP ( PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) .metadata.uid .metadata.name .metadata.namespace ) ) }}
  podIP: {{ . | Quote }}
  podIPs: [{ ip: {{ . | Quote }} }]
  {{ end }}
`;
}

function condition(type: string, isTrue: boolean): string {
  const why = isTrue ? '' : `, reason: ${type === 'Initialized' ? 'ContainersNotInitialized' : 'ContainersNotReady'}`;
  return `- { type: ${type}, status: "${isTrue ? 'True' : 'False'}"${why}, lastTransitionTime: {{ $now | Quote }} }`;
}

function statusesOf(
  kind: 'containers' | 'initContainers',
  look: Look | 'completed',
  before: Exited | undefined,
  isRestart: boolean,
): string {
  const field = kind === 'containers' ? 'containerStatuses' : 'initContainerStatuses';
  const hasRun = typeof look === 'string' || 'exitCode' in look || before !== undefined;
  // A sidecar is an init container that stays.
  const completed = `{{ if eq $item.restartPolicy "Always" }}${stateOf('ready')}{{ else }}${stateOf({ exitCode: 0, reason: 'Completed' })}{{ end }}`;
  return `{{ range $index, $item := .spec.${kind} }}
  {{ $restarts := 0 }}
  {{ with $root.status.${field} }}{{ $restarts = ( index . $index ).restartCount }}{{ end }}
  - name: {{ $item.name | Quote }}
    image: {{ $item.image | Quote }}
    imageID: ${hasRun ? '{{ $item.image | Quote }}' : '""'}
    ${hasRun ? '{{ $id := printf "simulated://%s-%s-%v" $root.metadata.uid $item.name $restarts }}containerID: {{ $id | Quote }}' : ''}
    ready: ${look === 'ready' || look === 'cut off' || look === 'completed'}
    started: ${look === 'completed' ? '{{ eq $item.restartPolicy "Always" }}' : typeof look === 'string'}
    restartCount: ${isRestart ? '{{ add $restarts 1 }}' : '{{ $restarts }}'}
    state: ${look === 'completed' ? completed : stateOf(look)}
    ${before === undefined ? '' : `lastState: ${stateOf(before)}`}
  {{ end }}`;
}

function stateOf(look: Look): string {
  if (typeof look === 'string') return '{ running: { startedAt: {{ $now | Quote }} } }';
  if ('exitCode' in look) {
    return `{ terminated: { exitCode: ${look.exitCode}, reason: ${look.reason}, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }`;
  }
  const message = look.message === undefined ? '' : `, message: {{ ${look.message} | Quote }}`;
  return `{ waiting: { reason: ${look.waiting}${message} } }`;
}
