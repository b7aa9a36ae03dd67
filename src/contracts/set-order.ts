import type { Problem } from '../report/index.ts';

/**
 * Names in an order in which each comes after what it needs; where nothing decides, the given order does.
 * A cycle is a problem, and its members are left out.
 */
export function orderByDependency(
  names: readonly string[],
  needs: (name: string) => readonly string[],
): { readonly order: readonly string[]; readonly problems: readonly Problem[] } {
  const order: string[] = [];
  const problems: Problem[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];

  function visit(name: string): void {
    if (state.get(name) === 'done' || !names.includes(name)) return;
    if (state.get(name) === 'open') {
      const cycle = [...path.slice(path.indexOf(name)), name];
      problems.push({ path: ['contracts', name], message: `these contracts need each other: ${cycle.join(' → ')}` });
      return;
    }
    state.set(name, 'open');
    path.push(name);
    for (const needed of needs(name)) visit(needed);
    path.pop();
    state.set(name, 'done');
    order.push(name);
  }

  for (const name of names) visit(name);
  return { order, problems };
}
