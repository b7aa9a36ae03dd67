import type { LiveObject } from '../kubernetes-object.ts';
import { textIn } from './json-reading.ts';
import type { PreflightFinding } from './preflight-finding.ts';

/** A namespace that is being deleted takes nothing new, and takes everything in it along. */
export function namespaceFindings(namespace: LiveObject): readonly PreflightFinding[] {
  const { name, deletionTimestamp } = namespace.metadata;
  const isGoing = deletionTimestamp !== undefined || textIn(namespace, 'status', 'phase') === 'Terminating';
  if (!isGoing) return [];
  return [
    {
      severity: 'error',
      message: `The namespace ${name} is being deleted, with everything in it: wait until it is gone and create it again, or correct cluster.namespace.`,
    },
  ];
}
