/**
 * The guard: a small process between the one that wants servers and the servers. It holds one end of a channel; when the
 * other end closes, however its owner ended (SIGKILL included), it ends every server it started. Run by guard-channel.ts.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { GuardReport, GuardRequest, LaunchOrder } from './guard-channel.ts';
import { identify } from './process-identity.ts';
import { runCleanup, writeRecord } from './run-folder.ts';

const running = new Map<number, { child: ChildProcess; order: LaunchOrder }>();
let isAbandoned = false;

function report(message: GuardReport): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

/** Every line gets the time and the server's name, so that `sort logs/*` tells one story. */
function keepLog(stream: Readable | null, order: LaunchOrder, log: number): Promise<void> {
  if (!stream) return Promise.resolve();
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (line) => writeSync(log, `${new Date().toISOString()} ${order.name} | ${line}\n`));
  return new Promise((resolve) => lines.once('close', resolve));
}

function launch(id: number, order: LaunchOrder): void {
  const log = openSync(order.logFile, 'a');
  // Its own group: Ctrl-C in the terminal does not reach it, and what it starts can be killed with it.
  const child = spawn(order.file, order.args, {
    cwd: order.cwd,
    env: order.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.once('error', (error) => {
    if (child.pid !== undefined) return;
    closeSync(log);
    report({ type: 'exited', id, how: `could not be started: ${error.message}` });
  });
  if (child.pid === undefined) return;
  const identity = identify(child.pid);
  if (identity) {
    writeRecord(order.recordFile, { ...identity, name: order.name, ...(order.cleanup && { cleanup: order.cleanup }) });
  }
  running.set(id, { child, order });
  report({ type: 'started', id, pid: child.pid });
  const logged = Promise.all([keepLog(child.stdout, order, log), keepLog(child.stderr, order, log)]);
  child.once('exit', async (code, signal) => {
    running.delete(id);
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    // Its last words are still in the pipe; a grandchild that left the group may hold that open for ever.
    await Promise.race([logged, new Promise((resolve) => setTimeout(resolve, 500))]);
    runCleanup(order.cleanup);
    rmSync(order.recordFile, { force: true });
    report({ type: 'exited', id, how: signal ? `ended by ${signal}` : `exited with code ${code}` });
    leaveWhenEmpty();
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is empty already.
  }
}

function stop(id: number, graceMs: number): void {
  const entry = running.get(id);
  if (!entry?.child.pid) return;
  const { pid } = entry.child;
  entry.child.kill('SIGTERM');
  // A stopped process (SIGSTOP in a test) takes SIGTERM only once it continues.
  entry.child.kill('SIGCONT');
  setTimeout(() => {
    if (running.has(id)) signalGroup(pid, 'SIGKILL');
  }, graceMs).unref();
}

function leaveWhenEmpty(): void {
  if (isAbandoned && running.size === 0) process.exit(0);
}

process.on('message', (request: GuardRequest) => {
  if (request.type === 'start') launch(request.id, request.order);
  else if (request.type === 'stop') stop(request.id, request.graceMs);
  else running.get(request.id)?.child.kill(request.signal);
});

function abandon(): void {
  isAbandoned = true;
  for (const { child } of running.values()) if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  leaveWhenEmpty();
}
process.once('disconnect', abandon);
process.on('SIGTERM', abandon);
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
if (!process.connected) abandon();
