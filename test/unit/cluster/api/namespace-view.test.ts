import { describe, expect, test } from '@jest/globals';
import { createNamespaceView } from '../../../../src/cluster/api/namespace-view.ts';
import { refusalOf } from '../../../../src/cluster/api/refusal.ts';
import type { Transport } from '../../../../src/cluster/api/transport.ts';
import { RemoteError } from '../../../../src/report/index.ts';
import { recordingLog } from '../recording-log.ts';
import { clusterOver, never } from './cluster-over.ts';

type Ask = Transport['request'];

const lists: Ask = async () => ({ status: 200, body: '{"items":[]}' });

function viewThrough(ask: Ask) {
  const { log, lines } = recordingLog();
  const cluster = clusterOver(ask);
  const signal = never;
  return { view: createNamespaceView({ cluster, namespace: 'keep', signal, log, everyMs: 1 }), lines };
}

/** Fails so many times, then answers. */
function failing(times: number, error: Error): Ask {
  let left = times;
  return (request) => (left-- > 0 ? Promise.reject(error) : lists(request));
}

describe('a view of the namespace', () => {
  test.each([
    ['a server that is gone', new RemoteError('connection refused')],
    ['a server that is overloaded', refusalOf('GET /', 503, '')],
    ['a server that asks for patience', refusalOf('GET /', 429, '')],
  ])('outlasts %s, and says so', async (_, error) => {
    const { view, lines } = viewThrough(failing(2, error));
    expect((await view.next()).pods).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/^warning The cluster can't be watched just now/));
  });

  test('ends with a refusal', async () => {
    const { view } = viewThrough(failing(1, refusalOf('GET /', 403, '')));
    await expect(view.next()).rejects.toMatchObject({ status: 403 });
  });

  test('is read once for all who wait', async () => {
    let asked = 0;
    const { view } = viewThrough((request) => {
      asked++;
      return lists(request);
    });
    const [first, second] = await Promise.all([view.next(), view.next()]);
    expect(first).toBe(second);
    expect(asked).toBe(2);
  });

  test('tries no more once it is closed: nobody would ever end it', async () => {
    const { view } = viewThrough(failing(Number.POSITIVE_INFINITY, new RemoteError('connection refused')));
    const waiting = view.next();
    view.close();
    await expect(waiting).rejects.toThrow('nobody waits');
  });
});
