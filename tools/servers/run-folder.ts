import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { identify, isRunning, killIfSame, type ProcessIdentity } from './process-identity.ts';

/**
 * Each process that starts servers has one folder: `parent.json` says whose it is, `processes/` names every process
 * started for it, `data/` holds what dies with the servers, `logs/` what somebody may want to read afterwards.
 */
export interface RunFolder {
  readonly path: string;
  readonly logs: string;
  /** A new empty folder for one server's files. */
  makeDataFolder(name: string): string;
}

/** What the guard, or the next start, must end; `cleanup` is a command to run once the process is gone. */
export interface ProcessRecord extends ProcessIdentity {
  readonly name: string;
  readonly cleanup?: readonly string[];
}

const KEEP_LOGS_MS = 24 * 60 * 60 * 1000;

export function runsFolder(): string {
  return process.env['KEEP_DEPLOY_RUNS'] ?? join(tmpdir(), `keep-deploy-servers-${userInfo().uid}`);
}

export function createRunFolder(root = runsFolder()): RunFolder {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  reapAbandoned(root);
  // The folder appears under its final name only with its owner in it, so that a reaper never takes it for abandoned.
  const draft = mkdtempSync(join(root, '.new-'));
  for (const name of ['processes', 'data', 'logs']) mkdirSync(join(draft, name));
  writeFileSync(join(draft, 'parent.json'), JSON.stringify(identify(process.pid)));
  const path = join(root, `${process.pid}-${draft.slice(-6)}`);
  renameSync(draft, path);
  const makeDataFolder = (name: string) => mkdtempSync(join(path, 'data', `${name}-`));
  return { path, logs: join(path, 'logs'), makeDataFolder };
}

/** Written beside its final name first: a reader sees a whole record or none. */
export function writeRecord(file: string, record: ProcessRecord): void {
  writeFileSync(`${file}.new`, JSON.stringify(record));
  renameSync(`${file}.new`, file);
}

/** Ends what dead parents left behind, by process id and start, never by name. Returns the names of what it killed. */
export function reapAbandoned(root = runsFolder()): string[] {
  const killed: string[] = [];
  for (const { name: entry } of readdirSync(root, { withFileTypes: true }).filter((found) => found.isDirectory())) {
    const folder = join(root, entry);
    const parent = readJson<ProcessIdentity>(join(folder, 'parent.json'));
    if (parent === undefined ? entry.startsWith('.new-') && isYoung(folder) : isRunning(parent)) continue;
    for (const file of listFolder(join(folder, 'processes'))) {
      const record = readJson<ProcessRecord>(join(folder, 'processes', file));
      if (record === undefined) continue;
      if (killIfSame(record, 'SIGKILL')) killed.push(record.name);
      runCleanup(record.cleanup);
    }
    for (const name of ['processes', 'data']) remove(join(folder, name));
    if (!isYoung(folder)) remove(folder);
  }
  return killed;
}

/** What was killed right before may still write its last, and another reaper may be at the same folder. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

export function runCleanup(command: readonly string[] | undefined): void {
  const [file, ...args] = command ?? [];
  if (file === undefined) return;
  try {
    execFileSync(file, args, { stdio: 'ignore', timeout: 20_000 });
  } catch {
    // Cleaning up is an attempt: what it acts on may be gone already.
  }
}

function isYoung(folder: string): boolean {
  const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return age < KEEP_LOGS_MS;
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
