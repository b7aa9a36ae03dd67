import { UserError } from '../report/index.ts';
import { type SecretReference, type Secrets, secretName } from '../values/index.ts';
import type { Environment } from './environment.ts';

export function notSet(reference: SecretReference): string {
  return `${reference} is not set in the step's environment: add it to the step's env, from a secret`;
}

/**
 * Reads `$NAME`s from the step's environment.
 * @throws UserError naming every one that is missing, at each line that needs it.
 */
export function resolveSecrets(
  environment: Environment<never>,
  references: readonly SecretReference[],
  secrets: Secrets,
): ReadonlyMap<SecretReference, string> {
  const values = new Map(references.map((reference) => [reference, secrets(secretName(reference)) ?? '']));
  const missing = [...values].filter(([, value]) => value === '').map(([reference]) => reference);
  if (missing.length > 0) {
    throw new UserError(
      missing.flatMap((reference) => {
        const message = notSet(reference);
        const places = environment.placesOf(reference);
        return places.length === 0 ? [{ message }] : places.map((place) => ({ ...place, message }));
      }),
    );
  }
  return values;
}

/** One `$NAME` from the step's environment. @throws UserError when it is not set. */
export function resolveSecret(environment: Environment<never>, reference: SecretReference, secrets: Secrets): string {
  return resolveSecrets(environment, [reference], secrets).get(reference) ?? '';
}
