import type { Asked } from './gate.ts';
import type { Suite } from './trial.ts';

/** Kinds of requests that processes have sent, and those at which one was killed. */
const met = new Set<string>();
const struck = new Set<string>();

export function noteMet(asked: readonly Asked[]): void {
  for (const { kind } of asked) met.add(kind);
}

export function noteStruck(kind: string): void {
  struck.add(kind);
}

/** Of these kinds those at which no process was killed yet. */
export function unstruck(kinds: readonly string[]): readonly string[] {
  return [...new Set(kinds)].filter((kind) => !struck.has(kind));
}

/** When all else has run: no kind of request is left at which nobody was killed. */
export const coverageSuite: Suite = {
  name: 'coverage',
  sampleSize: 0,
  prepare: async () => [
    {
      name: 'coverage: every kind of request that any run sends has a kill point',
      async run() {
        const without = unstruck([...met]);
        if (met.size === 0) throw new Error('no run was seen: this belongs at the end of all trials');
        if (without.length > 0) throw new Error(`none at: ${without.join('; ')}`);
      },
    },
  ],
};
