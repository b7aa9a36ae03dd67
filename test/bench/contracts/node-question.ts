import { askChain } from '../../../tools/servers/json-rpc.ts';

/** Past the proxy: what the benchmark itself asks is not counted. */
export function askNode(rpcUrl: string, method: string, params: readonly unknown[]): Promise<unknown> {
  return askChain(rpcUrl, method, params, AbortSignal.timeout(20_000));
}
