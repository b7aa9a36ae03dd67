/** What is known beside an error, for who handles it: the error itself stays what it is. */
export interface Attachment<T> {
  /** To anything that isn't an object nothing can be attached. */
  attach(error: unknown, value: T): void;
  of(error: unknown): T | undefined;
}

export function createAttachment<T>(): Attachment<T> {
  const values = new WeakMap<object, T>();
  return {
    attach(error, value) {
      if (typeof error === 'object' && error !== null) values.set(error, value);
    },
    of: (error) => (typeof error === 'object' && error !== null ? values.get(error) : undefined),
  };
}
