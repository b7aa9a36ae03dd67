import { type Problem, UserError } from '../../report/index.ts';

/**
 * What stops a run before anything is sent. A path begins with `chain`, as in an environment of keep-deploy.yml, or with
 * `contracts` or `calls`, as in the contract set; one without a path is about what no file says.
 */
export class Refused extends UserError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => ({ message })));
    this.problems = problems;
  }
}

/** A mistake in `chain` of the environment. */
export function chainProblem(key: string, message: string): Problem {
  return { path: ['chain', ...key.split('.')], message };
}
