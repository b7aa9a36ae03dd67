import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EndedProcess, expectExit } from './release-process.ts';
import { openStage, type RunChanges, type Scene, type Stage, until } from './release-scene.ts';
import { startTagRegistry, type TagRegistry } from './tag-registry.ts';

const nothing = { transactions: 0, clusterWrites: 0, podsCreated: 0, storeWrites: 0 };
const release = ['release', '--smoke-timeout', '5s'];
const login = 'puller:correct-horse-battery';
const byDigest = `registry.invalid/keep/by-digest:v7@sha256:${'e'.repeat(64)}`;
const tags = ['keep/client:v1', 'keep/exporter:2', 'keep/wait:1'] as const;
const askedOnce = tags.map((tag) => `HEAD ${tag.replace(':', ' ')}`);
const config = (wanted: string) => ({ config: { digest: `sha256:${wanted.repeat(64)}` } });

let stage: Stage;
let scene: Scene;
let registry: TagRegistry;
let clients: readonly string[];

beforeAll(async () => {
  stage = await openStage();
  scene = await stage.openScene('by-tag');
  registry = await startTagRegistry(login);
  const change = (file: string, from: string, to: string) => {
    const text = readFileSync(join(scene.workspace, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(scene.workspace, file), text.replace(from, to));
  };
  change('clients.yml', 'container: client\n', `container: client\nimage: ${registry.host}/keep/client:v1\n`);
  change(
    'keep-client.yml',
    '      containers:\n',
    `      initContainers:
        - { name: wait, image: "${registry.host}/keep/wait:1" }
        - { name: wait-again, image: "${registry.host}/keep/wait:1" }
      containers:
        - { name: exporter, image: "${registry.host}/keep/exporter:2" }
        - { name: by-digest, image: "${byDigest}" }
`,
  );
  clients = [...readFileSync(join(scene.workspace, 'clients.yml'), 'utf8').matchAll(/^ {2}(keep-client-\d+):/gm)].map(
    ([, name = '']) => name,
  );
});
afterAll(async () => {
  await registry?.stop();
  await stage?.stop();
});

function command(args: readonly string[], changes: RunChanges = {}): Promise<EndedProcess> {
  return scene.run(args, changes);
}

/** @returns docker's folder, in the home or elsewhere. */
function logIn(as: string, folder = '.docker'): string {
  const auths = { [registry.host]: { auth: Buffer.from(as).toString('base64') } };
  const configFolder = join(scene.workspace, folder);
  mkdirSync(configFolder, { recursive: true });
  writeFileSync(join(configFolder, 'config.json'), JSON.stringify({ auths }));
  return configFolder;
}

function expectNoLogin(output: string, secret: string): void {
  expect(output).not.toContain(secret.slice(secret.indexOf(':') + 1));
  expect(output).not.toContain(Buffer.from(secret).toString('base64'));
}

const lineOf = (file: string, part: string, from = 0): number =>
  readFileSync(join(scene.workspace, file), 'utf8')
    .split('\n')
    .findIndex((line, index) => index >= from && line.includes(part)) + 1;

/** Where the tags stand: one of them twice. */
function places(): readonly string[] {
  const first = lineOf('keep-client.yml', 'keep/wait:1');
  return [
    `clients.yml:${lineOf('clients.yml', 'keep/client:v1')}:`,
    `keep-client.yml:${first}:`,
    `keep-client.yml:${lineOf('keep-client.yml', 'keep/wait:1', first)}:`,
    `keep-client.yml:${lineOf('keep-client.yml', 'keep/exporter:2')}:`,
  ];
}

interface LivePod {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly containers: readonly { readonly image: string }[];
    readonly initContainers: readonly { readonly image: string }[];
  };
  readonly status: { readonly containerStatuses: readonly { readonly name: string; readonly imageID: string }[] };
}

/** Each distinct set of images that the clients' templates name, with how many have it. */
async function imagesOfClients(): Promise<Readonly<Record<string, number>>> {
  const { body } = await stage.cluster.ask(`/apis/apps/v1/namespaces/${scene.namespace}/statefulsets`);
  const { items } = JSON.parse(body) as { items: { spec: { template: Pick<LivePod, 'spec'> } }[] };
  const sets = items.map(({ spec: { template } }) =>
    [...template.spec.initContainers, ...template.spec.containers].map(({ image }) => image).join(' '),
  );
  return Object.fromEntries([...Map.groupBy(sets, (set) => set)].map(([set, all]) => [set, all.length]));
}

const imagesOf = (client: string, exporter: string, wait: string) => {
  const at = (name: string, digest: string) => `${registry.host}/keep/${name}@${digest}`;
  return [at('wait', wait), at('wait', wait), at('exporter', exporter), byDigest, at('client', client)].join(' ');
};

describe('before the first transaction a release is refused, at every place that names a tag', () => {
  test('that nobody who isn’t logged in may read', async () => {
    const run = expectExit(await command(release), 2);
    for (const place of places()) expect(run.output).toContain(place);
    expect(run.output.match(/^error: .* wants a login, and docker's configuration has none for it/gm)).toHaveLength(4);
    expect(await scene.count()).toEqual(nothing);
  });

  test('that this login may not read', async () => {
    const env = { DOCKER_CONFIG: logIn('puller:wrong-horse-battery', 'docker-of-the-job') };
    const run = expectExit(await command(release, { env }), 2);
    for (const place of places()) expect(run.output).toContain(place);
    expect(run.output).toContain("does not let the login of docker's configuration read keep/client (it answered 403)");
    expectNoLogin(run.output, 'puller:wrong-horse-battery');
    expect(await scene.count()).toEqual(nothing);
  });

  test.each([['release'], ['roll-deployment', '--mode', 'plan']])(
    'that the registry doesn’t have, in its words without the login that it repeats: %s',
    async (...step) => {
      logIn(login);
      registry.tag('keep/exporter:2', config('1'));
      registry.asked();
      const run = expectExit(await command(step), 2);
      const [client = '', wait = '', again = '', exporter = ''] = places();
      for (const place of [client, wait, again]) expect(run.output).toContain(place);
      expect(run.output).not.toContain(exporter);
      expect(run.output).toContain(
        `has no keep/client:v1 (MANIFEST_UNKNOWN: no such manifest for ***): push the image first`,
      );
      expectNoLogin(run.output, login);
      expect(run.output).toContain('nothing was written');
      expect(await scene.count()).toEqual(nothing);
    },
  );
});

describe('a release by tag', () => {
  let first: { readonly release: string; readonly images: string };
  /** The clients alone, once the contracts are there. */
  let roll: readonly string[];
  let moved: string;
  let digests: Record<(typeof tags)[number], string>;

  beforeAll(() => {
    logIn(login);
    const [client, exporter, wait] = tags.map((tag, index) => registry.tag(tag, config(String(index))));
    digests = { 'keep/client:v1': client ?? '', 'keep/exporter:2': exporter ?? '', 'keep/wait:1': wait ?? '' };
    registry.asked();
  });

  test('is planned with what its tags mean, and writes nothing', async () => {
    const plan = expectExit(await command([...release, '--mode', 'plan']), 0);
    for (const tag of tags) expect(plan.output).toContain(`${registry.host}/${tag} is ${digests[tag]}`);
    expect(plan.output).not.toContain('image tag moved');
    expect(registry.asked()).toEqual(askedOnce);
    expect(await scene.count()).toEqual(nothing);
  });

  test('rolls the digests, asking for each tag once, and for none where there is a digest', async () => {
    const run = expectExit(await command(release), 0);
    expect(registry.asked()).toEqual(askedOnce);
    const images = imagesOf(digests['keep/client:v1'], digests['keep/exporter:2'], digests['keep/wait:1']);
    expect(await imagesOfClients()).toEqual({ [images]: clients.length });
    first = { release: run.outputs.get('release') ?? '', images };
    roll = ['roll-deployment', '--configurations', run.outputs.get('configurations') ?? ''];
  });

  test('that is already out changes nothing while its tags mean the same', async () => {
    const before = await scene.count();
    const run = expectExit(await command(roll), 0);
    expect(Object.fromEntries(run.outputs)).toMatchObject({ changed: 'false', writes: '0', release: first.release });
    expect(await scene.count()).toEqual(before);
  });

  test('stays as it is where a node names another digest of the same image', async () => {
    const [client = ''] = clients;
    const renamed = registry.tag('keep/client:other', { ...config('0'), annotations: { built: 'again' } });
    expect(renamed).not.toBe(digests['keep/client:v1']);
    await nameImage(`${client}-0`, `${registry.host}/keep/client@${renamed}`);
    registry.asked();
    const plan = expectExit(await command([...roll, '--mode', 'plan']), 0);
    expect(plan.output).toContain(`${client}: unchanged`);
    expect(registry.asked()).toEqual(expect.arrayContaining([`GET keep/client ${renamed}`]));
  });

  test('isn’t proved where a node names another image', async () => {
    const [client = ''] = clients;
    const other = registry.tag('keep/client:other', config('f'));
    await nameImage(`${client}-0`, `${registry.host}/keep/client@${other}`);
    const plan = expectExit(await command([...roll, '--mode', 'plan']), 0);
    expect(plan.output).toContain(
      `${client}: prove: written before, but not proved: pod ${client}-0 runs another image`,
    );
    await nameImage(`${client}-0`, `${registry.host}/keep/client@${digests['keep/client:v1']}`);
  });

  test('is another one once a tag was moved, and the plan says so', async () => {
    moved = registry.tag('keep/exporter:2', config('9'));
    const before = await scene.count();
    const plan = expectExit(await command([...roll, '--mode', 'plan']), 0);
    expect(plan.output).toContain(
      `${registry.host}/keep/exporter:2 is ${moved}; image tag moved: it was ${digests['keep/exporter:2']}`,
    );
    for (const client of clients) expect(plan.output).toContain(`${client}: update: the image changed`);
    expect(await scene.count()).toEqual(before);
  });

  test('whose tag was moved is rolled to what it means now', async () => {
    const run = expectExit(await command(roll), 0);
    expect(run.output).toContain('image tag moved');
    const images = imagesOf(digests['keep/client:v1'], moved, digests['keep/wait:1']);
    expect(await imagesOfClients()).toEqual({ [images]: clients.length });
    expect(run.outputs.get('release')).not.toBe(first.release);
  });

  test('is gone back to by what its tags meant, and no registry is asked', async () => {
    registry.asked();
    expectExit(await command(['roll-deployment', '--release', first.release]), 0);
    expect(registry.asked()).toEqual([]);
    expect(await imagesOfClients()).toEqual({ [first.images]: clients.length });
  });

  test('is refused where the registry does not answer, with what can be done without it', async () => {
    await registry.stop();
    const before = await scene.count();
    const run = expectExit(await command(roll), 2);
    for (const place of places()) expect(run.output).toContain(place);
    expect(run.output).toContain('an image by digest (name@sha256:…) is taken as it is, and no registry is asked');
    expect(await scene.count()).toEqual(before);
  });
});

/** As a kubelet would report it. */
async function nameImage(pod: string, imageID: string): Promise<void> {
  const path = `/api/v1/namespaces/${scene.namespace}/pods/${pod}`;
  // Whoever else writes to the pod meanwhile: then once more.
  await until(`${pod} says ${imageID}`, async () => {
    const { status, ...rest } = JSON.parse((await stage.cluster.ask(path)).body) as LivePod;
    const containerStatuses = status.containerStatuses.map((each) =>
      each.name === 'client' ? { ...each, imageID } : each,
    );
    const json = { ...rest, status: { ...status, containerStatuses } };
    return (await stage.cluster.ask(`${path}/status`, { method: 'PUT', json })).status === 200;
  });
}
