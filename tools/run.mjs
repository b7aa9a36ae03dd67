// The one entry of every npm command. It must run on any Node ≥ 20 without dependencies, and it sets up what is lacking:
// Node 24 (the actions' own version; npm itself must run under it, or native packages are left out silently), then the
// locked dependencies. Both are kept by the hash of their lockfile, so that a second run starts at once.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const cache =
  process.env.KEEP_DEPLOY_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'keep-deploy');

/** Command → the TypeScript program that Node 24 runs, with its fixed arguments. */
const commands = {
  bench: ['tools/bench.ts'],
  build: ['tools/dist/build.ts'],
  check: ['tools/check.ts'],
  demo: ['tools/demo/main.ts'],
  fix: ['tools/fix.ts'],
  servers: ['tools/servers/main.ts'],
  test: ['tools/test.ts'],
  'test:faults': ['test/faults/main.ts'],
  'test:faults:sample': ['test/faults/main.ts', '--sample'],
  'test:pods': ['tools/test.ts', '--pods'],
};

const npmAtStart = npmProcesses();
const [command = '', ...rest] = process.argv.slice(2);
const program = commands[command];
if (program === undefined) {
  console.error(`keep-deploy: no command '${command}'; there are ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}

const node = findNode24();
const environment = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
installDependencies(checkout);
for (const example of ['keep-network', 'keep-network-goerli', 'threshold-network']) {
  installDependencies(join(checkout, 'examples', example));
}
const child = spawn(node, [...program.map((part, index) => (index === 0 ? join(checkout, part) : part)), ...rest], {
  cwd: checkout,
  env: environment,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// An npm that is killed tells nobody: without this its servers would run on.
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => npmProcesses() !== npmAtStart && child.kill('SIGTERM'), 1000).unref();
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
});

/** Our parent; where that is the shell through which npm runs a command, which outlives npm on Linux, also npm itself. */
function npmProcesses() {
  const parent = process.ppid;
  try {
    const status = readFileSync(`/proc/${parent}/status`, 'utf8');
    if (/^Name:\s*(ba|da)?sh$/m.test(status)) return `${parent} ${/^PPid:\s*(\d+)$/m.exec(status)?.[1]}`;
  } catch {
    // It has just ended, or this is no Linux.
  }
  return String(parent);
}

/** This machine's Node when it is 24, else the one from the npm registry for its platform. */
function findNode24() {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  const source = join(checkout, 'tools/node');
  const folder = join(cache, 'node', hashOf(join(source, 'package-lock.json')));
  const found = () =>
    [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]
      .map((name) => join(folder, 'node_modules', name, 'bin/node'))
      .find(existsSync);
  if (found() === undefined) {
    console.error(
      `keep-deploy: this machine's Node is ${process.versions.node}; fetching Node 24 from the npm registry, once`,
    );
    mkdirSync(dirname(folder), { recursive: true });
    const fresh = mkdtempSync(`${folder}-`);
    for (const file of ['package.json', 'package-lock.json'])
      writeFileSync(join(fresh, file), readFileSync(join(source, file)));
    npm(process.execPath, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], fresh, process.env);
    try {
      renameSync(fresh, folder);
    } catch {
      rmSync(fresh, { recursive: true, force: true }); // another clone was faster
    }
  }
  const node24 = found();
  if (node24 === undefined) {
    console.error(
      `keep-deploy: no Node 24 package for ${process.platform}-${process.arch}; install Node 24 yourself and run the command again`,
    );
    process.exit(1);
  }
  return node24;
}

/**
 * Installs exactly the lockfile when it is not the one that was installed last. Not by `npm ci`: that insists on the
 * packages of every foreign platform, which not every registry mirror has.
 */
function installDependencies(folder) {
  const lockfile = join(folder, 'package-lock.json');
  if (!existsSync(lockfile)) return;
  const stamp = join(folder, 'node_modules', '.keep-deploy-lock');
  const hash = hashOf(lockfile);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.error(
    `keep-deploy: installing the locked dependencies of ${folder === checkout ? 'keep-deploy' : `the example ${basename(folder)}`} (once, about half a minute)`,
  );
  npm(
    node,
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    folder,
    environment,
  );
  writeFileSync(stamp, hash);
}

function npm(withNode, args, folder, env) {
  try {
    execFileSync(withNode, [npmProgram(), ...args], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    console.error(`keep-deploy: 'npm ${args[0]}' failed in ${folder}: ${error.message}`);
    process.exit(1);
  }
}

/** npm's own JavaScript, so that we choose the Node that runs it. */
function npmProgram() {
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
    ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm')),
  ];
  const found = candidates.find(
    (path) => path !== undefined && existsSync(path) && realpathSync(path).endsWith('npm-cli.js'),
  );
  if (found === undefined) {
    console.error('keep-deploy: npm was not found; it comes with Node');
    process.exit(1);
  }
  return realpathSync(found);
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
}
