// Adds up what `npm run check`, `npm test`, `npm run test:pods` and the sample of faults reported; arguments are NAME=EXITCODE.
import { existsSync, readFileSync } from 'node:fs';

const reports = {
  test: 'test-results/tests.json',
  'test:pods': 'test-results/pods.json',
  'test:faults:sample': 'test-results/faults.json',
};
let passed = 0;
let failed = 0;
for (const argument of process.argv.slice(2)) {
  const [name, code] = argument.split('=');
  const file = reports[name];
  if (file === undefined) {
    if (code === '0') passed += 1;
    else failed += 1;
    continue;
  }
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const bad =
    report === undefined ? 1 : report.numFailedTests + report.numPendingTests + report.numRuntimeErrorTestSuites;
  passed += report?.numPassedTests ?? 0;
  failed += code !== '0' && bad === 0 ? 1 : bad;
  for (const suite of report?.testResults ?? [])
    for (const test of suite.assertionResults)
      if (test.status !== 'passed') console.log(`not passed (${test.status}): ${test.fullName}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
