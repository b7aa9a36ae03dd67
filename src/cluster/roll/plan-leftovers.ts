import { isWorkloadKind, labels, type PodMaker } from '../kubernetes-object.ts';
import type { LiveWorkload } from '../live-workload.ts';
import type { NetworkObjects } from '../manifest/client-objects.ts';
import { keyOf, type ObjectKey } from '../record/recorded-owner.ts';
import { type Leftover, nothingStays, type Staying, whyLeft } from './leftovers.ts';
import type { ObjectStep } from './object-step.ts';
import { namedBy, type PodMakers, type StandingPod } from './who-names.ts';

/** What a plan knows of what nothing wants any more, and of what may stand on it. */
export interface LeftoverSight {
  /** Of the record, also where it isn't settled: what nothing wants any more, as it stands. */
  readonly leftovers: readonly Leftover[];
  /** Every workload of the namespace, whoever made it. */
  readonly workloads: readonly LiveWorkload[];
  /** Every pod, and what makes pods besides; nothing where no leftover may be named by one. */
  readonly pods: readonly StandingPod[];
  readonly podMakers: PodMakers;
}

/** One object of the namespace, and the client it is of; empty when it is of none, or of all. */
export interface OwnedObject {
  readonly owner: string;
  readonly kind: string;
  readonly name: string;
}

export interface LeftoverPlan {
  /** Removed after a success. */
  readonly removed: readonly (OwnedObject & { readonly reason: string; readonly isCollected: false })[];
  /** Not ours to remove: told, and left to the user. */
  readonly left: readonly (OwnedObject & { readonly reason: string })[];
  /** Clients that are to be removed. */
  readonly leaving: readonly string[];
  /** Kinds that these credentials may not list: that is why something is left. */
  readonly unseen: readonly PodMaker[];
}

/** What becomes of what nothing wants any more. Pure. */
export function planLeftovers(
  wanted: NetworkObjects,
  steps: readonly ObjectStep[],
  sight: LeftoverSight,
): LeftoverPlan {
  const staying = stayingBeside(steps, sight);
  const judged = sight.leftovers.flatMap((one) => {
    const { owner, body, live } = one;
    if (live === 'absent') return [];
    const unless = whyOf(one, { ...staying, unseen: [] });
    const why = unless ?? whyOf(one, staying);
    const isUnseen = unless === undefined && why !== undefined;
    return [{ owner, kind: body.kind, name: body.metadata.name, why, isUnseen }];
  });
  const removed = judged.filter(({ why }) => why === undefined);
  const isLeaving = ({ owner, kind }: OwnedObject) => isWorkloadKind(kind) && isGone(owner, wanted);
  return {
    removed: removed.map(({ owner, kind, name }) => {
      const stays = isWorkloadKind(kind) ? ' (claims and their data stay)' : '';
      const reason = `${whatOf(owner, wanted)}: removed after success${stays}`;
      return { owner, kind, name, reason, isCollected: false };
    }),
    left: [...judged, ...unrecorded(steps, sight)].flatMap(({ owner, kind, name, why }) => {
      if (why === undefined) return [];
      const still = isWorkloadKind(kind) ? `it still runs, for ${why}: remove it yourself` : `it stays, for ${why}`;
      return [{ owner, kind, name, reason: `${whatOf(owner, wanted)}; ${still}` }];
    }),
    leaving: removed.filter(isLeaving).map(({ owner }) => owner),
    unseen: judged.some(({ isUnseen }) => isUnseen) ? staying.unseen : [],
  };
}

function stayingBeside(steps: readonly ObjectStep[], sight: LeftoverSight): Staying {
  const { leftovers, workloads, pods, podMakers } = sight;
  if (leftovers.length === 0) return nothingStays;
  const left = leftovers.filter((one) => isWorkloadKind(one.body.kind) && whyOf(one, nothingStays) !== undefined);
  const going = leftovers.filter((one) => !left.includes(one)).map(({ body }) => keyOf(body));
  const wanted = steps.map(({ object }) => object);
  // Of what is wanted counts what it is going to name, not what it names now.
  const passedOver = new Set([...going, ...wanted.map(keyOf)]);
  const others = workloads.filter(({ kind, metadata: { name } }) => !passedOver.has(`${kind}/${name}`));
  // So it is with the pods: those of what changes are made anew.
  const changing = steps.filter(({ action }) => action !== 'unchanged').map(({ object }) => keyOf(object));
  const ending = new Set<ObjectKey>([...going, ...changing]);
  const running = pods.filter(({ of }) => of === undefined || !ending.has(of));
  return {
    owners: new Set(left.map(({ owner }) => owner)),
    named: namedBy([...wanted, ...others, ...podMakers.objects, ...running]),
    unseen: podMakers.unreadable,
  };
}

function whyOf({ owner, body, live }: Leftover, staying: Staying): string | undefined {
  return live === 'absent' ? undefined : whyLeft({ owner, body, live }, staying);
}

/** What carries our label beside the record: a record may be gone. */
function unrecorded(steps: readonly ObjectStep[], { leftovers, workloads }: LeftoverSight) {
  const known = new Set([...steps.map(({ object }) => object), ...leftovers.map(({ body }) => body)].map(keyOf));
  return workloads.flatMap(({ kind, metadata: { name, labels: carried } }) => {
    const owner = carried?.[labels.client];
    if (owner === undefined || known.has(`${kind}/${name}`)) return [];
    return [{ owner, kind, name, why: 'it is not in the roll-out record' }];
  });
}

function whatOf(owner: string, wanted: NetworkObjects): string {
  return isGone(owner, wanted) ? `${owner} is no client any more` : 'no manifest has it any more';
}

function isGone(owner: string, wanted: NetworkObjects): boolean {
  return owner !== '' && !wanted.clients.some(({ client }) => client === owner);
}
