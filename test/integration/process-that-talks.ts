import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** A process of a test that says what it does, line by line. */
export interface TalkingProcess {
  readonly child: ChildProcess;
  /** Resolves when it has said this; rejects when it ends without. */
  says(what: string | RegExp): Promise<void>;
  /** How it ended: its code, or the signal that killed it. */
  readonly exit: Promise<string | number | null>;
  printed(): string;
}

/** Runs a file of this folder with its task as the only argument. */
export function startTalking(file: string, task: object): TalkingProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    changed();
  });
  const exit = new Promise<string | number | null>((resolve) => {
    child.on('close', (code, killedBy) => {
      resolve(killedBy ?? code);
      changed();
    });
  });
  const says = (what: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        const isSaid = typeof what === 'string' ? printed.split('\n').includes(what) : what.test(printed);
        if (!isSaid && child.exitCode === null && child.signalCode === null) return;
        listeners.delete(look);
        if (isSaid) resolve();
        else reject(new Error(`it ended without saying ${what}: ${printed}`));
      };
      listeners.add(look);
      look();
    });
  return { child, says, exit, printed: () => printed };
}
