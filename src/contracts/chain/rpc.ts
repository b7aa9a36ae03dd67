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

/** A connection to one chain node: answers come in the order of the calls. Fails with RemoteError when the node can't be asked. */
export interface Rpc {
  batch(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]>;
}
