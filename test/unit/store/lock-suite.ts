import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type LockOptions, openLock, type Store, type StoreLockAnswer } from '../../../src/store/index.ts';
import { localProcesses } from '../../../src/store/local-processes.ts';
import { createHeldClock, type HeldClock } from './held-clock.ts';
import { type Stage, stageStore } from './staged-store.ts';
import type { StoreUnderTest } from './store-suite.ts';

const name = 'journals/1101-ab/0xcd/lock.json';
const leaseMs = 60_000;
const hour = 3_600_000;
const never = new AbortController().signal;
/** Of a machine on which nobody can look. */
const elsewhere = { own: undefined, isGone: () => false };

/** What a lock must do; run over each real store. */
export function describeLock(title: string, place: StoreUnderTest): void {
  let stage: Stage;
  let clock: HeldClock;
  let said: string[];
  let warnings: string[];
  beforeEach(async () => {
    place.renew();
    stage = stageStore(await place.open());
    clock = createHeldClock(stage.settle);
    said = [];
    warnings = [];
  });

  const log = { info: (text: string) => void said.push(text), warning: (text: string) => void warnings.push(text) };
  const lockOf = (holder: string, more: Partial<LockOptions> = {}) =>
    openLock({
      store: stage.store,
      name,
      holder,
      waitMs: 0,
      breakLock: false,
      log,
      leaseMs,
      clock: clock.seenBy(),
      processes: elsewhere,
      ...more,
    });
  const take = async (holder: string, more: Partial<LockOptions> = {}) => {
    const answer = await lockOf(holder, more).acquire(never);
    if (answer.kind !== 'acquired') throw new Error(`locked by ${answer.holder}`);
    return answer.lease;
  };
  /** Begins, and shows what has become of it. */
  const begin = (holder: string, more: Partial<LockOptions> = {}, signal = never) => {
    const state: { answer?: StoreLockAnswer; error?: unknown } = {};
    const ended = lockOf(holder, more)
      .acquire(signal)
      .then(
        (answer) => Object.assign(state, { answer }),
        (error) => Object.assign(state, { error }),
      );
    return Object.assign(state, { ended });
  };
  const stored = async (): Promise<Record<string, unknown>> =>
    JSON.parse(new TextDecoder().decode((await stage.store.read(name))?.bytes));
  const put = async (content: unknown) => {
    const bytes = new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
    const seen = await stage.store.read(name);
    if (seen === undefined) await stage.store.create(name, bytes);
    else await stage.store.replace(name, bytes, seen.generation);
  };
  const iso = (fromNowMs: number) => new Date(clock.seenBy().unixMs() + fromNowMs).toISOString();
  /** The lock of a run that was killed so long after it took it. */
  const abandon = (ranOutMs: number, more: object = {}) =>
    put({
      version: 1,
      holder: 'run 1',
      token: 'one',
      acquired: iso(-ranOutMs - leaseMs),
      expires: iso(-ranOutMs),
      leaseMs,
      ...more,
    });

  describe(`${title}: a lock that is another's`, () => {
    test('ends with its holder and its end, and without a word about its token', async () => {
      await take('https://example.org/run/1');
      expect(await lockOf('run 2').acquire(never)).toEqual({
        kind: 'locked',
        holder: 'https://example.org/run/1',
        expires: iso(leaseMs),
      });
      expect(await stored()).toMatchObject({ holder: 'https://example.org/run/1' });
    });

    test('is waited for, and its holder is said once', async () => {
      const first = await take('run 1');
      const second = begin('run 2', { waitMs: hour });
      await clock.advance(10 * leaseMs);
      expect(second.answer).toBeUndefined();
      await first.release();
      await clock.advance(10_000);
      expect(second.answer).toMatchObject({ kind: 'acquired', waited: true });
      expect(said).toEqual([
        expect.stringMatching(/^waiting for the lock journals.*: run 1 holds it, until .* unless it is renewed$/),
      ]);
      expect(await stored()).toMatchObject({ holder: 'run 2' });
    });

    test('is waited for as long as is allowed, and no longer', async () => {
      await take('run 1');
      const second = begin('run 2', { waitMs: 100_000 });
      await clock.advance(99_000);
      expect(second.answer).toBeUndefined();
      await clock.advance(1_000);
      expect(second.answer).toMatchObject({ kind: 'locked', holder: 'run 1' });
    });

    test('is asked about ever more rarely while it is waited for', async () => {
      await take('run 1');
      stage.calls.length = 0;
      begin('run 2', { waitMs: hour });
      await clock.advance(leaseMs);
      expect(stage.calls.filter((call) => call === 'read').length).toBeLessThan(20);
    });

    test.each([
      ['has an end far in the future', (): object => ({ expires: '9999-12-31T23:59:59.000Z' }), 'run 1'],
      ['has a year that has five digits', (): object => ({ expires: '+010000-01-01T00:00:00.000Z' }), /^unknown/],
      ['has no lease', (): object => ({ leaseMs: 0 }), /^unknown/],
      ['is of another version', (): object => ({ version: 2 }), /^unknown/],
      ['has no token', (): object => ({ token: undefined }), /^unknown/],
    ])('that %s is respected for ever, until it is broken', async (_, more, holder) => {
      await abandon(hour, more());
      const waiting = begin('run 2', { waitMs: hour / 4 });
      await clock.advance(hour / 4);
      expect(waiting.answer).toMatchObject({
        kind: 'locked',
        holder: typeof holder === 'string' ? holder : expect.stringMatching(holder),
      });
      await take('run 2', { breakLock: true });
      expect(await stored()).toMatchObject({ holder: 'run 2' });
    });

    test.each(['', '{"half', '[]', 'null', '"x"'])('that is %j is respected, until it is broken', async (content) => {
      await put(content);
      expect(await lockOf('run 2').acquire(never)).toMatchObject({
        kind: 'locked',
        holder: expect.stringMatching(/^unknown/),
      });
      await take('run 2', { breakLock: true });
    });

    test('says what others wrote on one line, without commands', async () => {
      await abandon(-leaseMs, { holder: 'run 1\n::error::gotcha\u001b[31m' });
      expect(await lockOf('run 2').acquire(never)).toMatchObject({ holder: 'run 1 ::error::gotcha' });
    });
  });

  describe(`${title}: a lock that ran out`, () => {
    test('long ago is taken over at once, and whose it was is said', async () => {
      await abandon(hour);
      await take('run 2');
      expect(said).toEqual([expect.stringMatching(/^the lock of run 1 ran out at .*: taking it over$/)]);
      expect(clock.elapsedMs()).toBe(0);
    });

    test('just now is taken over when it stays silent for half its lease, however short the wait may be', async () => {
      await abandon(1);
      const second = begin('run 2');
      await clock.advance(leaseMs / 2 - 1);
      expect(second.answer).toBeUndefined();
      await clock.advance(2);
      expect(second.answer?.kind).toBe('acquired');
      expect(said).toEqual([
        expect.stringMatching(/^the lock of run 1 ran out at .*: taking it over unless it is renewed within 30 s$/),
        expect.stringMatching(/^the lock of run 1 ran out at .*: taking it over$/),
      ]);
    });

    test('by this clock, while its holder’s is behind and it renews, stays the holder’s', async () => {
      const first = await take('run 1', { clock: clock.seenBy(-300_000) });
      const second = begin('run 2');
      await clock.advance(leaseMs);
      expect(second.answer).toMatchObject({ kind: 'locked', holder: 'run 1' });
      first.requireHeld();
    });

    test('is taken by one of many', async () => {
      await abandon(hour);
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, index) => lockOf(`run ${index + 2}`).acquire(never)),
      );
      expect(answers.filter(({ kind }) => kind === 'acquired')).toHaveLength(1);
      const winner = `run ${answers.findIndex(({ kind }) => kind === 'acquired') + 2}`;
      expect(await stored()).toMatchObject({ holder: winner });
      for (const answer of answers) if (answer.kind === 'locked') expect(answer.holder).toBe(winner);
    });
  });

  describe(`${title}: a lock whose holder’s process`, () => {
    const own = localProcesses.own ?? '';

    test('has ended on this machine is taken over at once, and that is said', async () => {
      await abandon(-leaseMs, { process: own.replace(/ \d+$/, ' 1') });
      await take('run 2', { processes: localProcesses });
      expect(said).toEqual(['the lock of run 1 was left by a process of this machine that has ended: taking it over']);
      expect(await stored()).toMatchObject({ holder: 'run 2', process: own });
    });

    test.each([
      ['still runs', (): unknown => own],
      ['runs on another machine', () => own.replace(/^./, 'x').replace(/ \d+$/, ' 1')],
      ['is not known', () => undefined],
      ['is nonsense', () => 'nonsense'],
      ['has a number that is none', () => own.replace(/ \d+ /, ' -99999999 ')],
      ['is no text', () => 17],
    ])('%s stays the holder’s', async (_, mark) => {
      await abandon(-leaseMs, { process: mark() });
      expect(await lockOf('run 2', { processes: localProcesses }).acquire(never)).toMatchObject({ kind: 'locked' });
    });
  });

  describe(`${title}: a lock that is broken`, () => {
    test('is taken at once, and whose it was is said', async () => {
      await take('run 1');
      await take('run 2', { breakLock: true });
      expect(warnings).toEqual([
        expect.stringMatching(/^breaking the lock journals.*, as break-lock asks\. It was run 1's, until /),
      ]);
    });

    test('is lost to its holder at the next renewal, which names the new one and leaves the lock alone', async () => {
      const first = await take('run 1');
      await take('run 2', { breakLock: true });
      await clock.advance(leaseMs / 2);
      expect(first.lost.aborted).toBe(true);
      expect(first.lost.reason).toMatchObject({
        name: 'RemoteError',
        message: expect.stringMatching(
          /^the lock journals.* was taken by run 2 at .*, while this run held it\. Nothing more/,
        ),
      });
      expect(() => first.requireHeld()).toThrow('was taken by run 2');
      await first.release();
      expect(await stored()).toMatchObject({ holder: 'run 2' });
    });

    test('and given back since is found out by looking, though its holder still believes in it', async () => {
      const first = await take('run 1');
      await first.requireHeldNow();
      await (await take('run 2', { breakLock: true })).release();
      expect(() => first.requireHeld()).not.toThrow();
      await expect(first.requireHeldNow()).rejects.toThrow(/was taken by another run, and given back since/);
      expect(first.lost.aborted).toBe(true);
    });

    test('and was free says nothing', async () => {
      await (await take('run 1')).release();
      await take('run 2', { breakLock: true });
      expect(warnings).toEqual([]);
    });
  });

  describe(`${title}: a lock that is held`, () => {
    test('says whose it is, from when and until when', async () => {
      await take('run 1');
      expect(await stored()).toEqual({
        version: 1,
        holder: 'run 1',
        token: expect.stringMatching(/^[0-9a-f-]{36}$/),
        acquired: iso(0),
        expires: iso(leaseMs),
        leaseMs,
      });
    });

    test('costs one call to take when nobody had it before, and two to renew and to give back', async () => {
      const lease = await take('run 1');
      expect(stage.calls).toEqual(['create']);
      await clock.advance(leaseMs * 0.45);
      expect(stage.calls).toEqual(['create', 'read', 'replace']);
      await lease.release();
      expect(stage.calls.slice(3)).toEqual(['read', 'replace']);
    });

    test('costs two calls to take when somebody is known to have had it before, and more when that is wrong', async () => {
      await (await take('run 1')).release();
      stage.calls.length = 0;
      expect(await lockOf('run 2').acquire(never, true)).toMatchObject({ kind: 'acquired', waited: false });
      expect(stage.calls).toEqual(['read', 'replace']);
      place.renew();
      stage = stageStore(await place.open());
      expect((await lockOf('run 2').acquire(never, true)).kind).toBe('acquired');
      expect(stage.calls).toEqual(['read', 'create']);
    });

    test('is renewed as long as its holder works', async () => {
      const lease = await take('run 1');
      await clock.advance(100 * leaseMs);
      lease.requireHeld();
      const { acquired, expires } = await stored();
      expect(acquired).toBe(iso(-100 * leaseMs));
      expect(Date.parse(String(expires)) - clock.seenBy().unixMs()).toBeGreaterThan(leaseMs / 2);
      expect(await lockOf('run 2').acquire(never)).toMatchObject({ kind: 'locked' });
    });

    test('that can’t be renewed for a while is kept', async () => {
      const lease = await take('run 1');
      stage.fault = () => 'refuse';
      await clock.advance(leaseMs * 0.8);
      expect(warnings.length).toBeGreaterThan(1);
      expect(warnings[0]).toMatch(/could not be renewed yet \(Error: 503 refused by the test\); trying again$/);
      stage.fault = () => undefined;
      await clock.advance(leaseMs);
      lease.requireHeld();
    });

    test.each(['refuse', 'hang'] as const)('that can’t be renewed before it runs out is lost (%s)', async (fault) => {
      const lease = await take('run 1');
      stage.fault = () => fault;
      await clock.advance(leaseMs - 1);
      expect(lease.lost.aborted).toBe(false);
      await clock.advance(1);
      expect(lease.lost.aborted).toBe(true);
      expect(lease.lost.reason).toMatchObject({
        name: 'RemoteError',
        message: expect.stringContaining('could not be renewed before it ran out'),
      });
    });

    test('whose renewal lands without an answer is kept', async () => {
      const lease = await take('run 1');
      let lost = 0;
      stage.fault = (call) => (call === 'replace' && lost++ < 1 ? 'lose-answer' : undefined);
      await clock.advance(5 * leaseMs);
      expect(lost).toBeGreaterThan(1);
      lease.requireHeld();
    });

    test.each([
      ['deleted', (): Promise<void> => Promise.resolve(), 'was deleted'],
      ['overwritten', () => put('x'), 'was overwritten with something that is no lock'],
      ['given back by somebody', () => put({ version: 1, holder: 'x', released: iso(0) }), 'was taken by another run'],
    ])('that was %s is lost', async (what, change, message) => {
      const lease = await take('run 1');
      await change();
      if (what === 'deleted') {
        const { store } = stage;
        Object.assign(store, { under: () => ({ ...store, read: async () => undefined }) });
      }
      await clock.advance(leaseMs / 2);
      expect(() => lease.requireHeld()).toThrow(message);
    });

    test('runs out counted from when it was asked for, not from when the answer came', async () => {
      const first = begin('run 1', { store: slow(20_000) });
      await clock.advance(20_000);
      if (first.answer?.kind !== 'acquired') throw new Error('not acquired');
      stage.fault = () => 'hang';
      await clock.advance(leaseMs - 20_000 - 1);
      expect(first.answer.lease.lost.aborted).toBe(false);
      await clock.advance(1);
      expect(first.answer.lease.lost.aborted).toBe(true);
    });

    test('runs out counted from when its renewal was asked for, and a renewal that came too late counts for nothing', async () => {
      const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
      for (const [kind, endsAt] of [
        ['late', 80_000],
        ['too late', 60_000],
      ] as const) {
        place.renew();
        stage = stageStore(await place.open());
        clock = createHeldClock(stage.settle);
        const lease = await take('run 1', { store: kind === 'late' ? slowRenewal(10_000) : refusing() });
        await clock.advance(39_000);
        stage.fault = () => 'hang';
        await clock.advance(endsAt - 39_000 - 1);
        expect(lease.lost.aborted).toBe(false);
        await clock.advance(1);
        expect(lease.lost.aborted).toBe(true);
      }
      random.mockRestore();
    });

    test('by a process that was paused past its lease is lost before it has looked', async () => {
      const lease = await take('run 1');
      clock.jump(leaseMs);
      expect(() => lease.requireHeld()).toThrow('could not be renewed before it ran out');
      expect(lease.lost.aborted).toBe(true);
    });

    test('by a paused process is taken over; woken, it stops and leaves the new holder alone', async () => {
      const first = await take('run 1', { store: pausable() });
      pause();
      const second = begin('run 2', { waitMs: hour });
      await clock.advance(2 * leaseMs);
      expect(second.answer?.kind).toBe('acquired');
      await wake();
      expect(() => first.requireHeld()).toThrow();
      await first.release();
      expect(await stored()).toMatchObject({ holder: 'run 2' });
      expect(await stored()).toHaveProperty('token');
    });
  });

  const slowRenewal = (durationMs: number): Store => ({
    ...slow(durationMs),
    create: stage.store.create,
    under: () => slowRenewal(durationMs),
  });
  /** A store whose answers to writes come late. */
  const slow = (durationMs: number, store: Store = stage.store): Store => {
    const late = async <T>(answer: T): Promise<T> => {
      await clock.seenBy().sleep(durationMs, never, true);
      return answer;
    };
    return {
      ...store,
      create: (...args) => store.create(...args).then(late),
      replace: (...args) => store.replace(...args).then(late),
      under: (limits) => slow(durationMs, store.under(limits)),
    };
  };
  /** A store in which every replacement comes too late. */
  const refusing = (store: Store = stage.store): Store => ({
    ...store,
    replace: async () => 'changed',
    under: (limits) => refusing(store.under(limits)),
  });

  let paused: (() => void)[] | undefined;
  /** A store whose calls stand still while its process is paused, and are made when it is woken. */
  const pausable = (store: Store = stage.store): Store => {
    const wait = () => new Promise<void>((resolve) => (paused === undefined ? resolve() : void paused.push(resolve)));
    return {
      ...store,
      read: (...args) => wait().then(() => store.read(...args)),
      replace: (...args) => wait().then(() => store.replace(...args)),
      under: (limits) => pausable(store.under(limits)),
    };
  };
  const pause = () => {
    paused = [];
  };
  const wake = async () => {
    const waiting = paused ?? [];
    paused = undefined;
    for (const resolve of waiting) resolve();
    await clock.settle();
  };

  describe(`${title}: giving back`, () => {
    test('frees the lock at once, once, and nothing is left running', async () => {
      const lease = await take('run 1');
      await Promise.all([lease.release(), lease.release()]);
      await lease.release();
      expect(await stored()).toEqual({ version: 1, holder: 'run 1', released: iso(0) });
      expect(clock.sleepers()).toBe(0);
      stage.calls.length = 0;
      await clock.advance(3 * leaseMs);
      expect(stage.calls).toEqual([]);
      expect(lease.lost.aborted).toBe(false);
      await take('run 2');
      expect(said).toEqual([]);
    });

    test.each([
      ['refuse', 0],
      ['hang', 3000],
    ] as const)('that fails (%s) is said after %d ms, and never rejects', async (fault, afterMs) => {
      const lease = await take('run 1');
      stage.fault = () => fault;
      let isOver = false;
      const releasing = lease.release().then(() => {
        isOver = true;
      });
      await clock.advance(Math.max(afterMs - 1, 0));
      expect(isOver).toBe(afterMs === 0);
      await clock.advance(1);
      await releasing;
      expect(warnings).toEqual([expect.stringMatching(/could not be given back \(.*\): it runs out by itself$/)]);
      expect(clock.sleepers()).toBe(0);
    });

    test.each(['ended', 'failed'])('waits for what is to come before it, whether that %s', async (end) => {
      const lease = await take('run 1');
      let settle: { resolve(): void; reject(error: Error): void } | undefined;
      const before = new Promise<void>((resolve, reject) => {
        settle = { resolve, reject };
      });
      const releasing = lease.release(before);
      await stage.settle();
      expect(await stored()).toMatchObject({ holder: 'run 1', expires: expect.anything() });
      if (end === 'ended') settle?.resolve();
      else settle?.reject(new Error('the store is away'));
      await releasing;
      expect(await stored()).toMatchObject({ released: expect.anything() });
    });

    test('while a renewal is under way frees it all the same', async () => {
      const lease = await take('run 1', { store: pausable() });
      pause();
      await clock.advance(leaseMs * 0.45);
      const releasing = lease.release();
      await wake();
      await releasing;
      expect(await stored()).toMatchObject({ released: expect.anything() });
    });
  });

  describe(`${title}: answers that are lost`, () => {
    test('a creation that landed is a success', async () => {
      stage.fault = (call) => (call === 'create' ? 'lose-answer' : undefined);
      const lease = await take('run 1');
      stage.fault = () => undefined;
      lease.requireHeld();
      await clock.advance(leaseMs);
      lease.requireHeld();
    });

    test('a takeover that landed is a success', async () => {
      await abandon(hour);
      stage.fault = (call) => (call === 'replace' ? 'lose-answer' : undefined);
      await take('run 2');
      expect(await stored()).toMatchObject({ holder: 'run 2' });
    });

    test('a creation of one’s own that is said to have come too late is a success', async () => {
      const { store } = stage;
      const twice: Store = {
        ...store,
        create: async (...args) => {
          await store.create(...args);
          return store.create(...args);
        },
        under: () => twice,
      };
      const lease = await take('run 1', { store: twice });
      lease.requireHeld();
    });

    test('a creation that did not land is an error', async () => {
      stage.fault = (call) => (call === 'create' ? 'refuse' : undefined);
      await expect(lockOf('run 1').acquire(never)).rejects.toThrow('503 refused by the test');
      expect(await stage.store.read(name)).toBeUndefined();
    });
  });

  describe(`${title}: a cancellation`, () => {
    const reason = new Error('cancelled by SIGINT');

    test('before anything makes no call', async () => {
      const waiting = begin('run 1', {}, AbortSignal.abort(reason));
      await waiting.ended;
      expect(waiting.error).toBe(reason);
      expect(stage.calls).toEqual([]);
    });

    test('ends the wait at once and leaves nothing behind', async () => {
      await take('run 1');
      const stop = new AbortController();
      const waiting = begin('run 2', { waitMs: hour }, stop.signal);
      await clock.advance(5000);
      stop.abort(reason);
      await waiting.ended;
      expect(waiting.error).toBe(reason);
      expect(await stored()).toMatchObject({ holder: 'run 1' });
      expect(clock.sleepers()).toBe(1);
    });

    test('while the lock is being taken gives it back', async () => {
      const stop = new AbortController();
      const { store } = stage;
      const cancelling: Store = {
        ...store,
        create: (...args) => {
          stop.abort(reason);
          return store.create(...args);
        },
        under: (limits) => ({ ...cancelling, ...pick(store.under(limits)) }),
      };
      const waiting = begin('run 1', { store: cancelling }, stop.signal);
      await waiting.ended;
      expect(waiting.error).toBe(reason);
      expect(await stored()).toMatchObject({ released: expect.anything() });
      expect(clock.sleepers()).toBe(0);
    });

    test('while the lock is being taken by a store that hangs ends within 3 s', async () => {
      const stop = new AbortController();
      stage.fault = () => 'hang';
      const waiting = begin('run 1', {}, stop.signal);
      await clock.settle();
      stop.abort(reason);
      await clock.advance(3000);
      await waiting.ended;
      expect(waiting.error).toBe(reason);
    });

    const pick = ({ read, replace, list }: Store) => ({ read, replace, list });
  });

  test(`${title}: of many that come at once exactly one holds it, and all get their turn`, async () => {
    const runs = Array.from({ length: 6 }, (_, index) => begin(`run ${index}`, { waitMs: hour }));
    const done = new Set<(typeof runs)[number]>();
    while (done.size < runs.length) {
      await clock.advance(10_000);
      const holding = runs.filter((run) => run.answer?.kind === 'acquired' && !done.has(run));
      expect(holding.length).toBeLessThanOrEqual(1);
      for (const run of holding) {
        if (run.answer?.kind === 'acquired') await run.answer.lease.release();
        done.add(run);
      }
      if (clock.elapsedMs() > hour) throw new Error('somebody never gets it');
    }
  });
}
