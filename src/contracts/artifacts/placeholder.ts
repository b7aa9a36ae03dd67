import { keccak256 } from '../../values/index.ts';

/** Both placeholder styles of solc: `__$<34 hexadecimal digits>$__` (since 0.5) and `__Name____…`, always forty characters. */
const placeholderPattern = /__\$[0-9a-f]{34}\$__|__[^$].{37}/g;

/** Every placeholder in a code, once. */
export function placeholdersIn(code: string): readonly string[] {
  // Most codes have none, and they are long.
  return code.includes('__') ? [...new Set(code.match(placeholderPattern) ?? [])] : [];
}

/** solc ≥ 0.5: the first 34 digits of the hash of the library's fully qualified name, `<source path>:<Name>`. */
export function hashedPlaceholder(qualifiedName: string): string {
  return `__$${keccak256(new TextEncoder().encode(qualifiedName)).slice(2, 36)}$__`;
}

export function isHashed(placeholder: string): boolean {
  return placeholder.startsWith('__$');
}

/** The name in an old placeholder, cut to 36 characters and filled with underscores: Truffle's plain or solc's qualified one. */
export function namedPlaceholder(name: string): string {
  return `__${name.slice(0, 36).padEnd(38, '_')}`;
}

/** The library that an old placeholder names, unless its name was cut. */
export function namedLibrary(placeholder: string): { readonly name: string; readonly source?: string } | undefined {
  const match = /^__(?:(.+):)?([A-Za-z$][A-Za-z0-9$]*(?:_[A-Za-z0-9$]+)*)_{2,}$/.exec(placeholder);
  const [, source, name] = match ?? [];
  if (name === undefined) return undefined;
  return source === undefined ? { name } : { name, source };
}
