import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostileText, leaksIn } from '../e2e/canaries.ts';
import { type EndedProcess, expectExit } from '../e2e/release-process.ts';
import { until } from '../e2e/release-scene.ts';
import { chainKey, clusterCanaries, digestKey, hostileEvent, marker } from './cluster-canaries.ts';
import { type Version, versions } from './cluster-files.ts';
import { inScene } from './cluster-kill-suites.ts';
import type { ClusterScene } from './cluster-scene.ts';
import type { Suite, Trial } from './trial.ts';

const crashes: Version = { ...versions.bad, name: 'crashes', image: '7', lastBehaves: 'crash-loops' };
const neverReady: Version = { ...versions.bad, name: 'never', image: '8', lastBehaves: 'never-ready' };

function run(scene: ClusterScene, version: Version, args: readonly string[] = []): Promise<EndedProcess> {
  return scene.run(version, { args, env: secretEnvironment(scene) });
}

const secretEnvironment = ({ world }: ClusterScene) => ({
  CHAIN_RPC_URL: `${world.env['CHAIN_RPC_URL']}/?key=${chainKey}`,
  CHAIN_WS_URL: `${world.env['CHAIN_WS_URL']}/?key=${chainKey}`,
  KEEP_DEPLOY_DIGEST_KEY: digestKey,
});

/** Nothing that a run says or stores gives a secret away, and it did say what it was told to. */
function expectHarmless(scene: ClusterScene, ended: EndedProcess, says: string): void {
  const outputs = [...ended.outputs].map(([key, value]) => `${key}=${value}`).join('\n');
  const shown = { output: ended.output, outputs, summary: ended.summary, store: storedTexts(scene) };
  const leaks = Object.entries(shown).flatMap(([where, text]) =>
    leaksIn(text, clusterCanaries).map((leak) => `${where}: ${leak}`),
  );
  if (leaks.length > 0) throw new Error(`secrets were given away: ${leaks.join('; ')}`);
  if (!ended.output.includes(says)) throw new Error(`it doesn't say ${says}:\n${ended.output}`);
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
    expectHarmless(scene, expectExit(await run(scene, crashes), 3), marker);
  }),
  inScene('cluster secrets: what an event says gives none away', async (scene) => {
    const started = await scene.start(neverReady, {
      args: ['--client-timeout', '20s'],
      env: secretEnvironment(scene),
    });
    await until('the pod is there', () => tellEvent(scene, neverReady), 150_000);
    expectHarmless(scene, expectExit(await started.ended, 3), marker);
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
        const ended = await run(scene, versions.v2, ['--roll-timeout', '60s']);
        if (ended.exitCode === 0 || ended.exitCode === null) throw new Error(`it ended with ${ended.exitCode}`);
        expectHarmless(scene, ended, says);
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
