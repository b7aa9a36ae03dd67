import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { trackedFiles } from '../tracked-files.ts';

const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', '-c', 'commit.gpgsign=false'];

/** act reads committed trees, so a folder becomes a repository of one commit. */
export function commitAll(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all', '--force');
  git(folder, ...identity, 'commit', '--quiet', '--message=As it is');
}

/** Takes the last commit back: the one before has its old name again, which versions what is published of it. */
export function takeBackCommit(folder: string): void {
  git(folder, 'reset', '--quiet', '--hard', 'HEAD~1');
}

/** This checkout as `git commit` would leave it now, in a repository of its own. */
export function committedCopy(root: string, target: string, leaveOut: RegExp = /^$/): void {
  for (const file of trackedFiles(root).filter((name) => !leaveOut.test(name))) copy(root, target, file);
  commitAll(target);
}

/** The repository of somebody who uses keep-deploy, with the example workflow byte for byte. */
export function usersRepository(root: string, target: string): void {
  usersFiles(root, target);
  copy(join(root, 'workflows-examples'), join(target, '.github/workflows'), 'release.yml');
  writeFileSync(join(target, '.gitignore'), 'node_modules/\n');
  commitAll(target);
}

/** The files somebody writes for keep-deploy: the example's, without what isn't a user's (the client's sources). */
export function usersFiles(root: string, target: string): void {
  const example = 'examples/keep-network/';
  for (const file of trackedFiles(root).filter((name) => name.startsWith(example))) {
    const name = file.slice(example.length);
    if (!name.startsWith('client/')) copy(join(root, example), target, name);
  }
}

function copy(from: string, to: string, file: string): void {
  mkdirSync(dirname(join(to, file)), { recursive: true });
  cpSync(join(from, file), join(to, file));
}

function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}
