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
  const cluster = { server: 'https://cluster.invalid', 'certificate-authority-data': certificate(authority) };
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
const bundle = (of: string) => `-----BEGIN CERTIFICATE-----\n${of}\n-----END CERTIFICATE-----\n`;
const certificate = (of: string) => inBase64(bundle(of));

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

describe('a kubeconfig that can not be meant', () => {
  interface Written {
    clusters: { cluster: object }[];
    users: { user: object }[];
  }

  test.each([
    ['names a user that it lacks', (it: Written) => it.users.splice(0), /it has no user x, which its context x names/],
    [
      'has a server that is no URL',
      (it: Written) => Object.assign(it.clusters[0]?.cluster ?? {}, { server: 'nonsense' }),
      /its cluster x has the server nonsense: expected a URL such as https:/,
    ],
    [
      'has an authority that is none',
      (it: Written) =>
        Object.assign(it.clusters[0]?.cluster ?? {}, { 'certificate-authority-data': inBase64('s3cret') }),
      /the certificate-authority-data of its cluster x is no certificate/,
    ],
    [
      'has a client certificate that is none',
      (it: Written) => Object.assign(it.users[0]?.user ?? {}, { 'client-certificate-data': inBase64('s3cret') }),
      /the client-certificate-data of its user x is no certificate/,
    ],
  ])('because it %s is refused before anybody is asked', async (_, change, expected) => {
    const path = written('x', 'x', 'of x');
    const config = JSON.parse(readFileSync(path, 'utf8')) as Written;
    change(config);
    writeFileSync(path, JSON.stringify(config));
    const refused = expect(endpointOf([path])).rejects;
    await refused.toThrow(expected);
    await refused.not.toThrow(/s3cret/);
  });
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
    expect((await endpointOf([one, nowhere, two], 'two')).certificateAuthority).toBe(
      digestOf(Buffer.from(bundle('of two'))),
    );
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
    expect(await endpointOf(files)).toMatchObject({
      certificateAuthority: digestOf(Buffer.from(bundle('of the first'))),
    });
  });
});
