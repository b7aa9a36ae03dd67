/**
 * One plain line as the runner prints it and never obeys it. The runner reads every line of stdout and stderr: `::name::`
 * after leading white space is a command (ActionCommand.TryParseV2), and so is `##[name]` anywhere (TryParse).
 */
export function fenceLine(line: string): string {
  return line.replace(/^(\s*):(?=:)/u, '$1: ').replaceAll('##[', '## [');
}

/** Foreign text line by line, each line marked with where it comes from. Expects plain text. */
export function fenceLines(source: string, text: string): readonly string[] {
  const mark = source.replaceAll(/[^\p{L}\p{N} ._/@-]+/gu, ' ').trim() || 'unnamed';
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => fenceLine(`${mark} | ${line}`));
}
