import {
  type Cluster,
  type ClusterIdentity,
  identifyFor,
  type NetworkObjects,
  type NetworkPlan,
  openCluster,
  planRollTo,
  type RolledTo,
  type RollToOptions,
  reportPlan,
  requireNoErrors,
  rollTo,
} from '../cluster/index.ts';
import type { Environment } from '../environment/index.ts';
import { counted, excerpt, type Finding, UserError } from '../report/index.ts';
import { movePointer, readPointer, type Store } from '../store/index.ts';
import { type Digest, parseDigest } from '../values/index.ts';
import { codeFindings, openEnvironmentChain } from './chain-gate.ts';
import { requirePinnedCluster } from './cluster-pin.ts';
import { composeObjects, intentOf } from './compose-objects.ts';
import { digestKey } from './digest-key.ts';
import { failedRoll, type PlannedClient, type RollReport, tellStopped } from './failed-roll.ts';
import { finishFirst } from './finish-first.ts';
import { literalFindings } from './literal-addresses.ts';
import { openEnvironment, openEnvironmentStore } from './open-step.ts';
import { lookForPasswords } from './password-gate.ts';
import type { ReleasePorts } from './ports.ts';
import { tellTags } from './release-images.ts';
import { releaseDigest, releaseDocument } from './release-record.ts';
import { rollOptionsOf } from './roll-options.ts';
import { clientsSection, reportOf, requireDeployed } from './roll-outcome.ts';
import type { RollSettings } from './roll-settings.ts';
import { isPublished, pointerName, publish } from './store-layout.ts';
import { toldTogether } from './told-together.ts';
import { type ReleaseChoice, releaseNeeds, resolveRelease, type WantedRelease } from './wanted-release.ts';
import { wavePeers } from './wave-peers.ts';
import { whyNotBack } from './way-back-gate.ts';

export interface RollInputs extends ReleaseChoice, RollSettings {
  /** Accepts another cluster than the first release's. */
  readonly repin: boolean;
  /** Requests with which an earlier part of the same run has finished the way back of a run before. */
  readonly writesBack?: number | undefined;
}

export interface RollResult extends RollReport {
  /** Absent in a plan that would store a new one. */
  readonly release: Digest | undefined;
  /** What the release is made of; absent in a plan that would store it. */
  readonly contracts: Digest | undefined;
  readonly configurations: Digest | undefined;
}

/** Leads the clients from what runs to what is wanted, or back. @throws RemoteError when not all are as wanted in the end */
export async function rollDeployment(inputs: RollInputs, ports: ReleasePorts): Promise<RollResult> {
  try {
    const prepared = await finishFirst(inputs, ports, () => prepare(inputs, ports));
    return await (inputs.mode === 'apply' ? apply : plan)(prepared, inputs, ports);
  } catch (error) {
    tellStopped(error, ports.signal);
    throw error;
  }
}

/** Everything that is to be rolled, from the files to the chain. @throws UserError with what stands against it */
async function prepare(inputs: RollInputs, ports: ReleasePorts): Promise<Prepared> {
  const { log, signal } = ports;
  const environment = await openEnvironment(inputs, ports, ['chain', 'cluster', ...releaseNeeds(inputs)]);
  const store = await openEnvironmentStore(environment, inputs, ports);
  const wanted = await resolveRelease(environment, store, inputs, ports);
  if (inputs.release === undefined) await tellTags(environment, store, wanted.images, ports);
  const { namespace } = environment.cluster;
  const cluster = await openCluster({ settings: environment.cluster, environment: ports.passedOn, signal, log });
  const key = digestKey(ports.secrets, undefined);
  const identity = await identifyFor(intentOf(inputs.mode, wanted, namespace, key), cluster, namespace);
  const repinned = await requirePinnedCluster(environment, cluster, store, { ...inputs, mode: 'plan', identity });
  if (repinned !== undefined) log.warning(repinned);
  const passwords = await lookForPasswords(environment, cluster, wanted);
  if (passwords.notChecked !== undefined) log.warning(passwords.notChecked);
  const objects = await composeObjects(wanted, cluster, namespace, key);
  const against = [...passwords.findings, ...(await findingsOfCode(environment, wanted, ports))];
  const options = rollOptionsOf(cluster, environment, wanted, inputs, ports);
  await toldTogether(against, noCode(against.length > passwords.findings.length), async () => {
    // Where nothing was found, the cluster is asked when its turn comes.
    if (against.length > 0) requireNoErrors((await planRollTo(objects, inputs.mode, options)).findings, log);
  });
  return { environment, store, cluster, identity, wanted, objects };
}

interface Prepared {
  readonly environment: Environment<'chain' | 'cluster'>;
  readonly store: Store;
  readonly cluster: Cluster;
  readonly identity: ClusterIdentity;
  readonly wanted: WantedRelease;
  readonly objects: NetworkObjects;
}

async function plan(prepared: Prepared, inputs: RollInputs, ports: ReleasePorts): Promise<RollResult> {
  const { environment, store, wanted, objects } = prepared;
  const { log, summary } = ports;
  const {
    plan: found,
    shown,
    findings,
  } = await planRollTo(objects, 'plan', rollOptionsOf(prepared.cluster, environment, wanted, inputs, ports));
  for (const { client, action, reason } of found.clients) log.info(`${client}: ${action}: ${reason}`);
  for (const { owner, kind, name, reason } of found.prune)
    log.info(`${owner || '(all)'}: prune: ${kind} ${name}: ${reason}`);
  const { section, details } = reportPlan(environment.name, found, shown);
  summary.add(section);
  for (const { title, lines } of details) {
    await log.group(excerpt(title), async () => log.untrusted('plan', lines.join('\n')));
  }
  requireNoErrors(findings, log);
  const isStored = wanted.release && (await isPublished(store, 'releases', releaseDocument(wanted.release)));
  const unchanged = found.clients.filter(({ action }) => action === 'unchanged').length;
  return {
    release: isStored ? releaseDigest(wanted.release) : undefined,
    contracts: wanted.release?.contracts,
    configurations: wanted.release?.configurations,
    outcome: found.isUnchanged ? 'unchanged' : 'deployed',
    changed: !found.isUnchanged,
    writes: 0,
    updated: found.clients.length - unchanged,
    unchanged,
    clients: plannedClients(found),
  };
}

function plannedClients({ clients, leaving }: NetworkPlan): readonly PlannedClient[] {
  return [
    ...clients.map(({ client, role, action }) => ({ client, role, result: action })),
    ...leaving.map((client) => ({ client, role: '', result: 'remove' as const })),
  ];
}

async function apply(prepared: Prepared, inputs: RollInputs, ports: ReleasePorts): Promise<RollResult> {
  const { environment, store, cluster, identity, wanted, objects } = prepared;
  const { log } = ports;
  if (wanted.release === undefined) throw new Error('an apply always has its release');
  const pointer = pointerName(environment.name, 'latest');
  const seen = await readPointer(store, pointer);
  await requirePinnedCluster(environment, cluster, store, { ...inputs, identity });
  const document = releaseDocument(wanted.release);
  const release = releaseDigest(wanted.release);
  if (!(await isPublished(store, 'releases', document))) await publish(store, 'releases', document, ports);
  const rolled = withEarlier(await rollTo(objects, optionsOf(prepared, release, inputs, ports)), inputs.writesBack);
  ports.summary.add(clientsSection(environment.name, rolled, ports.redact));
  requireDeployed(rolled, ports.redact);
  const report = reportOf(rolled);
  if ((await movePointer(store, pointer, release, seen)) === 'conflict') {
    const error = new UserError(
      `the clients run release ${release}, but another run has moved ${pointer} meanwhile: let one workflow at a time work on ${environment.name}, and run this one again`,
    );
    failedRoll.attach(error, report);
    throw error;
  }
  log.info(`Release ${release}: ${counted(report.updated, 'client')} rolled, ${report.unchanged} unchanged`);
  const { contracts, configurations } = wanted.release;
  return { release, contracts, configurations, ...report };
}

function withEarlier(rolled: RolledTo, writes = 0): RolledTo {
  if (writes === 0) return rolled;
  const outcome = rolled.outcome === 'unchanged' ? 'deployed' : rolled.outcome;
  return { ...rolled, outcome, writes: rolled.writes + writes, isChanged: true };
}

function optionsOf(
  { environment, store, cluster, wanted }: Prepared,
  release: string,
  inputs: RollInputs,
  ports: ReleasePorts,
): RollToOptions {
  const { namespace } = environment.cluster;
  const checkPeers = wavePeers(namespace, wanted, cluster, ports);
  return {
    ...rollOptionsOf(cluster, environment, wanted, inputs, ports),
    ...{ checkPeers, isAsking: checkPeers !== undefined },
    release,
    beforeFirstWrite: () => requireCode(environment, wanted, ports),
    mayGoBack: (before) => whyNotBack(environment, store, before.map(parseDigest), ports),
  };
}

/** Contracts before clients. @throws UserError when the chain doesn't have the record's code at every address now. */
async function requireCode(
  environment: Environment<'chain'>,
  wanted: WantedRelease,
  ports: ReleasePorts,
): Promise<void> {
  const findings = await findingsOfCode(environment, wanted, ports);
  if (findings.length > 0) throw new UserError(findings, { advice: noCode(true) });
}

function findingsOfCode(
  environment: Environment<'chain'>,
  { contracts, recipes, isPredicted }: WantedRelease,
  ports: ReleasePorts,
): Promise<readonly Finding[]> {
  const chain = openEnvironmentChain(environment, ports);
  return isPredicted
    ? literalFindings(environment, chain, contracts, recipes, ports.signal)
    : codeFindings(environment, chain, contracts, recipes, ports);
}

function noCode(isCode: boolean): string {
  const advice = 'run migrate-contracts first, give the right contract record, or correct the address';
  return `nothing was written to the cluster${isCode ? `: where there is no code, ${advice}` : ''}`;
}
