import { type Cluster, checkPasswords, type PasswordOwner } from '../cluster/index.ts';
import type { Environment } from '../environment/index.ts';
import { type Finding, UserError } from '../report/index.ts';

/**
 * A pod whose password isn't there doesn't start: better told before anything is written.
 * @returns what could not be looked at, for a warning.
 * @throws UserError with file and line of every Secret or key that is missing
 */
export async function requirePasswords(
  environment: Environment<'cluster'>,
  cluster: Cluster,
  clients: readonly PasswordOwner[],
): Promise<string | undefined> {
  const { missing, notAllowed } = await checkPasswords(cluster, environment.cluster.namespace, clients);
  const findings = missing.flatMap(({ client, part, message }): readonly Finding[] => {
    const wanted = clients.find(({ name }) => name === client)?.password[part];
    const written = environment.clients?.clients.find(({ name }) => name === client)?.password[part];
    // The files of a stored release may be others today.
    if (written !== wanted) return [{ message: `${client}: ${message}` }];
    return environment.findings('clients', [{ path: ['clients', client, 'password', part], message }]);
  });
  if (findings.length > 0) {
    throw new UserError(findings, { advice: 'nothing was written: create the Secrets with the passwords first' });
  }
  if (notAllowed.length === 0) return undefined;
  return `Not checked whether the passwords are there: the kubeconfig may not read ${notAllowed.map((name) => `Secret ${name}`).join(', ')}`;
}
