import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createLog, createRedactor, terminalSink } from '../../../src/report/index.ts';
import {
  movePointer,
  pushArtifact,
  putContent,
  readContent,
  readPointer,
  type Store,
} from '../../../src/store/index.ts';
import { type Digest, digestOf } from '../../../src/values/index.ts';

export interface StoreUnderTest {
  /** The same place each time, until `renew`. */
  open(): Promise<Store>;
  /** An empty place. */
  renew(): void;
  /** How many writes the place itself has seen. */
  writes(): number;
}

export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes);

/** What every store must do; run against each real one. */
export function describeStore(title: string, place: StoreUnderTest): void {
  describe(title, () => {
    let store: Store;
    beforeEach(async () => {
      place.renew();
      store = await place.open();
    });

    test.each(['../x', 'a/../../x', '/x', 'a//b', 'a\\b', 'a\0', '.hidden', 'a/.', 'a~', '', 'a/'])(
      'refuses the name %j',
      async (name) => {
        await expect(store.create(name, bytesOf('x'))).rejects.toThrow('not a name for the store');
        await expect(store.read(name)).rejects.toThrow('not a name for the store');
        await expect(store.replace(name, bytesOf('x'), '1')).rejects.toThrow('not a name for the store');
      },
    );

    test('what isn’t there is undefined, can’t be replaced, and a list without it is empty', async () => {
      expect(await store.read('a/b.json')).toBeUndefined();
      expect(await store.replace('a/b.json', bytesOf('x'), '1')).toBe('changed');
      expect(await store.read('a/b.json')).toBeUndefined();
      expect(await store.list('a/')).toEqual([]);
    });

    test('an object is created once, and its first bytes stay', async () => {
      expect(await store.create('a/b.json', bytesOf('one'))).toBe('created');
      expect(await store.create('a/b.json', bytesOf('two'))).toBe('exists');
      expect(textOf((await store.read('a/b.json'))?.bytes)).toBe('one');
    });

    test('a replacement needs the generation that is there', async () => {
      await store.create('a', bytesOf('one'));
      const first = await store.read('a');
      expect(await store.replace('a', bytesOf('two'), first?.generation ?? '')).toBe('replaced');
      expect(await store.replace('a', bytesOf('three'), first?.generation ?? '')).toBe('changed');
      expect(await store.create('a', bytesOf('four'))).toBe('exists');
      const second = await store.read('a');
      expect(textOf(second?.bytes)).toBe('two');
      expect(second?.generation).not.toBe(first?.generation);
    });

    test('of many who create or replace at once exactly one wins, and its bytes are there', async () => {
      const contenders = await Promise.all(Array.from({ length: 8 }, () => place.open()));
      const created = await Promise.all(
        contenders.map((contender, index) => contender.create('a', bytesOf(`created ${index}`))),
      );
      expect(created.filter((outcome) => outcome === 'created')).toHaveLength(1);
      const seen = await store.read('a');
      expect(textOf(seen?.bytes)).toBe(`created ${created.indexOf('created')}`);
      const replaced = await Promise.all(
        contenders.map((contender, index) =>
          contender.replace('a', bytesOf(`replaced ${index}`), seen?.generation ?? ''),
        ),
      );
      expect(replaced.filter((outcome) => outcome === 'replaced')).toHaveLength(1);
      expect(textOf((await store.read('a'))?.bytes)).toBe(`replaced ${replaced.indexOf('replaced')}`);
    });

    test('many who count with compare-and-swap lose no count', async () => {
      await store.create('counter', bytesOf('0'));
      const counting = Array.from({ length: 5 }, async () => {
        const own = await place.open();
        for (let done = 0; done < 6; ) {
          const seen = await own.read('counter');
          if (seen === undefined) throw new Error('the counter is gone');
          const next = bytesOf(String(Number(textOf(seen.bytes)) + 1));
          if ((await own.replace('counter', next, seen.generation)) === 'replaced') done += 1;
        }
      });
      await Promise.all(counting);
      expect(textOf((await store.read('counter'))?.bytes)).toBe('30');
    });

    test('bytes come back as they went, also none and many', async () => {
      for (const [name, bytes] of [
        ['empty', new Uint8Array()],
        ['all', Uint8Array.from({ length: 300_000 }, (_, index) => index % 256)],
      ] as const) {
        await store.create(name, bytes);
        expect(Buffer.compare((await store.read(name))?.bytes ?? bytesOf('?'), bytes)).toBe(0);
      }
    });

    test('a list has the names with the prefix, sorted, each once however often it was replaced', async () => {
      for (const name of ['j/b/00000002.json', 'j/b/00000001.json', 'j/bc', 'k'])
        await store.create(name, bytesOf('x'));
      const seen = await store.read('j/bc');
      await store.replace('j/bc', bytesOf('y'), seen?.generation ?? '');
      expect(await store.list('j/b/')).toEqual(['j/b/00000001.json', 'j/b/00000002.json']);
      expect(await store.list('j/b')).toEqual(['j/b/00000001.json', 'j/b/00000002.json', 'j/bc']);
      expect(await store.list('')).toEqual(['j/b/00000001.json', 'j/b/00000002.json', 'j/bc', 'k']);
    });

    test('a list begins at a name and ends after so many, and never repeats what stands before', async () => {
      for (const name of ['j/3', 'j/1', 'j/2', 'j/4', 'k/1']) await store.create(name, bytesOf('x'));
      expect(await store.list('j/', { from: 'j/2' })).toEqual(['j/2', 'j/3', 'j/4']);
      expect(await store.list('j/', { from: 'j/25', limit: 1 })).toEqual(['j/3']);
      expect(await store.list('j/', { limit: 3 })).toEqual(['j/1', 'j/2', 'j/3']);
      expect(await store.list('j/', { from: 'k' })).toEqual([]);
    });

    test('what must be done after a cancellation is done under another signal', async () => {
      const stop = new AbortController();
      const stopped = store.under({ signal: stop.signal });
      const lasting = stopped.under({ signal: new AbortController().signal });
      expect(await stopped.create('a', bytesOf('one'))).toBe('created');
      stop.abort(new Error('cancelled'));
      await expect(stopped.read('a')).rejects.toThrow('cancelled');
      expect(textOf((await lasting.read('a'))?.bytes)).toBe('one');
    });

    describe('content', () => {
      test('what is missing or damaged is said, with its name', async () => {
        const digest = digestOf('x');
        await expect(readContent(store, 'releases', digest)).rejects.toThrow(`has no releases/${digest.slice(7)}.json`);
        await store.create(`releases/${digest.slice(7)}.json`, bytesOf('y'));
        await expect(readContent(store, 'releases', digest)).rejects.toThrow(
          `is damaged: its content's digest is ${digestOf('y')}`,
        );
        await expect(putContent(store, 'releases', bytesOf('x'))).rejects.toThrow('is damaged');
      });

      test('the same bytes again write nothing', async () => {
        const first = await putContent(store, 'releases', bytesOf('x'));
        const writes = place.writes();
        const second = await putContent(store, 'releases', bytesOf('x'));
        expect(first).toEqual({ digest: digestOf('x'), isNew: true });
        expect(second).toEqual({ digest: digestOf('x'), isNew: false });
        expect(textOf(await readContent(store, 'releases', first.digest))).toBe('x');
        // The bucket counts the refused attempt, the directory counts files.
        expect(place.writes() - writes).toBeLessThanOrEqual(1);
      });
    });

    describe('pointers', () => {
      const one = digestOf('one');
      const two = digestOf('two');

      test('what is no pointer is refused', async () => {
        await store.create('latest.json', bytesOf('{"target":"main"}'));
        await expect(readPointer(store, 'latest.json')).rejects.toThrow('is no pointer');
      });

      test('a pointer that moved since it was seen stays', async () => {
        expect(await movePointer(store, 'latest.json', one, undefined)).toBe('moved');
        const seen = await readPointer(store, 'latest.json');
        expect(await movePointer(store, 'latest.json', two, seen)).toBe('moved');
        expect(await movePointer(store, 'latest.json', digestOf('three'), seen)).toBe('conflict');
        expect(await movePointer(store, 'latest.json', digestOf('three'), undefined)).toBe('conflict');
        expect((await readPointer(store, 'latest.json'))?.target).toBe(two);
      });

      test('a pointer that names the target already is not written', async () => {
        await movePointer(store, 'latest.json', one, undefined);
        const writes = place.writes();
        expect(await movePointer(store, 'latest.json', one, await readPointer(store, 'latest.json'))).toBe('unchanged');
        expect(place.writes()).toBe(writes);
        // Not seen there, because another run has just moved it to the same.
        expect(await movePointer(store, 'latest.json', one, undefined)).toBe('unchanged');
        expect((await readPointer(store, 'latest.json'))?.target).toBe(one);
      });

      test('a pointer that named the target and was moved elsewhere meanwhile is a conflict', async () => {
        await movePointer(store, 'latest.json', one, undefined);
        const seen = await readPointer(store, 'latest.json');
        await movePointer(store, 'latest.json', two, seen);
        expect(await movePointer(store, 'latest.json', one, seen)).toBe('conflict');
        expect((await readPointer(store, 'latest.json'))?.target).toBe(two);
      });

      test('of many who move it at once one moves it, the others see a conflict', async () => {
        await movePointer(store, 'latest.json', one, undefined);
        const seen = await readPointer(store, 'latest.json');
        const targets = Array.from({ length: 6 }, (_, index) => digestOf(`target ${index}`));
        const outcomes = await Promise.all(targets.map((target) => movePointer(store, 'latest.json', target, seen)));
        expect(outcomes.filter((outcome) => outcome === 'moved')).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(5);
        expect((await readPointer(store, 'latest.json'))?.target).toBe(targets[outcomes.indexOf('moved')]);
      });
    });

    describeArtifacts(place);
  });
}

function describeArtifacts(place: StoreUnderTest): void {
  describe('artifacts', () => {
    let workspace: string;
    let outside: string;
    beforeAll(() => {
      workspace = realpathSync(mkdtempSync(join(tmpdir(), 'keep-deploy-artifact-')));
      outside = realpathSync(mkdtempSync(join(tmpdir(), 'keep-deploy-outside-')));
    });
    beforeEach(() => {
      for (const folder of [workspace, outside]) {
        rmSync(folder, { recursive: true });
        mkdirSync(folder);
      }
      mkdirSync(join(workspace, 'out/deep'), { recursive: true });
      writeFileSync(join(workspace, 'out/b.json'), 'b');
      writeFileSync(join(workspace, 'out/a.json'), 'a');
      writeFileSync(join(workspace, 'out/deep/same-as-a'), 'a');
      writeFileSync(join(workspace, 'out/[odd]'), 'odd');
      writeFileSync(join(outside, 'x'), 'x');
    });
    afterAll(() => {
      for (const folder of [workspace, outside]) rmSync(folder, { recursive: true, force: true });
    });

    const push = async (
      files: readonly string[],
      more: { version?: string; mode?: 'plan' | 'apply'; name?: string; store?: Store } = {},
    ) =>
      pushArtifact(
        { name: 'contracts', version: '1.0.0', mode: 'apply', files, ...more },
        {
          store: more.store ?? (await place.open()),
          workspace,
          log: createLog(
            terminalSink(() => {}, false),
            createRedactor(),
          ),
          run: { commit: 'c0ffee', id: '17' },
        },
      );
    const pointer = async () => readPointer(await place.open(), 'artifacts/contracts/latest.json');
    const withFile = (name: string, content: string) => writeFileSync(join(workspace, name), content);

    test('everything that is wrong with the files is named at once, and nothing is written', async () => {
      symlinkSync(join(outside, 'x'), join(workspace, 'out/link'));
      symlinkSync('nowhere', join(workspace, 'dangling'));
      symlinkSync(outside, join(workspace, 'linked-folder'));
      withFile('secret.toml', 'x');
      chmodSync(join(workspace, 'secret.toml'), 0o600);
      const pushing = push([
        'out',
        'dangling',
        'linked-folder/*',
        'secret.toml',
        `../${outside.split('/').at(-1)}/x`,
        'no/*.json',
        join(outside, 'x'),
      ]);
      await expect(pushing).rejects.toMatchObject({
        name: 'UserError',
        findings: [
          { message: 'out/link leads out of the workspace' },
          { message: 'dangling is a link that leads nowhere' },
          { message: 'linked-folder/x leads out of the workspace' },
          {
            message: expect.stringMatching(
              /^secret\.toml is readable by its owner alone, which marks it as a secret, and a secret is never pushed/,
            ),
          },
          { message: expect.stringMatching(/leads out of the workspace$/) },
          { message: 'no/*.json names no file in the workspace' },
          { message: expect.stringMatching(/leads out of the workspace$/) },
        ],
      });
      expect(await (await place.open()).list('')).toEqual([]);
    });

    test('every keyfile is refused by its name, and nothing is written', async () => {
      withFile('out/account-0.json', '{ "version": 3, "crypto": {} }');
      withFile('out/deep/account-1', '{ "Version": 3, "Crypto": { "kdf": "scrypt" } }');
      withFile('out/version-2.json', '{ "version": 2, "crypto": {} }');
      withFile('out/list.json', '[{ "version": 3, "crypto": {} }]');
      const message = (name: string) => ({
        message: `${name} is a keyfile, which belongs into a Secret of the cluster alone: leave it out`,
      });
      await expect(push(['out', 'no/*.json'])).rejects.toMatchObject({
        name: 'UserError',
        findings: [
          message('out/account-0.json'),
          message('out/deep/account-1'),
          { message: 'no/*.json names no file in the workspace' },
        ],
      });
      expect(await (await place.open()).list('')).toEqual([]);
      expect((await push(['out/version-2.json', 'out/list.json'])).files).toHaveLength(2);
    });

    test.each([
      [{ name: '../x' }, /^input name: expected letters/],
      [{ name: 'sha256' }, /^input name: sha256 is where/],
      [{ version: 'a/b' }, /^input version: expected letters/],
      [{ version: 'latest.json' }, /^input version: latest\.json is the pointer/],
    ])('%j is refused', async (more, message) => {
      await expect(push(['out'], more)).rejects.toThrow(message);
    });

    test('other bytes under the same name and version are refused with both digests, and what is there stays', async () => {
      const first = await push(['out/*.json']);
      const writes = place.writes();
      withFile('out/a.json', 'changed');
      const plan = await push(['out/*.json'], { version: '1.0.1', mode: 'plan' });
      await expect(push(['out/*.json'])).rejects.toThrow(
        new RegExp(
          `contracts 1\\.0\\.0 is already there with other files: its manifest is ${first.digest}, these files' would be sha256:[0-9a-f]{64}`,
        ),
      );
      expect(plan.digest).not.toBe(first.digest);
      expect(place.writes()).toBe(writes);
      expect((await pointer())?.target).toBe(first.digest);
    });

    test('a plan writes nothing and names what apply then writes', async () => {
      const before = place.writes();
      const plan = await push(['out'], { mode: 'plan' });
      expect(place.writes()).toBe(before);
      expect(plan).toMatchObject({ changed: true, generation: undefined });
      const applied = await push(['out']);
      expect(applied).toMatchObject({ changed: true, digest: plan.digest, location: plan.location });
      expect(await push(['out'], { mode: 'plan' })).toMatchObject({ changed: false, generation: applied.generation });
    });

    test('every file stands under its digest, the manifest names each once and sorted, and the pointer names the manifest', async () => {
      const { digest, location, generation } = await push(['out/b.json', 'out', 'out/*.json', 'out/[odd]']);
      const store = await place.open();
      const manifest = await store.read('artifacts/contracts/1.0.0/manifest.json');
      const sha256 = (content: string) => digestOf(content).slice(7);
      expect(location).toBe(`${store.location}/artifacts/contracts/1.0.0/manifest.json`);
      expect(digestOf(manifest?.bytes ?? '')).toBe(digest);
      expect(JSON.parse(textOf(manifest?.bytes) ?? '')).toEqual({
        name: 'contracts',
        version: '1.0.0',
        files: [
          { name: 'out/[odd]', size: 3, sha256: sha256('odd') },
          { name: 'out/a.json', size: 1, sha256: sha256('a') },
          { name: 'out/b.json', size: 1, sha256: sha256('b') },
          { name: 'out/deep/same-as-a', size: 1, sha256: sha256('a') },
        ],
      });
      for (const content of ['odd', 'a', 'b'])
        expect(textOf((await store.read(`artifacts/sha256/${sha256(content)}`))?.bytes)).toBe(content);
      expect(await pointer()).toEqual({ target: digest, generation });
      expect((await store.read(`artifacts/sha256/${digest.slice(7)}`))?.bytes).toEqual(manifest?.bytes);
    });

    test('the same bytes again are success and write nothing', async () => {
      const first = await push(['out']);
      const writes = place.writes();
      const second = await push(['out']);
      expect(second).toEqual({ ...first, changed: false });
      expect(place.writes()).toBe(writes);
    });

    test('an old version that is pushed again doesn’t become the latest again', async () => {
      await push(['out/a.json']);
      const second = await push(['out/b.json'], { version: '2.0.0' });
      expect((await push(['out/a.json'])).changed).toBe(false);
      expect((await pointer())?.target).toBe(second.digest);
    });

    test('broken off after any number of writes and run again, it comes to the same end', async () => {
      const wanted: { objects: readonly string[]; target: Digest | undefined } = { objects: [], target: undefined };
      for (let survived = 0; survived < 50; survived += 1) {
        place.renew();
        await push(['out/a.json'], { version: '0.9.0' });
        const real = await place.open();
        let left = survived;
        const dying: Store = {
          ...real,
          create: async (name, bytes) => (left-- > 0 ? real.create(name, bytes) : Promise.reject(new Error('killed'))),
          replace: async (name, bytes, generation) =>
            left-- > 0 ? real.replace(name, bytes, generation) : Promise.reject(new Error('killed')),
        };
        const isWhole = await push(['out'], { store: dying }).then(
          () => true,
          () => false,
        );
        await push(['out']);
        const end = { objects: await real.list(''), target: (await pointer())?.target };
        if (survived === 0) Object.assign(wanted, end);
        expect(end).toEqual(wanted);
        if (isWhole) return;
      }
      throw new Error('it never came to an end');
    });
  });
}
