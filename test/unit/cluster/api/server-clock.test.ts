import { expect, test } from '@jest/globals';
import { createServerClock } from '../../../../src/cluster/api/server-clock.ts';

test('the server’s time is its last Date and what has passed since, whatever our own clock says', () => {
  let now = 5_000;
  const clock = createServerClock(() => now);
  expect(clock.now()).toBeUndefined();
  clock.note('Sat, 21 Nov 2026 22:00:00 GMT');
  now += 1_500;
  clock.note(undefined);
  clock.note('no date');
  expect(clock.now()?.toISOString()).toBe('2026-11-21T22:00:01.500Z');
});
