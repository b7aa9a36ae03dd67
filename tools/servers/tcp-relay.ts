import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Hands bytes on between clients and one server on loopback, and can do to a connection what a network does. */
export interface TcpRelay {
  readonly port: number;
  /** The connection that the server behind sees as coming from this port. */
  connection(serverSidePort: number): RelayedConnection | undefined;
  /** How many connections clients have made. */
  connections(): number;
  /** From now on nobody listens: connections are refused, and those there are reset. */
  refuse(): Promise<void>;
  /** Listens again, on the same port. */
  accept(): Promise<void>;
  stop(): Promise<void>;
}

export interface RelayedConnection {
  /** The client sees a reset connection, not an orderly end. */
  reset(): void;
  /** Half-open: nothing comes through any more, in either direction, and nobody is told. */
  freeze(): void;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

export async function openRelay(serverPort: number): Promise<TcpRelay> {
  const pairs = new Set<Pair>();
  let made = 0;
  const listener = createServer((client) => {
    made++;
    const server = connect(serverPort, '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    client.pipe(server).pipe(client);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.on('error', () => other.destroy());
      socket.once('close', () => {
        pairs.delete(pair);
        other.destroy();
      });
    }
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(port, '127.0.0.1', () => resolve());
    });
  await listen(0);
  const { port } = listener.address() as AddressInfo;
  const close = () => {
    const closed = new Promise<void>((resolve) => {
      if (listener.listening) listener.close(() => resolve());
      else resolve();
    });
    for (const pair of pairs) reset(pair);
    return closed;
  };
  return {
    port,
    connection: (serverSidePort) => {
      const pair = [...pairs].find(({ server }) => server.localPort === serverSidePort);
      return pair && { reset: () => reset(pair), freeze: () => freeze(pair) };
    },
    connections: () => made,
    refuse: close,
    accept: () => listen(port),
    stop: close,
  };
}

/** RST: what a restarted load balancer or a dead peer sends. */
function reset({ client, server }: Pair): void {
  client.resetAndDestroy();
  server.destroy();
}

function freeze({ client, server }: Pair): void {
  for (const socket of [client, server]) {
    socket.unpipe();
    socket.pause();
  }
}
