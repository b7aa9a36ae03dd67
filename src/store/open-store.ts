import type { Log } from '../report/index.ts';
import { openDirectoryStore } from './directory-store.ts';
import { parseStoreLocation } from './location.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  /** What `file:` is relative to. */
  readonly baseFolder: string;
  readonly signal: AbortSignal;
  /** Where Cloud Storage answers instead of at Google, as in STORAGE_EMULATOR_HOST; without credentials then. */
  readonly endpoint?: string | undefined;
  /** Told of every attempt that is made again. */
  readonly log?: Pick<Log, 'info'> | undefined;
}

/** @throws UserError when the location is none; RemoteError when the store can't be reached. */
export async function openStore(location: string, options: StoreOptions): Promise<Store> {
  const parsed = parseStoreLocation(location, options.baseFolder);
  if (parsed.type === 'directory') return openDirectoryStore(parsed.folder, options.signal);
  const { openBucketStore } = await import('./cloud-storage-adapter.ts');
  return openBucketStore(parsed, options);
}
