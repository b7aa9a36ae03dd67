import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type BinarySet, binarySets } from '../../../tools/servers/binary-table.ts';
import { isNewEnough } from '../../../tools/servers/go-toolchain.ts';

const modules = join(import.meta.dirname, '../../../tools/go');
const goMod = (name: string) => readFileSync(join(modules, name, 'go.mod'), 'utf8');
const sets: [string, BinarySet][] = Object.entries(binarySets);

describe('the pinned modules', () => {
  test('are the table of what is built, no more and no less', () => {
    expect(readdirSync(modules).sort()).toEqual(Object.keys(binarySets).sort());
  });

  test.each(sets)('%s names each program it builds as a tool, and nothing else', (name, { programs }) => {
    const tools = goMod(name).matchAll(/^(?:tool |\t)(\S+)$/gm);
    expect([...tools].map(([, place]) => place).sort()).toEqual(Object.values(programs).sort());
  });

  test.each(sets.filter(([, { versionOf }]) => versionOf))(
    '%s requires the module whose version it reports',
    (name, set) => {
      expect(goMod(name)).toMatch(new RegExp(`^(require |\\t)${set.versionOf?.module} v`, 'm'));
    },
  );

  test('kubernetes replaces each of its staging modules by the one of its own release', () => {
    const [, minor, patch] = /k8s\.io\/kubernetes v1\.(\d+)\.(\d+)/.exec(goMod('kubernetes')) ?? [];
    const replaced = [...goMod('kubernetes').matchAll(/^\s*(?:replace )?(k8s\.io\/\S+) => (\S+) (\S+)$/gm)];
    expect(replaced).toHaveLength(33);
    for (const [, from, to, version] of replaced) {
      expect(to).toBe(from);
      expect(version).toBe(`v0.${minor}.${patch}`);
    }
  });
});

test.each([
  ['go1.26.0', true],
  ['go1.26.8', true],
  ['go1.30rc1', true],
  ['go2.0', true],
  ['devel go1.27-abcdef', true],
  ['go1.25.9', false],
  ['go1.3', false],
  ['', false],
])('Go %p is new enough: %p', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});
