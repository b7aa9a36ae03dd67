import {
  type ClientManifest,
  type Manifest,
  readObjects,
  secretData,
  secretDigest,
  type WrittenObject,
  withoutSecretData,
} from '../cluster/index.ts';
import type { ReadFile } from '../environment/index.ts';
import { UserError } from '../report/index.ts';
import type { Digest } from '../values/index.ts';
import type { StoredClientManifest, StoredManifest, StoredObject } from './release-record.ts';

/** The manifests as a release keeps them: what a Secret holds stays in its file, and only a keyed digest of it is stored. */
export function storedManifest(manifest: Manifest, digestKey: string): StoredManifest {
  const objectOf = ({ object, file }: WrittenObject): StoredObject => ({
    object: withoutSecretData(object),
    ...(secretData(object) === undefined ? {} : { withheld: { file, digest: secretDigest(digestKey, [object]) } }),
  });
  const clientOf = ({ name, workload, beside }: ClientManifest): StoredClientManifest => ({
    ...(name === undefined ? {} : { name }),
    workload: objectOf(workload),
    beside: beside.map(objectOf),
  });
  const { container, template, own, shared } = manifest;
  return {
    container,
    ...(template === undefined ? {} : { template: clientOf(template) }),
    own: Object.fromEntries(Object.entries(own).map(([client, each]) => [client, clientOf(each)])),
    shared: shared.map(objectOf),
  };
}

/**
 * The manifests of a stored release, with what its Secrets hold read from their files again.
 * @param digestKey without it (in a plan) nobody can tell whether the files hold what they held.
 * @throws UserError when a file doesn't hold what it held.
 */
export async function restoredManifest(
  stored: StoredManifest,
  release: Digest,
  read: ReadFile,
  digestKey: string | undefined,
): Promise<Manifest> {
  const objectOf = async ({ object, withheld }: StoredObject): Promise<WrittenObject> => {
    if (withheld === undefined) return { object, file: '' };
    const { file, digest } = withheld;
    const name = nameIn(object);
    const text = await read(file).catch((cause: unknown) => {
      throw otherSecret(file, name, 'is not there', release, cause);
    });
    const { objects } = readObjects({ file, text });
    const found = objects.find((written) => written.object['kind'] === 'Secret' && nameIn(written.object) === name);
    if (found === undefined) throw otherSecret(file, name, 'is not there', release);
    if (digestKey !== undefined && secretDigest(digestKey, [found.object]) !== digest) {
      throw otherSecret(file, name, 'holds something else now (or $KEEP_DEPLOY_DIGEST_KEY is another one)', release);
    }
    return { object: { ...object, ...secretData(found.object) }, file };
  };
  const clientOf = async ({ name, workload, beside }: StoredClientManifest): Promise<ClientManifest> => ({
    name,
    workload: await objectOf(workload),
    beside: await Promise.all(beside.map(objectOf)),
  });
  const { container, template, own, shared } = stored;
  const clients = Object.entries(own).map(async ([client, each]) => [client, await clientOf(each)] as const);
  return {
    container,
    template: template && (await clientOf(template)),
    own: Object.fromEntries(await Promise.all(clients)),
    shared: await Promise.all(shared.map(objectOf)),
  };
}

function nameIn(object: WrittenObject['object']): unknown {
  const metadata = object['metadata'] as { readonly name?: unknown } | null | undefined;
  return metadata?.name;
}

function otherSecret(file: string, name: unknown, what: string, release: Digest, cause?: unknown): UserError {
  const message = `the Secret ${name} of release ${release} ${what}: check out the commit of that release (it stands beside it in the store)`;
  return new UserError([{ file, message }], { cause });
}
