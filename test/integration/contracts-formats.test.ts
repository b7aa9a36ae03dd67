import { describe, expect, test } from '@jest/globals';
import { Interface } from 'ethers';
import { startAnvil } from '../../tools/servers/index.ts';
import { expectExit } from '../e2e/release-process.ts';
import { compiled, counter, type SolcContract, sum } from '../unit/contracts/artifact-folder-fixture.ts';
import { repositoryOn } from './user-repository.ts';

const hardhat = (name: string, sourceName: string, { abi, evm }: SolcContract, rest: object) => ({
  contractName: name,
  sourceName,
  abi,
  bytecode: `0x${evm.bytecode.object}`,
  deployedBytecode: `0x${evm.deployedBytecode.object}`,
  linkReferences: evm.bytecode.linkReferences,
  deployedLinkReferences: evm.deployedBytecode.linkReferences,
  ...rest,
});
const foundry = ({ abi, evm, metadata }: SolcContract) => ({
  abi,
  bytecode: { ...evm.bytecode, object: `0x${evm.bytecode.object}` },
  deployedBytecode: { ...evm.deployedBytecode, object: `0x${evm.deployedBytecode.object}` },
  metadata: JSON.parse(metadata),
});
const truffle = (contractName: string, sourcePath: string, { abi, evm }: SolcContract) => ({
  contractName,
  sourcePath,
  abi,
  bytecode: `0x${evm.bytecode.object}`,
  deployedBytecode: `0x${evm.deployedBytecode.object}`,
  networks: {},
});

/** One project of each compiler or framework, with what they lay beside their artifacts: a contract that links a library. */
const projects: Readonly<
  Record<string, { readonly folder: string; readonly files: Readonly<Record<string, unknown>> }>
> = {
  Foundry: {
    folder: 'foundry/out',
    files: {
      'Counter.sol/Counter.json': foundry(counter),
      'Counter.sol/IOwned.json': { abi: [], bytecode: { object: '0x' }, deployedBytecode: { object: '0x' } },
      'Sum.sol/Sum.json': foundry(sum),
      'build-info/1.json': { id: '1', source_id_to_path: {} },
    },
  },
  HardhatTwo: {
    folder: 'hardhat-2/artifacts',
    files: {
      'contracts/Counter.sol/Counter.json': hardhat('Counter', 'contracts/Counter.sol', counter, {
        _format: 'hh-sol-artifact-1',
      }),
      'contracts/Counter.sol/Counter.dbg.json': { _format: 'hh-sol-dbg-1', buildInfo: '../../build-info/1.json' },
      'contracts/math/Sum.sol/Sum.json': hardhat('Sum', 'contracts/math/Sum.sol', sum, {
        _format: 'hh-sol-artifact-1',
      }),
      'build-info/1.json': { _format: 'hh-sol-build-info-1', id: '1', input: {}, output: compiled },
    },
  },
  HardhatThree: {
    folder: 'hardhat-3/artifacts',
    files: {
      'contracts/Counter.sol/Counter.json': hardhat('Counter', 'contracts/Counter.sol', counter, {
        _format: 'hh3-artifact-1',
        immutableReferences: counter.evm.deployedBytecode.immutableReferences,
        inputSourceName: 'project/contracts/Counter.sol',
        buildInfoId: 'solc-0_8_28-1',
      }),
      'contracts/math/Sum.sol/Sum.json': hardhat('Sum', 'contracts/math/Sum.sol', sum, {
        _format: 'hh3-artifact-1',
        immutableReferences: {},
        inputSourceName: 'project/contracts/math/Sum.sol',
        buildInfoId: 'solc-0_8_28-1',
      }),
      'build-info/solc-0_8_28-1.json': { _format: 'hh3-sol-build-info-1', id: 'solc-0_8_28-1', input: {} },
      'build-info/solc-0_8_28-1.output.json': { _format: 'hh3-sol-build-info-output-1', output: compiled },
    },
  },
  Solc: { folder: 'solc/output.json', files: { '': compiled } },
  Waffle: {
    folder: 'waffle/build',
    files: {
      'Counter.json': { ...counter, bytecode: counter.evm.bytecode.object },
      'Sum.json': { ...sum, bytecode: sum.evm.bytecode.object },
    },
  },
  BareHex: {
    folder: 'hex',
    files: {
      'Counter.bin': counter.evm.bytecode.object,
      'Counter.abi': counter.abi,
      // As solcjs names it.
      'contracts_math_Sum_sol_Sum.bin': sum.evm.bytecode.object,
    },
  },
  Truffle: {
    folder: 'truffle/build/contracts',
    files: {
      'Counter.json': truffle('Counter', '/home/me/project/contracts/Counter.sol', counter),
      'Sum.json': truffle('Sum', '/home/me/project/contracts/math/Sum.sol', sum),
    },
  },
};
const names = Object.keys(projects);

const files = Object.fromEntries(
  Object.values(projects).flatMap(({ folder, files: inside }) =>
    Object.entries(inside).map(([path, content]) => [path === '' ? folder : `${folder}/${path}`, content as object]),
  ),
);

const placeholder = /__\$[0-9a-f]{34}\$__/.exec(counter.evm.bytecode.object)?.[0];

const contracts = `artifacts:
${Object.values(projects)
  .map(({ folder }) => `  - { folder: ${folder} }\n`)
  .join('')}
contracts:
${names
  .map((name, index) => {
    const from = `from: ${projects[name]?.folder}`;
    return `  ${name}Sum: { artifact: Sum, ${from} }
  ${name}:
    artifact: Counter
    ${from}
    arguments: [${index + 10}]
    libraries: { "${placeholder}": ${name}Sum }
`;
  })
  .join('')}
calls:
${names.map((name) => `  - { contract: ${name}, function: add, arguments: [1000], until: "count() >= 1000" }\n`).join('')}`;

describe('one set of contracts from a Foundry, a Hardhat 2 and 3, a solc, a Waffle and a Truffle project and of bare hex', () => {
  test('is created, linked, proved and called, each from its own folder, and then nothing is left to do', async () => {
    const chain = await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' });
    await using repository = await repositoryOn(chain, { contracts, files });
    const { outputs } = expectExit(await repository.run(), 0);
    expect(Object.fromEntries(outputs)).toMatchObject({ deployed: '14', called: '7', transactions: '21' });
    const recorded = repository.contracts();
    expect(recorded.map(({ proof }) => proof)).toEqual(recorded.map(() => 'exact'));
    const abi = new Interface(['function count() view returns (uint256)', 'function owner() view returns (address)']);
    const read = async (name: string, getter: 'count' | 'owner') => {
      const call = { to: repository.addressOf(name), data: abi.encodeFunctionData(getter) };
      return abi.decodeFunctionResult(getter, String(await repository.ask('eth_call', call, 'latest')))[0] as unknown;
    };
    for (const [index, name] of names.entries()) {
      // The library did the sum, the constructor had the argument, and the immutable is the deployer.
      expect([name, await read(name, 'count')]).toEqual([name, BigInt(index + 1010)]);
      expect(String(await read(name, 'owner')).toLowerCase()).toBe(repository.deployer);
      const code = String(await repository.ask('eth_getCode', repository.addressOf(name), 'latest'));
      expect(code).toContain(repository.addressOf(`${name}Sum`).slice(2).toLowerCase());
    }
    const again = expectExit(await repository.run(), 0);
    expect(again.outputs.get('changed')).toBe('false');
    expect(await repository.deeds()).toHaveLength(21);
  });
});
