import { RemoteError } from '../../report/index.ts';
import type { Digest } from '../../values/index.ts';
import type { LiveObject, WantedObject } from '../kubernetes-object.ts';

/** One namespace's cluster, as the rest of this room sees it. */
export interface Cluster {
  /** Which cluster the kubeconfig leads to, known without asking it. */
  readonly endpoint: ClusterEndpoint;
  /** The object at a path; `undefined` when there is none. `metadataOnly` keeps what it holds (a Secret's data) away from us. */
  get<T extends LiveObject>(path: string, options?: { readonly metadataOnly?: boolean }): Promise<T | undefined>;
  /** Every object under a path that the query selects. The signal ends this reading only. */
  list<T extends LiveObject>(
    path: string,
    query?: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<readonly T[]>;
  /** Server-side apply, never forced; the answer is the object as it stands now. */
  apply<T extends LiveObject>(object: WantedObject, options?: { readonly dryRun?: boolean }): Promise<T>;
  /** Deletes exactly the object with this uid; a successor of the same name stays. */
  remove(path: string, uid: string): Promise<'removed' | 'gone'>;
  /** The last lines of a container; `undefined` when there are none (it never ran). */
  logs(namespace: string, pod: string, options: LogOptions): Promise<string | undefined>;
  /** A GET to a pod's own port. */
  ask(namespace: string, pod: string, options: PodQuestion): Promise<PodAnswer>;
}

export interface ClusterEndpoint {
  readonly context: string;
  /** Digest of the bytes of the kubeconfig's CA bundle; absent when it relies on the system's own or skips the check. */
  readonly certificateAuthority?: Digest | undefined;
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

  constructor(message: string, status: number, reason: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}
