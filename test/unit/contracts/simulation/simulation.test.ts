import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { executorCode } from '../../../../src/contracts/simulation/executor.ts';
import { decodeSteps, encodeSteps } from '../../../../src/contracts/simulation/executor-steps.ts';
import { createDependencies, type SimulatedStep } from '../../../../src/contracts/simulation/simulated-step.ts';
import { transactionGas } from '../../../../src/contracts/simulation/transaction-gas.ts';
import { type Address, type Hex, parseAddress } from '../../../../src/values/index.ts';

const at = (number: number): Address => parseAddress(`0x${number.toString(16).padStart(40, '0')}`);
const creation = (nonce: number, ...names: readonly number[]): SimulatedStep => ({
  data: '0x00',
  value: 0n,
  nonce,
  address: at(nonce),
  names: names.map(at),
});
const call = (nonce: number, target: number, ...names: readonly number[]): SimulatedStep => ({
  to: at(target),
  data: '0x',
  value: 0n,
  nonce,
  names: names.map(at),
});

describe('what a transaction costs', () => {
  test.each<[string, Hex, bigint, bigint]>([
    ['without data', '0x', 0n, 21_000n],
    ['with zeros and others', '0x00ff', 1_000n, 21_020n + 1_000n],
    ['with more data than work, by the rules of Prague', `0x${'ff'.repeat(100)}`, 10n, 21_000n + 4_000n],
    ['with more work than data', `0x${'ff'.repeat(100)}`, 2_401n, 21_000n + 4_001n],
  ])('%s', (_, data, used, gas) => {
    expect(transactionGas(data, used)).toBe(gas);
  });
});

describe('what a step needs to have happened', () => {
  const steps = [
    creation(0),
    creation(1, 0),
    creation(2),
    call(3, 1, 2), // changes 1 and 2
    creation(4, 2),
    creation(5, 4, 99),
    call(6, 99),
    creation(7, 99),
    creation(8),
  ];
  const { closure, dependents } = createDependencies(steps);

  test('are the contracts that it names, the calls that name the same, and what those need', () => {
    expect(closure([8])).toEqual([8]);
    expect(closure([1])).toEqual([0, 1]);
    expect(closure([4])).toEqual([0, 1, 2, 3, 4]);
    expect(closure([7])).toEqual([6, 7]);
    expect(closure([5])).toEqual([0, 1, 2, 3, 4, 5]);
    expect(closure([])).toEqual([]);
  });

  test('tells what can’t be known after a failure', () => {
    expect([...dependents([0])].sort()).toEqual([1, 3, 4, 5]);
    expect([...dependents([6])]).toEqual([7]);
    expect([...dependents([8])]).toEqual([]);
    expect([...dependents([1, 3])].sort()).toEqual([4, 5]);
  });

  test('is complete: whatever is in a closure has its own in it, and nothing later', () => {
    const anyStep = fc.record({ isCall: fc.boolean(), names: fc.array(fc.nat({ max: 12 }), { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 12 }), (drawn) => {
        const all = drawn.map(({ isCall, names }, nonce) =>
          isCall ? call(nonce, names[0] ?? 50, ...names) : creation(nonce, ...names.filter((name) => name < nonce)),
        );
        const dependencies = createDependencies(all);
        for (const index of all.keys()) {
          const needed = dependencies.closure([index]);
          expect(Math.max(...needed)).toBe(index);
          for (const one of needed) {
            expect(dependencies.closure([one]).every((other) => needed.includes(other))).toBe(true);
            if (one !== index) expect(dependencies.dependents([one]).has(index)).toBe(true);
          }
        }
      }),
    );
  });
});

describe('the executor', () => {
  test('has its steps behind its program, which is as long whatever they are', () => {
    const step = { to: at(1), data: '0xabcd' as Hex, value: 2n, bumps: 3 };
    const code = executorCode([step]);
    const words = [1n, 3n, 2n, 2n].map((word) => word.toString(16).padStart(64, '0')).join('');
    expect(encodeSteps([step])).toBe(`0x${words}abcd`);
    expect(code.slice(2 + 256 * 2)).toBe(`${words}abcd`);
    const program = executorCode([]).replace(/(00)+$/, '');
    expect(executorCode([])).toHaveLength(2 + 256 * 2);
    expect(program.length).toBeLessThan(2 + 256 * 2);
  });

  test.each<Hex>(['0x', '0x00', `0x${'0'.repeat(63)}1`])('gives no step where none ran: %s', (output) => {
    expect(decodeSteps(output)).toEqual([]);
  });
});
