import { describe, expect, test } from '@jest/globals';
import type { Chain } from '../../src/contracts/chain/chain.ts';
import { openHttpRpc } from '../../src/contracts/chain/http-rpc.ts';
import { observe } from '../../src/contracts/chain/observe.ts';
import type { RpcAnswer, RpcCall } from '../../src/contracts/chain/rpc.ts';
import { createRpcChain } from '../../src/contracts/chain/rpc-chain.ts';
import { systemClock } from '../../src/contracts/index.ts';
import { forecastPlan, isSending } from '../../src/contracts/plan/forecast.ts';
import { largestTransaction, takesLongCreations } from '../../src/contracts/simulation/chain-rules.ts';
import { simulate } from '../../src/contracts/simulation/simulate.ts';
import type { SimulatedStep } from '../../src/contracts/simulation/simulated-step.ts';
import { createAddress } from '../../src/contracts/transaction/create-address.ts';
import { type Address, type Hex, keccak256, parseAddress } from '../../src/values/index.ts';
import { startAnvil, startGeth, startHardhat } from '../../tools/servers/index.ts';
import {
  memoryJournal,
  migrate,
  prepareSet,
  readKeepSet,
  type Scene,
  type SceneChain,
  sceneOn,
  silentLog,
  smallSet,
  withinOneBlock,
} from './contracts-fixture.ts';

const signal = AbortSignal.timeout(600_000);

/** How a node differs from the real one behind it: an answer of its own, or other parameters. */
type Quirk = (call: RpcCall) => RpcCall | RpcAnswer;

const refusal = (message: string): RpcAnswer => ({ error: { code: -32602, message, data: undefined } });

/** A node without state overrides. */
const withoutOverrides: Quirk = (call) => {
  if (call.method === 'eth_simulateV1') return refusal('the method eth_simulateV1 does not exist');
  return call.method === 'eth_call' && call.params.length > 2 ? refusal('too many arguments, want at most 2') : call;
};
/** A node that doesn't say that it has none. */
const ignoringOverrides: Quirk = (call) =>
  call.method === 'eth_call' ? { ...call, params: call.params.slice(0, 2) } : withoutOverrides(call);
const withoutSimulateV1: Quirk = (call) =>
  call.method === 'eth_simulateV1' ? refusal('the method eth_simulateV1 does not exist') : call;
/** A node that lends a call only so much gas. */
const lending =
  (most: bigint): Quirk =>
  (call) => {
    if (call.method !== 'eth_call') return withoutSimulateV1(call);
    const [transaction, ...others] = call.params as [{ gas?: string }, ...unknown[]];
    return { ...call, params: [{ ...transaction, gas: `0x${most.toString(16)}` }, ...others] };
  };

function connect(scene: Scene, quirk: Quirk = (call) => call): { chain: Chain; requests: string[][] } {
  const rpc = openHttpRpc(scene.rpcUrl, { timeoutMs: 20_000, clock: systemClock, log: silentLog() });
  const requests: string[][] = [];
  const chain = createRpcChain({
    async batch(calls, wake) {
      requests.push(calls.map(({ method }) => method));
      const asked = calls.map(quirk);
      const answers = await rpc.batch(
        asked.flatMap((call) => ('method' in call ? [call] : [])),
        wake,
      );
      let next = 0;
      return asked.map((call) => ('method' in call ? (answers[next++] as RpcAnswer) : call));
    },
  });
  return { chain, requests };
}

async function foresee(scene: Scene, text: string, quirk?: Quirk) {
  const { plan } = await migrate(scene, text, { mode: 'plan' });
  const deployer = parseAddress(scene.deployer);
  const { chain, requests } = connect(scene, quirk);
  const set = await prepareSet(text);
  const forecast = await withinOneBlock(scene, async () => {
    const state = await observe(chain, deployer, [], signal);
    requests.length = 0;
    return forecastPlan(chain, deployer, plan, set, state, 0, signal);
  });
  return { forecast, requests: requests.map((methods) => methods.join()), steps: plan.steps.filter(isSending) };
}

async function gasUsedBy(scene: Scene): Promise<ReadonlyMap<number, bigint>> {
  const used = new Map<number, bigint>();
  for (let block = Number(await scene.ask('eth_blockNumber')); block > 0; block--) {
    const { transactions } = (await scene.ask('eth_getBlockByNumber', `0x${block.toString(16)}`, true)) as {
      transactions: { hash: string; nonce: string; from: string }[];
    };
    for (const { hash, nonce, from } of transactions) {
      if (from.toLowerCase() !== scene.deployer.toLowerCase()) continue;
      const { gasUsed } = (await scene.ask('eth_getTransactionReceipt', hash)) as { gasUsed: string };
      used.set(Number(nonce), BigInt(gasUsed));
    }
  }
  return used;
}

const onDemand = { chainId: 1101, blockTimeSeconds: 'on-demand' } as const;
const chains: readonly [string, 'eth_simulateV1' | 'eth_call', () => Promise<SceneChain>][] = [
  ['geth (London)', 'eth_simulateV1', () => startGeth({ chainId: 1101, rules: 'london' })],
  ['geth (Cancun)', 'eth_simulateV1', () => startGeth({ chainId: 1101, rules: 'cancun' })],
  ['geth (Osaka)', 'eth_simulateV1', () => startGeth({ chainId: 1101, rules: 'osaka' })],
  ['anvil (Istanbul)', 'eth_call', () => startAnvil({ ...onDemand, hardfork: 'istanbul' })],
  ['anvil (Berlin)', 'eth_call', () => startAnvil({ ...onDemand, hardfork: 'berlin' })],
  ['anvil (London)', 'eth_call', () => startAnvil({ ...onDemand, hardfork: 'london' })],
  ['anvil (newest rules)', 'eth_call', () => startAnvil(onDemand)],
];

describe.each(chains)('on %s', (_, method, start) => {
  test('the gas of every step is foreseen in one request, and each limit is enough for what is used', async () => {
    await using scene = await sceneOn(await start());
    const { forecast, requests, steps } = await foresee(scene, smallSet);
    expect(forecast).toMatchObject({ method, simulation: 'all', findings: [], notSimulated: [] });
    expect(requests).toEqual([method]);
    await migrate(scene, smallSet, { journal: memoryJournal() });
    const used = await gasUsedBy(scene);
    for (const step of steps) {
      const outcome = forecast.outcomes.get(step);
      const real = used.get(step.nonce) ?? 0n;
      if (outcome?.kind !== 'success') throw new Error(`${step.contract} was not simulated`);
      const difference = outcome.gas - real;
      // As transactions: to the unit. Within one call, later steps find warm what earlier ones have touched.
      if (method === 'eth_simulateV1') expect(difference).toBe(0n);
      else expect(difference < 1_000n && difference > (step.kind === 'create' ? -3_000n : -15_000n)).toBe(true);
      expect(outcome.gasLimit).toBeGreaterThan(real);
    }
  });
});

describe('on geth without eth_simulateV1, which lends a call 50 million gas', () => {
  test('the Keep network is simulated in one call', async () => {
    await using scene = await sceneOn(await startGeth({ chainId: 1101, rules: 'osaka' }));
    const { forecast, requests } = await foresee(scene, await readKeepSet(), withoutSimulateV1);
    expect(forecast).toMatchObject({ method: 'eth_call', simulation: 'all', findings: [] });
    expect(requests).toEqual(['eth_call']);
  });
});

describe("on Hardhat's network, which takes no block overrides and lends little gas", () => {
  test('all is simulated', async () => {
    await using scene = await sceneOn(await startHardhat());
    const { forecast } = await foresee(scene, smallSet);
    expect(forecast).toMatchObject({ method: 'eth_call', simulation: 'all', findings: [], notSimulated: [] });
  });
});

describe('on a node that', () => {
  test('lends a call less gas than the set takes, the rest goes on in further calls, and nothing is a revert', async () => {
    await using scene = await sceneOn(await startAnvil(onDemand));
    const text = await readKeepSet();
    const { forecast, requests } = await foresee(scene, text, lending(36_000_000n));
    expect(forecast).toMatchObject({ method: 'eth_call', simulation: 'all', findings: [], notSimulated: [] });
    expect(requests.length).toBeGreaterThan(1);
    expect(requests.length).toBeLessThanOrEqual(6);
    const whole = await foresee(scene, text);
    expect([...forecast.codeHashes]).toEqual([...whole.forecast.codeHashes]);
  });

  test('lends a call less gas than one step takes, that step and what depends on it are not simulated', async () => {
    await using scene = await sceneOn(await startAnvil(onDemand));
    const { forecast } = await foresee(scene, smallSet, lending(5_600_000n));
    expect(forecast).toMatchObject({ simulation: 'part', findings: [] });
    // TokenGrant takes 5.3 million, and three steps name it.
    const unknown = forecast.notSimulated.map((line) => line.replace(/ is not simulated: .*/, ''));
    expect(unknown).toContain('the creation of TokenGrant');
    expect(unknown).toContain('the call TokenGrant.authorizeStakingContract(address)');
    expect(unknown).not.toContain('the creation of KeepRegistry');
    expect(unknown).not.toContain('the creation of KeepVault');
    expect(forecast.notSimulated[0]).toMatch(/: the node lends a call less gas than this takes$/);
  });

  test.each<[string, Quirk]>([
    ['refuses state overrides', withoutOverrides],
    ['ignores state overrides', ignoringOverrides],
  ])('%s, what depends on nothing is estimated and the rest is not a revert', async (_, quirk) => {
    await using scene = await sceneOn(await startAnvil(onDemand));
    const { forecast, steps, requests } = await foresee(scene, smallSet, quirk);
    expect(forecast).toMatchObject({ method: 'eth_estimateGas', simulation: 'part', findings: [] });
    const known = steps.filter((step) => forecast.gasLimits.has(step)).map(({ contract }) => contract);
    expect(known).toEqual(['KeepToken', 'KeepRegistry', 'GrantStaking', 'Locks', 'TopUps']);
    expect(forecast.notSimulated).toHaveLength(steps.length - known.length);
    expect(requests.at(-1)).toBe(known.map(() => 'eth_estimateGas').join());
    expect(requests.length).toBeLessThanOrEqual(4);
  });
});

const address = (digit: string): Address => parseAddress(`0x${digit.repeat(40)}`);
/** Leaves its own address as its code. */
const selfish: Hex = '0x3060005260206000f3';
/** Leaves the ether that it was given as its code. */
const paid: Hex = '0x3460005260206000f3';
/** Leaves code that stores one, or reverts with 0xaabbccdd when there is one already. */
const once: Hex = '0x601a600c600039601a6000f3600054600c576001600055005b63aabbccdd6000526004601cfd';
const reverting: Hex = '0x63aabbccdd6000526004601cfd';
const word = (value: bigint | string): Hex => `0x${BigInt(value).toString(16).padStart(64, '0')}`;

const machines: readonly [string, () => Promise<SceneChain>, Quirk | undefined][] = [
  ['eth_simulateV1', () => startGeth({ chainId: 1101, blockTimeSeconds: 1 }), undefined],
  ['eth_call', () => startAnvil(onDemand), undefined],
  ['eth_call, of a node that lends little gas', () => startAnvil(onDemand), lending(1_000_000n)],
];

describe.each(machines)('by %s', (name, start, quirk) => {
  async function run(scene: Scene, steps: (start: number, deployer: Address) => readonly SimulatedStep[]) {
    const deployer = parseAddress(scene.deployer);
    const { chain } = connect(scene, quirk);
    const seen = await withinOneBlock(scene, async () => {
      const { nonce, hasSimulateV1, block } = await observe(chain, deployer, [], signal);
      const { outcomes, method } = await simulate(
        chain,
        {
          deployer,
          nonce,
          hasSimulateV1,
          blockGasLimit: quirk === undefined ? block.gasLimit : 900_000n,
          block: { number: block.number + 1, timeSeconds: block.timeSeconds + 1 },
        },
        steps(nonce, deployer),
        signal,
      );
      return { outcomes, method, nonce, deployer };
    });
    expect(seen.method).toBe(name.replace(/,.*/, ''));
    return seen;
  }

  test('creations after calls stand where they will, have the ether that they are sent, and see what calls have done', async () => {
    await using scene = await sceneOn(await start());
    const { outcomes, nonce, deployer } = await run(scene, (first, from) => {
      const target = createAddress(from, first);
      const at = (index: number) => ({ nonce: first + index, address: createAddress(from, first + index), names: [] });
      return [
        { data: once, value: 0n, ...at(0) },
        { to: target, data: '0x', value: 0n, nonce: first + 1, names: [target] },
        { to: address('9'), data: '0x', value: 5n, nonce: first + 2, names: [] },
        { data: selfish, value: 0n, ...at(3) },
        // More than the deployer has: what is missing is the forecast's to say.
        { data: paid, value: 10n ** 30n, ...at(4) },
        { to: target, data: '0x', value: 0n, nonce: first + 5, names: [target] },
        { data: selfish, value: 0n, ...at(6) },
      ];
    });
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...['success', 'success', 'success', 'success', 'success', 'revert', 'success'],
    ]);
    expect(outcomes[3]).toMatchObject({ codeHash: keccak256(word(createAddress(deployer, nonce + 3))) });
    expect(outcomes[4]).toMatchObject({ codeHash: keccak256(word(10n ** 30n)) });
    expect(outcomes[5]).toMatchObject({ data: '0xaabbccdd' });
    expect(outcomes[6]).toMatchObject({ codeHash: keccak256(word(createAddress(deployer, nonce + 6))) });
  });

  test('every failure is found, and what depends on one is neither a success nor a failure', async () => {
    await using scene = await sceneOn(await start());
    const { outcomes } = await run(scene, (first, from) => {
      const failed = createAddress(from, first);
      const at = (index: number) => ({ nonce: first + index, address: createAddress(from, first + index) });
      return [
        { data: reverting, value: 0n, ...at(0), names: [] },
        // Naming what is not there, it would succeed.
        { to: failed, data: '0x', value: 0n, nonce: first + 1, names: [failed] },
        { data: selfish, value: 0n, ...at(2), names: [failed] },
        { data: selfish, value: 0n, ...at(3), names: [] },
        { data: '0xfe', value: 0n, ...at(4), names: [] },
        { data: selfish, value: 0n, ...at(5), names: [createAddress(from, first + 2)] },
        { data: reverting, value: 0n, ...at(6), names: [] },
      ];
    });
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...['revert', 'not-reached', 'not-reached', 'success', 'revert', 'not-reached', 'revert'],
    ]);
    expect(outcomes[4]).toMatchObject({ message: expect.stringMatching(/invalid opcode|uses up more gas/) });
  });

  test('of calls that fail each is told, and what else may depend on them is not known', async () => {
    await using scene = await sceneOn(await start());
    const { outcomes, nonce, deployer } = await run(scene, (first, from) => {
      const [target, other] = [createAddress(from, first), createAddress(from, first + 1)];
      const at = (index: number) => ({ nonce: first + index, address: createAddress(from, first + index) });
      const call = (index: number, to: typeof target, ...names: (typeof target)[]) => ({
        ...{ to, data: '0x' as const, value: 0n, nonce: first + index, names: [to, ...names] },
      });
      return [
        { data: once, value: 0n, ...at(0), names: [] },
        { data: once, value: 0n, ...at(1), names: [] },
        call(2, target),
        call(3, target),
        call(4, target),
        call(5, other, target),
        call(6, other),
        { data: selfish, value: 0n, ...at(7), names: [target] },
        { data: selfish, value: 0n, ...at(8), names: [] },
      ];
    });
    const revert = { kind: 'revert', data: '0xaabbccdd' };
    expect(outcomes.slice(2)).toMatchObject([
      ...[{ kind: 'success' }, revert, { ...revert, followsFailure: true }, { kind: 'not-reached' }],
      ...[{ ...revert, followsFailure: true }, { kind: 'not-reached' }, { kind: 'success' }],
    ]);
    expect(outcomes[3]).not.toHaveProperty('followsFailure');
    expect(outcomes[8]).toMatchObject({ codeHash: keccak256(word(createAddress(deployer, nonce + 8))) });
  });
});

/** The creation code of this many bytes stops at once. */
const longCreation = (bytes: number): Hex => `0x${'00'.repeat(bytes)}`;

describe.each([
  ['London', 'london', true, false],
  ['Cancun', 'cancun', false, false],
  ['Osaka', 'osaka', false, true],
] as const)('on anvil with the rules of %s', (_, hardfork, takesLong, limitsTransactions) => {
  test('the limits of creations and transactions are found by trying', async () => {
    await using scene = await sceneOn(await startAnvil({ ...onDemand, hardfork }));
    const { chain } = connect(scene);
    expect(await takesLongCreations.ask(chain, signal)).toBe(takesLong);
    expect(takesLongCreations.fits(longCreation(49_152))).toBe(true);
    expect(takesLongCreations.fits(longCreation(49_153))).toBe(false);
    const needy = { kind: 'success', gas: 15_000_000n, gasLimit: 18_000_000n, codeHash: undefined } as const;
    const { gas } = await largestTransaction(chain, [needy], 30_000_000n, signal);
    expect(gas).toBe(limitsTransactions ? 16_777_216n : 30_000_000n);
  });
});
