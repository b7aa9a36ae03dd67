import type { Address, Hex } from '../../values/index.ts';
import type { ChainRead } from './reads.ts';
import type { Refusal } from './refusal.ts';

/** What a migration asks of a chain. Every answer is checked for its shape; failures are RemoteError. */
export interface Chain {
  /** How many nodes can be asked, from number 0. */
  readonly endpoints: number;
  /** Reads all of it in one batch, from the first node or the one with the given number. */
  read<const T extends readonly ChainRead<unknown>[]>(
    reads: T,
    signal: AbortSignal,
    endpoint?: number,
  ): Promise<Answers<T>>;
  /** Hands signed transactions to the node, in this order; to others where it does not take them. */
  send(transactions: readonly Hex[], signal: AbortSignal): Promise<readonly SendAnswer[]>;
}

/** What each read of a list gives, in its place. */
export type Answers<T extends readonly ChainRead<unknown>[]> = {
  -readonly [Index in keyof T]: T[Index] extends ChainRead<infer Answer> ? Answer : never;
};

export interface ChainIdentity {
  readonly id: number;
  readonly genesisHash: Hex;
}

export interface ChainState {
  readonly identity: ChainIdentity;
  readonly block: { readonly number: number; readonly timeSeconds: number; readonly gasLimit: bigint };
  /** Undefined on a chain from before EIP-1559. */
  readonly baseFee: bigint | undefined;
  readonly gasPrice: bigint;
  readonly nonce: number;
  readonly pendingNonce: number;
  readonly balance: bigint;
  /** Whether the node can simulate several transactions, creations among them, with eth_simulateV1. */
  readonly hasSimulateV1: boolean;
  /** Of the deployer itself: `0x`, or what it delegates to (EIP-7702). */
  readonly deployerCode: Hex;
  /** Of the code at each address that was asked for; none where there is no code. */
  readonly codeHashes: ReadonlyMap<Address, Hex>;
}

export interface Receipt {
  readonly hash: Hex;
  readonly isSuccess: boolean;
  readonly block: number;
  readonly blockHash: Hex;
  readonly gasUsed: bigint;
  /** Wei for one unit of gas; undefined where the node doesn't say. */
  readonly gasPrice: bigint | undefined;
  readonly contractAddress: Address | undefined;
}

export type SendAnswer =
  | { readonly kind: 'accepted' }
  /** The node has it, or has mined its nonce: receipts tell which. */
  | { readonly kind: 'known' }
  | { readonly kind: 'refused'; readonly reason: Refusal; readonly message: string };

export interface CallRequest {
  readonly from: Address;
  /** Absent for a creation. */
  readonly to?: Address;
  readonly data: Hex;
  readonly value?: bigint;
  readonly gas?: bigint;
  /** In wei; what the sender pays has to be there. Nothing when absent. */
  readonly gasPrice?: bigint;
  /** Latest when absent. */
  readonly block?: number;
  readonly accounts?: ReadonlyMap<Address, AccountOverride>;
  /** As which block it runs; the time stays the block's own where none is given. */
  readonly blockOverride?: { readonly number: number; readonly timeSeconds?: number | undefined };
}

export interface AccountOverride {
  /** In wei. */
  readonly balance?: bigint;
  readonly nonce?: number;
  readonly code?: Hex;
  /** True: its storage is taken as empty. */
  readonly isStorageEmpty?: boolean;
}

export type CallAnswer =
  | { readonly kind: 'output'; readonly data: Hex }
  | { readonly kind: 'revert'; readonly data: Hex; readonly message: string }
  /** The node could not run it at all. */
  | { readonly kind: 'failed'; readonly message: string };
