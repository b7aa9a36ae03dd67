import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ConfigurationSources, resolveTemplates } from '../../../src/configuration/index.ts';
import { mergeTemplate } from '../../../src/configuration/merge-template.ts';
import type { Json } from '../../../src/values/index.ts';
import { peerIds, sources, withOwn, withTemplate } from './example-sources.ts';

const inTemplate = ['configuration', 'template'];

describe('a template', () => {
  test.each<[string, ConfigurationSources, (string | number)[], string]>([
    [
      'names a contract that is not in the record',
      withTemplate(['ethereum', 'ContractAddresses', 'TokenStaking'], { contract: 'TokenStakin' }),
      [...inTemplate, 'ethereum', 'ContractAddresses', 'TokenStaking'],
      'no contract is called "TokenStakin": did you mean "TokenStaking"?',
    ],
    [
      'has a key the client would ignore',
      withTemplate(['LibP2P', 'Prot'], 3919),
      [...inTemplate, 'LibP2P', 'Prot'],
      'unknown key "Prot": expected one of Peers, Port, AnnouncedAddresses, DisseminationTime',
    ],
    [
      'has a section the client would ignore',
      withTemplate(['ClientInfo', 'Port'], 9601),
      [...inTemplate, 'ClientInfo'],
      'unknown key "ClientInfo": expected one of ethereum, LibP2P, Storage, Metrics, Diagnostics',
    ],
    [
      'writes a contract’s key in another case',
      withTemplate(['ethereum', 'ContractAddresses', 'keepRandomBeaconOperatr'], { contract: 'TokenStaking' }),
      [...inTemplate, 'ethereum', 'ContractAddresses', 'keepRandomBeaconOperatr'],
      'unknown key "keepRandomBeaconOperatr": expected one of KeepRandomBeaconOperator, TokenStaking, KeepRandomBeaconService',
    ],
    [
      'lacks what the client dies without',
      withTemplate(['ethereum', 'URLRPC'], undefined),
      [...inTemplate, 'ethereum', 'URLRPC'],
      'the key "URLRPC" is missing: the Ethereum node, over HTTP; the client dies without it',
    ],
    ...[3919.5, '3919', 0, 65_536, true, null].map((port): [string, ConfigurationSources, string[], string] => [
      `has the port ${JSON.stringify(port)}`,
      withTemplate(['LibP2P', 'Port'], port),
      [...inTemplate, 'LibP2P', 'Port'],
      `expected a port: an integer from 1 to 65535, without quotes, found ${port === null ? 'nothing' : JSON.stringify(port)}`,
    ]),
    [
      'has a DHT interval the client refuses',
      withTemplate(['LibP2P', 'DisseminationTime'], 91),
      [...inTemplate, 'LibP2P', 'DisseminationTime'],
      'expected seconds: an integer from 0 to 90, without quotes, found 91',
    ],
    [
      'has the zero address for a contract',
      withTemplate(['ethereum', 'ContractAddresses', 'TokenStaking'], `0x${'0'.repeat(40)}`),
      [...inTemplate, 'ethereum', 'ContractAddresses', 'TokenStaking'],
      `expected a contract's address; at the zero address is none, found "0x${'0'.repeat(40)}"`,
    ],
    [
      'has peers for a role nobody has',
      withTemplate(['LibP2P', 'Peers'], { peers: 'bootstrp' }),
      [...inTemplate, 'LibP2P', 'Peers'],
      'no client has the role "bootstrp": did you mean "bootstrap"?',
    ],
    [
      'has peers for a listed role nobody has',
      { ...withTemplate(['LibP2P', 'Peers'], { peers: 'spare' }), roles: ['bootstrap', 'standard', 'spare'] },
      [...inTemplate, 'LibP2P', 'Peers'],
      'no client has the role "spare": expected one of bootstrap, standard',
    ],
    [
      'gives two servers of a client one port',
      withTemplate(['Diagnostics', 'Port'], 9601),
      [...inTemplate, 'Diagnostics', 'Port'],
      'expected a port of its own: Metrics.Port is 9601 too',
    ],
    [
      'has a secret in the middle of a text',
      withTemplate(['ethereum', 'URL'], 'ws://$HOST:8546'),
      [...inTemplate, 'ethereum', 'URL'],
      'expected a WebSocket URL (ws:// or wss://) or $NAME; what was found is not shown',
    ],
    [
      'has a password of the keyfile',
      withTemplate(['ethereum', 'account', 'KeyFilePassword'], '$PASSWORD'),
      [...inTemplate, 'ethereum', 'account', 'KeyFilePassword'],
      'unknown key "KeyFilePassword": expected one of KeyFile',
    ],
  ])('that %s is refused once, where it is written', (_, given, path, message) => {
    expect(resolveTemplates(given).problems).toEqual([{ path, message }]);
  });

  test.each([
    ['an empty entry', ['']],
    ['a text in place of a list', '/dns4/a/tcp/1/ipfs/16Uiu2HAm'],
    ['a list in a list', [['/dns4/a/tcp/1/ipfs/16Uiu2HAm']]],
    ['an entry without a peer id', ['/dns4/keep-client-0/tcp/3919']],
    ['an entry with port 0', [`/dns4/keep-client-0/tcp/0/ipfs/${peerIds[0]}`]],
    ['an entry without a transport', [`/dns4/keep-client-0/ipfs/${peerIds[0]}`]],
  ])('with %s as peers is refused, because the client dies of it', (_, peers) => {
    const { problems } = resolveTemplates(withTemplate(['LibP2P', 'Peers'], peers));
    expect(problems?.map(({ path }) => path.slice(0, 4).join('.'))).toEqual(['configuration.template.LibP2P.Peers']);
    expect(problems?.[0]?.message).toMatch(/^expected (a list|a peer address)/);
  });

  test('that mixes two contracts up is warned of, once', () => {
    const { warnings } = resolveTemplates(
      withTemplate(['ethereum', 'ContractAddresses', 'TokenStaking'], { contract: 'KeepRandomBeaconOperator' }),
    );
    expect(warnings).toEqual([
      {
        path: [...inTemplate, 'ethereum', 'ContractAddresses', 'TokenStaking'],
        message:
          'TokenStaking is given the address of KeepRandomBeaconOperator, though there is a contract called TokenStaking',
      },
    ]);
  });

  test('is told all its mistakes at once', () => {
    const given = {
      ...sources,
      template: { ethereum: { Url: 1 }, LibP2P: { Peers: { peers: 'x' } }, Storage: [], Extra: {} },
    };
    const paths = resolveTemplates(given).problems?.map(({ path }) => path.slice(2).join('.'));
    expect(new Set(paths)).toEqual(
      new Set([
        'LibP2P.Peers',
        'ethereum.URL',
        'ethereum.URLRPC',
        'ethereum.account',
        'ethereum.ContractAddresses',
        'ethereum.Url',
        'LibP2P.Port',
        'Storage',
        'Extra',
      ]),
    );
  });
});

describe('a client’s own configuration', () => {
  test('is named as the place of a mistake that is written there', () => {
    expect(resolveTemplates(withOwn(3, { LibP2P: { Port: '39' }, Metrcs: { Port: 1 } })).problems).toEqual([
      {
        path: ['clients', 'keep-client-3', 'configuration', 'LibP2P', 'Port'],
        message: expect.stringContaining('found "39"'),
      },
      {
        path: ['clients', 'keep-client-3', 'configuration', 'Metrcs'],
        message: expect.stringContaining('unknown key "Metrcs"'),
      },
    ]);
  });

  test('is merged over the template, and its port stands in the others’ peers', () => {
    const { recipes } = resolveTemplates(withOwn(0, { LibP2P: { Port: 4000 } }));
    expect(recipes?.[0]?.tree.LibP2P.Port).toBe(4000);
    expect(recipes?.[2]?.tree.LibP2P.Peers).toEqual([
      `/dns4/keep-client-0.keep-test.svc.cluster.local/tcp/4000/ipfs/${peerIds[0]}`,
      `/dns4/keep-client-1.keep-test.svc.cluster.local/tcp/3919/ipfs/${peerIds[1]}`,
    ]);
  });

  test('replaces lists and references instead of mixing them', () => {
    expect(
      mergeTemplate({ a: { contract: 'X' }, b: [1, 2], c: { d: 1 } }, { a: { keyfile: 'path' }, b: [3], c: { e: 2 } }),
    ).toEqual({
      a: { keyfile: 'path' },
      b: [3],
      c: { d: 1, e: 2 },
    });
  });

  test('merged over nothing, or nothing over a template, is itself', () => {
    const tree = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(fc.integer(), fc.string(), fc.array(fc.integer()), fc.dictionary(fc.string(), tie('tree'))),
    })).tree;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), tree), (any) => {
        expect(mergeTemplate(any, {})).toEqual(any);
        expect(mergeTemplate({}, any)).toEqual(any);
        expect(mergeTemplate(any, any)).toEqual(any);
      }),
    );
  });
});

describe('peers', () => {
  test('are missing: a standard client without any is refused', () => {
    expect(resolveTemplates(withOwn(2, { LibP2P: { Peers: [] } })).problems).toEqual([
      {
        path: ['clients', 'keep-client-2', 'configuration', 'LibP2P', 'Peers'],
        message:
          'expected at least one peer: only clients of the role "bootstrap" can wait to be dialled, and keep-client-2 is none',
      },
    ]);
  });

  test('are missing: the role that needs none is named as the file names it', () => {
    const named = (role: string) => (role === 'bootstrap' ? 'seed' : role);
    const renamed = {
      ...sources,
      template: { ...sources.template, LibP2P: { Peers: [], Port: 3919 } },
      roles: sources.roles.map(named),
      clients: sources.clients.map((client) => ({ ...client, role: named(client.role) })),
    };
    const messages = resolveTemplates(renamed).problems?.map(({ message }) => message);
    expect(messages).toHaveLength(3);
    expect(messages?.[0]).toContain('only clients of the role "seed" can wait');
  });

  test('are only the client itself: that is warned of', () => {
    const { warnings } = resolveTemplates(withOwn(2, { LibP2P: { Peers: [`/dns4/x/tcp/3919/ipfs/${peerIds[2]}`] } }));
    expect(warnings).toEqual([
      {
        path: ['clients', 'keep-client-2', 'configuration', 'LibP2P', 'Peers'],
        message: 'keep-client-2 has only itself as a peer: it will be connected to nobody',
      },
    ]);
  });

  test('are a circle without a bootstrap client: that is warned of for each in it', () => {
    const clients = sources.clients.map((client, index) =>
      index < 3
        ? client
        : { ...client, configuration: { LibP2P: { Peers: [`/dns4/x/tcp/1/ipfs/${peerIds[index === 3 ? 4 : 3]}`] } } },
    );
    const { warnings } = resolveTemplates({ ...sources, clients });
    expect(warnings?.map(({ message }) => message)).toEqual([
      'keep-client-3 and its peers only dial each other and no client of the role "bootstrap": they may stay apart from the network',
      'keep-client-4 and its peers only dial each other and no client of the role "bootstrap": they may stay apart from the network',
    ]);
  });

  test.each([
    ['lead to a bootstrap client through another', [`/dns4/x/tcp/1/ipfs/${peerIds[4]}`]],
    ['are outside of the environment', ['/dns4/x/tcp/1/ipfs/16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH']],
    ['stand in the step’s environment', ['$PEERS']],
  ])('that %s are fine', (_, peers) => {
    expect(resolveTemplates(withOwn(3, { LibP2P: { Peers: peers } })).warnings).toEqual([]);
  });

  test('of the only bootstrap client may be none at all', () => {
    const { recipes, warnings } = resolveTemplates({
      ...sources,
      clients: sources.clients.filter((_, index) => index !== 1),
    });
    expect(recipes?.[0]?.tree.LibP2P.Peers).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test('of five clients are the bootstrap clients, without the client itself', () => {
    const { recipes, warnings } = resolveTemplates(sources);
    const dialled = recipes?.map(({ tree }) => tree.LibP2P.Peers.map((peer) => peer.slice(6, 19)));
    const [zero, one] = ['keep-client-0', 'keep-client-1'];
    expect(dialled).toEqual([[one], [zero], [zero, one], [zero, one], [zero, one]]);
    expect(warnings).toEqual([]);
  });
});

test('a resolved template has no reference left, whatever the names of contracts and secrets', () => {
  const name = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,20}$/);
  const variable = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/);
  fc.assert(
    fc.property(name, variable, variable, (contract, url, dataDir) => {
      const contracts = { ...sources.contracts, [contract]: sources.contracts.TokenStaking };
      const template = {
        ...sources.template,
        ethereum: {
          ...sources.template.ethereum,
          URL: `$${url}`,
          ContractAddresses: { ...sources.template.ethereum.ContractAddresses, TokenStaking: { contract } },
        },
        Storage: { DataDir: `$${dataDir}` },
      };
      const { recipes } = resolveTemplates({ ...sources, contracts, template });
      for (const recipe of recipes ?? []) {
        expect(JSON.stringify(recipe.tree)).not.toMatch(/"(contract|peers|keyfile)":/);
        expect(recipe.tree.ethereum.ContractAddresses.TokenStaking).toBe(sources.contracts.TokenStaking);
        expect(recipe.secretNames).toEqual([...new Set([url, dataDir])].sort());
      }
      expect(recipes).toHaveLength(5);
    }),
  );
});
