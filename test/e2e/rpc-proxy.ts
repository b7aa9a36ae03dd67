import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface RpcCall {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What becomes of one request: only these calls reach the node, and the client gets an answer or none. */
export interface RpcVerdict {
  readonly forward: readonly RpcCall[];
  /** Told once the forwarded calls are answered; the client then hears nothing more. */
  readonly afterwards?: () => void;
  /** In place of the node's answer. */
  readonly answer?: { readonly status: number; readonly text: string };
}

export interface RpcProxy {
  readonly rpcUrl: string;
  stop(): Promise<void>;
}

/** Stands in front of a chain's node and decides, call by call, what gets through. */
export async function startRpcProxy(
  nodeUrl: string,
  decide: (calls: readonly RpcCall[], address: string) => RpcVerdict,
): Promise<RpcProxy> {
  const server = createServer(async (incoming, response) => {
    try {
      const body = (await json(incoming)) as RpcCall | readonly RpcCall[];
      const calls = [body].flat() as readonly RpcCall[];
      const { forward, afterwards, answer } = decide(calls, incoming.url ?? '');
      const answers = forward.length === 0 ? [] : await ask(nodeUrl, forward);
      afterwards?.();
      if (afterwards) return response.socket?.destroy();
      if (answer) return reply(response, answer.status, answer.text);
      return reply(response, 200, JSON.stringify(Array.isArray(body) ? answers : answers[0]));
    } catch {
      return response.socket?.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    rpcUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function ask(nodeUrl: string, calls: readonly RpcCall[]): Promise<readonly unknown[]> {
  const response = await fetch(nodeUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(calls),
  });
  return (await response.json()) as readonly unknown[];
}

function reply(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

/**
 * Ends a process at the moment it sends its k-th transaction (from 0, each signed transaction counted once): what stands
 * before it in the same batch reaches the node, and with `after` it does too.
 */
export function atTransaction(index: number, when: 'before' | 'after', end: () => void) {
  const seen = new Set<unknown>();
  return (calls: readonly RpcCall[]): RpcVerdict => {
    for (const [position, { method, params }] of calls.entries()) {
      if (method !== 'eth_sendRawTransaction' || seen.has(params[0])) continue;
      seen.add(params[0]);
      if (seen.size !== index + 1) continue;
      return { forward: calls.slice(0, when === 'before' ? position : position + 1), afterwards: end };
    }
    return { forward: calls };
  };
}
