import type { Address, Hex } from '../../values/index.ts';

/** What a migration asks of a chain. Every answer is checked for its shape; failures are RemoteError. */
export interface Chain {
  /** The state that a plan is made from, read in one batch. */
  observe(deployer: Address, codeAt: readonly Address[], signal: AbortSignal): Promise<ChainState>;
  /** Runtime code now, in the order of the addresses; `0x` where there is none. */
  codes(addresses: readonly Address[], signal: AbortSignal): Promise<readonly Hex[]>;
  /** How many contracts each had created, plus one, at a block (a contract's nonce). */
  nonces(addresses: readonly Address[], block: number, signal: AbortSignal): Promise<readonly number[]>;
  /** How far the chain and the deployer are. */
  progress(deployer: Address, signal: AbortSignal): Promise<Progress>;
  receipts(hashes: readonly Hex[], signal: AbortSignal): Promise<readonly (Receipt | undefined)[]>;
  /** Seconds since 1970 of blocks that the chain has. */
  blockTimes(numbers: readonly number[], signal: AbortSignal): Promise<readonly number[]>;
  /** What an account has sent in a block. */
  sentBy(
    sender: Address,
    block: number,
    signal: AbortSignal,
  ): Promise<readonly { readonly hash: Hex; readonly nonce: number }[]>;
  /** Hands signed transactions to the node, in this order. */
  send(transactions: readonly Hex[], signal: AbortSignal): Promise<readonly SendAnswer[]>;
  /** Runs code without a transaction. */
  call(requests: readonly CallRequest[], signal: AbortSignal): Promise<readonly CallAnswer[]>;
}

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
  readonly codes: ReadonlyMap<Address, Hex>;
}

export interface Progress {
  readonly blockNumber: number;
  readonly nonce: number;
}

export interface Receipt {
  readonly hash: Hex;
  readonly isSuccess: boolean;
  readonly block: number;
  readonly blockHash: Hex;
  readonly gasUsed: bigint;
  readonly contractAddress: Address | undefined;
}

export type SendAnswer =
  | { readonly kind: 'accepted' }
  /** The node has it, or has mined its nonce: receipts tell which. */
  | { readonly kind: 'known' }
  | { readonly kind: 'refused'; readonly message: string };

export interface CallRequest {
  readonly from: Address;
  /** Absent for a creation. */
  readonly to?: Address;
  readonly data: Hex;
  readonly value?: bigint;
  readonly gas?: bigint;
  /** Latest when absent. */
  readonly block?: number;
  readonly accounts?: ReadonlyMap<Address, AccountOverride>;
  readonly blockOverride?: { readonly number: number; readonly timeSeconds: number };
}

export interface AccountOverride {
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
