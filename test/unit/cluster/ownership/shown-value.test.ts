import { describe, expect, test } from '@jest/globals';
import { createShown, showValue } from '../../../../src/cluster/ownership/shown-value.ts';
import type { Json } from '../../../../src/values/index.ts';

const shown = createShown({
  redact: (text) => text.replaceAll('registered', '***'),
  isSecret: ({ kind, name }, path) => kind === 'ConfigMap' && name === 'recipe' && path[0] === 'f:data',
});
const workload = { kind: 'StatefulSet', name: 'keep-client-0' };
const show = (value: Json, path: readonly string[] = ['f:spec'], object = workload) =>
  showValue(shown, object, path, value);

describe('nothing is shown', () => {
  test.each<[string, { kind: string; name: string }, readonly string[]]>([
    ['of what a Secret holds', { kind: 'Secret', name: 's' }, ['f:data', 'f:key']],
    ['of what a Secret is written from', { kind: 'Secret', name: 's' }, ['f:stringData']],
    ['of bytes', { kind: 'ConfigMap', name: 'c' }, ['f:binaryData', 'f:file']],
    ['of what was given as secret', { kind: 'ConfigMap', name: 'recipe' }, ['f:data', 'f:configuration']],
    [
      'of the annotation in which kubectl keeps everything',
      workload,
      ['f:metadata', 'f:annotations', 'f:kubectl.kubernetes.io/last-applied-configuration'],
    ],
    ['of a variable that is called a password', workload, ['f:env', 'k:{"name":"DB_PASSWORD"}', 'f:value']],
  ])('%s', (_, object, path) => {
    expect(show('x', path, object)).toBe('not shown');
  });

  test('of such values inside of others', () => {
    const env = [
      { name: 'API_KEY', value: 'open sesame' },
      { name: 'LOG', value: 'info' },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'passphrases', key: 'k' } } },
    ];
    expect(show({ env })).toBe(
      '{"env":[{"name":"API_KEY","value":"***"},{"name":"LOG","value":"info"},{"name":"TOKEN","valueFrom":{"secretKeyRef":{"key":"k","name":"passphrases"}}}]}',
    );
  });
});

test.each<[string, string, string]>([
  ['a registered secret', 'a registered one', 'a *** one'],
  ['a URL with a password', 'URL = "wss://me:pass@host:8546/"', 'URL = "***"'],
  ['a URL with a key', 'URL = "https://rpc.example/v3/0123456789abcdef0123456789abcdef"', 'URL = "***"'],
  ['a private key', `Key = "0x${'ab'.repeat(32)}"`, 'Key = "***"'],
  ['a password by its name', '  Password = "correct horse"  # twice', '  Password = ***'],
  ['a flag by its name', '--eth-api-key=abc --port 1', '--eth-api-key=***'],
  ['a mnemonic', 'test test test test test test test test test test test junk', '***'],
  ['a keyfile', '{\n"ciphertext": "ab"\n}', '***\n***\n***'],
  ['a PEM block', 'a\n-----BEGIN KEY-----\nabc\n-----END KEY-----\nb', 'a\n***\n***\n***\nb'],
  ['a PEM block that was cut', 'a\n-----BEGIN KEY-----\nabc', 'a\n***\n***'],
])('%s is taken out of a text, and lines stay lines', (_, text, expected) => {
  expect(shown.text(text)).toBe(expected);
});

test.each([
  'TokenStaking = "0xEcAB1c7Cb98b5a11bBc5Ed6Dbc2E6BdBD06bA3AB"',
  'Token = "0xEcAB1c7Cb98b5a11bBc5Ed6Dbc2E6BdBD06bA3AB"',
  `image: registry.invalid/keep-client@sha256:${'ab'.repeat(32)}`,
  'URL = "ws://eth-tx-node.default.svc.cluster.local:8546"',
  'secretName: keep-client-0-keyfile-0123456789ab',
  'Peers = ["/dns4/keep-client-0/tcp/3919/ipfs/16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH"]',
])('%s is shown: that is what a plan is read for', (text) => {
  expect(shown.text(text)).toBe(text);
});

test('a value is one line of bounded length', () => {
  expect(show({ text: 'a\nb' })).toBe('{"text":"a\\nb"}');
  expect(show('x'.repeat(500)).length).toBe(160);
});
