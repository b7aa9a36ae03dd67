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

/** A node gave no answer that can be used. */
export class NodeFailure extends RemoteError {
  /** The same request may work later. */
  readonly isPassing: boolean;

  constructor(message: string, isPassing: boolean) {
    super(message);
    this.isPassing = isPassing;
  }
}

/** A connection to one chain node: answers come in the order of the calls. Fails with NodeFailure when the node can't be asked. */
export interface Rpc {
  /** What gives the node's URL in the user's files: how messages name the node. */
  readonly setting?: string;
  batch(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]>;
}
