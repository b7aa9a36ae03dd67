import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exampleKeyfile } from '../../tools/generate-example-accounts.ts';
import { ensureBinaries, startAnvil } from '../../tools/servers/index.ts';
import { changed, changeNames } from './roll/bench-clients.ts';
import { prepareFloor } from './roll/floor.ts';
import { prepareHelm } from './roll/helm.ts';
import { type Entry, knowsParallel, prepareKeepDeploy } from './roll/keep-deploy.ts';
import { prepareKubectl } from './roll/kubectl.ts';
import { type Bench, type Laboratory, openLaboratory } from './roll/laboratory.ts';
import { merged, type RollResults } from './roll/results.ts';
import {
  type Cell,
  type ControllerName,
  cellOf,
  clientCounts,
  controllerNames,
  describeCell,
  impossibleCell,
  type MeasuredRoll,
  type Place,
  parallels,
} from './roll/rows.ts';
import { rollTables } from './roll/table.ts';
import { describeTargets } from './roll/targets.ts';
import { type RollTool, type ToolName, toolNames } from './roll/tools.ts';
import { faultNames, measureVerdict, type Verdict } from './roll/verdicts.ts';

/**
 * `npm run bench roll`: how long each tool takes to roll clients whose pods are ready 2 ± 1 s after they are on a node, in
 * one cluster for all; requests are counted in the API server's audit log, and what became of the pods is seen by an
 * onlooker. Everything together takes hours and writes results/roll.json; `--clients`, `--parallel`, `--change`, `--tool`,
 * `--controllers`, `--fault` (lists with commas, or `none`) run a part and write nothing, or with `--update` put their cells
 * in the place of those that are there, each of which says itself when it was measured. `--print` shows what is there.
 */
const root = join(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    clients: { type: 'string' },
    parallel: { type: 'string' },
    change: { type: 'string' },
    tool: { type: 'string' },
    controllers: { type: 'string' },
    fault: { type: 'string' },
    runs: { type: 'string' },
    /** `source` runs src/cli.ts instead of dist. */
    entry: { type: 'string', default: 'dist' },
    update: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false },
  },
});
const resultsFolder = join(import.meta.dirname, 'results');
if (options.print) {
  const [{ rows, verdicts }, floor] = [resultsIn('roll.json'), resultsIn('roll-floor.json')].map(
    (results) => results ?? { rows: [], verdicts: [] },
  ) as [RollResults, RollResults];
  for (const line of rollTables([...rows, ...floor.rows], verdicts)) console.log(line);
  process.exit();
}
const parts = ['clients', 'parallel', 'change', 'tool', 'controllers', 'fault', 'runs'] as const;
const clients = options.clients === 'none' ? [] : chosen('clients', clientCounts);
const widths = chosen('parallel', parallels);
const changes = chosen('change', changeNames);
const tools = chosen('tool', toolNames);
const controllers = chosen('controllers', controllerNames);
const faults = options.fault === 'none' ? [] : chosen('fault', faultNames);
const entry: Entry = options.entry === 'source' ? 'source' : 'dist';
const isWhole = parts.every((name) => options[name] === undefined);
const isWritten = isWhole || options.update;
if (options.update && entry === 'source') fail('--update measures what users have: dist');

const say = (line: string): void => console.log(line);
await ensureBinaries(['etcd', 'kubernetes', 'kwok', ...peersOf(tools)], say);
if (tools.includes('keep-deploy') && !knowsParallel(entry))
  say(
    'roll-deployment has no input max-parallel: keep-deploy rolls as many at once as it wants, whatever stands below',
  );
const folder = mkdtempSync(join(tmpdir(), 'keep-deploy-bench-'));
const chain = await startAnvil({ blockTimeSeconds: 0.25 });
const cells: Cell[] = [];
const verdicts: Verdict[] = [];
try {
  for (const limits of controllers) {
    for (const count of clients) await measureAll(limits, count);
  }
  if (faults.length > 0) await measureVerdicts();
} finally {
  await chain.stop();
  rmSync(folder, { recursive: true, force: true });
}
say('');
for (const line of rollTables(
  cells.map(({ row }) => row),
  verdicts,
))
  say(line);
say('\ntargets');
for (const line of describeTargets(cells, verdicts)) say(`  ${line}`);

async function measureAll(limits: ControllerName, count: number): Promise<void> {
  const laboratory = await laboratoryOf(limits, `${limits}-${count}`);
  try {
    for (const name of tools) {
      const tool = await toolOf(name);
      const places = placesOf(name, tool, limits, count);
      if (places.length === 0) continue;
      const note = (cell: Cell): void => {
        cells.push(cell);
        say(describeCell(cell));
        if (isWritten) writeResults();
      };
      let bench: Bench;
      try {
        bench = await laboratory.open(name, tool, count, withinMsFor(name, count));
      } catch (error) {
        // Of a peer that is a result too: Helm's releases have a limit. Ours and the floor have to be able to.
        if (name === 'keep-deploy' || name === 'floor') throw error;
        for (const place of places) note(impossibleCell(place, error));
        continue;
      }
      for (const place of places) note(await measure(bench, place));
      bench.close();
    }
    say(`${limits}, ${count} clients: ${laboratory.lateDeletes()} late deletes of kwok were kept from a successor`);
  } finally {
    await laboratory.stop();
  }
}

/** One at a time each takes its three seconds and more; who rolls all at once must not hang for hours. */
function withinMsFor(name: ToolName, count: number): number {
  return name === 'helm' ? 600_000 : 120_000 + 10_000 * count;
}

/** A thousand with fifty at once only, as with the controllers' default limits; there the image only: it says what they cost. */
function placesOf(name: ToolName, tool: RollTool, limits: ControllerName, count: number): readonly Place[] {
  const isWidest = count === 1000 || limits === 'default';
  const own = isWidest ? widths.filter((width) => width === 50) : widths;
  const ownChanges = limits === 'default' ? changes.filter((change) => change === 'image-of-all') : changes;
  return ownChanges.flatMap((change) => {
    const all = change.endsWith('of-all') ? own : own.slice(-1);
    const named = name === 'floor' && change !== 'image-of-all' ? [] : tool.rolls === 'at-once' ? [null] : all;
    return named.map((parallel) => ({ tool: name, clients: count, parallel, change, controllers: limits }));
  });
}

async function measure(bench: Bench, place: Place): Promise<Cell> {
  const runs: MeasuredRoll[] = [];
  for (let total = Number(options.runs ?? 5); runs.length < total; ) {
    const run = await bench.roll(changed(bench.edition, place.change), place.parallel ?? place.clients);
    runs.push(run);
    if (run.ms > 30_000) total = Math.min(total, 3);
    if (run.faults.length > 0) {
      for (const line of run.lastLines) say(`    | ${line}`);
      break;
    }
  }
  return cellOf(place, runs);
}

async function measureVerdicts(): Promise<void> {
  const laboratory = await laboratoryOf('raised', 'verdicts');
  try {
    for (const name of tools.filter((tool) => tool !== 'floor')) {
      for (const fault of faults) {
        const verdict = await measureVerdict(laboratory, name, await toolOf(name), fault);
        verdicts.push(verdict);
        say(
          `${name.padEnd(11)} ${fault.padEnd(19)} verdict after ${verdict.secondsToVerdict} s, back after ${verdict.secondsToRolledBack} s (forward ${verdict.secondsForward} s); ${verdict.stateLeft}`,
        );
        if (isWritten) writeResults();
      }
    }
  } finally {
    await laboratory.stop();
  }
}

function laboratoryOf(limits: ControllerName, name: string): Promise<Laboratory> {
  return openLaboratory(limits, join(folder, name), exampleKeyfile(0).text);
}

async function toolOf(name: ToolName): Promise<RollTool> {
  switch (name) {
    case 'keep-deploy':
      return prepareKeepDeploy(entry, chain);
    case 'kubectl':
      return prepareKubectl();
    case 'helm':
      return prepareHelm();
    case 'floor':
      return prepareFloor();
  }
}

function peersOf(names: readonly ToolName[]): ('kubectl' | 'helm')[] {
  return (['kubectl', 'helm'] as const).filter((name) => names.includes(name));
}

function chosen<T extends string | number>(
  option: Exclude<(typeof parts)[number], 'runs'>,
  all: readonly T[],
): readonly T[] {
  const wanted = options[option]?.split(',') ?? all.map(String);
  const unknown = wanted.filter((name) => !all.some((known) => String(known) === name));
  if (unknown.length > 0) fail(`--${option} ${unknown.join(', ')}: there are ${all.join(', ')}`);
  return all.filter((name) => wanted.includes(String(name)));
}

function fail(why: string): never {
  console.error(`npm run bench roll: ${why}`);
  process.exit(2);
}

function resultsIn(name: string): RollResults | undefined {
  const file = join(resultsFolder, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RollResults) : undefined;
}

/** After every cell, so that a run which is broken off leaves what it has. The floor is no tool: its figures stand beside. */
function writeResults(): void {
  const [cpu] = cpus();
  const machine = `${platform()} ${arch()}, ${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const rows = cells.map(({ row }) => row);
  mkdirSync(resultsFolder, { recursive: true });
  const write = (name: string, part: Pick<RollResults, 'rows' | 'verdicts'>) => {
    if (part.rows.length + part.verdicts.length === 0) return;
    const now: RollResults = { machine, date: new Date().toISOString(), commit, ...part };
    const results = isWhole ? now : merged(resultsIn(name), now);
    writeFileSync(join(resultsFolder, name), `${JSON.stringify(results, null, 2)}\n`);
  };
  write('roll.json', { rows: rows.filter(({ tool }) => tool !== 'floor'), verdicts });
  write('roll-floor.json', { rows: rows.filter(({ tool }) => tool === 'floor'), verdicts: [] });
}
