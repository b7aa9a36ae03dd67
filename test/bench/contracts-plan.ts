import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { PreparedSet } from '../../src/contracts/set/prepared-set.ts';
import {
  call,
  carriedOut,
  contract,
  plan,
  sent,
  setOf,
  type World,
  withContract,
} from '../unit/contracts/plan-fixture.ts';

/*
 * `npm run bench contracts-plan`: how long a plan takes, and how much memory, for a thousand contracts of 24 kB that link
 * libraries and name each other, with two hundred calls; a process for each case. Bound: 1 s and 300 MB, the artifacts in
 * memory included.
 */
const count = 1000;
const codeBytes = 24_000;
const names = Array.from({ length: count }, (_, index) => `Contract${index}`);
const firstCase = 'nothing is deployed';
const changes: Readonly<Record<string, readonly number[]>> = {
  [firstCase]: [],
  'nothing has changed': [],
  'the first has changed, and so all': [0],
  'the last has changed': [count - 1],
};

const [chosen, worldFile = ''] = process.argv.slice(2);
if (chosen === undefined) runAll();
else runCase(chosen, worldFile);

function runAll(): void {
  const folder = mkdtempSync(join(tmpdir(), 'keep-deploy-bench-'));
  console.log(`${count} contracts of ${codeBytes / 1000} kB, 200 calls`);
  for (const title of Object.keys(changes)) {
    const { status } = spawnSync(process.execPath, [import.meta.filename, title, join(folder, 'world.json')], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
  rmSync(folder, { recursive: true });
}

function runCase(title: string, file: string): void {
  const old = setOf(
    names.map((_, index) => newContract(index)),
    names.slice(0, 200).map((name) => call(name, { names: names.slice(-1) })),
  );
  const set = (changes[title] ?? []).reduce<PreparedSet>(
    (all, index) => withContract(all, newContract(index, 'changed')),
    old,
  );
  const world: World | undefined =
    title === firstCase ? undefined : { ...JSON.parse(readFileSync(file, 'utf8')), answers: new Map() };
  const before = megabytes();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const made = plan(set, world);
  const ms = Math.round(performance.now() - startedAt);
  const cpu = process.cpuUsage(cpuBefore);
  const cpuMs = Math.round((cpu.user + cpu.system) / 1000);
  console.log(
    `${title.padEnd(34)} ${String(ms).padStart(5)} ms (${cpuMs} ms of CPU), ${megabytes()} MB (${before} MB before), ${sent(made).length} steps sent`,
  );
  if (title === firstCase) writeFileSync(file, JSON.stringify(carriedOut(made)));
}

function newContract(index: number, salt = '') {
  return contract(names[index] ?? '', {
    code: newCode(`${index}${salt}`),
    names: names.slice(Math.max(0, index - 3), index),
    links: index >= 10 ? [names[index % 10] ?? ''] : [],
    numbers: [BigInt(index)],
  });
}

/** Code with solc's metadata in its middle and at its end, as of a contract that creates another; of its own for each seed. */
function newCode(seed: string): string {
  const metadata = `a2646970667358221220${'22'.repeat(32)}64736f6c634300081e0033`;
  const outputLength = (codeBytes - metadata.length) / 2;
  const half = createHash('shake256', { outputLength }).update(seed).digest('hex');
  return `${half}${metadata}${half}${metadata}`;
}

function megabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
