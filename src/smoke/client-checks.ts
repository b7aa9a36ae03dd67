import { excerpt } from '../report/index.ts';
import type { Address } from '../values/index.ts';
import { parseDiagnostics } from './diagnostics.ts';
import type { CheckResult } from './report.ts';

/** One client of the release that is proved. */
export interface SmokeClient {
  readonly name: string;
  readonly role: string;
  readonly address: Address;
  readonly peerId: string;
  readonly ports: { readonly diagnostics: number };
}

/** What came back from a client's `/diagnostics`. */
export type DiagnosticsReply =
  | { readonly kind: 'answered'; readonly text: string }
  /** It may answer later. */
  | { readonly kind: 'no-answer'; readonly why: string }
  /** Nobody could tell from here, however long one waits. */
  | { readonly kind: 'not-possible'; readonly why: string };

/** The clients that are proved together. */
export interface SmokeRelease {
  readonly clients: readonly SmokeClient[];
  /** The role whose clients the others dial when they start, and so must see: the first one. */
  readonly bootstrapRole: string;
}

/** Judges one reply. Pure. One row for each check, in the same order whatever came back. */
export function checkClient(
  client: SmokeClient,
  reply: DiagnosticsReply,
  { clients, bootstrapRole }: SmokeRelease,
): readonly CheckResult[] {
  const bootstraps = clients.filter(({ role, name }) => role === bootstrapRole && name !== client.name);
  // The only bootstrap has nobody it must see: there is no such check for it.
  const isAlone = client.role === bootstrapRole && bootstraps.length === 0;
  const checks: readonly CheckResult['check'][] = isAlone ? ['answers', 'account'] : ['answers', 'account', 'peers'];
  const all = (result: CheckResult['result'], detail: string): readonly CheckResult[] =>
    checks.map((check) => ({ client: client.name, check, result, detail }));
  if (reply.kind === 'not-possible') return all('not-possible', excerpt(reply.why, 200));
  if (reply.kind === 'no-answer') return all('failed', `no answer: ${excerpt(reply.why, 200)}`);
  const seen = parseDiagnostics(reply.text);
  if (seen === undefined) return all('failed', `answers something else than diagnostics: ${excerpt(reply.text, 80)}`);

  const row = (check: CheckResult['check'], isPassed: boolean, detail: string): CheckResult => ({
    client: client.name,
    check,
    result: isPassed ? 'passed' : 'failed',
    detail,
  });
  const hasAddress = seen.address?.toLowerCase() === client.address.toLowerCase();
  const hasPeerId = seen.peerId === client.peerId;
  const rows = [
    row('answers', true, '/diagnostics answers'),
    row(
      'account',
      hasAddress && hasPeerId,
      hasAddress && hasPeerId
        ? `is ${client.address}`
        : `should be ${client.address} (${client.peerId}), says it is ${told(seen.address)} (${told(seen.peerId)})`,
    ),
  ];
  if (isAlone) return rows;
  if (bootstraps.length === 0) {
    const detail = `the release has no client of the role ${bootstrapRole}`;
    return [...rows, { client: client.name, check: 'peers', result: 'not-possible', detail }];
  }
  const met = bootstraps
    .filter(({ peerId }) => seen.peers.some((peer) => peer.peerId === peerId))
    .map(({ name }) => name);
  const wanted = bootstraps.map(({ name }) => name).join(', ');
  const detail =
    met.length > 0 ? `sees ${met.join(', ')}` : `sees none of ${wanted} among its ${seen.peers.length} peers`;
  return [...rows, row('peers', met.length > 0, detail)];
}

function told(value: string | undefined): string {
  return value === undefined ? 'nobody' : excerpt(value, 60);
}
