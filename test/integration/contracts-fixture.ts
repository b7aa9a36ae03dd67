import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import { openHttpRpc } from '../../src/contracts/chain/http-rpc.ts';
import type { Rpc } from '../../src/contracts/chain/rpc.ts';
import { createRpcChain } from '../../src/contracts/chain/rpc-chain.ts';
import {
  contractSetSchema,
  type Journal,
  type JournalEntry,
  type MigrationInput,
  type MigrationResult,
  migrateContracts,
  openSigner,
  type PreparedSet,
  prepareContractSet,
  systemClock,
} from '../../src/contracts/index.ts';
import type { Log } from '../../src/report/index.ts';
import { type Anvil, startAnvil } from '../../tools/servers/index.ts';
import type { RunReport, RunTask } from './contracts-run.ts';

export const exampleFolder = join(import.meta.dirname, '../../examples/keep-network');
const runFile = join(import.meta.dirname, 'contracts-run.ts');

/** A part of the Keep set with everything in it: libraries, arguments, an encoded call, two calls in one order. */
export const smallSet = `
artifacts: { package: "@keep-network/keep-core", version: 1.8.0 }
contracts:
  KeepToken: {}
  TokenGrant: { arguments: [{ contract: KeepToken }] }
  KeepRegistry: {}
  TokenStakingEscrow: { arguments: [{ contract: KeepToken }, { contract: TokenGrant }] }
  GrantStaking: {}
  Locks: {}
  TopUps: {}
  TokenStaking:
    arguments: [{ contract: KeepToken }, { contract: TokenGrant }, { contract: TokenStakingEscrow }, { contract: KeepRegistry }, 1]
  KeepVault: { arguments: [{ contract: KeepToken }, 12, 30, 2592000, 1, 2592000] }
calls:
  - { contract: TokenStakingEscrow, function: transferOwnership, arguments: [{ contract: TokenStaking }] }
  - { contract: TokenGrant, function: authorizeStakingContract, arguments: [{ contract: TokenStaking }] }
`;

export async function readKeepSet(): Promise<string> {
  return readFile(join(exampleFolder, 'contracts.yml'), 'utf8');
}

export async function prepareSet(text: string, folder = exampleFolder): Promise<PreparedSet> {
  const { prepared, problems } = await prepareContractSet(v.parse(contractSetSchema, parse(text)), folder, {
    id: 1101,
  });
  if (prepared === undefined) throw new Error(JSON.stringify(problems));
  return prepared;
}

/** One chain, one deployer, and a folder for journal and record. */
export interface Scene extends AsyncDisposable {
  readonly rpcUrl: string;
  readonly deployer: string;
  readonly privateKey: string;
  readonly folder: string;
  ask(method: string, ...params: unknown[]): Promise<unknown>;
}

export async function openScene(blockTimeSeconds: number): Promise<Scene> {
  return sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds }));
}

/** What a scene needs of a chain, whatever program runs it. */
export type SceneChain = Pick<Anvil, 'rpcUrl' | 'accounts' | 'stop'>;

export async function sceneOn(chain: SceneChain): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'keep-deploy-contracts-'));
  const [account] = chain.accounts;
  if (account === undefined) throw new Error('the chain has no accounts');
  const rpc = openHttpRpc(chain.rpcUrl, { timeoutMs: 10_000, clock: systemClock, log: silentLog() });
  return {
    rpcUrl: chain.rpcUrl,
    deployer: account.address,
    privateKey: account.privateKey,
    folder,
    async ask(method, ...params) {
      const [answer] = await rpc.batch([{ method, params }], AbortSignal.timeout(120_000));
      if (answer === undefined || 'error' in answer) throw new Error(`${method}: ${answer?.error.message}`);
      return answer.result;
    },
    async [Symbol.asyncDispose]() {
      await chain.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface RunEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly report: RunReport | undefined;
  readonly errors: string;
}

/** Runs migrate-contracts as a process of its own. */
export async function runProcess(scene: Scene, setText: string, options: Partial<RunTask> = {}): Promise<RunEnd> {
  const set = join(scene.folder, 'contracts.yml');
  await writeFile(set, setText);
  const task: RunTask = {
    rpcUrl: scene.rpcUrl,
    chainId: 1101,
    deployer: scene.deployer,
    privateKey: scene.privateKey,
    folder: scene.folder,
    set,
    setFolder: exampleFolder,
    mode: 'apply',
    confirmations: 1,
    ...options,
  };
  const child = spawn(process.execPath, [runFile, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on('close', (...end) => resolve(end)),
  );
  const text = Buffer.concat(output).toString('utf8');
  return {
    code,
    signal,
    report: text === '' ? undefined : (JSON.parse(text) as RunReport),
    errors: Buffer.concat(errors).toString('utf8'),
  };
}

/** What the chain says that the deployer has done, transaction by transaction: the judge of every test. */
export interface ChainDeed {
  readonly nonce: number;
  readonly isSuccess: boolean;
  readonly created: string | undefined;
  readonly code: string;
  readonly to: string | undefined;
  readonly input: string;
}

export async function deedsOf(scene: Scene): Promise<readonly ChainDeed[]> {
  const deeds: ChainDeed[] = [];
  const last = Number(await scene.ask('eth_blockNumber'));
  for (let number = 1; number <= last; number++) {
    const block = (await scene.ask('eth_getBlockByNumber', `0x${number.toString(16)}`, true)) as {
      transactions: { hash: string; from: string; nonce: string; to: string | null; input: string }[];
    };
    for (const { hash, from, nonce, to, input } of block.transactions) {
      if (from.toLowerCase() !== scene.deployer.toLowerCase()) continue;
      const receipt = (await scene.ask('eth_getTransactionReceipt', hash)) as {
        status: string;
        contractAddress: string | null;
      };
      const code = receipt.contractAddress
        ? String(await scene.ask('eth_getCode', receipt.contractAddress, 'latest'))
        : '0x';
      deeds.push({
        nonce: Number(nonce),
        isSuccess: receipt.status === '0x1',
        created: to === null ? (receipt.contractAddress ?? undefined) : undefined,
        code,
        to: to ?? undefined,
        input,
      });
    }
  }
  return deeds.sort((a, b) => a.nonce - b.nonce);
}

/** Calls `owner()` (or another reading function without arguments, by selector) and gives the address. */
export async function ownerOf(scene: Scene, contract: string): Promise<string> {
  const word = String(await scene.ask('eth_call', { to: contract, data: '0x8da5cb5b' }, 'latest'));
  return `0x${word.slice(-40)}`;
}

export async function nonceOf(scene: Scene): Promise<number> {
  return Number(await scene.ask('eth_getTransactionCount', scene.deployer, 'pending'));
}

/** A journal in memory, with the create-only rule of the real ones. */
export function memoryJournal(): Journal & { readonly entries: JournalEntry[] } {
  const entries: JournalEntry[] = [];
  return {
    entries,
    read: async () => ({ head: undefined, start: 0, entries: [...entries] }),
    async append(number, entry) {
      if (number < entries.length) return 'taken';
      entries.push(entry);
      return 'appended';
    },
    checkpoint: async () => {},
  };
}

export function silentLog(lines: string[] = []): Log {
  const keep = (message: string): void => {
    lines.push(message);
  };
  return {
    info: keep,
    warning: keep,
    error: keep,
    debug: keep,
    group: (title, body) => {
      lines.push(title);
      return body();
    },
    untrusted: (source, text) => keep(`${source}: ${text}`),
  };
}

/** Where a test stands: between the run and its node, its journal, its key. */
interface Standing {
  readonly wrap?: (rpc: Rpc) => Rpc;
  readonly journal?: Journal;
  readonly privateKey?: string | undefined;
}

export type MigrateOptions = Partial<MigrationInput> & Standing;

/** Runs migrate-contracts in this process, where a test can stand between it and the chain. */
export async function migrate(scene: Scene, setText: string, options: MigrateOptions = {}): Promise<MigrationResult> {
  const log = options.log ?? silentLog();
  const rpc = openHttpRpc(scene.rpcUrl, { timeoutMs: 10_000, clock: systemClock, log });
  const { wrap = (inner) => inner, journal = memoryJournal(), privateKey = scene.privateKey, ...rest } = options;
  return migrateContracts({
    set: options.set ?? (await prepareSet(setText)),
    settings: { id: 1101, rpc: '$CHAIN_RPC_URL', confirmations: 1, deployer: scene.deployer, signer: '$OWNER_KEY' },
    chain: createRpcChain(wrap(rpc)),
    openSigner: () => openSigner(privateKey, '$OWNER_KEY'),
    openJournal: () => journal,
    holder: 'this test',
    scope: 'keep-test',
    readPreviousRecord: async () => undefined,
    mode: 'apply',
    deadlineMs: 120_000,
    log,
    signal: AbortSignal.timeout(200_000),
    clock: systemClock,
    pollMs: 50,
    ...rest,
  });
}

/** Looks again where a block came meanwhile: a node refuses to simulate as the coming block what has come already. */
export async function withinOneBlock<T>(scene: Scene, look: () => Promise<T>): Promise<T> {
  for (;;) {
    const before = await scene.ask('eth_blockNumber');
    const seen = await look();
    if ((await scene.ask('eth_blockNumber')) === before) return seen;
  }
}

/**
 * A deadline that passes when something has happened, however long a busy machine takes to come that far: from then on
 * every look at the clock finds the run's time over.
 * @param hasHappened asked at every look at the clock.
 */
export function deadlineOnce(hasHappened: () => boolean): Pick<MigrateOptions, 'clock' | 'deadlineMs'> {
  const deadlineMs = 1e9;
  return { deadlineMs, clock: { ...systemClock, now: () => systemClock.now() + (hasHappened() ? deadlineMs : 0) } };
}

/** Counts the requests that send transactions, once they are answered. */
export function countSends(): { readonly wrap: (rpc: Rpc) => Rpc; readonly sends: () => number } {
  let sends = 0;
  const wrap = (inner: Rpc): Rpc => ({
    async batch(calls, signal) {
      const answers = await inner.batch(calls, signal);
      if (calls.some(({ method }) => method === 'eth_sendRawTransaction')) sends++;
      return answers;
    },
  });
  return { wrap, sends: () => sends };
}

/** A run that finds its deadline past when it has sent what it signed. */
export function endsOnceSent(): Pick<MigrateOptions, 'clock' | 'deadlineMs' | 'wrap'> {
  const { wrap, sends } = countSends();
  return { wrap, ...deadlineOnce(() => sends() > 0) };
}

/** Logs its creations and sends nothing of them. */
export async function breakOff(scene: Scene, journal: Journal, options: MigrateOptions = {}): Promise<void> {
  const controller = new AbortController();
  const stopping: Journal = {
    ...journal,
    async append(number, entry) {
      const answer = await journal.append(number, entry);
      controller.abort(new Error('broken off'));
      return answer;
    },
  };
  const run = migrate(scene, smallSet, { journal: stopping, signal: controller.signal, ...options });
  await expect(run).rejects.toThrow('broken off');
  expect(await nonceOf(scene)).toBe(0);
}
