/**
 * One run of migrate-contracts as a real process, for tests that kill it: journal and record in a folder, every port
 * wrapped so that the process can end itself with SIGKILL at a named call. Reads its task from the first argument.
 */
import { open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { openHttpRpc } from '../../src/contracts/chain/http-rpc.ts';
import type { Rpc, RpcAnswer, RpcCall } from '../../src/contracts/chain/rpc.ts';
import { createRpcChain } from '../../src/contracts/chain/rpc-chain.ts';
import {
  contractRecordDigest,
  contractSetSchema,
  encodeContractRecord,
  encodeJournalEntry,
  finishJournal,
  type Journal,
  migrateContracts,
  openSigner,
  parseContractRecord,
  parseJournalEntry,
  prepareContractSet,
  systemClock,
} from '../../src/contracts/index.ts';
import type { Log } from '../../src/report/index.ts';

/** Where the process kills itself. Appends and sends are counted from 0 over the whole run. */
export type KillPoint =
  | { readonly at: 'before-append' | 'after-append'; readonly index: number }
  | { readonly at: 'before-send' | 'after-send'; readonly index: number }
  | { readonly at: 'before-record' | 'before-finish' };

export interface RunTask {
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly deployer: string;
  readonly privateKey?: string;
  readonly folder: string;
  /** Path of the contract set. */
  readonly set: string;
  readonly setFolder: string;
  readonly mode: 'plan' | 'apply';
  readonly confirmations: number;
  readonly kill?: KillPoint;
}

export interface RunReport {
  readonly changed: boolean;
  readonly counts: Record<string, number>;
  readonly digest: string;
  readonly milliseconds: number;
  readonly httpRequests: number;
  readonly rpcCalls: number;
  readonly gasUsed: string;
}

const task = JSON.parse(process.argv[2] ?? '') as RunTask;
const { kill } = task;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;); // the signal is on its way
}

function isKillAt(at: KillPoint['at'], index?: number): boolean {
  return kill?.at === at && (!('index' in kill) || kill.index === index);
}

let appends = 0;
const journal: Journal = {
  async read() {
    const names = (await readdir(task.folder))
      .filter((name) => name.startsWith('journal-') && name.endsWith('.json'))
      .sort();
    const entries = await Promise.all(
      names.map(async (name) => parseJournalEntry(await readFile(join(task.folder, name), 'utf8'))),
    );
    return { head: undefined, start: 0, entries };
  },
  async append(number, entry) {
    const index = appends++;
    if (isKillAt('before-append', index)) die();
    try {
      const file = await open(join(task.folder, `journal-${String(number).padStart(8, '0')}.json`), 'wx');
      await file.writeFile(encodeJournalEntry(entry));
      await file.sync();
      await file.close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'taken';
      throw error;
    }
    if (isKillAt('after-append', index)) die();
    return 'appended';
  },
  checkpoint: async () => {},
};

const quiet: Log = {
  info: (message) => console.error(message),
  warning: (message) => console.error(`warning: ${message}`),
  error: (message) => console.error(`error: ${message}`),
  debug: () => undefined,
  group: async (title, body) => {
    console.error(title);
    return body();
  },
  untrusted: (source, text) => console.error(`${source}: ${text}`),
};

let httpRequests = 0;
let rpcCalls = 0;
let sends = 0;
const real = openHttpRpc(task.rpcUrl, { timeoutMs: 10_000, clock: systemClock, log: quiet });

async function counted(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]> {
  httpRequests++;
  rpcCalls += calls.length;
  return real.batch(calls, signal);
}

/** A batch of transactions in which the process dies is sent only up to that transaction. */
const rpc: Rpc = {
  async batch(calls, signal) {
    const first = sends;
    if (calls[0]?.method !== 'eth_sendRawTransaction') return counted(calls, signal);
    sends += calls.length;
    const target =
      kill !== undefined && (kill.at === 'before-send' || kill.at === 'after-send') ? kill.index - first : -1;
    if (kill === undefined || target < 0 || target >= calls.length) return counted(calls, signal);
    const part = calls.slice(0, kill.at === 'before-send' ? target : target + 1);
    if (part.length > 0) await counted(part, signal);
    die();
  },
};

const started = performance.now();
const set = v.parse(contractSetSchema, parse(await readFile(task.set, 'utf8')));
const { prepared, problems } = await prepareContractSet(set, task.setFolder, { id: task.chainId });
if (prepared === undefined) throw new Error(JSON.stringify(problems, null, 2));
const recordFile = join(task.folder, 'record.json');
const previous = await readFile(recordFile, 'utf8').catch(() => undefined);
const result = await migrateContracts({
  set: prepared,
  settings: {
    id: task.chainId,
    rpc: '$CHAIN_RPC_URL',
    confirmations: task.confirmations,
    deployer: task.deployer,
    signer: '$KEY',
  },
  chain: createRpcChain(rpc),
  openSigner: () => openSigner(task.privateKey, '$KEY'),
  openJournal: () => journal,
  holder: `process ${process.pid}`,
  scope: 'keep-test',
  readPreviousRecord: async () => (previous === undefined ? undefined : parseContractRecord(previous)),
  mode: task.mode,
  deadlineMs: 60_000,
  log: quiet,
  signal: AbortSignal.timeout(90_000),
  clock: systemClock,
  pollMs: 50,
});
if (task.mode === 'apply') {
  if (isKillAt('before-record')) die();
  if (result.changed) {
    await writeFile(`${recordFile}.new`, encodeContractRecord(result.record));
    await rename(`${recordFile}.new`, recordFile);
  }
  if (isKillAt('before-finish')) die();
  await finishJournal(result.openJournal, contractRecordDigest(result.record));
} else {
  await writeFile(join(task.folder, 'plan.json'), JSON.stringify(result.record));
}
const report: RunReport = {
  changed: result.changed,
  counts: { ...result.counts },
  digest: contractRecordDigest(result.record),
  milliseconds: Math.round(performance.now() - started),
  httpRequests,
  rpcCalls,
  gasUsed: result.gasUsed.toString(),
};
console.log(JSON.stringify(report));
process.exit(0);
