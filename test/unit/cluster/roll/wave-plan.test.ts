import { describe, expect, test } from '@jest/globals';
import type { StepAction } from '../../../../src/cluster/roll/roll-step.ts';
import { planWaves } from '../../../../src/cluster/roll/wave-plan.ts';

const roles = ['bootstrap', 'standard', 'archive'];

/** `b0 update` … by role: b, s, a; `!` behind it: it is down. */
const stepsOf = (text: string) =>
  text.split(', ').map((part) => {
    const [client = '', action = ''] = part.replace('!', '').split(' ');
    const role = roles.find((name) => name[0] === client[0]) ?? 'none';
    return { client, role, action: action as StepAction, isDown: part.endsWith('!') };
  });

const wavesOf = (text: string, voters: readonly string[] = []) => {
  const steps = stepsOf(text);
  const isReady = (client: string) => !steps.some((step) => step.client === client && step.isDown);
  const waves = planWaves(steps, { members: steps, roles, voters: new Set(voters) }, isReady);
  return waves.map(({ name, steps: clients }) => `${name}: ${clients.map(({ client }) => client).join(' ')}`);
};

describe('the waves', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'are the bootstraps, a canary, and the rest by role',
      's0 update, s1 update, b0 update, a0 update, b1 update, s2 update',
      ['bootstrap: b0 b1', 'canary: s0', 'standard: s1 s2', 'archive: a0'],
    ],
    ['have no canary where one client is left', 'b0 update, s0 update', ['bootstrap: b0', 'standard: s0']],
    ['have no canary where nothing is changed', 's0 unchanged, s1 unchanged', ['standard: s0 s1']],
    ['have a canary also of new clients', 's0 create, s1 create', ['canary: s0', 'standard: s1']],
    [
      'take the canary from the first role that changes',
      's0 unchanged, a0 update, a1 update',
      ['standard: s0', 'canary: a0', 'archive: a1'],
    ],
    [
      'prove what was left unproved before anything of its role is changed',
      's0 update, s1 update, s2 prove, s3 unchanged',
      ['canary: s2 s3 s0', 'standard: s1'],
    ],
    ['of one client are one wave', 'b0 update', ['bootstrap: b0']],
    [
      'keep a role whose only client is the canary out of a wave of its own',
      's0 update, a0 update',
      ['canary: s0', 'archive: a0'],
    ],
  ])('%s', (_, text, waves) => {
    expect(wavesOf(text)).toEqual(waves);
  });

  test('begin with a voter that is down, where none that serves may restart before it is mended', () => {
    expect(wavesOf('s0 update, s1 update, s2 update!', ['standard'])).toEqual(['canary: s2', 'standard: s0 s1']);
  });

  test('begin with the first voter where that may restart', () => {
    expect(wavesOf('s0 update, s1 update, s2 update', ['standard'])).toEqual(['canary: s0', 'standard: s1 s2']);
  });

  test('have no place for a client of an unknown role', () => {
    expect(() => wavesOf('x0 update')).toThrow(new RangeError('x0 has the role none, which is in no wave'));
  });
});
