import { RemoteError } from '../../report/index.ts';

/** One JSON-RPC request. */
export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface RpcFailure {
  readonly code: number;
  /** Already cleaned: one line, no secrets, bounded. */
  readonly message: string;
  readonly data: unknown;
}

export type RpcAnswer = { readonly result: unknown } | { readonly error: RpcFailure };

/** A node has asked to be left alone for a while. */
export interface Rest {
  readonly durationMs: number;
  /** Until it is over. */
  wait(signal: AbortSignal): Promise<void>;
}

/** A node gave no answer that can be used. */
export class NodeFailure extends RemoteError {
  /** The same request may work later. */
  readonly isPassing: boolean;
  /** Where it asked to be left alone, and the run has time for that. */
  readonly rest: Rest | undefined;

  constructor(message: string, isPassing: boolean, rest?: Rest) {
    super(message);
    this.isPassing = isPassing;
    this.rest = rest;
  }
}

/** A connection to one chain node: answers come in the order of the calls. Fails with NodeFailure when the node can't be asked. */
export interface Rpc {
  /** What gives the node's URL in the user's files: how messages name the node. */
  readonly setting?: string;
  batch(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]>;
}
