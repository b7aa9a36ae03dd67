import type { Hex } from '../../values/index.ts';
import { createAssembler, type Opcode } from './assembler.ts';
import { type ExecutorStep, encodeSteps, longestData } from './executor-steps.ts';

type Code = readonly (Opcode | number)[];

const out = 0x00;
const at = 0x20;
const gasBefore = 0x40;
// The four words of a step as they stand in the input.
const target = 0x60;
const bumps = 0x80;
const value = 0xa0;
const length = 0xc0;
const headSize = 128;
/** Where the steps begin in the code: behind the program, which is shorter. */
const inputAt = 0x100;
/** Where the data of a step is laid in memory. */
const dataAt = 0xe0;

const load = (variable: number): Code => [variable, 'MLOAD'];
const store = (variable: number): Code => [variable, 'MSTORE'];
const result = (offset: number): Code => [...load(out), offset, 'ADD'];

/**
 * A batch executor: EVM code that is laid over the deployer's own account for one eth_call and there does what the
 * deployer is about to do, step after step. So every creation gets its real address, later steps see the storage that
 * earlier ones wrote, and each step's gas and revert reason come back. (Laying only code over the future addresses shows
 * no storage, and a later call then reverts falsely.)
 *
 * The steps stand behind the code itself: as the call's data they would cost gas, of which nodes lend a call only so much.
 * A call of a contract doesn't use up a nonce as a transaction does, so the nonce is raised by creating nothing.
 * It ends with the first step that fails; {@link decodeSteps} reads what it gives.
 */
export function executorCode(steps: readonly ExecutorStep[]): Hex {
  const resultsAt = dataAt + Math.ceil(longestData(steps) / 32) * 32;
  return `${assemble(resultsAt).padEnd(2 + inputAt * 2, '0')}${encodeSteps(steps).slice(2)}` as Hex;
}

function assemble(resultsAt: number): Hex {
  const { emit, label, jumpTo, jumpIfTo, assemble: finish } = createAssembler();
  // A contract that pays its sender back: the deployer, who has no code then, just takes it. 2,300 gas are enough for this.
  emit('CALLER', 'ORIGIN', 'SUB');
  jumpIfTo('stop');
  emit(resultsAt, ...store(out), inputAt, ...store(at));

  label('next');
  emit('CODESIZE', ...load(at), 'LT', 'ISZERO');
  jumpIfTo('end');
  emit(headSize, ...load(at), target, 'CODECOPY');
  emit(...load(length), ...load(at), headSize, 'ADD', dataAt, 'CODECOPY');

  label('bump');
  emit(...load(bumps), 'ISZERO');
  jumpIfTo('run');
  emit(0, 0, 0, 'CREATE', 'POP');
  emit(1, ...load(bumps), 'SUB', ...store(bumps));
  jumpTo('bump');

  label('run');
  emit('GAS', ...store(gasBefore));
  emit(...load(target));
  jumpIfTo('call');
  emit(...load(length), dataAt, ...load(value), 'CREATE');
  emit('DUP1', ...store(target));
  jumpTo('done');

  label('call');
  emit(0, 0, ...load(length), dataAt, ...load(value), ...load(target), 'GAS', 'CALL');

  label('done'); // on the stack: the new address or 1, or 0 after a failure
  emit('GAS', ...load(gasBefore), 'SUB', ...result(32), 'MSTORE');
  emit('ISZERO', 'ISZERO', 'DUP1', ...result(0), 'MSTORE');
  emit(...load(gasBefore), ...result(64), 'MSTORE');
  emit(...load(target), 'EXTCODEHASH', ...result(96), 'MSTORE');
  emit('RETURNDATASIZE', ...result(128), 'MSTORE');
  emit('RETURNDATASIZE', 0, ...result(160), 'RETURNDATACOPY');
  emit(...result(160), 'RETURNDATASIZE', 'ADD', ...store(out));
  emit(...load(length), ...load(at), 'ADD', headSize, 'ADD', ...store(at));
  jumpIfTo('next');

  label('end');
  emit(resultsAt, ...load(out), 'SUB', resultsAt, 'RETURN');

  label('stop');
  emit('STOP');
  return finish();
}
