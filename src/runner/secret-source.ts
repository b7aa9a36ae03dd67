import type { Log, Redactor } from '../report/index.ts';
import type { Secrets } from '../values/index.ts';
import type { Environment } from './environment-variables.ts';

/** What the runner gives every step for itself. Whoever edits a configuration file could otherwise write it into a client. */
const runnersOwn = /^(INPUT_|ACTIONS_|GITHUB_|RUNNER_)/;

/**
 * Reads `$NAME`s of the step. Before the first use of a value is over, it is hidden in everything we print (`redactor`)
 * and everything others print in this job (`mask`).
 */
export function createSecrets(
  environment: Environment,
  redactor: Redactor,
  log: Pick<Log, 'warning'>,
  mask: (form: string) => void = () => {},
): Secrets {
  const seen = new Set<string>();
  const hide = (name: string, secret: string) => {
    for (const form of redactor.register(name, secret)) mask(form);
  };
  const read = (name: string): string | undefined => {
    const value = runnersOwn.test(name) && name !== 'GITHUB_TOKEN' ? undefined : environment.get(name);
    if (value === undefined || seen.has(name)) return value;
    seen.add(name);
    const forms = redactor.register(name, value);
    for (const form of forms) mask(form);
    if (forms.length === 0) {
      log.warning(
        `$${name} has fewer than 8 characters, so it is not hidden in logs: hiding it would hide harmless text too`,
      );
    }
    return value;
  };
  return Object.assign(read, { hide });
}

/** A proxy's URL may carry a password; it stays in the environment, because clients read it there. */
export function hideProxyPasswords(
  environment: Environment,
  redactor: Redactor,
  mask: (form: string) => void = () => {},
): void {
  for (const name of environment.names().filter((candidate) => /^(HTTPS?|ALL)_PROXY$/i.test(candidate))) {
    const url = environment.get(name) ?? '';
    if (!URL.canParse(url) || new URL(url).password === '') continue;
    const { username, password } = new URL(url);
    for (const part of [password, decodeURIComponent(password), `${username}:${password}`]) {
      for (const form of redactor.register(name, part)) mask(form);
    }
  }
}
