import { expect, test } from '@jest/globals';
import { formatEther } from '../../../../src/contracts/transaction/fees.ts';

test.each([
  [0n, '0 ether'],
  [1n, '1 wei'],
  [999_999_999n, '999999999 wei'],
  [10n ** 9n, '1 gwei'],
  [10n ** 12n - 1n, '999.999999999 gwei'],
  [10n ** 12n, '0.000001 ether'],
  [15n * 10n ** 17n, '1.5 ether'],
  [10n ** 18n + 1n, '1 ether'],
  [1_234_567_890_123_456_789n, '1.234567 ether'],
])('%d wei are shown as %s: never as nothing, with no digits that say nothing', (wei, text) => {
  expect(formatEther(wei)).toBe(text);
});
