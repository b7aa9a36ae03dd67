import type { Log } from '../../report/index.ts';
import type { Cluster } from '../api/cluster-port.ts';
import { type LiveObject, objectPath } from '../kubernetes-object.ts';
import type { LivePodTemplate, LiveWorkload } from '../live-workload.ts';
import { isAppliedByUs } from '../ownership/drift.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/ */
interface LiveRevision extends LiveObject {
  /** Of a StatefulSet's: what is patched into it to go back to the revision. */
  readonly data?: { readonly spec?: { readonly template?: LivePodTemplate & { readonly $patch?: string } } };
}

interface RanPorts {
  readonly cluster: Pick<Cluster, 'get'>;
  readonly namespace: string;
  readonly log: Pick<Log, 'info' | 'warning'>;
}

/**
 * A workload that we never applied, as what ran of it: where somebody's roll-out of it is half-done, that is the template of
 * the revision before, which was ready, and not the live one, which nobody has seen to work.
 */
export async function asItRan(live: LiveWorkload, { cluster, namespace, log }: RanPorts): Promise<LiveWorkload> {
  const name = revisionBefore(live);
  if (name === undefined) return live;
  const revision = await cluster.get<LiveRevision>(objectPath('ControllerRevision', namespace, name));
  const { $patch: _, ...template } = revision?.data?.spec?.template ?? {};
  const rolling = `StatefulSet ${live.metadata.name}: somebody's roll-out of it is half-done`;
  if (template.spec === undefined) {
    log.warning(
      `${rolling}, and what ran before (ControllerRevision ${name}) is not there: gone back to is what it is being rolled to`,
    );
    return live;
  }
  log.info(`${rolling}: gone back to is what ran before that`);
  return { ...live, spec: { ...live.spec, template } } as LiveWorkload;
}

/**
 * The ControllerRevision that holds what ran of a workload that we never applied, while somebody's roll-out of it is
 * half-done. With a partition both revisions are wanted, and with OnDelete the status names the first one for ever.
 */
export function revisionBefore(live: LiveWorkload): string | undefined {
  // A Deployment has to be of the strategy Recreate here: nothing of before runs.
  if (live.kind !== 'StatefulSet' || isAppliedByUs(live)) return undefined;
  const { spec, status } = live;
  const { type = 'RollingUpdate', rollingUpdate } = spec?.updateStrategy ?? {};
  const { currentRevision, updateRevision } = status ?? {};
  const isRolling = type === 'RollingUpdate' && (rollingUpdate?.partition ?? 0) === 0;
  return isRolling && currentRevision !== updateRevision ? currentRevision : undefined;
}
