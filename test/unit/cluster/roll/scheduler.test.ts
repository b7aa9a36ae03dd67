import { beforeEach, describe, expect, test } from '@jest/globals';
import { wait } from '../../../../src/cluster/api/clock.ts';
import { type Run, runWaves } from '../../../../src/cluster/roll/scheduler.ts';
import { type HeldClock, heldClock } from '../api/held-clock.ts';
import { recordingLog } from '../recording-log.ts';
import { until } from './network-fixture.ts';

interface Client {
  readonly client: string;
  readonly role: string;
  readonly isRestart: boolean;
}

const clientsOf = (...names: readonly string[]) =>
  names.map((client): Client => ({ client, role: 'standard', isRestart: true }));
const waves = [{ name: 'standard', steps: clientsOf('s0', 's1', 's2') }];
const never = new AbortController().signal;

let clock: HeldClock;
let started: string[];
beforeEach(() => {
  clock = heldClock();
  started = [];
});

function runOf(more: Partial<Run<Client, string>>): Run<Client, string> {
  return {
    network: { members: clientsOf('s0', 's1', 's2'), roles: ['bootstrap', 'standard'], voters: new Set() },
    maxParallel: 1,
    lastDeadline: { atMs: 1_000_000, of: 'total', limitMs: 1_000_000 },
    limits: { clientMs: 10_000, waveMs: 100_000 },
    ...{ signal: never, clock, log: recordingLog().log },
    isReady: () => true,
    work: async ({ client }) => {
      started.push(`${client} at ${clock.now()}`);
      await wait(clock, 1_000, never);
      return client;
    },
    judgeEnd: () => 'go-on',
    ...more,
  };
}

describe('clients that no running client of their role may join in being down', () => {
  const network = {
    members: clientsOf('s0', 's1', 's2'),
    roles: ['bootstrap', 'standard'],
    voters: new Set(['standard']),
  };

  test('are waited for, and the others start when they serve again', async () => {
    const isReady = (client: string) => client !== 's2' || clock.now() >= 4_500;
    const two = [{ name: 'standard', steps: clientsOf('s0', 's1') }];
    const end = await until(clock, runWaves(two, runOf({ network, isReady })));
    expect(end.stop).toBeUndefined();
    expect(started).toEqual(['s0 at 5000', 's1 at 6000']);
  });

  test('end the wave when they don’t for as long as a client may take', async () => {
    const two = [{ name: 'standard', steps: clientsOf('s0', 's1') }];
    const end = await until(clock, runWaves(two, runOf({ network, isReady: (client) => client !== 's2' })));
    expect(end).toMatchObject({ stop: { kind: 'held', clients: ['s0', 's1'] }, stoppedIn: 'standard' });
    expect(clock.now()).toBe(10_000);
    expect(started).toEqual([]);
  });
});

describe('nothing starts any more', () => {
  test('after a stop, and those under way are waited for', async () => {
    const run = runOf({ maxParallel: 2, judgeEnd: ({ client }) => (client === 's0' ? 'stop' : 'go-on') });
    const end = await until(clock, runWaves(waves, run));
    expect(end.stop).toEqual({ kind: 'failed' });
    expect([...end.results.keys()]).toEqual(['s0', 's1']);
    expect(end.left.map(({ client }) => client)).toEqual(['s2']);
  });

  test('after a break-off, and those under way are asked to leave off', async () => {
    const leaves: string[] = [];
    const work: Run<Client, string>['work'] = async ({ client }, _, signal) => {
      await wait(clock, client === 's0' ? 1_000 : 50_000, signal).catch(() => leaves.push(client));
      return client;
    };
    const run = runOf({ maxParallel: 2, work, judgeEnd: ({ client }) => (client === 's0' ? 'break-off' : 'go-on') });
    await until(clock, runWaves(waves, run));
    expect(leaves).toEqual(['s1']);
    expect(clock.now()).toBe(1_000);
  });

  test('after the run was stopped from outside', async () => {
    const stop = new AbortController();
    clock.after(500, () => stop.abort(new Error('SIGTERM')));
    const end = await until(clock, runWaves(waves, runOf({ signal: stop.signal })));
    expect(end.stop).toEqual({ kind: 'aborted' });
    expect(started).toEqual(['s0 at 0']);
  });

  test('after the wave’s deadline', async () => {
    const run = runOf({ limits: { clientMs: 10_000, waveMs: 1_500 } });
    const end = await until(clock, runWaves(waves, run));
    expect(end.stop).toMatchObject({ kind: 'deadline', deadline: { of: 'wave' } });
    expect(started).toEqual(['s0 at 0', 's1 at 1000']);
  });

  test('after a defect of ours, which is thrown when those under way have ended', async () => {
    let isOver = false;
    const work: Run<Client, string>['work'] = async ({ client }) => {
      if (client === 's1') throw new TypeError('a defect');
      await wait(clock, 1_000, never);
      isOver = true;
      return client;
    };
    await expect(until(clock, runWaves(waves, runOf({ maxParallel: 2, work })))).rejects.toThrow('a defect');
    expect(isOver).toBe(true);
  });
});

test('a client has the earliest of its own, its wave’s and the last deadline', async () => {
  const deadlines: string[] = [];
  const work: Run<Client, string>['work'] = async ({ client }, { of, atMs }) => {
    deadlines.push(`${client}: ${of} ${atMs}`);
    await wait(clock, 1_000, never);
    return client;
  };
  const lastDeadline = { atMs: 4_500, of: 'total', limitMs: 4_500 } as const;
  await until(clock, runWaves(waves, runOf({ work, lastDeadline, limits: { clientMs: 3_000, waveMs: 100_000 } })));
  expect(deadlines).toEqual(['s0: client 3000', 's1: client 4000', 's2: total 4500']);
});
