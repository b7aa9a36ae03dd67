import { type Digest, parseDigest } from '../values/index.ts';

/** What a parser may need to know beside the text. */
export interface ParseContext {
  /** The folder that paths are relative to, and stay in. */
  readonly workspace: string;
}

/** Reads one input. Rejects what it doesn't understand, never guesses, and never repeats the text: it may be a secret. */
export interface Parser<T> {
  /** The accepted form, as the end of "expected …". */
  readonly accepts: string;
  /** @throws Rejected */
  parse(text: string, context: ParseContext): T;
}

/** Says what kind of text was seen, such as "a number without a unit". */
export class Rejected extends Error {
  override readonly name = 'Rejected';
}

export type Mode = 'plan' | 'apply';

/** Any text of one line. */
export const text: Parser<string> = {
  accepts: 'text on one line',
  parse(value) {
    if (/[\r\n]/.test(value)) throw new Rejected('several lines');
    return value;
  },
};

/** The booleans of YAML 1.2's core schema, as @actions/core reads them too. */
export const boolean: Parser<boolean> = {
  accepts: 'true or false',
  parse(value) {
    if (/^(true|True|TRUE)$/.test(value)) return true;
    if (/^(false|False|FALSE)$/.test(value)) return false;
    throw new Rejected(
      /^(yes|no|on|off|y|n|[01])$/i.test(value) ? 'a word that YAML 1.2 does not read as a boolean' : classOf(value),
    );
  },
};

export function choice<const Option extends string>(...options: readonly Option[]): Parser<Option> {
  return {
    accepts: options.length < 3 ? options.join(' or ') : `one of ${options.join(', ')}`,
    parse(value) {
      const found = options.find((option) => option === value);
      if (found === undefined) throw new Rejected(classOf(value));
      return found;
    },
  };
}

export const mode: Parser<Mode> = choice('plan', 'apply');

export function integer({ min, max }: { readonly min: number; readonly max: number }): Parser<number> {
  return {
    accepts: `a whole number from ${min} to ${max}`,
    parse(value) {
      if (!/^-?(0|[1-9]\d*)$/.test(value)) throw new Rejected(classOf(value));
      const number = Number(value);
      // No secret is that short.
      const which = value.length <= 5 ? `${value}, which is ` : '';
      if (number < min) throw new Rejected(`${which}less than ${min}`);
      if (number > max) throw new Rejected(`${which}more than ${max}`);
      return number;
    },
  };
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const longestMs = 24 * 3_600_000;

/** Milliseconds; more than nothing and at most a day, because a longer wait in a step is a mistyped unit. */
export const durationMs: Parser<number> = {
  accepts: 'a duration of at most 24 h with its unit, such as 500ms, 90s, 10m or 2h',
  parse(value) {
    const [, digits, unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(value) ?? [];
    if (digits === undefined) throw new Rejected(/^\d+$/.test(value) ? 'a number without a unit' : classOf(value));
    const ms = Number(digits) * (unitsMs[unit] ?? Number.NaN);
    if (!(ms > 0)) throw new Rejected('no time at all');
    if (ms > longestMs) throw new Rejected('more than 24 h');
    return ms;
  },
};

export const digest: Parser<Digest> = {
  accepts: 'sha256: and 64 hexadecimal digits in lower case',
  parse(value) {
    try {
      return parseDigest(value);
    } catch {
      throw new Rejected(/^[0-9a-f]{64}$/i.test(value) ? 'a digest without sha256:' : classOf(value));
    }
  },
};

/** One item per line; empty lines and white space around an item don't count. */
export const lines: Parser<readonly string[]> = {
  accepts: 'one item per line',
  parse: (value) =>
    value
      .split(/\r\n|\r|\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
};

/** What a text looks like, without saying what it is. */
export function classOf(value: string): string {
  if (/[\r\n]/.test(value)) return 'several lines';
  if (/^[+-]?\d+$/.test(value)) return 'a whole number';
  if (/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(value)) return 'a number';
  if (/^(true|false)$/i.test(value)) return 'a boolean';
  if (/^\$\{\{/.test(value)) return 'an expression that was not evaluated';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return 'a URL';
  return /\s/.test(value) ? 'text with white space' : 'not valid';
}
