import type { Finding } from '../../report/index.ts';
import { listAt, valueAt } from './manifest-values.ts';
import { type Manifest, placeOf, podOf, podPath, type WrittenObject } from './written-object.ts';

/** An image that a manifest names beside the clients' own: of another container, or of one that runs before. */
export interface ManifestImage {
  /** As written. */
  readonly image: string;
  readonly container: string;
  readonly place: Omit<Finding, 'message'>;
}

/** Every image of the manifests that isn't the client's, once for each place. */
export function manifestImages({ template, own, container }: Manifest): readonly ManifestImage[] {
  const workloads = [...(template === undefined ? [] : [template]), ...Object.values(own)].map(
    ({ workload }) => workload,
  );
  return [...new Set(workloads)].flatMap((workload) => imagesOf(workload, container));
}

function imagesOf(workload: WrittenObject, clientContainer: string): readonly ManifestImage[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    listAt(podOf(workload), list).flatMap((each, index): readonly ManifestImage[] => {
      const container = valueAt(each, ['name']);
      const image = valueAt(each, ['image']);
      if (typeof image !== 'string' || (list === 'containers' && container === clientContainer)) return [];
      const place = placeOf(workload, [...podPath, list, index, 'image']);
      return [{ image, container: String(container), place }];
    }),
  );
}
