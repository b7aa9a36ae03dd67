import type { Address, Hex } from '../../values/index.ts';
import type { RecordedProof } from '../journal/build-record.ts';
import type { BlockMark } from '../journal/journal.ts';
import { checkLayer } from '../sending/check-layer.ts';
import { requireStillTrue } from '../sending/check-predicates.ts';
import { type Confirmations, confirmBlocks, eachOnce } from '../sending/confirm.ts';
import { wavesOf } from '../sending/late-gas.ts';
import { type Done, type Layer, sendLayer } from '../sending/send-layer.ts';
import { markOf } from '../sending/slot.ts';
import { together } from '../sending/together.ts';
import { type Forecast, isSending, type SendingStep } from './forecast.ts';
import type { Plan } from './plan-step.ts';

export interface Application extends Layer {
  /** Absent when nothing is to be sent. */
  readonly forecast: Forecast | undefined;
  /** What earlier runs have sent and is not final yet. */
  readonly earlier: readonly BlockMark[];
  readonly confirmations: Confirmations;
}

export interface Applied {
  /** By nonce. */
  readonly done: ReadonlyMap<number, Done>;
  readonly proofs: ReadonlyMap<Address, RecordedProof>;
  /** The last block that has something of it, confirmed; undefined when there is nothing. */
  readonly finalBlock: BlockMark | undefined;
}

/** Carries a plan out, layer by layer: what one layer sends builds only on what is mined and proved. */
export async function applyLayers(application: Application): Promise<Applied> {
  const { plan, forecast, desk, earlier, confirmations } = application;
  const done = new Map<number, Done>();
  const proofs = new Map<Address, RecordedProof>();
  const proved = new Map<Address, Hex>(
    plan.steps.flatMap((step) => (step.kind === 'keep' ? [[step.address, step.known.codeHash] as const] : [])),
  );
  const marks = (): readonly BlockMark[] => [...earlier, ...[...done.values()].map(({ receipt }) => markOf(receipt))];
  if (forecast === undefined)
    return { done, proofs, finalBlock: await confirmBlocks(desk.wait, marks(), confirmations) };
  let finalBlock: BlockMark | undefined;
  const waves = wavesIn(plan, forecast);
  for (const [index, steps] of waves.entries()) {
    const isLast = index === waves.length - 1;
    const sent = await sendLayer(
      application,
      forecast,
      steps,
      proved,
      isLast && confirmations === 1 ? eachOnce(marks()) : [],
    );
    for (const result of sent.mined) done.set(result.step.nonce, result);
    // Confirmations are waited for once, while what came last is proved.
    const [found, confirmed] = await together(desk.wait, [
      (wait) => checkLayer(wait, application.set, sent),
      async (wait) =>
        isLast ? confirmBlocks(wait, marks(), confirmations, (await sent.early?.take())?.blocks) : undefined,
    ]);
    for (const [address, proof] of found) {
      proofs.set(address, proof);
      proved.set(address, proof.codeHash);
    }
    finalBlock = confirmed;
  }
  await requireStillTrue(desk.wait, plan);
  return { done, proofs, finalBlock };
}

function wavesIn(plan: Plan, forecast: Forecast): readonly (readonly SendingStep[])[] {
  const layers = Map.groupBy(plan.steps.filter(isSending), ({ layer }) => layer);
  return [...layers].sort(([a], [b]) => a - b).flatMap(([, steps]) => wavesOf(steps, forecast));
}
