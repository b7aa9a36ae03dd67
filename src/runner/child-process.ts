import { type ChildProcess, spawn } from 'node:child_process';
import { type Log, RemoteError } from '../report/index.ts';

export interface ChildOptions {
  readonly folder: string;
  /** All that the child sees: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** When given, what the child prints is logged as foreign text, line by line as it comes. */
  readonly log?: Log;
}

export interface ChildResult {
  readonly exitCode: number;
  /** The last 1 MiB. */
  readonly stdout: string;
  readonly stderr: string;
}

const keptCharacters = 1024 * 1024;
const graceMs = 2000;

/**
 * Runs a program without a shell. Secrets never stand in `args`: every user of the machine can read them.
 * At the deadline or the abort its whole process group is asked to end, and killed 2 s later.
 * @throws RemoteError when it can't be started or didn't end in time; the signal's reason when it was aborted.
 */
export async function runChild(command: string, args: readonly string[], options: ChildOptions): Promise<ChildResult> {
  const { folder, environment, deadlineMs, signal, log } = options;
  signal.throwIfAborted();
  const hasGroup = process.platform !== 'win32';
  const child = spawn(command, [...args], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: hasGroup,
  });
  const stop = stopper(child, hasGroup);
  const deadline = setTimeout(
    stop.because,
    deadlineMs,
    new RemoteError(`${command} did not end within ${deadlineMs} ms`),
  );
  const onAbort = () => stop.because(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const stdout = collect(child.stdout, (text) => log?.untrusted(command, text));
    const stderr = collect(child.stderr, (text) => log?.untrusted(command, text));
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on('error', (cause) => reject(new RemoteError(`${command} can't be started`, { cause })));
      child.on('close', (code) => resolve(code ?? 128));
    });
    if (stop.reason() !== undefined) throw stop.reason();
    return { exitCode, stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', onAbort);
    stop.release();
  }
}

/** Hands on whole lines only: half a line could be the first half of a secret, or hide a command's start. */
function collect(stream: NodeJS.ReadableStream, onLines: (text: string) => void): () => string {
  let kept = '';
  let open = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    kept = (kept + chunk).slice(-keptCharacters);
    open += chunk;
    const end = open.lastIndexOf('\n') + 1;
    if (end > 0) onLines(open.slice(0, end));
    open = open.slice(end);
    if (open.length > keptCharacters) {
      onLines(open);
      open = '';
    }
  });
  stream.on('end', () => {
    if (open !== '') onLines(open);
  });
  return () => kept;
}

function stopper(child: ChildProcess, hasGroup: boolean) {
  let reason: unknown;
  let timer: NodeJS.Timeout | undefined;
  const send = (name: NodeJS.Signals) => {
    try {
      if (hasGroup && child.pid !== undefined) process.kill(-child.pid, name);
      else child.kill(name);
    } catch {
      // It has already ended.
    }
  };
  return {
    because(why: unknown) {
      if (reason !== undefined) return;
      reason = why;
      send('SIGTERM');
      timer = setTimeout(send, graceMs, 'SIGKILL');
    },
    reason: () => reason,
    release: () => clearTimeout(timer),
  };
}
