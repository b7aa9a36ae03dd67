import type { WantedObject } from '../kubernetes-object.ts';
import type { ObjectKey } from '../record/recorded-owner.ts';
import { type Deadline, describeDeadline, forwardLimitMs, type TimeLimits } from './deadlines.ts';
import { breaksOff, type FailurePolicy, isEnough } from './failure-policy.ts';
import type { Network } from './restart-limits.ts';
import { messageOf, notWritten, type RollFailure, remoteError, tellFailure } from './roll-failure.ts';
import { type ForwardEnd, rollOne } from './roll-one.ts';
import type { CheckWave } from './roll-options.ts';
import type { RollPorts } from './roll-ports.ts';
import { isChange, isRestart, type RollStep } from './roll-step.ts';
import { runWaves, type Stop } from './scheduler.ts';
import { planWaves, type Wave } from './wave-plan.ts';
import { createWriter, type Touch } from './writer.ts';

export interface ForwardOptions {
  readonly network: Network;
  readonly policy: FailurePolicy;
  readonly maxParallel: number;
  readonly limits: TimeLimits;
  /** False where nothing would be taken back, whatever fails. */
  readonly canGoBack: boolean;
  readonly startedMs: number;
  readonly signal: AbortSignal;
  readonly ports: RollPorts;
  readonly isReady: (client: string) => boolean;
  readonly checkWave?: CheckWave | undefined;
}

/** How far a roll-out came. */
export interface Forward {
  readonly ends: ReadonlyMap<string, ForwardEnd>;
  /** The wave of each client that started. */
  readonly waveOf: ReadonlyMap<string, string>;
  readonly shared: {
    readonly touched: ReadonlyMap<ObjectKey, Touch>;
    readonly writes: number;
    readonly failure?: RollFailure | undefined;
  };
  readonly stop?: Stop | undefined;
  /** Waves that failed as such, not by one client. */
  readonly failedWaves: ReadonlySet<string>;
  /** The roll-out failed as such. */
  readonly isWholeFailed: boolean;
  /** Why, in sentences, where no client's failure says it. */
  readonly why: readonly string[];
}

interface Planned extends RollStep {
  readonly isRestart: boolean;
}

/** Writes what all clients share, then leads them forward wave by wave until all are proved or something stops it. */
export async function goForward(
  steps: readonly RollStep[],
  shared: readonly WantedObject[],
  options: ForwardOptions,
): Promise<Forward> {
  const { network, policy, limits, canGoBack, signal, ports, isReady } = options;
  const written = await writeShared(shared, signal, ports);
  const waveOf = new Map<string, string>();
  if (written.failure !== undefined) {
    return { ends: new Map(), waveOf, shared: written, failedWaves: new Set(), isWholeFailed: true, why: [] };
  }
  const planned = steps.map((step): Planned => ({ ...step, isRestart: isRestart(step) }));
  const waves = planWaves(planned, network, isReady);
  for (const { name, steps: clients } of waves) for (const { client } of clients) waveOf.set(client, name);
  let failures = 0;
  const totalMs = forwardLimitMs(limits.totalMs, canGoBack);
  const { results, left, stop, stoppedIn } = await runWaves<Planned, ForwardEnd>(waves, {
    network,
    maxParallel: options.maxParallel,
    limits,
    lastDeadline: { atMs: options.startedMs + totalMs, of: 'total', limitMs: totalMs },
    signal,
    clock: ports.clock,
    log: ports.log,
    isReady,
    work: async (step, deadline, leave) => {
      if (step.action !== 'unchanged')
        ports.log.info([step.client, step.action, ...(step.reason === undefined ? [] : [step.reason])].join(': '));
      const end = await rollOne(step, deadline, leave, ports);
      if (end.failure !== undefined) tellFailure(messageOf(step.client, end.failure, ports.redact), ports.log);
      return end;
    },
    judgeEnd: (_, { end }) => {
      if (end === 'superseded') return 'superseded';
      if (end !== 'failed') return 'go-on';
      failures++;
      if (!isEnough(policy, failures)) return 'go-on';
      return canGoBack && breaksOff(policy) ? 'break-off' : 'stop';
    },
    checkWave: options.checkWave && ((wave, deadline) => checkOf(wave, deadline, options)),
  });
  for (const { client } of left) waveOf.delete(client);
  return { ends: results, waveOf, shared: written, stop, ...meaningOf(stop, stoppedIn) };
}

/** Only of what was changed: the others are as they were. */
async function checkOf(
  { steps }: Wave<RollStep>,
  { atMs }: Deadline,
  { checkWave, signal, ports }: ForwardOptions,
): Promise<string | undefined> {
  const changed = steps.filter(isChange).map(({ client }) => client);
  if (changed.length === 0) return undefined;
  return checkWave?.(changed, { withinMs: Math.max(0, atMs - ports.clock.now()), signal });
}

async function writeShared(
  objects: readonly WantedObject[],
  signal: AbortSignal,
  ports: RollPorts,
): Promise<Forward['shared']> {
  const writer = createWriter(ports.cluster);
  const done = () => ({ touched: writer.touched, writes: writer.writes });
  try {
    for (const object of objects) {
      if (signal.aborted) break;
      await writer.apply(object);
    }
    return done();
  } catch (thrown) {
    const failure = notWritten(remoteError(thrown));
    if (!signal.aborted) tellFailure(messageOf('What all clients share', failure, ports.redact), ports.log);
    return { ...done(), failure };
  }
}

function meaningOf(
  stop: Stop | undefined,
  wave: string | undefined,
): Pick<Forward, 'failedWaves' | 'isWholeFailed' | 'why'> {
  const ofWave = { failedWaves: new Set(wave === undefined ? [] : [wave]), isWholeFailed: false };
  const whole = { failedWaves: new Set<string>(), isWholeFailed: true };
  switch (stop?.kind) {
    case 'deadline':
      return { ...(stop.deadline.of === 'wave' ? ofWave : whole), why: [notStartedIn(stop.deadline, wave)] };
    case 'held': {
      const why = `the wave ${wave} stands still: too many clients of its role are down to restart ${stop.clients.join(', ')}`;
      return { ...ofWave, why: [why] };
    }
    case 'wave-check':
      return { ...ofWave, why: [`the wave ${wave} failed what was checked at its end: ${stop.why}`] };
    default:
      return { failedWaves: new Set(), isWholeFailed: false, why: [] };
  }
}

function notStartedIn(deadline: Deadline, wave: string | undefined): string {
  return `not all clients of the wave ${wave} could start within ${describeDeadline(deadline)}`;
}
