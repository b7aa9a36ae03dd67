import type { Digest } from '../../values/index.ts';
import { contentAnnotation, type JsonObject, labels, type WantedObject } from '../kubernetes-object.ts';
import { mapAt, without } from './manifest-values.ts';

/** The labels of everything that belongs to one client. */
export function ownLabels({ name, role }: { readonly name: string; readonly role: string }): JsonObject {
  return { [labels.managedBy]: 'keep-deploy', [labels.client]: name, [labels.role]: role };
}

/** The object under its name, in its namespace and with our labels; what a server reports is left out. */
export function named(
  written: JsonObject,
  identity: Pick<WantedObject, 'apiVersion' | 'kind'>,
  name: string,
  namespace: string,
  own: JsonObject,
): WantedObject {
  const metadata = without(mapAt(written, 'metadata'), 'creationTimestamp');
  return {
    ...(identity.kind === 'Secret' ? withData(written) : without(written, 'status')),
    ...identity,
    metadata: { ...metadata, name, namespace, labels: { ...mapAt(metadata, 'labels'), ...own } },
  };
}

/**
 * `stringData` is written as the `data` that the API server makes of it: in its books nobody owns a `stringData`, so that
 * neither a change of it by somebody else nor a key that left the manifest would be seen.
 */
function withData(secret: JsonObject): JsonObject {
  const texts = Object.entries(mapAt(secret, 'stringData')).map(([key, text]): [string, string] => [
    key,
    Buffer.from(String(text)).toString('base64'),
  ]);
  const rest = without(secret, 'status', 'stringData');
  return texts.length === 0 ? rest : { ...rest, data: { ...mapAt(rest, 'data'), ...Object.fromEntries(texts) } };
}

/** With one annotation more; without its name the content's. */
export function annotated(object: WantedObject, value: string, annotation: string = contentAnnotation): WantedObject {
  const annotations = { ...mapAt(object.metadata, 'annotations'), [annotation]: value };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** On the pod template, so that the pod is made anew when any of it changes. */
export function withTemplateAnnotation(object: WantedObject, content: Digest): WantedObject {
  const spec = mapAt(object, 'spec');
  const template = mapAt(spec, 'template');
  const metadata = mapAt(template, 'metadata');
  const annotations = { ...mapAt(metadata, 'annotations'), [contentAnnotation]: content };
  return { ...object, spec: { ...spec, template: { ...template, metadata: { ...metadata, annotations } } } };
}
