export const id = 728;
export const ids = [728];
export const modules = {

/***/ 87728:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createCluster: () => (/* binding */ createCluster)
});

// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/api/cluster-port.js
var cluster_port = __webpack_require__(89164);
;// CONCATENATED MODULE: ./src/cluster/api/clear-outcome.js

const attempts = 3;
/**
 * A write that must not be done twice, sent until it is known what became of it: after a broken connection we look, and
 * send it again only where it was not done. A late first one and a second one can't both succeed: the server lets one
 * object have a name, and one write follow on a resourceVersion.
 */
async function withClearOutcome({ send, look, isOurs, isAsBefore }) {
    let unclear;
    for (let attempt = 1;; attempt++) {
        let failure;
        try {
            return await send();
        }
        catch (error) {
            failure = error;
        }
        if (failure instanceof cluster_port/* UnclearOutcome */.L)
            unclear = failure;
        // The first one may have come through after we had looked.
        else if (unclear === undefined || !(failure instanceof cluster_port/* ApiRefusal */.n && failure.status === 409))
            throw failure;
        if (isOurs === undefined)
            throw failure;
        const live = await look();
        if (live !== undefined && isOurs(live))
            return live;
        if (!isAsBefore(live))
            throw failure instanceof cluster_port/* ApiRefusal */.n ? failure : takenBy(unclear);
        if (attempt >= attempts)
            throw unclear;
    }
}
/** We looked, and what stands there is neither ours nor what we wanted to write on. */
function takenBy({ message }) {
    return new cluster_port/* ApiRefusal */.n(`${message}; what stands there now is somebody else's`, 409, 'Conflict');
}

// EXTERNAL MODULE: ./src/cluster/api/clock.js
var api_clock = __webpack_require__(65850);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
;// CONCATENATED MODULE: ./src/cluster/api/known-objects.js
/** Within one namespace and kind a name is a key; another uid under it is another object. */
function createKnownObjects({ changed, deleted }) {
    const known = new Map();
    const put = (object) => {
        const before = known.get(object.metadata.name);
        if (before !== undefined && before.metadata.uid !== object.metadata.uid)
            deleted(before);
        known.set(object.metadata.name, object);
        if (before?.metadata.uid === object.metadata.uid && isSame(before, object))
            return;
        changed(object);
    };
    return {
        put,
        remove: (object) => {
            // A delete that is told again after a reconnect, when there is a successor by now, is not the successor's.
            const before = known.get(object.metadata.name);
            if (before === undefined || before.metadata.uid !== object.metadata.uid)
                return;
            known.delete(object.metadata.name);
            deleted(object);
        },
        replaceAll: (objects) => {
            const names = new Set(objects.map(({ metadata }) => metadata.name));
            for (const [name, object] of known) {
                if (names.has(name))
                    continue;
                known.delete(name);
                deleted(object);
            }
            for (const object of objects)
                put(object);
        },
    };
}
function isSame(a, b) {
    return a?.metadata.resourceVersion !== undefined && a.metadata.resourceVersion === b.metadata.resourceVersion;
}

// EXTERNAL MODULE: ./src/cluster/api/refusal.js
var refusal = __webpack_require__(4504);
;// CONCATENATED MODULE: ./src/cluster/api/retry-rule.js

/** Answers that say nothing about whether the request was done. */
const unclearStatuses = new Set([500, 502, 503, 504]);
/**
 * Whether a request that came to nothing is made again. One that may be repeated is, whenever that can help; any other
 * one only when it surely was not done.
 * @param isStarting the server may just have been started: it then refuses (403) what it allows in a moment.
 */
function verdictOf(outcome, isRepeatable, isStarting = false) {
    if (outcome.kind === 'failed') {
        if (!outcome.isPassing)
            return 'final';
        return outcome.wasSent === 'no' || isRepeatable ? 'repeat' : 'unclear';
    }
    if (wasTurnedAway(outcome) || (isStarting && outcome.status === 403))
        return 'repeat';
    if (!unclearStatuses.has(outcome.status) || (0,refusal/* isFinal */.d)(outcome.status, outcome.body))
        return 'final';
    return isRepeatable ? 'repeat' : 'unclear';
}
/** Refused before anything was done with it. */
function wasTurnedAway({ status, body, retryAfterMs }) {
    if (status === 429)
        return true;
    if (status === 503)
        return retryAfterMs !== undefined;
    // An API server that has just started and whose admission doesn't know the namespaces yet: no matter of permissions.
    return status === 403 && body.includes('not yet ready to handle request');
}
/** A `Retry-After` in either of its forms; the date is compared with the answer's own, so that our clock doesn't matter. */
function retryAfterMs(header, date) {
    if (header === undefined)
        return undefined;
    const text = header.trim();
    if (/^\d+$/.test(text))
        return Number(text) * 1000;
    const until = Date.parse(text);
    if (Number.isNaN(until))
        return undefined;
    const from = date === undefined ? Number.NaN : Date.parse(date);
    return Math.max(0, until - (Number.isNaN(from) ? Date.now() : from));
}
/** Longer than this nobody waits: the refusal is told instead. */
const longestRetryAfterMs = 60_000;
const longestPauseMs = 5_000;
/**
 * The pause before another attempt: never shorter than the answer asked for, and different for each who waits.
 * @param failures in a row, from 1.
 */
function pauseMs(failures, firstMs, askedMs, random = Math.random) {
    if (askedMs !== undefined)
        return askedMs + random() * Math.max(askedMs / 4, firstMs);
    return Math.min(firstMs * 2 ** (failures - 1), longestPauseMs) * (0.5 + random());
}

;// CONCATENATED MODULE: ./src/cluster/api/connections.js
/** The connection failed, before the answer or in the midst of it. */
class ConnectionFailure extends Error {
    /** `no`: it surely never left; `maybe`: the other side may have got it and acted on it. */
    wasSent;
    /** False where asking again leads to the same failure, as with a certificate that isn't the server's. */
    isPassing;
    constructor(message, wasSent, isPassing) {
        super(message);
        this.wasSent = wasSent;
        this.isPassing = isPassing;
    }
}

;// CONCATENATED MODULE: ./src/cluster/api/exchange.js

/** The request as it goes over the wire: with the prefix of the server's own path, and the credentials. */
function wireRequest({ server, headers: ofCredentials }, asked) {
    const url = new URL(`${server.pathname.replace(/\/$/, '')}${asked.path}`, server);
    for (const [name, value] of Object.entries(asked.query ?? {}))
        url.searchParams.append(name, value);
    const headers = {
        ...ofCredentials,
        accept: asked.accept ?? 'application/json',
        'user-agent': 'keep-deploy',
    };
    if (asked.body !== undefined)
        headers['content-type'] = asked.body.type;
    return { method: asked.method, url, headers, body: asked.body?.text, signal: asked.signal };
}
/** Reads an answer to its end. */
async function readAnswer({ status, headers, body }, used) {
    const chunks = [];
    for await (const chunk of body)
        chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    return {
        kind: 'answered',
        status,
        body: status < 300 ? text : withoutCredentials(text, used.headers),
        retryAfterMs: retryAfterMs(headers['retry-after'], headers['date']),
    };
}
/** A server, or a proxy before it, that explains a refusal by repeating the request would put the token into our log. */
function withoutCredentials(body, headers) {
    const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
    const [scheme = '', text = ''] = authorization.split(' ', 2);
    const login = scheme.toLowerCase() === 'basic' ? Buffer.from(text, 'base64').toString() : '';
    const hidden = [text, login, login.slice(login.indexOf(':') + 1)].filter(({ length }) => length >= 8);
    return hidden.reduce((rest, part) => rest.replaceAll(part, '***'), body);
}

;// CONCATENATED MODULE: ./src/cluster/api/stream.js




/** The head of a stream was a refusal. */
class StreamRefusal extends errors/* RemoteError */.Hi {
    status;
    retryAfterMs;
    constructor(refusal, retryAfter) {
        super(refusal.message, { cause: refusal });
        this.status = refusal.status;
        this.retryAfterMs = retryAfter;
    }
}
/** Answers that don't end, over connections of their own. Nothing is asked twice here: who follows knows from where. */
function createStreams({ credentials, clock, serverClock }) {
    const heard = new WeakMap();
    return async ({ path, query, signal: ofStream, timeoutMs }) => {
        const name = `GET ${path}`;
        const silent = new AbortController();
        const signal = AbortSignal.any([ofStream, silent.signal]);
        const used = await credentials.current();
        const lane = used.watches.lane();
        const takeBack = clock.after(timeoutMs, () => silent.abort(new Error('silent')));
        try {
            const answer = await lane.send(wireRequest(used, { method: 'GET', path, query, signal }));
            serverClock.note(answer.headers['date']);
            heard.set(lane, clock.now());
            if (answer.status !== 200) {
                const { status, body, retryAfterMs: askedMs } = await readAnswer(answer, used);
                if (status === 401)
                    await credentials.renew(used);
                throw new StreamRefusal((0,refusal/* refusalOf */.O)(name, status, body), askedMs);
            }
            const chunks = noting(answer.body, name, signal, () => void heard.set(lane, clock.now()));
            return { chunks, lastHeard: () => heard.get(lane) ?? 0, abandon: lane.abandon };
        }
        catch (error) {
            ofStream.throwIfAborted();
            if (silent.signal.aborted) {
                lane.abandon();
                throw new errors/* RemoteError */.Hi(`${name}: no answer within ${timeoutMs} ms`);
            }
            if (error instanceof ConnectionFailure)
                throw new errors/* RemoteError */.Hi(`${name}: ${error.message}`);
            throw error;
        }
        finally {
            takeBack();
        }
    };
}
async function* noting(body, name, signal, hear) {
    try {
        for await (const chunk of body) {
            hear();
            yield chunk;
        }
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof ConnectionFailure)
            throw new errors/* RemoteError */.Hi(`${name}: ${error.message}`);
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/cluster/api/line-splitter.js
/** An object of the API server is at most 1.5 MiB (etcd's limit), as JSON with escapes not many times that. */
const longestLine = 16 * 1024 * 1024;
function createLineSplitter(longest = longestLine) {
    const decoder = new TextDecoder();
    let open = '';
    return {
        push: (chunk) => {
            const parts = (open + decoder.decode(chunk, { stream: true })).split('\n');
            open = parts.pop() ?? '';
            if (open.length > longest)
                throw new RangeError(`a line of more than ${longest} characters`);
            return parts;
        },
    };
}

;// CONCATENATED MODULE: ./src/cluster/api/watch-stream.js


/** Reads one WATCH until it ends, whoever ends it. Throws only the signal's reason. */
async function readWatch(options) {
    const { answer, clock, stallMs, limitMs, signal } = options;
    const splitter = createLineSplitter();
    const begunAt = clock.now();
    let heardAt = begunAt;
    let isStalled = false;
    let takeBack = () => { };
    const checkLater = (ms) => {
        takeBack = clock.after(ms, () => {
            const silentSince = options.hasBookmarks() ? heardAt : Math.max(heardAt, answer.lastHeard());
            const leftMs = Math.min(silentSince + stallMs, begunAt + limitMs) - clock.now();
            if (leftMs > 0)
                return checkLater(leftMs);
            isStalled = true;
            answer.abandon();
            options.abort(new Error('silent'));
        });
    };
    checkLater(stallMs);
    try {
        for await (const chunk of answer.chunks) {
            heardAt = clock.now();
            for (const line of splitter.push(chunk)) {
                if (line.trim() === '')
                    continue;
                const event = readEvent(line);
                if (event === undefined)
                    return { kind: 'garbled' };
                if (event.type === 'ERROR')
                    return { kind: 'error', status: event.object };
                options.event(event);
            }
        }
        return { kind: 'closed' };
    }
    catch (error) {
        signal.throwIfAborted();
        if (isStalled)
            return { kind: 'stalled' };
        if (error instanceof RangeError)
            return { kind: 'garbled' };
        if (error instanceof errors/* RemoteError */.Hi)
            return { kind: 'broken', what: error.message };
        throw error;
    }
    finally {
        takeBack();
    }
}
/** What is no event: half a line, or what a proxy says when it breaks off. */
function readEvent(line) {
    let value;
    try {
        value = JSON.parse(line);
    }
    catch {
        return undefined;
    }
    if (typeof value?.object !== 'object' || value.object === null)
        return undefined;
    if (value.type === 'ERROR')
        return value;
    const isKnown = ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'].includes(String(value.type));
    return isKnown && typeof value.object.metadata?.resourceVersion === 'string' ? value : undefined;
}

;// CONCATENATED MODULE: ./src/cluster/api/watch.js







/** A new WATCH is accepted or refused at once. */
const headTimeoutMs = 20_000;
const listTimeoutMs = 60_000;
/** An API server that has just started refuses what it will allow when it knows the roles again. */
const refusalGraceMs = 30_000;
/** A WATCH that lived this long worked, also when nothing happened in it. */
const provedMs = 5_000;
/** Nothing hangs on a first LIST yet: when the transport has given it up, who waits for it is told why. */
const firstListMs = 30_000;
/** So many WATCHes in a row that came to nothing from where the last one ended: perhaps there is no such place any more. */
const attemptsBeforeRelist = 5;
const firstPauseMs = 200;
/**
 * Follows all objects under a path: LIST, then WATCH from there, again and again. Once it has listed, it outlasts everything
 * but `close()` and a refusal: closed, reset and silent connections are taken up where they ended, a past that the server has forgotten
 * (410) is listed anew, a server that can't answer is asked again with growing pauses.
 */
function startWatch(path, options, ports) {
    const { transport, clock = api_clock/* systemClock */.ml, random = Math.random } = ports;
    const closing = new AbortController();
    const signal = AbortSignal.any([ports.signal, closing.signal]);
    const known = createKnownObjects(options);
    const keep = options.kept ?? ((object) => object);
    const selector = options.fieldSelector === undefined ? {} : { fieldSelector: options.fieldSelector };
    const synced = promised();
    let version;
    const startedAt = clock.now();
    let hasListed = false;
    // Of Events an API server keeps nothing in memory, and has no bookmarks for them.
    let bookmarks = path.endsWith('/events') ? 'none' : 'awaited';
    let failures = 0;
    let refusedSince;
    const list = async () => {
        // The first out of the server's memory, as everybody's. Later ones must not go back behind what was told.
        const query = hasListed ? selector : { ...selector, resourceVersion: '0' };
        const answer = await transport.request({ method: 'GET', path, query, signal, timeoutMs: listTimeoutMs });
        const { items, metadata } = readList(path, answer.body);
        version = metadata.resourceVersion;
        known.replaceAll(items.map(keep));
        hasListed = true;
        synced.resolve();
    };
    const follow = async (from) => {
        const ending = new AbortController();
        const timeoutSeconds = 300 + Math.floor(random() * 300);
        const answer = await transport.stream({
            path,
            query: {
                ...selector,
                watch: 'true',
                allowWatchBookmarks: 'true',
                resourceVersion: from,
                timeoutSeconds: String(timeoutSeconds),
            },
            signal: AbortSignal.any([signal, ending.signal]),
            timeoutMs: headTimeoutMs,
        });
        refusedSince = undefined;
        options.resumed?.();
        const begunAt = clock.now();
        try {
            const end = await readWatch({
                answer,
                clock,
                stallMs: 75_000 + random() * 15_000,
                limitMs: (timeoutSeconds + 15) * 1000,
                hasBookmarks: () => bookmarks !== 'none',
                signal,
                abort: (reason) => ending.abort(reason),
                event: ({ type, object }) => {
                    failures = 0;
                    version = object.metadata.resourceVersion;
                    if (type === 'BOOKMARK')
                        bookmarks = 'come';
                    else if (type === 'DELETED')
                        known.remove(object);
                    else
                        known.put(keep(object));
                },
            });
            // A silence before the first one may also be that of a server which has none.
            if (end.kind === 'stalled' && bookmarks === 'awaited')
                bookmarks = 'none';
            return end;
        }
        finally {
            if (clock.now() - begunAt >= provedMs)
                failures = 0;
        }
    };
    /** What comes next, and after which pause. Throws what ends the watch. */
    const recover = async (failure) => {
        const { status, why, askedMs } = failure;
        options.interrupted?.(why);
        if (status !== undefined && isRefusal(status)) {
            refusedSince ??= clock.now();
            if (!hasListed || clock.now() - refusedSince >= refusalGraceMs)
                throw failure.error;
        }
        if (!hasListed && clock.now() - startedAt >= firstListMs)
            throw failure.error;
        failures++;
        if (status === 410 || (failure.isOfPlace && failures % attemptsBeforeRelist === 0))
            version = undefined;
        // The first time at once: most connections that end can simply be made again.
        const isFirst = failures === 1 && askedMs === undefined;
        const patience = askedMs === undefined ? undefined : Math.min(askedMs, longestRetryAfterMs);
        await (0,api_clock/* wait */.uk)(clock, isFirst ? 0 : pauseMs(failures - 1, firstPauseMs, patience, random), signal);
    };
    const run = async () => {
        for (;;) {
            let failure;
            try {
                if (version === undefined)
                    await list();
                failure = failureOfEnd(path, await follow(version ?? ''));
            }
            catch (error) {
                signal.throwIfAborted();
                if (!(error instanceof errors/* RemoteError */.Hi))
                    throw error;
                failure = failureOf(error);
            }
            await recover(failure);
        }
    };
    run().catch((error) => {
        synced.reject(error);
        if (!signal.aborted)
            options.refused?.(error instanceof Error ? error : new Error(String(error)));
    });
    return { synced: synced.promise, close: () => closing.abort(new Error(`${path} is followed no more`)) };
}
function failureOfEnd(path, end) {
    if (end.kind === 'error') {
        const { code = 500, message = 'no explanation', details } = end.status;
        const why = (0,plain_text/* excerpt */.Kb)(message);
        const error = new cluster_port/* ApiRefusal */.n(`GET ${path}: ${why}`, code, 'Watch');
        const seconds = details?.retryAfterSeconds;
        const askedMs = seconds === undefined ? undefined : seconds * 1000;
        return { error, why, status: code, askedMs, isOfPlace: code >= 500 };
    }
    const why = end.kind === 'broken' ? end.what : endings[end.kind];
    const error = new errors/* RemoteError */.Hi(`GET ${path}: ${why}`);
    return { error, why, status: undefined, askedMs: undefined, isOfPlace: end.kind === 'garbled' };
}
const endings = {
    closed: 'the API server ended the watch',
    stalled: 'nothing came for too long',
    garbled: 'what came was no event',
};
function failureOf(error) {
    const status = error instanceof cluster_port/* ApiRefusal */.n || error instanceof StreamRefusal ? error.status : undefined;
    const askedMs = error instanceof StreamRefusal ? error.retryAfterMs : undefined;
    return { error, why: error.message, status, askedMs, isOfPlace: status !== undefined && status >= 500 };
}
/** What asking again doesn't change. 401 isn't one here: the transport has read the credentials again by now. */
function isRefusal(status) {
    return status >= 400 && status < 500 && ![401, 408, 409, 410, 425, 429].includes(status);
}
function readList(path, body) {
    let list;
    try {
        list = JSON.parse(body);
    }
    catch {
        list = null;
    }
    if (typeof list?.metadata?.resourceVersion !== 'string')
        throw new errors/* RemoteError */.Hi(`GET ${path}: answered no list`);
    return { items: list.items ?? [], metadata: list.metadata };
}
function promised() {
    const { promise, resolve, reject } = Promise.withResolvers();
    // Who doesn't wait for it learns it by `refused`.
    promise.catch(() => { });
    return { promise, resolve, reject };
}

;// CONCATENATED MODULE: ./src/cluster/api/api-cluster.js






const metadataOfOne = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const pageSize = '500';
/** Everything of a kind in one answer takes a busy server longer than a single object. */
const wholeListTimeoutMs = 60_000;
/** The API server's own paths and queries behind the room's port. */
function createApiCluster(parts) {
    const { endpoint, transport, signal, clock = api_clock/* systemClock */.ml } = parts;
    const ask = (request) => transport.request({ signal, ...request });
    const get = async (path, options = {}) => {
        const accept = options.metadataOnly === true ? { accept: metadataOfOne } : {};
        const answer = await absentAs(undefined, () => ask({ method: 'GET', path, ...accept }));
        return answer === undefined ? undefined : api_cluster_readAnswer(path, answer.body);
    };
    const send = async (method, path, object) => {
        const query = { fieldManager: kubernetes_object/* fieldManager */.wM, fieldValidation: 'Strict' };
        const body = { type: 'application/json', text: JSON.stringify(object) };
        return api_cluster_readAnswer(path, (await ask({ method, path, query, body })).body);
    };
    return {
        endpoint,
        get,
        list: async (path, query = {}, { signal: ofReading, isFromMemory = false } = {}) => {
            const ended = ofReading === undefined ? signal : AbortSignal.any([signal, ofReading]);
            if (isFromMemory) {
                const fromMemory = { ...query, resourceVersion: '0' };
                const answer = await transport.request({
                    method: 'GET',
                    path,
                    query: fromMemory,
                    timeoutMs: wholeListTimeoutMs,
                    signal: ended,
                });
                return api_cluster_readAnswer(path, answer.body).items ?? [];
            }
            const items = [];
            for (let next = ''; next !== undefined;) {
                const page = next === '' ? {} : { continue: next };
                const pageQuery = { ...query, limit: pageSize, ...page };
                const answer = await transport.request({ method: 'GET', path, query: pageQuery, signal: ended });
                const list = api_cluster_readAnswer(path, answer.body);
                items.push(...(list.items ?? []));
                next = list.metadata?.continue || undefined;
            }
            return items;
        },
        watch: (path, options) => startWatch(path, options, { transport, signal, clock }),
        apply: async (object, { dryRun = false, isForced = false } = {}) => {
            const { name, namespace } = object.metadata;
            const path = (0,kubernetes_object/* objectPath */.du)(object.kind, namespace, name);
            const answer = await ask({
                method: 'PATCH',
                path,
                query: {
                    fieldManager: kubernetes_object/* fieldManager */.wM,
                    fieldValidation: 'Strict',
                    force: String(isForced),
                    ...(dryRun ? { dryRun: 'All' } : {}),
                },
                // JSON is YAML too; the API server takes either under this one name.
                body: { type: 'application/apply-patch+yaml', text: JSON.stringify(object) },
                // With a resourceVersion the second would find the first in its way.
                isRepeatable: object.metadata['resourceVersion'] === undefined,
            });
            return api_cluster_readAnswer(path, answer.body);
        },
        create: (object, { isOurs } = {}) => {
            const { name, namespace } = object.metadata;
            return withClearOutcome({
                send: () => send('POST', (0,kubernetes_object/* listPath */.Kx)(object.kind, namespace), object),
                look: () => get((0,kubernetes_object/* objectPath */.du)(object.kind, namespace, name)),
                isOurs,
                isAsBefore: (live) => live === undefined,
            });
        },
        replace: (object, { isOurs } = {}) => {
            const { name, namespace, resourceVersion } = object.metadata;
            const path = (0,kubernetes_object/* objectPath */.du)(object.kind, namespace, name);
            return withClearOutcome({
                send: () => send('PUT', path, object),
                look: () => get(path),
                isOurs,
                isAsBefore: (live) => live?.metadata.resourceVersion === resourceVersion,
            });
        },
        patch: async (path, operations) => {
            const body = { type: 'application/json-patch+json', text: JSON.stringify(operations) };
            const answer = await ask({ method: 'PATCH', path, query: { fieldManager: kubernetes_object/* fieldManager */.wM }, body });
            return api_cluster_readAnswer(path, answer.body);
        },
        review: async (path, question) => {
            const body = { type: 'application/json', text: JSON.stringify(question) };
            const answer = await ask({ method: 'POST', path, body, isRepeatable: true });
            return api_cluster_readAnswer(path, answer.body);
        },
        remove: async (path, uid) => {
            const text = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } });
            try {
                const body = { type: 'application/json', text };
                await ask({ method: 'DELETE', path, body, isRepeatable: true });
                return 'removed';
            }
            catch (error) {
                // 409: an object of this name is there, but not this one.
                if (error instanceof cluster_port/* ApiRefusal */.n && (error.status === 404 || error.status === 409))
                    return 'gone';
                throw error;
            }
        },
        logs: async (namespace, pod, { container, previous, lines }) => {
            try {
                const path = `${(0,kubernetes_object/* objectPath */.du)('Pod', namespace, pod)}/log`;
                const query = { container, previous: String(previous), tailLines: String(lines), limitBytes: '65536' };
                const { body } = await ask({ method: 'GET', path, query, accept: '*/*' });
                // 200, and the kubelet's words in place of the log: it has removed the container.
                return /^unable to retrieve container logs for \S+$/.test(body.trim()) ? undefined : body;
            }
            catch (error) {
                // 400: the container hasn't run, or has no previous run.
                if (error instanceof cluster_port/* ApiRefusal */.n && (error.status === 400 || error.status === 404))
                    return undefined;
                throw error;
            }
        },
        ask: (namespace, pod, question) => {
            if (question.via === 'port-forward')
                return parts.portForward(namespace, pod, question, signal);
            const path = `${(0,kubernetes_object/* objectPath */.du)('Pod', namespace, `${pod}:${question.port}`)}/proxy${question.path}`;
            return ask({ method: 'GET', path, accept: '*/*', timeoutMs: question.timeoutMs, isForPod: true });
        },
        withSignal: (other) => createApiCluster({ ...parts, signal: other }),
        serverNow: transport.serverNow,
        unanswered: transport.unanswered,
        credentialsExpireAt: parts.credentialsExpireAt,
    };
}
/** What stands before an API server (a login page, say) may answer 200 too; it is not repeated, and may repeat us. */
function api_cluster_readAnswer(path, body) {
    try {
        return JSON.parse(body);
    }
    catch {
        throw new errors/* RemoteError */.Hi(`${path}: answered ${body.length} characters that are not JSON: an API server doesn't do that. Does the server of the kubeconfig lead there?`);
    }
}
async function absentAs(absent, read) {
    try {
        return await read();
    }
    catch (error) {
        if (error instanceof cluster_port/* ApiRefusal */.n && error.status === 404)
            return absent;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/cluster/api/credentials.js
/** They are made anew this long before they expire, so that no request is under way with expired ones. */
const skewMs = 60_000;
/** When making new ones fails while the old ones still hold. */
const tryAgainMs = 10_000;
/** Credentials are worked out once for all that ask at the same time: each working out may start a login plugin. */
function createCredentialsSource({ workOut, log, now = Date.now }) {
    let kept;
    let isRefused = false;
    const begin = (old) => {
        const isAgain = isRefused;
        isRefused = false;
        const begun = { worked: workOut(isAgain).catch((error) => keepOld(old, error)) };
        begun.worked.then((worked) => {
            begun.known = { worked, staleAt: worked === old ? now() + tryAgainMs : staleAt(worked, now()) };
        }, () => {
            if (kept === begun)
                kept = undefined;
        });
        return begun;
    };
    const keepOld = (old, error) => {
        if (old?.expiresAt === undefined || now() >= old.expiresAt)
            throw error;
        const why = error instanceof Error ? error.message : 'no reason given';
        log.warning(`New credentials can't be had, and the ones in use expire soon: ${why}`);
        return old;
    };
    return {
        current: async () => {
            if (kept === undefined)
                kept = begin(undefined);
            else if (kept.known !== undefined && now() >= kept.known.staleAt)
                kept = begin(kept.known.worked);
            return (await kept.worked).credentials;
        },
        renew: async (refused) => {
            if (kept?.known?.worked.credentials !== refused)
                return;
            kept = undefined;
            isRefused = true;
        },
    };
}
function staleAt({ expiresAt, keepMs }, now) {
    if (expiresAt === undefined)
        return keepMs === undefined ? Number.POSITIVE_INFINITY : now + keepMs;
    // Half of the time for what lives shorter than the skew: otherwise each request would start the plugin.
    return expiresAt - Math.min(skewMs, Math.max(0, expiresAt - now) / 2);
}

// EXTERNAL MODULE: ./node_modules/@kubernetes/client-node/dist/web-socket-handler.js
var web_socket_handler = __webpack_require__(69024);
;// CONCATENATED MODULE: ./src/cluster/api/forward-adapter.js


/**
 * Connects a pod's port over client-node's WebSocket. Its own port-forward would do it, but comes with a client for every
 * kind of the API: more than a megabyte of each action's bundle.
 */
function forwardTo(config, namespace, pod, port) {
    return async (output, complaints, input) => {
        const begun = new Set();
        const path = `${(0,kubernetes_object/* objectPath */.du)('Pod', namespace, pod)}/portforward?ports=${port}`;
        const socket = await new web_socket_handler/* WebSocketHandler */.w(config).connect(path, null, (channel, bytes) => {
            // Of one port there are two channels: what comes, and what went wrong. Each begins with the port's number.
            const said = begun.has(channel) ? bytes : bytes.subarray(2);
            begun.add(channel);
            if (channel > 1)
                return false;
            (channel === 0 ? output : complaints).write(said);
            return true;
        });
        web_socket_handler/* WebSocketHandler */.w.handleStandardInput(socket, input, 0);
        return socket;
    };
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/@kubernetes/client-node/dist/config.js + 24 modules
var dist_config = __webpack_require__(18580);
// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
;// CONCATENATED MODULE: ./src/cluster/api/kubeconfig-adapter.js





/**
 * The kubeconfig as kubectl reads it, with its context chosen. What it lacks shows here, not as a refusal of the API server.
 * @throws UserError
 */
function loadKubeConfig(files, context) {
    const config = new dist_config/* KubeConfig */.yp();
    const named = (files ?? '').split(external_node_path_.delimiter).filter((file) => file !== '');
    if (named.length === 0)
        reading('~/.kube/config', () => config.loadFromDefault());
    else
        loadFiles(config, named);
    if (context !== undefined)
        config.setCurrentContext(context);
    const cluster = config.getCurrentCluster();
    // What client-node makes up when it finds nothing at all.
    if (cluster === null || cluster.server === 'http://localhost:8080')
        throw new errors/* UserError */.yo(whyNoCluster(config));
    requireUsable(config, cluster);
    return config;
}
/** What is written there and can't be meant: OpenSSL and the API server would say it in words that name no kubeconfig. */
function requireUsable(config, { name, server, caData }) {
    const { name: context, user: named } = config.getContextObject(config.getCurrentContext()) ?? {};
    const user = config.getCurrentUser();
    const problems = [
        ...(/^https?:$/.test(URL.parse(server)?.protocol ?? '')
            ? []
            : [`its cluster ${name} has the server ${(0,plain_text/* excerpt */.Kb)(server, 200)}: expected a URL such as https://HOST:6443`]),
        ...(holdsCertificate(caData) ? [] : [`the certificate-authority-data of its cluster ${name} is no certificate`]),
        // Without one it would be asked as nobody, and what that lacks says nothing of the kubeconfig.
        ...(named && user === null ? [`it has no user ${named}, which its context ${context} names`] : []),
        ...(holdsCertificate(user?.certData) ? [] : [`the client-certificate-data of its user ${named} is no certificate`]),
    ];
    if (problems.length === 0)
        return;
    throw new errors/* UserError */.yo(`The kubeconfig can't be used: ${problems.join('; ')}. Correct it, or log in to the cluster again.`);
}
function holdsCertificate(inBase64) {
    return inBase64 === undefined || Buffer.from(inBase64, 'base64').includes('-----BEGIN CERTIFICATE-----');
}
function whyNoCluster(config) {
    const [current, names] = [config.getCurrentContext(), config.getContexts().map(({ name }) => name)];
    const known = `it has ${names.join(', ') || 'none'}`;
    const cure = 'Correct cluster.context in keep-deploy.yml, or the kubeconfig';
    if (config.getCurrentCluster() !== null || (!current && names.length === 0))
        return 'The kubeconfig names no cluster: set $KUBECONFIG and cluster.context, or log in to the cluster first.';
    if (!current)
        return `The kubeconfig has no current context; ${known}. ${cure}.`;
    const named = config.getContextObject(current)?.cluster;
    if (named === undefined)
        return `The kubeconfig has no context ${current}; ${known}. ${cure}.`;
    return `The kubeconfig has no cluster ${named}, which its context ${current} names. ${cure}.`;
}
/** A parser's message quotes what it read, and a kubeconfig is full of secrets: only its place and a system error's code are safe. */
function reading(file, read) {
    try {
        read();
    }
    catch (error) {
        const { code, mark } = error;
        const line = typeof mark?.line === 'number' ? { line: mark.line + 1 } : {};
        const advice = 'correct it or $KUBECONFIG, or log in to the cluster before this step';
        throw new errors/* UserError */.yo([
            { file, ...line, message: `the kubeconfig can't be read: ${whyUnread(code, mark)}; ${advice}` },
        ]);
    }
}
function whyUnread(code, mark) {
    if (code === 'ENOENT')
        return 'there is no such file';
    if (code === 'EISDIR')
        return 'this is a folder';
    if (typeof code === 'string')
        return code;
    return mark === undefined
        ? 'expected clusters, users and contexts, as kubectl writes them'
        : 'this is not valid YAML';
}
/** As kubectl does: what isn't there is left out, and of two with one name the first counts, as does the first current context. */
function loadFiles(config, files) {
    const there = files.filter((file) => (0,external_node_fs_.existsSync)(file));
    const [first = '', ...more] = there.length === 0 ? files : there;
    reading(first, () => config.loadFromFile(first));
    for (const file of more) {
        const next = new dist_config/* KubeConfig */.yp();
        reading(file, () => next.loadFromFile(file));
        next.clusters = next.clusters.filter(({ name }) => !config.clusters.some((one) => one.name === name));
        next.users = next.users.filter(({ name }) => !config.users.some((one) => one.name === name));
        next.contexts = next.contexts.filter(({ name }) => !config.contexts.some((one) => one.name === name));
        config.mergeConfig(next, Boolean(config.getCurrentContext()));
    }
}
/** Which cluster it leads to. @throws UserError */
function endpointOf(config) {
    const cluster = config.getCurrentCluster();
    const context = config.getCurrentContext();
    if (cluster === null || cluster.skipTLSVerify)
        return { context };
    if (cluster.caData !== undefined)
        return { context, certificateAuthority: (0,content_digest/* digestOf */.o)(Buffer.from(cluster.caData, 'base64')) };
    if (cluster.caFile === undefined)
        return { context };
    try {
        return { context, certificateAuthority: (0,content_digest/* digestOf */.o)((0,external_node_fs_.readFileSync)(cluster.caFile)) };
    }
    catch {
        throw new errors/* UserError */.yo(`The kubeconfig's CA bundle can't be read: ${cluster.caFile}`);
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
;// CONCATENATED MODULE: ./src/cluster/api/exec-plugin.js


const defaultTimeoutMs = 60_000;
const keptCharacters = 1024 * 1024;
/**
 * Starts a login plugin and reads what it answers. client-node would, too, but it keeps the expiry to itself, tells the
 * plugin nothing about the cluster (KUBERNETES_EXEC_INFO), waits for ever, and hands it the whole environment.
 */
async function runExecPlugin(plugin, options) {
    const { environment, cluster, signal, timeoutMs = defaultTimeoutMs } = options;
    const { command, args = [], apiVersion = 'client.authentication.k8s.io/v1' } = plugin;
    if (plugin.interactiveMode === 'Always')
        throw new errors/* UserError */.yo(`The kubeconfig's login plugin ${command} only works for a person at a terminal.`);
    const spec = { interactive: false, ...(plugin.provideClusterInfo === true && { cluster }) };
    const env = {
        ...environment,
        KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec }),
    };
    for (const { name, value } of plugin.env ?? [])
        env[name] = value;
    const { exitCode, output, complaints } = await run(command, args, env, signal, timeoutMs).catch((error) => {
        signal.throwIfAborted();
        const code = error.code;
        const hint = code === 'ENOENT' && plugin.installHint !== undefined ? ` ${(0,plain_text/* excerpt */.Kb)(plugin.installHint)}` : '';
        const why = code ?? (error instanceof Error ? error.message : 'no reason given');
        throw new errors/* RemoteError */.Hi(`The kubeconfig's login plugin ${command} can't be run (${why}).${hint}`);
    });
    if (exitCode !== 0)
        throw new errors/* RemoteError */.Hi(`The kubeconfig's login plugin ${command} ended with ${exitCode}: ${(0,plain_text/* excerpt */.Kb)(complaints) || 'it says no reason'}`);
    return readCredential(command, output);
}
function run(command, args, env, ofRun, timeoutMs) {
    return new Promise((resolve, reject) => {
        const timeout = AbortSignal.timeout(timeoutMs);
        const signal = AbortSignal.any([ofRun, timeout]);
        const child = (0,external_node_child_process_.spawn)(command, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'], signal, windowsHide: true });
        const output = textOf(child.stdout);
        const complaints = textOf(child.stderr);
        child.on('error', (error) => reject(timeout.aborted ? new Error(`no answer within ${Math.round(timeoutMs / 1000)} s`) : error));
        child.on('close', (code, killedBy) => resolve({ exitCode: code ?? killedBy ?? 'nothing', output: output(), complaints: complaints() }));
    });
}
function textOf(stream) {
    let text = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => {
        text = (text + chunk).slice(0, keptCharacters);
    });
    return () => text;
}
/** What it printed is full of secrets: none of it is shown, not even where it can't be read. */
function readCredential(command, output) {
    const unusable = (what) => new errors/* RemoteError */.Hi(`The kubeconfig's login plugin ${command} answered ${what}: is it the right one?`);
    let answer;
    try {
        answer = JSON.parse(output);
    }
    catch {
        throw unusable('what is not JSON');
    }
    const { kind, status } = (answer ?? {});
    if (kind !== 'ExecCredential' || typeof status !== 'object' || status === null)
        throw unusable('no ExecCredential');
    const [token, certificate, key, expiry] = [
        ...['token', 'clientCertificateData', 'clientKeyData', 'expirationTimestamp'].map((name) => textIn(status, name)),
    ];
    if (token === undefined && (certificate === undefined || key === undefined))
        throw unusable('neither a token nor a certificate with its key');
    const expiresAt = expiry === undefined ? Number.NaN : Date.parse(expiry);
    return { token, certificate, key, expiresAt: Number.isNaN(expiresAt) ? undefined : expiresAt };
}
function textIn(status, name) {
    const value = status[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
}

// EXTERNAL MODULE: external "node:diagnostics_channel"
var external_node_diagnostics_channel_ = __webpack_require__(53053);
// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(24371);
;// CONCATENATED MODULE: ./src/cluster/api/wire-adapter.js




/**
 * A stream that was given up before its answer hears once more of its connection's end, and undici has stopped listening by
 * then (seen with 8.12.4: five of 64 refused roll-outs left one): without a listener that error ends the process.
 */
(0,external_node_diagnostics_channel_.subscribe)('http2.client.stream.created', (message) => {
    message.stream.on('error', () => { });
});
/**
 * The only file that knows undici. Over HTTP/2 all requests share one connection; where the other side speaks HTTP/1.1
 * only there are at most as many as the gate lets requests through.
 */
function createConnections(makeDispatcher) {
    let current;
    let losses = 0;
    const open = () => {
        const dispatcher = makeDispatcher();
        dispatcher.on('disconnect', () => {
            losses++;
        });
        const lane = {
            send: (request) => send(dispatcher, request),
            abandon: () => {
                if (current?.dispatcher !== dispatcher)
                    return;
                current = undefined;
                closeWhenIdle(dispatcher);
            },
        };
        return { dispatcher, lane };
    };
    return {
        lane: () => {
            current ??= open();
            return current.lane;
        },
        losses: () => losses,
        close: () => {
            if (current !== undefined)
                closeWhenIdle(current.dispatcher);
            current = undefined;
        },
    };
}
/** What is under way on it goes on to its end. */
function closeWhenIdle(dispatcher) {
    dispatcher.close().catch(() => { });
}
/** Connections that nobody uses are kept this long: a roll-out asks little while pods start. */
const keepAliveTimeout = 30_000;
function dispatcherFor({ server, tls, proxyUrl }) {
    const connect = { ...tls, preferH2: true, keepAliveInitialDelay: 30_000 };
    const options = {
        connections: 16,
        keepAliveTimeout,
        // The transport has limits of its own.
        headersTimeout: 0,
        bodyTimeout: 0,
        h2Options: { pingInterval: 30_000 },
    };
    if (proxyUrl !== undefined)
        return new undici/* ProxyAgent */.kT({ ...options, uri: proxyUrl, requestTls: connect });
    if (isLoopback(server))
        return new undici/* Agent */.g6({ ...options, connect });
    const either = { ...options, connect, requestTls: connect };
    return new undici/* EnvHttpProxyAgent */.J2(either);
}
/** Never behind a proxy, whatever the environment says; Go's clients hold it so too. */
function isLoopback({ hostname }) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}
const send = async (dispatcher, request) => {
    const { method, url, headers, body, signal } = request;
    try {
        const answer = await dispatcher.request({
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            method: method,
            headers: { ...headers },
            body: body ?? null,
            signal,
        });
        return { status: answer.statusCode, headers: oneOfEach(answer.headers), body: told(answer.body, signal) };
    }
    catch (error) {
        signal.throwIfAborted();
        throw wire_adapter_failureOf(error);
    }
};
async function* told(body, signal) {
    try {
        yield* body;
    }
    catch (error) {
        signal.throwIfAborted();
        throw wire_adapter_failureOf(error);
    }
}
function oneOfEach(headers) {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
}
/** Found on the way to a connection: nothing was sent over it. */
const neverSent = new Set([
    ...['ECONNREFUSED', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'],
    // A proxy that is gone, one that refuses (undici calls that aborted, as it does what we abort ourselves), and
    // connections that were given up between being chosen and being used.
    ...['UND_ERR_PRX_CONN', 'UND_ERR_ABORTED', 'UND_ERR_CLOSED'],
]);
const passing = new Set([
    ...neverSent,
    ...['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'],
    // undici's own words for a connection that closed, a GOAWAY, and an answer that was cut off.
    ...['UND_ERR_SOCKET', 'UND_ERR_INFO', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_DESTROYED'],
]);
function wire_adapter_failureOf(error) {
    const { code = '', message = '', syscall } = (error ?? {});
    const wasSent = neverSent.has(code) || syscall === 'connect' || isOfConnecting(error) ? 'no' : 'maybe';
    const isPassing = passing.has(code) || code.startsWith('ERR_HTTP2_');
    return new ConnectionFailure((0,plain_text/* excerpt */.Kb)(message || code || 'the connection failed'), wasSent, isPassing);
}
/** A name with several addresses fails with one error for each of them. */
function isOfConnecting(error) {
    return (error instanceof AggregateError &&
        error.errors.every((each) => each?.syscall === 'connect'));
}

;// CONCATENATED MODULE: ./src/cluster/api/login-adapter.js





/** How long files of tokens and certificates are trusted to be the same. */
const filesKeptMs = 60_000;
function createLogin({ load, environment, signal }) {
    let config = load();
    let wires;
    let last;
    const wiresOf = (key, makeDispatcher) => {
        if (wires?.key === key)
            return wires;
        wires?.requests.close();
        wires?.watches.close();
        wires = { key, requests: createConnections(makeDispatcher), watches: createConnections(makeDispatcher) };
        return wires;
    };
    return {
        workOut: async (isAgain) => {
            if (isAgain)
                config = load();
            const plugin = pluginOf(config);
            const answer = plugin && (await runExecPlugin(plugin, { environment, cluster: clusterInfo(config), signal }));
            const plain = withAnswer(load(), answer);
            const options = await httpsOptions(plain);
            const headers = headersOf(options);
            const tls = tlsOf(options);
            const cluster = plain.getCurrentCluster();
            const server = new URL(cluster?.server ?? '');
            const proxyUrl = cluster?.proxyUrl;
            const key = (0,content_digest/* digestOf */.o)(JSON.stringify([server.href, proxyUrl, ...Object.entries(tls).map(String)]));
            const socks = proxyUrl?.startsWith('socks') === true ? await socksDispatcher(plain) : undefined;
            const { requests, watches } = wiresOf(key, () => socks ?? dispatcherFor({ server, tls, proxyUrl }));
            const canHaveAnew = plugin !== undefined || isRenewedByFile(plain);
            last = { config: plain, expiresAt: canHaveAnew ? undefined : expiryOf(headers, tls) };
            return {
                credentials: { server, headers, requests, watches },
                expiresAt: answer?.expiresAt,
                keepMs: plugin === undefined ? filesKeptMs : undefined,
            };
        },
        expiresAt: () => last?.expiresAt,
        kubeConfig: () => last?.config ?? config,
    };
}
function pluginOf(config) {
    const user = config.getCurrentUser();
    return (user?.exec ?? user?.authProvider?.config?.exec) || undefined;
}
/** The same login without the plugin: client-node would start it once more for each of its own questions. */
function withAnswer(config, answer) {
    if (answer === undefined)
        return config;
    config.users = config.users.map((user) => {
        if (user.name !== config.getCurrentUser()?.name)
            return user;
        const { exec: _exec, authProvider: _provider, certFile, keyFile, ...rest } = user;
        const { certificate, key } = answer;
        const isCertified = certificate !== undefined && key !== undefined;
        const ofFile = { ...(certFile !== undefined && { certFile }), ...(keyFile !== undefined && { keyFile }) };
        return {
            ...rest,
            ...(isCertified ? { certData: base64(certificate), keyData: base64(key) } : ofFile),
            // A token that stands in the kubeconfig comes first, as for kubectl.
            ...(rest.token === undefined && answer.token !== undefined && { token: answer.token }),
        };
    });
    return config;
}
const base64 = (text) => Buffer.from(text).toString('base64');
function clusterInfo(config) {
    const cluster = config.getCurrentCluster();
    return {
        server: cluster?.server,
        'tls-server-name': cluster?.tlsServerName,
        'insecure-skip-tls-verify': cluster?.skipTLSVerify,
        'certificate-authority-data': cluster?.caData,
        'proxy-url': cluster?.proxyUrl,
    };
}
async function httpsOptions(config) {
    const options = {};
    await config.applyToHTTPSOptions(options).catch((error) => {
        throw new errors/* RemoteError */.Hi(`The credentials of the kubeconfig can't be had: ${(0,plain_text/* excerpt */.Kb)(error instanceof Error ? error.message : String(error))}`);
    });
    return options;
}
function headersOf(options) {
    const headers = Object.fromEntries(Object.entries(options.headers ?? {}).map(([name, value]) => [name, String(value).trim()]));
    if (typeof options.auth === 'string')
        headers['Authorization'] = `Basic ${base64(options.auth)}`;
    return headers;
}
function tlsOf({ ca, cert, key, servername, rejectUnauthorized }) {
    const all = { ca, cert, key, servername, rejectUnauthorized };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''));
}
/** client-node speaks all kinds of SOCKS, undici one of them. */
async function socksDispatcher(config) {
    let dispatcher;
    const context = {
        setHeaderParam: () => { },
        setDispatcher: (made) => {
            dispatcher = made;
        },
    };
    await config.applySecurityAuthentication(context);
    return dispatcher;
}
/** A file that the platform writes anew, or a provider that client-node knows how to ask again. */
function isRenewedByFile(config) {
    return Boolean(config.getCurrentUser()?.authProvider);
}
/** By the token's or the certificate's own words; neither is secret. */
function expiryOf(headers, { cert }) {
    const [, token] = /^Bearer (\S+)$/.exec(headers['Authorization'] ?? '') ?? [];
    if (token !== undefined)
        return expiryOfToken(token);
    if (cert === undefined || headers['Authorization'] !== undefined)
        return undefined;
    try {
        return new Date(new external_node_crypto_.X509Certificate(cert).validTo);
    }
    catch {
        return undefined;
    }
}
/** https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4; other tokens say nothing. */
function expiryOfToken(token) {
    try {
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
        return typeof claims.exp === 'number' ? new Date(claims.exp * 1000) : undefined;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
;// CONCATENATED MODULE: ./src/cluster/api/port-forward.js




/** One GET through a port-forward, spoken by Node's own HTTP client. */
async function askByPortForward(open, pod, { port, path, timeoutMs }, signal) {
    const asked = `port-forward to ${pod}:${port}`;
    const toPod = new external_node_stream_.PassThrough();
    const stream = new external_node_stream_.Duplex({
        read: () => { },
        write: (chunk, _encoding, done) => void toPod.write(chunk, done),
        final: (done) => void done(),
    });
    const fromPod = new external_node_stream_.Writable({
        write: (chunk, _encoding, done) => {
            if (chunk.length > 0)
                stream.push(chunk);
            done();
        },
    });
    const complaint = new external_node_stream_.Writable({
        write: (chunk, _encoding, done) => {
            if (chunk.length > 0)
                stream.destroy(new errors/* RemoteError */.Hi(`${asked}: ${(0,plain_text/* excerpt */.Kb)(chunk.toString('utf8'))}`));
            done();
        },
    });
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    let socket;
    try {
        const opening = open(fromPod, complaint, toPod);
        // One that opens too late is nobody's to close but ours.
        opening.then((late) => limit.aborted && late.close()).catch(() => { });
        socket = await withLimit(limit, opening);
        socket.onclose = () => void stream.push(null);
        return await get(stream, path, limit);
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof errors/* RemoteError */.Hi)
            throw error;
        if (limit.aborted)
            throw new errors/* RemoteError */.Hi(`${asked}: no answer within ${timeoutMs} ms`);
        throw port_forward_failureOf(asked, error);
    }
    finally {
        socket?.close();
        toPod.destroy();
        stream.destroy();
    }
}
/** A WebSocket's error is an event: its message says which status refused the upgrade. */
function port_forward_failureOf(asked, error) {
    const text = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
    const status = /Unexpected server response: (\d{3})/.exec(text)?.[1];
    if (status === undefined)
        return new errors/* RemoteError */.Hi(`${asked}: ${(0,plain_text/* excerpt */.Kb)(text)}`);
    return new cluster_port/* ApiRefusal */.n(`${asked}: refused with ${status}`, Number(status), 'PortForward');
}
function get(stream, path, signal) {
    return new Promise((resolve, reject) => {
        const headers = { connection: 'close' };
        const outgoing = (0,external_node_http_.request)({ createConnection: () => stream, host: 'localhost', path, headers, signal });
        outgoing.on('error', reject);
        outgoing.on('response', (response) => {
            const chunks = [];
            response.on('data', (chunk) => void chunks.push(chunk));
            response.on('error', reject);
            response.on('end', () => {
                resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
            });
        });
        outgoing.end();
    });
}
async function withLimit(limit, promised) {
    limit.throwIfAborted();
    let stop;
    const aborted = new Promise((_, reject) => {
        stop = () => reject(limit.reason);
        limit.addEventListener('abort', stop, { once: true });
    });
    try {
        return await Promise.race([promised, aborted]);
    }
    finally {
        if (stop !== undefined)
            limit.removeEventListener('abort', stop);
    }
}

;// CONCATENATED MODULE: ./src/cluster/api/gate.js
/** The API server shares its seats among all who ask (priority and fairness): more at once only wait there. */
function createGate(places) {
    let free = places;
    const urgent = new Set();
    const others = new Set();
    const enter = async (signal, waiting) => {
        signal.throwIfAborted();
        if (free > 0) {
            free--;
            return;
        }
        await new Promise((resolve, reject) => {
            const takeTurn = () => {
                signal.removeEventListener('abort', giveUp);
                resolve();
            };
            const giveUp = () => {
                waiting.delete(takeTurn);
                reject(signal.reason);
            };
            waiting.add(takeTurn);
            signal.addEventListener('abort', giveUp, { once: true });
        });
    };
    const leave = () => {
        for (const waiting of [urgent, others]) {
            const [next] = waiting;
            if (next === undefined)
                continue;
            waiting.delete(next);
            return next();
        }
        free++;
    };
    return async (work, signal, isUrgent = false) => {
        await enter(signal, isUrgent ? urgent : others);
        try {
            return await work();
        }
        finally {
            leave();
        }
    };
}

;// CONCATENATED MODULE: ./src/cluster/api/server-clock.js
function createServerClock(now = () => performance.now()) {
    let last;
    return {
        note: (date) => {
            const serverMs = date === undefined ? Number.NaN : Date.parse(date);
            if (!Number.isNaN(serverMs))
                last = { serverMs, at: now() };
        },
        now: () => (last === undefined ? undefined : new Date(last.serverMs + now() - last.at)),
    };
}

;// CONCATENATED MODULE: ./src/cluster/api/transport.js










/** Against a server that was never heard: most likely a mistake, which should show soon. */
const attemptsAtFirst = 5;
/** Against one that has answered: about a minute, in which it may be restarted, however long each attempt takes. */
const attemptsLater = 16;
const patienceMs = 75_000;
/** An API server that has just started doesn't know its roles yet, and refuses for half a second what it allows. */
const startingMs = 15_000;
const transport_defaultTimeoutMs = 15_000;
const atATime = 16;
/**
 * Requests to the API server over few shared connections. client-node's own way opens a connection for each request, has
 * no time limit, repeats nothing and drops fields its schema doesn't know.
 */
function createTransport(options) {
    const { credentials, log, clock = api_clock/* systemClock */.ml, pauseMs: firstPauseMs = 200 } = options;
    const gate = createGate(atATime);
    const serverClock = createServerClock();
    const open = new Map();
    let hasAnswered = false;
    let losses;
    let lostAt = Number.NEGATIVE_INFINITY;
    /** A connection that ended may be a server that was started anew. */
    const noteLosses = ({ requests }, hasFailed) => {
        const count = requests.losses();
        if (hasFailed || (losses?.of === requests && losses.count !== count))
            lostAt = clock.now();
        losses = { of: requests, count };
    };
    const exchange = async (used, asked) => {
        const { signal } = asked;
        const timeoutMs = asked.timeoutMs ?? transport_defaultTimeoutMs;
        const timeout = AbortSignal.timeout(timeoutMs);
        const lane = used.requests.lane();
        try {
            const answer = await lane.send(wireRequest(used, { ...asked, signal: AbortSignal.any([signal, timeout]) }));
            // A pod's answer carries the pod's own date.
            if (asked.isForPod !== true)
                serverClock.note(answer.headers['date']);
            return await readAnswer(answer, used);
        }
        catch (error) {
            signal.throwIfAborted();
            if (timeout.aborted) {
                // The pod may be slow; that says nothing about the connection to the API server.
                if (asked.isForPod !== true)
                    lane.abandon();
                return { kind: 'failed', what: `no answer within ${timeoutMs} ms`, wasSent: 'maybe', isPassing: true };
            }
            if (!(error instanceof ConnectionFailure))
                throw error;
            const { message, wasSent, isPassing } = error;
            return { kind: 'failed', what: message, wasSent, isPassing };
        }
    };
    const request = async (asked) => {
        open.set(asked, 'no answer yet');
        try {
            return await untilAnswered(asked);
        }
        finally {
            open.delete(asked);
        }
    };
    const untilAnswered = async (asked) => {
        const { signal } = asked;
        const name = nameOf(asked);
        const begunAt = clock.now();
        let isRenewed = false;
        for (let attempt = 1;; attempt++) {
            signal.throwIfAborted();
            const used = await credentials.current();
            const outcome = await gate(() => exchange(used, asked), signal, isOfLock(asked));
            noteLosses(used, outcome.kind === 'failed');
            if (outcome.kind === 'answered') {
                const { status, body } = outcome;
                if (isAnswer(asked, status)) {
                    hasAnswered = true;
                    return { status, body };
                }
                if (status === 401 && !isRenewed) {
                    isRenewed = true;
                    await credentials.renew(used);
                    continue;
                }
            }
            const attempts = hasAnswered ? attemptsLater : attemptsAtFirst;
            const isStarting = hasAnswered && clock.now() - lostAt < startingMs;
            const verdict = verdictOf(outcome, isRepeatable(asked), isStarting);
            if (verdict === 'unclear')
                throw new cluster_port/* UnclearOutcome */.L(`${name}: ${said(outcome)}; it may have been done or not`);
            const askedMs = outcome.kind === 'answered' ? outcome.retryAfterMs : undefined;
            const isOver = attempt >= attempts || clock.now() - begunAt > patienceMs || (askedMs ?? 0) > longestRetryAfterMs;
            if (verdict === 'final' || isOver || asked.isForPod === true)
                throw transport_failureOf(name, outcome);
            open.set(asked, said(outcome));
            const line = `${name}: ${said(outcome)}; attempt ${attempt + 1} of ${attempts} follows`;
            // While a server restarts, each request under way would repeat this a dozen times.
            if (attempt < 3)
                log.info(line);
            else
                log.debug(line);
            await (0,api_clock/* wait */.uk)(clock, pauseMs(attempt, firstPauseMs, askedMs), signal);
        }
    };
    return {
        request,
        stream: createStreams({ credentials, clock, serverClock }),
        serverNow: serverClock.now,
        unanswered: () => [...open].map(([asked, last]) => `${nameOf(asked)}: ${last}`),
    };
}
function nameOf({ method, path }) {
    return `${method} ${path}`;
}
/** A lock that waited behind the writes of a thousand clients would run out meanwhile. */
function isOfLock({ path }) {
    return path.startsWith('/apis/coordination.k8s.io/');
}
function isAnswer({ isForPod }, status) {
    return status < 300 || (isForPod === true && status !== 401 && status !== 403);
}
function isRepeatable({ method, isRepeatable: isSaid, isForPod }) {
    return isForPod === true || method === 'GET' || isSaid === true;
}
function said(outcome) {
    return outcome.kind === 'answered' ? `answered ${outcome.status}` : outcome.what;
}
function transport_failureOf(name, outcome) {
    if (outcome.kind === 'answered')
        return (0,refusal/* refusalOf */.O)(name, outcome.status, outcome.body);
    return new errors/* RemoteError */.Hi(`${name}: ${outcome.what}`);
}

;// CONCATENATED MODULE: ./src/cluster/api/adapter.js







/** client-node's part: kubeconfig, its ways to authenticate (login-adapter.ts), and port-forward (forward-adapter.ts). */
function createCluster({ settings, kubeconfig, environment = {}, signal, log }) {
    // client-node itself would take the last current context of several files, and refuse what kubectl reads.
    const load = () => loadKubeConfig(kubeconfig ?? environment['KUBECONFIG'], settings.context);
    const endpoint = endpointOf(load());
    const login = createLogin({ load, environment, signal });
    const credentials = createCredentialsSource({ workOut: login.workOut, log });
    const transport = createTransport({ credentials, log });
    return createApiCluster({
        endpoint,
        transport,
        signal,
        credentialsExpireAt: async () => {
            await credentials.current();
            return login.expiresAt();
        },
        portForward: async (namespace, pod, question, ofAsking) => {
            await credentials.current();
            return askByPortForward(forwardTo(login.kubeConfig(), namespace, pod, question.port), pod, question, ofAsking);
        },
    });
}


/***/ })

};

