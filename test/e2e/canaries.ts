/** Secrets made for one test, each of which is easy to find again. */
export type Canaries = Readonly<Record<string, string>>;

/** Every form in which a secret may come back from a server, a library or a dump. */
export function formsOf(secret: string): readonly string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    base64,
    base64.replaceAll('+', '-').replaceAll('/', '_'),
    Buffer.from(secret).toString('hex'),
  ];
}

/** What somebody says who wants the secrets to be seen: every form, alone, within a longer text, and cut in two by a line break. */
export function hostileText(canaries: Canaries): string {
  const secrets = Object.values(canaries);
  const wrapped = secrets.map((secret) => Buffer.from(`user:${secret} and more`).toString('base64'));
  const broken = secrets.map((secret) => `${secret.slice(0, secret.length / 2)}\n  ${secret.slice(secret.length / 2)}`);
  return [
    ...secrets.flatMap(formsOf),
    ...wrapped,
    ...broken,
    `\n::warning::${secrets.join(' ')}`,
    `##[error]${secrets.join(' ')}`,
  ].join(' ');
}

/** Which secrets a text gives away, and in which form; never the secret itself. */
export function leaksIn(text: string, canaries: Canaries): readonly string[] {
  const squeezed = text.replaceAll(/\s+/g, '').toLowerCase();
  const decoded = base64RunsOf(text);
  return Object.entries(canaries).flatMap(([name, secret]) => [
    ...formsOf(secret).flatMap((form, index) =>
      squeezed.includes(form.replaceAll(/\s+/g, '').toLowerCase()) ? [`${name}, form ${index}`] : [],
    ),
    ...(decoded.some((run) => run.includes(secret)) ? [`${name}, within base64`] : []),
    // A text that was cut may end in the middle of a secret.
    ...(text.includes(secret.slice(0, 14)) ? [`${name}, its beginning`] : []),
    ...(text.includes(secret.slice(-14)) ? [`${name}, its end`] : []),
  ]);
}

function base64RunsOf(text: string): readonly string[] {
  const runs = text.match(/[A-Za-z0-9+/_-]{16,}/g) ?? [];
  return runs.flatMap((run) => [0, 1, 2, 3].map((offset) => Buffer.from(run.slice(offset), 'base64').toString('utf8')));
}
