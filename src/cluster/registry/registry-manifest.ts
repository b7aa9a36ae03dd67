import { type Digest, parseDigest } from '../../values/index.ts';
import { dockerHub, type ImageReference } from './image-reference.ts';
import { type AskRegistry, isLoopback, type RegistryAnswer } from './registry-http.ts';
import type { RegistryAuthorization } from './registry-login.ts';

/** Whatever a tag may lead to; an index or list keeps every platform, so its own digest is the one to roll. */
const accepted = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Asks for a manifest by tag or digest: https://github.com/opencontainers/distribution-spec. Logs in when it is told to. */
export async function askForManifest(
  method: 'HEAD' | 'GET',
  { registry, repository }: ImageReference,
  tagOrDigest: string,
  ask: AskRegistry,
  authorization: RegistryAuthorization,
): Promise<RegistryAnswer> {
  const host = registry === dockerHub.registry ? dockerHub.host : registry;
  const url = new URL(`${isLoopback(host) ? 'http' : 'https'}://${host}/v2/${repository}/manifests/${tagOrDigest}`);
  const attempt = (headers: Readonly<Record<string, string>>) =>
    ask({ method, url, headers: { accept: accepted, ...headers } });
  let answer = await attempt({});
  // Once with what is known, and once more with what is new when that had been had before.
  for (let renew = false; answer.status === 401; renew = true) {
    const { header, isFresh } = await authorization.answer(registry, repository, answer, renew);
    answer = await attempt({ authorization: header });
    if (isFresh) break;
  }
  return answer;
}

/** The digest that the registry names in its answer. */
export function digestHeader({ headers }: RegistryAnswer): Digest | undefined {
  const text = headers['docker-content-digest'];
  try {
    return typeof text === 'string' ? parseDigest(text) : undefined;
  } catch {
    return undefined;
  }
}
