import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ContractRecord } from '../../../src/contracts/index.ts';
import { renderClientConfig } from '../../../src/release/index.ts';
import { UserError } from '../../../src/report/index.ts';

const example = join(import.meta.dirname, '../../../examples/keep-network');
const values: { readonly [name: string]: string } = {
  CHAIN_RPC_URL: 'http://127.0.0.1:8545',
  CHAIN_WS_URL: 'http://canary.example',
};
const predicted = {
  contracts: ['KeepRandomBeaconOperator', 'TokenStaking', 'KeepRandomBeaconService'].map((name) => ({
    name,
    address: `0x${'1'.repeat(40)}`,
  })),
} as unknown as ContractRecord;
const ignored = () => undefined;

let workspace: string;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'keep-deploy-render-'));
  cpSync(example, workspace, { recursive: true, filter: (path) => !path.includes('node_modules') });
  const file = join(workspace, 'keep-deploy.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('gs://keep-test-releases', 'file:releases'));
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

function render(mode: 'plan' | 'apply', set: typeof values): Promise<unknown> {
  const file = join(workspace, 'keep-deploy.yml');
  const inputs = { environment: 'keep-test', file, mode, contracts: undefined, predicted, folder: undefined } as const;
  return renderClientConfig(inputs, {
    log: {
      info: ignored,
      warning: ignored,
      error: ignored,
      debug: ignored,
      untrusted: ignored,
      group: (_, body) => body(),
    },
    summary: { add: ignored },
    signal: AbortSignal.timeout(60_000),
    secrets: (name) => set[name],
    workspace,
    run: {},
    redact: (text) => text,
    isHostedRunner: false,
  }).catch((cause: unknown) => cause);
}

const lineOf = (file: string, part: string) =>
  readFileSync(join(workspace, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(part)) + 1;

describe('rendering configurations', () => {
  test('refuses a variable of a wrong form at the line that names it, also in a plan', async () => {
    const error = await render('plan', values);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).findings).toEqual([
      {
        file: 'clients.yml',
        line: lineOf('clients.yml', '$CHAIN_WS_URL'),
        column: 7,
        message:
          "$CHAIN_WS_URL has a value that can't be used for ethereum.URL of keep-client-0: expected a WebSocket URL (ws:// or wss://)",
      },
    ]);
  });

  test('names every variable that an apply lacks at once, the digest key too', async () => {
    const error = await render('apply', {});
    expect(error).toBeInstanceOf(UserError);
    const told = (error as UserError).findings.map(({ file, line, message }) => [file, line, message.split(' is ')[0]]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['keep-deploy.yml', lineOf('keep-deploy.yml', '$CHAIN_RPC_URL'), '$CHAIN_RPC_URL'],
        ['clients.yml', lineOf('clients.yml', '$CHAIN_WS_URL'), '$CHAIN_WS_URL'],
        ['clients.yml', lineOf('clients.yml', '$CHAIN_RPC_URL'), '$CHAIN_RPC_URL'],
        [undefined, undefined, '$KEEP_DEPLOY_DIGEST_KEY'],
      ]),
    );
  });
});
