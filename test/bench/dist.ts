import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { actionNames } from '../../tools/dist/entries.ts';

/**
 * `npm run bench dist`: what dist weighs, and how long each action takes from its start until it has refused missing
 * inputs, beside bare Node in the same race. Rounds are interleaved, so that a busy machine is busy for all.
 */
const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const rounds = Number(process.argv[2] ?? 31);
const folder = mkdtempSync(join(tmpdir(), 'keep-deploy-bench-'));
const bare = join(folder, 'bare.js');
writeFileSync(bare, '');

const racers = new Map([
  ['bare Node', bare],
  ...actionNames(root).map((name) => [name, join(dist, `${name}.js`)] as const),
]);
const times = new Map([...racers.keys()].map((name) => [name, [] as number[]]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, file] of racers) times.get(name)?.push(startMs(file));
}
rmSync(folder, { recursive: true });

const floor = median(times.get('bare Node') ?? []);
console.log(
  `start, median of ${rounds} interleaved rounds (fastest in brackets: what a busy machine adds is not in it)`,
);
for (const [name, measured] of times) {
  const ms = median(measured);
  const least = `(${Math.min(...measured).toFixed(1)})`;
  console.log(
    `  ${name.padEnd(22)} ${ms.toFixed(1).padStart(6)} ms ${least.padStart(8)}  +${(ms - floor).toFixed(1)} ms  ×${(ms / floor).toFixed(2)}`,
  );
}

const sizes = readdirSync(dist).map((name) => [name, statSync(join(dist, name)).size] as const);
const packed = spawnSync('tar', ['--create', '--directory', root, 'dist'], { maxBuffer: 64 * 1024 * 1024 }).stdout;
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
console.log(
  `size: ${(total / 1e6).toFixed(2)} MB raw, ${(gzipSync(packed).length / 1e6).toFixed(2)} MB as tar.gz, ${sizes.length} files`,
);
for (const [name, size] of sizes.toSorted(([, a], [, b]) => b - a).slice(0, 8)) {
  console.log(`  ${name.padEnd(26)} ${(size / 1000).toFixed(0).padStart(6)} kB`);
}

function startMs(file: string): number {
  const env = {
    PATH: process.env['PATH'] ?? '',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: folder,
  };
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, [file], { env, cwd: folder, stdio: 'ignore' });
  const tookMs = performance.now() - startedAt;
  const expected = file === bare ? 0 : 2;
  if (status !== expected)
    throw new Error(`${file} ended with ${status}, expected ${expected}: not the run to measure`);
  return tookMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
