import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { poll, startServer } from '../../tools/servers/process.ts';
import { identify, isRunning, type ProcessIdentity } from '../../tools/servers/process-identity.ts';
import { reapAbandoned } from '../../tools/servers/run-folder.ts';

const DEADLINE_MS = 60_000;
const isGone = (process: ProcessIdentity) => poll(async () => !isRunning(process), AbortSignal.timeout(DEADLINE_MS));

/** An HTTP server in Node; with `stubborn` one that ignores SIGTERM and has a child in its group. */
const serverCode = (port: number, stubborn = false) => `
  require('node:http').createServer((_, answer) => answer.end('ok')).listen(${port}, '127.0.0.1');
  ${stubborn ? "process.on('SIGTERM', () => {}); console.log('child', require('node:child_process').spawn('sleep', ['600']).pid);" : ''}
`;
const answers = async (port: number, signal: AbortSignal) => (await fetch(`http://127.0.0.1:${port}`, { signal })).ok;

const webServer = {
  name: 'web',
  ports: ['http'] as const,
  command: ({ ports }: { ports: { http: number } }) => ({
    file: process.execPath,
    args: ['-e', serverCode(ports.http)],
  }),
  isReady: ({ ports }: { ports: { http: number } }, signal: AbortSignal) => answers(ports.http, signal),
};

describe('starting a server', () => {
  test('fails at once with the last log lines when the process exits before it is ready', async () => {
    const broken = { ...webServer, command: () => ({ file: 'sh', args: ['-c', 'echo no such flag >&2; exit 3'] }) };
    await expect(startServer({ ...broken, readyWithinMs: 600_000 })).rejects.toThrow(
      /web exited with code 3 before it was ready[\s\S]*web \| no such flag/,
    );
  });

  test('fails with the reason when the program is not there', async () => {
    const missing = { ...webServer, command: () => ({ file: '/nowhere/server', args: [] }) };
    await expect(startServer(missing)).rejects.toThrow(/web could not be started: .*ENOENT/);
  });

  test('ends a server that is not ready within its deadline', async () => {
    let port = 0;
    const isReady = async (place: { ports: { http: number } }) => {
      port = place.ports.http;
      return false;
    };
    const deaf = { ...webServer, isReady };
    await expect(startServer({ ...deaf, readyWithinMs: 300 })).rejects.toThrow('web not ready within 300 ms');
    await expect(answers(port, AbortSignal.timeout(1000))).rejects.toThrow();
  });

  test('can be cancelled while it waits', async () => {
    const cancelled = new AbortController();
    const isReady = async () => {
      cancelled.abort(new Error('cancelled by the user'));
      return false;
    };
    const never = { ...webServer, isReady };
    await expect(startServer({ ...never, signal: cancelled.signal })).rejects.toThrow('cancelled by the user');
  });

  test('tries other ports when somebody else took the chosen one', async () => {
    const occupant: Server = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const taken = (occupant.address() as AddressInfo).port;
    const tried: number[] = [];
    const command = ({ ports }: { ports: { http: number } }) => {
      tried.push(ports.http);
      return { file: process.execPath, args: ['-e', serverCode(tried.length === 1 ? taken : ports.http)] };
    };
    const server = await startServer({ ...webServer, command });
    await server.stop();
    occupant.close();
    expect(new Set(tried).size).toBe(2);
  });

  test('keeps the log, each line with the time and the name of the server, after the stop', async () => {
    const { command } = webServer;
    const talking = (place: { ports: { http: number } }) => {
      const { file, args } = command(place);
      return { file, args: ['-e', `console.log('hello'); ${args[1]}`] };
    };
    const server = await startServer({ ...webServer, command: talking });
    await server.stop();
    expect(readFileSync(server.logFile, 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z web \| hello\n/);
    expect(existsSync(server.folder)).toBe(false);
  });

  test('hands no variable of the caller to the server but those it needs to run', async () => {
    process.env['HTTPS_PROXY'] = 'http://proxy.invalid';
    try {
      const command = ({ ports }: { ports: { http: number } }) => ({
        file: process.execPath,
        args: ['-e', `console.log(Object.keys(process.env).sort().join()); ${serverCode(ports.http)}`],
      });
      const server = await startServer({ ...webServer, command });
      await server.stop();
      expect(readFileSync(server.logFile, 'utf8')).not.toMatch(/proxy/i);
    } finally {
      delete process.env['HTTPS_PROXY'];
    }
  });

  test('stops what ignores SIGTERM, and its children with it', async () => {
    const command = ({ ports }: { ports: { http: number } }) => ({
      file: process.execPath,
      args: ['-e', serverCode(ports.http, true)],
    });
    const server = await startServer({ ...webServer, command, stopWithinMs: 100 });
    let child: ProcessIdentity | undefined;
    // What a server prints comes into its file by way of its guard: later than its first answer, perhaps.
    const isNoted = async () => {
      child = identify(Number(/child (\d+)/.exec(readFileSync(server.logFile, 'utf8'))?.[1]));
      return child !== undefined;
    };
    await poll(isNoted, AbortSignal.timeout(DEADLINE_MS));
    await server.stop();
    expect(await server.exited).toBe('ended by SIGKILL');
    if (child) await isGone(child);
  });
});

describe('a parent that dies', () => {
  let runs: string;
  beforeAll(() => {
    runs = mkdtempSync(join(tmpdir(), 'keep-deploy-orphans-'));
  });
  afterAll(() => rmSync(runs, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

  beforeEach(() => rmSync(join(runs, 'cleaned'), { force: true }));

  /** Another process that starts a server, says which processes that made, and waits. */
  async function startParent(): Promise<{ parent: ChildProcess; server: ProcessIdentity; guard: ProcessIdentity }> {
    const code = `
      import { readdirSync } from 'node:fs';
      const { startServer } = await import(${JSON.stringify(new URL('../../tools/servers/process.ts', import.meta.url).href)});
      const { runFolder } = await import(${JSON.stringify(new URL('../../tools/servers/guard-channel.ts', import.meta.url).href)});
      const server = await startServer({
        name: 'web', ports: ['http'],
        command: ({ ports }) => ({ file: process.execPath, args: ['-e', (${serverCode.toString()})(ports.http)] }),
        isReady: async ({ ports }) => (await fetch('http://127.0.0.1:' + ports.http)).ok,
        cleanup: () => ['touch', ${JSON.stringify(join(runs, 'cleaned'))}],
      });
      const guard = readdirSync(runFolder().path + '/processes').map((name) => /guard-(\\d+)/.exec(name)?.[1]).find(Boolean);
      console.log(JSON.stringify([server.pid, Number(guard)]));
      setInterval(() => {}, 1000);
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
      env: { ...process.env, KEEP_DEPLOY_RUNS: runs },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const [server, guard] = (JSON.parse(line) as number[]).map((pid) => identify(pid));
    if (!server || !guard) throw new Error('the server or its guard did not run');
    return { parent, server, guard };
  }

  test.each(['SIGKILL', 'SIGTERM'] as const)('by %s leaves no server behind', async (signal) => {
    const { parent, server, guard } = await startParent();
    parent.kill(signal);
    await once(parent, 'exit');
    await isGone(server);
    await isGone(guard);
    expect(existsSync(join(runs, 'cleaned'))).toBe(true);
  });

  test('together with its guard leaves a server that the next start ends', async () => {
    const { parent, server, guard } = await startParent();
    // Stopped first, the guard cannot act on its parent's death before it dies itself.
    process.kill(guard.pid, 'SIGSTOP');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    process.kill(guard.pid, 'SIGKILL');
    await isGone(guard);
    expect(isRunning(server)).toBe(true);
    expect(existsSync(join(runs, 'cleaned'))).toBe(false);
    expect(reapAbandoned(runs)).toContain('web');
    await isGone(server);
    expect(existsSync(join(runs, 'cleaned'))).toBe(true);
  });

  test('whose server has ended since does not cost another process its life: ids are used again', () => {
    const own = identify(process.pid);
    const folder = join(runs, 'gone-ABCDEF');
    mkdirSync(join(folder, 'processes'), { recursive: true });
    writeFileSync(join(folder, 'parent.json'), JSON.stringify({ pid: process.pid, started: 'earlier' }));
    writeFileSync(join(folder, 'processes', '1.json'), JSON.stringify({ ...own, started: 'earlier', name: 'web' }));
    expect(reapAbandoned(runs)).toEqual([]);
    expect(existsSync(join(folder, 'processes'))).toBe(false);
  });

  test('is not declared dead while it lives: a second start leaves its servers alone', async () => {
    const { parent, server, guard } = await startParent();
    expect(reapAbandoned(runs)).toEqual([]);
    expect(isRunning(server)).toBe(true);
    parent.kill('SIGKILL');
    await isGone(server);
    // It cleans up after its server, in the folder that is removed next.
    await isGone(guard);
  });
});
