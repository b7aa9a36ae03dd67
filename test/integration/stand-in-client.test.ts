import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { buildClient } from '../../tools/servers/image-client.ts';
import { type Anvil, startAnvil } from '../../tools/servers/index.ts';
import {
  allContracts,
  contracts,
  type Diagnostics,
  type Operator,
  PASSWORD,
  PASSWORD_VARIABLE,
  REVERTS,
  readOperator,
  setCode,
  until as untilWithin,
  writeConfiguration,
} from './stand-in-client-setting.ts';

const { operator, staking } = contracts;
const reverting = '0x4444444444444444444444444444444444444444';
const codeless = '0x5555555555555555555555555555555555555555';
const until = <T>(what: string, seek: () => Promise<T | undefined>) => untilWithin(what, 120_000, seek);

let first: Operator;
let second: Operator;
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
  await setCode(anvil.rpcUrl, { ...allContracts, [reverting]: REVERTS });
  [first, second] = [await readOperator(0), await readOperator(1)];
});

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

function configurationOf(who: Operator, ports: Ports, peers: readonly string[], chain = anvil): string {
  const own = mkdtempSync(join(folder, 'client-'));
  const [keyfile, data] = [join(own, 'keyfile.json'), join(own, 'data')];
  mkdirSync(data);
  writeFileSync(keyfile, who.keyfile);
  return writeConfiguration({ chain: { ws: chain.wsUrl, http: chain.rpcUrl }, keyfile, data, peers, ports });
}

function startClient(configuration: string, password = PASSWORD): Client {
  const file = join(mkdtempSync(join(folder, 'config-')), 'config.toml');
  writeFileSync(file, configuration);
  return run(['-config', file, 'start'], { [PASSWORD_VARIABLE]: password });
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

const get = (port: number, path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(20_000) });

const diagnosticsOf = async (port: number) => (await (await get(port, '/diagnostics')).json()) as Diagnostics;
const peerAt = (port: number, id: string) => `/dns4/localhost/tcp/${port}/ipfs/${id}`;

describe('the stand-in client ends with exit 1 and one FATAL line', () => {
  const cases: readonly [string, (toml: string) => string, RegExp, string?][] = [
    ['when a port is a float', (toml) => toml.replace(/Port = (\d+)/, 'Port = $1.0'), /unable to decode \.toml file/],
    ['when a key is unknown', (toml) => toml.replace('[LibP2P]', '[LibP2P]\nSeed = 2'), /unknown keys .* LibP2P\.Seed/],
    ['when the password is wrong', (toml) => toml, /could not decrypt key with given password/, `${PASSWORD}\n`],
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
  test.each(cases.map(([title, change, expected, password = PASSWORD]) => ({ title, change, expected, password })))(
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
      (toml) => toml.replace('[]', `["${peerAt(1, second.id).replace('localhost', 'no.invalid')}"]`),
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
      // Each is counted on a beat of its own.
      const counts = ['connected_bootstrap_count', 'connected_peers_count', 'eth_connectivity'];
      return counts.every((name) => text.includes(`${name} 1 `)) ? text : undefined;
    });
    expect(metrics).toMatch(/# TYPE connected_peers_count gauge\nconnected_peers_count 1 \d{13}/);
    expect(metrics).toMatch(/# TYPE eth_connectivity gauge\neth_connectivity 1 \d{13}/);
    expect(metrics.endsWith('\n')).toBe(false);
  });
});

test('a client whose chain dies later runs on and says eth_connectivity 0', async () => {
  const chain = await startAnvil();
  try {
    await setCode(chain.rpcUrl, allContracts);
    const ports = await freePorts();
    startClient(configurationOf(first, ports, [], chain));
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
