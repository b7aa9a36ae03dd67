import { describe, expect, test } from '@jest/globals';
import type { ClientReport, RolledTo, RollOutcome } from '../../../src/cluster/index.ts';
import { failedRoll } from '../../../src/release/failed-roll.ts';
import { clientsSection, outcomeExitCodes, requireDeployed } from '../../../src/release/roll-outcome.ts';
import { RemoteError } from '../../../src/report/index.ts';

const asItIs = (text: string): string => text;

const of = (result: ClientReport['result']): ClientReport => ({
  ...{ client: result, role: 'standard', result, pods: [], restartsBefore: 0, restartsAfter: 0 },
  ...{ writes: 0, podsRemoved: 0 },
});

const rolled = (outcome: RollOutcome, more: Partial<RolledTo> = {}): RolledTo => ({
  ...{ outcome, clients: [], writes: 0, isChanged: false, why: [], forwardMs: 0 },
  ...more,
});

function errorOf(result: RolledTo): RemoteError {
  try {
    requireDeployed(result, asItIs);
  } catch (error) {
    if (error instanceof RemoteError) return error;
  }
  throw new Error('it is no failure');
}

describe('what became of a roll-out', () => {
  test.each(['failed-rolled-back', 'failed-halted', 'rollback-failed', 'superseded', 'locked', 'cancelled'] as const)(
    '%s is red, with an exit code of its own and the outcome first',
    (outcome) => {
      const error = errorOf(rolled(outcome));
      expect(error.exitCode).toBe(outcomeExitCodes[outcome]);
      expect(error.message.startsWith(`${outcome}:`)).toBe(true);
      expect(failedRoll.of(error)?.outcome).toBe(outcome);
    },
  );

  test('no two ways to fail end with one exit code', () => {
    const codes = Object.entries(outcomeExitCodes).flatMap(([outcome, code]) =>
      ['unchanged', 'deployed'].includes(outcome) ? [] : [code],
    );
    expect(new Set(codes).size).toBe(codes.length);
  });

  test.each(['unchanged', 'deployed'] as const)('%s is green', (outcome) => {
    expect(() => requireDeployed(rolled(outcome), asItIs)).not.toThrow();
  });

  test('a record that could not be closed is red, though the clients are as wanted', () => {
    expect(errorOf(rolled('deployed', { notSettled: 'no answer' })).message).toContain(
      'could not be closed: no answer',
    );
  });

  test('both causes of a way back that failed are told', () => {
    const failure = (message: string) =>
      ({ kind: 'other', cause: 'refused', message, advice: 'Do something.' }) as const;
    const client: ClientReport = {
      ...of('rollback-failed'),
      failure: failure('no such image'),
      goingBackFailure: failure('no permission'),
    };
    const { message } = errorOf(rolled('rollback-failed', { clients: [client] }));
    expect(message).toContain('no such image');
    expect(message).toContain('going back: rollback-failed: no permission');
    const twice = { ...client, goingBackFailure: failure('no such image') };
    expect(
      errorOf(rolled('rollback-failed', { clients: [twice] }))
        .message.split('\n')
        .slice(1),
    ).toEqual(['rollback-failed: no such image', 'going back: rollback-failed fails in the same way']);
  });

  test('a network that is back but for what never ran is told apart from one that was left as it stands', () => {
    const clients = [of('rolled-back'), of('failed-halted'), of('not-started')];
    expect(errorOf(rolled('failed-halted', { clients })).message).toContain(
      'what ran before is proved as before (rolled-back), and clients that no release ever proved are left',
    );
    expect(errorOf(rolled('failed-halted', { clients: clients.slice(1) })).message).toContain(
      'left as it stands (not rolled: not-started)',
    );
  });

  test('the summary counts a client as changed only when it stands changed', () => {
    const clients = [of('failed-halted'), of('deployed'), of('unchanged'), of('not-started'), of('rolled-back')];
    const { severity, rows = [] } = clientsSection('keep-test', rolled('failed-halted', { clients }), asItIs);
    expect(severity).toBe('failed');
    expect(rows.map((row) => row.severity)).toEqual(['failed', 'changed', 'unchanged', 'unchanged', 'warned']);
  });
});
