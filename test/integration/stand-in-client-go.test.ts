import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { goEnvironment } from '../../tools/servers/go-toolchain.ts';

const folder = join(import.meta.dirname, '../../examples/keep-network/client');

async function run(program: string, ...args: string[]): Promise<string> {
  const done = promisify(execFile)(program, args, { cwd: folder, env: goEnvironment });
  const { stdout, stderr } = await done.catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`${program} ${args.join(' ')} failed:\n${error.stdout}${error.stderr}`);
  });
  return stdout + stderr;
}

describe('the stand-in client in Go', () => {
  test('is formatted as Go formats', async () => {
    expect(await run('gofmt', '-l', '.')).toBe('');
  });

  test('passes its own tests, which `go test` vets first', async () => {
    expect(await run('go', 'test', '-mod=readonly', './...')).toMatch(/^ok\s/m);
  });
});
