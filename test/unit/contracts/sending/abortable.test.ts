import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { abortable } from '../../../../src/contracts/sending/abortable.ts';

const file = pathToFileURL(join(import.meta.dirname, '../../../../src/contracts/sending/abortable.ts')).href;

/** In a process of its own, because a failure that nobody hears of ends it. */
function endOf(abort: 'before' | 'after'): { readonly status: number | null; readonly output: string } {
  const program = `
    const { abortable } = await import(${JSON.stringify(file)});
    const controller = new AbortController();
    if (${abort === 'before'}) controller.abort(new Error('cancelled'));
    const work = new Promise((_, reject) => setTimeout(() => reject(new Error('too late')), 5));
    const seen = abortable(work, controller.signal).catch((error) => error.message);
    controller.abort(new Error('cancelled'));
    console.log(await seen);
    await new Promise((resolve) => setTimeout(resolve, 20));
    console.log('still there');
  `;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe('work that is no longer waited for', () => {
  test.each(['before', 'after'] as const)(
    'ends nothing when it fails and the run was cancelled %s it began',
    (abort) => {
      expect(endOf(abort)).toEqual({ status: 0, output: 'cancelled\nstill there\n' });
    },
  );

  test('gives what it gives while nothing is cancelled', async () => {
    const { signal } = new AbortController();
    expect(await abortable(Promise.resolve(7), signal)).toBe(7);
    await expect(abortable(Promise.reject(new Error('its own')), signal)).rejects.toThrow('its own');
  });
});
