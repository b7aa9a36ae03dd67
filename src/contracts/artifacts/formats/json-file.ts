import type { CompiledContract } from '../compiled-contract.ts';

export type JsonMap = { readonly [key: string]: unknown };

/** A JSON file of an artifact folder. */
export interface JsonFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  /** The file's name without its ending: the contract's, where the content doesn't tell. */
  readonly baseName: string;
  readonly content: JsonMap;
}

/** Reads one format; undefined for a file of another. */
export type ReadFormat = (file: JsonFile) => readonly CompiledContract[] | undefined;

export function isMap(value: unknown): value is JsonMap {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function textIn(map: unknown, ...way: readonly string[]): string | undefined {
  const value = valueIn(map, ...way);
  return typeof value === 'string' ? value : undefined;
}

export function valueIn(map: unknown, ...way: readonly string[]): unknown {
  return way.reduce<unknown>((value, key) => (isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined), map);
}

/** What solc's own metadata tells of a contract: its file, its compiler. */
export function fromMetadata(metadata: unknown): {
  readonly source: string | undefined;
  readonly compiler: string | undefined;
} {
  const content = typeof metadata === 'string' ? parsedText(metadata) : metadata;
  const target = valueIn(content, 'settings', 'compilationTarget');
  return {
    source: isMap(target) ? Object.keys(target)[0] : undefined,
    compiler: textIn(content, 'compiler', 'version'),
  };
}

/** Whether code has one of the addresses that somebody has linked it to, though other libraries may still be open. */
export function hasAddressOf(code: string, links: unknown): boolean {
  if (!isMap(links)) return false;
  const digits = code.toLowerCase();
  return Object.values(links).some((address) => {
    const found = typeof address === 'string' ? /^0x([0-9a-f]{40})$/.exec(address.toLowerCase())?.[1] : undefined;
    return found !== undefined && digits.includes(found);
  });
}

/** Undefined when the text is no JSON. */
export function parsedText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
