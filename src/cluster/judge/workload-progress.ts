import { deploymentProgress } from './deployment-progress.ts';
import { type Progress, unseen } from './progress.ts';
import type { Sight } from './sight.ts';
import { statefulSetProgress } from './stateful-set-progress.ts';

/** The rule of the workload's kind, by status of this generation and pods of this uid only. */
export function progressOf(sight: Sight): Progress {
  const { workload, applied, pods, replicaSets } = sight;
  if (workload === undefined || workload.metadata.uid !== applied.uid) {
    return { ...unseen([], 0), awaited: 'the watch shows what was written' };
  }
  const progress =
    workload.kind === 'Deployment'
      ? deploymentProgress(workload, replicaSets, pods, applied.generation)
      : statefulSetProgress(workload, pods, applied.generation);
  // No pod proves nothing, unless none is what was applied: going back to what a person had scaled down.
  if (!progress.isReady || progress.targets.length > 0 || applied.replicas === 0) return progress;
  return { ...progress, isReady: false, awaited: 'it has a pod (its replicas are 0)' };
}
