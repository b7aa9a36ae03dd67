import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ActResult } from '../../tools/example-release/act.ts';
import {
  actWithinMs,
  type ExampleRelease,
  lastGoodWrites,
  outputsOf,
  startExampleRelease,
} from '../../tools/example-release/example-release.ts';
import { exampleAccounts } from '../../tools/generate-example-accounts.ts';

jest.setTimeout(actWithinMs);

const root = join(import.meta.dirname, '../..');

let release: ExampleRelease;
let first: ActResult;

beforeAll(async () => {
  release = await startExampleRelease({ whySimulated: 'these tests simulate them' });
});

afterAll(() => release?.stop());

describe("the example workflow, in somebody's repository", () => {
  test('is the file that users copy, unchanged', () => {
    const copied = readFileSync(join(release.repository, '.github/workflows/release.yml'), 'utf8');
    expect(copied).toBe(readFileSync(join(root, 'workflows-examples/release.yml'), 'utf8'));
  });

  test('is red, writes nothing and prints no secret when the chain does not answer', async () => {
    const before = await release.count();
    const nowhere = `http://127.0.0.1:1/?key=${release.secretTexts[0]}`;
    const result = await release.run({ secrets: { CHAIN_RPC_URL: nowhere } });
    expect(result).toEqual({ exitCode: 1, output: expect.stringContaining('Failure - Main Deploy the contracts') });
    expect(result.output).not.toContain('Main Roll the clients');
    expect(await release.count()).toEqual({ ...before, transactions: 0, contracts: 0, storageWrites: 0 });
    expectNoSecretIn(result);
  });

  test('releases the whole network with nothing but uses: lines', async () => {
    first = await release.run();
    expect(first).toEqual({ exitCode: 0, output: expect.stringContaining('Job succeeded') });
    expect(await release.count()).toMatchObject({ transactions: 33, contracts: 27, podsCreated: 10 });
    const sets = await release.world.cluster.ask('/apis/apps/v1/namespaces/keep-test/statefulsets');
    const names = JSON.parse(sets.body).items.map((item: { metadata: { name: string } }) => item.metadata.name);
    expect(names).toEqual(exampleAccounts.map((number) => `keep-client-${number}`));
    expectNoSecretIn(first);
  });

  test('does not call a release proved whose clients are only simulated', () => {
    expect(outputsOf(first, 'result')).toEqual(['incomplete']);
    expect(lastGoodWrites(release)).toBe(0);
  });

  test('changes nothing, anywhere, when it runs again', async () => {
    const before = await release.count();
    const result = await release.run();
    expect(result).toEqual({ exitCode: 0, output: expect.stringContaining('Job succeeded') });
    expect(await release.count()).toEqual(before);
    expect(outputsOf(result, 'changed')).toEqual(['false', 'false', 'false', 'false', 'false']);
  });

  test('rolls a stored release again when a person names it, without touching the chain', async () => {
    const [stored = ''] = outputsOf(first, 'release');
    expect(stored).toMatch(/^sha256:/);
    const before = await release.count();
    const inputs = { environment: 'keep-test', release: stored };
    const result = await release.run({ event: 'workflow_dispatch', inputs });
    expect(result).toEqual({ exitCode: 0, output: expect.stringContaining('Job succeeded') });
    expect(result.output).not.toContain('Main Deploy the contracts');
    expect(await release.count()).toEqual(before);
  });
});

function expectNoSecretIn({ output }: ActResult): void {
  for (const text of release.secretTexts) expect(output.includes(text)).toBe(false);
}
