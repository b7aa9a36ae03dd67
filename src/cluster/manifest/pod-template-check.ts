import { posix } from 'node:path';
import { describeSeen } from '../../report/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';
import { isMap, listAt, type ManifestPath, type Say, valueAt } from './manifest-values.ts';

/** Names of the volumes that are added; the user's own can't have them. */
export const volumeNames = { configuration: 'keep-deploy-configuration', keyfile: 'keep-deploy-keyfile' } as const;

/** What a pod is checked for. */
export interface PodRules {
  readonly container: string;
  /** Paths of the files that are mounted into the container. */
  readonly mounted: readonly string[];
  /** Environment variables that are set in the container. */
  readonly variables: readonly string[];
  /** The one entry a variable of ours may have already: exactly what we would set. */
  readonly password?: { readonly secret: string; readonly key: string } | undefined;
  /** Names of the volumes a StatefulSet claims for its pods. */
  readonly claimed: readonly string[];
}

/** The named container is there, nothing stands where we add something, and what is mounted is a volume of the pod. */
export function checkPod(path: ManifestPath, spec: unknown, rules: PodRules, say: Say): void {
  if (!isMap(spec)) {
    say(path, `expected a map with containers, found ${describeSeen(spec)}`);
    return;
  }
  const volumes = checkVolumes(path, spec, say);
  for (const field of ['initContainers', 'containers'] as const) {
    listAt(spec, field).forEach((container, index) => {
      if (isMap(container)) checkContainer([...path, field, index], container, [...volumes, ...rules.claimed], say);
    });
  }
  const { containers } = spec;
  if (!Array.isArray(containers) || containers.length === 0) {
    say([...path, 'containers'], `expected at least one container, found ${describeSeen(containers)}${slipped(spec)}`);
    return;
  }
  const names = containers.map((container) => valueAt(container, ['name']));
  names.forEach((name, index) => {
    if (typeof name !== 'string') say([...path, 'containers', index], 'expected a container with a name');
  });
  const position = names.indexOf(rules.container);
  const container: unknown = containers[position];
  if (isMap(container)) {
    checkAdditions([...path, 'containers', position], container, spec, rules, say);
    return;
  }
  const found = names.map(describeSeen).join(', ');
  say([...path, 'containers'], `no container is named ${rules.container} (container in clients.yml); found ${found}`);
}

/** As in a real manifest of Keep's, where the container had become the last item of the list above it. */
function slipped(spec: JsonObject): string {
  const index = listAt(spec, 'volumes').findIndex((volume) => isMap(volume) && 'image' in volume);
  return index < 0 ? '' : `: item ${index + 1} of volumes looks like the container that belongs here`;
}

function checkVolumes(path: ManifestPath, spec: JsonObject, say: Say): readonly string[] {
  const { volumes } = spec;
  if (volumes !== undefined && volumes !== null && !Array.isArray(volumes)) {
    say([...path, 'volumes'], `expected a list, found ${describeSeen(volumes)}`);
  }
  return listAt(spec, 'volumes').flatMap((volume, index) => {
    const name = valueAt(volume, ['name']);
    if (typeof name !== 'string') {
      say([...path, 'volumes', index], 'expected a volume with a name');
      return [];
    }
    if (Object.values<string>(volumeNames).includes(name))
      say([...path, 'volumes', index, 'name'], `the name ${name} is keep-deploy's own`);
    return [name];
  });
}

function checkContainer(path: ManifestPath, container: JsonObject, volumes: readonly string[], say: Say): void {
  for (const field of ['volumeMounts', 'env', 'envFrom'] as const) {
    const value = container[field];
    if (value !== undefined && value !== null && !Array.isArray(value))
      say([...path, field], `expected a list, found ${describeSeen(value)}`);
  }
  listAt(container, 'volumeMounts').forEach((mount, index) => {
    const name = valueAt(mount, ['name']);
    if (typeof name !== 'string' || volumes.includes(name)) return;
    const known = volumes.length === 0 ? 'it has none' : `it has ${volumes.join(', ')}`;
    say([...path, 'volumeMounts', index, 'name'], `the pod has no volume ${describeSeen(name)}: ${known}`);
  });
  listAt(container, 'env').forEach((variable, index) => {
    const value = valueAt(variable, ['value']);
    if (value === undefined || value === null || typeof value === 'string') return;
    say([...path, 'env', index, 'value'], `expected text, found ${describeSeen(value)}: put it in quotes`);
  });
}

/** What we add must not be there already, and there must be room for it. */
function checkAdditions(path: ManifestPath, container: JsonObject, spec: JsonObject, rules: PodRules, say: Say): void {
  listAt(container, 'volumeMounts').forEach((mount, index) => {
    const at = [...path, 'volumeMounts', index, 'mountPath'];
    const mountPath = valueAt(mount, ['mountPath']);
    if (typeof mountPath !== 'string') return;
    if (rules.mounted.includes(mountPath)) {
      say(at, `${mountPath} is where keep-deploy mounts a file: take this mount out`);
      return;
    }
    const below = rules.mounted.find((file) => isInside(file, mountPath));
    if (below !== undefined && isReadOnly(mount, spec)) {
      say(at, `${below}, which keep-deploy mounts, would be in this read-only volume: take this mount out`);
    }
  });
  listAt(container, 'env').forEach((variable, index) => {
    const name = valueAt(variable, ['name']);
    if (typeof name !== 'string' || !rules.variables.includes(name)) return;
    const { secret, key } = rules.password ?? {};
    const written = valueAt(variable, ['valueFrom', 'secretKeyRef']);
    if (secret !== undefined && valueAt(written, ['name']) === secret && valueAt(written, ['key']) === key) return;
    say([...path, 'env', index, 'name'], `keep-deploy sets ${name} itself: take this entry out`);
  });
}

function isInside(file: string, folder: string): boolean {
  const way = posix.relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith('../');
}

/** Nothing can be mounted into what Kubernetes itself fills: the container then fails to start. */
function isReadOnly(mount: unknown, spec: JsonObject): boolean {
  if (valueAt(mount, ['readOnly']) === true) return true;
  const volume = listAt(spec, 'volumes').find((each) => valueAt(each, ['name']) === valueAt(mount, ['name']));
  return isMap(volume) && ['configMap', 'secret', 'projected', 'downwardAPI'].some((source) => source in volume);
}
