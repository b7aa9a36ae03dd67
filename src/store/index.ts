export { putContent, readContent } from './content.ts';
export { inParallel } from './in-parallel.ts';
export { refuseEphemeralStore } from './location.ts';
export { type LockOptions, openLock, type StoreLock, type StoreLockAnswer } from './lock.ts';
export { type LockClock, systemLockClock } from './lock-clock.ts';
export { openStore, type StoreOptions } from './open-store.ts';
export { movePointer, type Pointer, readPointer } from './pointer.ts';
export { type ArtifactPorts, type ArtifactRequest, type PushedArtifact, pushArtifact } from './push-artifact.ts';
export type { ListRange, Store, StoredObject, StoreLimits } from './store.ts';
