import { describe, expect, test } from '@jest/globals';
import { AbiCoder, Interface } from 'ethers';
import fc from 'fast-check';
import { encodeArguments, encodeCall, selectorOf } from '../../../../src/contracts/abi/encode.ts';
import {
  type AbiParameter,
  type AbiValue,
  canonicalType,
  signatureOf,
} from '../../../../src/contracts/abi/json-abi.ts';
import { parseAmount, parseLiteral } from '../../../../src/contracts/abi/literal.ts';

describe('parseLiteral', () => {
  test.each([
    ['uint8', 256, '256 does not fit into uint8'],
    ['uint256', -1, '-1 does not fit into uint256'],
    ['int8', -129, '-129 does not fit into int8'],
    ['uint256', 1e21, 'write it as a quoted text'],
    ['uint256', 1.5, 'expected an integer or an amount such as "10 ether", got 1.5'],
    ['uint256', 'ten', 'expected an integer or an amount such as "10 ether", got "ten"'],
    ['uint256', '0.5 wei', 'no whole number of wei'],
    ['uint256', true, 'expected an integer'],
    ['bool', 'true', 'expected true or false, got "true"'],
    ['address', 5, 'expected address as a quoted text, got 5'],
    ['address', '0x1234', 'expected an address: 0x and 40 hexadecimal digits, got "0x1234"'],
    ['address', `0x${'1'.repeat(64)}`, 'got what looks like a private key'],
    ['address', '0x52908400098527886E0F7030069857D2E4169Ee7', 'checksum is wrong'],
    ['bytes4', '0x123456', 'expected 4 bytes, got 3'],
    ['bytes', 'abc', 'expected bytes: 0x and an even number of hexadecimal digits'],
    ['function', 'x', 'values of type function are not supported here'],
  ] as const)('refuses for %s the value %p: %s', (type, literal, message) => {
    expect(() => parseLiteral({ type }, literal)).toThrow(message);
  });

  test.each([
    ['uint256', '1000000000000000000000', 10n ** 21n],
    ['uint256', '10 ether', 10n ** 19n],
    ['uint256', '1.5 gwei', 1_500_000_000n],
    ['uint256', '1_000', 1000n],
    ['uint16', '0xff', 255n],
    ['int256', -5, -5n],
    ['bool', false, false],
    ['string', '10 ether', '10 ether'],
    ['bytes2', '0xABCD', '0xabcd'],
  ] as const)('reads for %s the value %p as %p', (type, literal, value) => {
    expect(parseLiteral({ type }, literal)).toBe(value);
  });

  test('reads every amount of wei that it can write', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }), (wei) => parseAmount(`${wei} wei`) === wei));
  });
});

describe('the encoder', () => {
  const leaf: fc.Arbitrary<[AbiParameter, AbiValue]> = fc.oneof(
    fc
      .bigInt({ min: 0n, max: (1n << 256n) - 1n })
      .map((value): [AbiParameter, AbiValue] => [{ type: 'uint256' }, value]),
    fc
      .bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })
      .map((value): [AbiParameter, AbiValue] => [{ type: 'int64' }, value]),
    fc.boolean().map((value): [AbiParameter, AbiValue] => [{ type: 'bool' }, value]),
    fc.string().map((value): [AbiParameter, AbiValue] => [{ type: 'string' }, value.toWellFormed()]),
    fc
      .uint8Array({ maxLength: 70 })
      .map((value): [AbiParameter, AbiValue] => [{ type: 'bytes' }, `0x${Buffer.from(value).toString('hex')}`]),
    fc
      .uint8Array({ minLength: 4, maxLength: 4 })
      .map((value): [AbiParameter, AbiValue] => [{ type: 'bytes4' }, `0x${Buffer.from(value).toString('hex')}`]),
    fc
      .uint8Array({ minLength: 20, maxLength: 20 })
      .map((value): [AbiParameter, AbiValue] => [{ type: 'address' }, `0x${Buffer.from(value).toString('hex')}`]),
  );
  const typed: fc.Arbitrary<[AbiParameter, AbiValue]> = fc.letrec<{ value: [AbiParameter, AbiValue] }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .array(tie('value'), { maxLength: 4 })
        .map((members): [AbiParameter, AbiValue] => [
          { type: 'tuple', components: members.map(([parameter], index) => ({ ...parameter, name: `m${index}` })) },
          members.map(([, value]) => value),
        ]),
      fc
        .tuple(tie('value'), fc.integer({ min: 0, max: 3 }), fc.boolean())
        .map(([[parameter, value], length, isFixed]): [AbiParameter, AbiValue] => [
          { ...parameter, type: `${parameter.type}[${isFixed ? length : ''}]` },
          Array.from({ length }, () => value),
        ]),
    ),
  })).value;

  test('agrees with ethers on every type and value', () => {
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 5 }), (pairs) => {
        const parameters = pairs.map(([parameter]) => parameter);
        const values = pairs.map(([, value]) => value);
        const types = parameters.map(canonicalType).map((type) => type.replaceAll('(', 'tuple('));
        expect(encodeArguments(parameters, values)).toBe(AbiCoder.defaultAbiCoder().encode(types, values));
      }),
      { numRuns: 400, seed: 1101 },
    );
  });

  test('agrees with ethers on a call and its signature', () => {
    const text = 'function stake((address owner, uint96[2] amounts) order, bytes data)';
    const contract = new Interface([text]);
    const entry = {
      type: 'function',
      name: 'stake',
      inputs: [
        {
          name: 'order',
          type: 'tuple',
          components: [
            { name: 'owner', type: 'address' },
            { name: 'amounts', type: 'uint96[2]' },
          ],
        },
        { name: 'data', type: 'bytes' },
      ],
    };
    const values = [['0x00000000000000000000000000000000000000aa', [1n, 2n]], '0x1234'];
    expect(signatureOf(entry)).toBe('stake((address,uint96[2]),bytes)');
    expect(selectorOf(entry)).toBe(contract.getFunction('stake')?.selector);
    expect(encodeCall(entry, values)).toBe(contract.encodeFunctionData('stake', values));
  });
});
