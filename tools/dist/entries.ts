import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The command line's name among the entries; it is also the file that `npx keep-deploy` runs. */
export const commandLine = 'keep-deploy';

/** Every action that has an entry, by its folder's name. */
export function actionNames(root: string): readonly string[] {
  const folder = join(root, 'actions');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'main.ts')))
    .sort();
}

/** Entry → the module that starts it, relative to the build folder. */
export function entryModules(root: string): ReadonlyMap<string, string> {
  const actions = actionNames(root).map((name) => [name, `./actions/${name}/main.js`] as const);
  return new Map([...actions, [commandLine, './src/cli.js']]);
}

/** The one file the bundler starts from: what an entry imports is loaded only when that entry is started. */
export function dispatcherSource(entries: ReadonlyMap<string, string>): string {
  const lines = [...entries].map(([name, module]) => `  '${name}': () => import('${module}'),`);
  return `const entries = {\n${lines.join('\n')}\n};\nexport const start = (name) => entries[name]();\n`;
}

/** What `main:` of an action.yml, or the shell, names. */
export function stubSource(name: string): string {
  const shebang = name === commandLine ? '#!/usr/bin/env node\n' : '';
  return `${shebang}import { start } from './dispatcher.js';\n\nawait start('${name}');\n`;
}
