import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openStore, type Store } from '../../src/store/index.ts';
import { type CloudStorage, startCloudStorage } from '../../tools/servers/index.ts';
import { bytesOf, describeStore, textOf } from '../unit/store/store-suite.ts';

let storage: CloudStorage;
beforeAll(async () => {
  storage = await startCloudStorage();
  await storage.createBucket('keep-test-releases');
});
afterAll(() => storage?.stop());
afterEach(() => storage.reset());

let count = 0;
const never = new AbortController().signal;
const attemptsLogged: string[] = [];
const log = { info: (message: string) => void attemptsLogged.push(message) };
const open = (signal = never): Promise<Store> =>
  openStore(`gs://keep-test-releases/store-${count}`, { baseFolder: '', signal, endpoint: storage.endpoint, log });

describeStore('a bucket as store', {
  open: () => open(),
  renew: () => {
    count += 1;
  },
  writes: () => storage.counts().writes,
});

describe('a bucket under faults', () => {
  const fresh = () => {
    count += 1;
    attemptsLogged.length = 0;
    return open();
  };

  test('a create whose answer was lost is a success, written once', async () => {
    const store = await fresh();
    const fault = storage.failNext({ fault: { type: 'reset-after-it-landed' }, kind: 'write' });
    expect(await store.create('a', bytesOf('one'))).toBe('created');
    expect(fault.strikes()).toBe(1);
    expect(textOf((await store.read('a'))?.bytes)).toBe('one');
    expect(attemptsLogged).toEqual([
      expect.stringMatching(/^write a in gs:.*: attempt 1 of 5 failed .*; trying again$/),
    ]);
  });

  test('a replacement whose answer was lost, also as a 503, is a success, written once', async () => {
    const store = await fresh();
    await store.create('a', bytesOf('one'));
    const generation = (await store.read('a'))?.generation ?? '';
    const fault = storage.failNext({ fault: { type: 'answer-after-it-landed', status: 503 }, kind: 'write' });
    expect(await store.replace('a', bytesOf('two'), generation)).toBe('replaced');
    expect(fault.strikes()).toBe(1);
    expect(textOf((await store.read('a'))?.bytes)).toBe('two');
  });

  test('a create that was lost on its way while another created the same bytes is the other’s', async () => {
    const store = await fresh();
    const other = await open();
    const after = async () => expect(await other.create('a', bytesOf('same'))).toBe('created');
    const fault = storage.failNext({ fault: { type: 'reset-before', after }, kind: 'write' });
    expect(await store.create('a', bytesOf('same'))).toBe('exists');
    expect(fault.strikes()).toBe(1);
  });

  test.each([429, 500, 502, 503, 504, 408])('%d is tried again, for writes, reads and lists', async (status) => {
    const store = await fresh();
    for (const kind of ['write', 'read', 'list'] as const)
      storage.failNext({ fault: { type: 'answer-instead', status }, kind });
    expect(await store.create('a', bytesOf('one'))).toBe('created');
    expect(textOf((await store.read('a'))?.bytes)).toBe('one');
    expect(await store.list('')).toEqual(['a']);
    expect(attemptsLogged).toHaveLength(3);
  });

  test('a server that stays unavailable is given up after five attempts, with its answer', async () => {
    const store = await fresh();
    storage.failNext({ fault: { type: 'answer-instead', status: 503 }, kind: 'read', times: 100 });
    await expect(store.read('a')).rejects.toMatchObject({
      name: 'RemoteError',
      message: expect.stringMatching(/^could not read a in gs:.*: 503/),
    });
    expect(storage.requests().filter(({ status }) => status === 503)).toHaveLength(5);
  });

  test.each([400, 401, 403, 409, 422])('%d is not asked again', async (status) => {
    const store = await fresh();
    storage.failNext({ fault: { type: 'answer-instead', status }, kind: 'write', times: 100 });
    await expect(store.create('a', bytesOf('one'))).rejects.toMatchObject({
      name: 'RemoteError',
      message: expect.stringContaining(` ${status} `),
    });
    expect(storage.requests()).toHaveLength(1);
  });

  test('412 at once means that somebody was first: it is not asked again', async () => {
    const store = await fresh();
    storage.failNext({ fault: { type: 'answer-instead', status: 412 }, kind: 'write', times: 100 });
    expect(await store.create('a', bytesOf('one'))).toBe('exists');
    expect(storage.requests()).toHaveLength(1);
  });

  test('a failure of one kind of call leaves the retries of the next alone', async () => {
    const store = await fresh();
    storage.failNext({ fault: { type: 'answer-instead', status: 403 }, kind: 'write' });
    await expect(store.create('a', bytesOf('one'))).rejects.toThrow('403');
    storage.failNext({ fault: { type: 'answer-instead', status: 503 }, kind: 'write' });
    expect(await store.create('a', bytesOf('one'))).toBe('created');
  });

  test('an abort ends a wait at once, with its reason', async () => {
    const controller = new AbortController();
    count += 1;
    const store = await open(controller.signal);
    const never = () => new Promise(() => {});
    const fault = storage.failNext({ fault: { type: 'hold', until: never }, kind: 'write' });
    const creating = store.create('a', bytesOf('one'));
    while (fault.strikes() === 0) await new Promise((resolve) => setImmediate(resolve));
    const reason = new Error('cancelled by SIGTERM');
    controller.abort(reason);
    await expect(creating).rejects.toBe(reason);
    await expect(store.read('a')).rejects.toBe(reason);
  });

  test('a bucket that isn’t there is named, for reads, writes and lists', async () => {
    const store = await openStore('gs://no-such-bucket', { baseFolder: '', signal: never, endpoint: storage.endpoint });
    const askings = [() => store.read('a'), () => store.create('a', bytesOf('x')), () => store.list('')];
    for (const ask of askings) {
      await expect(ask()).rejects.toMatchObject({
        name: 'RemoteError',
        message: expect.stringContaining('Is there a bucket no-such-bucket?'),
      });
    }
  });

  test('every write carries a generation precondition, and none a resumable session', async () => {
    const store = await fresh();
    await store.create('a', bytesOf('one'));
    await store.replace('a', bytesOf('two'), (await store.read('a'))?.generation ?? '');
    const writes = storage.requests().filter(({ kind }) => kind === 'write');
    expect(writes).toHaveLength(2);
    for (const { path } of writes) expect(path).toMatch(/[?&]ifGenerationMatch=\d+/);
    for (const { path } of writes) expect(path).toMatch(/uploadType=multipart/);
  });
});

describe('a bucket without an emulator', () => {
  test('there are no anonymous requests: without credentials the error says how to log in', async () => {
    // A metadata server that isn't Google's, so that no credentials are found without asking the network.
    const server = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const before = { ...process.env };
    process.env['GCE_METADATA_HOST'] = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env['METADATA_SERVER_DETECTION'] = 'none';
    process.env['HOME'] = '/nonexistent';
    delete process.env['GOOGLE_APPLICATION_CREDENTIALS'];
    try {
      const store = await openStore('gs://keep-test-releases', { baseFolder: '', signal: never });
      await expect(store.create('a', bytesOf('x'))).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringContaining('there are no Google credentials. Log in first'),
      });
    } finally {
      process.env = before;
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
