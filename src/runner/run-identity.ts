import type { RunIdentity } from '../values/index.ts';
import type { Environment } from './environment-variables.ts';

/** Who runs this, from what the runner says. */
export function runIdentity({ get }: Environment): RunIdentity {
  const id = get('GITHUB_RUN_ID');
  const attempt = get('GITHUB_RUN_ATTEMPT');
  const commit = get('GITHUB_SHA');
  const actor = get('GITHUB_ACTOR');
  const repository = get('GITHUB_REPOSITORY');
  const page =
    id === undefined || repository === undefined
      ? undefined
      : `${get('GITHUB_SERVER_URL')}/${repository}/actions/runs/${id}`;
  const url = page === undefined || attempt === undefined ? page : `${page}/attempts/${attempt}`;
  return {
    ...(commit && { commit }),
    ...(id && { id }),
    ...(attempt && { attempt }),
    ...(url && { url }),
    ...(actor && { actor }),
  };
}

/** act calls itself a hosted runner, but its disk is the caller's. */
export function isHostedRunner({ get }: Environment): boolean {
  return get('RUNNER_ENVIRONMENT') === 'github-hosted' && get('ACT') === undefined;
}
