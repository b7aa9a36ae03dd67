import { describe, expect, test } from '@jest/globals';
import type { WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { ClientObjects } from '../../../../src/cluster/manifest/client-objects.ts';
import { createShown } from '../../../../src/cluster/ownership/shown-value.ts';
import type { ClientStep, NetworkPlan } from '../../../../src/cluster/roll/network-plan.ts';
import type { ObjectStep } from '../../../../src/cluster/roll/object-step.ts';
import { reportPlan } from '../../../../src/cluster/roll/plan-summary.ts';
import { createSummary } from '../../../../src/report/index.ts';

const shown = createShown({ redact: (text) => text });
const body = (kind: WantedObject['kind'], name: string, replicas: number): WantedObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'keep' },
  spec: { replicas },
});
const object = (name: string, more: Partial<ObjectStep> = {}): ObjectStep => ({
  object: body('StatefulSet', name, 2),
  action: 'update',
  reason: 'it changed',
  before: { body: body('StatefulSet', name, 1), isLive: false },
  drift: [],
  migrated: [],
  ...more,
});
const drift = [{ path: 'spec.replicas', live: '3', managers: ['kubectl (scale)'] }];
const step = (
  client: string,
  action: ClientStep['action'],
  reason: string,
  objects = [object(client)],
): ClientStep => ({
  client,
  role: 'standard',
  action,
  reason,
  wanted: {} as ClientObjects,
  isRunning: true,
  objects,
  drift: objects.flatMap((one) => one.drift),
  standing: new Set(),
});
const plan = (clients: readonly ClientStep[], more: Partial<NetworkPlan> = {}): NetworkPlan => ({
  shared: [],
  clients,
  prune: [],
  left: [],
  leaving: [],
  recordedClients: 0,
  unseen: [],
  isUnchanged: false,
  ...more,
});

describe('the table of a plan', () => {
  test('has every client, what is left and what is removed, and what needs a look first', () => {
    const summary = createSummary();
    summary.add(
      reportPlan(
        'keep-test',
        plan(
          [
            step('a', 'unchanged', 'as wanted'),
            step('b', 'update', 'the image changed'),
            step('c', 'prove', 'not proved: it crashes'),
            step('d', 'update', 'scaled', [object('d', { drift: [...drift, ...drift, ...drift, ...drift] })]),
          ],
          {
            shared: [object('all', { action: 'create', reason: 'it is new' })],
            left: [{ owner: 'e', kind: 'StatefulSet', name: 'e', reason: 'it still runs' }],
            prune: [
              {
                ...{ owner: 'b', kind: 'ConfigMap', name: 'b-config-1', isCollected: true },
                reason: 'old configuration: removed after success',
              },
            ],
          },
        ),
        shown,
      ).section,
    );
    const told = 'spec.replicas is 3 now, by kubectl (scale)';
    expect(summary.sections()).toEqual([
      {
        title: 'Clients of keep-test: plan',
        severity: 'changed',
        columns: ['client', 'role', 'action', 'why', 'drift'],
        rows: [
          { severity: 'warned', cells: ['c', 'standard', 'prove', 'not proved: it crashes', ''] },
          { severity: 'warned', cells: ['d', 'standard', 'update', 'scaled', `${told}; ${told}; ${told}; and 1 more`] },
          { severity: 'warned', cells: ['e', '', 'left', 'StatefulSet e: it still runs', ''] },
          { severity: 'changed', cells: ['(all)', '', 'create', 'StatefulSet all: it is new', ''] },
          { severity: 'changed', cells: ['b', 'standard', 'update', 'the image changed', ''] },
          {
            severity: 'changed',
            cells: ['b', '', 'prune', 'ConfigMap b-config-1: old configuration: removed after success', ''],
          },
          { severity: 'unchanged', cells: ['a', 'standard', 'unchanged', 'as wanted', ''] },
        ],
      },
    ]);
  });

  test('of nothing to do is unchanged, and has no details', () => {
    const { section, details } = reportPlan(
      'keep-test',
      plan([step('a', 'unchanged', 'as wanted')], { isUnchanged: true }),
      shown,
    );
    expect([section.severity, details]).toEqual(['unchanged', []]);
  });
});

describe('the details of a plan', () => {
  test('tell of each object that is written what changes, whose fields are taken over, and what drifted', () => {
    const changed = object('a', { drift, migrated: ['helm'] });
    const same = object('a-config', { action: 'unchanged' });
    const { details } = reportPlan(
      'keep-test',
      plan([step('a', 'update', 'the manifest changed', [same, changed])]),
      shown,
    );
    expect(details).toEqual([
      {
        title: 'a: update: the manifest changed',
        lines: [
          'StatefulSet a: update: it changed',
          '  drift: spec.replicas is 3 now, by kubectl (scale)',
          "  fields that helm left become keep-deploy's",
          '  ~ spec.replicas: 1 → 2',
        ],
      },
    ]);
  });

  test('show what is shared first, then drift, then what is rare, and of many alike the first few', () => {
    const many = Array.from({ length: 10 }, (_, index) => step(`m${index}`, 'update', 'the image changed'));
    const { details } = reportPlan(
      'keep-test',
      plan(
        [
          ...many,
          step('new', 'create', 'it is new'),
          step('drifted', 'update', 'scaled', [object('d', { drift })]),
          step('wait', 'prove', 'x'),
        ],
        {
          shared: [object('all')],
        },
      ),
      shown,
    );
    expect(details.map(({ title }) => title)).toEqual([
      '(all): update: it changed',
      'drifted: update: scaled',
      'new: create: it is new',
      'm0: update: the image changed',
      'm1: update: the image changed',
      'm2: update: the image changed',
      '7 more clients: update: the image changed',
    ]);
    expect(details.at(-1)?.lines).toEqual(['m3, m4, m5, m6, m7, m8, m9']);
  });

  test('are no longer than they may be, and name what is left out', () => {
    const clients = Array.from({ length: 30 }, (_, index) => step(`c${index}`, 'update', `reason ${index}`));
    const { details } = reportPlan('keep-test', plan(clients), shown, { lines: 20 });
    expect(details.reduce((sum, { lines }) => sum + lines.length + 1, 0)).toBeLessThanOrEqual(21);
    expect(details.at(-1)).toEqual({
      title: '24 more changes: left out, for the plan would get too long',
      lines: ['c6: update: reason 6'],
    });
  });
});
