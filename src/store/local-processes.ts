import { readFileSync, readlinkSync } from 'node:fs';

/** Tells whether another process of this machine has ended: its lock need not run out first. */
export interface LocalProcesses {
  /** Names this process; undefined where the system has no way to look. */
  readonly own: string | undefined;
  /** True only when it is certain: a process of another machine, or another container, is never gone. */
  isGone(mark: string): boolean;
}

/** By Linux's /proc: the boot and the process namespace tell whose numbers they are, the start time whether one was given again. */
export const localProcesses: LocalProcesses = {
  own: markOf(process.pid),
  isGone(mark) {
    const [place, pid, start] = mark.split(' ');
    if (place === undefined || place !== placeOfNumbers() || !/^[1-9]\d{0,9}$/.test(pid ?? '')) return false;
    const found = readStatus(Number(pid));
    // Another user's may be hidden, but a signal to it tells.
    return found === undefined ? !exists(Number(pid)) : found.start !== start || found.hasEnded;
  },
};

function markOf(pid: number): string | undefined {
  const place = placeOfNumbers();
  const status = readStatus(pid);
  return place === undefined || status === undefined ? undefined : `${place} ${pid} ${status.start}`;
}

function placeOfNumbers(): string | undefined {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

function readStatus(pid: number): { readonly start: string; readonly hasEnded: boolean } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name may have spaces and parentheses; what follows its end has neither.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state = '', start] = [fields[0], fields[19]];
    return start === undefined ? undefined : { start, hasEnded: state === 'Z' || state === 'X' };
  } catch {
    return undefined;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
