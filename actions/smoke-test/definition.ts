import { requirePassed, smokeTest } from '../../src/release/index.ts';
import { defineAction, digest, durationMs } from '../../src/runner/index.ts';
import { environmentInputs } from '../shared-inputs.ts';

export const action = defineAction({
  name: 'smoke-test',
  description: 'Checks that a release works: code at every address, every client answers, is itself and sees its peers',
  inputs: {
    ...environmentInputs,
    release: {
      description: 'The output `release` of roll-deployment; without it the release that was rolled last.',
      parser: digest,
      isOptional: true,
    },
    timeout: {
      description: 'How long the clients may take to find each other, such as 2m.',
      parser: durationMs,
      default: '2m',
    },
  },
  outputs: {
    result: {
      description: 'passed, or incomplete when a check was not possible here (a failed check makes the step red).',
    },
    passed: { description: 'Number of checks that passed.' },
    failed: { description: 'Number of checks that failed.' },
    'not-possible': { description: 'Number of checks that were not possible here; never counted as passed.' },
    changed: { description: 'true when the pointer last-good was moved to this release.' },
  },
  async run({ timeout, ...inputs }, context) {
    const result = await smokeTest({ ...inputs, timeoutMs: timeout }, context);
    context.setOutput('result', result.result);
    context.setOutput('passed', result.counts.passed);
    context.setOutput('failed', result.counts.failed);
    context.setOutput('not-possible', result.counts.notPossible);
    context.setOutput('changed', result.changed);
    requirePassed(result);
  },
});
