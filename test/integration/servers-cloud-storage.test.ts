import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type CloudStorage, startCloudStorage } from '../../tools/servers/index.ts';

let storage: CloudStorage;
beforeAll(async () => {
  storage = await startCloudStorage();
  await storage.createBucket('releases');
});
afterAll(() => storage?.stop());
afterEach(() => storage.reset());

const objectUrl = (name: string) => `${storage.endpoint}/storage/v1/b/releases/o/${encodeURIComponent(name)}`;

async function write(name: string, content: string, condition = ''): Promise<Response> {
  const query = `uploadType=media&name=${encodeURIComponent(name)}${condition}`;
  return fetch(`${storage.endpoint}/upload/storage/v1/b/releases/o?${query}`, { method: 'POST', body: content });
}
async function generationOf(name: string): Promise<string | undefined> {
  const answer = await fetch(objectUrl(name));
  return answer.ok ? ((await answer.json()) as { generation: string }).generation : undefined;
}

describe('preconditions', () => {
  test('a delete of another generation is refused and the object stays', async () => {
    await write('pointer', 'one');
    const seen = await generationOf('pointer');
    await write('pointer', 'two');
    const answer = await fetch(`${objectUrl('pointer')}?ifGenerationMatch=${seen}`, { method: 'DELETE' });
    expect(answer.status).toBe(412);
    expect(await (await fetch(`${objectUrl('pointer')}?alt=media`)).text()).toBe('two');
  });

  test('a delete of the generation that is there goes through', async () => {
    await write('old', 'content');
    const seen = await generationOf('old');
    const answer = await fetch(`${objectUrl('old')}?ifGenerationMatch=${seen}`, { method: 'DELETE' });
    expect(answer.ok).toBe(true);
    expect(await generationOf('old')).toBeUndefined();
  });

  test('of two deletes of one generation at once, one finds the object gone', async () => {
    await write('contended', 'content');
    const url = `${objectUrl('contended')}?ifGenerationMatch=${await generationOf('contended')}`;
    const answers = await Promise.all([fetch(url, { method: 'DELETE' }), fetch(url, { method: 'DELETE' })]);
    expect(answers.map(({ status }) => (status < 300 ? 'deleted' : status)).sort()).toEqual([404, 'deleted']);
  });

  test('of a delete and a replacement of one generation at once, one is refused', async () => {
    for (let turn = 0; turn < 25; turn++) {
      await write('race', 'first');
      const condition = `ifGenerationMatch=${await generationOf('race')}`;
      const answers = await Promise.all([
        fetch(`${objectUrl('race')}?${condition}`, { method: 'DELETE' }),
        write('race', 'second', `&${condition}`),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    }
  });

  test('of many creations at once exactly one wins', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => write('created', 'x', '&ifGenerationMatch=0')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)]);
  });

  test('a replacement of another generation is refused', async () => {
    await write('replaced', 'one');
    expect((await write('replaced', 'two', '&ifGenerationMatch=1')).status).toBe(412);
  });
});

describe('faults', () => {
  test('an answer instead of the request leaves the object unwritten', async () => {
    const fault = storage.failNext({ object: 'unwritten', fault: { type: 'answer-instead', status: 503 } });
    expect((await write('unwritten', 'x')).status).toBe(503);
    expect(fault.strikes()).toBe(1);
    expect(await generationOf('unwritten')).toBeUndefined();
  });

  test('a lost answer leaves the object written', async () => {
    storage.failNext({ kind: 'write', fault: { type: 'answer-after-it-landed', status: 503 } });
    expect((await write('landed', 'x')).status).toBe(503);
    expect(await generationOf('landed')).toBeDefined();
  });

  test('a reset connection before the request leaves the object unwritten', async () => {
    storage.failNext({ method: 'POST', fault: { type: 'reset-before' } });
    await expect(write('reset', 'x')).rejects.toThrow();
    expect(await generationOf('reset')).toBeUndefined();
  });

  test('a reset connection after the request leaves the object written', async () => {
    storage.failNext({ object: /^reset-/, fault: { type: 'reset-after-it-landed' } });
    await expect(write('reset-late', 'x')).rejects.toThrow();
    expect(await generationOf('reset-late')).toBeDefined();
  });

  test('a delayed request goes through', async () => {
    const delayed = storage.failNext({ object: 'slow', fault: { type: 'delay', delayMs: 150 } });
    expect((await write('slow', 'x')).status).toBe(200);
    expect(delayed.strikes()).toBe(1);
  });

  test('a held request arrives after one that was sent later', async () => {
    storage.failNext({ object: 'held', fault: { type: 'hold', until: () => write('quick', 'x') } });
    await write('held', 'x');
    expect(storage.requests().map(({ object }) => object)).toEqual(['quick', 'held']);
  });

  test('between a request and its loss something else can happen', async () => {
    const after = async () => expect((await write('lost', 'other', '&ifGenerationMatch=0')).status).toBe(200);
    storage.failNext({ object: 'lost', fault: { type: 'reset-before', after } });
    await expect(write('lost', 'x')).rejects.toThrow();
    expect(await (await fetch(`${objectUrl('lost')}?alt=media`)).text()).toBe('other');
  });

  test('strikes the nth matching request, as often as asked, and no other', async () => {
    storage.failNext({ object: 'third', nth: 2, times: 2, fault: { type: 'answer-instead', status: 500 } });
    await write('another', 'x');
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn++) statuses.push((await write('third', 'x')).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });
});

test('counts reads, writes, deletes and lists, by object', async () => {
  await write('environments/keep test/latest.json', '{}');
  await generationOf('environments/keep test/latest.json');
  await fetch(`${objectUrl('environments/keep test/latest.json')}?alt=media`);
  await fetch(`${storage.endpoint}/storage/v1/b/releases/o?prefix=environments`);
  await fetch(objectUrl('environments/keep test/latest.json'), { method: 'DELETE' });
  expect(storage.counts()).toEqual({
    ...{ reads: 2, writes: 1, deletes: 1, lists: 1 },
    objects: { 'releases/environments/keep test/latest.json': { reads: 2, writes: 1, deletes: 1 } },
  });
});
