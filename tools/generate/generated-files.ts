import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Action } from '../../src/runner/index.ts';
import { actionNames } from '../dist/entries.ts';
import { actionYaml } from './action-yaml.ts';
import { actionsTable, fillMarkers, inputsTable, outputsTable } from './markdown-tables.ts';

/** The action that runs all the others in one step; `uses: org/keep-deploy@v1` reads the root of the repository. */
const wholeRelease = 'release';

export interface Drift {
  readonly file: string;
  readonly message: string;
}

/** Path → the content that the definitions of the actions ask for. */
export async function generatedFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const actions = await Promise.all(actionNames(root).map((name) => readAction(root, name)));
  const files = new Map<string, string>();
  for (const action of actions) {
    files.set(`actions/${action.name}/action.yml`, actionYaml(action, 2));
    if (action.name === wholeRelease) files.set('action.yml', actionYaml(action, 0));
    else files.set(`${action.name}/action.yml`, actionYaml(action, 1));
    fill(files, root, `actions/${action.name}/README.md`, {
      inputs: inputsTable(action),
      outputs: outputsTable(action),
    });
  }
  fill(files, root, 'README.md', { actions: actionsTable(actions) });
  return files;
}

/** What in the checkout isn't as it would be generated. */
export function findDrift(root: string, wanted: ReadonlyMap<string, string>): readonly Drift[] {
  const stale = [...wanted].filter(([file, content]) => readIfThere(join(root, file)) !== content);
  const stray = globSync(['action.yml', '*/action.yml', 'actions/*/action.yml'], {
    cwd: root,
    exclude: ['node_modules', 'build'],
  }).filter((file) => !wanted.has(file));
  return [
    ...stale.map(([file]) => ({ file, message: 'is not what its definition gives; `npm run fix` writes it' })),
    ...stray.map((file) => ({ file, message: 'belongs to no definition in actions/; remove it' })),
  ];
}

async function readAction(root: string, name: string): Promise<Action> {
  const file = join(root, 'actions', name, 'definition.ts');
  const exported: readonly unknown[] = Object.values(await import(pathToFileURL(file).href));
  const found = exported.find((value): value is Action => isAction(value) && value.name === name);
  if (found === undefined) throw new Error(`${file} exports no action named '${name}'`);
  return found;
}

function isAction(value: unknown): value is Action {
  return typeof value === 'object' && value !== null && 'name' in value && 'inputs' in value && 'outputs' in value;
}

function fill(files: Map<string, string>, root: string, file: string, parts: Readonly<Record<string, string>>): void {
  const document = readIfThere(join(root, file));
  if (document === undefined) throw new Error(`${file} is missing; it holds hand-written text around generated tables`);
  try {
    files.set(
      file,
      Object.entries(parts).reduce((text, [marker, content]) => fillMarkers(text, marker, content), document),
    );
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
