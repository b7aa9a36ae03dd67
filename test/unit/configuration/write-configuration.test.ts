import { link, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeConfiguration } from '../../../src/configuration/index.ts';

let base: string;
let workspace: string;
const write = (file: string, text = 'new', isSecret = true) => writeConfiguration(file, text, { isSecret, workspace });
const modeOf = async (file: string) => (await lstat(join(workspace, file))).mode & 0o777;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'keep-deploy-')));
  workspace = join(base, 'workspace');
  await mkdir(workspace);
});
afterEach(() => rm(base, { recursive: true }));

describe('a configuration’s file', () => {
  test.each(['../out.toml', 'a/../../out.toml', '/etc/out.toml', '.', '../workspace-2/out.toml'])(
    'is not written to %s',
    async (file) => {
      await expect(write(file)).rejects.toThrow(`${file} lies outside of the workspace: give a path inside it`);
      expect(await readdir(base)).toEqual(['workspace']);
      expect(await readdir(workspace)).toEqual([]);
    },
  );

  test('is not written through a folder that leads out of the workspace, and no folder is made there', async () => {
    await mkdir(join(base, 'outside'));
    await symlink(join(base, 'outside'), join(workspace, 'way'));
    await expect(write('way/deeper/client.toml')).rejects.toThrow(
      'way/deeper/client.toml leads out of the workspace through the symbolic link way',
    );
    expect(await readdir(join(base, 'outside'))).toEqual([]);
  });

  test('is not written through a symbolic link of its own name, not even inside the workspace', async () => {
    await writeFile(join(workspace, 'victim'), 'old');
    await symlink(join(workspace, 'victim'), join(workspace, 'client.toml'));
    await expect(write('client.toml')).rejects.toThrow('it is a symbolic link');
    expect(await readFile(join(workspace, 'victim'), 'utf8')).toBe('old');
  });

  test('is not written over a folder', async () => {
    await mkdir(join(workspace, 'client.toml'));
    await expect(write('client.toml')).rejects.toThrow('it is not a file');
  });

  test('leaves nothing half-written when it can’t be written', async () => {
    await expect(
      writeConfiguration('client.toml', undefined as unknown as string, { isSecret: true, workspace }),
    ).rejects.toThrow();
    expect(await readdir(workspace)).toEqual([]);
  });

  test('changes only its own name: another name of the old bytes keeps them', async () => {
    await writeFile(join(workspace, 'client.toml'), 'old');
    await link(join(workspace, 'client.toml'), join(workspace, 'other'));
    await write('client.toml');
    expect(await readFile(join(workspace, 'other'), 'utf8')).toBe('old');
  });

  test('is closed to others when it is a secret, also when an open file had its name', async () => {
    await writeFile(join(workspace, 'client.toml'), 'new', { mode: 0o644 });
    expect(await write('client.toml')).toBe('written');
    expect(await modeOf('client.toml')).toBe(0o600);
    expect(await write('open.toml', 'new', false)).toBe('written');
    expect(await modeOf('open.toml')).toBe(0o644 & ~process.umask());
  });

  test('is written once: the same text again changes nothing', async () => {
    expect(await write('deep/er/client.toml')).toBe('written');
    const before = await lstat(join(workspace, 'deep/er/client.toml'));
    expect(await write('deep/er/client.toml')).toBe('unchanged');
    expect((await lstat(join(workspace, 'deep/er/client.toml'))).ino).toBe(before.ino);
    expect(await readdir(join(workspace, 'deep/er'))).toEqual(['client.toml']);
  });
});
