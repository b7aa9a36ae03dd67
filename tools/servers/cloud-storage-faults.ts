import type { StorageRequest } from './cloud-storage-requests.ts';

/** What goes wrong: before the server hears of the request, or after it did what was asked and only the answer is lost. */
export type StorageFault =
  | { readonly type: 'answer-instead'; readonly status: number }
  | { readonly type: 'answer-after-it-landed'; readonly status: number }
  /** With `after`, once that is done: something happens between the request and its loss. */
  | { readonly type: 'reset-before'; readonly after?: () => Promise<unknown> }
  | { readonly type: 'reset-after-it-landed' }
  | { readonly type: 'delay'; readonly delayMs: number }
  /** The request goes on when that is done. */
  | { readonly type: 'hold'; readonly until: () => Promise<unknown> };

export interface FaultRule {
  readonly fault: StorageFault;
  readonly method?: string;
  readonly kind?: StorageRequest['kind'];
  readonly object?: string | RegExp;
  /** Against the decoded path with query. */
  readonly path?: RegExp;
  /** The first matching request it strikes, from 1. */
  readonly nth?: number;
  /** How many matching requests in a row it strikes. */
  readonly times?: number;
}

/** Tells a test whether its fault struck: one that never did proves nothing. */
export interface PlannedFault {
  strikes(): number;
}

export class FaultPlan {
  #rules: { rule: FaultRule; seen: number; struck: number }[] = [];

  add(rule: FaultRule): PlannedFault {
    const entry = { rule, seen: 0, struck: 0 };
    this.#rules.push(entry);
    return { strikes: () => entry.struck };
  }

  clear(): void {
    this.#rules = [];
  }

  /** Every rule counts what it matches; the first whose turn it is strikes. */
  next(request: StorageRequest): StorageFault | undefined {
    let found: StorageFault | undefined;
    for (const entry of this.#rules) {
      const { nth = 1, times = 1, fault } = entry.rule;
      if (!matches(entry.rule, request)) continue;
      entry.seen++;
      if (found || entry.seen < nth || entry.seen >= nth + times) continue;
      entry.struck++;
      found = fault;
    }
    return found;
  }
}

function matches({ method, kind, object, path }: FaultRule, request: StorageRequest): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (kind !== undefined && kind !== request.kind) return false;
  if (typeof object === 'string' && object !== request.object) return false;
  if (object instanceof RegExp && !object.test(request.object ?? '')) return false;
  return path === undefined || path.test(request.path);
}
