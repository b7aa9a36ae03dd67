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
  const { chainId = 1337, blockTimeSeconds = 1, funded = [], signal } = options;
  const file = await findProgram('geth');
  const server = await startServer({
    name: 'geth',
    ports: ['http', 'ws', 'engine'],
    command: async ({ ports, folder }) => {
      const genesis = join(folder, 'genesis.json');
      writeFileSync(genesis, JSON.stringify(genesisFor(chainId, [DEVELOPER.address, ...funded])));
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

/** Every fork to Cancun from the start. Later ones need their system contracts in the genesis. */
function genesisFor(chainId: number, addresses: readonly string[]): unknown {
  const blocks = ['homestead', 'eip150', 'eip155', 'eip158', 'byzantium', 'constantinople', 'petersburg', 'istanbul'];
  const forks = [...blocks, 'muirGlacier', 'berlin', 'london', 'arrowGlacier', 'grayGlacier'];
  return {
    config: {
      chainId,
      ...Object.fromEntries(forks.map((fork) => [`${fork}Block`, 0])),
      ...{ terminalTotalDifficulty: 0, shanghaiTime: 0, cancunTime: 0 },
      blobSchedule: { cancun: { target: 3, max: 6, baseFeeUpdateFraction: 3338477 } },
    },
    ...{ difficulty: '0x0', gasLimit: '0x1c9c380', baseFeePerGas: '0x3b9aca00' },
    alloc: Object.fromEntries(addresses.map((address) => [address, { balance: TEN_THOUSAND_ETHER }])),
  };
}
