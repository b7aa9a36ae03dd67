// forge wants a native solc; this is solc-js behind the same two options. The version is answered without loading it, so
// that forge's start costs no more than it would with the native one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [, , peers, ...args] = process.argv;
if (args.includes('--version')) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${process.env.BENCH_SOLC_VERSION}`);
} else if (args.includes('--standard-json')) {
  const solc = createRequire(pathToFileURL(`${peers}/`))('solc');
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')));
} else {
  console.error(`solc-wrapper: unknown arguments ${args.join(' ')}`);
  process.exitCode = 1;
}
