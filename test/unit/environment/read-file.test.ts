import { mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readEnvironment, workspaceFiles } from '../../../src/environment/index.ts';

let base: string;
let workspace: string;

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'keep-deploy-')));
  workspace = join(base, 'workspace');
  await mkdir(join(workspace, 'folder'), { recursive: true });
  await writeFile(join(base, 'outside.yml'), 'canary: 1');
  await symlink(join(base, 'outside.yml'), join(workspace, 'link.yml'));
  await symlink(base, join(workspace, 'way'));
  await writeFile(join(workspace, 'large.yml'), '');
  await truncate(join(workspace, 'large.yml'), 5 * 1024 * 1024);
  await writeFile(join(workspace, 'folder', 'right.yml'), 'a: 1');
});
afterAll(() => rm(base, { recursive: true }));

describe('a file of the workspace', () => {
  test.each([
    ['../outside.yml', /leads out of the workspace/],
    ['link.yml', /leads out of the workspace/],
    ['way/outside.yml', /leads out of the workspace/],
    ['large.yml', /larger than 4 MiB/],
    ['folder', /this is not a file/],
    ['absent.yml', /ENOENT/],
  ])('is not read at %s', async (path, message) => {
    await expect(workspaceFiles(workspace)(path)).rejects.toThrow(message);
  });

  test('outside of it is refused by its name, and its text stays untold', async () => {
    const reading = readEnvironment({
      needs: ['cluster', 'contracts', 'clients'],
      readFile: workspaceFiles(workspace),
      file: 'link.yml',
      environment: 'any',
    });
    await expect(reading).rejects.toThrow('link.yml: the path leads out of the workspace');
    await expect(reading).rejects.not.toThrow(/canary/);
  });

  test('is read, also through a way that comes back', async () => {
    expect(await workspaceFiles(workspace)('way/workspace/folder/right.yml')).toBe('a: 1');
  });
});

test.each([
  ['threshold-network', 'threshold-test'],
  ['keep-network-goerli', 'keep-test'],
])(
  'the example %s has a chain, a store and contracts, and is right without a cluster and clients',
  async (folder, name) => {
    const environment = await readEnvironment({
      needs: ['chain', 'contracts'],
      readFile: workspaceFiles(join(import.meta.dirname, '../../../examples', folder)),
      file: 'keep-deploy.yml',
      environment: name,
    });
    expect(Object.keys(environment.contracts.set.contracts).length).toBeGreaterThan(10);
    expect([environment.cluster, environment.clients]).toEqual([undefined, undefined]);
  },
);

describe('the example of the Keep network', () => {
  test.each(['keep-test', 'keep-second'])('describes %s without a mistake', async (name) => {
    const example = join(import.meta.dirname, '../../../examples');
    const environment = await readEnvironment({
      needs: ['cluster', 'contracts', 'clients'],
      readFile: workspaceFiles(example),
      file: 'keep-network/keep-deploy.yml',
      environment: name,
    });
    expect(environment.warnings).toEqual([]);
    expect(environment.cluster.namespace).toBe(name);
    expect(Object.keys(environment.contracts.set.contracts)).toHaveLength(27);
    expect(environment.clients.clients.map(({ role }) => role)).toEqual([
      ...['bootstrap', 'bootstrap'],
      ...Array.from({ length: 8 }, () => 'standard'),
    ]);
  });
});
