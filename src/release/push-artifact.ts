import { type PushedArtifact, pushArtifact as push } from '../store/index.ts';
import { openEnvironment, openEnvironmentStore } from './open-step.ts';
import type { ReleasePorts, StepInputs } from './ports.ts';

export interface PushInputs extends StepInputs {
  readonly name: string;
  readonly version: string;
  /** Paths and patterns in the workspace. */
  readonly files: readonly string[];
}

export type PushResult = PushedArtifact;

/** Pushes files to the environment's store. */
export async function pushArtifact(inputs: PushInputs, ports: ReleasePorts): Promise<PushResult> {
  const environment = await openEnvironment(inputs, ports, []);
  const store = await openEnvironmentStore(environment, inputs, ports);
  const pushed = await push(inputs, { store, workspace: ports.workspace, log: ports.log, run: ports.run });
  ports.summary.add({
    title: `Artifact ${inputs.name} ${inputs.version}`,
    severity: pushed.changed ? 'changed' : 'unchanged',
    text: pushed.digest,
    columns: ['file', 'bytes', 'sha256'],
    rows: pushed.files.map(({ name, size, sha256 }) => ({
      severity: pushed.changed ? 'changed' : 'unchanged',
      cells: [name, String(size), sha256],
    })),
  });
  return pushed;
}
