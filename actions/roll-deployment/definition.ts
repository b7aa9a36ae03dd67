import { rollDeployment } from '../../src/release/index.ts';
import { defineAction, digest } from '../../src/runner/index.ts';
import { environmentInputs, rolloutInputs } from '../shared-inputs.ts';

export const action = defineAction({
  name: 'roll-deployment',
  description:
    'Rolls the clients of a network to a release, in waves, and waits until each is ready or says why it is not',
  inputs: {
    ...environmentInputs,
    ...rolloutInputs,
    configurations: {
      description: 'The output `configurations` of render-client-config. Needed to apply, unless `release` is given.',
      parser: digest,
      isOptional: true,
    },
    release: {
      description:
        'Digest of a stored release to roll again, instead of `configurations` and `image`: the manual redeploy.',
      parser: digest,
      isOptional: true,
    },
  },
  outputs: {
    release: { description: 'Digest of the release in the store; empty when a plan would store a new one.' },
    changed: { description: 'true when something was written to the cluster (in a plan: would be written).' },
    writes: { description: 'Number of writes to the cluster.' },
    updated: { description: 'Number of clients created or updated.' },
    unchanged: { description: 'Number of clients left alone.' },
  },
  check: ({ configurations, image, release, mode }) => [
    ...(release !== undefined && (configurations !== undefined || image !== undefined)
      ? ['inputs configurations and image belong to a new release; with input release leave them away']
      : []),
    ...(release === undefined && configurations === undefined && mode === 'apply'
      ? [
          'input configurations is missing; expected the output configurations of render-client-config, or input release',
        ]
      : []),
  ],
  async run({ clientTimeout, ...inputs }, context) {
    const result = await rollDeployment({ ...inputs, clientTimeoutMs: clientTimeout }, context);
    context.setOutput('release', result.release ?? '');
    context.setOutput('changed', result.changed);
    context.setOutput('writes', result.writes);
    context.setOutput('updated', result.updated);
    context.setOutput('unchanged', result.unchanged);
  },
});
