import { readdirSync, readFileSync } from 'node:fs';

/** A program that a process started, or one of its programs did. */
export interface Descendant {
  readonly commandLine: string;
  /** `NAME=value`, one a line. */
  readonly environment: string;
}

const everyMs = 10;

/** Looks again and again (Linux) at what a process starts, as the machine shows it. Call what it returns to end it. */
export function watchDescendants(pid: number): () => readonly Descendant[] {
  const own = read(pid, 'cmdline');
  const seen = new Map<number, Descendant>();
  const look = () => {
    const parents = new Map(running().map((one) => [one, parentOf(one)]));
    const isBelow = (one: number): boolean => {
      const parent = parents.get(one);
      return parent !== undefined && (parent === pid || isBelow(parent));
    };
    for (const one of parents.keys()) {
      if (!isBelow(one)) continue;
      const commandLine = read(one, 'cmdline');
      // Just forked, it still is what started it; ended, it is nothing any more.
      if (commandLine !== own && commandLine !== '') seen.set(one, { commandLine, environment: read(one, 'environ') });
    }
  };
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    return [...seen.values()];
  };
}

function running(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the program's name, in brackets, may have any character. */
function parentOf(pid: number): number | undefined {
  const parent = read(pid, 'stat').split(') ').at(-1)?.split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
}

/** Empty when it is gone. */
function read(pid: number, file: 'cmdline' | 'environ' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1').replaceAll('\0', '\n');
  } catch {
    return '';
  }
}
