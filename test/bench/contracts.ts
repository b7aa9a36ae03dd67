import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { axisNames, Laboratory, type MeasuredRun, type PreparedBenchSet, prepareSet } from './contracts/cells.ts';
import { migrateAgain } from './contracts/keep-deploy.ts';
import { compileOwn } from './contracts/own-artifacts.ts';
import { ensurePeers } from './contracts/peers.ts';
import { type Results, updated } from './contracts/results.ts';
import { type Cell, cellOf, describeCell, type Row } from './contracts/rows.ts';
import { chainSet, independentSet, keepV1Set, randomBeaconSet, type SetName, setNames } from './contracts/sets.ts';
import { markdownTables } from './contracts/table.ts';
import { describeRatios, describeTargets } from './contracts/targets.ts';
import { describeTimeline } from './contracts/timeline.ts';
import { prepareTools, type RunScene, type RunTool, toolNames } from './contracts/tools.ts';

/**
 * `npm run bench contracts`: how long each tool takes to deploy a set, on a fresh chain each time, with the chain as the
 * judge: from the start of its process to its end, or before a bucket to keep-deploy's published record. Everything
 * together takes about an hour and writes results/contracts.json; `--set`, `--axis` and `--tool` (lists with commas) run a
 * part and write nothing, or with `--update` put their rows in the place of those that are there, which the file then says.
 */
const root = join(import.meta.dirname, '../..');
const optionTable = {
  set: { type: 'string' },
  axis: { type: 'string' },
  tool: { type: 'string' },
  runs: { type: 'string' },
  /** `source` runs src/cli.ts instead of dist. */
  entry: { type: 'string', default: 'dist' },
  /** Shows every request of every run. */
  timeline: { type: 'boolean', default: false },
  update: { type: 'boolean', default: false },
} as const;
const { values: options } = orExplain(2, () => parseArgs({ options: optionTable }));
const sets = chosen('set', setNames);
const axes = chosen('axis', axisNames);
const tools = chosen('tool', toolNames);
const entry = options.entry === 'source' ? 'source' : 'dist';
const isWhole = [options.set, options.axis, options.tool, options.runs].every((option) => option === undefined);

const say = (line: string): void => console.log(line);
const peers = orExplain(1, () => ensurePeers(say));
const folder = mkdtempSync(join(tmpdir(), 'keep-deploy-bench-'));
const cells: Cell[] = [];
let unchanged: MeasuredRun | undefined;
try {
  await using laboratory = await Laboratory.open(folder);
  const runners = prepareTools(peers, folder, entry);
  const prepared = new Map<SetName, PreparedBenchSet>();
  for (const name of sets) prepared.set(name, await prepareSet(readSet(name)));
  say(
    `keep-deploy runs from ${entry === 'dist' ? 'dist/keep-deploy.js' : 'src/cli.ts'}; time is from process start to its end, before a bucket to the published record`,
  );
  for (const axis of axes) {
    for (const [set, what] of prepared) {
      for (const tool of tools) {
        const cell = await measure(laboratory, runners[tool], { tool, set, axis }, what);
        cells.push(cell);
        say(describeCell(cell));
        if (isWhole || options.update) writeResults();
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
say('');
for (const line of markdownTables(cells.map(({ row }) => row))) say(line);
say('how many times as long as keep-deploy');
for (const line of describeRatios(cells)) say(`  ${line}`);
say('\ntargets');
for (const line of describeTargets(cells, unchanged)) say(`  ${line}`);

async function measure(
  laboratory: Laboratory,
  runTool: RunTool,
  place: Pick<Row, 'tool' | 'set' | 'axis'>,
  what: PreparedBenchSet,
): Promise<Cell> {
  // Once, in the cell for which the issue counts requests, the same command runs again on what it has just made.
  const isCounted = place.tool === 'keep-deploy' && place.set === '100-independent' && place.axis === '1s-80ms';
  const runs: MeasuredRun[] = [];
  for (let total = Number(options.runs ?? 5); runs.length < total; ) {
    const phase = (runs.length + 0.5) / total;
    const again = isCounted && unchanged === undefined ? (scene: RunScene) => migrateAgain(entry, scene) : undefined;
    const { run, second } = await laboratory.run(runTool, what, place.axis, phase, again);
    runs.push(run);
    unchanged ??= second;
    if (run.process.ms > 30_000) total = Math.min(total, 3);
    if (options.timeline) {
      for (const line of describeTimeline(run)) say(`  ${line}`);
      for (const line of second === undefined ? [] : ['once more, unchanged:', ...describeTimeline(second)])
        say(`  ${line}`);
    }
    if (run.faults.length > 0) {
      const lines = run.process.output.trimEnd().split('\n');
      for (const line of lines.filter((text, index) => /error|fail|bug/i.test(text) || index > lines.length - 8))
        say(line);
      break;
    }
  }
  return cellOf(place, what.steps.length, runs);
}

function readSet(name: SetName) {
  const own = compileOwn(peers);
  switch (name) {
    case '1':
      return independentSet(name, 1, own);
    case '20-independent':
      return independentSet(name, 20, own);
    case '100-independent':
      return independentSet(name, 100, own);
    case 'chain-of-20':
      return chainSet(name, 20, own);
    case 'keep-v1':
      return keepV1Set(join(root, 'examples/keep-network'));
    case 'random-beacon':
      return randomBeaconSet(join(root, 'examples/threshold-network'));
  }
}

function chosen<T extends string>(option: 'set' | 'axis' | 'tool', all: readonly T[]): readonly T[] {
  const wanted = options[option]?.split(',') ?? all;
  const unknown = wanted.filter((name) => !all.some((known) => known === name));
  if (unknown.length > 0) {
    console.error(`npm run bench contracts: --${option} ${unknown.join(', ')}: there are ${all.join(', ')}`);
    process.exit(2);
  }
  return all.filter((name) => wanted.includes(name));
}

function orExplain<T>(exitCode: number, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    console.error(`npm run bench contracts: ${error instanceof Error ? error.message : error}`);
    process.exit(exitCode);
  }
}

/** After every cell, so that a run which is broken off leaves what it has. */
function writeResults(): void {
  const [cpu] = cpus();
  const machine = `${platform()} ${arch()}, ${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const file = join(import.meta.dirname, 'results/contracts.json');
  const measured: Results = { machine, date: new Date().toISOString(), commit, rows: cells.map(({ row }) => row) };
  const results = isWhole ? measured : updated(JSON.parse(readFileSync(file, 'utf8')), measured);
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}
