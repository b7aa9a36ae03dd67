import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { action as release } from '../../../actions/release/definition.ts';
import { action as rollDeployment } from '../../../actions/roll-deployment/definition.ts';
import { UserError } from '../../../src/report/index.ts';
import type { RunContext } from '../../../src/runner/index.ts';

const workspace = join(import.meta.dirname, '../../../examples/keep-network');

/** What the inputs alone are refused for; what comes after them has nothing to go on here. */
async function refusalsOf(action: typeof release, given: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const inputs: Readonly<Record<string, string>> = { environment: 'keep-test', ...given };
  const context = { workspace } as RunContext<string>;
  const error = await action.start((name) => inputs[name], context).catch((caught: unknown) => caught);
  return error instanceof UserError ? error.findings.map(({ message }) => message) : [];
}

describe.each([
  { action: rollDeployment, given: { configurations: `sha256:${'0a'.repeat(32)}` } },
  { action: release, given: {} },
])('$action.name', ({ action, given }) => {
  test('refuses limits that contradict each other, and two policies, each with what was seen, expected, and what to do', async () => {
    const all = {
      'client-timeout': '2h',
      'roll-timeout': '90s',
      bake: '3h',
      'on-failure': 'halt',
      'max-failures': '2',
    };
    expect(await refusalsOf(action, { ...given, ...all })).toEqual([
      'input client-timeout is 2h, longer than wave-timeout (30m), which ends the wait for a client too; expected at most 30m: give client-timeout less, or wave-timeout more',
      'input client-timeout is 2h, longer than roll-timeout (90s), which ends the wait for a client too; expected at most 90s: give client-timeout less, or roll-timeout more',
      'input bake is 3h, and no client could ever be proved within client-timeout (2h); expected less than 2h: give bake less, or client-timeout more',
      'input max-failures is 2, and input on-failure is halt: each says what a failed client leads to; expected one of them: leave the other away',
    ]);
  });

  test('refuses a whole roll-out that has less time than the client-timeout that was not given', async () => {
    expect(await refusalsOf(action, { ...given, 'roll-timeout': '1s' })).toEqual([
      expect.stringMatching(/^input client-timeout is 5m, longer than roll-timeout \(1s\)/),
    ]);
  });

  test('says of a number that is out of range which it is', async () => {
    expect(await refusalsOf(action, { ...given, 'max-parallel': '0' })).toEqual([
      'input max-parallel is 0, which is less than 1; expected a whole number from 1 to 1000',
    ]);
  });

  test.each([
    { 'max-failures': '2' },
    { 'on-failure': 'rollback-all' },
    { 'client-timeout': '1500ms', 'wave-timeout': '1500ms', 'roll-timeout': '1500ms' },
    { 'roll-timeout': '20m' },
  ])('takes %j', async (fine) => {
    expect((await refusalsOf(action, { ...given, ...fine })).filter((line) => line.startsWith('input'))).toEqual([]);
  });
});
