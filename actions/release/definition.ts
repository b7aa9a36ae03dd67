import { failedRoll, releaseNetwork, requirePassed, unfinishedMigration } from '../../src/release/index.ts';
import { defineAction, digest, durationMs, keepHeapSmall } from '../../src/runner/index.ts';
import { rolloutContradictions } from '../rollout-check.ts';
import { environmentInputs, lockInputs, migrationInputs, rolloutInputs, rollSettingsOf } from '../shared-inputs.ts';

export const action = defineAction({
  name: 'release',
  description:
    'Releases a network in one step: contracts, configurations, clients, checks; or rolls a stored release again',
  inputs: {
    ...environmentInputs,
    ...migrationInputs,
    ...rolloutInputs,
    ...lockInputs,
    release: {
      description: 'Digest of a stored release to roll again instead of a new one: the manual redeploy.',
      parser: digest,
      isOptional: true,
    },
    'chain-timeout': { description: 'How long the chain may take in all.', parser: durationMs, default: '15m' },
    'smoke-timeout': {
      description: 'How long the clients may take to find each other.',
      parser: durationMs,
      default: '2m',
    },
  },
  outputs: {
    release: { description: 'Digest of the release in the store; empty when a plan would store a new one.' },
    contracts: { description: 'Digest of the contract record; empty when a plan would change it.' },
    configurations: { description: 'Digest of the configurations; empty when a plan would store new ones.' },
    changed: {
      description:
        'true when a transaction was sent, the contract record changed or the cluster was written to (in a plan: would be).',
    },
    transactions: { description: 'Number of transactions sent.' },
    plan: { description: 'Digest of the contracts’ plan: what the input `approved-plan` of a later run binds it to.' },
    outcome: {
      description: 'What became of the clients, as roll-deployment says it; empty when they were not reached.',
    },
    writes: { description: 'Number of writes to the cluster.' },
    result: { description: 'passed or incomplete, of the smoke test; empty in a plan that would change something.' },
  },
  check: ({ release, image, ...rollout }) => [
    ...rolloutContradictions({ image, ...rollout }),
    ...(release !== undefined && image !== undefined
      ? ['input image belongs to a new release; with input release leave it away']
      : []),
  ],
  async run({ chainTimeout, smokeTimeout, ...inputs }, context) {
    keepHeapSmall();
    const { migration, configurations, roll, smoke } = await releaseNetwork(
      {
        ...inputs,
        ...rollSettingsOf(inputs),
        chainTimeoutMs: chainTimeout,
        smokeTimeoutMs: smokeTimeout,
      },
      context,
    ).catch((error) => {
      // What a red step has sent is paid all the same.
      const known = unfinishedMigration.of(error);
      if (known !== undefined) {
        context.setOutput('changed', known.changed);
        context.setOutput('transactions', known.counts.transactions);
        context.setOutput('plan', known.plan);
      }
      const rolled = failedRoll.of(error);
      if (rolled !== undefined) {
        context.setOutput('outcome', rolled.outcome);
        context.setOutput('changed', rolled.changed);
        context.setOutput('writes', rolled.writes);
      }
      throw error;
    });
    context.setOutput('release', roll.release ?? '');
    context.setOutput('contracts', (migration ?? roll).contracts ?? '');
    context.setOutput('configurations', (configurations ?? roll).configurations ?? '');
    context.setOutput('changed', roll.changed || migration?.changed === true);
    context.setOutput('transactions', migration?.counts.transactions ?? 0);
    context.setOutput('plan', migration?.plan ?? '');
    context.setOutput('outcome', roll.outcome);
    context.setOutput('writes', roll.writes);
    context.setOutput('result', smoke?.result ?? '');
    if (smoke !== undefined) requirePassed(smoke);
  },
});
