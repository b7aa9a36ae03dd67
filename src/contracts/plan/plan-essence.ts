import type { Json } from '../../values/index.ts';
import { asJson } from '../set/creation.ts';
import type { CallStep, CreateStep, PlanObservation, ResolvedPredicate, Step } from './plan-step.ts';

/**
 * What a plan's digest covers: everything that would be done, by whom and on which chain, not the words of its reasons. A
 * transaction that is pending and is kept or skipped counts as mined: what comes of it is the same, and the digest too.
 */
export function essenceOf(steps: readonly Step[], { chain, deployer }: PlanObservation): Json {
  return { chain: { id: chain.id, genesisHash: chain.genesisHash }, deployer, steps: steps.map(essenceOfStep) };
}

function essenceOfStep(step: Step): Json {
  switch (step.kind) {
    case 'create':
    case 'call': {
      const { layer, nonce } = step;
      return { ...effectOf(step), layer, nonce };
    }
    case 'keep':
      return { kind: step.kind, contract: step.contract, address: step.address };
    case 'skip': {
      const { target, calldata, value } = step.known;
      return { kind: step.kind, target, calldata, value };
    }
  }
}

/** What a transaction leaves on the chain, whenever it is sent and under whichever nonce. */
export function effectOf(step: CreateStep | CallStep): Readonly<Record<string, Json>> {
  if (step.kind === 'create') {
    const { kind, contract, address, creationHash, value } = step;
    return { kind, contract, address, creationHash, value: String(value) };
  }
  const { kind, target, calldata, value, until } = step;
  return {
    kind,
    target,
    calldata,
    value: String(value),
    ...(until === undefined ? {} : { until: essenceOfPredicate(until) }),
  };
}

function essenceOfPredicate({ target, calldata, operator, expected, outputType }: ResolvedPredicate): Json {
  return { target, calldata, operator, expected: asJson(expected), outputType };
}
