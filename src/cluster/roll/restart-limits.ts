/** The clients that make the network up, whether this run changes them or not. */
export interface Network {
  readonly members: readonly { readonly client: string; readonly role: string }[];
  /** In the order of waves; the first one's clients are the bootstraps. */
  readonly roles: readonly string[];
  /** Roles whose clients decide by majority. */
  readonly voters: ReadonlySet<string>;
}

/**
 * How many clients of a role may be down at once for our sake: half of the bootstraps, for newcomers need one to find the
 * others; of voters fewer than half, so that what is left can still decide. One always may, or a network of one or two
 * could never be changed.
 */
export function restartLimitOf(role: string, { members, roles, voters }: Network): number {
  const n = members.filter((member) => member.role === role).length;
  const asBootstraps = role === roles[0] ? Math.max(1, Math.floor(n / 2)) : Number.POSITIVE_INFINITY;
  const asVoters = voters.has(role) ? minorityOf(n) : Number.POSITIVE_INFINITY;
  return Math.min(asBootstraps, asVoters);
}

/** So many of n that the others can still decide by majority; one always may go. */
export function minorityOf(n: number): number {
  return Math.max(1, Math.floor((n - 1) / 2));
}
