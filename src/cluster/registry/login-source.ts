import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../report/index.ts';
import { askCredentialHelper, type HelperPorts } from './credential-helper.ts';
import { type DockerConfig, loginKey, noDockerConfig, parseDockerConfig, type RegistryLogin } from './docker-config.ts';

/** Who one is at a registry; undefined where nobody logged in. Each registry is looked up once. */
export type LoginSource = (registry: string) => Promise<RegistryLogin | undefined>;

export interface LoginOptions extends HelperPorts {
  /** Where docker's `config.json` is: `$DOCKER_CONFIG`, or `.docker` in the user's home. Absent: nobody logged in. */
  readonly configFolder: string | undefined;
  /** Hides a secret in all that is printed, from the moment it is known. */
  readonly hide?: ((name: string, secret: string) => void) | undefined;
}

/** Reads docker's configuration when a registry first asks who one is, and runs the helpers that it names. */
export function createLoginSource({ configFolder, hide, ...ports }: LoginOptions): LoginSource {
  let config: Promise<DockerConfig> | undefined;
  const known = new Map<string, Promise<RegistryLogin | undefined>>();
  const find = async (key: string): Promise<RegistryLogin | undefined> => {
    config ??= readConfig(configFolder);
    const { helpers, store, logins } = await config;
    const helper = helpers.get(key) ?? store;
    const found = helper === undefined ? undefined : await askCredentialHelper(helper, key, ports);
    const login = found ?? logins.get(key);
    for (const secret of secretsOf(login)) hide?.(`login of ${key}`, secret);
    return login;
  };
  return (registry) => {
    const key = loginKey(registry);
    const login = known.get(key) ?? find(key);
    known.set(key, login);
    return login;
  };
}

function secretsOf(login: RegistryLogin | undefined): readonly string[] {
  if (login === undefined) return [];
  if (login.kind !== 'password') return [login.token];
  const { username, password } = login;
  return [password, `${username}:${password}`];
}

async function readConfig(folder: string | undefined): Promise<DockerConfig> {
  if (folder === undefined) return noDockerConfig;
  const file = join(folder, 'config.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code = 'it failed' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return noDockerConfig;
    throw new UserError(`docker's configuration ${file} can't be read: ${code}`);
  }
  try {
    return parseDockerConfig(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`docker's configuration ${file} can't be used: ${error.message}`);
  }
}
