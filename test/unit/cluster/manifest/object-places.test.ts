import { describe, expect, test } from '@jest/globals';
import { objectPlaces } from '../../../../src/cluster/index.ts';
import type { WrittenKind } from '../../../../src/cluster/kubernetes-object.ts';
import { fieldNamedIn } from '../../../../src/cluster/manifest/object-places.ts';
import { service, statefulSet, template } from './manifests.ts';

const object = (kind: WrittenKind, name: string) => ({ kind, metadata: { name } });
const placeOf = objectPlaces(template(service, statefulSet), ['keep-client-0', 'keep-client-1']);

describe('the place of what is written', () => {
  test('is nowhere for what no file holds', () => {
    expect(placeOf(object('ConfigMap', 'keep-client-0-config-0123'), 'data.x: Invalid value')).toEqual({});
  });

  test.each([
    ['its object', 'Service', 'keep-client-1', 'no such thing', 1],
    ['the object of another kind', 'StatefulSet', 'keep-client-1', '', 10],
    [
      'the field that the API server names by its place',
      'StatefulSet',
      'keep-client-0',
      'StatefulSet.apps "keep-client-0" is invalid: spec.template.spec.containers[0].image: Required value',
      25,
    ],
    [
      'the field that a conflict names by its key',
      'StatefulSet',
      'keep-client-0',
      'PATCH /apis/apps/v1/namespaces/keep/statefulsets/keep-client-0: 409 Conflict: .spec.template.spec.containers[name="client"].image belongs to keel',
      25,
    ],
    ['what is around a field that is not written', 'StatefulSet', 'keep-client-0', 'spec.serviceName is "a"', 14],
    ['a label, in brackets', 'StatefulSet', 'keep-client-0', 'spec.template.metadata.labels[app]: Invalid value', 21],
  ] as const)('is that of %s', (_, kind, name, saying, line) => {
    expect(placeOf(object(kind, name), saying)).toMatchObject({ file: 'keep-client.yml', line });
  });
});

test.each([
  ['spec.ports[port=3919,protocol="TCP"].name: Duplicate value', ['spec', 'ports', 1, 'name']],
  ['metadata.annotations[example.com/x]: Invalid value', ['metadata', 'annotations', 'example.com/x']],
  ['spec.ports[9].name: Invalid value', ['spec', 'ports', 9, 'name']],
  ['spec.ports[name="gone"].port belongs to kubectl', ['spec', 'ports']],
  ['exceeded quota: small', []],
  ['admission webhook "a.data.example" denied the request', []],
])('of "%s" the field is found as far as it leads', (text, path) => {
  const ports = [
    { name: 'a', port: 80 },
    { name: 'b', port: 3919 },
  ];
  expect(fieldNamedIn(text, { spec: { ports } })).toEqual(path);
});
