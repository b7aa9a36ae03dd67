import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { clientName, clusterSettings, pathInContainer } from '../../../src/cluster/index.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('the settings refuse', () => {
  test.each([
    ['no namespace', {}],
    ['a namespace in capitals', { namespace: 'Keep' }],
    ['an unknown key', { namespace: 'keep', contxt: 'x' }],
    ['a CA bundle that is no digest', { namespace: 'keep', 'certificate-authority': 'sha256:abc' }],
    ['an empty context', { namespace: 'keep', context: '' }],
  ])('%s', (_, settings) => {
    expect(v.safeParse(clusterSettings, settings).success).toBe(false);
  });

  test.each(['0-client', 'Client', 'keep_client', 'client-', 'c'.repeat(53)])('the client name %s', (name) => {
    expect(v.safeParse(clientName, name).success).toBe(false);
  });

  test.each(['config.toml', '/mnt/config/', '/', '/mnt/a:b'])('the path %s', (path) => {
    expect(v.safeParse(pathInContainer, path).success).toBe(false);
  });
});

test('the settings take what names one cluster, one client, one file', () => {
  const settings = { namespace: 'keep', context: 'gke_keep', 'certificate-authority': digest, 'namespace-uid': 'u' };
  expect(v.parse(clusterSettings, settings)).toEqual(settings);
  expect(v.parse(clientName, 'keep-client-0')).toBe('keep-client-0');
  expect(v.parse(pathInContainer, '/mnt/keep-client/config/keep-client-config.toml')).toContain('/mnt');
});
