import { chainSuite } from './chain-suite.ts';
import { apiSuite } from './cluster-api-suite.ts';
import { clusterCanarySuite } from './cluster-canary-suite.ts';
import { backKillSuite, forwardKillSuite } from './cluster-kill-suites.ts';
import { apiServerSuites, outageSuite } from './cluster-server-suites.ts';
import { clusterLeaseSuite, storySuite } from './cluster-story-suite.ts';
import { coverageSuite } from './coverage.ts';
import { feeSuite } from './fee-suite.ts';
import { killSuite } from './kill-suites.ts';
import { leaseSuite, processSuite } from './process-suite.ts';
import { rpcSuite } from './rpc-suite.ts';
import { independent, keepV1, layered } from './sets.ts';
import { signalSuite } from './signal-suite.ts';
import { storeSuite } from './store-suite.ts';
import type { Suite } from './trial.ts';

const automine = { chain: 'anvil', blockTimeSeconds: 'on-demand' } as const;
const everySecond = { chain: 'anvil', blockTimeSeconds: 1 } as const;
const geth = { chain: 'geth' } as const;

/** Everything that `npm run test:faults` tries. */
export function allSuites(seed: number): readonly Suite[] {
  const kills = { seed, twice: 8, newer: 6, sampleSize: 3 };
  // A sample may not come to the end of the list: what differs most stands first. So does what takes longest.
  return [
    leaseSuite,
    clusterLeaseSuite,
    killSuite({ name: 'kill independent automine', set: independent, scene: automine, ...kills }),
    killSuite({ name: 'kill layered 1s', set: layered, scene: everySecond, ...kills }),
    chainSuite,
    processSuite,
    signalSuite,
    forwardKillSuite,
    backKillSuite(seed),
    apiSuite(),
    storySuite,
    clusterCanarySuite,
    outageSuite(seed),
    rpcSuite,
    storeSuite(independent),
    feeSuite,
    killSuite({ name: 'kill keep-v1 1s', set: keepV1, scene: everySecond, ...kills, sampleSize: 2 }),
    killSuite({ name: 'kill layered geth', set: layered, scene: geth, ...kills, singles: 8, twice: 2, newer: 1 }),
    killSuite({ name: 'kill independent 1s', set: independent, scene: everySecond, ...kills }),
    killSuite({ name: 'kill layered automine', set: layered, scene: automine, ...kills }),
    storeSuite(layered),
    killSuite({ name: 'kill keep-v1 automine', set: keepV1, scene: automine, ...kills, sampleSize: 1 }),
    killSuite({
      name: 'kill independent geth',
      set: independent,
      scene: geth,
      ...kills,
      singles: 8,
      twice: 2,
      newer: 1,
      sampleSize: 1,
    }),
    ...apiServerSuites,
    coverageSuite,
  ];
}
