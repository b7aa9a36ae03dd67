import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChainAccount } from './anvil.ts';
import { findProgram } from './binaries.ts';
import { DEVELOPER } from './developer-account.ts';
import { askChain } from './json-rpc.ts';
import { startServer } from './process.ts';

export interface GethOptions {
  readonly chainId?: number;
  readonly blockTimeSeconds?: number;
  /** Which rules hold from the first block on: Cancun's, unless others are wanted. */
  readonly rules?: keyof typeof forksByTime;
  /** Addresses that start with ether, besides the returned account. */
  readonly funded?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface Geth {
  readonly rpcUrl: string;
  readonly wsUrl: string;
  readonly chainId: number;
  readonly accounts: readonly ChainAccount[];
  readonly logFile: string;
  stop(): Promise<void>;
}

const TEN_THOUSAND_ETHER = '0x21e19e0c9bab2400000';

/** A chain of one real geth, with blocks at an interval: a second opinion on what anvil accepts. */
export async function startGeth(options: GethOptions = {}): Promise<Geth> {
  const { chainId = 1337, blockTimeSeconds = 1, rules = 'cancun', funded = [], signal } = options;
  const file = await findProgram('geth');
  const server = await startServer({
    name: 'geth',
    ports: ['http', 'ws', 'engine'],
    command: async ({ ports, folder }) => {
      const genesis = join(folder, 'genesis.json');
      writeFileSync(genesis, JSON.stringify(genesisFor(chainId, rules, [DEVELOPER.address, ...funded])));
      const data = join(folder, 'data');
      await promisify(execFile)(file, ['init', '--datadir', data, genesis]);
      const flags = { datadir: data, 'dev.period': blockTimeSeconds, 'authrpc.port': ports.engine };
      const http = { 'http.addr': '127.0.0.1', 'http.port': ports.http, 'http.api': 'eth,net,web3,debug,txpool' };
      const ws = { 'ws.addr': '127.0.0.1', 'ws.port': ports.ws, 'ws.api': 'eth,net,web3' };
      const values = Object.entries({ ...flags, ...http, ...ws }).map(([name, value]) => `--${name}=${value}`);
      return { file, args: ['--dev', '--http', '--ws', '--ipcdisable', ...values], env: { HOME: folder } };
    },
    isReady: async ({ ports }, probe) =>
      Number(await askChain(`http://127.0.0.1:${ports.http}`, 'eth_chainId', [], probe)) === chainId,
    stopWithinMs: 2000,
    ...(signal && { signal }),
  });
  const { ports, logFile, stop } = server;
  const [rpcUrl, wsUrl] = [`http://127.0.0.1:${ports.http}`, `ws://127.0.0.1:${ports.ws}`];
  return { rpcUrl, wsUrl, chainId, accounts: [DEVELOPER], logFile, stop };
}

/** Forks since blocks are no longer mined; those before them are in force on every such chain. */
const forksByTime = {
  london: [],
  shanghai: ['shanghai'],
  cancun: ['shanghai', 'cancun'],
  osaka: ['shanghai', 'cancun', 'prague', 'osaka'],
} as const satisfies Record<string, readonly string[]>;

/** Contracts that blocks call by Prague's rules; here they do nothing. */
const systemContracts = [
  '0x00000961Ef480Eb55e80D19ad83579A64c007002',
  '0x0000BBdDc7CE488642fb579F8B00f3a590007251',
  '0x0000F90827F1C53a10cb7A02335B175320002935',
];

function genesisFor(chainId: number, rules: keyof typeof forksByTime, addresses: readonly string[]): unknown {
  const blocks = ['homestead', 'eip150', 'eip155', 'eip158', 'byzantium', 'constantinople', 'petersburg', 'istanbul'];
  const forks = [...blocks, 'muirGlacier', 'berlin', 'london', 'arrowGlacier', 'grayGlacier'];
  const times: readonly string[] = forksByTime[rules];
  const blobs = { target: 3, max: 6, baseFeeUpdateFraction: 3338477 };
  const isStopping = { balance: '0x0', code: '0x00' };
  return {
    config: {
      chainId,
      ...Object.fromEntries(forks.map((fork) => [`${fork}Block`, 0])),
      terminalTotalDifficulty: 0,
      ...Object.fromEntries(times.map((fork) => [`${fork}Time`, 0])),
      blobSchedule: Object.fromEntries(times.slice(1).map((fork) => [fork, blobs])),
      depositContractAddress: '0x00000000219ab540356cbb839cbe05303d7705fa',
    },
    ...{ difficulty: '0x0', gasLimit: '0x1c9c380', baseFeePerGas: '0x3b9aca00' },
    alloc: {
      ...Object.fromEntries(addresses.map((address) => [address, { balance: TEN_THOUSAND_ETHER }])),
      ...(times.includes('prague')
        ? Object.fromEntries(systemContracts.map((address) => [address, isStopping]))
        : undefined),
    },
  };
}
