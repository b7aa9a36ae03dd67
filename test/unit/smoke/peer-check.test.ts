import { describe, expect, test } from '@jest/globals';
import { RemoteError } from '../../../src/report/index.ts';
import {
  checkPeers,
  type DiagnosticsReply,
  type PeerCheckOptions,
  type SmokeClient,
} from '../../../src/smoke/index.ts';
import { parseAddress } from '../../../src/values/index.ts';

const client = (name: string, digit: string): SmokeClient => ({
  ...{ name, role: name.startsWith('b') ? 'bootstrap' : 'standard', peerId: `16Uiu2HAm-${name}` },
  ...{ address: parseAddress(`0x${digit.repeat(40)}`), ports: { diagnostics: 9602 } },
});
const [b0, b1, s0, s1] = [client('b0', '1'), client('b1', '2'), client('s0', '3'), client('s1', '4')];
const release = { clients: [b0, b1, s0, s1], bootstrapRole: 'bootstrap' };

const sees = (...peers: readonly SmokeClient[]): DiagnosticsReply => ({
  kind: 'answered',
  text: JSON.stringify({ client_info: {}, connected_peers: peers.map(({ peerId }) => ({ network_id: peerId })) }),
});
const check = (
  clients: readonly SmokeClient[],
  diagnostics: PeerCheckOptions['diagnostics'],
  more: Partial<PeerCheckOptions> = {},
) => {
  const signal = new AbortController().signal;
  return checkPeers({ release, clients, diagnostics, withinMs: 0, everyMs: 1, answerWithinMs: 0, signal, ...more });
};

describe('a client', () => {
  test('that answers and sees no bootstrap by the end is alone', async () => {
    const { alone, unknown } = await check([s0, s1], async ({ name }) => (name === 's0' ? sees(s1) : sees(b0)));
    expect(alone).toEqual(['s0: sees none of b0, b1 among its 1 peers']);
    expect(unknown).toEqual([]);
  });

  test('is asked until it sees one', async () => {
    let asked = 0;
    const later = async () => sees(...(++asked < 3 ? [] : [b1]));
    expect(await check([s0], later, { withinMs: 60_000 })).toEqual({ alone: [], unknown: [] });
    expect(asked).toBe(3);
  });

  test('that is a bootstrap must see another one', async () => {
    expect((await check([b0], async () => sees(s0))).alone).toEqual(['b0: sees none of b1 among its 1 peers']);
    expect((await check([b0], async () => sees(b1))).alone).toEqual([]);
  });

  test.each<[string, () => Promise<DiagnosticsReply>, RegExp]>([
    ['does not answer', async () => ({ kind: 'no-answer', why: 'refused' }), /^s0: no answer: refused$/],
    ['can’t be reached', async () => Promise.reject(new RemoteError('reset')), /^s0: no answer: reset$/],
    ['answers something else', async () => ({ kind: 'answered', text: 'hello' }), /^s0: answers something else/],
  ])('that %s is unknown, and not alone', async (_, reply, why) => {
    const { alone, unknown } = await check([s0], reply);
    expect([alone, unknown]).toEqual([[], [expect.stringMatching(why)]]);
  });
});

test('where the first can’t be asked, the others aren’t', async () => {
  const asked: string[] = [];
  const reply = async ({ name }: SmokeClient): Promise<DiagnosticsReply> => {
    asked.push(name);
    return { kind: 'not-possible', why: 'no process runs in it' };
  };
  expect(await check([s0, s1, b0], reply)).toEqual({ alone: [], unknown: ['s0: no process runs in it'] });
  expect(asked).toEqual(['s0']);
});

const many = Array.from({ length: 50 }, (_, index) => client(`s${index}`, '5'));

test('no more than sixteen are asked at once', async () => {
  let [now, most] = [0, 0];
  const reply = async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
    return sees(b0);
  };
  const { alone } = await check(many, reply, { withinMs: 60_000 });
  expect([alone, most]).toEqual([[], 16]);
});

test('when one was silent, the others are asked once each, and not waited for', async () => {
  const asked: string[] = [];
  const reply = async ({ name }: SmokeClient): Promise<DiagnosticsReply> => {
    asked.push(name);
    return { kind: 'no-answer', why: 'refused' };
  };
  const { unknown } = await check(many, reply, { withinMs: 60_000, answerWithinMs: 5, everyMs: 1 });
  expect(unknown).toHaveLength(50);
  expect(asked.filter((name) => name !== 's0')).toHaveLength(49);
});

test('when the time is over no further clients are asked, nor called alone', async () => {
  let asked = 0;
  const reply = async () => {
    asked++;
    return sees();
  };
  const { alone, unknown } = await check(many, reply, { withinMs: 0 });
  expect([asked, alone.length, unknown.length]).toEqual([17, 17, 33]);
  expect(unknown[0]).toBe('s17: no time was left to ask it');
});

test('a run that is to end asks nobody any more', async () => {
  const stop = new AbortController();
  const reply = async () => {
    stop.abort(new Error('stop'));
    return sees();
  };
  const asking = check([s0], reply, { signal: stop.signal, withinMs: 60_000 });
  await expect(asking).rejects.toThrow('stop');
});
