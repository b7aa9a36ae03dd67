import { relative } from 'node:path';
import { finishWayBack, openCluster } from '../cluster/index.ts';
import { type Environment, glimpse, workspaceFiles } from '../environment/index.ts';
import { RemoteError, UserError } from '../report/index.ts';
import { parseDigest } from '../values/index.ts';
import { requirePinnedCluster } from './cluster-pin.ts';
import { failedRoll } from './failed-roll.ts';
import { openStoreAt } from './open-step.ts';
import type { ReleasePorts, StepInputs } from './ports.ts';
import { rollOptionsOf } from './roll-options.ts';
import { clientsSection, requireDeployed } from './roll-outcome.ts';
import type { RollSettings } from './roll-settings.ts';
import { whyNotBack } from './way-back-gate.ts';

type FinishInputs = StepInputs & RollSettings & { readonly repin: boolean };

/**
 * Does what comes before a roll-out. Where that stops (a mistake in a file, a tag that can't be resolved, a contract that
 * isn't there), a way back that a killed run had begun is finished first: the network is not to stay half-way for a mistake
 * in what is new.
 * @throws what stopped it, or RemoteError that says that too where the network isn't back
 */
export async function finishFirst<T>(inputs: FinishInputs, ports: ReleasePorts, prepare: () => Promise<T>): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    // Where a server didn't answer, it would be asked for minutes again.
    if (inputs.mode !== 'apply' || !(error instanceof UserError) || ports.signal.aborted) throw error;
    try {
      await takeBackFirst(inputs, ports);
    } catch (back) {
      const report = back instanceof RemoteError ? failedRoll.of(back) : undefined;
      // Where nobody could try, what stopped the run says why, or the next one does.
      if (!(back instanceof RemoteError) || report === undefined) throw error;
      const { exitCode } = back;
      const both = new RemoteError(`${back.message}\n${error.message}`, { exitCode, cause: error });
      failedRoll.attach(both, report);
      throw both;
    }
    throw error;
  }
}

/**
 * Finishes the way back of a run that was killed in it, by keep-deploy.yml and the record alone.
 * @returns how many requests wrote for it
 * @throws RemoteError with what became of the roll-out when the network isn't back then
 */
export async function takeBackFirst(inputs: FinishInputs, ports: ReleasePorts): Promise<number> {
  const { log, summary, redact, signal } = ports;
  const environment = await bareEnvironment(inputs, ports);
  if (environment === undefined) return 0;
  const store = await openStoreAt(environment.store, inputs, ports);
  const cluster = await openCluster({ settings: environment.cluster, environment: ports.passedOn, signal, log });
  await requirePinnedCluster(environment, cluster, store, { repin: inputs.repin, mode: 'plan' });
  const nobody = {
    manifest: { container: '', template: undefined, own: {}, shared: [] },
    clients: [],
    roles: [],
    voters: [],
  };
  const ended = await finishWayBack({
    ...rollOptionsOf(cluster, environment, nobody, inputs, ports),
    mayGoBack: (before) => whyNotBack(environment, store, before.map(parseDigest), ports),
  });
  if (ended === undefined) return 0;
  summary.add(clientsSection(environment.name, ended, redact));
  if (ended.outcome !== 'failed-rolled-back' && ended.outcome !== 'failed-halted') requireDeployed(ended, redact);
  log.info('The way back that a run before had begun is finished');
  return ended.writes;
}

/** What keep-deploy.yml alone says. `undefined` when that has mistakes itself, or no cluster. */
async function bareEnvironment(
  { environment: name, file: path }: StepInputs,
  { workspace }: ReleasePorts,
): Promise<Environment<'chain' | 'cluster'> | undefined> {
  const file = relative(workspace, path);
  const seen = await glimpse({ readFile: workspaceFiles(workspace), file, environment: name });
  if (seen?.cluster === undefined) return undefined;
  const { chain, cluster, store } = seen;
  return {
    ...{ name, file, folder: '', chain, cluster, store, contracts: undefined, clients: undefined },
    ...{ warnings: [], secretReferences: [], placesOf: () => [], locate: () => ({ file, line: 1, column: 1 }) },
    findings: (_, problems) => problems.map(({ message }) => ({ message })),
  };
}
