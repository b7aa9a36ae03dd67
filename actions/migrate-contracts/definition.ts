import { migrateContracts, type UnfinishedMigration, unfinishedMigration } from '../../src/release/index.ts';
import { defineAction, durationMs, type RunContext } from '../../src/runner/index.ts';
import { environmentInputs, lockInputs, migrationInputs } from '../shared-inputs.ts';

export const action = defineAction({
  name: 'migrate-contracts',
  description: "Deploys an environment's contract set, proves its code on the chain and publishes the contract record",
  inputs: {
    ...environmentInputs,
    ...migrationInputs,
    ...lockInputs,
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
    transactions: {
      description: 'Number of transactions that this run sent, also those that it finished for a killed run.',
    },
    gas: { description: 'Gas that these transactions used (in a plan: the simulation says they would).' },
    cost: { description: 'What they cost, in wei (in a plan: at most).' },
    blocks: { description: 'Number of blocks that have them (in a plan: at least).' },
    plan: { description: 'Digest of the plan: what the input `approved-plan` of a later run binds it to.' },
  },
  async run({ timeout, lockTimeout, ...inputs }, context) {
    try {
      const result = await migrateContracts({ ...inputs, timeoutMs: timeout, lockTimeoutMs: lockTimeout }, context);
      context.setOutput('contracts', result.contracts ?? '');
      setKnown(result, context);
    } catch (error) {
      // What a red step has sent is paid all the same.
      const known = unfinishedMigration.of(error);
      if (known !== undefined) setKnown(known, context);
      throw error;
    }
  },
});

type Known = Omit<UnfinishedMigration, 'changed'> & { readonly changed: boolean };

function setKnown({ changed, counts, gas, cost, blocks, plan }: Known, context: RunContext<string>): void {
  context.setOutput('changed', changed);
  context.setOutput('deployed', counts.deployed);
  context.setOutput('kept', counts.kept);
  context.setOutput('called', counts.called);
  context.setOutput('skipped', counts.skipped);
  context.setOutput('transactions', counts.transactions);
  context.setOutput('gas', gas.toString());
  context.setOutput('cost', cost.toString());
  context.setOutput('blocks', blocks);
  context.setOutput('plan', plan);
}
