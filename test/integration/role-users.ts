import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type Cluster, openCluster } from '../../src/cluster/index.ts';
import { type ResourceRule, reviewRules } from '../../src/cluster/preflight/rules-review.ts';
import type { Log } from '../../src/report/index.ts';
import type { ControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';

function readRole(file: string) {
  const text = readFileSync(join(import.meta.dirname, '../../docs', file), 'utf8');
  const [role, binding] = parseAllDocuments(text).map((document) => document.toJS());
  return { role, binding } as { role: { rules: readonly Required<ResourceRule>[] }; binding: { roleRef: object } };
}

const { role, binding } = readRole('rbac.yaml');

/** The rules of the published Role. */
export const publishedRules = role.rules;

/** The rules of the Role that is published for plans. */
export const rulesToPlan = readRole('rbac-plan.yaml').role.rules;

/** The rules without one verb of one of them. */
export function rulesWithout(index: number, verb: string): readonly ResourceRule[] {
  return publishedRules.flatMap((rule, at) => {
    const verbs = (rule.verbs ?? []).filter((one) => at !== index || one !== verb);
    return verbs.length === 0 ? [] : [{ ...rule, verbs }];
  });
}

/** Each verb of each rule, with the permissions that it gives: `patch statefulsets.apps`. */
export const publishedVerbs = publishedRules.flatMap(({ verbs, resources, apiGroups }, index) =>
  (verbs ?? []).map((verb) => ({
    verb,
    index,
    lines: (resources ?? []).flatMap((resource) => (apiGroups ?? []).map((group) => `${verb} ${resource}.${group}`)),
  })),
);

export interface RoleUser {
  readonly name: string;
  readonly kubeconfig: string;
  readonly cluster: Cluster;
}

/** Somebody who may do in the namespace what the rules say, and nothing else; ready once the API server knows. */
export async function createRoleUser(
  plane: ControlPlane,
  { namespace, name, rules }: { readonly namespace: string; readonly name: string; readonly rules: readonly object[] },
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log },
): Promise<RoleUser> {
  const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  const metadata = { name, namespace };
  const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }];
  for (const [plural, json] of [
    ['roles', { ...role, metadata, rules }],
    ['rolebindings', { ...binding, metadata, subjects, roleRef: { ...binding.roleRef, name } }],
  ] as const) {
    const answer = await plane.ask(`${path}/${plural}`, { method: 'POST', json });
    if (answer.status !== 201) throw new Error(`${path}/${plural}: ${answer.body}`);
  }
  const kubeconfig = plane.writeKubeconfig({ commonName: name });
  const cluster = await openCluster({ settings: {}, kubeconfig, signal, log });
  // The authorizer follows Roles and bindings by watches of its own: until then everybody may only ask about themselves.
  const wanted = new Set((rules as readonly ResourceRule[]).flatMap(({ resources = [] }) => resources));
  const isKnown = async () => {
    const { resourceRules } = await reviewRules(cluster, namespace);
    const seen = new Set(resourceRules?.flatMap(({ resources = [] }) => resources));
    return [...wanted].every((resource) => seen.has(resource));
  };
  await poll(isKnown, AbortSignal.timeout(60_000));
  return { name, kubeconfig, cluster };
}
