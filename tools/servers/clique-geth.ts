import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './binaries.ts';
import { DEVELOPER } from './developer-account.ts';
import type { Geth } from './geth.ts';
import { askChain } from './json-rpc.ts';
import { startServer } from './process.ts';

export interface CliqueGethOptions {
  readonly chainId?: number;
  /** Whole seconds: Clique knows no others. */
  readonly blockTimeSeconds?: number;
  /** Of every block. */
  readonly gasLimit?: number;
  readonly signal?: AbortSignal;
}

const seal = DEVELOPER.address.slice(2);

/**
 * A chain as Keep's test networks ran on: geth 1.13, whose blocks one account signs (Clique), under the rules of Istanbul,
 * which know no base fee and only transactions of the old kind.
 */
export async function startCliqueGeth(options: CliqueGethOptions = {}): Promise<Geth> {
  const { chainId = 1337, blockTimeSeconds = 1, gasLimit = 8_000_000, signal } = options;
  const file = await findProgram('geth-clique');
  const server = await startServer({
    name: 'geth-clique',
    ports: ['http', 'ws', 'engine'],
    command: async ({ ports, folder }) => {
      const [genesis, key, password] = ['genesis.json', 'key', 'password'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      writeFileSync(genesis, JSON.stringify(genesisFor(chainId, blockTimeSeconds, gasLimit)));
      writeFileSync(key, DEVELOPER.privateKey.slice(2));
      writeFileSync(password, 'clique');
      const data = join(folder, 'data');
      await promisify(execFile)(file, ['init', '--datadir', data, genesis]);
      await promisify(execFile)(file, [
        'account',
        'import',
        '--lightkdf',
        '--datadir',
        data,
        '--password',
        password,
        key,
      ]);
      const values = {
        ...{ datadir: data, networkid: chainId, syncmode: 'full', maxpeers: 0, port: 0, 'authrpc.port': ports.engine },
        ...{ unlock: DEVELOPER.address, password, 'miner.etherbase': DEVELOPER.address, 'miner.gaslimit': gasLimit },
        ...{ 'http.addr': '127.0.0.1', 'http.port': ports.http, 'http.api': 'eth,net,web3,debug,txpool' },
        ...{ 'ws.addr': '127.0.0.1', 'ws.port': ports.ws, 'ws.api': 'eth,net,web3' },
      };
      const switches = [
        '--mine',
        '--http',
        '--ws',
        '--ipcdisable',
        '--nodiscover',
        '--allow-insecure-unlock',
        '--lightkdf',
      ];
      const flags = Object.entries(values).map(([name, value]) => `--${name}=${value}`);
      return { file, args: [...switches, ...flags], env: { HOME: folder } };
    },
    isReady: async ({ ports }, probe) =>
      Number(await askChain(`http://127.0.0.1:${ports.http}`, 'eth_blockNumber', [], probe)) > 0,
    stopWithinMs: 2000,
    ...(signal && { signal }),
  });
  const { ports, logFile, stop } = server;
  const [rpcUrl, wsUrl] = [`http://127.0.0.1:${ports.http}`, `ws://127.0.0.1:${ports.ws}`];
  return { rpcUrl, wsUrl, chainId, accounts: [DEVELOPER], logFile, stop };
}

function genesisFor(chainId: number, period: number, gasLimit: number): unknown {
  const forks = ['homestead', 'eip150', 'eip155', 'eip158', 'byzantium', 'constantinople', 'petersburg', 'istanbul'];
  return {
    config: {
      chainId,
      ...Object.fromEntries(forks.map((fork) => [`${fork}Block`, 0])),
      clique: { period, epoch: 30_000 },
    },
    difficulty: '0x1',
    gasLimit: `0x${gasLimit.toString(16)}`,
    // Who signs stands between 32 bytes of anything and room for a signature.
    extraData: `0x${'00'.repeat(32)}${seal}${'00'.repeat(65)}`,
    alloc: { [DEVELOPER.address]: { balance: '0x21e19e0c9bab2400000' } },
  };
}
