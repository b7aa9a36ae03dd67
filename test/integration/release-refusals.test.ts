import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectExit } from '../e2e/release-process.ts';
import { image, openStage, type Scene, type Stage } from '../e2e/release-scene.ts';

const release = ['release', '--image', image, '--smoke-timeout', '5s'];
const nothing = { transactions: 0, clusterWrites: 0, podsCreated: 0, storeWrites: 0 };

let stage: Stage;
let scene: Scene;

beforeAll(async () => {
  stage = await openStage();
  scene = await stage.openScene('refusals');
});
afterAll(async () => stage?.stop());

/** A checkout of its own in which one text of one file is another. */
function checkOutWith(name: string, file: string, from: string, to: string): string {
  const workspace = scene.checkOut(name);
  changeIn(workspace, file, from, to);
  return workspace;
}

function changeIn(workspace: string, file: string, from: string | RegExp, to: string): void {
  const path = join(workspace, file);
  const text = readFileSync(path, 'utf8');
  if (text.replace(from, to) === text) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
}

const lineOf = (workspace: string, file: string, part: string) =>
  readFileSync(join(workspace, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(part)) + 1;

describe('before the first transaction a release is refused', () => {
  test('for an address without code that stands literally in the template', async () => {
    const address = `0x${'2'.repeat(40)}`;
    const workspace = checkOutWith('literal', 'clients.yml', '{ contract: TokenStaking }', `"${address}"`);
    const run = expectExit(await scene.run(release, { workspace }), 2);
    expect(run.output).toContain(`clients.yml:${lineOf(workspace, 'clients.yml', address)}:`);
    expect(run.output).toContain(`TokenStaking: there is no code at ${address}`);
    expect(await scene.count()).toEqual(nothing);
  });

  test('for a quantity that is none: the API server says so with 500, and is well', async () => {
    const workspace = checkOutWith('quantity', 'keep-client.yml', 'cpu: 20m', 'cpu: 20mm');
    const run = expectExit(await scene.run(release, { workspace }), 2);
    expect(run.output).toMatch(/keep-client\.yml:\d+:\d+: StatefulSet keep-client-0 would be refused .*quantity/);
    expect(run.output).not.toContain('/readyz');
    expect(await scene.count()).toEqual(nothing);
  });

  test.each([
    { part: 'secret', from: 'eth-account-passphrases, key: account-3', to: 'no-such-secret, key: account-3' },
    { part: 'key', from: 'key: account-3', to: 'key: no-such-key' },
  ])('for a password of which the $part is not there', async ({ part, from, to }) => {
    const workspace = checkOutWith(`password-${part}`, 'clients.yml', from, to);
    const place = `clients.yml:${lineOf(workspace, 'clients.yml', `no-such-${part}`)}:`;
    for (const step of [release, ['roll-deployment', '--image', image, '--mode', 'plan']]) {
      const run = expectExit(await scene.run(step, { workspace }), 2);
      expect(run.output).toContain(place);
      expect(run.output).toMatch(part === 'key' ? /has no key no-such-key/ : /has no Secret no-such-secret/);
      expect(run.output).not.toContain('keep-deploy-example');
    }
    expect(await scene.count()).toEqual(nothing);
  });

  test('for a literal address, a password and a manifest, all told at once', async () => {
    const address = `0x${'2'.repeat(40)}`;
    const workspace = checkOutWith('at-once', 'clients.yml', '{ contract: TokenStaking }', `"${address}"`);
    changeIn(workspace, 'clients.yml', 'key: account-3', 'key: no-such-key');
    changeIn(workspace, 'keep-client.yml', 'terminationGracePeriodSeconds', 'terminationGrace');
    for (const step of [release, ['roll-deployment', '--image', image, '--mode', 'plan']]) {
      const run = expectExit(await scene.run(step, { workspace }), 2);
      expect(run.output).toContain(`TokenStaking: there is no code at ${address}`);
      expect(run.output).toContain('has no key no-such-key');
      expect(run.output).toMatch(
        /StatefulSet keep-client-0 would be refused .*: .*terminationGrace: field not declared/,
      );
    }
    expect(await scene.count()).toEqual(nothing);
  });

  test('not for a password that the manifests themselves bring', async () => {
    const [from, to] = ['eth-account-passphrases, key: account-3', 'own-passphrases, key: password'];
    const workspace = checkOutWith('own-password', 'clients.yml', from, to);
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: own-passphrases }\nstringData: { password: x }\n';
    changeIn(workspace, 'keep-client.yml', /^/, `${secret}---\n`);
    expectExit(await scene.run(['roll-deployment', '--image', image, '--mode', 'plan'], { workspace }), 0);
    expect(await scene.count()).toEqual(nothing);
  });

  test('for a mistake in the manifest that only the API server notices', async () => {
    const workspace = checkOutWith('manifest', 'keep-client.yml', 'terminationGracePeriodSeconds', 'terminationGrace');
    const run = expectExit(await scene.run(release, { workspace }), 2);
    const refused =
      /^error: (.*): StatefulSet keep-client-0 would be refused \(([^)]*)\): .*terminationGrace: field not declared/m;
    const [, place, others] = refused.exec(run.output) ?? [];
    expect(place).toMatch(/^keep-client\.yml:\d+:\d+$/);
    expect(others).toMatch(/^and so would keep-client-1, .*keep-client-9$/);
    expect(run.output).not.toMatch(/StatefulSet keep-client-1 would be refused/);
    expect(run.output).toContain('no transaction was sent');
    expect(await scene.count()).toEqual(nothing);
  });
});

describe('a release with an address that stands literally', () => {
  const address = `0x${'3'.repeat(40)}`;
  let workspace: string;

  beforeAll(async () => {
    workspace = checkOutWith('literal-code', 'clients.yml', '{ contract: TokenStaking }', `"${address}"`);
    await scene.ask('anvil_setCode', address, '0x600160005260206000f3');
  });

  test('goes out while there is code, and is refused in every step once it is gone', async () => {
    const { outputs } = expectExit(await scene.run(release, { workspace }), 0);
    const chain = scene.chain.chainId;
    const other = scene.checkOut('other-chain');
    const settings = readFileSync(join(other, 'keep-deploy.yml'), 'utf8').replace(`id: ${chain}`, `id: ${chain + 1}`);
    writeFileSync(join(other, 'keep-deploy.yml'), settings);
    const again = ['roll-deployment', '--release', outputs.get('release') ?? ''];
    expect(expectExit(await scene.run(again, { workspace: other }), 2).output).toMatch(
      new RegExp(`keep-deploy\\.yml:4:7: chain\\.id is ${chain + 1}, but the contract record is of chain ${chain}`),
    );
    const misused = { env: { CHAIN_WS_URL: 'http://127.0.0.1:8545' }, workspace };
    const wrongForm = ['roll-deployment', '--image', image, '--configurations', outputs.get('configurations') ?? ''];
    expect(expectExit(await scene.run(wrongForm, misused), 2).output).toMatch(
      /clients\.yml:\d+:7: \$CHAIN_WS_URL has a value that can't be used for ethereum\.URL/,
    );
    await scene.ask('anvil_setCode', address, '0x');
    const before = await scene.count();
    const place = `clients.yml:${lineOf(workspace, 'clients.yml', address)}:`;
    for (const step of [
      ['render-client-config', '--contracts', outputs.get('contracts') ?? ''],
      ['roll-deployment', '--image', image, '--configurations', outputs.get('configurations') ?? ''],
      ['roll-deployment', '--release', outputs.get('release') ?? ''],
    ]) {
      const run = expectExit(await scene.run(step, { workspace }), 2);
      expect(run.output).toContain(place);
    }
    expect(await scene.count()).toEqual(before);
  });
});

describe('a client that is a Deployment', () => {
  test('is asked by the smoke test at the pod that it has', async () => {
    const deployments = await stage.openScene('deployments');
    const path = join(deployments.workspace, 'keep-client.yml');
    const text = readFileSync(path, 'utf8').replace('kind: StatefulSet', 'kind: Deployment');
    writeFileSync(path, text.replace(/replicas: 1.*/, 'strategy: { type: Recreate }'));
    const { outputs, output } = expectExit(await deployments.run(release), 0);
    expect(outputs.get('result')).toBe('incomplete');
    expect(output).toContain('the pod is on a simulated node');
  });
});
