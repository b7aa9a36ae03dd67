import type { Log, Summary } from '../report/index.ts';
import type { RunIdentity, Secrets } from '../values/index.ts';

/** What an entry (runner or terminal) hands to every step. */
export interface ReleasePorts {
  readonly log: Log;
  readonly summary: Summary;
  /** Aborted by SIGINT and SIGTERM; every wait ends with it. */
  readonly signal: AbortSignal;
  /** Reads the `$NAME`s of the configuration files. */
  readonly secrets: Secrets;
  /** The folder that paths in inputs are relative to, and must stay in. */
  readonly workspace: string;
  readonly run: RunIdentity;
  /** Hides the run's secrets in a text that is going to be cut: half a secret would not be recognised any more. */
  readonly redact: (text: string) => string;
  /** True on a runner that is thrown away after the job, with everything on its disk. */
  readonly isHostedRunner: boolean;
  /** Where Cloud Storage answers instead of at Google. */
  readonly storageEndpoint?: string | undefined;
  /** What programs that are started may see of the environment: a kubeconfig's login plugin is one. */
  readonly passedOn?: Readonly<Record<string, string>> | undefined;
}

/** `plan` says what `apply` would do, and writes nothing anywhere. */
export type Mode = 'plan' | 'apply';

/** What every step is told: which environment, in which file, and whether to write. */
export interface StepInputs {
  readonly environment: string;
  /** Absolute path of keep-deploy.yml, inside the workspace. */
  readonly file: string;
  readonly mode: Mode;
}
