import { isAbsolute, resolve } from 'node:path';
import { UserError } from '../report/index.ts';

export type StoreLocation =
  | { readonly type: 'directory'; readonly folder: string }
  | { readonly type: 'bucket'; readonly bucket: string; readonly prefix: string };

/** Reads `gs://bucket/prefix` or `file:folder`, the folder relative to `baseFolder`. @throws UserError */
export function parseStoreLocation(location: string, baseFolder: string): StoreLocation {
  const [, bucket, prefix = ''] = /^gs:\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/(.*))?$/.exec(location) ?? [];
  if (bucket !== undefined && /^(?:[\w-][\w.-]*(?:\/[\w-][\w.-]*)*\/?)?$/.test(prefix)) {
    return { type: 'bucket', bucket, prefix: prefix.replace(/\/$/, '') };
  }
  const [, path] = /^file:(?!\/\/)([^\0]+)$/.exec(location) ?? [];
  if (path !== undefined) return { type: 'directory', folder: isAbsolute(path) ? path : resolve(baseFolder, path) };
  throw new UserError('the store must be gs://BUCKET, gs://BUCKET/PREFIX or file:FOLDER');
}

/**
 * A directory on a hosted runner is deleted with the job: the record of what was deployed, and the journal that keeps a
 * second run from deploying it again, would be lost.
 * @throws UserError
 */
export function refuseEphemeralStore(location: string, mode: 'plan' | 'apply', isHostedRunner: boolean): void {
  if (mode === 'plan' || !isHostedRunner || !location.startsWith('file:')) return;
  throw new UserError(
    `the store ${location} is a directory, and this runner's disk is deleted after the job: the record of what was deployed would be lost, and the next run would deploy it again. Use a store such as gs://BUCKET, a self-hosted runner, or mode: plan`,
  );
}
