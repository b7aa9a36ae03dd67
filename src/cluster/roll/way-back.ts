import { RemoteError } from '../../report/index.ts';
import { type GoBackOptions, goBack, type WentBack } from './go-back.ts';
import type { BackObjects, BackStep } from './go-back-plan.ts';
import { gathered } from './headlines.ts';
import { messageOfBack, type RollFailure, tellFailure } from './roll-failure.ts';
import type { RollOutState } from './roll-out-state.ts';
import type { RollOutcome } from './roll-result.ts';
import { someOf } from './some-of.ts';

export interface WayBackOptions extends GoBackOptions {
  readonly state: Pick<RollOutState, 'beginGoingBack'>;
  /**
   * The last look before the first write: every address of the old record must have its code on the chain now, or the old
   * clients would be worse than the broken ones. @returns why not
   */
  readonly mayGoBack: () => Promise<string | undefined>;
  /** Why a client failed going forward, if it did: told already. */
  readonly failureOf: (client: string) => RollFailure | undefined;
  /** The whole roll-out goes back, not some clients of it. */
  readonly isWhole: boolean;
}

/** What became of going back. `refused`, `stopped`: it was not begun, and nothing written. */
export type WayBack =
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'went'; readonly went: WentBack };

/** Goes back, if it may: the record says so before the first write, so that the next run finishes what a killed one began. */
export async function takeBack(
  steps: readonly BackStep[],
  shared: BackObjects | undefined,
  options: WayBackOptions,
): Promise<WayBack> {
  const { ports, state } = options;
  const { log, redact } = ports;
  if (options.stay.length > 0)
    log.info(`Left as they stand, for no release of them was ever proved: ${someOf(options.stay)}`);
  try {
    const why = await options.mayGoBack();
    if (options.signal.aborted) return { kind: 'stopped' };
    if (why !== undefined) return { kind: 'refused', why };
    await state.beginGoingBack(options.isWhole ? undefined : steps.map(({ client }) => client));
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return options.signal.aborted ? { kind: 'stopped' } : { kind: 'refused', why: error.message };
  }
  const went = await goBack(steps, shared, options);
  const tell = (who: string, failure: RollFailure, earlier: RollFailure | undefined): void =>
    tellFailure(messageOfBack(who, failure, earlier, redact), log);
  const failures = [...went.ends].flatMap(([client, { failure }]) => (failure ? [{ client, failure }] : []));
  for (const { clients, failure } of gathered(failures)) {
    const [first = ''] = clients;
    tell(someOf(clients), failure, clients.length === 1 ? options.failureOf(first) : undefined);
  }
  for (const { failure } of went.shared) if (failure) tell('What all clients share', failure, undefined);
  return { kind: 'went', went };
}

/** What a way back that nobody stopped makes of the run, and why where it isn't back. */
export function outcomeOf(way: Exclude<WayBack, { kind: 'stopped' }>): {
  readonly outcome: RollOutcome;
  readonly why: readonly string[];
} {
  if (way.kind === 'refused') {
    return { outcome: 'rollback-failed', why: [`nothing was taken back: ${way.why}`] };
  }
  const { ends, left, stay, shared } = way.went;
  const named = (end: string): readonly string[] =>
    [...ends].filter(([, back]) => back.end === end).map(([client]) => client);
  const failed = [
    ...named('failed'),
    ...(shared.some(({ end }) => end === 'failed') ? ['what all clients share'] : []),
  ];
  const superseded = named('superseded');
  const why = [
    ...(failed.length > 0 ? [`could not be taken back: ${someOf(failed)}`] : []),
    ...(left.length > 0
      ? [`not taken back, for the time was over or too many of their role are down: ${someOf(left)}`]
      : []),
    ...(superseded.length > 0 ? [`left as somebody else changed them meanwhile: ${someOf(superseded)}`] : []),
  ];
  if (failed.length > 0 || left.length > 0) return { outcome: 'rollback-failed', why };
  if (superseded.length > 0) return { outcome: 'superseded', why };
  return { outcome: stay.length > 0 ? 'failed-halted' : 'failed-rolled-back', why };
}

/** True where it was stopped, and something of it was still to be done. */
export function isStoppedOnWay(way: WayBack, signal: AbortSignal): boolean {
  if (way.kind !== 'went') return way.kind === 'stopped';
  return signal.aborted && isBrokenOff(way.went);
}

function isBrokenOff({ ends, left, shared }: WentBack): boolean {
  return left.length > 0 || [...ends.values(), ...shared].some(({ end }) => end === 'broken-off');
}
