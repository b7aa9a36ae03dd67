import { excerpt, RemoteError } from '../../report/index.ts';
import { type Clock, systemClock, wait } from '../api/clock.ts';
import { ApiRefusal, type WholeObject } from '../api/cluster-port.ts';
import { type LiveObject, objectPath } from '../kubernetes-object.ts';
import type { RecordCluster } from './record-cluster.ts';
import { headName, headObject, parseHead, type RecordHead, type SeenHead } from './record-head.ts';

const attempts = 5;
const pauseMs = 200;
/** A change that may have landed is followed up, also when the run is told to end: that takes a few requests. */
const never = new AbortController().signal;

/** Another run has changed the record since this one read it: what this one knows isn't true any more. */
export class RecordTakenError extends RemoteError {}

interface HeadPlace {
  readonly cluster: Pick<RecordCluster, 'get' | 'create' | 'replace'>;
  readonly namespace: string;
  readonly clock?: Clock | undefined;
}

export async function readHead({ cluster, namespace }: HeadPlace): Promise<SeenHead | undefined> {
  const found = await cluster.get<LiveObject>(objectPath('ConfigMap', namespace, headName));
  return found && parseHead(namespace, found);
}

/**
 * Changes the head that was seen (`undefined`: there was none). A write whose answer is lost, or says that it came too late,
 * may have landed: reading tells, because nobody else writes what is random in it.
 * @throws RecordTakenError when another run was faster.
 */
export async function swapHead(
  place: HeadPlace,
  seenAtFirst: SeenHead | undefined,
  next: RecordHead,
): Promise<SeenHead> {
  const { cluster, namespace, clock = systemClock } = place;
  let seen = seenAtFirst;
  for (let attempt = 1; ; attempt++) {
    try {
      return parseHead(namespace, await write(cluster, headObject(namespace, next, seen?.metadata), seen));
    } catch (error) {
      if (isFinal(error)) throw error;
      // When this fails too, nobody knows: whoever comes next reads it.
      const now = await readHead(place);
      if (now !== undefined && isSame(now, next)) return now;
      if (!isStillOurs(now, seen, next)) throw takenBy(namespace, now);
      if (attempt >= attempts) throw error;
      // At most with other labels: then it is written once more, from the version it has now.
      seen = now;
      await wait(clock, pauseMs * attempt * (0.5 + Math.random()), never);
    }
  }
}

function write(cluster: HeadPlace['cluster'], object: WholeObject, seen: SeenHead | undefined): Promise<LiveObject> {
  if (seen === undefined) return cluster.create(object);
  return cluster.replace({ ...object, metadata: { ...object.metadata, resourceVersion: seen.resourceVersion } });
}

/** What asking again doesn't change. 404 and 409 say that the head isn't what was seen; reading tells what it is. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof ApiRefusal)) return !(error instanceof RemoteError);
  return error.status < 500 && ![404, 409, 429].includes(error.status);
}

function isSame({ head }: SeenHead, other: RecordHead): boolean {
  return head.change === other.change;
}

/** As it was seen, or as an earlier write of this run left it whose answer was lost. */
function isStillOurs(now: SeenHead | undefined, seen: SeenHead | undefined, next: RecordHead): boolean {
  if (now === undefined) return seen === undefined;
  return now.head.token === next.token || (seen !== undefined && isSame(now, seen.head));
}

function takenBy(namespace: string, now: SeenHead | undefined): RecordTakenError {
  const what =
    now === undefined
      ? 'was deleted'
      : `was changed by another run (${excerpt(now.head.run, 200)}: ${now.head.state}) meanwhile`;
  return new RecordTakenError(
    `the roll-out record (ConfigMap ${headName} in ${namespace}) ${what}: nothing more is written. Let one run at a time work on this namespace, and run this one again`,
  );
}
