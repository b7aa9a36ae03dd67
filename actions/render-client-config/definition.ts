import { renderClientConfig } from '../../src/release/index.ts';
import { defineAction, digest, outputFolder } from '../../src/runner/index.ts';
import { environmentInputs } from '../shared-inputs.ts';

export const action = defineAction({
  name: 'render-client-config',
  description: 'Renders and checks the configuration of every client from a contract record',
  inputs: {
    ...environmentInputs,
    contracts: {
      description:
        'The output `contracts` of migrate-contracts. Needed to apply; a plan without it plans the contracts too.',
      parser: digest,
      isOptional: true,
    },
    folder: {
      description:
        'Folder in the workspace to write the rendered files to (secret ones with mode 0600); without it none is written.',
      parser: outputFolder,
      isOptional: true,
    },
  },
  outputs: {
    configurations: {
      description:
        'Digest of the configurations in the store (secret ones as recipe and keyed digest); empty when a plan would store new ones.',
    },
    changed: { description: 'true when the configurations are not those of the latest release.' },
    secret: {
      description: 'true when a value of the environment was rendered into a configuration, which makes it secret.',
    },
  },
  check: ({ contracts, mode }) =>
    contracts === undefined && mode === 'apply'
      ? ['input contracts is missing; expected the output contracts of migrate-contracts']
      : [],
  async run(inputs, context) {
    const result = await renderClientConfig(inputs, context);
    context.setOutput('configurations', result.configurations ?? '');
    context.setOutput('changed', result.changed);
    context.setOutput('secret', result.isSecret);
  },
});
