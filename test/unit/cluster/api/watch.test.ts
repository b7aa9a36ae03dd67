import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startWatch } from '../../../../src/cluster/api/watch.ts';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';
import { heldClock, settled } from './held-clock.ts';
import { createModelServer, type Fault, type ModelServer } from './model-server.ts';

/** A watch of a model server that was prepared so, by a clock that is held; and what it told. */
function rig(prepare: (server: ModelServer) => void = () => {}, path = '/list') {
  const clock = heldClock();
  const server = createModelServer(clock);
  prepare(server);
  const told = new Map<string, LiveObject>();
  const lines: string[] = [];
  const closing = new AbortController();
  const watch = startWatch<LiveObject>(
    path,
    {
      changed: (object) => {
        const { name, uid, resourceVersion } = object.metadata;
        const before = told.get(name);
        if (before?.metadata.resourceVersion === resourceVersion) lines.push(`twice ${name}`);
        if (Number(before?.metadata.resourceVersion ?? 0) > Number(resourceVersion)) lines.push(`${name} went back`);
        if (before !== undefined && before.metadata.uid !== uid) lines.push(`${name} changed into another`);
        told.set(name, object);
      },
      deleted: ({ metadata: { name } }) => {
        if (!told.delete(name)) lines.push(`${name} deleted, and never told`);
      },
      interrupted: (why) => lines.push(`interrupted: ${why}`),
      resumed: () => lines.push('resumed'),
      refused: (error) => lines.push(`refused: ${error.message}`),
    },
    { transport: server, signal: closing.signal, clock, random: () => 0.5 },
  );
  const state = () =>
    Object.fromEntries([...told].map(([name, { metadata }]) => [name, metadata.resourceVersion ?? '']).toSorted());
  /** As long as it takes, by the held clock. */
  const converge = async (withinMs = 600_000) => {
    const until = clock.now() + withinMs;
    await settled();
    while (JSON.stringify(state()) !== JSON.stringify(server.state()) && clock.now() < until) {
      if (!(await clock.advanceToNext())) break;
    }
  };
  const asked = (on: 'list' | 'watch') => server.asked.filter((one) => one.on === on);
  return { clock, server, watch, state, lines, converge, asked, closing };
}

const quick: readonly (readonly [string, Fault])[] = [
  ['an end in order', { kind: 'closed' }],
  ['a reset before the first event', { kind: 'reset', afterBytes: 0 }],
  ['a reset in the midst of a line', { kind: 'reset', afterBytes: 110 }],
  ['an end in the midst of a line', { kind: 'truncated', afterBytes: 40 }],
  ['a server that is gone', { kind: 'unreachable' }],
  ['429 with a time to wait', { kind: 'refused', status: 429, retryAfterMs: 2_000 }],
  ['500', { kind: 'refused', status: 500 }],
  ['503', { kind: 'refused', status: 503 }],
  ['401, after which the credentials are new', { kind: 'refused', status: 401 }],
  ['an ERROR event of 500', { kind: 'error-event', code: 500 }],
  ['an ERROR event of 429', { kind: 'error-event', code: 429 }],
  ['a line that is no event', { kind: 'garbled' }],
];

describe('a watch', () => {
  test.each(quick)('goes on where it was after %s, without a second list', async (_, fault) => {
    const { server, watch, converge, state, asked, lines } = rig((before) => {
      before.put('a');
      before.fault('watch', fault);
    });
    await watch.synced;
    await settled();
    server.put('b');
    server.remove('a');
    await converge();
    expect(state()).toEqual(server.state());
    expect(asked('list')).toHaveLength(1);
    expect(asked('watch').length).toBeGreaterThan(1);
    expect(lines.filter((line) => !/^(interrupted|resumed)/.test(line))).toEqual([]);
  });

  test.each([1, 2, 3, 7, 64])('reads events whose bytes come %d at a time', async (bytes) => {
    const { server, watch, converge, state, asked } = rig((before) =>
      before.fault('watch', { kind: 'chopped', bytes }),
    );
    await watch.synced;
    await settled();
    server.put('a');
    server.put('b');
    await converge(0);
    expect(state()).toEqual(server.state());
    expect(asked('watch')).toHaveLength(1);
  });

  test.each<readonly [string, Fault]>([
    ['410', { kind: 'refused', status: 410 }],
    ['an ERROR event of 410', { kind: 'error-event', code: 410 }],
  ])('lists anew after %s, and tells what disappeared meanwhile', async (_, fault) => {
    const { server, watch, converge, state, asked, lines } = rig((before) => {
      before.put('goes');
      before.put('stays');
      before.fault('watch', fault);
    });
    await watch.synced;
    server.remove('goes');
    server.compact();
    await converge();
    expect(Object.keys(state())).toEqual(['stays']);
    expect(asked('list').map(({ query }) => query['resourceVersion'])).toEqual(['0', undefined]);
    expect(lines.filter((line) => !/^(interrupted|resumed)/.test(line))).toEqual([]);
  });

  test('tells an object that was made anew under its name as another one', async () => {
    const { server, watch, converge, state, lines } = rig((before) => {
      before.put('a');
      before.fault('watch', { kind: 'refused', status: 410 });
    });
    await watch.synced;
    server.remove('a');
    server.put('a');
    server.compact();
    await converge();
    expect(state()).toEqual(server.state());
    expect(lines).not.toContain('a changed into another');
  });

  test('lists anew when the server answers nothing but 504 for where it was: a restored one never was there', async () => {
    const { server, watch, converge, state, asked } = rig((before) => {
      for (let count = 0; count < 5; count++) before.fault('watch', { kind: 'refused', status: 504 });
    });
    await watch.synced;
    server.put('a');
    await converge();
    expect(state()).toEqual(server.state());
    expect(asked('list')).toHaveLength(2);
  });

  test('asks for bookmarks, and for an end between 300 and 600 s', async () => {
    const { watch, asked } = rig();
    await watch.synced;
    await settled();
    expect(asked('watch')[0]?.query).toMatchObject({ allowWatchBookmarks: 'true', timeoutSeconds: '450' });
  });

  test('begins where the last event or bookmark was', async () => {
    const { server, watch, clock, asked } = rig((before) =>
      before.fault('watch', { kind: 'truncated', afterBytes: 250 }),
    );
    await watch.synced;
    await settled();
    server.put('a');
    await settled();
    server.put('b');
    server.put('c');
    await clock.advance(0);
    server.bookmark();
    server.fault('watch', { kind: 'closed' });
    await clock.advance(200_000);
    const versions = asked('watch').map(({ query }) => query['resourceVersion']);
    expect(versions.slice(0, 3)).toEqual(['100', '101', '103']);
  });

  test('tries at once again after a success, however many failures there were before', async () => {
    const { server, watch, clock, asked } = rig((before) => {
      for (let count = 0; count < 6; count++) before.fault('watch', { kind: 'unreachable' });
      before.fault('watch', { kind: 'truncated', afterBytes: 250 });
    });
    await watch.synced;
    await clock.advance(6_300);
    server.put('a');
    await settled();
    const before = asked('watch').length;
    server.put('b');
    await clock.advance(0);
    expect(asked('watch')).toHaveLength(before + 1);
  });

  test('waits at least as long as the server asks', async () => {
    const { watch, asked, clock } = rig((before) => {
      before.fault('watch', { kind: 'refused', status: 429, retryAfterMs: 7_000 });
    });
    await watch.synced;
    await clock.advance(6_999);
    expect(asked('watch')).toHaveLength(1);
    await clock.advance(1_900);
    expect(asked('watch')).toHaveLength(2);
  });

  test('waits longer with each failure in a row, and at most 7.5 s', async () => {
    const { watch, asked, clock } = rig((before) => {
      for (let count = 0; count < 12; count++) before.fault('watch', { kind: 'unreachable' });
    });
    await watch.synced;
    await clock.advance(60_000);
    const times = asked('watch').map(({ at }) => at);
    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(pauses.slice(0, 8)).toEqual([0, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });
});

describe('a silent connection', () => {
  test('is given up after 75 to 90 s, and the watch goes on', async () => {
    const { server, watch, clock, state, asked, converge } = rig((before) => before.fault('watch', { kind: 'silent' }));
    await watch.synced;
    await settled();
    server.put('a');
    await clock.advance(74_000);
    expect(asked('watch')).toHaveLength(1);
    await clock.advance(16_000);
    await converge();
    expect(state()).toEqual(server.state());
    expect(asked('watch')).toHaveLength(2);
  });

  test('is none while bookmarks come', async () => {
    const { server, watch, clock, asked } = rig();
    await watch.synced;
    await settled();
    for (let minute = 0; minute < 5; minute++) {
      server.bookmark();
      await clock.advance(60_000);
    }
    expect(asked('watch')).toHaveLength(1);
  });

  describe('that it shares with another watch', () => {
    /** A second watch over the same connections. */
    const withAnother = async (path?: string) => {
      const first = rig(undefined, path);
      await first.watch.synced;
      await settled();
      const other = { changed: () => {}, deleted: () => {} };
      const ports = { transport: first.server, signal: first.closing.signal, clock: first.clock, random: () => 0.5 };
      const second = startWatch<LiveObject>('/other', other, ports);
      await second.synced;
      await settled();
      expect(first.asked('watch')).toHaveLength(2);
      return first;
    };

    test('is given up when its own bookmarks no longer come, though the other’s do', async () => {
      const { server, clock, asked } = await withAnother();
      server.bookmark();
      await settled();
      server.mute(0);
      await clock.advance(45_000);
      server.bookmark();
      await clock.advance(45_000);
      expect(asked('watch')).toHaveLength(3);
    });

    test('is given up when not even its first bookmark comes, though the other’s do', async () => {
      const { server, state, clock, asked, converge } = await withAnother();
      server.mute(0);
      server.put('a');
      await clock.advance(45_000);
      server.bookmark(1);
      await clock.advance(45_000);
      expect(asked('watch')).toHaveLength(3);
      await converge();
      expect(state()).toEqual(server.state());
    });

    test('is kept while the other’s events come, where it is of Events, until the server should have ended it', async () => {
      const { server, clock, asked } = await withAnother('/events');
      server.mute(0);
      for (let count = 0; count < 10; count++) {
        await clock.advance(45_000);
        server.bookmark(1);
      }
      expect(asked('watch')).toHaveLength(2);
      await clock.advance(15_000);
      expect(asked('watch').length).toBeGreaterThan(2);
    });

    test('is given up once and no more while the other’s events come, where the server has no bookmarks', async () => {
      const { server, clock, asked } = await withAnother();
      for (let count = 0; count < 10; count++) {
        await clock.advance(45_000);
        server.bookmark(1);
      }
      expect(asked('watch')).toHaveLength(3);
    });
  });
});

describe('a refusal', () => {
  test.each([403, 404])('of the first list by %d ends the watch and is told', async (status) => {
    const { watch, lines } = rig((before) => before.fault('list', { kind: 'refused', status }));
    await expect(watch.synced).rejects.toMatchObject({ status });
    await settled();
    expect(lines).toEqual([
      expect.stringMatching('^interrupted'),
      expect.stringMatching(`^refused: GET /list: ${status}`),
    ]);
  });

  test('that lasts for half a minute ends a watch that worked', async () => {
    const { watch, clock, lines } = rig((before) => {
      for (let count = 0; count < 20; count++) before.fault('watch', { kind: 'refused', status: 403 });
    });
    await watch.synced;
    await clock.advance(29_000);
    expect(lines).not.toContainEqual(expect.stringMatching('^refused'));
    await clock.advance(10_000);
    expect(lines).toContainEqual(expect.stringMatching('^refused: GET /watch: 403'));
  });

  test('that passed before another one came is not counted with it', async () => {
    const { server, watch, clock, lines, asked } = rig((before) =>
      before.fault('watch', { kind: 'refused', status: 403 }),
    );
    await watch.synced;
    await clock.advance(25_000);
    expect(asked('watch')).toHaveLength(2);
    server.fault('watch', { kind: 'refused', status: 403 });
    await clock.advance(120_000);
    expect(asked('watch').length).toBeGreaterThan(2);
    expect(lines).not.toContainEqual(expect.stringMatching('^refused'));
  });

  test('that passes, as of a server that has just started, ends nothing', async () => {
    const { server, watch, state, lines, converge } = rig((before) => {
      for (let count = 0; count < 3; count++) before.fault('watch', { kind: 'refused', status: 403 });
    });
    await watch.synced;
    server.put('a');
    await converge();
    expect(state()).toEqual(server.state());
    expect(lines).not.toContainEqual(expect.stringMatching('^refused'));
  });
});

test('a closed watch asks nothing more and is not told as refused', async () => {
  const { server, watch, clock, asked, lines } = rig();
  await watch.synced;
  await settled();
  watch.close();
  server.put('a');
  await clock.advance(600_000);
  expect(asked('watch')).toHaveLength(1);
  expect(lines).toEqual(['resumed']);
});

const faults: fc.Arbitrary<Fault> = fc.oneof(
  ...[410, 429, 500, 503, 504, 401].map((status) => fc.constant<Fault>({ kind: 'refused', status })),
  fc.constantFrom<Fault>({ kind: 'unreachable' }, { kind: 'closed' }, { kind: 'silent' }, { kind: 'garbled' }),
  ...[410, 429, 500].map((code) => fc.constant<Fault>({ kind: 'error-event', code })),
  fc.record({ kind: fc.constantFrom('reset' as const, 'truncated' as const), afterBytes: fc.nat(700) }),
  fc.record({ kind: fc.constant('chopped' as const), bytes: fc.integer({ min: 1, max: 50 }) }),
);
const names = fc.constantFrom('a', 'b', 'c');

type Move =
  | { readonly do: 'put' | 'remove'; readonly name: string }
  | { readonly do: 'compact' | 'bookmark' | 'settle' }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'fault'; readonly on: 'list' | 'watch'; readonly fault: Fault };

const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('put' as const, 'remove' as const), name: names }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('compact' as const, 'bookmark' as const, 'settle' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 500, 6_000, 100_000) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      on: fc.constantFrom('list' as const, 'watch' as const),
      fault: faults,
    }),
  },
);

test('whatever goes wrong in whatever order, in the end what was told is what is there, and nothing was told wrongly', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(faults, { maxLength: 3 }), fc.array(moves, { maxLength: 30 }), async (first, plan) => {
      const { server, clock, converge, state, lines, watch } = rig((before) => {
        before.put('a');
        for (const fault of first) before.fault('list', fault);
      });
      for (const move of plan) {
        if (move.do === 'put' || move.do === 'remove') server[move.do](move.name);
        else if (move.do === 'fault') server.fault(move.on, move.fault);
        else if (move.do === 'pass') await clock.advance(move.ms);
        else if (move.do === 'settle') await settled();
        else server[move.do]();
      }
      server.heal();
      await converge();
      watch.close();
      expect(state()).toEqual(server.state());
      expect(lines.filter((line) => !/^(interrupted|resumed)/.test(line))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

describe('a watch that never listed', () => {
  test('is given up after half a minute of failures, with the last of them', async () => {
    const { watch, lines, clock } = rig((server) => {
      for (let count = 0; count < 1000; count++) server.fault('list', { kind: 'refused', status: 500 });
    });
    let error: unknown;
    watch.synced.catch((reason: unknown) => {
      error = reason;
    });
    while (error === undefined && clock.now() < 600_000 && (await clock.advanceToNext()));
    expect(String(error)).toContain('500');
    expect(clock.now()).toBeGreaterThanOrEqual(30_000);
    expect(clock.now()).toBeLessThan(60_000);
    expect(lines.at(-1)).toContain('refused');
  });

  test('goes on where the list comes before that', async () => {
    const { watch, converge, state, server } = rig((before) => {
      before.put('a');
      for (let count = 0; count < 5; count++) before.fault('list', { kind: 'refused', status: 500 });
    });
    await converge();
    await watch.synced;
    expect(state()).toEqual(server.state());
  });
});
