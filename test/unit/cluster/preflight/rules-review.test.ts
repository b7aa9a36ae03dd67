import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { kindsInOrder } from '../../../../src/cluster/kubernetes-object.ts';
import {
  accessToLook,
  everyAccess,
  type NeededAccess,
  neededAccess,
} from '../../../../src/cluster/preflight/needed-access.ts';
import {
  accessFindings,
  askingFindings,
  missingAccess,
  type ResourceRule,
} from '../../../../src/cluster/preflight/rules-review.ts';

const rule = (apiGroups: string[], resources: string[], verbs: string[], resourceNames?: string[]): ResourceRule => ({
  apiGroups,
  resources,
  verbs,
  ...(resourceNames !== undefined && { resourceNames }),
});
const need = (resource: string, verb: string, more: Partial<NeededAccess> = {}): NeededAccess => ({
  group: 'apps',
  resource,
  verb,
  why: 'write what changed',
  ...more,
});
const isAllowed = (rules: readonly ResourceRule[], needed: NeededAccess) =>
  missingAccess({ resourceRules: rules }, [needed]).length === 0;

describe('a rule allows', () => {
  test.each([
    ['another verb', rule(['apps'], ['statefulsets'], ['get'])],
    ['another group', rule([''], ['statefulsets'], ['patch'])],
    ['another resource', rule(['apps'], ['deployments'], ['patch'])],
    ['a subresource only', rule(['apps'], ['statefulsets/scale', '*/scale'], ['patch'])],
    ['another object', rule(['apps'], ['statefulsets'], ['patch'], ['keep-client-1'])],
    ['nothing', {}],
    ['nothing, said with null', { verbs: null, apiGroups: null, resources: null, resourceNames: null } as ResourceRule],
  ])('no write of an object by %s', (_, given) => {
    expect(isAllowed([given], need('statefulsets', 'patch', { name: 'keep-client-0' }))).toBe(false);
  });

  test('no list by names: a list is about all', () => {
    expect(
      isAllowed([rule(['apps'], ['statefulsets'], ['list'], ['keep-client-0'])], need('statefulsets', 'list')),
    ).toBe(false);
  });

  test('no subresource by its resource', () => {
    expect(isAllowed([rule([''], ['pods'], ['get'])], need('pods/log', 'get', { group: '' }))).toBe(false);
  });

  test.each([
    ['exactly it', rule(['apps'], ['statefulsets'], ['patch'])],
    ['every verb', rule(['apps'], ['statefulsets'], ['*'])],
    ['every group', rule(['*'], ['statefulsets'], ['patch'])],
    ['every resource', rule(['apps'], ['*'], ['patch'])],
    ['this object among others', rule(['apps'], ['statefulsets'], ['patch'], ['keep-client-1', 'keep-client-0'])],
  ])('the write of an object by %s', (_, given) => {
    expect(isAllowed([given], need('statefulsets', 'patch', { name: 'keep-client-0' }))).toBe(true);
  });

  test.each([['pods/log'], ['*/log'], ['*']])('the log of a pod by %s', (resource) => {
    expect(isAllowed([rule([''], [resource], ['get'])], need('pods/log', 'get', { group: '' }))).toBe(true);
  });
});

describe('what is missing', () => {
  const needed = [
    need('statefulsets', 'create', { name: 'c0', why: 'write what is new' }),
    need('statefulsets', 'patch', { name: 'c0' }),
    need('statefulsets', 'patch', { name: 'c1' }),
    need('pods/log', 'get', { group: '', why: 'say what a client said last' }),
  ];

  test('is named once for each resource, with verbs, reasons and the line to add', () => {
    expect(accessFindings({ resourceRules: [] }, needed, { namespace: 'keep' })).toEqual([
      {
        severity: 'error',
        message:
          'The credentials of the kubeconfig may not create (to write what is new); patch (to write what changed) statefulsets.apps c0, c1 in namespace keep. Add to the rules of their Role (docs/rbac.yaml): - { apiGroups: ["apps"], resources: [statefulsets], verbs: [create, patch] }',
      },
      {
        severity: 'error',
        message:
          'The credentials of the kubeconfig may not get (to say what a client said last) pods/log in namespace keep. Add to the rules of their Role (docs/rbac.yaml): - { apiGroups: [""], resources: [pods/log], verbs: [get] }',
      },
    ]);
  });

  test('for some objects only names those', () => {
    const rules = [rule(['apps'], ['statefulsets'], ['*'], ['c0']), rule([''], ['*'], ['*'])];
    const findings = accessFindings({ resourceRules: rules }, needed, { namespace: 'keep' });
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining('may not patch (to write what changed) statefulsets.apps c1 in namespace keep'),
    ]);
  });

  test('is not taken as missing where the API server can’t list every rule: it is said', () => {
    const review = {
      resourceRules: [],
      incomplete: true,
      evaluationError: 'webhook authorizer does not\nsupport user rule resolution',
    };
    const findings = accessFindings(review, needed, { namespace: 'keep' });
    expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'warning', 'warning']);
    expect(findings[0]?.message).toContain(
      "can't list everything that these credentials may do (webhook authorizer does not support user rule resolution): 2 permissions not seen among what it lists are not taken as missing",
    );
    expect(findings[1]?.message).toContain('are not seen to be allowed to create');
  });

  test('is nothing where everything needed is listed, even by an incomplete list', () => {
    const review = { resourceRules: [rule(['*'], ['*'], ['*'])], incomplete: true };
    expect(accessFindings(review, needed, { namespace: 'keep' })).toEqual([]);
  });
});

describe('that the clients can be asked', () => {
  const may = (...resources: readonly string[]) => ({
    resourceRules: [rule([''], ['pods', ...resources], ['get', 'create'])],
  });
  test.each([
    ['by the pod proxy', may('pods/proxy')],
    ['by port-forward', may('pods/portforward')],
  ])('%s is enough', (_, review) => {
    expect(askingFindings(review, { namespace: 'keep' })).toEqual([]);
  });

  test('in no way is told before, with the lines that are missing, and stops nothing', () => {
    expect(askingFindings(may(), { namespace: 'keep' })).toEqual([
      { severity: 'warning', message: expect.stringMatching(/pods\/portforward.*verbs: \[get, create\].*peers/) },
    ]);
  });
});

describe('a plan needs', () => {
  const lines = (access: readonly NeededAccess[]) => new Set(access.map(({ resource, verb }) => `${verb} ${resource}`));
  const nothing = { namespace: 'keep', besideKinds: [], writes: [], prunes: [] } as const;

  test('to read, and nothing else, where nothing is written', () => {
    const verbs = new Set(neededAccess(nothing).map(({ verb }) => verb));
    expect(verbs).toEqual(new Set(['get', 'list', 'watch']));
  });

  test('the lock, where it only waits for what was written before; the record too, where a run before left that open', () => {
    const proving = lines(neededAccess({ ...nothing, isProving: true }));
    for (const line of ['get leases', 'create leases', 'update leases', 'get pods/log'])
      expect(proving).toContain(line);
    expect(proving).not.toContain('update configmaps');
    const open = lines(neededAccess({ ...nothing, isOpen: true }));
    for (const line of ['create leases', 'update configmaps', 'create secrets']) expect(open).toContain(line);
  });

  test('only to get and list where it only looks, whatever an apply would do: no lock, no log of a pod, no watch', () => {
    const writes = [{ kind: 'Service', name: 'c0', isNew: true }] as const;
    const all = lines(accessToLook({ ...nothing, besideKinds: ['Service'], writes }));
    expect([...all].filter((line) => !/^(get|list) /.test(line))).toEqual([]);
    expect(all).toContain('list services');
    for (const line of ['get leases', 'get pods/log', 'get services']) expect(all).not.toContain(line);
  });

  test('never to list Secrets, and no pod’s ports unless they are asked', () => {
    const all = lines(everyAccess('keep', kindsInOrder));
    expect(all).not.toContain('list secrets');
    expect([...all].filter((line) => /proxy|portforward/.test(line))).toEqual([]);
  });

  test('to list the kinds that stand beside the workloads, and only those that are there', () => {
    const all = lines(neededAccess({ ...nothing, besideKinds: ['Service', 'Secret', 'StatefulSet'] }));
    expect(all).toContain('list services');
    expect(all).not.toContain('list configmaps');
    expect(all).not.toContain('list secrets');
  });

  test('to create only what is new, and never to delete a claim', () => {
    const writes = [
      { kind: 'StatefulSet', name: 'c0', isNew: false },
      { kind: 'PersistentVolumeClaim', name: 'data', isNew: true },
    ] as const;
    const all = lines(neededAccess({ ...nothing, writes }));
    expect(all).toContain('patch statefulsets');
    expect(all).toContain('create persistentvolumeclaims');
    expect(all).not.toContain('create statefulsets');
    expect(all).not.toContain('delete statefulsets');
    expect(all).not.toContain('delete persistentvolumeclaims');
  });
});

describe('docs/rbac.yaml', () => {
  const [role] = parseAllDocuments(readFileSync(join(import.meta.dirname, '../../../../docs/rbac.yaml'), 'utf8')).map(
    (document) => document.toJS() as { rules: Required<ResourceRule>[] },
  );
  const granted = (role?.rules ?? []).flatMap(({ apiGroups, resources, verbs }) =>
    (apiGroups ?? []).flatMap((group) =>
      (resources ?? []).flatMap((resource) => (verbs ?? []).map((verb) => `${verb} ${resource}.${group}`)),
    ),
  );
  const needed = everyAccess('keep-test', kindsInOrder).map(
    ({ verb, resource, group }) => `${verb} ${resource}.${group}`,
  );

  test('grants everything that any plan can need, and nothing else', () => {
    expect([...new Set(granted)].sort()).toEqual([...new Set(needed)].sort());
  });

  test('grants nothing twice, so that taking a line out takes something away', () => {
    const twice = granted.filter((line, index) => granted.indexOf(line) !== index);
    expect(twice).toEqual([]);
  });
});
