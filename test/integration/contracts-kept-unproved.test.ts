import { expect, test } from '@jest/globals';
import type { Rpc } from '../../src/contracts/chain/rpc.ts';
import { startAnvil } from '../../tools/servers/index.ts';
import { lacks, prepareProofSet, proofSet } from './contract-proof-scene.ts';
import { memoryJournal, migrate, nonceOf, sceneOn } from './contracts-fixture.ts';

/** A node that keeps no states but the newest: no creation can be run again. */
const forgetful = (rpc: Rpc): Rpc => ({
  ...rpc,
  async batch(calls, signal) {
    const answers = await rpc.batch(calls, signal);
    return calls.map((call, index) =>
      lacks['old states'](call)
        ? { error: { code: -32000, message: 'missing trie node', data: undefined } }
        : (answers[index] ?? { result: null }),
    );
  },
});

test('an unchanged run ends red when its record has unproved code that the set no longer allows', async () => {
  await using scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
  const allowing = ['SaltedFactory', 'First', 'Second'].reduce(
    (text, name) => text.replace(`  ${name}: {`, `  ${name}: { allow-unproved: true,`).replace(',}', ' }'),
    proofSet,
  );
  const run = async (text: string, options: Parameters<typeof migrate>[2] = {}) =>
    migrate(scene, '', { set: await prepareProofSet(text), journal: memoryJournal(), ...options });
  const { record } = await run(allowing, { wrap: forgetful });
  const sent = await nonceOf(scene);

  const again = { readPreviousRecord: async () => record };
  expect((await run(allowing, again)).counts.transactions).toBe(0);
  await expect(run(proofSet, again)).rejects.toThrow(
    /^the code of First at 0x\S+ was never proved, and the set no longer allows that/m,
  );
  expect(await nonceOf(scene)).toBe(sent);
});
