import { type JsonObject, type LiveObject, labels } from '../kubernetes-object.ts';
import { referencesIn } from '../manifest/references.ts';
import { mapIn } from './json-reading.ts';
import type { PlaceFor, PreflightFinding } from './preflight-finding.ts';

/** One key of one object that an account is opened with. */
export interface AccountSource {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly key: string;
}

/** A client that is about to run, and the account it is. */
export interface AccountHolder {
  readonly client: string;
  readonly workload: { readonly kind: string; readonly name: string };
  /** The account's address, or a digest of its keyfile: only compared, upper and lower case being the same. */
  readonly account: string;
  readonly keyfile: AccountSource;
  /** The name that the Secret with the same keyfile has where it is another client's; undefined where nobody can tell. */
  readonly keyfileNameAs: (client: string) => string | undefined;
  readonly password?: AccountSource | undefined;
  readonly placeFor?: PlaceFor | undefined;
}

/** A StatefulSet or Deployment as it stands in the namespace. */
export interface RunningWorkload extends LiveObject {
  readonly kind: string;
}

/**
 * Two workloads with one account sign against each other, and a network takes them for one that cheats. Found in the set
 * itself, and between it and everything else that runs in the namespace.
 */
export function sharedAccountFindings(
  holders: readonly AccountHolder[],
  running: readonly RunningWorkload[],
): readonly PreflightFinding[] {
  return [...withinSet(holders), ...beyondSet(holders, running)];
}

function withinSet(holders: readonly AccountHolder[]): readonly PreflightFinding[] {
  const first = new Map<string, AccountHolder>();
  return holders.flatMap((holder): readonly PreflightFinding[] => {
    const account = holder.account.toLowerCase();
    const earlier = first.get(account);
    if (earlier === undefined) {
      first.set(account, holder);
      return [];
    }
    const message = `${holder.client} has the same account as ${earlier.client}: two clients would work as one. Give one of them another keyfile.`;
    return [{ severity: 'error', ...holder.placeFor?.(), message }];
  });
}

function beyondSet(
  holders: readonly AccountHolder[],
  running: readonly RunningWorkload[],
): readonly PreflightFinding[] {
  const own = new Map(holders.map(({ client, workload }) => [`${workload.kind}/${workload.name}`, client]));
  const others = running.filter(hasPods);
  const passwordUses = new Map<string, number>();
  for (const { password } of holders) {
    if (password !== undefined) passwordUses.set(keyOf(password), (passwordUses.get(keyOf(password)) ?? 0) + 1);
  }
  const keyfiles = new Set(holders.map(({ keyfile }) => keyfile.name));
  return others.flatMap((other) => {
    const used = usedBy(other);
    // Whoever else has that keyfile is found within the set. Each comparison costs a digest: not a million of them.
    const isAsWanted = used.some(({ kind, name }) => kind === 'Secret' && keyfiles.has(name));
    const ownClient = own.get(`${other.kind}/${other.metadata.name}`);
    return holders.flatMap((holder): readonly PreflightFinding[] => {
      if (ownClient === holder.client) return [];
      // Of a client that stays only what it runs with until it is rolled itself can be in another's way.
      const why =
        (isAsWanted ? undefined : takenWhy(holder, other, used)) ??
        (ownClient === undefined ? sharedWhy(holder, other, used, passwordUses) : undefined);
      if (why === undefined) return [];
      const what = `${other.kind} ${other.metadata.name}`;
      const message = `${holder.client} would share its account with the ${what}, which runs in this namespace ${why}. Stop that one first (kubectl delete ${other.kind.toLowerCase()} ${other.metadata.name}; its claims and their data stay), or give ${holder.client} another account.`;
      return [{ severity: 'error', ...holder.placeFor?.(), message }];
    });
  });
}

/** An account that goes from one client to another, or a client that gets another name: both would run for a while. */
function takenWhy(
  { keyfileNameAs }: AccountHolder,
  other: RunningWorkload,
  used: readonly UsedSource[],
): string | undefined {
  const client = other.metadata.labels?.[labels.client];
  const name = client === undefined ? undefined : keyfileNameAs(client);
  const isUsed = name !== undefined && used.some((one) => one.kind === 'Secret' && one.name === name);
  return isUsed ? `as the client ${client} with the same keyfile` : undefined;
}

function sharedWhy(
  { client, keyfile, password }: AccountHolder,
  other: RunningWorkload,
  used: readonly UsedSource[],
  passwordUses: ReadonlyMap<string, number>,
): string | undefined {
  if (other.metadata.labels?.[labels.client] === client) return `as the same client (label ${labels.client})`;
  // Mounted whole, an object shows every key of it.
  if (used.some((one) => isOf(one, keyfile) && (one.key === undefined || one.key === keyfile.key))) {
    return `with the same keyfile (${describe(keyfile)})`;
  }
  // One password for several accounts says nothing about the account.
  const isPasswordItsOwn = password !== undefined && passwordUses.get(keyOf(password)) === 1;
  if (isPasswordItsOwn && used.some((one) => isOf(one, password) && one.key === password.key)) {
    return `with the same keyfile's password (${describe(password)})`;
  }
  return undefined;
}

function hasPods(workload: RunningWorkload): boolean {
  return workload.metadata.deletionTimestamp === undefined && mapIn(workload, 'spec')['replicas'] !== 0;
}

interface UsedSource extends Omit<AccountSource, 'key'> {
  /** Absent where it is used whole. */
  readonly key: string | undefined;
}

/** Every ConfigMap and Secret that its pods are given. */
function usedBy(workload: RunningWorkload): readonly UsedSource[] {
  return referencesIn(workload as unknown as JsonObject).flatMap(({ kind, name, keys }): readonly UsedSource[] => {
    if (kind !== 'ConfigMap' && kind !== 'Secret') return [];
    return keys.length === 0 ? [{ kind, name, key: undefined }] : keys.map((key) => ({ kind, name, key }));
  });
}

function isOf(used: UsedSource, { kind, name }: AccountSource): boolean {
  return used.kind === kind && used.name === name;
}

function keyOf({ kind, name, key }: AccountSource): string {
  return JSON.stringify([kind, name, key]);
}

function describe({ kind, name, key }: AccountSource): string {
  return `key ${key} of the ${kind} ${name}`;
}
