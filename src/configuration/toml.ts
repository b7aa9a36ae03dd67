/** What a TOML file of ours holds: the client's parser takes integers only without a fraction, so there are no others. */
export type TomlValue = string | number | boolean | readonly TomlValue[];
export interface TomlTable {
  readonly [key: string]: TomlValue | TomlTable | undefined;
}

/**
 * Writes TOML 1.0 in one canonical way: a table's own keys first, then its tables, both in the order given; one key a
 * line; integers as integers; nothing for what is absent.
 * @throws RangeError for a number that is no safe integer, and for text that is no Unicode.
 */
export function encodeToml(table: TomlTable): string {
  return blocksOf(table, []).join('\n');
}

function blocksOf(table: TomlTable, path: readonly string[]): string[] {
  const members = Object.entries(table).filter(
    (member): member is [string, TomlValue | TomlTable] => member[1] !== undefined,
  );
  const lines = members.flatMap(([key, value]) =>
    isTable(value) ? [] : [`${encodeKey(key)} = ${encodeValue(value)}\n`],
  );
  const tables = members.flatMap(([key, value]) => (isTable(value) ? blocksOf(value, [...path, key]) : []));
  const header = path.length === 0 ? [] : [`[${path.map(encodeKey).join('.')}]\n`];
  // A table without keys of its own exists through its tables; an empty one needs its header.
  const isNamed = lines.length > 0 || tables.length === 0;
  const block = [...(isNamed ? header : []), ...lines].join('');
  return block === '' ? tables : [block, ...tables];
}

function isTable(value: TomlValue | TomlTable): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value);
}

function encodeKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : encodeText(key);
}

function encodeValue(value: TomlValue): string {
  if (typeof value === 'string') return encodeText(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError('a number in a configuration must be a safe integer');
    return BigInt(value).toString();
  }
  return `[${value.map(encodeValue).join(', ')}]`;
}

const shortEscapes: { readonly [character: string]: string } = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

function encodeText(text: string): string {
  if (!text.isWellFormed())
    throw new RangeError('a text in a configuration must be Unicode: it has half of a surrogate pair');
  const escaped = text.replaceAll(/["\\\p{Cc}]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return shortEscapes[character] ?? `\\u${code}`;
  });
  return `"${escaped}"`;
}
