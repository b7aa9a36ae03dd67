import { describe, expect, test } from '@jest/globals';
import { type Outcome, pauseMs, retryAfterMs, verdictOf } from '../../../../src/cluster/api/retry-rule.ts';

const answered = (status: number, more: { readonly body?: string; readonly retryAfterMs?: number } = {}): Outcome => ({
  kind: 'answered',
  status,
  body: more.body ?? '',
  retryAfterMs: more.retryAfterMs,
});
const failed = (wasSent: 'no' | 'maybe', isPassing = true): Outcome => ({
  ...{ kind: 'failed', what: 'reset' },
  ...{ wasSent, isPassing },
});

const schemaError = 'failed to create typed patch object: .spec.x: field not declared in schema';

describe('what becomes of a request that came to nothing', () => {
  // [what, outcome, of one that may be repeated, of any other]
  test.each<readonly [string, Outcome, string, string]>([
    ['429', answered(429), 'repeat', 'repeat'],
    ['503 that says when to come again', answered(503, { retryAfterMs: 1_000 }), 'repeat', 'repeat'],
    ['503 that does not', answered(503), 'repeat', 'unclear'],
    ['500', answered(500), 'repeat', 'unclear'],
    ['502', answered(502), 'repeat', 'unclear'],
    ['504', answered(504), 'repeat', 'unclear'],
    ['500 for a field that the schema does not know', answered(500, { body: schemaError }), 'final', 'final'],
    ['403', answered(403), 'final', 'final'],
    [
      '403 of a server that has just started',
      answered(403, { body: 'x: not yet ready to handle request' }),
      'repeat',
      'repeat',
    ],
    ...[400, 401, 404, 405, 409, 412, 415, 422].map(
      (status) => [String(status), answered(status), 'final', 'final'] as const,
    ),
    ['a connection that could not be made', failed('no'), 'repeat', 'repeat'],
    ['a connection that broke', failed('maybe'), 'repeat', 'unclear'],
    ['a certificate that is not the server’s', failed('no', false), 'final', 'final'],
  ])('%s', (_, outcome, ofRepeatable, ofOther) => {
    expect(verdictOf(outcome, true)).toBe(ofRepeatable);
    expect(verdictOf(outcome, false)).toBe(ofOther);
  });
});

test('a server that may just have been started is asked again after 403, and after no other refusal', () => {
  expect([403, 401, 404, 409, 422].map((status) => verdictOf(answered(status), false, true))).toEqual([
    'repeat',
    ...['final', 'final', 'final', 'final'],
  ]);
});

test.each<readonly [string | undefined, string | undefined, number | undefined]>([
  [undefined, undefined, undefined],
  ['7', undefined, 7_000],
  ['0', undefined, 0],
  ['Sat, 21 Nov 2026 22:00:10 GMT', 'Sat, 21 Nov 2026 22:00:00 GMT', 10_000],
  ['Sat, 21 Nov 2026 22:00:00 GMT', 'Sat, 21 Nov 2026 22:00:10 GMT', 0],
  ['soon', undefined, undefined],
])('Retry-After %p of an answer of %p is %p ms', (header, date, expected) => {
  expect(retryAfterMs(header, date)).toBe(expected);
});

describe('the pause before another attempt', () => {
  test('doubles from the first to five seconds, and differs for each who waits', () => {
    expect([1, 2, 3, 4, 5, 6, 9].map((failures) => pauseMs(failures, 200, undefined, () => 0.5))).toEqual([
      200, 400, 800, 1600, 3200, 5000, 5000,
    ]);
    expect(pauseMs(1, 200, undefined, () => 0)).toBe(100);
    expect(pauseMs(1, 200, undefined, () => 1)).toBe(300);
  });

  test('is never shorter than the answer asks for', () => {
    expect(pauseMs(1, 200, 30_000, () => 0)).toBe(30_000);
    expect(pauseMs(1, 200, 30_000, () => 1)).toBe(37_500);
  });
});
