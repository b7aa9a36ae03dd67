import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLog, createRedactor, excerpt, terminalSink } from '../../../src/report/index.ts';

const canary = 'c4nary/+ "<sé>\\&=%';

/** Every way in which a secret comes back that the issue names, and some that were seen in clients' errors. */
const encodings: readonly (readonly [string, (secret: string) => string])[] = [
  ['raw', (secret) => secret],
  ['upper case', (secret) => secret.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())],
  ['URL-encoded', encodeURIComponent],
  [
    'URL-encoded with lower-case digits',
    (secret) => encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()),
  ],
  ['form-encoded', (secret) => new URLSearchParams({ a: secret }).toString().slice(2)],
  ['JSON', (secret) => JSON.stringify({ key: secret })],
  ['JSON within JSON', (secret) => JSON.stringify(JSON.stringify(secret))],
  ['base64', (secret) => Buffer.from(secret).toString('base64')],
  ['base64url', (secret) => Buffer.from(secret).toString('base64url')],
  ['base64 after one byte', (secret) => Buffer.from(`x${secret}y`).toString('base64')],
  ['base64 after two bytes', (secret) => Buffer.from(`xy${secret}zzz`).toString('base64')],
  ['base64 of basic authorization', (secret) => Buffer.from(`user:${secret}`).toString('base64')],
  ['hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
  ['wrapped after 7 characters', (secret) => secret.replaceAll(/.{7}/gsu, '$&\n  ')],
  ['base64 wrapped at 16', (secret) => Buffer.from(secret).toString('base64').replaceAll(/.{16}/g, '$&\r\n')],
  ['with colour codes inside', (secret) => `${secret.slice(0, 4)}\u001b[31m${secret.slice(4)}`],
  ['with a zero-width space inside', (secret) => `${secret.slice(0, 4)}\u200b${secret.slice(4)}`],
];

function printed(secrets: readonly string[], text: string): string {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.register('CANARY', secret);
  const lines: string[] = [];
  createLog(
    terminalSink((line) => lines.push(line), true),
    redactor,
  ).info(text);
  return lines.join('\n');
}

/** The longest run of the encoded secret that is still there. */
function leaked(output: string, encoded: string): number {
  const text = output.toLowerCase();
  const whole = encoded.toLowerCase();
  for (let length = whole.length; length > 0; length -= 1) {
    for (let at = 0; at + length <= whole.length; at += 1)
      if (text.includes(whole.slice(at, at + length))) return length;
  }
  return 0;
}

describe('redaction', () => {
  test.each(encodings)('the canary doesn’t leave %s', (_, encode) => {
    const encoded = encode(canary);
    expect(leaked(printed([canary], encoded), encoded)).toBeLessThanOrEqual(8);
  });

  test('no secret leaves in any encoding, whatever stands around it', () => {
    const secret = fc
      .string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 60 })
      .filter((text) => text.replaceAll(/\s/g, '').length >= 10);
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom(...encodings),
        fc.string({ maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        (text, [, encode], before, after) => {
          const output = printed([text], `${before} ${encode(text)} ${after}`);
          expect(output).toContain('***');
          expect(printed([text], output)).toBe(output);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('of a secret of many lines no line leaves alone', () => {
    const secret = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n';
    for (const line of secret.trim().split('\n')) expect(printed([secret], `error near ${line}!`)).not.toContain(line);
  });

  test.each([
    'https://user:pa55word-x@rpc.example.org/',
    'https://rpc.example.org/v3/0123456789abcdef0123456789abcdef',
    'wss://rpc.example.org/ws?apikey=0123456789abcdef',
  ])('of the secret URL %s neither user, path nor query leaves alone', (url) => {
    const { username, password, pathname, search } = new URL(url);
    const output = printed([url], `POST ${pathname}${search} as ${username}:${password} gave 403 (${search.slice(8)})`);
    expect(output).not.toMatch(/pa55word-x|0123456789abcdef/);
  });

  test('a private key leaves neither without its prefix nor as a number', () => {
    const key = `0x${'4f3edf983ac636a65a842ce7c78d9aa7'.repeat(2)}`;
    expect(printed([key], `key ${key.slice(2)} ${BigInt(key)} ${key.toUpperCase()}`)).toBe('key *** *** ***');
  });

  test('a secret cut in two by an excerpt doesn’t leave its first half', () => {
    const secret = 'correct-horse-battery-staple';
    const cut = excerpt(`${'x'.repeat(480)}${secret}`);
    expect(cut).toContain('correct-horse');
    expect(printed([secret], cut)).not.toContain('correct-');
  });

  test('secrets that overlap are hidden whole', () => {
    expect(printed(['abcdefgh-12345678', '12345678-ijklmnop'], 'abcdefgh-12345678-ijklmnop.')).toBe('***.');
  });

  test('a text under 8 characters is no secret: hiding it would shred the log', () => {
    const redactor = createRedactor();
    expect(redactor.register('SHORT', 'test')).toEqual([]);
    expect(redactor.redact('keep-test')).toBe('keep-test');
  });

  test('a word of the network’s name in a secret URL stays readable', () => {
    expect(printed(['https://rpc.example.org/ethereum'], 'section ethereum')).toBe('section ethereum');
  });
});
