import type { IncomingMessage } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** Hands a WebSocket (port-forward, exec) on to the API server, on behalf of whoever presented a certificate. */
export function forwardUpgrade(
  apiServerUrl: string,
  { ca, proxy }: { readonly ca: string; readonly proxy: Certificate },
) {
  const { hostname, port } = new URL(apiServerUrl);
  return (incoming: IncomingMessage, client: TLSSocket, head: Buffer): void => {
    const { subject } = client.authorized ? client.getPeerCertificate() : { subject: undefined };
    const identity = subject && { cert: proxy.certificatePem, key: proxy.privateKeyPem };
    const server = connect({ host: hostname, port: Number(port), ca, ...identity }, () => {
      const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
      for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
        lines.push(`${incoming.rawHeaders[index]}: ${incoming.rawHeaders[index + 1]}`);
      }
      if (subject) lines.push(`X-Remote-User: ${subject.CN}`);
      for (const group of [subject?.O ?? []].flat()) lines.push(`X-Remote-Group: ${group}`);
      server.write(`${lines.join('\r\n')}\r\n\r\n`);
      server.write(head);
      server.pipe(client).pipe(server);
    });
    server.on('error', () => client.destroy());
    client.on('error', () => server.destroy());
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  };
}
