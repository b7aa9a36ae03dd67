import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSummary, type SummaryRow, summaryMarkdown, summaryText } from '../../../src/report/index.ts';

const asIs = (text: string) => text;
const row = (severity: SummaryRow['severity'], ...cells: string[]): SummaryRow => ({ severity, cells });

describe('the summary', () => {
  test('stays within its limit and keeps the totals and the worst rows', () => {
    const summary = createSummary();
    const rows = Array.from({ length: 5000 }, (_, index) => row('unchanged', `client-${index}`, 'x'.repeat(400)));
    summary.add({
      title: 'Clients',
      severity: 'failed',
      columns: ['client', 'outcome'],
      rows: [...rows, row('failed', 'client-bad', 'exit 3')],
    });
    summary.add({ title: 'Smoke test', severity: 'unchanged', text: 'not reached' });
    const markdown = summaryMarkdown(summary.sections(), asIs);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(256 * 1024);
    expect(markdown).toContain('1 failed, 5000 unchanged');
    expect(markdown.indexOf('client-bad')).toBeLessThan(markdown.indexOf('client-0'));
    expect(markdown).toMatch(/and \d+ more/);
    expect(markdown).toContain('not reached');
  });

  test('keeps the lines of a text, on a page and at a terminal, and no secret of several lines', () => {
    const summary = createSummary();
    const redact = (text: string) => text.replaceAll('one\ntwo', '***');
    summary.add({ title: 'failed', severity: 'failed', text: `why\n# what to do\none\ntwo\n${'x\n'.repeat(50)}` });
    expect(summaryMarkdown(summary.sections(), redact)).toMatch(/why\n\n\\# what to do\n\n\\\*\\\*\\\*\n\n/);
    const text = summaryText(summary.sections(), redact);
    expect(text.slice(2, 6)).toEqual(['  why', '  # what to do', '  ***', '  x']);
    expect(text.at(-1)).toBe('  and 13 more lines');
  });

  test('stays within its limit with any number of sections', () => {
    const summary = createSummary();
    for (let index = 0; index < 3000; index += 1)
      summary.add({ title: `part ${index}`, severity: 'changed', text: 'é'.repeat(400) });
    expect(Buffer.byteLength(summaryMarkdown(summary.sections(), asIs))).toBeLessThanOrEqual(256 * 1024);
  });

  test('links a text only to a plain http(s) URL without a secret', () => {
    const link = (url: string) => {
      const rows = [{ severity: 'changed', cells: [{ text: 'a]b', url }] }] as const;
      const section = { title: 't', severity: 'changed', columns: ['c'], rows } as const;
      return summaryMarkdown([section], (text) => text.replaceAll('s3cret', '***'))
        .split('\n')
        .at(-2);
    };
    expect(link('https://explorer.example/tx/0x12')).toBe('| [a\\]b](https://explorer.example/tx/0x12) |');
    for (const url of ['javascript:x', 'https://x/)[y](z', 'https://x/ y', 'https://x/s3cret'])
      expect(link(url)).toBe('| a\\]b |');
  });

  test('shows a diagram on GitHub when there is room for it, and never at a terminal', () => {
    const section = { title: 't', severity: 'changed', mermaid: 'flowchart TD\n  A --> B' } as const;
    expect(summaryMarkdown([section], asIs)).toContain('\n```mermaid\nflowchart TD\n  A --> B\n```\n');
    expect(summaryMarkdown([section], asIs, 240)).not.toContain('mermaid');
    expect(summaryText([section], asIs).join('\n')).not.toContain('A -->');
  });

  test('worst part first, equals in their order', () => {
    const summary = createSummary();
    for (const [title, severity] of [
      ['a', 'unchanged'],
      ['b', 'changed'],
      ['c', 'failed'],
      ['d', 'changed'],
    ] as const)
      summary.add({ title, severity });
    expect(summary.sections().map(({ title }) => title)).toEqual(['c', 'b', 'd', 'a']);
  });

  test('foreign text in a cell stays in its cell and is neither markup, link, mention nor HTML', () => {
    const hostile = [
      'a|b',
      'x\n| y |',
      '<img src=x onerror=y>',
      '[a](https://b)',
      '@octocat',
      'https://example.org',
      '`c`',
      '# d',
      '**e**',
      'www.example.org',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...hostile), fc.string()), { maxLength: 5 }), (parts) => {
        const section = {
          title: 't',
          severity: 'changed',
          columns: ['a', 'b'],
          rows: [row('changed', parts.join(' '), 'second')],
        } as const;
        const lines = summaryMarkdown([section], asIs).trimEnd().split('\n');
        const cells = lines.at(-1)?.split(/(?<!\\)(?:\\\\)*\|/) ?? [];
        expect(cells).toHaveLength(4);
        expect(cells[2]).toBe(' second ');
        expect(cells[1]).not.toMatch(/<|>|@|:\/\/|www\.|(?<!\\)(?:\\\\)*(?:[[\]*`_]|#(?!\d+;))/);
      }),
    );
  });

  test('a secret in a cell is hidden before it is cut, in Markdown and in text', () => {
    const section = {
      title: 't',
      severity: 'failed',
      columns: ['a'],
      rows: [row('failed', `${'x'.repeat(495)}s3cret-value`)],
    } as const;
    const redact = (text: string) => text.replaceAll('s3cret-value', '***');
    expect(summaryMarkdown([section], redact)).not.toContain('s3cr');
    expect(summaryText([section], redact).join('\n')).not.toContain('s3cr');
  });

  test('a terminal gets the same rows in columns', () => {
    const section = {
      title: 'Clients',
      severity: 'changed',
      columns: ['client', 'outcome'],
      rows: [row('changed', 'a', 'rolled')],
    } as const;
    expect(summaryText([section], asIs)).toEqual(['', 'Clients: 1 changed', '  client  outcome', '  a       rolled']);
  });
});
