import type { Json } from '../../values/index.ts';
import { type JsonObject, labels, type WantedObject, type WorkloadKind } from '../kubernetes-object.ts';
import type { WantedClient } from './client-objects.ts';
import { named, ownLabels } from './compose-metadata.ts';
import { isMap, listAt, mapAt, valueAt, without } from './manifest-values.ts';
import { volumeNames } from './pod-template-check.ts';
import { withRenamed } from './references.ts';
import { type ClientManifest, kindOf } from './written-object.ts';

export interface WorkloadParts {
  readonly client: WantedClient;
  readonly namespace: string;
  readonly container: string;
  readonly isTemplate: boolean;
  readonly rename: (kind: string, name: string) => string;
  /** The name that the workload gets. */
  readonly name: string;
  /** Whether a Service of the workload's name is the client's. */
  readonly hasService: boolean;
  /** Names of the objects that hold the client's files. */
  readonly files: { readonly configuration: string; readonly keyfile: string };
  /** An image that is written by tag, by digest; what isn't in it stays as it is written. */
  readonly images: ReadonlyMap<string, string>;
}

/** A client's StatefulSet or Deployment: as written, with what is the client's set in it. */
export function composeWorkload(manifest: ClientManifest, parts: WorkloadParts): WantedObject {
  const { client, namespace, isTemplate, name, hasService } = parts;
  const kind = kindOf(manifest.workload) as WorkloadKind;
  const written = withRenamed(manifest.workload.object, namespace, parts.rename);
  const own = ownLabels(client);
  const spec = mapAt(written, 'spec');
  const template = mapAt(spec, 'template');
  const podMetadata = mapAt(template, 'metadata');
  const selector = mapAt(spec, 'selector');
  // What selects pods by who manages them (`helm template` writes such labels) goes on selecting them.
  const podLabels = {
    [labels.managedBy]: 'keep-deploy',
    ...mapAt(podMetadata, 'labels'),
    ...without(own, labels.managedBy),
  };
  const needsName = kind === 'StatefulSet' && isTemplate && hasService && spec['serviceName'] === undefined;
  return {
    ...named(written, { apiVersion: 'apps/v1', kind }, name, namespace, own),
    spec: {
      ...spec,
      // Also where it isn't written: left out it would belong to whoever scales, and one account is one pod.
      replicas: 1,
      ...(needsName ? { serviceName: name } : {}),
      // Clients of one template have the same labels otherwise, and would select each other's pods.
      ...(isTemplate
        ? {
            selector: { ...selector, matchLabels: { ...mapAt(selector, 'matchLabels'), [labels.client]: client.name } },
          }
        : {}),
      template: { ...template, metadata: { ...podMetadata, labels: podLabels }, spec: composePod(template, parts) },
    },
  };
}

function composePod(template: JsonObject, { client, container, files, images }: WorkloadParts): JsonObject {
  const pod = mapAt(template, 'spec');
  const configuration: JsonObject = client.configuration.isSecret
    ? { secret: { secretName: files.configuration } }
    : { configMap: { name: files.configuration } };
  const resolved = (each: Json): Json => {
    const image = valueAt(each, ['image']);
    const digest = typeof image === 'string' ? images.get(image) : undefined;
    return isMap(each) && digest !== undefined ? { ...each, image: digest } : each;
  };
  return {
    ...pod,
    ...(Array.isArray(pod['initContainers']) ? { initContainers: listAt(pod, 'initContainers').map(resolved) } : {}),
    containers: listAt(pod, 'containers').map((each) =>
      isMap(each) && each['name'] === container ? composeContainer(each, client) : resolved(each),
    ),
    volumes: [
      ...listAt(pod, 'volumes'),
      { name: volumeNames.configuration, ...configuration },
      { name: volumeNames.keyfile, secret: { secretName: files.keyfile } },
    ],
  };
}

function composeContainer(container: JsonObject, client: WantedClient): JsonObject {
  const { variable, secret, key } = client.password;
  const env = listAt(container, 'env');
  const password = { name: variable, valueFrom: { secretKeyRef: { name: secret, key } } };
  return {
    ...container,
    image: client.image,
    // Written as it is in the manifest already, or not at all: the check saw to it.
    env: env.some((each) => valueAt(each, ['name']) === variable) ? env : [...env, password],
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
