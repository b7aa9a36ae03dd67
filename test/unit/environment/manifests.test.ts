import { describe, expect, test } from '@jest/globals';
import { readEnvironment } from '../../../src/environment/index.ts';
import { type Change, changedFiles, findingsOf, read } from './example-files.ts';

const second = '  keep-client-1:\n    role: standard\n';
const forSecond = (path: string): Change => ['clients.yml', second, `${second}    manifest: ${path}\n`];
const noneForAll: Change = ['clients.yml', 'manifest: keep-client.yml\n', ''];
const named = (text: string, name: string) => text.replaceAll('metadata: {}', `metadata: { name: ${name} }`);

/** Reads with folders, as a workspace has them. */
async function readWithFolders(given: { readonly [path: string]: string | undefined }) {
  return readEnvironment({
    readFile: async (path) => {
      const text = given[path];
      if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
      return text;
    },
    listFolder: async (path) => {
      const below = Object.keys(given).filter((file) => file.startsWith(`${path}/`));
      return below.length === 0 ? undefined : below.map((file) => file.slice(path.length + 1)).sort();
    },
    file: 'deploy/keep-deploy.yml',
    environment: 'keep-test',
    needs: ['clients', 'cluster'],
  });
}

/** The files with the manifest in a folder, in two parts. */
function inFolder(extra: { readonly [file: string]: string } = {}) {
  const { 'deploy/keep-client.yml': text = '', ...files } = changedFiles([
    ['clients.yml', 'manifest: keep-client.yml', 'manifest: [k8s, more.yml]'],
  ]);
  const [service = '', workload = ''] = text.split('---\n');
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: network }\n';
  return { ...files, 'deploy/k8s/a.yml': service, 'deploy/k8s/b.yaml': workload, 'deploy/more.yml': map, ...extra };
}

describe('the manifests that clients.yml names', () => {
  test.each<[string, readonly Change[], readonly string[]]>([
    [
      'none at all',
      [noneForAll],
      ['clients.yml:1:1: the key "manifest" is missing: paths of manifests, relative to this file'],
    ],
    [
      'none for one of two',
      [
        noneForAll,
        forSecond('keep-client.yml'),
        ['keep-client.yml', 'metadata: {}', 'metadata: { name: keep-client-1 }'],
        ['keep-client.yml', 'metadata: {}', 'metadata: { name: keep-client-1 }'],
      ],
      [
        'clients.yml:19:3: keep-client-0 has no key "manifest", and there is none for all clients: paths of manifests, relative to this file',
      ],
    ],
    ['one that is not there', [forSecond('gone.yml')], ['clients.yml:27:5: deploy/gone.yml: there is no such file']],
    [
      'a list without any',
      [['clients.yml', 'manifest: keep-client.yml', 'manifest: []']],
      ['clients.yml:1:1: expected at least one path, found an empty list'],
    ],
    [
      'one without the Service that its peers dial',
      [
        ['keep-client.yml', 'metadata: {}', 'metadata: { name: beacon }'],
        ['keep-client.yml', 'metadata: {}', 'metadata: { name: keep-client }'],
      ],
      [
        'clients.yml:1:1: keep-client-0 is dialled by others at keep-client-0.keep-test.svc, but its manifest has no Service keep-client-0: add a headless one',
      ],
    ],
  ])('%s', async (_, changes, findings) => {
    expect(await findingsOf(read(changedFiles(changes)))).toEqual(findings);
  });

  test('may be folders and files in one list, and nothing else of a folder is read', async () => {
    const { clients } = await readWithFolders(inFolder({ 'deploy/k8s/notes.md': '# notes' }));
    expect(clients.manifest).toMatchObject({
      template: { workload: { file: 'deploy/k8s/b.yaml' }, beside: [{ file: 'deploy/k8s/a.yml' }] },
      shared: [{ file: 'deploy/more.yml' }],
    });
  });

  test.each([
    [
      'deploy/k8s/kustomization.yaml',
      /^clients\.yml:1:12: deploy\/k8s holds kustomization\.yaml: give what `kubectl kustomize`/,
    ],
    ['deploy/k8s/Chart.yaml', /^clients\.yml:1:12: deploy\/k8s holds Chart\.yaml: give what `helm template`/],
  ])('is not what %s makes manifests of', async (file, message) => {
    expect(await findingsOf(readWithFolders(inFolder({ [file]: '' })))).toEqual([expect.stringMatching(message)]);
  });

  test('may be one client’s own, with names as written', async () => {
    const files = changedFiles([forSecond('mine.yml')]);
    const mine = named(files['deploy/keep-client.yml'] ?? '', 'mine');
    const { clients } = await read({ ...files, 'deploy/mine.yml': mine });
    expect(clients.manifest).toMatchObject({
      template: { name: undefined },
      own: { 'keep-client-1': { name: 'mine', workload: { file: 'deploy/mine.yml' } } },
    });
  });
});

describe('a role', () => {
  const withRoles = (roles: string): readonly Change[] => [
    ['clients.yml', 'roles: [bootstrap, standard]', `roles: ${roles}`],
  ];

  test.each([
    ['[bootstrap, { name: standard, voters: yes }]', 'clients.yml:18:39: expected true or false, found "yes"'],
    ['[bootstrap, { name: standard, voter: true }]', 'clients.yml:18:31: unknown key "voter": did you mean "voters"?'],
    ['[bootstrap, { voters: true }, standard]', 'clients.yml:18:20: the key "name" is missing: the name of the role'],
    ['[bootstrap, standard, 7]', 'clients.yml:18:31: expected a role, or { name: ROLE, voters: true }, found 7'],
    ['[bootstrap, standard, { name: standard }]', 'clients.yml:18:31: the role "standard" is listed twice'],
  ])('written as %s is refused', async (roles, finding) => {
    const [first] = await findingsOf(read(changedFiles(withRoles(roles))));
    expect(first?.replace(/:\d+: /, ': ')).toBe(finding.replace(/:\d+: /, ': '));
  });

  test('may say that its clients decide by majority', async () => {
    const { clients } = await read(changedFiles(withRoles('[bootstrap, { name: standard, voters: true }]')));
    expect(clients).toMatchObject({ roles: ['bootstrap', 'standard'], voters: ['standard'] });
  });
});

test.each([
  ['registry.invalid/keep-client:v1.3.0', []],
  [`registry.invalid/keep-client@sha256:${'a'.repeat(64)}`, []],
  ['keep client', [expect.stringMatching(/^clients\.yml:3:1: expected an image/)]],
  ['keep-client@sha256:short', [expect.stringMatching(/^clients\.yml:3:1: expected an image/)]],
])('an image is named by tag or by digest: %s', async (image, findings) => {
  const changes: readonly Change[] = [['clients.yml', 'container: client\n', `container: client\nimage: ${image}\n`]];
  expect(await findingsOf(read(changedFiles(changes)))).toEqual(findings);
});
