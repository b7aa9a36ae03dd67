export { type ChildOptions, type ChildResult, runChild } from './child-process.ts';
export {
  type Action,
  type ActionDefinition,
  defineAction,
  type OutputTable,
  type RunContext,
} from './define-action.ts';
export type { Input, InputTable, InputValues } from './input-table.ts';
export {
  boolean,
  choice,
  digest,
  durationMs,
  integer,
  lines,
  type Mode,
  type ParseContext,
  type Parser,
  Rejected,
  text,
} from './parser.ts';
export { runInTerminal, type TerminalCommand } from './run-in-terminal.ts';
export { runOnRunner } from './run-on-runner.ts';
export { keepHeapSmall } from './small-heap.ts';
export { existingFile, outputFolder } from './workspace-path.ts';
