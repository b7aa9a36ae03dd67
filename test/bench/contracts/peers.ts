import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from '../../../tools/servers/binaries.ts';

const source = join(import.meta.dirname, '../peers');

/**
 * The folder with the peers' `node_modules`, installed from the lockfile if it is not there. Not as the project's own
 * dependencies: who uses or tests keep-deploy needs none of them.
 */
export function ensurePeers(progress: (line: string) => void): string {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(source, file)));
  const folder = join(cacheFolder(), 'peers', hash.digest('hex').slice(0, 20));
  if (existsSync(folder)) return folder;
  progress('Installing the peers once (Hardhat Ignition, forge, solc-js): about half a minute');
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(source, file), join(fresh, file));
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    // Under this Node: under another, npm leaves out native packages without a word.
    execFileSync(process.execPath, [npmProgram(), 'install', '--no-save', ...options], {
      cwd: fresh,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    renameSync(fresh, folder);
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true });
    if (existsSync(folder)) return folder; // another run was faster
    throw new Error(
      'the peers could not be installed from the npm registry (what npm says stands above). All of them are needed, also for a part: solc-js, which compiles the contracts, comes with them',
      { cause },
    );
  }
  return folder;
}

/** The package's own command is a wrapper that costs a Node of its own: the native file is started directly. */
export function forgeFile(peers: string): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  return join(peers, `node_modules/@foundry-rs/forge-${process.platform}-${architecture}/bin/forge`);
}

function npmProgram(): string {
  const candidates = [
    process.env['npm_execpath'],
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
    ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'npm')),
  ];
  for (const path of candidates) {
    if (path !== undefined && existsSync(path) && realpathSync(path).endsWith('npm-cli.js')) return realpathSync(path);
  }
  throw new Error('npm was not found; it comes with Node');
}
