import { randomUUID } from 'node:crypto';
import { CRC32C, type File, IdempotencyStrategy, Storage } from '@google-cloud/storage';
import { excerpt, type Log, RemoteError, UserError } from '../report/index.ts';
import { withAttempts } from './attempts.ts';
import type { StoreLocation } from './location.ts';
import { checkObjectName } from './object-name.ts';
import type { ListRange, Store, StoredObject, StoreLimits } from './store.ts';

export interface BucketOptions extends StoreLimits {
  readonly endpoint?: string | undefined;
  readonly log?: Pick<Log, 'info'> | undefined;
}

type Ask = <T>(what: string, attempt: (number: number) => Promise<T>) => Promise<T>;

const attempts = 5;
const worthAnother = new Set<unknown>([408, 429, 500, 502, 503, 504]);
const brokenConnection =
  /\b(ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|socket hang up|premature close)\b/i;

/**
 * A Cloud Storage bucket as store. The client's own retries are off: they know neither our deadline nor our signal, and a
 * call of another kind switches them off for good. Every write carries a generation precondition and a mark of its own:
 * when an answer was lost and the repeated write is refused with 412, the mark tells whether the first one had landed.
 */
export function openBucketStore(location: StoreLocation & { type: 'bucket' }, options: BucketOptions): Store {
  const { endpoint, log } = options;
  const storage = new Storage({
    ...(endpoint !== undefined && { apiEndpoint: withScheme(endpoint) }),
    retryOptions: { autoRetry: false, idempotencyStrategy: IdempotencyStrategy.RetryNever },
  });
  const bucket = storage.bucket(location.bucket);
  const folder = location.prefix === '' ? '' : `${location.prefix}/`;
  const fileOf = (name: string) => bucket.file(`${folder}${checkObjectName(name)}`);
  const place = `gs://${location.bucket}${location.prefix && `/${location.prefix}`}`;

  const askUnder =
    ({ signal, attemptDeadlineMs = 60_000 }: StoreLimits): Ask =>
    async (what, attempt) => {
      const isWorthAnother = (error: unknown) =>
        worthAnother.has(statusOf(error)) || (statusOf(error) === undefined && brokenConnection.test(String(error)));
      try {
        return await withAttempts(
          { what, attempts, attemptDeadlineMs, isWorthAnother, signal, log },
          async (number) => {
            // Without credentials the client would ask as nobody, and a public bucket would answer.
            if (endpoint === undefined) await storage.authClient.getClient();
            return attempt(number);
          },
        );
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw explain(error, what, location.bucket);
      }
    };

  /** True when the write landed, in whichever attempt; false when its precondition didn't hold. */
  async function write(ask: Ask, name: string, bytes: Uint8Array, generation: string | 0): Promise<boolean> {
    const mark = randomUUID();
    const file = fileOf(name);
    return ask(`write ${name} in ${place}`, async (number) => {
      try {
        await save(file, bytes, generation, mark);
        return true;
      } catch (error) {
        if (statusOf(error) !== 412) throw error;
        return number > 1 && (await markOf(file)) === mark;
      }
    });
  }

  // A missing bucket answers a read as a missing object does, and would look like a store that is still empty.
  let isBucketKnown = false;
  const requireBucket = async () => {
    if (!isBucketKnown) await bucket.getFiles({ maxResults: 1, autoPaginate: false, fields: 'items(name)' });
    isBucketKnown = true;
  };

  const under = (limits: StoreLimits): Store => {
    const ask = askUnder(limits);
    return {
      location: place,
      read: (name) =>
        ask(`read ${name} in ${place}`, async () => {
          const found = await download(fileOf(name));
          if (found === undefined) await requireBucket();
          isBucketKnown = true;
          return found;
        }),
      create: async (name, bytes) => ((await write(ask, name, bytes, 0)) ? 'created' : 'exists'),
      replace: async (name, bytes, generation) =>
        (await write(ask, name, bytes, generation)) ? 'replaced' : 'changed',
      list: (prefix, { from, limit }: ListRange = {}) =>
        ask(`list ${prefix} in ${place}`, async () => {
          const [files] = await bucket.getFiles({
            prefix: `${folder}${prefix}`,
            fields: 'items(name),nextPageToken',
            ...(from !== undefined && { startOffset: `${folder}${from}` }),
            ...(limit !== undefined && { maxResults: limit }),
          });
          isBucketKnown = true;
          return files.map((file) => file.name.slice(folder.length)).sort();
        }),
      under,
    };
  };
  return under(options);
}

/** The checksum is sent ahead, so that the server refuses damaged bytes; checking afterwards would delete whatever is there. */
async function save(file: File, bytes: Uint8Array, generation: string | 0, mark: string): Promise<void> {
  const checksum = new CRC32C();
  checksum.update(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const isNamedByContent = /\/[0-9a-f]{64}(\.|$)/.test(file.name);
  await file.save(bytes, {
    resumable: false,
    validation: false,
    preconditionOpts: { ifGenerationMatch: generation },
    metadata: {
      contentType: file.name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      cacheControl: isNamedByContent ? 'private, max-age=31536000, immutable, no-transform' : 'no-store',
      crc32c: checksum.toString(),
      metadata: { 'keep-deploy-write': mark },
    },
  });
}

async function markOf(file: File): Promise<unknown> {
  const [metadata] = await file.getMetadata();
  return metadata.metadata?.['keep-deploy-write'];
}

/** The bytes and their generation come from one answer: two could be of different states. */
async function download(file: File): Promise<StoredObject | undefined> {
  const chunks: Buffer[] = [];
  let generation: unknown;
  const stream = file.createReadStream({ decompress: false });
  stream.on('response', (response: { readonly headers: Readonly<Record<string, unknown>> }) => {
    generation = response.headers['x-goog-generation'];
  });
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
  if (typeof generation !== 'string') throw new RemoteError(`Cloud Storage named no generation of ${file.name}`);
  return { bytes: new Uint8Array(Buffer.concat(chunks)), generation };
}

function explain(error: unknown, what: string, bucket: string): Error {
  if (error instanceof RemoteError) return error;
  const status = statusOf(error);
  const answer = excerpt(String((error as Error).message));
  if (/could not load the default credentials/i.test(answer)) {
    return new UserError(
      `could not ${what}: there are no Google credentials. Log in first, for example with google-github-actions/auth`,
      { cause: error },
    );
  }
  const advice =
    status === 403
      ? `. The account needs storage.objects.get, .list and .create on ${bucket}, for replacing also .delete`
      : status === 404
        ? `. Is there a bucket ${bucket}?`
        : '';
  return new RemoteError(`could not ${what}: ${status === undefined ? '' : `${status} `}${answer}${advice}`, {
    cause: error,
  });
}

function statusOf(error: unknown): number | undefined {
  const status = Number((error as { readonly code?: unknown } | undefined)?.code);
  return Number.isInteger(status) ? status : undefined;
}

function withScheme(endpoint: string): string {
  return /^https?:\/\//.test(endpoint) ? endpoint : `http://${endpoint}`;
}
