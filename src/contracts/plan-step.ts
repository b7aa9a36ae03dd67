import type { Address, Digest, Hex, Json } from '../values/index.ts';
import type { RecordedCall, RecordedContract } from './record.ts';

/** A contract that the record or the unfinished journal knows, and whether the chain still has its proved code. */
export interface KnownContract {
  readonly recorded: RecordedContract;
  readonly source: 'record' | 'journal';
  readonly isCodeThere: boolean;
}

export interface KnownCall {
  readonly recorded: RecordedCall;
  readonly source: 'record' | 'journal';
}

/** What planning looks at besides the set. */
export interface PlanObservation {
  readonly deployer: Address;
  /** The first nonce that is free. */
  readonly nonce: number;
  readonly contracts: readonly KnownContract[];
  readonly calls: readonly KnownCall[];
}

export interface CreateStep {
  readonly kind: 'create';
  readonly contract: string;
  readonly reason: string;
  readonly nonce: number;
  /** Where it will stand. */
  readonly address: Address;
  /** Linked creation code and encoded arguments. */
  readonly data: Hex;
  readonly fingerprint: Hex;
  readonly arguments: readonly Json[];
  readonly libraries: Readonly<Record<string, Address>>;
}

export interface KeepStep {
  readonly kind: 'keep';
  readonly contract: string;
  readonly reason: string;
  readonly address: Address;
  readonly known: RecordedContract;
}

export interface CallStep {
  readonly kind: 'call';
  readonly contract: string;
  readonly function: string;
  readonly reason: string;
  readonly nonce: number;
  readonly target: Address;
  readonly calldata: Hex;
  readonly value: bigint;
  /** Every contract that the call names, its target first: it may be signed only when all of them are proved. */
  readonly names: readonly Address[];
}

export interface SkipStep {
  readonly kind: 'skip';
  readonly contract: string;
  readonly function: string;
  readonly reason: string;
  readonly known: RecordedCall;
}

export type Step = CreateStep | KeepStep | CallStep | SkipStep;

export interface Plan {
  readonly steps: readonly Step[];
  readonly digest: Digest;
}
