/** A place on the peer-to-peer network: host, transport and port, as libp2p writes it. */
const host = String.raw`\/(?:ip4\/\d{1,3}(?:\.\d{1,3}){3}|ip6\/[0-9a-fA-F:.]+|dns[46]?\/[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?)`;
const port = String.raw`\/tcp\/(?:6553[0-5]|655[0-2]\d|65[0-4]\d{2}|6[0-4]\d{3}|[1-5]\d{4}|[1-9]\d{0,3})`;
const peerId = String.raw`\/(?:ipfs|p2p)\/(?<peer>[1-9A-HJ-NP-Za-km-z]{40,60})`;

/** An address to announce. */
export const multiaddrPattern = new RegExp(`^${host}${port}$`);

/** An address to dial: the client dies at its start on an entry without a peer id. */
export const peerAddressPattern = new RegExp(`^${host}${port}${peerId}$`);

/** Whom a peer address leads to. */
export function peerIdIn(address: string): string | undefined {
  return peerAddressPattern.exec(address)?.groups?.['peer'];
}

/** Where a client is found inside the cluster: its headless Service bears the client's name. */
export function peerAddress(
  client: { readonly name: string; readonly peerId: string },
  namespace: string,
  portNumber: number,
): string {
  return `/dns4/${client.name}.${namespace}.svc.cluster.local/tcp/${portNumber}/ipfs/${client.peerId}`;
}
