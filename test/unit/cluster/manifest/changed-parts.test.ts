import { expect, test } from '@jest/globals';
import {
  type ClientObjects,
  composeClient,
  planRollout,
  readManifests,
  type WantedClient,
} from '../../../../src/cluster/index.ts';
import type { LiveStatefulSet } from '../../../../src/cluster/live-workload.ts';

const manifestText = `apiVersion: apps/v1
kind: StatefulSet
metadata: {}
spec:
  selector: { matchLabels: { app: keep } }
  template:
    metadata: { labels: { app: keep } }
    spec: { containers: [{ name: client }], terminationGracePeriodSeconds: 1 }
---
apiVersion: v1
kind: Service
metadata: {}
spec: { ports: [{ port: 3919 }] }
`;
const rules = { namespace: 'keep', container: 'client', mounted: [], variables: [], clients: [] };
const before: WantedClient = {
  name: 'keep-client-0',
  role: 'bootstrap',
  image: `r/keep-client@sha256:${'a'.repeat(64)}`,
  configuration: { path: '/mnt/config/keep.toml', text: 'Port = 1\n', isSecret: false },
  keyfile: { path: '/mnt/keyfile.json', text: '{}' },
  password: { variable: 'PASSWORD', secret: 'passwords', key: 'a' },
};
const compose = (change: Partial<WantedClient>, text = manifestText): ClientObjects =>
  composeClient(
    readManifests({ all: [{ file: 'keep-client.yml', text }], own: {} }, rules),
    { ...before, ...change },
    { namespace: 'keep', digestKey: 'key' },
  );

const image = `r/keep-client@sha256:${'b'.repeat(64)}`;
const configuration = { ...before.configuration, text: 'Port = 2\n' };
const keyfile = { ...before.keyfile, text: '{"version":3}' };

test.each<[string, ClientObjects]>([
  ['the image changed', compose({ image })],
  ['the configuration changed', compose({ configuration })],
  ['the keyfile changed', compose({ keyfile })],
  ['the keyfile and image changed', compose({ keyfile, image })],
  ['the configuration, keyfile and image changed', compose({ configuration, keyfile, image })],
  ['the manifest changed', compose({}, manifestText.replace('Seconds: 1', 'Seconds: 2'))],
])('a client that is updated is said why: %s', (reason, wanted) => {
  const statefulSet = compose({}).workload as unknown as LiveStatefulSet;
  const observed = new Map([[before.name, { statefulSet, service: undefined, pods: [], missing: [] }]]);
  const [step] = planRollout([wanted], observed, ['bootstrap'])[0]?.steps ?? [];
  expect(step).toMatchObject({ action: 'update', reason });
});
