import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { openCluster } from '../../src/cluster/index.ts';
import { kindsInOrder } from '../../src/cluster/kubernetes-object.ts';
import { everyAccess, type NeededAccess } from '../../src/cluster/preflight/needed-access.ts';
import {
  accessFindings,
  missingAccess,
  type ResourceRule,
  type RulesReview,
  reviewRules,
} from '../../src/cluster/preflight/rules-review.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

const namespace = 'keep-test';
const rbac = '/apis/rbac.authorization.k8s.io/v1';
const [role, binding] = parseAllDocuments(readFileSync(join(import.meta.dirname, '../../docs/rbac.yaml'), 'utf8')).map(
  (document) => document.toJS(),
) as [{ metadata: object; rules: Required<ResourceRule>[] }, { metadata: object; roleRef: object }];
const needed = everyAccess(namespace, kindsInOrder);

const over = new AbortController();
let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
  await make('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
});
afterAll(async () => {
  over.abort(new Error('over'));
  await plane?.stop();
});

async function make(path: string, json: object): Promise<void> {
  const answer = await plane.ask(path, { method: 'POST', json });
  if (answer.status !== 201) throw new Error(`${path}: ${answer.body}`);
}

/** Somebody who may do what these rules say and nothing else; ready once the API server knows. */
async function userWith(name: string, rules: readonly object[]): Promise<() => Promise<RulesReview>> {
  const metadata = { name, namespace };
  await make(`${rbac}/namespaces/${namespace}/roles`, { ...role, metadata, rules });
  const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }];
  await make(`${rbac}/namespaces/${namespace}/rolebindings`, {
    ...binding,
    metadata,
    subjects,
    roleRef: { ...binding.roleRef, name },
  });
  const kubeconfig = plane.writeKubeconfig({ commonName: name });
  const cluster = await openCluster({ settings: {}, kubeconfig, signal: over.signal, log: recordingLog().log });
  const review = () => reviewRules(cluster, namespace);
  // The authorizer follows Roles and bindings by watches of its own.
  const isKnown = async () =>
    (await review()).resourceRules?.some(({ apiGroups }) => apiGroups?.includes('coordination.k8s.io')) === true;
  await poll(isKnown, AbortSignal.timeout(20_000));
  return review;
}

/** What the API server's own authorizer says. */
async function isAllowed(user: string, { group, resource, verb, name }: NeededAccess): Promise<boolean> {
  const [plural, subresource] = resource.split('/');
  const resourceAttributes = { namespace, verb, group, resource: plural, subresource, name };
  const json = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user, resourceAttributes },
  };
  const { body } = await plane.ask('/apis/authorization.k8s.io/v1/subjectaccessreviews', { method: 'POST', json });
  return (JSON.parse(body) as { status: { allowed: boolean } }).status.allowed;
}

const lineOf = ({ verb, resource, group }: NeededAccess) => `${verb} ${resource}.${group}`;

describe('somebody with exactly the Role of docs/rbac.yaml', () => {
  test('lacks nothing that any plan needs, as the review says and the authorizer confirms', async () => {
    const review = await (await userWith('keep-deploy', role.rules))();
    expect(review.incomplete).toBe(false);
    expect(accessFindings(review, needed, { namespace })).toEqual([]);
    const refused: string[] = [];
    for (const one of needed) if (!(await isAllowed('keep-deploy', one))) refused.push(lineOf(one));
    expect(refused).toEqual([]);
  });

  test('may not list Secrets, run anything in a pod, or touch another namespace', async () => {
    const forbidden: readonly NeededAccess[] = [
      { group: '', resource: 'secrets', verb: 'list', why: '' },
      { group: '', resource: 'pods/exec', verb: 'create', why: '' },
      { group: '', resource: 'pods', verb: 'create', why: '' },
      { group: '', resource: 'persistentvolumeclaims', verb: 'delete', why: '' },
      { group: '', resource: 'nodes', verb: 'get', why: '' },
      { group: 'coordination.k8s.io', resource: 'leases', verb: 'update', name: 'another', why: '' },
    ];
    for (const one of forbidden)
      expect([lineOf(one), await isAllowed('keep-deploy', one)]).toEqual([lineOf(one), false]);
  });
});

const verbsTakenAway = role.rules.flatMap(({ verbs, resources, apiGroups }, index) =>
  (verbs ?? []).map((verb) => ({
    verb,
    index,
    lines: (resources ?? []).flatMap((resource) => (apiGroups ?? []).map((group) => `${verb} ${resource}.${group}`)),
  })),
);

describe('taking away', () => {
  test.each(verbsTakenAway)(
    '$verb of rule $index ($lines) is found before writing, and named with its line',
    async ({ verb, index, lines }) => {
      const rules = role.rules.flatMap((rule, at) => {
        const verbs = (rule.verbs ?? []).filter((one) => at !== index || one !== verb);
        return verbs.length === 0 ? [] : [{ ...rule, verbs }];
      });
      const name = `lacks-${verb}-${index}`;
      const review = await (await userWith(name, rules))();
      const missing = missingAccess(review, needed);
      expect([...new Set(missing.map(lineOf))].sort()).toEqual(lines.toSorted());
      for (const one of missing) expect(await isAllowed(name, one)).toBe(false);
      const messages = accessFindings(review, needed, { namespace }).map(
        ({ severity, message }) => `${severity} ${message}`,
      );
      expect(messages).toHaveLength(lines.length);
      for (const line of lines) {
        const resource = line.slice(verb.length + 1, line.indexOf('.'));
        expect(messages.join('\n')).toMatch(
          new RegExp(`^error .*may not ${verb} \\(to .*resources: \\[${resource}\\], verbs: \\[${verb}\\]`, 'm'),
        );
      }
    },
  );
});
