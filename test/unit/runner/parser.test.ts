import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  boolean,
  choice,
  digest,
  durationMs,
  existingFile,
  integer,
  lines,
  outputFolder,
  type Parser,
  text,
} from '../../../src/runner/index.ts';

const outside = realpathSync(mkdtempSync(join(tmpdir(), 'keep-deploy-outside-')));
const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'keep-deploy-workspace-')));
mkdirSync(join(workspace, 'folder'));
writeFileSync(join(workspace, 'folder/file'), '');
writeFileSync(join(workspace, '..name'), '');
writeFileSync(join(outside, 'file'), '');
symlinkSync(outside, join(workspace, 'link-out'));
symlinkSync('folder', join(workspace, 'link-in'));
symlinkSync('nowhere', join(workspace, 'link-nowhere'));
symlinkSync(`${workspace}/folder/file`, join(outside, 'link-back'));
afterAll(() => {
  for (const folder of [outside, workspace]) rmSync(folder, { recursive: true });
});

type Case = readonly [name: string, parser: Parser<unknown>, value: string, expected: unknown];

const count = integer({ min: -5, max: 100 });
const sha = `sha256:${'0a'.repeat(32)}`;

describe('parsers reject, never guess', () => {
  test.each<Case>([
    ['text', text, 'a\nb', 'several lines'],
    ['boolean', boolean, 'yes', 'a word that YAML 1.2 does not read as a boolean'],
    ['boolean', boolean, '1', 'a word that YAML 1.2 does not read as a boolean'],
    ['boolean', boolean, 'tRUE', 'a boolean'],
    ['boolean', boolean, 'true false', 'text with white space'],
    ['choice', choice('plan', 'apply'), 'Plan', 'not valid'],
    ['choice', choice('plan', 'apply'), ['$', '{{ inputs.mode }}'].join(''), 'an expression that was not evaluated'],
    ['integer', count, '1e2', 'a number'],
    ['integer', count, '0x10', 'not valid'],
    ['integer', count, '007', 'a whole number'],
    ['integer', count, '1.5', 'a number'],
    ['integer', count, '101', '101, which is more than 100'],
    ['integer', count, '-6', '-6, which is less than -5'],
    ['integer', count, '123456', 'more than 100'],
    ['duration', durationMs, '600', 'a number without a unit'],
    ['duration', durationMs, '10 minutes', 'text with white space'],
    ['duration', durationMs, '1.5h', 'not valid'],
    ['duration', durationMs, '0s', 'no time at all'],
    ['duration', durationMs, '25h', 'more than 24 h'],
    ['duration', durationMs, '-5s', 'not valid'],
    ['digest', digest, 'ab'.repeat(32), 'a digest without sha256:'],
    ['digest', digest, sha.toUpperCase(), 'not valid'],
    ['existing file', existingFile, '../file', '"../file", where nothing is'],
    ['existing file', existingFile, outside, 'a path that leads out of the workspace'],
    ['existing file', existingFile, 'link-out/file', 'a path that leads out of the workspace'],
    ['existing file', existingFile, 'folder/../link-out', 'a path that leads out of the workspace'],
    ['existing file', existingFile, 'folder\\file', 'a path with a backslash'],
    ['existing file', existingFile, 'folder\0', 'a path with a NUL character'],
    ['existing file', existingFile, 'none', '"none", where nothing is'],
    ['existing file', existingFile, 'folder/file/x', '"folder/file/x", where nothing is'],
    ['existing file', existingFile, 'a\u001bb', '"ab", where nothing is'],
    ['existing file', existingFile, `0x${'ab'.repeat(32)}`, expect.not.stringContaining('abab')],
    ['existing file', existingFile, 'folder', '"folder", which is not a file'],
    ['existing file', existingFile, '.', '".", which is not a file'],
    ['output folder', outputFolder, '../new', 'a path that leads out of the workspace'],
    ['output folder', outputFolder, '..', 'a path that leads out of the workspace'],
    ['output folder', outputFolder, 'link-out/deep/new', 'a path that leads out of the workspace'],
    ['output folder', outputFolder, join(outside, 'new'), 'a path that leads out of the workspace'],
    [
      'output folder',
      outputFolder,
      'folder/file',
      '"folder/file", which is or leads through something that is no folder',
    ],
    [
      'output folder',
      outputFolder,
      'folder/file/deep/new',
      '"folder/file/deep/new", which is or leads through something that is no folder',
    ],
    [
      'output folder',
      outputFolder,
      'link-nowhere',
      '"link-nowhere", which is or leads through something that is no folder',
    ],
  ])('%s rejects %#: %j', (_, parser, value, seen) => {
    expect(() => parser.parse(value, { workspace })).toThrow(
      expect.objectContaining({ name: 'Rejected', message: seen }),
    );
  });

  test.each<Case>([
    ['text', text, 'keep-test', 'keep-test'],
    ['boolean', boolean, 'TRUE', true],
    ['boolean', boolean, 'False', false],
    ['choice', choice('plan', 'apply'), 'plan', 'plan'],
    ['integer', count, '-5', -5],
    ['integer', count, '0', 0],
    ['duration', durationMs, '500ms', 500],
    ['duration', durationMs, '90s', 90_000],
    ['duration', durationMs, '10m', 600_000],
    ['duration', durationMs, '24h', 86_400_000],
    ['digest', digest, sha, sha],
    ['lines', lines, ' a, b \r\n\n c=d\n', ['a, b', 'c=d']],
    ['existing file', existingFile, '..name', join(workspace, '..name')],
    ['existing file', existingFile, 'link-in/file', join(workspace, 'folder/file')],
    ['existing file', existingFile, join(workspace, 'folder/file'), join(workspace, 'folder/file')],
    ['existing file', existingFile, 'link-out/link-back', join(workspace, 'folder/file')],
    ['output folder', outputFolder, 'new/deep/file', join(workspace, 'new/deep/file')],
    ['output folder', outputFolder, '.', workspace],
    ['output folder', outputFolder, 'folder', join(workspace, 'folder')],
    ['output folder', outputFolder, 'link-in/new', join(workspace, 'folder/new')],
  ])('%s reads %#: %j', (_, parser, value, expected) => {
    expect(parser.parse(value, { workspace })).toEqual(expected);
  });
});
