import { spawn } from 'node:child_process';

export interface TimedProcess {
  readonly startedMs: number;
  readonly ms: number;
  /** Undefined when it was ended because it took too long. */
  readonly exitCode: number | undefined;
  /** The end of what it printed. */
  readonly output: string;
}

/** Runs a program with only these variables, and measures from before its start until it has exited. */
export function timeProcess(
  file: string,
  args: readonly string[],
  { cwd, env, withinMs }: { cwd: string; env: Readonly<Record<string, string>>; withinMs: number },
): Promise<TimedProcess> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const startedMs = performance.now();
    const child = spawn(file, args, {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    let endedMs = 0;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, withinMs);
    child.once('error', reject);
    child.once('exit', () => {
      endedMs = performance.now();
      clearTimeout(timer);
    });
    child.once('close', (code) => {
      const output = Buffer.concat(chunks).toString('utf8').slice(-4000);
      resolve({ startedMs, ms: endedMs - startedMs, exitCode: isLate || code === null ? undefined : code, output });
    });
  });
}
