import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Anvil } from '../../../tools/servers/index.ts';
import {
  benchAccount,
  bootstraps,
  type Edition,
  imageOf,
  passwords,
  podTemplate,
  requestsPerSecond,
  servicePorts,
} from './bench-clients.ts';
import { type MeasuredProcess, runMeasured } from './measured-process.ts';
import type { RollTool, ToolScene } from './tools.ts';

const root = join(import.meta.dirname, '../../..');

/** The program as users have it, or from the sources, which Node has to strip of their types at every start. */
export type Entry = 'dist' | 'source';

/** Contracts and configurations are there before the clock starts: what is measured is the step roll-deployment. */
export function prepareKeepDeploy(entry: Entry, chain: Anvil): RollTool {
  const programs = new Map<ToolScene, Program>();
  return {
    rolls: 'in-waves',
    async prepare(scene, edition) {
      const known = programs.get(scene);
      const program = known ?? { entry, chain, scene, contracts: '', configurations: '', edition };
      layOut(program, edition, known === undefined);
      const contracts = known?.contracts ?? (await output(program, 'contracts', ['migrate-contracts']));
      const rendering = ['render-client-config', '--contracts', contracts];
      const configurations = await output(program, 'configurations', rendering);
      programs.set(scene, { ...program, contracts, configurations, edition });
    },
    roll(scene, parallel) {
      const program = programs.get(scene);
      if (program === undefined) throw new Error('there is nothing to roll');
      return rollWith(program, parallel);
    },
  };
}

interface Program {
  readonly entry: Entry;
  readonly chain: Anvil;
  readonly scene: ToolScene;
  /** Digests of what is in the store. */
  readonly contracts: string;
  readonly configurations: string;
  readonly edition: Edition;
}

/** The step as it is measured: the command line, as a user's terminal or workflow starts it. */
export function rollWith(program: Program, parallel: number): Promise<MeasuredProcess> {
  const { entry, configurations, edition, scene } = program;
  const timeout = `${Math.ceil(scene.withinMs / 1000)}s`;
  const limits = knowsParallel(entry)
    ? ['--max-parallel', String(parallel), '--wave-timeout', timeout, '--roll-timeout', timeout]
    : [];
  const clientTimeout = `${Math.ceil(Math.min(scene.withinMs, 300_000) / 1000)}s`;
  const args = ['--configurations', configurations, '--image', imageOf(edition), '--client-timeout', clientTimeout];
  return run(program, ['roll-deployment', ...args, ...limits], scene.withinMs * 2);
}

const known = new Map<Entry, boolean>();

/** Whether this program can be told how many clients may restart at once: one from before issue 5 can't. */
export function knowsParallel(entry: Entry): boolean {
  const found =
    known.get(entry) ??
    execFileSync(process.execPath, [programFile(entry), 'roll-deployment', '--help'], { encoding: 'utf8' }).includes(
      '--max-parallel',
    );
  known.set(entry, found);
  return found;
}

function programFile(entry: Entry): string {
  return join(root, entry === 'dist' ? 'dist/keep-deploy.js' : 'src/cli.ts');
}

function run({ entry, chain, scene }: Program, args: readonly string[], withinMs: number): Promise<MeasuredProcess> {
  const file = programFile(entry);
  const [command = '', ...rest] = args;
  return runMeasured(process.execPath, [file, command, '--environment', 'bench', ...rest], {
    cwd: scene.folder,
    env: {
      CHAIN_RPC_URL: chain.rpcUrl,
      CHAIN_WS_URL: chain.wsUrl,
      CONTRACT_OWNER_PRIVATE_KEY: chain.accounts[0]?.privateKey ?? '',
      KEEP_DEPLOY_DIGEST_KEY: 'the key of the benchmark',
      KUBECONFIG: scene.kubeconfig,
    },
    withinMs,
  });
}

/** What is made ready isn't measured. */
const preparingMs = 300_000;

async function output(program: Program, name: string, args: readonly string[]): Promise<string> {
  const { exitCode, lines } = await run(program, args, preparingMs);
  const found = lines.map(({ text }) => text).findLast((line) => line.startsWith(`${name}=`));
  if (exitCode === 0 && found !== undefined) return found.slice(name.length + 1);
  throw new Error(`${args[0]} ended with ${exitCode}:\n${lines.map(({ text }) => text).join('\n')}`);
}

function layOut({ chain, scene }: Program, edition: Edition, isFirst: boolean): void {
  const { folder, namespace, clients, keyfileShape } = scene;
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), typeof content === 'string' ? content : stringify(content));
  write('clients.yml', clientsFile(clients, edition));
  write('keep-client.yml', manifest(edition));
  if (!isFirst) return;
  const example = join(root, 'examples/keep-network');
  symlinkSync(join(example, 'node_modules'), join(folder, 'node_modules'));
  write('contracts.yml', readFileSync(join(example, 'contracts.yml'), 'utf8'));
  const [deployer] = chain.accounts;
  const bench = {
    chain: {
      id: chain.chainId,
      rpc: '$CHAIN_RPC_URL',
      confirmations: 1,
      deployer: deployer?.address,
      signer: '$CONTRACT_OWNER_PRIVATE_KEY',
    },
    store: 'file:store',
    cluster: { namespace },
    contracts: 'contracts.yml',
    clients: 'clients.yml',
  };
  write('keep-deploy.yml', { environments: { bench } });
  mkdirSync(join(folder, 'accounts'));
  for (const index of clients.keys()) write(`accounts/${index}.json`, benchAccount(index, keyfileShape).keyfile);
}

function clientsFile(names: readonly string[], edition: Edition) {
  const contract = (name: string) => [name, { contract: name }];
  const addresses = ['KeepRandomBeaconOperator', 'TokenStaking', 'KeepRandomBeaconService'].map(contract);
  const clients = names.map((name, index) => {
    const { publicKey } = benchAccount(index, '{}');
    const isLast = index === names.length - 1;
    return [
      name,
      {
        role: index < bootstraps ? 'bootstrap' : 'standard',
        keyfile: `accounts/${index}.json`,
        'public-key': publicKey,
        password: { secret: passwords.secret, key: passwords.key },
        ...(isLast && { configuration: { ethereum: { RequestsPerSecondLimit: requestsPerSecond(edition, true) } } }),
      },
    ];
  });
  return {
    ...{ manifest: 'keep-client.yml', container: 'client' },
    configuration: {
      ...{ schema: 'keep-client-v1', path: '/mnt/config/client.toml' },
      template: {
        ethereum: {
          ...{ URL: '$CHAIN_WS_URL', URLRPC: '$CHAIN_RPC_URL', account: { KeyFile: { keyfile: 'path' } } },
          RequestsPerSecondLimit: requestsPerSecond(edition, false),
          ContractAddresses: Object.fromEntries(addresses),
        },
        LibP2P: { Peers: { peers: 'bootstrap' }, Port: 3919 },
        Storage: { DataDir: '/mnt/data' },
        Diagnostics: { Port: 9602 },
      },
    },
    keyfile: { path: '/mnt/keyfile/keyfile.json' },
    password: { variable: passwords.variable },
    roles: ['bootstrap', 'standard'],
    clients: Object.fromEntries(clients),
  };
}

function manifest(edition: Edition): string {
  const labels = { app: 'keep' };
  const statefulSet = {
    ...{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'keep-client', labels } },
    spec: { replicas: 1, selector: { matchLabels: labels }, template: podTemplate(edition) },
  };
  const service = {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'keep-client', labels } },
    spec: { clusterIP: 'None', publishNotReadyAddresses: true, ports: servicePorts },
  };
  return `${stringify(statefulSet)}---\n${stringify(service)}`;
}
