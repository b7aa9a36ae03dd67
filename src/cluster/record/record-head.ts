import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { excerpt, RemoteError } from '../../report/index.ts';
import { canonicalJson, type Json } from '../../values/index.ts';
import type { WholeObject } from '../api/cluster-port.ts';
import { type LiveObject, labels } from '../kubernetes-object.ts';
import type { ObjectKey } from './recorded-owner.ts';

/** The ConfigMap that says how far the namespace's last roll-out came. Small, secret-free, changed only by compare-and-swap. */
export const headName = 'keep-deploy-roll-out';

const version = 1;
const recordKey = 'record.json';
const retiredKey = 'retired.json.gz';
const longestRetired = 8 * 1024 * 1024;

const shardSet = v.object({
  groups: v.pipe(v.number(), v.integer(), v.minValue(1)),
  clients: v.pipe(v.number(), v.integer(), v.minValue(0)),
  key: v.string(),
  shards: v.record(v.string(), v.pipe(v.array(v.string()), v.readonly())),
});

const leftObject = v.object({
  /** The client it was of; empty: of none alone. */
  owner: v.string(),
  key: v.custom<ObjectKey>(isObjectKey),
});
export type LeftObject = v.InferOutput<typeof leftObject>;

const document = v.object({
  /** `forward`: a run is writing, or was killed. `going-back`: it takes back. `settled`: nobody works on it. */
  state: v.picklist(['forward', 'going-back', 'settled']),
  /** Whose network is recorded; absent in one that was written before this was noted: then it is whoever's comes. */
  environment: v.optional(v.string()),
  /** Who changed it last, for people. */
  run: v.string(),
  /** Random, one for each run. */
  token: v.string(),
  /** Random, one for each write: it proves that a write whose answer was lost did land. */
  change: v.string(),
  changedAt: v.string(),
  /** What the run rolls. */
  release: v.string(),
  /** What the baseline is of; absent where nothing was rolled before, or a mixture of releases stood. */
  releaseBefore: v.optional(v.string()),
  /** Settled: the release that stands; absent when a mixture does. */
  releaseStanding: v.optional(v.string()),
  /** Where the baseline is of several releases: of the first all owners but those that the others name. */
  mixture: v.optional(
    v.pipe(v.array(v.object({ release: v.string(), owners: v.pipe(v.array(v.string()), v.readonly()) })), v.readonly()),
  ),
  /** What is gone back to: what was last applied and left standing. Only settling changes it. */
  baseline: shardSet,
  /** What is being applied; settled: the baseline. */
  wanted: shardSet,
  /** What killed runs were applying since the baseline was true. */
  abandoned: v.pipe(v.array(shardSet), v.readonly()),
  /** Going back: the clients that do; absent: all that were touched, and what they share. */
  goingBack: v.optional(v.pipe(v.array(v.string()), v.readonly())),
  /** What nothing wants any more and was left where it is: looked at again by every run, until it is gone or wanted. */
  left: v.optional(v.pipe(v.array(leftObject), v.readonly())),
  /** How the last run ended that was settled: the one that left the baseline. */
  outcome: v.optional(v.string()),
  /** Whose objects that run left unproved: they may stand otherwise than is recorded (`''`: those that all share). */
  unproved: v.optional(v.pipe(v.array(v.string()), v.readonly())),
});

export type RecordState = v.InferOutput<typeof document>['state'];

export interface RecordHead extends v.InferOutput<typeof document> {
  /** Content-named objects and shards that nothing needs any more, newest first: a few stay, the others are collected. */
  readonly retired: readonly ObjectKey[];
}

/** The head as it stands, and what a change of it must name. */
export interface SeenHead {
  readonly head: RecordHead;
  readonly resourceVersion: string;
  readonly metadata: LiveObject['metadata'];
}

interface HeadObject extends LiveObject {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly binaryData?: Readonly<Record<string, unknown>>;
}

/** The whole ConfigMap; labels and annotations that others gave it stay. */
export function headObject(
  namespace: string,
  head: RecordHead,
  before: LiveObject['metadata'] | undefined,
): WholeObject {
  const { retired, ...rest } = head;
  const ours = { [labels.managedBy]: 'keep-deploy' };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: headName,
      namespace,
      labels: { ...before?.labels, ...ours },
      ...(before?.annotations !== undefined && { annotations: before.annotations }),
    },
    data: { [recordKey]: canonicalJson({ version, ...rest } as unknown as Json) },
    binaryData: { [retiredKey]: gzipSync(JSON.stringify(retired)).toString('base64') },
  };
}

/** @throws RemoteError when it is no head that this version reads. */
export function parseHead(namespace: string, live: LiveObject): SeenHead {
  const { data, binaryData, metadata } = live as HeadObject;
  const say = (what: string) => new RemoteError(`the ConfigMap ${headName} in ${namespace} ${what}`);
  const fields = jsonIn(data?.[recordKey]);
  const written = isMap(fields) ? fields['version'] : undefined;
  if (typeof written === 'number' && written > version) {
    throw say(
      `was written by a newer keep-deploy (its roll-out record has version ${written}, this one reads ${version}): nothing is written; use that version`,
    );
  }
  const parsed = v.safeParse(document, fields);
  const retired = retiredIn(binaryData?.[retiredKey]);
  if (written !== version || !parsed.success || retired === undefined || metadata.resourceVersion === undefined) {
    const where = parsed.success ? '' : ` (${excerpt(v.getDotPath(parsed.issues[0]) ?? 'not JSON', 80)})`;
    throw say(
      `is no roll-out record${where}: nothing is written, because what to go back to isn't known. Bring it back as it was; if nothing can, delete it: the next run then takes what runs at that moment for what it goes back to`,
    );
  }
  return { head: { ...parsed.output, retired }, resourceVersion: metadata.resourceVersion, metadata };
}

function retiredIn(packed: unknown): readonly ObjectKey[] | undefined {
  if (packed === undefined) return [];
  if (typeof packed !== 'string') return undefined;
  try {
    const list = jsonIn(
      gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: longestRetired }).toString('utf8'),
    );
    return Array.isArray(list) && list.every(isObjectKey) ? list : undefined;
  } catch {
    return undefined;
  }
}

function isObjectKey(key: unknown): key is ObjectKey {
  return typeof key === 'string' && /^[A-Za-z]+\/./.test(key);
}

function jsonIn(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
