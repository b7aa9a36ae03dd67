import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import {
  type ChainAccount,
  type CloudStorage,
  type Geth,
  startCloudStorage,
  startGeth,
} from '../../tools/servers/index.ts';
import { type ClusterWorld, startClusterWorld } from './cluster-world.ts';
import type { Trial } from './trial.ts';

const bucket = 'faults';
const gethAccounts = 60;

/** Whatever a trial is about: its process is killed before the first request of this kind, and started again. */
export interface Interruption {
  readonly kind: string;
  noteStruck(kind: string): void;
}

/** The servers that all trials share: one bucket, and one geth with an account for each trial that wants it. */
export interface Stage {
  readonly storage: CloudStorage;
  readonly bucket: string;
  readonly folder: string;
  /** The command line under test: its source when absent. */
  readonly program: string | undefined;
  /** The one that is made on it. */
  readonly trial?: Trial | undefined;
  readonly interruption?: Interruption | undefined;
  nextName(): string;
  geth(): Promise<{ readonly geth: Geth; readonly account: ChainAccount }>;
  /** The one cluster of all trials that roll clients, with its chain. */
  clusterWorld(): Promise<ClusterWorld>;
  stop(): Promise<void>;
}

export async function openStage(program?: string): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'keep-deploy-faults-'));
  const storage = await startCloudStorage();
  await storage.createBucket(bucket);
  let number = 0;
  let geth: Promise<Geth> | undefined;
  const accounts: ChainAccount[] = [];
  let clusterWorld: Promise<ClusterWorld> | undefined;
  return {
    storage,
    bucket,
    folder,
    program,
    nextName: () => `trial-${number++}`,
    async geth() {
      if (geth === undefined) {
        for (let index = 0; index < gethAccounts; index++) {
          const { address, privateKey } = Wallet.createRandom();
          accounts.push({ address, privateKey });
        }
        geth = startGeth({ chainId: 1101, blockTimeSeconds: 1, funded: accounts.map(({ address }) => address) });
      }
      const started = await geth;
      const account = accounts.pop();
      if (account === undefined) throw new Error('more trials on geth than it has accounts');
      return { geth: started, account };
    },
    clusterWorld() {
      clusterWorld ??= startClusterWorld(folder, program);
      return clusterWorld;
    },
    async stop() {
      const others = [geth, clusterWorld].map((starting) => starting?.then((started) => started.stop()));
      await Promise.all([storage.stop(), ...others]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
