/** A command that the Actions runner would carry out because a process printed it. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** What the runner does with a line, by its own source: `::name::` after white space, `##[name]` anywhere, until a fence. */
export function readCommands(output: string): readonly RunnerCommand[] {
  const commands: RunnerCommand[] = [];
  let fence: string | undefined;
  for (const line of output.split(/\r\n|\n|\r/)) {
    if (fence !== undefined) {
      if (line.trim() === `::${fence}::`) fence = undefined;
      continue;
    }
    const command = commandOf(line);
    if (command === undefined) continue;
    if (command.name === 'stop-commands') fence = command.data;
    commands.push(command);
  }
  return commands;
}

function commandOf(line: string): RunnerCommand | undefined {
  const [, name, properties = '', data = ''] =
    /^\s*::([A-Za-z-]+)(?:\s+(.*?))?::(.*)$/.exec(line) ?? /##\[([A-Za-z-]+)(?:\s+([^\]]*))?\](.*)$/.exec(line) ?? [];
  if (name === undefined) return undefined;
  const pairs = properties.split(/[,;]/).flatMap((pair) => {
    const [, key, value = ''] = /^\s*([^=]+)=(.*)$/.exec(pair) ?? [];
    return key === undefined ? [] : [[key.trim(), unescaped(value)] as const];
  });
  return { name: name.toLowerCase(), properties: Object.fromEntries(pairs), data: unescaped(data) };
}

function unescaped(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}

/** The file commands GITHUB_OUTPUT, GITHUB_STATE and GITHUB_ENV: `name=value`, or `name<<word`, lines, `word`. */
export function readFileCommands(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const [, name = '', sign, rest = ''] = /^(.+?)(=|<<)(.*)$/.exec(lines[index] ?? '') ?? [];
    if (sign === '=') values.set(name, rest);
    if (sign !== '<<') continue;
    const end = lines.indexOf(rest, index + 1);
    if (end === -1) throw new Error(`the value of ${name} does not end`);
    values.set(name, lines.slice(index + 1, end).join('\n'));
    index = end;
  }
  return values;
}
