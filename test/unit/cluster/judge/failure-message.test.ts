import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  describeSign,
  failureMessage,
  messageLimits,
  messageLines,
} from '../../../../src/cluster/judge/failure-message.ts';
import { failureRules } from '../../../../src/cluster/judge/failure-rules.ts';
import { type Sign, signOf } from '../../../../src/cluster/judge/sign.ts';
import { createRedactor } from '../../../../src/report/index.ts';
import { event, pod } from './sight-builder.ts';

const asIs = (text: string) => text;
const current = { pod: 'keep-client-0-0', container: 'client', previous: false };
const previous = { ...current, previous: true };
const crash = (more: Partial<Sign> = {}): Sign => ({
  ...signOf('crash', {
    ...{ pod: pod(), container: 'client', reason: 'CrashLoopBackOff', message: 'back-off 10s', exitCode: 137 },
    ...{ signal: 'SIGKILL', restarts: 2, warnings: [event('u', 'BackOff', 'Back-off restarting failed container')] },
  }),
  ...more,
});

describe('the message of a failure', () => {
  test('says client, pod, container, reason, exit code, cause, restarts, what was said and what to do', () => {
    const logs = [
      { request: previous, text: 'started\nfatal: no peers\n' },
      { request: current, text: 'starting again\n\n' },
    ];
    expect(messageLines(failureMessage('keep-client-0', crash(), logs, asIs))).toEqual([
      'keep-client-0 (pod keep-client-0-0, container client): CrashLoopBackOff, exit code 137 (SIGKILL): back-off 10s',
      'cause: crash; restarts of the container since it was written: 2',
      'keep-client-0-0 warnings | BackOff: Back-off restarting failed container',
      'keep-client-0-0/client previous run | started',
      'keep-client-0-0/client previous run | fatal: no peers',
      'keep-client-0-0/client | starting again',
      failureRules.crash.advice,
    ]);
  });

  test('names an init container as one, and the deadline that passed', () => {
    const sign = crash({
      isInit: true,
      exitCode: undefined,
      signal: undefined,
      message: '',
      within: 'the total of 9 s',
    });
    expect(describeSign('c', sign, asIs)).toBe(
      'c (pod keep-client-0-0, init container client): not ready within the total of 9 s: CrashLoopBackOff',
    );
  });

  test('names only the client where no pod is there', () => {
    const sign = signOf('not-created', { reason: 'FailedCreate', message: 'exceeded quota' });
    expect(describeSign('c', sign, asIs)).toBe('c: FailedCreate: exceeded quota');
  });

  test('keeps the last lines of each run, and shares the room between them', () => {
    const text = (word: string) => Array.from({ length: 60 }, (_, index) => `${word} ${index}`).join('\n');
    const logs = [
      { request: previous, text: text('before') },
      { request: current, text: text('now') },
    ];
    const message = failureMessage('c', crash(), logs, asIs);
    expect(messageLines(message)).toHaveLength(messageLimits.lines);
    const [warnings, before, now] = message.foreign;
    expect(warnings?.lines).toHaveLength(1);
    expect([before?.lines.length, now?.lines.length].toSorted()).toEqual([18, 18]);
    expect(before?.lines.at(-1)).toBe('before 59');
    expect(now?.lines.at(-1)).toBe('now 59');
  });

  test('keeps foreign text apart, plain and line by line', () => {
    const logs = [{ request: current, text: '::error::not ours\r\n\u001b[31mred\u001b[0m\u0000' }];
    const { foreign } = failureMessage('c', crash({ warnings: [] }), logs, asIs);
    expect(foreign).toEqual([{ source: 'keep-client-0-0/client', lines: ['::error::not ours', 'red'] }]);
  });

  const secret = 'correct-horse-battery-staple';
  test.each([
    ['in a line', `password=${secret}`],
    ['over two lines', `${secret.slice(0, 12)}\n${secret.slice(12)}`],
    ['behind control characters', `${secret.slice(0, 9)}\u0000\u001b[0m${secret.slice(9)}`],
    ['where a line is cut', `${'x'.repeat(290)}${secret}`],
    ['where a long line is cut', `${'x'.repeat(3_990)}${secret}`, 'xxx…'],
  ])('hides a secret %s', (_title, text, instead = '***') => {
    const redactor = createRedactor();
    redactor.register('password', secret);
    const sign = crash({ message: text, warnings: [event('u', 'BackOff', text)] });
    const whole = messageLines(failureMessage('c', sign, [{ request: current, text }], redactor.redact)).join('\n');
    const squeezed = whole.replaceAll(/\s/g, '');
    expect(squeezed).toContain(instead);
    for (let at = 0; at + 9 <= secret.length; at += 1) expect(squeezed).not.toContain(secret.slice(at, at + 9));
  });

  test('leaves not even a part of a secret where the headline ends', () => {
    const redactor = createRedactor();
    redactor.register('password', secret);
    const begin = describeSign('c', crash({ message: '' }), asIs).length + ': '.length;
    const message = `${'x'.repeat(599 - begin - 7)}${secret}`;
    const line = describeSign('c', crash({ message }), redactor.redact);
    expect(line).toMatch(/x\*\*\*$/);
    expect(line).not.toContain(secret.slice(0, 4));
  });

  test('has fewer lines where they are long', () => {
    const text = Array.from({ length: 60 }, (_, index) => `${index} ${'é'.repeat(250)}`).join('\n');
    const lines = messageLines(failureMessage('c', crash(), [{ request: current, text }], asIs));
    const bytes = Buffer.byteLength(lines.join('\n'));
    expect(bytes).toBeLessThanOrEqual(messageLimits.bytes);
    expect(bytes).toBeGreaterThan(messageLimits.bytes - 600);
  });

  test('is never longer than 40 lines and 8 kB, whatever was said', () => {
    const foreign = fc
      .array(fc.string({ unit: 'grapheme', maxLength: 900 }), { maxLength: 90 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(foreign, foreign, foreign, (message, before, now) => {
        const logs = [
          { request: previous, text: before },
          { request: current, text: now },
        ];
        const warnings = before.split('\n').map((line) => event('u', 'Failed', line));
        const lines = messageLines(failureMessage('c', crash({ message, warnings }), logs, asIs));
        expect(lines.length).toBeLessThanOrEqual(messageLimits.lines);
        expect(Buffer.byteLength(lines.join('\n'))).toBeLessThanOrEqual(messageLimits.bytes);
        for (const line of lines) expect(line).not.toMatch(/[\n\r\u2028]/);
      }),
    );
  });

  test.each(Object.entries(failureRules))('%s has one line of advice', (_rule, { advice, signal }) => {
    expect(advice).toMatch(/^[A-Z].{20,130}\.$/);
    expect(signal).toMatch(/^\S.{10,140}$/);
  });
});
