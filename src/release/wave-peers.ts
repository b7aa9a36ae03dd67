import { askClient, type Cluster, type RollToOptions } from '../cluster/index.ts';
import { checkPeers, type SmokeClient } from '../smoke/index.ts';
import type { ReleasePorts } from './ports.ts';
import { questionTimeoutMs } from './smoke-test.ts';
import type { WantedRelease } from './wanted-release.ts';

/**
 * The checks among peers at the end of a wave: each client that was changed is asked whether it sees a bootstrap. A wave
 * whose clients can't be asked goes on, which is said once.
 * @returns undefined where no client has a port for it, or there is no release yet (in a plan)
 */
export function wavePeers(
  namespace: string,
  { release, recipes }: Pick<WantedRelease, 'release' | 'recipes'>,
  cluster: Cluster,
  { log }: Pick<ReleasePorts, 'log'>,
): RollToOptions['checkPeers'] {
  const [bootstrapRole] = release?.roles ?? [];
  const ports = new Map(recipes.map(({ client, tree }) => [client, tree.Diagnostics?.Port]));
  const all = (release?.clients ?? []).map(({ name, role, address, peerId }): SmokeClient => {
    return { name, role, address, peerId, ports: { diagnostics: ports.get(name) ?? 0 } };
  });
  const isAlone = all.filter(({ role }) => role === bootstrapRole).length < 2;
  // The only bootstrap has nobody it must see.
  const asked = all.filter(
    ({ role, ports: { diagnostics } }) => diagnostics > 0 && !(isAlone && role === bootstrapRole),
  );
  if (bootstrapRole === undefined || asked.length === 0) return undefined;
  let isSaid = false;
  return async (pods, { withinMs, signal }) => {
    const podOf = new Map(pods.map(({ client, pod }) => [client, pod]));
    const { alone, unknown } = await checkPeers({
      release: { clients: all, bootstrapRole },
      clients: asked.filter(({ name }) => podOf.has(name)),
      diagnostics: ({ name, ports: { diagnostics: port } }) =>
        askClient(cluster, {
          ...{ namespace, client: name, pod: podOf.get(name), port, path: '/diagnostics' },
          timeoutMs: questionTimeoutMs,
        }),
      ...{ withinMs, signal },
      // Who was silent once isn't waited for in each wave.
      ...(isSaid && { answerWithinMs: 0 }),
    });
    if (unknown.length > 0 && !isSaid) {
      isSaid = true;
      log.warning(`Whether the clients see their peers is not known, and not counted against them: ${unknown[0]}`);
    }
    return alone.length === 0 ? undefined : alone.slice(0, 5).join('; ');
  };
}
