import {
  askClient,
  type Cluster,
  lookAtNetwork,
  type Manifest,
  openCluster,
  podOfClient,
  workloadIdentity,
} from '../cluster/index.ts';
import { type ContractRecord, checkCode, parseContractRecord } from '../contracts/index.ts';
import type { Environment } from '../environment/index.ts';
import { RemoteError, UserError } from '../report/index.ts';
import { runSmokeTest, type SmokeRelease, type SmokeReport, smokeTable, smokeText } from '../smoke/index.ts';
import { movePointer, readPointer, type Store } from '../store/index.ts';
import type { Digest } from '../values/index.ts';
import { openEnvironmentChain } from './chain-gate.ts';
import { requirePinnedCluster } from './cluster-pin.ts';
import { composeObjects } from './compose-objects.ts';
import { parseConfigurationSet } from './configuration-set.ts';
import { digestKey } from './digest-key.ts';
import { openEnvironment, openEnvironmentStore } from './open-step.ts';
import type { ReleasePorts, StepInputs } from './ports.ts';
import { parseRelease } from './release-record.ts';
import type { SmokeResult } from './smoke-verdict.ts';
import { fetchDocument, pointerName } from './store-layout.ts';
import { resolveRelease } from './wanted-release.ts';

export interface SmokeInputs extends StepInputs {
  /** Absent: the release that was rolled last. */
  readonly release: Digest | undefined;
  readonly timeoutMs: number;
}

/** What a smoke test needs: the release tells the rest. */
type SmokeEnvironment = Environment<'chain' | 'cluster'>;

/** One question to a client's own port. */
export const questionTimeoutMs = 5_000;

/** Checks a release as it runs; when every check passed, `last-good` names it. */
export async function smokeTest(inputs: SmokeInputs, ports: ReleasePorts): Promise<SmokeResult> {
  const { log, signal } = ports;
  const environment = await openEnvironment(inputs, ports, ['chain', 'cluster']);
  const store = await openEnvironmentStore(environment, inputs, ports);
  const latest = await latestRelease(environment, store);
  const digest = inputs.release ?? requireSome(environment, latest);
  const lastGood = pointerName(environment.name, 'last-good');
  const seen = await readPointer(store, lastGood);
  const { contracts, ...network } = await readRelease(environment, store, digest);
  requireRunning(digest, latest);
  const chain = openEnvironmentChain(environment, ports);
  const cluster = await openCluster({ settings: environment.cluster, environment: ports.passedOn, signal, log });
  await requirePinnedCluster(environment, cluster, store, { repin: false, mode: 'plan' });
  const manifest = await requireWorkloads(environment, store, cluster, digest, inputs, ports);
  const { namespace } = environment.cluster;
  const report = await runSmokeTest({
    release: network,
    ports: {
      codeProblems: async () => (await checkCode(chain, contracts, signal)).map(({ message }) => message),
      diagnostics: async ({ name, ports: { diagnostics } }) => {
        const pod = await podOfClient(cluster, namespace, name, workloadIdentity(manifest, name));
        if (pod === undefined) return { kind: 'no-answer', why: 'it has no pod now' };
        const question = { namespace, client: name, pod, port: diagnostics, path: '/diagnostics' };
        return askClient(cluster, { ...question, timeoutMs: questionTimeoutMs });
      },
    },
    deadlineMs: inputs.timeoutMs,
    signal,
    log,
  });
  tell(environment, report, ports);
  const isProof = report.verdict === 'passed' && inputs.mode === 'apply';
  const moved = isProof ? await movePointer(store, lastGood, digest, seen) : 'unchanged';
  if (moved === 'conflict') {
    throw new UserError(`every check passed, but another run has moved ${lastGood} meanwhile: run this one again`);
  }
  return { result: report.verdict, counts: countChecks(report), changed: moved === 'moved' };
}

async function latestRelease(environment: SmokeEnvironment, store: Store): Promise<Digest | undefined> {
  return (await readPointer(store, pointerName(environment.name, 'latest')))?.target;
}

function requireSome(environment: SmokeEnvironment, latest: Digest | undefined): Digest {
  if (latest !== undefined) return latest;
  throw new UserError(
    `${environment.name} has no release yet: run roll-deployment first, or name one with input release`,
  );
}

/** Clients of two releases may be the same accounts: their answers would prove the one that doesn't run. */
function requireRunning(release: Digest, latest: Digest | undefined): void {
  if (release === latest) return;
  throw new UserError(
    `release ${release} is not what runs: ${latest ?? 'none'} was rolled last. Run roll-deployment with input release first.`,
  );
}

/**
 * A release that was broken off leaves some clients of its own behind, and they may answer as well as the others: each
 * workload must be the release's. Without the digest key their secret parts are taken as they are. What somebody changed
 * and wrote back runs as released, whoever the object's books name now.
 * @returns the release's manifests
 */
async function requireWorkloads(
  environment: SmokeEnvironment,
  store: Store,
  cluster: Cluster,
  release: Digest,
  inputs: SmokeInputs,
  ports: ReleasePorts,
): Promise<Manifest> {
  const choice = { ...inputs, mode: 'plan', release, configurations: undefined, image: undefined } as const;
  const wanted = await resolveRelease(environment, store, choice, ports);
  const { namespace } = environment.cluster;
  const objects = await composeObjects(wanted, cluster, namespace, digestKey(ports.secrets, undefined));
  const { clients } = await lookAtNetwork(objects, {
    ...{
      cluster,
      namespace,
      environment: environment.name,
      redact: ports.redact,
      signal: ports.signal,
      log: ports.log,
    },
    digestKey: digestKey(ports.secrets, undefined),
  });
  const others = clients
    .filter(({ objects }) => objects.some(({ action, isBooksOnly }) => action !== 'unchanged' && isBooksOnly !== true))
    .map(({ client, reason }) => `${client} (${reason})`);
  if (others.length === 0) return wanted.manifest;
  throw new UserError(
    `release ${release} is not what runs: ${others.join(', ')}. Run roll-deployment with input release first.`,
  );
}

async function readRelease(
  environment: SmokeEnvironment,
  store: Store,
  digest: Digest,
): Promise<SmokeRelease & { readonly contracts: ContractRecord }> {
  const release = parseRelease(await fetchDocument(store, 'releases', digest));
  if (release.environment !== environment.name) {
    throw new UserError(`input release belongs to environment ${release.environment}, not to ${environment.name}`);
  }
  const contracts = parseContractRecord(await fetchDocument(store, 'contract-records', release.contracts));
  const { recipes } = parseConfigurationSet(await fetchDocument(store, 'configurations', release.configurations));
  const portOf = (client: string): number => {
    const port = recipes.find((recipe) => recipe.client === client)?.tree.Diagnostics?.Port;
    if (port !== undefined) return port;
    throw new UserError(
      `the configuration of ${client} has no Diagnostics.Port: without it nobody can ask the client how it is`,
    );
  };
  const clients = release.clients.map(({ name, role, address, peerId }) => ({
    name,
    role,
    address,
    peerId,
    ports: { diagnostics: portOf(name) },
  }));
  const [bootstrapRole] = release.roles;
  if (bootstrapRole === undefined) throw new RemoteError(`the stored release ${digest} has no role`);
  return { contracts, clients, bootstrapRole };
}

function countChecks({ rows }: SmokeReport): SmokeResult['counts'] {
  const count = (wanted: 'passed' | 'failed' | 'not-possible') => rows.filter(({ result }) => result === wanted).length;
  return { passed: count('passed'), failed: count('failed'), notPossible: count('not-possible') };
}

function tell(environment: SmokeEnvironment, report: SmokeReport, { log, summary }: ReleasePorts): void {
  for (const line of smokeText(report).split('\n')) log.info(line);
  const { headings, rows } = smokeTable(report);
  const severityOf = { passed: 'unchanged', failed: 'failed', 'not-possible': 'warned' } as const;
  summary.add({
    title: `Smoke test of ${environment.name}: ${report.verdict}`,
    severity: report.verdict === 'failed' ? 'failed' : report.verdict === 'incomplete' ? 'warned' : 'unchanged',
    columns: headings,
    rows: rows.map((cells, index) => ({ severity: severityOf[report.rows[index]?.result ?? 'failed'], cells })),
  });
}
