import { dockerHub } from './image-reference.ts';

/** The parts of docker's `config.json` that say who one is at a registry. */
export interface DockerConfig {
  /** Program names without `docker-credential-`, by registry. */
  readonly helpers: ReadonlyMap<string, string>;
  /** The helper of every registry that has none of its own. */
  readonly store: string | undefined;
  readonly logins: ReadonlyMap<string, RegistryLogin>;
}

/** Who one is at one registry. */
export type RegistryLogin =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** A refresh token, which the registry's token server exchanges for one that opens something. */
  | { readonly kind: 'identity'; readonly token: string }
  | { readonly kind: 'bearer'; readonly token: string };

export const noDockerConfig: DockerConfig = { helpers: new Map(), store: undefined, logins: new Map() };

/**
 * Reads docker's `config.json` (https://docs.docker.com/reference/cli/docker/login/). Registries are keyed as
 * `loginKey` names them.
 * @throws RangeError that never repeats what was read: the file is full of secrets.
 */
export function parseDockerConfig(text: string): DockerConfig {
  const config = readObject(text);
  const helpers = Object.entries(mapAt(config, 'credHelpers')).flatMap(([registry, helper]) =>
    typeof helper === 'string' && helper !== '' ? [[loginKey(registry), helper] as const] : [],
  );
  const logins = Object.entries(mapAt(config, 'auths')).flatMap(([registry, entry]) => {
    const login = isMap(entry) ? readLogin(registry, entry) : undefined;
    return login === undefined ? [] : [[loginKey(registry), login] as const];
  });
  const store = config['credsStore'];
  return {
    helpers: new Map(helpers),
    store: typeof store === 'string' && store !== '' ? store : undefined,
    logins: new Map(logins),
  };
}

/**
 * The name under which a registry's login is kept: `https://index.docker.io/v1/` for Docker Hub under any of its names,
 * the host for every other, however it was written (`https://host/v2/`).
 */
export function loginKey(registry: string): string {
  const bare = registry.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return bare === dockerHub.registry || dockerHub.aliases.includes(bare) ? dockerHub.login : bare;
}

function readLogin(registry: string, entry: { readonly [key: string]: unknown }): RegistryLogin | undefined {
  const { auth, username, password, identitytoken, registrytoken } = entry;
  if (isText(registrytoken)) return { kind: 'bearer', token: registrytoken };
  if (isText(identitytoken)) return { kind: 'identity', token: identitytoken };
  if (isText(username) && isText(password)) return { kind: 'password', username, password };
  if (!isText(auth)) return undefined;
  const decoded = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  if (colon <= 0) {
    throw new RangeError(`auths of ${loginKey(registry)}: auth is not the base64 form of user:password`);
  }
  return { kind: 'password', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

function readObject(text: string): { readonly [key: string]: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A parser's message quotes what it read.
    throw new RangeError('it is not JSON');
  }
  if (!isMap(value)) throw new RangeError('expected a JSON object');
  return value;
}

function mapAt(object: { readonly [key: string]: unknown }, key: string): { readonly [key: string]: unknown } {
  const value = object[key];
  return isMap(value) ? value : {};
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
