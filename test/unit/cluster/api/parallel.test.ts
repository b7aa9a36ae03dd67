import { describe, expect, test } from '@jest/globals';
import { inParallel } from '../../../../src/cluster/api/parallel.ts';

describe('work in parallel', () => {
  test('starts nothing more after a failure, waits for what is under way, and throws the first', async () => {
    const done: number[] = [];
    const working = inParallel([0, 1, 2, 3], 2, async (item) => {
      if (item === 0) throw new Error('first');
      await Promise.resolve();
      done.push(item);
    });
    await expect(working).rejects.toThrow('first');
    expect(done).toEqual([1]);
  });

  test('never has more than the limit under way, and takes the next item the moment a place is free', async () => {
    const ends: (() => void)[] = [];
    let most = 0;
    let running = 0;
    const working = inParallel([0, 1, 2, 3, 4], 2, async (item) => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => {
        ends[item] = resolve;
      });
      running--;
      return item * 10;
    });
    for (let item = 0; item < 5; item++) {
      expect(ends).toHaveLength(Math.min(item + 2, 5));
      ends[item]?.();
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    }
    expect(await working).toEqual([0, 10, 20, 30, 40]);
    expect(most).toBe(2);
  });
});
