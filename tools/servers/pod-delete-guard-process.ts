/** Runs between kwok and the API server, as a process of its own: a test that is busy must not hold the nodes up. */
import { readFileSync } from 'node:fs';
import { openFront, openUpstream, type Treat } from './api-front.ts';
import type { Certificate } from './certificate.ts';
import { guardPodDeletes } from './pod-delete-guard.ts';

export interface GuardSettings {
  readonly port: number;
  readonly apiServerUrl: string;
  readonly caPem: string;
  readonly serving: Certificate;
  /** Whose requests these are. */
  readonly client: Certificate;
}

const [settingsFile = ''] = process.argv.slice(2);
const { port, apiServerUrl, caPem, serving, client } = JSON.parse(readFileSync(settingsFile, 'utf8')) as GuardSettings;
const upstream = openUpstream(apiServerUrl, { ca: caPem, client });
// Each line is one successor that a late delete would have taken: lateDeletes() counts them.
const guarded = guardPodDeletes(upstream, (pod) => console.log(`late delete refused: ${pod}`));
// It lends its caller the rights of kwok: only somebody of this cluster gets them.
const treat: Treat = async (request, answer) =>
  request.user === undefined ? answer.send(401, {}, []) : guarded(request, answer);
await openFront({ serving, caPem, hasHttp2: false, port, treat });
