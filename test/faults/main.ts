import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { ensureBinaries } from '../../tools/servers/index.ts';
import { allSuites } from './all-suites.ts';
import { openLanes } from './lanes.ts';
import { openStage } from './stage.ts';
import { randomNumbers, type Suite, sample, type Trial, Unreached } from './trial.ts';

/**
 * `npm run test:faults` runs every trial and prints how many survived of how many were tried; `--sample` runs a few of
 * each suite, always the same ones, for less than five minutes. `--suite TEXT,TEXT` and `--only TEXT` run those whose name
 * has it, `--dist` the bundle instead of the source.
 */
const root = join(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    sample: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    suite: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    dist: { type: 'boolean', default: false },
    program: { type: 'string' },
    seed: { type: 'string', default: '4' },
    lanes: { type: 'string', default: '4' },
  },
});
const seed = Number(options.seed);
const program = options.dist ? join(root, 'dist/keep-deploy.js') : options.program;

/** A sample begins nothing after this long: a machine that is slow or busy tries fewer. */
const sampleMs = 250_000;
const begunAt = performance.now();
let untried = 0;
let unreached = 0;

interface Verdict {
  readonly name: string;
  readonly problem: string | undefined;
  readonly seconds: number;
}

await ensureBinaries(['fake-gcs-server', 'geth', 'etcd', 'kubernetes', 'kwok'], (line) => console.error(line));
const stage = await openStage(program);
const verdicts: Verdict[] = [];
const lanes = openLanes(Number(options.lanes));
try {
  const texts = options.suite.split(',');
  await runSuites(allSuites(seed).filter(({ name }) => texts.some((text) => name.includes(text))));
} finally {
  await stage.stop();
}
report();

/** The next one begins when the lanes have room: a suite whose last trials take long keeps nobody waiting. */
async function runSuites(suites: readonly Suite[]): Promise<void> {
  const ends: Promise<void>[] = [];
  for (const suite of suites) {
    if (options.sample && suite.sampleSize === 0) continue;
    if (suite.isLast) await Promise.all(ends);
    if (isOutOfTime()) untried += suite.sampleSize;
    else ends.push(runSuite(suite, await prepared(suite)));
    await lanes.drained();
  }
  await Promise.all(ends);
}

async function runSuite(suite: Suite, { trials, problems }: Prepared): Promise<void> {
  const chosen = options.sample ? sample(trials, suite.sampleSize, randomNumbers(seed)) : trials;
  const own = [...problems, ...(await runAll(chosen))];
  own.push(...(await runAll(suite.followUp?.(options.sample) ?? [])));
  const seconds = Math.round(own.reduce((sum, trial) => sum + trial.seconds, 0));
  const endedAt = Math.round((performance.now() - begunAt) / 1000);
  console.log(
    `${suite.name}: survived ${survivors(own)} / tried ${own.length} (${seconds} s of trials; ended after ${endedAt} s)`,
  );
}

interface Prepared {
  readonly trials: readonly Trial[];
  readonly problems: readonly Verdict[];
}

/** What can't even be prepared is a failure of its own: nothing of the suite was tried. */
async function prepared(suite: Suite): Promise<Prepared> {
  const started = performance.now();
  try {
    return { trials: await suite.prepare(stage), problems: [] };
  } catch (error) {
    return { trials: [], problems: note(`${suite.name}: is prepared by uninterrupted runs`, error, started) };
  }
}

async function runAll(trials: readonly Trial[]): Promise<readonly Verdict[]> {
  const chosen = trials.filter(({ name }) => name.includes(options.only));
  if (options.list) {
    for (const { name } of chosen) console.log(name);
    return [];
  }
  return (await Promise.all(chosen.map((trial) => lanes.run(() => runOne(trial))))).flat();
}

async function runOne(trial: Trial): Promise<readonly Verdict[]> {
  if (isOutOfTime()) {
    untried++;
    return [];
  }
  const started = performance.now();
  const problem = await trial.run({ ...stage, trial }).then(
    () => undefined,
    (error: unknown) => error ?? 'failed',
  );
  return note(trial.name, problem, started);
}

function isOutOfTime(): boolean {
  return options.sample && performance.now() - begunAt > sampleMs;
}

function note(name: string, error: unknown, started: number): readonly Verdict[] {
  if (error instanceof Unreached) {
    unreached++;
    console.log(`unreached        ${name}: ${error.message}`);
    return [];
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const problem = error === undefined ? undefined : inspect(error);
  const verdict = { name, problem, seconds };
  verdicts.push(verdict);
  console.log(`${problem === undefined ? 'survived' : 'LOST    '} ${seconds.toFixed(1).padStart(5)} s  ${name}`);
  if (problem !== undefined) console.log(problem.replace(/^/gm, '    | '));
  return [verdict];
}

function survivors(some: readonly Verdict[]): number {
  return some.filter(({ problem }) => problem === undefined).length;
}

/** In the form of Jest's report, which `.ci/run` adds up. */
function report(): void {
  const survived = survivors(verdicts);
  const failed = verdicts.length - survived;
  mkdirSync(join(root, 'test-results'), { recursive: true });
  const assertionResults = verdicts.map(({ name, problem, seconds }) => ({
    fullName: `faults: ${name}`,
    status: problem === undefined ? 'passed' : 'failed',
    duration: seconds * 1000,
    failureMessages: problem === undefined ? [] : [problem],
  }));
  const summary = {
    numPassedTests: survived,
    numFailedTests: failed,
    numPendingTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [{ name: 'faults', assertionResults }],
  };
  writeFileSync(join(root, 'test-results/faults.json'), JSON.stringify(summary));
  for (const { name, problem } of verdicts)
    if (problem !== undefined) console.log(`lost: ${name}: ${problem.split('\n')[0]}`);
  if (untried > 0) console.log(`faults: ${untried} trials of the sample were not begun within ${sampleMs / 1000} s`);
  if (unreached > 0) console.log(`faults: ${unreached} kills were not tried: their request came only by chance`);
  console.log(`faults: survived ${survived} / tried ${verdicts.length}`);
  process.exitCode = failed === 0 && verdicts.length > 0 ? 0 : 1;
}
