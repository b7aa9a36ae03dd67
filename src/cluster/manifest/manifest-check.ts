import type { Problem } from '../../report/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';
import type { Manifest } from './manifest.ts';
import { checkSelected, checkTexts, isObject, type ManifestPath, type Say, show } from './manifest-values.ts';
import { checkPod } from './pod-template-check.ts';

export interface ManifestRules {
  readonly namespace: string;
  readonly container: string;
  /** Paths of the files that are mounted into the container. */
  readonly mounted: readonly string[];
  /** Environment variables that are set in the container. */
  readonly variables: readonly string[];
}

const apiVersions = { StatefulSet: 'apps/v1', Service: 'v1' } as const;

/**
 * What we must know of a manifest before it can be every client's: the API server checks the rest. A problem's path
 * starts with the index of the document.
 */
export function checkManifest(
  documents: readonly unknown[],
  rules: ManifestRules,
): { readonly manifest: Manifest } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const say = (path: ManifestPath, message: string) => void problems.push({ path, message });
  const found: Record<keyof typeof apiVersions, { index: number; object: JsonObject }[]> = {
    StatefulSet: [],
    Service: [],
  };

  for (const [index, document] of documents.entries()) {
    if (!isObject(document)) {
      say([index], 'expected a Kubernetes object with apiVersion, kind and metadata');
      continue;
    }
    const kind = document['kind'];
    if (kind !== 'StatefulSet' && kind !== 'Service') {
      say([index, 'kind'], `expected StatefulSet or Service, found ${show(kind)}: apply other kinds yourself, before`);
      continue;
    }
    if (document['apiVersion'] !== apiVersions[kind]) {
      say([index, 'apiVersion'], `expected ${apiVersions[kind]} for a ${kind}, found ${show(document['apiVersion'])}`);
    }
    found[kind].push({ index, object: document });
  }

  for (const kind of ['StatefulSet', 'Service'] as const) {
    if (found[kind].length === 0)
      say([], `the manifest has no ${kind}: expected exactly one, from which every client's is made`);
    for (const { index } of found[kind].slice(1))
      say([index], `a second ${kind}: expected exactly one, from which every client's is made`);
  }
  const statefulSet = found.StatefulSet[0];
  const service = found.Service[0];
  for (const { index, object } of [...found.StatefulSet, ...found.Service]) checkMetadata(index, object, rules, say);
  if (statefulSet !== undefined) checkStatefulSet(statefulSet.index, statefulSet.object, rules, say);
  if (service !== undefined) checkService(service.index, service.object, statefulSet?.object, say);

  if (problems.length > 0 || statefulSet === undefined || service === undefined) return { problems };
  return { manifest: { statefulSet: statefulSet.object, service: service.object, container: rules.container } };
}

function checkMetadata(index: number, object: JsonObject, rules: ManifestRules, say: Say): void {
  const metadata = object['metadata'];
  if (metadata === undefined || metadata === null) return;
  if (!isObject(metadata)) {
    say([index, 'metadata'], `expected a map, found ${show(metadata)}`);
    return;
  }
  const namespace = metadata['namespace'];
  if (namespace !== undefined && namespace !== rules.namespace) {
    say(
      [index, 'metadata', 'namespace'],
      `expected the environment's namespace ${rules.namespace} or none, found ${show(namespace)}`,
    );
  }
  if (metadata['generateName'] !== undefined) {
    say([index, 'metadata', 'generateName'], 'expected none: each object is named after its client');
  }
  for (const field of ['labels', 'annotations'] as const) checkTexts([index, 'metadata', field], metadata[field], say);
}

function checkStatefulSet(index: number, object: JsonObject, rules: ManifestRules, say: Say): void {
  const spec = object['spec'];
  if (!isObject(spec)) {
    say([index, 'spec'], `expected a map, found ${show(spec)}`);
    return;
  }
  const { replicas, updateStrategy, selector, template } = spec as { [key: string]: unknown };
  if (replicas !== undefined && replicas !== 1) {
    say([index, 'spec', 'replicas'], `expected 1 or none, found ${show(replicas)}: two pods would share one account`);
  }
  if (isObject(updateStrategy)) {
    const { type, rollingUpdate } = updateStrategy as { [key: string]: unknown };
    if (type !== undefined && type !== 'RollingUpdate') {
      say(
        [index, 'spec', 'updateStrategy', 'type'],
        `expected RollingUpdate or none, found ${show(type)}: with it, nothing would restart the pod`,
      );
    }
    if (isObject(rollingUpdate) && typeof rollingUpdate['partition'] === 'number' && rollingUpdate['partition'] > 0) {
      say(
        [index, 'spec', 'updateStrategy', 'rollingUpdate', 'partition'],
        'expected 0 or none: with a partition the only pod would keep its old revision',
      );
    }
  }
  if (!isObject(template)) {
    say([index, 'spec', 'template'], `expected a pod template, found ${show(template)}`);
    return;
  }
  const podMetadata = isObject(template['metadata']) ? template['metadata'] : {};
  const podLabels = isObject(podMetadata['labels']) ? podMetadata['labels'] : {};
  checkTexts([index, 'spec', 'template', 'metadata', 'labels'], podMetadata['labels'], say);
  checkTexts([index, 'spec', 'template', 'metadata', 'annotations'], podMetadata['annotations'], say);
  if (isObject(selector))
    checkSelected([index, 'spec', 'selector', 'matchLabels'], selector['matchLabels'], podLabels, say);
  checkPod([index, 'spec', 'template', 'spec'], template['spec'], rules, say);
}

function checkService(index: number, object: JsonObject, statefulSet: JsonObject | undefined, say: Say): void {
  const spec = object['spec'];
  if (!isObject(spec)) {
    say([index, 'spec'], `expected a map, found ${show(spec)}`);
    return;
  }
  const { type, clusterIP } = spec as { [key: string]: unknown };
  if (type !== undefined && type !== 'ClusterIP') {
    say(
      [index, 'spec', 'type'],
      `expected ClusterIP or none, found ${show(type)}: the StatefulSet's Service is headless; apply another one for the outside yourself`,
    );
  }
  if (clusterIP !== undefined && clusterIP !== 'None')
    say([index, 'spec', 'clusterIP'], `expected None (a headless Service), found ${show(clusterIP)}`);
  const template = path(statefulSet, ['spec', 'template', 'metadata', 'labels']);
  checkSelected([index, 'spec', 'selector'], spec['selector'], isObject(template) ? template : {}, say);
}

function path(object: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), object);
}
