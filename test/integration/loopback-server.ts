import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { Route } from '../../src/cluster/api/wire-adapter.ts';
import { createCertificateAuthority } from '../../tools/servers/certificate.ts';

/** One of the two that an API server, or a proxy before it, speaks. */
export type Protocol = 'HTTP/1.1' | 'HTTP/2';
export const protocols: readonly Protocol[] = ['HTTP/1.1', 'HTTP/2'];

export interface LoopbackServer {
  readonly route: Route;
  /** How many connections were made, and how many requests came. */
  connections(): number;
  requests(): number;
  /** The most that were being answered at the same time. */
  atOnce(): number;
  /** Resets every connection there is. */
  resetAll(): void;
  stop(): Promise<void>;
}

const authority = createCertificateAuthority('authority of the loopback');
const certificate = authority.issue({ commonName: 'loopback', hosts: ['127.0.0.1', 'localhost'] });

export async function startLoopbackServer(protocol: Protocol, answer: RequestListener): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let requests = 0;
  let underWay = 0;
  let atOnce = 0;
  const listener: RequestListener = (request, response) => {
    requests++;
    atOnce = Math.max(atOnce, ++underWay);
    response.once('close', () => underWay--);
    answer(request, response);
  };
  const server =
    protocol === 'HTTP/1.1'
      ? createServer(listener)
      : createSecureServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem }, (request, response) =>
          // Node's HTTP/2 answers in the same words.
          listener(
            request as unknown as IncomingMessage,
            response as unknown as ServerResponse<IncomingMessage> & { req: IncomingMessage },
          ),
        );
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('sessionError', () => {});
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    route: {
      server: new URL(`${protocol === 'HTTP/1.1' ? 'http' : 'https'}://127.0.0.1:${port}`),
      tls: protocol === 'HTTP/1.1' ? {} : { ca: authority.certificatePem },
    },
    connections: () => connections,
    requests: () => requests,
    atOnce: () => atOnce,
    resetAll: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    stop: async () => {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
