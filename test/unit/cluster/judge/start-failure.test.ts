import { describe, expect, test } from '@jest/globals';
import { startFailureOf } from '../../../../src/cluster/judge/start-failure.ts';
import type { ContainerStatus, LivePod } from '../../../../src/cluster/live-workload.ts';

const container = (status: Partial<ContainerStatus>): LivePod => ({
  metadata: { name: 'keep-client-0-0', uid: 'a' },
  status: { phase: 'Pending', containerStatuses: [{ name: 'client', restartCount: 0, ...status }] },
});
const waiting = (reason: string, message = '') => container({ state: { waiting: { reason, message } } });
const ended = (restartCount: number, exitCode: number, reason = 'Error') =>
  container({ restartCount, state: { terminated: { exitCode, reason } } });

// Texts as kubelet 1.36 with containerd writes them.
const image =
  'rpc error: code = NotFound desc = failed to pull and unpack image "r/c@sha256:0": r/c@sha256:0: not found';

describe('a container that waits', () => {
  test.each([
    ['ErrImagePull', image, 'image', 0],
    ['ImagePullBackOff', `Back-off pulling image "r/c": ErrImagePull: ${image}`, 'image', 0],
    ['ErrImagePull', 'manifest unknown: manifest unknown', 'image', 0],
    ['ErrImagePull', 'no match for platform in manifest', 'image', 0],
    ['InvalidImageName', 'couldn\'t parse image reference "R/C"', 'image', 0],
    ['ErrImageNeverPull', '', 'image', 0],
    ['ErrImagePull', '401 Unauthorized', 'image', 30_000],
    ['ErrImagePull', 'pull access denied, repository does not exist', 'image', 30_000],
    ['ErrImagePull', 'dial tcp 10.0.0.1:443: i/o timeout', 'image', 'deadline'],
    ['ErrImagePull', '429 Too Many Requests', 'image', 'deadline'],
    ['ImagePullBackOff', 'Back-off pulling image "r/c"', 'image', 'deadline'],
    ['CreateContainerConfigError', 'secret "passphrases" not found', 'configuration', 20_000],
    ['CreateContainerConfigError', 'failed to sync secret cache: timed out', 'configuration', 60_000],
    ['RunContainerError', 'exec: "keep-client": not found', 'configuration', 20_000],
    ['CrashLoopBackOff', 'back-off 10s restarting failed container', 'crash', 0],
  ] as const)('%s, "%s" is judged as %s after %s', (reason, message, cause, graceMs) => {
    expect(startFailureOf(waiting(reason, message))).toMatchObject({ cause, graceMs, container: 'client', reason });
  });

  test.each(['ContainerCreating', 'PodInitializing', 'SomethingNew'])('%s is no failure', (reason) => {
    expect(startFailureOf(waiting(reason))).toBeUndefined();
  });

  test("keeps the registry's own words", () => {
    expect(startFailureOf(waiting('ErrImagePull', image))?.message).toBe(image);
  });
});

describe('a container that ends', () => {
  test('with the exit code and cause of its last run, when it backs off', () => {
    const pod = container({
      restartCount: 1,
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } },
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    });
    expect(startFailureOf(pod)).toMatchObject({
      cause: 'crash',
      reason: 'CrashLoopBackOff (OOMKilled)',
      exitCode: 137,
    });
  });

  test('once is no verdict: what it needs may have come a moment later', () => {
    expect(startFailureOf(ended(0, 1))).toBeUndefined();
    expect(startFailureOf(ended(1, 1))).toBeUndefined();
  });

  test('again and again is one, also between two back-offs', () => {
    expect(startFailureOf(ended(2, 3))).toMatchObject({ cause: 'crash', graceMs: 0, exitCode: 3 });
    const running = container({ restartCount: 2, state: { running: {} }, lastState: { terminated: { exitCode: 3 } } });
    expect(startFailureOf(running)).toMatchObject({ cause: 'crash', exitCode: 3 });
  });

  test('counts only restarts since our write', () => {
    expect(startFailureOf(ended(6, 1), ended(5, 1))).toBeUndefined();
    expect(startFailureOf(ended(7, 1), ended(5, 1))).toMatchObject({ cause: 'crash' });
  });

  test('with success is no failure, as init containers do', () => {
    const pod: LivePod = {
      metadata: { name: 'p' },
      status: { initContainerStatuses: [{ name: 'init', restartCount: 4, state: { terminated: { exitCode: 0 } } }] },
    };
    expect(startFailureOf(pod)).toBeUndefined();
  });

  test('in an init container is named after it', () => {
    const pod: LivePod = {
      metadata: { name: 'p' },
      status: { initContainerStatuses: [{ name: 'init', state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
    };
    expect(startFailureOf(pod)).toMatchObject({ cause: 'crash', container: 'init' });
  });
});

test('the sign with the shortest grace decides', () => {
  const pod: LivePod = {
    metadata: { name: 'p' },
    status: {
      containerStatuses: [
        { name: 'slow', state: { waiting: { reason: 'ErrImagePull', message: 'i/o timeout' } } },
        { name: 'broken', state: { waiting: { reason: 'CrashLoopBackOff' } } },
      ],
    },
  };
  expect(startFailureOf(pod)).toMatchObject({ container: 'broken' });
});

describe('a pod', () => {
  test.each([
    ['Evicted', undefined],
    ['NodeLost', undefined],
    ['DeadlineExceeded', 'pod-failed'],
  ])('in phase Failed for %s gives %s', (reason, cause) => {
    expect(startFailureOf({ metadata: { name: 'p' }, status: { phase: 'Failed', reason } })?.cause).toBe(cause);
  });

  test('that no node takes is waited for a minute, with the words of the scheduler', () => {
    const message = '0/1 nodes are available: 1 Insufficient cpu.';
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
    expect(startFailureOf({ metadata: { name: 'p' }, status: { conditions } })).toEqual({
      cause: 'unschedulable',
      graceMs: 60_000,
      reason: 'Unschedulable',
      message,
    });
  });
});
