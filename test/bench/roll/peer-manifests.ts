import { createHash } from 'node:crypto';
import {
  benchAccount,
  type Edition,
  imageOf,
  passwords,
  podTemplate,
  requestsPerSecond,
  servicePorts,
} from './bench-clients.ts';

type KubernetesObject = Readonly<Record<string, unknown>>;

/**
 * What keep-deploy composes for a client, as plain manifests for tools that compose nothing: configuration and keyfile under
 * names that tell their content, a headless Service, and the StatefulSet that mounts both.
 */
export function peerObjects(
  names: readonly string[],
  edition: Edition,
  keyfileShape: string,
): ReadonlyMap<string, readonly KubernetesObject[]> {
  return new Map(
    names.map((name, index) => [name, objectsOf(name, index, index === names.length - 1, edition, keyfileShape)]),
  );
}

function objectsOf(
  name: string,
  index: number,
  isLast: boolean,
  edition: Edition,
  keyfileShape: string,
): readonly KubernetesObject[] {
  const labels = { app: 'keep', client: name };
  const { keyfile } = benchAccount(index, keyfileShape);
  // Not as stringData, which the API server doesn't keep: kubectl would write it anew each time.
  const base64 = Buffer.from(keyfile).toString('base64');
  const text = configurationOf(edition, isLast);
  const [configuration, account] = [`${name}-config-${hash(text)}`, `${name}-keyfile-${hash(keyfile)}`];
  const template = podTemplate(edition);
  const [container] = template.spec.containers;
  const { secret, key, variable } = passwords;
  const mounts = [
    { name: 'configuration', mountPath: '/mnt/config/client.toml', subPath: 'configuration', readOnly: true },
    { name: 'keyfile', mountPath: '/mnt/keyfile/keyfile.json', subPath: 'keyfile', readOnly: true },
  ];
  const spec = {
    ...template.spec,
    containers: [
      {
        ...container,
        image: imageOf(edition),
        env: [{ name: variable, valueFrom: { secretKeyRef: { name: secret, key } } }],
        volumeMounts: [...(container?.volumeMounts ?? []), ...mounts],
      },
    ],
    volumes: [
      ...template.spec.volumes,
      { name: 'configuration', configMap: { name: configuration } },
      { name: 'keyfile', secret: { secretName: account } },
    ],
  };
  const { annotations } = template.metadata;
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: configuration, labels }, data: { configuration: text } },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: account, labels }, data: { keyfile: base64 } },
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: { name, labels } },
      spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: labels, ports: servicePorts },
    },
    {
      ...{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, labels } },
      spec: {
        ...{ replicas: 1, serviceName: name, selector: { matchLabels: labels } },
        template: { metadata: { labels, annotations }, spec },
      },
    },
  ];
}

function configurationOf(edition: Edition, isLast: boolean): string {
  return `[ethereum]
URL = "ws://127.0.0.1:8546"
URLRPC = "http://127.0.0.1:8545"
RequestsPerSecondLimit = ${requestsPerSecond(edition, isLast)}

[ethereum.account]
KeyFile = "/mnt/keyfile/keyfile.json"

[LibP2P]
Port = 3919

[Storage]
DataDir = "/mnt/data"
`;
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** JSON documents are YAML documents. */
export function asYaml(objects: Iterable<KubernetesObject>): string {
  return [...objects].map((object) => JSON.stringify(object)).join('\n---\n');
}
