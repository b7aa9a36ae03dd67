import { excerpt, type Log, RemoteError, UserError } from '../../report/index.ts';
import { digestOf } from '../../values/index.ts';
import { type ImageReference, parseImageReference } from './image-reference.ts';
import { createRegistryHttp } from './registry-http.ts';
import { createRegistryAuthorization } from './registry-login.ts';
import { askForManifest } from './registry-manifest.ts';
import type { RegistryOptions } from './resolve-images.ts';

/** What a manifest stands for. */
interface Meaning {
  /** The manifests of an index's platforms; of one platform's manifest, itself. */
  readonly manifests: readonly string[];
  /** Of one platform's manifest: what a node knows the image by. */
  readonly configuration: string | undefined;
}

/**
 * A node knows an image by its configuration, and names one of the digests under which it ever pulled that: an index, or the
 * manifest of one platform. Whether two are the same image is asked of the wanted one's own repository, of nobody that a node
 * names, and once for each pair. They are when the manifests of one are all among the other's, or both are one platform's
 * with the same configuration. Where the registry can't tell, it is taken to be the same, with a warning: a network that
 * runs isn't taken back for a question that nobody answered.
 */
export function createImageComparison(options: RegistryOptions): (wanted: string, found: string) => Promise<boolean> {
  const ask = createRegistryHttp(options);
  const authorization = createRegistryAuthorization(ask, options.loginOf);
  const meaningOf = async (reference: ImageReference, digest: string): Promise<Meaning | undefined> => {
    const answer = await askForManifest('GET', reference, digest, ask, authorization);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new RemoteError(`${reference.registry} answered ${answer.status}`);
    if (digestOf(answer.body) !== digest)
      throw new RemoteError(`${reference.registry} sent other bytes than ${digest}`);
    return readMeaning(digest, answer.body);
  };
  const compare = async (wanted: string, found: string): Promise<boolean> => {
    try {
      const reference = parseImageReference(wanted);
      const is = await meaningOf(reference, reference.digest ?? '');
      if (is === undefined) throw new RemoteError(`${reference.registry} does not have the wanted image any more`);
      const names = await meaningOf(reference, found);
      // What its repository doesn't have can't be it.
      return names !== undefined && isSame(is, names);
    } catch (error) {
      if (!options.signal.aborted && !(error instanceof RemoteError || error instanceof UserError)) throw error;
      tell(options.log, wanted, found, error);
      return true;
    }
  };
  const asked = new Map<string, Promise<boolean>>();
  return (wanted, found) => {
    const key = `${wanted} ${found}`;
    const answer = asked.get(key) ?? compare(wanted, found);
    asked.set(key, answer);
    return answer;
  };
}

function tell(log: Log, wanted: string, found: string, error: unknown): void {
  const why = excerpt(error instanceof Error ? error.message : String(error), 300);
  log.warning(
    `a node names ${found} where ${wanted} was asked for; whether that is the same image can't be told (${why}), and it is taken to be: look at it when the registry answers`,
  );
}

function isSame(one: Meaning, other: Meaning): boolean {
  if (one.configuration !== undefined && one.configuration === other.configuration) return true;
  return isAmong(one, other) || isAmong(other, one);
}

function isAmong(one: Meaning, other: Meaning): boolean {
  return one.manifests.every((digest) => other.manifests.includes(digest));
}

/** https://github.com/opencontainers/image-spec: an index lists platforms, and beside them what attests to them. */
function readMeaning(digest: string, body: Buffer): Meaning {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new RemoteError(`${digest} is no manifest`);
  }
  const { manifests, config } = (value ?? {}) as {
    readonly manifests?: unknown;
    readonly config?: { readonly digest?: unknown } | null;
  };
  if (!Array.isArray(manifests)) {
    const configuration = config?.digest;
    return {
      manifests: [digest],
      configuration: typeof configuration === 'string' ? configuration : undefined,
    };
  }
  const listed = manifests.flatMap((each): readonly string[] => {
    const { digest: one, platform } = (each ?? {}) as {
      readonly digest?: unknown;
      readonly platform?: { readonly os?: unknown } | null;
    };
    return typeof one === 'string' && platform?.os !== 'unknown' ? [one] : [];
  });
  if (listed.length === 0) throw new RemoteError(`the index ${digest} lists no platform`);
  return { manifests: listed, configuration: undefined };
}
