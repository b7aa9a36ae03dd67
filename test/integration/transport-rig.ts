import type { RequestListener } from 'node:http';
import type { Clock } from '../../src/cluster/api/clock.ts';
import { type ApiRequest, createTransport, type Transport } from '../../src/cluster/api/transport.ts';
import { createConnections, dispatcherFor } from '../../src/cluster/api/wire-adapter.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { type LoopbackServer, type Protocol, startLoopbackServer } from './loopback-server.ts';

export interface TransportRig extends LoopbackServer {
  readonly transport: Transport;
  readonly lines: readonly string[];
  renewed(): number;
}

export const never: AbortSignal = new AbortController().signal;
export const get: ApiRequest = { method: 'GET', path: '/api/v1/pods', signal: never };
export const post: ApiRequest = {
  ...{ method: 'POST', path: '/api/v1/pods', signal: never },
  body: { type: 'application/json', text: '{"metadata":{"name":"x"}}' },
};

/** A transport to a server of this process that answers as told. */
export async function createTransportRig(
  protocol: Protocol,
  answer: RequestListener,
  { authorization, clock }: { readonly authorization?: string; readonly clock?: Clock } = {},
): Promise<TransportRig> {
  const server = await startLoopbackServer(protocol, answer);
  let renewed = 0;
  const connect = () => createConnections(() => dispatcherFor(server.route));
  const [requests, watches] = [connect(), connect()];
  const make = () => ({
    server: new URL('/prefix', server.route.server),
    headers: { authorization: authorization ?? `Bearer ${renewed}` },
    ...{ requests, watches },
  });
  let current = make();
  const credentials = {
    current: async () => current,
    renew: async (refused: unknown) => {
      if (refused !== current) return;
      renewed++;
      current = make();
    },
  };
  const { log, lines } = recordingLog();
  const transport = createTransport({ credentials, log, pauseMs: 1, ...(clock && { clock }) });
  return { ...server, transport, lines, renewed: () => renewed };
}
