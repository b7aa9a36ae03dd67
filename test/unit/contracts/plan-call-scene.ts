import type { KnownCall } from '../../../src/contracts/plan/plan-step.ts';
import type { PreparedCall } from '../../../src/contracts/set/prepared-set.ts';
import { carriedOut, contract, deployer, hash, plan, setOf, type World } from './plan-fixture.ts';

export const contracts = [contract('Escrow'), contract('Staking', { names: ['Escrow'] }), contract('Other')];
export const observed = { chain: { id: 1, genesisHash: hash }, deployer, nonce: 0, contracts: [], calls: [] };

/** A set of these contracts with one call, and the world in which it was made. */
export function made(one: PreparedCall, of = contracts): { set: ReturnType<typeof setOf>; world: World } {
  const set = setOf(of, [one]);
  return { set, world: carriedOut(plan(set)) };
}

export const withAnswer = (world: World, answer: string | undefined): World => ({
  ...world,
  answers: new Map([...world.answers.keys()].flatMap((key) => (answer === undefined ? [] : [[key, `0x${answer}`]]))),
});
export const word = (digits: string): string => digits.padStart(64, '0');
export const withSource = (world: World, changed: Partial<KnownCall>): World => ({
  ...world,
  calls: world.calls.map((known) => ({ ...known, ...changed })),
});
