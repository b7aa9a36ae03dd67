import { expect, test } from '@jest/globals';
import type { Chain, Journal } from '../../../src/contracts/index.ts';
import { type ChainTime, limitChainTime } from '../../../src/release/chain-time.ts';
import { describeFinding, RemoteError } from '../../../src/report/index.ts';

const refused = "the chain's RPC node (chain.rpc: $URL) could not be asked for eth_chainId: the connection was refused";
const chain = { endpoints: 1, read: async () => [], send: async () => [] } as unknown as Chain;
const journal = { append: async () => 'appended' } as unknown as Journal;

/** What is said when the time is over. */
async function saidAfter(prepare: (time: ChainTime) => unknown): Promise<string> {
  const time = limitChainTime(-999, new AbortController().signal);
  await prepare(time);
  const keepsAlive = setInterval(() => {}, 1_000);
  await new Promise((resolve) => time.signal.addEventListener('abort', resolve));
  clearInterval(keepsAlive);
  const { reason } = time.signal;
  if (!(reason instanceof RemoteError)) throw reason;
  return describeFinding({ ...reason.place, message: reason.message });
}

test.each<[when: string, prepare: (time: ChainTime) => unknown, said: string]>([
  [
    'no request has failed',
    () => {},
    "the chain's node did not answer within the timeout of -0.999 s. Nothing was sent",
  ],
  [
    'every request fails',
    (time) => {
      time.setPlace({ file: 'keep-deploy.yml', line: 5, column: 7 });
      time.onTrouble('a', refused);
    },
    `keep-deploy.yml:5:7: ${refused}; then the timeout of -0.999 s was over. Nothing was sent`,
  ],
  [
    'the node has answered since, and something is signed',
    (time) => {
      time.onTrouble('a', refused);
      time.onTrouble('a', undefined);
      return time.watchJournal(journal).append(0, {} as never);
    },
    "the chain's node did not answer within the timeout of -0.999 s. What was sent stays in the journal, and the next run goes on from there",
  ],
  [
    'two nodes fail after something was sent',
    async (time) => {
      time.onTrouble('a', 'a fails');
      time.onTrouble('b', 'b fails');
      const watched = time.watchChain(chain);
      await watched.read([], new AbortController().signal);
      await watched.send([], new AbortController().signal);
    },
    'a fails\nb fails; then the timeout of -0.999 s was over. What was sent stays in the journal, and the next run goes on from there',
  ],
])('when the time is over and %s, exactly that is said', async (_, prepare, said) => {
  expect(await saidAfter(prepare)).toBe(said);
});
