import { type Digest, parseDigest } from '../../values/index.ts';

/** An image as a manifest names it, taken apart. */
export interface ImageReference {
  /** As it was written. */
  readonly written: string;
  /** As it was written, without tag and digest: what stands before `@sha256:…` once the digest is known. */
  readonly name: string;
  /** The registry by the name it is known by: `docker.io` where none was written. */
  readonly registry: string;
  /** The path in the registry: `library/busybox` for Docker Hub's short form `busybox`. */
  readonly repository: string;
  /** `latest` where neither a tag nor a digest was written; absent where there is a digest only. */
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;
}

/** Docker Hub's names: what people write, and where its API and its credentials are. */
export const dockerHub = {
  registry: 'docker.io',
  aliases: ['index.docker.io', 'registry-1.docker.io'] as readonly string[],
  host: 'registry-1.docker.io',
  login: 'https://index.docker.io/v1/',
} as const;

const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const host =
  /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::[0-9]{1,5})?$/;
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/**
 * Reads `[registry/]name[:tag][@digest]` by the grammar of https://github.com/distribution/reference, as container
 * runtimes do: the first part is a registry when it has a dot or a port, or is `localhost`.
 * @throws RangeError that says what was expected.
 */
export function parseImageReference(written: string): ImageReference {
  const [beforeDigest = '', digestText, ...more] = written.split('@');
  if (more.length > 0) throw new RangeError('expected an image with at most one @');
  const digest = digestText === undefined ? undefined : readDigest(digestText);
  const slash = beforeDigest.lastIndexOf('/');
  const colon = beforeDigest.indexOf(':', slash + 1);
  const name = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon);
  const tag = colon === -1 ? undefined : beforeDigest.slice(colon + 1);
  if (tag !== undefined && !tagForm.test(tag)) {
    throw new RangeError('expected a tag of letters, digits, _, . and -, at most 128 characters');
  }
  const { registry, repository } = readName(name);
  if (/^[0-9a-f]{64}$/.test(name)) throw new RangeError('expected an image by name, found 64 hexadecimal digits');
  return { written, name, registry, repository, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest };
}

/** The one way to write an image that can mean one thing only: its tag is left out, since it decides nothing any more. */
export function withDigest({ name }: ImageReference, digest: Digest): string {
  return `${name}@${digest}`;
}

function readName(name: string): Pick<ImageReference, 'registry' | 'repository'> {
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  if (isHost && !isUsableHost(first))
    throw new RangeError('expected a registry as host or host:port before the first /');
  const registry = isHost && !dockerHub.aliases.includes(first) ? first : dockerHub.registry;
  const path = isHost ? name.slice(slash + 1) : name;
  const repository = registry === dockerHub.registry && !path.includes('/') ? `library/${path}` : path;
  if (!repository.split('/').every((part) => component.test(part))) {
    throw new RangeError(
      'expected a name of lower-case letters and digits, joined by ., _, __ or -, its parts separated by /',
    );
  }
  if (repository.length > 255) throw new RangeError('expected a name of at most 255 characters');
  return { registry, repository };
}

function isUsableHost(text: string): boolean {
  const port = /:(\d+)$/.exec(text)?.[1];
  return host.test(text) && (port === undefined || (Number(port) > 0 && Number(port) < 65_536));
}

function readDigest(text: string): Digest {
  try {
    return parseDigest(text);
  } catch (cause) {
    throw new RangeError('expected sha256: and 64 hexadecimal digits after @', { cause });
  }
}
