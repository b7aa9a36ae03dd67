import { cutMark, plainText } from './plain-text.ts';
import { secretForms, shortestSecret, squeeze } from './secret-forms.ts';

/** Knows the run's secrets, and takes them out of every text on its way out. */
export interface Redactor {
  /**
   * From now on the secret is hidden in all its forms, which are returned. None are when the secret is under 8
   * characters: it is then hidden nowhere, because hiding it would hide half of every text.
   */
  register(name: string, secret: string): readonly string[];
  /** The text with `***` for every secret. */
  redact(text: string): string;
  /** The names of the secrets that the text contains. */
  secretsIn(text: string): readonly string[];
}

interface Needle {
  readonly name: string;
  /** Squeezed and in lower case. */
  readonly text: string;
}

interface Match {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export function createRedactor(): Redactor {
  const needles = new Map<string, Needle>();
  return {
    register(name, secret) {
      const forms = secretForms(secret);
      for (const form of [...forms, ...forms.map(plainText)]) {
        const text = lowerCase(squeeze(form));
        if (text.length >= shortestSecret && !needles.has(text)) needles.set(text, { name, text });
      }
      return forms;
    },
    redact: (text) => hide(text, matchesIn(text, [...needles.values()])),
    secretsIn: (text) => [...new Set(matchesIn(text, [...needles.values()]).map(({ name }) => name))],
  };
}

/**
 * Looks through the text without its white space and without regard to case, so that a wrapped, indented or upper-cased
 * secret is found too; positions are those of the original text.
 */
function matchesIn(text: string, needles: readonly Needle[]): readonly Match[] {
  if (needles.length === 0) return [];
  const positions: number[] = [];
  let squeezed = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (/\s/.test(character)) continue;
    positions.push(index);
    squeezed += character;
  }
  squeezed = lowerCase(squeezed);
  const position = (index: number) => positions[index] ?? text.length;
  const matches: Match[] = [];
  const add = (name: string, start: number, length: number) =>
    matches.push({ name, start: position(start), end: position(start + length - 1) + 1 });
  for (const needle of needles) {
    for (let at = squeezed.indexOf(needle.text); at >= 0; at = squeezed.indexOf(needle.text, at + 1)) {
      add(needle.name, at, needle.text.length);
    }
  }
  for (let cut = squeezed.indexOf(cutMark); cut >= 0; cut = squeezed.indexOf(cutMark, cut + 1)) {
    for (const needle of needles) {
      const length = cutLength(squeezed, cut, needle.text);
      if (length > 0) add(needle.name, cut - length, length);
    }
  }
  return matches;
}

/** How many characters of the secret stand before the cut, when it may have been cut in two. */
function cutLength(squeezed: string, cut: number, needle: string): number {
  for (let length = Math.min(needle.length - 1, cut); length >= shortestSecret; length -= 1) {
    if (squeezed.startsWith(needle.slice(0, length), cut - length)) return length;
  }
  return 0;
}

function hide(text: string, matches: readonly Match[]): string {
  let result = '';
  let done = 0;
  for (const { start, end } of [...matches].sort((a, b) => a.start - b.start)) {
    if (start >= done) result += `${text.slice(done, start)}***`;
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}

/** ASCII only: other letters may change their length with their case. */
function lowerCase(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
