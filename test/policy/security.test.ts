import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const rows = readFileSync(join(root, 'SECURITY.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\|(?! ---| threat )/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('every threat in SECURITY.md', () => {
  test('has a control and a test: title and file', () => {
    expect(rows.length).toBeGreaterThan(10);
    for (const [, threat, control, held] of rows) {
      expect({ threat, control, held }).toEqual({
        threat: expect.stringMatching(/\w/),
        control: expect.stringMatching(/\w/),
        held: expect.stringMatching(/^\[.+\]\(test\/.+\.ts\)$/),
      });
    }
  });

  test.each(rows.map(([, threat, , held]) => [threat, held]))('%s: is held by a test of that title', (_, held = '') => {
    const [, title = '', file = ''] = /^\[(.+)\]\((.+)\)$/.exec(held) ?? [];
    expect({ file, isThere: existsSync(join(root, file)) }).toEqual({ file, isThere: true });
    expect(readFileSync(join(root, file), 'utf8')).toContain(title);
  });
});
