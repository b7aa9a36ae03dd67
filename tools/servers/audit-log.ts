import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One finished request, as the API server itself recorded it. */
export interface AuditEvent {
  readonly verb: string;
  readonly user: string;
  readonly userAgent: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly uri: string;
  readonly status: number;
  readonly at: string;
}

export type AuditFilter = Partial<Omit<AuditEvent, 'at' | 'uri'>>;

export interface AuditLog {
  readonly file: string;
  /** Every finished request that matches, oldest first. */
  events(filter?: AuditFilter): readonly AuditEvent[];
  /** The requests that changed something: accepted, and no dry run. */
  writes(filter?: AuditFilter): readonly AuditEvent[];
}

/** Everything, at the level that says who did what to which object: enough to count, and no Secret's content on disk. */
const POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata' }],
};

const WRITING_VERBS = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

export function createAuditLog(folder: string): AuditLog & { readonly flags: readonly string[] } {
  const file = join(folder, 'audit.log');
  const policy = join(folder, 'audit-policy.json');
  writeFileSync(file, '');
  writeFileSync(policy, JSON.stringify(POLICY));
  const events = (filter: AuditFilter = {}) => readEvents(file).filter((event) => matches(event, filter));
  const isWrite = ({ verb, status, uri }: AuditEvent) =>
    WRITING_VERBS.has(verb) && status < 400 && !/[?&]dryRun=All/.test(uri);
  return {
    file,
    events,
    writes: (filter) => events(filter).filter(isWrite),
    // Blocking: an event is in the file before the client has the end of its answer.
    flags: [`--audit-policy-file=${policy}`, `--audit-log-path=${file}`, '--audit-log-mode=blocking'],
  };
}

interface RawEvent {
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent?: string;
  readonly user: { readonly username: string };
  readonly objectRef?: Partial<Record<'resource' | 'subresource' | 'namespace' | 'name', string>>;
  readonly responseStatus?: { readonly code?: number };
  readonly stageTimestamp: string;
}

function readEvents(file: string): AuditEvent[] {
  // A last line without its end is still being written.
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const raw = lines.map((line) => JSON.parse(line) as RawEvent);
  return raw.filter(({ stage }) => stage === 'ResponseComplete').map(toEvent);
}

function toEvent({
  verb,
  requestURI,
  userAgent,
  user,
  objectRef,
  responseStatus,
  stageTimestamp,
}: RawEvent): AuditEvent {
  const { resource = '', subresource = '', namespace = '', name = '' } = objectRef ?? {};
  const object = { resource, subresource, namespace, name };
  const asked = { verb, user: user.username, userAgent: userAgent ?? '', uri: requestURI };
  return { ...asked, ...object, status: responseStatus?.code ?? 0, at: stageTimestamp };
}

function matches(event: AuditEvent, filter: AuditFilter): boolean {
  return Object.entries(filter).every(([key, wanted]) => event[key as keyof AuditFilter] === wanted);
}
