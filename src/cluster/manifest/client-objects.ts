import { canonicalJson, type Digest, digestOf, type Json, keyedDigestOf } from '../../values/index.ts';
import { contentAnnotation, type JsonObject, labels, type WantedObject } from '../kubernetes-object.ts';
import type { Manifest } from './manifest.ts';
import { volumeNames } from './pod-template-check.ts';

/** Everything that is written for a network. */
export interface NetworkObjects {
  /** What belongs to no client alone: written once, before the first wave, in this order. */
  readonly shared: readonly WantedObject[];
  readonly clients: readonly ClientObjects[];
}

/** What one client is to run. */
export interface WantedClient {
  /** Names its StatefulSet and Service too. */
  readonly name: string;
  readonly role: string;
  /** By digest. */
  readonly image: string;
  readonly configuration: {
    readonly path: string;
    /** Absent only in a plan without the secrets: then it is taken to be what it was. */
    readonly text: string | undefined;
    readonly isSecret: boolean;
  };
  readonly keyfile: { readonly path: string; readonly text: string };
  readonly password: { readonly variable: string; readonly secret: string; readonly key: string };
}

/** Everything we write for one client, in the order in which it is written. */
export interface ClientObjects {
  readonly client: string;
  readonly role: string;
  /** Named by what they hold, and never changed. */
  readonly immutable: readonly WantedObject[];
  /** The client's own objects that its workload stands on, in the order of writing. */
  readonly beside: readonly WantedObject[];
  /** A StatefulSet or a Deployment. */
  readonly workload: WantedObject;
  /** Over everything above. */
  readonly content: Digest;
  /** False when a secret object's name was taken from the live workload instead of computed. */
  readonly isCompared: boolean;
}

export interface ComposeOptions {
  readonly namespace: string;
  /** `$KEEP_DEPLOY_DIGEST_KEY`: a plain digest in a name would let anybody check a guess of what the Secret holds. */
  readonly digestKey: string | undefined;
  /** Names of the client's secret objects in the cluster: stand in where the key or the text is missing. */
  readonly assumed?: { readonly configuration?: string | undefined; readonly keyfile?: string | undefined } | undefined;
}

type Part = 'config' | 'keyfile';

/** The manifest with everything set that differs from client to client. Pure: same input, same objects. */
export function composeClient(manifest: Manifest, client: WantedClient, options: ComposeOptions): ClientObjects {
  const { namespace, digestKey, assumed } = options;
  const configurationName =
    client.configuration.text === undefined
      ? undefined
      : contentName(
          client.name,
          'config',
          client.configuration.text,
          client.configuration.isSecret ? { digestKey } : 'plain',
        );
  const keyfileName = contentName(client.name, 'keyfile', client.keyfile.text, { digestKey });
  const names = {
    configuration: configurationName ?? assumed?.configuration ?? `${client.name}-config-not-compared`,
    keyfile: keyfileName ?? assumed?.keyfile ?? `${client.name}-keyfile-not-compared`,
  };
  const own = { [labels.managedBy]: 'keep-deploy', [labels.client]: client.name, [labels.role]: client.role };
  const common = { namespace, labels: own };
  const immutable: readonly WantedObject[] = [
    objectHolding(
      client.configuration.isSecret ? 'Secret' : 'ConfigMap',
      { name: names.configuration, ...common },
      'configuration',
      client.configuration.text ?? '',
    ),
    objectHolding('Secret', { name: names.keyfile, ...common }, 'keyfile', client.keyfile.text),
  ];

  const service = composeService(manifest.service, client.name, namespace, own);
  const statefulSet = composeStatefulSet(manifest, client, namespace, own, names);
  const content = digestOf(canonicalJson([immutable.map(({ metadata }) => metadata.name), service, statefulSet]));
  return {
    client: client.name,
    role: client.role,
    immutable,
    beside: [annotated(service, content)],
    workload: withTemplateAnnotation(annotated(statefulSet, content), content),
    content,
    isCompared: configurationName !== undefined && keyfileName !== undefined,
  };
}

function objectHolding(
  kind: 'ConfigMap' | 'Secret',
  metadata: WantedObject['metadata'],
  key: string,
  text: string,
): WantedObject {
  if (kind === 'ConfigMap') return { apiVersion: 'v1', kind, metadata, immutable: true, data: { [key]: text } };
  const data = { [key]: Buffer.from(text).toString('base64') };
  return { apiVersion: 'v1', kind, metadata, immutable: true, type: 'Opaque', data };
}

/** `undefined` when it needs the key and there is none. */
function contentName(
  client: string,
  part: Part,
  text: string,
  how: 'plain' | { readonly digestKey: string | undefined },
): string | undefined {
  // The client's name and the part are in the digest, so that equal keyfiles of two clients can't be told from outside.
  const content = canonicalJson([client, part, text]);
  if (how !== 'plain' && how.digestKey === undefined) return undefined;
  const digest =
    how === 'plain' || how.digestKey === undefined ? digestOf(content) : keyedDigestOf(how.digestKey, content);
  return `${client}-${part}-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
}

function composeService(written: JsonObject, client: string, namespace: string, own: JsonObject): WantedObject {
  const spec = mapAt(written, 'spec');
  return {
    ...rest(written, 'status'),
    apiVersion: 'v1',
    kind: 'Service',
    metadata: named(written, client, namespace, own),
    spec: {
      ...spec,
      clusterIP: 'None',
      // Peers find each other before they are ready, or none ever would be.
      publishNotReadyAddresses: true,
      selector: { ...mapAt(spec, 'selector'), [labels.client]: client },
    },
  };
}

function composeStatefulSet(
  manifest: Manifest,
  client: WantedClient,
  namespace: string,
  own: JsonObject,
  names: { readonly configuration: string; readonly keyfile: string },
): WantedObject {
  const written = manifest.statefulSet;
  const spec = mapAt(written, 'spec');
  const template = mapAt(spec, 'template');
  const podMetadata = mapAt(template, 'metadata');
  const pod = mapAt(template, 'spec');
  const selector = mapAt(spec, 'selector');
  const configuration: JsonObject = client.configuration.isSecret
    ? { secret: { secretName: names.configuration } }
    : { configMap: { name: names.configuration } };
  return {
    ...rest(written, 'status'),
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: named(written, client.name, namespace, own),
    spec: {
      ...spec,
      serviceName: client.name,
      selector: { ...selector, matchLabels: { ...mapAt(selector, 'matchLabels'), [labels.client]: client.name } },
      template: {
        ...template,
        metadata: { ...podMetadata, labels: { ...mapAt(podMetadata, 'labels'), ...own } },
        spec: {
          ...pod,
          containers: listAt(pod, 'containers').map((container) =>
            isMap(container) && container['name'] === manifest.container
              ? composeContainer(container, client)
              : container,
          ),
          volumes: [
            ...listAt(pod, 'volumes'),
            { name: volumeNames.configuration, ...configuration },
            { name: volumeNames.keyfile, secret: { secretName: names.keyfile } },
          ],
        },
      },
    },
  };
}

function composeContainer(container: JsonObject, client: WantedClient): JsonObject {
  const { variable, secret, key } = client.password;
  return {
    ...container,
    image: client.image,
    env: [...listAt(container, 'env'), { name: variable, valueFrom: { secretKeyRef: { name: secret, key } } }],
    volumeMounts: [
      ...listAt(container, 'volumeMounts'),
      {
        name: volumeNames.configuration,
        mountPath: client.configuration.path,
        subPath: 'configuration',
        readOnly: true,
      },
      { name: volumeNames.keyfile, mountPath: client.keyfile.path, subPath: 'keyfile', readOnly: true },
    ],
  };
}

function named(written: JsonObject, name: string, namespace: string, own: JsonObject): WantedObject['metadata'] {
  const metadata = mapAt(written, 'metadata');
  return { ...metadata, name, namespace, labels: { ...mapAt(metadata, 'labels'), ...own } };
}

function annotated(object: WantedObject, content: Digest): WantedObject {
  const annotations = { ...mapAt(object.metadata, 'annotations'), [contentAnnotation]: content };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** On the pod template too, so that whatever changed, the pod is made anew. */
function withTemplateAnnotation(object: WantedObject, content: Digest): WantedObject {
  const spec = mapAt(object, 'spec');
  const template = mapAt(spec, 'template');
  const metadata = mapAt(template, 'metadata');
  const annotations = { ...mapAt(metadata, 'annotations'), [contentAnnotation]: content };
  return { ...object, spec: { ...spec, template: { ...template, metadata: { ...metadata, annotations } } } };
}

function rest(object: JsonObject, without: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== without));
}

function mapAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isMap(value) ? value : {};
}

function listAt(object: JsonObject, key: string): readonly Json[] {
  const value = object[key];
  return Array.isArray(value) ? value : [];
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
