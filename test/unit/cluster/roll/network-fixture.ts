import type { JsonObject, WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { ClientObjects } from '../../../../src/cluster/manifest/client-objects.ts';
import type { TouchedOwner } from '../../../../src/cluster/record/open-record.ts';
import { keyOf, keysOf, type ObjectKey, ownersOf, partsOf } from '../../../../src/cluster/record/recorded-owner.ts';
import type { FailurePolicy } from '../../../../src/cluster/roll/failure-policy.ts';
import type { Baseline } from '../../../../src/cluster/roll/go-back-plan.ts';
import { rollNetwork } from '../../../../src/cluster/roll/roll-network.ts';
import type { RollOptions, RollTask } from '../../../../src/cluster/roll/roll-options.ts';
import type { RollOutState } from '../../../../src/cluster/roll/roll-out-state.ts';
import type { RollResult } from '../../../../src/cluster/roll/roll-result.ts';
import type { StepAction } from '../../../../src/cluster/roll/roll-step.ts';
import type { SameImage } from '../../../../src/cluster/roll/running-images.ts';
import { canonicalJson, digestOf } from '../../../../src/values/index.ts';
import type { HeldClock } from '../api/held-clock.ts';
import { recordingLog } from '../recording-log.ts';
import type { FakeNamespace } from './fake-namespace.ts';

export const namespace = 'keep';
export const roles = ['bootstrap', 'standard'];

export const imageOf = (digit: string) => `r/c@sha256:${digit.repeat(64)}`;

export interface ClientText {
  readonly image?: string;
  readonly text?: string;
  readonly spec?: JsonObject;
}

/** What is written for a client: a configuration named by what it holds, a Service, a claim and a StatefulSet. */
export function clientObjects(
  client: string,
  { image = 'a', text = image, spec = {} }: ClientText = {},
): ClientObjects {
  const role = client.startsWith('b') ? 'bootstrap' : 'standard';
  const content = digestOf(canonicalJson([client, image, text, spec]));
  const labels = { 'keep-deploy/client': client, 'keep-deploy/role': role };
  const annotations = { 'keep-deploy/content': content };
  const named = (name: string) => ({ name, namespace, labels, annotations });
  const config = `${client}-config-${digestOf(text).slice(7, 13)}`;
  const container = { name: 'client', image: imageOf(image), readinessProbe: { periodSeconds: 1 } };
  const template = {
    metadata: { labels, annotations },
    spec: { containers: [container], volumes: [{ name: 'c', configMap: { name: config } }] },
  };
  return {
    ...{ client, role, content, isCompared: true },
    immutable: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: config, namespace, labels },
        immutable: true,
        data: { text },
      },
    ],
    beside: [
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: named(`${client}-data`) },
      { apiVersion: 'v1', kind: 'Service', metadata: named(client), spec: { clusterIP: 'None', x: text } },
    ],
    workload: {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: named(client),
      spec: { replicas: 1, template, ...spec },
    },
  };
}

/** What all clients share. */
export const budget = (minAvailable: number): WantedObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'network', namespace },
  spec: { minAvailable },
});

export interface Release {
  readonly clients: readonly ClientObjects[];
  readonly shared?: readonly WantedObject[];
}

/** The record's answer about two releases, as the real one gives it (test/unit/cluster/record has its own tests). */
export function baselineOf(before: Release | undefined, after: Release, isInherited = false): Baseline {
  const owners = (release: Release | undefined) =>
    new Map(ownersOf({ shared: [], clients: [], ...release }).map((owner) => [owner.owner, owner]));
  const [was, is] = [owners(before), owners(after)];
  const known = new Set([...was.values()].flatMap(keysOf));
  const touched = [...new Set([...is.keys(), ...was.keys()])].flatMap((owner): readonly TouchedOwner[] => {
    const [one, other] = [was.get(owner), is.get(owner)];
    if (canonicalJson((one ?? null) as never) === canonicalJson((other ?? null) as never)) return [];
    const created = keysOf(other).filter((key) => !known.has(key) && partsOf(key).kind !== 'PersistentVolumeClaim');
    return [
      {
        owner,
        role: (other ?? one)?.role ?? '',
        before: one,
        after: other,
        attempted: other,
        created,
        superfluous: [],
      },
    ];
  });
  return {
    owners: new Map(touched.map((one) => [one.owner, one])),
    isUnsure: () => isInherited,
    isEmpty: before === undefined,
    left: [],
  };
}

/** What the plan of one release after another says. */
export function taskOf(
  before: Release | undefined,
  after: Release,
  actions: Record<string, StepAction> = {},
): RollTask {
  const bodies = new Map([...(before?.clients ?? [])].map((client) => [client.client, client]));
  const known = new Map(
    ownersOf({ shared: [], clients: [], ...before }).flatMap(({ bodies: all }) =>
      all.map((body) => [keyOf(body), body]),
    ),
  );
  const isNew = (object: WantedObject) =>
    canonicalJson((known.get(keyOf(object)) ?? null) as never) !== canonicalJson(object);
  return {
    isUnfinished: false,
    shared: (after.shared ?? []).filter(isNew),
    steps: after.clients.map((wanted) => {
      const was = bodies.get(wanted.client);
      const planned: StepAction =
        was === undefined ? 'create' : was.content === wanted.content ? 'unchanged' : 'update';
      const action = actions[wanted.client] ?? planned;
      const all = [...wanted.immutable, ...wanted.beside, wanted.workload];
      const standing = new Set<ObjectKey>(all.filter((object) => !isNew(object)).map(keyOf));
      return { client: wanted.client, role: wanted.role, action, wanted, standing };
    }),
  };
}

export interface Rolled {
  readonly result: RollResult;
  /** What the record was told, in order. */
  readonly told: readonly string[];
  readonly lines: readonly string[];
}

export type Choices = Partial<Omit<RollOptions, 'policy' | 'ports' | 'state'>> & {
  readonly policy?: FailurePolicy;
  readonly isInherited?: boolean;
  readonly actions?: Record<string, StepAction>;
  readonly isSameImage?: SameImage;
};

const never = new AbortController().signal;

export function optionsOf(
  fake: FakeNamespace,
  clock: HeldClock,
  baseline: Baseline,
  choices: Choices = {},
): RollOptions & { readonly told: string[]; readonly lines: readonly string[] } {
  const { log, lines } = recordingLog();
  const told: string[] = [];
  const state: RollOutState = {
    beginForward: async () => {
      told.push(`forward after ${fake.writes.length}`);
      return baseline;
    },
    beginGoingBack: async (clients) => {
      const which = clients === undefined ? '' : ` of ${clients.join(' ')}`;
      told.push(`going back${which} after ${fake.writes.length}`);
    },
    settle: async ({ outcome, standing, unproved }) => {
      const owners = [...baseline.owners.keys()].map((owner) => `${owner || 'shared'}=${standing(owner)}`);
      told.push(`${outcome}: ${owners.join(' ')}${unproved.length > 0 ? `; unproved ${unproved.join(' ')}` : ''}`);
    },
  };
  return {
    ...{ roles, voters: new Set<string>(), policy: 'rollback-all', maxParallel: 10 },
    limits: { clientMs: 60_000, waveMs: 600_000, totalMs: 600_000 },
    ports: {
      cluster: fake.cluster,
      store: fake.store,
      namespace,
      clock,
      log,
      redact: (text) => text,
      isSameImage: choices.isSameImage,
    },
    ...{ state, mayGoBack: async () => undefined, cancelled: never, lockLost: never },
    ...choices,
    ...{ told, lines },
  };
}

/** Rolls one release after another, as the plan says. */
export async function roll(
  fake: FakeNamespace,
  clock: HeldClock,
  before: Release | undefined,
  after: Release,
  choices: Choices = {},
): Promise<Rolled> {
  const options = optionsOf(fake, clock, baselineOf(before, after, choices.isInherited), choices);
  const task = taskOf(before, after, choices.actions);
  const result = await until(clock, rollNetwork(task, options));
  return { result, told: options.told, lines: options.lines };
}

/** Lets time pass until the promise is settled. */
export async function until<T>(clock: HeldClock, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  promise.then(settle, settle);
  await new Promise((resolve) => setImmediate(resolve));
  while (!isSettled) {
    if (!(await clock.advanceToNext())) throw new Error('nothing will ever happen again');
    await new Promise((resolve) => setImmediate(resolve));
  }
  return promise;
}

export const results = ({ result }: Rolled) =>
  Object.fromEntries(result.clients.map((client) => [client.client, client.result]));
