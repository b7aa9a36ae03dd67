import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { distProblems } from './dist/build-record.ts';

/** `npm run check`: types, lint, policy, and the drift of everything generated; seconds, and one line for each part. */
interface Outcome {
  readonly isGood: boolean;
  readonly output: string;
}

interface Part {
  readonly name: string;
  readonly says: string;
  run(): Promise<Outcome>;
}

const root = join(import.meta.dirname, '..');
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

const parts: readonly Part[] = [
  {
    name: 'types',
    says: 'TypeScript compiles',
    run: () => node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'),
  },
  {
    name: 'lint',
    says: 'Biome finds nothing',
    run: () => node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'),
  },
  {
    name: 'policy',
    says: 'the rules of the house hold',
    run: () => node(...jest, 'test/policy', '--silent', '--reporters=default'),
  },
  {
    name: 'generated',
    says: 'action.yml and tables are those of the definitions',
    run: () => node('tools/generate.ts', '--check'),
  },
  {
    name: 'schemas',
    says: 'JSON schemas are those of the code',
    run: () => node('tools/generate-schemas.ts', '--check'),
  },
  { name: 'dist', says: 'dist was built from these sources', run: dist },
];

const results = await Promise.all(parts.map(report));
const failed = results.filter((isGood) => !isGood).length;
console.log(failed === 0 ? 'check: all good' : `check: ${failed} of ${parts.length} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function report({ name, says, run }: Part): Promise<boolean> {
  const startedAt = performance.now();
  const { isGood, output } = await run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${isGood ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${says} (${seconds} s)`);
  if (!isGood) console.log(output.trimEnd().replaceAll(/^/gm, '       '));
  return isGood;
}

async function dist(): Promise<Outcome> {
  const problems = distProblems(root);
  return { isGood: problems.length === 0, output: problems.join('\n') };
}

function node(...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ isGood: code === 0, output }));
  });
}
