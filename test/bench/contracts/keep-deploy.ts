import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { BenchSet } from './bench-set.ts';
import { randomBeaconSources } from './sets.ts';
import { type TimedProcess, timeProcess } from './timed-process.ts';
import type { RunScene } from './tools.ts';

const root = join(import.meta.dirname, '../../..');

/** The program as users have it, or from the sources, which Node has to strip of their types at every start. */
export type Entry = 'dist' | 'source';

export function runKeepDeploy(entry: Entry, scene: RunScene): Promise<TimedProcess> {
  layOut(scene);
  return migrateAgain(entry, scene);
}

/** The same command once more in the same world: a run that finds nothing to do. */
export function migrateAgain(entry: Entry, { folder, rpcUrl, privateKey, store, withinMs }: RunScene) {
  const program = join(root, entry === 'dist' ? 'dist/keep-deploy.js' : 'src/cli.ts');
  const args = ['migrate-contracts', '--environment', 'bench', '--mode', 'apply', '--timeout', '5m'];
  return timeProcess(process.execPath, [program, ...args], {
    cwd: folder,
    env: {
      CHAIN_RPC_URL: rpcUrl,
      CONTRACT_OWNER_PRIVATE_KEY: privateKey,
      ...(store !== undefined && { STORAGE_EMULATOR_HOST: store.endpoint }),
    },
    withinMs,
  });
}

function layOut({ set, folder, chainId, deployer, store }: RunScene): void {
  mkdirSync(folder, { recursive: true });
  const chain = {
    id: chainId,
    rpc: '$CHAIN_RPC_URL',
    confirmations: 1,
    deployer,
    signer: '$CONTRACT_OWNER_PRIVATE_KEY',
  };
  const place = store === undefined ? 'file:store' : `gs://${store.bucket}`;
  const bench = { chain, store: place, contracts: 'contracts.yml' };
  writeFileSync(join(folder, 'keep-deploy.yml'), stringify({ environments: { bench } }));
  const example = join(root, 'examples/keep-network');
  if (set.name === 'keep-v1') {
    cpSync(join(example, 'contracts.yml'), join(folder, 'contracts.yml'));
    symlinkSync(join(example, 'node_modules'), join(folder, 'node_modules'));
    return;
  }
  if (set.name === 'random-beacon') {
    symlinkSync(join(root, 'examples/threshold-network/node_modules'), join(folder, 'node_modules'));
    writeSetFile(set, randomBeaconSources, folder);
  } else {
    layOutPackage(set, join(folder, 'node_modules/bench-contracts'));
    writeSetFile(set, { package: 'bench-contracts', version: '1.0.0', folder: 'artifacts' }, folder);
  }
}

function writeSetFile(set: BenchSet, artifacts: unknown, folder: string): void {
  const contracts = Object.fromEntries(
    set.contracts.map(({ name, artifact, arguments: values }) => [
      name,
      { artifact: artifact.name, arguments: values },
    ]),
  );
  const calls = set.calls.map(({ contract, function: name, arguments: values }) => ({
    contract,
    function: name,
    arguments: values,
  }));
  const file = { artifacts, contracts, ...(calls.length > 0 && { calls }) };
  writeFileSync(join(folder, 'contracts.yml'), stringify(file, { aliasDuplicateObjects: false }));
}

/** The benchmark's own contracts, as a package of Truffle artifacts beside the set. */
function layOutPackage(set: BenchSet, packageFolder: string): void {
  mkdirSync(join(packageFolder, 'artifacts'), { recursive: true });
  writeFileSync(join(packageFolder, 'package.json'), '{ "name": "bench-contracts", "version": "1.0.0" }');
  for (const { name, abi, creationCode, deployedCode } of new Set(set.contracts.map(({ artifact }) => artifact))) {
    const truffle = { contractName: name, abi, bytecode: `0x${creationCode}`, deployedBytecode: `0x${deployedCode}` };
    writeFileSync(join(packageFolder, 'artifacts', `${name}.json`), JSON.stringify(truffle));
  }
}
