import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { chainSchema } from '../../../../src/contracts/journal/chain-schema.ts';
import { prepareContractSet } from '../../../../src/contracts/set/prepare-set.ts';
import { contractSetSchema } from '../../../../src/contracts/set/set-schema.ts';

let folder = '';

const address = { type: 'address', name: 'token' };
const artifacts: Record<string, object> = {
  Token: { abi: [{ type: 'constructor', inputs: [] }], bytecode: '0x6001' },
  Vault: {
    abi: [
      { type: 'constructor', inputs: [address, { type: 'uint8', name: 'steps' }] },
      { type: 'function', name: 'open', inputs: [address], stateMutability: 'nonpayable' },
      { type: 'function', name: 'size', inputs: [], stateMutability: 'view' },
      { type: 'function', name: 'put', inputs: [], stateMutability: 'nonpayable' },
      { type: 'function', name: 'put', inputs: [address], stateMutability: 'nonpayable' },
    ],
    bytecode: '0x6002',
  },
  Proxy: { abi: [{ type: 'constructor', inputs: [{ type: 'bytes', name: 'data' }] }], bytecode: '0x6003' },
  Names: { abi: [{ type: 'constructor', inputs: [{ type: 'address[2]' }] }], bytecode: '0x6004' },
  IThing: { abi: [{ type: 'function', name: 'thing', inputs: [] }], bytecode: '0x' },
  Linked: { abi: [], bytecode: `0x73__MathLib${'_'.repeat(31)}6000` },
  MathLib: { abi: [], bytecode: '0x6005' },
  LinkedAlready: {
    abi: [],
    bytecode: '0x6006',
    networks: { 1: { links: { MathLib: '0x52908400098527886E0F7030069857D2E4169EE7' } } },
  },
  Rich: { abi: [{ type: 'constructor', inputs: [], stateMutability: 'payable' }], bytecode: '0x6008' },
  Ids: {
    abi: [{ type: 'constructor', inputs: [{ type: 'uint256' }, { type: 'uint8[]', name: 'steps' }] }],
    bytecode: '0x6009',
  },
  Long: { abi: [], bytecode: `0x${'60'.repeat(30_000)}`, deployedBytecode: `0x${'60'.repeat(24_577)}` },
  LongInit: { abi: [], bytecode: `0x${'60'.repeat(49_153)}`, deployedBytecode: `0x${'60'.repeat(24_576)}` },
  Longest: { abi: [], bytecode: `0x${'60'.repeat(49_152)}`, deployedBytecode: `0x${'60'.repeat(24_576)}` },
  Strange: { abi: [], bytecode: '0xzz' },
  NoAbi: { bytecode: '0x6007' },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keep-deploy-set-'));
  const home = join(folder, 'node_modules/@net/contracts');
  await mkdir(join(home, 'artifacts'), { recursive: true });
  await mkdir(join(folder, 'deep/er'), { recursive: true });
  await writeFile(join(home, 'package.json'), JSON.stringify({ version: '1.2.3' }));
  for (const [contractName, content] of Object.entries(artifacts)) {
    await writeFile(join(home, `artifacts/${contractName}.json`), JSON.stringify({ contractName, ...content }));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function problemsOf(rest: object, packageInfo: object = {}): Promise<string[]> {
  const set = v.parse(contractSetSchema, {
    artifacts: { package: '@net/contracts', version: '1.2.3', ...packageInfo },
    ...rest,
  });
  const { prepared, problems } = await prepareContractSet(set, join(folder, 'deep/er'), {
    id: 1101,
    values: { steps: [1, 256], few: [1, 2] },
  });
  expect(prepared === undefined).toBe(problems.length > 0);
  return problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a contract set', () => {
  test.each([
    [
      { package: 'absent' },
      'artifacts.package: absent is not installed in a node_modules at or above this file: npm install --save-exact absent@1.2.3',
    ],
    [
      { version: '1.2.4' },
      'artifacts.version: @net/contracts is installed in version 1.2.3, this file wants 1.2.4: npm install --save-exact @net/contracts@1.2.4',
    ],
    [{ folder: 'build' }, 'artifacts.folder: @net/contracts@1.2.3 has no folder build'],
    [{ folder: '../..' }, 'artifacts.folder: the folder must lie inside the package'],
  ])('whose package does not fit (%j) is refused', async (packageInfo, problem) => {
    expect(await problemsOf({ contracts: { Token: {} } }, packageInfo)).toEqual([problem]);
  });

  test.each([
    [{ Absent: {} }, 'contracts.Absent: there is no artifact Absent in @net/contracts@1.2.3, folder artifacts'],
    [
      { T: { artifact: 'Absent' } },
      'contracts.T.artifact: there is no artifact Absent in @net/contracts@1.2.3, folder artifacts',
    ],
    [{ IThing: {} }, "contracts.IThing: IThing has no bytecode: an interface or an abstract contract can't be created"],
    [
      { LinkedAlready: {} },
      "contracts.LinkedAlready: LinkedAlready can't be created: its bytecode is already linked to the libraries of another network",
    ],
    [
      { Strange: {} },
      "contracts.Strange: the artifact Strange.json can't be used: its bytecode is no hexadecimal text",
    ],
    [{ Linked: {} }, 'contracts.Linked: links the library MathLib, which the set does not have: add MathLib: {}'],
    [
      { Linked: { libraries: { [`__MathLib${'_'.repeat(31)}`]: 'Linkd' } } },
      `contracts.Linked.libraries.__MathLib${'_'.repeat(31)}: the set has no contract Linkd: did you mean "Linked"?`,
    ],
    [
      { MathLib: {}, Linked: { libraries: { nothing: 'MathLib' } } },
      'contracts.Linked.libraries.nothing: Linked links no library nothing',
    ],
    [{ Vault: {} }, 'contracts.Vault: expected 2 arguments (address token, uint8 steps), got 0'],
    [
      { Vault: { arguments: ['0x52908400098527886E0F7030069857D2E4169EE7'] } },
      'contracts.Vault.arguments: expected 2 arguments (address token, uint8 steps), got 1',
    ],
    [
      { Vault: { arguments: [{ contract: 'Token' }, 1] } },
      'contracts.Vault.arguments.0: the set has no contract Token (parameter token)',
    ],
    [
      { Token: {}, Vault: { arguments: [{ contract: 'Tokn' }, 1] } },
      'contracts.Vault.arguments.0: the set has no contract Tokn: did you mean "Token"? (parameter token)',
    ],
    [
      { Token: {}, Vault: { arguments: [{ contract: 'Token' }, 256] } },
      'contracts.Vault.arguments.1: 256 does not fit into uint8 (parameter steps)',
    ],
    [
      { Token: {}, Vault: { arguments: [{ contract: 'Token' }, { contract: 'Token' }] } },
      'contracts.Vault.arguments.1: expected uint8, got the address of Token (parameter steps)',
    ],
    [
      { Vault: { arguments: [{ account: 'deployer' }, { account: 'deployer' }] } },
      'contracts.Vault.arguments.1: expected uint8, got the address of an account (parameter steps)',
    ],
    [
      { Vault: { arguments: [['x'], 1] } },
      'contracts.Vault.arguments.0: expected address, got a list (parameter token)',
    ],
    [
      { Names: { arguments: [[{ account: 'deployer' }]] } },
      'contracts.Names.arguments.0: expected 2 items for address[2], got 1',
    ],
    [{ Names: { arguments: ['x'] } }, 'contracts.Names.arguments.0: expected a list for address[2]'],
    [
      { Proxy: { arguments: [{ encode: { contract: 'Absent', function: 'f' } }] } },
      'contracts.Proxy.arguments.0: there is no artifact Absent in @net/contracts@1.2.3, folder artifacts (parameter data)',
    ],
    [
      { Proxy: { arguments: [{ encode: { contract: 'Vault', function: 'close' } }] } },
      'contracts.Proxy.arguments.0: Vault has no function close (parameter data)',
    ],
    [
      { Proxy: { arguments: [{ encode: { contract: 'Vault', function: 'put' } }] } },
      'contracts.Proxy.arguments.0: Vault has several functions put: write one of put(), put(address) (parameter data)',
    ],
    [
      { Proxy: { arguments: [{ encode: { contract: 'Vault', function: 'open', arguments: [1] } }] } },
      'contracts.Proxy.arguments.0.encode.arguments.0: expected address as a quoted text, got 1 (parameter token)',
    ],
    [
      {
        Vault: { arguments: [{ contract: 'Other' }, 1] },
        Other: { artifact: 'Vault', arguments: [{ contract: 'Vault' }, 1] },
      },
      'contracts.Vault: none of these can come before the others: Vault names Other, Other names Vault',
    ],
    [{ Token: { value: 1 } }, 'contracts.Token.value: constructor() takes no ether'],
    [{ Rich: { value: '-1' } }, 'contracts.Rich.value: expected no negative amount, got -1'],
    [
      { Rich: { value: '1 eth' } },
      'contracts.Rich.value: expected an integer or an amount such as "10 ether", got "1 eth"',
    ],
    [
      { Long: {} },
      'contracts.Long: the code of Long has 24577 bytes, the chain takes at most 24576: let the compiler optimize it, or split it (chain.code-size-limit of keep-deploy.yml is for chains that take more)',
    ],
    [
      { LongInit: {} },
      'contracts.LongInit: the creation code of LongInit has 49153 bytes, the chain takes at most 49152: let the compiler optimize it, or split it (chain.code-size-limit of keep-deploy.yml is for chains that take more)',
    ],
    [
      { Token: { after: ['Vautl'] }, Vault: { arguments: [{ account: 'deployer' }, 1] } },
      'contracts.Token.after.0: the set has no contract and no named call Vautl: did you mean "Vault"?',
    ],
    [
      { Token: { was: 'Vault' }, Vault: { arguments: [{ account: 'deployer' }, 1] } },
      'contracts.Token.was: the set has a contract Vault: only one that is gone can be renamed',
    ],
    [
      { Token: { was: 'Old' }, Coin: { artifact: 'Token', was: 'Old' } },
      'contracts.Coin.was: Token was Old already: one contract has one new name',
    ],
    [
      { Ids: { arguments: [{ chain: 'idd' }, []] } },
      'contracts.Ids.arguments.0: keep-deploy.yml gives this environment\'s chain no value idd: did you mean "id"?',
    ],
    [
      { Ids: { arguments: [{ chain: 'id' }, { chain: 'steps' }] } },
      'contracts.Ids.arguments.1: { chain: steps } of keep-deploy.yml: 256 does not fit into uint8 (parameter steps)',
    ],
    [
      { Ids: { arguments: [{ chain: 'steps' }, []] } },
      'contracts.Ids.arguments.0: { chain: steps } of keep-deploy.yml: expected uint256, got a list',
    ],
  ])('with the mistake %j says where it is', async (contracts, problem) => {
    expect(await problemsOf({ contracts })).toEqual([problem]);
  });

  test.each([
    [{ contract: 'Absent', function: 'f' }, 'calls.0.contract: the set has no contract Absent'],
    [{ contract: 'toString', function: 'f' }, 'calls.0.contract: the set has no contract toString'],
    [{ contract: 'Token', function: 'f' }, 'calls.0.function: Token has no function f'],
    [{ contract: 'Tokne', function: 'f' }, 'calls.0.contract: the set has no contract Tokne: did you mean "Token"?'],
    [
      { contract: 'Token', interface: 'Vault', function: 'opn(address)' },
      'calls.0.function: Vault has no function opn(address): did you mean "open"?',
    ],
    [
      { contract: 'Token', interface: 'Absent', function: 'f' },
      'calls.0.interface: there is no artifact Absent in @net/contracts@1.2.3, folder artifacts',
    ],
    [
      { contract: 'Token', interface: 'Vault', function: 'open' },
      'calls.0: expected 1 argument (address token), got 0',
    ],
    [
      { contract: 'Token', interface: 'Vault', function: 'size' },
      'calls.0.function: size() only reads: a call of it changes nothing',
    ],
    [
      { contract: 'Token', interface: 'Vault', function: 'put()', value: '1 ether' },
      'calls.0.value: put() takes no ether',
    ],
  ])('with the wrong call %j says where it is', async (call, problem) => {
    expect(await problemsOf({ contracts: { Token: {} }, calls: [call] })).toEqual([problem]);
  });

  const wrongRest = {
    arguments: [{ contract: 'Tokn' }, [{ chain: 'nothing' }], { encode: { contract: 'Vault', function: 'opn' } }],
    value: '1 ethr',
  };
  const noFunction = (name: string, owner = 'Vault') => `${owner} has no function ${name}: did you mean "open"?`;
  const restProblems = (path: string) => [
    expect.stringMatching(`^${path}arguments\\.0: the set has no contract Tokn: did you mean "Token"\\?$`),
    expect.stringMatching(`^${path}arguments\\.1\\.0: .* no value nothing`),
    expect.stringMatching(`^${path}arguments\\.2: ${noFunction('opn').replace('?', '\\?')}`),
    expect.stringMatching(`^${path}value: `),
  ];
  test.each([
    ['contract', { contract: 'Nobody', function: 'f' }, 'calls.0.contract: the set has no contract Nobody'],
    [
      'function',
      { contract: 'Token', interface: 'Vault', function: 'opn(address)' },
      `calls.0.function: ${noFunction('opn(address)')}`,
    ],
    [
      'interface',
      { contract: 'Token', interface: 'Absent', function: 'f' },
      'calls.0.interface: there is no artifact Absent in @net/contracts@1.2.3, folder artifacts',
    ],
    [
      'number of arguments',
      { contract: 'Token', interface: 'Vault', function: 'open' },
      'calls.0.arguments: expected 1 argument (address token), got 3',
    ],
  ])('whose call has a wrong %s is told what else is wrong with it', async (_, call, problem) => {
    expect(await problemsOf({ contracts: { Token: {} }, calls: [{ ...call, ...wrongRest }] })).toEqual([
      problem,
      ...restProblems('calls.0.'),
    ]);
  });

  test('whose contract has no artifact is told what else is wrong with it', async () => {
    expect(await problemsOf({ contracts: { Token: {}, Absent: wrongRest } })).toEqual([
      'contracts.Absent: there is no artifact Absent in @net/contracts@1.2.3, folder artifacts',
      ...restProblems('contracts.Absent.'),
    ]);
  });

  test('whose call has no artifact of its interface is told what is wrong with what it waits for', async () => {
    const call = { contract: 'Token', interface: 'Absent', function: 'f' };
    const set = { contracts: { Token: {}, Vault: { arguments: [{ contract: 'Token' }, 1] } } };
    expect(await problemsOf({ ...set, calls: [{ ...call, until: 'Vault.sise() == 1' }] })).toEqual([
      expect.stringContaining('there is no artifact Absent'),
      'calls.0.until: Vault has no function sise: did you mean "size"?',
    ]);
  });

  test.each([
    [[{ name: 'Token' }], ['calls.0.name: a contract has the name Token already: choose another']],
    [[{ name: 'setUp' }, { name: 'setUp' }], ['calls.1.name: another call has the name setUp already: choose another']],
    [
      [{ name: 'setUp' }, { after: ['setup'] }],
      ['calls.1.after.0: the set has no contract and no named call setup: did you mean "setUp"?'],
    ],
    [[{ value: '0' }], []],
  ])('whose calls are named %j is told %j', async (calls, problems) => {
    const call = { contract: 'Token', interface: 'Vault', function: 'put()' };
    const set = { contracts: { Token: {} }, calls: calls.map((rest) => ({ ...call, ...rest })) };
    expect(await problemsOf(set)).toEqual(problems);
  });

  test('may send ether to a creation, and take values from its chain', async () => {
    const { prepared } = await prepareContractSet(
      v.parse(contractSetSchema, {
        artifacts: { package: '@net/contracts', version: '1.2.3' },
        contracts: {
          Rich: { value: '1.5 ether', 'allow-unproved': true, was: 'Wealthy' },
          Ids: { arguments: [{ chain: 'id' }, { chain: 'few' }], 'allow-redeploy': true },
          Longest: {},
        },
      }),
      join(folder, 'deep/er'),
      { id: 1101, values: { few: [1, 2] } },
    );
    const [rich, ids] = prepared?.contracts ?? [];
    expect(rich).toMatchObject({ value: 1_500_000_000_000_000_000n, allowsUnproved: true, allowsRedeploy: false });
    expect([rich?.was, ids?.was]).toEqual(['Wealthy', undefined]);
    expect(ids).toMatchObject({ value: 0n, allowsUnproved: false, allowsRedeploy: true });
    expect(ids?.arguments).toEqual([
      { kind: 'literal', value: 1101n },
      {
        kind: 'list',
        items: [
          { kind: 'literal', value: 1n },
          { kind: 'literal', value: 2n },
        ],
      },
    ]);
  });

  test('may have longer code for a chain that takes it', async () => {
    const set = v.parse(contractSetSchema, {
      artifacts: { package: '@net/contracts', version: '1.2.3' },
      contracts: { Long: {}, LongInit: {} },
    });
    const { problems } = await prepareContractSet(set, join(folder, 'deep/er'), { id: 1101, codeSizeLimit: 24_577 });
    expect(problems).toEqual([]);
  });

  test.each([
    [{}, 'a source is a package with its version, or a folder'],
    [{ package: 'net' }, 'package and version belong together'],
    [{ version: '1.0.0', folder: 'a' }, 'package and version belong together'],
    [[], 'expected at least one source'],
    [[{ folder: 'a' }, { folders: 'b' }], 'Invalid key: Expected never but received "folders"'],
  ])('can’t have %j as its artifacts', (artifacts, message) => {
    const { issues = [] } = v.safeParse(contractSetSchema, { artifacts, contracts: { Token: {} } });
    const all = issues.flatMap((issue) => [issue, ...('issues' in issue ? (issue.issues ?? []) : [])]);
    expect(all.map((issue) => issue.message)).toContain(message);
  });

  test('is told once of what an encoded call lacks: where the set has it, or where it is used', async () => {
    const encode = (contract: string) => ({
      artifact: 'Proxy',
      arguments: [{ encode: { contract, function: 'open', arguments: [{ account: 'deployer' }] } }],
    });
    expect(await problemsOf({ contracts: { Absent: {}, One: encode('Absent'), Two: encode('Strange') } })).toEqual([
      'contracts.Absent: there is no artifact Absent in @net/contracts@1.2.3, folder artifacts',
      "contracts.Two.arguments.0: the artifact Strange.json can't be used: its bytecode is no hexadecimal text (parameter data)",
    ]);
  });

  test('has all its mistakes reported at once', async () => {
    const problems = await problemsOf({
      contracts: { Absent: {}, Vault: {}, NoAbi: {} },
      calls: [{ contract: 'Nobody', function: 'f' }],
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'contracts.Absent',
      'contracts.NoAbi',
      'contracts.Vault',
      'calls.0.contract',
    ]);
  });

  test('may use an interface that is not deployed, and a library under another name', async () => {
    const placeholder = `__MathLib${'_'.repeat(31)}`;
    expect(
      await problemsOf({
        contracts: {
          M: { artifact: 'MathLib' },
          Linked: {},
          Second: { artifact: 'Linked', libraries: { [placeholder]: 'M' } },
        },
        calls: [{ contract: 'M', interface: 'IThing', function: 'thing()' }],
      }),
    ).toEqual([]);
  });
});

describe('chain settings', () => {
  const right = {
    id: 1101,
    rpc: '$CHAIN_RPC_URL',
    deployer: '0x52908400098527886E0F7030069857D2E4169EE7',
    signer: '$KEY',
  };

  test.each([
    [{ rpc: 'https://node.example.org/v3/secret' }, /usually holds a key/],
    [{ rpc: 'https://node.example.org/?key=secret' }, /usually holds a key/],
    [{ rpc: 'https://user:secret@node.example.org' }, /usually holds a key/],
    [{ rpc: 'ws://127.0.0.1:8545' }, /http\(s\) URL/],
    [{ rpc: '$lower' }, /expected \$NAME/],
    [{ signer: '0xabc' }, /expected \$NAME/],
    [{ deployer: '0x52908400098527886E0F7030069857D2E4169Ee7' }, /right checksum/],
    [{ deployer: '52908400098527886E0F7030069857D2E4169EE7' }, /expected an address/],
    [{ id: 0 }, /expected a chain id/],
    [{ confirmations: 0 }, /expected a number of blocks from 1 to 1000, safe or finalized/],
    [{ confirmations: 'latest' }, /expected a number of blocks from 1 to 1000, safe or finalized/],
    [{ rpc: [] }, /expected at least one node|expected \$NAME/],
    [{ rpc: ['$A', 'https://user:secret@node.example.org'] }, /usually holds a key|expected \$NAME/],
    [{ signer: { keystore: '/etc/key.json', password: '$P' } }, /expected \$NAME/],
    [{ signer: { keystore: 'key.json', password: 'secret' } }, /expected \$NAME/],
    [{ signer: { keystore: 'key.json' } }, /expected \$NAME/],
    [{ fees: { cap: '100' } }, /expected an amount with its unit/],
    [{ fees: { cap: 100 } }, /expected an amount with its unit/],
    [{ fees: { budget: '0.5 wei' } }, /no whole number of wei/],
    [{ values: { id: 1 } }, /the name "id" can't be used/],
    [{ values: { key: '$SECRET' } }, /expected no \$NAME here/],
    [{ 'code-size-limit': 0 }, /expected a number of bytes/],
    [{ extra: 1 }, /extra|never/],
  ])('refuse %j', (part, message) => {
    const result = v.safeParse(chainSchema, { ...right, ...part });
    expect(result.issues?.map((issue) => issue.message).join()).toMatch(message);
  });

  test.each(['$CHAIN_RPC_URL', 'http://127.0.0.1:8545', 'https://node.example.org'])('take the RPC %s', (rpc) => {
    expect(v.parse(chainSchema, { ...right, rpc })).toMatchObject({ rpc, confirmations: 1 });
  });

  test('take several nodes, a keystore, limits in any unit and values', () => {
    const given = {
      rpc: ['$FIRST', 'http://127.0.0.1:8545'],
      confirmations: 'finalized',
      signer: { keystore: 'accounts/owner.json', password: '$PASSWORD' },
      fees: { cap: '1.5 gwei', budget: '2 ether' },
      values: { admin: '0x12', delays: [1, 2], open: true },
    };
    expect(v.parse(chainSchema, { ...right, ...given })).toEqual({
      ...right,
      ...given,
      fees: { cap: 1_500_000_000n, budget: 2_000_000_000_000_000_000n },
    });
  });
});
