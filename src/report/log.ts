import type { Finding } from './errors.ts';

/** Where a run says what it does. Everything printed through it is redacted; nothing printed through it can be a command. */
export interface Log {
  info(message: string): void;
  warning(message: string, finding?: Finding): void;
  error(message: string, finding?: Finding): void;
  /** Shown only when the runner's debug logging is on. */
  debug(message: string): void;
  /** Folds what `body` logs under a title and closes the fold however `body` ends. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>;
  /** The only way for text from pods, RPC nodes and child processes: it is fenced line by line and its source named. */
  untrusted(source: string, text: string): void;
}
