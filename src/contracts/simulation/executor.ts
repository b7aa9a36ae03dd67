import type { Hex } from '../../values/index.ts';
import { createAssembler, type Opcode } from './assembler.ts';

type Code = readonly (Opcode | number)[];

/** Where the data of a step is laid in memory; below stand the variables. */
export const dataAt = 0x80;
const out = 0x00;
const at = 0x20;
const gasBefore = 0x40;
const target = 0x60;

const load = (variable: number): Code => [variable, 'MLOAD'];
const store = (variable: number): Code => [variable, 'MSTORE'];
const input = (offset: number): Code => [...load(at), offset, 'ADD', 'CALLDATALOAD'];
const result = (offset: number): Code => [...load(out), offset, 'ADD'];
const resultsStart: Code = [0, 'CALLDATALOAD'];
const value = input(32);
const length = input(64);

/**
 * A batch executor: EVM code that is laid over the deployer's own account for one eth_call and there does what the
 * deployer is about to do, step after step. So every creation gets its real address, later steps see the storage that
 * earlier ones wrote, and each step's gas and revert reason come back. (Laying only code over the future addresses shows
 * no storage, and a later call then reverts falsely.)
 *
 * Input: a word with the memory offset of the results, beyond the longest data; then per step three words (target, or
 * zero for a creation; value; length) and the data. Output: per step four words (1 or 0; gas used; hash of the code at
 * the new contract or target; length) and the data that came back. It ends with the first step that fails.
 */
export function executorCode(): Hex {
  const { emit, label, jumpTo, jumpIfTo, assemble } = createAssembler();
  emit(...resultsStart, ...store(out));
  emit(32, ...store(at));

  label('next');
  emit('CALLDATASIZE', ...load(at), 'LT', 'ISZERO');
  jumpIfTo('end');
  emit(...length, ...load(at), 96, 'ADD', dataAt, 'CALLDATACOPY');
  emit('GAS', ...store(gasBefore));
  emit(...input(0), 'DUP1', ...store(target));
  jumpIfTo('call');

  emit(...length, dataAt, ...value, 'CREATE');
  emit('DUP1', ...store(target));
  jumpTo('done');

  label('call');
  emit(0, 0, ...length, dataAt, ...value, ...load(target), 'GAS', 'CALL');

  label('done'); // on the stack: the new address or 1, or 0 after a failure
  emit('GAS', ...load(gasBefore), 'SUB', ...result(32), 'MSTORE');
  emit('ISZERO', 'ISZERO', 'DUP1', ...result(0), 'MSTORE');
  emit(...load(target), 'EXTCODEHASH', ...result(64), 'MSTORE');
  emit('RETURNDATASIZE', ...result(96), 'MSTORE');
  emit('RETURNDATASIZE', 0, ...result(128), 'RETURNDATACOPY');
  emit(...result(128), 'RETURNDATASIZE', 'ADD', ...store(out));
  emit(...length, ...load(at), 'ADD', 96, 'ADD', ...store(at));
  jumpIfTo('next');

  label('end');
  emit(...resultsStart, ...load(out), 'SUB', ...resultsStart, 'RETURN');
  return assemble();
}
