import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as sendRequest,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { FaultPlan, type FaultRule, type PlannedFault, type StorageFault } from './cloud-storage-faults.ts';
import {
  type AnsweredRequest,
  classifyRequest,
  countRequests,
  type StorageCounts,
  type StorageRequest,
} from './cloud-storage-requests.ts';

export interface CloudStorageProxy {
  readonly endpoint: string;
  /** Where requests go on to; set once the server behind is there (which wants to know this proxy's address first). */
  forwardTo(origin: string): void;
  counts(): StorageCounts;
  requests(): readonly AnsweredRequest[];
  /** Forgets requests and faults. */
  reset(): void;
  failNext(rule: FaultRule): PlannedFault;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Stands in front of fake-gcs-server, which deletes and patches whatever is there: here a generation precondition holds as
 * it does in Cloud Storage. Requests that change something go through one at a time, so that check and change are one.
 */
export async function startCloudStorageProxy(): Promise<CloudStorageProxy> {
  let backend = '';
  let answered: AnsweredRequest[] = [];
  let lastChange: Promise<unknown> = Promise.resolve();
  const faults = new FaultPlan();

  const ask = (incoming: IncomingMessage, asked: StorageRequest, body: Buffer): Promise<Answer> => {
    const perform = async () => (await refuse(backend, incoming, asked)) ?? (await forward(backend, incoming, body));
    if (asked.kind === 'read' || asked.kind === 'list') return perform();
    const turn = lastChange.then(perform, perform);
    lastChange = turn.catch(() => {});
    return turn;
  };

  const server = createServer(async (incoming, response) => {
    const asked = classifyRequest(incoming.method ?? 'GET', incoming.url ?? '/');
    const fault = faults.next(asked);
    try {
      const body = await buffer(incoming);
      const answer = await underFault(fault, () => ask(incoming, asked, body));
      answered.push({ ...asked, status: answer?.status ?? 0 });
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
      else reset(response);
    } catch {
      answered.push({ ...asked, status: 0 });
      reset(response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forwardTo: (origin) => {
      backend = origin;
    },
    counts: () => countRequests(answered),
    requests: () => answered,
    reset: () => {
      answered = [];
      faults.clear();
    },
    failNext: (rule) => faults.add(rule),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Undefined means that the client's connection is to be reset. */
async function underFault(
  fault: StorageFault | undefined,
  perform: () => Promise<Answer>,
): Promise<Answer | undefined> {
  switch (fault?.type) {
    case undefined:
      return perform();
    case 'answer-instead':
      return errorAnswer(fault.status, 'fault planned by a test');
    case 'answer-after-it-landed':
      await perform();
      return errorAnswer(fault.status, 'fault planned by a test; the request was carried out');
    case 'reset-before':
      await fault.after?.();
      return undefined;
    case 'reset-after-it-landed':
      await perform();
      return undefined;
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      return perform();
    case 'hold':
      await fault.until();
      return perform();
  }
}

function reset(response: ServerResponse): void {
  // resetAndDestroy sends RST: the client sees a reset connection, not an orderly end.
  response.socket?.resetAndDestroy();
}

/** The preconditions fake-gcs-server ignores, for an object addressed by its own path (uploads it checks itself). */
async function refuse(backend: string, incoming: IncomingMessage, asked: StorageRequest): Promise<Answer | undefined> {
  const url = new URL(incoming.url ?? '/', backend);
  const isChange = asked.kind === 'delete' || (asked.kind === 'write' && !url.pathname.startsWith('/upload/'));
  const wanted = url.searchParams.get('ifGenerationMatch');
  const unwanted = url.searchParams.get('ifGenerationNotMatch');
  if (!isChange || asked.object === undefined || (wanted === null && unwanted === null)) return undefined;
  const found = await fetch(`${backend}${url.pathname}`);
  // An object that is not there has generation 0, here as in Cloud Storage.
  const metadata = (await found.json()) as { generation?: string };
  const generation = found.status === 404 ? '0' : (metadata.generation ?? '0');
  const holds = (wanted === null || wanted === generation) && (unwanted === null || unwanted !== generation);
  if (holds) return undefined;
  const isMissing = generation === '0' && asked.kind === 'delete';
  return isMissing ? errorAnswer(404, `No such object: ${asked.bucket}/${asked.object}`) : preconditionFailed();
}

function forward(backend: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers, url = '/' } = incoming;
    const { 'transfer-encoding': _, ...kept } = headers;
    const outgoing = sendRequest(`${backend}${url}`, { method, headers: { ...kept, 'content-length': body.length } });
    outgoing.once('error', reject);
    outgoing.once('response', async (answer) => {
      try {
        resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) });
      } catch (error) {
        reject(error);
      }
    });
    outgoing.end(body);
  });
}

function preconditionFailed(): Answer {
  return errorAnswer(412, 'At least one of the pre-conditions you specified did not hold.', 'conditionNotMet');
}

function errorAnswer(code: number, message: string, reason = code === 404 ? 'notFound' : 'backendError'): Answer {
  const body = JSON.stringify({ error: { code, message, errors: [{ message, domain: 'global', reason }] } });
  return { status: code, headers: { 'content-type': 'application/json; charset=UTF-8' }, body: Buffer.from(body) };
}
