import { expect, test } from '@jest/globals';
import { parseChallenges } from '../../../../src/cluster/registry/auth-challenge.ts';

const read = (header: string | undefined) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

test.each([
  [undefined, []],
  ['', []],
  [', ,', []],
  ['realm="nobody asked"', []],
  ['Basic', [['basic', {}]]],
  ['BASIC realm="a \\"quoted\\" realm"', [['basic', { realm: 'a "quoted" realm' }]]],
  [
    'Bearer realm="https://login.example/token",service="registry.example",scope="repository:a/b:pull,push"',
    [
      [
        'bearer',
        { realm: 'https://login.example/token', service: 'registry.example', scope: 'repository:a/b:pull,push' },
      ],
    ],
  ],
  ['Bearer realm=plain, Service = "spaced" ,error=', [['bearer', { realm: 'plain', service: 'spaced', error: '' }]]],
  [
    'Basic realm="one", Bearer realm="two",service="s"',
    [
      ['basic', { realm: 'one' }],
      ['bearer', { realm: 'two', service: 's' }],
    ],
  ],
])('the header %j asks for %j', (header, challenges) => {
  expect(read(header)).toEqual(challenges);
});
