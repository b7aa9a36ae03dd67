import { classifyRequest } from '../../tools/servers/cloud-storage-requests.ts';

export interface RpcCall {
  readonly jsonrpc: string;
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface RpcAnswer {
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export function rpcCalls(body: Buffer): readonly RpcCall[] {
  return [JSON.parse(body.toString('utf8')) as RpcCall | readonly RpcCall[]].flat();
}

/** The methods of a request to the chain. How many of one stand together depends on how far the chain is, so it isn't told. */
export function chainKind(_method: string, _path: string, body: Buffer): string {
  const methods = rpcCalls(body).map(({ method }) => method);
  return `chain ${methods.filter((method, index) => method !== methods[index - 1]).join(' + ')}`;
}

/** The operation on the store and what sort of object it is for: numbers, digests and addresses differ from run to run. */
export function storeKind(method: string, path: string): string {
  const { kind, object, path: decoded } = classifyRequest(method, path);
  const prefix = new URL(path, 'http://store').searchParams.get('prefix');
  const name = object ?? (kind === 'list' ? (prefix ?? '') : decoded);
  const sort = name
    .replace(/^trial-[^/]*\//, '')
    .replace(/\d+-[0-9a-f]{64}\/0x[0-9a-f]{40}/g, 'DEPLOYER')
    .replace(/[0-9a-f]{64}/g, 'DIGEST')
    .replace(/\b\d{8}\b/g, 'NUMBER');
  return `store ${kind} ${sort}`;
}

/** A journal entry, which must be durable before what stands in it is sent. */
export const journalWrite = 'store write journals/DEPLOYER/NUMBER.json';
export const transactionSend = 'chain eth_sendRawTransaction';
export const lockWrite = 'store write journals/DEPLOYER/lock.json';
