/**
 * Lets pods reach a server that listens on loopback only: run as `pods-forward.ts ADDRESS PORT`, it hands every connection
 * to ADDRESS:PORT on to 127.0.0.1:PORT, so that the same port names the same server on both sides.
 */
import { connect, createServer } from 'node:net';

const [address = '', port = ''] = process.argv.slice(2);

const server = createServer({ allowHalfOpen: true }, (incoming) => {
  const outgoing = connect({ host: '127.0.0.1', port: Number(port), allowHalfOpen: true });
  incoming.pipe(outgoing);
  outgoing.pipe(incoming);
  incoming.on('error', () => outgoing.destroy());
  outgoing.on('error', () => incoming.resetAndDestroy());
  incoming.once('close', () => outgoing.destroy());
});
server.listen({ host: address, port: Number(port) });
