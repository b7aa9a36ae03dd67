import { expect, test } from '@jest/globals';
import type { ClientOutcome } from '../../../src/cluster/index.ts';
import { clientsSection } from '../../../src/release/clients-section.ts';

const of = (outcome: ClientOutcome['outcome']): ClientOutcome => ({
  client: outcome,
  role: 'standard',
  outcome,
  restartsBefore: 0,
  restartsAfter: 0,
  writes: 0,
});

test('the summary counts a client as changed only when something was written for it', () => {
  const clients = [of('failed-halted'), of('deployed'), of('unchanged'), of('not-started')];
  const { severity, rows = [] } = clientsSection('keep-test', { clients, writes: 4, isChanged: true, isFailed: true });
  expect(severity).toBe('failed');
  expect(rows.map((row) => row.severity)).toEqual(['failed', 'changed', 'unchanged', 'unchanged']);
});
