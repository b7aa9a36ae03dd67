/** `$NAME`: a value that stands in the step's environment, never in a file. */
export type SecretReference = `$${string}`;

/** Reads one environment variable of the step; absent or empty is `undefined`. Handed down from the entry. */
export interface Secrets {
  (name: string): string | undefined;
  /** Hides a secret that stands elsewhere in all that is printed. */
  readonly hide?: (name: string, secret: string) => void;
}

/** Matches a whole value that is a reference to the step's environment. */
export const secretReferencePattern = /^\$[A-Z][A-Z0-9_]*$/;

/** True when the whole text is `$NAME`. */
export function isSecretReference(text: string): text is SecretReference {
  return secretReferencePattern.test(text);
}

/** The environment variable's name without its `$`. */
export function secretName(reference: SecretReference): string {
  return reference.slice(1);
}
