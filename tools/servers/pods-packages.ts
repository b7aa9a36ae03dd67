import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Progress } from './binaries.ts';

/** What must be there → the Debian package that brings it. What is there already, however it came, is not installed. */
const needed: Readonly<Record<string, string>> = {
  containerd: 'containerd',
  'containerd-shim-runc-v2': 'containerd',
  runc: 'runc',
  'docker-registry': 'docker-registry',
  ip: 'iproute2',
  nsenter: 'util-linux',
  unshare: 'util-linux',
};
const PLUGIN_FOLDERS = ['/usr/lib/cni', '/opt/cni/bin'];
const POLICY = '/usr/sbin/policy-rc.d';

/** Why real pods are not possible on this machine, or undefined when they are (once the packages are installed). */
export function whyNoPods(): string | undefined {
  if (process.platform !== 'linux') return `real pods need Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'real pods need root';
  if (missingPackages().length > 0 && !hasProgram('apt-get')) {
    return `real pods need ${missingPackages().join(', ')}, and there is no apt-get to install them`;
  }
  return undefined;
}

/** Says which packages it installs, and installs only these. Returns their names. */
export async function ensureDebianPackages(progress: Progress): Promise<readonly string[]> {
  const reason = whyNoPods();
  if (reason !== undefined) throw new Error(reason);
  const missing = missingPackages();
  if (missing.length === 0) return [];
  progress(`Installing Debian packages for real pods: ${missing.join(' ')}`);
  await withoutStartingServices(async () => {
    const install = ['install', '-y', '-q', '--no-install-recommends', ...missing];
    try {
      await apt(install);
    } catch {
      progress('apt-get knows no such packages or old ones; fetching the lists');
      await apt(['update', '-q']);
      await apt(install);
    }
  });
  const still = missingPackages();
  if (still.length > 0) throw new Error(`${still.join(', ')} installed, but their programs are not there`);
  return missing;
}

export function missingPackages(): readonly string[] {
  const programs = Object.entries(needed).filter(([program]) => !hasProgram(program));
  const packages = programs.map(([, name]) => name);
  return [...new Set([...packages, ...(pluginFolder() ? [] : ['containernetworking-plugins'])])];
}

/** Where the network plugins are. */
export function pluginFolder(): string | undefined {
  return PLUGIN_FOLDERS.find((folder) => existsSync(join(folder, 'bridge')) && existsSync(join(folder, 'host-local')));
}

function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function apt(args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await promisify(execFile)('apt-get', args, { env, maxBuffer: 1 << 24 });
  } catch (cause) {
    const { stderr = '' } = cause as { stderr?: string };
    throw new Error(`apt-get ${args.join(' ')} failed: ${stderr.trim().slice(-500)}`, { cause });
  }
}

/** Debian's own containerd and registry must not come up beside ours; a policy of the machine's owner stays. */
async function withoutStartingServices(work: () => Promise<void>): Promise<void> {
  if (existsSync(POLICY)) return work();
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    rmSync(POLICY, { force: true });
  }
}
