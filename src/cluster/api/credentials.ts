import type { Log } from '../../report/index.ts';
import type { Connections } from './connections.ts';

/** What it takes to be heard by one API server. */
export interface Credentials {
  readonly server: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Watches have connections of their own: their answers never end, and must not stand in the way of the others. */
  readonly requests: Connections;
  readonly watches: Connections;
}

export interface CredentialsSource {
  current(): Promise<Credentials>;
  /** Reads kubeconfig, token file or plugin again, unless that was done since these were handed out. */
  renew(refused: Credentials): Promise<void>;
}

export interface WorkedOut {
  readonly credentials: Credentials;
  /** When they stop being accepted, in ms since 1970, where that is known. */
  readonly expiresAt?: number | undefined;
  /** How long they are kept where that is not known; until they are refused when it isn't said. */
  readonly keepMs?: number | undefined;
}

interface CredentialsOptions {
  /** Reads or makes them. `isAgain`: what was worked out before is refused. */
  workOut(isAgain: boolean): Promise<WorkedOut>;
  readonly log: Log;
  /** In ms since 1970. */
  readonly now?: () => number;
}

/** They are made anew this long before they expire, so that no request is under way with expired ones. */
const skewMs = 60_000;
/** When making new ones fails while the old ones still hold. */
const tryAgainMs = 10_000;

interface Kept {
  readonly worked: Promise<WorkedOut>;
  /** Absent while they are worked out: all who ask meanwhile wait for the same. */
  known?: { readonly worked: WorkedOut; readonly staleAt: number };
}

/** Credentials are worked out once for all that ask at the same time: each working out may start a login plugin. */
export function createCredentialsSource({ workOut, log, now = Date.now }: CredentialsOptions): CredentialsSource {
  let kept: Kept | undefined;
  let isRefused = false;

  const begin = (old: WorkedOut | undefined): Kept => {
    const isAgain = isRefused;
    isRefused = false;
    const begun: Kept = { worked: workOut(isAgain).catch((error: unknown) => keepOld(old, error)) };
    begun.worked.then(
      (worked) => {
        begun.known = { worked, staleAt: worked === old ? now() + tryAgainMs : staleAt(worked, now()) };
      },
      () => {
        if (kept === begun) kept = undefined;
      },
    );
    return begun;
  };

  const keepOld = (old: WorkedOut | undefined, error: unknown): WorkedOut => {
    if (old?.expiresAt === undefined || now() >= old.expiresAt) throw error;
    const why = error instanceof Error ? error.message : 'no reason given';
    log.warning(`New credentials can't be had, and the ones in use expire soon: ${why}`);
    return old;
  };

  return {
    current: async () => {
      if (kept === undefined) kept = begin(undefined);
      else if (kept.known !== undefined && now() >= kept.known.staleAt) kept = begin(kept.known.worked);
      return (await kept.worked).credentials;
    },
    renew: async (refused) => {
      if (kept?.known?.worked.credentials !== refused) return;
      kept = undefined;
      isRefused = true;
    },
  };
}

function staleAt({ expiresAt, keepMs }: WorkedOut, now: number): number {
  if (expiresAt === undefined) return keepMs === undefined ? Number.POSITIVE_INFINITY : now + keepMs;
  // Half of the time for what lives shorter than the skew: otherwise each request would start the plugin.
  return expiresAt - Math.min(skewMs, Math.max(0, expiresAt - now) / 2);
}
