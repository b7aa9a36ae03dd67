import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { distProblems, readBuildRecord } from '../../tools/dist/build-record.ts';
import { actionNames } from '../../tools/dist/entries.ts';
import { sourceDigest } from '../../tools/dist/source-digest.ts';

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');

describe('what npm run check sees without building', () => {
  let copy: string;
  let problemsBefore: readonly string[];

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'keep-deploy-dist-'));
    for (const name of [
      'src',
      'actions',
      'tools',
      'dist',
      'package-lock.json',
      'tsconfig.json',
      'tsconfig.build.json',
    ]) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    problemsBefore = distProblems(copy); // sources being worked on are not what these tests are about
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test.each(readdirSync(dist).filter((name) => name !== 'build.json'))('one other byte in dist/%s', (name) => {
    const file = join(copy, 'dist', name);
    const content = readFileSync(file);
    const changed = Buffer.from(content);
    const middle = changed.length >> 1;
    changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle);
    writeFileSync(file, changed);
    expect(distProblems(copy)).toEqual([...problemsBefore, `dist/${name} is not what was built`]);
    writeFileSync(file, content);
  });

  test('a file that was not built', () => {
    writeFileSync(join(copy, 'dist/more.js'), '');
    expect(distProblems(copy)).toContain('dist/more.js was not built');
    rmSync(join(copy, 'dist/more.js'));
  });

  test('a file that is missing', () => {
    cpSync(join(copy, 'dist/dispatcher.js'), join(copy, 'kept.js'));
    rmSync(join(copy, 'dist/dispatcher.js'));
    expect(distProblems(copy)).toContain('dist/dispatcher.js is missing');
    cpSync(join(copy, 'kept.js'), join(copy, 'dist/dispatcher.js'));
  });

  test.each(['src/cli.ts', 'actions/shared-inputs.ts', 'tools/dist/bundle.ts', 'tsconfig.build.json'])(
    'a change in %s that was not built',
    (name) => {
      const before = readFileSync(join(copy, name));
      const record = join(copy, 'dist/build.json');
      const built = readFileSync(record, 'utf8');
      writeFileSync(record, built.replace(readBuildRecord(join(copy, 'dist')).sources, sourceDigest(copy)));
      expect(distProblems(copy)).toEqual([]);
      writeFileSync(join(copy, name), `${before}\n`);
      expect(distProblems(copy)).toEqual(['dist was built from other sources; `npm run build` builds it']);
      writeFileSync(join(copy, name), before);
      writeFileSync(record, built);
    },
  );
});

describe('what every job that uses an action downloads', () => {
  test('is at most 4.5 MB', () => {
    const sizes = readdirSync(dist).map((name) => statSync(join(dist, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(4_500_000);
  });

  test('is at most 1.1 MB as tar.gz', () => {
    const archive = execFileSync('tar', ['--create', '--directory', root, 'dist'], { maxBuffer: 64 * 1024 * 1024 });
    expect(gzipSync(archive).length).toBeLessThanOrEqual(1_100_000);
  });

  test('has a stub of at most 1 kB for each action and the command line', () => {
    for (const name of [...actionNames(root), 'keep-deploy']) {
      expect(statSync(join(dist, `${name}.js`)).size).toBeLessThanOrEqual(1000);
    }
  });

  test('can be run as a command', () => {
    expect(statSync(join(dist, 'keep-deploy.js')).mode & 0o111).toBe(0o111);
    expect(readFileSync(join(dist, 'keep-deploy.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('names the licence of every package in it', () => {
    const notices = readFileSync(join(dist, 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    const packages = new Set(Object.values(readBuildRecord(dist).packages).flat());
    expect(packages.size).toBeGreaterThan(10);
    expect([...packages].filter((name) => !notices.includes(`${name} `))).toEqual([]);
  });

  test('holds no package in two versions without a reason', () => {
    const reasons: Readonly<Record<string, string>> = {
      'agent-base': 'the SOCKS proxy of the Kubernetes client wants 9, the proxies of the storage client want 7',
      gaxios: 'the storage client wants 7, its authentication library and that one’s metadata client each bring an 8',
    };
    const notices = readFileSync(join(dist, 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    const names = [...notices.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \(/gm)].map(([, name = '']) => name);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    expect([...new Set(twice)].sort()).toEqual(Object.keys(reasons));
  });
});
