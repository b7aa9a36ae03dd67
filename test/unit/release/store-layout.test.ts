import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fetchDocument, publish } from '../../../src/release/store-layout.ts';
import { openStore } from '../../../src/store/index.ts';
import { digestOf } from '../../../src/values/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keep-deploy-layout-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const plan = digestOf('a plan');
const run = { commit: 'c0ffee', id: '7', url: 'https://runs.example/7', actor: 'someone', attempt: '2' };

async function contents(): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = names.map(
    async ({ parentPath, name }) => [name, await readFile(join(parentPath, name), 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(files));
}

describe('a document that is published', () => {
  test('again, by another run and another plan, leaves every byte as it was', async () => {
    const store = await openStore('file:store', { baseFolder: folder, signal: AbortSignal.timeout(60_000) });
    await publish(store, 'contract-records', { b: 1, a: 2 }, { run, plan });
    const before = await contents();
    await publish(store, 'contract-records', { a: 2, b: 1 }, { run: { commit: 'other' }, plan: digestOf('another') });
    expect(await contents()).toEqual(before);
  });

  test('stands under a digest that nothing of its origin enters, and commit, run and plan beside it', async () => {
    const store = await openStore('file:store', { baseFolder: folder, signal: AbortSignal.timeout(60_000) });
    const digest = await publish(store, 'contract-records', { b: 1, a: 2 }, { run, plan });
    expect(digest).toBe(digestOf('{"a":2,"b":1}'));
    expect(await fetchDocument(store, 'contract-records', digest)).toBe('{"a":2,"b":1}');
    const origin = (await contents())[`${digest.slice('sha256:'.length)}.origin.json`];
    expect(JSON.parse(origin ?? '')).toEqual({ commit: 'c0ffee', run: '7', url: run.url, plan });
  });

  test('without a plan has none beside it', async () => {
    const digest = await publish(
      await openStore('file:store', { baseFolder: folder, signal: AbortSignal.timeout(60_000) }),
      'releases',
      {},
      { run: {} },
    );
    expect((await contents())[`${digest.slice('sha256:'.length)}.origin.json`]).toBe('{}');
  });
});
