import * as v from 'valibot';
import { imageByDigest, type Manifest, type ManifestRules } from '../cluster/index.ts';
import type { Environment } from '../environment/index.ts';
import { UserError } from '../report/index.ts';
import { canonicalJson, type Digest, keyedDigestOf } from '../values/index.ts';
import type { ReleaseRecord } from './release-record.ts';

/** The clients' image: the input's, or the clients file's. @throws UserError when there is none, or it is no digest. */
export function chosenImage(environment: Environment<'clients'>, input: string | undefined): string {
  const place = environment.locate('clients', []);
  if (input === undefined && environment.clients.image === undefined) {
    const message =
      'no image is named: give the input image, or image: in this file, by digest (registry/name@sha256:…)';
    throw new UserError([{ ...place, message }]);
  }
  const { output, issues } = v.safeParse(imageByDigest, input ?? environment.clients.image);
  if (issues) throw new UserError(issues.map(({ message }) => ({ message: `input image: ${message}` })));
  return output;
}

/** The release that the files describe. `digestKey` makes the digests of what may not be known by its hash. */
export function composeRelease(
  environment: Environment<'clients' | 'cluster'>,
  manifest: Manifest,
  image: string,
  parts: { readonly contracts: Digest; readonly configurations: Digest },
  digestKey: string,
): ReleaseRecord {
  const { clients } = environment;
  return {
    version: 1,
    environment: environment.name,
    namespace: environment.cluster.namespace,
    ...parts,
    roles: [...clients.roles],
    manifest,
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

/** What the manifest must leave to us. */
export function manifestRules({ cluster, clients }: Environment<'clients' | 'cluster'>): ManifestRules {
  return {
    namespace: cluster.namespace,
    container: clients.container,
    mounted: [clients.configuration.path, clients.keyfilePath],
    variables: [clients.passwordVariable],
  };
}
