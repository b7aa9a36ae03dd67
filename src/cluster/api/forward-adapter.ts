import type { KubeConfig } from '@kubernetes/client-node';
import { WebSocketHandler } from '@kubernetes/client-node/dist/web-socket-handler.js';
import { objectPath } from '../kubernetes-object.ts';
import type { ForwardSocket, OpenForward } from './port-forward.ts';

/**
 * Connects a pod's port over client-node's WebSocket. Its own port-forward would do it, but comes with a client for every
 * kind of the API: more than a megabyte of each action's bundle.
 */
export function forwardTo(config: KubeConfig, namespace: string, pod: string, port: number): OpenForward {
  return async (output, complaints, input): Promise<ForwardSocket> => {
    const begun = new Set<number>();
    const path = `${objectPath('Pod', namespace, pod)}/portforward?ports=${port}`;
    const socket = await new WebSocketHandler(config).connect(path, null, (channel, bytes) => {
      // Of one port there are two channels: what comes, and what went wrong. Each begins with the port's number.
      const said = begun.has(channel) ? bytes : bytes.subarray(2);
      begun.add(channel);
      if (channel > 1) return false;
      (channel === 0 ? output : complaints).write(said);
      return true;
    });
    WebSocketHandler.handleStandardInput(socket, input, 0);
    return socket as unknown as ForwardSocket;
  };
}
