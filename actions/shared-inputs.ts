import type { RollSettings } from '../src/release/index.ts';
import {
  boolean,
  choice,
  digest,
  durationMs,
  existingFile,
  type InputValues,
  integer,
  lines,
  text,
} from '../src/runner/index.ts';

/** What every action needs to know: which environment, described in which file. */
export const environmentInputs = {
  environment: {
    description: 'Name of the environment in keep-deploy.yml.',
    parser: text,
    isRequired: true,
  },
  file: {
    description: 'Path of keep-deploy.yml, relative to the workspace.',
    parser: existingFile,
    default: 'keep-deploy.yml',
  },
} as const;

/** What is said of one migration beyond the files. */
export const migrationInputs = {
  'approved-plan': {
    description: 'Digest of the only plan that may be carried out, from the output `plan` of a run with `mode: plan`.',
    parser: digest,
    isOptional: true,
  },
  strict: {
    description: 'true deploys a contract anew when only its metadata changed, as by a comment.',
    parser: boolean,
    default: 'false',
  },
  'allow-mainnet': {
    description: "true lets transactions be sent to Ethereum's main network (chain id 1).",
    parser: boolean,
    default: 'false',
  },
  'new-chain': {
    description: 'true says that the chain was reset on purpose: what is recorded of it from before counts no more.',
    parser: boolean,
    default: 'false',
  },
} as const;

/** What to do about another run at work: on the chain it is one with the same account, in the cluster one in the same namespace. */
export const lockInputs = {
  'lock-timeout': {
    description: 'How long to wait for another run that is at work with the same account or in the same namespace.',
    parser: durationMs,
    default: '5m',
  },
  'break-lock': {
    description: 'true takes the lock of a run that is known to be dead without waiting for its lease to end.',
    parser: boolean,
    default: 'false',
  },
} as const;

/** What decides how the clients are rolled. */
export const rolloutInputs = {
  image: {
    description:
      "The clients' image by digest (registry/client@sha256:…), or by a tag that is looked up; without it the one in the clients file.",
    parser: text,
    isOptional: true,
  },
  repin: {
    description: 'true accepts another cluster than the one of the first release, and says old and new.',
    parser: boolean,
    default: 'false',
  },
  'on-failure': {
    description:
      'What a failed client leads to: everything stays as it is (halt), or the failed clients go back, or their whole wave, or all that were changed. Without it and `max-failures`: rollback-all.',
    parser: choice('halt', 'rollback-failed', 'rollback-wave', 'rollback-all'),
    isOptional: true,
  },
  'max-failures': {
    description:
      'So many clients may fail and go back alone while the others go on; with one more, all go back. Instead of `on-failure`, not beside it.',
    parser: integer({ min: 1, max: 10_000 }),
    isOptional: true,
  },
  'max-parallel': {
    description: 'So many clients are rolled at once, at most.',
    parser: integer({ min: 1, max: 1000 }),
    default: '10',
  },
  'client-timeout': {
    description:
      'How long one client may take until it is proved, such as 5m: more than `bake`, and no more than `wave-timeout` and `roll-timeout`.',
    parser: durationMs,
    default: '5m',
  },
  'wave-timeout': {
    description: 'How long one wave may take.',
    parser: durationMs,
    default: '30m',
  },
  'roll-timeout': {
    description:
      'How long rolling may take in all. The time that going back would need is kept free: no more than two fifths of it are for going forward.',
    parser: durationMs,
    default: '1h',
  },
  bake: {
    description:
      'How long a ready client must stay so before it counts. Without it: 20 s for a client without a readiness probe, and no time for one that has one.',
    parser: durationMs,
    isOptional: true,
  },
  'force-managers': {
    description:
      'Field managers, one per line, whose fields may be taken. A conflict with any other stops before anything is written.',
    parser: lines,
    default: '',
  },
} as const;

/** The inputs that say how the clients are rolled, with their units in their names. */
export function rollSettingsOf({
  clientTimeout,
  waveTimeout,
  rollTimeout,
  lockTimeout,
  bake,
  ...rest
}: InputValues<typeof rolloutInputs & typeof lockInputs>): RollSettings {
  const { onFailure = 'rollback-all', maxFailures, maxParallel, forceManagers, breakLock } = rest;
  return {
    ...{ onFailure, maxFailures, maxParallel, forceManagers, breakLock },
    clientTimeoutMs: clientTimeout,
    waveTimeoutMs: waveTimeout,
    rollTimeoutMs: rollTimeout,
    bakeMs: bake,
    lockTimeoutMs: lockTimeout,
  };
}
