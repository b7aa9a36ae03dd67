import { describe, expect, test } from '@jest/globals';
import { parseImageReference, withDigest } from '../../../../src/cluster/registry/image-reference.ts';
import { digestOf } from '../../../../src/values/index.ts';

const digest = digestOf('an image');

describe('no image is', () => {
  test.each([
    ['', 'a name of lower-case'],
    ['Client', 'a name of lower-case'],
    ['registry.example/Client', 'a name of lower-case'],
    ['registry.example/client/', 'a name of lower-case'],
    ['registry.example//client', 'a name of lower-case'],
    ['client..name', 'a name of lower-case'],
    ['client-', 'a name of lower-case'],
    ['client:', 'a tag of letters'],
    ['client:.tag', 'a tag of letters'],
    [`client:${'t'.repeat(129)}`, 'a tag of letters'],
    ['client:a tag', 'a tag of letters'],
    ['client@sha256:12', 'sha256: and 64 hexadecimal digits'],
    [`client@${digest.toUpperCase()}`, 'sha256: and 64 hexadecimal digits'],
    [`client@sha512:${'a'.repeat(128)}`, 'sha256: and 64 hexadecimal digits'],
    [`client@${digest}@${digest}`, 'at most one @'],
    ['registry.example:/client', 'a registry as host'],
    ['registry.example:99999/client', 'a registry as host'],
    ['-registry.example/client', 'a registry as host'],
    ['registry_example.org/client', 'a registry as host'],
    ['https://registry.example/client', 'a registry as host'],
    ['a'.repeat(64), '64 hexadecimal digits'],
    [`registry.example/${'a/'.repeat(128)}a`, 'at most 255 characters'],
  ])('%j', (written, expected) => {
    expect(() => parseImageReference(written)).toThrow(RangeError);
    expect(() => parseImageReference(written)).toThrow(expected);
  });
});

describe('an image is read as container runtimes read it:', () => {
  test.each([
    // Docker Hub's short forms: no dot, no port, not localhost.
    ['busybox', 'docker.io', 'library/busybox', 'latest', undefined],
    ['busybox:1.36', 'docker.io', 'library/busybox', '1.36', undefined],
    ['keepnetwork/client:v1', 'docker.io', 'keepnetwork/client', 'v1', undefined],
    ['docker.io/busybox', 'docker.io', 'library/busybox', 'latest', undefined],
    ['docker.io/keepnetwork/client', 'docker.io', 'keepnetwork/client', 'latest', undefined],
    ['index.docker.io/keepnetwork/client', 'docker.io', 'keepnetwork/client', 'latest', undefined],
    ['registry-1.docker.io/busybox', 'docker.io', 'library/busybox', 'latest', undefined],
    // A dot, a port, or localhost: a registry.
    ['registry.example/client', 'registry.example', 'client', 'latest', undefined],
    ['registry.example:5000/a/b-c/d__e.f:v2', 'registry.example:5000', 'a/b-c/d__e.f', 'v2', undefined],
    ['localhost/client:v1', 'localhost', 'client', 'v1', undefined],
    ['localhost:5000/client', 'localhost:5000', 'client', 'latest', undefined],
    ['127.0.0.1:5000/client:v1', '127.0.0.1:5000', 'client', 'v1', undefined],
    ['[::1]:5000/client', '[::1]:5000', 'client', 'latest', undefined],
    ['Registry/client', 'Registry', 'client', 'latest', undefined],
    // A digest decides; a tag beside it says what it was called.
    [`registry.example/client@${digest}`, 'registry.example', 'client', undefined, digest],
    [`registry.example/client:v1@${digest}`, 'registry.example', 'client', 'v1', digest],
  ])('%s', (written, registry, repository, tag, digestRead) => {
    expect(parseImageReference(written)).toMatchObject({ written, registry, repository });
    const { tag: tagRead, digest: read } = parseImageReference(written);
    expect([tagRead, read]).toEqual([tag, digestRead]);
  });
});

test.each([
  ['busybox', 'busybox'],
  ['registry.example:5000/client:v1', 'registry.example:5000/client'],
  [`registry.example/client:v1@${digestOf('another')}`, 'registry.example/client'],
])('%s is pinned under the name it was written with, without its tag', (written, name) => {
  expect(withDigest(parseImageReference(written), digest)).toBe(`${name}@${digest}`);
});
