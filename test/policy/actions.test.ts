import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { trackedFiles } from '../../tools/tracked-files.ts';
import { actionlint } from './actionlint.ts';

const root = join(import.meta.dirname, '../..');
const actions = trackedFiles(root).filter((file) => /^(actions\/)?([^/]+\/)?action\.yml$/.test(file));
const workflow = '.github/workflows/all.yml';

/** A repository with our actions and one workflow: actionlint reads an action when a workflow of its repository uses it. */
let repository: string;

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'keep-deploy-actions-'));
  for (const file of actions) {
    mkdirSync(dirname(join(repository, file)), { recursive: true });
    cpSync(join(root, file), join(repository, file));
  }
  symlinkSync(join(root, 'dist'), join(repository, 'dist'));
  mkdirSync(join(repository, '.git'));
  mkdirSync(join(repository, '.github/workflows'), { recursive: true });
});

afterAll(() => rmSync(repository, { recursive: true, force: true }));

test('every action is read by actionlint without a complaint, and so is a workflow that gives each what it needs', async () => {
  expect(actions.length).toBeGreaterThanOrEqual(12);
  expect(await lintWorkflow(workflowUsing(actions))).toBe('');
});

test('an input that no action has is refused, so the actions were really read', async () => {
  const complaints = await lintWorkflow(workflowUsing(actions).replaceAll('environment: x', 'enviroment: x'));
  expect(complaints.match(/input "enviroment" is not defined/g)).toHaveLength(actions.length);
});

test('an action whose bundle is missing is refused', async () => {
  const file = join(repository, 'smoke-test/action.yml');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('dist/smoke-test.js', 'dist/smoke-tests.js'));
  expect(await lintWorkflow(workflowUsing(actions))).toContain('smoke-tests.js');
  writeFileSync(file, before);
});

function lintWorkflow(text: string): Promise<string> {
  writeFileSync(join(repository, workflow), text);
  return actionlint(repository, [workflow]);
}

function workflowUsing(files: readonly string[]): string {
  const steps = files.flatMap((file) => {
    const { inputs = {} } = parse(readFileSync(join(root, file), 'utf8'));
    const required = Object.entries<{ required?: boolean }>(inputs).filter(([, input]) => input.required);
    const given = required.map(([name]) => `          ${name}: x`);
    return [`      - uses: ./${dirname(file)}`, ...(given.length > 0 ? ['        with:', ...given] : [])];
  });
  return ['on: push', 'jobs:', '  all:', '    runs-on: ubuntu-latest', '    steps:', ...steps, ''].join('\n');
}
