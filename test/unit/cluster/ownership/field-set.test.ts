import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../../../src/cluster/kubernetes-object.ts';
import {
  describePath,
  type FieldPath,
  type FieldSet,
  formatFieldSet,
  noFields,
  parseFieldSet,
  setOf,
  unionOf,
  without,
} from '../../../../src/cluster/ownership/field-set.ts';

const fields: JsonObject = {
  'f:metadata': { 'f:annotations': { '.': {}, 'f:team': {} } },
  'f:spec': {
    'f:replicas': {},
    'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"client"}': { '.': {}, 'f:image': {}, 'f:name': {} } } } },
    'f:finalizers': { 'v:"a"': {} },
    'f:args': { 'i:0': {} },
  },
};
const image = ['f:spec', 'f:template', 'f:spec', 'f:containers', 'k:{"name":"client"}', 'f:image'];

/** Sets as a server may send them. */
const anyPath: fc.Arbitrary<FieldPath> = fc.array(
  fc.oneof(
    fc.constantFrom('f:spec', 'f:name', 'f:a.b/c', 'f:.'),
    fc.constantFrom('k:{"name":"client"}', 'k:{"containerPort":80,"protocol":"TCP"}', 'v:"x"', 'i:3'),
  ),
  { minLength: 1, maxLength: 5 },
);
const anySet: fc.Arbitrary<FieldSet> = fc.array(anyPath, { maxLength: 8 }).map(setOf);

describe('fields', () => {
  test('that are none at all are an empty set', () => {
    expect(parseFieldSet(undefined)).toEqual(noFields);
    expect(formatFieldSet(parseFieldSet({}))).toEqual({});
  });

  test('are written as they were read', () => {
    expect(formatFieldSet(parseFieldSet(fields))).toEqual(fields);
    fc.assert(fc.property(anySet, (set) => expect(parseFieldSet(formatFieldSet(set))).toEqual(set)));
  });

  test('of a map that somebody owns beside what is in it are more than a leaf', () => {
    const annotations = parseFieldSet(fields).children.get('f:metadata')?.children.get('f:annotations');
    expect([annotations?.isMember, annotations?.children.size]).toEqual([true, 1]);
  });

  test('are united without losing any, in whatever order', () => {
    fc.assert(
      fc.property(anySet, anySet, (one, other) => {
        const whole = unionOf(one, other);
        expect(unionOf(whole, other)).toEqual(whole);
        expect(unionOf(whole, one)).toEqual(whole);
        expect(unionOf(other, one)).toEqual(whole);
      }),
    );
  });

  test('that are taken out take the nodes with them that held nothing else', () => {
    expect(formatFieldSet(without(setOf([image]), [image]))).toEqual({});
    const item = image.slice(0, -1);
    expect(formatFieldSet(without(parseFieldSet(fields), [image]))).not.toEqual(fields);
    expect(formatFieldSet(without(setOf([image, item]), [image]))).toEqual(formatFieldSet(setOf([item])));
    fc.assert(fc.property(fc.array(anyPath), (paths) => expect(without(setOf(paths), paths)).toEqual(noFields)));
  });
});

test.each<[FieldPath, string]>([
  [image, 'spec.template.spec.containers[name="client"].image'],
  [['f:spec', 'f:ports', 'k:{"port":80,"protocol":"TCP"}'], 'spec.ports[port=80,protocol="TCP"]'],
  [['f:metadata', 'f:annotations', 'f:keel.sh/policy'], 'metadata.annotations.keel.sh/policy'],
  [['f:metadata', 'f:finalizers', 'v:"a"'], 'metadata.finalizers[="a"]'],
  [['f:spec', 'f:args', 'i:0'], 'spec.args[0]'],
  [['f:spec', 'k:not json'], 'spec[not json]'],
])('the path %j is written as Kubernetes writes it: %s', (path, text) => {
  expect(describePath(path)).toBe(text);
});
