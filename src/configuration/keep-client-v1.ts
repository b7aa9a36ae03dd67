import * as v from 'valibot';
import { type Address, parseAddress } from '../values/index.ts';
import { multiaddrPattern, peerAddressPattern } from './multiaddr.ts';
import { contractReference, keyfileReference, peersReference } from './template-reference.ts';

/*
 * The configuration file of keep-client v1.3: exactly the sections, keys and types its parser knows. It ignores every
 * other key without a word and dies on a port with a fraction, so both are refused here. The order of the keys is the
 * order in the rendered file.
 */

const secretName = String.raw`\$[A-Z][A-Z0-9_]*`;

function text(pattern: string, expected: string, description: string) {
  const message = `expected ${expected} or $NAME`;
  return v.pipe(
    v.string(message),
    v.regex(new RegExp(`^(?:${secretName}|${pattern})$`), message),
    v.description(description),
  );
}

function integer(from: number, to: number, expected: string, description: string) {
  const message = `expected ${expected}: an integer from ${from} to ${to}, without quotes`;
  return v.pipe(
    v.number(message),
    v.safeInteger(message),
    v.minValue(from, message),
    v.maxValue(to, message),
    v.description(description),
  );
}

const portNumber = (description: string) => integer(1, 65_535, 'a port', description);
const count = (description: string) => integer(1, Number.MAX_SAFE_INTEGER, 'a count', description);
const seconds = (description: string) => integer(1, 31_536_000, 'seconds', description);

function path(description: string) {
  return text(String.raw`\/[^\s$]*[^\s$/]`, 'an absolute path', description);
}

function list(pattern: RegExp, expected: string, description: string) {
  const message = `expected ${expected} or $NAME`;
  const item = v.pipe(v.string(message), v.regex(new RegExp(`^${secretName}$|${pattern.source}`), message));
  return v.pipe(v.array(item, `expected a list; each entry ${expected}`), v.description(description));
}

const contractAddress = v.pipe(
  v.string('expected the address of a contract, in quotes'),
  v.regex(/^0x[0-9a-fA-F]{40}$/, 'expected the address of a contract: 0x and 40 hexadecimal digits, in quotes'),
  v.notValue(`0x${'0'.repeat(40)}`, "expected a contract's address; at the zero address is none"),
  v.rawTransform<string, Address>(({ dataset, addIssue, NEVER }) => {
    try {
      return parseAddress(dataset.value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      addIssue({ message: error.message });
      return NEVER;
    }
  }),
  v.description('the address of a contract'),
);

const leaf = {
  URL: text(String.raw`wss?:\/\/[^\s$]+`, 'a WebSocket URL (ws:// or wss://)', 'the Ethereum node, over WebSocket'),
  URLRPC: text(
    String.raw`https?:\/\/[^\s$]+`,
    'an HTTP URL (http:// or https://)',
    'the Ethereum node, over HTTP; the client dies without it',
  ),
  MiningCheckInterval: seconds('how long to wait for a transaction before its gas price is raised, in seconds'),
  MaxGasPrice: integer(1, Number.MAX_SAFE_INTEGER, 'wei', 'the highest gas price to bid, in wei'),
  RequestsPerSecondLimit: count('requests per second to the Ethereum node'),
  ConcurrencyLimit: count('requests at once to the Ethereum node'),
  KeyFile: path('the keyfile, as mounted in the pod'),
  DataDir: path("the folder of the client's data, as mounted in the pod"),
  Peers: list(
    peerAddressPattern,
    'a peer address such as /dns4/HOST/tcp/3919/ipfs/PEER-ID',
    'the peers to dial at the start',
  ),
  AnnouncedAddresses: list(
    multiaddrPattern,
    'an address such as /dns4/HOST/tcp/3919',
    'where others find this client, when not where it listens',
  ),
  DisseminationTime: integer(0, 90, 'seconds', 'the interval of the DHT dissemination, in seconds; 0 switches it off'),
};

const ethereum = {
  MiningCheckInterval: v.optional(leaf.MiningCheckInterval),
  MaxGasPrice: v.optional(leaf.MaxGasPrice),
  RequestsPerSecondLimit: v.optional(leaf.RequestsPerSecondLimit),
  ConcurrencyLimit: v.optional(leaf.ConcurrencyLimit),
};
const network = {
  AnnouncedAddresses: v.optional(leaf.AnnouncedAddresses),
  DisseminationTime: v.optional(leaf.DisseminationTime),
};
const ticks = {
  NetworkMetricsTick: v.optional(seconds('how often the metrics of the network are taken, in seconds')),
  EthereumMetricsTick: v.optional(seconds('how often the metrics of the chain are taken, in seconds')),
};
const port = {
  peers: portNumber('the port on which peers find this client'),
  metrics: portNumber('the port of /metrics'),
  diagnostics: portNumber('the port of /diagnostics'),
};

/** A finished configuration; `$NAME`s may still stand for secret texts. */
export const keepClientV1 = v.strictObject({
  ethereum: v.strictObject({
    URL: leaf.URL,
    URLRPC: leaf.URLRPC,
    ...ethereum,
    account: v.strictObject({ KeyFile: leaf.KeyFile }),
    ContractAddresses: v.strictObject({
      KeepRandomBeaconOperator: contractAddress,
      TokenStaking: contractAddress,
      KeepRandomBeaconService: v.optional(contractAddress),
    }),
  }),
  LibP2P: v.strictObject({ Peers: leaf.Peers, Port: port.peers, ...network }),
  Storage: v.strictObject({ DataDir: leaf.DataDir }),
  Metrics: v.optional(v.strictObject({ Port: port.metrics, ...ticks })),
  Diagnostics: v.optional(v.strictObject({ Port: port.diagnostics })),
});

export type KeepClientV1 = v.InferOutput<typeof keepClientV1>;

/** The value itself, or the reference that stands for it in a template. */
function orReference<L extends v.GenericSchema, R extends v.GenericSchema>(
  value: L,
  reference: R,
  expected: string,
  description: string,
) {
  return v.optional(v.pipe(v.union([value, reference], `expected ${expected}`), v.description(description)));
}

function contract(description: string) {
  return orReference(contractAddress, contractReference, '{ contract: NAME } or an address in quotes', description);
}

function section<E extends v.ObjectEntries>(description: string, entries: E) {
  return v.optional(v.pipe(v.strictObject(entries), v.description(description)));
}

/** The same tree as a template: nothing is required, because a client's own part is merged over the shared one. */
export const keepClientV1Template = v.strictObject({
  ethereum: section('the chain', {
    URL: v.optional(leaf.URL),
    URLRPC: v.optional(leaf.URLRPC),
    ...ethereum,
    account: section("the client's account", {
      KeyFile: orReference(
        leaf.KeyFile,
        keyfileReference,
        '{ keyfile: path }, an absolute path or $NAME',
        'the keyfile, as mounted in the pod: { keyfile: path }',
      ),
    }),
    ContractAddresses: section('the contracts this client works with', {
      KeepRandomBeaconOperator: contract('the operator contract: { contract: KeepRandomBeaconOperator }'),
      TokenStaking: contract('the staking contract: { contract: TokenStaking }'),
      KeepRandomBeaconService: contract('the service contract: { contract: KeepRandomBeaconService }'),
    }),
  }),
  LibP2P: section('the peer-to-peer network', {
    Peers: orReference(
      leaf.Peers,
      peersReference,
      '{ peers: ROLE } or a list of peer addresses',
      'the peers to dial at the start: { peers: ROLE } or a list',
    ),
    Port: v.optional(port.peers),
    ...network,
  }),
  Storage: section("the client's data", { DataDir: v.optional(leaf.DataDir) }),
  Metrics: section('the server of /metrics', { Port: v.optional(port.metrics), ...ticks }),
  Diagnostics: section('the server of /diagnostics', { Port: v.optional(port.diagnostics) }),
});

/** What would start but not work: the client only logs that a port is taken, and runs without serving. */
export function conflictsIn({
  LibP2P,
  Metrics,
  Diagnostics,
}: KeepClientV1): { readonly path: string[]; readonly message: string }[] {
  const ports = [
    { path: ['LibP2P', 'Port'], value: LibP2P.Port },
    { path: ['Metrics', 'Port'], value: Metrics?.Port },
    { path: ['Diagnostics', 'Port'], value: Diagnostics?.Port },
  ].filter(({ value }) => value !== undefined);
  return ports.flatMap(({ path, value }, index) => {
    const other = ports.slice(0, index).find((earlier) => earlier.value === value);
    return other ? [{ path, message: `expected a port of its own: ${other.path.join('.')} is ${value} too` }] : [];
  });
}
