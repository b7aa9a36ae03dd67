import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLog, createRedactor, type Log, type LogSink, terminalSink } from '../../../src/report/index.ts';
import { commandsIn } from './runner-command-parser.ts';

/** A sink that keeps what it is given, as the runner would print it. */
function recordingSink(): LogSink & { readonly printed: string[] } {
  const printed: string[] = [];
  const keep = (text: string) => void printed.push(text);
  return {
    printed,
    line: keep,
    debug: keep,
    annotate: (_, text) => keep(text),
    openGroup: keep,
    closeGroup: () => keep(''),
  };
}

const attacks = [
  '::add-mask::x',
  '  \t::set-output name=a::b',
  '##[error]x',
  'text ##[add-matcher]file.json',
  '::stop-commands::token',
  '\u001b[31m::error::red',
  ':\u200b:error::zero width',
  '#\u00ad#[warning]soft hyphen',
  'a\r::error::after a carriage return',
  'a\u2028::error::after a line separator',
  '\ufeff::debug::after a byte order mark',
  '\u00a0::group::after a no-break space',
  '::\u001b[0m:: ::error::x',
];

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...attacks),
      fc.constantFrom(
        '::',
        ':',
        '##[',
        '#',
        '[',
        ']',
        'error',
        'add-mask',
        ' ',
        '\t',
        '\r',
        '\n',
        '\u2028',
        '\u0085',
        '\u200b',
        '\u001b[1m',
        '\u001b',
        '%0A',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const ways: readonly (readonly [string, (log: Log, text: string) => void])[] = [
  ['untrusted text', (log, text) => log.untrusted('pod keep-client-0', text)],
  ['the name of an untrusted source', (log, text) => log.untrusted(text, 'a line')],
  ['an info line', (log, text) => log.info(text)],
  ['a debug line', (log, text) => log.debug(text)],
  ['a warning', (log, text) => log.warning(text)],
  ['an error', (log, text) => log.error(text)],
  ['a group title', (log, text) => void log.group(text, async () => {})],
];

describe('what others print is never a command', () => {
  test('the oracle finds every attack when it is printed as it came', () => {
    expect(attacks.filter((attack) => commandsIn(attack).length === 0 && !attack.includes('\u001b'))).toEqual([]);
  });

  for (const [way, print] of ways) {
    test(`no text issues a command through ${way}`, () => {
      fc.assert(
        fc.property(hostileText, (text) => {
          const sink = recordingSink();
          print(createLog(sink, createRedactor()), text);
          expect(commandsIn(sink.printed.join('\n'))).toEqual([]);
        }),
        { numRuns: 500 },
      );
    });

    test.each(attacks)(`%j issues no command through ${way}`, (attack) => {
      const sink = recordingSink();
      print(createLog(sink, createRedactor()), attack);
      expect(commandsIn(sink.printed.join('\n'))).toEqual([]);
    });
  }

  test('text that arrives in pieces issues no command however it is split', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(60), (text, at) => {
        const sink = recordingSink();
        const log = createLog(sink, createRedactor());
        log.untrusted('a', text.slice(0, at));
        log.untrusted('a', text.slice(at));
        expect(commandsIn(sink.printed.join('\n'))).toEqual([]);
      }),
    );
  });

  test('a secret hidden between two marks does not join them to a command', () => {
    const redactor = createRedactor();
    redactor.register('TOKEN', 'correct-horse-battery');
    const sink = recordingSink();
    createLog(sink, redactor).untrusted('a', '#correct-horse-battery#[error]x\n:correct-horse-battery:error::x');
    expect(commandsIn(sink.printed.join('\n'))).toEqual([]);
  });

  test('every line of foreign text names its source', () => {
    const sink = recordingSink();
    createLog(sink, createRedactor()).untrusted('pod keep-client-0', 'one\r\ntwo\n');
    expect(sink.printed).toEqual(['pod keep-client-0 | one', 'pod keep-client-0 | two']);
  });
});

describe('groups', () => {
  test('a group is closed when its body fails', async () => {
    const sink = recordingSink();
    const body = createLog(sink, createRedactor()).group('phase', () => Promise.reject(new Error('no')));
    await expect(body).rejects.toThrow('no');
    expect(sink.printed).toEqual(['phase', '']);
  });

  test('a group within a group is a plain line, because the runner would close the outer one', async () => {
    const sink = recordingSink();
    const log = createLog(sink, createRedactor());
    await log.group('outer', () => log.group('inner', async () => log.info('text')));
    expect(sink.printed).toEqual(['outer', 'inner', 'text', '']);
  });
});

describe('the log of a terminal', () => {
  test('indents what stands in a group and names file and line of a finding', async () => {
    const lines: string[] = [];
    const log = createLog(
      terminalSink((line) => lines.push(line), false),
      createRedactor(),
    );
    await log.group('phase', async () => log.info('text'));
    log.error('unknown key', { file: 'clients.yml', line: 3, message: 'unknown key' });
    log.debug('hidden');
    expect(lines).toEqual(['phase', '  text', 'error: clients.yml:3: unknown key']);
  });
});
