import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openHttpRpc } from '../../src/contracts/chain/http-rpc.ts';
import { observe } from '../../src/contracts/chain/observe.ts';
import { createRpcChain } from '../../src/contracts/chain/rpc-chain.ts';
import { systemClock } from '../../src/contracts/index.ts';
import { simulate } from '../../src/contracts/simulation/simulate.ts';
import { createAddress } from '../../src/contracts/transaction/create-address.ts';
import { type Hex, parseAddress } from '../../src/values/index.ts';
import { startAnvil, startGeth } from '../../tools/servers/index.ts';
import {
  deedsOf,
  memoryJournal,
  migrate,
  prepareSet,
  type Scene,
  sceneOn,
  silentLog,
  withinOneBlock,
} from './contracts-fixture.ts';

const signal = AbortSignal.timeout(600_000);

/** Sets 150 slots and clears them, then leaves one byte of code: a fifth of its gas is given back. */
const refunded: Hex = ('0x60965b600181556001900380600257506096' + '5b60008155600190038060125760016000f3') as Hex;
/** Sets 150 slots. */
const plain: Hex = '0x60965b6001815560019003806002575060016000f3';

/** Creates a contract, and calls it: it calls itself nine times, one call within the other, and sets 150 slots in the last. */
const nested = ((): Hex => {
  const work = '5060965b600181556001900380600a5700';
  const itself = '5b6001900360005260006000602060006000305af115603257005b60006000fd';
  const runtime = `60003580601857${work}${itself}`;
  const creation = `6038600c60003960386000f3${runtime}`;
  const main = '6044602f600039604460006000f0600960005260006000602060006000855af11560295760016000f35b60006000fd';
  return `0x${main}${creation}`;
})();

async function writeArtifact(scene: Scene, contractName: string, bytecode: Hex): Promise<void> {
  const artifact = { contractName, abi: [], bytecode, deployedBytecode: '0x00' };
  await writeFile(join(scene.folder, `${contractName}.json`), JSON.stringify(artifact));
}

test('on anvil, a creation with eleven levels of calls has the 63/64 that each passes on', async () => {
  await using scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
  await writeArtifact(scene, 'Nested', nested);
  const text = 'artifacts: { folder: . }\ncontracts: { Nested: {} }\n';
  const set = await prepareSet(text, scene.folder);
  await migrate(scene, text, { set, journal: memoryJournal() });
  expect(await deedsOf(scene)).toMatchObject([{ isSuccess: true, code: '0x00' }]);
});

/** This geth tells of a simulated transaction only what is used after something is given back. */
describe('on geth with eth_simulateV1 that tells no maxUsedGas', () => {
  test('a creation of whose gas a fifth is given back has enough of it', async () => {
    await using scene = await sceneOn(await startGeth({ chainId: 1101, rules: 'cancun' }));
    await writeArtifact(scene, 'Refunded', refunded);
    const text = 'artifacts: { folder: . }\ncontracts: { Refunded: {} }\n';
    const set = await prepareSet(text, scene.folder);
    await migrate(scene, text, { set, journal: memoryJournal() });
    expect(await deedsOf(scene)).toMatchObject([{ isSuccess: true, code: '0x00' }]);
  });

  test('where limits with room for that are too much, only what gets some back keeps it', async () => {
    await using scene = await sceneOn(await startGeth({ chainId: 1101, rules: 'cancun' }));
    const deployer = parseAddress(scene.deployer);
    const rpc = openHttpRpc(scene.rpcUrl, { timeoutMs: 20_000, clock: systemClock, log: silentLog() });
    const requests: string[] = [];
    const chain = createRpcChain({
      batch(calls, wake) {
        requests.push(calls.map(({ method }) => method).join());
        return rpc.batch(calls, wake);
      },
    });
    const look = async (affordableGas: bigint) => {
      const { nonce, block } = await observe(chain, deployer, [], signal);
      const steps = [plain, refunded, plain].map((data, index) => {
        return { data, value: 0n, nonce: nonce + index, address: createAddress(deployer, nonce + index), names: [] };
      });
      requests.length = 0;
      const scenery = { deployer, nonce, block: { number: block.number + 1, timeSeconds: block.timeSeconds + 1 } };
      const { outcomes } = await simulate(
        chain,
        { ...scenery, hasSimulateV1: true, blockGasLimit: 30_000_000n, affordableGas },
        steps,
        signal,
      );
      return outcomes.map((outcome) => {
        if (outcome.kind !== 'success') throw new Error(outcome.kind);
        return Number((outcome.gasLimit * 100n) / outcome.gas);
      });
    };
    const limitsFor = (affordableGas: bigint) => withinOneBlock(scene, () => look(affordableGas));
    expect(await limitsFor(100_000_000n)).toEqual([150, 150, 150]);
    expect(requests).toHaveLength(1);
    expect(await limitsFor(1_000_000n)).toEqual([120, 150, 120]);
    expect(requests).toHaveLength(2);
  });
});
