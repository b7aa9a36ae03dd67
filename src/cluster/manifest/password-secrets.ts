import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import { inParallel } from '../api/parallel.ts';
import { type LiveObject, objectPath } from '../kubernetes-object.ts';

/** A client, and where its keyfile's password is kept. */
export interface PasswordOwner {
  readonly name: string;
  readonly password: { readonly secret: string; readonly key: string };
}

/** A password's Secret, or its key, that a client's pod would wait for in vain. */
export interface MissingPassword {
  readonly client: string;
  readonly part: 'secret' | 'key';
  readonly message: string;
}

export interface PasswordCheck {
  readonly missing: readonly MissingPassword[];
  /** Secrets that the job's credentials may not read: nobody can tell from here. */
  readonly notAllowed: readonly string[];
}

/** `undefined`: there is no such Secret. */
type Keys = ReadonlySet<string> | 'not-allowed' | undefined;

/**
 * Looks whether the password of every client is there, or is written with it. Each Secret is read by name, and only its keys
 * are kept.
 * @param written the keys of each Secret that the manifests hold.
 */
export async function checkPasswords(
  cluster: Cluster,
  namespace: string,
  clients: readonly PasswordOwner[],
  written: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<PasswordCheck> {
  const asked = clients.filter(({ password: { secret, key } }) => written.get(secret)?.has(key) !== true);
  const names = [...new Set(asked.map(({ password }) => password.secret))];
  const read = await inParallel(names, 8, async (name) => [name, await keysOf(cluster, namespace, name)] as const);
  const keys = new Map<string, Keys>(read);
  const missing = asked.flatMap(({ name: client, password: { secret, key } }): readonly MissingPassword[] => {
    const found = keys.get(secret);
    if (found === 'not-allowed' || found?.has(key) === true) return [];
    const where = written.has(secret) ? 'in the manifests' : `of the namespace ${namespace}`;
    return found === undefined && !written.has(secret)
      ? [{ client, part: 'secret', message: `the namespace ${namespace} has no Secret ${secret}` }]
      : [{ client, part: 'key', message: `the Secret ${secret} ${where} has no key ${key}` }];
  });
  return { missing, notAllowed: names.filter((name) => keys.get(name) === 'not-allowed') };
}

async function keysOf(cluster: Cluster, namespace: string, name: string): Promise<Keys> {
  try {
    const path = objectPath('Secret', namespace, name);
    const secret = await cluster.get<LiveObject & { readonly data?: object | null }>(path);
    return secret && new Set(Object.keys(secret.data ?? {}));
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 403) return 'not-allowed';
    throw error;
  }
}
