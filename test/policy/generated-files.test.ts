import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { action as pushArtifact } from '../../actions/push-artifact/definition.ts';
import { actionYaml } from '../../tools/generate/action-yaml.ts';
import { findDrift, generatedFiles } from '../../tools/generate/generated-files.ts';
import { fillMarkers, inputsTable } from '../../tools/generate/markdown-tables.ts';
import { trackedFiles } from '../../tools/tracked-files.ts';

const root = join(import.meta.dirname, '../..');

describe('an action.yml', () => {
  test.each([
    [0, 'dist/push-artifact.js'],
    [1, '../dist/push-artifact.js'],
    [2, '../../dist/push-artifact.js'],
  ])('that lies %d folders deep climbs to dist', (depth, main) => {
    expect(parse(actionYaml(pushArtifact, depth)).runs).toEqual({ using: 'node24', main });
  });

  test('says of each input what the definition says', () => {
    const { inputs } = parse(actionYaml(pushArtifact, 1));
    expect(inputs.name).toEqual({ description: pushArtifact.inputs['name']?.description, required: true });
    expect(inputs.mode).toEqual({ description: expect.any(String), required: false, default: 'apply' });
  });
});

describe('a table in a README', () => {
  test('stands between its markers, and the text around it stays', () => {
    const document = 'a\n<!-- generated: inputs -->\nold\n<!-- end of generated: inputs -->\nb\n';
    expect(fillMarkers(document, 'inputs', 'new')).toBe(document.replace('old', 'new'));
  });

  test('needs its markers', () => {
    expect(fillMarkers('a\n', 'inputs', 'new')).toBeUndefined();
  });

  test('keeps its columns whatever a description says', () => {
    const parser = { accepts: 'a|b', parse: (text: string) => text };
    const table = inputsTable({
      ...pushArtifact,
      inputs: { x: { description: 'one\ntwo', parser, isOptional: true } },
    });
    expect(table.split('\n')).toHaveLength(3);
    expect(table).toMatch(/\| `x` +\| one two +\| a\\\|b +\| optional +\|$/);
  });
});

describe('drift', () => {
  let copy: string;
  let wanted: ReadonlyMap<string, string | undefined>;

  beforeAll(async () => {
    copy = mkdtempSync(join(tmpdir(), 'keep-deploy-generated-'));
    for (const file of trackedFiles(root).filter((name) =>
      /^(actions|docs|src)\/|action\.yml$|^README\.md$|^package\.json$/.test(name),
    )) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      cpSync(join(root, file), join(copy, file));
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    wanted = await generatedFiles(root);
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('is not there', () => {
    expect(findDrift(root, wanted)).toEqual([]);
  });

  test('is a README that has lost the place of its table', () => {
    expect(findDrift(copy, new Map([['README.md', undefined]])).map(({ file }) => file)).toContain('README.md');
  });

  test('is one changed byte in any generated file', () => {
    expect(wanted.size).toBeGreaterThan(10);
    for (const file of wanted.keys()) {
      const before = readFileSync(join(copy, file), 'utf8');
      const others = findDrift(copy, wanted);
      const middle = before.length >> 1;
      writeFileSync(join(copy, file), `${before.slice(0, middle)}~${before.slice(middle + 1)}`);
      expect(findDrift(copy, wanted)).toEqual(expect.arrayContaining([...others, expect.objectContaining({ file })]));
      writeFileSync(join(copy, file), before);
    }
  });

  test('is a root folder without an action', () => {
    mkdirSync(join(copy, 'old-action'));
    writeFileSync(join(copy, 'old-action/action.yml'), 'name: old\n');
    expect(findDrift(copy, wanted).map(({ file }) => file)).toEqual(['old-action/action.yml']);
  });

  test('is a missing root folder', () => {
    rmSync(join(copy, 'old-action'), { recursive: true, force: true });
    rmSync(join(copy, 'smoke-test'), { recursive: true });
    expect(findDrift(copy, wanted).map(({ file }) => file)).toEqual(['smoke-test/action.yml']);
  });
});
