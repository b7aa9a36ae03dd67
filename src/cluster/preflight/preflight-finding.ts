import { type Finding, type Log, UserError } from '../../report/index.ts';

/** What a look before the first write found. An error keeps everything unwritten; a warning is said. */
export interface PreflightFinding extends Finding {
  readonly severity: 'error' | 'warning';
}

/** Where an object that is about to be written stands in the user's files. */
export type Place = Omit<Finding, 'message'>;

/** The same, or the place of the field that a message names. Asked only when there is something to say. */
export type PlaceFor = (saying?: string) => Place;

/** Says every warning, and throws every error in one go. @throws UserError with all errors, each with its place. */
export function requireNoErrors(
  findings: readonly PreflightFinding[],
  log: Log,
  nothingDone = 'nothing was written to the cluster',
): void {
  for (const { severity, ...finding } of findings) {
    if (severity === 'warning') log.warning(finding.message, finding);
  }
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ severity: _, ...finding }) => finding);
  if (errors.length > 0) throw new UserError(errors, { advice: nothingDone });
}
