import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Credentials, createCredentialsSource, type WorkedOut } from '../../../../src/cluster/api/credentials.ts';
import { recordingLog } from '../recording-log.ts';

const nowhere = {
  lane: () => ({ send: () => Promise.reject(new Error('not asked')), abandon: () => {} }),
  losses: () => 0,
  close: () => {},
};
const named = (name: number): Credentials => ({
  server: new URL('https://api.invalid'),
  headers: { name: String(name) },
  requests: nowhere,
  watches: nowhere,
});

let now: number;
let started: boolean[];
let isFailing: boolean;
beforeEach(() => {
  now = 1_000_000;
  started = [];
  isFailing = false;
});

function source(more: (start: number) => Omit<WorkedOut, 'credentials'>) {
  const { log, lines } = recordingLog();
  const workOut = async (isAgain: boolean): Promise<WorkedOut> => {
    started.push(isAgain);
    if (isFailing) throw new Error('the plugin fails');
    return { credentials: named(started.length), ...more(started.length) };
  };
  return { ...createCredentialsSource({ workOut, log, now: () => now }), lines };
}

const all = async (asking: () => Promise<Credentials>) =>
  (await Promise.all(Array.from({ length: 50 }, asking))).map(({ headers }) => headers['name']);

describe('credentials', () => {
  test('are worked out once for all who ask at the same time', async () => {
    const { current } = source(() => ({}));
    expect(new Set(await all(current))).toEqual(new Set(['1']));
    expect(started).toEqual([false]);
  });

  test('are worked out once more, 60 s before they expire', async () => {
    const { current } = source(() => ({ expiresAt: now + 3_600_000 }));
    await current();
    now += 3_600_000 - 60_001;
    await current();
    expect(started).toHaveLength(1);
    now += 1;
    expect(new Set(await all(current))).toEqual(new Set(['2']));
    expect(started).toHaveLength(2);
  });

  test('that live shorter than a minute are used for half of that: not each request starts the plugin', async () => {
    const { current } = source(() => ({ expiresAt: now + 20_000 }));
    await current();
    now += 9_999;
    await current();
    expect(started).toHaveLength(1);
    now += 1;
    await current();
    expect(started).toHaveLength(2);
  });

  test('without an expiry are kept until they are refused, or as long as is said', async () => {
    const kept = source(() => ({}));
    await kept.current();
    now += 86_400_000;
    await kept.current();
    expect(started).toHaveLength(1);
    const read = source(() => ({ keepMs: 60_000 }));
    await read.current();
    now += 60_000;
    await read.current();
    expect(started).toHaveLength(3);
  });

  test('that are refused are worked out anew once for all who were refused', async () => {
    const { current, renew } = source(() => ({}));
    const refused = await current();
    await Promise.all(Array.from({ length: 50 }, () => renew(refused)));
    expect(new Set(await all(current))).toEqual(new Set(['2']));
    await renew(refused);
    await current();
    expect(started).toEqual([false, true]);
  });

  test('are used on while they hold when new ones can’t be had, and asked for again after 10 s', async () => {
    const { current, lines } = source(() => ({ expiresAt: now + 3_600_000 }));
    await current();
    now += 3_600_000 - 60_000;
    isFailing = true;
    expect((await current()).headers['name']).toBe('1');
    expect(lines).toEqual([expect.stringMatching('^warning New credentials can.t be had')]);
    now += 9_999;
    await current();
    expect(started).toHaveLength(2);
    now += 1;
    isFailing = false;
    expect((await current()).headers['name']).toBe('3');
  });

  test('that have expired are not used, and a failure is not remembered', async () => {
    const { current } = source(() => ({ expiresAt: now + 3_600_000 }));
    await current();
    now += 3_600_000;
    isFailing = true;
    await expect(current()).rejects.toThrow('the plugin fails');
    isFailing = false;
    await expect(current()).resolves.toBeDefined();
  });
});
