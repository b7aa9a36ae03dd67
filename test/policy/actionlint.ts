import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram } from '../../tools/servers/index.ts';

/** What actionlint says of files of this repository, or of a workflow on its stdin (`-`); empty when all is well. */
export async function actionlint(files: readonly string[], input = ''): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const program = await findProgram('actionlint');
  const config = ['-no-color', '-shellcheck=', '-pyflakes=', '-stdin-filename', '.github/workflows/all-actions.yml'];
  const { stdout, stderr } = spawnSync(program, [...config, ...files], { cwd: root, input, encoding: 'utf8' });
  return stdout + stderr;
}
