import { bytesOf, type Hex } from '../../values/index.ts';
import { findMetadata } from '../set/metadata.ts';

/** What tells code who sent the transaction, or whether an account has code. */
const looks: readonly number[] = [0x32 /* ORIGIN */, 0x3c /* EXTCODECOPY */, 0x3f /* EXTCODEHASH */];
const extcodesize = 0x3b;

/**
 * How Solidity looks, before it calls a contract, whether there is one: it goes on where there is code, and reverts where
 * there is none. Nothing fails by it because the sender has code: ISZERO an even number of times, PUSH, JUMPI, a revert.
 */
const goesOnWithCode = /^(15 80 15 |15 15 |80 )?push 57 push (80|push) fd /;

/** As long a run of printable characters is a message, not code. */
const text = /[\x20-\x7e]{16,}/g;

/**
 * Whether code may see what differs while the executor runs: the deployer's account has code then, and somebody else sends
 * the transaction. Data between the code is mostly taken for code, so true means only that it is not excluded.
 */
export function maySeeExecutor(code: Hex): boolean {
  return withoutData(bytesOf(code)).some((part) => {
    const opcodes = disassemble(part);
    return opcodes.some((opcode, index) => {
      if (opcode !== extcodesize) return looks.includes(opcode);
      return !goesOnWithCode.test(
        opcodes
          .slice(index + 1, index + 10)
          .map(name)
          .join(''),
      );
    });
  });
}

/** What stands before, between and behind the metadata, with zeros in place of messages. */
function withoutData(bytes: Uint8Array): readonly Uint8Array[] {
  const blank = Uint8Array.from(bytes);
  for (const { index, 0: message } of Buffer.from(bytes).toString('latin1').matchAll(text))
    blank.fill(0, index, index + message.length);
  const blobs = findMetadata(bytes);
  const parts = blobs.map(({ start }, index) => blank.subarray(blobs[index - 1]?.end ?? 0, start));
  // Behind the last one stand the arguments.
  return parts.length > 0 ? parts : [blank];
}

function disassemble(code: Uint8Array): readonly number[] {
  const opcodes: number[] = [];
  for (let at = 0; at < code.length; at++) {
    const opcode = code[at] ?? 0;
    opcodes.push(opcode);
    if (isPush(opcode)) at += opcode - 0x5f;
  }
  return opcodes;
}

/** PUSH0 to PUSH32. */
function isPush(opcode: number): boolean {
  return opcode >= 0x5f && opcode <= 0x7f;
}

function name(opcode: number): string {
  return isPush(opcode) ? 'push ' : `${opcode.toString(16)} `;
}
