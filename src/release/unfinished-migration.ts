import type { MigrationCounts } from '../contracts/index.ts';
import { createAttachment } from '../report/index.ts';
import type { Digest } from '../values/index.ts';

/** What is known of a migration that did not come to its end. */
export interface UnfinishedMigration {
  readonly changed: true;
  /** Of what is mined, and of what was there before. */
  readonly counts: MigrationCounts;
  readonly gas: bigint;
  /** In wei. */
  readonly cost: bigint;
  readonly blocks: number;
  readonly plan: Digest;
}

/** Attached to the error that ends a step which has sent something. */
export const unfinishedMigration = createAttachment<UnfinishedMigration>();
