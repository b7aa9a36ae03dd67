import { counted, type Log } from '../../report/index.ts';
import type { Address, Hex } from '../../values/index.ts';
import type { LoggedStep } from '../journal/journal-entry.ts';
import { describeStep } from '../plan/describe-step.ts';
import type { Plan } from '../plan/plan-step.ts';
import { namesWithoutCode } from './call-gate.ts';
import { deliver } from './delivery.ts';
import type { Desk } from './dispatch.ts';
import { hashesOf, type Slot } from './ledger.ts';
import type { Look } from './look.ts';
import { isBurnt, isTooLarge, openLogged } from './open-slots.ts';
import { outcomesOf } from './outcomes.ts';
import { createReplace, logBurns } from './replacements.ts';

/** What is done with the nonces of which nobody knows yet what became of them. */
export interface Moves {
  /** Their logged bytes are sent again. */
  readonly resend: readonly Slot[];
  /** They are used up by nothing. */
  readonly burn: readonly Slot[];
  /** Those that have to wait until what is before them is decided. */
  readonly later: readonly Slot[];
}

/**
 * Finishes, as far as it can be done in one go, what an unfinished run has logged: also from a newer commit, and before
 * anything new. What the plan still wants, and what belongs to others, is sent again with its logged bytes; anything else
 * is burnt. Whichever is mined is recorded. The caller then looks again.
 */
export async function settleStep(desk: Desk, { plan, undecided, state }: Look, scope: string): Promise<void> {
  const { wait } = desk;
  for (const { variants } of undecided) variants.forEach(openLogged);
  const tooLarge = undecided.filter((slot) => isTooLarge(slot, state.block.gasLimit));
  for (const { nonce, variants } of tooLarge) warnOfTooLarge(wait.log, nonce, variants, state.block.gasLimit);
  const moves = decideMoves(undecided, plan, scope, state.codeHashes, new Set(tooLarge));
  wait.log.info(
    `An unfinished run has left ${counted(undecided.length, 'transaction')} not mined: ${moves.resend.length} to send again, ${moves.burn.length} to burn${moves.later.length > 0 ? `, ${moves.later.length} to wait for these` : ''}`,
  );
  const chainId = state.identity.id;
  const burnt = await logBurns(desk, chainId, plan.digest, moves.burn);
  const laterNonces = new Set(moves.later.map(({ nonce }) => nonce));
  const slots = [...moves.resend, ...burnt].filter(({ nonce }) => !laterNonces.has(nonce));
  const first = Math.min(...laterNonces, Number.POSITIVE_INFINITY);
  for (const { nonce } of slots) if (nonce < first) desk.spending.send(nonce);
  const scopes = new Map(undecided.map((slot) => [slot.nonce, slot.scope]));
  const ends = await deliver(
    wait,
    slots.filter(({ nonce }) => nonce < first),
    { replace: createReplace(desk, chainId, plan.digest, (nonce) => scopes.get(nonce)) },
  );
  for (const [nonce, end] of ends) if (end.kind === 'mined') desk.spending.mine(nonce, end.receipt);
  await desk.writer.append({ kind: 'outcomes', outcomes: outcomesOf(ends) });
}

/**
 * In the order of the nonces: a call, or what sends ether, is sent again only when everything that it names has its proved
 * code now. While something before it is undecided it waits for that; after that it is burnt. So is what fits into no block
 * any more, whoever it belongs to: it would keep everything behind it from being mined.
 */
export function decideMoves(
  undecided: readonly Slot[],
  plan: Plan,
  scope: string,
  codeHashes: ReadonlyMap<Address, Hex>,
  tooLarge: ReadonlySet<Slot> = new Set(),
): Moves {
  const pending = new Set<Hex | undefined>(
    plan.steps.flatMap((step) =>
      (step.kind === 'keep' || step.kind === 'skip') && step.isPending ? [step.known.transaction] : [],
    ),
  );
  const moves = { resend: [] as Slot[], burn: [] as Slot[], later: [] as Slot[] };
  for (const [index, slot] of undecided.entries()) {
    const isWanted = slot.scope !== scope || hashesOf(slot).some((hash) => pending.has(hash));
    if (isBurnt(slot)) (moves.later.length > 0 ? moves.later : moves.resend).push(slot);
    else if (!isWanted || tooLarge.has(slot)) moves.burn.push(slot);
    else if (isGateOpen(slot.variants.at(-1)?.step, codeHashes))
      (moves.later.length > 0 ? moves.later : moves.resend).push(slot);
    else if (index === 0) moves.burn.push(slot);
    else moves.later.push(slot);
  }
  return moves;
}

function isGateOpen(step: LoggedStep | undefined, codeHashes: ReadonlyMap<Address, Hex>): boolean {
  const names = step !== undefined && 'names' in step ? (step.names ?? []) : [];
  return namesWithoutCode(names, codeHashes).length === 0;
}

function warnOfTooLarge(log: Log, nonce: number, variants: Slot['variants'], blockGasLimit: bigint): void {
  const [first] = variants;
  if (first === undefined) return;
  log.warning(
    `${describeStep(first)} (nonce ${nonce}) may use ${openLogged(first).gasLimit} gas, but a block of this chain takes ${blockGasLimit} now: it can't be mined any more. Its nonce is burnt, and what is still wanted of it is planned anew`,
  );
}
