import { UserError } from '../report/index.ts';
import type { Secrets } from '../values/index.ts';

const variable = 'KEEP_DEPLOY_DIGEST_KEY';

/** A shorter key could be found by trying, and then what is behind the digests too. */
const minimumLength = 16;

/**
 * The key of every digest and object name that is made from something secret.
 * @param neededFor what can't be done without it; absent when nothing needs it.
 * @throws UserError when it is needed and not set.
 */
export function digestKey(secrets: Secrets, neededFor: string | undefined): string | undefined {
  const problem = digestKeyProblem(secrets, neededFor);
  if (problem !== undefined) throw new UserError(problem);
  return secrets(variable);
}

/** What is wrong with the key, if anything. */
export function digestKeyProblem(secrets: Secrets, neededFor: string | undefined): string | undefined {
  const key = secrets(variable);
  if (key !== undefined && key.length < minimumLength) {
    return `$${variable} is too short: make one of at least ${minimumLength} characters, for example with \`openssl rand -hex 32\``;
  }
  if (key !== undefined || neededFor === undefined) return undefined;
  return `$${variable} is not set in the step's environment: ${neededFor} needs it. Make one once per environment (openssl rand -hex 32), keep it as a secret, and never change it without need: another key means that every client is rolled again`;
}
