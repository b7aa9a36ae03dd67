import { ordinalOf, ordinalsOf } from '../judge/stateful-set-progress.ts';
import { contentAnnotation, type JsonObject, type WantedObject } from '../kubernetes-object.ts';
import type { LivePod, LivePodTemplate, LiveStatefulSet } from '../live-workload.ts';
import { contentOf } from './go-back-plan.ts';

/**
 * The bodies that lead a workload back, each to be proved before the next. Mostly the one of before. Where that has a
 * partition, and the failed release had a lower one, its pods below the partition would stay what they are now, for the
 * controller leaves those alone: then all pods go back first, and the partition comes after.
 */
export function bodiesBack(
  before: WantedObject,
  wanted: WantedObject | undefined,
  pods: readonly LivePod[],
): readonly WantedObject[] {
  if (before.kind !== 'StatefulSet') return [before];
  const [content, template] = [contentOf(wanted), templateContentOf(wanted)];
  const { firstNew } = ordinalsOf({
    metadata: { name: before.metadata.name },
    spec: (before['spec'] ?? {}) as NonNullable<LiveStatefulSet['spec']>,
  });
  const isBad = (pod: LivePod) =>
    template !== templateContentOf(before) &&
    pod.metadata.annotations?.[contentAnnotation] === template &&
    ordinalOf(pod) < firstNew;
  return content !== undefined && pods.some(isBad) ? [withoutPartition(before, content), before] : [before];
}

/** The digest that we write on every pod of a workload. */
function templateContentOf(body: WantedObject | undefined): string | undefined {
  const { template } = (body?.['spec'] ?? {}) as { readonly template?: LivePodTemplate };
  return template?.metadata?.annotations?.[contentAnnotation];
}

/** @param content of the failed release: on the workload it says, should this run be killed now, that it isn't back yet. */
function withoutPartition(body: WantedObject, content: string): WantedObject {
  const spec = body['spec'] as JsonObject;
  const strategy = spec['updateStrategy'] as JsonObject;
  const rollingUpdate = { ...(strategy['rollingUpdate'] as JsonObject), partition: 0 };
  const annotations = { ...(body.metadata['annotations'] as JsonObject | undefined), [contentAnnotation]: content };
  return {
    ...body,
    metadata: { ...body.metadata, annotations },
    spec: { ...spec, updateStrategy: { ...strategy, rollingUpdate } },
  };
}
