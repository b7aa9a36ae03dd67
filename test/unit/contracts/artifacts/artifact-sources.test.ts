import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Files, folderWith, packageFiles, prepare, readSet } from '../artifact-folder-fixture.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function problemsOf(files: Files, set: object): Promise<readonly string[]> {
  const folder = await folderWith(files);
  folders.push(folder);
  return (await prepare(folder, set)).problems;
}

const hardhat = (sourceName: string, code: string, rest: object = {}) => ({
  _format: 'hh-sol-artifact-1',
  contractName: 'Token',
  sourceName,
  abi: [],
  bytecode: `0x${code}`,
  deployedBytecode: '0x',
  linkReferences: {},
  deployedLinkReferences: {},
  ...rest,
});
const record = (rest: object = {}) => ({ address: `0x${'12'.repeat(20)}`, abi: [], bytecode: '0x6001', ...rest });
const linkedRecord = record({ libraries: { MathLib: `0x${'34'.repeat(20)}` } });

describe('artifacts of one name', () => {
  const files = {
    'out/a/Token.json': hardhat('contracts/a/Token.sol', '6001'),
    'out/b/Token.json': hardhat('contracts/b/Token.sol', '6002'),
  };

  test('that differ are one problem, which names them', async () => {
    expect(await problemsOf(files, { artifacts: { folder: 'out' }, contracts: { Token: {} } })).toEqual([
      'contracts.Token: there are 2 different artifacts Token: (1) contracts/a/Token.sol:Token, a/Token.json in out; (2) contracts/b/Token.sol:Token, b/Token.json in out. Say which by artifact: path/File.sol:Token, by from: or by a narrower folder:',
    ]);
  });

  test.each(['contracts/b/Token.sol:Token', 'b/Token.sol:Token', './b/Token.sol:Token'])(
    'are told apart by %s',
    async (artifact) => {
      const folder = await folderWith(files);
      folders.push(folder);
      const { prepared } = await prepare(folder, { artifacts: { folder: 'out' }, contracts: { T: { artifact } } });
      expect(prepared?.contracts[0]?.artifact.creationCode).toBe('6002');
    },
  );

  test('are none under a file that they do not come from', async () => {
    expect(
      await problemsOf(files, { artifacts: { folder: 'out' }, contracts: { T: { artifact: 'c/Token.sol:Token' } } }),
    ).toEqual([
      'contracts.T.artifact: there is no artifact c/Token.sol:Token in out, only of contracts/a/Token.sol, contracts/b/Token.sol',
    ]);
  });

  test.each(['net', 'net/build', 'build'])('are told apart by from: %s', async (from) => {
    const folder = await folderWith({
      ...files,
      ...packageFiles('net', '1.0.0', { 'build/Token.json': hardhat('Token.sol', '6003') }),
    });
    folders.push(folder);
    const artifacts = [{ folder: 'out/a' }, { package: 'net', version: '1.0.0', folder: 'build' }];
    const { prepared } = await prepare(folder, { artifacts, contracts: { Token: { from } } });
    expect(prepared?.contracts[0]?.artifact.creationCode).toBe('6003');
  });

  test('don’t come from a source that the set doesn’t have', async () => {
    const artifacts = [{ folder: 'out/a' }, { folder: 'out/b' }];
    expect(await problemsOf(files, { artifacts, contracts: { Token: { from: 'out/c' } } })).toEqual([
      "contracts.Token: the artifacts don't come from out/c: expected one of out/a, out/b",
    ]);
  });

  test.each<[title: string, other: object]>([
    ['the same once more', hardhat('contracts/a/Token.sol', '6001')],
    ['only an ABI', hardhat('contracts/b/Token.sol', '')],
    ['the record of a deployment', record({ bytecode: '0x6009' })],
    ['a record that is linked elsewhere', linkedRecord],
  ])('are one where the other is %s', async (_, other) => {
    const given = { 'out/a/Token.json': files['out/a/Token.json'], 'out/b/Token.json': other };
    const folder = await folderWith(given);
    folders.push(folder);
    const { prepared, problems } = await prepare(folder, { artifacts: { folder: 'out' }, contracts: { Token: {} } });
    expect(problems).toEqual([]);
    expect(prepared?.contracts[0]?.artifact.creationCode).toBe('6001');
  });
});

describe('a folder', () => {
  const artifacts = { folder: 'out' };

  test('of Solidity files that is named cache is searched, and that of a compiler is not', async () => {
    const files = {
      'out/cache/Coin.json': hardhat('contracts/Coin.sol', '6001', { contractName: 'Coin' }),
      'out/contracts/cache/Token.sol/Token.json': hardhat('contracts/cache/Token.sol', '6001'),
    };
    expect(await problemsOf(files, { artifacts, contracts: { Token: {} } })).toEqual([]);
    expect(await problemsOf(files, { artifacts, contracts: { Coin: {} } })).toEqual([
      'contracts.Coin: there is no artifact Coin in out: out/cache/Coin.json is left out, because compilers keep old things in a folder called cache; when it is meant, let artifacts name the folder out/cache',
    ]);
    const meant = [artifacts, { folder: 'out/cache' }];
    expect(await problemsOf(files, { artifacts: meant, contracts: { Coin: {}, Token: {} } })).toEqual([]);
  });

  test('is not searched where other packages lie, nor in what compilers keep for themselves', async () => {
    const files = {
      'out/node_modules/other/Token.json': hardhat('contracts/Token.sol', '6001'),
      'out/build-info/1.json': { contracts: { 'contracts/Token.sol': { Token: { abi: [], evm: {} } } } },
      'out/Other.json': hardhat('contracts/Other.sol', '6001'),
    };
    expect(await problemsOf(files, { artifacts, contracts: { Token: {} } })).toEqual([
      'contracts.Token: there is no artifact Token in out',
    ]);
  });

  test('names what may have the artifact that it lacks, because it can’t be read', async () => {
    const files = {
      'out/Coin.json': hardhat('contracts/Coin.sol', '6001', { contractName: 'Coin' }),
      'out/cut.json': '{ "contracts": { "Token.sol": { "Tok',
      'out/settings.json': '{ "mode": 1 }',
    };
    expect(await problemsOf(files, { artifacts, contracts: { Coin: {}, Token: {} } })).toEqual([
      "contracts.Token: there is no artifact Token in out; cut.json in out can't be used: it is no JSON",
    ]);
    const cut = { 'out/a.json': '', 'out/b.json': '{', 'out/c.json': 'no', 'out/d.json': '[' };
    expect(await problemsOf(cut, { artifacts, contracts: { Token: {} } })).toEqual([
      expect.stringMatching(/artifact Token in out; a\.json in out can't be used: .*; and 1 more$/),
    ]);
  });

  test('that is named after a Solidity file tells it of an artifact that doesn’t', async () => {
    const files = {
      'out/one/A.sol/Token.json': { abi: [], bytecode: '0x6001' },
      'out/one/B.sol/Token.json': { abi: [], bytecode: '0x6002' },
    };
    expect(await problemsOf(files, { artifacts, contracts: { T: { artifact: 'B.sol:Token' } } })).toEqual([]);
  });

  test('has no artifact of a file’s name when the file says it is another', async () => {
    const files = { 'out/Token.json': hardhat('contracts/Token.sol', '6001', { contractName: 'Coin' }) };
    expect(await problemsOf(files, { artifacts, contracts: { Token: {} } })).toEqual([
      'contracts.Token: there is no artifact Token in out',
    ]);
  });
});

describe('a package', () => {
  const artifacts = { package: '@net/core', version: '1.0.0' };
  const asCompiled = {
    'artifacts/Token.json': linkedRecord,
    'build/contracts/Token.sol/Token.json': hardhat('contracts/Token.sol', '6001'),
    'export/artifacts/contracts/Token.sol/Token.json': hardhat('contracts/Token.sol', '6001'),
  };

  test('whose record is linked elsewhere is asked for what the compiler made', async () => {
    expect(
      await problemsOf(packageFiles('@net/core', '1.0.0', asCompiled), { artifacts, contracts: { Token: {} } }),
    ).toEqual([
      "contracts.Token: Token can't be created: it is the record of a deployment, whose bytecode is already linked to another network's libraries (MathLib); @net/core has it as compiled: write folder: build (or export/artifacts)",
    ]);
  });

  test('that has the artifact in another folder says in which', async () => {
    const files = packageFiles('@net/core', '1.0.0', {
      'artifacts/Other.json': record(),
      'build/contracts/Token.sol/Token.json': hardhat('contracts/Token.sol', '6001'),
    });
    expect(await problemsOf(files, { artifacts, contracts: { Token: {} } })).toEqual([
      'contracts.Token: there is no artifact Token in @net/core@1.0.0, folder artifacts; @net/core has it as compiled: write folder: build',
    ]);
  });

  test('may carry in its version of which commit it was built', async () => {
    const files = packageFiles('@net/core', '1.0.0+main.4815c4b', { 'artifacts/Token.json': record() });
    expect(await problemsOf(files, { artifacts, contracts: { Token: {} } })).toEqual([]);
  });

  test.each<[title: string, exported: string | undefined, notices: readonly string[]]>([
    [
      'parts are of different chains says so',
      '{"name":"mainnet","chainId":"1","contracts":{}}',
      [
        'the parts of @net/core are of different chains (artifacts/.chainId says 31337, export.json says 1): take only compiled contracts from it, no addresses or arguments',
      ],
    ],
    ['parts are of one chain says nothing', '{"name":"test","chainId":31337}', []],
    ['addresses are nowhere exported says nothing', undefined, []],
  ])('whose %s', async (_, exported, notices) => {
    const folder = await folderWith(
      packageFiles('@net/core', '1.0.0', {
        'artifacts/Token.json': record(),
        'artifacts/.chainId': '31337',
        ...(exported === undefined ? {} : { 'export.json': exported }),
      }),
    );
    folders.push(folder);
    const { prepared } = await prepare(folder, { artifacts, contracts: { Token: {} } });
    expect(prepared?.notices).toEqual(notices);
  });

  test('that is missing is not followed by complaints of what it would have', async () => {
    const problems = await problemsOf(
      { 'out/Other.json': record() },
      {
        artifacts: [{ package: 'absent', version: '1.0.0' }, { folder: 'nowhere' }, { folder: 'out' }],
        contracts: { Token: { arguments: [{ contract: 'Othr' }] }, Other: { arguments: [1] } },
      },
    );
    expect(problems).toEqual([
      'artifacts.0.package: absent is not installed in a node_modules at or above this file: npm install --save-exact absent@1.0.0',
      'artifacts.1.folder: there is no folder nowhere beside this file: compile the contracts first',
      'contracts.Token.arguments.0: the set has no contract Othr: did you mean "Other"?',
      'contracts.Other.arguments: expected no arguments, got 1',
    ]);
  });
});

test('what an artifact says of itself stands on one line of a message', async () => {
  const token = hardhat('contracts/Token.sol', '6001', {
    abi: [{ type: 'constructor', inputs: [{ type: 'address', name: 'owner\n::error::\u001b[31mno' }] }],
  });
  const set = { artifacts: { folder: 'out' }, contracts: { Token: {} } };
  expect(await problemsOf({ 'out/Token.json': token }, set)).toEqual([
    'contracts.Token: expected 1 argument (address owner ::error::no), got 0',
  ]);
});

describe('a library', () => {
  const placeholder = `__$${'ab'.repeat(17)}$__`;
  const user = hardhat('contracts/User.sol', `73${placeholder}`, {
    contractName: 'User',
    linkReferences: { 'contracts/MathLib.sol': { MathLib: [{ start: 1, length: 20 }] } },
  });
  const files = {
    'out/User.json': user,
    'out/MathLib.json': hardhat('contracts/MathLib.sol', '6001', { contractName: 'MathLib' }),
    'out/Second.json': hardhat('contracts/Second.sol', '6002', { contractName: 'Second' }),
    'out/Unknown.json': { contractName: 'Unknown', abi: [], bytecode: `0x73${placeholder}` },
  };
  const artifacts = { folder: 'out' };

  test.each<[title: string, contracts: object, problems: readonly string[]]>([
    [
      'that the set lacks',
      { User: {} },
      ['contracts.User: links the library MathLib, which the set does not have: add MathLib: {}'],
    ],
    [
      'that the set has twice',
      { One: { artifact: 'MathLib' }, MathLib: {}, User: {} },
      [
        'contracts.User: links the library MathLib, which the set has as One and MathLib: say which by libraries: { MathLib: One }',
      ],
    ],
    [
      'that nothing tells',
      { Unknown: {} },
      [
        `contracts.Unknown: links a library that can't be told from the artifacts: add libraries: { "${placeholder}": NAME }`,
      ],
    ],
    [
      'chosen under a name that is not linked',
      { MathLib: {}, User: { libraries: { MatLib: 'MathLib' } } },
      ['contracts.User.libraries.MatLib: User links no library MatLib: did you mean "MathLib"?'],
    ],
    [
      'chosen to be what the set does not have',
      { MathLib: {}, User: { libraries: { MathLib: 'MathLob' } } },
      ['contracts.User.libraries.MathLib: the set has no contract MathLob: did you mean "MathLib"?'],
    ],
  ])('%s is told', async (_, contracts, problems) => {
    expect(await problemsOf(files, { artifacts, contracts })).toEqual(problems);
  });

  test.each([
    ['its name', 'MathLib'],
    ['its file and name', 'contracts/MathLib.sol:MathLib'],
    ['its placeholder', placeholder],
  ])('may be chosen by %s', async (_, key) => {
    const folder = await folderWith(files);
    folders.push(folder);
    const contracts = { MathLib: {}, One: { artifact: 'MathLib' }, User: { libraries: { [key]: 'One' } } };
    const { prepared } = await prepare(folder, { artifacts, contracts });
    expect(prepared?.contracts.find(({ name }) => name === 'User')?.libraries).toEqual(new Map([[placeholder, 'One']]));
  });

  test('of a file is not taken for one of the same name in another', async () => {
    const folder = await folderWith({
      ...files,
      'out/other/MathLib.json': hardhat('contracts/other/MathLib.sol', '6009', { contractName: 'MathLib' }),
    });
    folders.push(folder);
    const contracts = {
      Right: { artifact: 'contracts/MathLib.sol:MathLib' },
      Wrong: { artifact: 'other/MathLib.sol:MathLib' },
      User: {},
    };
    const { prepared } = await prepare(folder, { artifacts, contracts });
    expect(prepared?.contracts.find(({ name }) => name === 'User')?.libraries.get(placeholder)).toBe('Right');
  });
});

describe('an example', () => {
  test.each([
    ['keep-network', 27, 6, []],
    ['keep-network-goerli', 29, 6, []],
    ['threshold-network', 20, 13, ['@keep-network/random-beacon', '@keep-network/ecdsa']],
  ])('%s can be deployed from its packages', async (name, contracts, calls, noticed) => {
    const folder = join(import.meta.dirname, '../../../../examples', name);
    const { prepared, problems } = await prepare(folder, await readSet(join(folder, 'contracts.yml')));
    expect(problems).toEqual([]);
    expect(prepared?.contracts).toHaveLength(contracts);
    expect(prepared?.calls).toHaveLength(calls);
    expect(prepared?.notices.map((notice) => /^the parts of (\S+) are/.exec(notice)?.[1])).toEqual(noticed);
  });

  test('threshold-network could not be deployed from the records in its packages', async () => {
    const folder = join(import.meta.dirname, '../../../../examples/threshold-network');
    const { problems } = await prepare(folder, {
      artifacts: { package: '@keep-network/random-beacon', version: '2.1.0-dev.18' },
      contracts: { BLS: {}, RandomBeacon: {} },
    });
    expect(problems[0]).toMatch(
      /^contracts.RandomBeacon: RandomBeacon can't be created: it is the record of a deployment, whose bytecode is already linked to another network's libraries \(BLS, .*; @keep-network\/random-beacon has it as compiled: write folder: build/,
    );
  });
});
