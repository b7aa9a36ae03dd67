import { describe, expect, test } from '@jest/globals';
import { createHeldLock } from '../../../../src/contracts/journal/held-lock.ts';
import { acquireLease, type Lock, LockedError } from '../../../../src/contracts/journal/lock.ts';
import { RemoteError } from '../../../../src/report/index.ts';

const never = new AbortController().signal;

describe('a lock', () => {
  test('that is another’s ends the run with its holder, its end, and what to do', async () => {
    const expires = '2026-11-21T12:01:00.000Z';
    const lock: Lock = { acquire: async () => ({ kind: 'locked', holder: 'https://example.org/run/7', expires }) };
    const error = await acquireLease(lock, never, false).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toBeInstanceOf(LockedError);
    expect(error).toMatchObject({ holder: 'https://example.org/run/7', expires });
    expect((error as Error).message).toBe(
      `locked: another run is at work with the same deployer on the same chain: https://example.org/run/7. Its lock runs out at ${expires} unless it is renewed. Run again when that run has ended; if it no longer runs and its lock stays, set break-lock`,
    );
  });

  test('that was acquired gives its lease', async () => {
    const lease = { lost: never, requireHeld: () => {}, requireHeldNow: async () => {}, release: async () => {} };
    const asked: unknown[] = [];
    const lock: Lock = {
      acquire: async (...args) => {
        asked.push(...args);
        return { kind: 'acquired', lease, waited: false };
      },
    };
    expect((await acquireLease(lock, never, true)).lease).toBe(lease);
    expect(asked).toEqual([never, true]);
  });

  // However long that took: what was looked at before is as old as the other's last word.
  test.each([
    [true, 'waited'],
    [false, 'held'],
  ])('that says that it was waited for: %j has everything looked at anew, or not', async (waited, taken) => {
    const lease = { lost: never, requireHeld: () => {}, requireHeldNow: async () => {}, release: async () => {} };
    const held = createHeldLock(never, () => {});
    const open = (): Lock => ({ acquire: async () => ({ kind: 'acquired', lease, waited }) });
    expect(await held.take(open, true)).toBe(taken);
    expect(await held.take(open, true)).toBe('held');
  });
});
