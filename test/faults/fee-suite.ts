import { readDeeds } from './chain-world.ts';
import { describePoint, type KillPoint } from './kill-points.ts';
import { onceAfter, type PlannedFault } from './planned-fault.ts';
import { journalWrite, transactionSend } from './request-kinds.ts';
import { beginAll, runUntilKilled } from './runs.ts';
import type { Scene, SceneOptions } from './scene.ts';
import type { FaultSet } from './sets.ts';
import { independent, layered } from './sets.ts';
import { expectRed, type Plot, type Story, storyTrial } from './stories.ts';
import type { Suite } from './trial.ts';

const gwei = 1_000_000_000n;
const calmBaseFee = gwei;

function feeCap(cap: string): SceneOptions {
  return { chain: 'anvil', blockTimeSeconds: 1, chainSettings: `fees: { cap: "${cap}", budget: "50 ether" }` };
}

/** From the first journal entry on, every block has twenty times the base fee that the run has reckoned with. */
function surge({ reader }: Scene): { readonly fault: PlannedFault; end(): Promise<void> } {
  const set = (wei: bigint) => reader.ask('anvil_setNextBlockBaseFeePerGas', `0x${wei.toString(16)}`);
  let timer: NodeJS.Timeout | undefined;
  return {
    fault: onceAfter(
      ({ kind }) => kind === journalWrite,
      async () => {
        await set(20n * calmBaseFee);
        timer = setInterval(() => set(20n * calmBaseFee).catch(() => undefined), 150);
      },
    ),
    async end() {
      clearInterval(timer);
      await set(calmBaseFee);
    },
  };
}

async function payMore({ finish, scene }: Plot): Promise<void> {
  const { fault, end } = surge(scene);
  try {
    await finish({ fault });
  } finally {
    await end();
  }
  const [first] = await readDeeds(scene.reader);
  const receipt = (await scene.reader.ask('eth_getTransactionReceipt', first?.hash)) as { effectiveGasPrice: string };
  if (BigInt(receipt.effectiveGasPrice) < 20n * calmBaseFee) throw new Error('it was mined before the fee rose');
}

/** Nothing dearer is sent than was allowed; when the fee has fallen, the next run brings it to its end. */
async function waitForBetterTimes({ finish, scene }: Plot): Promise<void> {
  const { fault, end } = surge(scene);
  beginAll(scene, fault.rule);
  const run = await scene.run(['--timeout', '15s']);
  fault.requireStruck();
  await end();
  expectRed(run, /nonce|deadline|fee/i);
  await finish();
}

/** Killed while it makes what is stuck dearer: every variant stands in the journal before it is sent. */
const killedAmid = [
  { kind: 'chain eth_getBlockByNumber + eth_gasPrice', nth: 1, when: 'before' },
  { kind: 'chain eth_getBlockByNumber + eth_gasPrice', nth: 1, when: 'after' },
  { kind: journalWrite, nth: 2, when: 'before' },
  { kind: journalWrite, nth: 2, when: 'after' },
  { kind: transactionSend, nth: 2, when: 'after' },
].map(
  (point): Story => ({
    name: `fees: independent: killed ${describePoint(point as KillPoint)}, while the base fee is 20 times as high`,
    set: independent,
    scene: feeCap('200 gwei'),
    async tell({ finish, scene }) {
      const { fault, end } = surge(scene);
      try {
        const isKilled = await runUntilKilled(scene, point as KillPoint, fault.rule);
        if (!isKilled) throw new Error('the process ended before it came to the point');
        fault.requireStruck();
        await finish();
      } finally {
        await end();
      }
    },
  }),
);

function storiesOf(set: FaultSet): readonly Story[] {
  return [
    {
      name: `fees: ${set.name}: 20 times the base fee between sending and mining, which the cap allows`,
      set,
      scene: feeCap('200 gwei'),
      tell: payMore,
    },
    {
      name: `fees: ${set.name}: 20 times the base fee between sending and mining, which the cap forbids`,
      set,
      scene: feeCap('5 gwei'),
      tell: waitForBetterTimes,
    },
  ];
}

export const feeSuite: Suite = {
  name: 'fees',
  sampleSize: 1,
  prepare: async () => [...[independent, layered].flatMap(storiesOf), ...killedAmid].map(storyTrial),
};
