import { expect, test } from '@jest/globals';
import type { RecordedContract } from '../../../../src/contracts/journal/record.ts';
import { sameCode } from '../../../../src/contracts/plan/known-code.ts';
import type { Address, Hex } from '../../../../src/values/index.ts';
import { carriedOut, contract, plan, setOf } from '../plan-fixture.ts';

const recorded = carriedOut(plan(setOf([contract('Token')]))).contracts[0]?.recorded as RecordedContract;
const stateWith = (codeHashes: ReadonlyMap<Address, Hex>) => ({ codeHashes }) as Parameters<typeof sameCode>[1];
const other: Hex = `0x${'2'.repeat(64)}`;

test.each([
  ['none', new Map<Address, Hex>()],
  ['other', new Map([[recorded.address, other]])],
  ['recorded', new Map([[recorded.address, recorded.codeHash]])],
] as const)('a recorded contract is seen with code: %s, and never taken for pending', (code, codeHashes) => {
  expect(sameCode(recorded, stateWith(codeHashes))).toEqual({ recorded, source: 'record', code, isPending: false });
});
