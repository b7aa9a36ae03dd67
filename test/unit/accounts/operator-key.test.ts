import { describe, expect, test } from '@jest/globals';
import { secp256k1 } from '@noble/curves/secp256k1';
import fc from 'fast-check';
import { addressOf, parsePublicKey, peerIdOf, publicKeyOfPeer } from '../../../src/accounts/index.ts';
import { publicKeyOfPoint } from '../../../src/accounts/operator-key.ts';
import { hexOf } from '../../../src/values/index.ts';

describe('an operator’s public key', () => {
  const generator = '0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798';

  test.each([
    ['an address', '0x0eC14BC7cCA82c942Cf276F6BbD0413216dDB2bE', /expected a compressed public key/],
    ['a digit too few', generator.slice(0, -1), /expected a compressed public key/],
    ['a wrong first byte', `05${generator.slice(2)}`, /expected a compressed public key/],
    ['the uncompressed form', `04${'ab'.repeat(64)}`, /this is the uncompressed one/],
    ['digits that are no point of the curve', `02${'0'.repeat(63)}5`, /no point of the curve/],
    ['a coordinate beyond the field', `02${'f'.repeat(64)}`, /no point of the curve/],
  ])('is refused when it is %s', (_, text, message) => {
    expect(() => parsePublicKey(text)).toThrow(message);
  });

  test('is read with and without 0x, in either case', () => {
    expect(parsePublicKey(generator)).toBe(`0x${generator}`);
    expect(parsePublicKey(`0x${generator.toUpperCase()}`)).toBe(`0x${generator}`);
  });

  test('gives the point and the address that another curve library gives', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: secp256k1.CURVE.n - 1n }), (privateKey) => {
        const point = secp256k1.ProjectivePoint.fromPrivateKey(privateKey);
        const key = parsePublicKey(hexOf(point.toRawBytes(true)));
        expect(publicKeyOfPoint(point.toRawBytes(false))).toBe(key);
        expect(publicKeyOfPeer(peerIdOf(key))).toBe(key);
      }),
      { numRuns: 50 },
    );
    // The private key 1 is the generator itself; its address is known everywhere.
    expect(addressOf(parsePublicKey(generator))).toBe('0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf');
  });
});

describe('a peer id', () => {
  const known = '16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH';

  test.each([
    ['empty text', ''],
    ['characters outside base58', `${known.slice(0, -1)}0`],
    ['a peer id of an RSA key', 'QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N'],
    ['a peer id cut short', known.slice(0, -3)],
  ])('is refused when it is %s', (_, text) => {
    expect(() => publicKeyOfPeer(text)).toThrow(/expected a (peer id|compressed public key|public key)/);
  });

  test('of a real keep-test bootstrap client belongs to the account in its manifest, both ways', () => {
    const key = publicKeyOfPeer(known);
    expect(addressOf(key)).toBe('0x0eC14BC7cCA82c942Cf276F6BbD0413216dDB2bE');
    expect(peerIdOf(key)).toBe(known);
  });
});
