import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { PreparedSet } from '../../src/contracts/prepared-set.ts';
import { call, carriedOut, contract, plan, sent, setOf, withContract } from '../unit/contracts/plan-fixture.ts';

/*
 * `npm run bench contracts-plan`: how long a plan takes, and how much memory, for a thousand contracts of 24 kB that link
 * libraries and name each other, with two hundred calls; a process for each case. Bound: 1 s and 300 MB, the artifacts in
 * memory included.
 */
const count = 1000;
const codeBytes = 24_000;
const names = Array.from({ length: count }, (_, index) => `Contract${index}`);
const cases = {
  'nothing is deployed': undefined,
  'nothing has changed': [],
  'the first has changed, and so all': [0],
  'the last has changed': [count - 1],
} as const;

const chosen = process.argv[2];
if (chosen === undefined) {
  console.log(`${count} contracts of ${codeBytes / 1000} kB, 200 calls`);
  for (const title of Object.keys(cases)) {
    const { status } = spawnSync(process.execPath, [import.meta.filename, title], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} else {
  const set = newSet();
  const changed = cases[chosen as keyof typeof cases];
  const world = changed && carriedOut(plan(set));
  // A run has read the artifacts anew: what an earlier plan remembers of them is gone.
  const wanted = (changed ?? []).reduce(
    (all: PreparedSet, index) => withContract(all, newContract(index)),
    setOf(
      set.contracts.map((one) => ({ ...one })),
      set.calls,
    ),
  );
  globalThis.gc?.();
  const before = megabytes();
  const startedAt = performance.now();
  const made = plan(wanted, world);
  const ms = Math.round(performance.now() - startedAt);
  console.log(
    `${chosen.padEnd(34)} ${String(ms).padStart(5)} ms  ${megabytes()} MB (before: ${before} MB)  ${sent(made).length} steps sent`,
  );
}

function newSet(): PreparedSet {
  const last = names.at(-1) ?? '';
  return setOf(
    names.map((_, index) => newContract(index)),
    names.slice(0, 200).map((name) => call(name, { names: [last] })),
  );
}

function newContract(index: number) {
  return contract(names[index] ?? '', {
    code: newCode(),
    names: names.slice(Math.max(0, index - 3), index),
    links: index >= 10 ? [names[index % 10] ?? ''] : [],
    numbers: [BigInt(index)],
  });
}

/** Distinct code with solc's metadata in its middle and at its end, as of a contract that creates another. */
function newCode(): string {
  const metadata = `a2646970667358221220${'22'.repeat(32)}64736f6c634300081e0033`;
  const half = randomBytes((codeBytes - metadata.length) / 2).toString('hex');
  return `${half}${metadata}${half}${metadata}`;
}

function megabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
