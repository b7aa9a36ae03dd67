import { expect, test } from '@jest/globals';
import { quantityOf } from '../../../../src/cluster/preflight/quantity.ts';

test.each([
  ['1Gi', '1024Mi'],
  ['0.5Gi', '512Mi'],
  ['1.5', '1500m'],
  ['1e3', '1k'],
  ['1E3', 1000],
  ['.5', '500m'],
  [2, '2'],
  ['+1', 1],
])('%j and %j are the same', (one, other) => {
  expect(quantityOf(one)).toBe(quantityOf(other));
  expect(quantityOf(one)).toBeDefined();
});

test.each([
  ['1Gi', '1G'],
  ['1M', '1m'],
  ['1', '2'],
])('%j and %j are not the same', (one, other) => {
  expect(quantityOf(one)).not.toBe(quantityOf(other));
});

test.each([[''], ['Gi'], ['1 Gi'], ['1gi'], ['a1'], [null], [undefined], [{}]])('%j is no quantity', (value) => {
  expect(quantityOf(value)).toBeUndefined();
});
