import { describe, expect, test } from '@jest/globals';
import type { WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import type { ContainerStatus, LivePod } from '../../../../src/cluster/live-workload.ts';
import { otherImageOf } from '../../../../src/cluster/roll/running-images.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const workload: WantedObject = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 's0', namespace: 'keep' },
  spec: {
    template: {
      spec: {
        containers: [
          { name: 'client', image: `registry.invalid/client@${digest('a')}` },
          { name: 'by-tag', image: 'registry.invalid/other:1' },
        ],
        initContainers: [
          { name: 'sidecar', image: `registry.invalid/sidecar@${digest('b')}`, restartPolicy: 'Always' },
        ],
      },
    },
  },
};
const pod = (statuses: Record<string, string>, isInit = false): LivePod => {
  const list = Object.entries(statuses).map(([name, imageID]): ContainerStatus => ({ name, imageID }));
  return {
    metadata: { name: 's0-0' },
    status: isInit ? { initContainerStatuses: list } : { containerStatuses: list },
  };
};

describe('a container runs another image', () => {
  test('when its digest is another one', async () => {
    const found = await otherImageOf(workload, [pod({ client: `registry.invalid/client@${digest('c')}` })]);
    expect(found).toMatchObject({ container: 'client', wanted: digest('a'), found: digest('c') });
  });

  test('also when it is a sidecar', async () => {
    const found = await otherImageOf(workload, [pod({ sidecar: `mirror.invalid/sidecar@${digest('c')}` }, true)]);
    expect(found).toMatchObject({ container: 'sidecar', wanted: digest('b') });
  });

  test.each([
    ['the digest is the same, from a mirror', { client: `docker-pullable://mirror.invalid/x@${digest('a')}` }],
    ['the node names its own id only', { client: digest('c') }],
    ['the node names nothing', { client: '' }],
    ['it was asked for by tag', { 'by-tag': `registry.invalid/other@${digest('c')}` }],
    ['nothing is known of it yet', {}],
  ])('but not when %s', async (_, statuses) => {
    const isSame = () => Promise.reject(new Error('nobody is to be asked'));
    expect(await otherImageOf(workload, [pod(statuses)], isSame)).toBeUndefined();
  });

  test('but not when its registry knows the digest as another name of the image that was asked for', async () => {
    const statuses = {
      client: `registry.invalid/client@${digest('c')}`,
      sidecar: `registry.invalid/sidecar@${digest('b')}`,
    };
    const asked: string[] = [];
    const isSame = async (wanted: string, found: string) => {
      asked.push(`${wanted} ${found}`);
      return true;
    };
    expect(await otherImageOf(workload, [pod(statuses)], isSame)).toBeUndefined();
    expect(asked).toEqual([`registry.invalid/client@${digest('a')} ${digest('c')}`]);
  });
});
