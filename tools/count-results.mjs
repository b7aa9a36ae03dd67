// Adds up what `npm run check`, `npm test`, `npm run test:pods` and the sample of faults reported; arguments are NAME=EXITCODE.
// A file of tests that `npm test -- --again` ran once more counts as it ended then, and is named.
import { existsSync, readFileSync } from 'node:fs';

const reports = {
  test: 'test-results/tests.json',
  'test:pods': 'test-results/pods.json',
  'test:faults:sample': 'test-results/faults.json',
};
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
const again = new Map((read('test-results/tests-again.json')?.testResults ?? []).map((suite) => [suite.name, suite]));
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
  const before = failed;
  let seen = 0;
  for (const first of read(file)?.testResults ?? []) {
    const suite = again.get(first.name) ?? first;
    seen += 1;
    const bad = suite.assertionResults.filter(({ status }) => status !== 'passed');
    for (const test of bad) console.log(`not passed (${test.status}): ${test.fullName}`);
    passed += suite.assertionResults.length - bad.length;
    failed += bad.length === 0 && suite.status === 'failed' ? 1 : bad.length;
    if (suite === first) continue;
    const reasons = first.assertionResults.filter(({ status }) => status !== 'passed').map(({ fullName }) => fullName);
    console.log(`was run a second time: ${first.name}, for: ${reasons.join('; ') || 'it could not be run'}`);
  }
  if (seen === 0 || (code !== '0' && failed === before)) failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
