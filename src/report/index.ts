export { describeFinding, type Finding, type Problem, RemoteError, UserError } from './errors.ts';
export type { Log } from './log.ts';
