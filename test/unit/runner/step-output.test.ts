import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendOutput } from '../../../src/runner/step-output.ts';
import { readFileCommands } from '../../e2e/runner-commands.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-output-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an output of a step', () => {
  test.each([
    ['that looks like another output', 'x\nother=1'],
    ['that holds the word it would end with', 'a\nend-of-value\nother<<end-of-value\n1'],
    ['that is empty', ''],
    ['that ends with a line break', 'a\n'],
  ])('%s is read back as it was, and sets no other', (_, value) => {
    const file = join(folder, 'output');
    appendOutput(file, 'name', value);
    appendOutput(file, 'last', 'one');
    expect([...readFileCommands(readFileSync(file, 'utf8'))]).toEqual([
      ['name', value],
      ['last', 'one'],
    ]);
  });

  test('whatever it is made of, is read back as it was', () => {
    const piece = fc.constantFrom('end-of-value', '-', '\n', '=', '<<', 'name', ' ');
    let number = 0;
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (value) => {
          number += 1;
          const file = join(folder, String(number));
          appendOutput(file, 'name', value);
          expect([...readFileCommands(readFileSync(file, 'utf8'))]).toEqual([['name', value]]);
        },
      ),
    );
  });
});
