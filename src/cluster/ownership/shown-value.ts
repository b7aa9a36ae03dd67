import { excerpt, secretLook } from '../../report/index.ts';
import type { Json } from '../../values/index.ts';
import { type FieldPath, isMap, keysOf } from './field-set.ts';

/** Of which object a value is. */
export interface ObjectName {
  readonly kind: string;
  readonly name: string;
}

/** What may be shown of an object's values, for a log that others read. */
export interface Shown {
  /** True when nothing of the value may be shown, not even its length. */
  isHidden(object: ObjectName, path: FieldPath): boolean;
  /** A text, of one line or many, without what is secret in it or looks so. */
  text(text: string): string;
}

export interface ShownOptions {
  /** Takes the run's own secrets out of a text. */
  readonly redact: (text: string) => string;
  /** What else is secret: the configuration of a client whose recipe names a secret, say. */
  readonly isSecret?: ((object: ObjectName, path: FieldPath) => boolean) | undefined;
}

/** kubectl keeps the whole object in it, a Secret's data too. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

export function createShown({ redact, isSecret }: ShownOptions): Shown {
  return {
    isHidden: (object, path) =>
      isDataOfSecret(object, path) ||
      path.includes(`f:${lastAppliedAnnotation}`) ||
      path.includes('f:binaryData') ||
      isSecretVariable(path) ||
      (isSecret?.(object, path) ?? false),
    text: (text) => withoutLooks(redact(text)),
  };
}

/** Stands for a value of which nothing may be shown. */
export const notShown = 'not shown';

/** A value as one line of bounded length. */
export function showValue(shown: Shown, object: ObjectName, path: FieldPath, value: Json, limit = 160): string {
  if (shown.isHidden(object, path)) return notShown;
  return excerpt(JSON.stringify(masked(shown, object, path, value)), limit);
}

/** The same value with `***` for everything in it that is hidden. */
function masked(shown: Shown, object: ObjectName, path: FieldPath, value: Json): Json {
  if (shown.isHidden(object, path)) return '***';
  if (typeof value === 'string') return shown.text(value);
  if (Array.isArray(value)) {
    return value.map((item: Json) => {
      const name = isMap(item) ? item['name'] : undefined;
      const step = typeof name === 'string' ? `k:${JSON.stringify({ name })}` : 'i:0';
      return masked(shown, object, [...path, step], item);
    });
  }
  if (!isMap(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, child]) => [key, masked(shown, object, [...path, `f:${key}`], child ?? null)]),
  );
}

function isDataOfSecret({ kind }: ObjectName, [first]: FieldPath): boolean {
  return kind === 'Secret' && (first === 'f:data' || first === 'f:stringData');
}

/** How names end of what holds a secret. (How they begin tells nothing: `TokenStaking` is a contract.) */
const secretWord = '(?:pass(?:word|phrase)|secret|token|mnemonic|credential|private[-_]?key|api[-_]?key)s?';
const isSecretName = new RegExp(`${secretWord}$`, 'i');
/** `Password = "…"`, `--api-key=…`: what follows the sign, unless it is an address. */
const assignment = new RegExp(String.raw`(${secretWord}["']?\s*[=:]\s*)(?!["']?0x[0-9a-f]{40}\b)\S.*$`, 'i');

/** `env: [{name: DB_PASSWORD, value: …}]`, written in clear. */
function isSecretVariable(path: FieldPath): boolean {
  const name = keysOf(path.at(-2) ?? '')?.['name'];
  return path.at(-1) === 'f:value' && typeof name === 'string' && isSecretName.test(name);
}

/** A guess, for what nobody registered as a secret: it hides too much rather than too little. Lines stay lines. */
function withoutLooks(text: string): string {
  if (/"ciphertext"\s*:/.test(text)) return text.replaceAll(/.+/g, '***');
  return text
    .replaceAll(/-----BEGIN [\s\S]*?(?:-----END [^\n]*|$)/g, (pem) => pem.replaceAll(/.+/g, '***'))
    .split('\n')
    .map((line) => {
      if (secretLook(line) !== undefined) return '***';
      const words = line.replaceAll(/[^\s"'`,;<>()[\]{}\\]+/g, (word) =>
        secretLook(word) === undefined ? word : '***',
      );
      return words.replace(assignment, '$1***');
    })
    .join('\n');
}
