import { RemoteError } from '../../report/index.ts';
import type { Digest, Json } from '../../values/index.ts';
import type { JsonObject, Kind, LiveObject, WantedObject } from '../kubernetes-object.ts';

/** One namespace's cluster, as the rest of this room sees it. */
export interface Cluster {
  /** Which cluster the kubeconfig leads to, known without asking it. */
  readonly endpoint: ClusterEndpoint;
  /** The object at a path; `undefined` when there is none. `metadataOnly` keeps what it holds (a Secret's data) away from us. */
  get<T extends LiveObject>(path: string, options?: { readonly metadataOnly?: boolean }): Promise<T | undefined>;
  /** Every object under a path that the query selects. */
  list<T extends LiveObject>(
    path: string,
    query?: Readonly<Record<string, string>>,
    options?: ListOptions,
  ): Promise<readonly T[]>;
  /** Follows every object under a path until it is closed or the API server refuses. */
  watch<T extends LiveObject>(path: string, options: WatchOptions<T>): Watch;
  /** Server-side apply as our manager; the answer is the object as it stands now. @throws ApiRefusal 409 on a conflict. */
  apply<T extends LiveObject>(object: WantedObject, options?: ApplyOptions): Promise<T>;
  /**
   * Makes an object that isn't there yet.
   * @throws ApiRefusal 409 when one of its name is there, UnclearOutcome when nobody can tell ours.
   */
  create<T extends LiveObject>(object: WholeObject, options?: WriteOptions<T>): Promise<T>;
  /**
   * Puts this object in the place of the one with its `metadata.resourceVersion`: compare-and-swap.
   * @throws ApiRefusal 409 when another write came in between, 404 when it is gone; UnclearOutcome when nobody can tell ours.
   */
  replace<T extends LiveObject>(object: ReplacingObject, options?: WriteOptions<T>): Promise<T>;
  /** A JSON patch (RFC 6902) of one object, sent once. @throws ApiRefusal 409 when it names a resourceVersion that is past. */
  patch<T extends LiveObject>(path: string, operations: readonly JsonObject[]): Promise<T>;
  /** A POST that stores nothing, such as a SelfSubjectRulesReview: asked like a GET. */
  review<T>(path: string, question: JsonObject): Promise<T>;
  /** Deletes exactly the object with this uid; a successor of the same name stays. */
  remove(path: string, uid: string): Promise<'removed' | 'gone'>;
  /** The last lines of a container; `undefined` when there are none (it never ran). */
  logs(namespace: string, pod: string, options: LogOptions): Promise<string | undefined>;
  /** A GET to a pod's own port. */
  ask(namespace: string, pod: string, options: PodQuestion): Promise<PodAnswer>;
  /** The same cluster over the same connections, where all ends with this signal: what is given back after a cancellation. */
  withSignal(signal: AbortSignal): Cluster;
  /** The API server's clock, by the last answer's `Date` (whole seconds, so up to one behind); `undefined` before any. */
  serverNow(): Date | undefined;
  /** What is being asked, and what was said to it last, for whoever stops waiting: `GET /x: answered 500`. */
  unanswered(): readonly string[];
  /** When the credentials run out for good; `undefined` when they don't, can be had anew, or don't say. */
  credentialsExpireAt(): Promise<Date | undefined>;
}

export interface ClusterEndpoint {
  readonly context: string;
  /** Digest of the bytes of the kubeconfig's CA bundle; absent when it relies on the system's own or skips the check. */
  readonly certificateAuthority?: Digest | undefined;
}

export interface ListOptions {
  /** Ends this reading only. */
  readonly signal?: AbortSignal;
  /**
   * One answer out of the API server's own memory (`resourceVersion=0`) instead of pages out of its database: cheap for
   * it, and perhaps a moment old.
   */
  readonly isFromMemory?: boolean;
}

export interface ApplyOptions {
  readonly dryRun?: boolean;
  /** Takes the fields in conflict from whoever owns them: only where the user named all who lose. Default false. */
  readonly isForced?: boolean;
}

/** An object as it is sent where nothing is merged. */
export interface WholeObject {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly metadata: JsonObject & { readonly name: string; readonly namespace: string };
  readonly [field: string]: Json | undefined;
}

export interface ReplacingObject extends WholeObject {
  readonly metadata: WholeObject['metadata'] & { readonly resourceVersion: string };
}

export interface WriteOptions<T> {
  /**
   * Tells our own write when the connection broke before its answer: true when this is what we sent. Without it such a
   * write is not repeated, and fails with UnclearOutcome.
   */
  readonly isOurs?: (live: T) => boolean;
}

/** What a watch tells. Everything is told in the order in which it happened, and nothing twice. */
export interface WatchOptions<T> {
  readonly fieldSelector?: string;
  /** What is kept of an object, and told; all of it when absent. */
  kept?(object: T): T;
  /** It is there, and this is how it stands now. */
  changed(object: T): void;
  /** It is gone; this is the last that was seen of it. */
  deleted(object: T): void;
  /** What is known may be getting old, and why. */
  interrupted?(why: string): void;
  /** What is known is what is. */
  resumed?(): void;
  /** The API server refuses: nothing more will be told. */
  refused?(error: Error): void;
}

export interface Watch {
  /** Everything was told once; rejects when it is refused or closed before. */
  readonly synced: Promise<void>;
  close(): void;
}

export interface LogOptions {
  readonly container: string;
  readonly previous: boolean;
  readonly lines: number;
}

export interface PodQuestion {
  readonly port: number;
  readonly path: string;
  readonly timeoutMs: number;
  readonly via: 'proxy' | 'port-forward';
}

export interface PodAnswer {
  readonly status: number;
  readonly body: string;
}

/** The API server answered, and said no. */
export class ApiRefusal extends RemoteError {
  readonly status: number;
  /** Kubernetes' own word: `Forbidden`, `Invalid`, `Conflict`… */
  readonly reason: string;
  /** What was answered, for those who read more out of it (a conflict's fields, say). Never to be shown as it is. */
  readonly body: string;

  constructor(message: string, status: number, reason: string, body = '') {
    super(message);
    this.status = status;
    this.reason = reason;
    this.body = body;
  }
}

/** A write was sent and its answer never came: it may have been done or not. */
export class UnclearOutcome extends RemoteError {}
