/**
 * The oracle: which commands the Actions runner finds in what a step prints, by the rules of its own parser
 * (src/Runner.Common/ActionCommand.cs, TryParseV2 and TryParse). It compares by culture, so characters that are compared
 * as nothing are taken out first; a line ends at a carriage return, a line feed, or both.
 */
const commandNames =
  'add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands warning'.split(
    ' ',
  );

export function commandsIn(printed: string): readonly string[] {
  return printed
    .replaceAll(/(?![\n\r\t\v\f])[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '')
    .split(/[\r\n\v\f\u0085\u2028\u2029]/)
    .flatMap((line) => [startCommand(line), bracketCommand(line)])
    .filter((name) => name !== undefined && commandNames.includes(name.toLowerCase())) as readonly string[];
}

function startCommand(line: string): string | undefined {
  const trimmed = line.trimStart();
  const end = trimmed.indexOf('::', 2);
  return trimmed.startsWith('::') && end >= 0 ? trimmed.slice(2, end).split(' ')[0] : undefined;
}

function bracketCommand(line: string): string | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  return start >= 0 && end >= 0 ? line.slice(start + 3, end).split(' ')[0] : undefined;
}
