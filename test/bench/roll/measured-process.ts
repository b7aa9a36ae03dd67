import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface MeasuredProcess {
  /** By `performance.now()`. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** Undefined when it was ended because it took too long. */
  readonly exitCode: number | undefined;
  /** Every line it printed, with the moment. */
  readonly lines: readonly { readonly atMs: number; readonly text: string }[];
  /** Of its resident memory; undefined where the system doesn't tell. */
  readonly peakMemoryMiB: number | undefined;
}

export interface ProcessPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly withinMs: number;
}

/** Often enough for a process that lives for a tenth of a second: the system itself keeps the peak until its end. */
const lookEveryMs = 20;

/** Runs a program with only these variables, and watches it from before its start until it has exited. */
export function runMeasured(
  file: string,
  args: readonly string[],
  { cwd, env, withinMs }: ProcessPlace,
): Promise<MeasuredProcess> {
  return new Promise((resolve, reject) => {
    const lines: { atMs: number; text: string }[] = [];
    const startedMs = performance.now();
    const child = spawn(file, args, {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n');
        rest = parts.pop() ?? '';
        const atMs = performance.now();
        lines.push(...parts.map((text) => ({ atMs, text })));
      });
    }
    let peakMemoryMiB: number | undefined;
    const look = setInterval(() => {
      peakMemoryMiB = Math.max(peakMemoryMiB ?? 0, peakOf(child.pid) ?? 0) || undefined;
    }, lookEveryMs);
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
      clearInterval(look);
    });
    child.once('close', (code) => {
      resolve({ startedMs, endedMs, exitCode: isLate || code === null ? undefined : code, lines, peakMemoryMiB });
    });
  });
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}

/** One command after the other, as one; the first that fails is the last. */
export async function runInTurn(
  commands: Iterable<{ readonly file: string; readonly args: readonly string[] }>,
  place: ProcessPlace,
): Promise<MeasuredProcess> {
  const startedMs = performance.now();
  const runs: MeasuredProcess[] = [];
  for (const { file, args } of commands) {
    const leftMs = place.withinMs - (performance.now() - startedMs);
    runs.push(await runMeasured(file, args, { ...place, withinMs: Math.max(1, leftMs) }));
    if (runs.at(-1)?.exitCode !== 0) break;
  }
  const peaks = runs.flatMap(({ peakMemoryMiB }) => peakMemoryMiB ?? []);
  return {
    startedMs,
    endedMs: performance.now(),
    exitCode: runs.at(-1)?.exitCode,
    lines: runs.flatMap(({ lines }) => lines),
    peakMemoryMiB: peaks.length > 0 ? Math.max(...peaks) : undefined,
  };
}
