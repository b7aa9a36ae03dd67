import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { kindsInOrder } from '../../src/cluster/kubernetes-object.ts';
import { everyAccess, type NeededAccess } from '../../src/cluster/preflight/needed-access.ts';
import {
  accessFindings,
  missingAccess,
  type RulesReview,
  reviewRules,
} from '../../src/cluster/preflight/rules-review.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { createRoleUser, publishedRules, publishedVerbs, rulesWithout } from './role-users.ts';

const namespace = 'keep-test';
const needed = everyAccess(namespace, kindsInOrder);

const over = new AbortController();
let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
  const json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  expect((await plane.ask('/api/v1/namespaces', { method: 'POST', json })).status).toBe(201);
});
afterAll(async () => {
  over.abort(new Error('over'));
  await plane?.stop();
});

async function userWith(name: string, rules: readonly object[]): Promise<() => Promise<RulesReview>> {
  const ports = { signal: over.signal, log: recordingLog().log };
  const { cluster } = await createRoleUser(plane, { namespace, name, rules }, ports);
  return () => reviewRules(cluster, namespace);
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
    const review = await (await userWith('keep-deploy', publishedRules))();
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

describe('taking away', () => {
  test.each(publishedVerbs)(
    '$verb of rule $index ($lines) is found before writing, and named with its line',
    async ({ verb, index, lines }) => {
      const name = `lacks-${verb}-${index}`;
      const review = await (await userWith(name, rulesWithout(index, verb)))();
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
