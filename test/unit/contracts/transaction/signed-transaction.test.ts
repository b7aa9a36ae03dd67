import { describe, expect, test } from '@jest/globals';
import { SigningKey, Transaction } from 'ethers';
import fc from 'fast-check';
import { signedTransaction } from '../../../../src/contracts/transaction/signed-transaction.ts';
import type { Fee, UnsignedTransaction } from '../../../../src/contracts/transaction/signer.ts';
import { type Hex, parseAddress } from '../../../../src/values/index.ts';

const key = new SigningKey(`0x${'1f'.repeat(32)}`);
const wei = fc.bigInt({ min: 0n, max: 10n ** 24n });
const bytes = (maxLength: number) =>
  fc.uint8Array({ maxLength }).map((content) => `0x${Buffer.from(content).toString('hex')}` as Hex);
const fee: fc.Arbitrary<Fee> = fc.oneof(
  fc.record({ kind: fc.constant('legacy' as const), gasPrice: wei }),
  wei.chain((maxFeePerGas) =>
    fc.record({
      kind: fc.constant('eip-1559' as const),
      maxFeePerGas: fc.constant(maxFeePerGas),
      maxPriorityFeePerGas: fc.bigInt({ min: 0n, max: maxFeePerGas }),
    }),
  ),
);
const transaction: fc.Arbitrary<UnsignedTransaction> = fc.record(
  {
    chainId: fc.integer({ min: 1, max: 2 ** 40 }),
    nonce: fc.integer({ min: 0, max: 2 ** 32 }),
    to: fc
      .uint8Array({ minLength: 20, maxLength: 20 })
      .map((content) => parseAddress(`0x${Buffer.from(content).toString('hex')}`)),
    data: bytes(200),
    value: wei,
    gasLimit: fc.bigInt({ min: 21_000n, max: 30_000_000n }),
    fee,
  },
  { requiredKeys: ['chainId', 'nonce', 'data', 'value', 'gasLimit', 'fee'] },
);

describe('a signed transaction', () => {
  test('is, byte for byte, what ethers makes of it', () => {
    fc.assert(
      fc.property(transaction, (unsigned) => {
        const ours = signedTransaction(unsigned, (digest) => {
          const { r, s, yParity } = key.sign(digest);
          return { r: r as Hex, s: s as Hex, yParity };
        });
        const { fee: price, to, ...fields } = unsigned;
        const prices =
          price.kind === 'legacy'
            ? { type: 0, gasPrice: price.gasPrice }
            : {
                type: 2,
                maxFeePerGas: price.maxFeePerGas,
                maxPriorityFeePerGas: price.maxPriorityFeePerGas,
              };
        const theirs = Transaction.from({ ...fields, to: to ?? null, ...prices });
        theirs.signature = key.sign(theirs.unsignedHash);
        expect(ours).toEqual({ raw: theirs.serialized, hash: theirs.hash });
      }),
      { numRuns: 500 },
    );
  });
});
