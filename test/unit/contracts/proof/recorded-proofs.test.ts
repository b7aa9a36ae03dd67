import { describe, expect, test } from '@jest/globals';
import type { CodeProof, Verdict } from '../../../../src/contracts/proof/code-proof.ts';
import { describeProofs, recordedProofs } from '../../../../src/contracts/proof/recorded-proofs.ts';
import { type Hex, parseAddress } from '../../../../src/values/index.ts';

const codeHash: Hex = `0x${'1'.repeat(64)}`;
const proof = (verdict: Verdict, digit = '1'): CodeProof => ({
  contract: `C${digit}`,
  address: parseAddress(`0x${digit.repeat(40)}`),
  codeHash,
  verdict,
  method: verdict === 'exact' || verdict === 'metadata-differs' ? 'replay' : undefined,
  detail: verdict === 'exact' ? undefined : 'something was seen',
});
const nothing = () => false;
const everything = () => true;

describe('what may be used', () => {
  test('is never what is different, whatever the set allows, and all of it is named', () => {
    const all = [proof('different', '1'), proof('exact', '2'), proof('different', '3')];
    expect(() => recordedProofs(all, everything)).toThrow(
      `the code on the chain is not proved, so nothing may use it:\nC1 at ${all[0]?.address}: something was seen\nC3 at ${all[2]?.address}: something was seen`,
    );
  });

  test('is what is unproved only where the set allows it by name', () => {
    const all = [proof('unproved', '1'), proof('unproved', '2')];
    expect(() => recordedProofs(all, (contract) => contract === 'C1')).toThrow(
      /^the code .*:\nC2 at \S+: something was seen\. .* allow-unproved: true at C2 in the contract set/,
    );
    expect([...recordedProofs(all, everything).values()]).toEqual([
      { codeHash, proof: 'unproved' },
      { codeHash, proof: 'unproved' },
    ]);
  });

  test('is never where there is no code', () => {
    expect(() => recordedProofs([{ ...proof('unproved'), codeHash: undefined }], everything)).toThrow('C1 at');
  });

  test('is what is proved, and the record says how', () => {
    const all = [proof('exact', '1'), proof('metadata-differs', '2')];
    expect([...recordedProofs(all, nothing)]).toEqual([
      [all[0]?.address, { codeHash, proof: 'exact', method: 'replay' }],
      [all[1]?.address, { codeHash, proof: 'metadata-differs', method: 'replay' }],
    ]);
    expect(describeProofs(all)).toEqual([
      `C2 at ${all[1]?.address} is used though its code is metadata-differs: something was seen`,
    ]);
  });
});
