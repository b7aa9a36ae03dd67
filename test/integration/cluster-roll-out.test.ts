import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { observeClients, planRollout, type RollOutResult, rollOut } from '../../src/cluster/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, manifestText, roles } from './cluster-fixture.ts';

const two = [client('keep-client-0', 'bootstrap'), client('keep-client-1', 'bootstrap')];
const five = [...two, ...['keep-client-2', 'keep-client-3', 'keep-client-4'].map((name) => client(name, 'standard'))];
const nowhere = manifestText.replace('    spec:\n', '    spec:\n      nodeSelector: { there-is: none }\n');

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

/** What we wrote, in the API server's own words. */
const ourWrites = (namespace: string) => plane.auditLog.writes({ namespace, userAgent: 'keep-deploy' });
const outcomes = ({ clients }: RollOutResult) => clients.map(({ client: name, outcome }) => `${name} ${outcome}`);

interface Pod {
  readonly metadata: { readonly uid: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: Record<string, unknown>;
}
const podPath = (namespace: string, name: string) => `/api/v1/namespaces/${namespace}/pods/${name}`;

/** Plays the kubelet of a pod that no simulated node takes: gives its container a state. */
async function setContainerState(namespace: string, name: string, status: object): Promise<void> {
  await poll(async () => (await plane.ask(podPath(namespace, name))).status === 200, AbortSignal.timeout(20_000));
  await poll(async () => {
    const pod = JSON.parse((await plane.ask(podPath(namespace, name))).body) as Pod;
    pod.status['containerStatuses'] = [
      { name: 'client', image: '', imageID: '', ready: false, restartCount: 0, ...status },
    ];
    // The scheduler writes too: then once more.
    return (await plane.ask(`${podPath(namespace, name)}/status`, { method: 'PUT', json: pod })).status === 200;
  }, AbortSignal.timeout(20_000));
}

describe('a client that can not start', () => {
  const notFound = 'failed to pull image "r/c@sha256:0": not found';

  test("fails within its deadline with the registry's own words, and no later wave is touched", async () => {
    const { log, lines } = recordingLog();
    const rig = await createRig(plane, 'no-image', log);
    const rolling = rig.roll(five, { manifest: nowhere, deadlineMs: 60_000 });
    for (const { name } of two) {
      await setContainerState('no-image', `${name}-0`, {
        state: { waiting: { reason: 'ErrImagePull', message: notFound } },
      });
    }
    const result = await rolling;
    expect(result.isFailed).toBe(true);
    expect(outcomes(result)).toEqual([
      'keep-client-0 failed-halted',
      'keep-client-1 failed-halted',
      'keep-client-2 not-started',
      'keep-client-3 not-started',
      'keep-client-4 not-started',
    ]);
    expect(result.clients[0]?.failure).toMatchObject({
      cause: 'image',
      reason: 'ErrImagePull',
      message: notFound,
      pod: 'keep-client-0-0',
      container: 'client',
    });
    expect(lines).toContain(`error keep-client-0 (pod keep-client-0-0, container client): ErrImagePull: ${notFound}`);
    expect(ourWrites('no-image').filter(({ name }) => /keep-client-[234]/.test(name))).toEqual([]);
  });

  test('recovers with the next release, though the StatefulSet waits for its broken pod', async () => {
    const rig = await createRig(plane, 'recovers', recordingLog().log);
    const one = [client('keep-client-0', 'bootstrap')];
    const rolling = rig.roll(one, { manifest: nowhere });
    const crash = {
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 3 } },
      restartCount: 4,
    };
    await setContainerState('recovers', 'keep-client-0-0', crash);
    expect((await rolling).clients[0]).toMatchObject({
      outcome: 'failed-halted',
      failure: { cause: 'crash', exitCode: 3 },
    });

    const fixed = await rig.roll(one);
    expect(outcomes(fixed)).toEqual(['keep-client-0 deployed']);
    const deleted = ourWrites('recovers').filter(({ verb }) => verb === 'delete');
    expect(deleted.map(({ resource, name }) => `${resource} ${name}`)).toEqual(['pods keep-client-0-0']);
  });

  test('is not unchanged when the same release comes again: it is proved again, without a write', async () => {
    const rig = await createRig(plane, 'again', recordingLog().log);
    const one = [client('keep-client-0', 'bootstrap')];
    const first = await rig.roll(one, { manifest: nowhere, deadlineMs: 1_000 });
    expect(first.clients[0]).toMatchObject({ outcome: 'failed-halted', failure: { cause: 'unschedulable' } });
    expect(first.clients[0]?.failure?.message).toMatch(/nodes are available/);
    const second = await rig.roll(one, { manifest: nowhere, deadlineMs: 1_000 });
    expect(second).toMatchObject({ writes: 0, isFailed: true });
    expect(ourWrites('again')).toHaveLength(first.writes);
  });

  test('because its pod is forbidden fails with what admission said', async () => {
    const rig = await createRig(plane, 'quota', recordingLog().log);
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'none' },
      spec: { hard: { pods: '0' } },
    };
    await plane.ask('/api/v1/namespaces/quota/resourcequotas', { method: 'POST', json: quota });
    const path = '/api/v1/namespaces/quota/resourcequotas/none';
    await poll(async () => (await plane.ask(path)).body.includes('"used"'), AbortSignal.timeout(20_000));
    const result = await rig.roll([client('keep-client-0', 'bootstrap')], { deadlineMs: 5_000 });
    expect(result.clients[0]?.failure).toMatchObject({ cause: 'not-created', reason: 'FailedCreate' });
    expect(result.clients[0]?.failure?.message).toMatch(/exceeded quota/);
  });
});

describe('a roll-out', () => {
  const one = [client('keep-client-0', 'bootstrap')];
  const statefulSet = (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/statefulsets/keep-client-0`;
  const isWritten = async (namespace: string) => (await plane.ask(statefulSet(namespace))).status === 200;

  test('that is stopped by a signal ends with its reason', async () => {
    const rig = await createRig(plane, 'stopped', recordingLog().log);
    const controller = new AbortController();
    const rolling = rig.roll(one, { manifest: nowhere, signal: controller.signal }).catch((error: unknown) => error);
    await poll(() => isWritten('stopped'), AbortSignal.timeout(20_000));
    controller.abort(new Error('SIGTERM'));
    expect(await rolling).toMatchObject({ message: 'SIGTERM' });
  });

  test('whose StatefulSet somebody else changes is superseded, and does not fight', async () => {
    const rig = await createRig(plane, 'superseded', recordingLog().log);
    const rolling = rig.roll(one, { manifest: nowhere });
    await poll(() => isWritten('superseded'), AbortSignal.timeout(20_000));
    expect((await plane.ask(statefulSet('superseded'), { method: 'DELETE' })).status).toBe(200);
    const result = await rolling;
    expect(result.clients[0]?.failure).toMatchObject({ cause: 'superseded' });
    expect(await isWritten('superseded')).toBe(false);
  });

  describe('under a server that does not answer', () => {
    const server = () => plane.servers['kube-apiserver'];
    afterEach(() => server()?.kill('SIGCONT'));

    test('goes on when it answers again', async () => {
      const rig = await createRig(plane, 'thawed', recordingLog().log);
      const rolling = rig.roll(one, { manifest: nowhere, deadlineMs: 60_000 });
      await poll(() => isWritten('thawed'), AbortSignal.timeout(20_000));
      server()?.kill('SIGSTOP');
      setTimeout(() => server()?.kill('SIGCONT'), 1_000);
      await setContainerState('thawed', 'keep-client-0-0', { state: { waiting: { reason: 'CrashLoopBackOff' } } });
      expect((await rolling).clients[0]?.failure).toMatchObject({ cause: 'crash' });
    });

    test('ends with its deadline nevertheless', async () => {
      const rig = await createRig(plane, 'frozen', recordingLog().log);
      const rolling = rig.roll(one, { manifest: nowhere, deadlineMs: 3_000 });
      await poll(() => isWritten('frozen'), AbortSignal.timeout(20_000));
      server()?.kill('SIGSTOP');
      expect(await rolling).toMatchObject({ isFailed: true });
    });
  });
});

describe('a refused object', () => {
  test('stops the release before its first write, and names the unknown field', async () => {
    const { log, lines } = recordingLog();
    const rig = await createRig(plane, 'strict', log);
    const manifest = manifestText.replace('command: [keep-client]', 'comand: [keep-client]');
    const result = await rig.roll(five, { manifest });
    expect(result).toMatchObject({ isFailed: true, writes: 0 });
    expect(lines.join('\n')).toMatch(/containers.*comand: field not declared in schema/);
    expect(ourWrites('strict')).toEqual([]);
    expect(lines.join('\n')).not.toMatch(/attempt/);
  });

  test('by the caller’s last look leaves everything rehearsed and nothing written', async () => {
    const rig = await createRig(plane, 'gated', recordingLog().log);
    const wanted = rig.compose(five);
    const waves = planRollout(wanted, await observeClients(rig.cluster, 'gated', wanted), roles);
    const rehearsals = () => plane.auditLog.events({ namespace: 'gated', verb: 'patch' }).length;
    let rehearsed = 0;
    const rolling = rollOut(waves, {
      ...{ cluster: rig.cluster, namespace: 'gated', clientDeadlineMs: 30_000, log: rig.log },
      signal: new AbortController().signal,
      beforeFirstWrite: async () => {
        rehearsed = rehearsals();
        throw new Error('the code is gone');
      },
    });
    await expect(rolling).rejects.toThrow('the code is gone');
    expect(rehearsed).toBeGreaterThan(0);
    expect(rehearsals()).toBe(rehearsed);
    expect(ourWrites('gated')).toEqual([]);
  });

  test('that belongs to another manager is not taken from it: the field and the manager are named', async () => {
    const rig = await createRig(plane, 'conflict', recordingLog().log);
    const one = [client('keep-client-0', 'bootstrap')];
    await rig.roll(one);
    const path = '/apis/apps/v1/namespaces/conflict/statefulsets/keep-client-0';
    const live = JSON.parse((await plane.ask(path)).body) as {
      metadata: { resourceVersion?: string };
      spec: { template: { spec: { containers: { image: string }[] } } };
    };
    // Whatever the controller writes into the status meanwhile.
    delete live.metadata.resourceVersion;
    for (const container of live.spec.template.spec.containers) container.image = 'registry.invalid/other:latest';
    expect((await plane.ask(`${path}?fieldManager=keel`, { method: 'PUT', json: live })).status).toBe(200);

    const before = ourWrites('conflict').length;
    const result = await rig.roll([client('keep-client-0', 'bootstrap', { image: 'b' })]);
    expect(result.clients[0]?.failure?.message).toMatch(/containers\[name="client"\]\.image belongs to keel/);
    expect(ourWrites('conflict')).toHaveLength(before);
  });
});

describe('five clients', () => {
  test('are created, and the same release again writes nothing', async () => {
    const rig = await createRig(plane, 'twice', recordingLog().log);
    const result = await rig.roll(five);
    expect(outcomes(result)).toEqual(five.map(({ name }) => `${name} deployed`));
    expect(result).toMatchObject({ isChanged: true, isFailed: false, writes: ourWrites('twice').length });

    const again = await rig.roll(five);
    expect(outcomes(again)).toEqual(five.map(({ name }) => `${name} unchanged`));
    expect(again).toMatchObject({ writes: 0, isChanged: false, isFailed: false });
    expect(ourWrites('twice')).toHaveLength(result.writes);
    expect(
      plane.auditLog.events({ namespace: 'twice', resource: 'secrets', verb: 'list', userAgent: 'keep-deploy' }),
    ).toEqual([]);
  });

  test('are each written so that what a workload stands on is there before it', async () => {
    const rig = await createRig(plane, 'order', recordingLog().log);
    await rig.roll(five);
    for (const { name } of five) {
      const own = ourWrites('order').filter((write) => write.name === name || write.name.startsWith(`${name}-`));
      const kinds = own.map(({ resource }) => resource);
      expect([...kinds.slice(0, 2).toSorted(), ...kinds.slice(2)]).toEqual([
        'configmaps',
        'secrets',
        'services',
        'statefulsets',
      ]);
    }
  });

  test('start role by role: no standard client is written before the bootstraps are ready', async () => {
    const rig = await createRig(plane, 'waves', recordingLog().log);
    await rig.roll(five);
    const story = plane.auditLog.writes({ namespace: 'waves' });
    const ready = story.flatMap(({ subresource, name, userAgent }, index) =>
      subresource === 'status' && /^keep-client-[01]-0$/.test(name) && userAgent.startsWith('kwok') ? [index] : [],
    );
    const standard = story.findIndex(
      ({ userAgent, name }) => userAgent === 'keep-deploy' && /^keep-client-[234]/.test(name),
    );
    expect(ready.length).toBeGreaterThanOrEqual(2);
    expect(standard).toBeGreaterThan(Math.max(...ready));
  });

  test('keep running when only one of them changes: nothing of the others is written or restarted', async () => {
    const rig = await createRig(plane, 'one', recordingLog().log);
    await rig.roll(five);
    const before = ourWrites('one').length;
    const changed = five.map((each) =>
      each.name === 'keep-client-3' ? client(each.name, each.role, { text: 'other' }) : each,
    );
    const result = await rig.roll(changed);
    expect(result.clients.filter(({ outcome }) => outcome === 'deployed').map((each) => each.client)).toEqual([
      'keep-client-3',
    ]);
    const names = ourWrites('one')
      .slice(before)
      .map(({ name }) => name);
    expect(names.every((name) => name.startsWith('keep-client-3'))).toBe(true);
    // Not counted for the changed one: kwok deletes by name, and now and then takes the new pod with the old one.
    const made = plane.auditLog.writes({ namespace: 'one', resource: 'pods', subresource: '', verb: 'create' });
    const others = made.map(({ name }) => name).filter((name) => name !== 'keep-client-3-0');
    expect(others.toSorted()).toEqual(['keep-client-0-0', 'keep-client-1-0', 'keep-client-2-0', 'keep-client-4-0']);
  });

  test('get back a Secret that somebody deleted', async () => {
    const rig = await createRig(plane, 'missing', recordingLog().log);
    await rig.roll(two);
    const secrets = '/api/v1/namespaces/missing/secrets';
    const { items } = JSON.parse((await plane.ask(secrets)).body) as { items: { metadata: { name: string } }[] };
    const name = items[0]?.metadata.name ?? '';
    expect((await plane.ask(`${secrets}/${name}`, { method: 'DELETE' })).status).toBe(200);
    const result = await rig.roll(two);
    expect(result).toMatchObject({ isFailed: false, isChanged: true });
    expect((await plane.ask(`${secrets}/${name}`)).status).toBe(200);
  });
});
