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
    const failure = (message: string) => ({ kind: 'other', cause: 'refused', message }) as const;
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

  describe('a network in which some clients run the new version and some do not', () => {
    const clients = [
      { ...of('deployed'), client: 'a' },
      { ...of('deployed'), client: 'b' },
      { ...of('failed-rolled-back'), client: 'c' },
      { ...of('not-started'), client: 'd' },
    ];
    const mixed = 'the network is mixed: 2 of 4 clients run the new version (a, b), 1 went back (c), 1 not rolled (d)';

    test.each(['failed-rolled-back', 'failed-halted', 'rollback-failed'] as const)(
      'is told as mixed, with who runs what, after %s',
      (outcome) => {
        const { message } = errorOf(rolled(outcome, { clients }));
        expect(message).toContain(mixed);
        expect(message).not.toContain('every client that was touched');
        const section = clientsSection('keep-test', rolled(outcome, { clients }), asItIs);
        expect(section.text).toBe(`T${mixed.slice(1)}.`);
      },
    );

    test('is told without the names of many', () => {
      const many = Array.from({ length: 11 }, (_, index) => ({ ...of('deployed'), client: `c${index}` }));
      const { message } = errorOf(rolled('failed-rolled-back', { clients: [...many, of('failed-rolled-back')] }));
      expect(message).toContain('11 of 12 clients run the new version, 1 went back (failed-rolled-back)');
    });

    test.each([
      ['all that were touched are back', [of('failed-rolled-back'), of('rolled-back'), of('unchanged')]],
      ['none was to be changed but the one that failed', [of('unchanged'), of('failed-rolled-back')]],
    ])('is none where %s', (_, all) => {
      const { message } = errorOf(rolled('failed-rolled-back', { clients: all }));
      expect(message).toContain('every client that was touched runs and is proved as before');
      expect(clientsSection('keep-test', rolled('failed-rolled-back', { clients: all }), asItIs).text).toBeUndefined();
    });
  });

  test('the summary of a red run counts the clients in the words of its column: not started is not unchanged', () => {
    const clients = [of('failed-halted'), of('failed-halted'), of('not-started'), of('not-started')];
    const { count } = clientsSection('keep-test', rolled('failed-halted', { clients }), asItIs);
    expect(count).toBe('2 failed-halted, 2 not-started');
    expect(
      clientsSection('keep-test', rolled('deployed', { clients: [of('deployed')] }), asItIs).count,
    ).toBeUndefined();
  });

  describe('a cause that several clients share', () => {
    const refusal = (client: string, rule = 'image a is forbidden') =>
      `PATCH /statefulsets/${client}: 422 Invalid: "${client}" is forbidden: denied request: ${rule}`;
    const failing = (client: string, message: string): ClientReport => ({
      ...{ ...of('rollback-failed'), client },
      goingBackFailure: { kind: 'other', cause: 'refused', message },
    });
    const clients = [
      failing('client-1', refusal('client-1')),
      failing('client-2', refusal('client-2')),
      failing('client-10', refusal('client-10')),
      failing('client-3', refusal('client-3', 'another rule')),
    ];

    test('is told once with their names, and another one beside it', () => {
      const lines = errorOf(rolled('rollback-failed', { clients })).message.split('\n').slice(1);
      expect(lines).toEqual([
        `going back: client-1, client-2, client-10: ${refusal('CLIENT')}`,
        `going back: client-3: ${refusal('client-3', 'another rule')}`,
      ]);
    });

    test('stands in the table beside the first of them', () => {
      const { rows = [] } = clientsSection('keep-test', rolled('rollback-failed', { clients }), asItIs);
      expect(rows.map(({ cells }) => cells.at(-1))).toEqual([
        `going back: client-1, client-2, client-10: ${refusal('CLIENT')}`,
        'going back: as client-1',
        'going back: as client-1',
        `going back: client-3: ${refusal('client-3', 'another rule')}`,
      ]);
    });
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
