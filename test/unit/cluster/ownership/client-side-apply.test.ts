import { describe, expect, test } from '@jest/globals';
import type { JsonObject, LiveObject, ManagedFields } from '../../../../src/cluster/kubernetes-object.ts';
import { migrationOf } from '../../../../src/cluster/ownership/client-side-apply.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
const entry = (manager: string, fieldsV1: JsonObject, more: Partial<ManagedFields> = {}): ManagedFields => ({
  manager,
  operation: 'Update',
  apiVersion: 'apps/v1',
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...more,
});
const ours = (fieldsV1: JsonObject): ManagedFields => entry('keep-deploy', fieldsV1, { operation: 'Apply' });
const live = (
  managedFields: readonly ManagedFields[],
  annotations: { readonly [name: string]: string } = {},
): LiveObject => ({
  metadata: { name: 'x', resourceVersion: '7', annotations, managedFields },
});
const annotated: JsonObject = { 'f:metadata': { 'f:annotations': { '.': {}, [`f:${annotation}`]: {}, 'f:team': {} } } };
const spec: JsonObject = { 'f:spec': { 'f:replicas': {}, 'f:serviceName': {} } };
const booksAfter = (object: LiveObject): unknown =>
  migrationOf(object)?.patch.find(({ path }) => path === '/metadata/managedFields')?.value;

describe('what client-side apply left', () => {
  test.each<[string, LiveObject]>([
    ['no books', { metadata: { name: 'x' } }],
    ['only our own apply', live([ours(spec)])],
    ['kubectl edit', live([ours(spec), entry('kubectl-edit', spec)])],
    [
      'kubectl apply --server-side, which keeps its annotation',
      live([entry('kubectl', annotated, { operation: 'Apply' })], { [annotation]: '{}' }),
    ],
    ['a scale by the one who applied', live([entry('kubectl-client-side-apply', spec, { subresource: 'scale' })])],
    ['Helm 4, which applies on the server', live([entry('helm', spec, { operation: 'Apply' })])],
    [
      'an object without books before its first apply, never applied by kubectl',
      live([entry('before-first-apply', spec), ours(spec)]),
    ],
  ])('is nothing where there is %s', (_, object) => {
    expect(migrationOf(object)).toBeUndefined();
  });

  test('becomes ours, its annotation goes, and the patch holds for the object as it was read only', () => {
    const object = live([entry('kubectl-client-side-apply', { ...annotated, ...spec }), entry('hpa', spec)], {
      [annotation]: '{}',
      team: 'beacon',
    });
    expect(migrationOf(object)).toMatchObject({
      managers: ['kubectl-client-side-apply'],
      patch: [
        { op: 'replace', path: '/metadata/resourceVersion', value: '7' },
        {
          op: 'replace',
          path: '/metadata/managedFields',
          value: [entry('hpa', spec), ours({ 'f:metadata': { 'f:annotations': { '.': {}, 'f:team': {} } }, ...spec })],
        },
        { op: 'remove', path: '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration' },
      ],
    });
  });

  test('is joined to what we applied already, under our entry', () => {
    const own: ManagedFields = {
      ...ours({ 'f:spec': { 'f:replicas': {}, 'f:paused': {} } }),
      time: '2026-11-21T20:00:00Z',
    };
    expect(booksAfter(live([own, entry('helm', spec)]))).toEqual([
      { ...own, fieldsV1: { 'f:spec': { 'f:replicas': {}, 'f:serviceName': {}, 'f:paused': {} } } },
    ]);
  });

  test('under whatever name it was applied is known by the annotation', () => {
    expect(migrationOf(live([entry('terraform', annotated)], { [annotation]: '{}' }))?.managers).toEqual(['terraform']);
  });

  test('of another version of the API is let go', () => {
    const object = live([ours(spec), entry('helm', { 'f:spec': { 'f:old': {} } }, { apiVersion: 'apps/v1beta1' })]);
    expect(booksAfter(object)).toEqual([ours(spec)]);
  });

  test('in an object that had no books is only what was applied: what the server filled in stays where it is', () => {
    const fieldsV1 = { ...annotated, 'f:spec': { 'f:clusterIP': {}, 'f:selector': {}, 'f:type': {} } };
    const applied = JSON.stringify({
      kind: 'Service',
      metadata: { name: 'x', annotations: { team: 'beacon' } },
      spec: { selector: { app: 'keep' }, absent: 1 },
    });
    expect(booksAfter(live([entry('before-first-apply', fieldsV1)], { [annotation]: applied }))).toEqual([
      entry('before-first-apply', {
        'f:metadata': { 'f:annotations': {} },
        'f:spec': { 'f:clusterIP': {}, 'f:type': {} },
      }),
      ours({ 'f:metadata': { 'f:annotations': { 'f:team': {} } }, 'f:spec': { 'f:selector': {} } }),
    ]);
  });

  test('with an annotation that nobody can read any more is what its manager has', () => {
    const object = live([entry('before-first-apply', annotated)], { [annotation]: '{' });
    expect(booksAfter(object)).toEqual([
      entry('before-first-apply', { 'f:metadata': { 'f:annotations': { '.': {}, 'f:team': {} } } }),
    ]);
  });
});
