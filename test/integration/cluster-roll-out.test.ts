import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { messageOf, type RolledTo } from '../../src/cluster/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, probedManifest, results } from './cluster-fixture.ts';
import { isQuotaFull } from './simulated-pod.ts';

const two = [client('keep-client-0', 'bootstrap'), client('keep-client-1', 'bootstrap')];
const five = [...two, ...['keep-client-2', 'keep-client-3', 'keep-client-4'].map((name) => client(name, 'standard'))];
const nowhere = probedManifest.replace('    spec:\n', '    spec:\n      nodeSelector: { there-is: none }\n');

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

/** What we wrote, in the API server's own words. */
const ourWrites = (namespace: string) =>
  // The record and the lock are counted apart.
  plane.auditLog.writes({ namespace, userAgent: 'keep-deploy' }).filter(({ name }) => !name.startsWith('keep-deploy'));
/** Why the first client failed. */
const failure = ({ clients: [first] }: RolledTo): string =>
  first?.failure === undefined ? '' : messageOf(first.client, first.failure, (text) => text).headline;
const cause = ({ clients: [first] }: RolledTo) =>
  first?.failure?.kind === 'sign' ? first.failure.sign.cause : first?.failure?.cause;

interface Pod {
  readonly metadata: { readonly uid: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: Record<string, unknown>;
}
const podPath = (namespace: string, name: string) => `/api/v1/namespaces/${namespace}/pods/${name}`;

/** Plays the kubelet of a pod that no simulated node takes: gives its container a state. */
async function setContainerState(namespace: string, name: string, status: object): Promise<void> {
  await poll(async () => (await plane.ask(podPath(namespace, name))).status === 200, AbortSignal.timeout(120_000));
  await poll(async () => {
    const pod = JSON.parse((await plane.ask(podPath(namespace, name))).body) as Pod;
    pod.status['containerStatuses'] = [
      { name: 'client', image: '', imageID: '', ready: false, restartCount: 0, ...status },
    ];
    // The scheduler writes too: then once more.
    return (await plane.ask(`${podPath(namespace, name)}/status`, { method: 'PUT', json: pod })).status === 200;
  }, AbortSignal.timeout(120_000));
}

describe('a client that can not start', () => {
  const notFound = 'failed to pull image "r/c@sha256:0": not found';

  test("fails within its deadline with the registry's own words, and no later wave is touched", async () => {
    const { log, lines } = recordingLog();
    const rig = await createRig(plane, 'no-image', log);
    const rolling = rig.roll(five, { manifest: nowhere, policy: 'halt' });
    for (const { name } of two) {
      await setContainerState('no-image', `${name}-0`, {
        state: { waiting: { reason: 'ErrImagePull', message: notFound } },
      });
    }
    const result = await rolling;
    expect(result.outcome).toBe('failed-halted');
    expect(results(result)).toEqual([
      'keep-client-0 failed-halted',
      'keep-client-1 failed-halted',
      'keep-client-2 not-started',
      'keep-client-3 not-started',
      'keep-client-4 not-started',
    ]);
    expect(cause(result)).toBe('image');
    expect(failure(result)).toContain(`ErrImagePull: ${notFound}`);
    expect(lines.join('\n')).toContain(`ErrImagePull: ${notFound}`);
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
    const failed = await rolling;
    expect([failed.outcome, cause(failed)]).toEqual(['failed-halted', 'crash']);
    expect(failure(failed)).toContain('exit code 3');

    const fixed = await rig.roll(one);
    expect(results(fixed)).toEqual(['keep-client-0 deployed']);
    const deleted = ourWrites('recovers').filter(({ verb }) => verb === 'delete');
    expect(deleted.map(({ resource, name }) => `${resource} ${name}`)).toEqual(['pods keep-client-0-0']);
  });

  test('is not unchanged when the same release comes again: it is proved again, without a write', async () => {
    const rig = await createRig(plane, 'again', recordingLog().log);
    const one = [client('keep-client-0', 'bootstrap')];
    // Time enough for the scheduler to have looked at the pod.
    const first = await rig.roll(one, { manifest: nowhere, deadlineMs: 15_000 });
    expect([first.outcome, cause(first)]).toEqual(['failed-halted', 'unschedulable']);
    expect(failure(first)).toMatch(/nodes are available/);
    const second = await rig.roll(one, { manifest: nowhere, deadlineMs: 1_000 });
    expect(second).toMatchObject({ writes: 0, outcome: 'failed-halted' });
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
    await poll(() => isQuotaFull(plane, 'quota'), AbortSignal.timeout(120_000));
    // Within the rule's own time: no deadline comes before it.
    const result = await rig.roll([client('keep-client-0', 'bootstrap')]);
    expect(cause(result)).toBe('not-created');
    expect(failure(result)).toMatch(/exceeded quota/);
  });
});

describe('a roll-out', () => {
  const one = [client('keep-client-0', 'bootstrap')];
  const statefulSet = (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/statefulsets/keep-client-0`;
  const isWritten = async (namespace: string) => (await plane.ask(statefulSet(namespace))).status === 200;

  test('that is stopped by a signal ends cancelled, and the next run finishes it', async () => {
    const rig = await createRig(plane, 'stopped', recordingLog().log);
    const controller = new AbortController();
    const rolling = rig.roll(one, { manifest: nowhere, signal: controller.signal });
    await poll(() => isWritten('stopped'), AbortSignal.timeout(120_000));
    controller.abort(new Error('SIGTERM'));
    expect((await rolling).outcome).toBe('cancelled');
    expect((await rig.roll(one)).outcome).toBe('deployed');
  });

  test('whose StatefulSet somebody else changes is superseded, and does not fight', async () => {
    const rig = await createRig(plane, 'superseded', recordingLog().log);
    const rolling = rig.roll(one, { manifest: nowhere });
    await poll(() => isWritten('superseded'), AbortSignal.timeout(120_000));
    expect((await plane.ask(statefulSet('superseded'), { method: 'DELETE' })).status).toBe(200);
    const result = await rolling;
    expect(results(result)).toEqual(['keep-client-0 superseded']);
    expect(await isWritten('superseded')).toBe(false);
  });

  describe('under a server that does not answer', () => {
    const server = () => plane.servers['kube-apiserver'];
    afterEach(() => server()?.kill('SIGCONT'));

    test('goes on when it answers again', async () => {
      const rig = await createRig(plane, 'thawed', recordingLog().log);
      const rolling = rig.roll(one, { manifest: nowhere, deadlineMs: 60_000 });
      await poll(() => isWritten('thawed'), AbortSignal.timeout(120_000));
      server()?.kill('SIGSTOP');
      setTimeout(() => server()?.kill('SIGCONT'), 1_000);
      await setContainerState('thawed', 'keep-client-0-0', {
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 3 } },
        restartCount: 2,
      });
      expect(cause(await rolling)).toBe('crash');
    });

    test('has its verdict with the deadline nevertheless', async () => {
      const { log, lines } = recordingLog();
      const rig = await createRig(plane, 'frozen', log);
      const rolling = rig.roll(one, { manifest: nowhere, deadlineMs: 3_000 });
      await poll(() => isWritten('frozen'), AbortSignal.timeout(120_000));
      server()?.kill('SIGSTOP');
      await poll(() => Promise.resolve(/3 s/.test(lines.join('\n'))), AbortSignal.timeout(120_000));
      server()?.kill('SIGCONT');
      expect((await rolling).outcome).toBe('failed-halted');
    });
  });
});

describe('a refused object', () => {
  test('stops the release before its first write, and names the unknown field', async () => {
    const { log, lines } = recordingLog();
    const rig = await createRig(plane, 'strict', log);
    const manifest = probedManifest.replace('command: [keep-client]', 'comand: [keep-client]');
    await expect(rig.roll(five, { manifest })).rejects.toThrow(/containers.*comand: field not declared in schema/);
    expect(ourWrites('strict')).toEqual([]);
    expect(lines.join('\n')).not.toMatch(/attempt/);
  });

  test('by the caller’s last look leaves everything rehearsed and nothing written', async () => {
    const rig = await createRig(plane, 'gated', recordingLog().log);
    const rehearsals = () => plane.auditLog.events({ namespace: 'gated', verb: 'patch' }).length;
    let rehearsed = 0;
    const beforeFirstWrite = async () => {
      rehearsed = rehearsals();
      throw new Error('the code is gone');
    };
    await expect(rig.roll(five, { beforeFirstWrite })).rejects.toThrow('the code is gone');
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
    const next = [client('keep-client-0', 'bootstrap', { image: 'b' })];
    await expect(rig.roll(next)).rejects.toThrow(/containers\[name="client"\]\.image belongs to keel/);
    expect(ourWrites('conflict')).toHaveLength(before);
    expect((await rig.roll(next, { forcedManagers: ['keel'] })).outcome).toBe('deployed');
  });
});

describe('five clients', () => {
  test('are created, and the same release again writes nothing', async () => {
    const rig = await createRig(plane, 'twice', recordingLog().log);
    const result = await rig.roll(five);
    expect(results(result)).toEqual(five.map(({ name }) => `${name} deployed`));
    expect(result).toMatchObject({ isChanged: true, outcome: 'deployed', writes: ourWrites('twice').length });

    const again = await rig.roll(five);
    expect(results(again)).toEqual(five.map(({ name }) => `${name} unchanged`));
    expect(again).toMatchObject({ writes: 0, isChanged: false, outcome: 'unchanged' });
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
    // The first word about a pod says that it is ready; it may be said once more.
    const ready = ['keep-client-0-0', 'keep-client-1-0'].map((pod) =>
      story.findIndex(
        ({ subresource, name, userAgent }) => subresource === 'status' && name === pod && userAgent.startsWith('kwok'),
      ),
    );
    const standard = story.findIndex(
      ({ userAgent, name }) => userAgent === 'keep-deploy' && /^keep-client-[234]/.test(name),
    );
    expect(Math.min(...ready)).toBeGreaterThanOrEqual(0);
    expect(standard).toBeGreaterThan(Math.max(...ready));
  });

  test('are restarted once each when configuration, keyfile, image and the Secrets they read change together', async () => {
    const rig = await createRig(plane, 'together', recordingLog().log);
    const secretOf = (pin: string) =>
      `${probedManifest}---\napiVersion: v1\nkind: Secret\nmetadata: { name: pins }\nstringData: { pin: '${pin}' }\n`;
    const reading = (pin: string) =>
      secretOf(pin).replace(
        '        - name: client\n',
        '        - name: client\n          envFrom: [{ secretRef: { name: pins } }]\n',
      );
    const all = (version: string, image: string) =>
      five.map(({ name, role }) => {
        const one = client(name, role, { text: version, image });
        return { ...one, keyfile: { ...one.keyfile, text: `{"id":"${name} ${version}"}` } };
      });
    await rig.roll(all('first', 'a'), { manifest: reading('1') });
    const before = ourWrites('together').length;
    const result = await rig.roll(all('second', 'b'), { manifest: reading('2') });
    expect(result).toMatchObject({ outcome: 'deployed' });
    const workloads = ourWrites('together')
      .slice(before)
      .filter(({ resource }) => resource === 'statefulsets');
    expect(workloads.map(({ name }) => name).toSorted()).toEqual(five.map(({ name }) => name));
    const made = plane.auditLog.writes({ namespace: 'together', resource: 'pods', subresource: '', verb: 'create' });
    const twice = five.flatMap(({ name }) => [`${name}-0`, `${name}-0`]);
    expect(made.map(({ name }) => name).toSorted()).toEqual(twice);
    for (const kind of ['configmaps', 'secrets']) {
      const { body } = await plane.ask(`/api/v1/namespaces/together/${kind}?labelSelector=keep-deploy/client`);
      const items: readonly { readonly metadata: { readonly name: string }; readonly immutable?: boolean }[] =
        JSON.parse(body).items;
      // Two of each client, by their content: what runs can be gone back to.
      expect(items.filter(({ immutable }) => immutable === true)).toHaveLength(2 * five.length);
    }
  });

  test('keep running when only one of them changes: nothing of the others is written or restarted', async () => {
    const rig = await createRig(plane, 'one', recordingLog().log);
    await rig.roll(five);
    const before = ourWrites('one').length;
    const changed = five.map((each) =>
      each.name === 'keep-client-3' ? client(each.name, each.role, { text: 'other' }) : each,
    );
    const result = await rig.roll(changed);
    expect(result.clients.filter((each) => each.result === 'deployed').map((each) => each.client)).toEqual([
      'keep-client-3',
    ]);
    const names = ourWrites('one')
      .slice(before)
      .map(({ name }) => name);
    expect(names.every((name) => name.startsWith('keep-client-3'))).toBe(true);
    const made = plane.auditLog.writes({ namespace: 'one', resource: 'pods', subresource: '', verb: 'create' });
    const others = made.map(({ name }) => name).filter((name) => name !== 'keep-client-3-0');
    expect(others.toSorted()).toEqual(['keep-client-0-0', 'keep-client-1-0', 'keep-client-2-0', 'keep-client-4-0']);
  });
});
