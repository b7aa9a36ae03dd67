import type { Address } from '../../values/index.ts';
import { selectorOf } from '../abi/encode.ts';
import type { KnownCall, LostCall } from '../plan/plan-step.ts';
import type { PreparedCall } from './prepared-set.ts';

/**
 * The calls of the set in their order, as far as they are decided. A call that came to nothing (it failed, or another
 * transaction took its nonce) is made after what followed it: what an unfinished run made behind it on the same contract
 * then came first, and may have been undone by it.
 */
export class CallOrder {
  readonly #lost: readonly LostCall[];
  readonly #known: readonly KnownCall[];
  readonly #before: { readonly call: PreparedCall; readonly target: Address; readonly nonce: number }[] = [];

  /** @param unwanted pending calls that will be kept from being mined. */
  constructor(lost: readonly LostCall[], known: readonly KnownCall[], unwanted: readonly KnownCall[]) {
    this.#lost = [
      ...lost,
      ...unwanted.flatMap(({ recorded: { target, calldata, value }, nonce }) =>
        nonce === undefined ? [] : [{ target, calldata, value, nonce }],
      ),
    ];
    this.#known = known;
  }

  /** The call that stands before this known one in the set and comes after it on the chain, because it was lost. */
  overtaken(target: Address, { nonce }: KnownCall): PreparedCall | undefined {
    if (nonce === undefined) return undefined;
    const lost = this.#lost.filter(
      (call) => call.target === target && call.nonce < nonce && !this.#isMadeUpFor(call, nonce),
    );
    return this.#before.find(
      (earlier) =>
        earlier.target === target &&
        earlier.nonce > nonce &&
        // Also with other arguments: they may have been corrected since.
        lost.some(({ calldata }) => calldata.startsWith(selectorOf(earlier.call.entry))),
    )?.call;
  }

  /** @param nonce infinite for one that is still to be made, -1 for one of which it isn't known. */
  add(call: PreparedCall, target: Address, nonce: number): void {
    this.#before.push({ call, target, nonce });
  }

  #isMadeUpFor({ target, calldata, value, nonce }: LostCall, before: number): boolean {
    return this.#known.some(
      (known) =>
        known.nonce !== undefined &&
        known.nonce > nonce &&
        known.nonce < before &&
        known.recorded.target === target &&
        known.recorded.calldata === calldata &&
        known.recorded.value === value,
    );
  }
}
