import { excerpt } from '../../report/index.ts';
import type { WholeObject } from '../api/cluster-port.ts';
import { type LiveObject, labels } from '../kubernetes-object.ts';

/** The Lease that is held while a run writes to the namespace. */
export const leaseName = 'keep-deploy';

/** coordination.k8s.io/v1. */
export interface LiveLease extends LiveObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string | null;
    readonly renewTime?: string | null;
    readonly leaseTransitions?: number;
  };
}

/** What stands there, as far as one who wants it needs to know. */
export type SeenLease =
  | { readonly state: 'absent' }
  | { readonly state: 'free'; readonly live: LiveLease }
  | {
      readonly state: 'held';
      readonly live: LiveLease;
      /** With the token: nobody else's is equal. */
      readonly identity: string;
      /** For people. */
      readonly holder: string;
      /** By the API server's clock, in Unix ms; undefined: it doesn't say. */
      readonly expiresAt: number | undefined;
    };

const token = /^(.+) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/s;

/** Who holds it, for people, and a random token, because only that proves that a Lease is one's own. */
export function identityOf(holder: string, ownToken: string): string {
  return `${holder} ${ownToken}`;
}

export function readLease(live: LiveLease | undefined): SeenLease {
  if (live === undefined) return { state: 'absent' };
  const { holderIdentity = '', leaseDurationSeconds, acquireTime, renewTime } = live.spec ?? {};
  if (holderIdentity === '') return { state: 'free', live };
  const since = Date.parse(renewTime ?? acquireTime ?? '');
  const expiresAt = since + (leaseDurationSeconds ?? Number.NaN) * 1000;
  return {
    state: 'held',
    live,
    identity: holderIdentity,
    holder: excerpt(token.exec(holderIdentity)?.[1] ?? holderIdentity, 200),
    expiresAt: Number.isNaN(expiresAt) ? undefined : expiresAt,
  };
}

export interface LeaseTerms {
  readonly namespace: string;
  readonly identity: string;
  readonly leaseSeconds: number;
}

/** The Lease as it is once it is held from `now` on: taken, or renewed by the one who held it. */
export function heldLease(
  { namespace, identity, leaseSeconds }: LeaseTerms,
  before: LiveLease | undefined,
  now: Date,
): WholeObject {
  const isRenewed = before?.spec?.holderIdentity === identity;
  const transitions = before?.spec?.leaseTransitions ?? 0;
  return leaseObject(namespace, before, {
    holderIdentity: identity,
    leaseDurationSeconds: leaseSeconds,
    acquireTime: (isRenewed ? before?.spec?.acquireTime : undefined) ?? microTime(now),
    renewTime: microTime(now),
    leaseTransitions: before === undefined || isRenewed ? transitions : transitions + 1,
  });
}

/** The Lease as it is once it is given back: it stays, and nobody holds it. */
export function freeLease(namespace: string, before: LiveLease): WholeObject {
  return leaseObject(namespace, before, { leaseTransitions: before.spec?.leaseTransitions ?? 0 });
}

function leaseObject(namespace: string, before: LiveLease | undefined, spec: WholeObject['spec']): WholeObject {
  const { labels: theirs, annotations } = before?.metadata ?? {};
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: leaseName,
      namespace,
      labels: { ...theirs, [labels.managedBy]: 'keep-deploy' },
      ...(annotations !== undefined && { annotations }),
    },
    spec,
  };
}

/** A MicroTime has exactly six digits after the second; Go's parser takes no fewer. */
function microTime(date: Date): string {
  return date.toISOString().replace(/Z$/, '000Z');
}
