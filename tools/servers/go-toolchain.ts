import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface GoToolchain {
  readonly version: string;
  /** For example linux/amd64. */
  readonly platform: string;
}

const NEEDED_MINOR = 26;
let found: Promise<GoToolchain> | undefined;

/** The machine's own Go: `local` keeps it from fetching another one in secret, so that what is missing is said. */
export const goEnvironment = { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off', CGO_ENABLED: '0' };

export function findGo(): Promise<GoToolchain> {
  found ??= inspect();
  return found;
}

async function inspect(): Promise<GoToolchain> {
  const needed = `Go 1.${NEEDED_MINOR} or newer is needed to build the real servers (https://go.dev/dl)`;
  const run = promisify(execFile)('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'], { env: goEnvironment });
  const { stdout } = await run.catch((cause: NodeJS.ErrnoException) => {
    const seen = cause.code === 'ENOENT' ? 'there is no `go` on PATH' : `\`go env\` failed: ${cause.message}`;
    throw new Error(`${needed}; ${seen}`, { cause });
  });
  const [version = '', system = '', architecture = ''] = stdout.trim().split('\n');
  if (!isNewEnough(version)) throw new Error(`${needed}; found ${version || 'an unknown version'}`);
  return { version, platform: `${system}/${architecture}` };
}

export function isNewEnough(version: string): boolean {
  const match = /^(?:devel )?go(\d+)\.(\d+)/.exec(version);
  return match !== null && (Number(match[1]) > 1 || Number(match[2]) >= NEEDED_MINOR);
}
