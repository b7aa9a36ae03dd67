import { expect, test } from '@jest/globals';
import { createKnownObjects } from '../../../../src/cluster/api/known-objects.ts';
import type { LiveObject } from '../../../../src/cluster/kubernetes-object.ts';

const object = (name: string, uid: string, resourceVersion: string): LiveObject => ({
  metadata: { name, uid, resourceVersion },
});

/** What was told of objects: `+` changed, `-` deleted. */
function told(happen: (known: ReturnType<typeof createKnownObjects<LiveObject>>) => void): readonly string[] {
  const lines: string[] = [];
  const say = (sign: string) => (one: LiveObject) => void lines.push(`${sign}${one.metadata.uid}`);
  happen(createKnownObjects({ changed: say('+'), deleted: say('-') }));
  return lines;
}

test.each<readonly [string, Parameters<typeof told>[0], readonly string[]]>([
  [
    'the same version twice is one change',
    (known) => {
      known.put(object('a', 'u', '1'));
      known.put(object('a', 'u', '1'));
    },
    ['+u'],
  ],
  [
    'another uid under a name is an end and a beginning',
    (known) => {
      known.put(object('a', 'u1', '1'));
      known.put(object('a', 'u2', '2'));
    },
    ['+u1', '-u1', '+u2'],
  ],
  [
    'the end of a predecessor is not the end of its successor',
    (known) => {
      known.put(object('a', 'u2', '2'));
      known.remove(object('a', 'u1', '1'));
    },
    ['+u2'],
  ],
  ['the end of what was never told is not told', (known) => known.remove(object('a', 'u', '1')), []],
  [
    'a new list tells what is missing in it, what is new, and nothing of what is the same',
    (known) => {
      known.replaceAll([object('a', 'ua', '1'), object('b', 'ub', '2')]);
      known.replaceAll([object('b', 'ub', '2'), object('c', 'uc', '3')]);
    },
    ['+ua', '+ub', '-ua', '+uc'],
  ],
])('%s', (_, happen, lines) => {
  expect(told(happen)).toEqual(lines);
});
