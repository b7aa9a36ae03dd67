import type { Address, Hex } from '../../values/index.ts';
import { selectorOf } from '../abi/encode.ts';
import type { PreparedCall } from '../set/prepared-set.ts';
import type { KnownCall } from './plan-step.ts';

/** A call of the set whose contracts are all kept, so that its bytes are known. */
export interface WantedCall {
  readonly call: PreparedCall;
  readonly target: Address;
  readonly calldata: Hex;
}

/** The calls that record and journal have: each stands for one call of the set. */
export class KnownCalls {
  readonly #all: readonly KnownCall[];
  readonly #byCall: ReadonlyMap<string, KnownCall[]>;
  readonly #byTarget: ReadonlyMap<string, readonly KnownCall[]>;
  readonly #taken = new Set<KnownCall>();

  constructor(calls: readonly KnownCall[]) {
    this.#all = calls;
    this.#byCall = Map.groupBy(calls, ({ recorded: { target, calldata, value } }) => keyOf(target, calldata, value));
    this.#byTarget = Map.groupBy(calls, ({ recorded: { target } }) => target);
  }

  /**
   * The known call that is exactly each of these. Among equal ones that with the same predicate first: else two calls of the
   * set that differ only in theirs would change places from run to run.
   */
  assign(wanted: readonly WantedCall[]): ReadonlyMap<PreparedCall, KnownCall> {
    const assigned = new Map<PreparedCall, KnownCall>();
    const groups = Map.groupBy(wanted, ({ call, target, calldata }) => keyOf(target, calldata, String(call.value)));
    for (const [key, equal] of groups) {
      const byPredicate = Map.groupBy(equal, ({ call }) => call.until?.text);
      for (const [text, calls] of byPredicate) {
        const same = this.#free(key).filter(({ recorded }) => recorded.predicate === text);
        this.#give(calls, same, assigned);
      }
      this.#give(
        equal.filter(({ call }) => !assigned.has(call)),
        this.#free(key),
        assigned,
      );
    }
    return assigned;
  }

  /** Another one that is exactly this call, and fits. */
  takeOther({ call, target, calldata }: WantedCall, fits: (known: KnownCall) => boolean): KnownCall | undefined {
    const [other] = byWorth(this.#free(keyOf(target, calldata, String(call.value))).filter(fits));
    if (other !== undefined) this.#taken.add(other);
    return other;
  }

  /** A call of the same function that no call of the set is; what is only pending can still be kept from being mined. */
  sameFunction(target: Address, call: PreparedCall): KnownCall | undefined {
    const selector = selectorOf(call.entry);
    return this.#byTarget
      .get(target)
      ?.find((known) => !this.#taken.has(known) && !known.isPending && known.recorded.calldata.startsWith(selector));
  }

  /** Pending ones that no call of the set is: they will be kept from being mined. */
  unwanted(): readonly KnownCall[] {
    return this.#all.filter((known) => known.isPending && !this.#taken.has(known));
  }

  #free(key: string): readonly KnownCall[] {
    return (this.#byCall.get(key) ?? []).filter((known) => !this.#taken.has(known));
  }

  /** As many as there are, in the order in which they were made. */
  #give(calls: readonly WantedCall[], known: readonly KnownCall[], assigned: Map<PreparedCall, KnownCall>): void {
    const chosen = byWorth(known).slice(0, calls.length);
    const inOrder = chosen.toSorted((a, b) => (a.nonce ?? -1) - (b.nonce ?? -1));
    for (const [index, one] of inOrder.entries()) {
      const call = calls[index]?.call;
      if (call === undefined) continue;
      this.#taken.add(one);
      assigned.set(call, one);
    }
  }
}

/** Was it seen in a block? Of some only a predicate told. */
export function isMined({ recorded, isPending }: KnownCall): boolean {
  return !isPending && recorded.transaction !== undefined;
}

/** One that was seen mined before one that may be, and that before one that only a predicate told of. */
function byWorth(calls: readonly KnownCall[]): readonly KnownCall[] {
  const worth = (known: KnownCall): number => (isMined(known) ? 0 : known.isPending ? 1 : 2);
  return calls.toSorted((a, b) => worth(a) - worth(b));
}

function keyOf(target: Address, calldata: Hex, value: string): string {
  return `${target} ${calldata} ${value}`;
}
