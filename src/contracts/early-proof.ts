import type { ChainWait } from './chain-wait.ts';
import type { BlockMark } from './journal.ts';
import type { PreparedSet } from './prepared-set.ts';
import type { CodeProof } from './proof/code-proof.ts';
import { proveAll, type ToProve } from './prove-mined.ts';

/**
 * A proof that is begun while the receipts are on their way, on the guess that everything came in the block in which the
 * last nonce was seen used. It is worth something only when the guess was right and all of it is exact.
 */
export interface EarlyProof {
  readonly block: BlockMark;
  /** Undefined when it has to be proved again. */
  take(): Promise<readonly CodeProof[] | undefined>;
  drop(): void;
}

export function proveEarly(
  wait: ChainWait,
  set: PreparedSet,
  block: BlockMark,
  creations: readonly Omit<ToProve, 'block'>[],
): EarlyProof {
  const dropped = new AbortController();
  const quiet = { ...wait, signal: AbortSignal.any([wait.signal, dropped.signal]) };
  const proving = proveAll(
    quiet,
    set,
    creations.map((creation) => ({ ...creation, block: block.number })),
  ).catch(() => undefined);
  return {
    block,
    async take() {
      const proofs = await proving;
      return proofs?.every(({ verdict }) => verdict === 'exact') ? proofs : undefined;
    },
    drop: () => dropped.abort(new Error('not needed any more')),
  };
}
