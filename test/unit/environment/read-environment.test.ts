import { describe, expect, test } from '@jest/globals';
import { type Change, changedFiles, findingsOf, read } from './example-files.ts';

/** What is written, and what is said of it. */
const mistakes: readonly [title: string, Change | readonly Change[], findings: readonly string[]][] = [
  [
    'a key that is nearly right',
    ['keep-deploy.yml', 'namespace:', 'name-space:'],
    ['keep-deploy.yml:9:16: unknown key "name-space": did you mean "namespace"?'],
  ],
  [
    'several unknown keys in one map',
    ['keep-deploy.yml', '    store:', '    stores: 1\n    log: 2\n    store:'],
    [
      'keep-deploy.yml:8:5: unknown key "stores": expected one of chain, store, cluster, contracts, clients',
      'keep-deploy.yml:9:5: unknown key "log": expected one of chain, store, cluster, contracts, clients',
    ],
  ],
  [
    'a chain id in quotes',
    ['keep-deploy.yml', 'id: 1101', 'id: "1101"'],
    ['keep-deploy.yml:4:7: expected a number (the chain id the node must have), found "1101"'],
  ],
  [
    'an address without quotes',
    ['keep-deploy.yml', '"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"', '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'],
    ['keep-deploy.yml:6:7: YAML reads 0x… without quotes as a number: write it in quotes'],
  ],
  [
    'a mistyped digit in an address',
    ['keep-deploy.yml', '0xf39F', '0xf38F'],
    [
      'keep-deploy.yml:6:7: expected an address: 0x and 40 hexadecimal digits, in mixed case with a right checksum, found "0xf38Fd6e51aad88F6F4ce6aB8827279cffFb92266"',
    ],
  ],
  [
    'a store of another kind',
    ['keep-deploy.yml', 'file:releases', 's3://bucket'],
    [
      'keep-deploy.yml:8:5: expected gs://BUCKET, gs://BUCKET/PREFIX, or file: and a folder relative to this file, found "s3://bucket"',
    ],
  ],
  [
    'a file that is not there',
    ['keep-deploy.yml', 'contracts: contracts.yml', 'contracts: contract.yml'],
    ['keep-deploy.yml:10:5: deploy/contract.yml: there is no such file'],
  ],
  [
    'an absolute path',
    ['keep-deploy.yml', 'clients: clients.yml', 'clients: /etc/passwd'],
    ['keep-deploy.yml:11:5: expected a path relative to this file, with forward slashes, found "/etc/passwd"'],
  ],
  [
    'a duplicate key',
    ['clients.yml', 'roles:', 'container: other\nroles:'],
    ['clients.yml:18:1: this map has the key "container" twice'],
  ],
  [
    'two contracts of one name',
    ['contracts.yml', 'KeepRandomBeaconOperator: {}', 'KeepRandomBeaconOperator: {}\n  "KeepToken": {}'],
    ['contracts.yml:6:3: this map has the key "KeepToken" twice'],
  ],
  [
    'a list in place of a map',
    ['clients.yml', 'keyfile: { path: /mnt/keyfile/keyfile.json }', 'keyfile: []'],
    ['clients.yml:16:1: expected a map, found a list'],
  ],
  [
    'a number in a contract set that is too large to be exact',
    ['contracts.yml', 'KeepToken: {}', 'KeepToken: { arguments: [4000000000000000000000000] }'],
    ['contracts.yml:3:28: this number is too large to be read exactly: write it in quotes'],
  ],
  [
    'a mistake deep in a contract’s arguments',
    ['contracts.yml', '{ contract: KeepToken }', '{ contract: KeepToken, version: 1 }'],
    ['contracts.yml:4:54: unknown key "version": expected one of contract'],
  ],
  [
    'an image by half a digest',
    ['clients.yml', 'container: client', 'container: client\nimage: registry.example/keep-client@sha256:12'],
    [
      'clients.yml:3:1: expected an image: registry/name@sha256: and 64 hexadecimal digits, or registry/name:tag, found "registry.example/keep-client@sha256:12"',
    ],
  ],
  [
    'a client’s name that Kubernetes refuses',
    ['clients.yml', 'keep-client-1:', 'Keep_Client:'],
    ['clients.yml:25:3: expected lower-case letters, digits and dashes, beginning with a letter, found "Keep_Client"'],
  ],
  [
    'a namespace that Kubernetes refuses',
    ['keep-deploy.yml', 'namespace: keep-test', 'namespace: keep_test'],
    [
      'keep-deploy.yml:9:16: expected lower-case letters, digits and dashes, as Kubernetes names things, found "keep_test"',
    ],
  ],
  [
    'a role that is not listed',
    ['clients.yml', 'role: standard', 'role: standrad'],
    ['clients.yml:26:5: the role "standrad" is not listed under roles: did you mean "standard"?'],
  ],
  [
    'bootstrap clients after the others',
    ['clients.yml', '[bootstrap, standard]', '[standard, bootstrap]'],
    [
      'clients.yml:14:15: expected at least one peer: only clients of the role "standard" can wait to be dialled, and keep-client-0 is none',
      'clients.yml:18:19: expected bootstrap as the first role: the others dial its clients when they start',
    ],
  ],
  [
    'a role listed twice',
    ['clients.yml', '[bootstrap, standard]', '[bootstrap, standard, standard]'],
    ['clients.yml:18:30: the role "standard" is listed twice'],
  ],
  [
    'one account for two clients',
    [
      [
        'clients.yml',
        '0x020e1c7fb8587c6adfbbe7288b8887f6e43c3e02b265509f53ac2758c91872e728',
        '0x03a6d331053147e78f4203b35f36b7cde30bf932d0580fd30d505ab599cf692e64',
      ],
      ['clients.yml', 'account-1.json', 'account-0.json'],
    ],
    ['clients.yml:28:5: keep-client-0 has this account already: two clients with one account work against each other'],
  ],
  [
    'another client’s keyfile',
    ['clients.yml', 'account-1.json', 'account-0.json'],
    [
      'clients.yml:28:5: this is the public key of 0xC1997B3a13d92820D38c82Dc33BfC8ea1DF671C5, but accounts/account-0.json belongs to 0xd3F9b8a9Df504933db1470AA0f2D4F851e57801a: `keep-deploy account accounts/account-0.json` prints the right one',
    ],
  ],
  [
    'a keyfile that is none',
    ['accounts/account-0.json', '"version": 3', '"version": 1'],
    ["clients.yml:22:5: accounts/account-0.json can't be used: expected a keyfile of version 3 (Web3 Secret Storage)"],
  ],
  [
    'a public key with a digit too few',
    ['clients.yml', '692e64"', '692e6"'],
    [
      'clients.yml:23:5: expected a compressed public key: 0x02 or 0x03 and 64 hexadecimal digits, found "0x03a6d331053147e78f4203b35f36b7cde30bf932d0580fd30d505ab599cf692e6"',
    ],
  ],
  [
    'an uncompressed public key',
    ['clients.yml', '0x03a6d331053147e78f4203b35f36b7cde30bf932d0580fd30d505ab599cf692e64', `0x04${'a6'.repeat(64)}`],
    [
      'clients.yml:23:5: expected the compressed public key (0x02… or 0x03…, 66 digits); this is the uncompressed one, found a text of 132 characters',
    ],
  ],
  [
    'an address with a digit too few',
    ['keep-deploy.yml', '0xf39Fd6', '0xf39Fd'],
    [
      'keep-deploy.yml:6:7: expected an address: 0x and 40 hexadecimal digits, in mixed case with a right checksum, found "0xf39Fde51aad88F6F4ce6aB8827279cffFb92266"',
    ],
  ],
  [
    'a template that names a contract which is not in the set',
    ['contracts.yml', '  KeepRandomBeaconOperator: {}', '  KeepRandomBeaconOperatr: {}'],
    ['clients.yml:12:9: no contract is called "KeepRandomBeaconOperator": did you mean "KeepRandomBeaconOperatr"?'],
  ],
  [
    'a port as text in the template',
    ['clients.yml', 'Port: 3919', 'Port: "3919"'],
    ['clients.yml:14:44: expected a port: an integer from 1 to 65535, without quotes, found "3919"'],
  ],
  [
    'an unknown key in the template',
    ['clients.yml', 'Storage:', 'Seed: 2\n    Storage:'],
    ['clients.yml:15:5: unknown key "Seed": expected one of ethereum, LibP2P, Storage, Metrics, Diagnostics'],
  ],
  [
    'a mistake in one client’s own configuration',
    ['clients.yml', '    role: standard', '    role: standard\n    configuration: { Metrics: { Port: 70000 } }'],
    ['clients.yml:27:33: expected a port: an integer from 1 to 65535, without quotes, found 70000'],
  ],
  [
    'a port that two servers of every client share',
    ['clients.yml', 'Storage:', 'Metrics: { Port: 3919 }\n    Storage:'],
    ['clients.yml:15:16: expected a port of its own: LibP2P.Port is 3919 too'],
  ],
  [
    'a manifest that mounts something where the keyfile belongs',
    ['keep-client.yml', 'image: placeholder', 'volumeMounts: [{ name: keys, mountPath: /mnt/keyfile/keyfile.json }]'],
    [
      'keep-client.yml:13:59: the pod has no volume "keys": it has none',
      'keep-client.yml:13:71: /mnt/keyfile/keyfile.json is where keep-deploy mounts a file: take this mount out',
    ],
  ],
  [
    'configuration and keyfile at one path',
    ['clients.yml', '/mnt/keyfile/keyfile.json', '/mnt/config/client.toml'],
    ['clients.yml:16:12: expected another path than that of the configuration'],
  ],
  [
    'an empty file',
    ['contracts.yml', changedFiles([])['deploy/contracts.yml'] ?? '', ''],
    ['contracts.yml:1:1: expected one YAML document: the file is empty'],
  ],
  [
    'two documents in a file',
    ['contracts.yml', 'contracts:', '---\ncontracts:'],
    ['contracts.yml:3:1: expected one YAML document: a second one begins here'],
  ],
];

describe('an environment', () => {
  test.each(mistakes)('with %s is refused at its line', async (_, change, findings) => {
    const changes = (typeof change[0] === 'string' ? [change] : change) as readonly Change[];
    expect(await findingsOf(read(changedFiles(changes)))).toEqual(findings);
  });

  test('is told the mistakes of all its files at once, in their order', async () => {
    const found = await findingsOf(
      read(
        changedFiles([
          ['keep-deploy.yml', 'id: 1101', 'id: 0'],
          ['contracts.yml', 'version: 1.8.0', 'version: ^1.8.0'],
          ['contracts.yml', 'KeepToken: {}', 'KeepToken: { argument: [] }'],
          ['clients.yml', 'container: client', 'containers: client'],
          ['clients.yml', 'role: bootstrap', 'role: 1'],
        ]),
      ),
    );
    expect(found.map((finding) => finding.replace(/: .*/, ''))).toEqual([
      'keep-deploy.yml:4:7',
      'contracts.yml:1:50',
      'contracts.yml:3:16',
      'clients.yml:2:1',
      'clients.yml:21:5',
    ]);
  });

  const unknownContract = 'no contract is called "KeepRandomBeaconOperator": did you mean "KeepRandomBeaconOperatr"?';

  test.each<[title: string, changes: readonly Change[], findings: readonly string[]]>([
    [
      'numbers, tabs and equal keys',
      [
        [
          'keep-deploy.yml',
          '"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"',
          '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
        ],
        ['keep-deploy.yml', 'id: 1101', 'id: 0'],
        ['contracts.yml', '  KeepRandomBeaconOperator: {}', '\tKeepRandomBeaconOperatr: {}'],
        ['clients.yml', 'roles:', 'container: other\nroles:'],
        ['accounts/account-0.json', '"version": 3', '"version": 1'],
      ],
      [
        'keep-deploy.yml:4:7: expected a chain id, found 0',
        'keep-deploy.yml:6:7: YAML reads 0x… without quotes as a number: write it in quotes',
        'contracts.yml:5:1: this is not valid YAML: Tabs are not allowed as indentation',
        `clients.yml:12:9: ${unknownContract}`,
        'clients.yml:18:1: this map has the key "container" twice',
        "clients.yml:23:5: accounts/account-0.json can't be used: expected a keyfile of version 3 (Web3 Secret Storage)",
      ],
    ],
    [
      'unknown keys',
      [
        ['contracts.yml', 'KeepToken: {}', 'KeepToken: { argument: [] }'],
        ['contracts.yml', '  KeepRandomBeaconOperator: {}', '  KeepRandomBeaconOperatr: {}'],
        ['clients.yml', 'Storage:', 'Seed: 2\n    Storage:'],
        ['clients.yml', 'account-1.json', 'account-9.json'],
        ['keep-client.yml', 'name: client,', 'name: other,'],
      ],
      [
        'contracts.yml:3:16: unknown key "argument": did you mean "arguments"?',
        `clients.yml:12:9: ${unknownContract}`,
        'clients.yml:15:5: unknown key "Seed": expected one of ethereum, LibP2P, Storage, Metrics, Diagnostics',
        'clients.yml:28:5: deploy/accounts/account-9.json: there is no such file',
        'keep-client.yml:13:13: no container is named client (container in clients.yml); found "other"',
      ],
    ],
    [
      'a client without a role',
      [
        ['contracts.yml', '  KeepRandomBeaconOperator: {}', '  KeepRandomBeaconOperatr: {}'],
        ['clients.yml', '    role: bootstrap\n', ''],
        ['clients.yml', 'account-1.json', 'account-9.json'],
      ],
      [
        `clients.yml:12:9: ${unknownContract}`,
        'clients.yml:20:3: the key "role" is missing: one of the roles above',
        'clients.yml:26:5: deploy/accounts/account-9.json: there is no such file',
      ],
    ],
    [
      'a bracket that is never closed',
      [
        ['keep-deploy.yml', 'id: 1101', 'id: 0'],
        ['clients.yml', 'schema: keep-client-v1', 'schema: keep-client-v2'],
        ['clients.yml', '{ contract: TokenStaking }', '{ contract: TokenStakin }'],
        ['clients.yml', 'roles: [bootstrap, standard]', 'roles: [bootstrap, standard'],
      ],
      [
        'keep-deploy.yml:4:7: expected a chain id, found 0',
        'clients.yml:4:3: expected one of keep-client-v1, found "keep-client-v2"',
        'clients.yml:13:9: no contract is called "TokenStakin": did you mean "TokenStaking"?',
        'clients.yml:19:1: this is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
  ])('with %s is told its other mistakes too, and none that follows', async (_, changes, findings) => {
    expect(await findingsOf(read(changedFiles(changes)))).toEqual(findings);
  });

  test.each<[title: string, change: Change, place: string]>([
    [
      'an environment before the right one',
      ['keep-deploy.yml', '  keep-test:', '  other: { a: "b }\n  keep-test:'],
      '2:19',
    ],
    ['a path to another file', ['keep-deploy.yml', 'clients: clients.yml', 'clients: "clients.yml'], '12:1'],
    ['a contract', ['contracts.yml', 'KeepToken: {}', 'KeepToken: { arguments: ["a] }'], '6:1'],
    ['the first line', ['clients.yml', 'manifest: keep-client.yml', 'manifest: "keep-client.yml'], '1:27'],
    ['a reference', ['clients.yml', '{ contract: TokenStaking }', '{ contract: "TokenStaking }'], '13:50'],
    ['the list of roles', ['clients.yml', '[bootstrap, standard]', '[bootstrap, "standard]'], '18:30'],
  ])('with %s in a quote that is never closed is told of nothing that may follow from it', async (_, change, place) => {
    const findings = await findingsOf(read(changedFiles([change])));
    expect(findings).toEqual([expect.stringMatching(`^${change[0]}:${place}: this is not valid YAML`)]);
  });

  test.each<[title: string, change: Change, place: string]>([
    ['an environment', ['keep-deploy.yml', '  keep-test:', '  other: {}\n keep-test:'], '3:1'],
    ['a path', ['keep-deploy.yml', 'contracts: contracts.yml', 'contracts: "contracts.yml'], '12:1'],
  ])('of which a mistake hides %s is not told that it is not there', async (_, change, place) => {
    const findings = await findingsOf(read(changedFiles([change])));
    expect(findings).toEqual([expect.stringMatching(`^${change[0]}:${place}: this is not valid YAML`)]);
  });

  test('whose number is of another form is told that once', async () => {
    expect(await findingsOf(read(changedFiles([['keep-deploy.yml', 'id: 1101', 'id: 0x44d']])))).toEqual([
      'keep-deploy.yml:4:7: YAML reads 0x… without quotes as a number: write it in quotes',
    ]);
  });

  test('is told what the artifacts say of its set together with the mistakes of its other files', async () => {
    const changes: Change[] = [
      ['keep-deploy.yml', 'file:releases', 'releases'],
      ['clients.yml', 'role: standard', 'role: standrd'],
    ];
    const asked: unknown[] = [];
    const reading = read(changedFiles(changes), 'keep-test', async (set, folder, chain) => {
      asked.push(Object.keys(set.contracts), folder, chain);
      return { prepared: undefined, problems: [{ path: ['contracts', 'TokenStaking'], message: 'got too few' }] };
    });
    expect((await findingsOf(reading)).map((finding) => finding.slice(0, 40))).toEqual([
      'keep-deploy.yml:8:5: expected gs://BUCKE',
      'contracts.yml:4:3: got too few',
      'clients.yml:26:5: the role "standrd" is ',
    ]);
    const facts = { id: 1101, values: {}, unknownValues: [] };
    expect(asked).toEqual([['KeepToken', 'TokenStaking', 'KeepRandomBeaconOperator'], 'deploy', facts]);
  });

  test('has its set checked beside its own mistakes and those of its chain, which it is told', async () => {
    const asked: unknown[] = [];
    const changes: Change[] = [
      ['keep-deploy.yml', 'id: 1101', 'id: 0\n      code-size-limit: none\n      values: { bad: null, good: 1 }'],
      ['contracts.yml', 'KeepToken: {}', 'KeepToken: { value: [], colour: red }'],
      ['contracts.yml', '[{ contract: KeepToken }]', '[{ contrct: KeepToken }, 1]'],
    ];
    const reading = read(changedFiles(changes), 'keep-test', async (set, _folder, chain, gaps) => {
      const paths = [['contracts'], ['contracts', 'KeepToken', 'value'], ['contracts', 'TokenStaking', 'arguments', 0]];
      asked.push(
        set.contracts,
        chain,
        paths.map((path) => gaps.has(path)),
      );
      return {
        prepared: undefined,
        problems: [
          { path: ['contracts', 'KeepToken', 'value'], message: 'said already' },
          { path: ['contracts', 'TokenStaking', 'arguments', 1], message: 'got 1' },
        ],
      };
    });
    expect((await findingsOf(reading)).map((finding) => finding.slice(0, 40))).toEqual([
      'keep-deploy.yml:4:7: expected a chain id',
      'keep-deploy.yml:5:7: expected a number (',
      'keep-deploy.yml:6:17: expected a text, a',
      'contracts.yml:3:16: expected wei, or an ',
      'contracts.yml:3:27: unknown key "colour"',
      'contracts.yml:4:31: expected a text, a n',
      'contracts.yml:4:55: got 1',
    ]);
    expect(asked).toEqual([
      { KeepToken: {}, TokenStaking: { arguments: [false, 1] }, KeepRandomBeaconOperator: {} },
      { id: undefined, values: { good: 1 }, unknownValues: ['bad'], codeSizeLimit: Number.POSITIVE_INFINITY },
      [false, true, true],
    ]);
  });

  test('with a mistyped key has what stands below it checked as it was meant', async () => {
    const changes: Change[] = [
      ['keep-deploy.yml', 'contracts: contracts.yml', 'contract: contracts.yml'],
      ['contracts.yml', 'KeepToken: {}', 'KeepToken: { argument: 5 }'],
      ['contracts.yml', '{ arguments: [{ contract: KeepToken }]', '{ argument: [{ contract: KeepTokn }]'],
    ];
    const reading = read(changedFiles(changes), 'keep-test', async (set) => {
      expect(set.contracts['TokenStaking']).toEqual({ arguments: [{ contract: 'KeepTokn' }] });
      return {
        prepared: undefined,
        problems: [
          { path: ['contracts', 'TokenStaking', 'arguments'], message: 'got 1' },
          { path: ['contracts', 'TokenStaking', 'arguments', 0], message: 'no KeepTokn' },
        ],
      };
    });
    expect(await findingsOf(reading)).toEqual([
      'keep-deploy.yml:10:5: unknown key "contract": did you mean "contracts"?',
      'contracts.yml:3:16: unknown key "argument": did you mean "arguments"?',
      "contracts.yml:3:16: expected a list (the constructor's arguments), found 5",
      'contracts.yml:4:19: unknown key "argument": did you mean "arguments"?',
      'contracts.yml:4:19: got 1',
      'contracts.yml:4:30: no KeepTokn',
    ]);
  });

  test('that nobody described is refused, with the ones that are', async () => {
    expect(await findingsOf(read(undefined, 'keep-tset'))).toEqual([
      'keep-deploy.yml:1:1: there is no environment called "keep-tset" (did you mean "keep-test"?); there are: keep-test',
    ]);
    expect(await findingsOf(read(undefined, 'constructor'))).toEqual([
      'keep-deploy.yml:1:1: there is no environment called "constructor"; there are: keep-test',
    ]);
  });

  test('without a settings file is refused by the file’s name', async () => {
    expect(await findingsOf(read({}))).toEqual(['keep-deploy.yml:undefined:undefined: there is no such file']);
  });

  test('is read with everything that follows from its files', async () => {
    const environment = await read();
    expect(environment).toMatchObject({
      name: 'keep-test',
      folder: 'deploy',
      chain: { id: 1101, rpc: '$CHAIN_RPC_URL', signer: '$CONTRACT_OWNER_PRIVATE_KEY' },
      store: 'file:releases',
      cluster: { namespace: 'keep-test' },
      contracts: { file: 'deploy/contracts.yml', folder: 'deploy' },
      clients: {
        container: 'client',
        image: undefined,
        keyfilePath: '/mnt/keyfile/keyfile.json',
        passwordVariable: 'KEEP_ETHEREUM_PASSWORD',
        roles: ['bootstrap', 'standard'],
        manifest: { template: { workload: { file: 'deploy/keep-client.yml' } }, own: {}, shared: [] },
        voters: [],
      },
      warnings: [],
    });
    expect(environment.clients.clients.map(({ name, role, address, peerId }) => [name, role, address, peerId])).toEqual(
      [
        [
          'keep-client-0',
          'bootstrap',
          '0xd3F9b8a9Df504933db1470AA0f2D4F851e57801a',
          '16Uiu2HAmPtComw3cEt1DABQeim3tqMsgBSLX8r5msMQV1pk7dv2P',
        ],
        [
          'keep-client-1',
          'standard',
          '0xC1997B3a13d92820D38c82Dc33BfC8ea1DF671C5',
          '16Uiu2HAkvNkti7L7FRQ1A6XorEhYFaeN15YyL7GvUY1tMht4bxA3',
        ],
      ],
    );
    expect(Object.keys(environment.contracts.set.contracts)).toEqual([
      'KeepToken',
      'TokenStaking',
      'KeepRandomBeaconOperator',
    ]);
  });

  test('warns of peers that lead to nobody, at their line', async () => {
    const own =
      '    role: standard\n    configuration: { LibP2P: { Peers: ["/dns4/x/tcp/1/ipfs/16Uiu2HAkvNkti7L7FRQ1A6XorEhYFaeN15YyL7GvUY1tMht4bxA3"] } }';
    const { warnings } = await read(changedFiles([['clients.yml', '    role: standard', own]]));
    expect(warnings).toEqual([
      {
        file: 'deploy/clients.yml',
        line: 27,
        column: 32,
        message: 'keep-client-1 has only itself as a peer: it will be connected to nobody',
      },
    ]);
  });

  test('turns what another room found in a file into file, line and column', async () => {
    const environment = await read();
    const problem = { path: ['contracts', 'TokenStaking', 'arguments', 0], message: 'wrong' };
    expect(environment.findings('contracts', [problem])).toEqual([
      { file: 'deploy/contracts.yml', line: 4, column: 31, message: 'wrong' },
    ]);
    expect(environment.locate('settings', ['environments', 'keep-test', 'chain', 'deployer'])).toEqual({
      file: 'deploy/keep-deploy.yml',
      line: 6,
      column: 7,
    });
    expect(environment.locate('clients', ['nothing', 'here'])).toEqual({
      file: 'deploy/clients.yml',
      line: 1,
      column: 1,
    });
  });
});
