import { describe, expect, test } from '@jest/globals';
import {
  type AccountHolder,
  type RunningWorkload,
  sharedAccountFindings,
} from '../../../../src/cluster/preflight/shared-accounts.ts';

const holder = (client: string, account: string, more: Partial<AccountHolder> = {}): AccountHolder => ({
  client,
  account,
  workload: { kind: 'StatefulSet', name: client },
  keyfile: { kind: 'Secret', name: `${client}-keyfile-0123`, key: 'keyfile' },
  keyfileNameAs: (other) => `${other}-keyfile-of-${account}`,
  password: { kind: 'Secret', name: 'passphrases', key: client },
  ...more,
});
const running = (
  name: string,
  podSpec: object,
  more: { readonly kind?: string; readonly metadata?: object; readonly replicas?: number } = {},
) =>
  ({
    kind: more.kind ?? 'StatefulSet',
    metadata: { name, ...more.metadata },
    spec: { replicas: more.replicas ?? 1, template: { spec: podSpec } },
  }) as RunningWorkload;
const password = (key: string) => ({
  containers: [{ name: 'client', env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'passphrases', key } } }] }],
});
const messages = (holders: readonly AccountHolder[], others: readonly RunningWorkload[] = []) =>
  sharedAccountFindings(holders, others).map(({ severity, message }) => `${severity} ${message}`);

describe('two clients of the set', () => {
  test('with one account are told, where the second is written', () => {
    const place = { file: 'clients.yml', line: 9 };
    const holders = [holder('c0', '0xAB'), holder('c1', '0xCD'), holder('c2', '0xab', { placeFor: () => place })];
    expect(sharedAccountFindings(holders, [])).toEqual([
      { severity: 'error', ...place, message: expect.stringContaining('c2 has the same account as c0') },
    ]);
  });

  test('with one password for two accounts are fine', () => {
    const shared = { kind: 'Secret', name: 'passphrases', key: 'all' } as const;
    const holders = [holder('c0', '0x1', { password: shared }), holder('c1', '0x2', { password: shared })];
    expect(messages(holders, [running('signer', password('all'))])).toEqual([]);
  });
});

describe('something else that runs in the namespace', () => {
  const c0 = holder('c0', '0x1', { keyfile: { kind: 'ConfigMap', name: 'accounts', key: 'account-0' } });
  test.each([
    [
      'the same keyfile by its key',
      { volumes: [{ name: 'k', configMap: { name: 'accounts', items: [{ key: 'account-0', path: 'k' }] } }] },
      'with the same keyfile (key account-0 of the ConfigMap accounts)',
    ],
    [
      'the same keyfile, mounted whole',
      { volumes: [{ name: 'k', configMap: { name: 'accounts' } }] },
      'with the same keyfile',
    ],
    [
      'the password that only this client uses',
      password('c0'),
      "with the same keyfile's password (key c0 of the Secret passphrases)",
    ],
  ])('with %s would share its account', (_, podSpec, expected) => {
    expect(messages([c0], [running('old-client', podSpec)])).toEqual([
      expect.stringMatching(
        /^error c0 would share its account with the StatefulSet old-client, which runs in this namespace /,
      ),
    ]);
    expect(messages([c0], [running('old-client', podSpec)])[0]).toContain(expected);
  });

  test.each([
    [
      'another key of the same object',
      { volumes: [{ name: 'k', configMap: { name: 'accounts', items: [{ key: 'account-1', path: 'k' }] } }] },
    ],
    ['an object of the same name and another kind', { volumes: [{ name: 'k', secret: { secretName: 'accounts' } }] }],
    ['the password of another', password('c9')],
    ['nothing of ours', {}],
  ])('with %s does not', (_, podSpec) => {
    expect(messages([c0], [running('other', podSpec)])).toEqual([]);
  });

  test('with the same keyfile and no pods, or on its way out, does not', () => {
    const idle = running('old-client', password('c0'), { replicas: 0 });
    const going = running('old-client', password('c0'), { metadata: { deletionTimestamp: '2026-11-21T00:00:00Z' } });
    expect(messages([c0], [idle, going])).toEqual([]);
  });

  test('that is the client itself does not', () => {
    expect(messages([c0], [running('c0', password('c0'))])).toEqual([]);
  });

  describe('with the keyfile of one of ours, under a client’s name of its own,', () => {
    const mounting = (client: string, keyfile: string) =>
      running(
        client,
        { volumes: [{ name: 'keep-deploy-keyfile', secret: { secretName: keyfile } }] },
        { metadata: { labels: { 'keep-deploy/client': client } } },
      );
    const one = { kind: 'Secret', name: 'passphrases', key: 'all' } as const;

    test('would share its account: a client that got another name still runs under the old one', () => {
      const renamed = holder('new', '0x1', { password: one });
      expect(messages([renamed], [mounting('old', 'old-keyfile-of-0x1')])).toEqual([
        expect.stringMatching(
          /^error new would share its account with the StatefulSet old, which runs .* as the client old with the same keyfile\. Stop that one first/,
        ),
      ]);
    });

    test('would share it, though it is a client of ours that is to get another one', () => {
      const [first, second] = [holder('c1', '0x2', { password: one }), holder('c2', '0x1', { password: one })];
      expect(messages([first, second], [mounting('c1', 'c1-keyfile-of-0x1')])).toEqual([
        expect.stringMatching(/^error c2 would share its account with the StatefulSet c1, which runs/),
      ]);
      expect(messages([first, second], [mounting('c1', 'c1-keyfile-of-0x2')])).toEqual([]);
    });

    test('is looked for only where a client runs with another keyfile than it is to have: each comparison costs a digest', () => {
      const asked: string[] = [];
      const holders = ['c1', 'c2', 'c3'].map((client, index) => {
        const keyfileNameAs = (other: string) => {
          asked.push(`${client} as ${other}`);
          return `${other}-keyfile-of-${index}`;
        };
        return holder(client, `0x${index}`, { password: one, keyfileNameAs });
      });
      const asWanted = holders.map(({ client, keyfile }) => mounting(client, keyfile.name));
      expect([messages(holders, asWanted), asked]).toEqual([[], []]);
      messages(holders, [...asWanted.slice(1), mounting('c1', 'c1-keyfile-before')]);
      expect(asked).toEqual(['c2 as c1', 'c3 as c1']);
    });

    test('is not told without the key, where nobody can tell', () => {
      const renamed = holder('new', '0x1', { password: one, keyfileNameAs: () => undefined });
      expect(messages([renamed], [mounting('old', 'old-keyfile-of-0x1')])).toEqual([]);
    });
  });

  test('that is the same client as another kind of workload does', () => {
    const metadata = { labels: { 'keep-deploy/client': 'c0' } };
    expect(messages([c0], [running('c0', {}, { kind: 'Deployment', metadata })])).toEqual([
      expect.stringContaining('with the Deployment c0, which runs in this namespace as the same client'),
    ]);
  });
});
