import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openCluster } from '../../../../src/cluster/index.ts';
import { digestOf } from '../../../../src/values/index.ts';
import { recordingLog } from '../recording-log.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-kubeconfig-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A kubeconfig with a cluster, a user and a context of these names; the authority tells two clusters of one name apart. */
function written(file: string, name: string, authority: string, isCurrent = true): string {
  const path = join(folder, file);
  const cluster = { server: 'https://cluster.invalid', 'certificate-authority-data': inBase64(authority) };
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', clusters: [{ name, cluster }] },
    users: [{ name, user: { token: 'a token' } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    ...(isCurrent && { 'current-context': name }),
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

const inBase64 = (text: string) => Buffer.from(text).toString('base64');

async function endpointOf(files: readonly string[], context?: string) {
  const environment = { KUBECONFIG: files.join(delimiter) };
  const { signal } = new AbortController();
  return (await openCluster({ settings: { context }, environment, signal, log: recordingLog().log })).endpoint;
}

describe('a kubeconfig that leads to no cluster', () => {
  test('because its current context is none says which it has', async () => {
    await expect(endpointOf([written('a', 'a', 'of a', false), written('b', 'b', 'of b', false)])).rejects.toThrow(
      /no current context; it has a, b\. Correct cluster\.context/,
    );
    await expect(endpointOf([written('a', 'a', 'of a')], 'b')).rejects.toThrow(/no context b; it has a\. Correct/);
  });

  test('because its context names one that it lacks says which', async () => {
    const path = written('lost', 'lost', 'of lost');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), clusters: [] }));
    await expect(endpointOf([path])).rejects.toThrow(/no cluster lost, which its context lost names\. Correct/);
  });
});

test('a kubeconfig whose context names a user that it lacks asks nobody as nobody', async () => {
  const path = written('userless', 'userless', 'of userless');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), users: [] }));
  await expect(endpointOf([path])).rejects.toThrow(/no user userless, which its context userless names/);
});

describe('a kubeconfig of several files', () => {
  test('that are not there at all is refused', async () => {
    await expect(endpointOf([join(folder, 'nowhere'), join(folder, 'elsewhere')])).rejects.toThrow(
      /nowhere: the kubeconfig can't be read: there is no such file; correct it or \$KUBECONFIG/,
    );
  });

  test('of which one is not there is the others', async () => {
    const [one, two] = [written('one', 'one', 'of one'), written('two', 'two', 'of two')];
    const nowhere = join(folder, 'nowhere');
    expect((await endpointOf([nowhere, one, two])).context).toBe('one');
    expect((await endpointOf([one, nowhere, two], 'two')).certificateAuthority).toBe(digestOf(Buffer.from('of two')));
  });

  test.each([
    ['is no YAML', 'clusters:\n- name: "s3cret\n', /broken:3: the kubeconfig can't be read: this is not valid YAML/],
    ['is empty', '', /broken: the kubeconfig can't be read: expected clusters, users and contexts/],
  ])('of which one %s is told by its name, and nothing of what it holds', async (_, text, expected) => {
    const broken = join(folder, 'broken');
    writeFileSync(broken, text);
    const refused = expect(endpointOf([written('one', 'one', 'of one'), broken])).rejects;
    await refused.toThrow(expected);
    await refused.not.toThrow(/s3cret/);
  });

  test('leads to the first context that is set, as kubectl has it', async () => {
    const files = [written('a', 'a', 'of a', false), written('b', 'b', 'of b'), written('c', 'c', 'of c')];
    expect((await endpointOf(files)).context).toBe('b');
  });

  test('that name the same cluster leads to the first of it', async () => {
    const files = [written('first', 'same', 'of the first'), written('second', 'same', 'of the second')];
    expect(await endpointOf(files)).toMatchObject({ certificateAuthority: digestOf(Buffer.from('of the first')) });
  });
});
