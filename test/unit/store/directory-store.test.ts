import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openStore, refuseEphemeralStore } from '../../../src/store/index.ts';
import { bytesOf, describeStore, textOf } from './store-suite.ts';

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'keep-deploy-store-')));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

let count = 0;
const signal = new AbortController().signal;
const openCurrent = () => openStore(`file:store-${count}`, { baseFolder: parent, signal });

describeStore('a directory as store', {
  open: openCurrent,
  renew: () => {
    count += 1;
  },
  // Every write that took place left a file of its own.
  writes: () => filesIn(join(parent, `store-${count}`)),
});

function filesIn(folder: string): number {
  const entries = readdirSync(parent).includes(folder.split('/').at(-1) ?? '')
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
    : [];
  return entries.filter((entry) => entry.isFile()).length;
}

describe('a directory as store', () => {
  test('a symbolic link in it leads neither a write nor a read out of it', async () => {
    count += 1;
    const store = await openCurrent();
    const outside = join(parent, `outside-${count}`);
    mkdirSync(outside);
    writeFileSync(join(outside, 'x'), 'x');
    await store.create('a', bytesOf('a'));
    symlinkSync(outside, join(parent, `store-${count}`, 'linked'));
    await expect(store.create('linked/y', bytesOf('y'))).rejects.toThrow(
      'a symbolic link in the store leads out of it',
    );
    await expect(store.read('linked/x')).rejects.toThrow('a symbolic link in the store leads out of it');
    expect(readdirSync(outside)).toEqual(['x']);
  });

  test('an error of the file system is the other side’s, and names object and folder', async () => {
    count += 1;
    const store = await openCurrent();
    await store.create('a', bytesOf('a'));
    await expect(store.create('a/b', bytesOf('b'))).rejects.toMatchObject({
      name: 'RemoteError',
      message: expect.stringContaining(`could not create a/b in ${join(parent, `store-${count}`)}: ENOTDIR`),
    });
  });

  test('an abort ends it before the next step', async () => {
    const controller = new AbortController();
    const store = await openStore('file:aborted', { baseFolder: parent, signal: controller.signal });
    controller.abort(new Error('cancelled'));
    await expect(store.create('a', bytesOf('a'))).rejects.toThrow('cancelled');
    expect(readdirSync(parent)).not.toContain('aborted');
  });

  test('processes that are killed at any moment leave whole generations only, and stop nobody else', async () => {
    count += 1;
    const store = await openCurrent();
    await store.create('counter', bytesOf('0'.padStart(4000)));
    const program = `
      import { openStore } from ${JSON.stringify(join(import.meta.dirname, '../../../src/store/index.ts'))};
      const store = await openStore('file:store-${count}', { baseFolder: ${JSON.stringify(parent)}, signal: new AbortController().signal });
      for (;;) {
        const { bytes, generation } = await store.read('counter');
        const next = String(Number(new TextDecoder().decode(bytes)) + 1).padStart(4000);
        await store.replace('counter', new TextEncoder().encode(next), generation);
      }`;
    const start = () =>
      spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'ignore', 'inherit'] });
    const children = [start(), start(), start()];
    const ended = children.map(
      (child) => new Promise((resolve) => child.on('exit', (_, killedBy) => resolve(killedBy))),
    );
    for (const [index, child] of children.entries()) {
      await countReaches((index + 1) * 30);
      child.kill('SIGKILL');
      expect(await ended[index]).toBe('SIGKILL');
    }
    const last = await store.read('counter');
    // Every replacement that took place counted: none was lost, none was half written.
    expect(Number(textOf(last?.bytes))).toBe(Number(last?.generation) - 1);
    expect(last?.bytes.length).toBe(4000);
    expect(await store.replace('counter', bytesOf('free'), last?.generation ?? '')).toBe('replaced');

    async function countReaches(number: number): Promise<void> {
      const deadline = performance.now() + 120_000;
      while (Number(textOf((await store.read('counter'))?.bytes)) < number) {
        if (performance.now() > deadline) throw new Error('nobody counts');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  });

  test('a file of the store is readable by others: nothing secret is ever in it', async () => {
    count += 1;
    await (await openCurrent()).create('a', bytesOf('a'));
    expect(statSync(join(parent, `store-${count}`, 'a')).mode & 0o777).toBe(0o644 & ~process.umask());
  });
});

describe('the location of a store', () => {
  test.each([
    '',
    'releases',
    'gs://',
    'gs://B',
    'gs://bucket/../x',
    'gs://bucket//x',
    's3://bucket',
    'file:',
    'file:///x',
    'https://x',
  ])('%j is refused', async (location) => {
    await expect(openStore(location, { baseFolder: parent, signal })).rejects.toThrow('the store must be gs://BUCKET');
  });

  test('a directory is refused for apply on a hosted runner, and only there', () => {
    expect(() => refuseEphemeralStore('file:releases', 'apply', true)).toThrow(
      "this runner's disk is deleted after the job",
    );
    for (const [location, mode, isHosted] of [
      ['gs://releases', 'apply', true],
      ['file:releases', 'plan', true],
      ['file:releases', 'apply', false],
    ] as const) {
      expect(() => refuseEphemeralStore(location, mode, isHosted)).not.toThrow();
    }
  });
});
