import { type ChildProcess, spawn } from 'node:child_process';
import { createCipheriv, scryptSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { keccak_256 } from '@noble/hashes/sha3';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { buildClient } from '../../tools/servers/image-client.ts';
import { type Anvil, startAnvil } from '../../tools/servers/index.ts';
import { askChain } from '../../tools/servers/json-rpc.ts';

/** Operators and their ids: the first two keys of the well-known test mnemonic. */
const operators = [
  {
    key: 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
    address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    id: '16Uiu2HAmMUjGmiUhJeiZgu6ZZnLRkE2VViR2JgjqtW9aTZnHQqgg',
  },
  {
    key: '59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
    address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    id: '16Uiu2HAm7y4wLLNsMjdvS9dKgbXmmmDr8TaiL2HWZrd6sRFZqGZM',
  },
] as const;
const [first, second] = operators;

const operator = '0x1111111111111111111111111111111111111111';
const staking = '0x2222222222222222222222222222222222222222';
const service = '0x3333333333333333333333333333333333333333';
const reverting = '0x4444444444444444444444444444444444444444';
const codeless = '0x5555555555555555555555555555555555555555';
const RETURN_ONE = '0x600160005260206000f3';
const REVERT = '0x60006000fd';
const PATIENCE_MS = 20_000;

let program = '';
let anvil: Anvil;
let folder = '';
const clients: Client[] = [];

interface Client {
  readonly child: ChildProcess;
  readonly exited: Promise<number | NodeJS.Signals>;
  readonly log: () => string;
  readonly out: () => string;
}

beforeAll(async () => {
  program = await buildClient(() => {});
  folder = mkdtempSync(join(tmpdir(), 'stand-in-client-'));
  anvil = await startAnvil();
  const codes = { [operator]: RETURN_ONE, [staking]: RETURN_ONE, [service]: RETURN_ONE, [reverting]: REVERT };
  for (const [address, code] of Object.entries(codes)) await ask('anvil_setCode', [address, code]);
}, 180_000);

afterEach(async () => {
  for (const { child, exited } of clients.splice(0)) {
    child.kill('SIGKILL');
    await exited;
  }
});

afterAll(async () => {
  await anvil?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (method: string, params: unknown[]) => askChain(anvil.rpcUrl, method, params, AbortSignal.timeout(5000));

function makeKeyfile(key: string, address: string): string {
  const [salt, iv] = [Buffer.alloc(32, 7), Buffer.alloc(16, 9)];
  const derived = scryptSync('password', salt, 32, { N: 4096, r: 8, p: 1 });
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv);
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(key, 'hex')), cipher.final()]);
  const mac = Buffer.from(keccak_256(Buffer.concat([derived.subarray(16), ciphertext])));
  return JSON.stringify({
    version: 3,
    address: address.slice(2).toLowerCase(),
    crypto: {
      cipher: 'aes-128-ctr',
      ciphertext: ciphertext.toString('hex'),
      cipherparams: { iv: iv.toString('hex') },
      kdf: 'scrypt',
      kdfparams: { n: 4096, r: 8, p: 1, dklen: 32, salt: salt.toString('hex') },
      mac: mac.toString('hex'),
    },
  });
}

interface Ports {
  readonly p2p: number;
  readonly metrics: number;
  readonly diagnostics: number;
}

const freePorts = async (): Promise<Ports> => ({
  p2p: await findFreePort(),
  metrics: await findFreePort(),
  diagnostics: await findFreePort(),
});

function configurationOf(who: { key: string; address: string }, ports: Ports, peers: readonly string[]): string {
  const own = mkdtempSync(join(folder, 'client-'));
  mkdirSync(join(own, 'data'));
  writeFileSync(join(own, 'keyfile.json'), makeKeyfile(who.key, who.address));
  return `
[ethereum]
URL = "${anvil.wsUrl}"
URLRPC = "${anvil.rpcUrl}"
[ethereum.account]
KeyFile = "${own}/keyfile.json"
[ethereum.ContractAddresses]
KeepRandomBeaconOperator = "${operator}"
TokenStaking = "${staking}"
KeepRandomBeaconService = "${service}"
[LibP2P]
Peers = ${JSON.stringify(peers)}
Port = ${ports.p2p}
[Storage]
DataDir = "${own}/data"
[Metrics]
Port = ${ports.metrics}
NetworkMetricsTick = 1
EthereumMetricsTick = 1
[Diagnostics]
Port = ${ports.diagnostics}
`;
}

function startClient(configuration: string, password = 'password'): Client {
  const file = join(mkdtempSync(join(folder, 'config-')), 'config.toml');
  writeFileSync(file, configuration);
  return run(['-config', file, 'start'], { KEEP_ETHEREUM_PASSWORD: password });
}

function run(args: readonly string[], env: Record<string, string>): Client {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [log, out] = ['', ''];
  child.stderr.on('data', (data) => (log += data));
  child.stdout.on('data', (data) => (out += data));
  const exited = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL')),
  );
  const client = { child, exited, log: () => log, out: () => out };
  clients.push(client);
  return client;
}

async function until<T>(what: string, seek: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const found = await seek().catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${PATIENCE_MS} ms`);
  }
}

const get = (port: number, path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2000) });

interface Diagnostics {
  readonly client_info: { readonly ethereum_address: string; readonly network_id: string };
  readonly connected_peers: readonly { readonly ethereum_address: string; readonly network_id: string }[];
}

const diagnosticsOf = async (port: number) => (await (await get(port, '/diagnostics')).json()) as Diagnostics;
const peerAt = (port: number, id: string) => `/dns4/localhost/tcp/${port}/ipfs/${id}`;

describe('the stand-in client ends with exit 1 and one FATAL line', () => {
  const cases: readonly [string, (toml: string) => string, RegExp, string?][] = [
    ['when a port is a float', (toml) => toml.replace(/Port = (\d+)/, 'Port = $1.0'), /unable to decode \.toml file/],
    ['when a key is unknown', (toml) => toml.replace('[LibP2P]', '[LibP2P]\nSeed = 2'), /unknown keys .* LibP2P\.Seed/],
    ['when the password is wrong', (toml) => toml, /could not decrypt key with given password/, 'password\n'],
    ['when there is no password', (toml) => toml, /password is required/, ''],
    ['when the RPC is refused', (toml) => toml.replace(/URL = "[^"]*"/, 'URL = "ws://127.0.0.1:1"'), /refused/],
    ['when URLRPC is absent', (toml) => toml.replace(/URLRPC = .*/, ''), /dial unix: missing address/],
    ['when URL is HTTP', (toml) => toml.replace('"ws://', '"http://'), /notifications not supported/],
    [
      'when the operator contract is not configured',
      (toml) => toml.replace(/KeepRandomBeaconOperator.*/, ''),
      /no address information for \[KeepRandomBeaconOperator\] in configuration/,
    ],
    [
      'when the operator contract has no code',
      (toml) => toml.replace(operator, codeless),
      /could not fetch chain config.*no contract code at given address/,
    ],
    ['when the operator contract reverts', (toml) => toml.replace(operator, reverting), /execution reverted/],
    ['when a peer is empty', (toml) => toml.replace('Peers = []', 'Peers = [""]'), /empty multiaddr/],
    ['when a peer has no id', (toml) => toml.replace('Peers = []', 'Peers = ["/dns4/a/tcp/1"]'), /no peer id/],
    ['when the storage is absent', (toml) => toml.replace('/data"', '/other"'), /storage disk handler/],
  ];
  test.each(cases.map(([title, change, expected, password = 'password']) => ({ title, change, expected, password })))(
    '$title',
    async ({ change, expected, password }) => {
      const valid = configurationOf(first, await freePorts(), []);
      const client = startClient(change(valid), password);
      expect(await client.exited).toBe(1);
      expect(client.log()).toMatch(expected);
      expect(client.log().match(/FATAL/g)).toHaveLength(1);
    },
  );
});

describe('the stand-in client runs', () => {
  test.each<[string, (toml: string) => string]>([
    ['when TokenStaking has no code', (toml) => toml.replace(staking, codeless)],
    ['when the service contract is not configured', (toml) => toml.replace(/KeepRandomBeaconService.*/, '')],
    ['when URLRPC is wrong', (toml) => toml.replace(/URLRPC = .*/, 'URLRPC = "http://127.0.0.1:1"')],
    [
      'when a peer has a name nobody knows',
      (toml) => toml.replace('[]', `["/dns4/no.invalid/tcp/1/ipfs/${second.id}"]`),
    ],
  ])('%s', async (_, change) => {
    const ports = await freePorts();
    startClient(change(configurationOf(first, ports, [])));
    const seen = await until('/diagnostics', () => diagnosticsOf(ports.diagnostics));
    expect(seen).toEqual({
      client_info: { ethereum_address: first.address, network_id: first.id },
      connected_peers: [],
    });
  });

  test('and only logs an error when the metrics port is taken', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, resolve));
    try {
      const ports = { ...(await freePorts()), metrics: (holder.address() as AddressInfo).port };
      const client = startClient(configurationOf(first, ports, []));
      await until('/diagnostics', () => diagnosticsOf(ports.diagnostics));
      await until('the error', async () => (client.log().includes('metrics server failed') ? true : undefined));
    } finally {
      holder.close();
    }
  });

  test('and prints its help with exit 0 without a command', async () => {
    const client = run([], {});
    expect(await client.exited).toBe(0);
    expect(client.out()).toContain('keep-client [-config FILE] start');
  });

  test('until SIGTERM, which ends it with exit 143', async () => {
    const ports = await freePorts();
    const client = startClient(configurationOf(first, ports, []));
    await until('/diagnostics', () => diagnosticsOf(ports.diagnostics));
    client.child.kill('SIGTERM');
    expect(await client.exited).toBe(143);
  });
});

describe('two stand-in clients', () => {
  test('do not list each other when the configured id is not the key of who answers', async () => {
    const [bootstrap, standard] = [await freePorts(), await freePorts()];
    startClient(configurationOf(first, bootstrap, []));
    await until('the bootstrap', () => diagnosticsOf(bootstrap.diagnostics));
    const wrong = peerAt(bootstrap.p2p, '16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH');
    const client = startClient(configurationOf(second, standard, [wrong]));
    await until('/diagnostics', () => diagnosticsOf(standard.diagnostics));
    const third = await freePorts();
    // Whoever connects after the wrong dial shows that the bootstrap was reachable all the time.
    startClient(configurationOf(second, third, [peerAt(bootstrap.p2p, first.id)]));
    await until('a right peer', async () => (await diagnosticsOf(third.diagnostics)).connected_peers[0]);
    expect((await diagnosticsOf(standard.diagnostics)).connected_peers).toEqual([]);
    expect(client.log()).not.toContain('connected to');
  });

  test('list each other after one dial by name, and tell it in their metrics on both ports', async () => {
    const [bootstrap, standard] = [await freePorts(), await freePorts()];
    startClient(configurationOf(first, bootstrap, []));
    await until('the bootstrap', () => diagnosticsOf(bootstrap.diagnostics));
    startClient(configurationOf(second, standard, [peerAt(bootstrap.p2p, first.id)]));

    const seenBy = async (port: number) => (await diagnosticsOf(port)).connected_peers[0];
    expect(await until('the bootstrap', () => seenBy(standard.metrics))).toEqual({
      ethereum_address: first.address,
      network_id: first.id,
    });
    expect(await until('the standard', () => seenBy(bootstrap.diagnostics))).toEqual({
      ethereum_address: second.address,
      network_id: second.id,
    });
    const metrics = await until('the metrics', async () => {
      const response = await get(standard.diagnostics, '/metrics');
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      const text = await response.text();
      return text.includes('connected_bootstrap_count 1 ') ? text : undefined;
    });
    expect(metrics).toMatch(/# TYPE connected_peers_count gauge\nconnected_peers_count 1 \d{13}/);
    expect(metrics).toMatch(/# TYPE eth_connectivity gauge\neth_connectivity 1 \d{13}/);
    expect(metrics.endsWith('\n')).toBe(false);
  });
});

test('a client whose chain dies later runs on and says eth_connectivity 0', async () => {
  const chain = await startAnvil();
  const askIt = (method: string, params: unknown[]) =>
    askChain(chain.rpcUrl, method, params, AbortSignal.timeout(5000));
  try {
    for (const address of [operator, staking, service]) await askIt('anvil_setCode', [address, RETURN_ONE]);
    const ports = await freePorts();
    const configuration = configurationOf(first, ports, [])
      .replaceAll(anvil.wsUrl, chain.wsUrl)
      .replaceAll(anvil.rpcUrl, chain.rpcUrl);
    startClient(configuration);
    const connectivity = (value: number) => async () =>
      (await (await get(ports.metrics, '/metrics')).text()).includes(`eth_connectivity ${value} `) || undefined;
    await until('eth_connectivity 1', connectivity(1));
    await chain.stop();
    await until('eth_connectivity 0', connectivity(0));
    expect((await diagnosticsOf(ports.diagnostics)).client_info.network_id).toBe(first.id);
  } finally {
    await chain.stop();
  }
});
