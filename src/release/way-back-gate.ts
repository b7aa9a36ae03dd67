import { parseContractRecord } from '../contracts/index.ts';
import type { Environment } from '../environment/index.ts';
import { describeFinding, RemoteError, UserError } from '../report/index.ts';
import type { Store } from '../store/index.ts';
import type { Digest } from '../values/index.ts';
import { codeFindings, openEnvironmentChain } from './chain-gate.ts';
import { parseConfigurationSet } from './configuration-set.ts';
import type { ReleasePorts } from './ports.ts';
import { parseRelease } from './release-record.ts';
import { fetchDocument } from './store-layout.ts';

/**
 * Contracts before clients, on the way back too: a client that is taken back to addresses without code would be worse off
 * than a broken one.
 * @param releases those that stood before: several where a mixture did; none where clients did that no release made
 * @returns why going back is not allowed
 */
export async function whyNotBack(
  environment: Environment<'chain'>,
  store: Store,
  releases: readonly Digest[],
  ports: ReleasePorts,
): Promise<string | undefined> {
  if (releases.length === 0)
    ports.log.warning('Which contracts the clients before stood on is not recorded: their addresses are not checked');
  const reasons: string[] = [];
  for (const release of releases) reasons.push(...(await whyNotTo(release, environment, store, ports)));
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

async function whyNotTo(
  release: Digest,
  environment: Environment<'chain'>,
  store: Store,
  ports: ReleasePorts,
): Promise<readonly string[]> {
  try {
    const before = parseRelease(await fetchDocument(store, 'releases', release));
    const record = parseContractRecord(await fetchDocument(store, 'contract-records', before.contracts));
    const { recipes } = parseConfigurationSet(await fetchDocument(store, 'configurations', before.configurations));
    const findings = await codeFindings(environment, openEnvironmentChain(environment, ports), record, recipes, ports);
    if (findings.length === 0) return [];
    return [
      `the release before, ${release}, needs contracts that are not there: ${findings.map(describeFinding).join('; ')}`,
    ];
  } catch (error) {
    if (!(error instanceof RemoteError || error instanceof UserError)) throw error;
    return [`whether the release before, ${release}, still has its contracts can't be told: ${error.message}`];
  }
}
