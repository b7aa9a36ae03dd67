import { expect, test } from '@jest/globals';
import type { Rpc } from '../../src/contracts/chain/rpc.ts';
import type { JournalEntry } from '../../src/contracts/index.ts';
import { startAnvil } from '../../tools/servers/index.ts';
import { deedsOf, memoryJournal, migrate, nonceOf, sceneOn, silentLog, smallSet } from './contracts-fixture.ts';

const transactionsOf = (entries: readonly JournalEntry[]) =>
  entries.flatMap((entry) => (entry.kind === 'transactions' ? entry.transactions : []));

test('a chain that makes a block only for a new transaction is woken when it waits with ours in its pool', async () => {
  await using scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
  await scene.ask('evm_setAutomine', false);
  // anvil that mines on demand by itself leaves transactions in its pool only when it comes so.
  const onDemand = (inner: Rpc): Rpc => ({
    async batch(calls, signal) {
      const answers = await inner.batch(calls, signal);
      const isNew = calls.some(
        ({ method }, index) => method === 'eth_sendRawTransaction' && 'result' in (answers[index] ?? {}),
      );
      if (isNew) await scene.ask('evm_mine');
      return answers;
    },
  });
  const journal = memoryJournal();
  const killer = new AbortController();
  const run = migrate(scene, smallSet, {
    signal: killer.signal,
    journal: {
      ...journal,
      async append(number, entry) {
        await journal.append(number, entry);
        for (const { raw } of transactionsOf([entry])) await scene.ask('eth_sendRawTransaction', raw);
        killer.abort(new Error('broken off'));
        return 'appended';
      },
    },
  });
  await expect(run).rejects.toThrow('broken off');
  expect(await nonceOf(scene)).toBe(9);
  expect(await deedsOf(scene)).toHaveLength(0);

  const lines: string[] = [];
  const { counts } = await migrate(scene, smallSet, { journal, wrap: onDemand, log: silentLog(lines) });
  expect(lines.join('\n')).toMatch(/No new block for \d+ s \(last: 0\), though nonce 0 waits in the node's pool/);
  expect(counts.deployed + counts.kept).toBe(9);
  expect(counts.called).toBe(2);
  expect(await deedsOf(scene)).toHaveLength(11);
  const variants = Map.groupBy(transactionsOf(journal.entries), ({ nonce }) => nonce);
  expect([...variants.values()].map(({ length }) => length)).toEqual([2, ...Array.from({ length: 10 }, () => 1)]);
});
