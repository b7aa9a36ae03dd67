import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What the program under test asked of one of its ports. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  /** The kind of the request, as the port's naming says. */
  readonly kind: string;
  /** How many of this kind the process has sent, this one included. */
  readonly nth: number;
  /** When it came, on the clock of all gates. */
  readonly at: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/**
 * What becomes of a request. `forward` hands it on, as it is or with another body; undefined instead of an answer breaks
 * the connection, and the client never hears.
 */
export type Rule = (asked: Asked, forward: (body?: Buffer) => Promise<Answer>) => Promise<Answer | undefined>;

/** A proxy before a port of the program: it sees every request and a test decides what becomes of it. */
export interface Gate {
  readonly url: string;
  /** Since {@link begin}. */
  readonly seen: readonly Asked[];
  /** Forgets what was seen, and from now on treats requests by this rule. */
  begin(rule?: Rule): void;
  forwardTo(origin: string): void;
  stop(): Promise<void>;
}

export const passOn: Rule = (_, forward) => forward();

export async function openGate(
  origin: string,
  nameKind: (method: string, path: string, body: Buffer) => string,
  /** Told of every request, whatever its rule; the connection breaks when it is false. */
  mayPass: (kind: string) => boolean | Promise<boolean> = () => true,
): Promise<Gate> {
  let backend = origin;
  let rule = passOn;
  let seen: Asked[] = [];
  const server = createServer(async (incoming, response) => {
    try {
      const body = await buffer(incoming);
      const { method = 'GET', url = '/' } = incoming;
      const kind = nameKind(method, url, body);
      const nth = seen.filter((other) => other.kind === kind).length + 1;
      const asked = { method, path: url, body, kind, nth, at: performance.now() };
      seen.push(asked);
      const answer = (await mayPass(kind))
        ? await rule(asked, (changed = body) => forward(backend, incoming, changed))
        : undefined;
      if (answer === undefined) response.socket?.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch {
      response.socket?.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get seen() {
      return seen;
    },
    begin(next = passOn) {
      seen = [];
      rule = next;
    },
    forwardTo(next) {
      backend = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(origin: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers, url = '/' } = incoming;
    const { 'transfer-encoding': _, connection: __, ...kept } = headers;
    const target = new URL(url, origin);
    const outgoing = sendRequest(target, {
      method,
      headers: { ...kept, host: target.host, 'content-length': body.length },
    });
    outgoing.once('error', reject);
    outgoing.once('response', (answer) => {
      buffer(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 502, headers: hop(answer), body: text }),
        reject,
      );
    });
    outgoing.end(body);
  });
}

/** What belongs to the connection to the backend doesn't belong to the one to the client. */
function hop({ headers }: IncomingMessage): OutgoingHttpHeaders {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...kept } = headers;
  return kept;
}

/** An answer of a test's own making. */
export function jsonAnswer(value: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}
