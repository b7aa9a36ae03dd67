import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getAddress, Interface, keccak256 } from 'ethers';
import { startAnvil, startCliqueGeth, startGeth } from '../../tools/servers/index.ts';
import { type EndedProcess, expectExit } from '../e2e/release-process.ts';
import type { SceneChain } from './contracts-fixture.ts';
import { repositoryOn, type UserRepository } from './user-repository.ts';

const examples = join(import.meta.dirname, '../../examples');

/** Reads by name, as a person would ask the chain. */
function reader(repository: UserRepository) {
  const storage = async (contract: string, slot: string) =>
    BigInt(String(await repository.ask('eth_getStorageAt', repository.addressOf(contract), slot, 'latest')));
  return {
    async read(contract: string, signature: string, ...given: readonly unknown[]): Promise<unknown> {
      const abi = new Interface([`function ${signature}`]);
      const [name = ''] = signature.split('(');
      const data = abi.encodeFunctionData(name, given);
      const answer = String(await repository.ask('eth_call', { to: repository.addressOf(contract), data }, 'latest'));
      const values = abi.decodeFunctionResult(name, answer).toArray() as readonly unknown[];
      return values.length === 1 ? values[0] : values;
    },
    /** The list of addresses in the contract's storage that begins with this one: for what no function tells. */
    async listWith(contract: string, first: string): Promise<readonly string[]> {
      for (let slot = 0n; slot < 60n; slot++) {
        const start = BigInt(keccak256(word(slot)));
        if ((await storage(contract, word(start))) !== BigInt(first)) continue;
        const length = Number(await storage(contract, word(slot)));
        const items = Array.from({ length }, (_, index) => storage(contract, word(start + BigInt(index))));
        return (await Promise.all(items)).map((item) => getAddress(`0x${item.toString(16).padStart(40, '0')}`));
      }
      throw new Error(`${contract} has no list that begins with ${first}`);
    },
    /** Whether a map of maps in the contract's storage has a true for these addresses. */
    async isMarked(contract: string, outer: string, inner: string): Promise<boolean> {
      for (let slot = 0n; slot < 60n; slot++) {
        const map = keccak256(pair(BigInt(outer), slot));
        if ((await storage(contract, keccak256(pair(BigInt(inner), BigInt(map))))) === 1n) return true;
      }
      return false;
    },
  };
}

const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`;
const pair = (first: bigint, second: bigint) => word(first) + word(second).slice(2);

/** That every call was made, on the right contract, and none twice. */
async function keepNetworkIsSetUp(repository: UserRepository): Promise<void> {
  const { read, listWith, isMarked } = reader(repository);
  const address = (name: string) => getAddress(repository.addressOf(name));
  const operator = address('KeepRandomBeaconOperator');
  expect(await read('TokenStakingEscrow', 'owner() view returns (address)')).toBe(address('TokenStaking'));
  expect(await isMarked('TokenGrant', repository.deployer, address('TokenStaking'))).toBe(true);
  const isApproved = 'isApprovedOperatorContract(address) view returns (bool)';
  expect(await read('KeepRegistry', isApproved, operator)).toBe(true);
  expect(await read('TokenStaking', isApproved, operator)).toBe(true);
  const upgrader = 'operatorContractUpgraderFor(address) view returns (address)';
  const service = address('KeepRandomBeaconService');
  expect(await read('KeepRegistry', upgrader, service)).toBe(getAddress(repository.deployer));
  expect(await listWith('KeepRandomBeaconService', operator)).toEqual([operator]);
  const consumers = 'getConsumerContracts() view returns (address[])';
  expect([...((await read('GasPriceOracle', consumers)) as string[])]).toEqual([operator]);
  expect(await read('KeepRandomBeaconService', 'initialized() view returns (bool)')).toBe(true);
  expect(await read('KeepRandomBeaconService', 'implementation() view returns (address)')).toBe(
    address('KeepRandomBeaconServiceImplV1'),
  );
}

async function thresholdNetworkIsSetUp(repository: UserRepository): Promise<void> {
  const { read, listWith } = reader(repository);
  const address = (name: string) => getAddress(repository.addressOf(name));
  const [beacon, registry] = [address('RandomBeacon'), address('WalletRegistry')];
  const supply = 10_000_000_000n * 10n ** 18n;
  expect(await read('T', 'totalSupply() view returns (uint256)')).toBe(supply);
  expect(await read('T', 'balanceOf(address) view returns (uint256)', repository.deployer)).toBe(supply);
  expect(await read('TokenStaking', 'governance() view returns (address)')).toBe(getAddress(repository.deployer));
  expect(await listWith('TokenStaking', beacon)).toEqual([beacon, registry]);
  const owner = 'owner() view returns (address)';
  expect(await read('BeaconSortitionPool', owner)).toBe(beacon);
  expect(await read('EcdsaSortitionPool', owner)).toBe(registry);
  const isAuthorized = 'isAuthorized(address) view returns (bool)';
  expect(await read('ReimbursementPool', isAuthorized, beacon)).toBe(true);
  expect(await read('ReimbursementPool', isAuthorized, registry)).toBe(true);
  expect(await read('WalletRegistry', 'randomBeacon() view returns (address)')).toBe(address('RandomBeaconChaosnet'));
  const requesters = 'authorizedRequesters(address) view returns (bool)';
  expect(await read('RandomBeaconChaosnet', requesters, registry)).toBe(true);
  expect(await read('RandomBeacon', requesters, registry)).toBe(true);
  const governance = 'governance() view returns (address)';
  expect(await read('RandomBeacon', governance)).toBe(address('RandomBeaconGovernance'));
  expect(await read('WalletRegistry', governance)).toBe(address('WalletRegistryGovernance'));
}

interface RealSet {
  readonly example: string;
  readonly contracts: number;
  readonly calls: number;
  readonly isSetUp: (repository: UserRepository) => Promise<void>;
}

const keepNetwork: RealSet = { example: 'keep-network', contracts: 27, calls: 6, isSetUp: keepNetworkIsSetUp };
const goerli: RealSet = { example: 'keep-network-goerli', contracts: 29, calls: 6, isSetUp: keepNetworkIsSetUp };
const threshold: RealSet = {
  example: 'threshold-network',
  contracts: 20,
  calls: 13,
  isSetUp: thresholdNetworkIsSetUp,
};

const onDemand = () => startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' });
const anvil = () => startAnvil({ chainId: 1101, blockTimeSeconds: 1 });
const london = () => startGeth({ chainId: 1101, blockTimeSeconds: 1, rules: 'london' });
const smallBlocks = 8_000_000;

const rows: readonly (readonly [title: string, set: RealSet, start: () => Promise<SceneChain>, type: string])[] = [
  ['keep-core 1.8.0 on anvil', keepNetwork, anvil, '0x2'],
  ['keep-core 1.8.0 on geth with the rules of London', keepNetwork, london, '0x2'],
  [
    'keep-core 1.8.1-goerli.0 on geth 1.13 with Clique, blocks of 8 million gas and the rules of Istanbul',
    goerli,
    () => startCliqueGeth({ chainId: 1101, gasLimit: smallBlocks }),
    '0x0',
  ],
  [
    'keep-core 1.8.1-goerli.0 on anvil with blocks of 8 million gas and the rules of Istanbul',
    goerli,
    () => startAnvil({ chainId: 1101, blockTimeSeconds: 1, hardfork: 'istanbul', gasLimit: smallBlocks }),
    '0x0',
  ],
  ['random-beacon, ecdsa and threshold on anvil', threshold, anvil, '0x2'],
  ['random-beacon, ecdsa and threshold on geth with the rules of London', threshold, london, '0x2'],
];

/** Name → address, as a plan says what it would create. */
function plannedAddresses({ output }: EndedProcess): ReadonlyMap<string, string> {
  const lines = output.matchAll(/^ {2}create (\w+) at (0x[0-9a-fA-F]{40}):/gm);
  return new Map([...lines].map(([, name = '', address = '']) => [name, address]));
}

/** How many transactions each layer of the printed plan has. */
function layersOf({ output }: EndedProcess): readonly number[] {
  const [plan = ''] = output.split('\n\n').filter((part) => /^Plan /m.test(part));
  return plan.split('then, when all of that is mined').map((part) => part.match(/^ {2}(create|call) /gm)?.length ?? 0);
}

interface Mined {
  readonly blockNumber: string;
  readonly gasUsed: string;
}

/** What the chain says that a deployment took, and how little it could have taken: in any order, and in the nonces' order. */
async function figuresOf(repository: UserRepository, plan: EndedProcess) {
  const deeds = await repository.deeds();
  const mined: { readonly block: string; readonly used: number; readonly limit: number }[] = [];
  for (const { hash } of deeds) {
    const { blockNumber, gasUsed } = (await repository.ask('eth_getTransactionReceipt', hash)) as Mined;
    const { gas } = (await repository.ask('eth_getTransactionByHash', hash)) as { gas: string };
    mined.push({ block: blockNumber, used: Number(gasUsed), limit: Number(gas) });
  }
  const answer = await repository.ask('eth_getBlockByNumber', mined[0]?.block, false);
  const blockGas = Number((answer as { gasLimit: string }).gasLimit);
  const layers = layersOf(plan);
  let [first, floor, inOrder] = [0, 0, 0];
  for (const size of layers) {
    const layer = mined.slice(first, first + size);
    first += size;
    floor += Math.ceil(layer.reduce((sum, { used }) => sum + used, 0) / blockGas);
    let left = 0;
    for (const { used, limit } of layer) {
      if (limit > left) {
        inOrder++;
        left = blockGas;
      }
      left -= used;
    }
  }
  return {
    transactions: deeds.length,
    blocks: new Set(mined.map(({ block }) => block)).size,
    ...{ floor, inOrder, layers: layers.length },
    gas: mined.reduce((sum, { used }) => sum + used, 0),
  };
}

describe.each(rows)('%s', (title, set, start, type) => {
  let repository: UserRepository;
  let planned: EndedProcess;
  let afterPlan: readonly unknown[];
  let applied: EndedProcess;
  let asked: ReturnType<UserRepository['asked']>;

  beforeAll(async () => {
    const contracts = readFileSync(join(examples, set.example, 'contracts.yml'), 'utf8');
    repository = await repositoryOn(await start(), { contracts, packagesOf: set.example });
    planned = await repository.run(['--mode', 'plan'], { CONTRACT_OWNER_PRIVATE_KEY: undefined });
    afterPlan = [...(await repository.deeds()), ...repository.objects()];
    applied = await repository.run();
    asked = repository.asked();
  });
  afterAll(async () => repository?.[Symbol.asyncDispose]());

  test('is planned and simulated without a key, and nothing is sent or stored', () => {
    expectExit(planned, 0);
    expect(planned.outputs.get('deployed')).toBe(String(set.contracts));
    expect(planned.outputs.get('called')).toBe(String(set.calls));
    expect(planned.output).toMatch(/^ {2}Simulated: \d+ gas, at most [\d.]+ ether$/m);
    expect(planned.output).not.toMatch(/not simulated/i);
    expect(afterPlan).toEqual([]);
  });

  test('has every contract where the plan said, with proved code, and nothing beyond', async () => {
    expectExit(applied, 0);
    const contracts = repository.contracts();
    expect(contracts).toHaveLength(set.contracts);
    expect(new Map(contracts.map(({ name, address }) => [name, getAddress(address)]))).toEqual(
      new Map([...plannedAddresses(planned)].map(([name, address]) => [name, getAddress(address)])),
    );
    for (const { address } of contracts) expect(await repository.ask('eth_getCode', address, 'latest')).not.toBe('0x');
    expect(contracts.map(({ proof }) => proof)).toEqual(contracts.map(() => 'exact'));
    const deeds = await repository.deeds();
    expect(deeds.every(({ isSuccess }) => isSuccess)).toBe(true);
    expect(deeds.filter(({ created }) => created !== undefined)).toHaveLength(set.contracts);
    expect(deeds.filter(({ created }) => created === undefined)).toHaveLength(set.calls);
  });

  test('has every call done, and none twice', async () => {
    await set.isSetUp(repository);
  });

  test('has transactions of the kind that the chain knows, in few blocks', async () => {
    const [first] = await repository.deeds();
    expect(await repository.ask('eth_getTransactionByHash', first?.hash)).toMatchObject({ type });
    const { transactions, blocks, floor, inOrder, layers, gas } = await figuresOf(repository, applied);
    const million = (gas / 1e6).toFixed(1);
    process.stderr.write(
      `${title}: ${transactions} transactions in ${blocks} blocks (floor ${floor}, in this order ${inOrder}, ${layers} layers), ${million} million gas, ${asked.requests} requests with ${asked.calls} calls\n`,
    );
    expect(applied.outputs.get('blocks')).toBe(String(blocks));
    // Every block that is waited for adds its share: more of them where they are small, and on a machine that is busy
    // with other tests. The benchmark counts on a quiet one.
    expect(asked.calls / transactions).toBeLessThanOrEqual(set === goerli ? 7 : 6);
    expect(applied.outputs.get('gas')).toBe(String(gas));
    expect(blocks).toBeGreaterThanOrEqual(floor);
    // Each layer's transactions may come just before a block and just after it.
    expect(blocks).toBeLessThanOrEqual(inOrder + layers);
  });

  test('is unchanged in the next run: nothing is sent, nothing is stored', async () => {
    const [deeds, objects] = [await repository.deeds(), repository.objects()];
    const again = expectExit(await repository.run(), 0);
    expect(again.outputs.get('changed')).toBe('false');
    expect(again.outputs.get('kept')).toBe(String(set.contracts));
    expect(again.outputs.get('skipped')).toBe(String(set.calls));
    expect(await repository.deeds()).toEqual(deeds);
    expect(repository.objects()).toEqual(objects);
  });
});

describe('when TokenStaking of keep-core 1.8.1-goerli.0 changes', () => {
  test('what names it is created anew with it, the escrow too, and what says so is called again', async () => {
    const contracts = readFileSync(join(examples, goerli.example, 'contracts.yml'), 'utf8');
    await using repository = await repositoryOn(await onDemand(), { contracts, packagesOf: goerli.example });
    expectExit(await repository.run(), 0);
    const before = new Map(repository.contracts().map(({ name, address }) => [name, address]));
    const count = (await repository.deeds()).length;
    repository.change('contracts.yml', '- 1 # initialization period', '- 2 # initialization period');
    const { outputs } = expectExit(await repository.run(), 0);
    const created = repository.contracts().filter(({ name, address }) => before.get(name) !== address);
    expect(created.map(({ name }) => name).toSorted()).toEqual([
      'BeaconRewards',
      'GuaranteedMinimumStakingPolicy',
      'KeepRandomBeaconOperator',
      'KeepRandomBeaconOperatorStatistics',
      'StakingPortBacker',
      'TokenStaking',
      'TokenStakingEscrow',
    ]);
    expect(Object.fromEntries(outputs)).toMatchObject({ deployed: '7', kept: '22', called: '5', skipped: '1' });
    const deeds = (await repository.deeds()).slice(count);
    expect(deeds.map(({ isSuccess }) => isSuccess)).toEqual(Array.from({ length: 12 }, () => true));
    const { read } = reader(repository);
    const address = (name: string) => getAddress(repository.addressOf(name));
    expect(await read('TokenStakingEscrow', 'owner() view returns (address)')).toBe(address('TokenStaking'));
    const consumers = (await read('GasPriceOracle', 'getConsumerContracts() view returns (address[])')) as string[];
    expect([...consumers]).toEqual([
      getAddress(before.get('KeepRandomBeaconOperator') ?? ''),
      address('KeepRandomBeaconOperator'),
    ]);
  });
});
