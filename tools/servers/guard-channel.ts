import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { identify } from './process-identity.ts';
import { createRunFolder, type RunFolder, writeRecord } from './run-folder.ts';

export interface LaunchOrder {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logFile: string;
  readonly recordFile: string;
  readonly cleanup?: readonly string[];
}

export type GuardRequest =
  | { readonly type: 'start'; readonly id: number; readonly order: LaunchOrder }
  | { readonly type: 'stop'; readonly id: number; readonly graceMs: number }
  | { readonly type: 'signal'; readonly id: number; readonly signal: NodeJS.Signals };

export type GuardReport =
  | { readonly type: 'started'; readonly id: number; readonly pid: number }
  | { readonly type: 'exited'; readonly id: number; readonly how: string };

/** One process as this side sees it: `pid` fails when it could not be started, `exited` says how it ended. */
export interface Launched {
  readonly pid: Promise<number>;
  readonly exited: Promise<string>;
  stop(graceMs: number): void;
  signal(signal: NodeJS.Signals): void;
}

interface Waiting {
  started(pid: number): void;
  exited(how: string): void;
}

let run: RunFolder | undefined;
let guard: ChildProcess | undefined;
let nextId = 1;
const waiting = new Map<number, Waiting>();

/** This process's run folder; made, and the remains of dead runs reaped, on first use. */
export function runFolder(): RunFolder {
  run ??= createRunFolder();
  return run;
}

export function launch(order: Omit<LaunchOrder, 'recordFile'>): Launched {
  const id = nextId++;
  const recordFile = join(runFolder().path, 'processes', `${id}.json`);
  const pid = Promise.withResolvers<number>();
  const exited = Promise.withResolvers<string>();
  pid.promise.catch(() => {});
  const current = ensureGuard();
  waiting.set(id, {
    started: pid.resolve,
    exited: (how) => {
      pid.reject(new Error(`${order.name} ${how}`));
      exited.resolve(how);
    },
  });
  const send = (request: GuardRequest) => {
    // A failed send means that the guard is gone; its exit reports everything it held as ended.
    if (waiting.has(id)) current.send(request, () => {});
  };
  send({ type: 'start', id, order: { ...order, recordFile } });
  return {
    pid: pid.promise,
    exited: exited.promise,
    stop: (graceMs) => send({ type: 'stop', id, graceMs }),
    signal: (signal) => send({ type: 'signal', id, signal }),
  };
}

function ensureGuard(): ChildProcess {
  if (guard) return guard;
  const child = fork(fileURLToPath(new URL('./guard.ts', import.meta.url)), [], {
    execArgv: [],
    env: { PATH: process.env['PATH'] },
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity)
    writeRecord(join(runFolder().path, 'processes', `guard-${identity.pid}.json`), { ...identity, name: 'guard' });
  child.on('message', (message: GuardReport) => {
    const entry = waiting.get(message.id);
    if (message.type === 'started') entry?.started(message.pid);
    else end(message.id, message.how);
  });
  child.on('error', () => {});
  child.once('exit', (code, signal) => {
    if (guard === child) guard = undefined;
    else return;
    for (const id of [...waiting.keys()]) end(id, `was lost: its guard ended (${signal ?? `code ${code}`})`);
  });
  // Servers that are only there do not keep a program alive: whoever waits for one keeps itself alive.
  child.unref();
  child.channel?.unref();
  guard = child;
  return child;
}

function end(id: number, how: string): void {
  const entry = waiting.get(id);
  waiting.delete(id);
  entry?.exited(how);
  // The last one out: an idle guard would only cost memory, the next server gets a new one.
  if (waiting.size === 0 && guard?.connected) {
    const idle = guard;
    guard = undefined;
    idle.disconnect();
  }
}
