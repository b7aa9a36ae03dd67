import { describe, expect, test } from '@jest/globals';
import { getCreateAddress, Transaction, Wallet } from 'ethers';
import fc from 'fast-check';
import { createAddress } from '../../../src/contracts/create-address.ts';
import { quoteFee } from '../../../src/contracts/fees.ts';
import { decodeTransaction } from '../../../src/contracts/raw-transaction.ts';
import { decodeRlp, encodeRlp, type Rlp } from '../../../src/contracts/rlp.ts';
import { openSigner } from '../../../src/contracts/signer.ts';
import { type Hex, parseAddress } from '../../../src/values/index.ts';

const key = `0x${'11'.repeat(32)}`;

describe('a creation’s address', () => {
  test('is the one that ethers gives, for every nonce', () => {
    const from = parseAddress('0x52908400098527886E0F7030069857D2E4169EE7');
    fc.assert(
      fc.property(
        fc.nat({ max: 2 ** 31 - 1 }),
        (nonce) => createAddress(from, nonce) === getCreateAddress({ from, nonce }),
      ),
    );
  });
});

describe('RLP', () => {
  const bytes = fc.uint8Array({ maxLength: 80 }).map((value) => `0x${Buffer.from(value).toString('hex')}` as Hex);
  const value: fc.Arbitrary<Rlp> = fc.letrec<{ value: Rlp }>((tie) => ({
    value: fc.oneof(bytes, fc.array(tie('value'), { maxLength: 5 })),
  })).value;

  test('reads back whatever it writes', () => {
    fc.assert(fc.property(value, (rlp) => expect(decodeRlp(encodeRlp(rlp))).toEqual(rlp)));
  });

  test.each(['0x', '0x83aabb', '0xb9', '0xc3aabb', '0xaabb'])('refuses the torn bytes %s', (text) => {
    expect(() => decodeRlp(text as Hex)).toThrow(RangeError);
  });
});

describe('the signer', () => {
  test.each(['', '0x', 'hunter2', 'ab'.repeat(31), '0'.repeat(64), 'f'.repeat(64)])(
    'refuses the key %p without repeating it',
    async (text) => {
      const error = (await openSigner(text, '$KEY').catch((cause: Error) => cause)) as Error;
      expect(error.message).toMatch(/^\$KEY holds no private key/);
      expect(text.length > 4 && error.message.includes(text)).toBe(false);
      expect(error.cause).toBeUndefined();
    },
  );

  test('takes a key with and without 0x', async () => {
    const { address } = new Wallet(key);
    expect((await openSigner(key, '$KEY')).address).toBe(address);
    expect((await openSigner(` ${key.slice(2)}\n`, '$KEY')).address).toBe(address);
  });

  test.each([
    ['EIP-1559', { kind: 'eip-1559', maxFeePerGas: 5n, maxPriorityFeePerGas: 2n }],
    ['legacy', { kind: 'legacy', gasPrice: 7n }],
  ] as const)('signs a transaction with an %s fee that ethers and we read alike', async (_, fee) => {
    const signer = await openSigner(key, '$KEY');
    const to = parseAddress('0x52908400098527886E0F7030069857D2E4169EE7');
    for (const target of [{}, { to }]) {
      const signed = await signer.sign({
        chainId: 1101,
        nonce: 300,
        ...target,
        data: '0x00ff',
        value: 9n,
        gasLimit: 21_000n,
        fee,
      });
      const seen = Transaction.from(signed.raw);
      expect(seen).toMatchObject({ from: signer.address, nonce: 300, chainId: 1101n, hash: signed.hash });
      expect(decodeTransaction(signed.raw)).toEqual({
        hash: signed.hash,
        nonce: 300,
        gasLimit: 21_000n,
        to: 'to' in target ? to : undefined,
        value: 9n,
        data: '0x00ff',
      });
    }
  });
});

describe('the fee', () => {
  test.each([
    [
      { baseFee: undefined, gasPrice: 5n },
      { kind: 'legacy', gasPrice: 5n },
    ],
    [
      { baseFee: 10n, gasPrice: 12n },
      { kind: 'eip-1559', maxFeePerGas: 22n, maxPriorityFeePerGas: 2n },
    ],
    [
      { baseFee: 10n, gasPrice: 9n },
      { kind: 'eip-1559', maxFeePerGas: 1_000_000_020n, maxPriorityFeePerGas: 1_000_000_000n },
    ],
  ] as const)('for %p is %p', (state, fee) => {
    expect(quoteFee(state)).toEqual(fee);
  });
});
