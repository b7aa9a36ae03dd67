import { type Hex, hexOf } from '../../values/index.ts';

/** Opcodes up to Constantinople, as far as they are needed here: PUSH0 and other later ones are unknown to older chains. */
const opcodes = {
  STOP: 0x00,
  ADD: 0x01,
  SUB: 0x03,
  LT: 0x10,
  ISZERO: 0x15,
  ORIGIN: 0x32,
  CALLER: 0x33,
  CODESIZE: 0x38,
  CODECOPY: 0x39,
  RETURNDATASIZE: 0x3d,
  RETURNDATACOPY: 0x3e,
  EXTCODEHASH: 0x3f,
  POP: 0x50,
  MLOAD: 0x51,
  MSTORE: 0x52,
  JUMP: 0x56,
  JUMPI: 0x57,
  GAS: 0x5a,
  JUMPDEST: 0x5b,
  PUSH1: 0x60,
  PUSH2: 0x61,
  PUSH4: 0x63,
  DUP1: 0x80,
  DUP2: 0x81,
  DUP3: 0x82,
  SWAP1: 0x90,
  CREATE: 0xf0,
  CALL: 0xf1,
  RETURN: 0xf3,
} as const;

export type Opcode = keyof typeof opcodes;

/** Writes EVM code: numbers are pushed, texts are opcodes. */
export function createAssembler() {
  const code: number[] = [];
  const labels = new Map<string, number>();
  const jumps: { readonly at: number; readonly label: string }[] = [];
  const jump = (opcode: 'JUMP' | 'JUMPI') => (name: string) => {
    jumps.push({ at: code.length + 1, label: name });
    code.push(opcodes.PUSH2, 0, 0, opcodes[opcode]);
  };
  return {
    emit(...parts: readonly (Opcode | number)[]): void {
      for (const part of parts) {
        if (typeof part === 'number' && part > 0xff) code.push(opcodes.PUSH4, ...bigEndian(part));
        else if (typeof part === 'number') code.push(opcodes.PUSH1, part);
        else code.push(opcodes[part]);
      }
    },
    label(name: string): void {
      labels.set(name, code.length);
      code.push(opcodes.JUMPDEST);
    },
    jumpTo: jump('JUMP'),
    jumpIfTo: jump('JUMPI'),
    assemble(): Hex {
      for (const { at, label } of jumps) {
        const target = labels.get(label) ?? 0;
        code[at] = target >> 8;
        code[at + 1] = target & 0xff;
      }
      return hexOf(Uint8Array.from(code));
    },
  };
}

function bigEndian(number: number): number[] {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff);
}
