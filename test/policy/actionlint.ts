import { spawnSync } from 'node:child_process';
import { findProgram } from '../../tools/servers/index.ts';

/** What actionlint says of workflows; empty when all is well. It reads the local actions they use from the same folder. */
export async function actionlint(folder: string, files: readonly string[]): Promise<string> {
  const program = await findProgram('actionlint');
  const flags = ['-no-color', '-shellcheck=', '-pyflakes='];
  const { stdout, stderr } = spawnSync(program, [...flags, ...files], { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
}
