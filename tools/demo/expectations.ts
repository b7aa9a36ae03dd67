import { isDeepStrictEqual } from 'node:util';
import { poll } from '../servers/process.ts';
import { countChain } from './counts.ts';

/** The demo is a proof, not a film: what differs from what it says ends it red. */
export function expectEqual(seen: unknown, wanted: unknown, what: string): void {
  if (isDeepStrictEqual(seen, wanted)) return;
  throw new Error(`${what}: expected ${JSON.stringify(wanted)}, saw ${JSON.stringify(seen)}`);
}

/** Until the chain has at least so many contracts. */
export async function untilContracts(rpcUrl: string, count: number): Promise<void> {
  await poll(async () => (await countChain(rpcUrl)).contracts >= count, AbortSignal.timeout(60_000), 20);
}

/** The steps of a workflow as act tells them, without what each printed. */
export function showSteps(write: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, step] = /(?:✅|❌)\s+((?:Success|Failure) - Main .*)$/u.exec(line) ?? [];
      if (step !== undefined) write(`  ${step.replace(/^Success - Main /, '✓ ').replace(/^Failure - Main /, '✗ ')}`);
    }
  };
}
