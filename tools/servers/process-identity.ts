import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process id alone is not an identity: ids are used again. Together with the moment the process started it is one. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** The state letter (R, S, Z, …) and start of a process, or undefined when there is none with this id. */
function observe(pid: number): { state: string; started: string } | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is the command in parentheses and may itself hold spaces and parentheses.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return { state: fields[0] ?? '?', started: `${boot}/${fields[19] ?? '?'}` };
    } catch {
      return undefined;
    }
  }
  try {
    const options = { encoding: 'utf8', env: { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' } } as const;
    const line = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], options).trim();
    const space = line.indexOf(' ');
    return { state: line.slice(0, 1), started: line.slice(space).trim() };
  } catch {
    return undefined;
  }
}

export function identify(pid: number): ProcessIdentity | undefined {
  const observed = observe(pid);
  return observed && { pid, started: observed.started };
}

/** Whether exactly this process still runs. A zombie has ended: it only waits for its parent to notice. */
export function isRunning(identity: ProcessIdentity): boolean {
  const observed = observe(identity.pid);
  return observed !== undefined && observed.state !== 'Z' && observed.started === identity.started;
}

/** Kills the process and the group it leads, if it is still the one that was recorded. */
export function killIfSame(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  for (const target of [-identity.pid, identity.pid]) {
    try {
      process.kill(target, signal);
    } catch {
      // It ended in between, or leads no group.
    }
  }
  return true;
}
