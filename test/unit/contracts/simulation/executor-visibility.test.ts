import { describe, expect, test } from '@jest/globals';
import { maySeeExecutor } from '../../../../src/contracts/simulation/executor-visibility.ts';
import type { Hex } from '../../../../src/values/index.ts';

/** As solc ends a code: a map with the hash of its source. The hash is full of what would be opcodes that look. */
const metadata = `a165627a7a72305820${'3b'.repeat(32)}0029`;

describe('whether code may see that a batch executor lies at its sender', () => {
  test.each<[string, Hex]>([
    ['asks whether its sender has code, as isContract does', '0x333b6000105b5660005b'],
    ['asks for the code size of its sender, and goes on where there is none', '0x333b15600a57600080fd'],
    ['asks for the hash of a code', '0x333f'],
    ['copies the code of an account', ('0x60006000600033' + '3c') as Hex],
    ['asks who sent the transaction', ('0x3233' + '14') as Hex],
    ['looks behind metadata of another', `0x00${metadata}333b50${metadata}`],
  ])('true for code that %s', (_, code) => {
    expect(maySeeExecutor(code)).toBe(true);
  });

  test.each<[string, Hex]>([
    ['asks nothing', '0x60016000f3'],
    ['asks before a call whether the contract is there', '0x86803b158015610a0b57600080fd5b5af1'],
    ['does so as solc 0.8 writes it', '0x803b158015610a0b575f5ffd5b5af1'],
    ['has such bytes among what it pushes', '0x633b3b3f3200'],
    ['has such bytes in its metadata and arguments', `0x00${metadata}3b3f32`],
    ['has them in a message', `0x00fe${Buffer.from('ERC20: what; is <2> this?').toString('hex')}`],
  ])('false for code that %s', (_, code) => {
    expect(maySeeExecutor(code)).toBe(false);
  });
});
