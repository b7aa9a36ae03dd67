import type { Problem } from '../report/index.ts';
import type { Json } from '../values/index.ts';
import type { JsonObject } from './kubernetes-object.ts';
import type { Manifest } from './manifest.ts';

export interface ManifestRules {
  readonly namespace: string;
  readonly container: string;
  /** Paths of the files that are mounted into the container. */
  readonly mounted: readonly string[];
  /** Environment variables that are set in the container. */
  readonly variables: readonly string[];
}

/** Names of the volumes that are added; the user's own can't have them. */
export const volumeNames = { configuration: 'keep-deploy-configuration', keyfile: 'keep-deploy-keyfile' } as const;

type Path = readonly (string | number)[];

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
  const say = (path: Path, message: string) => void problems.push({ path, message });
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

type Say = (path: Path, message: string) => void;

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

function checkPod(path: Path, spec: unknown, rules: ManifestRules, say: Say): void {
  if (!isObject(spec)) {
    say(path, `expected a map with containers, found ${show(spec)}`);
    return;
  }
  const containers = spec['containers'];
  const isList = Array.isArray(containers);
  if (!isList || containers.length === 0) {
    say(
      [...path, 'containers'],
      `expected at least one container, found ${isList ? 'an empty list' : show(containers)}`,
    );
    return;
  }
  const names = containers.map((container) => (isObject(container) ? container['name'] : undefined));
  names.forEach((name, position) => {
    if (typeof name !== 'string') say([...path, 'containers', position], 'expected a container with a name');
  });
  const position = names.indexOf(rules.container);
  const container: unknown = containers[position];
  if (!isObject(container)) {
    say(
      [...path, 'containers'],
      `no container is named ${rules.container} (container in clients.yml); found ${names.map(show).join(', ')}`,
    );
    return;
  }
  checkAdditions([...path, 'containers', position], container, rules, say);
  const volumes = spec['volumes'];
  if (volumes !== undefined && volumes !== null && !Array.isArray(volumes)) {
    say([...path, 'volumes'], `expected a list, found ${show(volumes)}`);
    return;
  }
  (Array.isArray(volumes) ? volumes : []).forEach((volume, index) => {
    const name = isObject(volume) ? volume['name'] : undefined;
    if (typeof name !== 'string') say([...path, 'volumes', index], 'expected a volume with a name');
    else if (Object.values<string>(volumeNames).includes(name))
      say([...path, 'volumes', index, 'name'], `the name ${name} is keep-deploy's own`);
  });
}

/** What we add must not be there already. */
function checkAdditions(path: Path, container: JsonObject, rules: ManifestRules, say: Say): void {
  const mounts = container['volumeMounts'];
  (Array.isArray(mounts) ? mounts : []).forEach((mount, index) => {
    const mountPath = isObject(mount) ? mount['mountPath'] : undefined;
    if (typeof mountPath === 'string' && rules.mounted.includes(mountPath)) {
      say(
        [...path, 'volumeMounts', index, 'mountPath'],
        `${mountPath} is where keep-deploy mounts a file: take this mount out`,
      );
    }
  });
  const variables = container['env'];
  (Array.isArray(variables) ? variables : []).forEach((variable, index) => {
    const name = isObject(variable) ? variable['name'] : undefined;
    if (typeof name === 'string' && rules.variables.includes(name)) {
      say([...path, 'env', index, 'name'], `keep-deploy sets ${name} itself: take this entry out`);
    }
  });
  for (const field of ['volumeMounts', 'env'] as const) {
    const value = container[field];
    if (value !== undefined && value !== null && !Array.isArray(value))
      say([...path, field], `expected a list, found ${show(value)}`);
  }
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

function checkSelected(at: Path, selector: unknown, podLabels: JsonObject, say: Say): void {
  if (!isObject(selector)) return;
  for (const [label, value] of Object.entries(selector)) {
    if (podLabels[label] !== value) {
      say(
        [...at, label],
        `selects nothing: the pod template's label ${label} is ${podLabels[label] === undefined ? 'absent' : show(podLabels[label])}, not ${show(value)}`,
      );
    }
  }
}

/** Unquoted, `0x…` and `yes` are no text: Kubernetes refuses them far from where they were written. */
function checkTexts(at: Path, value: unknown, say: Say): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) {
    say(at, `expected a map, found ${show(value)}`);
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== 'string') say([...at, key], `expected text, found ${show(entry)}: put it in quotes`);
  }
}

function path(object: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), object);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: Json | unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : JSON.stringify(value);
}
