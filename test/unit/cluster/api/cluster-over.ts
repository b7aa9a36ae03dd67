import { createApiCluster } from '../../../../src/cluster/api/api-cluster.ts';
import type { Cluster } from '../../../../src/cluster/api/cluster-port.ts';
import type { ApiAnswer, ApiRequest, Transport } from '../../../../src/cluster/api/transport.ts';

export const never: AbortSignal = new AbortController().signal;

/** A cluster whose transport answers so. */
export function clusterOver(request: (asked: ApiRequest) => Promise<ApiAnswer>): Cluster {
  const transport: Transport = {
    request,
    stream: () => Promise.reject(new Error('no watch here')),
    serverNow: () => undefined,
    unanswered: () => [],
  };
  return createApiCluster({
    ...{ endpoint: { context: 'test' }, transport, signal: never },
    credentialsExpireAt: async () => undefined,
    portForward: () => Promise.reject(new Error('no port-forward here')),
  });
}
