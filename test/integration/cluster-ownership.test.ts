import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JsonObject, LiveObject, WantedObject } from '../../src/cluster/kubernetes-object.ts';
import { migrationOf } from '../../src/cluster/ownership/client-side-apply.ts';
import { conflictsIn, describeConflict, mayForce } from '../../src/cluster/ownership/conflicts.ts';
import { describeDrift, driftOf } from '../../src/cluster/ownership/drift.ts';
import { createShown } from '../../src/cluster/ownership/shown-value.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { otherObjects, workload } from './ownership-objects.ts';
import { createScene, type Scene } from './ownership-scene.ts';

const shown = createShown({ redact: (text) => text });

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane?.stop());

let scenes = 0;
const openScene = () => createScene(plane, `owned-${++scenes}`);
const driftIn = async (at: Scene, body: WantedObject) => driftOf(await at.live(body), body, shown).map(describeDrift);
const managersOf = async (at: Scene, body: WantedObject) =>
  (await at.live(body)).metadata.managedFields?.map(({ manager, operation }) => `${manager} ${operation}`);

async function apply(at: Scene, body: WantedObject): Promise<void> {
  const { status, body: said } = await at.apply(body);
  if (status >= 300) throw new Error(said);
}

/** The workload's containers with one changed, as a merge patch wants them: the whole list. */
function containersWith(live: LiveObject, change: (container: JsonObject) => JsonObject): JsonObject {
  const { spec } = live as unknown as { spec: { template: { spec: { containers: readonly JsonObject[] } } } };
  return { spec: { template: { spec: { containers: spec.template.spec.containers.map(change) } } } };
}

/** The same body with one changed container. */
function bodyWith(body: WantedObject, change: (container: JsonObject) => JsonObject): WantedObject {
  const spec = body['spec'] as { readonly template: { readonly spec: { readonly containers: readonly JsonObject[] } } };
  const pod = { ...spec.template.spec, containers: spec.template.spec.containers.map(change) };
  return { ...body, spec: { ...spec, template: { ...spec.template, spec: pod } } as unknown as JsonObject };
}

/** Until its controller has looked at it, and filled in what it does. */
async function observed(at: Scene, body: WantedObject): Promise<LiveObject> {
  for (;;) {
    const live = (await at.live(body)) as LiveObject & { readonly status?: { readonly observedGeneration?: number } };
    if (live.status?.observedGeneration === live.metadata.generation) return live;
  }
}

describe('drift is found', () => {
  const path = 'spec.template.spec.containers[name="client"]';
  let at: Scene;
  let body: WantedObject;
  beforeAll(async () => {
    at = await openScene();
  });
  let names = 0;
  /** A workload of its own, applied by us. */
  const start = async (): Promise<LiveObject> => {
    body = workload(at.namespace, 'StatefulSet', `client-${++names}`);
    await apply(at, body);
    return observed(at, body);
  };

  test('after an operator put another image', async () => {
    const live = await start();
    await at.merge(
      body,
      containersWith(live, (one) => ({ ...one, image: 'registry.invalid/client:2' })),
      'keel',
    );
    expect(await driftIn(at, body)).toEqual([`${path}.image is "registry.invalid/client:2" now, by keel`]);
  });

  test('after kubectl scale', async () => {
    await start();
    await at.merge(body, { spec: { replicas: 3 } }, 'kubectl', 'scale');
    expect(await driftIn(at, body)).toEqual(['spec.replicas is 3 now, by kubectl (scale)']);
  });

  test('after kubectl scale to nothing, of which the API server notes no owner', async () => {
    await start();
    await at.merge(body, { spec: { replicas: 0 } }, 'kubectl', 'scale');
    expect(await driftIn(at, body)).toEqual(['spec.replicas is 0 now']);
  });

  test('after kubectl edit of an env entry, of an annotation, and of an atomic list', async () => {
    const live = await start();
    const env = [{ name: 'LOG', value: 'debug' }, ...(workloadEnv(body).slice(1) as JsonObject[])];
    await at.merge(
      body,
      containersWith(live, (one) => ({ ...one, env, command: ['sh'] })),
      'kubectl-edit',
    );
    await at.merge(body, { metadata: { annotations: { team: 'other' } } }, 'kubectl-annotate');
    expect(await driftIn(at, body)).toEqual([
      'metadata.annotations.team is "other" now, by kubectl-annotate',
      `${path}.command is ["sh"] now, by kubectl-edit`,
      `${path}.env[name="LOG"].value is "debug" now, by kubectl-edit`,
    ]);
  });

  test('after somebody took an env entry, or an annotation, out', async () => {
    const live = await start();
    await at.merge(
      body,
      containersWith(live, (one) => ({ ...one, env: workloadEnv(body).slice(1) })),
      'kubectl-edit',
    );
    await at.merge(body, { metadata: { annotations: { team: null } } }, 'kubectl-annotate');
    expect(await driftIn(at, body)).toEqual([
      'metadata.annotations.team was removed',
      `${path}.env[name="LOG"] was removed`,
    ]);
  });

  test('after another server-side apply took a field by force', async () => {
    await start();
    const { apiVersion, kind, metadata } = body;
    const other = {
      apiVersion,
      kind,
      metadata: { name: metadata.name, namespace: at.namespace },
      spec: { replicas: 3 },
    };
    expect(conflictsIn((await at.apply(other, { manager: 'helm' })).body).map(describeConflict)).toEqual([
      'spec.replicas → keep-deploy',
    ]);
    expect((await at.apply(other, { manager: 'helm', force: true })).status).toBe(200);
    expect(await driftIn(at, body)).toEqual(['spec.replicas is 3 now, by helm']);
  });

  test('of what a Secret holds, without what it is', async () => {
    const [secret] = otherObjects(at.namespace).filter(({ kind }) => kind === 'Secret');
    if (secret === undefined) throw new Error('no Secret');
    await apply(at, secret);
    await at.merge(secret, { data: { key: 'bmV3' } }, 'kubectl-edit');
    expect(await driftIn(at, secret)).toEqual(['data.key was changed (not shown), by kubectl-edit']);
  });

  test('where somebody cleared the books', async () => {
    await start();
    await at.merge(body, { metadata: { managedFields: [{}] } }, 'kubectl-edit');
    expect(await driftIn(at, body)).toEqual([expect.stringMatching(/^its books no longer name keep-deploy/)]);
  });
});

describe('no drift is', () => {
  test.each(['StatefulSet', 'Deployment'] as const)(
    'what the API server and its controllers fill in to a %s',
    async (kind) => {
      const at = await openScene();
      const body = workload(at.namespace, kind);
      await apply(at, body);
      const live = await observed(at, body);
      expect(JSON.stringify(live)).toContain('"terminationMessagePath"');
      expect(await driftIn(at, body)).toEqual([]);
    },
  );

  test('what they fill in to any other kind', async () => {
    const at = await openScene();
    for (const body of otherObjects(at.namespace)) {
      await apply(at, body);
      expect([body.kind, await driftIn(at, body)]).toEqual([body.kind, []]);
    }
  });

  test('what others add, and what they want just as we do; a new apply of ours leaves it', async () => {
    const at = await openScene();
    const body = workload(at.namespace);
    await apply(at, body);
    const live = await observed(at, body);
    const more = { name: 'MORE', value: 'theirs' };
    await at.merge(
      body,
      containersWith(live, (one) => ({ ...one, env: [...workloadEnv(body), more] })),
      'injector',
    );
    await at.merge(
      body,
      { metadata: { annotations: { theirs: 'x', team: 'beacon' } }, spec: { minReadySeconds: 7 } },
      'injector',
    );
    expect(await driftIn(at, body)).toEqual([]);
    const next = bodyWith(body, (one) => ({ ...one, image: 'registry.invalid/client:2' }));
    await apply(at, next);
    const after = JSON.stringify(await at.live(next));
    for (const part of ['"value":"theirs"', '"theirs":"x"', '"minReadySeconds":7', 'client:2'])
      expect(after).toContain(part);
    expect(await driftIn(at, next)).toEqual([]);
  });
});

describe('a conflict', () => {
  test('is told as field → manager, for each field and each manager', async () => {
    const at = await openScene();
    const body = workload(at.namespace);
    await apply(at, body);
    const live = await observed(at, body);
    await at.merge(
      body,
      containersWith(live, (one) => ({ ...one, image: 'registry.invalid/client:2' })),
      'keel',
    );
    await at.merge(body, { spec: { replicas: 3 } }, 'kubectl', 'scale');
    const answer = await at.apply(body);
    expect(answer.status).toBe(409);
    const conflicts = conflictsIn(answer.body);
    expect(conflicts.map(describeConflict).sort()).toEqual([
      'spec.replicas → kubectl (scale)',
      'spec.template.spec.containers[name="client"].image → keel',
    ]);
    expect([mayForce(conflicts, ['keel']), mayForce(conflicts, ['keel', 'kubectl'])]).toEqual([false, true]);
    expect((await at.apply(body, { force: true })).status).toBe(200);
    expect(await driftIn(at, body)).toEqual([]);
  });

  test('is not forced on somebody who came in between: the version that was looked at is sent along', async () => {
    const at = await openScene();
    const body = workload(at.namespace);
    await apply(at, body);
    const { resourceVersion = '' } = (await observed(at, body)).metadata;
    await at.merge(body, { spec: { replicas: 0 } }, 'kubectl-edit');
    const answer = await at.apply({ ...body, metadata: { ...body.metadata, resourceVersion } }, { force: true });
    expect([answer.status, conflictsIn(answer.body)]).toEqual([409, []]);
  });
});

describe('fields that client-side apply left', () => {
  const withEnv = (body: WantedObject, ...names: readonly string[]): WantedObject =>
    bodyWith(body, (one) => ({ ...one, env: names.map((name) => ({ name, value: 'x' })) }));
  const envOf = async (at: Scene, body: WantedObject) =>
    workloadEnv((await at.live(body)) as unknown as WantedObject).map(({ name }) => name);

  /** With a fresh look as long as its controller writes in between. */
  async function migrate(at: Scene, body: WantedObject): Promise<LiveObject> {
    for (;;) {
      const live = await at.live(body);
      const { status } = await at.patch(body, migrationOf(live)?.patch ?? []);
      expect([200, 409]).toContain(status);
      if (status === 200) return live;
    }
  }

  test('would be in our way where the server only writes a value in another way, and would stay for ever', async () => {
    const at = await openScene();
    const body = workload(at.namespace);
    await at.kubectlApply(withEnv(body, 'ONE', 'TWO'));
    const first = await at.apply(withEnv(body, 'ONE', 'TWO'));
    expect(conflictsIn(first.body).map(({ field }) => field)).toContain(
      'spec.template.spec.containers[name="client"].resources.requests.cpu',
    );
    await at.apply(withEnv(body, 'ONE', 'TWO'), { force: true });
    await apply(at, withEnv(body, 'ONE'));
    expect(await envOf(at, body)).toEqual(['ONE', 'TWO']);
    const answer = await at.apply(
      bodyWith(withEnv(body, 'ONE'), (one) => ({ ...one, image: 'registry.invalid/client:2' })),
    );
    expect(conflictsIn(answer.body).map(({ manager }) => manager)).toEqual(['kubectl-client-side-apply']);
  });

  test.each([
    ['before our first apply', false],
    ['after it', true],
  ])(
    'become ours %s: then what leaves our body leaves the cluster, without a conflict, and what is others’ stays',
    async (_, isLate) => {
      const at = await openScene();
      const body = workload(at.namespace);
      await at.kubectlApply(withEnv(body, 'ONE', 'TWO'));
      await at.merge(body, { metadata: { annotations: { theirs: 'x' } } }, 'kubectl-annotate');
      if (isLate) await at.apply(withEnv(body, 'ONE', 'TWO'), { force: true });
      const live = await migrate(at, body);
      expect(migrationOf(live)?.managers).toEqual(['kubectl-client-side-apply']);
      expect(migrationOf(await at.live(body))).toBeUndefined();
      expect(JSON.stringify(await at.live(body))).not.toContain('last-applied-configuration');
      expect((await at.live(body)).metadata.generation).toBe(live.metadata.generation);

      const next = bodyWith(withEnv(body, 'ONE'), (one) => ({ ...one, image: 'registry.invalid/client:2' }));
      await apply(at, next);
      expect(await envOf(at, body)).toEqual(['ONE']);
      expect(await driftIn(at, next)).toEqual([]);
      expect((await at.live(body)).metadata.annotations).toMatchObject({ theirs: 'x' });
      expect(await managersOf(at, body)).toEqual(
        expect.not.arrayContaining([expect.stringContaining('kubectl-client-side-apply')]),
      );
    },
  );

  test('of Helm’s client side become ours in the same way', async () => {
    const at = await openScene();
    const body = workload(at.namespace);
    await apply(at, body);
    await at.merge(body, { spec: { minReadySeconds: 3 } }, 'helm');
    await migrate(at, body);
    await apply(at, body);
    expect(JSON.stringify(await at.live(body))).not.toContain('minReadySeconds');
  });

  test('stay when the object changed since it was read', async () => {
    const at = await openScene();
    const body = workload(at.namespace);
    await at.kubectlApply(body);
    const migration = migrationOf(await observed(at, body));
    await at.merge(body, { metadata: { annotations: { theirs: 'x' } } }, 'kubectl-annotate');
    expect((await at.patch(body, migration?.patch ?? [])).status).toBe(409);
    expect(await managersOf(at, body)).toContain('kubectl-client-side-apply Update');
  });

  test('in an object without books: only what was applied becomes ours, and the server’s address stays', async () => {
    const at = await openScene();
    const [headless] = otherObjects(at.namespace).filter(({ kind }) => kind === 'Service');
    if (headless === undefined) throw new Error('no Service');
    const { clusterIP: _, ...spec } = headless['spec'] as JsonObject;
    const service: WantedObject = { ...headless, spec };
    await at.kubectlApply({ ...service, metadata: { ...service.metadata, annotations: { old: 'x' } } });
    await at.merge(service, { metadata: { managedFields: [{}] } }, 'nobody');
    await apply(at, service);
    expect(await managersOf(at, service)).toContain('before-first-apply Update');
    const before = (await at.live(service)) as LiveObject & { readonly spec?: { readonly clusterIP?: string } };
    expect((await at.patch(service, migrationOf(before)?.patch ?? [])).status).toBe(200);
    await apply(at, service);
    const after = (await at.live(service)) as typeof before;
    expect(after.spec?.clusterIP).toBe(before.spec?.clusterIP);
    expect(after.metadata.annotations).toEqual({ 'keep-deploy/content': 'sha256:1' });
  });
});

function workloadEnv(body: WantedObject): readonly JsonObject[] {
  const { spec } = body as unknown as {
    spec: { template: { spec: { containers: readonly { env: readonly JsonObject[] }[] } } };
  };
  return spec.template.spec.containers[0]?.env ?? [];
}
