import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hostileText, leaksIn } from '../e2e/canaries.ts';
import { type EndedProcess, expectExit, type StartedProcess } from '../e2e/release-process.ts';
import { until } from '../e2e/release-scene.ts';
import { chainKey, clusterCanaries, digestKey, hostileEvent, marker } from './cluster-canaries.ts';
import { type Version, versions } from './cluster-files.ts';
import { inScene } from './cluster-kill-suites.ts';
import type { ClusterScene } from './cluster-scene.ts';
import { type Descendant, watchDescendants } from './descendants.ts';
import type { Suite, Trial } from './trial.ts';

const crashes: Version = { ...versions.bad, name: 'crashes', image: '7', lastBehaves: 'crash-loops' };
const neverReady: Version = { ...versions.bad, name: 'never', image: '8', lastBehaves: 'never-ready' };

interface Watched extends EndedProcess {
  /** The programs that it started. */
  readonly started: readonly Descendant[];
}

async function start(
  scene: ClusterScene,
  version: Version,
  args: readonly string[] = [],
): Promise<Omit<StartedProcess, 'ended'> & { readonly ended: Promise<Watched> }> {
  const secrets = {
    CHAIN_RPC_URL: `${scene.world.env['CHAIN_RPC_URL']}/?key=${chainKey}`,
    CHAIN_WS_URL: `${scene.world.env['CHAIN_WS_URL']}/?key=${chainKey}`,
    KEEP_DEPLOY_DIGEST_KEY: digestKey,
  };
  const started = await scene.start(version, { args, env: { ...secrets, ...layOutPrograms(scene) } });
  const descendants = watchDescendants(started.child.pid ?? 0);
  return { ...started, ended: started.ended.then((ended) => ({ ...ended, started: descendants() })) };
}

async function run(scene: ClusterScene, version: Version, args?: readonly string[]): Promise<Watched> {
  return (await start(scene, version, args)).ended;
}

/** What keep-deploy starts in a roll-out, slow enough to be seen: a login plugin of the kubeconfig, and git. */
function layOutPrograms({ world, workspace, faults }: ClusterScene): Readonly<Record<string, string>> {
  const folder = join(workspace, '.programs');
  mkdirSync(folder);
  const write = (name: string, text: string, mode = 0o600) => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode });
    return file;
  };
  const { certificatePem, privateKeyPem } = world.cluster.issueCertificate({
    commonName: 'kubernetes-admin',
    organization: 'system:masters',
  });
  const apiVersion = 'client.authentication.k8s.io/v1';
  const status = { clientCertificateData: certificatePem, clientKeyData: privateKeyPem };
  const credential = write('credential.json', JSON.stringify({ apiVersion, kind: 'ExecCredential', status }));
  write('git', '#!/bin/sh\nsleep 0.3\necho 0123456789012345678901234567890123456789\n', 0o700);
  const command = write('login', `#!/bin/sh\nsleep 0.3\ncat ${credential}\n`, 0o700);
  const own = JSON.parse(readFileSync(faults.kubeconfig, 'utf8')) as { readonly users: readonly { name: string }[] };
  const users = own.users.map(({ name }) => ({
    name,
    user: { exec: { apiVersion, command, interactiveMode: 'Never' } },
  }));
  return {
    PATH: [folder, world.env['PATH']].join(delimiter),
    KUBECONFIG: write('kubeconfig', JSON.stringify({ ...own, users })),
  };
}

/** Nothing that a run says, stores or starts gives a secret away, and it did say what it was told to. */
function expectHarmless(scene: ClusterScene, ended: Watched, exitCode: number | 'red', says: string): void {
  if (exitCode !== 'red') expectExit(ended, exitCode);
  else if (ended.exitCode === 0 || ended.exitCode === null) throw new Error(`it ended with ${ended.exitCode}`);
  const outputs = [...ended.outputs].map(([key, value]) => `${key}=${value}`).join('\n');
  const shown = {
    ...{ output: ended.output, outputs, summary: ended.summary, store: storedTexts(scene) },
    'arguments of a child': ended.started.map(({ commandLine }) => commandLine).join('\n'),
    'environment of a child': ended.started.map(({ environment }) => environment).join('\n'),
  };
  const secrets = { ...clusterCanaries, ownKey: scene.world.env['CONTRACT_OWNER_PRIVATE_KEY'] ?? '' };
  const leaks = Object.entries(shown).flatMap(([where, text]) =>
    leaksIn(text, secrets).map((leak) => `${where}: ${leak}`),
  );
  if (leaks.length > 0) throw new Error(`secrets were given away: ${leaks.join('; ')}`);
  if (!ended.output.includes(says)) throw new Error(`it doesn't say ${says}:\n${ended.output}`);
  for (const program of ['login', 'git'])
    if (!ended.started.some(({ commandLine }) => commandLine.includes(`/.programs/${program}`)))
      throw new Error(`nobody saw it start ${program}:\n${ended.output}`);
}

function storedTexts({ workspace }: ClusterScene): string {
  const store = join(workspace, 'store');
  return readdirSync(store, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

const trials: readonly Trial[] = [
  inScene('cluster secrets: what a crashing pod logs gives none away', async (scene) => {
    expectHarmless(scene, await run(scene, crashes), 3, marker);
  }),
  inScene('cluster secrets: what an event says gives none away', async (scene) => {
    const started = await start(scene, neverReady, ['--client-timeout', '20s']);
    await until('the pod is there', () => tellEvent(scene, neverReady), 150_000);
    expectHarmless(scene, await started.ended, 3, marker);
  }),
  ...[
    { status: 403, match: { verb: 'patch', resource: 'statefulsets', isDryRun: false } },
    { status: 422, match: { verb: 'patch', resource: 'statefulsets', isDryRun: true } },
    { status: 403, match: { verb: 'list', resource: 'pods' } },
    { status: 500, match: { verb: 'create', resource: 'secrets' }, says: 'answered 500' },
  ].map(({ status, match, says = marker }) =>
    inScene(
      `cluster secrets: what the API server says with ${status} to ${match.verb} gives none away`,
      async (scene) => {
        const message = `${marker} ${hostileText(clusterCanaries)}`;
        const fault = { type: 'answer-instead', status, message } as const;
        scene.faults.plan({ fault, match: match as { verb: 'patch' }, times: 1_000_000 });
        expectHarmless(
          scene,
          await run(scene, versions.v2, ['--client-timeout', '60s', '--roll-timeout', '60s']),
          'red',
          says,
        );
      },
    ),
  ),
];

/** A warning about the pod of the last client, once it is one of this version. */
async function tellEvent(scene: ClusterScene, { image }: Version): Promise<boolean> {
  const pods = `/api/v1/namespaces/${scene.namespace}/pods/keep-client-3-0`;
  const pod = (await scene.read(pods)) as { metadata: { uid: string; name: string } } | undefined;
  if (!JSON.stringify(pod ?? '').includes(image.repeat(64)) || pod === undefined) return false;
  const { namespace, world } = scene;
  const now = new Date(Date.now() + 1_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const json = {
    ...{
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'hostile', namespace },
      type: 'Warning',
      reason: 'Unhealthy',
    },
    message: hostileEvent,
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name: pod.metadata.name, uid: pod.metadata.uid },
    ...{ firstTimestamp: now, lastTimestamp: now, count: 1, source: { component: 'kubelet' } },
  };
  const answer = await world.cluster.ask(`/api/v1/namespaces/${namespace}/events`, { method: 'POST', json });
  if (answer.status !== 201) throw new Error(answer.body);
  return true;
}

/** Secrets planted in what others say. */
export const clusterCanarySuite: Suite = { name: 'cluster secrets', sampleSize: 1, prepare: async () => trials };
