import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { type Anvil, type AnvilOptions, type ChainAccount, startAnvil } from '../../tools/servers/index.ts';
import { type EndedProcess, type StartedProcess, startCommand } from '../e2e/release-process.ts';
import { type ChainReader, chainReader, type StoredRecord } from './chain-world.ts';
import { noteMet } from './coverage.ts';
import { type Asked, type Gate, openGate } from './gate.ts';
import { chainKind, storeKind } from './request-kinds.ts';
import type { Stage } from './stage.ts';
import { installTinyContracts } from './tiny-contracts.ts';
import { clientsFile, settingsFile } from './user-files.ts';

const example = join(import.meta.dirname, '../../examples/keep-network');

export interface SceneOptions {
  readonly chain: 'anvil' | 'geth';
  /** Of anvil; geth has a block each second. */
  readonly blockTimeSeconds?: AnvilOptions['blockTimeSeconds'];
  readonly anvil?: AnvilOptions;
  /** Further lines of `chain` in keep-deploy.yml, such as `confirmations: 3`. */
  readonly chainSettings?: string;
  /** How many RPC endpoints the environment names; each has its own gate before the same node. */
  readonly endpoints?: number;
}

/** One user's repository, its chain, its part of the bucket, and a gate before each port of the program. */
export interface Scene {
  readonly reader: ChainReader;
  readonly account: ChainAccount;
  /** In the order of the environment's endpoints. */
  readonly chainGates: readonly Gate[];
  readonly chainGate: Gate;
  readonly storeGate: Gate;
  /** Sent by a process that was killed by the stage's interruption. */
  isOfTheDead(asked: Asked): boolean;
  /** Of its objects' names. */
  readonly prefix: string;
  /** Undefined with geth. */
  readonly anvil: Anvil | undefined;
  write(contracts: string): void;
  start(args?: readonly string[], withinMs?: number): StartedProcess;
  run(args?: readonly string[], withinMs?: number): Promise<EndedProcess>;
  record(): Promise<StoredRecord | undefined>;
  objects(): Promise<readonly string[]>;
  /** The text of a stored object, and how to put another in its place: past the gate. */
  stored(name: string): Promise<string | undefined>;
  replace(name: string, text: string): Promise<void>;
  /** Another node, or a node with another past, takes the place of the chain's. */
  restartChain(options: AnvilOptions): Promise<void>;
  close(): Promise<void>;
}

export async function openScene(stage: Stage, contracts: string, options: SceneOptions): Promise<Scene> {
  const name = stage.nextName();
  const workspace = join(stage.folder, name);
  const anvilOptions = { blockTimeSeconds: options.blockTimeSeconds ?? 'on-demand', ...options.anvil };
  const onGeth = options.chain === 'geth' ? await stage.geth() : undefined;
  let anvil = onGeth === undefined ? await startAnvil(anvilOptions) : undefined;
  const nodeUrl = () => anvil?.rpcUrl ?? onGeth?.geth.rpcUrl ?? '';
  const account = onGeth?.account ?? anvil?.accounts[0];
  if (account === undefined) throw new Error('the chain has no account');
  const { interruption, trial } = stage;
  let current: StartedProcess | undefined;
  let interrupted: StartedProcess | undefined;
  const dead = new Set<Asked>();
  const mayPass = async (kind: string): Promise<boolean> => {
    if (trial !== undefined) noteMet(kind, trial);
    if (kind !== interruption?.kind || interrupted !== undefined || current === undefined) return true;
    interrupted = current;
    current.child.kill('SIGKILL');
    await current.ended;
    for (const asked of storeGate.seen) dead.add(asked);
    interruption.noteStruck(kind);
    return false;
  };
  const chainGates = await Promise.all(
    Array.from({ length: options.endpoints ?? 1 }, () => openGate(nodeUrl(), chainKind, mayPass)),
  );
  const [chainGate] = chainGates;
  if (chainGate === undefined) throw new Error('an environment has at least one endpoint');
  const storeGate = await openGate(stage.storage.endpoint, storeKind, mayPass);

  mkdirSync(join(workspace, 'accounts'), { recursive: true });
  mkdirSync(join(workspace, 'node_modules'));
  symlinkSync(join(example, 'node_modules/@keep-network'), join(workspace, 'node_modules/@keep-network'));
  installTinyContracts(join(workspace, 'node_modules'));
  cpSync(join(example, 'keep-client.yml'), join(workspace, 'keep-client.yml'));
  cpSync(join(example, 'accounts/account-0.json'), join(workspace, 'accounts/account-0.json'));
  const urlNames = chainGates.map((_, index) => `CHAIN_RPC_URL_${index}`);
  const settings = { name, account, urlNames, store: `gs://${stage.bucket}/${name}`, more: options.chainSettings };
  writeFileSync(join(workspace, 'keep-deploy.yml'), settingsFile(settings));
  const write = (text: string) => {
    writeFileSync(join(workspace, 'contracts.yml'), text);
    writeFileSync(join(workspace, 'clients.yml'), clientsFile(text));
  };
  write(contracts);

  const env = {
    PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    HOME: workspace,
    // Reading the program's source is half of what its start takes.
    NODE_COMPILE_CACHE: join(stage.folder, 'compile-cache'),
    CONTRACT_OWNER_PRIVATE_KEY: account.privateKey,
    STORAGE_EMULATOR_HOST: storeGate.url,
    ...Object.fromEntries(urlNames.map((url, index) => [url, chainGates[index]?.url ?? ''])),
  };
  const startOnce = (args: readonly string[], withinMs: number) =>
    startCommand(['migrate-contracts', '--environment', 'keep-test', ...withTimeout(args)], {
      workspace,
      env,
      withinMs,
      ...(stage.program !== undefined && { program: stage.program }),
    });
  const start = (args: readonly string[] = [], withinMs = 200_000): StartedProcess => {
    const started = startOnce(args, withinMs);
    current = started;
    const again = (end: EndedProcess) => (interrupted === started ? startOnce(args, withinMs).ended : end);
    return { ...started, ended: started.ended.then(again) };
  };
  const bucketUrl = `${stage.storage.endpoint}/storage/v1/b/${stage.bucket}/o`;
  const stored: Scene['stored'] = async (object) => {
    const found = await fetch(`${bucketUrl}/${encodeURIComponent(`${name}/${object}`)}?alt=media`);
    return found.ok ? await found.text() : undefined;
  };
  return {
    reader: {
      deployer: account.address.toLowerCase(),
      ask: (...question) => chainReader(nodeUrl(), account.address).ask(...question),
    },
    account,
    chainGates,
    chainGate,
    storeGate,
    isOfTheDead: (asked) => dead.has(asked),
    prefix: `${name}/`,
    get anvil() {
      return anvil;
    },
    write,
    start,
    run: (args, withinMs) => start(args, withinMs).ended,
    async record() {
      const pointer = await stored('environments/keep-test/contracts.json');
      if (pointer === undefined) return undefined;
      const { target } = JSON.parse(pointer) as { target: string };
      const text = await stored(`contract-records/${target.slice('sha256:'.length)}.json`);
      return text === undefined ? undefined : (JSON.parse(text) as StoredRecord);
    },
    async objects() {
      const found = await fetch(`${bucketUrl}?prefix=${encodeURIComponent(`${name}/`)}`);
      const { items = [] } = (await found.json()) as { items?: { name: string }[] };
      return items.map((item) => item.name.slice(name.length + 1)).sort();
    },
    stored,
    async replace(object, text) {
      const upload = bucketUrl.replace('/storage/', '/upload/storage/');
      const url = `${upload}?uploadType=media&name=${encodeURIComponent(`${name}/${object}`)}`;
      const answer = await fetch(url, { method: 'POST', body: text, headers: { 'content-type': 'application/json' } });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async restartChain(restarted) {
      await anvil?.stop();
      anvil = await startAnvil({ ...anvilOptions, ...restarted });
      for (const gate of chainGates) gate.forwardTo(anvil.rpcUrl);
    },
    async close() {
      await Promise.all([...chainGates, storeGate].map((gate) => gate.stop()));
      await anvil?.stop();
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}

/** The program is to end by itself, and say why, before the trial ends it. */
function withTimeout(args: readonly string[]): readonly string[] {
  return args.includes('--timeout') ? args : [...args, '--timeout', '50s'];
}
