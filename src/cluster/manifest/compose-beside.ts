import { apiVersionOf, type JsonObject, labels, type WantedObject, type WrittenKind } from '../kubernetes-object.ts';
import { named } from './compose-metadata.ts';
import { mapAt } from './manifest-values.ts';
import { withRenamed } from './references.ts';
import { controllersLabels, kindOf, type WrittenObject } from './written-object.ts';

export interface BesideParts {
  readonly client: string;
  readonly namespace: string;
  readonly isTemplate: boolean;
  readonly rename: (kind: string, name: string) => string;
  readonly name: string;
  readonly own: JsonObject;
}

/** One of a client's objects beside its workload. Named as written, only its labels are ours. */
export function composeBeside(written: WrittenObject, parts: BesideParts): WantedObject {
  const kind = kindOf(written) as WrittenKind;
  const renamed = withRenamed(written.object, parts.namespace, parts.rename);
  const object = named(renamed, { apiVersion: apiVersionOf(kind), kind }, parts.name, parts.namespace, parts.own);
  if (!parts.isTemplate) return object;
  const spec = mapAt(renamed, 'spec');
  switch (kind) {
    case 'Service':
      return { ...object, spec: composeService(spec, parts) };
    case 'PodDisruptionBudget':
      return {
        ...object,
        spec: {
          ...spec,
          selector: {
            ...mapAt(spec, 'selector'),
            matchLabels: ofClient(mapAt(spec, 'selector', 'matchLabels'), parts.client),
          },
        },
      };
    default:
      return object;
  }
}

/** Clients of one template have the same labels: each one's Service selects its own pod only. */
function composeService(spec: JsonObject, { client, name }: BesideParts): JsonObject {
  if (spec['type'] === 'ExternalName') return spec;
  const selector = ofClient(mapAt(spec, 'selector'), client);
  const isInner = spec['type'] === undefined || spec['type'] === 'ClusterIP';
  const isHeadless = isInner && (spec['clusterIP'] === undefined || spec['clusterIP'] === 'None');
  // The Service that bears the client's name is the one by which its peers find it. Any other is left as it is.
  if (name !== client || !isHeadless) return { ...spec, selector };
  return {
    ...spec,
    clusterIP: 'None',
    // Peers find each other before they are ready, or none ever would be.
    publishNotReadyAddresses: spec['publishNotReadyAddresses'] ?? true,
    selector,
  };
}

/** The labels that select one client's pod; where they name the pod, its own. */
function ofClient(selected: JsonObject, client: string): JsonObject {
  const pod = selected[controllersLabels.podName];
  const renamed =
    typeof pod === 'string' ? { [controllersLabels.podName]: pod.replace(/^.*(?=-\d+$)/, client) } : undefined;
  return { ...selected, ...renamed, [labels.client]: client };
}
