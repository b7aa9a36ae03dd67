import { boolean, durationMs, existingFile, text } from '../src/runner/index.ts';

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
