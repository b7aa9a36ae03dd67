import { rm } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { hashedPlaceholder } from '../../../../src/contracts/artifacts/placeholder.ts';
import {
  compiled,
  counter,
  type Files,
  folderWith,
  packageFiles,
  prepare,
  type SolcContract,
  sum,
} from '../artifact-folder-fixture.ts';
import { linkByReplacing } from '../link-by-replacing.ts';

const library = `0x${'a1'.repeat(20)}`;
const placeholder = hashedPlaceholder('contracts/math/Sum.sol:Sum');
const oldPlaceholder = `__Sum${'_'.repeat(35)}`;

const hardhat = (name: string, source: string, { abi, evm }: SolcContract) => ({
  _format: 'hh-sol-artifact-1',
  contractName: name,
  sourceName: source,
  abi,
  bytecode: `0x${evm.bytecode.object}`,
  deployedBytecode: `0x${evm.deployedBytecode.object}`,
  linkReferences: evm.bytecode.linkReferences,
  deployedLinkReferences: evm.deployedBytecode.linkReferences,
});
const foundry = ({ abi, evm, metadata }: SolcContract) => ({
  abi,
  bytecode: { ...evm.bytecode, object: `0x${evm.bytecode.object}`, sourceMap: '' },
  deployedBytecode: { ...evm.deployedBytecode, object: `0x${evm.deployedBytecode.object}`, sourceMap: '' },
  rawMetadata: metadata,
  metadata: JSON.parse(metadata),
  id: 1,
});
const truffle = (contractName: string, { abi, evm }: SolcContract, rest: object = {}) => ({
  contractName,
  abi,
  bytecode: `0x${evm.bytecode.object}`,
  deployedBytecode: `0x${evm.deployedBytecode.object}`,
  networks: {},
  ...rest,
});
const old = (contract: SolcContract): SolcContract =>
  JSON.parse(JSON.stringify(contract).replaceAll(placeholder, oldPlaceholder)) as SolcContract;
const bin = ({ evm }: SolcContract) => evm.bytecode.object;

/** Title, files, the set's source, and whether the format tells where immutables stand. */
const formats: readonly [title: string, files: Files, source: object, tellsImmutables: boolean][] = [
  ["solc's standard output", { 'output.json': compiled }, { folder: 'output.json' }, true],
  [
    "solc's standard output in a folder",
    { 'build/all.json': { contracts: compiled.contracts } },
    { folder: 'build' },
    true,
  ],
  [
    'a build-info file',
    { 'build-info/1.json': { id: '1', input: {}, output: { contracts: compiled.contracts } } },
    { folder: 'build-info/1.json' },
    true,
  ],
  [
    "solc's combined output",
    {
      'build/combined.json': {
        contracts: {
          'contracts/Counter.sol:Counter': {
            abi: counter.abi,
            bin: bin(counter),
            'bin-runtime': counter.evm.deployedBytecode.object,
          },
          'contracts/math/Sum.sol:Sum': {
            abi: JSON.stringify(sum.abi),
            bin: bin(sum),
            'bin-runtime': sum.evm.deployedBytecode.object,
          },
        },
        version: '0.8.28',
      },
    },
    { folder: 'build' },
    false,
  ],
  [
    'Waffle',
    { 'build/Counter.json': { ...counter, bytecode: bin(counter) }, 'build/Sum.json': { ...sum, bytecode: bin(sum) } },
    { folder: 'build' },
    true,
  ],
  [
    'Foundry',
    {
      'out/Counter.sol/Counter.json': foundry(counter),
      'out/Sum.sol/Sum.0.8.28.json': foundry(sum),
      'out/Counter.sol/IOwned.json': {},
    },
    { folder: 'out' },
    true,
  ],
  [
    'Hardhat 2',
    {
      'artifacts/contracts/Counter.sol/Counter.json': hardhat('Counter', 'contracts/Counter.sol', counter),
      'artifacts/contracts/Counter.sol/Counter.dbg.json': { _format: 'hh-sol-dbg-1', buildInfo: '' },
      'artifacts/contracts/math/Sum.sol/Sum.json': hardhat('Sum', 'contracts/math/Sum.sol', sum),
      'artifacts/build-info/1.json': { output: { contracts: compiled.contracts } },
    },
    { folder: 'artifacts' },
    false,
  ],
  [
    'Hardhat 3',
    {
      'artifacts/contracts/Counter.sol/Counter.json': {
        ...hardhat('Counter', 'contracts/Counter.sol', counter),
        _format: 'hh3-artifact-1',
        immutableReferences: counter.evm.deployedBytecode.immutableReferences,
        inputSourceName: 'contracts/Counter.sol',
      },
      'artifacts/contracts/math/Sum.sol/Sum.json': {
        ...hardhat('Sum', 'contracts/math/Sum.sol', sum),
        _format: 'hh3-artifact-1',
        immutableReferences: {},
      },
    },
    { folder: 'artifacts' },
    true,
  ],
  [
    'Truffle, full',
    {
      'build/Counter.json': truffle('Counter', counter, { metadata: counter.metadata }),
      'build/Sum.json': truffle('Sum', sum, { sourcePath: '/home/me/project/contracts/math/Sum.sol' }),
    },
    { folder: 'build' },
    false,
  ],
  [
    'Truffle, slim, with its Solidity files',
    packageFiles('net', '1.0.0', {
      'artifacts/Counter.json': truffle('Counter', counter),
      'artifacts/Sum.json': truffle('Sum', sum),
      'contracts/math/Sum.sol': '',
    }),
    { package: 'net', version: '1.0.0' },
    false,
  ],
  [
    'Truffle, slim, with its library in a file of another name',
    packageFiles('net', '1.0.0', {
      'artifacts/Counter.json': JSON.parse(
        JSON.stringify(truffle('Counter', counter)).replaceAll(placeholder, hashedPlaceholder('contracts/All.sol:Sum')),
      ) as object,
      'artifacts/Sum.json': truffle('Sum', sum),
      'contracts/All.sol': '',
    }),
    { package: 'net', version: '1.0.0' },
    false,
  ],
  [
    'Truffle with named placeholders',
    { 'build/Counter.json': truffle('Counter', old(counter)), 'build/Sum.json': truffle('Sum', sum) },
    { folder: 'build' },
    false,
  ],
  [
    'bare hex',
    {
      'build/Counter.bin': `${bin(counter)}\n\n// $${placeholder.slice(3, 37)}$ -> contracts/math/Sum.sol:Sum\n`,
      'build/Counter.abi': counter.abi,
      'build/Sum.hex': `0x${bin(sum)}\n`,
    },
    { folder: 'build' },
    false,
  ],
  [
    "bare hex of solc's JavaScript program",
    {
      'build/contracts_Counter_sol_Counter.bin': `${bin(counter)}\n// $${placeholder.slice(3, 37)}$ -> contracts/math/Sum.sol:Sum`,
      'build/contracts_Counter_sol_Counter.abi': counter.abi,
      'build/contracts_math_Sum_sol_Sum.bin': bin(sum),
      'build/contracts_math_Sum_sol_Sum.abi': sum.abi,
    },
    { folder: 'build' },
    false,
  ],
];

describe('an artifact', () => {
  test("of solc's JavaScript program is also found by all of its file's name", async () => {
    const folder = await folderWith({
      'build/contracts_math_Sum_sol_Sum.bin': bin(sum),
      'build/contracts_math_Sum_sol_Sum.abi': sum.abi,
      'build/other_Sum_sol_Sum.bin': '6001',
      'build/other_Sum_sol_Sum.abi': '[]',
    });
    const { prepared, problems } = await prepare(folder, {
      artifacts: { folder: 'build' },
      contracts: { contracts_math_Sum_sol_Sum: {}, Other: { artifact: 'other_Sum_sol_Sum' } },
    });
    await rm(folder, { recursive: true });
    expect(problems).toEqual([]);
    expect(prepared?.contracts.map(({ artifact }) => artifact.creationCode)).toEqual([bin(sum), '6001']);
  });

  test.each(formats)('of %s is read with its library', async (_, files, source, tellsImmutables) => {
    const folder = await folderWith(files);
    const { prepared, problems } = await prepare(folder, {
      artifacts: source,
      contracts: { Counter: { arguments: [7], value: 1 }, Sum: {} },
    });
    await rm(folder, { recursive: true });
    expect(problems).toEqual([]);
    const [first, second] = prepared?.contracts ?? [];
    expect([first?.name, second?.name]).toEqual(['Sum', 'Counter']);
    expect([...(second?.libraries.values() ?? [])]).toEqual(['Sum']);
    const { artifact } = second ?? {};
    if (artifact === undefined) throw new Error('no artifact');
    const link = library.slice(2);
    expect(linkByReplacing(artifact, () => library)).toBe(linked(bin(counter), link));
    if (artifact.deployedCode !== undefined) {
      expect(artifact.deployedCode.replaceAll(artifact.links[0]?.placeholder ?? '', link)).toBe(
        linked(counter.evm.deployedBytecode.object, link),
      );
    }
    expect(artifact.immutableReferences !== undefined).toBe(tellsImmutables);
    if (tellsImmutables) expect(artifact.immutableReferences?.map(({ length }) => length)).toEqual([32]);
  });

  test('whose compiler left zeros for its library gets a placeholder there', async () => {
    const zeros = '0'.repeat(40);
    const content = JSON.parse(
      JSON.stringify(hardhat('Counter', 'contracts/Counter.sol', counter)).replaceAll(placeholder, zeros),
    ) as object;
    const folder = await folderWith({
      'a/Counter.json': content,
      'a/Sum.json': hardhat('Sum', 'contracts/math/Sum.sol', sum),
    });
    const { prepared } = await prepare(folder, {
      artifacts: { folder: 'a' },
      contracts: { Sum: {}, Counter: { arguments: [1] } },
    });
    await rm(folder, { recursive: true });
    expect(prepared?.contracts[1]?.artifact.links).toEqual([
      { placeholder, library: 'Sum', source: 'contracts/math/Sum.sol' },
    ]);
    expect(prepared?.contracts[1]?.artifact.creationCode).toBe(bin(counter));
  });

  const linkedElsewhere = (content: object) =>
    JSON.parse(JSON.stringify(content).replaceAll(placeholder, 'ab'.repeat(20))) as object;
  const { linkReferences: _, ...withoutReferences } = hardhat('Counter', 'contracts/Counter.sol', counter);

  test.each<[title: string, content: string | object, problem: string]>([
    ['no JSON', '{', "the artifact Counter.json can't be used: it is no JSON"],
    [
      'JSON of no known format',
      { hello: 'world' },
      "the artifact Counter.json can't be used: it is no artifact of Truffle, Hardhat, Foundry, solc or Waffle, and no record of hardhat-deploy",
    ],
    [
      'an ABI that is none',
      { abi: [{ type: 'function', inputs: [{ name: 'a' }] }], bytecode: '0x' },
      `the artifact Counter.json can't be used: its abi.0.inputs.0.type can't be read: Invalid key: Expected "type" but received undefined`,
    ],
    [
      'bytecode that is none',
      { abi: [], bytecode: '0x123' },
      "the artifact Counter.json can't be used: its bytecode is no hexadecimal text",
    ],
    [
      'long bytecode that ends in what is none',
      { abi: [], bytecode: `0x${'60'.repeat(40_000)}6x` },
      "the artifact Counter.json can't be used: its bytecode is no hexadecimal text",
    ],
    [
      'Hardhat linked to a network',
      linkedElsewhere(hardhat('Counter', 'contracts/Counter.sol', counter)),
      `Counter can't be created: its bytecode is already linked to the library Sum of another network (0x${'ab'.repeat(20)})`,
    ],
    [
      'Truffle linked to a network',
      linkedElsewhere(truffle('Counter', counter, { networks: { 1: { links: { Sum: library } } } })),
      "Counter can't be created: its bytecode is already linked to the libraries of another network",
    ],
    [
      'a record of hardhat-deploy linked to a network',
      linkedElsewhere({ address: library, ...withoutReferences, libraries: { Sum: library } }),
      "Counter can't be created: it is the record of a deployment, whose bytecode is already linked to another network's libraries (Sum)",
    ],
    [
      'a record of a proxy',
      { address: library, abi: counter.abi, receipt: {} },
      "Counter can't be created: it is the record of a deployment (of a proxy, probably) and has no bytecode",
    ],
    ['only an ABI', counter.abi, "Counter has no bytecode: an interface or an abstract contract can't be created"],
  ])('that is %s is refused with the reason', async (_title, content, problem) => {
    const folder = await folderWith({ 'a/Counter.json': content });
    const set = { artifacts: { folder: 'a' }, contracts: { Counter: { arguments: [1] } } };
    const { problems } = await prepare(folder, set);
    await rm(folder, { recursive: true });
    expect(problems).toEqual([`contracts.Counter: ${problem}`]);
  });

  const partly = { abi: [], bytecode: `0x73${'A1'.repeat(20)}73__Sum${'_'.repeat(35)}5050` };
  test.each<[title: string, content: object, problem: string]>([
    [
      'Truffle',
      { ...partly, networks: { 1: { links: { Other: library, Sum: `0x${'ef'.repeat(20)}` } } } },
      'its bytecode is already linked to the libraries of another network',
    ],
    [
      'a record of hardhat-deploy',
      { ...partly, address: library, libraries: { Other: library, Sum: `0x${'ef'.repeat(20)}` } },
      "whose bytecode is already linked to another network's libraries (Other, Sum)",
    ],
  ])('that is %s linked to only some libraries of a network is refused', async (_title, content, problem) => {
    const folder = await folderWith({
      'a/Counter.json': content,
      'a/Sum.json': hardhat('Sum', 'contracts/math/Sum.sol', sum),
    });
    const set = { artifacts: { folder: 'a' }, contracts: { Counter: {}, Sum: {} } };
    const { problems } = await prepare(folder, set);
    await rm(folder, { recursive: true });
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  test('that is bare hex without its ABI is said to be created without arguments', async () => {
    const folder = await folderWith({ 'a/Sum.bin': bin(sum) });
    const { prepared } = await prepare(folder, { artifacts: { folder: 'a' }, contracts: { Sum: {} } });
    await rm(folder, { recursive: true });
    expect(prepared?.notices).toEqual([
      'Sum has bytecode without an ABI (Sum.abi): its constructor is taken to have no parameters',
    ]);
  });

  test('that is the record of a contract without libraries may be used', async () => {
    const folder = await folderWith({
      'a/Sum.json': { address: library, abi: sum.abi, bytecode: bin(sum), libraries: {} },
    });
    const { problems } = await prepare(folder, { artifacts: { folder: 'a' }, contracts: { Sum: {} } });
    await rm(folder, { recursive: true });
    expect(problems).toEqual([]);
  });
});

function linked(code: string, address: string): string {
  return code.replaceAll(placeholder, address);
}
