import { parseHead, type RecordHead } from '../../src/cluster/record/record-head.ts';
import type { EndedProcess } from '../e2e/release-process.ts';
import { budgetNames, clientNames, imageOf, type Version } from './cluster-files.ts';
import type { ClusterScene } from './cluster-scene.ts';

export interface ClusterExpectation {
  /** What every client runs in the end. */
  readonly version: Version;
  /** How many pods each client may have had since the mark. */
  readonly podsAtMost: number;
  readonly mark: ClusterMark;
  /** Of a client that somebody else has scaled or given other images; it is not judged. */
  readonly taken?: string;
  /** A run of another commit was killed after it wrote shards of the record and before the head named them: those stay. */
  readonly leavesShards?: boolean;
}

/** What is counted from here on. */
export interface ClusterMark {
  readonly podsCreated: ReadonlyMap<string, number>;
  readonly claims: readonly string[];
}

interface Live {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
    readonly managedFields?: readonly {
      readonly manager?: string;
      readonly operation?: string;
      readonly subresource?: string;
      readonly fieldsV1?: object;
    }[];
  };
  readonly spec?: {
    readonly replicas?: number;
    readonly holderIdentity?: string;
    readonly containers?: readonly { readonly image?: string; readonly env?: readonly { readonly name: string }[] }[];
    readonly template?: { readonly spec: NonNullable<Live['spec']> };
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

export async function setMark(scene: ClusterScene): Promise<ClusterMark> {
  const claims = await listed(scene, 'api/v1', 'persistentvolumeclaims');
  return {
    podsCreated: new Map(scene.world.podsCreated(scene.namespace)),
    claims: claims.map(({ metadata }) => metadata.name),
  };
}

/** What is wrong with a namespace after a run that said it had finished; empty when all is as it should be. */
async function judgeCluster(
  scene: ClusterScene,
  run: EndedProcess,
  expected: ClusterExpectation,
): Promise<readonly string[]> {
  const [sets, pods, services, budgets, claims, lease, head] = await Promise.all([
    listed(scene, 'apis/apps/v1', 'statefulsets'),
    listed(scene, 'api/v1', 'pods'),
    listed(scene, 'api/v1', 'services'),
    listed(scene, 'apis/policy/v1', 'poddisruptionbudgets'),
    listed(scene, 'api/v1', 'persistentvolumeclaims'),
    named(scene, 'apis/coordination.k8s.io/v1', 'leases/keep-deploy') as Promise<Live | undefined>,
    readHead(scene),
  ]);
  const problems: string[] = [];
  const notTaken = ({ metadata }: Live) => metadata.name !== expected.taken;
  const image = imageOf(expected.version);
  for (const set of sets.filter(notTaken)) {
    const container = set.spec?.template?.spec.containers?.[0];
    if (container?.image !== image) problems.push(`${set.metadata.name} has the image ${container?.image}`);
    const variables = (container?.env ?? []).map(({ name }) => name).filter((name) => /^RELEASE/.test(name));
    if (variables.join() !== expected.version.variable)
      problems.push(`${set.metadata.name} has the environment entries ${variables.join(', ')}`);
    if (set.spec?.replicas !== 1) problems.push(`${set.metadata.name} has ${set.spec?.replicas} replicas`);
  }
  expectNames(problems, 'StatefulSets', sets, clientNames);
  expectNames(problems, 'Services', services, clientNames);
  expectNames(problems, 'budgets', budgets, expected.version.hasBudget ? budgetNames : []);
  for (const pod of pods) {
    if (pod.metadata.name === `${expected.taken}-0`) continue;
    const isReady = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
    if (pod.spec?.containers?.[0]?.image !== image || !isReady || pod.metadata.deletionTimestamp !== undefined)
      problems.push(`the pod ${pod.metadata.name} is not one of ${expected.version.name} that is ready`);
  }
  if (expected.taken === undefined)
    expectNames(
      problems,
      'pods',
      pods,
      clientNames.map((name) => `${name}-0`),
    );
  for (const object of [...sets, ...services, ...budgets].filter(notTaken)) {
    for (const { manager, operation, subresource } of object.metadata.managedFields ?? []) {
      if (subresource === undefined && (manager !== 'keep-deploy' || operation !== 'Apply'))
        problems.push(`${manager} (${operation}) has fields of ${object.metadata.name}`);
    }
  }
  const gone = expected.mark.claims.filter((name) => !claims.some(({ metadata }) => metadata.name === name));
  if (gone.length > 0) problems.push(`claims are gone: ${gone.join(', ')}`);
  for (const [name, count] of scene.world.podsCreated(scene.namespace)) {
    const since = count - (expected.mark.podsCreated.get(name) ?? 0);
    if (since > expected.podsAtMost && name !== `${expected.taken}-0`)
      problems.push(`${since} pods of ${name} were made, and ${expected.podsAtMost} were needed`);
  }
  if (head?.state !== 'settled') problems.push(`the roll-out record says ${head?.state}`);
  // Who finds nothing to do takes no lock, and leaves that of a killed run to its end.
  const mayStayLocked = run.outputs.get('outcome') === 'unchanged' && scene.written().length === 0;
  if (!mayStayLocked && (lease?.spec?.holderIdentity ?? '') !== '')
    problems.push(`the Lease is still held by ${lease?.spec?.holderIdentity}`);
  problems.push(...(await orphans(scene, sets, head, expected)));
  return problems;
}

/** Everything content-named is in use, or stands in the record's list of what is to be collected. */
async function orphans(
  scene: ClusterScene,
  sets: readonly Live[],
  head: RecordHead | undefined,
  { leavesShards = false }: ClusterExpectation,
): Promise<readonly string[]> {
  const [configMaps, secrets] = await Promise.all([
    listed(scene, 'api/v1', 'configmaps'),
    listed(scene, 'api/v1', 'secrets'),
  ]);
  const known = JSON.stringify([sets.map(({ spec }) => spec), head]);
  const ofOthers = /^(kube-root-ca\.crt|keep-deploy-roll-out|eth-account-passphrases)$/;
  const mayStay = (name: string) => ofOthers.test(name) || (leavesShards && name.startsWith('keep-deploy-record-'));
  return [...configMaps, ...secrets]
    .map(({ metadata }) => metadata.name)
    .filter((name) => !mayStay(name) && !known.includes(name))
    .map((name) => `${name} is left, and nothing names it`);
}

/** The objects that keep-deploy writes, as one text: without what a server adds, with whose fields they are. */
export async function snapshot(scene: ClusterScene): Promise<string> {
  const found = await Promise.all([
    listed(scene, 'apis/apps/v1', 'statefulsets'),
    listed(scene, 'api/v1', 'services'),
    listed(scene, 'apis/policy/v1', 'poddisruptionbudgets'),
  ]);
  const objects = found.flat().map(({ metadata, spec }) => {
    const { name, labels, annotations, managedFields = [] } = metadata;
    const owned = managedFields
      .filter(({ subresource }) => subresource === undefined)
      .map(({ manager, operation, fieldsV1 }) => ({ manager, operation, fieldsV1 }));
    return { name, labels, annotations, spec, owned };
  });
  return JSON.stringify(objects, undefined, 1);
}

/** @throws with all that is wrong, and what the run said */
export async function expectConverged(
  scene: ClusterScene,
  run: EndedProcess,
  expected: ClusterExpectation,
): Promise<void> {
  const problems = await judgeCluster(scene, run, expected);
  if (problems.length > 0) throw new Error(`${problems.join('\n')}\nthe last run said:\n${run.output}`);
}

/** A run that finds everything done writes nothing, not even a Lease. */
export async function expectNothingToDo(scene: ClusterScene, version: Version): Promise<void> {
  scene.faults.clear();
  const run = await scene.run(version);
  const written = scene.written().map(({ verb, resource, name }) => `${verb} ${resource} ${name}`);
  if (run.exitCode !== 0 || run.outputs.get('outcome') !== 'unchanged' || written.length > 0)
    throw new Error(`an unchanged run ended with ${run.exitCode} and wrote: ${written.join(', ')}\n${run.output}`);
}

export async function readHead(scene: ClusterScene): Promise<RecordHead | undefined> {
  const live = await named(scene, 'api/v1', 'configmaps/keep-deploy-roll-out');
  return live === undefined ? undefined : parseHead(scene.namespace, live as Parameters<typeof parseHead>[1]).head;
}

function expectNames(problems: string[], what: string, found: readonly Live[], wanted: readonly string[]): void {
  const names = found.map(({ metadata }) => metadata.name).sort();
  if (names.join() !== [...wanted].sort().join()) problems.push(`the ${what} are ${names.join(', ')}`);
}

async function listed(scene: ClusterScene, group: string, resource: string): Promise<readonly Live[]> {
  const found = (await named(scene, group, resource)) as { readonly items: readonly Live[] };
  return found.items;
}

function named({ namespace, read }: ClusterScene, group: string, resource: string): Promise<unknown> {
  return read(`/${group}/namespaces/${namespace}/${resource}`);
}
