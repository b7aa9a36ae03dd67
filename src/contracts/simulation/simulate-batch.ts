import { type Address, parseAddress } from '../../values/index.ts';
import type { CallRequest, Chain } from '../chain/chain.ts';
import { callOf } from '../chain/reads.ts';
import { executorCode } from './executor.ts';
import { decodeSteps, type ExecutedStep, type ExecutorStep } from './executor-steps.ts';
import type { SimulationScene } from './simulate.ts';
import { fitsOneRequest, plenty } from './simulate-v1.ts';
import type { Dependencies, SimulatedStep, SimulationOutcome } from './simulated-step.ts';
import { success, transactionGas } from './transaction-gas.ts';
import { doubtFailures } from './without-executor.ts';

/**
 * More than most sets need; nodes cut it to their own limit, or refuse and are asked without. Not more, because code that
 * never ends is run until all of it is gone.
 */
const wantedGas = 400_000_000n;

/** Anybody but the deployer: a sender with code is refused, and the deployer has code while the executor lies over it. */
const caller: Address = parseAddress('0x00000000000000000000000000000000006b6470');

/** A plan of which so much fails is not worth more of the node's time. */
const mostCalls = 40;

const lentTooLittle = 'the node lends a call less gas than this takes';

/**
 * Runs the steps by the batch executor. What one call did not reach, because its gas ran out, goes on in further calls,
 * each with what the rest depends on before it, and so does what comes after a call that fails. Undefined when the node takes no overrides.
 */
export async function simulateBatch(
  chain: Chain,
  scene: SimulationScene,
  steps: readonly SimulatedStep[],
  dependencies: Dependencies,
  signal: AbortSignal,
): Promise<readonly SimulationOutcome[] | undefined> {
  const outcomes = new Map<number, SimulationOutcome>();
  const call = createCall(chain, scene, signal);
  let most = steps.length;
  for (let calls = 0; ; calls++) {
    spread(outcomes, steps, dependencies);
    const open = [...steps.keys()].filter((index) => !outcomes.has(index));
    if (open.length === 0) break;
    if (calls === mostCalls) {
      for (const index of open) outcomes.set(index, { kind: 'not-simulated', why: 'too much of the plan fails' });
      break;
    }
    // A call that fails has changed nothing, and stops the executor.
    const hasFailed = (index: number) => outcomes.get(index)?.kind === 'revert';
    const chosen = fitting(open.slice(0, most), steps, dependencies).filter((index) => !hasFailed(index));
    const ran = await call.together(withBumps(chosen, steps));
    if (ran === undefined) return undefined;
    const isAlone = chosen.every((index) => outcomes.has(index) || index === open[0]);
    const before = outcomes.size;
    learn(ran, chosen, steps, scene, outcomes);
    // The gas went to what other steps need: the first is tried with only what it needs itself.
    if (outcomes.size > before) most = steps.length;
    else if (!isAlone) most = 1;
    else if (open[0] !== undefined) outcomes.set(open[0], { kind: 'not-simulated', why: lentTooLittle });
  }
  const seen = steps.map((_, index) => outcomes.get(index) ?? { kind: 'not-reached' as const });
  return doubtFailures(seen, chain, scene, steps, dependencies, call.alone, signal);
}

/** Of what depends on a creation that fails, or on what is not known, nothing can be known. */
function spread(
  outcomes: Map<number, SimulationOutcome>,
  steps: readonly SimulatedStep[],
  dependencies: Dependencies,
): void {
  const those = (wanted: SimulationOutcome['kind']): readonly number[] =>
    [...outcomes].flatMap(([index, { kind }]) => (kind === wanted ? [index] : []));
  for (const index of dependencies.dependents(those('revert').filter((at) => steps[at]?.to === undefined))) {
    if (!outcomes.has(index)) outcomes.set(index, { kind: 'not-reached' });
  }
  for (const index of dependencies.dependents(those('not-simulated'))) {
    if (!outcomes.has(index)) outcomes.set(index, { kind: 'not-simulated', why: lentTooLittle });
  }
}

/** As many of the open steps, with what they need, as one request can carry; at least one. */
function fitting(
  open: readonly number[],
  steps: readonly SimulatedStep[],
  dependencies: Dependencies,
): readonly number[] {
  for (let count = open.length; ; count = Math.ceil(count / 2)) {
    const chosen = dependencies.closure(open.slice(0, count));
    if (count <= 1 || fitsOneRequest(chosen.flatMap((index) => steps[index] ?? []))) return chosen;
  }
}

/** The steps with the nonce that the first creation has: what calls of the deployer, and steps left out, use up follows. */
function withBumps(
  chosen: readonly number[],
  steps: readonly SimulatedStep[],
): { readonly nonce: number; readonly steps: readonly ExecutorStep[] } {
  const wanted = chosen.flatMap((index) => steps[index] ?? []);
  const start = wanted.find(({ to }) => to === undefined)?.nonce ?? wanted[0]?.nonce ?? 0;
  let nonce = start;
  const bumped = wanted.map(({ to, data, value, nonce: own }): ExecutorStep => {
    if (to !== undefined) return { to, data, value };
    const bumps = own - nonce;
    nonce = own + 1;
    return { data, value, bumps };
  });
  return { nonce: start, steps: bumped };
}

/** Notes what became of the steps, as far as this tells. */
function learn(
  ran: readonly ExecutedStep[],
  chosen: readonly number[],
  steps: readonly SimulatedStep[],
  { blockGasLimit }: SimulationScene,
  outcomes: Map<number, SimulationOutcome>,
): void {
  for (const [at, executed] of ran.entries()) {
    const index = chosen[at] ?? -1;
    const step = steps[index];
    if (step === undefined || outcomes.has(index)) continue;
    const isOutOfGas = executed.data === '0x' && executed.gasUsed >= executed.gasBefore - executed.gasBefore / 32n;
    if (executed.isSuccess) outcomes.set(index, succeeded(step, executed));
    else if (!isOutOfGas) outcomes.set(index, { kind: 'revert', data: executed.data });
    else if (executed.gasBefore >= blockGasLimit)
      outcomes.set(index, { kind: 'revert', data: '0x', message: 'it uses up more gas than a block has' });
  }
}

function succeeded({ to, data, names }: SimulatedStep, { gasUsed, codeHash }: ExecutedStep): SimulationOutcome {
  const accuracy = to !== undefined ? 'call-within-a-call' : names.length > 0 ? 'creation-that-names' : 'creation';
  return success(transactionGas(data, gasUsed), accuracy, codeHash);
}

/**
 * One eth_call with the executor, in the form that the node was found to take; undefined when it takes none. And, in the
 * same form, of a step that needs nothing before it, from the deployer itself.
 */
function createCall(chain: Chain, { deployer, block }: SimulationScene, signal: AbortSignal) {
  let isGasSaid = true;
  let isBlockSaid = true;
  const inForm = (request: Omit<CallRequest, 'gas' | 'blockOverride'>) =>
    callOf({
      ...request,
      ...(isGasSaid ? { gas: wantedGas } : {}),
      ...(isBlockSaid ? { blockOverride: block } : {}),
    });
  return {
    alone: ({ to, data, value, nonce }: SimulatedStep) =>
      inForm({
        from: deployer,
        ...(to === undefined ? {} : { to }),
        data,
        value,
        accounts: new Map([[deployer, { nonce, balance: plenty }]]),
      }),
    async together({ nonce, steps }: ReturnType<typeof withBumps>): Promise<readonly ExecutedStep[] | undefined> {
      for (;;) {
        const code = executorCode(steps);
        const accounts = new Map([[deployer, { code, nonce, balance: plenty }]]);
        const [answer] = await chain.read([inForm({ from: caller, to: deployer, data: '0x', accounts })], signal);
        if (answer.kind === 'output') {
          const ran = decodeSteps(answer.data);
          return ran.length === 0 ? undefined : ran;
        }
        // All gas gone in the executor itself: fewer steps would do, if the node lends any gas worth the name.
        if (answer.kind === 'revert' || /out of gas/i.test(answer.message)) return [];
        if (isGasSaid && (/gas/i.test(answer.message) || !isBlockSaid)) isGasSaid = false;
        else if (isBlockSaid) isBlockSaid = false;
        else return undefined;
      }
    },
  };
}
