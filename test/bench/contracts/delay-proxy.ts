import { Agent, createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** One HTTP request as the client saw it; times are of `performance.now()` in this process. */
export interface ProxiedRequest {
  readonly startedMs: number;
  readonly endedMs: number;
  /** What was asked, in short. */
  readonly label: string;
  /** JSON-RPC calls in it; 1 for anything else. */
  readonly calls: number;
}

export interface DelayProxy {
  readonly url: string;
  /** Starts over for the next run: nothing counted, another server behind, another round trip. */
  reset(origin: string, roundTripMs: number): void;
  requests(): readonly ProxiedRequest[];
  stop(): Promise<void>;
}

/**
 * Stands before a server and adds a round trip to each HTTP request, half on the way there and half on the way back, as a
 * distance does: what is asked takes effect after the first half.
 */
export async function startDelayProxy(
  describe: (request: IncomingMessage, body: Buffer) => { readonly label: string; readonly calls: number },
): Promise<DelayProxy> {
  let origin = '';
  let halfMs = 0;
  let seen: ProxiedRequest[] = [];
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (incoming, response) => {
    const startedMs = performance.now();
    const list = seen;
    const [target, waitMs] = [origin, halfMs];
    try {
      const body = await buffer(incoming);
      if (waitMs > 0) await delay(waitMs);
      const answer = await forward(agent, target, incoming, body);
      if (waitMs > 0) await delay(waitMs);
      response.writeHead(answer.status, answer.headers).end(answer.body);
      list.push({ startedMs, endedMs: performance.now(), ...describe(incoming, body) });
    } catch {
      reset(response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reset(newOrigin, roundTripMs) {
      [origin, halfMs, seen] = [newOrigin, roundTripMs / 2, []];
      agent.destroy();
    },
    requests: () => seen.toSorted((a, b) => a.startedMs - b.startedMs),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function forward(agent: Agent, origin: string, incoming: IncomingMessage, body: Buffer) {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
    const { method = 'GET', url = '/' } = incoming;
    const { 'transfer-encoding': _, connection: __, host: ___, ...kept } = incoming.headers;
    const outgoing = sendRequest(`${origin}${url}`, {
      agent,
      method,
      headers: { ...kept, 'content-length': body.length },
    });
    outgoing.once('error', reject);
    outgoing.once('response', async (answer) => {
      try {
        const { connection: ____, 'transfer-encoding': _____, 'keep-alive': ______, ...headers } = answer.headers;
        resolve({ status: answer.statusCode ?? 502, headers, body: await buffer(answer) });
      } catch (error) {
        reject(error);
      }
    });
    outgoing.end(body);
  });
}

/** The methods of a JSON-RPC request, each with how often it stands in it. */
export function describeRpc(_: IncomingMessage, body: Buffer): { label: string; calls: number } {
  const parsed = JSON.parse(body.toString('utf8')) as unknown;
  const methods = [parsed].flat().map((call) => String((call as { method?: unknown }).method));
  const counts = new Map<string, number>();
  for (const method of methods) counts.set(method, (counts.get(method) ?? 0) + 1);
  const label = [...counts].map(([method, count]) => (count === 1 ? method : `${method} ×${count}`)).join(', ');
  return { label: Array.isArray(parsed) ? `[${label}]` : label, calls: methods.length };
}

export function describeStorage({ method = '', url = '' }: IncomingMessage): { label: string; calls: number } {
  const { pathname, searchParams } = new URL(url, 'http://store');
  const object = searchParams.get('name') ?? decodeURIComponent(pathname.split('/o/')[1] ?? '');
  const what = object === '' ? `list ${searchParams.get('prefix') ?? ''}` : object.replaceAll(/[0-9a-f]{58}/g, '…');
  return { label: `${method} ${what}`, calls: 1 };
}
