import { describe, expect, test } from '@jest/globals';
import { ApiRefusal } from '../../../../src/cluster/api/cluster-port.ts';
import { type LiveLease, leaseName } from '../../../../src/cluster/record/lease-object.ts';
import {
  acquireNamespaceLock,
  type LockAnswer,
  type LockOptions,
} from '../../../../src/cluster/record/namespace-lock.ts';
import { recordingLog } from '../recording-log.ts';
import { createHeldTime } from './held-time.ts';
import { type Call, createMemoryServer, type Fate } from './memory-cluster.ts';

const namespace = 'keep-test';
const path = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${leaseName}`;
const start = Date.UTC(2026, 10, 21, 12);
const never = new AbortController().signal;

function createScene() {
  const server = createMemoryServer();
  const time = createHeldTime();
  const { log, lines } = recordingLog();
  let fate: (call: Call) => Fate | Promise<Fate> = () => 'answer';
  const now = () => start + time.now();
  const acquire = (holder: string, more: Partial<LockOptions> = {}, signal = never): Promise<LockAnswer> =>
    acquireNamespaceLock(
      {
        ...{ cluster: server.connect({ fate: (call) => fate(call), now }), namespace, holder, log, clock: time },
        ...{ waitMs: 0, breakLock: false, ...more },
      },
      signal,
    );
  const held = async (holder: string, more: Partial<LockOptions> = {}) => {
    const answer = await acquire(holder, more);
    if (answer.kind !== 'acquired') throw new Error(`held by ${answer.heldBy}`);
    return answer.lease;
  };
  return {
    ...{ server, time, lines, acquire, held },
    spec: () => (server.objects.get(path) as LiveLease | undefined)?.spec,
    put: (spec: object) =>
      server.put({
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: leaseName, namespace },
        spec,
      } as never),
    fail: (next: typeof fate) => {
      fate = next;
    },
    writes: () => server.calls.filter(({ verb }) => verb === 'create' || verb === 'replace').length,
  };
}

describe('the lock that is another’s', () => {
  test('ends at once with its holder and its end, when nobody waits', async () => {
    const { held, acquire } = createScene();
    await held('run 1');
    expect(await acquire('run 2')).toEqual({ kind: 'held', heldBy: 'run 1', expiresAt: '2026-11-21T12:01:00.000Z' });
  });

  test('is waited for, and had once it is given back', async () => {
    const { held, acquire, time, lines, spec } = createScene();
    const first = await held('run 1');
    const second = acquire('run 2', { waitMs: 600_000 });
    await time.advance(120_000);
    expect(lines).toEqual([
      expect.stringMatching(/^info Waiting for the lock .*: run 1 holds it, until 2026-11-21T12:01/),
    ]);
    await first.release();
    await time.advance(10_000);
    expect(await second).toMatchObject({ kind: 'acquired', waited: true });
    expect(spec()).toMatchObject({ holderIdentity: expect.stringMatching(/^run 2 /), leaseTransitions: 1 });
  });

  test('is waited for no longer than allowed', async () => {
    const { held, acquire, time } = createScene();
    await held('run 1');
    const second = acquire('run 2', { waitMs: 90_000 });
    await time.advance(91_000);
    expect(await second).toMatchObject({ kind: 'held', heldBy: 'run 1' });
  });

  test('is taken over when it ran out, and the old holder is named', async () => {
    const { acquire, time, put, lines, spec } = createScene();
    put({
      holderIdentity: 'run 1',
      leaseDurationSeconds: 60,
      renewTime: '2026-11-21T12:00:00.000000Z',
      leaseTransitions: 3,
    });
    await time.advance(59_000);
    expect(await acquire('run 2')).toMatchObject({ kind: 'held', heldBy: 'run 1' });
    await time.advance(4_000);
    expect(await acquire('run 2')).toMatchObject({ kind: 'acquired', waited: false });
    expect(lines).toEqual([
      expect.stringMatching(/^warning Taking over .*: that of run 1 ran out at 2026-11-21T12:01:00.000Z/),
    ]);
    expect(spec()?.leaseTransitions).toBe(4);
  });

  test('is broken only when that is asked for', async () => {
    const { held, acquire, lines, time } = createScene();
    const first = await held('run 1');
    expect(await acquire('run 2', { breakLock: true })).toMatchObject({ kind: 'acquired' });
    expect(lines).toEqual([
      expect.stringMatching(/^warning Breaking the lock .*as break-lock asks. It was held by run 1/),
    ]);
    await time.advance(20_000);
    expect(() => first.requireHeld()).toThrow(/was taken by run 2, while this run held it/);
  });

  test('and says nothing of its end is never taken unasked', async () => {
    const { acquire, put, time } = createScene();
    put({ holderIdentity: 'somebody' });
    await time.advance(10_000_000);
    expect(await acquire('run 2')).toEqual({ kind: 'held', heldBy: 'somebody', expiresAt: 'an unknown time' });
    expect(await acquire('run 3', { breakLock: true })).toMatchObject({ kind: 'acquired' });
  });

  test('goes to one of many who want it at once', async () => {
    const { acquire } = createScene();
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => acquire(holder)));
    expect(answers.filter(({ kind }) => kind === 'acquired')).toHaveLength(1);
  });
});

describe('the lock that is held', () => {
  test('is renewed four times in its time, in one request each, by the server’s clock in microseconds', async () => {
    const { held, time, writes, spec } = createScene();
    const lease = await held('run 1');
    expect(spec()).toMatchObject({ acquireTime: '2026-11-21T12:00:00.000000Z', leaseDurationSeconds: 60 });
    const before = writes();
    await time.advance(600_000);
    expect(writes() - before).toBeGreaterThanOrEqual(36);
    expect(writes() - before).toBeLessThanOrEqual(45);
    expect(spec()).toMatchObject({
      acquireTime: '2026-11-21T12:00:00.000000Z',
      renewTime: expect.stringMatching(/^2026-11-21T12:(09|10):\d\d\.\d{6}Z$/),
    });
    expect(() => lease.requireHeld()).not.toThrow();
  });

  test('is lost before it may have run out when it can not be renewed', async () => {
    const { held, time, fail, lines } = createScene();
    const lease = await held('run 1');
    fail(() => 'refuse');
    await time.advance(50_000);
    expect(lease.lost.aborted).toBe(false);
    await time.advance(5_000);
    expect(lease.lost.reason).toMatchObject({
      message: expect.stringContaining('could not be renewed before it ran out'),
    });
    expect(lines.some((line) => line.startsWith('warning The lock on the namespace could not be renewed yet'))).toBe(
      true,
    );
  });

  test('is lost before it may have run out when the server does not answer at all', async () => {
    const { held, time, fail } = createScene();
    const lease = await held('run 1');
    fail(() => 'die-before');
    await time.advance(55_000);
    expect(() => lease.requireHeld()).toThrow('could not be renewed');
  });

  test('is lost the earlier, the less is known of the server’s time: others may know it better', async () => {
    const { server, time, acquire } = createScene();
    let isDeaf = false;
    const slow = server.connect({
      fate: ({ verb }) =>
        isDeaf
          ? 'refuse'
          : verb !== 'get'
            ? 'answer'
            : new Promise((resolve) => time.after(20_000, () => resolve('answer'))),
    });
    // The answer was 20 s on its way back.
    const cluster = { ...slow, serverNow: () => new Date(start + time.now() - 20_000) };
    const taking = acquire('run 1', { cluster });
    await time.advance(20_000);
    const answer = await taking;
    if (answer.kind !== 'acquired') throw new Error('it is free');
    isDeaf = true;
    await time.advance(35_000);
    expect(() => answer.lease.requireHeld()).toThrow('could not be renewed');
    // The first moment at which another one may take it.
    expect(await acquire('run 2')).toMatchObject({ kind: 'held' });
    await time.advance(8_000);
    expect(await acquire('run 2')).toMatchObject({ kind: 'acquired' });
  });

  test('is not lost by answers that get lost, nor by somebody’s label', async () => {
    const { held, time, fail, server } = createScene();
    const lease = await held('run 1');
    let writes = 0;
    fail(({ verb }) => (verb === 'replace' && writes++ % 2 === 0 ? 'lose-answer' : 'answer'));
    await time.advance(200_000);
    const live = server.objects.get(path);
    if (live === undefined) throw new Error('the Lease is there');
    server.put({ ...live, kind: 'Lease', metadata: { ...live.metadata, labels: { team: 'keep' } } } as never);
    await time.advance(200_000);
    expect(lease.lost.aborted).toBe(false);
    expect(server.objects.get(path)?.metadata.labels).toMatchObject({ team: 'keep' });
  });

  test.each([
    [
      'taken',
      { holderIdentity: 'run 2', leaseDurationSeconds: 60, renewTime: '2026-11-21T12:00:10.000000Z' },
      /was taken by run 2/,
    ],
    ['taken and given back', {}, /was taken by another run, and given back since/],
  ])('is lost at the next renewal when it was %s', async (_, spec, reason) => {
    const { held, time, put } = createScene();
    const lease = await held('run 1');
    put(spec);
    await time.advance(20_000);
    expect(() => lease.requireHeld()).toThrow(reason);
  });

  test('is lost when it was deleted', async () => {
    const { held, time, server } = createScene();
    const lease = await held('run 1');
    server.objects.delete(path);
    await time.advance(20_000);
    expect(() => lease.requireHeld()).toThrow('was deleted');
  });

  test('is known to be lost by who asks, also when no timer has run', async () => {
    const { held, time } = createScene();
    const lease = await held('run 1');
    const { now } = time;
    Object.assign(time, { now: () => now() + 60_000 });
    expect(() => lease.requireHeld()).toThrow('could not be renewed');
    expect(lease.lost.aborted).toBe(true);
  });
});

describe('the lock that is given back', () => {
  test('is free at once, and renewed no more', async () => {
    const { held, time, spec, writes } = createScene();
    const lease = await held('run 1');
    await lease.release();
    await lease.release();
    expect(spec()).toEqual({ leaseTransitions: 0 });
    const before = writes();
    await time.advance(300_000);
    expect(writes()).toBe(before);
    expect(lease.lost.aborted).toBe(false);
    expect((await held('run 2')).lost.aborted).toBe(false);
  });

  test('is left alone when it is another’s', async () => {
    const { held, acquire, spec } = createScene();
    const first = await held('run 1');
    await acquire('run 2', { breakLock: true });
    await first.release();
    expect(spec()?.holderIdentity).toMatch(/^run 2 /);
  });

  test('although a renewal came in between', async () => {
    const { held, time, fail, spec } = createScene();
    const lease = await held('run 1');
    fail(({ verb }) => (verb === 'replace' ? 'lose-answer' : 'answer'));
    await time.advance(15_000);
    fail(() => 'answer');
    await lease.release();
    expect(spec()).toEqual({ leaseTransitions: 0 });
  });

  test('takes no longer than three seconds when nobody answers', async () => {
    const { held, time, fail, lines } = createScene();
    const lease = await held('run 1');
    fail(() => 'die-before');
    const releasing = lease.release();
    await time.advance(3_000);
    await releasing;
    expect(lines).toEqual([
      expect.stringMatching(/^warning .*could not be given back \(.*no answer within 3 s\): it runs out by itself/),
    ]);
  });
});

describe('taking the lock', () => {
  test.each<[string, Fate, number]>([
    ['is lost', 'lose-answer', 1],
    ['never arrived', 'refuse', 2],
  ])('succeeds although the first answer %s', async (_, first, writes) => {
    const { held, fail, server, time } = createScene();
    let count = 0;
    fail(({ verb }) => (verb === 'create' && count++ === 0 ? first : 'answer'));
    const taking = held('run 1');
    await time.advance(1_000);
    expect((await taking).lost.aborted).toBe(false);
    expect(server.calls.filter(({ verb }) => verb === 'create')).toHaveLength(writes);
  });

  test('fails when it is not allowed', async () => {
    const { acquire, server } = createScene();
    server.onChange = () => {
      throw new ApiRefusal('leases is forbidden', 403, 'Forbidden');
    };
    await expect(acquire('run 1')).rejects.toThrow('leases is forbidden');
  });

  test('and being cancelled while the write is under way gives it back', async () => {
    const { acquire, fail, spec, time } = createScene();
    const cancel = new AbortController();
    let goOn = () => {};
    const underWay = new Promise<Fate>((resolve) => {
      goOn = () => resolve('answer');
    });
    fail(({ verb }) => (verb === 'create' ? underWay : 'answer'));
    const taking = acquire('run 1', {}, cancel.signal).catch((error: Error) => error);
    await time.settle();
    cancel.abort(new Error('SIGTERM'));
    await time.settle();
    goOn();
    await time.advance(100);
    expect(await taking).toMatchObject({ message: 'SIGTERM' });
    expect(spec()).toEqual({ leaseTransitions: 0 });
  });

  test('and being cancelled while waiting ends at once', async () => {
    const { held, acquire, time } = createScene();
    await held('run 1');
    const cancel = new AbortController();
    const taking = acquire('run 2', { waitMs: 600_000 }, cancel.signal).catch((error: Error) => error);
    await time.advance(5_000);
    cancel.abort(new Error('SIGINT'));
    await time.settle();
    expect(await taking).toMatchObject({ message: 'SIGINT' });
  });
});
