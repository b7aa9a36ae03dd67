import { type ChildProcess, spawn } from 'node:child_process';
import { createCipheriv, scryptSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keccak_256 } from '@noble/hashes/sha3';
import { composeClient, readManifest, type WantedClient } from '../../src/cluster/index.ts';
import { type Anvil, type ControlPlane, startAnvil, startControlPlane } from '../../tools/servers/index.ts';
import { askChain } from '../../tools/servers/json-rpc.ts';
import { type Pods, startPods } from '../../tools/servers/pods.ts';
import { type ProcessRecord, reapAbandoned } from '../../tools/servers/run-folder.ts';

const NAMESPACE = 'keep-pods-test';
const PATIENCE_MS = 60_000;
const root = join(import.meta.dirname, '../..');

/** The first two keys of the well-known test mnemonic. */
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
type Operator = (typeof operators)[number];
const [bootstrap, standard] = operators;

/** Returns 1 for every call. */
const CODE = '0x600160005260206000f3';
const contracts = {
  KeepRandomBeaconOperator: '0x1111111111111111111111111111111111111111',
  TokenStaking: '0x2222222222222222222222222222222222222222',
  KeepRandomBeaconService: '0x3333333333333333333333333333333333333333',
};

const MOUNTS = {
  configuration: '/mnt/keep-client/config/keep-client-config.toml',
  keyfile: '/mnt/keep-client/keyfile/keyfile.json',
};
const PASSWORD = { variable: 'KEEP_ETHEREUM_PASSWORD', secret: 'passphrases', key: 'account' };
const manifest = readManifest(
  'keep-client.yml',
  readFileSync(join(root, 'examples/keep-network/keep-client.yml'), 'utf8'),
  {
    namespace: NAMESPACE,
    container: 'client',
    mounted: Object.values(MOUNTS),
    variables: [PASSWORD.variable],
  },
);

let anvil: Anvil;
let controlPlane: ControlPlane;
let pods: Pods;
let image = '';
let rpc = { ws: '', http: '' };

beforeAll(async () => {
  [anvil, controlPlane] = await Promise.all([startAnvil(), startControlPlane()]);
  pods = await startPods(controlPlane, { progress: (line) => console.log(line) });
  for (const address of Object.values(contracts)) {
    await askChain(anvil.rpcUrl, 'anvil_setCode', [address, CODE], AbortSignal.timeout(5000));
  }
  rpc = { ws: await pods.reach(anvil.wsUrl), http: await pods.reach(anvil.rpcUrl) };
  image = await pods.buildClientImage();
  await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: PASSWORD.secret } };
  await create(core('secrets'), { ...secret, stringData: { [PASSWORD.key]: 'password' } });
}, 600_000);

afterAll(async () => {
  await pods?.stop();
  await controlPlane?.stop();
  await anvil?.stop();
}, 60_000);

const core = (path: string) => `/api/v1/namespaces/${NAMESPACE}/${path}`;
const apps = (path: string) => `/apis/apps/v1/namespaces/${NAMESPACE}/${path}`;

async function create(path: string, json: unknown): Promise<void> {
  const { status, body } = await controlPlane.ask(path, { method: 'POST', json });
  if (status !== 201) throw new Error(`POST ${path}: ${status} ${body}`);
}

async function read<T>(path: string): Promise<T> {
  const { status, body } = await controlPlane.ask(path);
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${body.slice(0, 500)}`);
  return JSON.parse(body) as T;
}

async function until<T>(what: string, seek: () => Promise<T | undefined>): Promise<T> {
  let last: unknown;
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
    try {
      const found = await seek();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not come within ${PATIENCE_MS} ms`, { cause: last });
}

function makeKeyfile({ key, address }: Operator): string {
  const [salt, iv] = [Buffer.alloc(32, 7), Buffer.alloc(16, 9)];
  const derived = scryptSync('password', salt, 32, { N: 4096, r: 8, p: 1 });
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv);
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(key, 'hex')), cipher.final()]).toString('hex');
  const mac = keccak_256(Buffer.concat([derived.subarray(16), Buffer.from(ciphertext, 'hex')]));
  return JSON.stringify({
    version: 3,
    address: address.slice(2).toLowerCase(),
    crypto: {
      ...{ cipher: 'aes-128-ctr', ciphertext, cipherparams: { iv: iv.toString('hex') }, kdf: 'scrypt' },
      kdfparams: { n: 4096, r: 8, p: 1, dklen: 32, salt: salt.toString('hex') },
      mac: Buffer.from(mac).toString('hex'),
    },
  });
}

function configurationWith(peers: readonly string[]): string {
  const addresses = Object.entries(contracts).map(([name, address]) => `${name} = "${address}"`);
  return `
[ethereum]
URL = "${rpc.ws}"
URLRPC = "${rpc.http}"
[ethereum.account]
KeyFile = "${MOUNTS.keyfile}"
[ethereum.ContractAddresses]
${addresses.join('\n')}
[LibP2P]
Peers = ${JSON.stringify(peers)}
Port = 3919
[Storage]
DataDir = "/mnt/keep-client/data"
[Metrics]
Port = 9601
[Diagnostics]
Port = 9602
`;
}

/** As keep-deploy composes it from the example's manifest. */
async function createClient(name: string, operator: Operator, peers: readonly string[], from = image): Promise<void> {
  const wanted: WantedClient = {
    name,
    role: 'any',
    image: from,
    configuration: { path: MOUNTS.configuration, text: configurationWith(peers), isSecret: true },
    keyfile: { path: MOUNTS.keyfile, text: makeKeyfile(operator) },
    password: PASSWORD,
  };
  const objects = composeClient(manifest, wanted, { namespace: NAMESPACE, digestKey: 'key' });
  for (const object of objects.immutable) await create(core('secrets'), object);
  await create(core('services'), objects.service);
  await create(apps('statefulsets'), objects.statefulSet);
}

interface Pod {
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly imageID: string;
      readonly state: { readonly waiting?: { readonly reason: string; readonly message?: string } };
    }[];
  };
}

const readyPod = (name: string) =>
  until(`${name}-0 ready`, async () => {
    const pod = await read<Pod>(core(`pods/${name}-0`));
    return pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ? pod : undefined;
  });

interface Diagnostics {
  readonly client_info: { readonly ethereum_address: string };
  readonly connected_peers: readonly { readonly network_id: string }[];
}

const diagnosticsOf = (name: string) => read<Diagnostics>(core(`pods/${name}-0:9602/proxy/diagnostics`));
const peerAt = (name: string, id: string) => `/dns4/${name}.${NAMESPACE}.svc.cluster.local/tcp/3919/ipfs/${id}`;

describe('real pods', () => {
  test('with a digest the registry does not have wait with the words of the registry', async () => {
    const missing = image.replace(/[0-9a-f]{64}$/, '0'.repeat(64));
    await createClient('missing', bootstrap, [], missing);
    const words = await until('ImagePullBackOff', async () => {
      const pod = await read<Pod>(core('pods/missing-0'));
      const waiting = pod.status.containerStatuses?.[0]?.state.waiting;
      return waiting?.reason === 'ImagePullBackOff' ? waiting.message : undefined;
    });
    expect(words).toContain(missing);
    expect(words).toContain('not found');
  });

  test('run the image that was pushed, on the real node, and their log is read through the API server', async () => {
    await createClient('bootstrap', bootstrap, []);
    const pod = await readyPod('bootstrap');
    expect(pod.spec.nodeName).toBe(pods.nodeName);
    expect(pod.status.containerStatuses?.[0]?.imageID).toBe(image);
    const { body } = await controlPlane.ask(core('pods/bootstrap-0/log'));
    expect(body).toContain('Keep Random Beacon Node');
    expect(body).toContain('enabled diagnostics on port [9602]');
  });

  test('find each other by the names of their Services and prove who they are', async () => {
    await createClient('standard', standard, [peerAt('bootstrap', bootstrap.id)]);
    await readyPod('standard');
    const idsSeenBy = async (name: string) => {
      const { connected_peers } = await diagnosticsOf(name);
      return connected_peers.length > 0 ? connected_peers.map(({ network_id }) => network_id) : undefined;
    };
    expect(await until('the bootstrap as a peer', () => idsSeenBy('standard'))).toEqual([bootstrap.id]);
    expect(await until('the standard as a peer', () => idsSeenBy('bootstrap'))).toEqual([standard.id]);
    expect((await diagnosticsOf('standard')).client_info.ethereum_address).toBe(standard.address);
  });
});

describe('a node whose parent dies by SIGKILL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pods-orphans-'));
  const children: ChildProcess[] = [];

  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    reapAbandoned(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function startParent() {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'parent-with-pods.ts')], {
      env: { ...process.env, KEEP_DEPLOY_RUNS: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const exited = new Promise((resolve) => child.once('close', resolve));
    let out = '';
    child.stdout.on('data', (data) => (out += data));
    const line = await until('a pod of the child', async () => out.split('\n').find((text) => text.startsWith('{')));
    const traces = JSON.parse(line) as { bridge: string; controlGroup: string };
    // What is gone afterwards must have been there.
    expect(existsSync(`/sys/class/net/${traces.bridge}`)).toBe(true);
    expect(groupsNamed(traces.controlGroup)).not.toEqual([]);
    expect(processesNaming(folder)).toContainEqual(expect.stringContaining('containerd-shim'));
    return { child, exited, traces };
  }

  async function expectNothingLeft(traces: { bridge: string; controlGroup: string }) {
    await until('the end of its processes', async () => processesNaming(folder).length === 0 || undefined);
    await until('the end of its bridge', async () => !existsSync(`/sys/class/net/${traces.bridge}`) || undefined);
    await until('the end of its groups', async () => groupsNamed(traces.controlGroup).length === 0 || undefined);
    expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(folder);
  }

  test('leaves no process, bridge, control group or mount', async () => {
    const { child, exited, traces } = await startParent();
    child.kill('SIGKILL');
    await exited;
    await expectNothingLeft(traces);
  }, 120_000);

  test('with its guard leaves nothing to the next start', async () => {
    const { child, exited, traces } = await startParent();
    for (const { pid } of recordsOf('guard')) process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    await exited;
    expect(reapAbandoned(folder)).toContain('containerd');
    await expectNothingLeft(traces);
  }, 120_000);

  function recordsOf(name: string): ProcessRecord[] {
    return readdirSync(folder)
      .map((run) => join(folder, run, 'processes'))
      .filter(existsSync)
      .flatMap((processes) => readdirSync(processes).map((file) => readFileSync(join(processes, file), 'utf8')))
      .map((text) => JSON.parse(text) as ProcessRecord)
      .filter((record) => record.name === name);
  }
});

const groupsNamed = (name: string) =>
  ['', ...readdirSync('/sys/fs/cgroup')].map((part) => join('/sys/fs/cgroup', part, name)).filter(existsSync);

/** Command lines of all processes of the machine in which the folder stands. */
function processesNaming(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    })
    .filter((command) => command.includes(folder));
}
