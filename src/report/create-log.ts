import { describeFinding, type Finding } from './errors.ts';
import { fenceLine, fenceLines } from './fence.ts';
import type { Log } from './log.ts';
import { plainText } from './plain-text.ts';
import type { Redactor } from './redaction.ts';

/** What a runner and a terminal do differently. Everything that arrives here is plain, redacted and fenced. */
export interface LogSink {
  line(text: string): void;
  debug(text: string): void;
  annotate(level: 'warning' | 'error', text: string, finding?: Finding): void;
  openGroup(title: string): void;
  closeGroup(): void;
}

export function createLog(sink: LogSink, redactor: Pick<Redactor, 'redact'>): Log {
  const clean = (text: string) => redactor.redact(plainText(text));
  const lines = (text: string) => clean(text).split('\n').map(fenceLine);
  const cleanFinding = (finding: Finding): Finding => ({
    ...finding,
    ...(finding.file === undefined ? {} : { file: clean(finding.file) }),
  });
  const annotate = (level: 'warning' | 'error', message: string, finding?: Finding) =>
    sink.annotate(level, lines(message).join('\n'), finding === undefined ? undefined : cleanFinding(finding));
  let depth = 0;
  return {
    info: (message) => lines(message).forEach(sink.line),
    warning: (message, finding) => annotate('warning', message, finding),
    error: (message, finding) => annotate('error', message, finding),
    debug: (message) => lines(message).forEach(sink.debug),
    async group(title, body) {
      const heading = lines(title).join(' ');
      // The runner has no groups within groups: an inner one would close the outer.
      if (depth > 0) sink.line(heading);
      else sink.openGroup(heading);
      depth += 1;
      try {
        return await body();
      } finally {
        depth -= 1;
        if (depth === 0) sink.closeGroup();
      }
    },
    untrusted: (source, text) => fenceLines(clean(source), clean(text)).forEach(sink.line),
  };
}

/** Lines for a person at a terminal; groups are headings with their lines indented. */
export function terminalSink(write: (line: string) => void, isDebug: boolean): LogSink {
  let indent = '';
  const line = (text: string) => write(`${indent}${text}`);
  return {
    line,
    debug: (text) => (isDebug ? line(`debug: ${text}`) : undefined),
    annotate: (level, text, finding) =>
      `${level}: ${describeFinding({ ...finding, message: text })}`.split('\n').forEach(line),
    openGroup(title) {
      line(title);
      indent = '  ';
    },
    closeGroup() {
      indent = '';
    },
  };
}
