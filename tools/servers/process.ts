import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from './free-port.ts';
import { type Launched, launch, runFolder } from './guard-channel.ts';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Added to the little every server gets: no proxy variable and no secret of the caller reaches a server by itself. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Where one attempt to start lives: a fresh data folder and fresh free ports, one for each name asked for. */
export interface Place<Port extends string> {
  readonly ports: Readonly<Record<Port, number>>;
  readonly folder: string;
}

export interface ServerOptions<Port extends string> {
  readonly name: string;
  readonly ports: readonly Port[];
  /** Where one that has ended by itself stood, whose ports and data this one has; default a new place. */
  readonly place?: Place<Port>;
  command(place: Place<Port>): Command | Promise<Command>;
  /** Answers whether the server is ready; a rejection means "not yet". */
  isReady(place: Place<Port>, signal: AbortSignal): Promise<boolean>;
  readonly readyWithinMs?: number;
  /** How long SIGTERM may take before SIGKILL. */
  readonly stopWithinMs?: number;
  /** A command to run when the process has ended, however it ended (also by the next start, if nobody was left). */
  readonly cleanup?: (place: Place<Port>) => readonly string[];
  readonly signal?: AbortSignal;
}

export interface RunningServer<Port extends string = string> extends Place<Port> {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves with how it ended. */
  readonly exited: Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL; resolves when it is gone and its data folder is removed. May be called again. */
  stop(): Promise<void>;
}

const PORT_ATTEMPTS = 5;
const ADDRESS_IN_USE = /address (already )?in use|EADDRINUSE|bind.*already.*used/i;
let logNumber = 0;

/** Starts a server and returns when it is ready; fails at once, with its last log lines, when it exits before. */
export async function startServer<Port extends string>(options: ServerOptions<Port>): Promise<RunningServer<Port>> {
  for (let attempt = 1; ; attempt++) {
    const server = await launchAt(options, options.place ?? (await choosePlace(options)));
    try {
      await waitUntilReady(server, options);
      return server;
    } catch (error) {
      const lastLines = tail(server.logFile, 20);
      await server.stop();
      const wasPortTaken = error instanceof ExitedEarly && ADDRESS_IN_USE.test(lastLines);
      if (wasPortTaken && options.place === undefined && attempt < PORT_ATTEMPTS) continue;
      if (options.signal?.aborted) throw options.signal.reason;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${reason}\nlast lines of ${server.logFile}:\n${lastLines || '(empty)'}`, { cause: error });
    }
  }
}

class ExitedEarly extends Error {}

async function choosePlace<Port extends string>(options: ServerOptions<Port>): Promise<Place<Port>> {
  const entries = await Promise.all(options.ports.map(async (name) => [name, await findFreePort()] as const));
  const ports = Object.fromEntries(entries) as Record<Port, number>;
  return { ports, folder: runFolder().makeDataFolder(options.name) };
}

async function launchAt<Port extends string>(
  options: ServerOptions<Port>,
  place: Place<Port>,
): Promise<RunningServer<Port>> {
  const { name } = options;
  const logFile = join(runFolder().logs, `${name}-${++logNumber}.log`);
  const command = await options.command(place);
  const launched = launch({
    name,
    file: command.file,
    args: command.args,
    env: { ...environmentForServers(), ...command.env },
    cwd: place.folder,
    logFile,
    ...(options.cleanup && { cleanup: options.cleanup(place) }),
  });
  const pid = await whileAlive(launched.pid);
  const stop = () => stopLaunched(launched, options.stopWithinMs ?? 5000, place.folder);
  return { ...place, name, pid, logFile, exited: launched.exited, kill: launched.signal, stop };
}

async function stopLaunched(launched: Launched, graceMs: number, folder: string): Promise<void> {
  launched.stop(graceMs);
  await whileAlive(launched.exited);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function waitUntilReady<Port extends string>(
  server: RunningServer<Port>,
  options: ServerOptions<Port>,
): Promise<void> {
  const readyWithinMs = options.readyWithinMs ?? 120_000;
  const over = new AbortController();
  const died = server.exited.then((how) => {
    throw new ExitedEarly(`${server.name} ${how} before it was ready`);
  });
  const ready = poll(() => options.isReady(server, over.signal), over.signal);
  const timer = setTimeout(
    () => over.abort(new Error(`${server.name} not ready within ${readyWithinMs} ms`)),
    readyWithinMs,
  );
  const giveUp = () => over.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', giveUp, { once: true });
  if (options.signal?.aborted) giveUp();
  try {
    await Promise.race([ready, died]);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', giveUp);
    over.abort(new Error('over'));
    ready.catch(() => {});
    died.catch(() => {});
  }
}

/** Asks until the answer is yes or the signal says stop. */
export async function poll(question: () => Promise<boolean>, signal: AbortSignal, everyMs = 40): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if (await question().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** The guard's channel does not keep this program alive (see guard-channel.ts), so a wait on it has to. */
export async function whileAlive<T>(promise: Promise<T>): Promise<T> {
  const keepAlive = setInterval(() => {}, 60_000);
  try {
    return await promise;
  } finally {
    clearInterval(keepAlive);
  }
}

function environmentForServers(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

export function tail(file: string, lines: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
