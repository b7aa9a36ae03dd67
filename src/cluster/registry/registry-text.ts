import { excerpt } from '../../report/index.ts';
import type { RegistryAnswer } from './registry-http.ts';

/** What a registry or its token server says about a refusal, as one plain line; `fallback` where it says nothing. */
export function registryText({ headers, body }: Pick<RegistryAnswer, 'headers' | 'body'>, fallback: string): string {
  const text = body.toString('utf8');
  const said = errorsOf(text);
  if (said !== '') return excerpt(said, 300);
  const isPage = /html/i.test(headers['content-type'] ?? '') || text.trimStart().startsWith('<');
  return isPage || text.trim() === '' ? fallback : excerpt(text, 200);
}

/** https://github.com/opencontainers/distribution-spec (error codes); token servers speak OAuth, or have words of their own. */
function errorsOf(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return '';
  }
  if (typeof value !== 'object' || value === null) return '';
  const { errors, error, error_description: description, details, message } = value as Record<string, unknown>;
  if (Array.isArray(errors))
    return errors
      .map(codeAndMessage)
      .filter((one) => one !== '')
      .join('; ');
  return [error, description, details, message].filter((one) => typeof one === 'string' && one !== '').join(': ');
}

function codeAndMessage(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, message } = error as Record<string, unknown>;
  return [code, message].filter((one) => typeof one === 'string' && one !== '').join(': ');
}
