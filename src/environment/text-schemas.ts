import * as v from 'valibot';

/** A text whose parser (of the values room, or another room's) throws a RangeError that says what was expected. */
export function parsedBy<T>(parse: (text: string) => T) {
  return v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
    try {
      return parse(dataset.value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      addIssue({ message: error.message });
      return NEVER;
    }
  });
}

/** What such a parser says of a text of another form; a pattern beside it is what editors check. */
export function parserMessage(parse: (text: string) => unknown, text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
  return 'expected another form';
}

/** What Kubernetes calls a DNS-1123 label. */
export const labelPattern = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

export function labelSchema(what: string) {
  return v.pipe(
    v.string(`expected ${what}`),
    v.regex(
      labelPattern,
      `expected ${what}: at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends`,
    ),
  );
}

/** A path to another file of the user's, relative to the file it stands in. */
export function relativePathSchema(description: string) {
  const expected = 'expected a path relative to this file, with forward slashes';
  return v.pipe(
    v.string(expected),
    v.regex(/^(?![/~\\])(?![A-Za-z]:)[^\\\0$]+$/, expected),
    v.description(description),
  );
}
