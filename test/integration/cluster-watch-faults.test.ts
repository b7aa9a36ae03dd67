import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Clock, systemClock } from '../../src/cluster/api/clock.ts';
import type { Watch } from '../../src/cluster/api/cluster-port.ts';
import { startWatch } from '../../src/cluster/api/watch.ts';
import type { LiveObject } from '../../src/cluster/kubernetes-object.ts';
import { type HeldClock, heldClock } from '../unit/cluster/api/held-clock.ts';
import { createListWatchServer, type ListWatchServer, type WatchFault } from './list-watch-server.ts';
import { type Protocol, protocols } from './loopback-server.ts';
import { createTransportRig, never, type TransportRig } from './transport-rig.ts';

/** Short pauses pass at once; what takes longer waits until the test lets it. */
function impatientClock(held: HeldClock): Clock {
  return {
    now: held.now,
    after: (ms, call) => (ms < 15_000 ? systemClock.after(0, call) : held.after(ms, call)),
  };
}

let rig: TransportRig | undefined;
let watch: Watch | undefined;
afterEach(async () => {
  watch?.close();
  await rig?.stop();
});

/** A watch of a real server in this process, and what it told. */
async function follow(protocol: Protocol, server: ListWatchServer) {
  const clock = heldClock();
  rig = await createTransportRig(protocol, server.answer, { clock: impatientClock(clock) });
  const told = new Map<string, LiveObject>();
  const lines: string[] = [];
  let check = () => {};
  const happened = () => check();
  watch = startWatch<LiveObject>(
    '/list',
    {
      changed: (object) => {
        told.set(object.metadata.name, object);
        happened();
      },
      deleted: ({ metadata }) => {
        told.delete(metadata.name);
        happened();
      },
      interrupted: (why) => {
        lines.push(why);
        happened();
      },
      resumed: () => {
        lines.push('resumed');
        happened();
      },
      refused: (error) => {
        lines.push(`refused: ${error.message}`);
        happened();
      },
    },
    { transport: rig.transport, signal: never, clock: impatientClock(clock) },
  );
  const state = () =>
    Object.fromEntries([...told].map(([name, { metadata }]) => [name, metadata.resourceVersion ?? '']).toSorted());
  /** Looks at each thing that is told. */
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      check = () => {
        if (isSo()) resolve();
      };
      check();
    });
  const converged = () => until(() => JSON.stringify(state()) === JSON.stringify(server.state()));
  return { clock, rig, lines, told, until, converged, state };
}

const head = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
};
const written = (response: ServerResponse, text: string | Uint8Array) =>
  new Promise<void>((resolve) => void response.write(text, () => resolve()));

const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): WatchFault =>
  (response) =>
    void response.writeHead(code, headers).end(JSON.stringify({ kind: 'Status', message: 'as told' }));
const headAnd =
  (text: string): WatchFault =>
  (response) => {
    head(response);
    response.end(text);
  };
const errorEvent = (code: number): WatchFault =>
  headAnd(`${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code, message: 'as told' } })}\n`);
/** The head, so much of the first event, and then the end that is told. */
const partly =
  (end: (response: ServerResponse) => void): WatchFault =>
  async (response, put) => {
    head(response);
    await written(response, put('during').slice(0, 30));
    end(response);
  };

const faults: readonly (readonly [string, WatchFault, { readonly lists: number }])[] = [
  ['an end in order', headAnd(''), { lists: 1 }],
  ['a reset before the head', () => rig?.resetAll(), { lists: 1 }],
  ['a reset within an event', partly(() => rig?.resetAll()), { lists: 1 }],
  ['an end within an event', partly((response) => void response.end()), { lists: 1 }],
  ['a line that is no event', headAnd('<html>\n'), { lists: 1 }],
  ['410', status(410), { lists: 2 }],
  ['410 as an event', errorEvent(410), { lists: 2 }],
  ['429 that asks for patience', status(429, { 'retry-after': '2' }), { lists: 1 }],
  ['429 as an event', errorEvent(429), { lists: 1 }],
  ['500', status(500), { lists: 1 }],
  ['500 as an event', errorEvent(500), { lists: 1 }],
  ['503', status(503), { lists: 1 }],
];

describe.each(protocols)('a watch over %s goes on', (protocol) => {
  test.each(faults)('after %s', async (_, fault, { lists }) => {
    const server = createListWatchServer();
    server.put('before');
    server.put('goes');
    server.fault(fault);
    const { until, converged, lines, state } = await follow(protocol, server);
    await until(() => Object.keys(state()).length === 2);
    server.put('after', 'Größe 🗝️');
    server.remove('goes');
    await until(() => server.watches() > 1 && lines.at(-1) === 'resumed');
    await converged();
    expect(Object.keys(state())).toEqual(expect.arrayContaining(['after', 'before']));
    expect(state()).not.toHaveProperty('goes');
    expect(server.lists()).toBe(lists);
    expect(server.watches()).toBe(2);
  });

  test('after 401 with fresh credentials', async () => {
    const server = createListWatchServer();
    server.fault(status(401));
    const { rig: at, until, converged, lines } = await follow(protocol, server);
    await until(() => lines.includes('resumed'));
    server.put('after');
    await converged();
    expect(at.renewed()).toBe(1);
    expect(server.watches()).toBe(2);
  });

  test('after a connection of which nothing is heard for 90 s, over a new one', async () => {
    const server = createListWatchServer();
    server.fault(head);
    const { rig: at, until, converged, lines, clock } = await follow(protocol, server);
    await until(() => lines.includes('resumed'));
    const before = at.connections();
    server.put('after');
    await clock.advance(74_000);
    expect(server.watches()).toBe(1);
    await clock.advance(16_000);
    await converged();
    expect(server.watches()).toBe(2);
    expect(at.connections()).toBe(before + 1);
    expect(lines).toContain('nothing came for too long');
  });

  test('when no answer comes at all, after 20 s', async () => {
    const server = createListWatchServer();
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    server.fault(() => resolve());
    const { until, lines, clock } = await follow(protocol, server);
    await asked;
    await clock.advance(20_000);
    await until(() => lines.includes('resumed'));
    expect(lines[0]).toMatch(/no answer within 20000 ms/);
  });

  test('while its events come byte by byte, split within characters', async () => {
    const server = createListWatchServer();
    server.fault(async (response, put) => {
      head(response);
      for (const byte of Buffer.from(put('a', 'Größe, 大きさ, 🗝️'))) await written(response, Uint8Array.of(byte));
    });
    const { until, told } = await follow(protocol, server);
    await until(() => told.has('a'));
    expect(told.get('a')?.metadata.annotations?.['text']).toBe('Größe, 大きさ, 🗝️');
    expect(server.watches()).toBe(1);
  });
});

describe.each(protocols)('a watch over %s ends', (protocol) => {
  test.each([403, 404])('with a refusal of its list by %d, and says so', async (code) => {
    const server = createListWatchServer();
    server.refuseList(code);
    const { until, lines } = await follow(protocol, server);
    await until(() => lines.some((line) => line.startsWith('refused')));
    expect(lines.at(-1)).toMatch(`refused: GET /list: ${code}`);
    expect(server.watches()).toBe(0);
  });

  test('with its connection when it is closed', async () => {
    const server = createListWatchServer();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    server.fault((response) => {
      head(response);
      response.once('close', resolve);
    });
    const { until, lines } = await follow(protocol, server);
    await until(() => lines.includes('resumed'));
    watch?.close();
    await closed;
    expect(lines).toEqual(['resumed']);
  });
});
