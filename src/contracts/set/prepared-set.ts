import type { Problem } from '../../report/index.ts';
import type { Abi, AbiEntry, AbiParameter } from '../abi/json-abi.ts';
import type { TypedValue } from '../abi/typed-value.ts';
import type { Artifact } from '../artifacts/artifact.ts';

/**
 * A contract set whose artifacts are read and whose every reference and argument is checked: what the engine works on. It
 * doesn't tell from what kind of source the set came.
 */
export interface PreparedSet {
  /** In an order in which each contract comes after those that it names, links or is to come after. */
  readonly contracts: readonly PreparedContract[];
  /** In the order in which they are made: those that can't be taken back after all others, except what comes after them. */
  readonly calls: readonly PreparedCall[];
  /** What is right, but should be known. */
  readonly notices: readonly string[];
}

export interface PreparedContract {
  readonly name: string;
  readonly artifact: Artifact;
  /** The constructor's. */
  readonly parameters: readonly AbiParameter[];
  readonly arguments: readonly TypedValue[];
  /** Placeholder → contract of the set. */
  readonly libraries: ReadonlyMap<string, string>;
  /** Sent along to the constructor, in wei. */
  readonly value: bigint;
  /** Names of contracts and of calls of the set that come before it, though it doesn't name them. */
  readonly after: readonly string[];
  /** The name that it had in the set before. */
  readonly was?: string | undefined;
  /** It may be published though its code could not be proved. */
  readonly allowsUnproved: boolean;
  /** It may be created anew when a one-shot call of it changes. */
  readonly allowsRedeploy: boolean;
}

export interface PreparedCall {
  /** What others say to come after it. */
  readonly name: string | undefined;
  readonly contract: string;
  readonly entry: AbiEntry;
  readonly arguments: readonly TypedValue[];
  readonly value: bigint;
  /** Where reverts of this call find the names of their errors. */
  readonly abi: Abi;
  /** True on the chain when the call is done. */
  readonly until: Predicate | undefined;
  /** It works once, or can't be taken back. */
  readonly isOneShot: boolean;
  /** Names of contracts and of calls of the set that come before it, though it doesn't name them. */
  readonly after: readonly string[];
  /** Where the set's file has it. */
  readonly path?: Problem['path'];
}

/** What a view function of a contract of the set must return. */
export interface Predicate {
  /** As it stands in the file. */
  readonly text: string;
  readonly contract: string;
  /** The function, with exactly one output. */
  readonly entry: AbiEntry;
  readonly arguments: readonly TypedValue[];
  readonly operator: '==' | '!=' | '>=' | '>' | '<=' | '<';
  readonly expected: TypedValue;
}
