import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const first = 12_000;
/** A process takes its ports from one of 40 ranges, so that neighbours, as test workers are, don't pick the same. */
const rangeSize = 500;
const rangeStart = first + (process.pid % 40) * rangeSize;
/** A port is free until its server listens: whoever asks twice before that must not get it twice. */
const handedOut = new Set<number>();

/**
 * A loopback port nobody listens on now. Below the ranges from which systems take ports for outgoing connections
 * (Linux 32768, macOS 49152), so that only another server can take it before ours does: then startServer tries again.
 */
export async function findFreePort(host = '127.0.0.1'): Promise<number> {
  if (handedOut.size > rangeSize / 2) handedOut.clear();
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = rangeStart + randomInt(rangeSize);
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if (await isFree(port, host)) return port;
  }
  throw new Error(`no free port found on ${host} in 100 attempts`);
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
