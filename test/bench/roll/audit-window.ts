import { closeSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';

/** What one user asked of the API server, each request once however long it took; lock, collection and the check among peers are apart. */
export interface RequestCounts {
  /** Everything that changes nothing: reads, watches, reviews, dry runs, and what was refused. */
  readonly reads: number;
  readonly writes: number;
  /** Requests for the lock (Leases), and for collecting what earlier releases left. */
  readonly apart: number;
  /** `patch statefulsets` → how often; dry runs apart. */
  readonly kinds: Readonly<Record<string, number>>;
}

interface RawEvent {
  readonly auditID: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource?: string; readonly subresource?: string };
  readonly responseStatus?: { readonly code?: number };
}

/**
 * An audit policy for thousands of pods: what controllers, kwok and onlookers do is left out, or the log would grow by
 * hundreds of megabytes. Returns the API server's flags.
 */
export function quietAudit(file: string): readonly string[] {
  const bystanders = [
    'system:apiserver',
    'system:kube-controller-manager',
    'system:kube-scheduler',
    'kwok',
    'onlooker',
  ];
  const policy = {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [
      { level: 'None', users: [...bystanders, 'admin'] },
      { level: 'None', userGroups: ['system:serviceaccounts', 'system:unauthenticated'] },
      { level: 'Metadata' },
    ],
  };
  writeFileSync(file, JSON.stringify(policy));
  // In megabytes: a log that is rotated away can't be counted.
  return [`--audit-policy-file=${file}`, '--audit-log-maxsize=100000'];
}

/** From now on; the log may be long, so that only what is new is read. */
export function openAuditWindow(file: string): { count(user: string): RequestCounts } {
  const from = statSync(file).size;
  return { count: (user) => countRequests(readFrom(file, from), user) };
}

function readFrom(file: string, from: number): string {
  const length = statSync(file).size - from;
  const buffer = Buffer.alloc(length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, length, from);
  } finally {
    closeSync(descriptor);
  }
  return buffer.toString('utf8');
}

const writing = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
/** Created only in name: the API server keeps nothing of a review. */
const reviews = /(reviews|tokenrequests)$/;

export function countRequests(log: string, user: string): RequestCounts {
  // A watch is told when it starts and when it ends: the later word has the status.
  const requests = new Map<string, RawEvent>();
  // A last line without its end is still being written.
  for (const line of log.split('\n').slice(0, -1)) {
    const event = JSON.parse(line) as RawEvent;
    if (event.user.username === user) requests.set(event.auditID, event);
  }
  const kinds: Record<string, number> = {};
  const isApart = apartIn([...requests.values()]);
  let [reads, writes, apart] = [0, 0, 0];
  for (const event of requests.values()) {
    const { verb, requestURI, objectRef, responseStatus } = event;
    const resource = objectRef?.resource ?? '';
    const isDryRun = /[?&]dryRun=All/.test(requestURI);
    const kind = `${isDryRun ? 'dry-run ' : ''}${verb} ${resource}`.trim();
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    const isRefused = (responseStatus?.code ?? 0) >= 400;
    if (isApart(event)) apart++;
    else if (writing.has(verb) && !isDryRun && !isRefused && !reviews.test(resource)) writes++;
    else reads++;
  }
  return { reads, writes, apart, kinds };
}

/**
 * What isn't counted against a roll-out: the lock, smoke and collection. Collection is known by what it does: it lists in
 * pages who may still name something, looks each object up once more, deletes it, and then strikes it from the record.
 */
function apartIn(events: readonly RawEvent[]): (event: RawEvent) => boolean {
  const pathOf = ({ requestURI }: RawEvent) => requestURI.split('?')[0] ?? '';
  const isCollected = ({ verb, objectRef }: RawEvent) => verb === 'delete' && isHeld(objectRef);
  const collected = new Set(events.filter(isCollected).map(pathOf));
  const struck = new Set(events.slice(events.findIndex(isCollected)).filter(({ verb }) => verb === 'update'));
  return (event) => {
    const { resource, subresource = '' } = event.objectRef ?? {};
    // A client is asked through its pod, which is looked at once more when it doesn't answer.
    const isAsked = resource === 'pods' && (event.verb === 'get' || ['proxy', 'portforward'].includes(subresource));
    if (resource === 'leases' || isAsked) return true;
    if (collected.size === 0) return false;
    const isPaged = event.verb === 'list' && /[?&]limit=/.test(event.requestURI);
    if (resource === 'configmaps' && struck.has(event)) return true;
    return isPaged || (['get', 'delete'].includes(event.verb) && collected.has(pathOf(event)));
  };
}

function isHeld(objectRef: RawEvent['objectRef']): boolean {
  return ['secrets', 'configmaps'].includes(objectRef?.resource ?? '');
}
