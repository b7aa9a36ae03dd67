/** What a keep-client v1 says of itself at `/diagnostics`. Foreign: every part may be missing or anything. */
export interface Diagnostics {
  readonly address: string | undefined;
  readonly peerId: string | undefined;
  readonly peers: readonly { readonly address: string | undefined; readonly peerId: string | undefined }[];
}

/** Reads the body, whatever its content type says (it says text). `undefined` when it isn't such JSON. */
export function parseDiagnostics(body: string): Diagnostics | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!isMap(value) || !isMap(value['client_info'])) return undefined;
  const peers = value['connected_peers'];
  return {
    address: textAt(value['client_info'], 'ethereum_address'),
    peerId: textAt(value['client_info'], 'network_id'),
    // A client without peers may say null.
    peers: (Array.isArray(peers) ? peers : [])
      .filter(isMap)
      .map((peer) => ({ address: textAt(peer, 'ethereum_address'), peerId: textAt(peer, 'network_id') })),
  };
}

function textAt(map: { readonly [key: string]: unknown }, key: string): string | undefined {
  const value = map[key];
  return typeof value === 'string' ? value : undefined;
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
