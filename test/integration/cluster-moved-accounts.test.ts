import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WantedClient } from '../../src/cluster/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, type Rig } from './cluster-fixture.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

const first = ['b0', 's0', 's1', 's2'].map((name) => client(name, name === 'b0' ? 'bootstrap' : 'standard'));
const [b0, s0, s1, s2] = first as [WantedClient, WantedClient, WantedClient, WantedClient];
const withAccountOf = (one: WantedClient, { keyfile }: WantedClient): WantedClient => ({ ...one, keyfile });

/** As the message says: its claims stay, its pod goes. */
async function removeWorkload({ namespace }: Rig, name: string): Promise<void> {
  await plane.ask(`/apis/apps/v1/namespaces/${namespace}/statefulsets/${name}`, { method: 'DELETE' });
  const pod = `/api/v1/namespaces/${namespace}/pods/${name}-0`;
  await poll(async () => (await plane.ask(pod)).status === 404, AbortSignal.timeout(120_000));
}

describe('an account never runs twice:', () => {
  test('a client that got another name is created when it has ended under the old one', async () => {
    const rig = await createRig(plane, 'renamed', recordingLog().log);
    expect((await rig.roll(first)).outcome).toBe('deployed');
    const renamed = [b0, s0, s1, withAccountOf(client('s9', 'standard'), s2)];
    const writes = () => plane.auditLog.writes({ namespace: rig.namespace, userAgent: 'keep-deploy' }).length;
    const before = writes();
    await expect(rig.roll(renamed)).rejects.toThrow(
      /s9 would share its account with the StatefulSet s2, which runs .* as the client s2 with the same keyfile\. Stop that one first/,
    );
    expect(writes()).toBe(before);
    await removeWorkload(rig, 's2');
    expect((await rig.roll(renamed)).outcome).toBe('deployed');
  });

  test('one that goes from one client to another is free when that has ended', async () => {
    const rig = await createRig(plane, 'moved', recordingLog().log);
    expect((await rig.roll(first)).outcome).toBe('deployed');
    const moved = [b0, withAccountOf(s0, s1), withAccountOf(s1, client('new', 'standard')), s2];
    await expect(rig.roll(moved)).rejects.toThrow(/s0 would share its account with the StatefulSet s1/);
    await removeWorkload(rig, 's1');
    expect((await rig.roll(moved)).outcome).toBe('deployed');
  });
});
