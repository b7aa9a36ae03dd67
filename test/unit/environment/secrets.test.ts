import { describe, expect, test } from '@jest/globals';
import { resolveSecret, resolveSecrets } from '../../../src/environment/index.ts';
import { UserError } from '../../../src/report/index.ts';
import { type Change, changedFiles, findingsOf, read, shown } from './example-files.ts';

const privateKey = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

describe('a secret in a file', () => {
  test.each<[string, Change, string]>([
    [
      'a private key as the signer',
      ['keep-deploy.yml', '$CONTRACT_OWNER_PRIVATE_KEY', `"0x${privateKey}"`],
      'keep-deploy.yml:7:7: this looks like a private key or another secret of 64 hexadecimal digits',
    ],
    [
      'a private key without 0x',
      ['keep-deploy.yml', '$CONTRACT_OWNER_PRIVATE_KEY', `${privateKey}`],
      'keep-deploy.yml:7:7: this looks like a private key',
    ],
    [
      'a private key without quotes, which YAML reads as a number',
      ['keep-deploy.yml', '$CONTRACT_OWNER_PRIVATE_KEY', `0x${privateKey}`],
      'keep-deploy.yml:7:7: this looks like a private key or another secret of 64 hexadecimal digits: put it into',
    ],
    [
      'a password as the signer',
      ['keep-deploy.yml', '$CONTRACT_OWNER_PRIVATE_KEY', 'canary-4711'],
      'keep-deploy.yml:7:7: expected $NAME',
    ],
    [
      'a URL with a password',
      ['keep-deploy.yml', '$CHAIN_RPC_URL', 'https://user:canary@node.example'],
      'keep-deploy.yml:5:7: this looks like a URL with credentials in it',
    ],
    [
      'a hosted node’s URL with its key',
      ['keep-deploy.yml', '$CHAIN_RPC_URL', 'https://node.example/v3/0123456789canary4711'],
      'keep-deploy.yml:5:7: this looks like a URL with an access key in it',
    ],
    [
      'the same in a template',
      ['clients.yml', '$CHAIN_WS_URL', 'wss://node.example/v3/0123456789canary4711'],
      'clients.yml:8:7: this looks like a URL with an access key in it',
    ],
    [
      'a mnemonic',
      ['clients.yml', '$CHAIN_WS_URL', 'canary test test test test test test test test test test junk'],
      'clients.yml:8:7: this looks like a mnemonic',
    ],
    [
      'a token of GitHub',
      ['clients.yml', 'secret: passwords', 'secret: ghp_canary4711'],
      'clients.yml:24:17: this looks like an access token',
    ],
    [
      'a private key under a key nobody knows',
      ['clients.yml', 'roles:', `owner: "${privateKey}"\nroles:`],
      'clients.yml:18:1: this looks like a private key',
    ],
    [
      'a URL with a password among a contract’s arguments',
      ['contracts.yml', 'KeepToken: {}', 'KeepToken: { arguments: ["https://a:canary@b"] }'],
      'contracts.yml:3:28: this looks like a URL with credentials',
    ],
  ])('such as %s is refused, and not repeated', async (_, change, finding) => {
    const findings = await findingsOf(read(changedFiles([change])));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(finding);
    expect(findings.join()).not.toMatch(/canary|ac0974/);
  });

  test('can’t be an argument of a contract, where $NAME would be text', async () => {
    const change: Change = ['contracts.yml', 'KeepToken: {}', 'KeepToken: { arguments: [$TOKEN] }'];
    expect(await findingsOf(read(changedFiles([change])))).toEqual([
      'contracts.yml:3:28: expected no $NAME here: what a contract is given stands on the chain for everyone to read',
    ]);
  });

  test('is no argument of 32 bytes: a contract may well be given a hash', async () => {
    const change: Change = ['contracts.yml', 'KeepToken: {}', `KeepToken: { arguments: ["0x${privateKey}"] }`];
    expect(await findingsOf(read(changedFiles([change])))).toEqual([]);
  });
});

describe('a value of the chain', () => {
  const withValue = (value: string): Change => [
    'keep-deploy.yml',
    '    store:',
    `      values: { role: ${value} }\n    store:`,
  ];

  test('can’t be a $NAME: a contract would be given it for everyone to read', async () => {
    expect(await findingsOf(read(changedFiles([withValue('$ROLE')])))).toEqual([
      'keep-deploy.yml:8:17: expected no $NAME here: what a contract is given stands on the chain for everyone to read; what was found is not shown',
    ]);
  });

  test('may be a hash of 32 bytes', async () => {
    const { chain } = await read(changedFiles([withValue(`"0x${privateKey}"`)]));
    expect(chain.values).toEqual({ role: `0x${privateKey}` });
  });
});

describe('a $NAME', () => {
  test.each<[string, Change, readonly string[]]>([
    [
      'in a list of nodes',
      ['keep-deploy.yml', '$CHAIN_RPC_URL', '[$FIRST_NODE, $SECOND_NODE]'],
      ['$FIRST_NODE', '$SECOND_NODE'],
    ],
    [
      'of a keystore',
      ['keep-deploy.yml', '$CONTRACT_OWNER_PRIVATE_KEY', '{ keystore: $OWNER_KEYFILE, password: $OWNER_PASSWORD }'],
      ['$OWNER_KEYFILE', '$OWNER_PASSWORD'],
    ],
  ])('%s is known as a secret', async (_, change, references) => {
    const environment = await read(changedFiles([change]));
    expect(environment.secretReferences).toEqual(expect.arrayContaining([...references]));
  });

  test('that is not set is named at every line that needs it, all at once', async () => {
    const environment = await read();
    let error: unknown;
    try {
      resolveSecrets(environment, ['$CHAIN_RPC_URL', '$CONTRACT_OWNER_PRIVATE_KEY', '$CHAIN_WS_URL'], (name) =>
        name === 'CHAIN_WS_URL' ? 'ws://x' : undefined,
      );
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UserError);
    const advice = "is not set in the step's environment: add it to the step's env, from a secret";
    expect((error as UserError).findings.map(shown)).toEqual([
      `keep-deploy.yml:5:7: $CHAIN_RPC_URL ${advice}`,
      `clients.yml:9:7: $CHAIN_RPC_URL ${advice}`,
      `keep-deploy.yml:7:7: $CONTRACT_OWNER_PRIVATE_KEY ${advice}`,
    ]);
  });

  test('is read from the step’s environment only when it is asked for', async () => {
    const environment = await read();
    expect(resolveSecret(environment, '$CHAIN_RPC_URL', (name) => `value of ${name}`)).toBe('value of CHAIN_RPC_URL');
  });
});
