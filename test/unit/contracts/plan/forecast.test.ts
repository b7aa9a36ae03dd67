import { describe, expect, test } from '@jest/globals';
import type { Chain, ChainState } from '../../../../src/contracts/chain/chain.ts';
import type { ChainRead } from '../../../../src/contracts/chain/reads.ts';
import type { RpcAnswer } from '../../../../src/contracts/chain/rpc.ts';
import { forecastPlan } from '../../../../src/contracts/plan/forecast.ts';
import type { CallStep, CreateStep, Plan } from '../../../../src/contracts/plan/plan-step.ts';
import { gasLimitsNow, wavesOf } from '../../../../src/contracts/sending/late-gas.ts';
import type { PreparedSet } from '../../../../src/contracts/set/prepared-set.ts';
import { createAddress } from '../../../../src/contracts/transaction/create-address.ts';
import { type Address, type Hex, keccak256, parseAddress } from '../../../../src/values/index.ts';

const deployer = parseAddress('0x52908400098527886E0F7030069857D2E4169EE7');
const signal = new AbortController().signal;
const at = (nonce: number): Address => createAddress(deployer, nonce);
const hash: Hex = `0x${'a'.repeat(64)}`;
const gwei = 1_000_000_000n;

function create(contract: string, nonce: number, changes: Partial<CreateStep> = {}): CreateStep {
  return {
    kind: 'create',
    contract,
    reason: '',
    layer: 0,
    nonce,
    address: at(nonce),
    data: '0x00',
    value: 0n,
    fingerprint: hash,
    creationHash: hash,
    abiHash: hash,
    arguments: [],
    libraries: {},
    names: [],
    replaces: undefined,
    ...changes,
  };
}

function call(contract: string, nonce: number, target: Address, changes: Partial<CallStep> = {}): CallStep {
  return {
    kind: 'call',
    title: 'Token.use()',
    contract,
    function: 'f()',
    reason: '',
    layer: 1,
    nonce,
    target,
    calldata: '0x26121ff0',
    value: 0n,
    names: [target],
    until: undefined,
    isOneShot: false,
    ...changes,
  };
}

const state: ChainState = {
  identity: { id: 1101, genesisHash: hash },
  block: { number: 1, timeSeconds: 1, gasLimit: 30_000_000n },
  baseFee: 10n * gwei,
  gasPrice: 11n * gwei,
  nonce: 0,
  pendingNonce: 0,
  balance: 10n ** 18n,
  hasSimulateV1: true,
  deployerCode: '0x',
  codeHashes: new Map(),
};

const set: PreparedSet = { contracts: [], calls: [], notices: [] };
const plan = (...steps: Plan['steps']): Plan => ({
  steps,
  digest: `sha256:${'0'.repeat(64)}`,
  refusals: [],
  notices: [],
});

/** A node that gives each method of a request its answer. */
function node(answer: (method: string, params: readonly unknown[]) => RpcAnswer) {
  const asked: string[] = [];
  const chain: Chain = {
    endpoints: 1,
    read: (async (reads: readonly ChainRead<unknown>[]) =>
      reads.map((read) => {
        asked.push(read.method);
        return read.parse(answer(read.method, read.params));
      })) as Chain['read'],
    send: async () => [],
  };
  return { chain, asked };
}

const result = (value: unknown): RpcAnswer => ({ result: value });
const failure = (message: string): RpcAnswer => ({ error: { code: -32000, message, data: undefined } });
/** A node that doesn't tell how much was used before some of it was given back. */
const ranUntold = (...gas: readonly number[]) =>
  result([{ calls: gas.map((used) => ({ status: '0x1', gasUsed: `0x${used.toString(16)}`, returnData: '0x00' })) }]);
const ran = (...gas: readonly number[]) =>
  result([
    {
      calls: gas.map((number) => {
        const used = `0x${number.toString(16)}`;
        return { status: '0x1', gasUsed: used, maxUsedGas: used, returnData: '0x00' };
      }),
    },
  ]);

function foresee(chain: Chain, given: Plan, changes: Partial<ChainState> = {}, fees = {}) {
  return forecastPlan(chain, deployer, given, set, { ...state, ...changes }, 0, signal, fees);
}

describe('a forecast', () => {
  test('names the gas, the worst cost with the ether that is sent along, and what is missing', async () => {
    const { chain, asked } = node(() => ran(100_000, 50_000));
    const forecast = await foresee(chain, plan(create('A', 0, { value: 5n }), call('A', 1, at(0))), {
      balance: 10n ** 15n,
    });
    expect(forecast).toMatchObject({ simulation: 'all', gas: 150_000n, findings: [] });
    expect([...forecast.codeHashes]).toEqual([[at(0), keccak256('0x00')]]);
    const limits = [...forecast.gasLimits.values()];
    expect(limits).toEqual([140_000n, 95_000n]);
    expect(forecast.worstCost).toBe(235_000n * 21n * gwei + 5n);
    expect(forecast.missingBalance).toMatch(
      /has 0\.001 ether, the plan can cost up to 0\.004935 ether: 0\.003935 ether are missing/,
    );
    expect(asked).toEqual(['eth_simulateV1']);
  });

  test.each([
    [
      'the fee cap is below the base fee',
      { cap: 9n * gwei },
      /^chain\.fees\.cap is 9 gwei, the base fee of the last block is 10 gwei/,
    ],
    [
      'the budget is too small',
      { budget: 10n ** 15n },
      /^chain\.fees\.budget is 0\.001 ether, the gas of the plan can cost up to 0\.00294 ether$/,
    ],
  ])('finds that %s', async (_, fees, finding) => {
    const { chain } = node(() => ran(100_000));
    const [found, ...others] = (await foresee(chain, plan(create('A', 0)), {}, fees)).findings;
    expect(found?.message).toMatch(finding);
    expect(found?.path).toEqual(['chain', 'fees', Object.keys(fees)[0]]);
    expect(others).toEqual([]);
  });

  describe('of what a node tells no maxUsedGas', () => {
    const steps = plan(create('A', 0), call('A', 1, at(0)));

    test.each<[string, Partial<ChainState>, readonly bigint[]]>([
      ['a fifth may be given back', {}, [170_000n, 95_000n]],
      ['half may be given back, by the rules before London', { baseFee: undefined }, [260_000n, 140_000n]],
    ])('%s, and has to be there first', async (_, changes, limits) => {
      const { chain, asked } = node(() => ranUntold(100_000, 50_000));
      const { gasLimits, gas } = await foresee(chain, steps, changes);
      expect([...gasLimits.values()]).toEqual(limits);
      expect(gas).toBe(150_000n);
      expect(asked).toEqual(['eth_simulateV1']);
    });

    test.each<[string, Partial<ChainState>, object]>([
      ['the balance', { balance: 5n * 10n ** 15n }, {}],
      ['the budget', {}, { budget: 5n * 10n ** 15n }],
      ['a block', { block: { ...state.block, gasLimit: 150_000n } }, {}],
    ])('a plan that fits %s without that is not refused', async (_, changes, fees) => {
      const given: unknown[] = [];
      const { chain, asked } = node((_method, [request]) => {
        const [{ calls }] = (request as { blockStateCalls: [{ calls: { gas: string }[] }] }).blockStateCalls;
        given.push(calls.map((one) => Number(one.gas)));
        return ranUntold(100_000, 50_000);
      });
      const { gasLimits, missingBalance, findings } = await foresee(chain, steps, changes, fees);
      expect([...gasLimits.values()]).toEqual([140_000n, 95_000n]);
      expect([missingBalance, ...findings]).toEqual([undefined]);
      expect(asked).toEqual(['eth_simulateV1', 'eth_simulateV1']);
      expect(given[1]).toEqual([105_000, 52_500]);
    });

    test('what fails with less, and what needs that, keeps the room for it', async () => {
      let asked = 0;
      const ofThree = { calls: ['0x1', '0x0', '0x1'].map((status) => ({ status })) };
      const { chain } = node(() => (asked++ === 0 ? ranUntold(100_000, 100_000, 100_000) : result([ofThree])));
      const given = plan(create('A', 0), create('B', 1), create('C', 2, { names: [at(1)] }));
      const { gasLimits } = await foresee(chain, given, { balance: 1n });
      expect([...gasLimits.values()]).toEqual([140_000n, 170_000n, 170_000n]);
    });
  });

  test('pays no more than the cap', async () => {
    const { chain } = node(() => ran(100_000));
    const { fee, worstCost, findings } = await foresee(chain, plan(create('A', 0)), {}, { cap: 12n * gwei });
    expect(fee).toEqual({ kind: 'eip-1559', maxFeePerGas: 12n * gwei, maxPriorityFeePerGas: gwei });
    expect(worstCost).toBe(140_000n * 12n * gwei);
    expect(findings).toEqual([]);
  });

  test('finds a step that no block takes, and gives none a limit over a block', async () => {
    const { chain } = node(() => ran(8_000_001, 7_000_000));
    const block = { ...state.block, gasLimit: 8_000_000n };
    const { findings, gasLimits } = await foresee(chain, plan(create('A', 0), create('B', 1)), { block });
    expect(findings).toEqual([
      {
        path: ['contracts', 'A'],
        message: 'the creation of A needs 8000001 gas, a block of this chain takes 8000000',
      },
    ]);
    expect([...gasLimits.values()].at(-1)).toBe(8_000_000n);
  });

  test.each([
    [
      'has Osaka’s rules',
      result('0xff'),
      ['the creation of A needs 17000000 gas, a transaction of this chain takes (EIP-7825) 16777216'],
      16_777_216n,
    ],
    ['has not', failure('invalid opcode: CLZ'), [], 18_020_000n],
  ])('asks for the largest transaction only when it matters: the chain %s', async (_, answer, findings, limit) => {
    const { chain, asked } = node((method) => (method === 'eth_simulateV1' ? ran(17_000_000, 15_000_000) : answer));
    const forecast = await foresee(chain, plan(create('A', 0), create('B', 1)));
    expect(forecast.findings.map(({ message }) => message)).toEqual(findings);
    expect([...forecast.gasLimits.values()].at(-1)).toBe(limit);
    expect(asked).toEqual(['eth_simulateV1', 'eth_call']);
  });

  test.each([
    [
      'does not take it',
      failure('max initcode size exceeded'),
      [/^the creation of A takes 49153 bytes .* takes 49152 \(EIP-3860\)$/],
    ],
    ['takes it', result('0x'), []],
  ])('tries a creation that is too long for newer rules: the chain %s', async (_, answer, findings) => {
    const { chain } = node((method) => (method === 'eth_simulateV1' ? ran(1_000_000) : answer));
    const data = `0x${'00'.repeat(49_153)}` as Hex;
    const forecast = await foresee(chain, plan(create('A', 0, { data })));
    expect(forecast.findings).toEqual(
      findings.map((finding) => ({ path: ['contracts', 'A'], message: expect.stringMatching(finding) })),
    );
    expect(forecast.simulation).toBe(findings.length > 0 ? 'none' : 'all');
  });

  test('tells every call that fails, and which others are not simulated because of one', async () => {
    const fails = {
      status: '0x0',
      gasUsed: '0x1',
      returnData: '0x',
      error: { code: 3, message: 'execution reverted' },
    };
    const works = { status: '0x1', gasUsed: '0x5208', returnData: '0x' };
    const { chain } = node(() => result([{ calls: [fails, works, fails, works] }]));
    const [target, other] = [at(90), at(91)];
    const forecast = await foresee(
      chain,
      plan(call('A', 0, target), call('B', 1, other), call('A', 2, target), call('A', 3, target, { function: 'g()' })),
    );
    expect(forecast.findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^the call A\.f\(\) would revert: /),
      expect.stringMatching(/^the call A\.f\(\) would revert too \(without what would revert before it\): /),
    ]);
    expect(forecast.notSimulated).toEqual([
      'the call A.g() is not simulated: a step before it would revert, on which it may depend',
    ]);
    expect(forecast).toMatchObject({ simulation: 'part', gas: 21_000n });
  });

  test('is none when the plan builds on transactions that are not mined', async () => {
    const { chain, asked } = node(() => ran());
    const forecast = await foresee(chain, plan(create('A', 1)));
    expect(forecast).toMatchObject({ simulation: 'none', findings: [], gas: 0n });
    expect(forecast.notSimulated).toEqual([
      expect.stringMatching(/^the creation of A is not simulated: .* not mined yet$/),
    ]);
    expect(asked).toEqual([]);
  });

  test.each([
    ['is refused as a whole', failure('gas limit reached')],
    [
      'runs out of the gas that the node lends',
      result([
        {
          calls: [{ status: '0x0', gasUsed: '0x1', returnData: '0x', error: { code: -32015, message: 'out of gas' } }],
        },
      ]),
    ],
    ['answers for fewer steps', result([{ calls: [] }])],
    ['answers what can’t be used', result('yes')],
    ['answers with odd calls', result([{ calls: [{ status: '0x1' }] }])],
  ])('goes on by the executor when eth_simulateV1 %s', async (_, answer) => {
    const word = (value: number | bigint): string => value.toString(16).padStart(64, '0');
    const executed = `0x${word(1)}${word(40_000)}${word(1_000_000)}${'b'.repeat(64)}${word(0)}`;
    const { chain, asked } = node((method) => (method === 'eth_simulateV1' ? answer : result(executed)));
    const forecast = await foresee(chain, plan(create('A', 0)));
    expect(forecast).toMatchObject({ simulation: 'all', method: 'eth_call', findings: [], gas: 61_004n });
    expect([...forecast.codeHashes.values()]).toEqual([`0x${'b'.repeat(64)}`]);
    expect(asked).toEqual(['eth_simulateV1', 'eth_call']);
  });

  test('of more than one request carries is made in several, each step once', async () => {
    const sizes: number[] = [];
    const word = (value: number | bigint): string => value.toString(16).padStart(64, '0');
    const { chain, asked } = node((_, [, , accounts]) => {
      const { code } = Object.values(accounts as Record<string, { code: string }>)[0] ?? { code: '' };
      sizes.push(code.length);
      const one = `${word(1)}${word(40_000)}${word(1_000_000)}${'b'.repeat(64)}${word(0)}`;
      return result(`0x${one.repeat(Math.round(code.length / 80_000))}`);
    });
    const steps = Array.from({ length: 60 }, (_, nonce) =>
      create(`C${nonce}`, nonce, { data: `0x${'11'.repeat(40_000)}` }),
    );
    const forecast = await foresee(chain, plan(...steps));
    expect(forecast).toMatchObject({ simulation: 'all', method: 'eth_call', findings: [] });
    expect(asked).toEqual(['eth_call', 'eth_call']);
    expect(Math.max(...sizes)).toBeLessThan(3_100_000);
    expect(forecast.gasLimits.size).toBe(60);
  });

  test('takes gas that is given back at the end into the limit', async () => {
    const answer = result([
      { calls: [{ status: '0x1', gasUsed: '0x186a0', maxUsedGas: '0x30d40', returnData: '0x' }] },
    ]);
    const { chain } = node(() => answer);
    const { gas, gasLimits } = await foresee(chain, plan(create('A', 0)));
    expect([gas, ...gasLimits.values()]).toEqual([100_000n, 260_000n]);
  });
});

describe('steps whose gas is not known yet', () => {
  const a = create('A', 0);
  const b = create('B', 1, { names: [at(0)] });
  const c = create('C', 2);
  const d = create('D', 3, { names: [at(1)] });
  const calls = [call('X', 4, at(7)), call('X', 5, at(7)), call('Y', 6, at(8))];
  const known = (...steps: readonly (CreateStep | CallStep)[]) => ({
    gasLimits: new Map(steps.map((step) => [step, 1n] as const)),
  });

  test('wait for what they depend on, and nothing else is held up', () => {
    expect(wavesOf([a, b, c, d], known(a, b, c, d))).toEqual([[a, b, c, d]]);
    expect(wavesOf([a, b, c, d], known(a, c))).toEqual([[a], [b, c], [d]]);
    expect(wavesOf([a, c], known())).toEqual([[a, c]]);
    expect(wavesOf(calls, known())).toEqual([[calls[0]], [calls[1], calls[2]]]);
    expect(wavesOf([], known())).toEqual([]);
  });

  test('are estimated together, and only they', async () => {
    const { chain, asked } = node(() => result('0x186a0'));
    const limits = await gasLimitsNow(chain, deployer, [a, b, c], known(b), set, signal);
    expect([...limits.values()].toSorted()).toEqual([1n, 140_000n, 140_000n]);
    expect(limits.get(b)).toBe(1n);
    expect(asked).toEqual(['eth_estimateGas', 'eth_estimateGas']);
    await gasLimitsNow(chain, deployer, [a], known(a), set, signal);
    expect(asked).toHaveLength(2);
  });

  test('that would revert are all named, and none gets a limit', async () => {
    const { chain } = node((_, [transaction]) =>
      'to' in (transaction as object)
        ? failure('gas required exceeds allowance (0)')
        : { error: { code: 3, message: 'execution reverted', data: `0x4e487b71${'1'.padStart(64, '0')}` } },
    );
    await expect(gasLimitsNow(chain, deployer, [a, call('X', 4, at(7))], known(), set, signal)).rejects.toThrow(
      /^the creation of A would revert: an assertion failed\nthe gas of the call X\.f\(\) can't be estimated: gas required exceeds allowance \(0\)\nNothing of this layer is sent/,
    );
  });
});
