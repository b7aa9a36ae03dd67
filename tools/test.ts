import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBinaries } from './servers/binaries.ts';

/**
 * `npm test` runs every test that needs no root; `npm run test:pods` those with real pods. Further arguments go to Jest,
 * so `npm test -- test/unit/store` runs one folder. Jest's report is kept in test-results/ for `.ci/run` to add up.
 */
const [first, ...others] = process.argv.slice(2);
const isPods = first === '--pods';
const rest = isPods ? others : first === undefined ? [] : [first, ...others];
const suite = isPods ? 'pods' : 'tests';

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
    ...(isPods ? (['coredns'] as const) : []),
  ],
  (line) => console.error(line),
);

const folder = join(import.meta.dirname, '..');
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
    ...(isPods ? ['--runInBand'] : []),
  ],
  { cwd: folder, stdio: ['inherit', 'ignore', 'inherit'] },
);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
