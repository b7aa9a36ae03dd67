import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { trackedFiles } from '../../tools/tracked-files.ts';

const root = join(import.meta.dirname, '../..');

let elsewhere: string;

beforeAll(() => {
  elsewhere = join(mkdtempSync(join(tmpdir(), 'keep-deploy-rebuild-')), 'another', 'place');
  for (const file of trackedFiles(root).filter((name) => /^(src|actions|tools)\/|^[^/]+\.json$/.test(name))) {
    mkdirSync(dirname(join(elsewhere, file)), { recursive: true });
    cpSync(join(root, file), join(elsewhere, file));
  }
  symlinkSync(join(root, 'node_modules'), join(elsewhere, 'node_modules'));
});

afterAll(() => rmSync(dirname(dirname(elsewhere)), { recursive: true, force: true }));

test('building the same sources at another place gives the committed dist, byte for byte', () => {
  execFileSync(process.execPath, [join(elsewhere, 'tools/dist/build.ts')], { cwd: elsewhere, stdio: 'pipe' });
  const names = readdirSync(join(root, 'dist'));
  expect(readdirSync(join(elsewhere, 'dist'))).toEqual(names);
  const different = names.filter((name) => !read(elsewhere, name).equals(read(root, name)));
  expect(different).toEqual([]);
}, 300_000);

function read(checkout: string, name: string): Buffer {
  return readFileSync(join(checkout, 'dist', name));
}
