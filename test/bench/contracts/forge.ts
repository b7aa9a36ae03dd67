import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { forgeFile } from './peers.ts';
import { timeProcess } from './timed-process.ts';
import { type RunTool, writeSteps } from './tools.ts';

const source = join(import.meta.dirname, '../peers');

/** It sends everything once and waits for ever for what a node has forgotten, as anvil does with what doesn't fit a block. */
const endlessMs = 90_000;

/** A Foundry project, compiled before anything is measured. */
export function prepareForge(peers: string, parent: string): () => Promise<RunTool> {
  let prepared: Promise<RunTool> | undefined;
  return () => {
    prepared ??= prepare(peers, join(parent, 'forge'));
    return prepared;
  };
}

async function prepare(peers: string, project: string): Promise<RunTool> {
  mkdirSync(join(project, 'script'), { recursive: true });
  copyFileSync(join(source, 'Deploy.s.sol'), join(project, 'script/Deploy.s.sol'));
  writeFileSync(
    join(project, 'foundry.toml'),
    '[profile.default]\noffline = true\noptimizer = true\nfs_permissions = [{ access = "read", path = "/" }]\n',
  );
  const wrapper = join(project, 'solc');
  const program = join(source, 'solc-wrapper.mjs');
  writeFileSync(wrapper, `#!/bin/sh\nexec "${process.execPath}" "${program}" "${peers}" "$@"\n`);
  chmodSync(wrapper, 0o755);
  const solc = createRequire(join(peers, 'package.json'))('solc') as { version(): string };
  const env = { BENCH_SOLC_VERSION: solc.version() };
  const forge = forgeFile(peers);
  const built = await timeProcess(forge, ['build', '--use', wrapper], { cwd: project, env, withinMs: 120_000 });
  if (built.exitCode !== 0) throw new Error(`forge build failed:\n${built.output}`);
  return ({ steps, folder, rpcUrl, privateKey }) => {
    const args = ['script', 'script/Deploy.s.sol:Deploy', '--use', wrapper, '--rpc-url', rpcUrl];
    return timeProcess(forge, [...args, '--private-key', privateKey, '--broadcast', '--non-interactive'], {
      cwd: project,
      env: { ...env, STEPS_FILE: writeSteps(folder, steps) },
      withinMs: endlessMs,
    });
  };
}
