import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { request as ask } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleAccounts } from '../../tools/generate-example-accounts.ts';
import { type Canaries, hostileText, leaksIn } from './canaries.ts';
import { type EndedProcess, expectExit, startAction, startCommand } from './release-process.ts';
import { image, openStage, type Scene, type Stage, withChanges } from './release-scene.ts';
import { type RpcCall, type RpcProxy, type RpcVerdict, startRpcProxy } from './rpc-proxy.ts';
import { type StandInDiagnostics, startStandInDiagnostics } from './stand-in-diagnostics.ts';

/** Everything in a step's environment that nobody may see. */
const canaries = {
  rpcPath: 'rpc-path-0a1b2c3d4e5f60718293a4b5',
  rpcQuery: 'rpc"query/key+0918273645&more=é',
  wsQuery: 'ws"query/key+5647382910',
  digestKey: 'digest "key"/with+all\\of<it>&it\'s 1029384756',
  privateKey: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
} as const;
const hostile = hostileText(canaries);

type Decide = (calls: readonly RpcCall[], address: string) => RpcVerdict;
const forwarding: Decide = (forward) => ({ forward });

let stage: Stage;
let scene: Scene;
let rpc: RpcProxy;
let decide: Decide = forwarding;
let clients: StandInDiagnostics;
let folder: string;
let env: Readonly<Record<string, string>>;
const servers: Server[] = [];
/** Of the release that everything below starts from. */
let stored: Readonly<Record<'release' | 'contracts' | 'configurations', string>>;
let first: EndedProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-secrets-'));
  const lastWords = join(folder, 'last-words.log');
  writeFileSync(
    lastWords,
    hostile
      .split('\n')
      .map((line) => `2026-11-21T00:17:09.669794202Z stderr F ${line}\n`)
      .join(''),
  );
  clients = await startStandInDiagnostics('secretive', exampleAccounts.length);
  const logs = `apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterLogs
metadata: { name: last-words }
spec: { logs: [{ logsFile: ${lastWords}, previousLogsFile: ${lastWords} }] }
`;
  stage = await openStage({ configuration: [...clients.configuration, logs] });
  scene = await stage.openScene('secretive');
  rpc = await startRpcProxy(scene.chain.rpcUrl, (calls, address) => decide(calls, address));
  env = {
    ...scene.env,
    CHAIN_RPC_URL: `${rpc.rpcUrl}/v3/${canaries.rpcPath}?apikey=${encodeURIComponent(canaries.rpcQuery)}`,
    CHAIN_WS_URL: `${scene.env['CHAIN_WS_URL']}/?apikey=${encodeURIComponent(canaries.wsQuery)}`,
    KEEP_DEPLOY_DIGEST_KEY: canaries.digestKey,
    RUNNER_DEBUG: '1',
    KEEP_DEPLOY_DEBUG: '1',
  };
  const ownKey = scene.env['CONTRACT_OWNER_PRIVATE_KEY'] ?? '';
  first = await scene.run(['release', '--image', image, '--smoke-timeout', '1s'], {
    env: { ...env, CONTRACT_OWNER_PRIVATE_KEY: ownKey },
  });
  const output = (name: string) => first.outputs.get(name) ?? '';
  stored = { release: output('release'), contracts: output('contracts'), configurations: output('configurations') };
  // From here on the key is another account's: it is read, and then refused.
  env = { ...env, CONTRACT_OWNER_PRIVATE_KEY: canaries.privateKey };
});
afterAll(async () => {
  await rpc?.stop();
  await stage?.stop();
  await clients?.stop();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Step {
  readonly action: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly workspace?: string;
  /** Two at once would meet each other. */
  readonly isAlone?: boolean;
}

/** Runs the step at a terminal and on a runner: each must end so, and neither may give anything away. */
async function expectSilence(step: Step, exitCode: number, says?: RegExp): Promise<void> {
  const workspace = step.workspace ?? scene.workspace;
  const changed = withChanges(env, step.env);
  const args = Object.entries(step.inputs ?? {}).flatMap(([name, value]) => [`--${name}`, value]);
  const inputs = { environment: 'keep-test', ...step.inputs };
  const atTerminal = scene.run([step.action, ...args], { env: { ...env, ...step.env }, workspace });
  if (step.isAlone) await atTerminal;
  const onRunner = startAction(step.action, inputs, { workspace, env: changed }).ended;
  for (const run of await Promise.all([atTerminal, onRunner])) {
    expect(leaksOf(run, { ...canaries, ...secretsIn(step.env) })).toEqual([]);
    expect(expectExit(run, exitCode).output).toMatch(says ?? /./);
  }
}

/** All that is left behind, but for the lines that tell the runner what to hide. */
function leaksOf({ output, outputs, summary }: EndedProcess, secrets: Canaries): readonly string[] {
  const printed = output.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  return leaksIn([...printed, ...outputs.values(), summary].join('\n'), secrets);
}

const secretsIn = (changes: Step['env'] = {}): Canaries =>
  Object.fromEntries(
    Object.entries(changes).flatMap(([name, value]) => (value?.includes('canary') ? [[name, value]] : [])),
  );

describe('a release with hosted URLs', () => {
  test('says none of its secrets, also with debug logging on', async () => {
    // Red, because no client says anything yet.
    expectExit(first, 1);
    expect(leaksOf(first, { ...canaries, ownKey: scene.env['CONTRACT_OWNER_PRIVATE_KEY'] ?? '' })).toEqual([]);
  });

  test('stores none of them', async () => {
    const names = await scene.storedNames();
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) {
      const text = await scene.stored(name);
      expect({ name, leaks: leaksIn(text ?? '', canaries) }).toEqual({ name, leaks: [] });
    }
  });

  test('hands them to the cluster in Secrets only', async () => {
    const lists = ['api/v1', 'apis/apps/v1'].flatMap((api) =>
      (api === 'api/v1' ? ['configmaps', 'services', 'pods', 'events'] : ['statefulsets', 'controllerrevisions']).map(
        (kind) => `/${api}/namespaces/secretive/${kind}`,
      ),
    );
    for (const list of lists) {
      const { body } = await stage.cluster.ask(list);
      expect({ list, leaks: leaksIn(body, canaries) }).toEqual({ list, leaks: [] });
    }
    const { body } = await stage.cluster.ask('/api/v1/namespaces/secretive/secrets');
    expect(leaksIn(body, canaries)).not.toEqual([]);
  });

  test('writes them to files that only the user can read', async () => {
    const step = ['render-client-config', '--contracts', stored.contracts, '--folder', 'rendered'];
    const run = await scene.run(step, { env });
    expect(leaksOf(expectExit(run, 0), canaries)).toEqual([]);
    const file = join(scene.workspace, 'rendered/keep-client-0.toml');
    expect(readFileSync(file, 'utf8')).toContain(canaries.rpcPath);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('gives them to no child process, in neither its environment nor its arguments', async () => {
    const programs = join(folder, 'programs');
    mkdirSync(programs);
    const dump = (name: string) =>
      `{ env; tr '\\0' ' ' < /proc/$PPID/cmdline; echo "$0 $*"; } > ${join(folder, name)} 2>/dev/null`;
    const { certificatePem, privateKeyPem } = stage.cluster.issueCertificate({
      commonName: 'kubernetes-admin',
      organization: 'system:masters',
    });
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { clientCertificateData: certificatePem, clientKeyData: privateKeyPem },
    };
    writeFileSync(join(folder, 'credential.json'), JSON.stringify(credential));
    writeProgram(join(programs, 'git'), `${dump('git.txt')}\necho 0123456789012345678901234567890123456789\n`);
    writeProgram(join(programs, 'login'), `${dump('login.txt')}\ncat ${join(folder, 'credential.json')}\n`);
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: join(programs, 'login'),
      interactiveMode: 'Never',
    };
    const kubeconfig = join(folder, 'plugin.kubeconfig');
    const own = JSON.parse(readFileSync(stage.cluster.kubeconfig, 'utf8')) as { users: { name: string }[] };
    writeFileSync(
      kubeconfig,
      JSON.stringify({ ...own, users: own.users.map(({ name }) => ({ name, user: { exec } })) }),
    );
    const path = [programs, env['PATH']].join(delimiter);
    const run = await scene.run(['roll-deployment', '--release', stored.release], {
      env: { ...env, PATH: path, KUBECONFIG: kubeconfig },
    });
    expect(leaksOf(expectExit(run, 0), canaries)).toEqual([]);
    for (const name of ['git.txt', 'login.txt']) {
      const seen = readFileSync(join(folder, name), 'utf8');
      expect(seen).toContain('PATH=');
      expect(seen).toContain('roll-deployment');
      expect(leaksIn(seen, canaries)).toEqual([]);
      for (const variable of Object.keys(env).filter((key) => /CHAIN|PRIVATE|DIGEST/.test(key)))
        expect(seen).not.toContain(variable);
    }
  });
});

describe("a chain's node that repeats what it was asked with", () => {
  const saying =
    (answer: (calls: readonly RpcCall[]) => NonNullable<RpcVerdict['answer']>): Decide =>
    (calls) => ({
      forward: [],
      answer: answer(calls),
    });
  const errors = (calls: readonly RpcCall[]) =>
    JSON.stringify(
      calls.map(({ id }) => ({ jsonrpc: '2.0', id, error: { code: -32000, message: hostile, data: hostile } })),
    );
  const failing =
    (method: string): Decide =>
    (calls) =>
      calls.some((call) => call.method === method)
        ? { forward: [], answer: { status: 200, text: errors(calls) } }
        : { forward: calls };

  const nodes: Readonly<Record<string, Decide>> = {
    'in an error of every call': saying((calls) => ({ status: 200, text: errors(calls) })),
    'in an error of the whole': saying(() => ({
      status: 200,
      text: JSON.stringify({ error: { code: 1, message: hostile } }),
    })),
    'with a status': saying(() => ({ status: 401, text: hostile })),
    'in no JSON': saying(() => ({ status: 200, text: hostile })),
    'as results': saying((calls) => ({
      status: 200,
      text: JSON.stringify(calls.map(({ id }) => ({ jsonrpc: '2.0', id, result: hostile }))),
    })),
  };
  afterEach(() => {
    decide = forwarding;
  });

  const steps: readonly Step[] = [
    { action: 'migrate-contracts' },
    { action: 'render-client-config' },
    { action: 'roll-deployment' },
    { action: 'smoke-test', inputs: { timeout: '1s' } },
  ];

  const everyStep = ['in an error of every call', 'as results'];
  const cases = Object.keys(nodes).flatMap((how) =>
    steps.slice(0, everyStep.includes(how) ? steps.length : 1).map((step) => ({ how, step })),
  );

  test.each(cases)('$how is not repeated by $step.action', async ({ how, step }) => {
    decide = nodes[how] ?? forwarding;
    const named = {
      'render-client-config': { contracts: stored.contracts },
      'roll-deployment': { release: stored.release },
      'smoke-test': { release: stored.release },
    }[step.action];
    await expectSilence({ ...step, inputs: { ...named, ...step.inputs } }, 1);
  });

  test('in the answer to a transaction is not repeated', async () => {
    const fresh = await stage.openScene('hostile-send');
    const proxy = await startRpcProxy(fresh.chain.rpcUrl, failing('eth_sendRawTransaction'));
    const url = `${proxy.rpcUrl}/v3/${canaries.rpcPath}?apikey=${encodeURIComponent(canaries.rpcQuery)}`;
    const key = fresh.env['CONTRACT_OWNER_PRIVATE_KEY'] ?? '';
    const run = await fresh.run(['migrate-contracts', '--timeout', '5s'], {
      env: { ...env, CHAIN_RPC_URL: url, CONTRACT_OWNER_PRIVATE_KEY: key },
    });
    await proxy.stop();
    expect(leaksOf(expectExit(run, 1), { ...canaries, key })).toEqual([]);
  });
});

describe('a cluster that repeats what it was sent', () => {
  test.each([
    { status: 403, text: JSON.stringify({ kind: 'Status', reason: hostile, message: hostile }) },
    { status: 422, text: hostile },
    { status: 200, text: hostile },
    { status: 200, text: JSON.stringify({ metadata: { name: hostile, uid: hostile } }) },
  ])('is not repeated with it: status $status', async ({ status, text }) => {
    const kubeconfig = await kubeconfigOf((_request, response) => void response.writeHead(status).end(text));
    const inputs = { release: stored.release };
    for (const action of ['roll-deployment', 'smoke-test']) {
      const run = await scene.run([action, '--release', stored.release], { env: { ...env, KUBECONFIG: kubeconfig } });
      expect(leaksOf(run, canaries)).toEqual([]);
      expect(run.exitCode).not.toBe(0);
    }
    const run = await startAction(
      'roll-deployment',
      { environment: 'keep-test', ...inputs },
      {
        workspace: scene.workspace,
        env: { ...env, KUBECONFIG: kubeconfig },
      },
    ).ended;
    expect(leaksOf(run, canaries)).toEqual([]);
    expect(run.exitCode).not.toBe(0);
  });

  const newImage = image.replaceAll('c'.repeat(64), 'e'.repeat(64));
  interface Request {
    readonly path: string;
    readonly isDryRun: boolean;
    readonly body: string;
  }
  const refused: readonly {
    readonly what: string;
    readonly isRefused: (request: Request) => boolean;
    readonly exit: number;
    readonly says: RegExp;
  }[] = [
    {
      what: 'asked what it would allow',
      isRefused: ({ path }) => path.endsWith('/selfsubjectrulesreviews'),
      exit: 1,
      says: /selfsubjectrulesreviews: 422/,
    },
    {
      what: 'rehearsed with',
      isRefused: ({ isDryRun }) => isDryRun,
      exit: 2,
      says: /statefulsets\/keep-client-0: 422 Invalid/,
    },
    { what: 'locked', isRefused: ({ path }) => path.includes('/leases'), exit: 1, says: /leases\S*: 422 Invalid/ },
    {
      what: 'sent the record',
      isRefused: ({ path, body, isDryRun }) => !isDryRun && /keep-deploy-(roll-out|record)/.test(path + body),
      exit: 1,
      says: /\/(configmaps|secrets)\S*: 422 Invalid/,
    },
    {
      what: 'sent a client',
      isRefused: ({ path, isDryRun }) => !isDryRun && path.includes('/statefulsets/'),
      exit: 3,
      says: /keep-client-[01]: PATCH .*statefulsets\S*: 422 Invalid/,
    },
  ];

  /** Its answers are the cluster's own, but for what it refuses. */
  async function refusingKubeconfig(isRefused: (request: Request) => boolean) {
    let refusals = 0;
    const forward = forwarderTo(stage.cluster);
    const kubeconfig = await kubeconfigOf(async (request, response) => {
      const body = await text(request);
      const { pathname: path, searchParams } = new URL(request.url ?? '', 'http://cluster');
      if (request.method === 'GET' || !isRefused({ path, body, isDryRun: searchParams.has('dryRun') }))
        return forward(request, body, response);
      refusals++;
      response.writeHead(422, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ kind: 'Status', reason: 'Invalid', message: hostile }));
    });
    return { kubeconfig, refusals: () => refusals };
  }

  async function whilePinnedAnew(work: () => Promise<void>): Promise<void> {
    const pin = 'environments/keep-test/cluster.json';
    const pinned = (await scene.stored(pin)) ?? '';
    try {
      await work();
    } finally {
      await scene.store(pin, pinned);
    }
  }

  test.each(refused)('when it is $what is not repeated with it', async ({ isRefused, exit, says }) => {
    const { kubeconfig, refusals } = await refusingKubeconfig(isRefused);
    const inputs = { configurations: stored.configurations, image: newImage, repin: 'true' };
    const step = { action: 'roll-deployment', inputs, env: { KUBECONFIG: kubeconfig }, isAlone: true };
    await whilePinnedAnew(() => expectSilence(step, exit, says));
    expect(refusals()).toBeGreaterThan(1);
  });

  test('when clients go back is not repeated with it, and the next run mends what stayed', async () => {
    const isForward = ({ path, body }: Request) => path.endsWith('/keep-client-0') && body.includes(newImage);
    const { kubeconfig } = await refusingKubeconfig(
      (request) => !request.isDryRun && request.path.includes('/statefulsets/') && !isForward(request),
    );
    const inputs = ['--configurations', stored.configurations, '--image', newImage, '--repin', 'true'];
    await whilePinnedAnew(async () => {
      const run = await scene.run(['roll-deployment', ...inputs], { env: { ...env, KUBECONFIG: kubeconfig } });
      expect(leaksOf(run, canaries)).toEqual([]);
      expect(expectExit(run, 5).output).toMatch(/going back: .*statefulsets\S*: 422 Invalid/);
    });
    const mending = await scene.run(['roll-deployment', '--release', stored.release], { env });
    expect(leaksOf(expectExit(mending, 0), canaries)).toEqual([]);
  });
});

describe('clients that repeat their configuration', () => {
  test('in their diagnostics are not repeated by the smoke test', async () => {
    const inputs = { release: stored.release, timeout: '1s' };
    clients.answer(() => hostile);
    await expectSilence({ action: 'smoke-test', inputs }, 1, /answers something else than diagnostics/);
    const liar = { ethereum_address: hostile, network_id: canaries.wsQuery };
    clients.answer(() => JSON.stringify({ client_info: liar, connected_peers: [liar] }));
    await expectSilence({ action: 'smoke-test', inputs }, 1, /says it is/);
  });

  test('in their last words are not repeated by the roll-out', async () => {
    const workspace = scene.checkOut('failing');
    const manifest = join(workspace, 'keep-client.yml');
    const text = readFileSync(manifest, 'utf8');
    const annotated = text.replace(
      /( {2}template:\n {4}metadata:\n)/,
      '$1      annotations: { keep-deploy.test/behaviour: crash-loops }\n',
    );
    expect(annotated).not.toBe(text);
    writeFileSync(manifest, annotated);
    const inputs = { configurations: stored.configurations, image, 'client-timeout': '120s' };
    const step = { action: 'roll-deployment', inputs, workspace, isAlone: true };
    await expectSilence(step, 3, /keep-client-\d-0\/client \| .*\*\*\*/);
  });
});

describe('a store that repeats what it was sent', () => {
  test.each([
    {
      status: 403,
      text: JSON.stringify({ error: { code: 403, message: hostile, errors: [{ message: hostile, reason: hostile }] } }),
    },
    { status: 400, text: hostile },
    { status: 200, text: hostile },
  ])('is not repeated with it: status $status', async ({ status, text }) => {
    const url = await serve(
      (_request, response) => void response.writeHead(status, { 'x-goog-generation': '1' }).end(text),
    );
    const changes = { STORAGE_EMULATOR_HOST: url };
    const run = await scene.run(['push-artifact', '--name', 'x', '--version', '1', '--files', 'contracts.yml'], {
      env: { ...env, ...changes },
    });
    expect(leaksOf(run, canaries)).toEqual([]);
    expect(run.exitCode).not.toBe(0);
    const roll = await startAction(
      'roll-deployment',
      { environment: 'keep-test', release: stored.release },
      {
        workspace: scene.workspace,
        env: { ...env, ...changes },
      },
    ).ended;
    expect(leaksOf(roll, canaries)).toEqual([]);
    expect(roll.exitCode).not.toBe(0);
  });
});

describe("a user's mistake is told without the secret", () => {
  const migrate = { action: 'migrate-contracts' };

  test.each([
    { what: 'a URL that is none', env: { CHAIN_RPC_URL: 'no url, canary-0918273645' }, exit: 2 },
    {
      what: 'a URL of another kind',
      env: { CHAIN_RPC_URL: 'ftp://canary-0918273645.invalid/canary-key-6574839201' },
      exit: 2,
    },
    { what: 'a URL where nobody answers', env: { CHAIN_RPC_URL: 'http://127.0.0.1:1/canary-key-6574839201' }, exit: 1 },
    {
      what: 'a host that is not there',
      env: { CHAIN_RPC_URL: 'http://canary-6574839201.invalid/canary-key-6574839201' },
      exit: 1,
    },
  ])('$what', async ({ env: changes, exit }) => {
    await expectSilence({ ...migrate, env: changes }, exit);
  });

  test.each([
    { what: 'a key that is none', key: 'canary, but no key 0918273645' },
    { what: 'a key that is too short', key: '0xcanary0918273645' },
    { what: "another account's key", key: canaries.privateKey },
  ])('$what', async ({ key }) => {
    const workspace = changed('contracts.yml', (text) =>
      text.replace('  TopUps: {}\n', '  TopUps: {}\n  Second: { artifact: ModUtils }\n'),
    );
    await expectSilence(
      { ...migrate, workspace, env: { CONTRACT_OWNER_PRIVATE_KEY: key } },
      2,
      /CONTRACT_OWNER_PRIVATE_KEY/,
    );
  });

  test('another chain than the file says', async () => {
    const workspace = changed('keep-deploy.yml', (text) => text.replace('id: 1101', 'id: 1102'));
    await expectSilence({ ...migrate, workspace }, 2, /1102/);
  });

  test('a digest key that is too short', async () => {
    const inputs = { contracts: stored.contracts };
    await expectSilence(
      { action: 'render-client-config', inputs, env: { KEEP_DEPLOY_DIGEST_KEY: 'canary-0918' } },
      2,
      /too short/,
    );
  });

  test.each(['CHAIN_WS_URL', 'CHAIN_RPC_URL'])('a %s that is not the one of the stored release', async (variable) => {
    const value = `${env[variable]}-canary-0918273645`;
    await expectSilence(
      { action: 'roll-deployment', inputs: { release: stored.release }, env: { [variable]: value } },
      2,
      /other bytes/,
    );
  });

  test('a secret that stands in a file', async () => {
    const workspace = changed('keep-deploy.yml', (text) => text.replace('$CHAIN_RPC_URL', `"${env['CHAIN_RPC_URL']}"`));
    await expectSilence({ ...migrate, workspace }, 2, /keep-deploy\.yml/);
  });

  test("a keyfile's wrong password", async () => {
    const password = 'canary "password"/0918273645';
    const keyfile = join(scene.workspace, 'accounts/account-0.json');
    const { ended } = startCommand(['account', keyfile], {
      workspace: scene.workspace,
      env: { ...env, KEEP_ETHEREUM_PASSWORD: password },
    });
    const run = expectExit(await ended, 2);
    expect(leaksOf(run, { password, ...canaries })).toEqual([]);
  });
});

function changed(file: string, change: (text: string) => string): string {
  const workspace = scene.checkOut(`changed-${readCount++}`);
  const path = join(workspace, file);
  const text = readFileSync(path, 'utf8');
  const other = change(text);
  if (!existsSync(path) || other === text) throw new Error(`${file} was to be another one`);
  writeFileSync(path, other);
  return workspace;
}
let readCount = 0;

function writeProgram(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}`);
  chmodSync(file, 0o700);
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Hands requests on as they come, watches too, with an administrator's certificate. */
function forwarderTo({ apiServerUrl, caPem, issueCertificate }: Stage['cluster']) {
  const { certificatePem, privateKeyPem } = issueCertificate({
    commonName: 'kubernetes-admin',
    organization: 'system:masters',
  });
  const credentials = { ca: caPem, cert: certificatePem, key: privateKeyPem };
  return (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const { authorization, host, connection, ...headers } = request.headers;
    const asked = ask(apiServerUrl + request.url, { ...credentials, method: request.method, headers, agent: false });
    asked.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => asked.destroy());
    });
    asked.on('error', () => response.destroy());
    response.once('close', () => asked.destroy());
    asked.end(body);
  };
}

async function kubeconfigOf(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  const server = await serve(answer);
  const file = join(folder, `${new URL(server).port}.kubeconfig`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'hostile', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'user', user: { token: 'a-token' } }],
    contexts: [{ name: 'hostile', context: { cluster: 'hostile', user: 'user' } }],
    'current-context': 'hostile',
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}
