import { isDeepStrictEqual } from 'node:util';
import { failureRules } from '../../src/cluster/judge/failure-rules.ts';
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

/** The end of a client's failure message, where its registry doesn't have the image. */
const advice = failureRules['image-missing'].advice;

/**
 * What a person reads who opens the log of a release with a missing image: why the first client can't start, in the registry's
 * words, what to do, and the way back where there is one. `output` is act's, or that of the command line.
 */
export function sayFailure(output: string, write: (line: string) => void): void {
  const lines = output.split('\n').map(withoutMargin);
  const begin = lines.findIndex((line) => /^keep-client-0 \(pod .*@sha256:d+: not found/.test(line));
  const end = lines.findLastIndex((line) => line === advice || line.startsWith('keep-client-0: proved: '));
  if (begin < 0 || end < begin) throw new Error(`the registry's words are missing:\n${output}`);
  for (const line of lines.slice(begin, end + 1).filter((text) => text !== '')) write(`    ${line}`);
}

/** A line as the step printed it: without act's margin, the runner's commands and the command line's indentation. */
function withoutMargin(line: string): string {
  return line.replace(/^\[\S+\]\s+(?:\S+\s+)?/u, '').replace(/^(?:::\w+::|\s*error: |\s+)/, '');
}
