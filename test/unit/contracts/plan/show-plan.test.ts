import { expect, test } from '@jest/globals';
import type { Chain, ChainState } from '../../../../src/contracts/chain/chain.ts';
import type { ChainRead } from '../../../../src/contracts/chain/reads.ts';
import type { Migration } from '../../../../src/contracts/migration.ts';
import { PlanAgain } from '../../../../src/contracts/plan/plan-again.ts';
import type { CreateStep, Plan } from '../../../../src/contracts/plan/plan-step.ts';
import { foresee, showPlan } from '../../../../src/contracts/plan/show-plan.ts';
import type { Look } from '../../../../src/contracts/sending/look.ts';
import { createAddress } from '../../../../src/contracts/transaction/create-address.ts';
import type { Log } from '../../../../src/report/index.ts';
import { parseAddress } from '../../../../src/values/index.ts';

const deployer = parseAddress('0x52908400098527886E0F7030069857D2E4169EE7');
const create = (nonce: number) =>
  ({
    kind: 'create',
    contract: `C${nonce}`,
    reason: 'not deployed yet',
    layer: 0,
    nonce,
    address: createAddress(deployer, nonce),
    data: '0x00',
    value: 0n,
    names: nonce === 0 ? [] : [createAddress(deployer, 0)],
  }) as unknown as CreateStep;
const plan: Plan = { steps: [create(0), create(1)], digest: `sha256:${'0'.repeat(64)}`, refusals: [], notices: [] };
const state = {
  block: { number: 1, timeSeconds: 1, gasLimit: 30_000_000n },
  baseFee: 1n,
  gasPrice: 1n,
  nonce: 0,
  balance: 10n ** 18n,
  hasSimulateV1: true,
} as ChainState;

/** A node on which the first creation fails, and that says how many transactions the deployer has sent now. */
function scene(nonceNow: number) {
  const warnings: string[] = [];
  const log = {
    info() {},
    warning: (line: string) => warnings.push(line),
    group: (_: string, work: () => Promise<void>) => work(),
  } as unknown as Log;
  const calls = [
    { status: '0x0', gasUsed: '0x1', returnData: '0x', error: { message: 'reverted' } },
    { status: '0x1', gasUsed: '0x1', returnData: '0x00' },
  ];
  const answer = (method: string) =>
    method === 'eth_getTransactionCount' ? `0x${nonceNow.toString(16)}` : [{ calls }];
  const chain = {
    endpoints: 1,
    read: async (reads: readonly ChainRead<unknown>[]) =>
      reads.map((read) => read.parse({ result: answer(read.method) })),
  } as unknown as Chain;
  const input = { log, settings: {}, set: { contracts: [], calls: [], notices: [] } };
  const wait = { chain, signal: new AbortController().signal, clock: { unixSeconds: () => 0 } };
  const migration = { input, wait, deployer } as unknown as Migration;
  return { migration, warnings, look: { plan, state, undecided: [] } as unknown as Look };
}

test('what fails because another run has sent it since the look is no finding: the plan is made again', async () => {
  const { migration, look, warnings } = scene(2);
  await expect(foresee(migration, look)).rejects.toThrow(PlanAgain);
  expect(warnings).toEqual([]);
});

test('what fails on the state that was looked at is told, its warnings with the plan and not before', async () => {
  const { migration, look, warnings } = scene(0);
  const forecast = await foresee(migration, look);
  expect(forecast?.findings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^the creation of C0 would revert/),
  ]);
  expect(warnings).toEqual([]);
  await showPlan(plan, forecast, migration.input);
  expect(warnings).toEqual([
    'the creation of C1 is not simulated: a step before it would revert, on which it may depend',
  ]);
});
