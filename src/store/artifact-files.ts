import { glob, lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type Finding, UserError } from '../report/index.ts';

export interface ArtifactFile {
  /** Its path in the workspace, with `/`. */
  readonly name: string;
  /** Where its bytes are, links followed. */
  readonly path: string;
}

/** In bytes. A keyfile has about 500; what is greater isn't read to look for one. */
const largestKeyfile = 1024 * 1024;

/**
 * The files that paths and patterns name: a path may name a folder, and then means every file in it; a pattern means the
 * files it matches. Sorted, each once.
 * @throws UserError naming everything that matches nothing, leads out of the workspace, or is a secret.
 */
export async function findArtifactFiles(
  workspace: string,
  patterns: readonly string[],
): Promise<readonly ArtifactFile[]> {
  const root = await realpath(workspace);
  const findings: Finding[] = [];
  const files = new Map<string, ArtifactFile>();
  for (const pattern of patterns) {
    const names = await namesOf(root, pattern);
    let isEmpty = true;
    for (const name of names) {
      const path = await realpath(join(root, name)).catch(() => undefined);
      const kind = path === undefined ? undefined : await stat(path);
      if (path !== undefined && kind?.isDirectory()) continue;
      isEmpty = false;
      const problem =
        path === undefined || kind === undefined
          ? 'is a link that leads nowhere'
          : await refusal(root, name, path, kind);
      if (problem !== undefined) findings.push({ message: `${name} ${problem}` });
      else if (path !== undefined) files.set(name, { name, path });
    }
    if (isEmpty) findings.push({ message: `${pattern} names no file in the workspace` });
  }
  if (findings.length > 0) throw new UserError(findings);
  return [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names relative to the root. What exists by that very name is no pattern, whatever characters it has. */
async function namesOf(root: string, pattern: string): Promise<readonly string[]> {
  const path = resolve(root, pattern);
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) {
    const names: string[] = [];
    for await (const name of glob(pattern, { cwd: root })) names.push(nameIn(root, resolve(root, name)));
    return names;
  }
  if (!found.isDirectory()) return [nameIn(root, path)];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => nameIn(root, join(entry.parentPath, entry.name)));
}

function nameIn(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

async function refusal(
  root: string,
  name: string,
  path: string,
  kind: Awaited<ReturnType<typeof stat>>,
): Promise<string | undefined> {
  if (leadsOut(name) || leadsOut(nameIn(root, path))) return 'leads out of the workspace';
  if (!kind.isFile()) return 'is no file';
  // render-client-config gives a configuration into which a secret was rendered this mode; so do ssh, gcloud and kubectl.
  if (process.platform !== 'win32' && (Number(kind.mode) & 0o077) === 0) {
    return 'is readable by its owner alone, which marks it as a secret, and a secret is never pushed; if it is none, chmod go+r it';
  }
  if (Number(kind.size) <= largestKeyfile && isKeyfile(await readFile(path))) {
    return 'is a keyfile, which belongs into a Secret of the cluster alone: leave it out';
  }
  return undefined;
}

/** As geth reads one: the case of a key doesn't count. */
function isKeyfile(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries = new Map(Object.entries(value).map(([key, entry]) => [key.toLowerCase(), entry]));
    return entries.has('crypto') && Number(entries.get('version')) === 3;
  } catch {
    return false;
  }
}

function leadsOut(name: string): boolean {
  return name === '..' || name.startsWith('../');
}
