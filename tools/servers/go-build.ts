import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { goEnvironment } from './go-toolchain.ts';

export interface GoBuild {
  readonly name: string;
  /** The folder of the pinned module. */
  readonly module: string;
  /** Program → package. */
  readonly programs: Readonly<Record<string, string>>;
  readonly linkerFlags: string;
  /** Where the programs go. */
  readonly folder: string;
}

const REPORT_EVERY_MS = 10_000;
const TAIL_LINES = 30;

/** One `go build` for all programs of a set. A failure carries the last lines of what Go printed. */
export async function buildPrograms(build: GoBuild, progress: (doing: string) => void): Promise<void> {
  const programs = Object.entries(build.programs);
  const [only] = programs;
  // A single program is named here, since Go would name etcd's "server"; several are named by Go after their packages.
  const output = only && programs.length === 1 ? join(build.folder, only[0]) : `${build.folder}/`;
  // -mod=readonly on the command line wins over GOFLAGS: nothing may move a pinned version.
  const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-v', '-ldflags', build.linkerFlags];
  const child = spawn('go', ['build', ...flags, '-o', output, ...programs.map(([, place]) => place)], {
    cwd: build.module,
    env: goEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastLines: string[] = [];
  let compiled = 0;
  let doing = 'fetching modules';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > TAIL_LINES) lastLines.shift();
      if (line.startsWith('go: downloading')) return;
      compiled++;
      doing = `${compiled} packages compiled`;
    });
  }
  const timer = setInterval(() => progress(doing), REPORT_EVERY_MS);
  try {
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new Error(`building ${build.name} failed; go's last lines:\n${lastLines.join('\n')}`);
  } finally {
    clearInterval(timer);
  }
}
