import { expect, test } from '@jest/globals';
import { nodeVersionProblem } from '../../../src/runner/node-version.ts';

test.each([
  ['18.0.0', true],
  ['23.11.1', true],
  ['24.0.0', false],
  ['100.0.0', false],
])('Node %s is too old: %j', (version, isTooOld) => {
  expect(nodeVersionProblem('keep-deploy', version) !== undefined).toBe(isTooOld);
});
