import { gunzipSync, gzipSync } from 'node:zlib';
import { RemoteError } from '../../report/index.ts';
import type { Json } from '../../values/index.ts';
import { ApiRefusal, type WholeObject } from '../api/cluster-port.ts';
import { inParallel } from '../api/parallel.ts';
import { type JsonObject, type LiveObject, labels, objectPath } from '../kubernetes-object.ts';
import type { RecordCluster } from './record-cluster.ts';
import type { RecordedOwner } from './recorded-owner.ts';
import { isNamedFor, type PackedGroup, pieceBytes } from './shard-groups.ts';

const dataKey = 'owners.json.gz';
const atOnce = 16;
const attempts = 3;

/** Writes each piece that is not there yet. They are immutable and named by what they hold: whoever wrote one, it is this one. */
export async function writeShards(
  cluster: Pick<RecordCluster, 'get' | 'create'>,
  namespace: string,
  groups: readonly PackedGroup[],
): Promise<void> {
  const pieces = groups.flatMap((group) => group.pieces);
  await inParallel(pieces, atOnce, async ({ name, text }) => {
    const secret: WholeObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels: { [labels.managedBy]: 'keep-deploy' } },
      immutable: true,
      type: 'Opaque',
      data: { [dataKey]: gzipSync(text).toString('base64') },
    };
    for (let attempt = 1; ; attempt++) {
      try {
        await cluster.create(secret);
        return;
      } catch (error) {
        if (error instanceof ApiRefusal && error.status === 409) return;
        if (error instanceof ApiRefusal && error.status < 500) throw error;
        // Its answer may be all that was lost.
        const path = objectPath('Secret', namespace, name);
        const found = await cluster.get(path, { metadataOnly: true }).catch(() => undefined);
        if (found !== undefined) return;
        if (attempt >= attempts) throw error;
      }
    }
  });
}

export interface ReadGroupOptions {
  readonly cluster: Pick<RecordCluster, 'get'>;
  readonly namespace: string;
  readonly group: string;
  readonly names: readonly string[];
  /** The key that the names were made with; absent when that is not known to be this one: then they can't be compared. */
  readonly digestKey: string | undefined;
  /** What is lost with it, for people. */
  readonly holds: string;
}

/** Reads one group. @throws RemoteError that says what is lost, when a Secret of it is missing or holds something else. */
export async function readGroup(options: ReadGroupOptions): Promise<readonly RecordedOwner[]> {
  const { cluster, namespace, group, names, digestKey, holds } = options;
  const lost = (name: string, what: string) =>
    new RemoteError(
      `the Secret ${name} in ${namespace} ${what}. It is a part of the roll-out record: ${holds}. Without it there is no way back for those clients, so nothing is written. Bring the Secret back (from a backup of the cluster); if nothing can, delete the ConfigMap keep-deploy-roll-out: the next run then takes what runs at that moment for what it goes back to`,
    );
  const texts = await inParallel(names, atOnce, async (name) => {
    const found = await cluster.get<LiveObject & { readonly data?: Readonly<Record<string, unknown>> }>(
      objectPath('Secret', namespace, name),
    );
    if (found === undefined) throw lost(name, 'is missing');
    const packed = found.data?.[dataKey];
    if (typeof packed !== 'string') throw lost(name, 'does not hold what it was written with');
    try {
      return gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: pieceBytes });
    } catch {
      throw lost(name, 'does not hold what it was written with');
    }
  });
  const whole = Buffer.concat(texts).toString('utf8');
  const [first = group] = names;
  if (digestKey !== undefined && !isNamedFor(names, group, whole, digestKey)) {
    throw lost(first, 'holds something else than what its name was made for');
  }
  const owners = parseOwners(whole);
  if (owners === undefined) throw lost(first, 'does not hold what it was written with');
  return owners;
}

function parseOwners(whole: string): readonly RecordedOwner[] | undefined {
  try {
    const document = JSON.parse(whole) as Json;
    if (!isMap(document) || document['version'] !== 1 || !Array.isArray(document['owners'])) return undefined;
    return document['owners'].every(isOwner) ? (document['owners'] as unknown as readonly RecordedOwner[]) : undefined;
  } catch {
    return undefined;
  }
}

/** Deep enough that what is applied from it is an object of a kind and a name; the API server checks the rest. */
function isOwner(value: Json): boolean {
  if (!isMap(value)) return false;
  const { owner, role, bodies, contentNamed, adopted } = value;
  if (typeof owner !== 'string' || typeof role !== 'string' || !Array.isArray(bodies)) return false;
  if (!Array.isArray(contentNamed) || !Array.isArray(adopted)) return false;
  return bodies.every((body: Json) => {
    if (!isMap(body) || !isMap(body['metadata'])) return false;
    const { name, namespace } = body['metadata'];
    return [body['apiVersion'], body['kind'], name, namespace].every((text) => typeof text === 'string' && text !== '');
  });
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
