import { spawn } from 'node:child_process';
import { excerpt, UserError } from '../../report/index.ts';
import type { RegistryLogin } from './docker-config.ts';

/** What a `docker-credential-…` program is run with. */
export interface HelperPorts {
  /** All that it sees: `PATH` to be found, `HOME` and what else names its own files. Nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 20_000;
const keptBytes = 256 * 1024;
const notFound = /credentials not found/i;

/**
 * Asks `docker-credential-NAME get` who one is at a registry, which it reads from its input
 * (https://github.com/docker/docker-credential-helpers).
 * @returns undefined when it knows none.
 * @throws UserError when it can't be run, fails or answers something else.
 */
export async function askCredentialHelper(
  name: string,
  registry: string,
  ports: HelperPorts,
): Promise<RegistryLogin | undefined> {
  const program = `docker-credential-${name}`;
  // The name comes from a file and becomes a program's: no path, nothing a shell or a loader would read otherwise.
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    throw new UserError(`docker's config.json names a credential helper that can't be one: ${excerpt(name, 60)}`);
  }
  const { exitCode, output, complaint } = await run(program, registry, ports);
  if (exitCode !== 0) {
    if (notFound.test(output) || notFound.test(complaint)) return undefined;
    // By its protocol a helper explains itself on its output, where a login would stand otherwise.
    const said = complaint.trim() !== '' ? complaint : /[{}]|secret/i.test(output) ? '' : output;
    throw new UserError(
      `${program} could not say who logs in to ${registry}: exit code ${exitCode}${said.trim() === '' ? '' : `: ${excerpt(said, 200)}`}. Run 'docker login' (or the login action of your cloud) before this step.`,
    );
  }
  return readAnswer(program, output);
}

function readAnswer(program: string, output: string): RegistryLogin | undefined {
  let value: unknown;
  try {
    value = JSON.parse(output);
  } catch {
    value = undefined;
  }
  const { Username: username, Secret: secret } = (value ?? {}) as {
    readonly Username?: unknown;
    readonly Secret?: unknown;
  };
  if (typeof username !== 'string' || typeof secret !== 'string') {
    throw new UserError(`${program} answered something else than a JSON object with Username and Secret.`);
  }
  if (secret === '') return undefined;
  return username === '<token>'
    ? { kind: 'identity', token: secret }
    : { kind: 'password', username, password: secret };
}

interface Ended {
  readonly exitCode: number;
  readonly output: string;
  readonly complaint: string;
}

function run(program: string, input: string, { environment, signal, timeoutMs = defaultTimeoutMs }: HelperPorts) {
  signal.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  return new Promise<Ended>((resolve, reject) => {
    const child = spawn(program, ['get'], {
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      signal: AbortSignal.any([signal, timeout]),
      killSignal: 'SIGKILL',
    });
    const kept = { output: '', complaint: '' };
    const keep = (part: keyof typeof kept) => (chunk: Buffer) => {
      if (kept[part].length < keptBytes) kept[part] += chunk.toString('utf8');
    };
    child.stdout.on('data', keep('output'));
    child.stderr.on('data', keep('complaint'));
    // A helper that ends without reading closes the pipe under us; its exit code says what that means.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', (cause: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(signal.reason);
      else if (timeout.aborted) reject(new UserError(`${program} did not answer within ${timeoutMs} ms.`));
      else {
        const why = cause.code === 'ENOENT' ? 'there is no such program on the PATH' : (cause.code ?? 'it failed');
        reject(
          new UserError(
            `${program} can't be started: ${why}. docker's config.json names it for ${input}: install it, or log in with a password or token instead.`,
          ),
        );
      }
    });
    child.on('close', (code) => resolve({ exitCode: code ?? 128, ...kept }));
  });
}
