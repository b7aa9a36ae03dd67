import type { ApiRefusal } from '../../../../src/cluster/api/cluster-port.ts';
import type { LiveObject, ManagedFields, WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { LivePod, LiveStatefulSet, LiveWorkload } from '../../../../src/cluster/live-workload.ts';
import { keyOf } from '../../../../src/cluster/record/recorded-owner.ts';
import type { RollStore } from '../../../../src/cluster/roll/roll-ports.ts';
import type { RollCluster } from '../../../../src/cluster/roll/writer.ts';
import { canonicalJson, digestOf } from '../../../../src/values/index.ts';
import type { HeldClock } from '../api/held-clock.ts';

/** How the pods of an image behave, from a second after they are made on. */
export type Behaviour = 'ready' | 'slow' | 'image' | 'crash' | 'never' | 'late-crash' | 'other-image' | 'stays';

interface Stored {
  readonly body: WantedObject;
  readonly uid: string;
  readonly generation: number;
  readonly books: readonly ManagedFields[];
}

interface Pod {
  readonly uid: string;
  readonly name: string;
  readonly owner: string;
  readonly client: string;
  readonly revision: string;
  readonly image: string;
  state: 'pending' | 'ready' | 'image' | 'crash' | 'running';
  restarts: number;
  isLeaving: boolean;
}

/**
 * A namespace as the roll-out sees it: what was applied, a controller that keeps the order of StatefulSets as the real one
 * does (it waits for a broken pod, kubernetes#67250), pods that behave by their image, and watches that follow at once.
 * The same scenarios run against the real API server in test/integration/cluster-going-back.test.ts.
 */
export function createFakeNamespace(clock: HeldClock, behaviourOf: (image: string, client: string) => Behaviour) {
  const objects = new Map<string, Stored>();
  const status = new Map<string, { observed: number; revision: string }>();
  const pods = new Map<string, Pod>();
  const waiting = new Map<string, Set<() => void>>();
  const writes: string[] = [];
  const refusals = new Map<string, ApiRefusal>();
  let made = 0;
  let beforeWrite = (_: string): void => undefined;
  let looked = (): void => undefined;

  const time = () => new Date(Date.UTC(2026, 10, 21) + clock.now()).toISOString();
  const changed = (uid: string) => {
    looked();
    for (const wake of waiting.get(uid) ?? []) wake();
    waiting.delete(uid);
  };
  const byUid = (uid: string) => [...objects.values()].find((stored) => stored.uid === uid);
  const revisionOf = ({ body }: Stored) => {
    const { template } = body['spec'] as { template: WantedObject };
    return `${body.metadata.name}-${digestOf(canonicalJson(template)).slice(7, 15)}`;
  };
  const podsOf = (uid: string) => [...pods.values()].filter(({ owner }) => owner === uid);

  function reconcile(uid: string): void {
    const stored = byUid(uid);
    if (stored === undefined) {
      for (const pod of podsOf(uid)) leave(pod);
      return;
    }
    const revision = revisionOf(stored);
    status.set(uid, { observed: stored.generation, revision });
    const [pod] = podsOf(uid);
    const { updateStrategy } = stored.body['spec'] as { updateStrategy?: { type?: string } };
    if (pod === undefined) makePod(stored, revision);
    else if (!pod.isLeaving && pod.revision !== revision && updateStrategy?.type !== 'OnDelete') {
      // A broken pod is waited for, whatever the template says meanwhile.
      if (pod.state === 'ready') leave(pod);
    }
    changed(uid);
  }
  const reconcileSoon = (uid: string) => void clock.after(5, () => reconcile(uid));

  function makePod({ body, uid }: Stored, revision: string): void {
    const spec = body['spec'] as { template: { spec: { containers: readonly { image: string }[] } } };
    const image = spec.template.spec.containers[0]?.image ?? '';
    const client = body.metadata.name;
    const pod: Pod = {
      ...{ uid: `pod-${++made}`, name: `${client}-0`, owner: uid, client, revision, image },
      ...{ state: 'pending', restarts: 0, isLeaving: false },
    };
    pods.set(pod.uid, pod);
    const becomes = (state: Pod['state'], afterMs: number, restarts = 0) =>
      clock.after(afterMs, () => {
        if (!pods.has(pod.uid)) return;
        pod.state = state;
        pod.restarts = restarts;
        changed(uid);
        reconcileSoon(uid);
      });
    switch (behaviourOf(image, client)) {
      case 'image':
        return void becomes('image', 1_000);
      case 'crash':
        return void becomes('crash', 1_000, 3);
      case 'never':
        return void becomes('running', 1_000);
      case 'slow':
        return void becomes('ready', 30_000);
      case 'late-crash':
        becomes('ready', 1_000);
        return void becomes('crash', 6_000, 3);
      default:
        return void becomes('ready', 1_000);
    }
  }

  function leave(pod: Pod): void {
    if (pod.isLeaving) return;
    pod.isLeaving = true;
    changed(pod.owner);
    if (behaviourOf(pod.image, pod.client) === 'stays') return;
    clock.after(20, () => {
      pods.delete(pod.uid);
      changed(pod.owner);
      reconcileSoon(pod.owner);
    });
  }

  const liveOf = ({ body, uid, generation, books }: Stored): LiveObject =>
    ({ ...body, metadata: { ...body.metadata, uid, generation, managedFields: books } }) as LiveObject;

  const cluster: RollCluster = {
    apply: async <T extends LiveObject>(object: WantedObject) => {
      const key = keyOf(object);
      beforeWrite(`apply ${key}`);
      const refusal = refusals.get(key);
      if (refusal !== undefined) throw refusal;
      writes.push(`apply ${key}`);
      const before = objects.get(key);
      const isSame = before !== undefined && canonicalJson(before.body) === canonicalJson(object);
      const ours = {
        manager: 'keep-deploy',
        operation: 'Apply',
        time: time(),
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      };
      const stored: Stored = isSame
        ? before
        : {
            body: object,
            uid: before?.uid ?? `uid-${++made}`,
            generation: (before?.generation ?? 0) + 1,
            books: [...(before?.books ?? []).filter(({ manager }) => manager !== 'keep-deploy'), ours],
          };
      objects.set(key, stored);
      if (object.kind === 'StatefulSet') {
        changed(stored.uid);
        reconcileSoon(stored.uid);
      }
      return liveOf(stored) as T;
    },
    get: async <T extends LiveObject>(path: string) => {
      const name = path.split('/').at(-1) ?? '';
      const plural = path.split('/').at(-2);
      const found = [...objects.entries()].find(
        ([key, { body }]) => body.metadata.name === name && `${key.split('/')[0]?.toLowerCase()}s` === plural,
      );
      return found && (liveOf(found[1]) as T);
    },
    list: async () => [],
    remove: async (path, uid) => {
      const name = path.split('/').at(-1) ?? '';
      beforeWrite(`remove ${name}`);
      writes.push(`remove ${path.split('/').at(-2)}/${name}`);
      const pod = pods.get(uid);
      if (pod !== undefined) leave(pod);
      const found = [...objects].find(([, stored]) => stored.uid === uid);
      if (found !== undefined) {
        objects.delete(found[0]);
        changed(uid);
        reconcileSoon(uid);
      }
      return pod === undefined && found === undefined ? 'gone' : 'removed';
    },
    logs: async (_, pod) => `last words of ${pod}`,
    serverNow: () => new Date(time()),
  };

  const workload: RollStore['workload'] = (kind, name) => {
    const stored = objects.get(`${kind}/${name}`);
    if (stored === undefined) return undefined;
    const { observed, revision } = status.get(stored.uid) ?? { observed: 0, revision: '' };
    const live = { ...liveOf(stored), kind: 'StatefulSet' } as LiveStatefulSet & { kind: 'StatefulSet' };
    return { ...live, status: { observedGeneration: observed, updateRevision: revision } } satisfies LiveWorkload;
  };

  const store: RollStore = {
    workload,
    workloads: () =>
      [...objects.values()].flatMap(({ body: { kind, metadata } }) =>
        kind === 'StatefulSet' ? (workload(kind, metadata.name) ?? []) : [],
      ),
    pods: () => [],
    podsOf: (uid) => podsOf(uid).map((pod) => livePod(pod, behaviourOf(pod.image, pod.client), time())),
    replicaSetsOf: () => [],
    warningsOf: () => [],
    changed: (uid, withinMs) =>
      new Promise((resolve) => {
        const cancel = clock.after(withinMs, resolve);
        const wake = () => {
          cancel();
          resolve();
        };
        waiting.set(uid, (waiting.get(uid) ?? new Set()).add(wake));
      }),
    behindMs: () => 0,
  };

  return {
    /** May be wrapped. */
    cluster: cluster as RollCluster,
    store,
    /** Every write, in order. */
    writes,
    /** What the API server refuses. */
    refusals,
    names: () => [...objects.keys()].toSorted(),
    /** The image of each pod that serves. */
    serving: () =>
      Object.fromEntries(
        [...pods.values()]
          .filter((pod) => pod.state === 'ready' && !pod.isLeaving)
          .map((pod) => [pod.client, pod.image])
          .toSorted(),
      ),
    /** Called before each write; what it throws, the write throws. */
    onWrite: (call: (write: string) => void) => {
      beforeWrite = call;
    },
    /** Called at each change. */
    onChange: (call: () => void) => {
      looked = call;
    },
    /** Somebody else changes the image. */
    takeOver: (key: string, manager: string, fieldsV1?: ManagedFields['fieldsV1']) => {
      const stored = objects.get(key);
      if (stored === undefined) throw new Error(`there is no ${key}`);
      const at = new Date(Date.parse(time()) + 2_000).toISOString();
      const entry = { manager, operation: 'Update', time: at, ...(fieldsV1 !== undefined && { fieldsV1 }) };
      objects.set(key, { ...stored, generation: stored.generation + 1, books: [...stored.books, entry] });
      changed(stored.uid);
    },
    /** Somebody removes it. */
    drop: (key: string) => void objects.delete(key),
    /** Somebody else's object of this name stands in the place of ours. */
    takeAway: (key: string, manager: string) => {
      const stored = objects.get(key);
      if (stored !== undefined)
        objects.set(key, { ...stored, uid: 'of somebody else', books: [{ manager, operation: 'Update' }] });
    },
    body: (key: string) => objects.get(key)?.body,
  };
}

export type FakeNamespace = ReturnType<typeof createFakeNamespace>;

function livePod(pod: Pod, behaviour: Behaviour, time: string): LivePod {
  const { name, uid, owner, revision, image, state, restarts, isLeaving } = pod;
  const running = { running: { startedAt: time } };
  const ended = { terminated: { exitCode: 3, reason: 'Error' } };
  const states = {
    pending: { waiting: { reason: 'ContainerCreating' } },
    image: { waiting: { reason: 'ErrImagePull', message: `failed to pull image "${image}": not found` } },
    crash: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } },
    ready: running,
    running,
  };
  return {
    metadata: {
      ...{ name, uid, labels: { 'controller-revision-hash': revision } },
      ownerReferences: [{ uid: owner, kind: 'StatefulSet', controller: true }],
      ...(isLeaving && { deletionTimestamp: time, deletionGracePeriodSeconds: 1 }),
    },
    status: {
      phase: state === 'ready' || state === 'running' ? 'Running' : 'Pending',
      conditions: [{ type: 'Ready', status: state === 'ready' ? 'True' : 'False', lastTransitionTime: null }],
      containerStatuses: [
        {
          ...{ name: 'client', image, ready: state === 'ready', restartCount: restarts, state: states[state] },
          ...(state === 'crash' && { lastState: ended }),
          imageID: behaviour === 'other-image' ? `r/c@sha256:${'e'.repeat(64)}` : image,
        },
      ],
    },
  };
}
