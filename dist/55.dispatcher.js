export const id = 55;
export const ids = [55];
export const modules = {

/***/ 10055:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createCluster: () => (/* binding */ createCluster)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(44708);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/@kubernetes/client-node/dist/portforward.js + 766 modules
var portforward = __webpack_require__(26654);
// EXTERNAL MODULE: ./node_modules/@kubernetes/client-node/dist/config.js + 17 modules
var dist_config = __webpack_require__(18156);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
// EXTERNAL MODULE: ./src/cluster/cluster-port.js
var cluster_port = __webpack_require__(76413);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
;// CONCATENATED MODULE: ./src/cluster/api-cluster.js



const metadataOfOne = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const pageSize = '500';
/** The API server's own paths and queries behind the room's port. */
function createApiCluster(endpoint, transport, portForward) {
    return {
        endpoint,
        get: async (path, options = {}) => {
            const accept = options.metadataOnly === true ? { accept: metadataOfOne } : {};
            const answer = await absentAs(undefined, () => transport({ method: 'GET', path, ...accept }));
            return answer === undefined ? undefined : readAnswer(path, answer.body);
        },
        list: async (path, query = {}, signal) => {
            const items = [];
            for (let next = ''; next !== undefined;) {
                const page = next === '' ? {} : { continue: next };
                const answer = await transport({
                    method: 'GET',
                    path,
                    query: { ...query, limit: pageSize, ...page },
                    ...(signal && { signal }),
                });
                const list = readAnswer(path, answer.body);
                items.push(...(list.items ?? []));
                next = list.metadata?.continue || undefined;
            }
            return items;
        },
        apply: async (object, options = {}) => {
            const { name, namespace } = object.metadata;
            const path = (0,kubernetes_object/* objectPath */.du)(object.kind, namespace, name);
            const answer = await transport({
                method: 'PATCH',
                path,
                query: {
                    fieldManager: kubernetes_object/* fieldManager */.wM,
                    fieldValidation: 'Strict',
                    force: 'false',
                    ...(options.dryRun === true ? { dryRun: 'All' } : {}),
                },
                // JSON is YAML too; the API server takes either under this one name.
                body: { type: 'application/apply-patch+yaml', text: JSON.stringify(object) },
            });
            return readAnswer(path, answer.body);
        },
        remove: async (path, uid) => {
            const text = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } });
            try {
                await transport({ method: 'DELETE', path, body: { type: 'application/json', text } });
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
                return (await transport({ method: 'GET', path, query, accept: '*/*' })).body;
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
                return portForward(namespace, pod, question);
            const path = `${(0,kubernetes_object/* objectPath */.du)('Pod', namespace, `${pod}:${question.port}`)}/proxy${question.path}`;
            return transport({ method: 'GET', path, accept: '*/*', timeoutMs: question.timeoutMs, isForPod: true });
        },
    };
}
/** What stands before an API server (a login page, say) may answer 200 too; it is not repeated, and may repeat us. */
function readAnswer(path, body) {
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

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
;// CONCATENATED MODULE: ./src/cluster/port-forward.js




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
        throw failureOf(asked, error);
    }
    finally {
        socket?.close();
        toPod.destroy();
        stream.destroy();
    }
}
/** A WebSocket's error is an event: its message says which status refused the upgrade. */
function failureOf(asked, error) {
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

// EXTERNAL MODULE: ./src/cluster/pause.js
var pause = __webpack_require__(1113);
;// CONCATENATED MODULE: ./src/cluster/refusal.js


/** What a refusal says to a person: what was asked, what was answered, what to do where that is known. */
function refusalOf(asked, status, body) {
    const answer = readStatus(body);
    const reason = (0,plain_text/* excerpt */.Kb)(answer?.reason ?? '', 60);
    const causes = conflictsOf(answer);
    const text = causes.length > 0 ? causes.join('; ') : (0,plain_text/* excerpt */.Kb)(answer?.message ?? body) || 'no explanation';
    const said = [String(status), reason].filter((part) => part !== '').join(' ');
    return new cluster_port/* ApiRefusal */.n(`${asked}: ${said}: ${text}${adviceFor(status, reason)}`, status, reason || `HTTP ${status}`);
}
/** A field that the schema doesn't know comes back from server-side apply as 500, not as 400: asking again is no use. */
function isFinal(status, body) {
    return status === 500 && /failed to create typed patch object|field not declared in schema/.test(body);
}
function readStatus(body) {
    try {
        const value = JSON.parse(body);
        return typeof value === 'object' && value !== null && value.kind === 'Status'
            ? value
            : undefined;
    }
    catch {
        return undefined;
    }
}
/** `field → manager`, which is what one needs to know about a conflict. */
function conflictsOf(answer) {
    return (answer?.details?.causes ?? [])
        .filter(({ reason }) => reason === 'FieldManagerConflict')
        .map(({ field, message }) => {
        const manager = /conflict with "([^"]*)"/.exec(message ?? '')?.[1] ?? message ?? 'another manager';
        return `${(0,plain_text/* excerpt */.Kb)(field ?? '(unknown field)', 120)} belongs to ${(0,plain_text/* excerpt */.Kb)(manager, 120)}`;
    });
}
function adviceFor(status, reason) {
    if (status === 401)
        return '. The credentials of the kubeconfig are not accepted, also after reading them again.';
    if (status === 403 && reason === 'Forbidden')
        return '. Give the credentials of the kubeconfig this permission.';
    if (status === 409 && reason === 'Conflict')
        return '. Take the field out of the manifest, or out of the hands of that manager.';
    return '';
}

;// CONCATENATED MODULE: ./src/cluster/transport.js





const attempts = 5;
const defaultTimeoutMs = 15_000;
const longestPauseMs = 10_000;
const repeatedStatuses = new Set([429, 500, 502, 503, 504]);
const repeatedCodes = new Set([
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
]);
/**
 * Requests to the API server over one shared agent. client-node's own way opens a connection for each request, has
 * no time limit and drops fields its schema doesn't know. All our requests may be repeated: GET, server-side apply
 * (idempotent by definition) and DELETE of one uid.
 */
function createTransport({ credentials, signal: ofRun, log, pauseMs = 200 }) {
    return async (request) => {
        const signal = request.signal === undefined ? ofRun : AbortSignal.any([ofRun, request.signal]);
        const asked = `${request.method} ${request.path}`;
        let isRenewed = false;
        for (let attempt = 1;; attempt++) {
            signal.throwIfAborted();
            const used = await credentials.current();
            const outcome = await send(used, request, signal);
            if (outcome.kind === 'answered') {
                const { status, body } = outcome;
                if (status < 300 || (request.isForPod === true && status !== 401 && status !== 403))
                    return { status, body };
                if (status === 401 && !isRenewed) {
                    isRenewed = true;
                    await credentials.renew(used);
                    continue;
                }
                if (!repeatedStatuses.has(status) || isFinal(status, body) || attempt >= attempts)
                    throw refusalOf(asked, status, body);
            }
            else if (!outcome.mayRepeat || request.isForPod === true || attempt >= attempts) {
                throw new errors/* RemoteError */.Hi(`${asked}: ${outcome.what}`);
            }
            const what = outcome.kind === 'answered' ? `answered ${outcome.status}` : outcome.what;
            const waitMs = outcome.kind === 'answered' && outcome.retryAfterMs !== undefined
                ? outcome.retryAfterMs
                : pauseMs * 2 ** (attempt - 1);
            log.info(`${asked}: ${what}; attempt ${attempt + 1} of ${attempts} follows`);
            await (0,pause/* pause */.v)(Math.min(waitMs, longestPauseMs) * (0.5 + Math.random()), signal);
        }
    };
}
async function send(credentials, request, signal) {
    const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
        const response = await transport_open(credentials, request, AbortSignal.any([signal, timeout]));
        const chunks = [];
        for await (const chunk of response)
            chunks.push(chunk);
        const retryAfter = Number(response.headers['retry-after']);
        const status = response.statusCode ?? 0;
        const body = Buffer.concat(chunks).toString('utf8');
        return {
            kind: 'answered',
            status,
            body: status < 300 ? body : withoutCredentials(body, credentials.headers),
            retryAfterMs: retryAfter > 0 ? retryAfter * 1000 : undefined,
        };
    }
    catch (error) {
        signal.throwIfAborted();
        if (timeout.aborted)
            return { kind: 'failed', what: `no answer within ${timeoutMs} ms`, mayRepeat: true };
        const { code = '', message } = error;
        const what = (0,plain_text/* excerpt */.Kb)(message || code || 'the connection failed');
        return { kind: 'failed', what, mayRepeat: repeatedCodes.has(code) };
    }
}
/** A server, or a proxy before it, that explains a refusal by repeating the request would put the token into our log. */
function withoutCredentials(body, headers) {
    const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
    const [scheme = '', text = ''] = authorization.split(' ', 2);
    const login = scheme.toLowerCase() === 'basic' ? Buffer.from(text, 'base64').toString() : '';
    const hidden = [text, login, login.slice(login.indexOf(':') + 1)].filter(({ length }) => length >= 8);
    return hidden.reduce((rest, part) => rest.replaceAll(part, '***'), body);
}
function transport_open(credentials, request, signal) {
    const { server, agent } = credentials;
    const url = new URL(`${server.pathname.replace(/\/$/, '')}${request.path}`, server);
    for (const [name, value] of Object.entries(request.query ?? {}))
        url.searchParams.append(name, value);
    const headers = {
        ...credentials.headers,
        accept: request.accept ?? 'application/json',
        'user-agent': 'keep-deploy',
    };
    if (request.body !== undefined) {
        headers['content-type'] = request.body.type;
        headers['content-length'] = String(Buffer.byteLength(request.body.text));
    }
    const start = url.protocol === 'http:' ? external_node_http_.request : external_node_https_.request;
    return new Promise((resolve, reject) => {
        const outgoing = start(url, { method: request.method, headers, agent, signal }, resolve);
        outgoing.on('error', reject);
        outgoing.end(request.body?.text);
    });
}

;// CONCATENATED MODULE: ./src/cluster/adapter.js









/** The only file that knows client-node: kubeconfig, its ways to authenticate, and port-forward. */
function createCluster({ settings, kubeconfig, signal, log }) {
    const load = () => loadKubeConfig(kubeconfig, settings.context);
    const endpoint = endpointOf(load());
    const credentials = createCredentials(load);
    const transport = createTransport({ credentials, signal, log });
    return createApiCluster(endpoint, transport, (namespace, pod, question) => {
        const open = async (...[output, complaints, input]) => {
            const forward = new portforward/* PortForward */.n(load());
            const socket = await forward.portForward(namespace, pod, [question.port], output, complaints, input);
            // A function comes back only where retries are asked for.
            return socket;
        };
        return askByPortForward(open, pod, question, signal);
    });
}
function loadKubeConfig(files, context) {
    const config = new dist_config/* KubeConfig */.yp();
    try {
        const [first, ...more] = (files ?? '').split(external_node_path_.delimiter).filter((file) => file !== '');
        if (first === undefined)
            config.loadFromDefault();
        else
            config.loadFromFile(first);
        for (const file of more) {
            const next = new dist_config/* KubeConfig */.yp();
            next.loadFromFile(file);
            config.mergeConfig(next, Boolean(config.getCurrentContext()));
        }
    }
    catch (error) {
        // A parser's message quotes what it read, and a kubeconfig is full of secrets: only a system error's code is safe.
        const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
        throw new errors/* UserError */.yo(`The kubeconfig can't be read${code}: check $KUBECONFIG.`);
    }
    if (context !== undefined) {
        if (config.getContextObject(context) === null) {
            const names = config.getContexts().map(({ name }) => name);
            throw new errors/* UserError */.yo(`The kubeconfig has no context ${context}; it has ${names.join(', ') || 'none'}.`);
        }
        config.setCurrentContext(context);
    }
    const cluster = config.getCurrentCluster();
    // What client-node makes up when it finds nothing at all.
    if (cluster === null || cluster.server === 'http://localhost:8080') {
        throw new errors/* UserError */.yo('The kubeconfig names no cluster: set $KUBECONFIG and cluster.context, or log in to the cluster first.');
    }
    return config;
}
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
/** Credentials are worked out once for all that ask at the same time: each working out may start a plugin. */
function createCredentials(load) {
    const keepMs = 60_000;
    let config = load();
    let agent;
    let known;
    const workOut = async () => {
        const server = new URL(config.getCurrentCluster()?.server ?? '');
        const options = {};
        await config.applyToHTTPSOptions(options).catch((error) => {
            throw new errors/* RemoteError */.Hi(`The credentials of the kubeconfig can't be had: ${(0,plain_text/* excerpt */.Kb)(error instanceof Error ? error.message : String(error))}`);
        });
        const headers = Object.fromEntries(Object.entries(options.headers ?? {}).map(([name, value]) => [name, String(value)]));
        if (typeof options.auth === 'string')
            headers['Authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`;
        // client-node's own agent knows the way through a proxy, but opens a connection for each request.
        const isDirect = config.getCurrentCluster()?.proxyUrl === undefined && server.protocol === 'https:';
        if (!isDirect)
            return { server, headers, agent: options.agent };
        const { ca, cert, key, servername, rejectUnauthorized } = options;
        const identity = (0,content_digest/* digestOf */.o)([ca, cert, key, servername, rejectUnauthorized].map(String).join('\n'));
        if (agent?.key !== identity) {
            agent?.agent.destroy();
            const tls = Object.fromEntries(Object.entries({ ca, cert, key, servername, rejectUnauthorized }).filter(([, value]) => value !== undefined));
            agent = { key: identity, agent: new external_node_https_.Agent({ ...tls, keepAlive: true, maxSockets: 16 }) };
        }
        return { server, headers, agent: agent.agent };
    };
    return {
        current: () => {
            if (known === undefined || performance.now() - known.at > keepMs) {
                const working = { at: performance.now(), credentials: workOut() };
                known = working;
                working.credentials.catch(() => {
                    if (known === working)
                        known = undefined;
                });
            }
            return known.credentials;
        },
        renew: async (refused) => {
            const newest = await known?.credentials;
            if (newest !== undefined && newest !== refused)
                return;
            config = load();
            known = undefined;
        },
    };
}


/***/ }),

/***/ 1113:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ pause)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);

/** Waits, or throws the signal's own reason. */
async function pause(ms, signal) {
    await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(ms, undefined, { signal }).catch((error) => {
        signal.throwIfAborted();
        throw error;
    });
}


/***/ })

};

