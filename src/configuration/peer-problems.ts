import { peerIdIn } from './multiaddr.ts';

/** A client and whom it dials, once every reference is resolved. */
export interface DialledPeers {
  readonly name: string;
  readonly peerId: string;
  readonly isBootstrap: boolean;
  readonly peers: readonly string[];
}

/**
 * Peers that leave a client alone, which it doesn't notice itself: with an empty or useless list it runs on, connected to
 * nobody, and logs nothing. Errors stop a release; warnings name what may be meant.
 */
export function peerProblems(
  clients: readonly DialledPeers[],
  bootstrapRole: string | undefined,
): {
  readonly errors: readonly { readonly client: string; readonly message: string }[];
  readonly warnings: readonly { readonly client: string; readonly message: string }[];
} {
  const others = clients.filter(({ isBootstrap }) => !isBootstrap);
  const errors = others
    .filter(({ peers }) => peers.length === 0)
    .map(({ name }) => ({
      client: name,
      message: `expected at least one peer: only clients of the role "${bootstrapRole}" can wait to be dialled, and ${name} is none`,
    }));
  const warnings = others
    .filter(({ peers }) => peers.length > 0 && !peers.some(isSecret))
    .filter((client) => !reachesOthers(client, clients))
    .map((client) => ({ client: client.name, message: lonely(client, bootstrapRole) }));
  return { errors, warnings };
}

function lonely({ name, peerId, peers }: DialledPeers, bootstrapRole: string | undefined): string {
  if (peers.every((peer) => peerIdIn(peer) === peerId))
    return `${name} has only itself as a peer: it will be connected to nobody`;
  return `${name} and its peers only dial each other and no client of the role "${bootstrapRole}": they may stay apart from the network`;
}

/** Whether following the peers from a client leads to a bootstrap client, or out of this environment. */
function reachesOthers(start: DialledPeers, clients: readonly DialledPeers[]): boolean {
  const byPeerId = new Map(clients.map((client) => [client.peerId, client]));
  const seen = new Set<DialledPeers>([start]);
  for (const client of seen) {
    if (client.isBootstrap || client.peers.some(isSecret)) return true;
    for (const peer of client.peers) {
      const next = byPeerId.get(peerIdIn(peer) ?? '');
      if (next === undefined) return true;
      seen.add(next);
    }
  }
  return false;
}

function isSecret(peer: string): boolean {
  return peer.startsWith('$');
}
