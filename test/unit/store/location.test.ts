import { describe, expect, test } from '@jest/globals';
import { parseStoreLocation } from '../../../src/store/location.ts';

describe('the location of a store', () => {
  test.each([`gs://releases/${'a'.repeat(60)}/.x`, 'gs://releases/.x', 'gs://releases//x', 'gs://r', 's3://releases'])(
    '%s is refused, at once',
    (location) => {
      expect(() => parseStoreLocation(location, '/here')).toThrow('the store must be gs://BUCKET');
    },
  );

  test.each([
    ['gs://releases', { type: 'bucket', bucket: 'releases', prefix: '' }],
    ['gs://releases/', { type: 'bucket', bucket: 'releases', prefix: '' }],
    ['gs://releases/keep-test/v1.0', { type: 'bucket', bucket: 'releases', prefix: 'keep-test/v1.0' }],
    ['file:releases', { type: 'directory', folder: '/here/releases' }],
  ])('%s is read', (location, expected) => {
    expect(parseStoreLocation(location, '/here')).toEqual(expected);
  });
});
