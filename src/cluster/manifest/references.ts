import type { Json } from '../../values/index.ts';
import { type JsonObject, kindsInOrder, pluralOf, type WrittenKind } from '../kubernetes-object.ts';
import { isMap, listAt, type ManifestPath, valueAt } from './manifest-values.ts';

/** An object that another one names. */
export interface Reference {
  readonly kind: WrittenKind;
  readonly name: string;
  /** The keys of a ConfigMap or Secret that are asked for. */
  readonly keys: readonly string[];
  /** True when the pod starts without it. */
  readonly isOptional: boolean;
  /** True of a Secret that no container reads, such as a registry's login: pods start without it, as far as their images allow. */
  readonly isUnread: boolean;
  /** Of the name. */
  readonly path: ManifestPath;
}

/** Where a name stands: the map that holds it (`*` for every item of a list), and its key there. */
interface Site {
  readonly holder: string;
  readonly field: string;
  readonly kind: WrittenKind;
  /** Only where the holder's own `kind` is this one. */
  readonly isTyped?: true;
  readonly isUnread?: true;
}

const podSites: readonly Site[] = [
  { holder: '', field: 'serviceAccountName', kind: 'ServiceAccount' },
  { holder: '', field: 'serviceAccount', kind: 'ServiceAccount' },
  { holder: 'imagePullSecrets.*', field: 'name', kind: 'Secret', isUnread: true },
  { holder: 'volumes.*.configMap', field: 'name', kind: 'ConfigMap' },
  { holder: 'volumes.*.secret', field: 'secretName', kind: 'Secret' },
  { holder: 'volumes.*.persistentVolumeClaim', field: 'claimName', kind: 'PersistentVolumeClaim' },
  { holder: 'volumes.*.projected.sources.*.configMap', field: 'name', kind: 'ConfigMap' },
  { holder: 'volumes.*.projected.sources.*.secret', field: 'name', kind: 'Secret' },
  { holder: 'volumes.*.csi.nodePublishSecretRef', field: 'name', kind: 'Secret' },
  ...['containers', 'initContainers'].flatMap((list): readonly Site[] => [
    { holder: `${list}.*.env.*.valueFrom.configMapKeyRef`, field: 'name', kind: 'ConfigMap' },
    { holder: `${list}.*.env.*.valueFrom.secretKeyRef`, field: 'name', kind: 'Secret' },
    { holder: `${list}.*.envFrom.*.configMapRef`, field: 'name', kind: 'ConfigMap' },
    { holder: `${list}.*.envFrom.*.secretRef`, field: 'name', kind: 'Secret' },
  ]),
];
const podSitesIn = (place: string): readonly Site[] =>
  podSites.map((site) => ({ ...site, holder: `${place}.${site.holder}` }));
const workloadSites = podSitesIn('spec.template.spec');

const sites: { readonly [kind: string]: readonly Site[] } = {
  StatefulSet: [{ holder: 'spec', field: 'serviceName', kind: 'Service' }, ...workloadSites],
  Deployment: workloadSites,
  DaemonSet: workloadSites,
  Job: workloadSites,
  CronJob: podSitesIn('spec.jobTemplate.spec.template.spec'),
  Pod: podSitesIn('spec'),
  RoleBinding: [
    { holder: 'roleRef', field: 'name', kind: 'Role', isTyped: true },
    { holder: 'subjects.*', field: 'name', kind: 'ServiceAccount', isTyped: true },
  ],
  ServiceAccount: [
    { holder: 'imagePullSecrets.*', field: 'name', kind: 'Secret', isUnread: true },
    { holder: 'secrets.*', field: 'name', kind: 'Secret', isUnread: true },
  ],
};

/**
 * Every object of its namespace that this one names.
 * @param namespace its own, where the object doesn't say: a RoleBinding may name accounts of others.
 */
export function referencesIn(object: JsonObject, namespace?: string): readonly Reference[] {
  const home = namespace ?? valueAt(object, ['metadata', 'namespace']);
  return (sites[String(object['kind'])] ?? []).flatMap(({ holder, field, kind, isTyped, isUnread = false }) =>
    holdersAt(object, holder.split('.').filter(Boolean)).flatMap(({ path, value }): readonly Reference[] => {
      const name = value[field];
      if (typeof name !== 'string' || name === '' || (isTyped && value['kind'] !== kind)) return [];
      const { namespace: named } = value;
      if (isTyped && typeof named === 'string' && typeof home === 'string' && named !== home) return [];
      const keys = [value['key'], ...listAt(value, 'items').map((item) => valueAt(item, ['key']))];
      return [
        {
          kind,
          name,
          keys: keys.filter((key) => typeof key === 'string'),
          isOptional: value['optional'] === true,
          isUnread,
          path: [...path, field],
        },
      ];
    }),
  );
}

/** The object with other names for what it names. @param rename gives the name unchanged where it is to stay. */
export function withRenamed(
  object: JsonObject,
  namespace: string,
  rename: (kind: WrittenKind, name: string) => string,
): JsonObject {
  const references = referencesIn(object, namespace).filter(({ kind, name }) => rename(kind, name) !== name);
  const renamed = references.reduce(
    (current, { kind, name, path }) => withValue(current, path, rename(kind, name)),
    object,
  );
  return renamed['kind'] === 'Role' ? withRenamedRules(renamed, rename) : renamed;
}

/** A Role may name single objects by resource and name. */
function withRenamedRules(role: JsonObject, rename: (kind: WrittenKind, name: string) => string): JsonObject {
  const { rules } = role;
  if (!Array.isArray(rules)) return role;
  const renamed = (rules as readonly Json[]).map((rule): Json => {
    if (!isMap(rule) || !Array.isArray(rule['resourceNames'])) return rule;
    const plurals = listAt(rule, 'resources');
    const kinds = kindsInOrder.filter((kind) => plurals.includes(pluralOf(kind)));
    const names = (rule['resourceNames'] as readonly Json[]).map((name) =>
      typeof name === 'string'
        ? kinds.reduce((current, kind) => (current === name ? rename(kind, name) : current), name)
        : name,
    );
    return { ...rule, resourceNames: names };
  });
  return { ...role, rules: renamed };
}

function holdersAt(
  root: Json,
  pattern: readonly string[],
  path: ManifestPath = [],
): readonly { readonly path: ManifestPath; readonly value: JsonObject }[] {
  const [step, ...rest] = pattern;
  if (step === undefined) return isMap(root) ? [{ path, value: root }] : [];
  if (step === '*') {
    return Array.isArray(root)
      ? (root as readonly Json[]).flatMap((item, index) => holdersAt(item, rest, [...path, index]))
      : [];
  }
  const next = isMap(root) ? root[step] : undefined;
  return next === undefined ? [] : holdersAt(next, rest, [...path, step]);
}

function withValue(root: JsonObject, path: ManifestPath, value: string): JsonObject {
  return replaced(root, path, value) as JsonObject;
}

function replaced(node: Json | undefined, path: ManifestPath, value: string): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(node)) {
    return (node as readonly Json[]).map((item, index) => (index === step ? replaced(item, rest, value) : item));
  }
  return isMap(node) ? { ...node, [step]: replaced(node[step], rest, value) } : value;
}

/** Names an object among all kinds. */
export function objectKey(kind: string, name: string): string {
  return `${kind} ${name}`;
}
