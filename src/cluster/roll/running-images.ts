import type { WantedObject } from '../kubernetes-object.ts';
import type { LiveContainer, LivePod, LivePodTemplate, LiveWorkload } from '../live-workload.ts';

/**
 * Whether a digest that a node names is the wanted image under another name, which only its registry knows.
 * @param wanted an image by digest.
 */
export type SameImage = (wanted: string, found: string) => Promise<boolean>;

/** A container that doesn't run what was asked for. */
export interface OtherImage {
  readonly pod: LivePod;
  readonly container: string;
  /** The digests. */
  readonly wanted: string;
  readonly found: string;
}

/**
 * The first container, sidecars and init containers included, whose image by digest is not the one that runs: something
 * between us and the node put another in its place. Not compared: what was asked for by tag, what the node names by its own
 * id only (`sha256:…` without a name before it: the digest of the image's configuration), what it names not at all.
 * @param isSame asked only where the digests differ.
 */
export async function otherImageOf(
  workload: WantedObject | LiveWorkload,
  pods: readonly LivePod[],
  isSame: SameImage = async () => false,
): Promise<OtherImage | undefined> {
  const { template } = (workload.spec ?? {}) as { readonly template?: LivePodTemplate };
  const { containers = [], initContainers = [] } = template?.spec ?? {};
  for (const pod of pods) {
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
    const statuses = [...containerStatuses, ...initContainerStatuses];
    for (const { name, image } of [...containers, ...initContainers] satisfies readonly LiveContainer[]) {
      const wanted = digestIn(image);
      const found = digestIn(statuses.find((status) => status.name === name)?.imageID);
      if (wanted === undefined || found === undefined || wanted === found) continue;
      if (!(await isSame(image ?? '', found))) return { pod, container: name, wanted, found };
    }
  }
  return undefined;
}

function digestIn(reference: string | undefined): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(reference ?? '')?.[1];
}
