import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trackedFiles } from '../../tools/tracked-files.ts';

export interface SourceImport {
  readonly file: string;
  readonly specifier: string;
  /** `type` is erased, `static` is loaded with the file, `dynamic` when its line runs. */
  readonly kind: 'type' | 'static' | 'dynamic';
  /** What stands between `import` and `from`: `{ a, b }`, `* as a`, `a`. */
  readonly clause: string;
}

/** The imports of every tracked TypeScript file below the folders; comments and strings that look like one don't count. */
export function importsBelow(root: string, folders: readonly string[]): readonly SourceImport[] {
  return trackedFiles(root)
    .filter((file) => file.endsWith('.ts') && folders.some((folder) => file.startsWith(`${folder}/`)))
    .flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));
}

const statement =
  /^(?:import|export)\b(?!\s+(?:const|let|function|async|class|interface)\b)([^;"']*?)(?:\bfrom\s*)?(["'])([^"'\n]+)\2;/gm;
const call = /^(?!\s*(?:\/\/|\*)).*?\bimport\(\s*(["'])([^"'\n]+)\1\s*\)/gm;

export function importsOf(file: string, source: string): readonly SourceImport[] {
  return [
    ...[...source.matchAll(statement)].map(([, text = '', , specifier = '']) => {
      const clause = text.trim();
      const isType = /^type\b/.test(clause) || (/^\{.*\}$/s.test(clause) && allAreTypes(clause));
      return { file, specifier, kind: isType ? 'type' : 'static', clause } as const;
    }),
    ...[...source.matchAll(call)].map(([, , specifier = '']) => {
      return { file, specifier, kind: 'dynamic', clause: '' } as const;
    }),
  ];
}

function allAreTypes(clause: string): boolean {
  const names = clause
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length > 0 && names.every((name) => name.startsWith('type '));
}
