import { describe, expect, test } from '@jest/globals';
import { credentialFindings } from '../../../../src/cluster/preflight/credential-lifetime.ts';
import { requireNoErrors } from '../../../../src/cluster/preflight/preflight-finding.ts';
import { recordingLog } from '../recording-log.ts';

describe('credentials', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const endingIn = (ms: number) => credentialFindings(new Date(now.getTime() + ms), { now, longestMs: 45 * 60_000 });

  test.each([
    [-1, /ended at 2026-11-21T11:59:59Z and can't be renewed\. Log in to the cluster again/],
    [0, /ended at 2026-11-21T12:00:00Z/],
    [90_000, /end at 2026-11-21T12:01:30Z, in 90 s, and can't be renewed; the roll-out may take 45 min/],
    [45 * 60_000 - 1, /in 44 min.*gke-gcloud-auth-plugin.*or give the roll-out less time/],
  ])('that end %d ms from now don’t last for a roll-out of 45 minutes', (ms, expected) => {
    expect(endingIn(ms)).toEqual([{ severity: 'error', message: expect.stringMatching(expected) }]);
  });

  test('that last, or have no end, are fine', () => {
    expect(endingIn(45 * 60_000)).toEqual([]);
    expect(credentialFindings(undefined, { now, longestMs: 1 })).toEqual([]);
  });
});

describe('what was found before writing', () => {
  test('throws every error at once, with its place, and says every warning', () => {
    const { log, lines } = recordingLog();
    const check = () =>
      requireNoErrors(
        [
          { severity: 'error', file: 'a.yml', line: 1, message: 'one' },
          { severity: 'warning', file: 'a.yml', message: 'two' },
          { severity: 'error', message: 'three' },
        ],
        log,
      );
    expect(check).toThrow(
      expect.objectContaining({
        message: 'a.yml:1: one\nthree\nnothing was written to the cluster',
        findings: [{ file: 'a.yml', line: 1, message: 'one' }, { message: 'three' }],
      }),
    );
    expect(lines).toEqual(['warning two']);
  });

  test('lets warnings pass', () => {
    const { log, lines } = recordingLog();
    requireNoErrors([{ severity: 'warning', message: 'two' }], log);
    expect(lines).toEqual(['warning two']);
  });
});
