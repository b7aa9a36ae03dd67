import type { Address, Hex } from '../../values/index.ts';
import type { ExpectedCode } from './expected-code.ts';

/** A mined creation whose code is to be proved. */
export interface MinedCreation {
  readonly contract: string;
  readonly address: Address;
  readonly nonce: number;
  /** Creation code and arguments, as they were sent. */
  readonly data: Hex;
  /** In wei. */
  readonly value: bigint;
  readonly gasLimit: bigint;
  readonly block: number;
  /** What the receipt says that each unit of gas has cost, in wei. */
  readonly gasPrice?: bigint | undefined;
  /** What its artifact says; only asked where nothing could be run. */
  readonly expected?: ExpectedCode | undefined;
}

/**
 * What the code on the chain is, next to what was to be created. Only `exact` means every byte; `metadata-differs` means
 * that all that can run is equal; `unproved` that some bytes are accounted for by nothing.
 */
export type Verdict = 'exact' | 'metadata-differs' | 'different' | 'unproved';

/**
 * How it was proved: all creations of the block run again on the state before it; the creation alone, at its own address,
 * nonce and block; the creation at another address; by the artifact's code with its immutables masked.
 */
export type ProofMethod = 'replay' | 'creation' | 'elsewhere' | 'masked';

export interface CodeProof {
  readonly contract: string;
  readonly address: Address;
  /** Of the code that the chain has; undefined where it has none. */
  readonly codeHash: Hex | undefined;
  readonly verdict: Verdict;
  /** Undefined unless it is proved. */
  readonly method: ProofMethod | undefined;
  /** What was seen, when it is not exact. */
  readonly detail: string | undefined;
}
