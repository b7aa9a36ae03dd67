import type { Digest } from '../values/index.ts';
import { finishFirst } from './finish-first.ts';
import { type MigrateOptions, type MigrateResult, migrateContracts } from './migrate-contracts.ts';
import type { ReleasePorts, StepInputs } from './ports.ts';
import { preflightRelease } from './preflight.ts';
import { type RenderResult, renderClientConfig } from './render-client-config.ts';
import { type RollResult, rollDeployment } from './roll-deployment.ts';
import type { RollSettings } from './roll-settings.ts';
import { smokeTest } from './smoke-test.ts';
import type { SmokeResult } from './smoke-verdict.ts';

export interface ReleaseInputs extends StepInputs, RollSettings, Omit<MigrateOptions, 'timeoutMs'> {
  readonly image: string | undefined;
  /** A stored release to roll again: no contract is touched. */
  readonly release: Digest | undefined;
  readonly repin: boolean;
  readonly chainTimeoutMs: number;
  readonly smokeTimeoutMs: number;
}

export interface ReleaseResult {
  /** Absent when a stored release was rolled again. */
  readonly migration: MigrateResult | undefined;
  readonly configurations: RenderResult | undefined;
  readonly roll: RollResult;
  /** Absent in a plan that would change something: there is nothing to check yet. */
  readonly smoke: SmokeResult | undefined;
}

/** All of it: contracts, configurations, clients, checks. Each step is the one that its own action runs. */
export async function releaseNetwork(inputs: ReleaseInputs, ports: ReleasePorts): Promise<ReleaseResult> {
  const { log } = ports;
  const { environment, file, mode, release } = inputs;
  const step: StepInputs = { environment, file, mode };
  const checked =
    mode === 'apply' && release === undefined
      ? await finishFirst(inputs, ports, () => preflightRelease(inputs, ports))
      : undefined;
  const migration =
    release === undefined
      ? await log.group('Contracts', () => migrateContracts({ ...inputs, timeoutMs: inputs.chainTimeoutMs }, ports))
      : undefined;
  const predicted = mode === 'plan' && migration?.contracts === undefined ? migration?.record : undefined;
  const configurations =
    migration &&
    (await log.group('Configurations', () =>
      renderClientConfig({ ...step, contracts: migration.contracts, predicted, folder: undefined }, ports),
    ));
  const roll = await log.group('Clients', () =>
    rollDeployment(
      {
        ...inputs,
        configurations: configurations?.configurations,
        contracts: migration?.contracts,
        predicted,
        ...checked,
      },
      ports,
    ),
  );
  if (mode === 'plan' && (roll.changed || roll.release === undefined)) {
    log.info('The smoke test is left out of the plan: what it would check is not there yet.');
    return { migration, configurations, roll, smoke: undefined };
  }
  const smoke = await log.group('Smoke test', () =>
    smokeTest({ ...step, release: roll.release, timeoutMs: inputs.smokeTimeoutMs }, ports),
  );
  return { migration, configurations, roll, smoke };
}
