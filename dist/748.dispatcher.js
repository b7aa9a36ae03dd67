export const id = 748;
export const ids = [748];
export const modules = {

/***/ 39748:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openHttpRpc: () => (/* binding */ openHttpRpc)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(44708);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37122);
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(70206);




const maxCallsPerRequest = 100;
const maxBytesPerRequest = 1_000_000;
const maxBytesPerAnswer = 64_000_000;
const attempts = 4;
/**
 * JSON-RPC in batches over node:http, because global fetch costs 29 ms to load. The URL is a secret (hosted nodes carry
 * their key in it): this file is the only one that knows it, and no error of it names more than the kind of failure.
 * A request may be repeated: everything sent through here is a read or a transaction whose bytes are in the journal.
 */
function openHttpRpc(urlText, options) {
    const url = new URL(urlText);
    const library = url.protocol === 'https:' ? node_https__WEBPACK_IMPORTED_MODULE_1__ : node_http__WEBPACK_IMPORTED_MODULE_0__;
    const agent = new library.Agent({ keepAlive: true, maxSockets: 4 });
    const secrets = [urlText, url.href, url.host, url.username, url.password, url.search, ...url.pathname.split('/')];
    const node = `the chain's RPC node (${options.setting ?? 'chain.rpc'})`;
    let lastId = 0;
    async function batch(calls, signal) {
        const answers = [];
        for (const part of split(calls.map((call) => ({ id: ++lastId, text: encodeCall(lastId, call) })))) {
            const methods = calls.slice(answers.length, answers.length + part.length).map((call) => call.method);
            const body = `[${part.map((call) => call.text).join(',')}]`;
            const text = await retried(() => post(body, signal), describeMethods(methods), signal);
            answers.push(...readAnswers(text, part.map((call) => call.id), `${node} answered ${describeMethods(methods)}`, secrets));
        }
        return answers;
    }
    async function retried(ask, what, signal) {
        for (let attempt = 1;; attempt++) {
            try {
                return await ask();
            }
            catch (error) {
                signal.throwIfAborted();
                if (!(error instanceof TransportFailure))
                    throw error;
                if (!error.isPassing || attempt === attempts) {
                    throw new _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .RemoteError */ .Hi(`${node} could not be asked for ${what}: ${error.message}`);
                }
                options.log.debug(`chain RPC: ${error.message}; attempt ${attempt} of ${attempts}`);
                await options.clock.sleep(2 ** attempt * 100 * (0.5 + Math.random()), signal);
            }
        }
    }
    function post(body, signal) {
        return new Promise((resolve, reject) => {
            const fail = (message, isPassing) => reject(new TransportFailure(message, isPassing));
            const request = library.request(url, {
                method: 'POST',
                agent,
                signal,
                headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
            }, (response) => {
                const status = response.statusCode ?? 0;
                const chunks = [];
                let size = 0;
                response.on('data', (chunk) => {
                    size += chunk.length;
                    if (size > maxBytesPerAnswer)
                        request.destroy(new TransportFailure('its answer is too large', false));
                    else
                        chunks.push(chunk);
                });
                response.on('error', (error) => reject(asTransportFailure(error)));
                response.on('end', () => {
                    const text = Buffer.concat(chunks).toString('utf8');
                    if (status === 200)
                        resolve(text);
                    else
                        fail(`it answered with HTTP status ${status}`, [408, 429, 500, 502, 503, 504].includes(status));
                });
            });
            // For all of the answer: Node's own timeout begins anew with every byte.
            const timer = setTimeout(() => request.destroy(new TransportFailure(`no answer within ${options.timeoutMs} ms`, true)), options.timeoutMs);
            request.on('close', () => clearTimeout(timer));
            request.on('error', (error) => reject(asTransportFailure(error)));
            request.end(body);
        });
    }
    return { batch };
}
/** Carries no text of the socket's error, which names the host. */
class TransportFailure extends Error {
    isPassing;
    constructor(message, isPassing) {
        super(message);
        this.isPassing = isPassing;
    }
}
function asTransportFailure(error) {
    if (error instanceof TransportFailure)
        return error;
    const code = /^[A-Z0-9_]{2,40}$/.test(error.code ?? '') ? error.code : 'connection failed';
    const passing = ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN'];
    return new TransportFailure(String(code), passing.includes(String(code)));
}
function encodeCall(id, call) {
    return JSON.stringify({ jsonrpc: '2.0', id, method: call.method, params: call.params });
}
function split(calls) {
    const parts = [];
    let size = Number.POSITIVE_INFINITY;
    for (const call of calls) {
        const last = parts.at(-1);
        if (last === undefined || last.length === maxCallsPerRequest || size + call.text.length > maxBytesPerRequest) {
            parts.push([call]);
            size = call.text.length;
        }
        else {
            last.push(call);
            size += call.text.length;
        }
    }
    return parts;
}
function describeMethods(methods) {
    return [...new Set(methods)].join(', ');
}
function readAnswers(text, ids, what, secrets) {
    const unusable = (why) => new _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .RemoteError */ .Hi(`${what} with what can't be used: ${why}`);
    let parsed;
    try {
        parsed = JSON.parse(text);
    }
    catch {
        throw unusable('no JSON');
    }
    if (!Array.isArray(parsed)) {
        const failure = asFailure(parsed, secrets);
        throw unusable(failure === undefined ? 'no list for a batch' : failure.message);
    }
    const byId = new Map(parsed.map((answer) => [isRecord(answer) ? answer['id'] : undefined, answer]));
    return ids.map((id) => {
        const answer = byId.get(id);
        if (!isRecord(answer))
            throw unusable('an answer is missing');
        const error = asFailure(answer, secrets);
        if (error !== undefined)
            return { error };
        if (!('result' in answer))
            throw unusable('an answer has neither result nor error');
        return { result: answer['result'] };
    });
}
function asFailure(answer, secrets) {
    if (!isRecord(answer) || !isRecord(answer['error']))
        return undefined;
    const { code, message, data } = answer['error'];
    return {
        code: typeof code === 'number' ? code : 0,
        message: (0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_3__/* .cleanForeignText */ .V)(typeof message === 'string' ? message : 'an error without a message', secrets),
        data,
    };
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ })

};

