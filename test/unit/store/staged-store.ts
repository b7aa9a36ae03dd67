import type { Store, StoreLimits } from '../../../src/store/index.ts';

export type StagedCall = 'read' | 'create' | 'replace' | 'list';
/** `refuse`: nothing happens; `lose-answer`: it happens, and the caller hears of a failure; `hang`: no answer comes. */
export type StagedFault = 'refuse' | 'lose-answer' | 'hang' | undefined;

/** A store of a test: counts calls, knows when none is under way, and fails as told. */
export interface Stage {
  readonly store: Store;
  readonly calls: StagedCall[];
  /** Decides before each call. */
  fault: (call: StagedCall) => StagedFault;
  /** Resolves when no call is under way and nobody makes another. */
  settle(): Promise<void>;
}

export function stageStore(inner: Store): Stage {
  let underWay = 0;
  const stage: Stage = {
    store: wrap(inner, { signal: new AbortController().signal }),
    calls: [],
    fault: () => undefined,
    async settle() {
      for (let quiet = 0; quiet < 4; ) {
        await new Promise((resolve) => setImmediate(resolve));
        quiet = underWay === 0 ? quiet + 1 : 0;
      }
    },
  };

  async function call<T>(kind: StagedCall, { signal }: StoreLimits, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    stage.calls.push(kind);
    const fault = stage.fault(kind);
    if (fault === 'refuse') throw new Error('503 refused by the test');
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    stopped.catch(() => {});
    if (fault === 'hang') return stopped;
    underWay++;
    try {
      // As the adapters do: an abort leaves a call behind, which may still land.
      const answer = await Promise.race([work(), stopped]);
      if (fault === 'lose-answer') throw new Error('503 after it landed, by the test');
      return answer;
    } finally {
      underWay--;
    }
  }

  function wrap(store: Store, limits: StoreLimits): Store {
    return {
      location: store.location,
      read: (name) => call('read', limits, () => store.read(name)),
      create: (name, bytes) => call('create', limits, () => store.create(name, bytes)),
      replace: (name, bytes, generation) => call('replace', limits, () => store.replace(name, bytes, generation)),
      list: (prefix, range) => call('list', limits, () => store.list(prefix, range)),
      // The inner store keeps its own signal: what was left behind lands.
      under: (other) => wrap(store, other),
    };
  }
  return stage;
}
