import type { ClientReport } from '../cluster/index.ts';

type Result = ClientReport['result'];

/** What each result means for what runs now, in the order of telling. */
const meanings: readonly (readonly [readonly Result[], string])[] = [
  [['failed-rolled-back', 'rolled-back'], 'went back'],
  [['rollback-failed'], 'could not go back'],
  [['failed-halted'], 'failed, left as it stands'],
  [['superseded'], 'left as somebody else changed it'],
  [['cancelled'], 'still under way'],
  [['not-started'], 'not rolled'],
  [['unchanged'], 'with nothing to change'],
];

/** Who runs the new version and who doesn't, in one sentence; `undefined` where it isn't some and some. */
export function mixture(clients: readonly ClientReport[]): string | undefined {
  const named = (results: readonly Result[]): readonly string[] =>
    clients.filter(({ result }) => results.includes(result)).map(({ client }) => client);
  const isNew = named(['deployed']);
  if (isNew.length === 0 || isNew.length + named(['unchanged']).length === clients.length) return undefined;
  const others = meanings.flatMap(([results, meaning]) => {
    const names = named(results);
    return names.length === 0 ? [] : [`${names.length} ${meaning}${listed(names)}`];
  });
  const all = [`${isNew.length} of ${clients.length} clients run the new version${listed(isNew)}`, ...others];
  return `the network is mixed: ${all.join(', ')}`;
}

/** A table has the names of many. */
function listed(names: readonly string[]): string {
  return names.length > 10 ? '' : ` (${names.join(', ')})`;
}

const order: readonly Result[] = [
  'rollback-failed',
  'failed-halted',
  'failed-rolled-back',
  'superseded',
  'cancelled',
  'rolled-back',
  'not-started',
  'deployed',
  'unchanged',
];

/** `1 failed-halted, 2 not-started`: in the words of the table's own column. */
export function countResults(clients: readonly ClientReport[]): string {
  return order
    .map((wanted) => [clients.filter(({ result }) => result === wanted).length, wanted] as const)
    .filter(([count]) => count > 0)
    .map((part) => part.join(' '))
    .join(', ');
}
