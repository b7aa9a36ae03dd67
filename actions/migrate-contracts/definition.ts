import { migrateContracts } from '../../src/release/index.ts';
import { defineAction, durationMs } from '../../src/runner/index.ts';
import { environmentInputs } from '../shared-inputs.ts';

export const action = defineAction({
  name: 'migrate-contracts',
  description: "Deploys an environment's contract set, proves its code on the chain and publishes the contract record",
  inputs: {
    ...environmentInputs,
    timeout: {
      description: 'How long the chain may take in all, such as 10m.',
      parser: durationMs,
      default: '15m',
    },
  },
  outputs: {
    contracts: {
      description: 'Digest of the contract record in the store; empty when a plan found something to do.',
    },
    changed: {
      description:
        'true when a transaction was sent or the contract record changed, as when a contract was taken out of the set (in a plan: would be).',
    },
    deployed: { description: 'Number of contracts created (in a plan: would be).' },
    kept: { description: 'Number of contracts kept as they are on the chain.' },
    called: { description: 'Number of post-deploy calls made (in a plan: would be).' },
    skipped: { description: 'Number of post-deploy calls that were done already.' },
    transactions: { description: 'Number of transactions that this run sent or finished for a killed run.' },
  },
  async run({ timeout, ...inputs }, context) {
    const result = await migrateContracts({ ...inputs, timeoutMs: timeout }, context);
    context.setOutput('contracts', result.contracts ?? '');
    context.setOutput('changed', result.changed);
    context.setOutput('deployed', result.counts.deployed);
    context.setOutput('kept', result.counts.kept);
    context.setOutput('called', result.counts.called);
    context.setOutput('skipped', result.counts.skipped);
    context.setOutput('transactions', result.counts.transactions);
  },
});
