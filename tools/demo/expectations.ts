import { isDeepStrictEqual } from 'node:util';
import { countChain } from '../example-release/counts.ts';
import { poll } from '../servers/process.ts';

/** The demo is a proof, not a film: what differs from what it says ends it red. */
export function expectEqual(seen: unknown, wanted: unknown, what: string): void {
  if (isDeepStrictEqual(seen, wanted)) return;
  throw new Error(`${what}: expected ${JSON.stringify(wanted)}, saw ${JSON.stringify(seen)}`);
}

/** Until the chain has at least so many contracts. */
export async function untilContracts(rpcUrl: string, count: number): Promise<void> {
  await poll(async () => (await countChain(rpcUrl)).contracts >= count, AbortSignal.timeout(60_000), 20);
}

/** The named steps of a workflow as act tells them, without what each printed and what stands in for others' actions. */
export function showSteps(workflow: string, write: (line: string) => void): (text: string) => void {
  const names = new Set([...workflow.matchAll(/^\s+- name: (.+)$/gm)].map(([, name]) => name));
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, outcome, name = '', took = ''] =
        /(?:✅|❌)\s+(Success|Failure) - Main (.*?) \[(.*)\]$/u.exec(line) ?? [];
      if (names.has(name)) write(`  ${outcome === 'Success' ? '✓' : '✗'} ${name} (${seconds(took)})`);
    }
  };
}

/** Go's `1m2.345678s` or `812.345ms`, to a tenth of a second. */
function seconds(duration: string): string {
  const [, minutes = '0', value = '0', unit] = /^(?:(\d+)m)?([\d.]+)(ms|s)$/.exec(duration) ?? [];
  return `${(Number(minutes) * 60 + Number(value) / (unit === 'ms' ? 1000 : 1)).toFixed(1)} s`;
}

/** Why the first client can't start, as the registry said it and a release tells it. */
export function sayRegistrysWords(output: string, write: (line: string) => void): void {
  const words = /keep-client-0 \(pod .*?: (\w+): .*?([^\s/"]+@sha256:d+: not found)/.exec(output);
  if (words === null) throw new Error(`the registry's words are missing:\n${output}`);
  write(`  keep-client-0: ${words[1]}: …${words[2]}`);
}
