import type { Abi } from '../abi/json-abi.ts';

/** A compiled contract as the engine needs it, whatever tool compiled it. */
export interface Artifact {
  readonly name: string;
  /** The Solidity file as the compiler knew it, such as `contracts/Token.sol`, where the artifact tells it. */
  readonly source?: string | undefined;
  readonly abi: Abi;
  /** Its format has the ABI in a file of its own, which is missing. */
  readonly lacksAbi?: boolean;
  /** Hexadecimal digits, none for an interface, without `0x`; where a library's address belongs, the placeholder still stands. */
  readonly creationCode: string;
  /** Every library of the creation code; the code on the chain may need fewer. */
  readonly links: readonly Link[];
  /** The code that the constructor leaves, as compiled: immutables are zero, placeholders stand. */
  readonly deployedCode: string | undefined;
  /** Where immutables stand in it; undefined when the artifact's format doesn't tell. */
  readonly immutableReferences: readonly ByteRange[] | undefined;
  /** Such as `0.8.24+commit.e11b9ed9`, where the artifact tells it. */
  readonly compiler?: string | undefined;
  /** Why no contract can be created from it, though its ABI can be used. */
  readonly unusable?: string | undefined;
}

export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/** One library that the creation code needs, by the placeholder that stands for its address. */
export interface Link {
  /** Forty characters that stand in the creation code wherever the address belongs. */
  readonly placeholder: string;
  /** The library's name, when the artifact or its package tells it. */
  readonly library: string | undefined;
  /** The library's Solidity file, when the artifact tells it. */
  readonly source?: string | undefined;
}
