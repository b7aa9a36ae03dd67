import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectExit } from './release-process.ts';
import { creations, image, openStage, type Scene, type Stage, transactions, until } from './release-scene.ts';
import { startRpcProxy } from './rpc-proxy.ts';

const release = ['release', '--image', image, '--smoke-timeout', '1s'];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => stage?.stop());

describe('two runs of one environment at once', () => {
  test.each([1, 2])('deploy nothing twice, and what one leaves undone the next run finishes (%d)', async (number) => {
    const scene = await stage.openScene(`together-${number}`);
    const runs = await Promise.all([scene.run(release), scene.run(release)]);
    for (const run of runs.filter(({ exitCode }) => exitCode !== 0)) {
      expect(expectExit(run, 2).output).toMatch(/another run/);
    }
    expect(runs.some(({ exitCode }) => exitCode === 0)).toBe(true);
    await expectOnce(scene);
    expectExit(await scene.run(release), 0);
    await expectOnce(scene);
  });

  test('meet at the journal: what the first has signed and not sent is sent by the second, who signs nothing for it', async () => {
    const scene = await stage.openScene('fenced');
    let isHeld = true;
    let sends = 0;
    // The first run stands still between its journal and its first transaction.
    const proxy = await startRpcProxy(scene.chain.rpcUrl, (calls) => {
      if (isHeld && calls.some(({ method }) => method === 'eth_sendRawTransaction')) {
        sends++;
        return { forward: [], answer: { status: 503, text: 'later' } };
      }
      return { forward: calls };
    });
    const url = 'https://ci.example.invalid/org/network/actions/runs/42';
    const env = {
      CHAIN_RPC_URL: proxy.rpcUrl,
      ...{ GITHUB_SERVER_URL: 'https://ci.example.invalid', GITHUB_REPOSITORY: 'org/network', GITHUB_RUN_ID: '42' },
    };
    const first = scene.start(['migrate-contracts'], { env });
    await until('the first run is about to send', () => sends > 0);
    const isJournal = (object = '') =>
      object.startsWith(`${scene.prefix}journals/`) && object.endsWith('/00000000.json');
    const journal =
      stage.storage.requests().find(({ kind, object }) => kind === 'write' && isJournal(object))?.object ?? '';
    const signed = (await scene.stored(journal.slice(scene.prefix.length))) ?? '';
    expect(signed).toContain(url);
    const second = scene.start(['migrate-contracts']);
    isHeld = false;
    const ended = await Promise.all([first.ended, second.ended]);
    await proxy.stop();
    expect(ended.some(({ exitCode }) => exitCode === 0)).toBe(true);
    for (const run of ended.filter(({ exitCode }) => exitCode !== 0))
      expect(expectExit(run, 2).output).toMatch(/another run/);
    await expectOnce(scene);
    const hashes = [...signed.matchAll(/"hash":"(0x[0-9a-f]{64})"/g)].map(([, hash]) => hash);
    expect(hashes).toHaveLength(creations);
    for (const hash of hashes) expect(await scene.ask('eth_getTransactionReceipt', hash)).not.toBeNull();
  });
});

async function expectOnce(scene: Scene): Promise<void> {
  const deeds = await scene.deeds();
  expect(deeds).toHaveLength(transactions);
  expect(deeds.every(({ isSuccess }) => isSuccess)).toBe(true);
  expect(deeds.filter(({ created }) => created)).toHaveLength(creations);
  expect(new Set(deeds.map(({ to, input }) => `${to} ${input}`)).size).toBe(transactions);
}
