/** An object's bytes and what names this state of it, for the next write. */
export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly generation: string;
}

/**
 * Where records, artifacts, journals and pointers live. Every write has a precondition: an object is created once, and
 * changed only by who has seen its present state. Nothing is ever deleted.
 */
export interface Store {
  /** `gs://bucket/prefix` or `file:/folder`. */
  readonly location: string;
  read(name: string): Promise<StoredObject | undefined>;
  create(name: string, bytes: Uint8Array): Promise<'created' | 'exists'>;
  /** `changed` when the object is no longer the one of that generation, or isn't there. */
  replace(name: string, bytes: Uint8Array, generation: string): Promise<'replaced' | 'changed'>;
  /** The names that start with the prefix, sorted. */
  list(prefix: string, range?: ListRange): Promise<readonly string[]>;
  /** The same store under other limits: what must still be done after a cancellation can't end with its signal. */
  under(limits: StoreLimits): Store;
}

export interface ListRange {
  /** Leaves out the names before this one. */
  readonly from?: string;
  /** Only the first so many. */
  readonly limit?: number;
}

export interface StoreLimits {
  /** Ends every call. */
  readonly signal: AbortSignal;
  /** How long one attempt of a call may take. */
  readonly attemptDeadlineMs?: number;
}
