import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject, LiveObject, ManagedFields, WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import { describeDrift, driftOf, isAppliedByUs } from '../../../../src/cluster/ownership/drift.ts';
import {
  describePath,
  formatFieldSet,
  parseFieldSet,
  setOf,
  without,
} from '../../../../src/cluster/ownership/field-set.ts';
import { createShown } from '../../../../src/cluster/ownership/shown-value.ts';
import type { Json } from '../../../../src/values/index.ts';
import { anyApplied, leavesOf } from './simulated-apply.ts';

const shown = createShown({ redact: (text) => text.replaceAll('hunter22', '***') });
const ours = (fieldsV1: JsonObject): ManagedFields => ({ manager: 'keep-deploy', operation: 'Apply', fieldsV1 });
const theirs = (manager: string, fieldsV1: JsonObject, more: Partial<ManagedFields> = {}): ManagedFields => ({
  manager,
  operation: 'Update',
  fieldsV1,
  ...more,
});
const liveWith = (body: JsonObject, managedFields: readonly ManagedFields[]): LiveObject =>
  ({ ...body, metadata: { ...(body['metadata'] as JsonObject), managedFields } }) as unknown as LiveObject;

const body: WantedObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'keep-client-0', namespace: 'keep', annotations: { team: 'beacon' } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'keep' } },
    template: {
      spec: {
        volumes: [{ name: 'scratch', emptyDir: {} }],
        containers: [
          {
            name: 'client',
            image: 'client@sha256:1',
            args: [],
            command: null,
            env: [{ name: 'LOG', value: 'info' }],
            ports: [{ containerPort: 3919 }],
          },
        ],
      },
    },
  },
};
const own: JsonObject = {
  'f:metadata': { 'f:annotations': { 'f:team': {} } },
  'f:spec': {
    'f:replicas': {},
    'f:selector': {},
    'f:template': {
      'f:spec': {
        'f:volumes': { 'k:{"name":"scratch"}': { '.': {}, 'f:name': {}, 'f:emptyDir': {} } },
        'f:containers': {
          'k:{"name":"client"}': {
            '.': {},
            'f:name': {},
            'f:image': {},
            'f:env': { 'k:{"name":"LOG"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
            'f:ports': { 'k:{"containerPort":3919,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
          },
        },
      },
    },
  },
};
const container = ['f:spec', 'f:template', 'f:spec', 'f:containers', 'k:{"name":"client"}'];
const log = [...container, 'f:env', 'k:{"name":"LOG"}'];
const lost = (...paths: readonly (readonly string[])[]): ManagedFields =>
  ours(formatFieldSet(without(parseFieldSet(own), paths)));
const only = (...paths: readonly (readonly string[])[]): JsonObject => formatFieldSet(setOf(paths));
const changed = (from: string, to: string): JsonObject =>
  JSON.parse(JSON.stringify(body).replace(from, to)) as JsonObject;
const driftIn = (live: LiveObject, wanted: WantedObject = body) => driftOf(live, wanted, shown).map(describeDrift);

describe('drift', () => {
  test.each<[string, LiveObject, readonly string[]]>([
    [
      'a number that another manager changed through a subresource',
      liveWith(changed('"replicas":1', '"replicas":3'), [
        lost(['f:spec', 'f:replicas']),
        theirs('kubectl', only(['f:spec', 'f:replicas']), { subresource: 'scale' }),
      ]),
      ['spec.replicas is 3 now, by kubectl (scale)'],
    ],
    [
      'an image in the list of containers',
      liveWith(changed('sha256:1', 'sha256:2'), [
        lost([...container, 'f:image']),
        theirs('keel', only([...container, 'f:image'])),
      ]),
      ['spec.template.spec.containers[name="client"].image is "client@sha256:2" now, by keel'],
    ],
    [
      'an annotation that two managers share',
      liveWith(changed('beacon', 'other'), [
        lost(['f:metadata', 'f:annotations', 'f:team']),
        theirs('one', only(['f:metadata', 'f:annotations', 'f:team'])),
        theirs('two', only(['f:metadata', 'f:annotations', 'f:team']), { operation: 'Apply' }),
      ]),
      ['metadata.annotations.team is "other" now, by one and two'],
    ],
    [
      'an atomic map by the manager who has it whole',
      liveWith(changed('"app":"keep"', '"app":"other"'), [
        lost(['f:spec', 'f:selector']),
        theirs('editor', only(['f:spec', 'f:selector'])),
      ]),
      ['spec.selector is {"matchLabels":{"app":"other"}} now, by editor'],
    ],
    [
      'an entry that was taken out, of which no book tells who did it',
      liveWith(changed('"env":[{"name":"LOG","value":"info"}],', ''), [
        lost(...['', 'f:name', 'f:value'].map((field) => [...log, ...(field === '' ? [] : [field])])),
      ]),
      ['spec.template.spec.containers[name="client"].env was removed'],
    ],
    [
      'a volume that is of another type',
      liveWith(changed('"emptyDir":{}', '"hostPath":{"path":"/"}'), [
        lost(['f:spec', 'f:template', 'f:spec', 'f:volumes', 'k:{"name":"scratch"}', 'f:emptyDir']),
      ]),
      ['spec.template.spec.volumes[name="scratch"].emptyDir was removed'],
    ],
    [
      'everything, where the books no longer name us',
      liveWith(body, [theirs('before-first-apply', own)]),
      ['its books no longer name keep-deploy, by before-first-apply'],
    ],
  ])('is found: %s', (_, live, expected) => {
    expect(driftIn(live)).toEqual(expected);
  });

  test.each<[string, LiveObject]>([
    ['of what stands as it was applied', liveWith(body, [ours(own)])],
    ['of what another manager wants just as we do', liveWith(body, [ours(own), theirs('editor', own)])],
    [
      'of what controllers and others added',
      liveWith(changed('"replicas":1', '"replicas":1,"revisionHistoryLimit":10'), [
        ours(own),
        theirs('kube-controller-manager', only(['f:status', 'f:replicas']), { subresource: 'status' }),
        theirs('kubectl-edit', only([...container, 'f:env', 'k:{"name":"MORE"}', 'f:value'])),
      ]),
    ],
    [
      'of a volume that got a limit from somebody else',
      liveWith(changed('"emptyDir":{}', '"emptyDir":{"sizeLimit":"1Gi"}'), [
        lost(['f:spec', 'f:template', 'f:spec', 'f:volumes', 'k:{"name":"scratch"}', 'f:emptyDir']),
        theirs(
          'editor',
          only(['f:spec', 'f:template', 'f:spec', 'f:volumes', 'k:{"name":"scratch"}', 'f:emptyDir', 'f:sizeLimit']),
        ),
      ]),
    ],
  ])('is none %s', (_, live) => {
    expect(driftIn(live)).toEqual([]);
  });

  test('of a secret is told without what it is', () => {
    const secret: WantedObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'n' },
      data: { key: 'b2xk' },
    };
    const live = liveWith({ ...secret, data: { key: 'bmV3' } }, [
      ours({ 'f:type': {} }),
      theirs('editor', { 'f:data': { '.': {}, 'f:key': {} } }),
    ]);
    expect(driftIn(live, secret)).toEqual(['data.key was changed (not shown), by editor']);
    const { data: _, ...booksOnly } = live as LiveObject & { readonly data: JsonObject };
    expect(driftIn(booksOnly, secret)).toEqual(['data.key was changed (not shown), by editor']);
    const known = liveWith(changed('beacon', 'hunter22'), [
      lost(['f:metadata', 'f:annotations', 'f:team']),
      theirs('x', only(['f:metadata', 'f:annotations', 'f:team'])),
    ]);
    expect(driftIn(known)).toEqual(['metadata.annotations.team is "***" now, by x']);
  });

  test('in two entries of ours, of two versions of the API, is what neither has', () => {
    const half = (paths: readonly (readonly string[])[]) => ours(only(...paths));
    const leaves = leavesOf(own);
    const live = liveWith(body, [half(leaves.slice(0, 3)), half(leaves.slice(3))]);
    expect(driftIn(live)).toEqual([]);
  });
});

test('an object is known as applied by us by an entry of our apply only', () => {
  expect(isAppliedByUs(liveWith(body, [ours(own)]))).toBe(true);
  expect(isAppliedByUs(liveWith(body, [theirs('keep-deploy', own)]))).toBe(false);
  expect(isAppliedByUs(liveWith(body, [{ ...ours(own), subresource: 'status' }]))).toBe(false);
  expect(isAppliedByUs({ metadata: { name: 'x' } })).toBe(false);
});

describe('whatever is applied', () => {
  const wanted = (value: Json): WantedObject => ({ ...body, spec: value });

  test('has not drifted from itself', () => {
    fc.assert(
      fc.property(anyApplied, ({ value, fields }) => {
        const live = liveWith(wanted(value), [ours({ 'f:spec': fields })]);
        expect(
          driftIn(live, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'y' }, spec: value }),
        ).toEqual([]);
      }),
    );
  });

  test('has drifted in exactly the leaf that another manager took', () => {
    fc.assert(
      fc.property(anyApplied, fc.nat(), ({ value, fields }, choice) => {
        const all = { 'f:spec': fields };
        const leaves = leavesOf(all);
        const taken = leaves[choice % leaves.length] ?? [];
        const rest = formatFieldSet(without(parseFieldSet(all), [taken]));
        const live = liveWith(wanted(value), [ours(rest), theirs('other', formatFieldSet(setOf([taken])))]);
        const object: WantedObject = {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'x', namespace: 'y' },
          spec: value,
        };
        expect(driftOf(live, object, shown)).toMatchObject([{ path: describePath(taken), managers: ['other'] }]);
      }),
    );
  });
});
