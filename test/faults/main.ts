import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { ensureBinaries } from '../../tools/servers/index.ts';
import { allSuites } from './all-suites.ts';
import { openStage } from './stage.ts';
import { randomNumbers, type Suite, sample, type Trial, Unreached } from './trial.ts';

/**
 * `npm run test:faults` runs every trial and prints how many survived of how many were tried; `--sample` runs a few of
 * each suite, always the same ones, for less than four minutes. `--suite TEXT` and `--only TEXT` run those whose name has
 * it, `--dist` the bundle instead of the source.
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
    lanes: { type: 'string', default: '3' },
  },
});
const seed = Number(options.seed);
const random = randomNumbers(seed);
const program = options.dist ? join(root, 'dist/keep-deploy.js') : options.program;

/** A sample begins nothing after this long: a machine that is slow or busy tries fewer. */
const sampleMs = 210_000;
const begunAt = performance.now();
let untried = 0;
let unreached = 0;

interface Verdict {
  readonly name: string;
  readonly problem: string | undefined;
  readonly seconds: number;
}

await ensureBinaries(['fake-gcs-server', 'geth'], (line) => console.error(line));
const stage = await openStage(program);
const verdicts: Verdict[] = [];
try {
  for (const suite of allSuites(seed).filter(({ name }) => name.includes(options.suite))) await runSuite(suite);
} finally {
  await stage.stop();
}
report();

async function runSuite(suite: Suite): Promise<void> {
  const before = verdicts.length;
  if (options.sample && suite.sampleSize === 0) return;
  if (isOutOfTime()) {
    untried += options.sample ? suite.sampleSize : 0;
    return;
  }
  const trials = await prepared(suite);
  const chosen = options.sample ? sample(trials, suite.sampleSize, random) : trials;
  await runAll(chosen);
  await runAll(suite.followUp?.(options.sample) ?? []);
  const own = verdicts.slice(before);
  console.log(`${suite.name}: survived ${survivors(own)} / tried ${own.length}`);
}

/** What can't even be prepared is a failure of its own: nothing of the suite was tried. */
async function prepared(suite: Suite): Promise<readonly Trial[]> {
  const started = performance.now();
  try {
    return await suite.prepare(stage);
  } catch (error) {
    note(`${suite.name}: is prepared by uninterrupted runs`, error, started);
    return [];
  }
}

async function runAll(trials: readonly Trial[]): Promise<void> {
  const waiting = trials.filter(({ name }) => name.includes(options.only));
  if (options.list) {
    for (const { name } of waiting) console.log(name);
    return;
  }
  const lane = async () => {
    while (isOutOfTime() && waiting.shift() !== undefined) untried++;
    for (let trial = waiting.shift(); trial !== undefined; trial = waiting.shift()) {
      const started = performance.now();
      const problem = await trial.run(stage).then(
        () => undefined,
        (error: unknown) => error ?? 'failed',
      );
      note(trial.name, problem, started);
      while (isOutOfTime() && waiting.shift() !== undefined) untried++;
    }
  };
  await Promise.all(Array.from({ length: Number(options.lanes) }, lane));
}

function isOutOfTime(): boolean {
  return options.sample && performance.now() - begunAt > sampleMs;
}

function note(name: string, error: unknown, started: number): void {
  if (error instanceof Unreached) {
    unreached++;
    console.log(`unreached        ${name}: ${error.message}`);
    return;
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const problem = error === undefined ? undefined : inspect(error);
  verdicts.push({ name, problem, seconds });
  console.log(`${problem === undefined ? 'survived' : 'LOST    '} ${seconds.toFixed(1).padStart(5)} s  ${name}`);
  if (problem !== undefined) console.log(problem.replace(/^/gm, '    | '));
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
  if (unreached > 0) console.log(`faults: ${unreached} second kills were not tried: their request came only by chance`);
  console.log(`faults: survived ${survived} / tried ${verdicts.length}`);
  process.exitCode = failed === 0 && verdicts.length > 0 ? 0 : 1;
}
