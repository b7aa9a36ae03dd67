import type { Digest } from '../values/index.ts';

/** What the user says of one run, beyond the files. */
export interface MigrationOptions {
  /** A contract whose metadata alone changed, as by a comment, is created anew. */
  readonly strict: boolean;
  /** The only plan that may be carried out: its digest as `mode: plan` gave it. */
  readonly approvedPlan: Digest | undefined;
  /** The chain was reset on purpose: everything recorded of it before counts no more. */
  readonly newChain: boolean;
  /** Without it nothing is sent to Ethereum's main network (chain id 1). */
  readonly allowMainnet: boolean;
}
