import type { Problem } from '../../report/index.ts';
import type { Address, Digest, Hex, Json } from '../../values/index.ts';
import type { AbiValue } from '../abi/json-abi.ts';
import type { ChainIdentity } from '../chain/chain.ts';
import type { RecordedCall, RecordedContract } from '../journal/record.ts';
import type { Predicate } from '../set/prepared-set.ts';

/** A contract that the record or the unfinished journal knows, and what the chain has at its address. */
export interface KnownContract {
  readonly recorded: RecordedContract;
  readonly source: 'record' | 'journal';
  /** The code that was proved, no code, or other code. What is pending counts as `recorded`. */
  readonly code: 'recorded' | 'none' | 'other';
  /** Logged, but not mined: taken as if it will be. Its address follows from its logged nonce. */
  readonly isPending: boolean;
}

export interface KnownCall {
  readonly recorded: RecordedCall;
  readonly source: 'record' | 'journal';
  /** Logged, but not mined: taken as if it will be. */
  readonly isPending: boolean;
  /** As far as an unfinished journal tells. */
  readonly nonce?: number | undefined;
}

/** A call of an unfinished run that came to nothing: it failed, or something else has used its nonce. */
export interface LostCall extends Pick<RecordedCall, 'target' | 'calldata' | 'value'> {
  readonly nonce: number;
}

/** What planning looks at besides the set. */
export interface PlanObservation {
  readonly chain: ChainIdentity;
  readonly deployer: Address;
  /** The first nonce that is free. */
  readonly nonce: number;
  /** Those of the journal after those of the record, each in the order in which they were created. */
  readonly contracts: readonly KnownContract[];
  readonly calls: readonly KnownCall[];
  readonly lostCalls?: readonly LostCall[];
  /** By {@link PredicateRead.key}: what the chain answered to each read, undefined where the function reverts. */
  readonly predicates: ReadonlyMap<string, Hex | undefined>;
}

export interface PlanOptions {
  /** What differs from the chain only in its metadata is created anew too. */
  readonly strict: boolean;
}

/** A question to the chain that has to be answered before a plan can be made. */
export interface PredicateRead {
  readonly key: string;
  readonly target: Address;
  readonly calldata: Hex;
}

/** A predicate with every address in its place. */
export interface ResolvedPredicate {
  /** As it stands in the file. */
  readonly text: string;
  readonly target: Address;
  readonly calldata: Hex;
  readonly operator: Predicate['operator'];
  readonly expected: AbiValue;
  /** The Solidity type of what the function returns. */
  readonly outputType: string;
}

export interface CreateStep {
  readonly kind: 'create';
  readonly contract: string;
  readonly reason: string;
  /** Steps of one layer are sent together, when those of all layers before are mined and proved. From 0. */
  readonly layer: number;
  readonly nonce: number;
  /** Where it will stand. */
  readonly address: Address;
  /** Linked creation code and encoded arguments. */
  readonly data: Hex;
  /** Sent along to the constructor, in wei. */
  readonly value: bigint;
  /** What it is recognised by: linked code without metadata, arguments, value. */
  readonly fingerprint: Hex;
  /** The same with metadata: of the very bytes that are sent. */
  readonly creationHash: Hex;
  readonly abiHash: Hex;
  readonly arguments: readonly Json[];
  readonly libraries: Readonly<Record<string, Address>>;
  /** Every contract that it names or links; with a value it may be signed only when all of them are proved. */
  readonly names: readonly Address[];
  /** Where the record has the contract so far. */
  readonly replaces: Address | undefined;
}

export interface KeepStep {
  readonly kind: 'keep';
  readonly contract: string;
  readonly reason: string;
  readonly address: Address;
  /** Where the record has it; absent where it doesn't know it yet. */
  readonly before?: Address;
  readonly known: RecordedContract;
  readonly source: KnownContract['source'];
  /** The logged bytes of its creation have to be sent again. */
  readonly isPending: boolean;
}

export interface CallStep {
  readonly kind: 'call';
  readonly contract: string;
  /** As a person wrote it, with its arguments. */
  readonly title: string;
  readonly function: string;
  readonly reason: string;
  readonly layer: number;
  readonly nonce: number;
  readonly target: Address;
  readonly calldata: Hex;
  readonly value: bigint;
  /** Every contract that the call or its predicate names, its target first: it may be signed only when all of them are proved. */
  readonly names: readonly Address[];
  /** Must be true when the call is mined. */
  readonly until: ResolvedPredicate | undefined;
  readonly isOneShot: boolean;
  /** The call that it is repeated behind. */
  readonly behind?: string;
  /** Where the set has it. */
  readonly path?: Problem['path'];
}

export interface SkipStep {
  readonly kind: 'skip';
  readonly contract: string;
  /** As a person wrote it, with its arguments. */
  readonly title: string;
  readonly function: string;
  readonly reason: string;
  /** Without transaction and block when only the predicate tells that it is done. */
  readonly known: RecordedCall;
  readonly until: ResolvedPredicate | undefined;
  /** Its logged bytes have to be sent again. */
  readonly isPending: boolean;
}

export type Step = CreateStep | KeepStep | CallStep | SkipStep;

export interface Plan {
  /** In the order of their nonces; what is kept or skipped stands where the set has it. */
  readonly steps: readonly Step[];
  /** Over everything that would be done and on which chain, not over the words. */
  readonly digest: Digest;
  /** Why nothing may be sent. */
  readonly refusals: readonly Problem[];
  /** What is right, but should be known. */
  readonly notices: readonly string[];
}
