import { RemoteError } from '../../report/index.ts';
import { autoscalerReasons } from '../judge/scheduling-sign.ts';
import type { ClaimState, Sight } from '../judge/sight.ts';
import { claimsOf } from '../judge/volume-sign.ts';
import { type LiveObject, listPath, objectPath } from '../kubernetes-object.ts';
import { eventTime, type LiveEvent } from '../live-workload.ts';
import type { RollPorts } from './roll-ports.ts';

/** What no watch shows, and is read only when a verdict asks for it. */
export type Evidence = Pick<Sight, 'autoscaler' | 'claims'>;

interface Asked {
  readonly needsAutoscalerEvents: boolean;
  readonly needsClaims: boolean;
}

type Ports = Pick<RollPorts, 'cluster' | 'namespace' | 'clock'>;

interface LiveClaim extends LiveObject {
  readonly status?: { readonly phase?: string };
}

/** Reads what the verdict asks for. What can't be read is left out: then the verdict goes by what is seen. */
export async function readEvidence(
  { needsAutoscalerEvents, needsClaims }: Asked,
  sight: Sight,
  known: Evidence,
  ports: Ports,
): Promise<Evidence> {
  const [autoscaler, claims] = await Promise.all([
    needsAutoscalerEvents ? readAutoscaler(sight, ports) : known.autoscaler,
    needsClaims ? readClaims(sight, ports) : known.claims,
  ]);
  return { autoscaler, claims };
}

async function readAutoscaler({ pods }: Sight, { cluster, namespace, clock }: Ports): Promise<Sight['autoscaler']> {
  const uids = new Set(pods.map(({ metadata }) => metadata.uid));
  const readings = autoscalerReasons.map((reason) =>
    orNothing(
      cluster.list<LiveEvent>(listPath('Event', namespace), {
        fieldSelector: `involvedObject.kind=Pod,reason=${reason}`,
      }),
    ),
  );
  const events = (await Promise.all(readings)).flatMap((read) => read ?? []);
  return { events: events.filter(({ involvedObject }) => uids.has(involvedObject?.uid)), readMs: clock.now() };
}

/** A claim whose class binds late has an event that says so; the class itself isn't ours to read. */
async function readClaims({ pods }: Sight, { cluster, namespace }: Ports): Promise<readonly ClaimState[]> {
  const names = [...new Set(pods.flatMap(claimsOf))];
  const read = names.map(async (name): Promise<readonly ClaimState[]> => {
    const claim = await orNothing(cluster.get<LiveClaim>(objectPath('PersistentVolumeClaim', namespace, name)));
    if (claim === undefined) return [];
    const phase = claim.status?.phase ?? 'Pending';
    const events = phase === 'Pending' ? await eventsOf(claim, { cluster, namespace }) : [];
    const waitsForPod = events.some(({ reason }) => reason === 'WaitForFirstConsumer');
    const said = events.findLast(({ type }) => type === 'Warning') ?? events.at(-1);
    return [{ name, phase, waitsForPod, said }];
  });
  return (await Promise.all(read)).flat();
}

/** Oldest first. */
async function eventsOf(claim: LiveClaim, { cluster, namespace }: Pick<RollPorts, 'cluster' | 'namespace'>) {
  const fieldSelector = `involvedObject.uid=${claim.metadata.uid ?? ''}`;
  const events = await orNothing(cluster.list<LiveEvent>(listPath('Event', namespace), { fieldSelector }));
  return (events ?? []).toSorted((one, other) => (eventTime(one) ?? 0) - (eventTime(other) ?? 0));
}

async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof RemoteError) return undefined;
    throw error;
  }
}
