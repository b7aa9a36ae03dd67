import type { WantedObject } from '../kubernetes-object.ts';

/**
 * True where no controller replaces a pod (OnDelete): whoever proves the workload takes a pod of the old revision away,
 * also where nothing is written.
 */
export function leavesPodsToUs({ spec }: WantedObject): boolean {
  const { updateStrategy } = (spec ?? {}) as { readonly updateStrategy?: { readonly type?: string } };
  return updateStrategy?.type === 'OnDelete';
}
