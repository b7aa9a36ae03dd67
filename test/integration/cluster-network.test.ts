import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WantedClient } from '../../src/cluster/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { behaving, client, createRig, probedManifest, results } from './cluster-fixture.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

const ourWrites = (namespace: string) => plane.auditLog.writes({ namespace, userAgent: 'keep-deploy' });
const network = (more: Readonly<Record<string, Parameters<typeof client>[2]>> = {}): readonly WantedClient[] =>
  ['b0', 'b1', 's0', 's1', 's2'].map((name) =>
    client(name, name.startsWith('b') ? 'bootstrap' : 'standard', more[name] ?? more['all']),
  );

const rigIn = (namespace: string) => createRig(plane, namespace, recordingLog().log);

describe('a network', () => {
  test('is released, left alone when nothing changed, and changed in one client only', async () => {
    const rig = await rigIn('whole');
    const first = await rig.roll(network());
    expect([first.outcome, first.why]).toEqual(['deployed', []]);
    const before = ourWrites('whole').length;

    const second = await rig.roll(network());
    expect([second.outcome, second.writes]).toEqual(['unchanged', 0]);
    expect(ourWrites('whole').length).toBe(before);

    const third = await rig.roll(network({ s1: { text: 'changed = 1\n' } }));
    expect(third.outcome).toBe('deployed');
    expect(results(third).filter((line) => !line.endsWith('unchanged'))).toEqual(['s1 deployed']);
  });

  test('goes back as one set when a client can not start, and says why', async () => {
    const rig = await rigIn('back');
    expect((await rig.roll(network())).outcome).toBe('deployed');
    const failed = await rig.roll(network({ all: { image: 'b' } }), { manifest: behaving('image-missing') });
    expect(failed.outcome).toBe('failed-rolled-back');
    expect((await rig.roll(network())).outcome).toBe('unchanged');
  });

  test('goes back when the clients of a wave see no peers; those of its pods that are ready are asked', async () => {
    const rig = await rigIn('peers');
    expect((await rig.roll(network())).outcome).toBe('deployed');
    const asked: string[] = [];
    const failed = await rig.roll(network({ all: { image: 'b' } }), {
      checkPeers: async (clients) => {
        asked.push(clients.map(({ client: name, pod }) => `${name} ${pod}`).join());
        return clients.some(({ client: name }) => name === 's0') ? 's0: sees none of b0' : undefined;
      },
    });
    expect(failed.outcome).toBe('failed-rolled-back');
    expect(failed.why.join()).toContain('the wave canary failed what was checked at its end: s0: sees none of b0');
    expect(asked).toEqual(['b0 b0-0,b1 b1-0', 's0 s0-0']);
    const nobody = { checkPeers: async () => Promise.reject(new Error('nobody was changed')) };
    expect((await rig.roll(network(), nobody)).outcome).toBe('unchanged');
  });

  test('is told where in the user’s file each thing stands that the API server refuses', async () => {
    const rig = await rigIn('places');
    const manifest = probedManifest
      .replace('- name: client\n', '- name: client\n          imagePolicy: never\n')
      .replace('{ name: p2p, port: 3919 }', '{ name: p2p, port: 391900 }');
    const lines = manifest.split('\n');
    const lineOf = (text: string) => lines.findIndex((line) => line.includes(text)) + 1;
    const { findings } = await rig.plan([client('b0', 'bootstrap')], { manifest });
    expect(findings.map(({ file, line, message }) => [file, line, message])).toEqual([
      ['keep-client.yml', lineOf('port: 391900'), expect.stringContaining('spec.ports[0].port')],
      ['keep-client.yml', lineOf('imagePolicy'), expect.stringContaining('field not declared in schema')],
    ]);
  });

  test('that was never there is left as it is when it fails', async () => {
    const rig = await rigIn('first');
    const failed = await rig.roll(network(), { manifest: behaving('image-missing') });
    expect(failed.outcome).toBe('failed-halted');
    // What it left was never proved: it is nothing to go back to either.
    const worse = await rig.roll(network({ all: { image: 'b' } }), { manifest: behaving('crash-loops') });
    expect([worse.outcome, worse.why.join()]).toEqual([
      'failed-halted',
      expect.stringContaining('nothing to go back to'),
    ]);
    const again = await rig.roll(network());
    expect(again.outcome).toBe('deployed');
  });

  test('that can go neither forward nor back is told why once', async () => {
    const { log, lines } = recordingLog();
    const rig = await createRig(plane, 'neither', log);
    const one = (digit: string) => [client('b0', 'bootstrap', { image: digit })];
    expect((await rig.roll(one('a'))).outcome).toBe('deployed');
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'none' },
      spec: { hard: { pods: '0' } },
    };
    const made = await plane.ask('/api/v1/namespaces/neither/resourcequotas', { method: 'POST', json: quota });
    expect(made.status).toBe(201);
    const failed = await rig.roll(one('b'));
    expect([failed.outcome, results(failed)]).toEqual(['rollback-failed', ['b0 rollback-failed']]);
    const errors = lines.filter((line) => line.startsWith('error '));
    expect(errors).toEqual([
      expect.stringMatching(/^error b0: FailedCreate: .*exceeded quota: none/),
      'error going back: b0 fails in the same way',
    ]);
    // What explains it is not said twice either.
    const warned = lines.filter((line) => line.includes('FailedCreate') && !line.startsWith('error '));
    expect(warned).toEqual([...new Set(warned)]);
  });

  test('is planned without a write', async () => {
    const rig = await rigIn('planned');
    const { plan } = await rig.plan(network());
    expect(plan.clients.map(({ client: name, action }) => `${name} ${action}`)).toEqual([
      'b0 create',
      'b1 create',
      's0 create',
      's1 create',
      's2 create',
    ]);
    expect(ourWrites('planned')).toEqual([]);
  });

  test('is worked on by one run at a time', async () => {
    const rig = await rigIn('two');
    const [one, other] = await Promise.all([rig.roll(network()), rig.roll(network())]);
    expect([one.outcome, other.outcome].sort()).toEqual(['deployed', 'locked']);
  });
});
