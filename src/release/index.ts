/**
 * The spine: the order of steps, what is stored, the gate between contracts and clients. Each step is loaded when it is
 * called, so that a run loads only what it does.
 */
import type { MigrateInputs, MigrateResult } from './migrate-contracts.ts';
import type { ReleasePorts } from './ports.ts';
import type { PushInputs, PushResult } from './push-artifact.ts';
import type { ReleaseInputs, ReleaseResult } from './release-network.ts';
import type { RenderInputs, RenderResult } from './render-client-config.ts';
import type { RollInputs, RollResult } from './roll-deployment.ts';
import type { SmokeInputs } from './smoke-test.ts';
import type { SmokeResult } from './smoke-verdict.ts';

export { failedRoll, type RollReport } from './failed-roll.ts';
export type { Mode, ReleasePorts, StepInputs } from './ports.ts';
export type { RollSettings } from './roll-settings.ts';
export { requirePassed } from './smoke-verdict.ts';
export { type UnfinishedMigration, unfinishedMigration } from './unfinished-migration.ts';

/** Deploys the contract set, proves it, publishes the contract record. */
export async function migrateContracts(inputs: MigrateInputs, ports: ReleasePorts): Promise<MigrateResult> {
  return (await import('./migrate-contracts.ts')).migrateContracts(inputs, ports);
}

/** Renders and checks every client's configuration from a contract record. */
export async function renderClientConfig(inputs: RenderInputs, ports: ReleasePorts): Promise<RenderResult> {
  return (await import('./render-client-config.ts')).renderClientConfig(inputs, ports);
}

/** Pushes files to the environment's store. */
export async function pushArtifact(inputs: PushInputs, ports: ReleasePorts): Promise<PushResult> {
  return (await import('./push-artifact.ts')).pushArtifact(inputs, ports);
}

/** Rolls the clients to a release, new or stored. */
export async function rollDeployment(inputs: RollInputs, ports: ReleasePorts): Promise<RollResult> {
  return (await import('./roll-deployment.ts')).rollDeployment(inputs, ports);
}

/** Checks a release; green moves `last-good`. */
export async function smokeTest(inputs: SmokeInputs, ports: ReleasePorts): Promise<SmokeResult> {
  return (await import('./smoke-test.ts')).smokeTest(inputs, ports);
}

/** All of it, in order. */
export async function releaseNetwork(inputs: ReleaseInputs, ports: ReleasePorts): Promise<ReleaseResult> {
  return (await import('./release-network.ts')).releaseNetwork(inputs, ports);
}
