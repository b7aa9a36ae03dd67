import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composeClient, readManifests, type WantedClient } from '../../src/cluster/index.ts';
import { type Anvil, type ControlPlane, startAnvil, startControlPlane } from '../../tools/servers/index.ts';
import { type Pods, startPods } from '../../tools/servers/pods.ts';
import { type ProcessRecord, reapAbandoned } from '../../tools/servers/run-folder.ts';
import {
  allContracts,
  type Diagnostics,
  type Operator,
  PASSWORD,
  PASSWORD_VARIABLE,
  readOperator,
  setCode,
  until as untilWithin,
  writeConfiguration,
} from '../integration/stand-in-client-setting.ts';

const NAMESPACE = 'keep-pods-test';
const root = join(import.meta.dirname, '../..');
const until = <T>(what: string, seek: () => Promise<T | undefined>) => untilWithin(what, 60_000, seek);

const MOUNTS = {
  configuration: '/mnt/keep-client/config/keep-client-config.toml',
  keyfile: '/mnt/keep-client/keyfile/keyfile.json',
};
const PASSWORD_FROM = { variable: PASSWORD_VARIABLE, secret: 'passphrases', key: 'account' };
const text = readFileSync(join(root, 'examples/keep-network/keep-client.yml'), 'utf8');
const manifest = readManifests(
  { all: [{ file: 'keep-client.yml', text }], own: {} },
  {
    namespace: NAMESPACE,
    container: 'client',
    mounted: Object.values(MOUNTS),
    variables: [PASSWORD_FROM.variable],
    clients: [],
  },
);

let anvil: Anvil;
let controlPlane: ControlPlane;
let pods: Pods;
let image = '';
let chain = { ws: '', http: '' };
let bootstrap: Operator;
let standard: Operator;

beforeAll(async () => {
  [anvil, controlPlane] = await Promise.all([startAnvil(), startControlPlane()]);
  pods = await startPods(controlPlane, { progress: (line) => console.log(line) });
  await setCode(anvil.rpcUrl, allContracts);
  [bootstrap, standard] = [await readOperator(0), await readOperator(1)];
  chain = { ws: await pods.reach(anvil.wsUrl), http: await pods.reach(anvil.rpcUrl) };
  image = await pods.buildClientImage();
  await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: PASSWORD_FROM.secret } };
  await create(core('secrets'), { ...secret, stringData: { [PASSWORD_FROM.key]: PASSWORD } });
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

function configurationWith(peers: readonly string[]): string {
  const ports = { p2p: 3919, metrics: 9601, diagnostics: 9602 };
  return writeConfiguration({ chain, keyfile: MOUNTS.keyfile, data: '/mnt/keep-client/data', peers, ports });
}

/** As keep-deploy composes it from the example's manifest. */
async function createClient(name: string, operator: Operator, peers: readonly string[], from = image): Promise<void> {
  const wanted: WantedClient = {
    name,
    role: 'any',
    image: from,
    configuration: { path: MOUNTS.configuration, text: configurationWith(peers), isSecret: true },
    keyfile: { path: MOUNTS.keyfile, text: operator.keyfile },
    password: PASSWORD_FROM,
  };
  const objects = composeClient(manifest, wanted, { namespace: NAMESPACE, digestKey: 'key' });
  for (const object of objects.immutable) await create(core('secrets'), object);
  for (const service of objects.beside) await create(core('services'), service);
  await create(apps('statefulsets'), objects.workload);
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
    // Its lines come by way of a file of containerd's.
    const lines = await until('its log', async () => {
      const { body } = await controlPlane.ask(core('pods/bootstrap-0/log'));
      return body.includes('enabled diagnostics on port [9602]') ? body : undefined;
    });
    expect(lines).toContain('Keep Random Beacon Node');
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
  let folder = '';
  const children: ChildProcess[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pods-orphans-'));
  });

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
