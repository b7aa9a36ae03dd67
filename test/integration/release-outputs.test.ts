import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EndedProcess, expectExit } from '../e2e/release-process.ts';
import { image, openStage, type Scene, type Stage } from '../e2e/release-scene.ts';

const release = ['release', '--image', image, '--smoke-timeout', '5s'];

let stage: Stage;
let scene: Scene;
let first: EndedProcess;

beforeAll(async () => {
  stage = await openStage();
  scene = await stage.openScene('outputs');
  first = expectExit(await scene.run(release), 0);
});
afterAll(async () => stage?.stop());

function checkOutWith(name: string, file: string, from: string | RegExp, to: string): string {
  const workspace = scene.checkOut(name);
  const path = join(workspace, file);
  const text = readFileSync(path, 'utf8');
  if (text.replace(from, to) === text) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
  return workspace;
}

test('a redeploy gives contracts and configurations of the release that it rolls', async () => {
  const named = ['release', 'contracts', 'configurations'].map((name) => [name, first.outputs.get(name)]);
  for (const mode of ['plan', 'apply']) {
    const args = ['release', '--release', first.outputs.get('release') ?? '', '--smoke-timeout', '5s', '--mode', mode];
    const run = expectExit(await scene.run(args), 0);
    expect([...run.outputs]).toEqual(expect.arrayContaining(named));
    expect(run.outputs.get('contracts')).toMatch(/^sha256:/);
  }
});

describe('a plan', () => {
  test('with other configurations plans the contracts once', async () => {
    const workspace = checkOutWith('configuration', 'clients.yml', 'Port: 9601', 'Port: 9611');
    const { output } = expectExit(await scene.run([...release, '--mode', 'plan'], { workspace }), 0);
    expect(output.match(/Plan [0-9a-f]{12}: /g)).toHaveLength(1);
    expect(output).toContain('keep-client-0: update: the configuration changed');
  });

  test('names what left the contract set, which changes the record without a transaction', async () => {
    const calls = /\n {2}- \{ contract: GasPriceOracle, function: addConsumerContract.*/;
    const workspace = checkOutWith('dropped', 'contracts.yml', calls, '');
    const run = expectExit(await scene.run(['migrate-contracts', '--mode', 'plan'], { workspace }), 0);
    expect(run.output).toContain('drop   GasPriceOracle.addConsumerContract(address) (no longer in the contract set');
    expect(Object.fromEntries(run.outputs)).toMatchObject({ changed: 'true', transactions: '0', called: '0' });
  });
});
