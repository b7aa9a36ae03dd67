import { describe, expect, test } from '@jest/globals';
import { loginKey, parseDockerConfig } from '../../../../src/cluster/registry/docker-config.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const read = (config: unknown) => parseDockerConfig(JSON.stringify(config));
const loginAt = (registry: string, entry: unknown) =>
  read({ auths: { [registry]: entry } }).logins.get(loginKey(registry));

describe('a configuration that can’t be used', () => {
  test.each([
    ['no JSON', '{"auths": {"registry.example": {"auth": "correct horse', 'it is not JSON'],
    ['a list', '["correct horse"]', 'expected a JSON object'],
    [
      'an auth without a user',
      JSON.stringify({ auths: { r: { auth: base64('correct horse') } } }),
      'auths of r: auth is not',
    ],
  ])('%s: is refused without repeating what it holds', (_, text, expected) => {
    expect(() => parseDockerConfig(text)).toThrow(expected);
    expect(() => parseDockerConfig(text)).not.toThrow(/horse|Y29ycmVj/);
  });
});

describe('a login', () => {
  test.each([
    [
      'user and password in one',
      { auth: base64('me:pass:word') },
      { kind: 'password', username: 'me', password: 'pass:word' },
    ],
    [
      'user and password apart',
      { username: 'me', password: 'word' },
      { kind: 'password', username: 'me', password: 'word' },
    ],
    [
      'an identity token beside an empty password',
      { auth: base64('me:'), identitytoken: 't' },
      { kind: 'identity', token: 't' },
    ],
    ['a registry token', { registrytoken: 't' }, { kind: 'bearer', token: 't' }],
    ['nothing: a helper keeps it', {}, undefined],
  ])('is read from %s', (_, entry, login) => {
    expect(loginAt('registry.example', entry)).toEqual(login);
  });

  test.each([
    ['registry.example', 'registry.example'],
    ['https://registry.example', 'registry.example'],
    ['https://registry.example/v2/', 'registry.example'],
    ['http://127.0.0.1:5000/v1/', '127.0.0.1:5000'],
    ['https://index.docker.io/v1/', 'https://index.docker.io/v1/'],
    ['docker.io', 'https://index.docker.io/v1/'],
    ['registry-1.docker.io', 'https://index.docker.io/v1/'],
  ])('written for %s is the one of %s', (written, key) => {
    expect(loginKey(written)).toBe(key);
    expect(read({ auths: { [written]: { auth: base64('me:word') } } }).logins.has(key)).toBe(true);
  });
});

test('helpers are read for one registry and for all others', () => {
  const { helpers, store } = read({
    credsStore: 'desktop',
    credHelpers: { 'https://registry.example/v2/': 'gcloud', none: '' },
  });
  expect([...helpers]).toEqual([['registry.example', 'gcloud']]);
  expect(store).toBe('desktop');
});
