import type { WireAnswer, WireRequest } from './connections.ts';
import type { Credentials } from './credentials.ts';
import { type Outcome, retryAfterMs } from './retry-rule.ts';
import type { ApiRequest } from './transport.ts';

/** The request as it goes over the wire: with the prefix of the server's own path, and the credentials. */
export function wireRequest({ server, headers: ofCredentials }: Credentials, asked: ApiRequest): WireRequest {
  const url = new URL(`${server.pathname.replace(/\/$/, '')}${asked.path}`, server);
  for (const [name, value] of Object.entries(asked.query ?? {})) url.searchParams.append(name, value);
  const headers: Record<string, string> = {
    ...ofCredentials,
    accept: asked.accept ?? 'application/json',
    'user-agent': 'keep-deploy',
  };
  if (asked.body !== undefined) headers['content-type'] = asked.body.type;
  return { method: asked.method, url, headers, body: asked.body?.text, signal: asked.signal };
}

/** Reads an answer to its end. */
export async function readAnswer(
  { status, headers, body }: WireAnswer,
  used: Credentials,
): Promise<Extract<Outcome, { kind: 'answered' }>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    kind: 'answered',
    status,
    body: status < 300 ? text : withoutCredentials(text, used.headers),
    retryAfterMs: retryAfterMs(headers['retry-after'], headers['date']),
  };
}

/** A server, or a proxy before it, that explains a refusal by repeating the request would put the token into our log. */
function withoutCredentials(body: string, headers: Credentials['headers']): string {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const [scheme = '', text = ''] = authorization.split(' ', 2);
  const login = scheme.toLowerCase() === 'basic' ? Buffer.from(text, 'base64').toString() : '';
  const hidden = [text, login, login.slice(login.indexOf(':') + 1)].filter(({ length }) => length >= 8);
  return hidden.reduce((rest, part) => rest.replaceAll(part, '***'), body);
}
