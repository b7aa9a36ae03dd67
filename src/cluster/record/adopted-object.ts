import type { Json } from '../../values/index.ts';
import {
  apiVersionOf,
  type JsonObject,
  type LiveObject,
  type WantedObject,
  type WrittenKind,
} from '../kubernetes-object.ts';

/** An object that was there before we wrote it for the first time: what going back restores. */
export interface AdoptedObject {
  /** The client's name, or `sharedOwner`. */
  readonly owner: string;
  readonly role: string;
  readonly body: WantedObject;
}

/** What the server adds to an object's metadata; applied, it would be refused, or taken from whoever sets it. */
const setByServer: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/** A controller's own notes, which it changes with every revision. */
const setByController: ReadonlySet<string> = new Set(['deployment.kubernetes.io/revision']);

/**
 * The live object's own body, to be applied again. Defaults that the server filled in stay: they are what ran.
 * @param kind items of a list don't carry theirs.
 */
export function bodyOfLive(kind: WrittenKind, namespace: string, live: LiveObject): WantedObject {
  const { status: _, ...rest } = live as LiveObject & { readonly status?: Json };
  const metadata = Object.fromEntries(
    Object.entries(live.metadata as unknown as JsonObject).filter(([field]) => !setByServer.has(field)),
  );
  const annotations = Object.entries(live.metadata.annotations ?? {}).filter(([name]) => !setByController.has(name));
  const body = withoutTemplatesStatus(rest as unknown as JsonObject);
  return {
    ...body,
    apiVersion: apiVersionOf(kind),
    kind,
    metadata: {
      ...metadata,
      ...(live.metadata.annotations !== undefined && { annotations: Object.fromEntries(annotations) }),
      name: live.metadata.name,
      namespace,
    },
  };
}

/** The server gives each claim template a status, and templates an empty time of creation. */
function withoutTemplatesStatus(body: JsonObject): JsonObject {
  const spec = body['spec'];
  if (!isMap(spec)) return body;
  const { template, volumeClaimTemplates, ...rest } = spec;
  return {
    ...body,
    spec: {
      ...rest,
      ...(template !== undefined && { template: withoutTime(template) }),
      ...(Array.isArray(volumeClaimTemplates) && {
        volumeClaimTemplates: volumeClaimTemplates.map((claim: Json) => {
          if (!isMap(claim)) return claim;
          const { status: _, ...written } = claim;
          return withoutTime(written);
        }),
      }),
    },
  };
}

function withoutTime(template: Json): Json {
  if (!isMap(template) || !isMap(template['metadata'])) return template;
  const { creationTimestamp: _, ...metadata } = template['metadata'];
  return { ...template, metadata };
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
