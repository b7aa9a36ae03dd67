import type { JsonObject } from '../kubernetes-object.ts';
import type { ManifestRules } from './manifest-check.ts';
import { isObject, type ManifestPath, type Say, show } from './manifest-values.ts';

/** Names of the volumes that are added; the user's own can't have them. */
export const volumeNames = { configuration: 'keep-deploy-configuration', keyfile: 'keep-deploy-keyfile' } as const;

/** The named container is there, and nothing stands where we add something. */
export function checkPod(path: ManifestPath, spec: unknown, rules: ManifestRules, say: Say): void {
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
function checkAdditions(path: ManifestPath, container: JsonObject, rules: ManifestRules, say: Say): void {
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
