import type { NamespaceStore } from '../api/namespace-store.ts';
import { judge } from '../judge/judge.ts';
import { createJudgeMemory } from '../judge/judge-memory.ts';
import { appliedOf, restartCounts, takeSight } from '../judge/sight.ts';
import type { WantedObject } from '../kubernetes-object.ts';
import { workloadOf } from '../roll/live-client.ts';
import type { PresentState } from '../roll/network-plan.ts';
import { otherImageOf, type SameImage } from '../roll/running-images.ts';

export interface PresentOptions {
  readonly store: NamespaceStore;
  readonly nowMs: number;
  /** The server's clock, milliseconds since 1970: a pod that has long been ready has baked. */
  readonly serverNowMs: number | undefined;
  readonly bakeMs?: number | undefined;
  readonly maxRestarts?: number | undefined;
  readonly isSameImage?: SameImage | undefined;
}

/** What the judge says of a workload as it stands, in one look: by the same table as after a write. */
export async function presentStateOf(wanted: WantedObject, options: PresentOptions): Promise<PresentState | undefined> {
  const { store, isSameImage, ...rest } = options;
  const workload = workloadOf(wanted);
  const live = store.workload(workload.kind, workload.name);
  if (live === undefined) return undefined;
  const pods = store.podsOf(live.metadata.uid ?? '');
  const sight = takeSight(store, workload, {
    ...rest,
    applied: appliedOf(live, false),
    restartsBefore: restartCounts(pods),
  });
  const verdict = judge(sight, createJudgeMemory());
  switch (verdict.kind) {
    case 'proved': {
      // Held against what it says itself: what is wanted instead is no doubt about how it stands.
      const other = await otherImageOf(live, verdict.pods, isSameImage);
      if (other === undefined) return { isProved: true, why: 'proved' };
      return { isProved: false, why: `pod ${other.pod.metadata.name} runs another image` };
    }
    case 'baking':
      return { isProved: false, why: 'its pod was not ready for long enough yet' };
    case 'failed':
      return { isProved: false, why: `${verdict.sign.pod?.name ?? workload.name}: ${verdict.sign.reason}` };
    case 'waiting':
      return { isProved: false, why: verdict.sign?.reason ?? `it waits until ${verdict.awaited}` };
  }
}
