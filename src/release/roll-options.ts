import {
  type Cluster,
  createImageComparison,
  externalReferences,
  objectPlaces,
  type RollToOptions,
} from '../cluster/index.ts';
import type { Environment } from '../environment/index.ts';
import { digestKey } from './digest-key.ts';
import type { ReleasePorts } from './ports.ts';
import { registryOptions } from './release-images.ts';
import { type RollSettings, rollSettings } from './roll-settings.ts';
import type { WantedRelease } from './wanted-release.ts';

/** What a roll-out is told beside its gates. */
export function rollOptionsOf(
  cluster: Cluster,
  { name: environment, cluster: { namespace } }: Pick<Environment<'cluster'>, 'name' | 'cluster'>,
  { manifest, clients, roles, voters }: Pick<WantedRelease, 'manifest' | 'clients' | 'roles' | 'voters'>,
  settings: RollSettings,
  ports: ReleasePorts,
): Omit<RollToOptions, 'release' | 'beforeFirstWrite' | 'mayGoBack'> {
  const { secrets, run, redact, log, signal } = ports;
  const secretClients = clients.filter(({ configuration }) => configuration.isSecret).map(({ name }) => name);
  const who = run.url ?? run.commit ?? 'a run at a terminal';
  return {
    ...{ cluster, namespace, environment, roles, redact, log, signal },
    ...rollSettings(settings),
    voters: new Set(voters),
    digestKey: digestKey(secrets, undefined),
    run: run.attempt === undefined ? who : `${who}, attempt ${run.attempt}`,
    references: externalReferences(manifest, namespace),
    accounts: new Map(clients.map(({ name, keyfile }) => [name, accountOf(keyfile.text)])),
    passwords: new Map(clients.map(({ name, password: { secret, key } }) => [name, { secret, key }])),
    placeOf: objectPlaces(
      manifest,
      clients.map(({ name }) => name),
    ),
    remarks: (manifest.remarks ?? []).map((remark) => ({ severity: 'warning', ...remark })),
    isSameImage: createImageComparison({ ...registryOptions(ports), timeoutMs: comparingMs }),
    isSecret: ({ name }) => secretClients.some((client) => name.startsWith(`${client}-config-`)),
  };
}

/** One try of a question that a client's proof may have to wait for. */
const comparingMs = 3_000;

/** The address that a keyfile (Web3 Secret Storage) says it is of; the whole text where it doesn't. */
function accountOf(keyfile: string): string {
  return /"address"\s*:\s*"(?:0x)?([0-9a-fA-F]{40})"/.exec(keyfile)?.[1] ?? keyfile;
}
