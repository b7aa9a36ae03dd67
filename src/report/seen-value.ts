/**
 * What a text looks like that should never stand in a file, or nothing. It guesses, so it is used to refuse a value where
 * `$NAME` would do, and to keep a value out of a message; never to decide that something is harmless.
 */
export function secretLook(text: string): string | undefined {
  if (/^(?:0x)?[0-9a-fA-F]{64}$/.test(text.trim())) return 'a private key or another secret of 64 hexadecimal digits';
  if (text.includes('-----BEGIN')) return 'a key or certificate in PEM form';
  if (/\b(?:gh[opsu]_|github_pat_|ya29\.|xox[bp]-|AKIA)\w+/.test(text)) return 'an access token';
  if (/"ciphertext"\s*:/.test(text)) return 'a keyfile';
  if (/^(?:[a-z]{3,8} ){11,23}[a-z]{3,8}$/.test(text.trim())) return 'a mnemonic';
  return secretUrlLook(text);
}

function secretUrlLook(text: string): string | undefined {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?<authority>[^/?#]*)(?<rest>.*)$/i.exec(text.trim())?.groups;
  if (url === undefined) return undefined;
  if (url['authority']?.includes('@')) return 'a URL with credentials in it';
  // Hosted RPC endpoints carry their key as a part of the path or as a parameter.
  const parts = (url['rest'] ?? '').split(/[/?#&=]/);
  const hasKey = parts.some((part) => /^[\w-]{20,}$/.test(part) && /\d/.test(part) && /[a-z]/i.test(part));
  return hasKey ? 'a URL with an access key in it' : undefined;
}

/** A value as a message may name it: short, on one line, and nothing that could be a secret. */
export function describeSeen(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value !== 'string') return String(value);
  const look = secretLook(value);
  if (look !== undefined) return `what looks like ${look} (not shown)`;
  return value.length > 80 ? `a text of ${value.length} characters` : JSON.stringify(value);
}
