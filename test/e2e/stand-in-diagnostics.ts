import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one client answers at `/diagnostics`; it may take its time. */
export type Answer = (client: number) => string | Promise<string>;

/** Speaks for the clients of one namespace: simulated pods have no process, but their ports can lead here. */
export interface StandInDiagnostics {
  /** For the simulated nodes. */
  readonly configuration: readonly string[];
  answer(answer: Answer): void;
  stop(): Promise<void>;
}

export async function startStandInDiagnostics(namespace: string, clients: number): Promise<StandInDiagnostics> {
  let answer: Answer = () => 'nothing yet';
  const servers = await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const server = createServer(async (_request, response) => response.end(await answer(client)));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const configuration = servers.map((server, client) => {
    const { port } = server.address() as AddressInfo;
    return `apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterPortForward
metadata: { name: ${namespace}-${client} }
spec:
  selector: { matchNamespaces: [${namespace}], matchNames: [keep-client-${client}-0] }
  forwards: [{ ports: [9602], target: { address: 127.0.0.1, port: ${port} } }]
`;
  });
  return {
    configuration,
    answer: (next) => {
      answer = next;
    },
    stop: async () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
