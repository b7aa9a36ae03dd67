import { keccak256 } from '../../values/index.ts';

/** Both placeholder styles of solc: `__$<34 hexadecimal digits>$__` (since 0.5) and `__Name____…`, always forty characters. */
const placeholderPattern = /__\$[0-9a-f]{34}\$__|__[^$].{37}/g;

/** Every placeholder in a creation code, once. */
export function placeholdersIn(creationCode: string): readonly string[] {
  return [...new Set(creationCode.match(placeholderPattern) ?? [])];
}

/** solc ≥ 0.5: the first 34 digits of the hash of the library's fully qualified name, `<source path>:<Name>`. */
export function hashedPlaceholder(qualifiedName: string): string {
  return `__$${keccak256(new TextEncoder().encode(qualifiedName)).slice(2, 36)}$__`;
}

/** The library's name in an old placeholder, where Truffle writes it cut to 36 characters and filled with underscores. */
export function namedPlaceholder(name: string): string {
  return `__${name.slice(0, 36).padEnd(38, '_')}`;
}
