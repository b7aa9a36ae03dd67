import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Anvil, startAnvil } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { auditChain } from '../bench/contracts/audit.ts';
import { type BenchSet, type BenchStep, stepsOf } from '../bench/contracts/bench-set.ts';
import { askNode } from '../bench/contracts/node-question.ts';

/** Creates `60 <byte> 60 00 53 60 01 60 00 f3`: a contract whose code is that byte, whatever argument follows. */
const creating = (byte: string): string => `60${byte}60005360016000f3`;
const word = { type: 'uint256' };
const artifact = {
  name: 'Word',
  abi: [
    { type: 'constructor', inputs: [word] },
    { type: 'function', name: 'set', inputs: [word] },
  ],
  creationCode: creating('00'),
  deployedCode: '00',
};
const contract = (name: string, value: number) => ({ name, artifact, arguments: [value], libraries: new Map() });
const call = { contract: 'First', interface: 'First', function: 'set', arguments: [7], isOneShot: false };
const set: BenchSet = { name: 'two words', contracts: [contract('First', 1), contract('Second', 2)], calls: [call] };

let anvil: Anvil;
let deployer: string;
beforeEach(async () => {
  anvil = await startAnvil({ blockTimeSeconds: 'on-demand' });
  deployer = anvil.accounts[0]?.address ?? '';
});
afterEach(() => anvil.stop());

async function send(steps: readonly BenchStep[]): Promise<void> {
  for (const { to, data } of steps) {
    const hash = await askNode(anvil.rpcUrl, 'eth_sendTransaction', [
      { from: deployer, data, gas: '0x30000', ...(to && { to }) },
    ]);
    const isMined = async () => (await askNode(anvil.rpcUrl, 'eth_getTransactionReceipt', [hash])) !== null;
    await poll(isMined, AbortSignal.timeout(10_000));
  }
}

const wanted = () => stepsOf(set, deployer);

test.each<[string, (steps: readonly BenchStep[]) => readonly BenchStep[], RegExp]>([
  ['a contract is missing', ([first]) => (first ? [first] : []), /^Second is missing$/],
  [
    'a contract is there twice',
    (steps) => [...steps, ...steps.slice(1, 2)],
    /nonce 3 creates what the set doesn't have/,
  ],
  [
    'an argument is another',
    ([first, , third]) =>
      [first, { title: '', data: `${first?.data.slice(0, -1)}5` }, third].filter((step) => step !== undefined),
    /^Second is missing$/,
  ],
  ['a call is missing', (steps) => steps.slice(0, 2), /^a call is missing/],
  ['a call is made twice', (steps) => [...steps, ...steps.slice(2)], /^a call that the set doesn't have/],
])('a run is no time when %s', async (_, change, fault) => {
  await send(change(wanted()));
  expect((await auditChain(anvil.rpcUrl, set, deployer)).faults).toContainEqual(expect.stringMatching(fault));
});

test('a run is no time when a contract has other code than its artifact', async () => {
  await send(wanted());
  const other = { ...artifact, deployedCode: '01' };
  const contracts = set.contracts.map((one) => ({ ...one, artifact: other }));
  expect((await auditChain(anvil.rpcUrl, { ...set, contracts }, deployer)).faults).toHaveLength(2);
});

test('a run is no time when a transaction failed', async () => {
  await send(wanted());
  await send([{ title: 'invalid', data: '0xfe' }]);
  expect((await auditChain(anvil.rpcUrl, set, deployer)).faults).toContain('nonce 3 failed');
});

test('exactly what was wanted has no fault, and its blocks and gas are the chain’s', async () => {
  await send(wanted());
  const verdict = await auditChain(anvil.rpcUrl, set, deployer);
  expect(verdict.faults).toEqual([]);
  expect(verdict.blocks).toBe(3);
  expect(verdict.gas).toBeGreaterThan(3 * 21_000);
});
