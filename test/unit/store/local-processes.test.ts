import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { localProcesses } from '../../../src/store/local-processes.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(script: string): ChildProcess {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

const statusOf = (pid: number | undefined) =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
/** What a lock of that process would say. */
const markOf = (pid: number | undefined) => `${localProcesses.own?.split(' ')[0]} ${pid} ${statusOf(pid)[19]}`;
const becomes = async (pid: number | undefined, state: string) => {
  while (statusOf(pid)[0] !== state) await new Promise((resolve) => setImmediate(resolve));
};

describe('a process of this machine', () => {
  test('that runs, sleeps or is paused is not gone', async () => {
    const { pid } = start('exec sleep 60');
    const mark = markOf(pid);
    expect(localProcesses.isGone(localProcesses.own ?? '')).toBe(false);
    expect(localProcesses.isGone(mark)).toBe(false);
    process.kill(pid ?? 0, 'SIGSTOP');
    await becomes(pid, 'T');
    expect(localProcesses.isGone(mark)).toBe(false);
  });

  test('that was killed is gone', async () => {
    const child = start('exec sleep 60');
    const mark = markOf(child.pid);
    const exit = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await exit;
    expect(localProcesses.isGone(mark)).toBe(true);
  });

  test('that has ended is gone though its parent never asks for its end', async () => {
    const parent = start('sleep 0.2 & echo $!; exec sleep 60');
    const pid = await new Promise<number>((resolve) => parent.stdout?.on('data', (text) => resolve(Number(text))));
    const mark = markOf(pid);
    await becomes(pid, 'Z');
    expect(localProcesses.isGone(mark)).toBe(true);
  });

  test('with the same number, started at another time, is another one', () => {
    const { pid } = start('exec sleep 60');
    expect(localProcesses.isGone(markOf(pid).replace(/\d+$/, '1'))).toBe(true);
  });
});
