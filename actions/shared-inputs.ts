import { boolean, digest, durationMs, existingFile, text } from '../src/runner/index.ts';

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
  'lock-timeout': {
    description: 'How long to wait while another run deploys with the same account.',
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
      "The clients' image by digest, such as registry/client@sha256:…; without it the one in the clients file.",
    parser: text,
    isOptional: true,
  },
  repin: {
    description: 'true accepts another cluster than the one of the first release, and says old and new.',
    parser: boolean,
    default: 'false',
  },
  'client-timeout': {
    description: 'How long one client may take until it is ready, such as 5m.',
    parser: durationMs,
    default: '5m',
  },
} as const;
