import * as v from 'valibot';
import { imageByDigest, type Manifest } from '../cluster/index.ts';
import type { Environment } from '../environment/index.ts';
import { UserError } from '../report/index.ts';
import { canonicalJson, type Digest, keyedDigestOf } from '../values/index.ts';
import type { ReleaseRecord } from './release-record.ts';
import { storedManifest } from './stored-manifest.ts';

/** The clients' image: the input's, or the clients file's. @throws UserError when there is none, or it is no digest. */
export function chosenImage(environment: Environment<'clients'>, input: string | undefined): string {
  const written = input ?? environment.clients.image;
  if (written === undefined) {
    const message =
      'no image is named: give the input image, or image: in this file, by digest (registry/name@sha256:…)';
    throw new UserError([{ ...environment.locate('clients', []), message }]);
  }
  const { output, issues } = v.safeParse(imageByDigest, written);
  if (issues === undefined) return output;
  const place = input === undefined ? environment.locate('clients', ['image']) : {};
  const what = input === undefined ? '' : 'input image: ';
  throw new UserError(issues.map(({ message }) => ({ ...place, message: `${what}${message}` })));
}

/** The release that the files describe. `digestKey` makes the digests of what may not be known by its hash. */
export function composeRelease(
  environment: Environment<'clients' | 'cluster'>,
  manifest: Manifest,
  image: string,
  parts: { readonly contracts: Digest; readonly configurations: Digest; readonly images: ReadonlyMap<string, string> },
  digestKey: string,
): ReleaseRecord {
  const { clients } = environment;
  const { contracts, configurations, images } = parts;
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
