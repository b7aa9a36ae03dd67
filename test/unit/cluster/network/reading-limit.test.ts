import { describe, expect, test } from '@jest/globals';
import { createApiCluster } from '../../../../src/cluster/api/api-cluster.ts';
import type { Connections, WireAnswer, WireRequest } from '../../../../src/cluster/api/connections.ts';
import { createTransport } from '../../../../src/cluster/api/transport.ts';
import { lookAtNetwork, planRollTo, type RollToOptions, rollTo } from '../../../../src/cluster/network/roll-to.ts';
import { RemoteError } from '../../../../src/report/index.ts';
import { type HeldClock, heldClock } from '../api/held-clock.ts';
import { recordingLog } from '../recording-log.ts';

const never = new AbortController().signal;
const nothing = { shared: [], clients: [] };

type Answer = 'forever nothing' | readonly [status: number, body: unknown];
/** What one request is answered; `undefined`: as an API server whose namespace is empty. */
type Trouble = (request: { readonly method: string; readonly path: string }) => Answer | undefined;

/** An API server over the real transport, by a clock that is held. */
function serve(trouble: Trouble, totalMs: number) {
  const clock = heldClock();
  const { log } = recordingLog();
  const answerOf = (method: string, path: string): Answer => {
    const found = trouble({ method, path });
    if (found !== undefined) return found;
    if (path.endsWith('/configmaps/keep-deploy-roll-out')) return [404, {}];
    if (path.endsWith('/selfsubjectrulesreviews')) {
      const all = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
      return [201, { status: { resourceRules: [all], nonResourceRules: [], incomplete: false } }];
    }
    return [200, { items: [], metadata: { resourceVersion: '1' } }];
  };
  const send = async ({ method, url, signal }: WireRequest): Promise<WireAnswer> => {
    const answer = url.searchParams.has('watch') ? 'forever nothing' : answerOf(method, url.pathname);
    if (answer === 'forever nothing') {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    }
    const [status, body] = answer;
    const headers = { date: 'Sat, 21 Nov 2026 12:00:00 GMT' };
    return { status, headers, body: inOne(Buffer.from(JSON.stringify(body))) };
  };
  const connections: Connections = { lane: () => ({ send, abandon: () => {} }), losses: () => 0, close: () => {} };
  const used = { server: new URL('https://api.test'), headers: {}, requests: connections, watches: connections };
  const credentials = { current: async () => used, renew: async () => {} };
  const cluster = createApiCluster({
    ...{ endpoint: { context: 'test' }, transport: createTransport({ credentials, log, clock }), clock },
    signal: never,
    credentialsExpireAt: async () => undefined,
    portForward: () => Promise.reject(new Error('no port-forward here')),
  });
  const options: RollToOptions = {
    ...{ cluster, clock, log, namespace: 'keep', roles: ['storage'], voters: new Set(), policy: 'rollback-all' },
    ...{
      environment: 'keep-test',
      maxParallel: 1,
      limits: { clientMs: totalMs, waveMs: totalMs, totalMs },
      forcedManagers: [],
    },
    ...{ digestKey: 'k'.repeat(32), run: 'test', lock: { waitMs: 0, breakLock: false }, references: [] },
    ...{ accounts: new Map(), redact: (text: string) => text, release: 'sha256:1', signal: never },
    ...{ beforeFirstWrite: async () => {}, mayGoBack: async () => undefined },
  };
  return { clock, options };
}

async function* inOne(bytes: Uint8Array) {
  yield bytes;
}

/** How it ends, and when by the held clock; `undefined` when it doesn't within ten minutes. */
async function endOf(clock: HeldClock, work: Promise<unknown>) {
  let end: { readonly error: unknown; readonly atMs: number } | undefined;
  work.then(
    () => (end ??= { error: undefined, atMs: clock.now() }),
    (error: unknown) => (end ??= { error, atMs: clock.now() }),
  );
  while (end === undefined && clock.now() < 600_000 && (await clock.advanceToNext()));
  return end;
}

const ways: readonly (readonly [string, (options: RollToOptions) => Promise<unknown>])[] = [
  ['an apply', (options) => rollTo(nothing, options)],
  ['a plan', (options) => planRollTo(nothing, 'plan', options)],
  ['a look', (options) => lookAtNetwork(nothing, options)],
];

describe('the first reading', () => {
  test.each(ways)('of %s in an empty namespace ends well', async (_, way) => {
    const { clock, options } = serve(() => undefined, 60_000);
    expect(await endOf(clock, way(options))).toEqual({ error: undefined, atMs: 0 });
  });

  describe.each(ways)('of %s', (_, way) => {
    test.each([
      ['list of pods', '/pods'],
      ['look at the record', '/configmaps/keep-deploy-roll-out'],
    ])('ends with the total limit when every %s is answered 500, and says so', async (_, end) => {
      const { clock, options } = serve(({ path }) => (path.endsWith(end) ? [500, {}] : undefined), 20_000);
      const ended = await endOf(clock, way(options));
      expect(ended).toMatchObject({ atMs: 20_000, error: expect.any(RemoteError) });
      const message = String(ended?.error);
      expect(message).toContain('could not be read within 20 s');
      expect(message).toContain(`namespaces/keep${end}: answered 500`);
      expect(message).toMatch(/kubectl get --raw \/readyz.*run this again/);
    });

    test('ends with the total limit when a list is never answered', async () => {
      const { clock, options } = serve(({ path }) => (path.endsWith('/pods') ? 'forever nothing' : undefined), 20_000);
      const ended = await endOf(clock, way(options));
      expect(ended?.atMs).toBe(20_000);
      expect(String(ended?.error)).toContain('/namespaces/keep/pods: no answer yet');
    });

    test("ends with the transport's patience where the total limit is longer, and says what was answered", async () => {
      const { clock, options } = serve(({ path }) => (path.endsWith('/pods') ? [500, {}] : undefined), 3_600_000);
      const ended = await endOf(clock, way(options));
      expect(ended?.error).toBeInstanceOf(RemoteError);
      expect(ended?.atMs).toBeLessThan(150_000);
      expect(String(ended?.error)).toMatch(/GET \S+\/pods: 500.*kubectl get --raw \/readyz.*run this again/);
    });
  });

  test('does not hold against a roll-out what it took itself: the limit ends with it', async () => {
    const { clock, options } = serve(() => undefined, 60_000);
    await rollTo(nothing, options);
    expect(await clock.advanceToNext()).toBe(false);
  });
});
