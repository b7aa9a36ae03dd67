import { canonicalJson, type Digest, digestOf, keyedDigestOf } from '../../values/index.ts';
import { apiVersionOf, type JsonObject, labels, type WantedObject, type WrittenKind } from '../kubernetes-object.ts';
import { composeBeside } from './compose-beside.ts';
import { annotated, named, ownLabels, withTemplateAnnotation } from './compose-metadata.ts';
import { composeWorkload } from './compose-workload.ts';
import { mapAt } from './manifest-values.ts';
import { clientsName } from './name-check.ts';
import { objectKey, referencesIn } from './references.ts';
import { secretData, secretDigest, withoutSecretData } from './secret-data.ts';
import { kindOf, type Manifest, manifestOf, nameOf, type WrittenObject } from './written-object.ts';

/** Everything that is written for a network. */
export interface NetworkObjects {
  /** What belongs to no client alone: written once, before the first wave, in this order. */
  readonly shared: readonly WantedObject[];
  readonly clients: readonly ClientObjects[];
}

/** What one client is to run. */
export interface WantedClient {
  /** Names its workload and Service too, where it is made from a template. */
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
  /** Over what the pod has from its start: its files, its template, and what it reads of the manifests' own data. */
  readonly content: Digest;
  /** False when what is secret was taken to be what the live workload has, instead of compared. */
  readonly isCompared: boolean;
}

/** What a live workload says of its secret parts: stands in where the key or the text is missing. */
export interface AssumedParts {
  /** Names of the objects that hold its files. */
  readonly configuration?: string | undefined;
  readonly keyfile?: string | undefined;
  /** Its annotation `keep-deploy/secrets`. */
  readonly secrets?: string | undefined;
}

export interface ComposeOptions {
  readonly namespace: string;
  /** `$KEEP_DEPLOY_DIGEST_KEY`: a plain digest in a name would let anybody check a guess of what the Secret holds. */
  readonly digestKey: string | undefined;
  /** Images of other containers that are written by tag, by digest. */
  readonly images?: ReadonlyMap<string, string> | undefined;
}

/** On a workload: a keyed digest of the user's own Secrets that it reads. */
export const secretsAnnotation = 'keep-deploy/secrets';

/** Everything that is to be written. Pure: same input, same objects. */
export function composeNetwork(
  manifest: Manifest,
  clients: readonly WantedClient[],
  options: ComposeOptions & { readonly assumed?: ReadonlyMap<string, AssumedParts> | undefined },
): NetworkObjects {
  const { assumed, ...rest } = options;
  return {
    shared: manifest.shared.map((written) => composeShared(written, options)),
    clients: clients.map((client) => composeClient(manifest, client, { ...rest, assumed: assumed?.get(client.name) })),
  };
}

/** The client's manifest with everything set that differs from client to client. Pure. */
export function composeClient(
  manifest: Manifest,
  client: WantedClient,
  options: ComposeOptions & { readonly assumed?: AssumedParts | undefined },
): ClientObjects {
  const { namespace, digestKey, assumed, images = new Map() } = options;
  const { configuration, keyfile } = client;
  const configurationKey = configuration.isSecret ? { digestKey } : 'plain';
  const configurationName =
    configuration.text === undefined
      ? undefined
      : contentName(client.name, 'config', configuration.text, configurationKey);
  const keyfileName = keyfileNameOf(client.name, keyfile.text, digestKey);
  const files = {
    configuration: configurationName ?? assumed?.configuration ?? `${client.name}-config-not-compared`,
    keyfile: keyfileName ?? assumed?.keyfile ?? `${client.name}-keyfile-not-compared`,
  };
  const own = ownLabels(client);
  const immutable: readonly WantedObject[] = [
    objectHolding(
      configuration.isSecret ? 'Secret' : 'ConfigMap',
      { name: files.configuration, namespace, labels: own },
      'configuration',
      configuration.text ?? '',
    ),
    objectHolding('Secret', { name: files.keyfile, namespace, labels: own }, 'keyfile', keyfile.text),
  ];

  const mine = manifestOf(manifest, client.name);
  const { isTemplate } = mine;
  const keys = new Set([mine.workload, ...mine.beside].map((each) => objectKey(kindOf(each), nameOf(each) ?? '')));
  const newName = (name: string | undefined) => (isTemplate ? clientsName(name, mine.name, client.name) : (name ?? ''));
  const rename = (kind: string, name: string) => (keys.has(objectKey(kind, name)) ? newName(name) : name);
  const beside = mine.beside.map((written) =>
    composeBeside(written, { client: client.name, namespace, isTemplate, rename, name: newName(nameOf(written)), own }),
  );
  const name = newName(nameOf(mine.workload));
  const hasService = beside.some(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
  const bare = composeWorkload(mine, {
    ...{ client, namespace, container: manifest.container, isTemplate, rename, name, hasService, files, images },
  });
  const read = [...beside, ...manifest.shared.map(({ object }) => object)].filter(isReadBy(bare));
  const secrets = read.filter((object) => secretData(object) !== undefined);
  const secretsName = digestKey === undefined ? (assumed?.secrets ?? 'not-compared') : secretDigest(digestKey, secrets);
  const workload = secrets.length === 0 ? bare : annotated(bare, secretsName, secretsAnnotation);
  const content = digestOf(
    canonicalJson([
      immutable.map(({ metadata }) => metadata.name),
      mapAt(mapAt(workload, 'spec'), 'template'),
      read.map(readPartOf),
      secrets.length === 0 ? null : secretsName,
    ]),
  );
  const started = withTemplateAnnotation(workload, content);
  const isSecretCompared = secrets.length === 0 || digestKey !== undefined;
  return {
    client: client.name,
    role: client.role,
    immutable,
    beside: beside.map((object) => summed(object, digestKey)),
    workload: annotated(started, digestOf(canonicalJson(started))),
    content,
    isCompared: configurationName !== undefined && keyfileName !== undefined && isSecretCompared,
  };
}

function composeShared(written: WrittenObject, { namespace, digestKey }: ComposeOptions): WantedObject {
  const kind = kindOf(written) as WrittenKind;
  const identity = { apiVersion: apiVersionOf(kind), kind };
  const own = { [labels.managedBy]: 'keep-deploy' };
  return summed(named(written.object, identity, nameOf(written) ?? '', namespace, own), digestKey);
}

/**
 * With a digest of its own: another image of a client is no reason to write its Service.
 * @returns the object as it is where it holds what can't be hashed without the key, in a plan.
 */
function summed(object: WantedObject, digestKey: string | undefined): WantedObject {
  const stripped = canonicalJson(withoutSecretData(object));
  if (secretData(object) === undefined) return annotated(object, digestOf(stripped));
  if (digestKey === undefined) return object;
  return annotated(object, keyedDigestOf(digestKey, canonicalJson([stripped, secretDigest(digestKey, [object])])));
}

/** Whether a pod has the content of an object from its start: with another content it must be started anew. */
function isReadBy(workload: WantedObject): (object: JsonObject) => boolean {
  const references = referencesIn(workload).filter(({ isUnread }) => !isUnread);
  const read = new Set(references.map(({ kind, name }) => objectKey(kind, name)));
  return (object) => {
    const kind = String(object['kind']);
    return (
      ['ConfigMap', 'Secret'].includes(kind) && read.has(objectKey(kind, String(mapAt(object, 'metadata')['name'])))
    );
  };
}

/** What of a ConfigMap or Secret a container can have: another label on it is no reason for another pod. */
function readPartOf(object: JsonObject): JsonObject {
  const { kind, data, binaryData } = withoutSecretData(object);
  const name = mapAt(object, 'metadata')['name'];
  return Object.fromEntries(
    Object.entries({ kind, name, data, binaryData }).filter(([, value]) => value !== undefined),
  );
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

/** The Secret in which a client has this keyfile. `undefined` without the key: then nobody can tell. */
export function keyfileNameOf(client: string, text: string, digestKey: string | undefined): string | undefined {
  return contentName(client, 'keyfile', text, { digestKey });
}

/** `undefined` when it needs the key and there is none. */
function contentName(
  client: string,
  part: 'config' | 'keyfile',
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
