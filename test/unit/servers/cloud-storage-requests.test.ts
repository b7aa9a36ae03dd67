import { expect, test } from '@jest/globals';
import { classifyRequest, type StorageRequest } from '../../../tools/servers/cloud-storage-requests.ts';

const cases: [string, string, Partial<StorageRequest>][] = [
  ['POST', '/storage/v1/b?project=p', { kind: 'other' }],
  ['GET', '/storage/v1/b/bucket', { kind: 'other' }],
  ['GET', '/storage/v1/b/bucket/o?prefix=a%2Fb', { kind: 'list', bucket: 'bucket' }],
  ['GET', '/storage/v1/b/bucket/o/a%2Fb.json', { kind: 'read', bucket: 'bucket', object: 'a/b.json' }],
  ['GET', '/storage/v1/b/bucket/o/a%3Fb?alt=media', { kind: 'read', bucket: 'bucket', object: 'a?b' }],
  ['HEAD', '/download/storage/v1/b/bucket/o/name', { kind: 'read', bucket: 'bucket', object: 'name' }],
  [
    'POST',
    '/upload/storage/v1/b/bucket/o?uploadType=media&name=a%2Fb',
    { kind: 'write', bucket: 'bucket', object: 'a/b' },
  ],
  ['PUT', '/upload/storage/v1/b/bucket/o?upload_id=7', { kind: 'write', bucket: 'bucket' }],
  ['PATCH', '/storage/v1/b/bucket/o/name', { kind: 'write', bucket: 'bucket', object: 'name' }],
  ['DELETE', '/storage/v1/b/bucket/o/100%25', { kind: 'delete', bucket: 'bucket', object: '100%' }],
  ['DELETE', '/storage/v1/b/bucket/o/broken%', { kind: 'delete', bucket: 'bucket', object: 'broken%' }],
];

test.each(cases)('%s %s is understood', (method, address, expected) => {
  const { path: _, ...seen } = classifyRequest(method, address);
  expect(seen).toEqual({ method, ...expected });
});
