import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { actionNames } from '../../tools/dist/entries.ts';
import { usersFiles } from '../../tools/example-release/git-repositories.ts';
import { type Anvil, startAnvil } from '../../tools/servers/index.ts';
import { type HostileServer, hostilities, startHostileServer } from './hostile-server.ts';
import { runStep, type StepResult } from './runner.ts';

const root = join(import.meta.dirname, '../..');
const urlKey = 'canary-in-the-address-of-a-node';
const token = 'canary-token-of-the-kubeconfig';
const digestKey = 'canary "of" the/digests + more=';

let folder: string;
let chain: Anvil;
let hostile: HostileServer;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-canary-'));
  [chain, hostile] = await Promise.all([startAnvil(), startHostileServer()]);
  secrets = {
    CHAIN_RPC_URL: `${chain.rpcUrl}/?key=${urlKey}`,
    CHAIN_WS_URL: `${chain.wsUrl}/?key=${urlKey}`,
    CONTRACT_OWNER_PRIVATE_KEY: chain.accounts[0]?.privateKey ?? '',
    KEEP_DEPLOY_DIGEST_KEY: digestKey,
  };
});

afterAll(async () => {
  await Promise.all([chain?.stop(), hostile?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

describe.each(hostilities)('when the other side repeats what it was told and issues commands: %s', (hostility) => {
  beforeAll(() => hostile.answerWith(hostility));

  // The whole release looks at the cluster before it looks at its store.
  test.each(actionNames(root).filter((name) => name !== 'release'))(
    'a bucket gets nothing out of %s',
    async (action) => {
      const env = { STORAGE_EMULATOR_HOST: hostile.url };
      expectHarmless(await run(action, 'gs://keep-test-releases', env));
      expect(hostile.takeHeard()).toContain('keep-test-releases');
    },
  );

  test.each(['roll-deployment', 'release'])('an API server gets nothing out of %s', async (action) => {
    expectHarmless(await run(action, 'file:store', { KUBECONFIG: kubeconfig() }, { mode: 'plan' }));
    expect(hostile.takeHeard()).toContain(token);
  });
});

async function run(
  action: string,
  store: string,
  env: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  const workspace = mkdtempSync(join(folder, 'workspace-'));
  usersFiles(root, workspace);
  symlinkSync(join(root, 'examples/keep-network/node_modules'), join(workspace, 'node_modules'));
  const file = join(workspace, 'keep-deploy.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('gs://keep-test-releases', store));
  const given = {
    ...requiredInputs(action),
    ...(inputs['mode'] !== 'plan' && applyInputs[action]),
    ...(['roll-deployment', 'release'].includes(action) && {
      image: `registry.invalid/client@sha256:${'c'.repeat(64)}`,
    }),
    ...inputs,
  };
  return runStep({
    action,
    workspace,
    inputs: given,
    env: { KUBECONFIG: kubeconfig(), RUNNER_ENVIRONMENT: 'self-hosted', ...secrets, ...env },
  });
}

const applyInputs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'render-client-config': { contracts: `sha256:${'1'.repeat(64)}` },
  'roll-deployment': { configurations: `sha256:${'2'.repeat(64)}` },
};

function requiredInputs(action: string): Readonly<Record<string, string>> {
  const texts: Readonly<Record<string, string>> = {
    environment: 'keep-test',
    name: 'files',
    version: '1',
    files: 'contracts.yml',
  };
  const { inputs } = parse(readFileSync(join(root, 'actions', action, 'action.yml'), 'utf8'));
  const known = Object.entries<{ readonly default?: string; readonly required: boolean }>(inputs);
  return Object.fromEntries(
    known.map(([name, input]) => [name, input.required ? (texts[name] ?? '') : (input.default ?? '')]),
  );
}

function kubeconfig(): string {
  const file = join(folder, 'kubeconfig');
  const ca = Buffer.from(hostile.tls.caPem).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'hostile',
    contexts: [{ name: 'hostile', context: { cluster: 'hostile', user: 'hostile' } }],
    clusters: [{ name: 'hostile', cluster: { server: hostile.tls.url, 'certificate-authority-data': ca } }],
    users: [{ name: 'hostile', user: { token } }],
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** Red, with an error for the user; no secret in anything that is shown or handed on; no command but our own. */
function expectHarmless({ exitCode, stdout, stderr, summary, outputs, commands }: StepResult): void {
  const shown = [
    ...`${stdout}\n${stderr}`.split('\n').filter((line) => !line.startsWith('::add-mask::')),
    summary,
  ].join('\n');
  expect({ exitCode, shown }).toEqual({ exitCode: expect.any(Number), shown: expect.stringContaining('::error') });
  expect([1, 2]).toContain(exitCode);
  for (const secret of [urlKey, token, digestKey, ...Object.values(secrets)]) {
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ]) {
      expect(shown).not.toContain(form);
    }
  }
  const ours = new Set(['error', 'warning', 'group', 'endgroup', 'add-mask', 'debug']);
  expect(commands.filter(({ name }) => !ours.has(name))).toEqual([]);
  expect([...outputs.values()].join('\n')).not.toContain('taken-over');
}
