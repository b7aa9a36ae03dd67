import { describe, expect, test } from '@jest/globals';
import { createGate } from '../../../../src/cluster/api/gate.ts';
import { settled } from './held-clock.ts';

const signal = new AbortController().signal;

describe('a gate', () => {
  test('lets so many work at a time, the next one the moment one is done, in their order', async () => {
    const gate = createGate(2);
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const all = [0, 1, 2, 3].map((number) =>
      gate(() => {
        begun.push(number);
        return new Promise<void>((resolve) => void ends.push(resolve));
      }, signal),
    );
    await settled();
    expect(begun).toEqual([0, 1]);
    ends[1]?.();
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    ends[0]?.();
    await settled();
    expect(begun).toEqual([0, 1, 2, 3]);
    for (const end of ends) end();
    await Promise.all(all);
  });

  test('lets what is urgent go before everything that waits already', async () => {
    const gate = createGate(1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun: string[] = [];
    const come = (name: string, isUrgent?: boolean) => gate(async () => void begun.push(name), signal, isUrgent);
    const all = [gate(() => promise, signal), come('first'), come('second'), come('lock', true)];
    resolve();
    await Promise.all(all);
    expect(begun).toEqual(['lock', 'first', 'second']);
  });

  test('is free again after a failure', async () => {
    const gate = createGate(1);
    await expect(gate(() => Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
    await expect(gate(async () => 'yes', signal)).resolves.toBe('yes');
  });

  test('lets go who is stopped while it waits, and nobody waits in its place', async () => {
    const gate = createGate(1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = gate(() => promise, signal);
    const stopped = new AbortController();
    const second = gate(async () => 'never', stopped.signal);
    const third = gate(async () => 'third', signal);
    stopped.abort(new Error('SIGTERM'));
    await expect(second).rejects.toThrow('SIGTERM');
    resolve();
    await first;
    await expect(third).resolves.toBe('third');
  });
});
