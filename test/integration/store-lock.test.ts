import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openLock, openStore, type Store, type StoreLockAnswer } from '../../src/store/index.ts';
import type { StoreLease } from '../../src/store/lease.ts';
import { type CloudStorage, startCloudStorage } from '../../tools/servers/index.ts';
import { describeLock } from '../unit/store/lock-suite.ts';
import type { LockTask } from './lock-process.ts';
import { startTalking } from './process-that-talks.ts';

let storage: CloudStorage;
const parent = mkdtempSync(join(tmpdir(), 'keep-deploy-lock-'));
beforeAll(async () => {
  storage = await startCloudStorage();
  await storage.createBucket('keep-test-locks');
});
afterAll(async () => {
  await storage?.stop();
  rmSync(parent, { recursive: true, force: true });
});
/** What a test does not give back would be renewed on and on, also when nothing of the tests is there any more. */
const leases: StoreLease[] = [];
let ofTest = new AbortController();
afterEach(async () => {
  storage.reset();
  await Promise.all(leases.splice(0).map((lease) => lease.release()));
  ofTest.abort(new Error('the test is over'));
  ofTest = new AbortController();
});

let count = 0;
const never = new AbortController().signal;
const bucket = (): Promise<Store> =>
  openStore(`gs://keep-test-locks/lock-${count}`, {
    baseFolder: '',
    signal: ofTest.signal,
    endpoint: storage.endpoint,
  });

describeLock('in a bucket', {
  open: bucket,
  renew: () => {
    count += 1;
  },
  writes: () => storage.counts().writes,
});

const name = 'journals/1101-ab/0xcd/lock.json';
const silent = { info: () => {}, warning: () => {} };
async function acquire(store: Store, holder: string): Promise<StoreLockAnswer> {
  const answer = await openLock({ store, name, holder, waitMs: 0, breakLock: false, log: silent }).acquire(never);
  if (answer.kind === 'acquired') leases.push(answer.lease);
  return answer;
}
const holderIn = async (store: Store) => {
  const found = await store.read(name);
  return found && JSON.parse(new TextDecoder().decode(found.bytes));
};

describe('a lock in a bucket under faults', () => {
  let store: Store;
  beforeEach(async () => {
    count += 1;
    store = await bucket();
  });

  test.each([
    ['whose answer was lost', { type: 'reset-after-it-landed' }, 1],
    ['that was answered with 503 after it landed', { type: 'answer-after-it-landed', status: 503 }, 1],
    ['that was answered with 503 instead', { type: 'answer-instead', status: 503 }, 1],
    ['that was delayed', { type: 'delay', delayMs: 300 }, 1],
    ['that was answered with 503 after it landed, every time', { type: 'answer-after-it-landed', status: 503 }, 5],
    ['that is refused with 412 after it landed', { type: 'answer-after-it-landed', status: 412 }, 1],
  ] as const)('a creation %s holds it, and can be renewed and given back', async (_, fault, times) => {
    const planned = storage.failNext({ fault, kind: 'write', times });
    const answer = await acquire(store, 'run 1');
    expect(planned.strikes()).toBe(times);
    if (answer.kind !== 'acquired') throw new Error('not acquired');
    expect(await acquire(await bucket(), 'run 2')).toMatchObject({ kind: 'locked', holder: 'run 1' });
    await answer.lease.release();
    expect(await holderIn(store)).toMatchObject({ released: expect.anything() });
  });

  test('a creation that is refused with 412, though nothing is there, is tried again', async () => {
    const planned = storage.failNext({ fault: { type: 'answer-instead', status: 412 }, kind: 'write' });
    const answer = await acquire(store, 'run 1');
    expect([answer.kind, planned.strikes()]).toEqual(['acquired', 1]);
  });

  test.each([
    ['whose answer was lost', { type: 'reset-after-it-landed' }],
    ['that was answered with 412 after it landed', { type: 'answer-after-it-landed', status: 412 }],
  ] as const)('giving back %s frees it', async (_, fault) => {
    const answer = await acquire(store, 'run 1');
    if (answer.kind !== 'acquired') throw new Error('not acquired');
    storage.failNext({ fault, kind: 'write' });
    await answer.lease.release();
    expect((await acquire(await bucket(), 'run 2')).kind).toBe('acquired');
  });

  test('of many that come at once, some with lost answers, exactly one holds it', async () => {
    storage.failNext({ fault: { type: 'reset-after-it-landed' }, kind: 'write', times: 3 });
    const stores = await Promise.all(Array.from({ length: 8 }, () => bucket()));
    const answers = await Promise.all(stores.map((own, index) => acquire(own, `run ${index}`)));
    const holders = answers.flatMap(({ kind }, index) => (kind === 'acquired' ? [`run ${index}`] : []));
    expect(holders).toHaveLength(1);
    expect(await holderIn(store)).toMatchObject({ holder: holders[0] });
  });
});

describe.each(['a bucket', 'a directory'])('a lock in %s between processes', (place) => {
  const children = new Set<ChildProcess>();
  let location: string;
  let store: Store;
  beforeEach(async () => {
    count += 1;
    location = place === 'a bucket' ? `gs://keep-test-locks/processes-${count}` : `file:processes-${count}`;
    store = await openStore(location, { baseFolder: parent, signal: never, endpoint: storage.endpoint });
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
  });

  function start(holder: string, more: Partial<LockTask> = {}) {
    const task: LockTask = {
      ...{ location, baseFolder: parent, name, holder, leaseMs: 600_000, waitMs: 600_000, ...more },
      ...(place === 'a bucket' && { endpoint: storage.endpoint }),
    };
    const run = startTalking('lock-process.ts', task);
    children.add(run.child);
    return run;
  }

  test('of a holder that was killed on this machine is taken over at once', async () => {
    const first = start('run 1');
    await first.says('acquired');
    first.child.kill('SIGKILL');
    await first.exit;
    const second = start('run 2');
    await second.says('acquired');
    expect(second.printed()).toContain('the lock of run 1 was left by a process of this machine that has ended');
  });

  test('of a killed holder is taken over when it ran out', async () => {
    const first = start('run 1', { isElsewhere: true, leaseMs: 1500 });
    await first.says('acquired');
    first.child.kill('SIGKILL');
    const second = start('run 2');
    await second.says('acquired');
    expect(second.printed()).toMatch(/the lock of run 1 ran out at .*: taking it over/);
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
    expect(await holderIn(store)).toEqual({ version: 1, holder: 'run 2', released: expect.anything() });
  });

  test('of a paused holder is taken over; woken, it stops, and the new holder’s stays', async () => {
    const first = start('run 1', { leaseMs: 1500 });
    await first.says('acquired');
    first.child.kill('SIGSTOP');
    const second = start('run 2');
    await second.says('acquired');
    first.child.kill('SIGCONT');
    await first.says(/^ended: the lock .* (could not be renewed before it ran out|was taken by run 2)/m);
    expect(await first.exit).toBe(0);
    expect(await holderIn(store)).toMatchObject({ holder: 'run 2', token: expect.anything() });
    second.child.kill('SIGTERM');
    await second.says('over');
  });

  test('is given back by one that is told to end, to one that waits', async () => {
    const first = start('run 1');
    await first.says('acquired');
    const second = start('run 2');
    await second.says(/waiting for the lock/);
    first.child.kill('SIGTERM');
    await second.says('acquired');
    expect(first.printed()).toContain('ended: told to end');
    expect(second.printed()).not.toContain('taking it over');
  });

  if (place === 'a bucket') {
    test('is left to run out when the store doesn’t answer in time', async () => {
      const first = start('run 1');
      await first.says('acquired');
      storage.failNext({ fault: { type: 'delay', delayMs: 8_000 }, times: 100 });
      first.child.kill('SIGTERM');
      await first.says('over');
      expect(first.printed()).toMatch(/could not be given back \(.*no answer within.*\): it runs out by itself/);
    });
  }

  test('keeps no process alive', async () => {
    const idle = start('run 1', { isIdle: true });
    expect(await idle.exit).toBe(0);
    expect(idle.printed()).toBe('acquired\n');
  });
});
