import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Action } from '../../src/runner/index.ts';
import { actionNames } from '../dist/entries.ts';
import { actionYaml } from './action-yaml.ts';
import { benchTable } from './bench-table.ts';
import { failureTable, otherFailureTable } from './failure-table.ts';
import { keepV1Table } from './keep-v1-table.ts';
import { actionsTable, fillMarkers, inputsTable, markers, outputsTable } from './markdown-tables.ts';
import { rollBenchTable } from './roll-table.ts';

/** The action that runs all the others in one step; `uses: org/keep-deploy@v1` reads the root of the repository. */
const wholeRelease = 'release';

export interface Drift {
  readonly file: string;
  readonly message: string;
}

/**
 * Path → the content that the definitions of the actions, and the planner, ask for; nothing for a document that has no place for its
 * tables, which findDrift tells.
 */
export async function generatedFiles(root: string): Promise<ReadonlyMap<string, string | undefined>> {
  const actions = await Promise.all(actionNames(root).map((name) => readAction(root, name)));
  const files = new Map<string, string | undefined>();
  const failures = { failures: failureTable(), 'other-failures': otherFailureTable() };
  for (const action of actions) {
    files.set(`actions/${action.name}/action.yml`, actionYaml(action, 2));
    if (action.name === wholeRelease) files.set('action.yml', actionYaml(action, 0));
    else files.set(`${action.name}/action.yml`, actionYaml(action, 1));
    fill(files, root, `actions/${action.name}/README.md`, {
      inputs: inputsTable(action),
      outputs: outputsTable(action),
      ...(action.name === 'roll-deployment' ? failures : {}),
    });
  }
  fill(files, root, 'README.md', { actions: actionsTable(actions) });
  fill(files, root, 'docs/contracts.md', { 'keep-v1': await keepV1Table(root), bench: benchTable(root) });
  fill(files, root, 'docs/roll-deployment.md', { ...failures, bench: rollBenchTable(root) });
  return files;
}

/** What in the checkout isn't as it would be generated. */
export function findDrift(root: string, wanted: ReadonlyMap<string, string | undefined>): readonly Drift[] {
  const stale = [...wanted].filter(
    ([file, content]) => content !== undefined && readIfThere(join(root, file)) !== content,
  );
  const placeless = [...wanted].filter(([, content]) => content === undefined);
  const stray = globSync(['action.yml', '*/action.yml', 'actions/*/action.yml'], {
    cwd: root,
    exclude: ['node_modules', 'build'],
  }).filter((file) => !wanted.has(file));
  return [
    ...stale.map(([file]) => ({ file, message: 'is not what its definition gives; `npm run fix` writes it' })),
    ...placeless.map(([file]) => ({
      file,
      message: `is missing, or lacks a pair of lines such as ${markers('inputs').join(' … ')}`,
    })),
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

function fill(
  files: Map<string, string | undefined>,
  root: string,
  file: string,
  parts: Readonly<Record<string, string>>,
): void {
  const document = readIfThere(join(root, file));
  const filled = Object.entries(parts).reduce<string | undefined>(
    (text, [marker, content]) => (text === undefined ? undefined : fillMarkers(text, marker, content)),
    document,
  );
  files.set(file, filled);
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
