import { describe, expect, test } from '@jest/globals';
import { withDeadline } from '../../../src/release/deadline.ts';
import { RemoteError } from '../../../src/report/index.ts';

describe('a deadline', () => {
  test('ends a wait that nothing else ends, as the other side’s failure and in its words', async () => {
    const signal = withDeadline(new AbortController().signal, 10, () => new RemoteError('the node did not answer'));
    const keepsAlive = setInterval(() => {}, 1_000);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    clearInterval(keepsAlive);
    expect(signal.reason).toBeInstanceOf(RemoteError);
    expect(signal.reason.message).toBe('the node did not answer');
  });

  test('leaves the reason of a run that is cancelled before it', () => {
    const run = new AbortController();
    const signal = withDeadline(run.signal, 60_000, () => new Error('the node did not answer'));
    run.abort(new Error('cancelled'));
    expect(signal.reason.message).toBe('cancelled');
  });
});
