import { createApiCluster } from './api-cluster.ts';
import type { Cluster } from './cluster-port.ts';
import { createCredentialsSource } from './credentials.ts';
import { forwardTo } from './forward-adapter.ts';
import { endpointOf, loadKubeConfig } from './kubeconfig-adapter.ts';
import { createLogin } from './login-adapter.ts';
import type { OpenClusterOptions } from './open-cluster.ts';
import { askByPortForward } from './port-forward.ts';
import { createTransport } from './transport.ts';

/** client-node's part: kubeconfig, its ways to authenticate (login-adapter.ts), and port-forward (forward-adapter.ts). */
export function createCluster({ settings, kubeconfig, environment = {}, signal, log }: OpenClusterOptions): Cluster {
  // client-node itself would take the last current context of several files, and refuse what kubectl reads.
  const load = () => loadKubeConfig(kubeconfig ?? environment['KUBECONFIG'], settings.context);
  const endpoint = endpointOf(load());
  const login = createLogin({ load, environment, signal });
  const credentials = createCredentialsSource({ workOut: login.workOut, log });
  const transport = createTransport({ credentials, log });
  return createApiCluster({
    endpoint,
    transport,
    signal,
    credentialsExpireAt: async () => {
      await credentials.current();
      return login.expiresAt();
    },
    portForward: async (namespace, pod, question, ofAsking) => {
      await credentials.current();
      return askByPortForward(forwardTo(login.kubeConfig(), namespace, pod, question.port), pod, question, ofAsking);
    },
  });
}
