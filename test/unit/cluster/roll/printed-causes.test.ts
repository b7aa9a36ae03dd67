import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { failureRules, type RuleName } from '../../../../src/cluster/judge/failure-rules.ts';
import { signOf } from '../../../../src/cluster/judge/sign.ts';
import { type OtherCause, otherFailures } from '../../../../src/cluster/roll/other-failures.ts';
import { messageOf, type RollFailure } from '../../../../src/cluster/roll/roll-failure.ts';

const failures: readonly RollFailure[] = [
  ...(Object.keys(failureRules) as readonly RuleName[]).map((rule): RollFailure => {
    return { kind: 'sign', sign: signOf(rule, { reason: 'Seen', message: '', restarts: 1 }), logs: [] };
  }),
  ...[...(Object.keys(otherFailures) as readonly OtherCause[]), 'superseded' as const].map((cause): RollFailure => {
    return { kind: 'other', cause, message: 'seen' };
  }),
];

describe.each(['docs/roll-deployment.md', 'actions/roll-deployment/README.md'])('%s', (file) => {
  const rows = readFileSync(join(import.meta.dirname, '../../../..', file), 'utf8').split('\n');

  test('has a row for every cause that is printed, with the same advice', () => {
    expect(failures.length).toBeGreaterThan(30);
    for (const failure of failures) {
      const { facts, advice } = messageOf('keep-client-0', failure, (text) => text);
      const printed = /^cause: ([a-z-]+)/.exec(facts.join('\n'))?.[1];
      expect(rows.filter((row) => row.startsWith(`| ${printed} |`) && row.endsWith(`| ${advice} |`))).toHaveLength(1);
    }
  });
});
