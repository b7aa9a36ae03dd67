import {
  type Cluster,
  describeFailure,
  observeClients,
  openCluster,
  planRollout,
  type RollOutResult,
  rollOut,
  type Wave,
} from '../cluster/index.ts';
import type { Environment } from '../environment/index.ts';
import { counted, RemoteError, UserError } from '../report/index.ts';
import { movePointer, readPointer, type Store } from '../store/index.ts';
import type { Digest } from '../values/index.ts';
import { codeFindings, openEnvironmentChain } from './chain-gate.ts';
import { clientsSection } from './clients-section.ts';
import { requirePinnedCluster } from './cluster-pin.ts';
import { digestKey } from './digest-key.ts';
import { literalFindings } from './literal-addresses.ts';
import { openEnvironment, openEnvironmentStore } from './open-step.ts';
import { requirePasswords } from './password-gate.ts';
import type { ReleasePorts } from './ports.ts';
import { releaseDigest, releaseDocument } from './release-record.ts';
import { isPublished, pointerName, publish } from './store-layout.ts';
import {
  composeObjects,
  type ReleaseChoice,
  releaseNeeds,
  resolveRelease,
  type WantedRelease,
} from './wanted-release.ts';

export interface RollInputs extends ReleaseChoice {
  /** Accepts another cluster than the first release's. */
  readonly repin: boolean;
  readonly clientTimeoutMs: number;
}

export interface RollResult {
  /** Absent in a plan that would store a new one. */
  readonly release: Digest | undefined;
  /** What the release is made of; absent in a plan that would store it. */
  readonly contracts: Digest | undefined;
  readonly configurations: Digest | undefined;
  readonly changed: boolean;
  /** Requests that wrote to the cluster. */
  readonly writes: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** Leads the clients from what runs to what is wanted. @throws RemoteError when a client doesn't become ready. */
export async function rollDeployment(inputs: RollInputs, ports: ReleasePorts): Promise<RollResult> {
  const { log, signal } = ports;
  const environment = await openEnvironment(inputs, ports, ['chain', 'cluster', ...releaseNeeds(inputs)]);
  const store = await openEnvironmentStore(environment, inputs, ports);
  const wanted = await resolveRelease(environment, store, inputs, ports);
  const { namespace } = environment.cluster;
  const cluster = await openCluster({ settings: environment.cluster, environment: ports.passedOn, signal, log });
  const repinned = await requirePinnedCluster(environment, cluster, store, { ...inputs, mode: 'plan' });
  if (repinned !== undefined) log.warning(repinned);
  const notChecked = await requirePasswords(environment, cluster, wanted.clients);
  if (notChecked !== undefined) log.warning(notChecked);
  const { clients: objects, shared } = await composeObjects(
    wanted,
    cluster,
    namespace,
    digestKey(ports.secrets, undefined),
  );
  if (shared.length > 0) {
    const names = shared.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ');
    throw new UserError(`objects that belong to no client alone are not written yet: apply ${names} yourself`);
  }
  const waves = planRollout(objects, await observeClients(cluster, namespace, objects), wanted.roles);
  const steps = waves.flatMap((wave) => wave.steps);
  await requireCode(environment, wanted, ports);
  if (inputs.mode === 'apply') return await apply({ environment, store, cluster, wanted, waves }, inputs, ports);

  for (const { client, action, reason } of steps) log.info(`${client}: ${action}: ${reason}`);
  const unchanged = steps.filter(({ action }) => action === 'unchanged').length;
  ports.summary.add({
    title: `Clients of ${environment.name}: plan`,
    severity: unchanged === steps.length ? 'unchanged' : 'changed',
    columns: ['client', 'role', 'action', 'why'],
    rows: steps.map(({ client, role, action, reason }) => ({
      severity: action === 'unchanged' ? 'unchanged' : 'changed',
      cells: [client, role, action, reason],
    })),
  });
  const isStored = wanted.release && (await isPublished(store, 'releases', releaseDocument(wanted.release)));
  return {
    release: isStored ? releaseDigest(wanted.release) : undefined,
    contracts: wanted.release?.contracts,
    configurations: wanted.release?.configurations,
    changed: steps.some(({ action }) => action === 'create' || action === 'update'),
    writes: 0,
    updated: steps.length - unchanged,
    unchanged,
  };
}

interface Prepared {
  readonly environment: Environment<'chain' | 'cluster'>;
  readonly store: Store;
  readonly cluster: Cluster;
  readonly wanted: WantedRelease;
  readonly waves: readonly Wave[];
}

async function apply(
  { environment, store, cluster, wanted, waves }: Prepared,
  inputs: RollInputs,
  ports: ReleasePorts,
): Promise<RollResult> {
  const { log, signal } = ports;
  if (wanted.release === undefined) throw new Error('an apply always has its release');
  const pointer = pointerName(environment.name, 'latest');
  const seen = await readPointer(store, pointer);
  await requirePinnedCluster(environment, cluster, store, inputs);
  const document = releaseDocument(wanted.release);
  const release = releaseDigest(wanted.release);
  if (!(await isPublished(store, 'releases', document))) await publish(store, 'releases', document, ports);
  const { namespace } = environment.cluster;
  const result = await rollOut(waves, {
    cluster,
    namespace,
    clientDeadlineMs: inputs.clientTimeoutMs,
    signal,
    log,
    // Again: nothing stands between this look at the chain and the first write to the cluster.
    beforeFirstWrite: () => requireCode(environment, wanted, ports),
  });
  ports.summary.add(clientsSection(environment.name, result));
  requireReady(result);
  if ((await movePointer(store, pointer, release, seen)) === 'conflict') {
    throw new UserError(
      `the clients run release ${release}, but another run has moved ${pointer} meanwhile: let one workflow at a time work on ${environment.name}, and run this one again`,
    );
  }
  const updated = result.clients.filter(({ outcome }) => outcome === 'deployed').length;
  log.info(`Release ${release}: ${counted(updated, 'client')} rolled, ${result.clients.length - updated} unchanged`);
  const { contracts, configurations } = wanted.release;
  return {
    release,
    contracts,
    configurations,
    changed: result.isChanged,
    writes: result.writes,
    updated,
    unchanged: result.clients.length - updated,
  };
}

/** Contracts before clients. @throws UserError when the chain doesn't have the record's code at every address now. */
async function requireCode(
  environment: Environment<'chain'>,
  wanted: WantedRelease,
  ports: ReleasePorts,
): Promise<void> {
  const chain = openEnvironmentChain(environment, ports);
  const { contracts, recipes, isPredicted } = wanted;
  const findings = isPredicted
    ? await literalFindings(environment, chain, contracts, recipes, ports.signal)
    : await codeFindings(environment, chain, contracts, recipes, ports);
  if (findings.length === 0) return;
  const advice = {
    message:
      'nothing was written to the cluster: run migrate-contracts first, give the right contract record, or correct the address',
  };
  throw new UserError([...findings, advice]);
}

function requireReady({ clients }: RollOutResult): void {
  const failures = clients.flatMap(({ client, failure }) =>
    failure === undefined ? [] : [describeFailure(client, failure)],
  );
  if (failures.length === 0) return;
  const waiting = clients.filter(({ outcome }) => outcome === 'not-started').map(({ client }) => client);
  const rest = waiting.length === 0 ? '' : `\nnot rolled, because the wave before them failed: ${waiting.join(', ')}`;
  throw new RemoteError(`${failures.join('\n')}${rest}`);
}
