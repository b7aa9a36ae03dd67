import type { Log } from '../../../src/report/index.ts';

/** A log that remembers, for tests that read what was said. */
export function recordingLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const say = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  return {
    lines,
    log: {
      info: say('info'),
      warning: say('warning'),
      error: say('error'),
      debug: say('debug'),
      group: (title, body) => {
        lines.push(`group ${title}`);
        return body();
      },
      untrusted: (source, text) => void lines.push(`untrusted ${source}: ${text}`),
    },
  };
}
