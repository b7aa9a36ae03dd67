import type { Manifest } from '../cluster/index.ts';
import type { Environment } from '../environment/index.ts';
import { canonicalJson, type Digest, keyedDigestOf } from '../values/index.ts';
import type { ReleaseImages } from './release-images.ts';
import type { ReleaseRecord } from './release-record.ts';
import { storedManifest } from './stored-manifest.ts';

/** The release that the files describe. `digestKey` makes the digests of what may not be known by its hash. */
export function composeRelease(
  environment: Environment<'clients' | 'cluster'>,
  manifest: Manifest,
  { image, images }: ReleaseImages,
  parts: { readonly contracts: Digest; readonly configurations: Digest },
  digestKey: string,
): ReleaseRecord {
  const { clients } = environment;
  const { contracts, configurations } = parts;
  return {
    version: 2,
    environment: environment.name,
    namespace: environment.cluster.namespace,
    contracts,
    configurations,
    roles: [...clients.roles],
    voters: [...clients.voters],
    manifest: storedManifest(manifest, digestKey),
    images: Object.fromEntries(images),
    configurationPath: clients.configuration.path,
    keyfilePath: clients.keyfilePath,
    passwordVariable: clients.passwordVariable,
    clients: clients.clients.map(({ name, role, address, peerId, keyfile, password }) => ({
      name,
      role,
      address,
      peerId,
      image,
      keyfile: { file: keyfile.file, digest: keyfileDigest(digestKey, name, keyfile.text) },
      password: { ...password },
    })),
  };
}

/** Names a client's keyfile without giving it away. */
export function keyfileDigest(digestKey: string, client: string, text: string): Digest {
  return keyedDigestOf(digestKey, canonicalJson([client, 'keyfile', text]));
}

/** The clients' manifests, which were read and checked with the environment. */
export function writtenManifest({ clients }: Environment<'clients' | 'cluster'>): Manifest {
  if (clients.manifest === undefined) throw new Error('an environment with a namespace has its manifests read');
  return clients.manifest;
}
