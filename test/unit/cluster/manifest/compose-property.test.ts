import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  composeNetwork,
  type NetworkObjects,
  readManifests,
  type WantedClient,
} from '../../../../src/cluster/index.ts';
import { keepClient, service, statefulSet } from './manifests.ts';

interface Network {
  readonly texts: readonly string[];
  readonly isTemplate: boolean;
  /** What stands beside the workloads, by kind and what its name ends with. */
  readonly beside: readonly string[];
}

const network = fc.record({
  texts: fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 2, maxLength: 6 }),
  isTemplate: fc.boolean(),
  beside: fc.uniqueArray(
    fc.constantFrom('ConfigMap env', 'Secret pin', 'PersistentVolumeClaim data', 'ConfigMap net'),
    {
      maxLength: 4,
    },
  ),
});

const nameOf = (index: number) => `keep-client-${index}`;
const objectOf = (prefix: string, what: string) => {
  const [kind, end] = what.split(' ');
  const name = end === 'net' ? 'net' : `${prefix}-${end}`;
  const held = kind === 'Secret' ? 'stringData: { A: b }' : kind === 'ConfigMap' ? 'data: { A: b }' : 'spec: {}';
  return `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name} }\n${held}\n`;
};

function compose(
  { texts, isTemplate, beside }: Network,
  order: (list: readonly WantedClient[]) => readonly WantedClient[],
) {
  const clients = texts.map(
    (text, index): WantedClient => ({
      name: nameOf(index),
      role: index === 0 ? 'bootstrap' : 'standard',
      image: `r/c@sha256:${'a'.repeat(64)}`,
      configuration: { path: '/mnt/config/keep.toml', text, isSecret: index % 2 === 0 },
      keyfile: { path: '/mnt/keys/keyfile.json', text: nameOf(index) },
      password: { variable: 'KEEP_ETHEREUM_PASSWORD', secret: 'eth-account-passphrases', key: `account-${index}` },
    }),
  );
  const objects = (prefix: string) => beside.map((what) => objectOf(prefix, what));
  const own = texts.map((_, index) => {
    const text = [keepClient(index), ...objects(nameOf(index))].join('---\n');
    return [nameOf(index), [{ file: `${index}.yml`, text }]] as const;
  });
  const all = [{ file: 'all.yml', text: [statefulSet, service, ...objects('keep-client')].join('---\n') }];
  const manifest = readManifests(isTemplate ? { all, own: {} } : { own: Object.fromEntries(own) }, {
    namespace: 'keep-test',
    container: 'client',
    mounted: ['/mnt/config/keep.toml', '/mnt/keys/keyfile.json'],
    variables: ['KEEP_ETHEREUM_PASSWORD'],
    clients: clients.map(({ name, role, password }) => ({ name, role, password })),
  });
  return composeNetwork(manifest, order(clients), { namespace: 'keep-test', digestKey: 'a key of the test' });
}

const asIs = (clients: readonly WantedClient[]) => clients;
const byName = ({ clients }: NetworkObjects) => new Map(clients.map((each) => [each.client, each]));

/** Each run reads and composes whole manifests two or three times. */
const runs = { numRuns: 30 };

describe('whatever the clients and their manifests are', () => {
  test('composing gives the same objects again, and in whatever order the clients come', () => {
    fc.assert(
      fc.property(network, (given) => {
        const once = compose(given, asIs);
        expect(compose(given, asIs)).toEqual(once);
        expect(byName(compose(given, (clients) => clients.toReversed()))).toEqual(byName(once));
      }),
      runs,
    );
  });

  test('another configuration of one client changes that client’s objects, and nobody else’s', () => {
    fc.assert(
      fc.property(network, fc.nat(), (given, any) => {
        const changed = any % given.texts.length;
        const texts = given.texts.map((text, index) => (index === changed ? `${text}!` : text));
        const before = compose(given, asIs);
        const after = compose({ ...given, texts }, asIs);
        expect(after.shared).toEqual(before.shared);
        for (const [index, client] of after.clients.entries()) {
          if (index === changed) expect(client.content).not.toBe(before.clients[index]?.content);
          else expect(client).toEqual(before.clients[index]);
        }
      }),
      runs,
    );
  });

  test('no two objects have the same kind and name', () => {
    fc.assert(
      fc.property(network, (given) => {
        const { shared, clients } = compose(given, asIs);
        const all = [
          ...shared,
          ...clients.flatMap(({ immutable, beside, workload }) => [...immutable, ...beside, workload]),
        ];
        const names = all.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
        expect(new Set(names).size).toBe(names.length);
      }),
      runs,
    );
  });
});
