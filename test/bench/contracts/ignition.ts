import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchContract, type BenchSet, contractOf } from './bench-set.ts';
import { type TimedProcess, timeProcess } from './timed-process.ts';
import { linkModules, type RunScene } from './tools.ts';

const source = join(import.meta.dirname, '../peers');

/** `hardhat ignition deploy`, as its users run it, with artifacts that are compiled already. */
export function runIgnition(peers: string, scene: RunScene): Promise<TimedProcess> {
  const { set, folder, rpcUrl, chainId, privateKey, deployer, withinMs } = scene;
  linkModules(folder, peers);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  copyFileSync(join(source, 'hardhat.config.mjs'), join(folder, 'hardhat.config.js'));
  mkdirSync(join(folder, 'ignition/modules'), { recursive: true });
  copyFileSync(join(source, 'ignition-module.mjs'), join(folder, 'ignition/modules/Bench.js'));
  writeFileSync(join(folder, 'set.json'), JSON.stringify(asModuleInput(set, deployer)));
  const program = join(peers, 'node_modules/hardhat/dist/src/cli.js');
  return timeProcess(
    process.execPath,
    [program, 'ignition', 'deploy', 'ignition/modules/Bench.js', '--network', 'bench'],
    {
      cwd: folder,
      env: {
        RPC_URL: rpcUrl,
        CHAIN_ID: String(chainId),
        PRIVATE_KEY: privateKey,
        SET_FILE: join(folder, 'set.json'),
        HARDHAT_IGNITION_CONFIRM_DEPLOYMENT: 'true',
        HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true',
      },
      withinMs,
    },
  );
}

function asModuleInput(set: BenchSet, deployer: string) {
  return {
    deployer,
    contracts: set.contracts.map((contract) => ({
      name: contract.name,
      artifact: hardhatArtifact(contract),
      arguments: contract.arguments,
      libraries: Object.fromEntries([...contract.libraries.values()].map((library) => [library, library])),
    })),
    calls: set.calls.map((call) => ({
      ...call,
      ...(call.interface !== call.contract && { artifact: hardhatArtifact(contractOf(set, call.interface)) }),
    })),
  };
}

function hardhatArtifact({ artifact, libraries }: BenchContract) {
  const { name, abi, creationCode } = artifact;
  const places = [...libraries].map(([placeholder, library]) => [
    library,
    [...creationCode.matchAll(new RegExp(placeholder.replaceAll('$', '\\$'), 'g'))].map(({ index }) => ({
      start: index / 2,
      length: 20,
    })),
  ]);
  return {
    _format: 'hh-sol-artifact-1',
    contractName: name,
    sourceName: `${name}.sol`,
    abi,
    bytecode: `0x${creationCode}`,
    linkReferences: places.length === 0 ? {} : { 'libraries.sol': Object.fromEntries(places) },
  };
}
