import { symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ChainAccount } from './anvil.ts';
import { DEVELOPER } from './developer-account.ts';
import { askChain } from './json-rpc.ts';
import { startServer } from './process.ts';

export interface HardhatNode {
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly accounts: readonly ChainAccount[];
  readonly logFile: string;
  stop(): Promise<void>;
}

/** Hardhat's own network, another machine than anvil's and geth's: it knows batches, but no block overrides. */
export async function startHardhat({ chainId = 1101, blockTimeSeconds = 1 } = {}): Promise<HardhatNode> {
  const packageFile = createRequire(import.meta.url).resolve('hardhat/package.json');
  const server = await startServer({
    name: 'hardhat',
    ports: ['rpc'],
    command: ({ ports, folder }) => {
      const mining = { auto: false, interval: blockTimeSeconds * 1000 };
      const configuration = { networks: { node: { type: 'edr-simulated', chainId, mining } } };
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'chain', private: true, type: 'module' }));
      writeFileSync(join(folder, 'hardhat.config.js'), `export default ${JSON.stringify(configuration)};\n`);
      // Hardhat insists on being installed in the project that it runs in.
      symlinkSync(dirname(dirname(packageFile)), join(folder, 'node_modules'));
      const program = join(dirname(packageFile), 'dist/src/cli.js');
      const args = ['--config', 'hardhat.config.js', 'node', '--hostname', '127.0.0.1', '--port', String(ports.rpc)];
      return { file: process.execPath, args: [program, ...args], env: { HOME: folder, CI: 'true' } };
    },
    isReady: async ({ ports }, probe) =>
      Number(await askChain(`http://127.0.0.1:${ports.rpc}`, 'eth_chainId', [], probe)) === chainId,
  });
  const { ports, logFile, stop } = server;
  return { rpcUrl: `http://127.0.0.1:${ports.rpc}`, chainId, accounts: [DEVELOPER], logFile, stop };
}
