import { expect, test } from '@jest/globals';
import { counted } from '../../../src/report/index.ts';

test.each([
  [0, '0 calls'],
  [1, '1 call'],
  [2, '2 calls'],
])('%d of something agrees with its noun', (number, text) => {
  expect(counted(number, 'call')).toBe(text);
});
