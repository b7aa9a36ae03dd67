/** Shorter texts stand in too many harmless words: hiding them would shred the log and hide nothing. */
export const shortestSecret = 8;

/** Every form in which a secret may come back: from an error's text, a URL, a header, a JSON answer, a dump. */
export function secretForms(secret: string): readonly string[] {
  const trimmed = secret.trim();
  const lines = trimmed.split(/[\r\n]+/).map((line) => line.trim());
  const forms = [secret, trimmed, ...lines, ...urlParts(trimmed)].flatMap((part) => [
    part,
    ...(isLongEnough(part)
      ? [...jsonForms(part), ...urlForms(part), ...base64Forms(part), ...hexForms(part), xmlForm(part)]
      : []),
  ]);
  return [...new Set([...forms, ...numberForms(trimmed)])].filter(isLongEnough);
}

/** True for a text that can be hidden without hiding half the log. */
export function isLongEnough(text: string): boolean {
  return squeeze(text).length >= shortestSecret;
}

/** Without white space: a secret that was wrapped or indented is found all the same. */
export function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** A hosted RPC URL carries its key in the user part, the path or the query; clients often report only such a part. */
function urlParts(text: string): readonly string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return [];
  const { username, password, pathname, search, hash, href } = new URL(text);
  const parts = [...pathname.split('/'), ...search.slice(1).split(/[&=]/), hash.slice(1)].filter(isKeyLike);
  const user = [username, password, password === '' ? '' : `${username}:${password}`];
  const path = [pathname, pathname.slice(1), pathname + search].filter(isKeyLike);
  return [href, ...[...user, ...path, ...parts].flatMap((part) => [part, decoded(part)])];
}

/** A word such as `ethereum` in a URL's path is no key. */
function isKeyLike(part: string): boolean {
  return part.length >= 16 || (part.length >= shortestSecret && /\d/.test(part));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** As a JSON string's inside, also with what Go and PHP escape, and as JSON within JSON. */
function jsonForms(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1);
  const unicode = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const go = once.replaceAll(/[<>&\u2028\u2029]/g, unicode);
  const ascii = once.replaceAll(/[^\x20-\x7e]/g, unicode);
  return [once, go, ascii, once.replaceAll('/', '\\/'), JSON.stringify(once).slice(1, -1)];
}

function urlForms(text: string): readonly string[] {
  const wellFormed = text.toWellFormed();
  const component = encodeURIComponent(wellFormed);
  const strict = component.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return [
    component,
    strict,
    encodeURI(wellFormed),
    new URLSearchParams([['', wellFormed]]).toString().slice(1),
    encodeURIComponent(component),
  ];
}

/** Whole, and what is certain of it when it stands in the middle of longer data, at each of the three alignments. */
function base64Forms(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const middles = [0, 1, 2].map((offset) => {
    const start = offset === 0 ? 0 : offset + 1;
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(start, end);
  });
  return [...middles, bytes.toString('base64')].flatMap((form) => [
    form,
    form.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}

function hexForms(text: string): readonly string[] {
  return [Buffer.from(text).toString('hex')];
}

function xmlForm(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** A private key is a number: without its prefix, in decimal, and its bytes in base64. */
function numberForms(text: string): readonly string[] {
  const digits = /^(?:0x)?([0-9a-f]{16,})$/i.exec(text)?.[1];
  if (digits === undefined) return [];
  return [digits, BigInt(`0x${digits}`).toString(), Buffer.from(digits, 'hex').toString('base64')];
}
