import { describe, expect, test } from '@jest/globals';
import type { LivePod } from '../../../../src/cluster/live-workload.ts';
import type { TouchedOwner } from '../../../../src/cluster/record/open-record.ts';
import { contentOf, inheritedTouch } from '../../../../src/cluster/roll/go-back-plan.ts';
import { bodiesBack } from '../../../../src/cluster/roll/partition.ts';
import type { RollStore } from '../../../../src/cluster/roll/roll-ports.ts';
import { clientObjects } from './network-fixture.ts';

const partitioned = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1, maxUnavailable: 1 } } };
const { workload: before } = clientObjects('s0', { image: 'a', spec: partitioned });
const { workload: wanted } = clientObjects('s0', { image: 'b' });

const pod = (ordinal: number, of: typeof before): LivePod => ({
  metadata: { name: `s0-${ordinal}`, annotations: { 'keep-deploy/content': contentOf(of) ?? '' } },
});

describe('a workload with a partition', () => {
  test('goes back as a whole before it has its partition again, where the failed release changed pods below it', () => {
    const [whole, last] = bodiesBack(before, wanted, [pod(0, wanted), pod(1, wanted)]);
    expect(whole?.['spec']).toMatchObject({
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 1 } },
    });
    expect(whole?.['spec']).toMatchObject({ template: (before['spec'] as { template: object }).template });
    expect(last).toBe(before);
  });

  test.each([
    ['the failed release left the pods below it alone', [pod(0, before), pod(1, wanted)]],
    ['there are no pods', []],
  ])('goes back at once where %s', (_, pods) => {
    expect(bodiesBack(before, wanted, pods)).toEqual([before]);
  });

  test('counts its partition from its first ordinal', () => {
    const from5 = clientObjects('s0', { image: 'a', spec: { ...partitioned, ordinals: { start: 5 } } }).workload;
    expect(bodiesBack(from5, wanted, [pod(5, wanted), pod(6, wanted)])).toHaveLength(2);
    expect(bodiesBack(from5, wanted, [pod(5, from5), pod(6, wanted)])).toHaveLength(1);
  });

  test('is not taken for one that is back, should the run be killed in between', () => {
    const [whole] = bodiesBack(before, wanted, [pod(0, wanted)]);
    const owner = (body: typeof before) => ({
      owner: 's0',
      role: 'standard',
      bodies: [body],
      contentNamed: [],
      adopted: [],
    });
    const touched: TouchedOwner = {
      ...{ owner: 's0', role: 'standard', before: owner(before), after: owner(wanted), attempted: owner(wanted) },
      ...{ created: [], superfluous: [] },
    };
    const shows = (body: unknown) => ({ workload: () => body }) as unknown as RollStore;
    expect(inheritedTouch(touched, shows(whole)).size).toBe(1);
    expect(inheritedTouch(touched, shows(before)).size).toBe(0);
  });
});
