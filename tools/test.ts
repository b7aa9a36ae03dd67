import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureBinaries } from './servers/binaries.ts';

/**
 * `npm test` runs every test that needs no root; `npm run test:pods` those with real pods. Further arguments go to Jest,
 * so `npm test -- test/unit/store` runs one folder. Jest's report is kept in test-results/ for `.ci/run` to add up.
 * `npm test -- --again` runs the files that failed last once more, alone, when they are no more than two.
 */
const folder = join(import.meta.dirname, '..');
const [first, ...others] = process.argv.slice(2);
const isPods = first === '--pods';
const isAgain = first === '--again';
const rest = isAgain ? filesThatFailed() : isPods || first === undefined ? others : [first, ...others];
const suite = isPods ? 'pods' : isAgain ? 'tests-again' : 'tests';

if (isPods && (process.platform !== 'linux' || process.getuid?.() !== 0)) {
  console.error('test:pods starts containerd and a kubelet: it needs Linux and root. `npm test` runs everything else.');
  process.exit(1);
}

await ensureBinaries(
  [
    'etcd',
    'kubernetes',
    'kwok',
    'fake-gcs-server',
    'act',
    'actionlint',
    'geth',
    'geth-clique',
    'kubectl',
    'helm',
    ...(isPods ? (['coredns'] as const) : []),
  ],
  (line) => console.error(line),
);

mkdirSync(join(folder, 'test-results'), { recursive: true });
const places = isPods ? ['test/pods'] : ['test/unit', 'test/policy', 'test/integration', 'test/e2e'];
const child = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...(rest.length > 0 ? rest : places),
    '--json',
    `--outputFile=test-results/${suite}.json`,
    '--testLocationInResults',
    ...(isPods || isAgain ? ['--runInBand'] : []),
  ],
  { cwd: folder, stdio: ['inherit', 'ignore', 'inherit'] },
);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});

function filesThatFailed(): readonly string[] {
  const report = JSON.parse(readFileSync(join(folder, 'test-results', 'tests.json'), 'utf8')) as {
    readonly testResults: readonly { readonly name: string; readonly status: string }[];
  };
  const failed = report.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  if (failed.length === 0 || failed.length > 2) {
    console.error(`${failed.length} files of tests failed: none is run again (one or two would be)`);
    process.exit(1);
  }
  return failed.map((file) => relative(folder, file));
}
