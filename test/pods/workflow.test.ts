import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  actWithinMs,
  type ExampleRelease,
  lastGoodWrites,
  outputsOf,
  startExampleRelease,
} from '../../tools/example-release/example-release.ts';

jest.setTimeout(actWithinMs);

let release: ExampleRelease;

beforeAll(async () => {
  release = await startExampleRelease();
});

afterAll(() => release?.stop());

describe('the example workflow, with clients that really run', () => {
  test('is proved by the clients themselves and becomes the last good release', async () => {
    const result = await release.run();
    expect(result).toEqual({ exitCode: 0, output: expect.stringContaining('Job succeeded') });
    expect(outputsOf(result, 'result')).toEqual(['passed']);
    expect(outputsOf(result, 'passed')).toEqual(['31']);
    expect(await release.count()).toMatchObject({ transactions: 33, contracts: 27, podsCreated: 10 });
    expect(lastGoodWrites(release)).toBe(1);
  });

  test('restarts no client when it runs again', async () => {
    const before = await release.count();
    const result = await release.run();
    expect(result).toEqual({ exitCode: 0, output: expect.stringContaining('Job succeeded') });
    expect(await release.count()).toEqual(before);
    expect(outputsOf(result, 'changed')).toEqual(['false', 'false', 'false', 'false', 'false']);
  });

  test("is red with the registry's own words when an image does not exist, and the network is back as before", async () => {
    const missing = release.world.image.replace(/sha256:.*/, `sha256:${'d'.repeat(64)}`);
    const result = await release.run({ image: missing });
    expect(result).toEqual({ exitCode: 1, output: expect.stringContaining('Failure - Main Roll the clients') });
    expect(result.output).toMatch(/keep-client-\d.*not found/);
    expect(outputsOf(result, 'outcome')).toEqual(['failed-rolled-back']);
    expect(result.output).toMatch(/\] exit status 3$/m);
    expect(lastGoodWrites(release)).toBe(1);
  });

  test('finds the network as it was when the good image is released again', async () => {
    const before = await release.count();
    const result = await release.run();
    expect(result).toEqual({ exitCode: 0, output: expect.stringContaining('Job succeeded') });
    expect(await release.count()).toEqual(before);
    expect(outputsOf(result, 'result')).toEqual(['passed']);
    expect(outputsOf(result, 'changed')).toEqual(['false', 'false', 'false', 'false', 'false']);
  });
});
