import { request } from 'node:http';
import { Duplex, PassThrough, type Readable, Writable } from 'node:stream';
import { excerpt, RemoteError } from '../../report/index.ts';
import { ApiRefusal, type PodAnswer, type PodQuestion } from './cluster-port.ts';

/** The part of a WebSocket that carries a forwarded port which we touch. */
export interface ForwardSocket {
  onclose: (() => void) | null;
  close(): void;
}

/** Connects a pod's port with three streams: what the pod says, complaints, what is said to the pod. */
export type OpenForward = (output: Writable, complaints: Writable, input: Readable) => Promise<ForwardSocket>;

/** One GET through a port-forward, spoken by Node's own HTTP client. */
export async function askByPortForward(
  open: OpenForward,
  pod: string,
  { port, path, timeoutMs }: PodQuestion,
  signal: AbortSignal,
): Promise<PodAnswer> {
  const asked = `port-forward to ${pod}:${port}`;
  const toPod = new PassThrough();
  const stream = new Duplex({
    read: () => {},
    write: (chunk, _encoding, done) => void toPod.write(chunk, done),
    final: (done) => void done(),
  });
  const fromPod = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (chunk.length > 0) stream.push(chunk);
      done();
    },
  });
  const complaint = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (chunk.length > 0) stream.destroy(new RemoteError(`${asked}: ${excerpt(chunk.toString('utf8'))}`));
      done();
    },
  });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  let socket: ForwardSocket | undefined;
  try {
    const opening = open(fromPod, complaint, toPod);
    // One that opens too late is nobody's to close but ours.
    opening.then((late) => limit.aborted && late.close()).catch(() => {});
    socket = await withLimit(limit, opening);
    socket.onclose = () => void stream.push(null);
    return await get(stream, path, limit);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RemoteError) throw error;
    if (limit.aborted) throw new RemoteError(`${asked}: no answer within ${timeoutMs} ms`);
    throw failureOf(asked, error);
  } finally {
    socket?.close();
    toPod.destroy();
    stream.destroy();
  }
}

/** A WebSocket's error is an event: its message says which status refused the upgrade. */
function failureOf(asked: string, error: unknown): RemoteError {
  const text =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  const status = /Unexpected server response: (\d{3})/.exec(text)?.[1];
  if (status === undefined) return new RemoteError(`${asked}: ${excerpt(text)}`);
  return new ApiRefusal(`${asked}: refused with ${status}`, Number(status), 'PortForward');
}

function get(stream: Duplex, path: string, signal: AbortSignal): Promise<PodAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { connection: 'close' };
    const outgoing = request({ createConnection: () => stream, host: 'localhost', path, headers, signal });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    outgoing.end();
  });
}

async function withLimit<T>(limit: AbortSignal, promised: Promise<T>): Promise<T> {
  limit.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(limit.reason);
    limit.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promised, aborted]);
  } finally {
    if (stop !== undefined) limit.removeEventListener('abort', stop);
  }
}
