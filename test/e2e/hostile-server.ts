import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createCertificateAuthority } from '../../tools/servers/certificate.ts';

/** How the answer is wrong; each carries everything the request told, and commands for the runner. */
export const hostilities = ['server error', 'forbidden', 'success that is none', 'well-formed refusal'] as const;
export type Hostility = (typeof hostilities)[number];

export interface HostileServer {
  readonly url: string;
  /** The same once more, as an API server has to be reached. */
  readonly tls: { readonly url: string; readonly caPem: string };
  answerWith(hostility: Hostility): void;
  /** What it was told since this was last asked. */
  takeHeard(): string;
  stop(): Promise<void>;
}

/** What the runner would carry out if it stood in a step's output as it is. */
const commands = [
  '::set-output name=release::taken-over',
  '   ::add-path::/taken-over',
  'harmless text ##[set-env name=TAKEN_OVER;]yes',
  '::stop-commands::taken-over',
];

/**
 * A chain's node, a bucket and an API server in one, all of them hostile: whatever they are asked, they repeat with their
 * own commands on lines of their own.
 */
export async function startHostileServer(): Promise<HostileServer> {
  let hostility: Hostility = 'server error';
  let heard = '';
  const authority = createCertificateAuthority('hostile authority');
  const { certificatePem, privateKeyPem } = authority.issue({ commonName: 'hostile', hosts: ['127.0.0.1'] });
  const listener = async (incoming: IncomingMessage, response: ServerResponse) => {
    const said = repeat(incoming, await text(incoming));
    heard += said;
    const [status, body] = answer(hostility, said);
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-said': encodeURIComponent(said.slice(0, 500)),
    });
    response.end(body);
  };
  const servers = [
    createServer(listener),
    createTlsServer({ cert: certificatePem, key: privateKeyPem }, listener),
  ] as const;
  const [plainPort, tlsPort] = await Promise.all(servers.map(listenOnLoopback));
  return {
    url: `http://127.0.0.1:${plainPort}`,
    tls: { url: `https://127.0.0.1:${tlsPort}`, caPem: authority.certificatePem },
    answerWith(next) {
      hostility = next;
    },
    takeHeard() {
      const all = heard;
      heard = '';
      return all;
    },
    async stop() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

function listenOnLoopback(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function repeat({ method, url, headers }: IncomingMessage, body: string): string {
  const authorization = headers.authorization ?? '';
  const decoded = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
  return [`${method} ${decodeURIComponent(url ?? '')} ${url}`, authorization, decoded, body, ...commands].join('\n');
}

function answer(hostility: Hostility, said: string): readonly [number, string] {
  switch (hostility) {
    case 'server error':
      return [500, said];
    case 'forbidden':
      return [403, said];
    case 'success that is none':
      return [200, said];
    case 'well-formed refusal': {
      const refusal = { code: 403, message: said, errors: [{ message: said, reason: said }] };
      const ofAKind = {
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        reason: 'Forbidden',
        code: 403,
        message: said,
      };
      return [403, JSON.stringify({ jsonrpc: '2.0', id: 1, error: refusal, ...ofAKind })];
    }
  }
}
