import { contentAnnotation, isWorkloadKind, type LiveObject, type WantedObject } from '../kubernetes-object.ts';
import type { TouchedOwner } from '../record/open-record.ts';
import type { LeftObject } from '../record/record-head.ts';
import { keyOf, type ObjectKey, partsOf } from '../record/recorded-owner.ts';
import { leavesPodsToUs } from './left-to-us.ts';
import type { RollStore } from './roll-ports.ts';
import type { Scheduled } from './schedule.ts';
import type { Touch } from './writer.ts';

/** The state to go back to, as the record has it. */
export interface Baseline {
  /** By name (`sharedOwner` for what belongs to no client): all that this run changes, or that a killed one was changing. */
  readonly owners: ReadonlyMap<string, TouchedOwner>;
  /** Runs before may have written of this owner what the record doesn't say: a killed one, or one that left it unproved. */
  isUnsure(owner: string): boolean;
  /** Nothing was ever there, or proved: a first release has nothing to go back to. */
  readonly isEmpty: boolean;
  /** What runs before left where it is, though nothing wants it. */
  readonly left: readonly LeftObject[];
}

/** An object that this run (or a killed one) created. */
export interface Removal {
  readonly key: ObjectKey;
  /** What our write was answered with; absent where that isn't known. */
  readonly answer?: LiveObject | undefined;
}

/** What going back does about some objects: bodies to apply again, in order, and objects to remove, in order. */
export interface BackObjects {
  readonly immutable: readonly WantedObject[];
  readonly beside: readonly WantedObject[];
  readonly remove: readonly Removal[];
}

/** One client's way back. */
export interface BackStep extends Scheduled, BackObjects {
  /** `remove`: there was no workload of it before. */
  readonly action: 'restore' | 'remove';
  /** The workload as it was before, and is to be again. */
  readonly before?: WantedObject | undefined;
  /** The workload as this run wanted it, or a killed one. */
  readonly wanted?: WantedObject | undefined;
  /** What was done to the workload; absent where nobody got that far. */
  readonly touch?: Pick<Touch, 'answer'> | undefined;
}

/** What was written, or may have been, by what it was answered with. */
export type Touches = ReadonlyMap<ObjectKey, Pick<Touch, 'answer'>>;

/**
 * What leads one client back. Claims (PersistentVolumeClaims) are data: they are neither removed nor applied again (one
 * that has grown can't shrink).
 * @param touched what this run wrote for the client, or may have written.
 */
export function planBack(owner: TouchedOwner, touched: Touches, isUnsure: boolean): BackStep {
  const before = workloadIn(owner.before?.bodies);
  const wanted = workloadIn(owner.attempted?.bodies);
  const key = keyOfAny(wanted ?? before);
  const touch = key === undefined ? undefined : touched.get(key);
  return {
    client: owner.owner,
    role: owner.role,
    isRestart: before !== undefined && (touch !== undefined || leavesPodsToUs(before)),
    action: before === undefined ? 'remove' : 'restore',
    before,
    wanted,
    touch,
    ...planObjectsBack(owner, touched, isUnsure),
  };
}

/** The objects of one owner, its workload left out. */
export function planObjectsBack(owner: TouchedOwner, touched: Touches, isUnsure: boolean): BackObjects {
  const { bodies = [], contentNamed = [] } = owner.before ?? {};
  const mayBeWritten = (key: ObjectKey): boolean => isUnsure || touched.has(key);
  return {
    // What the old workload mounts may have been taken away since; written again where it stands, it changes nothing.
    immutable: bodies.filter((body) => contentNamed.includes(keyOf(body))),
    // In the order of writing: what an object stands on is there before it.
    beside: bodies.filter((body) => {
      const key = keyOf(body);
      return mayBeWritten(key) && !isWorkloadKind(body.kind) && !isClaim(key) && !contentNamed.includes(key);
    }),
    // Against the order of writing: the workload before what it stands on.
    remove: owner.created
      .filter((key) => mayBeWritten(key) && !isClaim(key))
      .map((key) => ({ key, answer: touched.get(key)?.answer }))
      .toReversed(),
  };
}

/**
 * What runs before have done to a client's workload since the baseline was true, read from the live workload's own digest:
 * theirs is this run's to take back.
 */
export function inheritedTouch(owner: TouchedOwner, store: RollStore): Touches {
  const before = workloadIn(owner.before?.bodies);
  const body = anyWorkloadOf(owner);
  if (body === undefined || !isWorkloadKind(body.kind)) return new Map();
  const live = store.workload(body.kind, body.metadata.name);
  const content = live?.metadata.annotations?.[contentAnnotation];
  // Never ours, or as it was last applied.
  if (live === undefined || content === undefined || content === contentOf(before)) return new Map();
  return new Map([[keyOf(body), {}]]);
}

/**
 * True where the workload is as the last release wanted it. What an earlier one wrote that was killed too is nothing to go back
 * to, and nor is what the last one wanted in its place and never wrote.
 */
export function standsAsWanted({ after }: TouchedOwner, store: RollStore): boolean {
  const body = workloadIn(after?.bodies);
  if (body === undefined || !isWorkloadKind(body.kind)) return false;
  const content = store.workload(body.kind, body.metadata.name)?.metadata.annotations?.[contentAnnotation];
  return content !== undefined && content === contentOf(body);
}

/** The digest that we write on an object; absent on what we never wrote. */
export function contentOf(body: WantedObject | undefined): string | undefined {
  const { annotations } = (body?.metadata ?? {}) as Partial<LiveObject['metadata']>;
  return annotations?.[contentAnnotation];
}

/** True where removing the workload would take its claims along. */
export function takesClaimsAlong(workload: WantedObject | undefined): boolean {
  const { persistentVolumeClaimRetentionPolicy: policy } = (workload?.['spec'] ?? {}) as {
    readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string };
  };
  return policy?.whenDeleted === 'Delete';
}

/** The workload of an owner, be it of before or not. */
export function anyWorkloadOf({ before, attempted }: TouchedOwner): WantedObject | undefined {
  return workloadIn(attempted?.bodies) ?? workloadIn(before?.bodies);
}

function workloadIn(bodies: readonly WantedObject[] = []): WantedObject | undefined {
  return bodies.find(({ kind }) => isWorkloadKind(kind));
}

function keyOfAny(body: WantedObject | undefined): ObjectKey | undefined {
  return body && keyOf(body);
}

function isClaim(key: ObjectKey): boolean {
  return partsOf(key).kind === 'PersistentVolumeClaim';
}
