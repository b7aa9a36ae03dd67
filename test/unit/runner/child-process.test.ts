import { describe, expect, test } from '@jest/globals';
import { createLog, createRedactor, terminalSink } from '../../../src/report/index.ts';
import { runChild } from '../../../src/runner/index.ts';
import { poll } from '../../../tools/servers/process.ts';
import { identify, isRunning, type ProcessIdentity } from '../../../tools/servers/process-identity.ts';
import { commandsIn } from '../report/runner-command-parser.ts';

const PATH = process.env['PATH'] ?? '';
const options = {
  folder: process.cwd(),
  environment: { PATH },
  deadlineMs: 30_000,
  signal: new AbortController().signal,
};
const node = (script: string, more: object = {}) => runChild(process.execPath, ['-e', script], { ...options, ...more });

function recordingLog() {
  const printed: string[] = [];
  const redactor = createRedactor();
  redactor.register('CANARY', 'correct-horse-battery');
  return {
    printed,
    log: createLog(
      terminalSink((line) => void printed.push(line), false),
      redactor,
    ),
  };
}

describe('child processes', () => {
  test('a program that isn’t there is named', async () => {
    await expect(runChild('no-such-program', [], options)).rejects.toThrow("no-such-program can't be started");
  });

  test('a child that doesn’t end in time is killed with all its own children', async () => {
    const grandchild = `setInterval(() => {}, 1000)`;
    const script = `process.on('SIGTERM', () => {});
      const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}]);
      console.log(child.pid); setInterval(() => {}, 1000)`;
    let found: ProcessIdentity | undefined;
    const log = createLog(
      terminalSink((line) => {
        found ??= identify(Number(line.split('| ')[1]));
      }, false),
      createRedactor(),
    );
    // Time enough for both to have started.
    await expect(node(script, { deadlineMs: 6_000, log })).rejects.toThrow('did not end within 6000 ms');
    const identity = found;
    if (identity === undefined) throw new Error('it has started no child');
    // Nobody waits for the end of a grandchild.
    await poll(async () => !isRunning(identity), AbortSignal.timeout(60_000));
  });

  test('an abort ends the child and gives the reason back', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled by SIGTERM');
    const { log } = recordingLog();
    const abortAtFirstLine = { ...log, untrusted: () => controller.abort(reason) };
    await expect(
      node('console.log(1); setInterval(() => {}, 1000)', { signal: controller.signal, log: abortAtFirstLine }),
    ).rejects.toBe(reason);
    await expect(node('', { signal: controller.signal })).rejects.toBe(reason);
  });

  test('what it prints in pieces, on both streams, issues no command and hides the canary', async () => {
    const { printed, log } = recordingLog();
    const script = `for (const [stream, text] of [['stdout', '  ::set-output name=a::b\\n##[error]x correct-horse-battery'], ['stderr', 'a\\r::add-mask::x\\n::error::half']])
      for (const piece of text.match(/[^]{1,3}/g)) require('node:fs').writeSync(stream === 'stdout' ? 1 : 2, piece);`;
    const { exitCode } = await node(script, { log });
    expect(exitCode).toBe(0);
    expect(commandsIn(printed.join('\n'))).toEqual([]);
    expect(printed.join('\n')).toContain('## [error]x ***');
    expect(printed.join('\n')).toContain('| ::error::half');
  });

  test('it sees the given environment and no more', async () => {
    const { stdout } = await node('console.log(Object.keys(process.env).join())', { environment: { A: '1' } });
    expect(stdout.trim()).toBe('A');
  });

  test('its exit code and output are the result, whatever they are', async () => {
    expect(await node('console.log(1); console.error(2); process.exitCode = 3')).toEqual({
      exitCode: 3,
      stdout: '1\n',
      stderr: '2\n',
    });
  });
});
