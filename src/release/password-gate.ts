import { type Cluster, checkPasswords, type Manifest, type PasswordOwner, secretKeys } from '../cluster/index.ts';
import type { Environment } from '../environment/index.ts';
import type { Finding } from '../report/index.ts';

export interface PasswordLook {
  /** Every Secret or key that is neither in the cluster nor in the manifests. */
  readonly findings: readonly Finding[];
  /** What could not be looked at, for a warning. */
  readonly notChecked: string | undefined;
}

/** A pod whose password isn't there doesn't start: better told before anything is written. */
export async function lookForPasswords(
  environment: Environment<'cluster'>,
  cluster: Cluster,
  { clients, manifest }: { readonly clients: readonly PasswordOwner[]; readonly manifest: Manifest },
): Promise<PasswordLook> {
  const { namespace } = environment.cluster;
  const written = secretKeys(
    manifest,
    clients.map(({ name }) => name),
  );
  const { missing, notAllowed } = await checkPasswords(cluster, namespace, clients, written);
  const findings = missing.flatMap(({ client, part, message: what }): readonly Finding[] => {
    const message = `${what}: create it first, or write it into the manifests`;
    const wanted = clients.find(({ name }) => name === client)?.password[part];
    const written = environment.clients?.clients.find(({ name }) => name === client)?.password[part];
    // The files of a stored release may be others today.
    if (written !== wanted) return [{ message: `${client}: ${message}` }];
    return environment.findings('clients', [{ path: ['clients', client, 'password', part], message }]);
  });
  if (notAllowed.length === 0) return { findings, notChecked: undefined };
  const names = notAllowed.map((name) => `Secret ${name}`).join(', ');
  return { findings, notChecked: `Not checked whether the passwords are there: the kubeconfig may not read ${names}` };
}
