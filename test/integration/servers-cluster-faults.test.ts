import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ClusterFaults,
  type ControlPlane,
  startClusterFaults,
  startControlPlane,
} from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { openClient, type PlainClient } from './cluster-client.ts';

const path = '/api/v1/namespaces/default/configmaps';
const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const soon = () => AbortSignal.timeout(60_000);

const identity = (commonName = 'tester') => cluster.issueCertificate({ commonName, organization: 'system:masters' });

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startControlPlane();
});
afterAll(() => cluster?.stop());

describe.each(['1.1', '2'] as const)('before an API server, over HTTP/%s', (protocol) => {
  let faults: ClusterFaults;
  let client: PlainClient;
  let made = 0;
  let name: string;

  beforeAll(async () => {
    faults = await startClusterFaults(cluster, { hasHttp2: protocol === '2' });
  });
  afterAll(() => faults?.stop());
  beforeEach(() => {
    name = `map-${protocol.replace('.', '-')}-${++made}`;
    client = openClient(protocol, { url: faults.url, caPem: cluster.caPem, client: identity() });
  });
  afterEach(() => {
    client.close();
    faults.clear();
  });

  const create = () => client.ask('POST', path, configMap(name)).then(({ status }) => status, codeOf);
  const isThere = async () => (await cluster.ask(`${path}/${name}`)).status === 200;
  const watchOne = () => client.open(`${path}?watch=1&fieldSelector=metadata.name=${name}`);

  test('without a fault a request is answered by the API server, on behalf of whoever asked', async () => {
    const json = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const { status, body } = await client.ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', json);
    const { userInfo } = (JSON.parse(body) as { status: { userInfo: { username: string; groups: string[] } } }).status;
    expect([status, userInfo.username, userInfo.groups.sort()]).toEqual([
      201,
      'tester',
      ['system:authenticated', 'system:masters'],
    ]);
  });

  test('somebody without rights gets none', async () => {
    const visitor = cluster.issueCertificate({ commonName: 'visitor', organization: 'guests' });
    const other = openClient(protocol, { url: faults.url, caPem: cluster.caPem, client: visitor });
    const { status, body } = await other.ask('GET', path);
    other.close();
    expect(status).toBe(403);
    expect(body).toContain('User \\"visitor\\" cannot list resource');
  });

  test('requests are counted by verb and resource, dry runs apart, with protocol and status', async () => {
    await create();
    await client.ask('GET', path);
    await client.ask('GET', `${path}/${name}`);
    await client.ask('POST', `${path}?dryRun=All`, configMap(name));
    const watch = await watchOne();
    watch.close();
    expect(faults.counts()).toEqual({
      ...{ 'create configmaps': 1, 'dry-run create configmaps': 1, 'get configmaps': 1 },
      ...{ 'list configmaps': 1, 'watch configmaps': 1 },
    });
    expect(faults.requests({ verb: 'create' })).toMatchObject([
      { isDryRun: false, namespace: 'default', protocol, status: 201, user: 'tester' },
      { isDryRun: true, status: 409 },
    ]);
  });

  test.each([401, 410, 429, 500, 503])('%i is answered instead, once, and the server never hears', async (status) => {
    const match = { verb: 'create', resource: 'configmaps' } as const;
    const planned = faults.plan({ fault: { type: 'answer-instead', status, retryAfterSeconds: 7 }, match });
    const { status: heard, headers, body } = await client.ask('POST', path, configMap(name));
    expect([heard, headers['retry-after'], await isThere()]).toEqual([status, '7', false]);
    expect(JSON.parse(body)).toMatchObject({ kind: 'Status', code: status });
    expect(await create()).toBe(201);
    expect(planned.strikes()).toBe(1);
  });

  test('an answer that is lost leaves what was asked for done', async () => {
    faults.plan({ fault: { type: 'answer-after-it-landed', status: 504 }, match: { verb: 'create' } });
    expect(await create()).toBe(504);
    expect(await isThere()).toBe(true);
  });

  test.each([
    ['reset-before', false],
    ['reset-after-it-landed', true],
  ] as const)('%s resets the connection', async (type, isDone) => {
    faults.plan({ fault: { type }, match: { verb: 'create' } });
    expect(await create()).toMatch(/ECONNRESET|closed|ERR_HTTP2/);
    expect(await isThere()).toBe(isDone);
  });

  test('the nth matching request is struck, as often as planned', async () => {
    const match = { verb: 'list', resource: 'configmaps' } as const;
    const planned = faults.plan({ fault: { type: 'answer-instead', status: 500 }, match, nth: 2, times: 2 });
    const seen: number[] = [];
    for (let turn = 0; turn < 4; turn++) seen.push((await client.ask('GET', path)).status);
    expect(seen).toEqual([200, 500, 500, 200]);
    await planned.struck;
  });

  describe('a watch', () => {
    const plan = (how: Parameters<ClusterFaults['plan']>[0]['fault']) =>
      faults.plan({ fault: how, match: { verb: 'watch', resource: 'configmaps' } });
    const kinds = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as { type: string }).type);

    test('ends in the order of the server', async () => {
      await create();
      plan({ type: 'break', how: 'end', afterLines: 1 });
      const watch = await watchOne();
      expect(await watch.over).toBe('ended');
      expect([kinds(watch.lines), watch.rest()]).toEqual([['ADDED'], '']);
    });

    test('is told by an event that its place is gone', async () => {
      await create();
      plan({ type: 'break', how: { errorEvent: 410 }, afterLines: 1 });
      const watch = await watchOne();
      expect(await watch.over).toBe('ended');
      expect(kinds(watch.lines)).toEqual(['ADDED', 'ERROR']);
      expect(JSON.parse(watch.lines[1] ?? '')).toMatchObject({
        object: { kind: 'Status', code: 410, reason: 'Expired' },
      });
    });

    test('breaks off in the middle of a line', async () => {
      await create();
      plan({ type: 'break', how: 'truncate', afterLines: 0 });
      const watch = await watchOne();
      expect(await watch.over).toBe('ended');
      expect(watch.lines).toEqual([]);
      expect(watch.rest()).toMatch(/^\{"type":"ADDED"/);
      expect(() => JSON.parse(watch.rest())).toThrow();
    });

    test('is reset after its first events', async () => {
      await create();
      plan({ type: 'break', how: 'reset', afterLines: 1 });
      const watch = await watchOne();
      expect(await watch.over).not.toBe('ended');
      expect(kinds(watch.lines)).toEqual(['ADDED']);
    });

    test('stalls alone, and other requests are answered', async () => {
      await create();
      plan({ type: 'break', how: 'stall', afterLines: 1 });
      const watch = await watchOne();
      await poll(async () => watch.lines.length === 1, soon());
      const other = await watchOne();
      await client.ask('DELETE', `${path}/${name}`);
      await poll(async () => other.lines.length === 2, soon());
      expect(kinds(other.lines)).toEqual(['ADDED', 'DELETED']);
      expect(kinds(watch.lines)).toEqual(['ADDED']);
      watch.close();
      other.close();
    });

    test('stands half-open: nothing comes any more, and nothing is closed', async () => {
      await create();
      plan({ type: 'break', how: 'half-open', afterLines: 1 });
      const watch = await watchOne();
      const witness = openClient(protocol, {
        url: cluster.apiServerUrl,
        caPem: cluster.caPem,
        client: identity('witness'),
      });
      const seen = await witness.open(`${path}?watch=1&fieldSelector=metadata.name=${name}`);
      await cluster.ask(`${path}/${name}`, { method: 'DELETE' });
      await poll(async () => seen.lines.length === 2, soon());
      const end = await Promise.race([watch.over, Promise.resolve('open')]);
      expect([end, watch.lines.length <= 1]).toEqual(['open', true]);
      if (protocol === '2') {
        // The same connection carries everything else: that stands too, while others come and go through the same door.
        // It stands a moment after its last line: only a request from then on is never heard of.
        let turn = 0;
        const isFrozen = async () => {
          turn++;
          void client.ask('GET', `${path}/through-the-frozen-${turn}`).catch(() => {});
          const other = openClient(protocol, { url: faults.url, caPem: cluster.caPem, client: identity() });
          for (let time = 0; time < 20; time++) await other.ask('GET', `${path}/through-another-${turn}`);
          other.close();
          return faults.requests({ name: `through-the-frozen-${turn}` }).length === 0;
        };
        await poll(isFrozen, soon());
        expect(faults.requests({ name: `through-another-${turn}` })).toHaveLength(20);
      }
      seen.close();
      witness.close();
      watch.close();
    });
  });

  test('a request that is never answered reaches nobody', async () => {
    const planned = faults.plan({ fault: { type: 'stall' }, match: { verb: 'create' } });
    const waiting = create();
    await planned.struck;
    expect(await isThere()).toBe(false);
    client.close();
    expect(await waiting).toEqual(expect.any(String));
  });

  test('a held request goes to the server when it is let go, though whoever sent it is gone', async () => {
    const held = faults.hold({ verb: 'create', resource: 'configmaps' });
    const waiting = create();
    expect(await held.arrived).toMatchObject({ verb: 'create', namespace: 'default' });
    expect(await isThere()).toBe(false);
    client.close();
    await waiting;
    expect(await held.release('forward')).toBe(201);
    expect(await isThere()).toBe(true);
  });

  test('a held request can be dropped, and one that was let go is answered', async () => {
    const dropped = faults.hold({ verb: 'create' });
    const first = create();
    await dropped.arrived;
    await dropped.release('drop');
    expect(await first).toMatch(/ECONNRESET|closed|ERR_HTTP2/);
    const held = faults.hold({ verb: 'create' });
    const second = create();
    await held.arrived;
    await held.release('forward');
    expect(await second).toBe(201);
  });

  test('the API server is gone for a while, and comes back at the same place', async () => {
    const watch = await watchOne();
    await faults.refuse();
    expect(await watch.over).not.toBe('ended');
    expect(await create()).toMatch(/ECONNREFUSED|closed|ERR_HTTP2/);
    await faults.accept();
    expect(await create()).toBe(201);
  });
});

test('a kubeconfig leads through with the same credentials', async () => {
  const faults = await startClusterFaults(cluster);
  try {
    const { readFileSync } = await import('node:fs');
    const [before, after] = [cluster.kubeconfig, faults.kubeconfig].map((file) => readFileSync(file, 'utf8'));
    expect(after?.replaceAll(/\s/g, '')).toBe(before?.replaceAll(/\s/g, '').replace(cluster.apiServerUrl, faults.url));
  } finally {
    await faults.stop();
  }
});

test('over HTTP/2 a client needs one connection for everything', async () => {
  const faults = await startClusterFaults(cluster);
  const client = openClient('2', { url: faults.url, caPem: cluster.caPem, client: identity() });
  try {
    const watch = await client.open(`${path}?watch=1`);
    await Promise.all(Array.from({ length: 20 }, () => client.ask('GET', path)));
    watch.close();
    expect([faults.connections(), faults.requests({ verb: 'list' }).length]).toEqual([1, 20]);
  } finally {
    client.close();
    await faults.stop();
  }
});

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message;
}
