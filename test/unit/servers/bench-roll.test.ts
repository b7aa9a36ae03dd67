import { describe, expect, test } from '@jest/globals';
import { countRequests } from '../../bench/roll/audit-window.ts';
import { merged, type RollResults } from '../../bench/roll/results.ts';
import { cellOf, impossibleCell, type MeasuredRoll, type Row } from '../../bench/roll/rows.ts';
import { rollTables } from '../../bench/roll/table.ts';
import { describeTargets } from '../../bench/roll/targets.ts';
import type { Verdict } from '../../bench/roll/verdicts.ts';
import { idealMs, wavesOf } from '../../bench/roll/waves.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
const each = (count: number, ms: number) => new Map(names(count).map((name) => [name, ms]));

describe('the ideal time of a roll-out', () => {
  test.each([
    ['nobody takes no time', 0, 50, 2_000, 0],
    ['one bootstrap after the other', 2, 50, 2_000, 4_000],
    ['the canary alone', 3, 50, 2_000, 6_000],
    ['the rest so many at once', 13, 5, 2_000, 10_000],
    ['one at a time', 10, 1, 2_000, 20_000],
  ])('%s', (_, count, parallel, ms, expected) => {
    expect(idealMs(wavesOf(names(count), 2, parallel), each(count, ms))).toBe(expected);
  });

  test('a slot is taken again the moment it is free, and who makes no new pod costs nothing', () => {
    const waves = [{ clients: names(4), atOnce: 2 }];
    const times = { c0: 3_000, c1: 1_000, c2: 1_000, c3: 500 };
    expect(idealMs(waves, new Map(Object.entries(times)))).toBe(3_000);
    expect(idealMs(waves, new Map([['c2', 700]]))).toBe(700);
  });
});

describe('the requests of one user in an audit log', () => {
  const event = (id: string, verb: string, more: Record<string, unknown> = {}) => ({
    ...{ auditID: id, stage: 'ResponseComplete', verb, requestURI: '/x', user: { username: 'bench-a' } },
    ...{ objectRef: { resource: 'pods' }, responseStatus: { code: 200 } },
    ...more,
  });
  const log = (...events: readonly object[]) => events.map((line) => `${JSON.stringify(line)}\n`).join('');

  test('a watch counts once, though it is told twice, and also while it goes on', () => {
    const started = { stage: 'ResponseStarted' };
    const text = log(event('1', 'watch', started), event('1', 'watch'), event('2', 'watch', started));
    expect(countRequests(text, 'bench-a')).toEqual({ reads: 2, writes: 0, apart: 0, kinds: { 'watch pods': 2 } });
  });

  test('neither a dry run nor a review nor a refusal is a write, and other users are not counted', () => {
    const text = log(
      event('1', 'patch'),
      event('2', 'patch', { requestURI: '/x?fieldManager=a&dryRun=All' }),
      event('3', 'create', { objectRef: { resource: 'selfsubjectrulesreviews' } }),
      event('4', 'patch', { responseStatus: { code: 409 } }),
      event('5', 'patch', { user: { username: 'bench-b' } }),
    );
    expect(countRequests(text, 'bench-a')).toMatchObject({
      reads: 3,
      writes: 1,
      kinds: { 'patch pods': 2, 'dry-run patch pods': 1, 'create selfsubjectrulesreviews': 1 },
    });
  });

  test('the lock and the collection of what is old are apart; other reads and deletes are not', () => {
    const of = (resource: string, requestURI: string) => ({ objectRef: { resource }, requestURI });
    const text = log(
      event('0', 'update', of('configmaps', '/configmaps/head')),
      event('1', 'update', of('leases', '/leases/keep-deploy')),
      event('2', 'list', of('pods', '/pods?limit=500')),
      event('3', 'get', of('secrets', '/secrets/old')),
      event('4', 'delete', of('secrets', '/secrets/old')),
      event('5', 'get', of('secrets', '/secrets/other')),
      event('6', 'list', of('pods', '/pods?resourceVersion=0')),
      event('7', 'delete', of('pods', '/pods/a')),
      event('8', 'update', of('configmaps', '/configmaps/head')),
    );
    expect(countRequests(text, 'bench-a')).toMatchObject({ reads: 2, writes: 2, apart: 5 });
    const without = log(
      event('2', 'list', of('pods', '/pods?limit=500')),
      event('3', 'get', of('secrets', '/secrets/old')),
    );
    expect(countRequests(without, 'bench-a')).toMatchObject({ reads: 2, writes: 0, apart: 0 });
  });

  test('what a client is asked, and its pod when it does not answer, is apart', () => {
    const proxied = { objectRef: { resource: 'pods', subresource: 'proxy' }, responseStatus: { code: 503 } };
    const forwarded = { objectRef: { resource: 'pods', subresource: 'portforward' } };
    const text = log(event('1', 'get', proxied), event('2', 'create', forwarded), event('3', 'get'));
    expect(countRequests(text, 'bench-a')).toMatchObject({ reads: 0, writes: 0, apart: 3 });
  });

  test('a line that is still being written is left for later', () => {
    expect(countRequests(`${log(event('1', 'list'))}{"audit`, 'bench-a').reads).toBe(1);
  });
});

describe('a cell', () => {
  const place = { tool: 'kubectl', clients: 10, parallel: 10, change: 'image-of-all', controllers: 'raised' } as const;
  const run: MeasuredRoll = {
    ...{ ms: 4_000, idealMs: 3_000, reads: 5, writes: 2, apart: 3, kinds: {}, peakMemoryMiB: 40.4 },
    ...{ podsMade: 10, faults: [], lastLines: [] },
  };

  test('has the median of its runs, and the highest peak', () => {
    const runs = [run, { ...run, ms: 6_000, peakMemoryMiB: 80 }, { ...run, ms: 5_000 }];
    expect(cellOf(place, runs).row).toMatchObject({ medianMs: 5_000, efficiency: 0.6, peakMemoryMiB: 80 });
  });

  test('has no time when a run was wrong, and no efficiency when nothing was to be done', () => {
    expect(cellOf(place, [run, { ...run, faults: ['exit code 1'] }]).row).toMatchObject({
      medianMs: null,
      efficiency: null,
    });
    expect(cellOf({ ...place, change: 'nothing' }, [run]).row).toMatchObject({ medianMs: 4_000, efficiency: null });
  });
});

const place = {
  tool: 'keep-deploy',
  clients: 100,
  parallel: 50,
  change: 'image-of-all',
  controllers: 'raised',
} as const;
const row: Row = {
  ...place,
  ...{ medianMs: 10_000, efficiency: 0.9, reads: 150, writes: 110, apart: 3, peakMemoryMiB: 90, runs: 5 },
};
const verdict: Verdict = {
  ...{ fault: 'last-client-crashes', tool: 'keep-deploy', clients: 100, secondsToVerdict: 1.5 },
  ...{ secondsToRolledBack: 12, secondsForward: 9, stateLeft: '100 of 100 ready with the old image' },
};

describe('results that are measured in parts', () => {
  const results = (commit: string, rows: readonly Row[], verdicts: readonly Verdict[] = []): RollResults => ({
    ...{ machine: 'm', date: `date of ${commit}`, commit, rows, verdicts },
  });

  test('keep each cell’s newest, and what was measured before says when and of what', () => {
    const other: Row = { ...row, change: 'nothing' };
    const before = results('one', [row, other], [verdict]);
    const now = results(
      'two',
      [
        { ...row, medianMs: 9_000 },
        { ...row, clients: 10 },
      ],
      [{ ...verdict, tool: 'helm' }],
    );
    const both = merged(before, now);
    const old = { date: 'date of one', commit: 'one' };
    expect(both.rows).toEqual([
      { ...row, medianMs: 9_000 },
      { ...other, ...old },
      { ...row, clients: 10 },
    ]);
    expect(both.verdicts).toEqual([
      { ...verdict, ...old },
      { ...verdict, tool: 'helm' },
    ]);
    expect(both).toMatchObject({ commit: 'two', date: 'date of two' });
    // What was old stays of its own commit.
    expect(merged(both, results('three', [])).rows[1]).toMatchObject(old);
  });

  test('of one commit are one measurement, and of two machines none', () => {
    expect(merged(results('one', [row]), results('one', [{ ...row, clients: 10 }])).rows).toEqual([
      row,
      { ...row, clients: 10 },
    ]);
    expect(() => merged({ ...results('one', [row]), machine: 'other' }, results('one', []))).toThrow('another machine');
  });
});

describe('the tables', () => {
  test('have a tool in each column, failures in their own words, and no cell for what was not measured', () => {
    const helm = impossibleCell(
      { ...place, tool: 'helm', parallel: null },
      new Error('too long: /tmp/x/y must have\n at most'),
    );
    const lines = rollTables([row, { ...row, tool: 'kubectl', medianMs: 25_000 }, helm.row], [verdict]);
    expect(lines).toContain('| clients | change | at once | keep-deploy | kubectl | helm |');
    expect(lines).toContain(
      '| 100 | image-of-all | 50 | 10.0 s (0.90; 150 / 110; 90 MiB) | 25.0 s (0.90; 150 / 110; 90 MiB) |  |',
    );
    expect(lines).toContain('| 100 | image-of-all | all |  |  | failed |');
    expect(lines).toContain('- helm, 100 clients, image-of-all: `too long: … must have at most`');
    expect(lines.at(-1)).toContain('| last-client-crashes | 100 | keep-deploy | 1.5 s | 12 s | 9 s |');
  });

  test('of nothing are empty', () => {
    expect(rollTables([], [])).toEqual([]);
  });
});

describe('the targets', () => {
  test('say what is not reached, requests without those that are apart', () => {
    const cell = { row: { ...row, writes: 200 }, runs: [] };
    expect(describeTargets([cell], [])).toEqual([
      'not ok 100 clients, 50 at once, image-of-all: efficiency 0.9 (≥ 0.95)',
      'not ok 100 clients, 50 at once, image-of-all: 350 requests (≤ 3 × changed + 15 = 315)',
    ]);
  });

  test('hold the way back against the way forward', () => {
    expect(describeTargets([], [verdict])).toEqual([
      'ok     last-client-crashes: verdict after 1.5 s (< 3 s)',
      'ok     last-client-crashes: all back after 12 s, 1.33 of the 9 s forward (≤ 1.5)',
    ]);
    expect(describeTargets([], [{ ...verdict, secondsToRolledBack: null }])[1]).toContain('not ok');
  });
});
