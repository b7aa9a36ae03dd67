import { format } from 'node:util';
import type { Log } from '../report/index.ts';

/** Libraries print on their own: what they print is fenced and redacted as any foreign text. */
export function fenceLibraries(log: Log): void {
  for (const method of ['log', 'info', 'warn', 'error', 'trace'] as const) {
    console[method] = (...values: readonly unknown[]) => log.untrusted('library', format(...values));
  }
  console.debug = (...values: readonly unknown[]) => log.debug(format(...values));
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.debug(`${warning.name}: ${warning.message}`));
}

/** Ends the process soon even if a socket that nobody needs any more keeps the event loop alive. */
export function endSoon(exitCode: number): void {
  process.exitCode = exitCode;
  setTimeout(() => process.exit(exitCode), 1000).unref();
}
