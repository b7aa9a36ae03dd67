import { describeSeen } from '../../report/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';
import { checkSelected, checkTexts, isMap, listAt, mapAt, type Say, valueAt } from './manifest-values.ts';
import { checkPod, type PodRules } from './pod-template-check.ts';
import { kindOf, podPath, type WrittenObject } from './written-object.ts';

export interface WorkloadRules extends Omit<PodRules, 'claimed'> {
  /** Labels that the pods get from us. */
  readonly podLabels: { readonly [label: string]: string };
  /** False where a selector is filled in: every client's is made from one template. */
  readonly needsSelector: boolean;
}

/** What is wrong with a client's StatefulSet or Deployment, as far as it can be seen without a cluster. */
export function checkWorkload(written: WrittenObject, rules: WorkloadRules, say: Say): void {
  const { object } = written;
  const kind = kindOf(written);
  const { spec } = object;
  if (!isMap(spec)) {
    say(['spec'], `expected a map, found ${describeSeen(spec)}`);
    return;
  }
  const { replicas, selector, template } = spec;
  if (replicas !== undefined && replicas !== null && replicas !== 1) {
    const why =
      replicas === 0
        ? 'the client would not run: take it out of clients.yml instead'
        : 'two pods would share one account, and work against each other';
    say(['spec', 'replicas'], `expected 1 or none, found ${describeSeen(replicas)}: ${why}`);
  }
  if (kind === 'Deployment') checkDeployment(spec, say);
  else checkStatefulSet(spec, say);
  if (!isMap(template)) {
    say(['spec', 'template'], `expected a pod template, found ${describeSeen(template)}`);
    return;
  }
  const podMetadata = mapAt(template, 'metadata');
  checkTexts(['spec', 'template', 'metadata', 'labels'], podMetadata['labels'], say);
  checkTexts(['spec', 'template', 'metadata', 'annotations'], podMetadata['annotations'], say);
  if (rules.needsSelector && Object.keys(mapAt(selector as JsonObject, 'matchLabels')).length === 0) {
    say(['spec', 'selector'], `expected matchLabels that select the pods of this ${kind} and no others`);
  }
  const podLabels = { ...mapAt(podMetadata, 'labels'), ...rules.podLabels };
  checkSelected(['spec', 'selector', 'matchLabels'], valueAt(selector, ['matchLabels']), podLabels, say);
  checkPod(podPath, template['spec'], { ...rules, claimed: claimNames(spec) }, say);
}

function claimNames(spec: JsonObject): readonly string[] {
  return listAt(spec, 'volumeClaimTemplates').flatMap((claim) => {
    const name = valueAt(claim, ['metadata', 'name']);
    return typeof name === 'string' ? [name] : [];
  });
}

function checkStatefulSet(spec: JsonObject, say: Say): void {
  const partition = valueAt(spec, ['updateStrategy', 'rollingUpdate', 'partition']);
  if (typeof partition === 'number' && partition > 0) {
    say(
      ['spec', 'updateStrategy', 'rollingUpdate', 'partition'],
      'expected 0 or none: with a partition the only pod would keep its old revision',
    );
  }
  const strategy = valueAt(spec, ['updateStrategy', 'type']);
  if (strategy !== undefined && strategy !== 'RollingUpdate' && strategy !== 'OnDelete') {
    say(
      ['spec', 'updateStrategy', 'type'],
      `expected RollingUpdate, OnDelete or none, found ${describeSeen(strategy)}`,
    );
  }
  if (spec['strategy'] !== undefined) {
    say(['spec', 'strategy'], 'a StatefulSet has no strategy: its updateStrategy was meant, or a Deployment');
  }
}

/**
 * A Deployment starts the new pod before the old one has gone, unless it is told not to: one account, two pods. With
 * `maxSurge: 0` too: a pod that is told to end counts no more, however long it takes.
 */
function checkDeployment(spec: JsonObject, say: Say): void {
  const type = valueAt(spec, ['strategy', 'type']);
  if (spec['paused'] === true) say(['spec', 'paused'], 'a paused Deployment rolls nothing out: take paused out');
  if (type === 'Recreate') return;
  say(
    ['spec', 'strategy'],
    'expected strategy: { type: Recreate }: otherwise the new pod starts while the old one runs, two with one account',
  );
}

/** A Service or a PodDisruptionBudget of a client must select its pods. */
export function checkSelecting(written: WrittenObject, podLabels: JsonObject, say: Say): void {
  const spec = written.object['spec'];
  switch (kindOf(written)) {
    case 'Service':
      if (!isMap(spec)) say(['spec'], `expected a map, found ${describeSeen(spec)}`);
      else checkSelected(['spec', 'selector'], spec['selector'], podLabels, say);
      return;
    case 'PodDisruptionBudget':
      checkSelected(['spec', 'selector', 'matchLabels'], valueAt(spec, ['selector', 'matchLabels']), podLabels, say);
      return;
    default:
  }
}

/** Values that must be text, in ConfigMaps and Secrets. */
export function checkData(written: WrittenObject, say: Say): void {
  const kind = kindOf(written);
  if (kind !== 'ConfigMap' && kind !== 'Secret') return;
  for (const field of ['data', 'stringData', 'binaryData']) {
    checkTexts([field], written.object[field], say, kind === 'ConfigMap');
  }
}
