import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { askChain } from './json-rpc.ts';
import { startServer } from './process.ts';

export interface AnvilOptions {
  readonly chainId?: number;
  /** Blocks come at this interval, so that confirmations arrive; `'on-demand'` mines only when a transaction arrives. */
  readonly blockTimeSeconds?: number | 'on-demand';
  readonly accounts?: number;
  readonly balanceEther?: number;
  readonly hardfork?: string;
  readonly gasLimit?: number;
  /** Of the genesis block: with the same one a chain can be started again from the same genesis. */
  readonly genesisSeconds?: number;
  /** Loaded at the start if it exists, written at the stop. */
  readonly stateFile?: string;
  readonly signal?: AbortSignal;
}

export interface ChainAccount {
  readonly address: string;
  readonly privateKey: string;
}

export interface Anvil {
  readonly rpcUrl: string;
  readonly wsUrl: string;
  readonly chainId: number;
  readonly accounts: readonly ChainAccount[];
  readonly pid: number;
  readonly logFile: string;
  readonly exited: Promise<string>;
  kill(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  const chainId = options.chainId ?? 1101;
  let accounts: readonly ChainAccount[] = [];
  const server = await startServer({
    name: 'anvil',
    ports: ['rpc'],
    command: ({ ports, folder }) => ({
      file: anvilFile(),
      args: [...argumentsFor(options, chainId), '--port', String(ports.rpc), '--config-out', configFile(folder)],
      // anvil keeps past states under its home.
      env: { HOME: folder },
    }),
    isReady: async ({ ports, folder }, signal) => {
      const seen = await askChain(`http://127.0.0.1:${ports.rpc}`, 'eth_chainId', [], signal);
      if (Number(seen) !== chainId) return false;
      accounts = readAccounts(configFile(folder));
      return true;
    },
    ...(options.signal && { signal: options.signal }),
  });
  const { pid, logFile, exited, kill, stop } = server;
  const host = `127.0.0.1:${server.ports.rpc}`;
  return { rpcUrl: `http://${host}`, wsUrl: `ws://${host}`, chainId, accounts, pid, logFile, exited, kill, stop };
}

function argumentsFor(options: AnvilOptions, chainId: number): string[] {
  const { blockTimeSeconds = 1, accounts, balanceEther, hardfork, gasLimit, stateFile, genesisSeconds } = options;
  const optional = {
    accounts,
    balance: balanceEther,
    hardfork,
    'gas-limit': gasLimit,
    state: stateFile,
    timestamp: genesisSeconds,
  };
  return [
    ...['--host', '127.0.0.1', '--chain-id', String(chainId)],
    ...(blockTimeSeconds === 'on-demand' ? [] : ['--block-time', String(blockTimeSeconds)]),
    ...Object.entries(optional).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)])),
  ];
}

const configFile = (folder: string) => join(folder, 'config.json');

function readAccounts(file: string): ChainAccount[] {
  const config = JSON.parse(readFileSync(file, 'utf8')) as { available_accounts: string[]; private_keys: string[] };
  return config.available_accounts.map((address, index) => ({ address, privateKey: config.private_keys[index] ?? '' }));
}

/** The package's own command is a wrapper that would outlive a SIGKILL of itself: the native file is started directly. */
function anvilFile(): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${architecture}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', 'anvil');
  } catch (cause) {
    throw new Error(`anvil is not installed for this platform: the package ${name} is missing`, { cause });
  }
}
