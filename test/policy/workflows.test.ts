import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pinsOf } from '../../tools/example-release/workflow-pins.ts';
import { trackedFiles } from '../../tools/tracked-files.ts';
import { actionlint } from './actionlint.ts';
import { workflowProblems } from './workflow-rules.ts';

const root = join(import.meta.dirname, '../..');
const workflows = trackedFiles(root).filter((file) =>
  /^(\.github\/workflows|workflows-examples)\/.*\.ya?ml$/.test(file),
);

const good = `
on: { push: { branches: [main] } }
permissions: {}
jobs:
  one:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    environment: test
    permissions: { contents: read, id-token: write }
    concurrency: one
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: { persist-credentials: false }
      - uses: org/keep-deploy/smoke-test@v1
        env: { KEY: "\${{ secrets.KEY }}" }
      - run: echo "$GREETING"
`;

describe('the rules for workflows', () => {
  test.each([
    ['a tag that can be moved', ['@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0', '@v5'], 'is no commit'],
    ['a commit nobody can read', [' # v5.0.0', ''], 'without the version'],
    ['another version of ours', ['smoke-test@v1', 'smoke-test@main'], 'not @v1'],
    ['permissions from the repository', ['permissions: {}\n', ''], 'at its top'],
    ['a job without permissions', ['    permissions: { contents: read, id-token: write }\n', ''], 'does not say'],
    ['a permission to write', ['contents: read', 'contents: write'], 'may write contents'],
    ['no timeout', ['    timeout-minutes: 5\n', ''], 'no timeout'],
    ['no concurrency', ['    concurrency: one\n', ''], 'no concurrency'],
    ['a secret of the repository', ['    environment: test\n', ''], 'outside of an environment'],
    ['an expression in a script', ['"$GREETING"', `"\${{ inputs.greeting }}"`], 'expression in a script'],
    ['a token left behind', ['persist-credentials: false', 'fetch-depth: 1'], 'leaves its token'],
    ['a trigger with foreign code', ['push: { branches: [main] }', 'pull_request_target: {}'], 'pull_request_target'],
  ] as const)('refuse %s', (_, [from, to], problem) => {
    expect(good).toContain(from);
    expect(workflowProblems(good.replace(from, to))).toEqual([expect.stringContaining(problem)]);
  });

  test('accept what keeps to them', () => {
    expect(workflowProblems(good)).toEqual([]);
  });
});

describe('every workflow', () => {
  test('is there: ours and at least one example', () => {
    expect(workflows).toEqual(expect.arrayContaining(['.github/workflows/ci.yml', 'workflows-examples/release.yml']));
  });

  test.each(workflows)('%s keeps to the rules', (file) => {
    expect(workflowProblems(readFileSync(join(root, file), 'utf8'))).toEqual([]);
  });

  test('names the same commit for the same action', () => {
    const pins = workflows.flatMap((file) => pinsOf(readFileSync(join(root, file), 'utf8')));
    const refs = new Map<string, Set<string>>();
    for (const { action, ref, version } of pins) {
      refs.set(action, (refs.get(action) ?? new Set()).add(`${ref} ${version}`));
    }
    expect([...refs].filter(([, seen]) => seen.size > 1)).toEqual([]);
  });

  test('passes actionlint', async () => {
    expect(await actionlint(root, workflows)).toBe('');
  });
});

describe('every whole workflow in a README or in docs', () => {
  const shown = trackedFiles(root)
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [
        ...readFileSync(join(root, file), 'utf8').matchAll(
          /^```yaml\n((?:(?!```)[\s\S])*?^jobs:\n(?:(?!```)[\s\S])*)^```/gm,
        ),
      ].map(([, text = '']) => ({ file, text })),
    );

  test('is found: that of migrate-contracts at least', () => {
    expect(shown.map(({ file }) => file)).toContain('actions/migrate-contracts/README.md');
  });

  test.each(shown)('keeps to the rules, and passes actionlint: $file', async ({ text }) => {
    const folder = mkdtempSync(join(tmpdir(), 'keep-deploy-workflow-'));
    try {
      writeFileSync(join(folder, 'workflow.yml'), text);
      expect(await actionlint(folder, ['workflow.yml'])).toBe('');
      expect(workflowProblems(text)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
