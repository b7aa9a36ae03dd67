import type { ControlPlane } from './control-plane.ts';
import { BEHAVIOUR_ANNOTATION, type PodBehaviour, STEP_ANNOTATION } from './pod-behaviours.ts';
import { poll } from './process.ts';

/** A node that is silent from now on: it is not ready, nor are its pods, and none of them goes when it is asked to. */
export async function loseNode(cluster: Pick<ControlPlane, 'ask'>, node: string): Promise<void> {
  const { body } = await cluster.ask(`/api/v1/pods?fieldSelector=spec.nodeName=${node}`);
  const { items } = JSON.parse(body) as { items: { metadata: { namespace: string; name: string } }[] };
  await misbehave(cluster, `/api/v1/nodes/${node}`, 'lost');
  await Promise.all(
    items.map(({ metadata: { namespace, name } }) =>
      misbehave(cluster, `/api/v1/namespaces/${namespace}/pods/${name}`, 'on-lost-node'),
    ),
  );
}

/**
 * Makes one pod that is there misbehave from now on, and no successor of it; or a node: `lost`.
 * @param path of the object, from /api.
 */
export async function misbehave(
  { ask }: Pick<ControlPlane, 'ask'>,
  path: string,
  behaviour: PodBehaviour | 'lost',
): Promise<void> {
  await poll(async () => {
    const { status, body } = await ask(path);
    if (status !== 200) return false;
    const object = JSON.parse(body) as { metadata: { annotations?: Record<string, string> } };
    const { [STEP_ANNOTATION]: _, ...annotations } = object.metadata.annotations ?? {};
    object.metadata.annotations = { ...annotations, [BEHAVIOUR_ANNOTATION]: behaviour };
    // Others write to it too: then once more.
    return (await ask(path, { method: 'PUT', json: object })).status === 200;
  }, AbortSignal.timeout(120_000));
}
