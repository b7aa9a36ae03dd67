import { UserError } from '../../report/index.ts';
import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import type { NeededAccess } from './needed-access.ts';
import { accessFindings, reviewRules } from './rules-review.ts';

/**
 * What was read; where the API server forbids it, everything that is missing is told at once, instead of the one request
 * that happened to be refused first.
 */
export async function allowedToRead<T>(
  read: () => Promise<T>,
  asked: {
    readonly cluster: Pick<Cluster, 'review'>;
    readonly namespace: string;
    /** Asked for only where something was refused. */
    readonly needed: () => readonly NeededAccess[];
  },
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status !== 403) throw error;
    const { cluster, namespace, needed } = asked;
    const findings = accessFindings(await reviewRules(cluster, namespace), needed(), { namespace });
    const missing = findings.filter(({ severity }) => severity === 'error').map(({ message }) => ({ message }));
    // The refusal itself says more than a list that isn't whole.
    if (missing.length === 0) throw error;
    throw new UserError(missing, { advice: 'nothing was written to the cluster', cause: error });
  }
}
