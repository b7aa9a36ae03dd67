/** The other side's clock, as its answers tell it. */
export interface ServerClock {
  /** Takes the `Date` of an answer that came just now. */
  note(date: string | undefined): void;
  now(): Date | undefined;
}

export function createServerClock(now: () => number = () => performance.now()): ServerClock {
  let last: { readonly serverMs: number; readonly at: number } | undefined;
  return {
    note: (date) => {
      const serverMs = date === undefined ? Number.NaN : Date.parse(date);
      if (!Number.isNaN(serverMs)) last = { serverMs, at: now() };
    },
    now: () => (last === undefined ? undefined : new Date(last.serverMs + now() - last.at)),
  };
}
