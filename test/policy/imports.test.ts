import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { trackedFiles } from '../../tools/tracked-files.ts';
import { importsBelow, importsOf, type SourceImport } from './source-imports.ts';

const root = `${import.meta.dirname}/../..`;
const rooms = ['contracts', 'accounts', 'configuration', 'store', 'cluster', 'smoke'];
const shared = ['report', 'values'];

/** Who may import whom, by room; DESIGN §5. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  values: [],
  report: ['values'],
  runner: shared,
  ...Object.fromEntries(rooms.map((room) => [room, shared])),
  environment: [...rooms, ...shared],
  release: ['environment', ...rooms, ...shared],
  actions: ['runner', 'release', ...shared],
  cli: ['actions', 'runner', 'release', 'accounts', ...shared], // `keep-deploy account` belongs to no release
};

const heavyPackages = ['ethers', '@kubernetes/client-node', 'undici', '@google-cloud/storage'];

const imports = importsBelow(root, ['src', 'actions']);

test('an import is read from the code with its kind, and not from comments', () => {
  const source = [
    "import { a } from './a.ts';",
    "import type { B } from './b.ts';",
    "import { type C, type D } from './c.ts';",
    "import {\n  type E,\n  f,\n} from './d.ts';",
    "export * from './e.ts';",
    "export type { G } from './g.ts';",
    "  const { h } = await import('./h.ts');",
    "// const { i } = await import('./i.ts');",
    "export const from = './j.ts';",
  ].join('\n');
  expect(importsOf('x.ts', source).map(({ specifier, kind }) => `${kind} ${specifier}`)).toEqual([
    'static ./a.ts',
    'type ./b.ts',
    'type ./c.ts',
    'static ./d.ts',
    'static ./e.ts',
    'type ./g.ts',
    'dynamic ./h.ts',
  ]);
});

describe('the rooms of the house', () => {
  test('arrows point one way: a room imports only what the design lets it', () => {
    const wrong = betweenRooms().filter(({ from, to }) => !(arrows[from] ?? []).includes(to));
    expect(wrong.map(say)).toEqual([]);
  });

  test('nobody imports past a door', () => {
    const past = betweenRooms().filter(
      ({ to, target }) => to !== 'actions' && to !== 'cli' && target !== `src/${to}/index.ts`,
    );
    expect(past.map(say)).toEqual([]);
  });

  test('each room has a door, and a place in the design', () => {
    const folders = new Set(trackedFiles(root).flatMap((file) => file.match(/^src\/([^/]+)\//)?.[1] ?? []));
    expect([...folders].filter((room) => !(room in arrows))).toEqual([]);
    expect([...folders].filter((room) => !existsSync(`${root}/src/${room}/index.ts`))).toEqual([]);
  });
});

describe('heavy packages', () => {
  const heavy = imports.filter(({ specifier }) =>
    heavyPackages.some((name) => specifier === name || specifier.startsWith(`${name}/`)),
  );

  test('are there to be guarded', () => {
    expect(heavy.length).toBeGreaterThan(0);
  });

  test('are imported only in adapter files', () => {
    const elsewhere = heavy.filter(({ kind, file }) => kind !== 'type' && !isAdapter(file));
    expect(elsewhere.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  test('are imported by name, so that the bundler can leave out the rest', () => {
    const whole = heavy.filter(
      ({ kind, clause }) => kind === 'dynamic' || (kind === 'static' && !clause.startsWith('{')),
    );
    expect(whole.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  test('come in only when a line asks for their adapter', () => {
    const eager = imports.filter(({ file, specifier, kind }) => {
      return kind === 'static' && specifier.startsWith('.') && isAdapter(specifier) && !isAdapter(file);
    });
    expect(eager.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });
});

interface Crossing {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly target: string;
}

function betweenRooms(): readonly Crossing[] {
  return imports.filter(isRelative).flatMap(({ file, specifier }) => {
    const target = posix.join(posix.dirname(file), specifier);
    const [from, to] = [roomOf(file), roomOf(target)];
    return from === to ? [] : [{ file, from, to, target }];
  });
}

function isRelative({ specifier }: SourceImport): boolean {
  return specifier.startsWith('.');
}

/** `src/store/gcs.ts` → store, `src/cli.ts` → cli, `actions/x/main.ts` → actions. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second.replace(/\.ts$/, '') : first;
}

function isAdapter(path: string): boolean {
  return /(^|[/-])adapter\.ts$/.test(path);
}

function say({ file, target }: Crossing): string {
  return `${file} → ${target}`;
}
