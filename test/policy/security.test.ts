import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const document = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const threats = document.split('\n').filter((line) => line.startsWith('| ') && !/^\| (threat |---)/.test(line));

test('every threat in SECURITY.md names a control and a test', () => {
  expect(threats.length).toBeGreaterThan(10);
  expect(threats.filter((row) => !/^\| [^|]+ \| [^|]+ \| \[[^\]]+\]\(test\/[^)]+\.ts\)[^|]* \|$/.test(row))).toEqual(
    [],
  );
});

test('every test that SECURITY.md names is there under that title', () => {
  const named = [...document.matchAll(/\[([^\]]+)\]\((test\/[^)]+)\)/g)].map(([, title = '', file = '']) => ({
    title,
    file,
  }));
  expect(named.length).toBeGreaterThanOrEqual(threats.length);
  const missing = named.filter(({ title, file }) => {
    const path = join(root, file);
    return !existsSync(path) || !plain(readFileSync(path, 'utf8')).includes(plain(title));
  });
  expect(missing).toEqual([]);
});

/** A title as it reads, whichever quotes and escapes the source needs for it. */
function plain(text: string): string {
  return text.replaceAll('\\', '').replaceAll('’', "'");
}
