import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openHttpRpc } from '../../src/contracts/chain/http-rpc.ts';
import { observe } from '../../src/contracts/chain/observe.ts';
import { createRpcChain } from '../../src/contracts/chain/rpc-chain.ts';
import { systemClock } from '../../src/contracts/index.ts';
import { simulate } from '../../src/contracts/simulation/simulate.ts';
import type { SimulatedStep } from '../../src/contracts/simulation/simulated-step.ts';
import { createAddress } from '../../src/contracts/transaction/create-address.ts';
import { type Address, type Hex, keccak256, parseAddress } from '../../src/values/index.ts';
import { startAnvil, startGeth, startHardhat } from '../../tools/servers/index.ts';
import {
  deedsOf,
  memoryJournal,
  migrate,
  prepareSet,
  type Scene,
  type SceneChain,
  sceneOn,
  silentLog,
} from './contracts-fixture.ts';

const signal = AbortSignal.timeout(600_000);
const revert = '63aabbccdd6000526004601cfd';
/** require(msg.sender.code.length == 0), then one byte of code. */
const noCode: Hex = `0x333b600a5760016000f35b${revert}`;
/** require(msg.sender == tx.origin), then one byte of code. */
const origin: Hex = `0x333218600b5760016000f35b${revert}`;
/** Looks at the sender's code, and reverts whatever it is. */
const anyhow: Hex = `0x333b50${revert}`;
const blind: Hex = `0x${revert}`;
/** Pays its sender back, with as much gas as Solidity's transfer passes on, or with all; then one byte of code. */
const paysBack: Hex = `0x600060006000600034336108fcf11560175760016000f35b${revert}`;
const paysBackWithAllGas: Hex = `0x600060006000600034335af11560155760016000f35b${revert}`;
/** Leaves its own address as its code. */
const selfish: Hex = '0x3060005260206000f3';
const stop: Hex = '0x60016000f3';

const chains: readonly [string, () => Promise<SceneChain>][] = [
  ['anvil', () => startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' })],
  ['geth without eth_simulateV1', () => startGeth({ chainId: 1101, rules: 'cancun' })],
  ["Hardhat's network", () => startHardhat()],
];

async function run(scene: Scene, codes: readonly (readonly [Hex, ...number[]])[]) {
  const deployer = parseAddress(scene.deployer);
  const log = silentLog();
  const chain = createRpcChain(openHttpRpc(scene.rpcUrl, { timeoutMs: 20_000, clock: systemClock, log }));
  const { nonce, block } = await observe(chain, deployer, [], signal);
  const at = (index: number): Address => createAddress(deployer, nonce + index);
  const steps = codes.map(
    ([data, ...names], index): SimulatedStep => ({
      ...{ data, value: 0n, nonce: nonce + index, address: at(index), names: names.map(at) },
    }),
  );
  const next = { number: block.number + 1, timeSeconds: block.timeSeconds + 1 };
  const scenery = { deployer, nonce, block: next, blockGasLimit: block.gasLimit, hasSimulateV1: false };
  const { outcomes, method } = await simulate(chain, scenery, steps, signal);
  expect(method).toBe('eth_call');
  return outcomes;
}

describe.each(chains)('on %s, where a batch executor lies at the deployer', (_, start) => {
  test('a creation that takes no sender with code is run from the deployer as it is, and succeeds', async () => {
    await using scene = await sceneOn(await start());
    const outcomes = await run(scene, [[noCode], [stop], [origin], [anyhow], [blind]]);
    expect(outcomes).toMatchObject([
      { kind: 'success', codeHash: keccak256('0x00') },
      { kind: 'success' },
      { kind: 'success', codeHash: keccak256('0x00') },
      { kind: 'revert', data: '0xaabbccdd' },
      { kind: 'revert', data: '0xaabbccdd' },
    ]);
  });

  test('of one that needs another before it nothing is known, unless it can see nothing of the executor', async () => {
    await using scene = await sceneOn(await start());
    const outcomes = await run(scene, [[stop], [noCode, 0], [origin, 0], [stop, 1], [blind, 0], [stop, 4], [stop]]);
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...['success', 'not-simulated', 'not-simulated', 'not-simulated', 'revert', 'not-reached', 'success'],
    ]);
    expect(outcomes[1]).toMatchObject({ why: expect.stringMatching(/^this node has no eth_simulateV1, and what/) });
    expect(outcomes[3]).toMatchObject({ why: 'it depends on a step that is not simulated with it' });
  });

  test('what says the same without the executor and what it needs fails by itself', async () => {
    await using scene = await sceneOn(await start());
    const outcomes = await run(scene, [[stop], [anyhow, 0]]);
    expect(outcomes).toMatchObject([{ kind: 'success' }, { kind: 'revert', data: '0xaabbccdd' }]);
  });

  test('a creation that pays its sender back succeeds, and those after it stand where they will', async () => {
    await using scene = await sceneOn(await start());
    const outcomes = await run(scene, [[stop], [paysBack, 0], [paysBackWithAllGas, 0], [selfish]]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['success', 'success', 'success', 'success']);
    const word = createAddress(parseAddress(scene.deployer), 3).slice(2).toLowerCase();
    expect(outcomes[3]).toMatchObject({ codeHash: keccak256(`0x${word.padStart(64, '0')}`) });
  });

  test('what depends on a creation that only the executor fails is not told as a failure', async () => {
    await using scene = await sceneOn(await start());
    const outcomes = await run(scene, [[noCode], [stop, 0], [blind, 0]]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['success', 'not-simulated', 'not-simulated']);
  });
});

describe('on anvil', () => {
  test('contracts that take no sender with code are created, and what names them', async () => {
    await using scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
    const write = (contractName: string, bytecode: Hex, inputs: readonly object[]) => {
      const abi = [{ type: 'constructor', inputs, stateMutability: 'nonpayable' }];
      const artifact = { contractName, abi, bytecode, deployedBytecode: '0x00' };
      return writeFile(join(scene.folder, `${contractName}.json`), JSON.stringify(artifact));
    };
    await write('First', noCode, []);
    await write('Second', noCode, [{ name: 'first', type: 'address' }]);
    const text = 'artifacts: { folder: . }\ncontracts:\n  First: {}\n  Second: { arguments: [{ contract: First }] }\n';
    await migrate(scene, text, { set: await prepareSet(text, scene.folder), journal: memoryJournal() });
    expect(await deedsOf(scene)).toMatchObject([
      { isSuccess: true, code: '0x00' },
      { isSuccess: true, code: '0x00' },
    ]);
  });
});
