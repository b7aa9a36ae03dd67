import { UserError } from '../../report/index.ts';
import { ApiRefusal, type Cluster } from '../api/cluster-port.ts';
import { forbidderOf } from '../api/forbidden-by.ts';
import { labels, type WantedObject } from '../kubernetes-object.ts';
import { headName } from '../record/record-head.ts';
import type { PreflightFinding } from './preflight-finding.ts';

/**
 * What a quota or a rule of the cluster has against the objects that the record writes before any client is touched. How many
 * it will be isn't known yet: one Secret stands for all, and may fit where two would not.
 * @param isFirst true where the record's ConfigMap is most likely made too
 */
export async function recordFindings(
  cluster: Pick<Cluster, 'apply'>,
  namespace: string,
  isFirst: boolean,
): Promise<readonly PreflightFinding[]> {
  const metadata = (name: string) => ({ name, namespace, labels: { [labels.managedBy]: 'keep-deploy' } });
  const secret: WantedObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata('keep-deploy-record-rehearsal'),
    immutable: true,
    type: 'Opaque',
  };
  const head: WantedObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(headName) };
  const refusals = await Promise.all((isFirst ? [secret, head] : [secret]).map((object) => refusalOf(cluster, object)));
  return refusals.flatMap((refusal): readonly PreflightFinding[] =>
    refusal === undefined
      ? []
      : [{ severity: 'error', message: `the roll-out record could not be written: ${refusal.message}` }],
  );
}

/** Permissions are the rules review's; whatever else is said comes of our trying, and says nothing of the record. */
async function refusalOf(cluster: Pick<Cluster, 'apply'>, object: WantedObject): Promise<ApiRefusal | undefined> {
  try {
    await cluster.apply(object, { dryRun: true });
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return isMeant(error) ? error : undefined;
  }
}

/**
 * Writes what a roll-out needs for itself. What a quota or a rule of the cluster has against it is the user's to mend, as it
 * is before the first write. @throws UserError
 */
export async function beforeClients<T>(what: string, writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (!(error instanceof ApiRefusal && isMeant(error))) throw error;
    const advice = 'no client was touched: nothing was written to them';
    throw new UserError(`${what}: ${error.message}`, { advice, cause: error });
  }
}

/** True for what is no matter of permissions and will be said again: the user's to mend. */
function isMeant({ status, reason, message }: ApiRefusal): boolean {
  const forbidder = forbidderOf(status, reason, message);
  return forbidder === 'quota' || forbidder === 'rule';
}
