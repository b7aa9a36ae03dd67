import { RemoteError } from '../report/index.ts';

/** What a smoke test found. */
export interface SmokeResult {
  /** `incomplete`: nothing failed, but something could not be checked here. */
  readonly result: 'passed' | 'failed' | 'incomplete';
  readonly counts: { readonly passed: number; readonly failed: number; readonly notPossible: number };
  /** `last-good` was moved to this release. */
  readonly changed: boolean;
}

/** @throws RemoteError when a check failed. Called once the outputs are set, so that they say what was found. */
export function requirePassed({ result, counts }: Pick<SmokeResult, 'result' | 'counts'>): void {
  if (result !== 'failed') return;
  throw new RemoteError(`${counts.failed} of the release's checks failed: the table above says which and why`);
}
