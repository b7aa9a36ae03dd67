import type { ControlPlane } from '../../../tools/servers/index.ts';
import { watchObjects } from '../../../tools/servers/watch-objects.ts';

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly nodeName?: string; readonly containers: readonly { readonly image: string }[] };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly state: Readonly<Record<string, { readonly reason?: string; readonly exitCode?: number }>>;
}

/** One pod's life as an onlooker saw it; times are of `performance.now()`. */
export interface ObservedPod {
  readonly name: string;
  readonly image: string;
  boundMs: number | undefined;
  readyMs: number | undefined;
  /** When it was asked to go. */
  terminatingMs: number | undefined;
  goneMs: number | undefined;
  /** When its status first said that it can't start. */
  brokenMs: number | undefined;
  isReady: boolean;
  isTerminating: boolean;
  isGone: boolean;
}

export interface PodObserver {
  /** Every pod seen since this moment, in the order in which they came. */
  since(ms: number): readonly ObservedPod[];
  /** How long each pod took to go that went since this moment, by name; milliseconds. */
  endingsSince(ms: number): ReadonlyMap<string, number>;
  /** Calls with each pod that is new from now on. */
  onNew(call: (pod: ObservedPod) => void): void;
  /** Those that are there now, by name. */
  current(): ReadonlyMap<string, ObservedPod>;
  /** Pods that went although nobody had asked them to: none may, or nothing here means anything. */
  spontaneousDeletions(): readonly string[];
  /** Resolves when the question is answered yes, asked anew within 10 ms of each event. */
  until(question: () => boolean, withinMs: number): Promise<boolean>;
  stop(): void;
}

const broken = new Set(['ErrImagePull', 'ImagePullBackOff', 'CrashLoopBackOff', 'CreateContainerConfigError']);

export async function observePods(cluster: ControlPlane, namespace: string): Promise<PodObserver> {
  const lives = new Map<string, ObservedPod & { readonly firstMs: number }>();
  const spontaneous: string[] = [];
  const calls = new Set<(pod: ObservedPod) => void>();
  const waiting = new Set<() => void>();
  // Not at each event: with a thousand pods, questions about all of them would hold the events up.
  let isAsking = false;
  const askSoon = () => {
    if (isAsking || waiting.size === 0) return;
    isAsking = true;
    setTimeout(() => {
      isAsking = false;
      for (const ask of waiting) ask();
    }, 10);
  };
  let lost: Error | undefined;
  const watching = await watchObjects<Pod>(
    cluster,
    `/api/v1/namespaces/${namespace}/pods`,
    ({ type, object: { metadata, spec, status }, atMs }) => {
      const known = lives.get(metadata.uid);
      const life = known ?? {
        ...{ name: metadata.name, image: spec.containers[0]?.image ?? '', firstMs: atMs },
        ...{ boundMs: undefined, readyMs: undefined, terminatingMs: undefined, goneMs: undefined, brokenMs: undefined },
        ...{ isReady: false, isTerminating: false, isGone: false },
      };
      lives.set(metadata.uid, life);
      if (known === undefined) for (const call of calls) call(life);
      // Who is asked to go is seen terminating first; kwok's delete by name alone takes a pod as it stands.
      if (type === 'DELETED' && !life.isTerminating) spontaneous.push(metadata.name);
      life.isGone = type === 'DELETED';
      life.isTerminating ||= metadata.deletionTimestamp !== undefined;
      if (life.isGone) life.goneMs ??= atMs;
      if (life.isTerminating) life.terminatingMs ??= atMs;
      if (spec.nodeName !== undefined) life.boundMs ??= atMs;
      life.isReady = status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
      if (life.isReady) life.readyMs ??= atMs;
      const { containerStatuses = [], initContainerStatuses = [] } = status ?? {};
      const isBroken = [...containerStatuses, ...initContainerStatuses].some(
        // An init container that has done its work has ended too.
        ({ state: { waiting, terminated } }) =>
          broken.has(waiting?.reason ?? '') || (terminated !== undefined && terminated.exitCode !== 0),
      );
      if (isBroken && !life.isTerminating) life.brokenMs ??= atMs;
      askSoon();
    },
    (error) => {
      lost = error;
      for (const ask of waiting) ask();
    },
  );
  const alive = () => [...lives.values()].filter(({ isGone }) => !isGone);
  return {
    since: (ms) => [...lives.values()].filter(({ firstMs }) => firstMs >= ms),
    endingsSince: (ms) =>
      new Map(
        [...lives.values()].flatMap(({ name, terminatingMs, goneMs }) =>
          terminatingMs === undefined || goneMs === undefined || terminatingMs < ms
            ? []
            : [[name, goneMs - terminatingMs] as const],
        ),
      ),
    onNew: (call) => void calls.add(call),
    current: () => new Map(alive().map((life) => [life.name, life])),
    spontaneousDeletions: () => {
      if (lost) throw lost;
      return spontaneous;
    },
    until: (question, withinMs) =>
      new Promise((resolve, reject) => {
        const ask = () => {
          if (lost) end(() => reject(lost));
          else if (question()) end(() => resolve(true));
        };
        const timer = setTimeout(() => end(() => resolve(false)), withinMs);
        const end = (settle: () => void) => {
          clearTimeout(timer);
          waiting.delete(ask);
          settle();
        };
        waiting.add(ask);
        ask();
      }),
    stop: watching.stop,
  };
}
