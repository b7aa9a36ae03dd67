import { describe, expect, test } from '@jest/globals';
import { describeDeadline, earliest, forwardLimitMs } from '../../../../src/cluster/roll/deadlines.ts';
import {
  breaksOff,
  chooseGoingBack,
  type FailurePolicy,
  isEnough,
  type Touched,
} from '../../../../src/cluster/roll/failure-policy.ts';

const touched: readonly Touched[] = [
  { client: 'b0', wave: 'bootstrap', isFailed: false },
  { client: 's0', wave: 'canary', isFailed: false },
  { client: 's1', wave: 'standard', isFailed: true },
  { client: 's2', wave: 'standard', isFailed: false },
];
const none = new Set<string>();

describe('after a failure', () => {
  test.each<[FailurePolicy, readonly string[], boolean]>([
    ['halt', [], false],
    ['rollback-failed', ['s1'], false],
    ['rollback-wave', ['s1', 's2'], false],
    ['rollback-all', ['b0', 's0', 's1', 's2'], true],
    [{ maxFailures: 1 }, ['s1'], false],
    [{ maxFailures: 0 }, ['b0', 's0', 's1', 's2'], true],
  ])('%j takes back %j', (policy, clients, isWhole) => {
    expect(chooseGoingBack(policy, touched, none, false)).toEqual({ clients, isWhole });
  });

  test.each<[FailurePolicy, readonly string[]]>([
    ['halt', []],
    ['rollback-failed', ['s1', 's2']],
    ['rollback-wave', ['s1', 's2']],
    ['rollback-all', ['b0', 's0', 's1', 's2']],
    [{ maxFailures: 3 }, ['b0', 's0', 's1', 's2']],
  ])('of a wave as such %j takes back %j', (policy, clients) => {
    const proved = touched.map((one) => ({ ...one, isFailed: false }));
    expect(chooseGoingBack(policy, proved, new Set(['standard']), false).clients).toEqual(clients);
  });

  test.each<[FailurePolicy, number, boolean]>([
    ['halt', 1, true],
    ['rollback-failed', 1, true],
    ['rollback-wave', 1, true],
    ['rollback-all', 1, true],
    [{ maxFailures: 2 }, 2, false],
    [{ maxFailures: 2 }, 3, true],
  ])('%j and %i failures stop the roll-out: %s', (policy, failures, isStopped) => {
    expect(isEnough(policy, failures)).toBe(isStopped);
  });

  test.each<[FailurePolicy, boolean]>([
    ['halt', false],
    ['rollback-failed', false],
    ['rollback-wave', true],
    ['rollback-all', true],
    [{ maxFailures: 1 }, true],
  ])('%j leaves those under way: %s', (policy, isLeft) => {
    expect(breaksOff(policy)).toBe(isLeft);
  });
});

describe('the total deadline', () => {
  test('leaves one and a half times the forward time for going back', () => {
    const forward = forwardLimitMs(100_000, true);
    expect(forward).toBe(40_000);
    expect(100_000 - forward).toBe(1.5 * forward);
  });

  test('is all for going forward where nothing is taken back', () => {
    expect(forwardLimitMs(100_000, false)).toBe(100_000);
  });

  test('is named when it is the first to pass', () => {
    const client = { atMs: 500, of: 'client', limitMs: 500 } as const;
    const total = { atMs: 400, of: 'total', limitMs: 60_000 } as const;
    expect(describeDeadline(earliest(client, total))).toBe('the 60 s that the total deadline leaves for going forward');
  });
});
