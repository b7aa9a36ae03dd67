import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { holdBuildLock } from '../../../tools/servers/build-lock.ts';

const binaries = new URL('../../../tools/servers/binaries.ts', import.meta.url).href;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-building-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A `go` that builds in no time: it notes that it was called and writes what -o asks for, or fails. */
function fakeGo(version: string, build: string): { path: string; builds: () => number } {
  const path = mkdtempSync(join(folder, 'go-'));
  const script = `#!/bin/sh
if [ "$1" = env ]; then printf '${version}\\nlinux\\namd64\\n'; exit 0; fi
echo build >> '${path}/builds'
while [ "$1" != -o ]; do shift; done
${build}
`;
  writeFileSync(join(path, 'go'), script);
  chmodSync(join(path, 'go'), 0o755);
  const log = join(path, 'builds');
  return { path, builds: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0) };
}

const ensureCode = `
  const { ensureBinaries } = await import(${JSON.stringify(binaries)});
  const files = await ensureBinaries(['actionlint'], (line) => console.error(line));
  console.log(files.actionlint);
`;
const environment = (go: string, cache: string) => ({
  PATH: [go, process.env['PATH']].join(delimiter),
  HOME: folder,
  KEEP_DEPLOY_CACHE: cache,
});
const ensure = (go: string, cache: string) =>
  promisify(execFile)(process.execPath, ['--input-type=module', '-e', ensureCode], { env: environment(go, cache) });

describe('building', () => {
  test('that fails shows what Go printed last and leaves nothing to be taken for finished', async () => {
    const cache = join(folder, 'failing');
    const go = fakeGo('go1.26.1', 'echo "undefined: thing" >&2; exit 1');
    await expect(ensure(go.path, cache)).rejects.toThrow(/building actionlint failed[\s\S]*undefined: thing/);
    expect(readdirSync(join(cache, 'bin'))).toEqual([]);
  });

  test('with a Go that is too old says which is needed and which was found', async () => {
    const go = fakeGo('go1.24.2', 'exit 1');
    await expect(ensure(go.path, join(folder, 'old'))).rejects.toThrow(/Go 1\.26 or newer is needed.*found go1\.24\.2/);
  });

  test('without Go says so', async () => {
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', ensureCode], {
      env: { PATH: join(folder, 'nothing'), HOME: folder },
    });
    await expect(run).rejects.toThrow(/Go 1\.26 or newer is needed.*no `go` on PATH/);
  });

  test('happens once: the second time the program is there', async () => {
    const cache = join(folder, 'once');
    const go = fakeGo('go1.26.1', 'echo program > "$2"');
    const first = await ensure(go.path, cache);
    const second = await ensure(go.path, cache);
    expect(go.builds()).toBe(1);
    expect(first.stderr).toContain('actionlint (1 of 1): building, usually 5 s');
    expect(second).toEqual({ stdout: first.stdout, stderr: '' });
    expect(readFileSync(first.stdout.trim(), 'utf8')).toBe('program\n');
  });

  test('happens again under another Go', async () => {
    const cache = join(folder, 'upgraded');
    const older = fakeGo('go1.26.1', 'echo program > "$2"');
    const newer = fakeGo('go1.26.2', 'echo program > "$2"');
    expect((await ensure(older.path, cache)).stdout).not.toBe((await ensure(newer.path, cache)).stdout);
  });

  test('by two processes at once is done by one, and both get the program', async () => {
    const cache = join(folder, 'twice');
    // The build lasts until the other process has said that it waits.
    const go = fakeGo('go1.26.1', `until [ -e '${folder}/waiting' ]; do sleep 0.02; done; echo program > "$2"`);
    const outputs = await Promise.all([0, 1].map(() => ensureUntilWaiting(go.path, cache)));
    expect(go.builds()).toBe(1);
    expect(new Set(outputs).size).toBe(1);
    expect(existsSync(outputs[0] ?? '')).toBe(true);
  });

  async function ensureUntilWaiting(go: string, cache: string): Promise<string> {
    const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', ensureCode], {
      env: environment(go, cache),
    });
    let output = '';
    child.stdout?.on('data', (text) => {
      output += text;
    });
    child.stderr?.on('data', (text) => {
      if (String(text).includes('another process builds it')) writeFileSync(join(folder, 'waiting'), '');
    });
    await once(child, 'close');
    return output.trim();
  }
});

test('a lock whose holder died is passed over', async () => {
  mkdirSync(join(folder, 'locks'));
  const lock = join(folder, 'locks', 'dead.lock');
  const code = `
    const { holdBuildLock } = await import(${JSON.stringify(new URL('./build-lock.ts', binaries).href)});
    await holdBuildLock(${JSON.stringify(lock)}, () => {});
    process.kill(process.pid, 'SIGKILL');
  `;
  expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', code])).toThrow();
  expect(existsSync(lock)).toBe(true);
  const release = await holdBuildLock(lock, () => {});
  release();
  expect(existsSync(lock)).toBe(false);
});
