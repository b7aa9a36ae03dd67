/**
 * Run when a node's namespaces have ended (see pods-node.sh), by the guard or by the next start: what they could not hold,
 * the bridge and the control groups, is removed by the names that this node alone was given.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

const [bridge = '', cgroup = ''] = process.argv.slice(2);
const CGROUPS = '/sys/fs/cgroup';
const PATIENCE_MS = 8000;

spawnSync('ip', ['link', 'delete', bridge], { stdio: 'ignore' });
const roots = [CGROUPS, ...readdirSync(CGROUPS).map((name) => join(CGROUPS, name))].map((root) => join(root, cgroup));
const deadline = Date.now() + PATIENCE_MS;
// The last processes of the namespaces may still be on their way out.
while (roots.filter((root) => existsSync(root) && !removeGroup(root)).length > 0 && Date.now() < deadline) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
}

/** A group with processes in it can't be removed; those can only be ours. */
function removeGroup(folder: string): boolean {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) removeGroup(join(folder, entry.name));
    }
    for (const pid of readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
      process.kill(Number(pid), 'SIGKILL');
    }
    rmdirSync(folder);
    return true;
  } catch {
    return !existsSync(folder);
  }
}
