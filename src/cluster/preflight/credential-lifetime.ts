import type { PreflightFinding } from './preflight-finding.ts';

/**
 * Whether the credentials last for all that the roll-out may take, its way back included: one that loses them half-way can
 * neither go on nor back.
 * @param endsAt when they run out for good; undefined when they don't, can be had anew, or don't say.
 * @param longestMs the roll-out's whole deadline.
 */
export function credentialFindings(
  endsAt: Date | undefined,
  { now, longestMs }: { readonly now: Date; readonly longestMs: number },
): readonly PreflightFinding[] {
  if (endsAt === undefined) return [];
  const leftMs = endsAt.getTime() - now.getTime();
  if (leftMs >= longestMs) return [];
  const until = endsAt.toISOString().replace(/\.\d{3}Z$/, 'Z');
  if (leftMs <= 0) {
    const message = `The kubeconfig's credentials ended at ${until} and can't be renewed. Log in to the cluster again, right before this step.`;
    return [{ severity: 'error', message }];
  }
  const message = `The kubeconfig's credentials end at ${until}, in ${lasting(leftMs)}, and can't be renewed; the roll-out may take ${lasting(longestMs)}, its way back included. Log in to the cluster right before this step, or with a plugin that renews its credentials (on GKE: gke-gcloud-auth-plugin), or give the roll-out less time.`;
  return [{ severity: 'error', message }];
}

function lasting(ms: number): string {
  if (ms < 120_000) return `${Math.floor(ms / 1000)} s`;
  return `${Math.floor(ms / 60_000)} min`;
}
