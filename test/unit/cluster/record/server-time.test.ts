import { describe, expect, test } from '@jest/globals';
import { createServerTime } from '../../../../src/cluster/record/server-time.ts';

/** Questions one after the other: how long each took, and what the answer's date says. */
async function ask(
  looks: readonly { readonly tookMs: number; readonly date: number | undefined; readonly laterMs?: number }[],
) {
  let now = 0;
  let date: number | undefined;
  const clock = { now: () => now, after: () => () => {} };
  const time = createServerTime(clock, () => (date === undefined ? undefined : new Date(date)));
  for (const look of looks) {
    now += look.laterMs ?? 0;
    await time.ask(async () => {
      now += look.tookMs;
      date = look.date;
    });
  }
  return time.now();
}

describe('the server’s time', () => {
  test('is not known before an answer has told it', async () => {
    expect(await ask([])).toBeUndefined();
    expect(await ask([{ tookMs: 5, date: undefined }])).toBeUndefined();
  });

  test('lags by no more than the question took, and the second that a date is cut to', async () => {
    expect(await ask([{ tookMs: 20_000, date: 50_000 }])).toEqual({ unixMs: 50_000, lagMs: 21_000 });
  });

  test('is told by the quickest answer', async () => {
    const quick = { tookMs: 10, date: 50_000 };
    const slow = { tookMs: 20_000, date: 51_000 };
    expect(await ask([quick, slow])).toEqual({ unixMs: 70_000, lagMs: 1_010 });
    expect(await ask([slow, quick])).toEqual({ unixMs: 50_000, lagMs: 1_010 });
  });

  test('is told by a slower one after a while: clocks drift', async () => {
    const quick = { tookMs: 10, date: 50_000 };
    expect(await ask([quick, { tookMs: 20, date: 400_000, laterMs: 301_000 }])).toEqual({
      unixMs: 400_000,
      lagMs: 1_020,
    });
  });
});
