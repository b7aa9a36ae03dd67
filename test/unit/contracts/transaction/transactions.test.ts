import { describe, expect, test } from '@jest/globals';
import { encryptKeystoreJsonSync, getCreateAddress, Transaction, Wallet } from 'ethers';
import fc from 'fast-check';
import { openSpending } from '../../../../src/contracts/sending/spending.ts';
import { createAddress } from '../../../../src/contracts/transaction/create-address.ts';
import { quoteFee, replacementFee } from '../../../../src/contracts/transaction/fees.ts';
import { decodeTransaction, feeOf } from '../../../../src/contracts/transaction/raw-transaction.ts';
import { decodeRlp, encodeRlp, type Rlp } from '../../../../src/contracts/transaction/rlp.ts';
import { openKeystore, openSigner } from '../../../../src/contracts/transaction/signer.ts';
import { type Hex, parseAddress } from '../../../../src/values/index.ts';

const key = `0x${'11'.repeat(32)}`;

function withOtherAddress(keyfile: string): string {
  return JSON.stringify({ ...(JSON.parse(keyfile) as object), address: '22'.repeat(20) });
}

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
  test.each(['0x', 'hunter2', 'ab'.repeat(31), '0'.repeat(64), 'f'.repeat(64)])(
    'refuses the key %p without repeating it',
    async (text) => {
      const error = (await openSigner(text, '$KEY').catch((cause: Error) => cause)) as Error;
      expect(error.message).toMatch(/^\$KEY holds no private key/);
      expect(text.length > 4 && error.message.includes(text)).toBe(false);
      expect(error.cause).toBeUndefined();
    },
  );

  test.each(['', ' ', undefined])('says that the key %p is not set', async (text) => {
    await expect(openSigner(text, '$KEY')).rejects.toThrow('$KEY is not set: apply has to sign transactions with');
  });

  describe('with a keyfile', () => {
    const account = { address: new Wallet(key).address, privateKey: key };
    const cheap = { scrypt: { N: 2, r: 1, p: 1 } };

    test('opens it with its password', async () => {
      const keyfile = encryptKeystoreJsonSync(account, 'pässword', cheap);
      expect((await openKeystore({ keyfile, password: 'pässword' }, 'the keystore x')).address).toBe(account.address);
    });

    test('opens one that was locked with PBKDF2 as well', async () => {
      // The example of the Web3 Secret Storage definition.
      const keyfile = JSON.stringify({
        crypto: {
          cipher: 'aes-128-ctr',
          cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
          ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
          kdf: 'pbkdf2',
          kdfparams: {
            c: 262144,
            dklen: 32,
            prf: 'hmac-sha256',
            salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
          },
          mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
        },
        id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
        version: 3,
      });
      const { address } = await openKeystore({ keyfile, password: 'testpassword' }, 'x');
      expect(address).toBe('0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b');
    });

    test.each([
      [{ keyfile: undefined, password: 'p' }, 'the keystore x is not set'],
      [{ keyfile: '{}', password: undefined }, 'the password of the keystore x is not set'],
      [{ keyfile: 'hunter2', password: 'p' }, 'the keystore x is no keyfile: expected JSON of Web3 Secret Storage'],
      [{ keyfile: '{"version":3,"crypto":{}}', password: 'p' }, 'the keystore x is no keyfile'],
      [
        { keyfile: encryptKeystoreJsonSync(account, 'right', cheap), password: 'hunter2' },
        'the password does not open the keystore x',
      ],
      [
        { keyfile: withOtherAddress(encryptKeystoreJsonSync(account, 'right', cheap)), password: 'right' },
        'the keystore x has the key of another address than the one it names (its "address")',
      ],
    ])('%# is refused in one clear error that repeats nothing', async (given, message) => {
      const error = (await openKeystore(given, 'the keystore x').catch((cause: Error) => cause)) as Error;
      expect(error.message).toContain(message);
      expect(`${error.message} ${String(error.cause)}`).not.toMatch(/hunter2|ciphertext/);
    });
  });

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
        fee,
      });
      expect(feeOf(signed.raw)).toEqual(fee);
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

  test('never offers more than the cap, also as a tip', () => {
    expect(quoteFee({ baseFee: 10n, gasPrice: 12n }, 15n)).toMatchObject({
      maxFeePerGas: 15n,
      maxPriorityFeePerGas: 2n,
    });
    expect(quoteFee({ baseFee: 10n, gasPrice: 40n }, 15n)).toMatchObject({
      maxFeePerGas: 15n,
      maxPriorityFeePerGas: 15n,
    });
    expect(quoteFee({ baseFee: undefined, gasPrice: 40n }, 15n)).toEqual({ kind: 'legacy', gasPrice: 15n });
  });
});

describe('the fee of a replacement', () => {
  const dynamic = (maxFeePerGas: bigint, maxPriorityFeePerGas: bigint) =>
    ({ kind: 'eip-1559', maxFeePerGas, maxPriorityFeePerGas }) as const;

  test('is at least an eighth above every variant in both fields, and enough for twice the base fee', () => {
    expect(replacementFee([dynamic(800n, 80n), dynamic(400n, 160n)], { baseFee: 10n, gasPrice: 12n })).toEqual({
      kind: 'fee',
      fee: dynamic(901n, 181n),
    });
    expect(replacementFee([dynamic(80n, 8n)], { baseFee: 1000n, gasPrice: 1002n })).toEqual({
      kind: 'fee',
      fee: dynamic(2010n, 10n),
    });
    expect(replacementFee([{ kind: 'legacy', gasPrice: 8n }], { baseFee: undefined, gasPrice: 2n })).toEqual({
      kind: 'fee',
      fee: { kind: 'legacy', gasPrice: 10n },
    });
  });

  test.each([
    [dynamic(800n, 80n), 901n, { kind: 'fee', fee: dynamic(901n, 91n) }],
    [dynamic(800n, 80n), 900n, { kind: 'too-dear', price: 901n, why: 'the cap (chain.fees.cap) is 0.0000009 gwei' }],
    [dynamic(80n, 8n), 1500n, { kind: 'fee', fee: dynamic(1500n, 10n) }],
  ] as const)('for %p under the cap %p is %p', (before, cap, expected) => {
    expect(replacementFee([before], { baseFee: 1000n, gasPrice: 1002n }, cap)).toEqual(expected);
  });

  test('is not raised without end where nobody set a cap', () => {
    const market = { baseFee: 10n, gasPrice: 12n };
    expect(replacementFee([dynamic(150n, 1n)], market).kind).toBe('fee');
    expect(replacementFee([dynamic(250n, 1n)], market)).toMatchObject({ kind: 'too-dear', price: 282n });
  });

  test('raises even the smallest price', () => {
    expect(replacementFee([dynamic(1n, 0n)], { baseFee: 0n, gasPrice: 0n })).toMatchObject({
      fee: { maxPriorityFeePerGas: 1_000_000_000n },
    });
  });
});

describe('the budget of a run', () => {
  const charge = (nonce: number, price: bigint) =>
    ({ nonce, gasLimit: 10n, fee: { kind: 'legacy', gasPrice: price } }) as const;
  const mined = (gasUsed: bigint, gasPrice: bigint | undefined) =>
    ({ gasUsed, gasPrice, block: 3 }) as Parameters<ReturnType<typeof openSpending>['mine']>[1];

  test('counts the dearest variant of each nonce once, and what was mined as it was paid', () => {
    const spending = openSpending(100n);
    expect(spending.excess([charge(0, 5n), charge(1, 5n)])).toBeUndefined();
    spending.sign(charge(0, 5n));
    spending.sign(charge(1, 5n));
    expect(spending.excess([charge(0, 6n)])).toBe(10n);
    spending.mine(1, mined(3n, 4n));
    expect(spending.excess([charge(0, 8n)])).toBeUndefined();
    expect(spending.excess([charge(0, 9n)])).toBe(2n);
    expect(spending.total()).toMatchObject({ gasUsed: 3n, cost: 12n });
    expect(spending.transactions()).toBe(2);
  });

  test('takes the worst for what a node does not price', () => {
    const spending = openSpending(undefined);
    spending.sign(charge(0, 5n));
    spending.mine(0, mined(3n, undefined));
    expect(spending.total().cost).toBe(50n);
    expect(spending.excess([charge(1, 10n ** 18n)])).toBeUndefined();
  });
});
