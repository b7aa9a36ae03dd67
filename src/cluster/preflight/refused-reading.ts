import { UserError } from '../../report/index.ts';
import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import type { WrittenKind } from '../kubernetes-object.ts';
import { neededAccess } from './needed-access.ts';
import { accessFindings, reviewRules } from './rules-review.ts';

/**
 * What was read; where the API server forbids it, everything that reading lacks is told at once, instead of the one request
 * that happened to be refused first.
 */
export async function allowedToRead<T>(
  read: () => Promise<T>,
  asked: {
    readonly cluster: Pick<Cluster, 'review'>;
    readonly namespace: string;
    readonly besideKinds: readonly WrittenKind[];
  },
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status !== 403) throw error;
    const { cluster, ...rest } = asked;
    const needed = neededAccess({ ...rest, writes: [], prunes: [] });
    const findings = accessFindings(await reviewRules(cluster, asked.namespace), needed, asked);
    const missing = findings.filter(({ severity }) => severity === 'error').map(({ message }) => ({ message }));
    // The refusal itself says more than a list that isn't whole.
    if (missing.length === 0) throw error;
    throw new UserError(missing, { advice: 'nothing was written to the cluster', cause: error });
  }
}
