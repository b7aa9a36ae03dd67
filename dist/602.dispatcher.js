export const id = 602;
export const ids = [602];
export const modules = {

/***/ 55602:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openHttpRpc: () => (/* binding */ openHttpRpc)
});

;// CONCATENATED MODULE: ./src/contracts/chain/batch-limit.js
const sizes = [100, 50, 20, 10, 5, 1];
const mostBytes = 1_000_000;
function createBatchLimit() {
    let size = sizes[0] ?? 1;
    let takesLists = true;
    let proven = 0;
    return {
        get takesLists() {
            return takesLists;
        },
        isProven: (calls) => calls <= proven,
        prove(calls) {
            proven = Math.max(proven, calls);
        },
        shrink(calls) {
            // Sent before another refusal, it teaches nothing new.
            if (calls > size)
                return;
            const smaller = sizes.find((fewer) => fewer < calls);
            if (smaller === undefined)
                takesLists = false;
            size = smaller ?? 1;
        },
        refuseLists() {
            takesLists = false;
            size = 1;
        },
        split(calls) {
            const parts = [];
            let bytes = 0;
            for (const call of calls) {
                const last = parts.at(-1);
                if (last === undefined || last.length === size || bytes + call.text.length > mostBytes) {
                    parts.push([call]);
                    bytes = call.text.length;
                }
                else {
                    last.push(call);
                    bytes += call.text.length;
                }
            }
            return parts;
        },
    };
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(44708);
;// CONCATENATED MODULE: ./src/contracts/chain/http-post.js


const maxBytesPerAnswer = 64_000_000;
const passingErrors = ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN'];
const inWords = {
    ECONNREFUSED: 'the connection was refused',
    ECONNRESET: 'the connection was broken off',
    ETIMEDOUT: 'the connection timed out',
    ENOTFOUND: 'there is no such host',
};
/** No answer came. Carries no text of the socket's error, which names the host. */
class NoAnswer extends Error {
    isPassing;
    /** It took all the time that one request has. */
    isTimeout;
    constructor(message, isPassing, isTimeout = false) {
        super(message);
        this.isPassing = isPassing;
        this.isTimeout = isTimeout;
    }
}
/** JSON over node:http, because global fetch costs 29 ms to load. */
function createPost(url, timeoutMs) {
    const library = url.protocol === 'https:' ? external_node_https_ : external_node_http_;
    const agent = new library.Agent({ keepAlive: true, maxSockets: 8 });
    return (body, signal) => new Promise((resolve, reject) => {
        const fail = (error) => reject(signal.aborted ? signal.reason : asNoAnswer(error));
        const request = library.request(url, {
            method: 'POST',
            agent,
            signal,
            headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        }, (response) => {
            const chunks = [];
            let size = 0;
            response.on('data', (chunk) => {
                size += chunk.length;
                if (size > maxBytesPerAnswer)
                    request.destroy(new NoAnswer('its answer is too large', false));
                else
                    chunks.push(chunk);
            });
            response.on('error', fail);
            response.on('end', () => resolve({
                status: response.statusCode ?? 0,
                text: Buffer.concat(chunks).toString('utf8'),
                retryAfterMs: readRetryAfter(response.headers['retry-after'], Date.now()),
            }));
        });
        // For all of the answer: Node's own timeout begins anew with every byte.
        const timer = setTimeout(() => request.destroy(new NoAnswer(`no answer within ${timeoutMs} ms`, true, true)), timeoutMs);
        request.on('close', () => clearTimeout(timer));
        request.on('error', fail);
        request.end(body);
    });
}
/** Seconds, or a date. */
function readRetryAfter(header, nowMs) {
    if (header === undefined)
        return undefined;
    const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
    return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}
function asNoAnswer(error) {
    if (error instanceof NoAnswer)
        return error;
    const given = String(error.code);
    const code = /^E[A-Z0-9_]{2,40}$/.test(given) ? given : 'connection failed';
    const words = inWords[code];
    return new NoAnswer(words === undefined ? code : `${words} (${code})`, passingErrors.includes(code));
}

;// CONCATENATED MODULE: ./src/contracts/chain/node-rest.js
/** Where the run has no deadline of its own. */
const longestMs = 30_000;
/** For less no other node is asked. */
const longestOfManyMs = 1_000;
const sayMs = 5_000;
/** @param node in messages. */
function createNodeRest(node, { clock, log, remainingMs, isOneOfMany }) {
    let until = Number.NEGATIVE_INFINITY;
    const leftMs = () => Math.max(Math.round(until - clock.now()), 0);
    async function wait(signal) {
        const left = leftMs();
        if (left > 0)
            await clock.sleep(left, signal);
    }
    return {
        wait,
        begin(durationMs) {
            const before = until;
            until = Math.max(until, clock.now() + durationMs);
            // Requests on their way at the same time are all refused.
            if (durationMs < sayMs || until - before < sayMs)
                return;
            const then = isOneOfMany ? 'another is asked meanwhile' : 'waiting';
            if (durationMs <= (remainingMs?.() ?? longestMs)) {
                log.info(`${node[0]?.toUpperCase()}${node.slice(1)} asks to be left alone for ${inSeconds(durationMs)}: ${then}`);
            }
        },
        refusal() {
            const durationMs = leftMs();
            const mostMs = remainingMs?.() ?? longestMs;
            if (durationMs <= Math.max(isOneOfMany ? Math.min(mostMs, longestOfManyMs) : mostMs, 0))
                return undefined;
            const asks = `it asks to be left alone for ${inSeconds(durationMs)}`;
            if (durationMs <= mostMs || remainingMs === undefined)
                return asks;
            return `${asks}, and this run has only ${inSeconds(mostMs)} left`;
        },
        left() {
            const durationMs = leftMs();
            const isWorthIt = durationMs > 0 && remainingMs !== undefined && durationMs <= remainingMs();
            return isWorthIt ? { durationMs, wait } : undefined;
        },
    };
}
function inSeconds(durationMs) {
    return `${Math.max(Math.round(durationMs / 1000), 0)} s`;
}

// EXTERNAL MODULE: ./src/contracts/chain/rpc.js
var rpc = __webpack_require__(99439);
// EXTERNAL MODULE: ./src/contracts/chain/foreign-text.js
var foreign_text = __webpack_require__(70206);
;// CONCATENATED MODULE: ./src/contracts/chain/rpc-answers.js

const refusesLists = /not (supported|allowed|enabled|implemented)|unsupported|disabled|forbidden/i;
const tooMuch = /batch|too (large|many|big|long)|limit|exceed|size|maximum/i;
const busy = /rate.?limit|too many requests|requests? per (second|minute|day)|throttl|compute units|over capacity/i;
const passingStatuses = [408, 429, 500, 502, 503, 504];
/** With these a server says that it refuses whoever asks, not how. */
const finalStatuses = [401, 402, 403, 407];
/** Understands the answer to a request with several calls in a list, or to one call alone. */
function readReply(answer, ids, isList, secrets) {
    const { status, text } = answer;
    const parsed = parseJson(text);
    const whole = asFailure(parsed, secrets);
    // Some servers give their errors a status of HTTP as well.
    const isAnswer = Array.isArray(parsed) ? isList : !isList && whole !== undefined && !isBusy(whole);
    if (status !== 200 && !(isAnswer && status !== 429)) {
        const message = `it answered with HTTP status ${status}${whole === undefined ? '' : ` (${whole.message})`}`;
        if (status === 429)
            return { kind: 'busy', message };
        if (finalStatuses.includes(status))
            return { kind: 'unusable', message };
        if (isList && (status === 413 || (status < 500 && tooMuch.test(text) && !refusesLists.test(text))))
            return { kind: 'too-much', message };
        if (isList && (status === 501 || (status >= 400 && status < 500 && status !== 408)))
            return { kind: 'no-lists', message };
        return { kind: passingStatuses.includes(status) ? 'busy' : 'unusable', message };
    }
    if (isList && !Array.isArray(parsed)) {
        if (whole !== undefined && isBusy(whole))
            return { kind: 'busy', message: whole.message };
        if (whole === undefined && text.trim() !== '' && !isRecord(parsed))
            return { kind: 'unusable', message: 'no JSON' };
        if (whole === undefined)
            return { kind: 'no-lists', message: 'no list for a batch' };
        const { message } = whole;
        return { kind: tooMuch.test(message) && !refusesLists.test(message) ? 'too-much' : 'no-lists', message };
    }
    if (!isList && !isRecord(parsed))
        return { kind: 'unusable', message: 'no JSON' };
    return readAnswers(Array.isArray(parsed) ? parsed : [parsed], ids, isList, secrets);
}
function readAnswers(list, ids, isList, secrets) {
    const byId = new Map();
    let why = 'missing';
    let message = 'an answer is missing';
    for (const answer of list) {
        if (!isRecord(answer))
            continue;
        const error = asFailure(answer, secrets);
        // A node that refuses one call alone may not say which.
        const id = !isList && error !== undefined ? ids[0] : answer['id'];
        if (error !== undefined && isBusy(error))
            [why, message] = ['busy', error.message];
        else if (error !== undefined && isList && isTooMuch(error, list.length < ids.length))
            [why, message] = ['too-much', error.message];
        else if (error !== undefined)
            byId.set(id, { error });
        else if ('result' in answer)
            byId.set(id, { result: answer['result'] });
        else
            message = 'an answer has neither result nor error';
    }
    return { kind: 'answers', byId, why, message };
}
/** Reverts carry the words of a contract, which can be anything. */
function isRevert({ code, message, data }) {
    return code === 3 || (typeof data === 'string' && data !== '') || /revert/i.test(message);
}
function isBusy(failure) {
    if (isRevert(failure))
        return false;
    return (failure.code === 429 || busy.test(failure.message) || (failure.code === -32005 && !/batch/i.test(failure.message)));
}
/** geth answers a batch that is too large with one error, and calls whose answers don't fit any more with one each. */
function isTooMuch(failure, areSomeMissing) {
    if (isRevert(failure))
        return false;
    return /response too large/i.test(failure.message) || (areSomeMissing && tooMuch.test(failure.message));
}
function asFailure(answer, secrets) {
    if (!isRecord(answer))
        return undefined;
    if (typeof answer['error'] === 'string')
        return asFailure({ error: { message: answer['error'] } }, secrets);
    if (!isRecord(answer['error']))
        return undefined;
    const { code, message, data } = answer['error'];
    return {
        code: typeof code === 'number' ? code : 0,
        message: (0,foreign_text/* cleanForeignText */.V)(typeof message === 'string' ? message : 'an error without a message', secrets),
        data,
    };
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./src/contracts/chain/http-rpc.js





const mostPartsAtOnce = 8;
/** Limits are per second or minute: the last of these waits are long enough for the first kind. */
const attemptsWhenBusy = 7;
/** Long enough for a node that is started again. */
const attemptsWhenAway = 6;
const attemptsWhenSilent = 3;
/** Where another node can be asked instead, a node that does not answer is soon left. */
const attemptsOfMany = 2;
/**
 * JSON-RPC in batches, as large as the node takes them, one call at a time where it takes none. What a busy node did not
 * answer is asked again, and only that, after a growing pause. The URL is a secret (hosted nodes carry their key in it):
 * no error of this file names more than the kind of failure.
 * A request may be repeated: everything sent through here is a read or a transaction whose bytes are in the journal.
 */
function openHttpRpc(urlText, options) {
    const url = new URL(urlText);
    const post = createPost(url, options.timeoutMs);
    const secrets = [urlText, url.href, url.host, url.username, url.password, url.search, ...url.pathname.split('/')];
    const setting = options.setting ?? 'chain.rpc';
    const node = `the chain's RPC node (${setting})`;
    const limit = createBatchLimit();
    const rest = createNodeRest(node, options);
    let lastId = 0;
    async function batch(calls, signal) {
        const answers = [];
        const open = calls.map((call, index) => {
            const id = ++lastId;
            return { index, id, method: call.method, text: encodeCall(id, call) };
        });
        await askAll(open, answers, signal);
        return answers;
    }
    async function askAll(calls, answers, signal) {
        const parts = limit.split(calls);
        // Transactions arrive in the order of their nonces, and how much the node takes is tried with one request.
        const isInOrder = calls.some(({ method }) => method === 'eth_sendRawTransaction');
        let next = 0;
        const work = async () => {
            for (let part = parts[next++]; part !== undefined; part = parts[next++])
                await askPart(part, answers, signal);
        };
        const [first] = parts;
        if (first !== undefined && !limit.isProven(first.length)) {
            next = 1;
            await askPart(first, answers, signal);
            // The node may take fewer than was thought.
            const rest = calls.slice(first.length);
            if (rest.length > 0)
                await askAll(rest, answers, signal);
            return;
        }
        await Promise.all(Array.from({ length: isInOrder ? 1 : Math.min(mostPartsAtOnce, parts.length) }, work));
    }
    /** Until every call of the part has its answer. */
    async function askPart(part, answers, signal) {
        let open = part;
        for (let attempt = 1;; attempt++) {
            requireAwake(open);
            await rest.wait(signal);
            const isList = limit.takesLists;
            if (!isList && open.length > 1)
                return askAll(open, answers, signal);
            const outcome = await askOnce(open, isList, signal);
            if (outcome.kind === 'too-much' || outcome.kind === 'no-lists') {
                if (outcome.kind === 'no-lists')
                    limit.refuseLists();
                else
                    limit.shrink(open.length);
                options.log.debug(`chain RPC: ${outcome.message}; asking for less at once`);
                return askAll(open, answers, signal);
            }
            if (outcome.kind === 'unusable')
                throw unusable(open, outcome.message);
            let isBusy = outcome.kind === 'busy';
            if (outcome.kind === 'answers') {
                const { byId, why } = outcome;
                // A node that answers some each time gets to the end, however many they are.
                if (open.some(({ id }) => byId.has(id)))
                    attempt = 1;
                open = open.filter(({ id, index }) => {
                    const answer = byId.get(id);
                    if (answer !== undefined)
                        answers[index] = answer;
                    return answer === undefined;
                });
                if (open.length === 0) {
                    options.onTrouble?.(undefined);
                    return limit.prove(part.length);
                }
                if (why === 'too-much') {
                    limit.shrink(part.length);
                    return askAll(open, answers, signal);
                }
                isBusy = why === 'busy';
            }
            const isSilent = outcome.kind === 'no-answer' && outcome.isTimeout;
            const most = mostAttempts(isBusy, isSilent);
            const waitMs = 2 ** attempt * 100 * (0.5 + Math.random());
            const askedMs = outcome.retryAfterMs ?? 0;
            const isTold = askedMs > waitMs;
            if (isTold) {
                rest.begin(askedMs);
                requireAwake(open, `${outcome.message}; `);
            }
            // Until a deadline, a node that says when it will answer is asked then, however often.
            if (isTold && options.remainingMs !== undefined && !options.isOneOfMany)
                attempt--;
            else if (attempt >= most)
                throw outcome.kind === 'answers' && !isBusy
                    ? unusable(open, outcome.message)
                    : unasked(open, outcome.message, true);
            options.onTrouble?.(unasked(open, outcome.message).message);
            if (isTold)
                continue;
            options.log.debug(`chain RPC: ${outcome.message}; attempt ${attempt} of ${most}`);
            await options.clock.sleep(waitMs, signal);
        }
    }
    function mostAttempts(isBusy, isSilent) {
        if (options.isOneOfMany)
            return attemptsOfMany;
        return isBusy ? attemptsWhenBusy : isSilent ? attemptsWhenSilent : attemptsWhenAway;
    }
    /** @throws NodeFailure when the node asks to be left alone for longer than it is waited for here. */
    function requireAwake(calls, before = '') {
        const refusal = rest.refusal();
        if (refusal === undefined)
            return;
        throw unasked(calls, `${before}${refusal}`, rest.left() !== undefined);
    }
    async function askOnce(calls, isList, signal) {
        const texts = calls.map(({ text }) => text);
        let answer;
        try {
            answer = await post(isList ? `[${texts.join(',')}]` : (texts[0] ?? ''), signal);
        }
        catch (error) {
            signal.throwIfAborted();
            if (!(error instanceof NoAnswer))
                throw error;
            if (!error.isPassing)
                throw unasked(calls, error.message);
            const { message, isTimeout } = error;
            return { kind: 'no-answer', message, isTimeout, retryAfterMs: undefined };
        }
        const reply = readReply(answer, calls.map(({ id }) => id), isList, secrets);
        return { ...reply, retryAfterMs: answer.retryAfterMs };
    }
    function unasked(calls, message, isPassing = false) {
        const words = `${node} could not be asked for ${describeMethods(calls)}: ${message}`;
        return new rpc/* NodeFailure */.t(words, isPassing, rest.left());
    }
    function unusable(calls, message) {
        if (message.startsWith('it answered with'))
            return unasked(calls, message);
        return new rpc/* NodeFailure */.t(`${node} answered ${describeMethods(calls)} with what can't be used: ${message}`, false);
    }
    return { setting, batch };
}
function encodeCall(id, call) {
    return JSON.stringify({ jsonrpc: '2.0', id, method: call.method, params: call.params });
}
function describeMethods(calls) {
    return [...new Set(calls.map(({ method }) => method))].join(', ');
}


/***/ })

};

