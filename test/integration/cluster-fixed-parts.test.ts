import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LiveObject, objectPath } from '../../src/cluster/kubernetes-object.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, probedManifest } from './cluster-fixture.ts';
import { until } from './stand-in-client-setting.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

const namespace = 'fixed-parts';

/** With a claim of this size for each pod. */
const manifest = (size: string): string =>
  probedManifest
    .replace('  replicas: 1\n', '  replicas: 1\n  volumeClaimTemplates: TEMPLATES\n')
    .replace(
      'TEMPLATES',
      `[{ metadata: { name: data }, spec: { storageClassName: manual, accessModes: [ReadWriteOnce], resources: { requests: { storage: ${size} } } } }]`,
    )
    .replace(
      '        - name: client\n',
      '        - name: client\n          volumeMounts: [{ name: data, mountPath: /data }]\n',
    );

const ask = async (path: string, request?: Parameters<ControlPlane['ask']>[1]) => {
  const { status, body } = await plane.ask(path, request);
  if (status >= 300 && status !== 404) throw new Error(body);
  return status === 404 ? undefined : (JSON.parse(body) as LiveObject);
};

test('a client whose StatefulSet was made anew for its claims, as the recipe says, goes back with its claim', async () => {
  const rig = await createRig(plane, namespace, recordingLog().log);
  const spec = {
    ...{ capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], storageClassName: 'manual' },
    ...{ hostPath: { path: '/nowhere' }, claimRef: { namespace, name: 'data-b0-0' } },
  };
  const volume = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: namespace }, spec };
  await ask('/api/v1/persistentvolumes', { method: 'POST', json: volume });
  const network = (image: string) => [client('b0', 'bootstrap', { image })];
  expect((await rig.roll(network('a'), { manifest: manifest('5Mi') })).outcome).toBe('deployed');
  const claim = objectPath('PersistentVolumeClaim', namespace, 'data-b0-0');
  const claimBefore = (await ask(claim))?.metadata.uid;

  const grown = { manifest: manifest('10Mi'), broken: ['b0'] };
  await expect(rig.roll(network('b'), grown)).rejects.toThrow('--cascade=orphan');
  const path = objectPath('StatefulSet', namespace, 'b0');
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Orphan' };
  await ask(path, { method: 'DELETE', json: options });
  await until('the StatefulSet to be gone', 60_000, async () => ((await ask(path)) === undefined ? true : undefined));

  const failed = await rig.roll(network('b'), grown);
  expect([failed.outcome, failed.why]).toEqual(['failed-rolled-back', ['failed going forward: b0']]);
  expect(await ask(path)).toMatchObject({
    spec: {
      template: { spec: { containers: [{ image: expect.stringMatching(/a{64}$/) }] } },
      volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '10Mi' } } } }],
    },
    status: { readyReplicas: 1 },
  });
  expect((await ask(claim))?.metadata.uid).toBe(claimBefore);
  expect((await rig.roll(network('c'), { manifest: manifest('10Mi') })).outcome).toBe('deployed');
});
