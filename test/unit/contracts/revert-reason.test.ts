import { describe, expect, test } from '@jest/globals';
import { Interface } from 'ethers';
import { describeRevert } from '../../../src/contracts/revert-reason.ts';
import type { Hex } from '../../../src/values/index.ts';

const errors = new Interface([
  'error Broke(uint256 amount)',
  'error NotOwner(address who, bool isPending)',
  'error Low(int8 level, bytes4 tag, string what)',
  'error Many(uint256[] amounts)',
  'error Odd(bytes data)',
]);
const abi = JSON.parse(errors.formatJson());
const given = (name: string, values: readonly unknown[]) => errors.encodeErrorResult(name, values) as Hex;
const text = (reason: string) =>
  new Interface(['error Error(string reason)']).encodeErrorResult('Error', [reason]) as Hex;

describe('the reason of a revert', () => {
  test.each<[Hex, string]>([
    ['0x', 'it gives no reason'],
    ['0xdeadbeef', 'it gives 0xdeadbeef'],
    ['0x08c379a0', 'it gives 0x08c379a0'],
    [`0x08c379a0${'f'.repeat(64)}`, `it gives 0x08c379a0${'f'.repeat(64)}`],
    ['0x4e487b71', 'it gives 0x4e487b71'],
    [`0xdeadbeef${'1'.repeat(200)}`, `it gives 0xdeadbeef${'1'.repeat(64)}…`],
    [text('Ownable: caller is not the owner'), '"Ownable: caller is not the owner"'],
    [text('a\n::error::b'), '"a ::error::b"'],
    [`0x4e487b71${'11'.padStart(64, '0')}`, 'an arithmetic overflow'],
    [`0x4e487b71${'99'.padStart(64, '0')}`, 'panic code 153'],
  ])('%s is said as %s', (data, words) => {
    expect(describeRevert(data, abi)).toBe(words);
  });

  test.each<[string, readonly unknown[], string]>([
    ['Broke', [7n], 'Broke(7)'],
    [
      'NotOwner',
      ['0x52908400098527886E0F7030069857D2E4169EE7', true],
      'NotOwner(0x52908400098527886e0f7030069857d2e4169ee7, true)',
    ],
    ['Low', [-3n, '0xaabbccdd', 'x\u2028\u001b[31m'], 'Low(-3, 0xaabbccdd, "x [31m")'],
    ['Many', [[1n]], 'Many(uint256[])'],
    ['Odd', ['0x1234'], 'Odd(bytes)'],
  ])('is the error %s with its arguments, when they are simple', (name, values, words) => {
    expect(describeRevert(given(name, values), abi)).toBe(words);
  });

  test('is found among the errors of what the contract calls', () => {
    expect(describeRevert(given('Broke', [7n]), [], abi)).toBe('Broke(7)');
  });

  test('is the error’s name alone when its bytes are cut off', () => {
    expect(describeRevert(given('Broke', [7n]).slice(0, 40) as Hex, abi)).toBe('Broke(uint256)');
  });
});
