import type { Json } from '../values/index.ts';
import { asJson } from './creation.ts';
import type { PlanObservation, ResolvedPredicate, Step } from './plan-step.ts';

/** What a plan's digest covers: everything that would be done, by whom and on which chain, not the words of its reasons. */
export function essenceOf(steps: readonly Step[], { chain, deployer }: PlanObservation): Json {
  return { chain: { id: chain.id, genesisHash: chain.genesisHash }, deployer, steps: steps.map(essenceOfStep) };
}

function essenceOfStep(step: Step): Json {
  switch (step.kind) {
    case 'create': {
      const { kind, contract, layer, nonce, address, creationHash, value } = step;
      return { kind, contract, layer, nonce, address, creationHash, value: String(value) };
    }
    case 'keep':
      return { kind: step.kind, contract: step.contract, address: step.address, isPending: step.isPending };
    case 'call': {
      const { kind, layer, nonce, target, calldata, value, until } = step;
      return { kind, layer, nonce, target, calldata, value: String(value), until: essenceOfPredicate(until) };
    }
    case 'skip': {
      const { target, calldata, value } = step.known;
      return { kind: step.kind, target, calldata, value, isPending: step.isPending };
    }
  }
}

function essenceOfPredicate(until: ResolvedPredicate | undefined): Json | undefined {
  if (until === undefined) return undefined;
  const { target, calldata, operator, expected, outputType } = until;
  return { target, calldata, operator, expected: asJson(expected), outputType };
}
