import { existingPath, text } from '../src/runner/index.ts';

/** What every action needs to know: which environment, described in which file. */
export const environmentInputs = {
  environment: {
    description: 'Name of the environment in keep-deploy.yml.',
    parser: text,
    isRequired: true,
  },
  file: {
    description: 'Path of keep-deploy.yml, relative to the workspace.',
    parser: existingPath,
    default: 'keep-deploy.yml',
  },
} as const;
