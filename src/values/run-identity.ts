/** Who runs this, for the record: stands beside what is stored, never inside its digest. */
export interface RunIdentity {
  readonly commit?: string | undefined;
  /** The run's id on the Actions server, and which try of it this is. */
  readonly id?: string | undefined;
  readonly attempt?: string | undefined;
  readonly url?: string | undefined;
  /** Who started it. */
  readonly actor?: string | undefined;
}
