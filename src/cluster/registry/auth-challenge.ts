/** How a registry wants to be told who asks: one part of `WWW-Authenticate`. */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const part = /[\s,]*(?:([A-Za-z0-9_.-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))|([A-Za-z0-9_.-]+))/gy;

/**
 * Every challenge of a `WWW-Authenticate` header, in its order: https://www.rfc-editor.org/rfc/rfc9110#name-www-authenticate.
 * Text that is none is left out.
 */
export function parseChallenges(header: string | undefined): readonly Challenge[] {
  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  for (const [, name, quoted, plain, scheme] of (header ?? '').matchAll(part)) {
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    else if (name !== undefined) {
      challenges.at(-1)?.parameters.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '');
    }
  }
  return challenges;
}
