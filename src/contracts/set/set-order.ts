import type { Problem } from '../../report/index.ts';

/** A contract or a call of a set, with what must come before it. */
export interface OrderNode {
  /** As messages call it. */
  readonly title: string;
  /** Where it stands in the set's file. */
  readonly path: readonly (string | number)[];
  readonly needs: readonly Need[];
  /** It can't be taken back: everything that doesn't need it comes before it. */
  readonly isOneShot: boolean;
}

export interface Need {
  /** The other's key. */
  readonly key: string;
  /** What ties the two, such as `names`. */
  readonly tie: string;
}

/**
 * Keys in an order in which each comes after what it needs; where nothing decides, the given order does, but one-shot calls
 * come last. Every cycle is a problem that names its members and their ties. Needs of unknown keys don't count.
 */
export function orderByNeeds(nodes: ReadonlyMap<string, OrderNode>): {
  readonly order: readonly string[];
  readonly problems: readonly Problem[];
} {
  const problems = findCycles(nodes);
  if (problems.length > 0) return { order: [...nodes.keys()], problems };
  const order: string[] = [];
  const done = new Set<string>();
  const oneShots = [...nodes].filter(([, { isOneShot }]) => isOneShot).map(([key]) => key);
  for (;;) {
    const waiting = waitingFor(nodes, new Set(oneShots.filter((key) => !done.has(key))));
    for (const key of nodes.keys()) if (!waiting.has(key)) place(key, nodes, done, order);
    // Only one-shot calls, and what comes after them, are left: the first that needs no other of them.
    const next = oneShots.find(
      (key) => !done.has(key) && nodes.get(key)?.needs.every((need) => done.has(need.key) || !nodes.has(need.key)),
    );
    if (next === undefined) return { order, problems };
    done.add(next);
    order.push(next);
  }
}

/** The keys of one-shot calls still to come, and of everything that needs one of them however indirectly. */
function waitingFor(nodes: ReadonlyMap<string, OrderNode>, oneShots: ReadonlySet<string>): ReadonlySet<string> {
  if (oneShots.size === 0) return oneShots;
  const neededBy = new Map<string, string[]>();
  for (const [key, { needs }] of nodes) {
    for (const need of needs) neededBy.set(need.key, [...(neededBy.get(need.key) ?? []), key]);
  }
  const waiting = new Set(oneShots);
  for (const key of waiting) for (const dependent of neededBy.get(key) ?? []) waiting.add(dependent);
  return waiting;
}

function place(key: string, nodes: ReadonlyMap<string, OrderNode>, done: Set<string>, order: string[]): void {
  const node = nodes.get(key);
  if (node === undefined || done.has(key)) return;
  done.add(key);
  for (const need of node.needs) place(need.key, nodes, done, order);
  order.push(key);
}

function findCycles(nodes: ReadonlyMap<string, OrderNode>): Problem[] {
  const problems: Problem[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const path: { readonly key: string; tie: string }[] = [];

  function visit(key: string): void {
    const node = nodes.get(key);
    if (node === undefined || state.get(key) === 'done') return;
    if (state.get(key) === 'open') {
      const cycle = path.slice(path.findIndex((step) => step.key === key));
      problems.push({ path: nodes.get(cycle[0]?.key ?? key)?.path ?? [], message: describeCycle(cycle, nodes) });
      return;
    }
    state.set(key, 'open');
    const step = { key, tie: '' };
    path.push(step);
    for (const need of node.needs) {
      step.tie = need.tie;
      visit(need.key);
    }
    path.pop();
    state.set(key, 'done');
  }

  for (const key of nodes.keys()) visit(key);
  return problems;
}

function describeCycle(
  cycle: readonly { readonly key: string; readonly tie: string }[],
  nodes: ReadonlyMap<string, OrderNode>,
): string {
  const title = (index: number) => nodes.get(cycle[index % cycle.length]?.key ?? '')?.title ?? '';
  const ties = cycle.map(({ tie }, index) => `${title(index)} ${tie} ${title(index + 1)}`);
  return cycle.length === 1
    ? `${ties[0]}, which is itself`
    : `none of these can come before the others: ${ties.join(', ')}`;
}
