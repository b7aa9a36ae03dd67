import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Certificate } from './certificate.ts';

export interface HttpsAnswer {
  readonly status: number;
  readonly body: string;
}

export interface HttpsQuestion {
  readonly caPem: string;
  readonly client?: Certificate;
  readonly method?: string;
  readonly json?: unknown;
  readonly signal?: AbortSignal;
}

/** `fetch` takes no client certificate without a further package; a readiness probe needs no more than this. */
export function askHttps(
  url: string,
  { caPem, client, method = 'GET', json, signal }: HttpsQuestion,
): Promise<HttpsAnswer> {
  const body = json === undefined ? undefined : JSON.stringify(json);
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      method,
      ca: caPem,
      agent: false,
      ...(client && { cert: client.certificatePem, key: client.privateKeyPem }),
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      }),
      ...(signal && { signal }),
    });
    asked.once('error', reject);
    asked.once('response', async (answer) => {
      try {
        resolve({ status: answer.statusCode ?? 0, body: await text(answer) });
      } catch (error) {
        reject(error);
      }
    });
    asked.end(body);
  });
}
