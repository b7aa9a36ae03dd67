import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { readYaml } from '../../../src/environment/yaml-document.ts';
import type { Json } from '../../../src/values/index.ts';

const key = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const tree = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    key,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
  ),
})).tree;

function pathsOf(value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [path];
  const isList = Array.isArray(value);
  return [
    path,
    ...Object.entries(value).flatMap(([name, child]) =>
      pathsOf(child as Json, [...path, isList ? Number(name) : name]),
    ),
  ];
}

describe('YAML', () => {
  test.each([
    ['a tab as indentation', 'a:\n\tb: 1', 'f.yml:2:1'],
    ['an open quote', 'a: "b\nc: d', 'f.yml:2:5'],
    ['two equal keys', 'a: 1\nb: 2\na: 3', 'f.yml:3:1'],
    ['an unknown alias', 'a: *b', 'f.yml:1:4'],
    ['an unknown tag', 'a: !secret b', 'f.yml:1:4'],
    ['infinity', 'a: [1, .inf]', 'f.yml:1:8'],
  ])('with %s is refused at its place', (_, text, place) => {
    const { findings } = readYaml('f.yml', text);
    expect(findings.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([place]);
  });

  test.each([
    ['a:\n\tb: 1\n\tc: 2\nd: 3\n', { a: { b: 1, c: 2 }, d: 3 }],
    ['a:\n   b:\n\tc: 1\n\td: 2\n', { a: { b: { c: 1, d: 2 } } }],
    ['a:\n  b:\n      c:\n\t\td: 1\n         e: 2\n', { a: { b: { c: { d: 1, e: 2 } } } }],
  ])('with tabs is read as its writer saw it, and tabs are told once', (text, value) => {
    const source = readYaml('f.yml', text);
    expect(source.findings).toHaveLength(1);
    expect(source.documents).toEqual([value]);
    expect(source.isCertain([])).toBe(true);
  });

  test('of which nothing can be told after a mistake is only certain before it', () => {
    const source = readYaml('f.yml', 'a: { b: 1 }\nc: [1\nd: 2\ne: 0x3\n');
    const beside = readYaml('f.yml', 'a:\n  b:\n- c: 1\n');
    expect(source.findings).toHaveLength(1);
    expect([['a'], ['a', 'b'], ['c'], ['e'], []].map((path) => source.isCertain(path))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(beside.isCertain(['a', 'b'])).toBe(false);
  });

  test('whose numbers lose digits is read with their texts', () => {
    const { documents, findings } = readYaml('f.yml', 'a: 0x00ff\nb: [123456789012345678901, 5]\n');
    expect(documents).toEqual([{ a: '0x00ff', b: ['123456789012345678901', 5] }]);
    expect(findings.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [2, 5],
    ]);
  });

  test('whose aliases grow without bound is refused', () => {
    const lines = Array.from(
      { length: 12 },
      (_, index) =>
        `k${index}: &a${index} [${Array(10)
          .fill(index === 0 ? '1' : `*a${index - 1}`)
          .join(', ')}]`,
    );
    expect(readYaml('f.yml', lines.join('\n')).findings[0]?.message).toMatch(
      /^this YAML can't be used: Excessive alias count/,
    );
  });

  test('that is wrong is refused without quoting the lines around', () => {
    const { findings } = readYaml('f.yml', 'password: canary\nkey: canary: canary\n');
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).not.toContain('canary');
  });

  test('whose keys are no texts is read without a warning that quotes them', () => {
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    try {
      readYaml('f.yml', '? { password: canary }\n: 1\n');
      expect(warned).not.toHaveBeenCalled();
    } finally {
      warned.mockRestore();
    }
  });

  test('says the same to us as to its writer, and every value has a place that its key or item stands at', () => {
    fc.assert(
      fc.property(fc.dictionary(key, tree, { minKeys: 1 }), fc.constantFrom(0, 80), (value, width) => {
        const text = width === 0 ? JSON.stringify(value) : stringify(value, { aliasDuplicateObjects: false });
        const source = readYaml('f.yml', text);
        expect(source.findings).toEqual([]);
        expect(source.documents[0]).toEqual(value);
        const lines = text.split('\n');
        for (const path of pathsOf(value)) {
          const { line, column } = source.locate(path);
          const last = path.at(-1);
          if (typeof last !== 'string') continue;
          expect(
            lines[line - 1]
              ?.slice(column - 1)
              .replace(/^"/, '')
              .startsWith(last),
          ).toBe(true);
        }
      }),
    );
  });

  test('has the place of what an alias stands for, and of the nearest parent of what is not there', () => {
    const source = readYaml('f.yml', 'base: &b\n  key: 1\nuse: *b\n');
    expect(source.locate(['use', 'key'])).toEqual({ file: 'f.yml', line: 2, column: 3 });
    expect(source.locate(['use', 'other'])).toEqual({ file: 'f.yml', line: 3, column: 1 });
    expect(source.locate(['nothing'])).toEqual({ file: 'f.yml', line: 1, column: 1 });
  });
});
