import type { Address } from '../../values/index.ts';
import type { Chain } from '../chain/chain.ts';
import { hexQuantity, readRevert } from '../chain/eth-call.ts';
import type { ChainRead } from '../chain/reads.ts';
import type { SimulatedStep, SimulationOutcome } from './simulated-step.ts';
import { success } from './transaction-gas.ts';

/** What a step would do on the latest state, as far as eth_estimateGas tells: it depends on nothing that isn't there. */
export function estimateOf(
  deployer: Address,
  { to, data, value }: Pick<SimulatedStep, 'to' | 'data' | 'value'>,
): ChainRead<SimulationOutcome> {
  const transaction = {
    from: deployer,
    ...(to === undefined ? {} : { to }),
    data,
    ...(value === 0n ? {} : { value: hexQuantity(value) }),
  };
  return {
    method: 'eth_estimateGas',
    params: [transaction],
    parse(answer) {
      if ('error' in answer) {
        const revert = readRevert(answer.error);
        return revert === undefined
          ? { kind: 'not-simulated', why: answer.error.message }
          : { kind: 'revert', data: revert };
      }
      const { result } = answer;
      if (typeof result !== 'string' || !/^0x[0-9a-f]{1,16}$/i.test(result))
        return { kind: 'not-simulated', why: 'the node gave no estimate' };
      return success(BigInt(result), to === undefined ? 'creation' : 'call', undefined);
    },
  };
}

/** For steps whose gas no simulation could tell, when everything that they depend on is mined. In one batch. */
export async function estimateSteps(
  chain: Chain,
  deployer: Address,
  steps: readonly Pick<SimulatedStep, 'to' | 'data' | 'value'>[],
  signal: AbortSignal,
): Promise<readonly SimulationOutcome[]> {
  return chain.read(
    steps.map((step) => estimateOf(deployer, step)),
    signal,
  );
}
