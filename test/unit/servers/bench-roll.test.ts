import { describe, expect, test } from '@jest/globals';
import { countRequests } from '../../bench/roll/audit-window.ts';
import { cellOf, type MeasuredRoll } from '../../bench/roll/rows.ts';
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

  test('a line that is still being written is left for later', () => {
    expect(countRequests(`${log(event('1', 'get'))}{"audit`, 'bench-a').reads).toBe(1);
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
