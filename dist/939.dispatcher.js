export const id = 939;
export const ids = [939];
export const modules = {

/***/ 35939:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openBucketStore: () => (/* binding */ openBucketStore)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./node_modules/@google-cloud/storage/build/esm/src/index.js + 27 modules
var src = __webpack_require__(23923);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./src/store/attempts.js


/** The other side took longer than an attempt may. It may still do what was asked. */
class AttemptTimeout extends Error {
    name = 'AttemptTimeout';
}
/** Tries again with growing pauses of random length, only after the errors that are listed. */
async function withAttempts(options, attempt) {
    const { what, attempts, attemptDeadlineMs, isWorthAnother, signal, log } = options;
    for (let number = 1;; number += 1) {
        signal.throwIfAborted();
        try {
            return await within(attemptDeadlineMs, signal, attempt(number));
        }
        catch (error) {
            if (signal.aborted || number >= attempts || !(error instanceof AttemptTimeout || isWorthAnother(error)))
                throw error;
            log?.info(`${what}: attempt ${number} of ${attempts} failed (${(0,plain_text/* excerpt */.Kb)(String(error), 200)}); trying again`);
            const pauseMs = 200 * 2 ** (number - 1) * (0.5 + Math.random());
            await (0,promises_.setTimeout)(pauseMs, undefined, { signal });
        }
    }
}
/** The client's requests know no signal: an aborted or late one is left behind, and its answer ignored. */
async function within(deadlineMs, signal, work) {
    work.catch(() => { });
    let onAbort = () => { };
    let timer;
    const stopped = new Promise((_, reject) => {
        onAbort = () => reject(signal.reason);
        signal.addEventListener('abort', onAbort, { once: true });
        timer = setTimeout(() => reject(new AttemptTimeout(`no answer within ${deadlineMs} ms`)), deadlineMs);
    });
    try {
        return await Promise.race([work, stopped]);
    }
    finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
    }
}

// EXTERNAL MODULE: ./src/store/object-name.js
var object_name = __webpack_require__(89829);
;// CONCATENATED MODULE: ./src/store/cloud-storage-adapter.js





const attempts = 5;
const worthAnother = new Set([408, 429, 500, 502, 503, 504]);
const brokenConnection = /\b(ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|socket hang up|premature close)\b/i;
/**
 * A Cloud Storage bucket as store. The client's own retries are off: they know neither our deadline nor our signal, and a
 * call of another kind switches them off for good. Every write carries a generation precondition and a mark of its own:
 * when an answer was lost and the repeated write is refused with 412, the mark tells whether the first one had landed.
 */
function openBucketStore(location, options) {
    const { endpoint, log } = options;
    const storage = new src/* Storage */.wc({
        ...(endpoint !== undefined && { apiEndpoint: withScheme(endpoint) }),
        retryOptions: { autoRetry: false, idempotencyStrategy: src/* IdempotencyStrategy */.XC.RetryNever },
    });
    const bucket = storage.bucket(location.bucket);
    const folder = location.prefix === '' ? '' : `${location.prefix}/`;
    const fileOf = (name) => bucket.file(`${folder}${(0,object_name/* checkObjectName */.R)(name)}`);
    const place = `gs://${location.bucket}${location.prefix && `/${location.prefix}`}`;
    const askUnder = ({ signal, attemptDeadlineMs = 60_000 }) => async (what, attempt) => {
        const isWorthAnother = (error) => worthAnother.has(statusOf(error)) || (statusOf(error) === undefined && brokenConnection.test(String(error)));
        try {
            return await withAttempts({ what, attempts, attemptDeadlineMs, isWorthAnother, signal, log }, async (number) => {
                // Without credentials the client would ask as nobody, and a public bucket would answer.
                if (endpoint === undefined)
                    await storage.authClient.getClient();
                return attempt(number);
            });
        }
        catch (error) {
            if (signal.aborted)
                throw signal.reason;
            throw explain(error, what, location.bucket);
        }
    };
    /** True when the write landed, in whichever attempt; false when its precondition didn't hold. */
    async function write(ask, name, bytes, generation) {
        const mark = (0,external_node_crypto_.randomUUID)();
        const file = fileOf(name);
        return ask(`write ${name} in ${place}`, async (number) => {
            try {
                await save(file, bytes, generation, mark);
                return true;
            }
            catch (error) {
                if (statusOf(error) !== 412)
                    throw error;
                return number > 1 && (await markOf(file)) === mark;
            }
        });
    }
    // A missing bucket answers a read as a missing object does, and would look like a store that is still empty.
    let isBucketKnown = false;
    const requireBucket = async () => {
        if (!isBucketKnown)
            await bucket.getFiles({ maxResults: 1, autoPaginate: false, fields: 'items(name)' });
        isBucketKnown = true;
    };
    const under = (limits) => {
        const ask = askUnder(limits);
        return {
            location: place,
            read: (name) => ask(`read ${name} in ${place}`, async () => {
                const found = await download(fileOf(name));
                if (found === undefined)
                    await requireBucket();
                isBucketKnown = true;
                return found;
            }),
            create: async (name, bytes) => ((await write(ask, name, bytes, 0)) ? 'created' : 'exists'),
            replace: async (name, bytes, generation) => (await write(ask, name, bytes, generation)) ? 'replaced' : 'changed',
            list: (prefix, { from, limit } = {}) => ask(`list ${prefix} in ${place}`, async () => {
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
async function save(file, bytes, generation, mark) {
    const checksum = new src/* CRC32C */.Pz();
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
async function markOf(file) {
    const [metadata] = await file.getMetadata();
    return metadata.metadata?.['keep-deploy-write'];
}
/** The bytes and their generation come from one answer: two could be of different states. */
async function download(file) {
    const chunks = [];
    let generation;
    const stream = file.createReadStream({ decompress: false });
    stream.on('response', (response) => {
        generation = response.headers['x-goog-generation'];
    });
    try {
        for await (const chunk of stream)
            chunks.push(chunk);
    }
    catch (error) {
        if (statusOf(error) === 404)
            return undefined;
        throw error;
    }
    if (typeof generation !== 'string')
        throw new errors/* RemoteError */.Hi(`Cloud Storage named no generation of ${file.name}`);
    return { bytes: new Uint8Array(Buffer.concat(chunks)), generation };
}
function explain(error, what, bucket) {
    if (error instanceof errors/* RemoteError */.Hi)
        return error;
    const status = statusOf(error);
    const answer = (0,plain_text/* excerpt */.Kb)(String(error.message));
    if (/could not load the default credentials/i.test(answer)) {
        return new errors/* UserError */.yo(`could not ${what}: there are no Google credentials. Log in first, for example with google-github-actions/auth`, { cause: error });
    }
    const advice = status === 403
        ? `. The account needs storage.objects.get, .list and .create on ${bucket}, for replacing also .delete`
        : status === 404
            ? `. Is there a bucket ${bucket}?`
            : '';
    return new errors/* RemoteError */.Hi(`could not ${what}: ${status === undefined ? '' : `${status} `}${answer}${advice}`, {
        cause: error,
    });
}
function statusOf(error) {
    const status = Number(error?.code);
    return Number.isInteger(status) ? status : undefined;
}
function withScheme(endpoint) {
    return /^https?:\/\//.test(endpoint) ? endpoint : `http://${endpoint}`;
}


/***/ })

};

