import { type Log, RemoteError } from '../../report/index.ts';
import type { Address, Hex } from '../../values/index.ts';
import type { Answers, Chain } from '../chain/chain.ts';
import {
  type BlockHeader,
  blockHeader,
  blockHeaderIfThere,
  type ChainRead,
  ifTold,
  transactionCount,
} from '../chain/reads.ts';
import type { Clock } from '../clock.ts';
import type { BlockPace } from './block-pace.ts';

/** What every wait on the chain needs. */
export interface ChainWait {
  readonly chain: Chain;
  readonly deployer: Address;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** On the clock's scale. */
  readonly deadline: number;
  /** The shortest time between two looks, except about when a block is due. */
  readonly pollMs: number;
  readonly pace: BlockPace;
  /** Asked before anything is signed or sent. @throws when the lock is no longer this run's. */
  readonly requireHeld: () => void;
}

/** All nonces below are mined, or wait in the node's pool without a gap. */
export async function readPendingNonce({ chain, deployer, signal }: ChainWait): Promise<number> {
  const [nonce] = await chain.read([transactionCount(deployer, 'pending')], signal);
  return nonce;
}

/** How far the chain and the deployer are. */
export interface Progress {
  readonly block: number;
  readonly blockHash: Hex;
  readonly timeSeconds: number;
  readonly baseFee: bigint | undefined;
  readonly gasLimit: bigint;
  /** What else would have fitted into the block. */
  readonly gasLeft: bigint;
  /** How many of the deployer's transactions are mined. */
  readonly nonce: number;
}

const sayStillAfterMs = 15_000;

export interface BlockWatch {
  /** The newest block, with what is to be read at the same time. */
  look<const T extends readonly ChainRead<unknown>[]>(
    reads: T,
  ): Promise<{ readonly newest: BlockHeader; readonly answers: Answers<T> }>;
  progress(): Promise<Progress>;
  /**
   * Before the first look after something was sent: on a chain that keeps time, until there may be a block.
   * @returns the newest block so far; undefined where nobody knows when to look.
   */
  sleepUntilDue(): Promise<number | undefined>;
  /** Says now and then how it stands, and when the chain stands still. @throws RemoteError at the deadline. */
  note(block: number, state: () => string): void;
  /**
   * Until the next look.
   * @param blocks so many at least have to come before there is anything to see; 0 when it isn't a block that is waited for.
   */
  sleep(blocks?: number): Promise<void>;
}

/** Watches the chain during one wait. */
export function watchBlocks({ chain, deployer, clock, log, deadline, pollMs, pace, signal }: ChainWait): BlockWatch {
  let lastBlock = -1;
  let lastBlockAt = clock.now();
  let lastSaidAt = clock.now();
  /** What the last look at both has shown, and how many looks at the block alone came after it. */
  let known: { readonly hash: Hex; readonly nonce: number; readonly tripMs: number; looks: number } | undefined;
  pace.begin(clock.now());

  /** @returns whether there is a new block, too. */
  async function look<const T extends readonly ChainRead<unknown>[]>(reads: T) {
    const wanted = pace.wantedBlock();
    const older = wanted === undefined ? [] : [ifTold(blockHeaderIfThere(wanted))];
    const sentAt = clock.now();
    const answers: readonly unknown[] = await chain.read([blockHeader('latest'), ...older, ...reads], signal);
    const newest = answers[0] as BlockHeader;
    const isNew = pace.note(
      { sentAt, answeredAt: clock.now(), number: newest.number, timeSeconds: newest.timeSeconds },
      older.length === 0 ? undefined : (answers[1] as BlockHeader | undefined),
    );
    return { newest, isNew, answers: answers.slice(1 + older.length) as Answers<T> };
  }

  /**
   * The deployer's nonce is one with its block: while there is no new one, half the calls are enough. Where the way is long, a
   * trip is worth more than a call.
   */
  async function lookForProgress(): Promise<{ readonly newest: BlockHeader; readonly nonce: number }> {
    const count = transactionCount(deployer, 'latest');
    const sentAt = clock.now();
    // Behind a load balancer the nonce may have been an older node's: it is asked for again now and then.
    if (known !== undefined && known.tripMs < pollMs / 4 && ++known.looks % 4 !== 0) {
      const { newest } = await look([]);
      if (newest.hash === known.hash) return { newest, nonce: known.nonce };
      const [nonce] = await chain.read([count], signal);
      known = { ...known, hash: newest.hash, nonce };
      return { newest, nonce };
    }
    const { newest, answers } = await look([count]);
    known = { hash: newest.hash, nonce: answers[0], tripMs: clock.now() - sentAt, looks: 0 };
    return { newest, nonce: answers[0] };
  }

  return {
    look,
    async progress() {
      const { newest, nonce } = await lookForProgress();
      const { number, hash, timeSeconds, baseFee, gasLimit, gasUsed } = newest;
      const gasLeft = gasLimit - gasUsed;
      return { block: number, blockHash: hash, timeSeconds, baseFee, gasLimit, gasLeft, nonce };
    },
    note(block, state) {
      const now = clock.now();
      if (block !== lastBlock) {
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
    async sleepUntilDue() {
      const newest = pace.regularSince();
      if (newest !== undefined) await sleep(1);
      return newest;
    },
    sleep,
  };

  async function sleep(blocks = 1): Promise<void> {
    for (;;) {
      const { at, isGlance } = pace.next(blocks);
      const now = clock.now();
      // A moment for the node in any case.
      await clock.sleep(Math.max(Math.min(at, deadline) - now, pollMs / 4), signal);
      if (!isGlance || clock.now() >= deadline) return;
      const { isNew } = await look([]);
      if (isNew) return;
    }
  }
}
