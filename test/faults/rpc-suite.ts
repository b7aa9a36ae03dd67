import { describePoint } from './kill-points.ts';
import {
  alreadyKnown,
  blackHole,
  burstsOf429,
  isDown,
  lateReceipts,
  noBatches,
  noOverrides,
  outOfOrder,
  smallPool,
  stale,
  without,
} from './lies.ts';
import type { PlannedFault } from './planned-fault.ts';
import { transactionSend } from './request-kinds.ts';
import { beginAll, runUntilKilled } from './runs.ts';
import type { Scene, SceneOptions } from './scene.ts';
import { type FaultSet, independent, keepV1, layered } from './sets.ts';
import { type Plot, type Story, storyTrial } from './stories.ts';
import type { Suite } from './trial.ts';

const everySecond: SceneOptions = { chain: 'anvil', blockTimeSeconds: 1 };
const nonceReads = ['eth_getTransactionCount'];
const headReads = [
  ...nonceReads,
  'eth_getTransactionReceipt',
  'eth_blockNumber',
  'eth_getBlockByNumber',
  'eth_getCode',
];

const lies: readonly { readonly what: string; fault(scene: Scene): PlannedFault }[] = [
  { what: 'tells the nonce of two seconds ago', fault: () => stale(2000, nonceReads) },
  { what: 'lags two seconds behind in everything', fault: () => stale(2000, headReads) },
  { what: 'has no receipt the first three times', fault: () => lateReceipts(3) },
  { what: 'refuses three of five requests with 429', fault: () => burstsOf429(3, 2) },
  { what: 'answers out of order', fault: () => outOfOrder() },
  { what: 'says "already known" of all that it takes', fault: () => alreadyKnown('already known') },
  { what: 'says "nonce too low" of all that it takes', fault: () => alreadyKnown('nonce too low') },
  { what: 'takes four of one account and says so', fault: (scene) => smallPool(4, nonceOf(scene), false) },
  { what: 'takes four of one account in silence', fault: (scene) => smallPool(4, nonceOf(scene), true) },
  { what: 'knows no batches', fault: () => noBatches(200) },
  { what: 'refuses batches with 400', fault: () => noBatches(400) },
  { what: 'takes no overrides', fault: () => noOverrides() },
  { what: 'has no eth_simulateV1', fault: () => neverMind(without('eth_simulateV1')) },
  { what: 'loses every transaction once', fault: () => blackHole(1) },
];

/** Not every run asks what this node lacks. */
function neverMind(fault: PlannedFault): PlannedFault {
  return { ...fault, requireStruck: () => {} };
}

function nonceOf({ reader }: Scene): () => Promise<number> {
  return async () => Number(await reader.ask('eth_getTransactionCount', reader.deployer, 'latest'));
}

const sets: readonly FaultSet[] = [independent, layered, keepV1];

const whole = lies.flatMap(({ what, fault }) =>
  sets.map(
    (set): Story => ({
      name: `rpc: ${set.name} on a node that ${what}`,
      set,
      scene: everySecond,
      tell: ({ finish, scene }) => finish({ fault: fault(scene) }),
    }),
  ),
);

/** Killed with nothing sent, or with all of it; the node lies before and after. */
const recoveries = lies.flatMap(({ what, fault }) =>
  (['before', 'after'] as const).map((when): Story => {
    const point = { kind: transactionSend, nth: 1, when };
    return {
      name: `rpc: killed ${describePoint(point)}, recovered on a node that ${what}`,
      set: independent,
      scene: everySecond,
      async tell({ finish, scene }) {
        const lie = fault(scene);
        await runUntilKilled(scene, point, lie.rule);
        await finish({ fault: lie });
      },
    };
  }),
);

/** What a good endpoint says counts, though a bad one stands before it. */
const endpoints = [
  { what: 'lags three seconds behind', fault: () => stale(3000, headReads) },
  { what: 'is down', fault: () => isDown() },
  { what: 'loses every transaction', fault: () => blackHole(Number.POSITIVE_INFINITY) },
].map(
  ({ what, fault }): Story => ({
    name: `rpc: the first of three endpoints ${what}`,
    set: layered,
    scene: { ...everySecond, endpoints: 3 },
    tell: (plot) => finishWithBadEndpoint(plot, 0, fault()),
  }),
);

async function finishWithBadEndpoint({ scene, expectFinished }: Plot, bad: number, fault: PlannedFault): Promise<void> {
  beginAll(scene);
  scene.chainGates[bad]?.begin(fault.rule);
  const run = await scene.run();
  if (run.exitCode !== 0) throw new Error(run.output);
  fault.requireStruck();
  await expectFinished(run);
}

export const rpcSuite: Suite = {
  name: 'rpc',
  sampleSize: 4,
  prepare: async () => [...whole, ...recoveries, ...endpoints].map(storyTrial),
};
