import { failedRoll, type RollReport, rollDeployment } from '../../src/release/index.ts';
import { defineAction, digest, keepHeapSmall, type RunContext } from '../../src/runner/index.ts';
import { rolloutContradictions } from '../rollout-check.ts';
import { environmentInputs, lockInputs, rolloutInputs, rollSettingsOf } from '../shared-inputs.ts';

export const action = defineAction({
  name: 'roll-deployment',
  description:
    "Rolls the clients of a network to a release, in waves, proves each, and takes the network back when one can't start",
  inputs: {
    ...environmentInputs,
    ...rolloutInputs,
    ...lockInputs,
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
    outcome: {
      description:
        'unchanged, deployed, failed-rolled-back, failed-halted, rollback-failed, superseded, locked or cancelled (in a plan: unchanged, or deployed for what would be).',
    },
    changed: { description: 'true when something was written to the cluster (in a plan: would be written).' },
    writes: { description: 'Number of writes to the cluster.' },
    updated: {
      description:
        'Number of clients that were created or updated, or proved that were not proved before (in a plan: would be).',
    },
    unchanged: { description: 'Number of clients left alone, which are proved as they stand.' },
    clients: {
      description:
        'What became of each client, as JSON: client, role, result, revision, pods, restarts before and after (in a plan: client, role, and as result what would be done: create, update, prove, unchanged or remove).',
    },
  },
  check: ({ configurations, image, release, mode, ...rollout }) => [
    ...rolloutContradictions({ image, ...rollout }),
    ...(release !== undefined && (configurations !== undefined || image !== undefined)
      ? ['inputs configurations and image belong to a new release; with input release leave them away']
      : []),
    ...(release === undefined && configurations === undefined && mode === 'apply'
      ? [
          'input configurations is missing; expected the output configurations of render-client-config, or input release',
        ]
      : []),
  ],
  async run(inputs, context) {
    keepHeapSmall();
    try {
      const result = await rollDeployment({ ...inputs, ...rollSettingsOf(inputs) }, context);
      context.setOutput('release', result.release ?? '');
      setReport(result, context);
    } catch (error) {
      // What a red step has written, or taken back, is so all the same.
      const known = failedRoll.of(error);
      if (known !== undefined) setReport(known, context);
      throw error;
    }
  },
});

function setReport(report: RollReport, context: RunContext<string>): void {
  context.setOutput('outcome', report.outcome);
  context.setOutput('changed', report.changed);
  context.setOutput('writes', report.writes);
  context.setOutput('updated', report.updated);
  context.setOutput('unchanged', report.unchanged);
  const clients = report.clients.map((one) => {
    if (!('pods' in one)) return one;
    const { client, role, result, revision, pods, restartsBefore, restartsAfter } = one;
    return { client, role, result, revision, pods, restartsBefore, restartsAfter };
  });
  context.setOutput('clients', JSON.stringify(clients));
}
