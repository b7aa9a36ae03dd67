import type { LivePod } from '../live-workload.ts';
import type { Removal } from './removals.ts';
import type { Sign } from './sign.ts';

export type Verdict =
  | {
      readonly kind: 'waiting';
      /** What may become the failure; foreign text in it. */
      readonly sign?: Sign | undefined;
      /** In words: `until …`. */
      readonly awaited: string;
      /** Look again at the next change, or after this long. */
      readonly againInMs: number;
      /** Not named again for a while, so that a look before the deletion is seen doesn't ask for it twice. */
      readonly remove: readonly Removal[];
      /** Read the autoscaler's events about its pods, and give them to the next look. */
      readonly needsAutoscalerEvents: boolean;
      /** Read the claims of its pods, and give them to the next look. */
      readonly needsClaims: boolean;
    }
  | {
      readonly kind: 'baking';
      readonly sinceMs: number;
      readonly forMs: number;
      readonly isUnprobed: boolean;
      readonly againInMs: number;
    }
  | {
      readonly kind: 'proved';
      readonly pods: readonly LivePod[];
      readonly revision: string;
      /** Baked because no container has a readiness probe: worth saying. */
      readonly isUnprobed: boolean;
      readonly bakedMs: number;
    }
  | { readonly kind: 'failed'; readonly sign: Sign };
