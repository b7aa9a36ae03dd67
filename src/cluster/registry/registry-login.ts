import { RemoteError, UserError } from '../../report/index.ts';
import { parseChallenges } from './auth-challenge.ts';
import type { RegistryLogin } from './docker-config.ts';
import type { LoginSource } from './login-source.ts';
import { type AskRegistry, type RegistryAnswer, requireSafe } from './registry-http.ts';
import { registryText } from './registry-text.ts';

/** What stands in `Authorization`, and whether it was had just now. */
export interface Authorization {
  readonly header: string;
  readonly isFresh: boolean;
}

/** Answers a registry's 401. */
export interface RegistryAuthorization {
  /**
   * @param refused the 401.
   * @param renew the last answer was not accepted: an earlier token isn't used again.
   * @throws UserError when there are no credentials, or they are not accepted.
   */
  answer(registry: string, repository: string, refused: RegistryAnswer, renew: boolean): Promise<Authorization>;
  /** A registry that explains a refusal by repeating the request would put a password into our log. */
  hide(text: string): string;
  /** Whether somebody logged in to this registry. */
  hasLogin(registry: string): Promise<boolean>;
}

interface Token {
  readonly token: string;
  readonly endsAtMs: number;
}

/** A token server that says nothing means 60 s: https://distribution.github.io/distribution/spec/auth/token/ */
const defaultLifeSeconds = 60;
const earlierMs = 10_000;

export function createRegistryAuthorization(
  ask: AskRegistry,
  loginOf: LoginSource,
  now: () => number = () => performance.now(),
): RegistryAuthorization {
  const tokens = new Map<string, Promise<Token>>();
  const hidden = new Set<string>();
  const basic = ({ username, password }: { readonly username: string; readonly password: string }): string => {
    const text = Buffer.from(`${username}:${password}`).toString('base64');
    hidden.add(text).add(password);
    return `Basic ${text}`;
  };
  const hide = (text: string): string =>
    [...hidden].filter(({ length }) => length >= 4).reduce((rest, secret) => rest.replaceAll(secret, '***'), text);

  const askForToken = async (registry: string, realm: URL, service: string, scope: string): Promise<Token> => {
    const login = await loginOf(registry);
    const answer = await ask(tokenRequest(realm, service, scope, login, basic));
    const { status } = answer;
    if (login !== undefined && login.kind !== 'password') hidden.add(login.token);
    if (status === 400 || status === 401 || status === 403) {
      const said = hide(registryText(answer, `answered ${status}`));
      throw new UserError(
        login === undefined
          ? `${registry} wants a login, and docker's configuration has none for it (${said}): log in to ${registry} before this step`
          : `${registry} does not accept the login of docker's configuration (${said}): log in to ${registry} again before this step`,
      );
    }
    if (status !== 200) {
      throw new RemoteError(
        `${realm.host}, where ${registry} gives its tokens, ${hide(registryText(answer, `answered ${status}`))}`,
      );
    }
    const token = readToken(answer.body);
    if (token === undefined)
      throw new RemoteError(`${realm.host}, where ${registry} gives its tokens, answered without one`);
    hidden.add(token.token);
    return { token: token.token, endsAtMs: now() + token.lifeSeconds * 1000 - earlierMs };
  };

  const bearer = async (
    registry: string,
    repository: string,
    parameters: ReadonlyMap<string, string>,
    renew: boolean,
  ): Promise<Authorization> => {
    const realmText = parameters.get('realm') ?? '';
    if (!URL.canParse(realmText)) throw new RemoteError(`${registry} does not say where it gives its tokens`);
    const realm = new URL(realmText);
    requireSafe(realm, registry);
    const service = parameters.get('service') ?? '';
    const scope = parameters.get('scope') || `repository:${repository}:pull`;
    const key = JSON.stringify([registry, realm.href, service, scope]);
    const earlier = renew ? undefined : tokens.get(key);
    const known = await earlier;
    if (known !== undefined && known.endsAtMs > now()) return { header: `Bearer ${known.token}`, isFresh: false };
    // Whoever came to the same end meanwhile has asked already.
    const asked = tokens.get(key) === earlier || renew ? undefined : tokens.get(key);
    const asking = asked ?? askForToken(registry, realm, service, scope);
    tokens.set(key, asking);
    return { header: `Bearer ${(await asking).token}`, isFresh: true };
  };

  return {
    hide,
    hasLogin: async (registry) => (await loginOf(registry)) !== undefined,
    answer: async (registry, repository, refused, renew) => {
      const challenges = parseChallenges(refused.headers['www-authenticate']);
      const login = await loginOf(registry);
      if (login?.kind === 'bearer') {
        hidden.add(login.token);
        return { header: `Bearer ${login.token}`, isFresh: true };
      }
      const wanted = challenges.find(({ scheme }) => scheme === 'bearer');
      if (wanted !== undefined) return bearer(registry, repository, wanted.parameters, renew);
      if (!challenges.some(({ scheme }) => scheme === 'basic')) {
        throw new RemoteError(
          `${registry} wants a login in a way that is none of a registry's: neither Bearer nor Basic`,
        );
      }
      if (login === undefined) {
        throw new UserError(
          `${registry} wants a login, and docker's configuration has none for it: log in to ${registry} before this step`,
        );
      }
      if (login.kind === 'identity') {
        throw new UserError(`${registry} wants a user and a password, and docker's configuration has a token for it`);
      }
      return { header: basic(login), isFresh: true };
    },
  };
}

function tokenRequest(
  realm: URL,
  service: string,
  scope: string,
  login: RegistryLogin | undefined,
  basic: (login: { readonly username: string; readonly password: string }) => string,
): Parameters<AskRegistry>[0] {
  if (login?.kind === 'identity') {
    // https://distribution.github.io/distribution/spec/auth/oauth/
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      service,
      scope,
      client_id: 'keep-deploy',
      refresh_token: login.token,
    });
    return { method: 'POST', url: realm, headers: {}, form };
  }
  const url = new URL(realm);
  if (service !== '') url.searchParams.set('service', service);
  url.searchParams.append('scope', scope);
  const headers: Record<string, string> = login?.kind === 'password' ? { authorization: basic(login) } : {};
  return { method: 'GET', url, headers };
}

function readToken(body: Buffer): { readonly token: string; readonly lifeSeconds: number } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { token, access_token: accessToken, expires_in: life } = value as Record<string, unknown>;
  const text = [token, accessToken].find((one) => typeof one === 'string' && one !== '');
  if (typeof text !== 'string') return undefined;
  return { token: text, lifeSeconds: typeof life === 'number' && life > 0 ? life : defaultLifeSeconds };
}
