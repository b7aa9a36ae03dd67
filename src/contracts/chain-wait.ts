import { type Log, RemoteError } from '../report/index.ts';
import type { Address, Hex } from '../values/index.ts';
import type { Chain } from './chain/chain.ts';
import { blockHeader, transactionCount } from './chain/reads.ts';
import type { Clock } from './clock.ts';

/** What every wait on the chain needs. */
export interface ChainWait {
  readonly chain: Chain;
  readonly deployer: Address;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** On the clock's scale. */
  readonly deadline: number;
  /** The shortest time between two looks. */
  readonly pollMs: number;
  /** Asked before anything is signed or sent. @throws when the lock is no longer this run's. */
  readonly requireHeld: () => void;
}

/** How far the chain and the deployer are. */
export interface Progress {
  readonly block: number;
  readonly blockHash: Hex;
  readonly baseFee: bigint | undefined;
  /** How many of the deployer's transactions are mined. */
  readonly nonce: number;
}

export async function readProgress({ chain, deployer, signal }: ChainWait): Promise<Progress> {
  const [{ number, hash, baseFee }, nonce] = await chain.read(
    [blockHeader('latest'), transactionCount(deployer, 'latest')],
    signal,
  );
  return { block: number, blockHash: hash, baseFee, nonce };
}

/** All nonces below are mined, or wait in the node's pool without a gap. */
export async function readPendingNonce({ chain, deployer, signal }: ChainWait): Promise<number> {
  const [nonce] = await chain.read([transactionCount(deployer, 'pending')], signal);
  return nonce;
}

const sayStillAfterMs = 15_000;
const longestPollMs = 2_000;

export interface BlockWatch {
  /** Says now and then how it stands, and when the chain stands still. @throws RemoteError at the deadline. */
  note(block: number, state: () => string): void;
  /** Until the next look. */
  sleep(): Promise<void>;
}

/** Watches the chain's pace during one wait: slow chains are asked less often. */
export function watchBlocks({ clock, log, deadline, pollMs, signal }: ChainWait): BlockWatch {
  let lastBlock = -1;
  let lastBlockAt = clock.now();
  let lastSaidAt = clock.now();
  let shortestGapMs = Number.POSITIVE_INFINITY;
  let lookedAt = clock.now();
  return {
    note(block, state) {
      const now = clock.now();
      if (block !== lastBlock) {
        if (lastBlock >= 0) shortestGapMs = Math.min(shortestGapMs, (now - lastBlockAt) / Math.abs(block - lastBlock));
        lastBlock = block;
        lastBlockAt = now;
      }
      const still = Math.round((now - lastBlockAt) / 1000);
      if (now >= deadline) {
        throw new RemoteError(
          `the deadline has passed: ${state()}; the last block, ${lastBlock}, is ${still} s old. What was sent stays in the journal, and the next run goes on from there`,
        );
      }
      if (now - lastSaidAt < sayStillAfterMs) return;
      lastSaidAt = now;
      log.info(
        now - lastBlockAt >= sayStillAfterMs
          ? `No new block for ${still} s (last: ${lastBlock}); ${state()}`
          : `Block ${lastBlock}: ${state()}`,
      );
    },
    async sleep() {
      const tenth = Number.isFinite(shortestGapMs) ? shortestGapMs / 10 : pollMs;
      const wanted = Math.min(Math.max(tenth, pollMs), longestPollMs);
      // From look to look: on a slow line the answer's way is a part of it.
      await clock.sleep(Math.max(wanted - (clock.now() - lookedAt), wanted / 2), signal);
      lookedAt = clock.now();
    },
  };
}
