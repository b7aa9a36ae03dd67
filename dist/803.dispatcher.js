export const id = 803;
export const ids = [803];
export const modules = {

/***/ 65850:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C4: () => (/* binding */ idleSystemClock),
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   uk: () => (/* binding */ wait)
/* harmony export */ });
const systemClock = clockOf(startTimer);
/** A clock whose waiting keeps no process alive. */
const idleSystemClock = clockOf((ms, call) => startTimer(ms, call).unref());
function clockOf(start) {
    return {
        now: () => performance.now(),
        after: (ms, call) => {
            const timer = start(ms, call);
            return () => clearTimeout(timer);
        },
    };
}
function startTimer(ms, call) {
    return setTimeout(call, Math.max(0, ms));
}
/** Waits, or throws the signal's own reason. */
function wait(clock, ms, signal) {
    return new Promise((resolve, reject) => {
        if (signal.aborted)
            return reject(signal.reason);
        const takeBack = clock.after(ms, () => {
            signal.removeEventListener('abort', stop);
            resolve();
        });
        const stop = () => {
            takeBack();
            reject(signal.reason);
        };
        signal.addEventListener('abort', stop, { once: true });
    });
}


/***/ }),

/***/ 89164:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ UnclearOutcome),
/* harmony export */   n: () => (/* binding */ ApiRefusal)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);

/** The API server answered, and said no. */
class ApiRefusal extends _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi {
    status;
    /** Kubernetes' own word: `Forbidden`, `Invalid`, `Conflict`… */
    reason;
    /** What was answered, for those who read more out of it (a conflict's fields, say). Never to be shown as it is. */
    body;
    constructor(message, status, reason, body = '') {
        super(message);
        this.status = status;
        this.reason = reason;
        this.body = body;
    }
}
/** A write was sent and its answer never came: it may have been done or not. */
class UnclearOutcome extends _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi {
}


/***/ }),

/***/ 2415:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ forbidderOf),
/* harmony export */   w: () => (/* binding */ adviceOf)
/* harmony export */ });
/** https://github.com/kubernetes/apiserver: endpoints/handlers/responsewriters (authorizers), plugin/pkg/admission (rules). */
const ofRules = /ValidatingAdmissionPolicy '[^']*'.* denied request|admission webhook "[^"]*" denied the request/;
const ofAuthorizers = /User ".*" cannot \S+ (resource|path) "|attempting to grant RBAC permissions not currently held/;
/**
 * @param reason Kubernetes' own word; what is no API server says none.
 * @param message what was answered
 * @returns undefined where nobody forbids: the object is wrong, or the server is not well.
 */
function forbidderOf(status, reason, message) {
    if (status >= 400 && status < 500 && ofRules.test(message))
        return 'rule';
    if (status !== 403 || reason !== 'Forbidden')
        return undefined;
    if (/\bexceeded quota: /.test(message))
        return 'quota';
    return ofAuthorizers.test(message) ? 'permissions' : 'rule';
}
function adviceOf(forbidder, message) {
    switch (forbidder) {
        case 'permissions':
            return message.includes('User "system:anonymous"')
                ? 'The API server was asked as nobody: the kubeconfig has no credentials for it. Log in to the cluster before this step.'
                : 'Give the credentials of the kubeconfig this permission.';
        case 'quota': {
            const name = /\bexceeded quota: ([a-z0-9.-]+)/.exec(message)?.[1] ?? '';
            return `That is no lack of a permission: the namespace's quota is used up. Have ResourceQuota ${name} raised, or remove what it counts and nobody needs (\`kubectl describe resourcequota ${name}\` shows it).`;
        }
        case 'rule':
            return 'That is no lack of a permission: a rule of the cluster about what may stand in it. Change the object so that the rule admits it, or have the rule changed.';
    }
}


/***/ }),

/***/ 70924:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ identifyCluster),
/* harmony export */   w: () => (/* binding */ checkPin)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);

/**
 * Reads the namespace, so that a wrong cluster, or a namespace that is missing or on its way out, shows before anything else is asked.
 * @throws UserError
 */
async function identifyCluster(cluster, namespace) {
    const found = await cluster.get(`/api/v1/namespaces/${encodeURIComponent(namespace)}`);
    const { context, certificateAuthority } = cluster.endpoint;
    if (found?.metadata.uid === undefined) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`The cluster of context ${context} has no namespace ${namespace}: create it, or correct cluster.namespace.`);
    }
    if (found.metadata.deletionTimestamp !== undefined || found.status?.phase === 'Terminating') {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`The namespace ${namespace} is being deleted, with everything in it: wait until it is gone and create it again, or correct cluster.namespace.`);
    }
    return { context, certificateAuthority, namespaceUid: found.metadata.uid };
}
const parts = [
    { key: 'context', name: 'context', setting: 'context' },
    { key: 'certificateAuthority', name: "API server's CA bundle", setting: 'certificate-authority' },
    { key: 'namespaceUid', name: 'namespace UID', setting: 'namespace-uid' },
];
/**
 * Compares the cluster seen with the one of the first release and with what keep-deploy.yml says. `repin` accepts a
 * rebuilt cluster; what stands in the file only the file can change.
 * @throws UserError that names old and new.
 */
function checkPin(pinned, settings, seen, { repin }) {
    const contradictions = parts
        .filter(({ key, setting }) => settings[setting] !== undefined && settings[setting] !== seen[key])
        .map(({ key, name, setting }) => `cluster.${setting} is ${settings[setting]}, but the ${name} of the kubeconfig's cluster is ${seen[key] ?? 'absent'}`);
    if (contradictions.length > 0) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`This is not the cluster that keep-deploy.yml names: ${contradictions.join('; ')}. Nothing was written. Log in to the right cluster, or correct the file.`);
    }
    if (pinned === undefined)
        return { outcome: 'first', changes: [] };
    const changes = parts
        .filter(({ key }) => pinned[key] !== seen[key])
        .map(({ key, name }) => `${name}: was ${pinned[key] ?? 'absent'}, is ${seen[key] ?? 'absent'}`);
    if (changes.length === 0)
        return { outcome: 'same', changes };
    if (repin)
        return { outcome: 'repinned', changes };
    throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`This is not the cluster of the earlier releases: ${changes.join('; ')}. Nothing was written. Log in to the right cluster; if this one was rebuilt, run once with repin: true.`);
}


/***/ }),

/***/ 38946:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ liveObject)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49491);

/**
 * One object as it stands: a workload by the watches, which costs no request, any other by the API server's word.
 * @throws ApiRefusal 403 where these credentials may not look
 */
async function liveObject({ kind, name }, { cluster, store, namespace }, options = {}) {
    if ((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .isWorkloadKind */ .A)(kind))
        return store.workload(kind, name);
    return cluster.get((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .objectPath */ .du)(kind, namespace, name), options);
}


/***/ }),

/***/ 26209:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H: () => (/* binding */ openNamespaceStore)
});

// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/live-workload.js
var live_workload = __webpack_require__(71087);
// EXTERNAL MODULE: ./src/cluster/api/clock.js
var api_clock = __webpack_require__(65850);
;// CONCATENATED MODULE: ./src/cluster/api/owner-index.js
/** @param belongsTo uid of the owner. What belongs to nobody is forgotten. */
function createOwnerIndex(belongsTo) {
    const ownerByUid = new Map();
    const byOwner = new Map();
    const forget = (uid) => {
        const owner = ownerByUid.get(uid);
        if (owner === undefined)
            return;
        ownerByUid.delete(uid);
        const siblings = byOwner.get(owner);
        siblings?.delete(uid);
        if (siblings?.size === 0)
            byOwner.delete(owner);
    };
    return {
        put: (object) => {
            const uid = object.metadata.uid ?? '';
            const owner = belongsTo(object);
            // It may have been orphaned or adopted.
            if (ownerByUid.get(uid) !== owner)
                forget(uid);
            if (owner === undefined)
                return;
            ownerByUid.set(uid, owner);
            const siblings = byOwner.get(owner) ?? new Map();
            byOwner.set(owner, siblings.set(uid, object));
        },
        remove: (object) => forget(object.metadata.uid ?? ''),
        all: () => [...byOwner.values()].flatMap((siblings) => [...siblings.values()]),
        of: (owner) => [...(byOwner.get(owner)?.values() ?? [])],
        ownerOf: (uid) => ownerByUid.get(uid),
    };
}
/** The controller that made it, by uid. */
function controllerOf({ metadata }) {
    const owners = metadata.ownerReferences ?? [];
    return (owners.find(({ controller }) => controller === true) ?? owners[0])?.uid;
}

;// CONCATENATED MODULE: ./src/cluster/api/waiters.js
function createWaiters(clock) {
    const waiting = new Map();
    let ended;
    const take = (key) => {
        const all = [...(waiting.get(key) ?? [])];
        waiting.delete(key);
        return all;
    };
    return {
        wait: (key, withinMs) => new Promise((resolve, reject) => {
            if (ended !== undefined)
                return reject(ended);
            const mine = {
                wake: () => {
                    takeBack();
                    resolve();
                },
                fail: (reason) => {
                    takeBack();
                    reject(reason);
                },
            };
            const takeBack = clock.after(Math.max(0, withinMs), () => {
                const others = waiting.get(key);
                others?.delete(mine);
                if (others?.size === 0)
                    waiting.delete(key);
                resolve();
            });
            waiting.set(key, (waiting.get(key) ?? new Set()).add(mine));
        }),
        wake: (key) => {
            for (const waiter of take(key))
                waiter.wake();
        },
        end: (reason) => {
            ended ??= reason;
            for (const key of [...waiting.keys()])
                for (const waiter of take(key))
                    waiter.fail(ended);
        },
    };
}

;// CONCATENATED MODULE: ./src/cluster/api/watch-interruption.js
/** Shorter ones are ordinary: the API server ends each watch every few minutes. */
const toldAfterMs = 5_000;
function createInterruptions(log, clock) {
    const missing = new Map();
    let isTold = false;
    let takeBack = () => { };
    const begunAt = () => Math.min(...[...missing.values()].map(({ since }) => since));
    const tell = () => {
        isTold = true;
        const whys = new Set([...missing.values()].map(({ why }) => why));
        const seconds = Math.round((clock.now() - begunAt()) / 1000);
        log.warning(`The cluster can't be watched since ${seconds} s (${[...missing.keys()].join(', ')}): ${[...whys].join('; ')}. It is tried again until it can.`);
    };
    return {
        interrupted: (what, why) => {
            const one = missing.get(what);
            if (one !== undefined) {
                one.why = why;
                return;
            }
            if (missing.size === 0)
                takeBack = clock.after(toldAfterMs, tell);
            missing.set(what, { since: clock.now(), why });
        },
        resumed: (what) => {
            const since = missing.size === 0 ? 0 : begunAt();
            if (!missing.delete(what) || missing.size > 0)
                return;
            takeBack();
            if (isTold)
                log.info(`The cluster is watched again, after ${Math.round((clock.now() - since) / 1000)} s.`);
            isTold = false;
        },
        lastingMs: () => (missing.size === 0 ? 0 : clock.now() - begunAt()),
        close: () => takeBack(),
    };
}

;// CONCATENATED MODULE: ./src/cluster/api/namespace-store.js






function openNamespaceStore(options) {
    const { cluster, namespace, signal, log, clock = api_clock/* systemClock */.ml } = options;
    const workloads = new Map();
    const replicaSets = createOwnerIndex(controllerOf);
    const pods = createOwnerIndex((pod) => controllerOf(pod) ?? nobody);
    const warnings = createOwnerIndex(({ involvedObject }) => involvedObject?.uid);
    const waiters = createWaiters(clock);
    const interruptions = createInterruptions(log, clock);
    /** The object and everything it belongs to: one of them is the workload somebody waits for. */
    const wake = (uid) => {
        for (let next = uid; next !== undefined; next = pods.ownerOf(next) ?? replicaSets.ownerOf(next))
            waiters.wake(next);
    };
    const follow = (kind, what) => {
        interruptions.interrupted(kind, 'it is being read for the first time');
        return cluster.watch((0,kubernetes_object/* listPath */.Kx)(kind, namespace), {
            ...what,
            interrupted: (why) => interruptions.interrupted(kind, why),
            resumed: () => interruptions.resumed(kind),
            refused: (error) => waiters.end(error),
        });
    };
    const followWorkloads = (kind) => follow(kind, {
        changed: (object) => {
            // Items of a list don't say what they are.
            workloads.set(`${kind}/${object.metadata.name}`, { ...object, kind });
            wake(object.metadata.uid);
        },
        deleted: ({ metadata }) => {
            workloads.delete(`${kind}/${metadata.name}`);
            wake(metadata.uid);
        },
    });
    const followParts = (kind, index, kept) => follow(kind, {
        kept,
        changed: (object) => {
            wake(object.metadata.uid); // whose it was
            index.put(object);
            wake(object.metadata.uid);
        },
        deleted: (object) => {
            wake(object.metadata.uid);
            index.remove(object);
        },
    });
    const watches = [
        followWorkloads('StatefulSet'),
        followWorkloads('Deployment'),
        followParts('ReplicaSet', replicaSets, (object) => withoutTemplate(withoutBooks(object))),
        followParts('Pod', pods, withoutBooks),
        follow('Event', {
            fieldSelector: 'type=Warning',
            kept: withoutBooks,
            changed: (object) => {
                warnings.put(object);
                wake(object.involvedObject?.uid);
            },
            // The API server forgets events after an hour: no news of anybody.
            deleted: (object) => warnings.remove(object),
        }),
    ];
    const close = (reason) => {
        for (const watch of watches)
            watch.close();
        interruptions.close();
        waiters.end(reason);
    };
    const stop = () => close(asError(signal.reason));
    signal.addEventListener('abort', stop, { once: true });
    const synced = Promise.all(watches.map((watch) => watch.synced)).then(() => { });
    synced.catch(() => { });
    return {
        synced,
        workload: (kind, name) => workloads.get(`${kind}/${name}`),
        workloads: () => [...workloads.values()],
        podsOf: (uid) => [uid, ...replicaSets.of(uid).map(({ metadata }) => metadata.uid ?? '')].flatMap(pods.of),
        pods: pods.all,
        replicaSetsOf: replicaSets.of,
        warningsOf: (uid) => warnings.of(uid).toSorted((a, b) => ((0,live_workload/* eventTime */.gE)(a) ?? 0) - ((0,live_workload/* eventTime */.gE)(b) ?? 0)),
        changed: waiters.wait,
        behindMs: interruptions.lastingMs,
        close: () => {
            signal.removeEventListener('abort', stop);
            close(new Error(`namespace ${namespace} is followed no more`));
        },
    };
}
/** What made a pod that a person made. */
const nobody = 'nobody';
/** Who owns which field is nobody's question but a workload's, and much of what the API server sends. */
function withoutBooks(object) {
    const { managedFields: _, ...metadata } = object.metadata;
    return { ...object, metadata };
}
function withoutTemplate(object) {
    if ((object.spec?.replicas ?? 0) > 0 || (object.status?.replicas ?? 0) > 0)
        return object;
    const { template: _, ...spec } = object.spec ?? {};
    return { ...object, spec };
}
function asError(reason) {
    return reason instanceof Error ? reason : new Error(String(reason));
}


/***/ }),

/***/ 64621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ openCluster)
/* harmony export */ });
/** The cluster that the job's kubeconfig leads to. Asks it nothing yet. Loads client-node. */
async function openCluster(options) {
    const { createCluster } = await Promise.all(/* import() */[__webpack_require__.e(830), __webpack_require__.e(649), __webpack_require__.e(728)]).then(__webpack_require__.bind(__webpack_require__, 87728));
    return createCluster(options);
}


/***/ }),

/***/ 4529:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ inParallel)
/* harmony export */ });
/**
 * Works on all items, at most `limit` at a time; the next one starts the moment a place is free. After a failure no
 * further item starts, those under way are waited for, and the first failure is thrown.
 */
async function inParallel(items, limit, work) {
    const results = new Map();
    const queue = items.entries();
    let failure;
    const worker = async () => {
        for (const [index, item] of queue) {
            if (failure !== undefined)
                return;
            try {
                results.set(index, await work(item));
            }
            catch (error) {
                failure ??= { error };
            }
        }
    };
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
    if (failure !== undefined)
        throw failure.error;
    return items.map((_, index) => results.get(index));
}


/***/ }),

/***/ 43058:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ askClient)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49491);
/* harmony import */ var _cluster_port_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89164);



/**
 * A GET to a client's pod through the API server's pod proxy; by port-forward where that is refused or leads nowhere
 * (simulated nodes have no network, but may forward).
 */
async function askClient(cluster, question) {
    const { namespace, client, pod = `${client}-0`, port, path, timeoutMs } = question;
    const refusals = [];
    const reasons = [];
    for (const via of ['proxy', 'port-forward']) {
        try {
            const { status, body } = await cluster.ask(namespace, pod, { port, path, timeoutMs, via });
            if (status === 200)
                return { kind: 'answered', text: body };
            reasons.push(`${via} answered ${status}`);
        }
        catch (error) {
            if (!(error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi))
                throw error;
            if (error instanceof _cluster_port_js__WEBPACK_IMPORTED_MODULE_1__/* .ApiRefusal */ .n && error.status === 403)
                refusals.push(error);
            reasons.push(error.message);
        }
    }
    if (refusals.length === 2) {
        return { kind: 'not-possible', why: `neither pods/proxy nor pods/portforward is allowed: ${reasons.join('; ')}` };
    }
    const live = await cluster.get((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .objectPath */ .du)('Pod', namespace, pod));
    if (live !== undefined && isSimulated(live)) {
        return { kind: 'not-possible', why: 'the pod is on a simulated node: no process runs in it' };
    }
    return { kind: 'no-answer', why: reasons.join('; ') };
}
/** A real node names the container it runs, `containerd://…`; a simulated one none, or one that says so. */
function isSimulated({ status }) {
    const running = (status?.containerStatuses ?? []).filter(({ state }) => state?.running !== undefined);
    return running.length > 0 && running.every(({ containerID = '' }) => /^(?:simulated:.*)?$/.test(containerID));
}


/***/ }),

/***/ 4504:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ refusalOf),
/* harmony export */   d: () => (/* binding */ isFinal)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2593);
/* harmony import */ var _cluster_port_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89164);
/* harmony import */ var _forbidden_by_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2415);



/** What is kept of an answer that says no: a page of a proxy may be any length. */
const keptCharacters = 256 * 1024;
/** What a refusal says to a person: what was asked, what was answered, what to do where that is known. */
function refusalOf(asked, status, body) {
    const answer = readStatus(body);
    const reason = (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .excerpt */ .Kb)(answer?.reason ?? '', 60);
    const causes = conflictsOf(answer);
    const text = causes.length > 0 ? causes.join('; ') : (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .excerpt */ .Kb)(answer?.message ?? body) || 'no explanation';
    const said = [String(status), reason].filter((part) => part !== '').join(' ');
    const advice = causes.length > 0 ? takeIt : adviceFor(status, reason, text);
    const message = `${asked}: ${said}: ${text}${advice}`;
    return new _cluster_port_js__WEBPACK_IMPORTED_MODULE_1__/* .ApiRefusal */ .n(message, status, reason || `HTTP ${status}`, body.slice(0, keptCharacters));
}
/**
 * What the schema doesn't know, or can't be read (a quantity `20mm`), comes back from server-side apply as 500, not as 400:
 * asking again is no use.
 */
function isFinal(status, body) {
    return status === 500 && ofTheObject.test(body);
}
const ofTheObject = /failed to create typed patch object|field not declared in schema|failed to convert new object|unable to convert unstructured object/;
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
        return `${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .excerpt */ .Kb)(field ?? '(unknown field)', 120)} belongs to ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .excerpt */ .Kb)(manager, 120)}`;
    });
}
function adviceFor(status, reason, text) {
    if (status === 401)
        return '. The credentials of the kubeconfig are not accepted, also after reading them again.';
    const forbidder = (0,_forbidden_by_js__WEBPACK_IMPORTED_MODULE_2__/* .forbidderOf */ .F)(status, reason, text);
    return forbidder === undefined ? '' : `. ${(0,_forbidden_by_js__WEBPACK_IMPORTED_MODULE_2__/* .adviceOf */ .w)(forbidder, text)}`;
}
const takeIt = '. Take the field out of the manifest, or out of the hands of that manager; if it is to write it no more, name it in force-managers.';


/***/ }),

/***/ 33187:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ gravityOf),
/* harmony export */   q: () => (/* binding */ failureRules)
/* harmony export */ });
/**
 * Why a client fails: every row of the failure table, in the order of gravity (of two signs whose grace is over, the upper
 * one is told). The grace is how long a sign must stand before it is a verdict; `deadline`: it may still pass, only a
 * deadline makes it one. Figures: facts on Kubernetes roll-outs, the failure table.
 */
const failureRules = {
    superseded: {
        cause: 'superseded',
        signal: 'the workload was deleted, made anew or changed by another manager while it was rolled',
        graceMs: 0,
        advice: 'It was left as that manager wants it. Agree on who owns the workload, then release again.',
    },
    paused: {
        cause: 'paused',
        signal: 'a Deployment is paused (spec.paused)',
        graceMs: 0,
        advice: 'Resume it (kubectl rollout resume), or take spec.paused out of the manifest, then release again.',
    },
    'out-of-memory': {
        cause: 'crash',
        signal: 'a container was killed for using too much memory (OOMKilled), more often than allowed',
        graceMs: 0,
        advice: "Raise the container's memory limit, or find what needs more memory than before.",
    },
    'init-crash': {
        cause: 'init',
        signal: 'an init container ends with an error (CrashLoopBackOff or an exit code), more often than allowed',
        graceMs: 0,
        advice: 'The client itself never started: look at the lines of the init container.',
    },
    crash: {
        cause: 'crash',
        signal: 'a container ends (CrashLoopBackOff or an exit code other than 0), more often than allowed',
        graceMs: 0,
        advice: 'Look at its last lines; when another configuration or image is needed, release that.',
    },
    'image-missing': {
        cause: 'image',
        signal: 'the registry has no such image, or none for this platform; or the reference is no valid one',
        graceMs: 0,
        advice: 'Push the image, or correct the reference or the platform; then release again.',
    },
    'image-refused': {
        cause: 'image',
        signal: "the registry refuses the node's credentials",
        graceMs: 30_000,
        advice: "Check imagePullSecrets, and that the nodes' credentials may read this repository.",
    },
    'image-unavailable': {
        cause: 'image',
        signal: 'the image could not be pulled for another reason (time-out, too many requests, TLS, server error)',
        graceMs: 120_000,
        advice: 'Check that the nodes reach the registry; when they do again, release again.',
    },
    configuration: {
        cause: 'configuration',
        signal: 'CreateContainerConfigError',
        graceMs: 20_000,
        advice: 'Create the Secret, ConfigMap or key that the container names, or correct the name.',
    },
    'configuration-unsynced': {
        cause: 'configuration',
        signal: 'CreateContainerConfigError: failed to sync … cache',
        graceMs: 60_000,
        advice: "The node couldn't read a Secret or ConfigMap in time: check that it exists and that the node is well.",
    },
    'start-refused': {
        cause: 'start',
        signal: 'CreateContainerError, RunContainerError, ContainerCannotRun or a failed hook',
        graceMs: 20_000,
        advice: 'Check command, arguments, mounts and security context against what the image has.',
    },
    'start-failed': {
        cause: 'start',
        signal: 'the runtime could not start the container (exit code 128)',
        graceMs: 60_000,
        advice: 'Check that the command exists in the image and may be executed; if so, look at the node.',
    },
    'pod-failed': {
        cause: 'pod',
        signal: 'a pod is in phase Failed and was not evicted, pre-empted or lost with its node',
        graceMs: 0,
        advice: 'Look at the reason that the node gave, and at the warnings.',
    },
    'not-created': {
        cause: 'not-created',
        signal: 'pods are refused by a quota, a LimitRange or an admission rule (FailedCreate)',
        graceMs: 15_000,
        advice: 'Raise the quota, or change the pod so that the rule that is named admits it.',
    },
    'not-created-yet': {
        cause: 'not-created',
        signal: 'pods could not be created for another reason (a webhook or the API server failed, the controller may not)',
        graceMs: 120_000,
        advice: 'Look after what the message names (a webhook, the API server), then release again.',
    },
    'progress-deadline': {
        cause: 'progress-deadline',
        signal: "the Deployment's own deadline passed (ProgressDeadlineExceeded) for what was applied",
        graceMs: 0,
        advice: 'Look at its pods and warnings; if it only needs longer, raise progressDeadlineSeconds.',
    },
    'claim-lost': {
        cause: 'volume',
        signal: 'a PersistentVolumeClaim of the pod is Lost',
        graceMs: 0,
        advice: 'Its volume is gone: restore it, or decide to begin with an empty one (the data of the client is in it).',
    },
    volume: {
        cause: 'volume',
        signal: 'FailedMount, FailedAttachVolume, or a PersistentVolumeClaim stays Pending (not WaitForFirstConsumer)',
        graceMs: 120_000,
        advice: 'Check that what is mounted exists, the storage class, and that no other node still holds the volume.',
    },
    'no-scale-up': {
        cause: 'unschedulable',
        signal: 'no node takes the pod, and the autoscaler adds none (NotTriggerScaleUp)',
        graceMs: 30_000,
        advice: 'Add room to the cluster, or change what the pod asks for (resources, node selector, tolerations).',
    },
    unschedulable: {
        cause: 'unschedulable',
        signal: 'no node takes the pod (Unschedulable)',
        graceMs: 60_000,
        advice: 'Add room to the cluster, or change what the pod asks for (resources, node selector, tolerations).',
    },
    'scaling-up': {
        cause: 'unschedulable',
        signal: 'no node takes the pod although the autoscaler adds one (TriggeredScaleUp)',
        graceMs: 300_000,
        advice: 'Look at the node that was to come (cloud quota, node pool); it may only need longer.',
    },
    'node-lost': {
        cause: 'node-lost',
        signal: "the pod's node is not ready, or lost",
        graceMs: 'deadline',
        advice: 'Bring the node back or remove it from the cluster, so that the pod can move; then release again.',
    },
    'stuck-terminating': {
        cause: 'stuck-terminating',
        signal: 'a pod is still there 60 s after its grace period',
        graceMs: 'deadline',
        advice: 'See to the finalizers or the node that are named: its successor can start only when it is gone.',
    },
    displaced: {
        cause: 'displaced',
        signal: 'the pod was evicted or pre-empted, and its replacement is not there yet',
        graceMs: 'deadline',
        advice: 'Look at what the nodes are short of; give the client a priority or requests that keep its place.',
    },
    'never-ready': {
        cause: 'not-ready',
        signal: 'the pod runs, but does not become ready',
        graceMs: 'deadline',
        advice: 'Look at what the readiness probe answers; if it only needs longer, raise the deadline.',
    },
    'nothing-seen': {
        cause: 'not-ready',
        signal: 'nothing was seen to be wrong, and it was not ready in time',
        graceMs: 'deadline',
        advice: 'Look at the workload (kubectl describe); if it only needs longer, raise the deadline.',
    },
};
const order = Object.keys(failureRules);
/** How grave a rule is: lower is graver. */
function gravityOf(rule) {
    return order.indexOf(rule);
}


/***/ }),

/***/ 90878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ createJudgeMemory)
/* harmony export */ });
function createJudgeMemory() {
    let standing = new Map();
    let atThisLook = new Map();
    const firstTimes = new Map();
    const lastDone = new Map();
    return {
        since: (mark, clockMs) => {
            const since = atThisLook.get(mark) ?? standing.get(mark) ?? clockMs;
            atThisLook.set(mark, since);
            return since;
        },
        endLook: () => {
            standing = atThisLook;
            atThisLook = new Map();
        },
        firstTime: (what, clockMs) => {
            const first = firstTimes.get(what) ?? clockMs;
            firstTimes.set(what, first);
            return first;
        },
        isDue: (what, everyMs, clockMs) => {
            const last = lastDone.get(what);
            if (last !== undefined && clockMs - last < everyMs)
                return false;
            lastDone.set(what, clockMs);
            return true;
        },
        wasSeen: false,
        bake: undefined,
    };
}


/***/ }),

/***/ 67256:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  S: () => (/* binding */ judge),
  p: () => (/* binding */ outOfTime)
});

// EXTERNAL MODULE: ./src/cluster/live-workload.js
var live_workload = __webpack_require__(71087);
// EXTERNAL MODULE: ./src/cluster/manifest/pod-template-check.js
var pod_template_check = __webpack_require__(77748);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: ./src/cluster/judge/warnings-about.js
var warnings_about = __webpack_require__(26626);
;// CONCATENATED MODULE: ./src/cluster/judge/image-pull.js

const invalid = ['InvalidImageName', 'ErrImageNeverPull'];
const pulls = ['ErrImagePull', 'ImagePullBackOff'];
const remote = ['RegistryUnavailable', 'ImageInspectError', 'SignatureValidationFailed'];
/** Kubelets before 1.32 say only this while they back off. */
const saysNothing = /^(Back-off pulling image[^:]*)?$/;
/** The first text that matches is right: a registry that is out of order says nothing about the image. */
const texts = [
    {
        rule: 'image-unavailable',
        text: /time-?out|timed out|deadline exceeded|too ?many ?requests|\b429\b|\b50[0234]\b|connection (refused|reset)|no such host|server misbehaving|TLS handshake|x509|unexpected EOF/i,
    },
    // A refused registry often adds that the repository may not exist. A fresh credential may take a moment to reach the node.
    {
        rule: 'image-refused',
        text: /unauthorized|denied|forbidden|authentication required|authorization failed|no basic auth|insufficient_scope/i,
    },
    {
        rule: 'image-missing',
        text: /not found|manifest[ _]unknown|name[ _]unknown|no match for platform|no matching manifest|invalid reference|couldn't parse image|does not exist/i,
    },
];
/**
 * What the registry's words mean, where a container waits for its image.
 * @param warnings about its pod, oldest first: where the status says nothing, the last failed pull does.
 */
function imagePullOf({ name, image = '', state }, warnings) {
    const { reason, message: said = '' } = state?.waiting ?? {};
    if (reason === undefined)
        return undefined;
    if (invalid.includes(reason))
        return { rule: 'image-missing', reason, message: said };
    if (remote.includes(reason))
        return { rule: 'image-unavailable', reason, message: said };
    if (!pulls.includes(reason))
        return undefined;
    const failed = (0,warnings_about/* lastOf */.g1)(warnings.filter(({ involvedObject, message }) => /failed to pull image/i.test(message ?? '') && isAbout(involvedObject?.fieldPath, name)), ['Failed']);
    const message = saysNothing.test(said) ? (failed?.message ?? said) : said;
    // The image's own name says nothing, whatever words are in it.
    const words = image === '' ? message : message.replaceAll(image, ' ');
    const rule = texts.find(({ text }) => text.test(words))?.rule ?? 'image-unavailable';
    return { rule, reason, message };
}
function isAbout(fieldPath, container) {
    return fieldPath === undefined || fieldPath.endsWith(`{${container}}`);
}

// EXTERNAL MODULE: ./src/cluster/judge/sight.js
var judge_sight = __webpack_require__(67262);
// EXTERNAL MODULE: ./src/cluster/judge/sign.js
var sign = __webpack_require__(19190);
;// CONCATENATED MODULE: ./src/cluster/judge/container-signs.js





/** Restarts that are no verdict yet: a client may start a moment before what it needs. */
const defaultMaxRestarts = 1;
const refusedStarts = [
    'CreateContainerError',
    'RunContainerError',
    'ContainerCannotRun',
    'PreCreateHookError',
    'PreStartHookError',
    'PostStartHookError',
];
/** How a runtime's own failure to start the process is told once the run counts as ended. */
const failedStarts = ['StartError', 'ContainerCannotRun'];
const exitOfRuntime = 128;
/** What the containers of a pod of the new revision show, init containers too. At most one sign for each container. */
function containerSigns(pod, sight) {
    const { uid } = pod.metadata;
    const warnings = (0,warnings_about/* warningsAbout */.v5)(sight.warnings, uid);
    return (0,judge_sight/* containersOf */.Mz)(pod).flatMap(({ status, isInit: isAmongInits }) => {
        const isInit = isAmongInits && !isSidecar(pod, status.name);
        const restarts = restartsSince(pod, status, sight);
        const seen = imagePullOf(status, warnings) ?? startSign(status) ?? crashOf(status, isInit, restarts, sight);
        if (seen === undefined)
            return [];
        const { rule, ...said } = seen;
        const more = { logs: logsOf(pod, status), warnings: (0,warnings_about/* lastWarnings */.Oq)(sight.warnings, uid) };
        return [(0,sign/* signOf */.r)(rule, { pod, container: status.name, isInit, restarts, ...said, ...more })];
    });
}
/** The container could not be made, or its process not be started. */
function startSign({ state, lastState }) {
    const { reason = '', message = '' } = state?.waiting ?? {};
    if (reason === 'CreateContainerConfigError') {
        const isUnsynced = /failed to sync .* cache/i.test(message);
        return { rule: isUnsynced ? 'configuration-unsynced' : 'configuration', reason, message };
    }
    const isRefused = refusedStarts.includes(reason);
    const isBetween = isRefused || reason === 'CrashLoopBackOff';
    const end = state?.terminated ?? (isBetween ? lastState?.terminated : undefined);
    if (end !== undefined && (isFailedStart(end) || (isRefused && end.exitCode === exitOfRuntime))) {
        const rule = end.exitCode === exitOfRuntime ? 'start-failed' : 'start-refused';
        return { rule, ...endOf(end, isRefused ? reason : (end.reason ?? reason), message) };
    }
    return isRefused ? { rule: 'start-refused', reason, message } : undefined;
}
/**
 * A container that ended needs one restart more than were counted. What ended with 0 counts only where the kubelet finds
 * that it loops: an init container that ended with 0 is done, however often it was tried.
 */
function crashOf(status, isInit, restarts, sight) {
    const { state, lastState, restartCount = 0 } = status;
    const isBackingOff = state?.waiting?.reason === 'CrashLoopBackOff';
    const end = state?.terminated ?? lastState?.terminated;
    if (!isBackingOff && (end === undefined || end.exitCode === 0 || isFailedStart(end)))
        return undefined;
    // A client that was left backing off is failed, also where nothing was written today: its restarts are this revision's.
    const counted = isBackingOff && !sight.applied.isWritten ? restartCount : restarts;
    const needed = counted + (isBackingOff || state?.terminated !== undefined ? 1 : 0);
    if (needed <= (sight.maxRestarts ?? defaultMaxRestarts))
        return undefined;
    const rule = end?.reason === 'OOMKilled' ? 'out-of-memory' : isInit ? 'init-crash' : 'crash';
    const word = isBackingOff ? 'CrashLoopBackOff' : (end?.reason ?? 'Error');
    return { rule, ...endOf(end, word, state?.waiting?.message ?? '') };
}
function isFailedStart({ reason }) {
    return reason !== undefined && failedStarts.includes(reason);
}
/** An init container that stays is judged as the others that stay. */
function isSidecar({ spec }, container) {
    return (spec?.initContainers ?? []).some(({ name, restartPolicy }) => name === container && restartPolicy === 'Always');
}
function restartsSince(pod, { name, restartCount = 0 }, { restartsBefore }) {
    return Math.max(0, restartCount - (restartsBefore.get(pod.metadata.uid ?? '')?.get(name) ?? 0));
}
function endOf(end, word, message) {
    if (end === undefined)
        return { reason: word, message };
    const { reason, exitCode } = end;
    const because = reason !== undefined && reason !== 'Error' && reason !== word ? ` (${reason})` : '';
    return {
        reason: `${word}${because}`,
        message: end.message ?? message,
        exitCode,
        signal: signalName(end.signal ?? (exitCode !== undefined && exitCode > 128 ? exitCode - 128 : 0)),
    };
}
function signalName(number) {
    return Object.entries(external_node_os_.constants.signals).find(([, value]) => value === number)?.[0];
}
/** The run that failed first. While a container backs off, its present log is that of the run that ended last. */
function logsOf(pod, { name, restartCount = 0, state, lastState }) {
    const hasRun = [state?.running, state?.terminated, lastState?.terminated].some((run) => run !== undefined);
    if (!hasRun && restartCount === 0)
        return [];
    const of = (previous) => ({ pod: pod.metadata.name, container: name, previous });
    if (restartCount === 0)
        return [of(false)];
    return state?.running === undefined ? [of(false), of(true)] : [of(true), of(false)];
}

;// CONCATENATED MODULE: ./src/cluster/judge/bake.js



/**
 * Without a readiness probe "ready" means that a process was started: it must stay up for this long to be believed. So must
 * one that stands as it stood and has ended again and again: between two crashes it may be ready too.
 */
const unprobedBakeMs = 20_000;
function bakeTime(workload, pods, sight) {
    const containers = workload.spec?.template?.spec?.containers ?? [];
    const own = containers.filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => name === pod_template_check/* volumeNames */.v.configuration));
    const isUnprobed = (own.length > 0 ? own : containers).every(({ readinessProbe }) => readinessProbe === undefined);
    const isDoubted = isUnprobed || (!sight.applied.isWritten && pods.some((pod) => hasCrashed(pod, sight)));
    return { forMs: sight.bakeMs ?? (isDoubted ? unprobedBakeMs : 0), isUnprobed };
}
function hasCrashed(pod, { maxRestarts = defaultMaxRestarts }) {
    return (0,judge_sight/* containersOf */.Mz)(pod).some(({ status: { name, restartCount = 0, lastState }, isInit }) => (!isInit || isSidecar(pod, name)) && restartCount > maxRestarts && (lastState?.terminated?.exitCode ?? 0) !== 0);
}
/** The bake of ready pods: goes on while nothing happens to them, begins again when a restart or a flap was seen. */
function bakeOf(before, pods, sight, clockMs) {
    const mark = pods.map(markOf).toSorted().join('\n');
    if (before?.mark === mark)
        return before;
    // Before the first look nobody watched; what stands as it stood is believed by the server's clock.
    const agedMs = before === undefined && !sight.applied.isWritten ? quietForMs(pods, sight.serverNowMs) : 0;
    return { mark, sinceMs: clockMs - agedMs };
}
function markOf(pod) {
    const restarts = (0,judge_sight/* containersOf */.Mz)(pod).map(({ status }) => `${status.name} ${status.restartCount ?? 0}`);
    return JSON.stringify([pod.metadata.uid, readySince(pod), ...restarts.toSorted()]);
}
/** How long ago the last of the pods became ready and its containers began to run. 0 when that can't be told. */
function quietForMs(pods, serverNowMs) {
    if (serverNowMs === undefined)
        return 0;
    const begun = pods.flatMap((pod) => [
        readySince(pod),
        ...(pod.status?.containerStatuses ?? []).map(({ state }) => state?.running?.startedAt),
    ]);
    const times = begun.map((time) => Date.parse(time ?? ''));
    return times.some(Number.isNaN) ? 0 : Math.max(0, serverNowMs - Math.max(...times));
}
function readySince({ status }) {
    return (status?.conditions ?? []).find(({ type }) => type === 'Ready')?.lastTransitionTime;
}

// EXTERNAL MODULE: ./src/cluster/judge/volume-sign.js
var volume_sign = __webpack_require__(22111);
;// CONCATENATED MODULE: ./src/cluster/judge/open-questions.js

/** An autoscaler looks every ten seconds: by then it has had its say. */
const autoscalerHasSpokenMs = 20_000;
/** Of a claim that waits nobody may have said why when it was read first. */
const claimsAgainMs = 30_000;
/** How long a verdict is held back for events that were asked for. */
const answerPatienceMs = 5_000;
/** The autoscaler is asked when it has had time to speak, and once more before the verdict: two requests at most. */
function openQuestions(sight, { targets }, signs, memory, clockMs) {
    const readMs = sight.autoscaler?.readMs ?? Number.NEGATIVE_INFINITY;
    const asked = signs
        .filter(({ sign }) => sign.cause === 'unschedulable')
        .map(({ sign, sinceMs, leftMs }) => {
        const endsMs = clockMs + leftMs;
        if (leftMs <= 0 && readMs < endsMs) {
            const heldMs = answerPatienceMs + memory.firstTime(`last word ${sign.rule} ${sign.pod?.uid}`, clockMs) - clockMs;
            return { sign, isAsked: true, isHeld: heldMs > 0, againInMs: heldMs };
        }
        const leftToSpeakMs = autoscalerHasSpokenMs - (clockMs - sinceMs);
        const isAsked = sight.autoscaler === undefined && leftToSpeakMs <= 0;
        return { sign, isAsked, isHeld: false, againInMs: leftToSpeakMs };
    });
    const unbound = signs.filter(({ sign }) => sign.cause === 'unschedulable' || sign.cause === 'volume');
    const waiting = new Set(unbound.map(({ sign }) => sign.pod?.uid));
    const mount = targets.filter(({ metadata }) => waiting.has(metadata.uid)).flatMap(volume_sign/* claimsOf */.d);
    const isUnsaid = (sight.claims ?? []).some(({ phase, waitsForPod, said }) => {
        return phase === 'Pending' && !waitsForPod && said === undefined;
    });
    const mayAskClaims = mount.length > 0 && (sight.claims === undefined || isUnsaid);
    const areClaimsDue = mayAskClaims && memory.isDue('claims', claimsAgainMs, clockMs);
    return {
        needsAutoscalerEvents: asked.some(({ isAsked }) => isAsked),
        needsClaims: areClaimsDue,
        held: new Set(asked.filter(({ isHeld }) => isHeld).map(({ sign }) => sign)),
        againInMs: asked.map(({ againInMs }) => againInMs).filter((ms) => ms > 0),
    };
}

// EXTERNAL MODULE: ./src/cluster/judge/progress.js
var judge_progress = __webpack_require__(11908);
// EXTERNAL MODULE: ./src/cluster/judge/stateful-set-progress.js
var stateful_set_progress = __webpack_require__(42764);
;// CONCATENATED MODULE: ./src/cluster/judge/pods-in-the-way.js



/**
 * Broken pods of another revision that the controller waits for before it makes the new ones: with OrderedReady always
 * (https://github.com/kubernetes/kubernetes/issues/67250), with MaxUnavailableStatefulSet also with Parallel (the controller
 * counts every pod that isn't available). The caller gives the controller its own time first.
 * None below the partition: those would come back as they are. None while a pod of the new revision is on its way: that is
 * what the controller waits for then.
 */
function podsInTheWay(live, progress) {
    if (progress.targets.some((pod) => !(0,live_workload/* isPodReady */.Ft)(pod)))
        return [];
    const broken = replaceable(live, progress).filter((pod) => !(0,live_workload/* isPodReady */.Ft)(pod) && !(0,judge_progress/* hasEnded */.hY)(pod));
    return isOnDelete(live) ? oneAtATime(broken, progress) : broken;
}
/**
 * With OnDelete nobody else replaces pods: the next one of an older revision, the highest first, when all the others are
 * there and ready.
 */
function podToReplace(live, progress) {
    if (!isOnDelete(live) || progress.missingPods > 0)
        return undefined;
    const old = replaceable(live, progress);
    const areOthersReady = [...progress.targets, ...old].every(live_workload/* isPodReady */.Ft);
    return areOthersReady ? oneAtATime(old, progress)[0] : undefined;
}
function isOnDelete({ spec }) {
    return spec?.updateStrategy?.type === 'OnDelete';
}
/** Pods of older revisions whose place is to be taken by a new one, highest ordinal first. */
function replaceable(live, { revision, others }) {
    if (revision === undefined)
        return [];
    const { firstNew, end } = (0,stateful_set_progress/* ordinalsOf */.ku)(live);
    return others
        .filter((pod) => !(0,judge_progress/* isLeaving */.Xi)(pod) && !(0,stateful_set_progress/* isOfRevision */.Nq)(pod, revision))
        .filter((pod) => (0,stateful_set_progress/* ordinalOf */.zO)(pod) >= firstNew && (0,stateful_set_progress/* ordinalOf */.zO)(pod) < end)
        .toSorted((a, b) => (0,stateful_set_progress/* ordinalOf */.zO)(b) - (0,stateful_set_progress/* ordinalOf */.zO)(a));
}
function oneAtATime(pods, { others }) {
    return others.some(judge_progress/* isLeaving */.Xi) ? [] : pods.slice(0, 1);
}

;// CONCATENATED MODULE: ./src/cluster/judge/removals.js

/** The controller's own time to replace a broken pod. */
const inTheWayGraceMs = 1_000;
/** After this long a removal that wasn't seen is asked for again. */
const repeatMs = 5_000;
/** The pods to delete now, and when there may be more. */
function removalsOf({ workload, applied }, progress, memory, clockMs) {
    if (workload?.kind !== 'StatefulSet' || workload.metadata.uid !== applied.uid)
        return { now: [], againInMs: [] };
    const standing = podsInTheWay(workload, progress).map((pod) => {
        const leftMs = inTheWayGraceMs + memory.since(`in the way ${pod.metadata.uid}`, clockMs) - clockMs;
        return { pod, why: 'in-the-way', leftMs };
    });
    const next = podToReplace(workload, progress);
    const all = [...standing, ...(next === undefined ? [] : [{ pod: next, why: 'on-delete', leftMs: 0 }])];
    const now = all
        .filter(({ leftMs }) => leftMs <= 0)
        .filter(({ pod }) => memory.isDue(`removal of ${pod.metadata.uid}`, repeatMs, clockMs))
        .map(({ pod, why }) => ({ pod, why }));
    return { now, againInMs: all.map(({ leftMs }) => (leftMs > 0 ? leftMs : repeatMs)) };
}

// EXTERNAL MODULE: ./src/cluster/judge/failure-rules.js
var failure_rules = __webpack_require__(33187);
// EXTERNAL MODULE: ./src/cluster/judge/scheduling-sign.js
var scheduling_sign = __webpack_require__(10843);
;// CONCATENATED MODULE: ./src/cluster/judge/pod-signs.js








/** Reasons of phase Failed that are not the pod's own fault: its controller makes another. */
const displacements = ['Evicted', 'Preempting', 'NodeLost'];
/** Everything that a pod of the new revision shows. None while it may simply be starting. */
function podSigns(pod, sight) {
    if ((0,live_workload/* isPodReady */.Ft)(pod))
        return containerSigns(pod, sight);
    const whole = displacedSign(pod, sight) ?? failedSign(pod, sight);
    if (whole !== undefined)
        return [whole];
    const cause = [(0,volume_sign/* volumeSign */.o)(pod, sight) ?? [], (0,scheduling_sign/* schedulingSign */.E)(pod, sight) ?? [], containerSigns(pod, sight)].flat();
    return cause.length > 0 ? cause : [nodeSign(pod, sight) ?? unreadySign(pod, sight) ?? []].flat();
}
/** Evicted, pre-empted, taken off a node that shuts down: what its containers ended with says nothing about the release. */
function displacedSign(pod, { warnings }) {
    const { reason = '', message = '' } = pod.status ?? {};
    const target = conditionOf(pod, 'DisruptionTarget');
    const isDisplaced = target?.status === 'True' || ((0,judge_progress/* hasEnded */.hY)(pod) && displacements.includes(reason));
    if (!isDisplaced)
        return undefined;
    return (0,sign/* signOf */.r)('displaced', {
        pod,
        reason: reason === '' ? (target?.reason ?? 'DisruptionTarget') : reason,
        message: message === '' ? (target?.message ?? '') : message,
        warnings: (0,warnings_about/* lastWarnings */.Oq)(warnings, pod.metadata.uid),
    });
}
function failedSign(pod, { warnings }) {
    const { phase, reason = 'Failed', message = '' } = pod.status ?? {};
    if (phase !== 'Failed')
        return undefined;
    const ended = (0,judge_sight/* containersOf */.Mz)(pod).find(({ status }) => (status.state?.terminated?.exitCode ?? 0) !== 0)?.status;
    return (0,sign/* signOf */.r)('pod-failed', {
        pod,
        container: ended?.name,
        reason,
        message,
        exitCode: ended?.state?.terminated?.exitCode,
        logs: ended === undefined ? [] : logsOf(pod, ended),
        warnings: (0,warnings_about/* lastWarnings */.Oq)(warnings, pod.metadata.uid),
    });
}
/** Nodes can't be read with rights in one namespace only: what the node controller says about the pod is what there is. */
function nodeSign(pod, { warnings, applied }) {
    const last = (0,warnings_about/* warningsAbout */.v5)(warnings, pod.metadata.uid, applied.writtenAtMs).at(-1);
    // Whatever a kubelet says later shows that the node is back.
    const said = last?.reason === 'NodeNotReady' ? last : undefined;
    const isLost = pod.status?.phase === 'Unknown' || pod.status?.reason === 'NodeLost';
    if (said === undefined && !isLost)
        return undefined;
    return (0,sign/* signOf */.r)('node-lost', {
        pod,
        reason: said?.reason ?? pod.status?.reason ?? 'NodeLost',
        message: `${said?.message ?? pod.status?.message ?? ''} (node ${pod.spec?.nodeName ?? 'unknown'})`.trim(),
        warnings: (0,warnings_about/* lastWarnings */.Oq)(warnings, pod.metadata.uid),
    });
}
function unreadySign(pod, { warnings }) {
    if (pod.status?.phase !== 'Running')
        return undefined;
    const container = (0,judge_sight/* containersOf */.Mz)(pod).find(({ status, isInit }) => !isInit && status.ready !== true)?.status;
    const probe = (0,warnings_about/* lastOf */.g1)((0,warnings_about/* warningsAbout */.v5)(warnings, pod.metadata.uid), ['Unhealthy', 'ProbeWarning']);
    const ready = conditionOf(pod, 'Ready');
    return (0,sign/* signOf */.r)('never-ready', {
        pod,
        container: container?.name,
        reason: probe?.reason ?? ready?.reason ?? 'NotReady',
        message: probe?.message ?? ready?.message ?? '',
        logs: container === undefined ? [] : logsOf(pod, container),
        warnings: (0,warnings_about/* lastWarnings */.Oq)(warnings, pod.metadata.uid),
    });
}
/**
 * A pod that should be gone: past its own grace period and a minute more. Of whatever revision, so it never is a verdict
 * by itself; its successor of the same name can't start.
 * @param standsForMs how long it has been seen on its way out.
 */
function terminatingSign(pod, standsForMs, { warnings }) {
    if (!(0,judge_progress/* isLeaving */.Xi)(pod) || standsForMs < terminatingGraceMs(pod))
        return undefined;
    const { finalizers = [], deletionGracePeriodSeconds: seconds } = pod.metadata;
    const isNodeGone = conditionOf(pod, 'DisruptionTarget')?.reason === 'DeletionByTaintManager' ||
        (0,warnings_about/* lastOf */.g1)((0,warnings_about/* warningsAbout */.v5)(warnings, pod.metadata.uid), ['NodeNotReady']) !== undefined;
    const node = `node ${pod.spec?.nodeName ?? 'unknown'}`;
    const why = finalizers.length > 0 ? `finalizers ${finalizers.join(', ')}` : `${node} has not ended it`;
    return (0,sign/* signOf */.r)(isNodeGone && finalizers.length === 0 ? 'node-lost' : 'stuck-terminating', {
        pod,
        reason: 'Terminating',
        message: `still there ${Math.floor(standsForMs / 1000)} s after it was deleted with a grace period of ${seconds ?? 30} s: ${why}`,
        warnings: (0,warnings_about/* lastWarnings */.Oq)(warnings, pod.metadata.uid),
    });
}
/** How long a pod may be on its way out before it counts as stuck. */
function terminatingGraceMs({ metadata, spec }) {
    const seconds = metadata.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? 30;
    return seconds * 1000 + 60_000;
}
function conditionOf({ status }, type) {
    return (status?.conditions ?? []).find((condition) => condition.type === type);
}

// EXTERNAL MODULE: ./src/cluster/judge/superseded.js
var superseded = __webpack_require__(52011);
;// CONCATENATED MODULE: ./src/cluster/judge/deployment-progress.js


/**
 * The newest ReplicaSet is the one of the Deployment's own revision: a template that comes back takes up its old ReplicaSet
 * again, so neither name nor age tells. No pod of an older one may be left, also not on its way out: it may run under the
 * same account.
 * @param generation the one that our write was answered with.
 */
function deploymentProgress(live, allReplicaSets, allPods, generation) {
    const wanted = live.spec?.replicas ?? 1;
    const replicaSets = allReplicaSets.filter((each) => (0,judge_progress/* isOwnedBy */.D0)(each, live.metadata.uid));
    const pods = allPods
        .filter((pod) => replicaSets.some(({ metadata }) => (0,judge_progress/* isOwnedBy */.D0)(pod, metadata.uid)))
        .toSorted(judge_progress/* byName */.nG);
    const newest = newestReplicaSet(live, replicaSets);
    if ((live.status?.observedGeneration ?? -1) < generation || newest === undefined)
        return (0,judge_progress/* unseen */.nv)(pods, wanted);
    const isNew = (pod) => (0,judge_progress/* isOwnedBy */.D0)(pod, newest.metadata.uid);
    const targets = pods.filter((pod) => isNew(pod) && !(0,judge_progress/* isLeaving */.Xi)(pod));
    const old = pods.filter((pod) => !isNew(pod) && !(0,judge_progress/* hasEnded */.hY)(pod));
    const ready = targets.filter(live_workload/* isPodReady */.Ft).length;
    const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = live.status ?? {};
    const areCounted = updatedReplicas >= wanted && replicas <= updatedReplicas && availableReplicas >= wanted;
    const awaited = [
        ...(ready < wanted ? [`all ${wanted} pods of the new revision are ready (${ready} now)`] : []),
        ...old.map(({ metadata }) => `pod ${metadata.name} of an older revision is gone`).slice(0, 3),
        ...(areCounted && deployment_progress_conditionOf(live, 'Available')?.status === 'True' ? [] : ['the controller finds it available']),
    ];
    return {
        revision: newest.metadata.labels?.['pod-template-hash'] ?? newest.metadata.name,
        targets,
        others: pods.filter((pod) => !targets.includes(pod)),
        missingPods: Math.max(0, (newest.spec?.replicas ?? 0) - targets.filter((pod) => !(0,judge_progress/* hasEnded */.hY)(pod)).length),
        isReady: awaited.length === 0,
        awaited: awaited.join(', '),
    };
}
/** The ReplicaSet of the Deployment's own revision; undefined while the controller hasn't made it, or isn't seen to have. */
function newestReplicaSet(live, replicaSets) {
    const revision = revisionOf(live);
    if (revision === undefined)
        return undefined;
    return replicaSets.find((each) => (0,judge_progress/* isOwnedBy */.D0)(each, live.metadata.uid) && revisionOf(each) === revision);
}
function deployment_progress_conditionOf(live, type) {
    return (live.status?.conditions ?? []).find((condition) => condition.type === type);
}
function revisionOf({ metadata }) {
    return metadata.annotations?.['deployment.kubernetes.io/revision'];
}

;// CONCATENATED MODULE: ./src/cluster/judge/workload-signs.js




/** The API server's own race, tried again at once: https://github.com/kubernetes/kubernetes/issues/67761 */
const isRace = /object has been modified/i;
/** It will be refused again, however often it is tried. */
const isRefusal = /forbidden|exceeded quota|denied|limitrange|is invalid|invalid value/i;
/**
 * A webhook or server that is out of order says nothing about the pod; nor does an API server that has just started and
 * doesn't know yet what its own controllers may do ("User … cannot create resource …").
 */
const isOutOfOrder = /failed calling webhook|internal error occurred|context deadline exceeded|connection refused|etcdserver|cannot create resource/i;
/** What the workload itself shows. */
function workloadSigns(sight, progress) {
    const { workload } = sight;
    if (workload === undefined || workload.metadata.uid !== sight.applied.uid)
        return [];
    const deployment = workload.kind === 'Deployment' ? deploymentSigns(workload, sight, progress) : [];
    return [...deployment, ...[notCreatedSign(sight, progress) ?? []].flat()];
}
function deploymentSigns(live, sight, progress) {
    // Also of a paused one the controller says whether it stands as it is to stand: then nothing has to be rolled.
    const isSeen = (live.status?.observedGeneration ?? -1) >= sight.applied.generation;
    if (!isSeen || progress.isReady)
        return [];
    const warnings = (0,warnings_about/* lastWarnings */.Oq)(sight.warnings, live.metadata.uid);
    if (live.spec?.paused === true) {
        return [(0,sign/* signOf */.r)('paused', { reason: 'Paused', message: 'spec.paused is true: nothing of it is rolled', warnings })];
    }
    const progressing = deployment_progress_conditionOf(live, 'Progressing');
    if (progress.revision === undefined || !isOfOurWrite(progressing, live, sight))
        return [];
    if (progressing?.status !== 'False' || progressing.reason !== 'ProgressDeadlineExceeded')
        return [];
    return [(0,sign/* signOf */.r)('progress-deadline', { reason: progressing.reason, message: progressing.message ?? '', warnings })];
}
/**
 * A Deployment that timed out before our write keeps saying so until it moves. Times are whole seconds, so that what it said
 * of another ReplicaSet a moment before may bear the time of our write: it names the one that it speaks of.
 */
function isOfOurWrite(progressing, live, sight) {
    const { lastUpdateTime, message = '' } = progressing ?? {};
    const newest = newestReplicaSet(live, sight.replicaSets);
    const isNamed = newest !== undefined && message.includes(`"${newest.metadata.name}"`);
    return isNamed && Date.parse(lastUpdateTime ?? '') >= sight.applied.writtenAtMs;
}
/** Pods, or the ReplicaSet that is to make them, can't be created. Only what was said since our write. */
function notCreatedSign(sight, progress) {
    const { workload, applied, replicaSets, warnings, pods } = sight;
    if (workload === undefined)
        return undefined;
    const isDeployment = workload.kind === 'Deployment';
    const newest = isDeployment ? newestReplicaSet(workload, replicaSets) : undefined;
    const isUnseenDeployment = isDeployment && progress.revision === undefined;
    if (progress.missingPods === 0 && !isUnseenDeployment)
        return undefined;
    // What an old pod holds is free only when it is gone.
    if (pods.some(judge_progress/* isLeaving */.Xi))
        return undefined;
    const reasons = isUnseenDeployment ? ['ReplicaSetCreateError'] : ['FailedCreate', 'ReplicaSetCreateError'];
    const uids = [workload.metadata.uid, newest?.metadata.uid];
    const said = uids
        .flatMap((uid) => (0,warnings_about/* warningsAbout */.v5)(warnings, uid, applied.writtenAtMs))
        .filter(({ reason = '', message = '' }) => reasons.includes(reason) && !isRace.test(message))
        .at(-1);
    const failure = isDeployment && !isUnseenDeployment ? replicaFailureOf(workload, applied.writtenAtMs) : undefined;
    const { reason, message = '' } = said ?? failure ?? {};
    if (reason === undefined)
        return undefined;
    const rule = isRefusal.test(message) && !isOutOfOrder.test(message) ? 'not-created' : 'not-created-yet';
    const about = [...(0,warnings_about/* lastWarnings */.Oq)(warnings, workload.metadata.uid), ...(0,warnings_about/* lastWarnings */.Oq)(warnings, newest?.metadata.uid)];
    return (0,sign/* signOf */.r)(rule, { reason, message, warnings: about });
}
function replicaFailureOf(live, sinceMs) {
    const failure = deployment_progress_conditionOf(live, 'ReplicaFailure');
    const isNew = Date.parse(failure?.lastUpdateTime ?? failure?.lastTransitionTime ?? '') >= sinceMs;
    return failure?.status === 'True' && isNew && !isRace.test(failure.message ?? '') ? failure : undefined;
}

;// CONCATENATED MODULE: ./src/cluster/judge/standing-signs.js





/** All signs of a look, the one that will be a verdict first in front; of those that are, the gravest; of equal ones, by pod. */
function standingSigns(sight, progress, memory, clockMs) {
    const signs = [
        (0,superseded/* supersededSign */.E)(sight, memory.wasSeen) ?? [],
        workloadSigns(sight, progress),
        progress.targets.filter((pod) => !isLeftOver(pod, sight, progress)).flatMap((pod) => podSigns(pod, sight)),
        progress.others.flatMap((pod) => leavingSign(pod, sight, memory, clockMs) ?? []),
    ].flat();
    return signs.map((sign) => standing(sign, memory, clockMs)).toSorted(byUrgency);
}
/** A Deployment keeps pods that failed beside those that replaced them; one from before our write says nothing about it. */
function isLeftOver(pod, { applied, restartsBefore }, { isReady }) {
    return (0,judge_progress/* hasEnded */.hY)(pod) && (isReady || (applied.isWritten && restartsBefore.has(pod.metadata.uid ?? '')));
}
function leavingSign(pod, sight, memory, clockMs) {
    if (!(0,judge_progress/* isLeaving */.Xi)(pod))
        return undefined;
    return terminatingSign(pod, clockMs - memory.since(`leaving ${pod.metadata.uid}`, clockMs), sight);
}
/**
 * Signs of one cause at one place are timed together: a pull that fails with one text and then another has failed since the
 * first. What an autoscaler said counts from when it was said.
 */
function standing(sign, memory, clockMs) {
    const place = `${sign.pod?.uid ?? ''} ${sign.container ?? ''}`;
    const ofCause = memory.since(`${sign.cause} ${place}`, clockMs);
    const isSaidByAutoscaler = sign.rule === 'scaling-up' || sign.rule === 'no-scale-up';
    const sinceMs = isSaidByAutoscaler ? memory.since(`${sign.rule} ${place}`, clockMs) : ofCause;
    const leftMs = sign.graceMs === 'deadline' ? Number.POSITIVE_INFINITY : sinceMs + sign.graceMs - clockMs;
    return { sign, sinceMs, leftMs };
}
function byUrgency(a, b) {
    const [left, right] = [Math.max(0, a.leftMs), Math.max(0, b.leftMs)];
    if (left !== right)
        return left < right ? -1 : 1;
    return (0,failure_rules/* gravityOf */.i)(a.sign.rule) - (0,failure_rules/* gravityOf */.i)(b.sign.rule);
}

;// CONCATENATED MODULE: ./src/cluster/judge/workload-progress.js



/** The rule of the workload's kind, by status of this generation and pods of this uid only. */
function progressOf(sight) {
    const { workload, applied, pods, replicaSets } = sight;
    if (workload === undefined || workload.metadata.uid !== applied.uid) {
        return { ...(0,judge_progress/* unseen */.nv)([], 0), awaited: 'the watch shows what was written' };
    }
    const progress = workload.kind === 'Deployment'
        ? deploymentProgress(workload, replicaSets, pods, applied.generation)
        : (0,stateful_set_progress/* statefulSetProgress */.M$)(workload, pods, applied.generation);
    // No pod proves nothing, unless none is what was applied: going back to what a person had scaled down.
    if (!progress.isReady || progress.targets.length > 0 || applied.replicas === 0)
        return progress;
    return { ...progress, isReady: false, awaited: 'it has a pod (its replicas are 0)' };
}

;// CONCATENATED MODULE: ./src/cluster/judge/judge.js








/** A caller that was told nothing looks again after this long, whatever happens. */
const longestLookMs = 60_000;
/**
 * The verdict on one client, by the table of `failureRules` and the readiness rule of its kind. Pure but for the memory, and
 * the same whatever the order of pods and events. One memory for each client and generation.
 */
function judge(sight, memory) {
    const clockMs = Math.min(sight.nowMs, sight.heardMs ?? sight.nowMs);
    const { progress, signs } = look(sight, memory, clockMs);
    const asked = openQuestions(sight, progress, signs, memory, clockMs);
    const removal = removalsOf(sight, progress, memory, clockMs);
    const over = signs.find(({ leftMs, sign }) => leftMs <= 0 && !asked.held.has(sign));
    const bake = progress.isReady ? bakeOf(memory.bake, readyOf(progress), sight, clockMs) : undefined;
    // Whatever is ready again later has to be watched from then on.
    memory.bake = bake ?? (memory.wasSeen ? { mark: 'not ready', sinceMs: clockMs } : undefined);
    memory.endLook();
    if (over !== undefined)
        return { kind: 'failed', sign: over.sign };
    const leftMs = signs.map((each) => each.leftMs).filter((left) => left > 0);
    if (bake !== undefined && progress.revision !== undefined) {
        return provedOrBaking(sight, { ...progress, revision: progress.revision }, bake, clockMs, leftMs);
    }
    return {
        kind: 'waiting',
        sign: signs[0]?.sign,
        awaited: progress.awaited,
        againInMs: soonest([...leftMs, ...asked.againInMs, ...removal.againInMs]),
        remove: removal.now,
        needsAutoscalerEvents: asked.needsAutoscalerEvents,
        needsClaims: asked.needsClaims,
    };
}
/**
 * The sign that a deadline makes a verdict: what was about to become one, or what the client waited for.
 * @param within in words, as in `not ready within …`: whose deadline it was and how long.
 */
function outOfTime(sight, memory, within) {
    const clockMs = Math.min(sight.nowMs, sight.heardMs ?? sight.nowMs);
    const { progress, signs } = look(sight, memory, clockMs);
    memory.endLook();
    const first = signs[0]?.sign;
    if (first !== undefined)
        return { ...first, within };
    const pod = progress.targets[0];
    const message = progress.isReady ? 'it was ready, but not for long enough' : `it waited until ${progress.awaited}`;
    const warnings = (0,warnings_about/* lastWarnings */.Oq)(sight.warnings, pod?.metadata.uid ?? sight.applied.uid);
    return { ...(0,sign/* signOf */.r)('nothing-seen', { pod, reason: 'DeadlineExceeded', message, warnings }), within };
}
function look(sight, memory, clockMs) {
    const progress = progressOf(sight);
    const signs = standingSigns(sight, progress, memory, clockMs);
    if (sight.workload?.metadata.uid === sight.applied.uid)
        memory.wasSeen = true;
    return { progress, signs };
}
function provedOrBaking(sight, { targets, revision }, { sinceMs }, clockMs, leftMs) {
    const { workload } = sight;
    // Without pods there is nothing to watch.
    const pods = readyOf({ targets });
    const time = workload === undefined ? undefined : bakeTime(workload, pods, sight);
    const isUnprobed = time?.isUnprobed ?? true;
    const forMs = pods.length === 0 ? 0 : (time?.forMs ?? 0);
    const bakedMs = clockMs - sinceMs;
    if (bakedMs >= forMs)
        return { kind: 'proved', pods, revision, isUnprobed, bakedMs: forMs };
    return { kind: 'baking', sinceMs, forMs, isUnprobed, againInMs: soonest([forMs - bakedMs, ...leftMs]) };
}
/** A Deployment's evicted pods stay beside their replacements. */
function readyOf({ targets }) {
    return targets.filter(live_workload/* isPodReady */.Ft);
}
function soonest(timesMs) {
    return Math.max(1, Math.ceil(Math.min(longestLookMs, ...timesMs)));
}


/***/ }),

/***/ 11908:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D0: () => (/* binding */ isOwnedBy),
/* harmony export */   Xi: () => (/* binding */ isLeaving),
/* harmony export */   hY: () => (/* binding */ hasEnded),
/* harmony export */   nG: () => (/* binding */ byName),
/* harmony export */   nv: () => (/* binding */ unseen)
/* harmony export */ });
/* harmony import */ var _warnings_about_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(26626);

/** Which pods are the new ones can't be told yet. */
function unseen(pods, wanted) {
    return {
        revision: undefined,
        targets: [],
        others: pods,
        missingPods: Math.max(0, wanted - pods.length),
        isReady: false,
        awaited: 'the controller sees what was written',
    };
}
function isOwnedBy(object, uid) {
    return uid !== undefined && (object.metadata.ownerReferences ?? []).some((owner) => owner.uid === uid);
}
function isLeaving({ metadata }) {
    return metadata.deletionTimestamp !== undefined;
}
/** Its containers ended for good: it holds nothing any more, and its controller makes another. */
function hasEnded({ status }) {
    return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}
function byName(a, b) {
    return (0,_warnings_about_js__WEBPACK_IMPORTED_MODULE_0__/* .compare */ .UD)(a.metadata.name, b.metadata.name) || (0,_warnings_about_js__WEBPACK_IMPORTED_MODULE_0__/* .compare */ .UD)(a.metadata.uid ?? '', b.metadata.uid ?? '');
}


/***/ }),

/***/ 10843:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ schedulingSign),
/* harmony export */   l: () => (/* binding */ autoscalerReasons)
/* harmony export */ });
/* harmony import */ var _sign_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19190);
/* harmony import */ var _warnings_about_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(26626);


/** The scheduler waits for a claim, not for room on a node. */
const waitsForClaim = /unbound immediate PersistentVolumeClaims|persistentvolumeclaim .* not found/i;
/** What an autoscaler says about a pod that no node takes: normal events, which no watch of warnings shows. */
const autoscalerReasons = ['TriggeredScaleUp', 'NotTriggerScaleUp'];
/** No node takes the pod, in the scheduler's words; how long that may be is for the autoscaler to say, where there is one. */
function schedulingSign(pod, { warnings, autoscaler }) {
    const scheduled = (pod.status?.conditions ?? []).find(({ type }) => type === 'PodScheduled');
    if (scheduled?.status !== 'False' || scheduled.reason !== 'Unschedulable')
        return undefined;
    const { message = '' } = scheduled;
    const said = (0,_warnings_about_js__WEBPACK_IMPORTED_MODULE_0__/* .lastOf */ .g1)((0,_warnings_about_js__WEBPACK_IMPORTED_MODULE_0__/* .warningsAbout */ .v5)(autoscaler?.events ?? [], pod.metadata.uid), autoscalerReasons);
    const rule = waitsForClaim.test(message) ? 'volume' : ruleBy(said?.reason);
    return (0,_sign_js__WEBPACK_IMPORTED_MODULE_1__/* .signOf */ .r)(rule, {
        pod,
        reason: scheduled.reason,
        message: said === undefined ? message : `${message} (${said.reason}: ${said.message ?? ''})`,
        warnings: (0,_warnings_about_js__WEBPACK_IMPORTED_MODULE_0__/* .lastWarnings */ .Oq)(warnings, pod.metadata.uid),
    });
}
function ruleBy(reason) {
    switch (reason) {
        case 'TriggeredScaleUp':
            return 'scaling-up';
        case 'NotTriggerScaleUp':
            return 'no-scale-up';
        default:
            return 'unschedulable';
    }
}


/***/ }),

/***/ 67262:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MU: () => (/* binding */ isOurs),
/* harmony export */   Mz: () => (/* binding */ containersOf),
/* harmony export */   S2: () => (/* binding */ restartCounts),
/* harmony export */   fE: () => (/* binding */ takeSight),
/* harmony export */   pZ: () => (/* binding */ appliedOf)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49491);

/** One look at a client. */
function takeSight(source, { kind, name }, rest) {
    const { uid } = rest.applied;
    const pods = source.podsOf(uid);
    const replicaSets = kind === 'Deployment' ? source.replicaSetsOf(uid) : [];
    const uids = [uid, ...[...replicaSets, ...pods].flatMap(({ metadata }) => metadata.uid ?? [])];
    const warnings = uids.flatMap((each) => source.warningsOf(each));
    return { ...rest, workload: source.workload(kind, name), pods, replicaSets, warnings };
}
/**
 * @param live the answer to our write; where nothing was written, the workload as the plan saw it.
 */
function appliedOf(live, isWritten) {
    const { uid = '', generation = 0, resourceVersion, annotations, creationTimestamp } = live.metadata;
    const own = (live.metadata.managedFields ?? []).find(isOurs);
    const spec = own?.fieldsV1?.['f:spec'];
    const writtenAtMs = Date.parse(own?.time ?? creationTimestamp ?? '');
    return {
        uid,
        generation,
        resourceVersion,
        content: annotations?.[_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .contentAnnotation */ .X4],
        writtenAtMs: Number.isNaN(writtenAtMs) ? 0 : writtenAtMs,
        replicas: spec?.['f:replicas'] === undefined ? undefined : (live.spec?.replicas ?? 1),
        books: live.metadata.managedFields ?? [],
        isWritten,
    };
}
function isOurs({ manager, operation, subresource }) {
    return manager === _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldManager */ .wM && operation === 'Apply' && (subresource === undefined || subresource === '');
}
/** The restarts of each container of each pod (by uid), as they are now. */
function restartCounts(pods) {
    const countsOf = (pod) => new Map(containersOf(pod).map(({ status }) => [status.name, status.restartCount ?? 0]));
    return new Map(pods.map((pod) => [pod.metadata.uid ?? '', countsOf(pod)]));
}
function containersOf(pod) {
    const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
    return [
        ...initContainerStatuses.map((status) => ({ status, isInit: true })),
        ...containerStatuses.map((status) => ({ status, isInit: false })),
    ];
}


/***/ }),

/***/ 19190:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ signOf)
/* harmony export */ });
/* harmony import */ var _failure_rules_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(33187);

/** A sign with what its rule says. */
function signOf(rule, { pod, logs = [], warnings = [], ...seen }) {
    const { cause, graceMs } = _failure_rules_js__WEBPACK_IMPORTED_MODULE_0__/* .failureRules */ .q[rule];
    const named = pod === undefined ? undefined : { name: pod.metadata.name, uid: pod.metadata.uid ?? '' };
    return { rule, cause, graceMs, pod: named, ...seen, logs, warnings };
}


/***/ }),

/***/ 42764:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M$: () => (/* binding */ statefulSetProgress),
/* harmony export */   Nq: () => (/* binding */ isOfRevision),
/* harmony export */   ku: () => (/* binding */ ordinalsOf),
/* harmony export */   zO: () => (/* binding */ ordinalOf)
/* harmony export */ });
/* harmony import */ var _live_workload_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(71087);
/* harmony import */ var _progress_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(11908);


/**
 * Judged by the label `controller-revision-hash` of its pods: counts in the status don't say whose pods they count, and
 * `currentRevision` never becomes the new one with OnDelete or a partition. So the rule is the same with
 * MaxUnavailableStatefulSet on and off. Pods below the partition are not part of this roll.
 * @param generation the one that our write was answered with.
 */
function statefulSetProgress(live, allPods, generation) {
    const pods = allPods.filter((pod) => (0,_progress_js__WEBPACK_IMPORTED_MODULE_0__/* .isOwnedBy */ .D0)(pod, live.metadata.uid)).toSorted(_progress_js__WEBPACK_IMPORTED_MODULE_0__/* .byName */ .nG);
    const { observedGeneration, updateRevision, availableReplicas = 0 } = live.status ?? {};
    const { first, firstNew, end } = ordinalsOf(live);
    if (observedGeneration === undefined || observedGeneration < generation || updateRevision === undefined) {
        return (0,_progress_js__WEBPACK_IMPORTED_MODULE_0__/* .unseen */ .nv)(pods, end - first);
    }
    const isTarget = (pod) => isOfRevision(pod, updateRevision) && !(0,_progress_js__WEBPACK_IMPORTED_MODULE_0__/* .isLeaving */ .Xi)(pod);
    const targets = pods.filter(isTarget);
    const there = new Set(pods.map(ordinalOf));
    const readyNow = new Set(targets.filter(_live_workload_js__WEBPACK_IMPORTED_MODULE_1__/* .isPodReady */ .Ft).map(ordinalOf));
    const missingPods = range(first, end).filter((ordinal) => !there.has(ordinal)).length;
    const unready = range(firstNew, end).filter((ordinal) => !readyNow.has(ordinal));
    const surplus = pods.filter((pod) => ordinalOf(pod) < first || ordinalOf(pod) >= end);
    const isAvailable = (live.spec?.minReadySeconds ?? 0) === 0 || availableReplicas >= pods.filter((pod) => (0,_live_workload_js__WEBPACK_IMPORTED_MODULE_1__/* .isPodReady */ .Ft)(pod)).length;
    const awaited = [
        ...unready.map((ordinal) => `pod ${live.metadata.name}-${ordinal} of the new revision is ready`).slice(0, 3),
        ...surplus.map(({ metadata }) => `pod ${metadata.name}, one too many, is gone`).slice(0, 3),
        ...(isAvailable ? [] : [`its pods are ready for ${live.spec?.minReadySeconds} s (minReadySeconds)`]),
    ];
    return {
        revision: updateRevision,
        targets,
        others: pods.filter((pod) => !isTarget(pod)),
        missingPods,
        isReady: awaited.length === 0,
        awaited: awaited.join(', '),
    };
}
/** The ordinals of a StatefulSet's pods: `first` to below `end`; from `firstNew` on they are to be of the new revision. */
function ordinalsOf({ spec }) {
    const first = spec?.ordinals?.start ?? 0;
    const end = first + (spec?.replicas ?? 1);
    // OnDelete has none: the API server refuses one.
    const partition = spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
    return { first, firstNew: Math.min(first + partition, end), end };
}
function ordinalOf({ metadata }) {
    const digits = /-(\d+)$/.exec(metadata.name)?.[1];
    return digits === undefined ? -1 : Number(digits);
}
function isOfRevision({ metadata }, revision) {
    return metadata.labels?.['controller-revision-hash'] === revision;
}
function range(from, end) {
    return Array.from({ length: Math.max(0, end - from) }, (_, index) => from + index);
}


/***/ }),

/***/ 52011:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ supersededSign)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(50267);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49491);
/* harmony import */ var _ownership_field_set_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(10116);
/* harmony import */ var _ownership_owners_of_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(27223);
/* harmony import */ var _sight_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(67262);
/* harmony import */ var _sign_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19190);
/* harmony import */ var _warnings_about_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(26626);







/**
 * Somebody else changed, scaled, deleted or remade what is rolled: it is theirs now.
 * @param wasSeen the watch has shown the workload of this uid before: until then it only hasn't caught up with our write.
 */
function supersededSign({ workload, applied }, wasSeen) {
    const by = (message, manager) => (0,_sign_js__WEBPACK_IMPORTED_MODULE_0__/* .signOf */ .r)('superseded', { reason: 'Superseded', message, manager });
    if (workload === undefined)
        return wasSeen ? by('the workload was deleted while it was rolled') : undefined;
    const { uid, generation = 0, deletionTimestamp, annotations } = workload.metadata;
    if (uid !== applied.uid)
        return wasSeen ? by('the workload was deleted and made anew while it was rolled') : undefined;
    if (deletionTimestamp !== undefined)
        return by('the workload is being deleted while it is rolled');
    if (generation < applied.generation || isOlder(workload, applied))
        return undefined;
    const isOtherContent = annotations?.[_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .contentAnnotation */ .X4] !== applied.content;
    if (!isOtherContent && generation === applied.generation)
        return undefined;
    const what = isOtherContent ? 'its content is no longer the one that was applied' : 'its specification was changed';
    const { manager, fields = '' } = lastChange(workload, applied);
    return by(`${what} while it was rolled, by ${manager ?? 'another manager'}${fields}`, manager);
}
/**
 * True of what a watch shows that hasn't caught up with our write; one that changes annotations only leaves the generation as
 * it was. Versions are numbers that grow (promised since Kubernetes 1.35, and so before); of anything else nothing is known.
 */
function isOlder({ metadata }, applied) {
    const [shown = '', written = ''] = [metadata.resourceVersion, applied.resourceVersion];
    return /^\d+$/.test(shown) && /^\d+$/.test(written) && BigInt(shown) < BigInt(written);
}
/** Who wrote the workload last, after us, and what of it. */
function lastChange(live, applied) {
    const since = entriesSince(live, applied);
    const last = since.findLast((entry) => !(0,_sight_js__WEBPACK_IMPORTED_MODULE_2__/* .isOurs */ .MU)(entry)) ?? since.at(-1);
    if (last === undefined)
        return {};
    if ((0,_sight_js__WEBPACK_IMPORTED_MODULE_2__/* .isOurs */ .MU)(last))
        return { manager: `${last.manager} (another run)` };
    const { manager = '', subresource = '' } = last;
    const before = applied.books.find((entry) => isSameWriter(entry, last));
    return {
        manager: (0,_ownership_owners_of_js__WEBPACK_IMPORTED_MODULE_3__/* .describeOwner */ .$S)({ manager, subresource: subresource === '' ? undefined : subresource }),
        fields: named(newFields((0,_ownership_field_set_js__WEBPACK_IMPORTED_MODULE_4__/* .parseFieldSet */ .es)(last.fieldsV1), (0,_ownership_field_set_js__WEBPACK_IMPORTED_MODULE_4__/* .parseFieldSet */ .es)(before?.fieldsV1))),
    };
}
/**
 * Entries of the object's books that came after our write, the status left out; oldest first. What scales leaves no time in
 * them: it is told by what the answer to our write had.
 */
function entriesSince({ metadata }, { writtenAtMs, books }) {
    const known = new Set(books.map((entry) => JSON.stringify(entry)));
    return (metadata.managedFields ?? [])
        .filter((entry) => {
        if (entry.subresource === 'status' || known.has(JSON.stringify(entry)))
            return false;
        // A write of ours in the same second is the one that is judged.
        if ((0,_sight_js__WEBPACK_IMPORTED_MODULE_2__/* .isOurs */ .MU)(entry))
            return timeOf(entry) > writtenAtMs;
        return entry.time === undefined || timeOf(entry) >= writtenAtMs;
    })
        .toSorted((a, b) => timeOf(a) - timeOf(b) || (0,_warnings_about_js__WEBPACK_IMPORTED_MODULE_5__/* .compare */ .UD)(a.manager ?? '', b.manager ?? ''));
}
function timeOf({ time }) {
    const parsed = Date.parse(time ?? '');
    return Number.isNaN(parsed) ? 0 : parsed;
}
function isSameWriter(one, other) {
    const writer = ({ manager, operation, subresource = '' }) => [manager, operation, subresource].join('\n');
    return writer(one) === writer(other);
}
/** The fields of a set that the other one doesn't have, as a person reads them. */
function newFields(set, before, path = []) {
    const own = set.isMember && before?.isMember !== true ? [(0,_ownership_field_set_js__WEBPACK_IMPORTED_MODULE_4__/* .describePath */ .NH)(path)] : [];
    const below = [...set.children].flatMap(([step, child]) => newFields(child, before?.children.get(step), [...path, step]));
    return [...own, ...below];
}
function named(fields) {
    const [shown, more] = [fields.slice(0, 3).join(', '), fields.length - 3];
    return fields.length === 0 ? '' : `: ${shown}${more > 0 ? ` and ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_6__/* .counted */ .h)(more, 'more field')}` : ''}`;
}


/***/ }),

/***/ 22111:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ claimsOf),
/* harmony export */   o: () => (/* binding */ volumeSign)
/* harmony export */ });
/* harmony import */ var _sign_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19190);
/* harmony import */ var _warnings_about_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(26626);


/** The pod waits for a volume: none of its containers has begun, and the node or the claim says why. */
function volumeSign(pod, { warnings, claims = [] }) {
    if (hasVolumes(pod))
        return undefined;
    const used = claimsOf(pod);
    const mine = used.flatMap((claim) => claims.find(({ name }) => name === claim) ?? []);
    const about = (0,_warnings_about_js__WEBPACK_IMPORTED_MODULE_0__/* .lastWarnings */ .Oq)(warnings, pod.metadata.uid);
    const lost = mine.find(({ phase }) => phase === 'Lost');
    if (lost !== undefined)
        return (0,_sign_js__WEBPACK_IMPORTED_MODULE_1__/* .signOf */ .r)('claim-lost', { pod, ...described(lost), warnings: about });
    const failed = (0,_warnings_about_js__WEBPACK_IMPORTED_MODULE_0__/* .lastOf */ .g1)((0,_warnings_about_js__WEBPACK_IMPORTED_MODULE_0__/* .warningsAbout */ .v5)(warnings, pod.metadata.uid), ['FailedMount', 'FailedAttachVolume']);
    if (failed !== undefined) {
        return (0,_sign_js__WEBPACK_IMPORTED_MODULE_1__/* .signOf */ .r)('volume', { pod, reason: failed.reason ?? '', message: failed.message ?? '', warnings: about });
    }
    // A pod that has a node had its claims bound, whatever was read before.
    const isScheduled = pod.spec?.nodeName !== undefined;
    const pending = isScheduled ? undefined : mine.find(({ phase, waitsForPod }) => phase === 'Pending' && !waitsForPod);
    return pending === undefined ? undefined : (0,_sign_js__WEBPACK_IMPORTED_MODULE_1__/* .signOf */ .r)('volume', { pod, ...described(pending), warnings: about });
}
/** The claims that a pod mounts. */
function claimsOf({ spec }) {
    return (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}
function described({ name, phase, said }) {
    const why = said === undefined ? '' : ` (${said.reason ?? ''}: ${said.message ?? ''})`;
    return { reason: `PersistentVolumeClaim${phase}`, message: `the claim ${name} is ${phase}${why}` };
}
/**
 * Volumes are mounted before the pod's sandbox is made, and that before any container; while an image is pulled a container
 * still says ContainerCreating, and an event of a mount that failed once is still there.
 */
function hasVolumes({ status }) {
    const hasSandbox = (status?.conditions ?? []).some((each) => each.type === 'PodReadyToStartContainers' && each.status === 'True');
    const { initContainerStatuses = [], containerStatuses = [] } = status ?? {};
    const hasBegun = [...initContainerStatuses, ...containerStatuses].some(({ state, restartCount = 0 }) => {
        const waiting = state?.waiting?.reason;
        const isMade = waiting !== undefined && waiting !== 'ContainerCreating' && waiting !== 'PodInitializing';
        return restartCount > 0 || isMade || state?.running !== undefined || state?.terminated !== undefined;
    });
    return hasSandbox || hasBegun;
}


/***/ }),

/***/ 26626:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Oq: () => (/* binding */ lastWarnings),
/* harmony export */   UD: () => (/* binding */ compare),
/* harmony export */   g1: () => (/* binding */ lastOf),
/* harmony export */   v5: () => (/* binding */ warningsAbout)
/* harmony export */ });
/* harmony import */ var _live_workload_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(71087);

/** How many explain a failure. */
const warningsTold = 5;
/** Warnings about one object since a moment of the server's clock, oldest first, in an order that doesn't depend on theirs. */
function warningsAbout(warnings, uid, sinceMs = 0) {
    if (uid === undefined)
        return [];
    return warnings
        .filter((event) => event.involvedObject?.uid === uid && ((0,_live_workload_js__WEBPACK_IMPORTED_MODULE_0__/* .eventTime */ .gE)(event) ?? 0) >= sinceMs)
        .toSorted((a, b) => ((0,_live_workload_js__WEBPACK_IMPORTED_MODULE_0__/* .eventTime */ .gE)(a) ?? 0) - ((0,_live_workload_js__WEBPACK_IMPORTED_MODULE_0__/* .eventTime */ .gE)(b) ?? 0) || compare(orderOf(a), orderOf(b)));
}
function lastWarnings(warnings, uid) {
    return warningsAbout(warnings, uid).slice(-warningsTold);
}
/** The newest with one of these reasons. */
function lastOf(warnings, reasons) {
    return warnings.findLast(({ reason }) => reason !== undefined && reasons.includes(reason));
}
function compare(a, b) {
    if (a === b)
        return 0;
    return a < b ? -1 : 1;
}
function orderOf({ metadata, reason = '', message = '' }) {
    return [reason, message, metadata.name, metadata.uid ?? ''].join('\n');
}


/***/ }),

/***/ 71087:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ft: () => (/* binding */ isPodReady),
/* harmony export */   gE: () => (/* binding */ eventTime),
/* harmony export */   wN: () => (/* binding */ restartsOf)
/* harmony export */ });
/** When the server last saw it happen, in its own time; undefined when it doesn't say. */
function eventTime(event) {
    const { series, lastTimestamp, metadata } = event;
    const text = series?.lastObservedTime ?? lastTimestamp ?? event.eventTime ?? metadata.creationTimestamp;
    const time = text === undefined || text === null ? Number.NaN : Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
}
/** True when the pod serves and isn't on its way out. */
function isPodReady(pod) {
    if (pod.metadata.deletionTimestamp !== undefined)
        return false;
    return (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
}
/** Restarts of all containers of a pod, init containers not counted: those run again whenever the pod does. */
function restartsOf(pod) {
    return (pod?.status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
}


/***/ }),

/***/ 32249:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ze: () => (/* binding */ composeNetwork),
  _8: () => (/* binding */ keyfileNameOf),
  Zt: () => (/* binding */ secretsAnnotation)
});

// UNUSED EXPORTS: composeClient

// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/manifest/manifest-values.js
var manifest_values = __webpack_require__(72351);
;// CONCATENATED MODULE: ./src/cluster/manifest/compose-metadata.js


/** The labels of everything that belongs to one client. */
function ownLabels({ name, role }) {
    return { [kubernetes_object/* labels */.WD.managedBy]: 'keep-deploy', [kubernetes_object/* labels */.WD.client]: name, [kubernetes_object/* labels */.WD.role]: role };
}
/** The object under its name, in its namespace and with our labels; what a server reports is left out. */
function named(written, identity, name, namespace, own) {
    const metadata = (0,manifest_values/* without */.FF)((0,manifest_values/* mapAt */.SC)(written, 'metadata'), 'creationTimestamp');
    return {
        ...(identity.kind === 'Secret' ? withData(written) : (0,manifest_values/* without */.FF)(written, 'status')),
        ...identity,
        metadata: { ...metadata, name, namespace, labels: { ...(0,manifest_values/* mapAt */.SC)(metadata, 'labels'), ...own } },
    };
}
/**
 * `stringData` is written as the `data` that the API server makes of it: in its books nobody owns a `stringData`, so that
 * neither a change of it by somebody else nor a key that left the manifest would be seen.
 */
function withData(secret) {
    const texts = Object.entries((0,manifest_values/* mapAt */.SC)(secret, 'stringData')).map(([key, text]) => [
        key,
        Buffer.from(String(text)).toString('base64'),
    ]);
    const rest = (0,manifest_values/* without */.FF)(secret, 'status', 'stringData');
    return texts.length === 0 ? rest : { ...rest, data: { ...(0,manifest_values/* mapAt */.SC)(rest, 'data'), ...Object.fromEntries(texts) } };
}
/** With one annotation more; without its name the content's. */
function annotated(object, value, annotation = kubernetes_object/* contentAnnotation */.X4) {
    const annotations = { ...(0,manifest_values/* mapAt */.SC)(object.metadata, 'annotations'), [annotation]: value };
    return { ...object, metadata: { ...object.metadata, annotations } };
}
/** On the pod template, so that the pod is made anew when any of it changes. */
function withTemplateAnnotation(object, content) {
    const spec = (0,manifest_values/* mapAt */.SC)(object, 'spec');
    const template = (0,manifest_values/* mapAt */.SC)(spec, 'template');
    const metadata = (0,manifest_values/* mapAt */.SC)(template, 'metadata');
    const annotations = { ...(0,manifest_values/* mapAt */.SC)(metadata, 'annotations'), [kubernetes_object/* contentAnnotation */.X4]: content };
    return { ...object, spec: { ...spec, template: { ...template, metadata: { ...metadata, annotations } } } };
}

// EXTERNAL MODULE: ./src/cluster/manifest/references.js
var manifest_references = __webpack_require__(44011);
// EXTERNAL MODULE: ./src/cluster/manifest/written-object.js
var written_object = __webpack_require__(52736);
;// CONCATENATED MODULE: ./src/cluster/manifest/compose-beside.js





/** One of a client's objects beside its workload. Named as written, only its labels are ours. */
function composeBeside(written, parts) {
    const kind = (0,written_object/* kindOf */.I)(written);
    const renamed = (0,manifest_references/* withRenamed */.X3)(written.object, parts.namespace, parts.rename);
    const object = named(renamed, { apiVersion: (0,kubernetes_object/* apiVersionOf */.uO)(kind), kind }, parts.name, parts.namespace, parts.own);
    if (!parts.isTemplate)
        return object;
    const spec = (0,manifest_values/* mapAt */.SC)(renamed, 'spec');
    switch (kind) {
        case 'Service':
            return { ...object, spec: composeService(spec, parts) };
        case 'PodDisruptionBudget':
            return {
                ...object,
                spec: {
                    ...spec,
                    selector: {
                        ...(0,manifest_values/* mapAt */.SC)(spec, 'selector'),
                        matchLabels: ofClient((0,manifest_values/* mapAt */.SC)(spec, 'selector', 'matchLabels'), parts.client),
                    },
                },
            };
        default:
            return object;
    }
}
/** Clients of one template have the same labels: each one's Service selects its own pod only. */
function composeService(spec, { client, name }) {
    if (spec['type'] === 'ExternalName')
        return spec;
    const selector = ofClient((0,manifest_values/* mapAt */.SC)(spec, 'selector'), client);
    const isInner = spec['type'] === undefined || spec['type'] === 'ClusterIP';
    const isHeadless = isInner && (spec['clusterIP'] === undefined || spec['clusterIP'] === 'None');
    // The Service that bears the client's name is the one by which its peers find it. Any other is left as it is.
    if (name !== client || !isHeadless)
        return { ...spec, selector };
    return {
        ...spec,
        clusterIP: 'None',
        // Peers find each other before they are ready, or none ever would be.
        publishNotReadyAddresses: spec['publishNotReadyAddresses'] ?? true,
        selector,
    };
}
/** The labels that select one client's pod; where they name the pod, its own. */
function ofClient(selected, client) {
    const pod = selected[written_object/* controllersLabels */.zn.podName];
    const renamed = typeof pod === 'string' ? { [written_object/* controllersLabels */.zn.podName]: pod.replace(/^.*(?=-\d+$)/, client) } : undefined;
    return { ...selected, ...renamed, [kubernetes_object/* labels */.WD.client]: client };
}

// EXTERNAL MODULE: ./src/cluster/manifest/pod-template-check.js
var pod_template_check = __webpack_require__(77748);
;// CONCATENATED MODULE: ./src/cluster/manifest/compose-workload.js






/** A client's StatefulSet or Deployment: as written, with what is the client's set in it. */
function composeWorkload(manifest, parts) {
    const { client, namespace, isTemplate, name, hasService } = parts;
    const kind = (0,written_object/* kindOf */.I)(manifest.workload);
    const written = (0,manifest_references/* withRenamed */.X3)(manifest.workload.object, namespace, parts.rename);
    const own = ownLabels(client);
    const spec = (0,manifest_values/* mapAt */.SC)(written, 'spec');
    const template = (0,manifest_values/* mapAt */.SC)(spec, 'template');
    const podMetadata = (0,manifest_values/* mapAt */.SC)(template, 'metadata');
    const selector = (0,manifest_values/* mapAt */.SC)(spec, 'selector');
    // What selects pods by who manages them (`helm template` writes such labels) goes on selecting them.
    const podLabels = {
        [kubernetes_object/* labels */.WD.managedBy]: 'keep-deploy',
        ...(0,manifest_values/* mapAt */.SC)(podMetadata, 'labels'),
        ...(0,manifest_values/* without */.FF)(own, kubernetes_object/* labels */.WD.managedBy),
    };
    const needsName = kind === 'StatefulSet' && isTemplate && hasService && spec['serviceName'] === undefined;
    return {
        ...named(written, { apiVersion: 'apps/v1', kind }, name, namespace, own),
        spec: {
            ...spec,
            // Also where it isn't written: left out it would belong to whoever scales, and one account is one pod.
            replicas: 1,
            ...(needsName ? { serviceName: name } : {}),
            // Clients of one template have the same labels otherwise, and would select each other's pods.
            ...(isTemplate
                ? {
                    selector: { ...selector, matchLabels: { ...(0,manifest_values/* mapAt */.SC)(selector, 'matchLabels'), [kubernetes_object/* labels */.WD.client]: client.name } },
                }
                : {}),
            template: { ...template, metadata: { ...podMetadata, labels: podLabels }, spec: composePod(template, parts) },
        },
    };
}
function composePod(template, { client, container, files, images }) {
    const pod = (0,manifest_values/* mapAt */.SC)(template, 'spec');
    const configuration = client.configuration.isSecret
        ? { secret: { secretName: files.configuration } }
        : { configMap: { name: files.configuration } };
    const resolved = (each) => {
        const image = (0,manifest_values/* valueAt */.fK)(each, ['image']);
        const digest = typeof image === 'string' ? images.get(image) : undefined;
        return (0,manifest_values/* isMap */.jh)(each) && digest !== undefined ? { ...each, image: digest } : each;
    };
    return {
        ...pod,
        ...(Array.isArray(pod['initContainers']) ? { initContainers: (0,manifest_values/* listAt */.gT)(pod, 'initContainers').map(resolved) } : {}),
        containers: (0,manifest_values/* listAt */.gT)(pod, 'containers').map((each) => (0,manifest_values/* isMap */.jh)(each) && each['name'] === container ? composeContainer(each, client) : resolved(each)),
        volumes: [
            ...(0,manifest_values/* listAt */.gT)(pod, 'volumes'),
            { name: pod_template_check/* volumeNames */.v.configuration, ...configuration },
            { name: pod_template_check/* volumeNames */.v.keyfile, secret: { secretName: files.keyfile } },
        ],
    };
}
function composeContainer(container, client) {
    const { variable, secret, key } = client.password;
    const env = (0,manifest_values/* listAt */.gT)(container, 'env');
    const password = { name: variable, valueFrom: { secretKeyRef: { name: secret, key } } };
    return {
        ...container,
        image: client.image,
        // Written as it is in the manifest already, or not at all: the check saw to it.
        env: env.some((each) => (0,manifest_values/* valueAt */.fK)(each, ['name']) === variable) ? env : [...env, password],
        volumeMounts: [
            ...(0,manifest_values/* listAt */.gT)(container, 'volumeMounts'),
            {
                name: pod_template_check/* volumeNames */.v.configuration,
                mountPath: client.configuration.path,
                subPath: 'configuration',
                readOnly: true,
            },
            { name: pod_template_check/* volumeNames */.v.keyfile, mountPath: client.keyfile.path, subPath: 'keyfile', readOnly: true },
        ],
    };
}

// EXTERNAL MODULE: ./src/cluster/manifest/name-check.js
var name_check = __webpack_require__(32299);
// EXTERNAL MODULE: ./src/cluster/manifest/secret-data.js
var secret_data = __webpack_require__(33646);
;// CONCATENATED MODULE: ./src/cluster/manifest/client-objects.js










/** On a workload: a keyed digest of the user's own Secrets that it reads. */
const secretsAnnotation = 'keep-deploy/secrets';
/** Everything that is to be written. Pure: same input, same objects. */
function composeNetwork(manifest, clients, options) {
    const { assumed, ...rest } = options;
    return {
        shared: manifest.shared.map((written) => composeShared(written, options)),
        clients: clients.map((client) => composeClient(manifest, client, { ...rest, assumed: assumed?.get(client.name) })),
    };
}
/** The client's manifest with everything set that differs from client to client. Pure. */
function composeClient(manifest, client, options) {
    const { namespace, digestKey, assumed, images = new Map() } = options;
    const { configuration, keyfile } = client;
    const configurationKey = configuration.isSecret ? { digestKey } : 'plain';
    const configurationName = configuration.text === undefined
        ? undefined
        : contentName(client.name, 'config', configuration.text, configurationKey);
    const keyfileName = keyfileNameOf(client.name, keyfile.text, digestKey);
    const files = {
        configuration: configurationName ?? assumed?.configuration ?? `${client.name}-config-not-compared`,
        keyfile: keyfileName ?? assumed?.keyfile ?? `${client.name}-keyfile-not-compared`,
    };
    const own = ownLabels(client);
    const immutable = [
        objectHolding(configuration.isSecret ? 'Secret' : 'ConfigMap', { name: files.configuration, namespace, labels: own }, 'configuration', configuration.text ?? ''),
        objectHolding('Secret', { name: files.keyfile, namespace, labels: own }, 'keyfile', keyfile.text),
    ];
    const mine = (0,written_object/* manifestOf */.$V)(manifest, client.name);
    const { isTemplate } = mine;
    const keys = new Set([mine.workload, ...mine.beside].map((each) => (0,manifest_references/* objectKey */.T5)((0,written_object/* kindOf */.I)(each), (0,written_object/* nameOf */.Vb)(each) ?? '')));
    const newName = (name) => (isTemplate ? (0,name_check/* clientsName */.iM)(name, mine.name, client.name) : (name ?? ''));
    const rename = (kind, name) => (keys.has((0,manifest_references/* objectKey */.T5)(kind, name)) ? newName(name) : name);
    const beside = mine.beside.map((written) => composeBeside(written, { client: client.name, namespace, isTemplate, rename, name: newName((0,written_object/* nameOf */.Vb)(written)), own }));
    const name = newName((0,written_object/* nameOf */.Vb)(mine.workload));
    const hasService = beside.some(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
    const bare = composeWorkload(mine, {
        ...{ client, namespace, container: manifest.container, isTemplate, rename, name, hasService, files, images },
    });
    const read = [...beside, ...manifest.shared.map(({ object }) => object)].filter(isReadBy(bare));
    const secrets = read.filter((object) => (0,secret_data/* secretData */.rl)(object) !== undefined);
    const secretsName = digestKey === undefined ? (assumed?.secrets ?? 'not-compared') : (0,secret_data/* secretDigest */.bV)(digestKey, secrets);
    const workload = secrets.length === 0 ? bare : annotated(bare, secretsName, secretsAnnotation);
    const content = (0,content_digest/* digestOf */.o)((0,canonical_json/* canonicalJson */.d)([
        immutable.map(({ metadata }) => metadata.name),
        (0,manifest_values/* mapAt */.SC)((0,manifest_values/* mapAt */.SC)(workload, 'spec'), 'template'),
        read.map(readPartOf),
        secrets.length === 0 ? null : secretsName,
    ]));
    const started = withTemplateAnnotation(workload, content);
    const isSecretCompared = secrets.length === 0 || digestKey !== undefined;
    return {
        client: client.name,
        role: client.role,
        immutable,
        beside: beside.map((object) => summed(object, digestKey)),
        workload: annotated(started, (0,content_digest/* digestOf */.o)((0,canonical_json/* canonicalJson */.d)(started))),
        content,
        isCompared: configurationName !== undefined && keyfileName !== undefined && isSecretCompared,
    };
}
function composeShared(written, { namespace, digestKey }) {
    const kind = (0,written_object/* kindOf */.I)(written);
    const identity = { apiVersion: (0,kubernetes_object/* apiVersionOf */.uO)(kind), kind };
    const own = { [kubernetes_object/* labels */.WD.managedBy]: 'keep-deploy' };
    return summed(named(written.object, identity, (0,written_object/* nameOf */.Vb)(written) ?? '', namespace, own), digestKey);
}
/**
 * With a digest of its own: another image of a client is no reason to write its Service.
 * @returns the object as it is where it holds what can't be hashed without the key, in a plan.
 */
function summed(object, digestKey) {
    const stripped = (0,canonical_json/* canonicalJson */.d)((0,secret_data/* withoutSecretData */.z8)(object));
    if ((0,secret_data/* secretData */.rl)(object) === undefined)
        return annotated(object, (0,content_digest/* digestOf */.o)(stripped));
    if (digestKey === undefined)
        return object;
    return annotated(object, (0,content_digest/* keyedDigestOf */.Y)(digestKey, (0,canonical_json/* canonicalJson */.d)([stripped, (0,secret_data/* secretDigest */.bV)(digestKey, [object])])));
}
/** Whether a pod has the content of an object from its start: with another content it must be started anew. */
function isReadBy(workload) {
    const references = (0,manifest_references/* referencesIn */.ii)(workload).filter(({ isUnread }) => !isUnread);
    const read = new Set(references.map(({ kind, name }) => (0,manifest_references/* objectKey */.T5)(kind, name)));
    return (object) => {
        const kind = String(object['kind']);
        return (['ConfigMap', 'Secret'].includes(kind) && read.has((0,manifest_references/* objectKey */.T5)(kind, String((0,manifest_values/* mapAt */.SC)(object, 'metadata')['name']))));
    };
}
/** What of a ConfigMap or Secret a container can have: another label on it is no reason for another pod. */
function readPartOf(object) {
    const { kind, data, binaryData } = (0,secret_data/* withoutSecretData */.z8)(object);
    const name = (0,manifest_values/* mapAt */.SC)(object, 'metadata')['name'];
    return Object.fromEntries(Object.entries({ kind, name, data, binaryData }).filter(([, value]) => value !== undefined));
}
function objectHolding(kind, metadata, key, text) {
    if (kind === 'ConfigMap')
        return { apiVersion: 'v1', kind, metadata, immutable: true, data: { [key]: text } };
    const data = { [key]: Buffer.from(text).toString('base64') };
    return { apiVersion: 'v1', kind, metadata, immutable: true, type: 'Opaque', data };
}
/** The Secret in which a client has this keyfile. `undefined` without the key: then nobody can tell. */
function keyfileNameOf(client, text, digestKey) {
    return contentName(client, 'keyfile', text, { digestKey });
}
/** `undefined` when it needs the key and there is none. */
function contentName(client, part, text, how) {
    // The client's name and the part are in the digest, so that equal keyfiles of two clients can't be told from outside.
    const content = (0,canonical_json/* canonicalJson */.d)([client, part, text]);
    if (how !== 'plain' && how.digestKey === undefined)
        return undefined;
    const digest = how === 'plain' || how.digestKey === undefined ? (0,content_digest/* digestOf */.o)(content) : (0,content_digest/* keyedDigestOf */.Y)(how.digestKey, content);
    return `${client}-${part}-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
}


/***/ }),

/***/ 33646:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DX: () => (/* binding */ secretKeys),
/* harmony export */   Vh: () => (/* binding */ secretTexts),
/* harmony export */   bV: () => (/* binding */ secretDigest),
/* harmony export */   rl: () => (/* binding */ secretData),
/* harmony export */   z8: () => (/* binding */ withoutSecretData)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94149);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(12354);
/* harmony import */ var _manifest_values_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72351);
/* harmony import */ var _name_check_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(32299);
/* harmony import */ var _written_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(52736);




/** Every secret that the user's own Secrets hold, as text, under a name that may be said. */
function secretTexts({ template, own, shared, }) {
    const clients = [...(template === undefined ? [] : [template]), ...Object.values(own)];
    const objects = [...shared, ...clients.flatMap(({ beside }) => beside)].map(({ object }) => object);
    return objects.flatMap((object) => {
        const { data, stringData } = secretData(object) ?? {};
        const name = `Secret ${String((0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .mapAt */ .SC)(object, 'metadata')['name'] ?? '')}`;
        const textsOf = (held, decode) => Object.values((0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(held) ? held : {}).flatMap((text) => typeof text === 'string' ? [{ name, text: decode(text) }] : []);
        const fromBase64 = (text) => Buffer.from(text, 'base64').toString();
        return [...textsOf(data, fromBase64), ...textsOf(stringData, (text) => text)];
    });
}
/** Of each Secret that the manifests make for these clients, by its name in the cluster, the keys that it gets. */
function secretKeys(manifest, clients) {
    const ofClient = (client) => {
        const { beside, name, isTemplate } = (0,_written_object_js__WEBPACK_IMPORTED_MODULE_1__/* .manifestOf */ .$V)(manifest, client);
        const nameFor = (written) => isTemplate ? (0,_name_check_js__WEBPACK_IMPORTED_MODULE_2__/* .clientsName */ .iM)((0,_written_object_js__WEBPACK_IMPORTED_MODULE_1__/* .nameOf */ .Vb)(written), name, client) : ((0,_written_object_js__WEBPACK_IMPORTED_MODULE_1__/* .nameOf */ .Vb)(written) ?? '');
        return beside.map((written) => [nameFor(written), written]);
    };
    const shared = manifest.shared.map((written) => [(0,_written_object_js__WEBPACK_IMPORTED_MODULE_1__/* .nameOf */ .Vb)(written) ?? '', written]);
    return new Map([...shared, ...clients.flatMap(ofClient)].flatMap(([name, { object }]) => {
        const keys = fields.flatMap((field) => Object.keys((0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .mapAt */ .SC)(object, field)));
        return object['kind'] === 'Secret' ? [[name, new Set(keys)]] : [];
    }));
}
/** The fields of a Secret that hold what is secret. */
const fields = ['data', 'stringData'];
/** What a Secret of the user's holds; `undefined` of every other object, and of a Secret without data. */
function secretData(object) {
    if (object['kind'] !== 'Secret')
        return undefined;
    const data = Object.fromEntries(fields.flatMap((field) => {
        const held = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .mapAt */ .SC)(object, field);
        return Object.keys(held).length === 0 ? [] : [[field, held]];
    }));
    return Object.keys(data).length === 0 ? undefined : data;
}
/** The Secret without what is secret: what may be stored, and hashed without a key. */
function withoutSecretData(object) {
    return secretData(object) === undefined ? object : (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .without */ .FF)(object, ...fields);
}
/** Names what Secrets hold to who has the key, and tells nothing to anybody else: a plain digest can be guessed from a list. */
function secretDigest(digestKey, objects) {
    const data = objects.map((object) => [(0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .mapAt */ .SC)(object, 'metadata')['name'] ?? '', secretData(object) ?? {}]);
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .keyedDigestOf */ .Y)(digestKey, (0,_values_index_js__WEBPACK_IMPORTED_MODULE_4__/* .canonicalJson */ .d)(['secret data', data]));
}


/***/ }),

/***/ 83744:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ asItRan),
/* harmony export */   n: () => (/* binding */ revisionBefore)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49491);
/* harmony import */ var _ownership_drift_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(54514);


/**
 * A workload that we never applied, as what ran of it: where somebody's roll-out of it is half-done, that is the template of
 * the revision before, which was ready, and not the live one, which nobody has seen to work.
 */
async function asItRan(live, { cluster, namespace, log }) {
    const name = revisionBefore(live);
    if (name === undefined)
        return live;
    const revision = await cluster.get((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .objectPath */ .du)('ControllerRevision', namespace, name));
    const { $patch: _, ...template } = revision?.data?.spec?.template ?? {};
    const rolling = `StatefulSet ${live.metadata.name}: somebody's roll-out of it is half-done`;
    if (template.spec === undefined) {
        log.warning(`${rolling}, and what ran before (ControllerRevision ${name}) is not there: gone back to is what it is being rolled to`);
        return live;
    }
    log.info(`${rolling}: gone back to is what ran before that`);
    return { ...live, spec: { ...live.spec, template } };
}
/**
 * The ControllerRevision that holds what ran of a workload that we never applied, while somebody's roll-out of it is
 * half-done. With a partition both revisions are wanted, and with OnDelete the status names the first one for ever.
 */
function revisionBefore(live) {
    // A Deployment has to be of the strategy Recreate here: nothing of before runs.
    if (live.kind !== 'StatefulSet' || (0,_ownership_drift_js__WEBPACK_IMPORTED_MODULE_1__/* .isAppliedByUs */ .Rn)(live))
        return undefined;
    const { spec, status } = live;
    const { type = 'RollingUpdate', rollingUpdate } = spec?.updateStrategy ?? {};
    const { currentRevision, updateRevision } = status ?? {};
    const isRolling = type === 'RollingUpdate' && (rollingUpdate?.partition ?? 0) === 0;
    return isRolling && currentRevision !== updateRevision ? currentRevision : undefined;
}


/***/ }),

/***/ 67541:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ createCarefulApply)
});

// EXTERNAL MODULE: ./src/cluster/api/cluster-port.js
var cluster_port = __webpack_require__(89164);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/ownership/body-fields.js
var body_fields = __webpack_require__(53879);
// EXTERNAL MODULE: ./src/cluster/ownership/client-side-apply.js
var client_side_apply = __webpack_require__(83801);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/cluster/ownership/owners-of.js
var owners_of = __webpack_require__(27223);
;// CONCATENATED MODULE: ./src/cluster/ownership/conflicts.js


/**
 * What the API server says when it refuses a server-side apply (409): one conflict for each field and manager. Of any other
 * answer, 409 for a stale resourceVersion too, there are none.
 * @param body the answer's text.
 */
function conflictsIn(body) {
    return causesOf(body).flatMap(({ reason, field, message }) => {
        if (reason !== 'FieldManagerConflict')
            return [];
        // The API server prints the names with Go's %q, which JSON reads but for rare escapes.
        const [, manager, subresource] = /conflict with ("(?:[^"\\]|\\.)*")(?: with subresource ("(?:[^"\\]|\\.)*"))?/.exec(conflicts_text(message)) ?? [undefined, conflicts_text(message)];
        return [
            {
                field: (0,plain_text/* excerpt */.Kb)(conflicts_text(field).replace(/^\./, ''), 300) || '(unknown field)',
                manager: (0,plain_text/* excerpt */.Kb)(unquoted(manager ?? ''), 120) || 'another manager',
                subresource: subresource === undefined ? undefined : (0,plain_text/* excerpt */.Kb)(unquoted(subresource), 60),
            },
        ];
    });
}
/** The fields for which the API server refuses an object (422): a path that leads into a list is that of no field. */
function fieldsIn(body) {
    return causesOf(body).map(({ field }) => conflicts_text(field)
        .split('.')
        .map((step) => `f:${step}`));
}
/**
 * True when every field in conflict belongs to a manager that the user named: force takes all of them or none. The forced
 * apply has to carry the resourceVersion that was looked at, or it would take fields of whoever came in between too.
 */
function mayForce(conflicts, namedManagers) {
    return conflicts.length > 0 && conflicts.every(({ manager }) => namedManagers.includes(manager));
}
/** For a person: `spec.replicas → kubectl (scale)`. */
function describeConflict({ field, manager, subresource }) {
    return `${field} → ${(0,owners_of/* describeOwner */.$S)({ manager, subresource })}`;
}
function causesOf(body) {
    try {
        const answer = JSON.parse(body);
        const causes = answer?.details?.causes;
        return Array.isArray(causes) ? causes.filter((cause) => typeof cause === 'object' && cause !== null) : [];
    }
    catch {
        return [];
    }
}
function conflicts_text(value) {
    return typeof value === 'string' ? value : '';
}
function unquoted(quoted) {
    try {
        return String(JSON.parse(quoted));
    }
    catch {
        return quoted.replace(/^"|"$/g, '');
    }
}

// EXTERNAL MODULE: ./src/cluster/ownership/field-set.js
var field_set = __webpack_require__(10116);
;// CONCATENATED MODULE: ./src/cluster/ownership/owned-apply.js






/** How often it is begun anew when somebody else writes in between. */
const attempts = 5;
/** Takes over what client-side apply left, and by force what managers have whom the user named; nobody else's fields. */
function createOwnedApply({ cluster, takeFrom, isLeftBehind, log }) {
    // The books and the version say all: what a Secret holds stays where it is.
    const read = (object) => cluster.get(pathOf(object), { metadataOnly: true });
    const migrate = async (object, { patch, managers }) => {
        await cluster.patch(pathOf(object), patch);
        log?.info(`${nameOf(object)}: fields that ${managers.join(' and ')} left become keep-deploy's`);
    };
    const migrateLive = (object) => retried(async () => {
        const live = await read(object);
        const migration = live && (0,client_side_apply/* migrationOf */.I)(live);
        if (migration === undefined)
            return false;
        await migrate(object, migration);
        return true;
    });
    /** Looked at, asked without force and taken at one and the same version, so that nobody loses who came in between. */
    const take = (object) => retried(async () => {
        const live = await read(object);
        const asSeen = live === undefined ? object : atVersionOf(object, live);
        try {
            return await cluster.apply(asSeen);
        }
        catch (error) {
            const conflicts = conflictsOf(error);
            if (live === undefined || !mayForce(conflicts, takeFrom))
                throw error;
            const answer = await cluster.apply(asSeen, { isForced: true });
            log?.info(`${nameOf(object)}: took, as it was asked to: ${conflicts.map(describeConflict).join(', ')}`);
            return answer;
        }
    });
    const applyOnce = async (object) => {
        try {
            return await cluster.apply(object);
        }
        catch (error) {
            const conflicts = conflictsOf(error);
            if (conflicts.length === 0)
                throw error;
            if (!(await migrateLive(object)) && !mayForce(conflicts, takeFrom))
                throw error;
            return await take(object);
        }
    };
    /**
     * A dry run can't move fields before it asks. What is refused only for fields that will be moved, and that the object
     * doesn't have (what Kubernetes filled in beside an update strategy, say), is gone by then.
     */
    const withoutWhatGoes = async (object, error) => {
        const fields = error instanceof cluster_port/* ApiRefusal */.n && error.status === 422 ? fieldsIn(error.body) : [];
        const live = fields.length === 0 ? undefined : await read(object);
        const moved = live && (0,client_side_apply/* migrationOf */.I)(live)?.moved;
        const goes = (path) => (0,field_set/* fieldsAt */.$5)(moved, path) !== undefined && (0,body_fields/* valueAt */.fK)(object, path) === undefined;
        if (live === undefined || !fields.every(goes))
            throw error;
        return live;
    };
    const ask = (object, isForced) => cluster
        .apply(object, { dryRun: true, isForced })
        .catch((error) => withoutWhatGoes(object, error));
    return {
        apply: async (object) => {
            if (isLeftBehind?.(object) === true)
                await migrateLive(object);
            const answer = await applyOnce(object);
            // Seen only now: without it what leaves our body later would stay in the cluster.
            if ((0,client_side_apply/* migrationOf */.I)(answer) === undefined || !(await migrateLive(object)))
                return answer;
            return await applyOnce(object);
        },
        tryToApply: async (object) => {
            try {
                return await ask(object, false);
            }
            catch (error) {
                const conflicts = conflictsOf(error);
                if (conflicts.length === 0)
                    throw error;
                const live = mayForce(conflicts, takeFrom) ? undefined : await read(object);
                const left = live === undefined ? [] : migratedWhole(live);
                if (!mayForce(conflicts, [...takeFrom, ...left]))
                    throw error;
                return await ask(object, true);
            }
        },
    };
}
/** Of `before-first-apply` only a part becomes ours: what conflicts may be in the rest. */
function migratedWhole(live) {
    return ((0,client_side_apply/* migrationOf */.I)(live)?.managers ?? []).filter((manager) => manager !== 'before-first-apply');
}
function conflictsOf(error) {
    return error instanceof cluster_port/* ApiRefusal */.n && error.status === 409 ? conflictsIn(error.body) : [];
}
/**
 * Begun anew with a fresh look when the version that was looked at is past, or an answer got lost: what is written names its
 * version, so that it is never done twice. Never after a conflict of owners.
 */
async function retried(once) {
    for (let attempt = 1;; attempt++) {
        try {
            return await once();
        }
        catch (error) {
            const isStale = error instanceof cluster_port/* ApiRefusal */.n && error.status === 409 && conflictsOf(error).length === 0;
            if (!(isStale || error instanceof cluster_port/* UnclearOutcome */.L) || attempt >= attempts)
                throw error;
        }
    }
}
function atVersionOf(object, { metadata: { resourceVersion } }) {
    return resourceVersion === undefined ? object : { ...object, metadata: { ...object.metadata, resourceVersion } };
}
function pathOf({ kind, metadata: { name, namespace } }) {
    return (0,kubernetes_object/* objectPath */.du)(kind, namespace, name);
}
function nameOf({ kind, metadata }) {
    return `${kind} ${metadata.name}`;
}

// EXTERNAL MODULE: ./src/cluster/record/recorded-owner.js
var recorded_owner = __webpack_require__(63839);
;// CONCATENATED MODULE: ./src/cluster/network/careful-apply.js


/**
 * Server-side apply that takes fields from nobody but whom the plan found gone (managers of client-side apply, whose fields
 * become ours first), or the user named.
 */
function createCarefulApply(cluster, steps, { forcedManagers, log }) {
    const left = new Set(steps.filter(({ migrated }) => migrated.length > 0).map(({ object }) => (0,recorded_owner/* keyOf */.TN)(object)));
    return createOwnedApply({
        cluster,
        takeFrom: forcedManagers,
        isLeftBehind: (object) => left.has((0,recorded_owner/* keyOf */.TN)(object)),
        log,
    });
}


/***/ }),

/***/ 36044:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ heldCluster)
/* harmony export */ });
/* harmony import */ var _stopped_run_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(61523);

/** The cluster for who has the lock: without it nothing is written, nor once the run is stopped. */
function heldCluster(cluster, lease, { apply }, stopped) {
    return (0,_stopped_run_js__WEBPACK_IMPORTED_MODULE_0__/* .endingWith */ ["in"])(stopped, {
        ...cluster,
        apply: async (object) => {
            lease.requireHeld();
            return apply(object);
        },
        remove: async (path, uid) => {
            lease.requireHeld();
            return cluster.remove(path, uid);
        },
    });
}


/***/ }),

/***/ 62913:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  O3: () => (/* binding */ allowedFor),
  cj: () => (/* binding */ identifyFor)
});

// UNUSED EXPORTS: unplannedAccess

// EXTERNAL MODULE: ./src/cluster/api/identity.js
var identity = __webpack_require__(70924);
// EXTERNAL MODULE: ./src/cluster/preflight/needed-access.js
var needed_access = __webpack_require__(36345);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/cluster/api/cluster-port.js
var cluster_port = __webpack_require__(89164);
// EXTERNAL MODULE: ./src/cluster/preflight/rules-review.js
var rules_review = __webpack_require__(27181);
;// CONCATENATED MODULE: ./src/cluster/preflight/refused-reading.js



/**
 * What was read; where the API server forbids it, everything that is missing is told at once, instead of the one request
 * that happened to be refused first.
 */
async function allowedToRead(read, asked) {
    try {
        return await read();
    }
    catch (error) {
        if (!(error instanceof cluster_port/* ApiRefusal */.n) || error.status !== 403)
            throw error;
        const { cluster, namespace, needed } = asked;
        const findings = (0,rules_review/* accessFindings */.rF)(await (0,rules_review/* reviewRules */.QV)(cluster, namespace), needed(), { namespace });
        const missing = findings.filter(({ severity }) => severity === 'error').map(({ message }) => ({ message }));
        // The refusal itself says more than a list that isn't whole.
        if (missing.length === 0)
            throw error;
        throw new errors/* UserError */.yo(missing, { advice: 'nothing was written to the cluster', cause: error });
    }
}

// EXTERNAL MODULE: ./src/cluster/network/network-findings.js + 11 modules
var network_findings = __webpack_require__(39778);
;// CONCATENATED MODULE: ./src/cluster/network/network-access.js




/**
 * What a run needs of which nothing could be read, so that nobody knows what stands: to apply, as much as a first release of
 * these objects; a plan looks only.
 */
function unplannedAccess({ shared, clients }, namespace, access) {
    const all = [...shared, ...clients.flatMap(({ immutable, beside, workload }) => [...immutable, ...beside, workload])];
    const plan = { namespace, besideKinds: (0,network_findings/* besideKinds */.s)({ shared, clients }), prunes: [] };
    if (access === 'plan')
        return (0,needed_access/* accessToLook */.Ni)({ ...plan, writes: [] });
    const writes = all.map(({ kind, metadata: { name } }) => ({ kind, name, isNew: true }));
    return (0,needed_access/* neededAccess */.EQ)({ ...plan, writes });
}
/** Reads which cluster this is. @throws UserError, where it is forbidden with everything else that is missing */
function identifyFor(intent, cluster, namespace) {
    return allowedFor(intent, cluster, namespace, () => (0,identity/* identifyCluster */.d)(cluster, namespace));
}
/** What was read; where it is forbidden, everything that is missing is told instead. */
function allowedFor({ access, wanted }, cluster, namespace, read) {
    return allowedToRead(read, { cluster, namespace, needed: () => unplannedAccess(wanted(), namespace, access) });
}


/***/ }),

/***/ 39778:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  s: () => (/* binding */ besideKinds),
  n: () => (/* binding */ networkFindings)
});

// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/manifest/client-objects.js + 3 modules
var client_objects = __webpack_require__(32249);
// EXTERNAL MODULE: ./src/cluster/manifest/manifest-values.js
var manifest_values = __webpack_require__(72351);
;// CONCATENATED MODULE: ./src/cluster/preflight/credential-lifetime.js
/**
 * Whether the credentials last for all that the roll-out may take, its way back included: one that loses them half-way can
 * neither go on nor back.
 * @param endsAt when they run out for good; undefined when they don't, can be had anew, or don't say.
 * @param longestMs the roll-out's whole deadline.
 */
function credentialFindings(endsAt, { now, longestMs }) {
    if (endsAt === undefined)
        return [];
    const leftMs = endsAt.getTime() - now.getTime();
    if (leftMs >= longestMs)
        return [];
    const until = endsAt.toISOString().replace(/\.\d{3}Z$/, 'Z');
    if (leftMs <= 0) {
        const message = `The kubeconfig's credentials ended at ${until} and can't be renewed. Log in to the cluster again, right before this step.`;
        return [{ severity: 'error', message }];
    }
    const message = `The kubeconfig's credentials end at ${until}, in ${lasting(leftMs)}, and can't be renewed; the roll-out may take ${lasting(longestMs)}, its way back included. Log in to the cluster right before this step, or with a plugin that renews its credentials (on GKE: gke-gcloud-auth-plugin), or give the roll-out less time.`;
    return [{ severity: 'error', message }];
}
function lasting(ms) {
    if (ms < 120_000)
        return `${Math.floor(ms / 1000)} s`;
    return `${Math.floor(ms / 60_000)} min`;
}

// EXTERNAL MODULE: ./src/report/counted.js
var counted = __webpack_require__(50267);
// EXTERNAL MODULE: ./src/cluster/api/cluster-port.js
var cluster_port = __webpack_require__(89164);
// EXTERNAL MODULE: ./src/cluster/api/parallel.js
var parallel = __webpack_require__(4529);
// EXTERNAL MODULE: ./src/cluster/api/refusal.js
var refusal = __webpack_require__(4504);
// EXTERNAL MODULE: ./src/cluster/roll/some-of.js
var some_of = __webpack_require__(90933);
;// CONCATENATED MODULE: ./src/cluster/preflight/immutable-recipes.js
/** What to do about a part that can't be changed in place; each keeps the client's data. */
function recipeFor(part, { kind, name, namespace }) {
    const command = (text) => `kubectl --namespace ${namespace} ${text}`;
    switch (kind) {
        case 'StatefulSet':
            if (/^spec\.selector/.test(part)) {
                return `Its pod belongs to it by these labels, so it has to go too; its claims and their data stay, unless spec.persistentVolumeClaimRetentionPolicy.whenDeleted is Delete: ${command(`delete statefulset ${name}`)}, then run this step again.`;
            }
            if (/^spec\.volumeClaimTemplates/.test(part)) {
                return `Pods, claims and their data stay with: ${command(`delete statefulset ${name} --cascade=orphan`)}, then run this step again, which makes it anew around them. A claim that is there already keeps its size and class; to enlarge it: ${command(`patch persistentvolumeclaim CLAIM --patch '{"spec":{"resources":{"requests":{"storage":"SIZE"}}}}'`)}.`;
            }
            return `Pods, claims and their data stay with: ${command(`delete statefulset ${name} --cascade=orphan`)}, then run this step again, which makes it anew around them.`;
        case 'Deployment':
            if (/^spec\.strategy/.test(part)) {
                const patch = `'[{"op":"replace","path":"/spec/strategy","value":{"type":"Recreate"}}]'`;
                return `What is in the way was filled in by Kubernetes beside the strategy before, and belongs to nobody; no pod is made anew by: ${command(`patch deployment ${name} --type json --patch ${patch}`)}, then run this step again.`;
            }
            return `Its pods belong to it by these labels and go with it: ${command(`delete deployment ${name}`)}, then run this step again. Claims and their data stay.`;
        case 'ConfigMap':
        case 'Secret':
            return `Give the changed one another name (and use it where the old one is named), which also lets the roll-out go back; or, when nothing needs the old one: ${command(`delete ${kind.toLowerCase()} ${name}`)}, then run this step again.`;
        case 'Service':
            return `It gets a new address when it is made anew, and is away meanwhile: ${command(`delete service ${name}`)}, then run this step again.`;
        case 'PersistentVolumeClaim':
            return `A claim is never deleted here, for it holds data: write another one under a new name, copy what the old one holds, and name the new one in the pod.`;
        case 'RoleBinding':
            return `${command(`delete rolebinding ${name}`)}, then run this step again.`;
        default:
            return `Delete the ${kind} ${name} and run this step again.`;
    }
}
/** What the API server says where a change is impossible, by its own words: the part it means, for `recipeFor`. */
const words = [
    { kind: 'StatefulSet', said: /updates to statefulset spec for fields other than/, part: 'spec' },
    { kind: 'StatefulSet', said: /spec\.selector: Invalid value.*immutable/s, part: 'spec.selector' },
    { kind: 'Deployment', said: /spec\.selector: Invalid value.*immutable/s, part: 'spec.selector' },
    { kind: 'Deployment', said: /spec\.strategy\.rollingUpdate: Forbidden/, part: 'spec.strategy' },
    { kind: 'ConfigMap', said: /field is immutable when `immutable` is set/, part: 'data' },
    { kind: 'Secret', said: /field is immutable/, part: 'data' },
    { kind: 'Service', said: /spec\.clusterIPs?(\[0\])?: Invalid value.*(may not|immutable)/s, part: 'spec.clusterIP' },
    { kind: 'PersistentVolumeClaim', said: /spec is immutable after creation|field can not be less than/, part: 'spec' },
    { kind: 'RoleBinding', said: /cannot change roleRef/, part: 'roleRef' },
];
/** The recipe for a refusal, where its text says that something can't be changed. */
function recipeForRefusal(text, object) {
    const found = words.find(({ kind, said }) => kind === object.kind && said.test(text));
    return found && recipeFor(found.part, object);
}

;// CONCATENATED MODULE: ./src/cluster/preflight/dry-run.js







const atOnce = 16;
/**
 * Asks the API server what it would say to every object that is about to be written: half a release is worse than none.
 * Everything it refuses comes back at once. What couldn't be tried is said.
 * @param changed objects that are about to be written, and no others: an unchanged one costs no request.
 */
async function dryRunFindings(tryToApply, changed) {
    const verdicts = await (0,parallel/* inParallel */.H)(changed, atOnce, async (one) => ({
        one,
        verdict: await tryOne(tryToApply, one, changed),
    }));
    const refused = verdicts.flatMap(({ one: { object, placeFor }, verdict }) => {
        if (verdict.kind !== 'refused')
            return [];
        return [{ object, message: verdict.message, place: placeFor?.(verdict.message) }];
    });
    return [...told(refused), ...untried(verdicts.map(({ one, verdict }) => ({ ...one, verdict })))];
}
/** A mistake in a template is that of every client's object: one place is told once, with who is made from it. */
function told(refused) {
    const alike = Map.groupBy(refused, ({ object: { kind, metadata }, message, place }) => JSON.stringify([kind, place ?? metadata.name, message.replaceAll(metadata.name, 'NAME')]));
    return [...alike.values()].flatMap(([first, ...others]) => {
        if (first === undefined)
            return [];
        const { object, message, place } = first;
        const names = others.map((other) => other.object.metadata.name);
        const more = names.length === 0 ? '' : ` (and so would ${(0,some_of/* someOf */.y)(names)})`;
        const which = `${object.kind} ${object.metadata.name}`;
        return [{ severity: 'error', ...place, message: `${which} would be refused${more}: ${message}` }];
    });
}
async function tryOne(tryToApply, { object }, all) {
    try {
        await tryToApply(object);
        return { kind: 'taken' };
    }
    catch (error) {
        if (!(error instanceof cluster_port/* ApiRefusal */.n))
            throw error;
        return verdictOf(error, object, all);
    }
}
function verdictOf(error, object, all) {
    const { status, message } = error;
    // RBAC's own refusal; quota and admission answer 403 too, and mean it.
    if (status === 403 && /cannot (patch|create) resource/.test(message)) {
        return { kind: 'untried', why: `the credentials of the kubeconfig may not write ${(0,kubernetes_object/* pluralOf */._l)(object.kind)}` };
    }
    if (/does not support dry ?run/i.test(message)) {
        return { kind: 'untried', why: 'an admission webhook of the cluster takes part in no dry run' };
    }
    if (status === 404 && object.kind === 'RoleBinding' && all.some(({ object: other }) => other.kind === 'Role')) {
        return { kind: 'untried', why: 'the Role that it binds is written by the same roll-out' };
    }
    // An unknown field comes back as 500; any other 500 says nothing about the object.
    if (status >= 500 && !(0,refusal/* isFinal */.d)(status, message))
        throw error;
    const { name, namespace } = object.metadata;
    const recipe = recipeForRefusal(message, { kind: object.kind, name, namespace });
    return { kind: 'refused', message: recipe === undefined ? message : `${message} ${recipe}` };
}
function untried(tried) {
    const byReason = new Map();
    for (const { object, verdict } of tried) {
        if (verdict.kind !== 'untried')
            continue;
        byReason.set(verdict.why, [...(byReason.get(verdict.why) ?? []), `${object.kind} ${object.metadata.name}`]);
    }
    return [...byReason].map(([why, objects]) => {
        const names = objects.slice(0, 3).join(', ');
        const which = objects.length > 3 ? `${names} and ${objects.length - 3} more` : names;
        const message = `${(0,counted/* counted */.h)(objects.length, 'object')} could not be tried out before writing, because ${why}: ${which}. Mistakes in ${objects.length === 1 ? 'it' : 'them'} would show only when written.`;
        return { severity: 'warning', message };
    });
}

// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
;// CONCATENATED MODULE: ./src/cluster/preflight/quantity.js
const factors = {
    n: 1e-9,
    u: 1e-6,
    m: 1e-3,
    '': 1,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    P: 1e15,
    E: 1e18,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
    Pi: 2 ** 50,
    Ei: 2 ** 60,
};
/**
 * The number behind a quantity such as `512Mi`, `0.5Gi` or `1e3`: the API server writes equal ones alike.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 * @returns undefined for what is no quantity.
 */
function quantityOf(value) {
    if (typeof value === 'number')
        return value;
    if (typeof value !== 'string')
        return undefined;
    const [, digits, suffix = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([numkMGTPE]?|[KMGTPE]i)$/.exec(value) ?? [];
    const factor = factors[suffix];
    return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

;// CONCATENATED MODULE: ./src/cluster/preflight/fixed-part.js



/**
 * Differences between two values as the API server sees them: absent, null and empty are the same, and `1024Mi` is `1Gi`.
 * The first ones name the smallest part that differs.
 */
function differences(path, live, wanted) {
    const [one, other] = [bare(live), bare(wanted)];
    if ((0,manifest_values/* isMap */.jh)(one) && (0,manifest_values/* isMap */.jh)(other)) {
        const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
        return keys.flatMap((key) => differences(`${path}${stepOf(key)}`, one[key], other[key]));
    }
    if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
        return one.flatMap((entry, index) => differences(`${path}[${index}]`, entry, other[index]));
    }
    return isSame(one, other) ? [] : [{ path, live: show(one), wanted: show(other) }];
}
function isSame(one, other) {
    if (one === undefined || other === undefined)
        return one === other;
    const [left, right] = [quantityOf(one), quantityOf(other)];
    if (left !== undefined && right !== undefined)
        return left === right;
    return write(one) === write(other);
}
/** Without what means nothing. */
function bare(value) {
    if (value === undefined || value === null)
        return undefined;
    if (Array.isArray(value)) {
        return value.length === 0 ? undefined : value.map((entry) => bare(entry) ?? null);
    }
    if (!(0,manifest_values/* isMap */.jh)(value))
        return value;
    const members = Object.entries(value).flatMap(([key, entry]) => {
        const kept = bare(entry);
        return kept === undefined ? [] : [[key, kept]];
    });
    return members.length === 0 ? undefined : Object.fromEntries(members);
}
function stepOf(key) {
    return /^[A-Za-z][\w-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
function show(value) {
    if (value === undefined)
        return 'nothing';
    const text = write(value);
    return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
/** Fractions are no business of a canonical form, and may stand in a manifest nevertheless. */
function write(value) {
    try {
        return (0,canonical_json/* canonicalJson */.d)(value);
    }
    catch {
        return JSON.stringify(value);
    }
}

;// CONCATENATED MODULE: ./src/cluster/preflight/json-reading.js

/** The map under the keys, in whatever this is; an empty one where there is none. */
function mapIn(value, ...keys) {
    const found = (0,manifest_values/* valueAt */.fK)(value, keys);
    return (0,manifest_values/* isMap */.jh)(found) ? found : {};
}
/** The list under the keys; an empty one where there is none. */
function listIn(value, ...keys) {
    const found = (0,manifest_values/* valueAt */.fK)(value, keys);
    return Array.isArray(found) ? found : [];
}
/** The text under the keys; undefined where there is none, or an empty one. */
function textIn(value, ...keys) {
    const found = (0,manifest_values/* valueAt */.fK)(value, keys);
    return typeof found === 'string' && found !== '' ? found : undefined;
}

;// CONCATENATED MODULE: ./src/cluster/preflight/immutable-fields.js





/**
 * What the API server never lets anybody change in an object that stands, found by comparison with that object, so that it
 * is explained even where a dry run isn't allowed. What a Secret or ConfigMap holds is not shown.
 * @param live undefined: nothing stands, and everything may be written.
 */
function immutableFieldFindings(wanted, live, placeFor) {
    if (live === undefined)
        return [];
    const found = fixedDifferences(wanted, live);
    const [first] = found;
    if (first === undefined)
        return [];
    const { kind, metadata } = wanted;
    const shown = found
        .slice(0, 3)
        .map(({ path, live: is, wanted: becomes }) => is === undefined ? `${path} differs` : `${path} is ${is} and would become ${becomes}`);
    const more = found.length > 3 ? [`and ${found.length - 3} more`] : [];
    const parts = [...shown, ...more].join(', ');
    const recipe = recipeFor(first.path, { kind, name: metadata.name, namespace: metadata.namespace });
    const message = `${kind} ${metadata.name} can't be changed there: ${parts}. ${recipe}`;
    return [{ severity: 'error', ...placeFor?.(first.path), message }];
}
function fixedDifferences(wanted, live) {
    const [spec, liveSpec] = [mapIn(wanted, 'spec'), mapIn(live, 'spec')];
    const whereWritten = (field) => spec[field] === undefined ? [] : differences(`spec.${field}`, liveSpec[field], spec[field]);
    const perKind = {
        // https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ and its validation: all but a few fields.
        StatefulSet: () => [
            ...whereWritten('selector'),
            ...whereWritten('serviceName'),
            ...whereWritten('podManagementPolicy'),
            ...(spec['volumeClaimTemplates'] === undefined ? [] : claimDifferences(liveSpec, spec)),
        ],
        Deployment: () => whereWritten('selector'),
        Service: () => clusterAddress(liveSpec, spec),
        PersistentVolumeClaim: () => [
            ...['accessModes', 'storageClassName', 'volumeName', 'volumeMode', 'selector'].flatMap(whereWritten),
            ...shrunkStorage(liveSpec, spec),
        ],
        RoleBinding: () => differences('roleRef', withGroup(mapIn(live, 'roleRef')), withGroup(mapIn(wanted, 'roleRef'))),
        ConfigMap: () => fixedContent(wanted, live),
        Secret: () => fixedContent(wanted, live),
    };
    return perKind[wanted.kind]?.() ?? [];
}
/** The whole list is one value to server-side apply, so that what the manifest leaves out counts as well. */
function claimDifferences(live, wanted) {
    const [is, becomes] = [listIn(live, 'volumeClaimTemplates'), listIn(wanted, 'volumeClaimTemplates')].map((list) => list.map(withoutDefaults));
    return differences('spec.volumeClaimTemplates', is, becomes);
}
/** Without what the API server adds to a claim template by itself. */
function withoutDefaults(claim) {
    if (!(0,manifest_values/* isMap */.jh)(claim))
        return claim;
    const { apiVersion: _version, kind: _kind, status: _status, metadata, spec, ...rest } = claim;
    const { creationTimestamp: _created, ...kept } = mapIn({ metadata }, 'metadata');
    return { ...rest, metadata: kept, spec: { volumeMode: 'Filesystem', ...mapIn({ spec }, 'spec') } };
}
/** An address is given once; headless stays headless. */
function clusterAddress(live, wanted) {
    const [is, becomes] = [live['clusterIP'], wanted['clusterIP']];
    if (typeof becomes !== 'string' || becomes === '' || typeof is !== 'string' || is === '')
        return [];
    return differences('spec.clusterIP', is, becomes);
}
function shrunkStorage(live, wanted) {
    const [is, becomes] = [live, wanted].map((spec) => quantityOf(mapIn(spec, 'resources', 'requests')['storage']));
    if (is === undefined || becomes === undefined || becomes >= is)
        return [];
    const path = ['resources', 'requests', 'storage'].join('.');
    return differences(`spec.${path}`, mapIn(live, 'resources', 'requests')['storage'], mapIn(wanted, 'resources', 'requests')['storage']);
}
function withGroup(roleRef) {
    return { apiGroup: 'rbac.authorization.k8s.io', ...roleRef };
}
function fixedContent(wanted, live) {
    const stands = live;
    const type = wanted.kind === 'Secret' && wanted['type'] !== undefined ? differences('type', stands['type'], wanted['type']) : [];
    if (stands['immutable'] !== true)
        return type;
    const content = ['data', 'binaryData'].flatMap((field) => {
        const becomes = field === 'data' ? dataOf(wanted) : mapIn(wanted, field);
        const is = mapIn(stands, field);
        // What is in our copy only by metadata can't be compared.
        if (stands[field] === undefined && Object.keys(becomes).length === 0)
            return [];
        return differences(field, is, becomes);
    });
    const seal = wanted['immutable'] === false ? differences('immutable', true, false) : [];
    return [...type, ...seal, ...content.map(({ path }) => ({ path }))];
}
/** `stringData` is another way to write `data`. */
function dataOf(wanted) {
    const written = Object.entries(mapIn(wanted, 'stringData')).map(([key, text]) => [
        key,
        Buffer.from(String(text)).toString('base64'),
    ]);
    return { ...mapIn(wanted, 'data'), ...Object.fromEntries(written) };
}

// EXTERNAL MODULE: ./src/cluster/preflight/needed-access.js
var needed_access = __webpack_require__(36345);
// EXTERNAL MODULE: ./src/cluster/ownership/owners-of.js
var owners_of = __webpack_require__(27223);
;// CONCATENATED MODULE: ./src/cluster/preflight/paused-workload.js


/**
 * A Deployment that somebody paused (`kubectl rollout pause`) would be written and not rolled, while the clients before it were.
 * @param live undefined: nothing stands, and everything may be written.
 * @param migrated managers whose fields become ours by the write: what they paused goes on.
 */
function pausedFindings(wanted, live, migrated, placeFor) {
    // Where the manifest says whether it is paused, that is a conflict with whoever says otherwise.
    if (live === undefined || mapIn(live, 'spec')['paused'] !== true || 'paused' in mapIn(wanted, 'spec'))
        return [];
    const owners = (0,owners_of/* ownersOf */.K2)((0,owners_of/* ownedFields */.zu)(live), ['f:spec', 'f:paused']).filter((owner) => !(0,owners_of/* isOurs */.MU)(owner));
    if (owners.length > 0 && owners.every(({ manager }) => migrated.includes(manager)))
        return [];
    const { kind, metadata } = wanted;
    const who = owners.length === 0 ? '' : `, by ${owners.map(owners_of/* describeOwner */.$S).join(' and ')}`;
    const command = `kubectl --namespace ${metadata.namespace} rollout resume ${kind.toLowerCase()} ${metadata.name}`;
    const message = `${kind} ${metadata.name}: it is paused (spec.paused${who}), and nothing of it would be rolled. Resume it (${command}), then run this step again.`;
    return [{ severity: 'error', ...placeFor?.(), message }];
}

// EXTERNAL MODULE: ./src/cluster/preflight/record-rehearsal.js
var record_rehearsal = __webpack_require__(55140);
;// CONCATENATED MODULE: ./src/cluster/preflight/references.js




const references_atOnce = 16;
const meaning = {
    ConfigMap: 'the pod would wait for it and not start',
    Secret: 'the pod would wait for it and not start',
    PersistentVolumeClaim: 'the pod would not be scheduled',
    ServiceAccount: 'no pod would be made',
    Service: "the pod's own name would lead nowhere, and no peer would find it",
};
/** A kubelet goes on without a login that isn't there: https://kubernetes.io/docs/concepts/containers/images/ */
const unreadMeaning = 'an image that asks for a login can not be pulled then';
/**
 * Whether each object that the manifests name and don't hold is in the namespace, with the keys that are asked for. Each
 * name is looked up once. A Secret is looked up without what it holds. What the credentials may not read is said, and not
 * taken as missing.
 */
async function referenceFindings(cluster, namespace, references) {
    const distinct = [...new Map(references.map((one) => [keyOf(one), one])).values()];
    const looked = await (0,parallel/* inParallel */.H)(distinct, references_atOnce, async (one) => {
        return [keyOf(one), await lookUp(cluster, namespace, one)];
    });
    const answers = new Map(looked);
    const findings = references.flatMap((reference) => {
        const message = problemWith(reference, answers.get(keyOf(reference)), namespace);
        if (message === undefined)
            return [];
        return [{ severity: reference.isUnread ? 'warning' : 'error', ...reference.place, message }];
    });
    const unknown = distinct.filter((one) => answers.get(keyOf(one))?.kind === 'not-allowed');
    if (unknown.length === 0)
        return findings;
    const names = unknown.map(({ kind, name }) => `${kind} ${name}`).join(', ');
    const message = `Not checked whether they are there, since the credentials of the kubeconfig may not read them: ${names}`;
    return [...findings, { severity: 'warning', message }];
}
function problemWith({ kind, name, keys, isUnread, from, advice }, found, namespace) {
    if (found?.kind === 'missing') {
        const means = isUnread ? unreadMeaning : meaning[kind];
        const effect = means === undefined ? '' : `: ${means}`;
        return `${from} names the ${kind} ${name}, which is neither in the manifests nor in the namespace ${namespace}${effect}${advice}. Correct the name, write it into the manifests, or create it first.`;
    }
    const held = found?.kind === 'there' ? found.keys : undefined;
    const missing = held && keys.find((key) => !held.has(key));
    if (missing === undefined)
        return undefined;
    return `${from} asks for the key ${missing} of the ${kind} ${name}, which has no such key in the namespace ${namespace}: the pod would wait for it and not start. Correct the key, or add it first.`;
}
async function lookUp(cluster, namespace, { kind, name }) {
    try {
        const metadataOnly = kind !== 'ConfigMap';
        const live = await cluster.get((0,kubernetes_object/* objectPath */.du)(kind, namespace, name), { metadataOnly });
        if (live === undefined)
            return { kind: 'missing' };
        const keys = ['data', 'binaryData'].flatMap((field) => Object.keys(mapIn(live, field)));
        return { kind: 'there', keys: metadataOnly ? undefined : new Set(keys) };
    }
    catch (error) {
        if (error instanceof cluster_port/* ApiRefusal */.n && error.status === 403)
            return { kind: 'not-allowed' };
        throw error;
    }
}
function keyOf({ kind, name }) {
    return `${kind}/${name}`;
}

;// CONCATENATED MODULE: ./src/cluster/preflight/rival-controllers.js

/**
 * Controllers that would take back what is about to be written: Keel, Argo CD, Flux, autoscalers. Read from labels,
 * annotations and field owners of what is known already: no further permission, no further request.
 */
function rivalFindings(workloads) {
    return workloads.flatMap((workload) => [
        ...keel(workload),
        ...argo(workload),
        ...flux(workload),
        ...horizontalAutoscaler(workload),
        ...verticalAutoscaler(workload),
    ]);
}
/** Keel looks at the workload's own labels and annotations: https://keel.sh/docs/#policies */
function keel({ wanted, live, placeFor }) {
    const key = 'keel.sh/policy';
    const [inManifest, inCluster] = [marksOf(wanted), marksOf(live)].map(({ labels, annotations }) => annotations[key] ?? labels[key]);
    const policy = inManifest ?? inCluster;
    if (policy === undefined || policy === 'never')
        return [];
    const isLabel = marksOf(inManifest === undefined ? live : wanted).labels[key] !== undefined;
    const command = `kubectl ${isLabel ? 'label' : 'annotate'} ${wanted.kind.toLowerCase()} ${wanted.metadata.name} ${key}-`;
    const cure = inManifest === undefined
        ? `It stands in the cluster only: take it away with ${command}`
        : `Take ${key} out of the manifest, or set it to never`;
    return [
        finding('error', wanted, `Keel updates its image by itself (${key}: ${policy}) and would fight for it. ${cure}.`, placeFor),
    ];
}
/** https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/ */
function argo({ wanted, live, placeFor }) {
    const all = [marksOf(wanted), marksOf(live)];
    const updater = all
        .flatMap(({ annotations }) => Object.keys(annotations))
        .find((name) => name.startsWith('argocd-image-updater.argoproj.io/'));
    const findings = [];
    if (updater !== undefined) {
        const message = `Argo CD Image Updater is told to update its image (${updater}) and would fight for it. Take the annotation away.`;
        findings.push(finding('error', wanted, message, placeFor));
    }
    const tracking = all.map(({ annotations }) => annotations['argocd.argoproj.io/tracking-id']).find(isText);
    if (tracking !== undefined) {
        const message = `Argo CD manages it (${tracking}): where it heals by itself it takes back what keep-deploy writes. Leave this workload out of that application, or ignore differences in its pod template.`;
        findings.push(finding('warning', wanted, message, placeFor));
    }
    return findings;
}
/** https://fluxcd.io/flux/components/kustomize/kustomizations/ and …/helm/helmreleases/ */
function flux({ wanted, live, placeFor }) {
    const { labels, annotations } = marksOf(live);
    const toolkit = 'toolkit.fluxcd.io';
    const kustomization = labels[`kustomize.${toolkit}/name`];
    const release = labels[`helm.${toolkit}/name`];
    const owner = kustomization === undefined ? release && `HelmRelease ${release}` : `Kustomization ${kustomization}`;
    if (owner === undefined || annotations[`kustomize.${toolkit}/reconcile`] === 'disabled')
        return [];
    const ownsImage = owners(live).some(({ manager, fields }) => /^(kustomize|helm)-controller$/.test(manager) && fieldsHaveImage(fields));
    const message = ownsImage
        ? `Flux owns its image (${owner}) and would take back what keep-deploy writes. Take the workload out of that source, or annotate it with kustomize.${toolkit}/reconcile: disabled.`
        : `Flux manages it (${owner}): it takes back every field of its own that keep-deploy writes.`;
    return [finding(ownsImage ? 'error' : 'warning', wanted, message, placeFor)];
}
/** An autoscaler writes through the subresource `scale`, which its field ownership shows. */
function horizontalAutoscaler({ wanted, live, placeFor }) {
    const scaler = owners(live).find(({ manager, subresource }) => subresource === 'scale' && /^(kube-controller-manager|horizontal-pod-autoscaler|keda)/.test(manager));
    if (scaler === undefined)
        return [];
    const message = `an autoscaler sets its replicas (${scaler.manager}, through scale): with a second pod two clients would work with one account. Delete its HorizontalPodAutoscaler.`;
    return [finding('error', wanted, message, placeFor)];
}
/** The admission part of the vertical autoscaler leaves these on the pods that it changes. */
function verticalAutoscaler({ wanted, pods, placeFor }) {
    const isScaled = (pods ?? []).some(({ metadata }) => metadata.annotations?.['vpaUpdates'] !== undefined);
    if (!isScaled)
        return [];
    const message = 'a VerticalPodAutoscaler changes its pods and evicts them when it likes to, which looks like a client that fails. Set its updateMode to Initial or Off.';
    return [finding('warning', wanted, message, placeFor)];
}
function owners(live) {
    return listIn(live, 'metadata', 'managedFields').map((entry) => ({
        manager: textIn(entry, 'manager') ?? '',
        subresource: textIn(entry, 'subresource'),
        fields: mapIn(entry, 'fieldsV1'),
    }));
}
function fieldsHaveImage(fields) {
    const containers = mapIn(fields, 'f:spec', 'f:template', 'f:spec', 'f:containers');
    return Object.values(containers).some((container) => 'f:image' in mapIn(container));
}
function marksOf(object) {
    const texts = (field) => Object.fromEntries(Object.entries(mapIn(object, 'metadata', field)).filter((entry) => isText(entry[1])));
    return { labels: texts('labels'), annotations: texts('annotations') };
}
function isText(value) {
    return typeof value === 'string';
}
function finding(severity, { kind, metadata }, message, placeFor) {
    return { severity, ...placeFor?.(), message: `${kind} ${metadata.name}: ${message}` };
}

// EXTERNAL MODULE: ./src/cluster/preflight/rules-review.js
var rules_review = __webpack_require__(27181);
// EXTERNAL MODULE: ./src/cluster/manifest/references.js
var references = __webpack_require__(44011);
;// CONCATENATED MODULE: ./src/cluster/preflight/shared-accounts.js



/**
 * Two workloads with one account sign against each other, and a network takes them for one that cheats. Found in the set
 * itself, and between it and everything else that runs in the namespace.
 */
function sharedAccountFindings(holders, running) {
    return [...withinSet(holders), ...beyondSet(holders, running)];
}
function withinSet(holders) {
    const first = new Map();
    return holders.flatMap((holder) => {
        const account = holder.account.toLowerCase();
        const earlier = first.get(account);
        if (earlier === undefined) {
            first.set(account, holder);
            return [];
        }
        const message = `${holder.client} has the same account as ${earlier.client}: two clients would work as one. Give one of them another keyfile.`;
        return [{ severity: 'error', ...holder.placeFor?.(), message }];
    });
}
function beyondSet(holders, running) {
    const own = new Map(holders.map(({ client, workload }) => [`${workload.kind}/${workload.name}`, client]));
    const others = running.filter(hasPods);
    const passwordUses = new Map();
    for (const { password } of holders) {
        if (password !== undefined)
            passwordUses.set(shared_accounts_keyOf(password), (passwordUses.get(shared_accounts_keyOf(password)) ?? 0) + 1);
    }
    const keyfiles = new Set(holders.map(({ keyfile }) => keyfile.name));
    return others.flatMap((other) => {
        const used = usedBy(other);
        // Whoever else has that keyfile is found within the set. Each comparison costs a digest: not a million of them.
        const isAsWanted = used.some(({ kind, name }) => kind === 'Secret' && keyfiles.has(name));
        const ownClient = own.get(`${other.kind}/${other.metadata.name}`);
        return holders.flatMap((holder) => {
            if (ownClient === holder.client)
                return [];
            // Of a client that stays only what it runs with until it is rolled itself can be in another's way.
            const why = (isAsWanted ? undefined : takenWhy(holder, other, used)) ??
                (ownClient === undefined ? sharedWhy(holder, other, used, passwordUses) : undefined);
            if (why === undefined)
                return [];
            const what = `${other.kind} ${other.metadata.name}`;
            const message = `${holder.client} would share its account with the ${what}, which runs in this namespace ${why}. Stop that one first (kubectl delete ${other.kind.toLowerCase()} ${other.metadata.name}; its claims and their data stay), or give ${holder.client} another account.`;
            return [{ severity: 'error', ...holder.placeFor?.(), message }];
        });
    });
}
/** An account that goes from one client to another, or a client that gets another name: both would run for a while. */
function takenWhy({ keyfileNameAs }, other, used) {
    const client = other.metadata.labels?.[kubernetes_object/* labels */.WD.client];
    const name = client === undefined ? undefined : keyfileNameAs(client);
    const isUsed = name !== undefined && used.some((one) => one.kind === 'Secret' && one.name === name);
    return isUsed ? `as the client ${client} with the same keyfile` : undefined;
}
function sharedWhy({ client, keyfile, password }, other, used, passwordUses) {
    if (other.metadata.labels?.[kubernetes_object/* labels */.WD.client] === client)
        return `as the same client (label ${kubernetes_object/* labels */.WD.client})`;
    // Mounted whole, an object shows every key of it.
    if (used.some((one) => isOf(one, keyfile) && (one.key === undefined || one.key === keyfile.key))) {
        return `with the same keyfile (${describe(keyfile)})`;
    }
    // One password for several accounts says nothing about the account.
    const isPasswordItsOwn = password !== undefined && passwordUses.get(shared_accounts_keyOf(password)) === 1;
    if (isPasswordItsOwn && used.some((one) => isOf(one, password) && one.key === password.key)) {
        return `with the same keyfile's password (${describe(password)})`;
    }
    return undefined;
}
function hasPods(workload) {
    return workload.metadata.deletionTimestamp === undefined && mapIn(workload, 'spec')['replicas'] !== 0;
}
/** Every ConfigMap and Secret that its pods are given. */
function usedBy(workload) {
    return (0,references/* referencesIn */.ii)(workload).flatMap(({ kind, name, keys }) => {
        if (kind !== 'ConfigMap' && kind !== 'Secret')
            return [];
        return keys.length === 0 ? [{ kind, name, key: undefined }] : keys.map((key) => ({ kind, name, key }));
    });
}
function isOf(used, { kind, name }) {
    return used.kind === kind && used.name === name;
}
function shared_accounts_keyOf({ kind, name, key }) {
    return JSON.stringify([kind, name, key]);
}
function describe({ kind, name, key }) {
    return `key ${key} of the ${kind} ${name}`;
}

// EXTERNAL MODULE: ./src/cluster/record/recorded-owner.js
var recorded_owner = __webpack_require__(63839);
// EXTERNAL MODULE: ./src/cluster/roll/leftovers.js
var leftovers = __webpack_require__(38743);
// EXTERNAL MODULE: ./src/cluster/roll/network-plan.js + 3 modules
var network_plan = __webpack_require__(86024);
// EXTERNAL MODULE: ./src/cluster/network/as-it-ran.js
var as_it_ran = __webpack_require__(83744);
// EXTERNAL MODULE: ./src/cluster/network/careful-apply.js + 2 modules
var careful_apply = __webpack_require__(67541);
;// CONCATENATED MODULE: ./src/cluster/network/network-findings.js


















/**
 * Everything that stands against a plan, at once, and nothing written. A plan that is made again asks only about what it
 * changes beyond the first.
 */
async function networkFindings(wanted, plan, store, options) {
    const { cluster, namespace, tried, references } = options;
    const isFirst = tried.size === 0;
    const changed = (0,network_plan/* stepsOf */.B_)(plan).filter(({ action, object }) => action !== 'unchanged' && !tried.has((0,recorded_owner/* keyOf */.TN)(object)));
    for (const { object } of changed)
        tried.add((0,recorded_owner/* keyOf */.TN)(object));
    const leaving = (0,leftovers/* leavingFindings */.hw)(leavingWorkloads(plan), plan.recordedClients);
    if (!isFirst)
        return [...leaving, ...(await tryAll(changed, options))];
    const looked = changed.map((step) => ({
        step,
        fixed: immutableFieldFindings(step.object, liveOf(step.object, store), placeFor(step.object, options)),
    }));
    const paused = changed.flatMap(({ object, migrated }) => pausedFindings(object, liveOf(object, store), migrated, placeFor(object, options)));
    // What can't be changed is explained better than by the refusal that a dry run would bring.
    const possible = looked.filter(({ fixed }) => fixed.length === 0).map(({ step }) => step);
    const access = accessOf(wanted, plan, store, options);
    const [[missing, refused], unnamed, endsAt] = await Promise.all([
        options.access === 'apply'
            ? tryAsApply(access, plan, possible, options)
            : tryAsPlan(access, plan, possible, options),
        changed.length === 0 ? [] : referenceFindings(cluster, namespace, references),
        cluster.credentialsExpireAt(),
    ]);
    const now = cluster.serverNow() ?? new Date();
    return [
        ...(options.remarks ?? []),
        ...leaving,
        ...missing,
        ...credentialFindings(endsAt, { now, longestMs: changed.length === 0 ? 0 : options.limits.totalMs }),
        ...looked.flatMap(({ fixed }) => fixed),
        ...paused,
        ...rivalFindings(wanted.clients.map(({ workload }) => watched(workload, store, options))),
        ...sharedAccountFindings(accountsOf(wanted, options), [...store.workloads()]),
        ...unnamed,
        ...refused,
    ];
}
function leavingWorkloads({ prune, leaving }) {
    return prune.filter(({ owner, kind }) => (0,kubernetes_object/* isWorkloadKind */.A)(kind) && leaving.includes(owner));
}
/** Both at once: where permissions are missing, what isn't allowed to be tried says so itself. */
function tryAsApply(access, { unseen, recordedClients }, changed, options) {
    const { cluster, namespace, isAsking } = options;
    const reviewing = (0,rules_review/* reviewRules */.QV)(cluster, namespace).then((review) => [
        ...(0,rules_review/* accessFindings */.rF)(review, (0,needed_access/* neededAccess */.EQ)(access), { namespace }),
        ...(0,rules_review/* podMakerFindings */.WF)(review, unseen, { namespace }),
        ...(isAsking && access.writes.length > 0 ? (0,rules_review/* askingFindings */.K4)(review, { namespace }) : []),
    ]);
    return Promise.all([reviewing, tryWithRecord(access, recordedClients, changed, options)]);
}
async function tryAsPlan(access, { unseen, recordedClients }, changed, options) {
    const { cluster, namespace } = options;
    const review = await (0,rules_review/* reviewRules */.QV)(cluster, namespace);
    const unread = [
        ...(0,rules_review/* accessFindings */.rF)(review, (0,needed_access/* accessToLook */.Ni)(access), { namespace }),
        ...(0,rules_review/* podMakerFindings */.WF)(review, unseen, { namespace }),
    ];
    const unwritten = (0,rules_review/* missingAccess */.RE)(review, (0,needed_access/* neededAccess */.EQ)(access));
    const tryIt = () => tryWithRecord(access, recordedClients, changed, options);
    if (unwritten.length === 0)
        return [unread, await tryIt()];
    const verbs = [...new Set(unwritten.map(({ verb, resource }) => `${verb} ${resource}`))];
    const isTried = changed.length > 0 && !unwritten.some(({ verb }) => ['get', 'patch', 'create'].includes(verb));
    const untried = isTried || changed.length === 0 ? '' : ' What the API server would say to the objects was not asked.';
    const message = `These credentials may look and not write: an apply needs those of docs/rbac.yaml (missing here: ${verbs.join(', ')}).${untried}`;
    return [[...unread, { severity: 'warning', message }], isTried ? await tryIt() : []];
}
/**
 * What the record needs for it is the first that is written. Where one object is all, trying that too would cost more than is
 * allowed (3 requests for each object and 15); writing it says the same, and no client is touched yet.
 */
async function tryWithRecord({ namespace, writes, prunes }, recordedClients, changed, options) {
    const isWriting = writes.length + prunes.length > 1;
    const tried = await Promise.all([
        isWriting ? (0,record_rehearsal/* recordFindings */.S)(options.cluster, namespace, recordedClients === 0) : [],
        tryAll(changed, options),
    ]);
    return tried.flat();
}
function tryAll(changed, options) {
    const { cluster, forcedManagers } = options;
    const { tryToApply } = (0,careful_apply/* createCarefulApply */.p)(cluster, changed, { forcedManagers });
    return dryRunFindings(tryToApply, changed.map(({ object }) => ({ object, placeFor: placeFor(object, options) })));
}
/** Kinds of what stands beside the workloads and isn't named by what it holds: each costs one list. */
function besideKinds({ shared, clients }) {
    return [...new Set([...shared, ...clients.flatMap(({ beside }) => beside)].map(({ kind }) => kind))];
}
function accessOf(wanted, plan, store, { namespace, isOpen }) {
    return {
        ...{ namespace, isOpen, isProving: plan.clients.some(({ action }) => action === 'prove') },
        besideKinds: besideKinds(wanted),
        writes: (0,network_plan/* stepsOf */.B_)(plan)
            .filter(({ action }) => action !== 'unchanged')
            .map(({ object: { kind, metadata }, action }) => ({ kind, name: metadata.name, isNew: action === 'create' })),
        revisions: wanted.clients.flatMap(({ workload }) => {
            const live = liveOf(workload, store);
            return (live && (0,as_it_ran/* revisionBefore */.n)(live)) ?? [];
        }),
        prunes: plan.prune.flatMap(({ kind, name }) => ((0,kubernetes_object/* isWrittenKind */.C$)(kind) ? [{ kind, name }] : [])),
    };
}
function placeFor(object, { placeOf }) {
    return placeOf && ((saying) => placeOf(object, saying));
}
function watched(wanted, store, options) {
    const live = liveOf(wanted, store);
    const pods = live?.metadata.uid === undefined ? [] : store.podsOf(live.metadata.uid);
    return { wanted, live, pods, placeFor: placeFor(wanted, options) };
}
function liveOf({ kind, metadata }, store) {
    return (0,kubernetes_object/* isWorkloadKind */.A)(kind) ? store.workload(kind, metadata.name) : undefined;
}
function accountsOf({ clients }, options) {
    const { accounts, passwords } = options;
    return clients.flatMap(({ client, immutable, workload }) => {
        const account = accounts.get(client);
        const keyfile = immutable.find(({ kind, metadata }) => kind === 'Secret' && metadata.name.startsWith(`${client}-keyfile-`));
        if (account === undefined || keyfile === undefined)
            return [];
        const password = passwords?.get(client);
        const text = Buffer.from(String((0,manifest_values/* mapAt */.SC)(keyfile, 'data')['keyfile'] ?? ''), 'base64').toString();
        return [
            {
                ...{ client, account, placeFor: placeFor(workload, options) },
                keyfile: { kind: 'Secret', name: keyfile.metadata.name, key: 'keyfile' },
                keyfileNameAs: (other) => (0,client_objects/* keyfileNameOf */._8)(other, text, options.digestKey),
                password: password && { kind: 'Secret', name: password.secret, key: password.key },
                workload: { kind: workload.kind, name: workload.metadata.name },
            },
        ];
    });
}


/***/ }),

/***/ 98800:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ limitReading)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37122);
/* harmony import */ var _api_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65850);
/* harmony import */ var _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(89164);



const advice = 'See whether the API server is well (`kubectl get --raw /readyz`), and run this again.';
function limitReading({ cluster, signal, limits, clock = _api_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .systemClock */ .ml }) {
    const over = new AbortController();
    const overdue = (totalMs) => {
        const open = [...new Set(cluster.unanswered())];
        const asked = open.length === 0 ? 'nothing is left without an answer' : open.slice(0, 3).join('; ');
        const more = open.length > 3 ? `; and ${open.length - 3} more` : '';
        return new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .RemoteError */ .Hi(`what runs could not be read within ${totalMs / 1000} s, the limit of the whole roll-out: ${asked}${more}. ${advice}`);
    };
    return {
        cluster: cluster.withSignal(AbortSignal.any([signal, over.signal])),
        signal: over.signal,
        within: async (read) => {
            let takeBack = () => { };
            const late = new Promise((_, reject) => {
                if (limits === undefined)
                    return;
                takeBack = clock.after(limits.totalMs, () => {
                    const error = overdue(limits.totalMs);
                    reject(error);
                    over.abort(error);
                });
            });
            try {
                return await Promise.race([read(), late]);
            }
            catch (error) {
                throw over.signal.aborted ? over.signal.reason : withAdvice(error);
            }
            finally {
                takeBack();
            }
        },
    };
}
/** Of what the transport has given up after many tries; a refusal says itself what it lacks. */
function withAdvice(error) {
    const isServers = error instanceof _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_2__/* .ApiRefusal */ .n && error.status >= 500;
    return isServers ? new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .RemoteError */ .Hi(`${error.message.replace(/\.$/, '')}. ${advice}`, { cause: error }) : error;
}


/***/ }),

/***/ 16515:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  L: () => (/* binding */ createRollOutState),
  b: () => (/* binding */ noState)
});

// EXTERNAL MODULE: ./src/cluster/api/live-object.js
var live_object = __webpack_require__(38946);
// EXTERNAL MODULE: ./src/cluster/api/parallel.js
var parallel = __webpack_require__(4529);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/preflight/record-rehearsal.js
var record_rehearsal = __webpack_require__(55140);
;// CONCATENATED MODULE: ./src/cluster/record/adopted-object.js

/** What the server adds to an object's metadata; applied, it would be refused, or taken from whoever sets it. */
const setByServer = new Set([
    'creationTimestamp',
    'deletionGracePeriodSeconds',
    'deletionTimestamp',
    'generation',
    'managedFields',
    'resourceVersion',
    'selfLink',
    'uid',
]);
/** A controller's own notes, which it changes with every revision. */
const setByController = new Set(['deployment.kubernetes.io/revision']);
/**
 * The live object's own body, to be applied again. Defaults that the server filled in stay: they are what ran.
 * @param kind items of a list don't carry theirs.
 */
function bodyOfLive(kind, namespace, live) {
    const { status: _, ...rest } = live;
    const metadata = Object.fromEntries(Object.entries(live.metadata).filter(([field]) => !setByServer.has(field)));
    const annotations = Object.entries(live.metadata.annotations ?? {}).filter(([name]) => !setByController.has(name));
    const body = withoutTemplatesStatus(rest);
    return {
        ...body,
        apiVersion: (0,kubernetes_object/* apiVersionOf */.uO)(kind),
        kind,
        metadata: {
            ...metadata,
            ...(live.metadata.annotations !== undefined && { annotations: Object.fromEntries(annotations) }),
            name: live.metadata.name,
            namespace,
        },
    };
}
/** The server gives each claim template a status, and templates an empty time of creation. */
function withoutTemplatesStatus(body) {
    const spec = body['spec'];
    if (!isMap(spec))
        return body;
    const { template, volumeClaimTemplates, ...rest } = spec;
    return {
        ...body,
        spec: {
            ...rest,
            ...(template !== undefined && { template: withoutTime(template) }),
            ...(Array.isArray(volumeClaimTemplates) && {
                volumeClaimTemplates: volumeClaimTemplates.map((claim) => {
                    if (!isMap(claim))
                        return claim;
                    const { status: _, ...written } = claim;
                    return withoutTime(written);
                }),
            }),
        },
    };
}
function withoutTime(template) {
    if (!isMap(template) || !isMap(template['metadata']))
        return template;
    const { creationTimestamp: _, ...metadata } = template['metadata'];
    return { ...template, metadata };
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// EXTERNAL MODULE: ./src/cluster/record/mixture.js
var mixture = __webpack_require__(20809);
// EXTERNAL MODULE: ./src/cluster/record/recorded-owner.js
var recorded_owner = __webpack_require__(63839);
// EXTERNAL MODULE: ./src/cluster/network/as-it-ran.js
var as_it_ran = __webpack_require__(83744);
;// CONCATENATED MODULE: ./src/cluster/network/record-state.js








/** Of a roll-out that has nothing to write. */
const noState = {
    releasesBefore: [],
    beginForward: () => Promise.reject(new Error('nothing is to be written')),
    beginGoingBack: () => Promise.reject(new Error('nothing was written')),
    settle: () => Promise.reject(new Error('nothing was begun')),
};
/** The roll-out record, as one roll-out drives it. */
function createRollOutState(wanted, record, store, options) {
    const unproved = new Set(record.head?.unproved);
    const isUnsure = (owner) => record.unfinished !== undefined || unproved.has(owner);
    let open;
    let settled;
    const begun = () => {
        if (open === undefined)
            throw new Error('the roll-out was not begun');
        return open;
    };
    const baselineIn = async (from) => {
        const touched = await from.touched();
        const neverProved = touched.filter(({ before }) => before?.neverProved === true);
        const isEmpty = from.head.baseline.clients <= neverProved.length;
        return {
            owners: new Map(touched.map((owner) => [owner.owner, owner])),
            isUnsure,
            isEmpty,
            left: from.head.left ?? [],
        };
    };
    return {
        releasesBefore: (0,mixture/* releasesBefore */.e)(record.head),
        beginForward: async () => {
            const adopted = await adoptedObjects(wanted, record, store, options);
            // Nothing stands between this look and the first write.
            await options.beforeFirstWrite();
            open = await (0,record_rehearsal/* beforeClients */.G)('the roll-out record could not be written', record.begin({ release: options.release, wanted: (0,recorded_owner/* ownersOf */.K2)(wanted), adopted }));
            return baselineIn(open);
        },
        resume: async () => {
            open = await record.resume();
            return baselineIn(open);
        },
        beginGoingBack: (clients) => begun().goBack(clients),
        settle: async (settlement) => {
            settled = await begun().settle(settlement);
        },
        isBegun: () => open !== undefined,
        settled: () => settled,
    };
}
const atOnce = 16;
/** What stands under a wanted name and was never applied by a recorded run: it is what would be gone back to. */
async function adoptedObjects(wanted, record, store, { cluster, namespace, log }) {
    const owners = (0,recorded_owner/* ownersOf */.K2)(wanted);
    const recorded = await record.baselineOf(owners.map(({ owner }) => owner));
    const unknown = owners.flatMap(({ owner, role, bodies, contentNamed }) => {
        const known = new Set((0,recorded_owner/* keysOf */.YD)(recorded.get(owner)));
        // What is named by what it holds is in the record, in use or retired, once its owner is.
        const isKnown = (key) => known.has(key) || (recorded.has(owner) && contentNamed.includes(key));
        return bodies.filter((body) => !isKnown((0,recorded_owner/* keyOf */.TN)(body))).map((body) => ({ owner, role, body }));
    });
    const found = await (0,parallel/* inParallel */.H)(unknown, atOnce, async ({ owner, role, body }) => {
        const what = { kind: body.kind, name: body.metadata.name };
        const workload = (0,kubernetes_object/* isWorkloadKind */.A)(body.kind) ? store.workload(body.kind, body.metadata.name) : undefined;
        const live = workload
            ? await (0,as_it_ran/* asItRan */.H)(workload, { cluster, namespace, log })
            : await (0,live_object/* liveObject */.y)(what, { cluster, store, namespace });
        return live === undefined ? [] : [{ owner, role, body: bodyOfLive(body.kind, namespace, live) }];
    });
    return found.flat();
}


/***/ }),

/***/ 95493:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  jS: () => (/* binding */ lookAtNetwork),
  AN: () => (/* binding */ planRollTo),
  x7: () => (/* binding */ rollTo)
});

// EXTERNAL MODULE: ./src/cluster/api/clock.js
var api_clock = __webpack_require__(65850);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
;// CONCATENATED MODULE: ./src/cluster/api/deployments-on-need.js

/**
 * A network of StatefulSets needs neither of both: Deployments are listed once, and followed only where the namespace has
 * one or somebody says that one may come. That is three requests less of the few that a small change takes.
 */
function deploymentsOnNeed(cluster, namespace) {
    const [deployments, replicaSets] = [(0,kubernetes_object/* listPath */.Kx)('Deployment', namespace), (0,kubernetes_object/* listPath */.Kx)('ReplicaSet', namespace)];
    const starts = [];
    const closing = new AbortController();
    let looking;
    let following;
    const follow = () => {
        following ??= Promise.all(starts.map((start) => start())).then(() => { });
        return following;
    };
    const look = async () => {
        closing.signal.throwIfAborted();
        const query = { isFromMemory: true, signal: closing.signal };
        const found = await cluster.list(deployments, {}, query);
        if (found.length > 0)
            await follow();
    };
    return {
        follow,
        cluster: {
            watch: (path, options) => {
                if (path !== deployments && path !== replicaSets)
                    return cluster.watch(path, options);
                let watch;
                starts.push(() => {
                    watch = closing.signal.aborted ? undefined : cluster.watch(path, options);
                    return watch?.synced ?? Promise.resolve();
                });
                // Not before both are known.
                looking ??= Promise.resolve().then(look);
                const synced = looking.then(() => {
                    // There is nothing that could be missed.
                    if (watch === undefined)
                        options.resumed?.();
                }, (error) => {
                    if (watch === undefined && !closing.signal.aborted)
                        options.refused?.(error);
                    throw error;
                });
                synced.catch(() => { });
                const close = () => {
                    closing.abort(new Error('nobody looks any more'));
                    watch?.close();
                };
                return { synced, close };
            },
        },
    };
}

;// CONCATENATED MODULE: ./src/cluster/api/listed-once.js
/** A watch that looks once and then is still: a plan needs no more, and who may only look may not watch. */
function listedOnce(cluster) {
    return {
        watch: (path, options) => {
            const closing = new AbortController();
            const { fieldSelector, kept = (object) => object, changed, resumed, refused } = options;
            const query = fieldSelector === undefined ? {} : { fieldSelector };
            const synced = cluster.list(path, query, { isFromMemory: true, signal: closing.signal }).then((objects) => {
                for (const object of objects)
                    changed(kept(object));
                resumed?.();
            }, (error) => {
                refused?.(error);
                throw error;
            });
            synced.catch(() => { });
            return { synced, close: () => closing.abort(new Error('nobody looks any more')) };
        },
    };
}

// EXTERNAL MODULE: ./src/cluster/api/namespace-store.js + 3 modules
var namespace_store = __webpack_require__(26209);
// EXTERNAL MODULE: ./src/cluster/live-workload.js
var live_workload = __webpack_require__(71087);
// EXTERNAL MODULE: ./src/cluster/ownership/shown-value.js
var shown_value = __webpack_require__(50776);
// EXTERNAL MODULE: ./src/cluster/preflight/preflight-finding.js
var preflight_finding = __webpack_require__(23056);
// EXTERNAL MODULE: ./src/cluster/preflight/record-rehearsal.js
var record_rehearsal = __webpack_require__(55140);
// EXTERNAL MODULE: ./src/cluster/record/collection.js
var collection = __webpack_require__(60101);
// EXTERNAL MODULE: ./src/cluster/record/head-swap.js
var head_swap = __webpack_require__(88523);
// EXTERNAL MODULE: ./src/cluster/record/namespace-lock.js + 2 modules
var namespace_lock = __webpack_require__(46873);
// EXTERNAL MODULE: ./src/cluster/record/recorded-owner.js
var recorded_owner = __webpack_require__(63839);
// EXTERNAL MODULE: ./src/cluster/record/roll-out-record.js + 3 modules
var roll_out_record = __webpack_require__(66808);
// EXTERNAL MODULE: ./src/cluster/record/set-reader.js
var set_reader = __webpack_require__(38209);
// EXTERNAL MODULE: ./src/cluster/roll/finish-going-back.js
var finish_going_back = __webpack_require__(32667);
// EXTERNAL MODULE: ./src/cluster/roll/live-client.js
var live_client = __webpack_require__(48417);
// EXTERNAL MODULE: ./src/cluster/roll/network-plan.js + 3 modules
var network_plan = __webpack_require__(86024);
// EXTERNAL MODULE: ./src/cluster/roll/failure-policy.js
var failure_policy = __webpack_require__(16740);
// EXTERNAL MODULE: ./src/cluster/roll/go-back-plan.js
var go_back_plan = __webpack_require__(28433);
// EXTERNAL MODULE: ./src/cluster/roll/deadlines.js
var deadlines = __webpack_require__(7398);
// EXTERNAL MODULE: ./src/cluster/roll/roll-failure.js + 3 modules
var roll_failure = __webpack_require__(61934);
// EXTERNAL MODULE: ./src/cluster/api/cluster-port.js
var cluster_port = __webpack_require__(89164);
// EXTERNAL MODULE: ./src/cluster/judge/sight.js
var judge_sight = __webpack_require__(67262);
// EXTERNAL MODULE: ./src/cluster/roll/abortable.js
var abortable = __webpack_require__(59601);
// EXTERNAL MODULE: ./src/cluster/roll/prove-workload.js + 1 modules
var prove_workload = __webpack_require__(50756);
;// CONCATENATED MODULE: ./src/cluster/roll/running-images.js
/**
 * The first container, sidecars and init containers included, whose image by digest is not the one that runs: something
 * between us and the node put another in its place. Not compared: what was asked for by tag, what the node names by its own
 * id only (`sha256:…` without a name before it: the digest of the image's configuration), what it names not at all.
 * @param isSame asked only where the digests differ.
 */
async function otherImageOf(workload, pods, isSame = async () => false) {
    const { template } = (workload.spec ?? {});
    const { containers = [], initContainers = [] } = template?.spec ?? {};
    for (const pod of pods) {
        const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
        const statuses = [...containerStatuses, ...initContainerStatuses];
        for (const { name, image } of [...containers, ...initContainers]) {
            const wanted = digestIn(image);
            const found = digestIn(statuses.find((status) => status.name === name)?.imageID);
            if (wanted === undefined || found === undefined || wanted === found)
                continue;
            if (!(await isSame(image ?? '', found)))
                return { pod, container: name, wanted, found };
        }
    }
    return undefined;
}
function digestIn(reference) {
    return /@(sha256:[0-9a-f]{64})$/.exec(reference ?? '')?.[1];
}

// EXTERNAL MODULE: ./src/cluster/roll/writer.js
var roll_writer = __webpack_require__(52164);
;// CONCATENATED MODULE: ./src/cluster/roll/roll-one.js










/**
 * Leads one client to what is wanted and waits until it is proved, can't be, or the signal asks to leave off. What is refused
 * is an end, not an error.
 */
async function rollOne(step, deadline, signal, ports) {
    const workload = (0,live_client/* workloadOf */.Rc)(step.wanted.workload);
    const startedMs = ports.clock.now();
    const podsBefore = (0,live_client/* podsOfWorkload */.R8)(workload, ports.store);
    const writer = (0,roll_writer/* createWriter */.u)(ports.cluster);
    const report = (end) => ({
        pods: [],
        restartsBefore: (0,live_client/* sumOfRestarts */.hg)(podsBefore),
        restartsAfter: (0,live_client/* sumOfRestarts */.hg)(end.pods ?? (0,live_client/* podsOfWorkload */.R8)(workload, ports.store)),
        writes: writer.writes,
        podsRemoved: writer.podsRemoved,
        tookMs: ports.clock.now() - startedMs,
        touched: writer.touched,
        ...end,
    });
    try {
        return report(await writeAndProve(step, podsBefore, deadline, signal, writer, ports));
    }
    catch (thrown) {
        const error = (0,roll_failure/* remoteError */.bO)(thrown);
        if (signal.aborted && !(error instanceof cluster_port/* ApiRefusal */.n))
            return report({ end: 'broken-off' });
        if ((0,roll_failure/* isConflict */.dh)(error))
            return report({ end: 'superseded', failure: (0,roll_failure/* supersededBy */.gT)(error.message) });
        return report({ end: 'failed', failure: (0,roll_failure/* notWritten */.xc)(error) });
    }
}
async function writeAndProve(step, podsBefore, deadline, signal, writer, ports) {
    const { client, wanted } = step;
    const { kind, name } = (0,live_client/* workloadOf */.Rc)(wanted.workload);
    const written = await writeObjects(step, signal, writer);
    if (signal.aborted)
        return { end: 'broken-off' };
    const live = written ?? ports.store.workload(kind, name);
    if (live === undefined)
        return { end: 'superseded', failure: (0,roll_failure/* supersededBy */.gT)(`the ${kind} ${name} was deleted`) };
    const applied = (0,judge_sight/* appliedOf */.pZ)({ ...live, kind }, written !== undefined);
    // What restarts after the write counts, and nothing else; where nothing is written, what restarts from now on.
    const restartsBefore = (0,judge_sight/* restartCounts */.S2)(podsBefore);
    const proof = await (0,prove_workload/* proveWorkload */.G)({ client, kind, name, applied, restartsBefore }, deadline, signal, writer, ports);
    switch (proof.kind) {
        case 'broken-off':
            return { end: 'broken-off' };
        case 'failed':
        case 'superseded':
            return { end: proof.kind, failure: proof.failure, pods: proof.pods };
        case 'proved': {
            const { pods, revision } = proof;
            const other = await compareImages(step, pods, deadline, signal, ports);
            if (other === 'left-off')
                return { end: 'broken-off' };
            if (other === undefined)
                return { end: 'proved', pods, revision };
            return { end: 'failed', pods, revision, failure: (0,roll_failure/* otherImage */.K$)(other) };
        }
    }
}
/** A registry keeps nobody waiting: by the deadline, no answer counts as one that can't tell. */
async function compareImages({ client, wanted }, pods, deadline, signal, { clock, log, isSameImage }) {
    const answered = new AbortController();
    const waiting = AbortSignal.any([signal, answered.signal]);
    const late = (0,abortable/* pauseOrAbort */.k)(clock, deadline.atMs - clock.now(), waiting).then(() => 'late');
    const compared = otherImageOf(wanted.workload, pods, isSameImage);
    const other = await Promise.race([compared, late]).finally(() => answered.abort());
    if (other !== 'late')
        return other;
    if (signal.aborted)
        return 'left-off';
    log.warning(`${client}: its node names another digest than the wanted image's, and no registry said within ${(0,deadlines/* describeDeadline */.IZ)(deadline)} whether that is the same image; it is taken to be: look at it when the registry answers`);
    return undefined;
}
/**
 * What the workload mounts is there before the workload; a peer's name resolves before the peer starts.
 * @returns the workload as it stands then; `undefined` when it was not to be written, or the signal came before.
 */
async function writeObjects({ action, wanted, standing }, signal, writer) {
    if (action !== 'create' && action !== 'update')
        return undefined;
    if (signal.aborted)
        return undefined;
    await writer.applyAll(wanted.immutable.filter((object) => !standing.has((0,recorded_owner/* keyOf */.TN)(object))));
    for (const object of wanted.beside) {
        if (signal.aborted)
            return undefined;
        if (!standing.has((0,recorded_owner/* keyOf */.TN)(object)))
            await writer.apply(object);
    }
    if (signal.aborted || standing.has((0,recorded_owner/* keyOf */.TN)(wanted.workload)))
        return undefined;
    return writer.apply(wanted.workload);
}

// EXTERNAL MODULE: ./src/cluster/roll/left-to-us.js
var left_to_us = __webpack_require__(39883);
;// CONCATENATED MODULE: ./src/cluster/roll/roll-step.js


/** True for a step that writes. */
function isChange({ action }) {
    return action === 'create' || action === 'update';
}
/** True for a step that takes a running client away for a while: its workload changes, or its pod is ours to replace. */
function isRestart({ action, wanted: { workload }, standing }) {
    if (action !== 'update' && action !== 'prove')
        return false;
    return (0,left_to_us/* leavesPodsToUs */.k)(workload) || (action === 'update' && !standing.has((0,recorded_owner/* keyOf */.TN)(workload)));
}

// EXTERNAL MODULE: ./src/cluster/roll/scheduler.js + 1 modules
var scheduler = __webpack_require__(24515);
// EXTERNAL MODULE: ./src/cluster/roll/restart-limits.js
var restart_limits = __webpack_require__(71153);
;// CONCATENATED MODULE: ./src/cluster/roll/wave-plan.js


/**
 * Roles in order, the first being the bootstraps; of what is to be changed after those, one client goes alone before all
 * others. Pure, and the same for the same input: within a role the order is that of `steps`.
 *
 * What is not written stays in its role's first wave: a client that was left broken is found before more is changed.
 * @param isReady says which clients serve now. It matters for the choice of the canary only: where so many of a role are
 * down that none of its running clients may restart, the canary is one of those that are down (it may always be mended);
 * else it would wait for clients of a later wave.
 */
function planWaves(steps, network, isReady) {
    const { roles } = network;
    const lost = steps.find(({ role }) => !roles.includes(role));
    if (lost !== undefined)
        throw new RangeError(`${lost.client} has the role ${lost.role}, which is in no wave`);
    const ofRole = (role) => steps.filter((step) => step.role === role);
    const [bootstraps, ...others] = roles;
    const later = others.flatMap(ofRole).filter(isChange);
    const canary = later.length > 1 ? canaryOf(later, network, isReady) : undefined;
    const waves = [{ name: bootstraps ?? '', steps: ofRole(bootstraps) }];
    for (const role of others) {
        const all = ofRole(role);
        if (canary === undefined || canary.role !== role)
            waves.push({ name: role, steps: all });
        else {
            waves.push({ name: 'canary', steps: [...all.filter((step) => !isChange(step)), canary] });
            waves.push({ name: role, steps: all.filter((step) => isChange(step) && step !== canary) });
        }
    }
    return waves.filter((wave) => wave.steps.length > 0);
}
/** The first that is to be changed; of its role one that is down, where none that serves may restart. */
function canaryOf(later, network, isReady) {
    const first = later[0];
    if (first === undefined || !isReady(first.client))
        return first;
    const down = network.members.filter(({ client, role }) => role === first.role && !isReady(client)).length;
    if (down < (0,restart_limits/* restartLimitOf */.A)(first.role, network))
        return first;
    return later.find(({ client, role }) => role === first.role && !isReady(client)) ?? first;
}

;// CONCATENATED MODULE: ./src/cluster/roll/go-forward.js








/** Writes what all clients share, then leads them forward wave by wave until all are proved or something stops it. */
async function goForward(steps, shared, options) {
    const { network, policy, limits, canGoBack, signal, ports, isReady } = options;
    const written = await writeShared(shared, signal, ports);
    const waveOf = new Map();
    if (written.failure !== undefined) {
        return { ends: new Map(), waveOf, shared: written, failedWaves: new Set(), isWholeFailed: true, why: [] };
    }
    const planned = steps.map((step) => ({ ...step, isRestart: isRestart(step) }));
    const waves = planWaves(planned, network, isReady);
    for (const { name, steps: clients } of waves)
        for (const { client } of clients)
            waveOf.set(client, name);
    let failures = 0;
    const totalMs = (0,deadlines/* forwardLimitMs */.tU)(limits.totalMs, canGoBack);
    const { results, left, stop, stoppedIn } = await (0,scheduler/* runWaves */.a)(waves, {
        network,
        maxParallel: options.maxParallel,
        limits,
        lastDeadline: { atMs: options.startedMs + totalMs, of: 'total', limitMs: totalMs },
        signal,
        clock: ports.clock,
        log: ports.log,
        isReady,
        work: async (step, deadline, leave) => {
            if (step.action !== 'unchanged')
                ports.log.info([step.client, step.action, ...(step.reason === undefined ? [] : [step.reason])].join(': '));
            const end = await rollOne(step, deadline, leave, ports);
            if (end.failure !== undefined)
                (0,roll_failure/* tellFailure */.s9)((0,roll_failure/* messageOf */.bD)(step.client, end.failure, ports.redact), ports.log);
            return end;
        },
        judgeEnd: (_, { end }) => {
            if (end === 'superseded')
                return 'superseded';
            if (end !== 'failed')
                return 'go-on';
            failures++;
            if (!(0,failure_policy/* isEnough */.LP)(policy, failures))
                return 'go-on';
            return canGoBack && (0,failure_policy/* breaksOff */.wQ)(policy) ? 'break-off' : 'stop';
        },
        checkWave: options.checkWave && ((wave, deadline) => checkOf(wave, deadline, options)),
    });
    for (const { client } of left)
        waveOf.delete(client);
    return { ends: results, waveOf, shared: written, stop, ...meaningOf(stop, stoppedIn) };
}
/** Only of what was changed: the others are as they were. */
async function checkOf({ steps }, { atMs }, { checkWave, signal, ports }) {
    const changed = steps.filter(isChange).map(({ client }) => client);
    if (changed.length === 0)
        return undefined;
    return checkWave?.(changed, { withinMs: Math.max(0, atMs - ports.clock.now()), signal });
}
async function writeShared(objects, signal, ports) {
    const writer = (0,roll_writer/* createWriter */.u)(ports.cluster);
    const done = () => ({ touched: writer.touched, writes: writer.writes });
    try {
        for (const object of objects) {
            if (signal.aborted)
                break;
            await writer.apply(object);
        }
        return done();
    }
    catch (thrown) {
        const failure = (0,roll_failure/* notWritten */.xc)((0,roll_failure/* remoteError */.bO)(thrown));
        if (!signal.aborted)
            (0,roll_failure/* tellFailure */.s9)((0,roll_failure/* messageOf */.bD)('What all clients share', failure, ports.redact), ports.log);
        return { ...done(), failure };
    }
}
function meaningOf(stop, wave) {
    const ofWave = { failedWaves: new Set(wave === undefined ? [] : [wave]), isWholeFailed: false };
    const whole = { failedWaves: new Set(), isWholeFailed: true };
    switch (stop?.kind) {
        case 'deadline':
            return { ...(stop.deadline.of === 'wave' ? ofWave : whole), why: [notStartedIn(stop.deadline, wave)] };
        case 'held': {
            const why = `the wave ${wave} stands still: too many clients of its role are down to restart ${stop.clients.join(', ')}`;
            return { ...ofWave, why: [why] };
        }
        case 'wave-check':
            return { ...ofWave, why: [`the wave ${wave} failed what was checked at its end: ${stop.why}`] };
        default:
            return { failedWaves: new Set(), isWholeFailed: false, why: [] };
    }
}
function notStartedIn(deadline, wave) {
    return `not all clients of the wave ${wave} could start within ${(0,deadlines/* describeDeadline */.IZ)(deadline)}`;
}

// EXTERNAL MODULE: ./src/cluster/roll/prune.js
var prune = __webpack_require__(82071);
// EXTERNAL MODULE: ./src/cluster/roll/roll-choice.js
var roll_choice = __webpack_require__(92170);
// EXTERNAL MODULE: ./src/cluster/roll/roll-outcome.js
var roll_outcome = __webpack_require__(77961);
// EXTERNAL MODULE: ./src/cluster/roll/some-of.js
var some_of = __webpack_require__(90933);
// EXTERNAL MODULE: ./src/cluster/roll/way-back.js
var way_back = __webpack_require__(73950);
;// CONCATENATED MODULE: ./src/cluster/roll/roll-network.js












/**
 * Leads a network forward, and back when that fails. Writes nothing where nothing is to be written. When it returns, nothing
 * is under way any more, and the record is settled unless the run was stopped from outside.
 * @throws RemoteError when the record can't be begun: then nothing was written.
 */
async function rollNetwork(task, options) {
    const run = await begin(task, options);
    const { network, canGoBack, startedMs, signal, isReady } = run;
    const { policy, maxParallel, limits, ports, checkWave } = options;
    const forward = await goForward(task.steps, task.shared, {
        ...{ network, policy, maxParallel, limits, canGoBack, startedMs, signal, ports, isReady, checkWave },
    });
    const forwardMs = ports.clock.now() - startedMs;
    const isProved = (0,roll_choice/* isComplete */.As)(forward) && !signal.aborted;
    const pruned = run.baseline !== undefined && isProved
        ? await (0,prune/* prune */.R)(run.baseline, task.wanted ?? [], signal, ports)
        : (0,prune/* leftOver */.W)(run.baseline?.owners.values());
    const isStopped = options.lockLost.aborted || (options.cancelled.aborted && !(0,roll_choice/* isComplete */.As)(forward));
    const chosen = isStopped ? undefined : (0,roll_choice/* chooseBack */.Bb)(run, forward);
    const way = chosen?.isAny === true ? await goBackFor(chosen, run, forward) : undefined;
    const goingBackMs = way && ports.clock.now() - startedMs - forwardMs;
    return (0,roll_outcome/* endOf */.pJ)(run, forward, chosen, way, { forwardMs, goingBackMs, isStopped, pruned });
}
async function begin(task, options) {
    const { steps, shared, isUnfinished, isPruning = false } = task;
    const { ports, state, policy, roles, voters } = options;
    const startedMs = ports.clock.now();
    const isToBegin = isUnfinished || isPruning || shared.length > 0 || steps.some(isChange);
    const baseline = isToBegin ? await state.beginForward() : undefined;
    const unsure = [...(baseline?.owners.values() ?? [])].filter(({ owner }) => baseline?.isUnsure(owner) === true);
    const strays = straysAmong(unsure, steps);
    return {
        task,
        options,
        startedMs,
        signal: AbortSignal.any([options.cancelled, options.lockLost]),
        baseline,
        canGoBack: baseline !== undefined && !baseline.isEmpty && (0,failure_policy/* goesBack */.m)(policy),
        inherited: new Map(unsure.map((owner) => [owner.owner, (0,go_back_plan/* inheritedTouch */.ov)(owner, ports.store)])),
        strays,
        network: { members: steps, roles, voters },
        isReady: readinessOf(steps, strays, options),
    };
}
/** Who is only wanted no more is none: it stands as before. */
function straysAmong(unsure, steps) {
    const wanted = new Set([recorded_owner/* sharedOwner */.XC, ...steps.map(({ client }) => client)]);
    return unsure
        .filter(({ owner }) => !wanted.has(owner))
        .filter(({ before, attempted }) => attempted === undefined || !(0,set_reader/* isAlike */.H)(before, attempted))
        .map((owner) => ({ client: owner.owner, role: owner.role, action: 'update', workload: (0,go_back_plan/* anyWorkloadOf */.Tl)(owner) }));
}
function readinessOf(steps, strays, { ports }) {
    const wanted = steps.map(({ client, wanted: { workload } }) => ({ client, workload }));
    const workloads = new Map([...wanted, ...strays].map(({ client, workload }) => [client, workload && (0,live_client/* workloadOf */.Rc)(workload)]));
    return (client) => {
        const workload = workloads.get(client);
        return workload !== undefined && (0,live_client/* isServing */.PA)(workload, ports.store);
    };
}
/** With the time that was reserved for it: all that is left of the total. */
function goBackFor(chosen, run, forward) {
    const { options, startedMs, signal, network, strays, isReady } = run;
    const { ports, limits, maxParallel, state, mayGoBack } = options;
    const { baseline } = chosen;
    const limitMs = Math.max(0, startedMs + limits.totalMs - ports.clock.now());
    const deadline = { atMs: ports.clock.now() + limitMs, of: 'going back', limitMs };
    const steps = chosen.clients.flatMap((client) => {
        const owner = baseline.owners.get(client);
        return owner === undefined ? [] : [(0,go_back_plan/* planBack */.NY)(owner, chosen.touchesOf(client), baseline.isUnsure(client))];
    });
    const owner = chosen.isWhole ? baseline.owners.get(recorded_owner/* sharedOwner */.XC) : undefined;
    const shared = owner && (0,go_back_plan/* planObjectsBack */.Lt)(owner, forward.shared.touched, baseline.isUnsure(recorded_owner/* sharedOwner */.XC));
    // Clients that this run created, or that never worked, were no part of the network that is gone back to.
    const members = [...network.members, ...strays].filter(({ client }) => !baseline.owners.has(client) || (0,recorded_owner/* isGood */.Kg)(baseline.owners.get(client)?.before));
    ports.log.info(`Going back: ${(0,some_of/* someOf */.y)(chosen.clients)}`);
    return (0,way_back/* takeBack */.zH)(steps, shared, {
        ...{ network: { ...network, members }, maxParallel, limits, deadline, signal, ports, isReady, state, mayGoBack },
        ...{ isWhole: chosen.isWhole, stay: chosen.stay, failureOf: (client) => forward.ends.get(client)?.failure },
    });
}

// EXTERNAL MODULE: ./src/cluster/network/careful-apply.js + 2 modules
var careful_apply = __webpack_require__(67541);
// EXTERNAL MODULE: ./src/cluster/network/held-cluster.js
var held_cluster = __webpack_require__(36044);
// EXTERNAL MODULE: ./src/cluster/network/network-access.js + 1 modules
var network_access = __webpack_require__(62913);
// EXTERNAL MODULE: ./src/cluster/network/network-findings.js + 11 modules
var network_findings = __webpack_require__(39778);
// EXTERNAL MODULE: ./src/cluster/api/live-object.js
var live_object = __webpack_require__(38946);
// EXTERNAL MODULE: ./src/cluster/api/parallel.js
var parallel = __webpack_require__(4529);
// EXTERNAL MODULE: ./src/cluster/roll/leftovers.js
var roll_leftovers = __webpack_require__(38743);
// EXTERNAL MODULE: ./src/cluster/roll/who-names.js
var who_names = __webpack_require__(51294);
// EXTERNAL MODULE: ./src/cluster/judge/judge.js + 11 modules
var judge = __webpack_require__(67256);
// EXTERNAL MODULE: ./src/cluster/judge/judge-memory.js
var judge_memory = __webpack_require__(90878);
;// CONCATENATED MODULE: ./src/cluster/network/present-state.js





/** What the judge says of a workload as it stands, in one look: by the same table as after a write. */
async function presentStateOf(wanted, options) {
    const { store, isSameImage, ...rest } = options;
    const workload = (0,live_client/* workloadOf */.Rc)(wanted);
    const live = store.workload(workload.kind, workload.name);
    if (live === undefined)
        return undefined;
    const pods = store.podsOf(live.metadata.uid ?? '');
    const sight = (0,judge_sight/* takeSight */.fE)(store, workload, {
        ...rest,
        applied: (0,judge_sight/* appliedOf */.pZ)(live, false),
        restartsBefore: (0,judge_sight/* restartCounts */.S2)(pods),
    });
    const verdict = (0,judge/* judge */.S)(sight, (0,judge_memory/* createJudgeMemory */.J)());
    switch (verdict.kind) {
        case 'proved': {
            // Held against what it says itself: what is wanted instead is no doubt about how it stands.
            const other = await otherImageOf(live, verdict.pods, isSameImage);
            if (other === undefined)
                return { isProved: true, why: 'proved' };
            return { isProved: false, why: `pod ${other.pod.metadata.name} runs another image` };
        }
        case 'baking':
            return { isProved: false, why: 'its pod was not ready for long enough yet' };
        case 'failed':
            return { isProved: false, why: `${verdict.sign.pod?.name ?? workload.name}: ${verdict.sign.reason}` };
        case 'waiting':
            return { isProved: false, why: verdict.sign?.reason ?? `it waits until ${verdict.awaited}` };
    }
}

;// CONCATENATED MODULE: ./src/cluster/network/network-sight.js










const atOnce = 16;
/**
 * Looks at everything a plan needs. The watches know the workloads; other kinds cost one list each, however many clients
 * there are. Secrets are never listed: one that is recorded is believed to be there while its client is proved, any other
 * is looked up by name, without what it holds.
 */
async function networkSight(wanted, options) {
    const { cluster, namespace, store, record, shown } = options;
    const states = new Map(await Promise.all(wanted.clients.map(async ({ client, workload }) => [client, await presentStateOf(workload, options)])));
    const present = (client) => states.get(client);
    const recorded = [...(await record.everyOwner()).values()];
    // Of a run that was broken off nobody can say from the record what it wrote.
    const applied = record.unfinished === undefined ? recorded : [];
    const known = new Set(recorded.flatMap(({ bodies }) => bodies.map(recorded_owner/* keyOf */.TN)));
    const doubtful = new Set((0,network_plan/* doubtfulObjects */.iU)(wanted, { present }).map(recorded_owner/* keyOf */.TN));
    const contentNamed = new Set(wanted.clients.flatMap(({ immutable }) => immutable.map(recorded_owner/* keyOf */.TN)));
    const all = [...wanted.shared, ...wanted.clients.flatMap(({ immutable, beside }) => [...immutable, ...beside])];
    const isListed = (object) => object.kind !== 'Secret' && !contentNamed.has((0,recorded_owner/* keyOf */.TN)(object));
    const isAsked = (object) => {
        const key = (0,recorded_owner/* keyOf */.TN)(object);
        // What a new client's files are called was never seen, and is written in any case.
        if (contentNamed.has(key))
            return doubtful.has(key) && known.has(key);
        return object.kind === 'Secret';
    };
    const [listed, asked, leftovers] = await Promise.all([
        listKinds(all.filter(isListed), cluster, namespace),
        askFor(all.filter(isAsked), options),
        leftoversOf(recorded, wanted, options),
    ]);
    return {
        live: (object) => {
            const key = (0,recorded_owner/* keyOf */.TN)(object);
            if ((0,kubernetes_object/* isWorkloadKind */.A)(object.kind))
                return store.workload(object.kind, object.metadata.name) ?? 'absent';
            if (isListed(object))
                return listed.get(key) ?? 'absent';
            return asked.get(key) ?? 'unseen';
        },
        applied,
        leftovers,
        ...(await podsThatMayName(leftovers, options)),
        recordedClients: recorded.filter(({ owner }) => owner !== recorded_owner/* sharedOwner */.XC).length,
        workloads: store.workloads(),
        present,
        collectable: (0,collection/* beyondNewest */.Mx)(record.head?.retired ?? [], collection/* keptRetired */["if"]),
        shown,
    };
}
/** What stands by the record and is wanted no more. There is seldom any, so each is looked up by its name. */
async function leftoversOf(recorded, wanted, options) {
    const wantedKeys = (0,recorded_owner/* ownersOf */.K2)(wanted).flatMap(recorded_owner/* keysOf */.YD);
    const inRecord = recorded.flatMap(({ owner, bodies, contentNamed }) => bodies.filter((body) => !contentNamed.includes((0,recorded_owner/* keyOf */.TN)(body))).map((body) => ({ owner, body })));
    const left = (options.record.head?.left ?? []).flatMap(({ owner, key }) => {
        const body = (0,roll_leftovers/* nameOnly */._s)(key, options.namespace);
        return body === undefined ? [] : [{ owner, body }];
    });
    const known = new Set(wantedKeys);
    const unwanted = [...inRecord, ...left].filter(({ body }) => {
        const key = (0,recorded_owner/* keyOf */.TN)(body);
        const isNew = !known.has(key);
        known.add(key);
        return isNew;
    });
    const look = async ({ kind, metadata: { name } }) => {
        try {
            return (await (0,live_object/* liveObject */.y)({ kind, name }, options, { metadataOnly: true })) ?? 'absent';
        }
        catch (error) {
            if (error instanceof cluster_port/* ApiRefusal */.n && error.status === 403)
                return 'unreadable';
            throw error;
        }
    };
    return (0,parallel/* inParallel */.H)(unwanted, atOnce, async (one) => ({ ...one, live: await look(one.body) }));
}
/** Asked for only where something would be removed that a pod may name. */
async function podsThatMayName(leftovers, { cluster, namespace, store }) {
    const mayGo = ({ owner, body, live }) => live !== 'absent' && (0,roll_leftovers/* mayBeNamedByPods */.Zq)(body) && (0,roll_leftovers/* whyLeft */.em)({ owner, body, live }, roll_leftovers/* nothingStays */.kF) === undefined;
    const none = { objects: [], unreadable: [] };
    if (!leftovers.some(mayGo))
        return { pods: [], podMakers: none };
    return { pods: (0,who_names/* standingPods */.ls)(store), podMakers: await (0,who_names/* listPodMakers */.Nk)(cluster, namespace) };
}
async function listKinds(objects, cluster, namespace) {
    const kinds = [...new Set(objects.map(({ kind }) => kind))];
    const lists = await Promise.all(kinds.map(async (kind) => {
        const found = await cluster.list((0,kubernetes_object/* listPath */.Kx)(kind, namespace), {}, { isFromMemory: true });
        return found.map((live) => [`${kind}/${live.metadata.name}`, live]);
    }));
    return new Map(lists.flat());
}
async function askFor(objects, options) {
    const found = await (0,parallel/* inParallel */.H)(objects, atOnce, async (object) => {
        const what = { kind: object.kind, name: object.metadata.name };
        return [(0,recorded_owner/* keyOf */.TN)(object), (await (0,live_object/* liveObject */.y)(what, options, { metadataOnly: true })) ?? 'absent'];
    });
    return new Map(found);
}

// EXTERNAL MODULE: ./src/cluster/network/reading-limit.js
var reading_limit = __webpack_require__(98800);
// EXTERNAL MODULE: ./src/cluster/network/record-state.js + 1 modules
var record_state = __webpack_require__(16515);
;// CONCATENATED MODULE: ./src/cluster/network/remember-lists.js
/** The same cluster, where a list of everything of a kind is asked for once: a small change has few requests. */
function rememberLists(cluster) {
    const known = new Map();
    return {
        ...cluster,
        list: (...[path, query = {}, options]) => {
            if (Object.keys(query).length > 0)
                return cluster.list(path, query, options);
            const reading = known.get(path) ?? cluster.list(path, query, options);
            known.set(path, reading);
            return reading;
        },
    };
}

// EXTERNAL MODULE: ./src/cluster/network/stopped-run.js
var stopped_run = __webpack_require__(61523);
;// CONCATENATED MODULE: ./src/cluster/network/roll-to.js



























/** What differs from what is wanted, and is not proved, as it stands. Writes nothing. */
async function lookAtNetwork(wanted, options) {
    const limit = (0,reading_limit/* limitReading */.e)(options);
    const store = (0,namespace_store/* openNamespaceStore */.H)({ ...options, cluster: listedOnce(limit.cluster) });
    try {
        return (await limit.within(() => readNetwork(wanted, store, limit, { ...options, run: '', access: 'plan' }))).plan;
    }
    finally {
        store.close();
    }
}
/**
 * What would be done, and everything that stands against it. Writes nothing.
 * @param access whose credentials these are: those of an apply, or of somebody who perhaps may only look.
 */
async function planRollTo(wanted, access, options) {
    const limit = (0,reading_limit/* limitReading */.e)(options);
    const { cluster } = limit;
    const store = (0,namespace_store/* openNamespaceStore */.H)({ ...options, cluster: listedOnce(cluster) });
    try {
        const seen = await limit.within(() => readNetwork(wanted, store, limit, { ...options, access }));
        const { unfinished } = seen.record;
        if (unfinished !== undefined) {
            const what = unfinished.state === 'forward' ? 'did not come to its end' : 'did not finish going back';
            options.log.warning(`The run ${unfinished.run} ${what}: an apply finishes it first`);
        }
        const findings = await limit.within(() => (0,network_findings/* networkFindings */.n)(wanted, seen.plan, store, {
            ...options,
            ...{ cluster, access, isOpen: isOpen(seen.record), tried: new Set() },
        }));
        return { ...seen, findings };
    }
    finally {
        store.close();
    }
}
/**
 * Leads the network to what is wanted, or back. Takes the namespace's lock only when there is something to do, and then makes
 * its plan anew. An unfinished going back is finished before anything else. A run that is stopped is a result too.
 */
function rollTo(wanted, given) {
    return (0,stopped_run/* unlessStopped */.OO)(wanted, given.signal, 0, () => lead(wanted, given));
}
async function lead(wanted, given) {
    const { cluster, namespace, run, lock, log, signal } = given;
    const limit = (0,reading_limit/* limitReading */.e)(given);
    const options = { ...given, reader: readerFor(wanted, limit, given) };
    const onNeed = hasDeployment(wanted.clients.map(({ workload }) => workload))
        ? undefined
        : deploymentsOnNeed(limit.cluster, namespace);
    const store = (0,namespace_store/* openNamespaceStore */.H)({ ...options, cluster: onNeed?.cluster ?? limit.cluster });
    try {
        const first = { ...limit, cluster: rememberLists(limit.cluster) };
        const seen = await limit.within(() => readNetwork(wanted, store, first, { ...options, access: 'apply' }));
        if (!isOpen(seen.record) && isDone(seen.plan)) {
            return await rollNetwork(taskOf(seen.plan, false), rollOptions(seen.plan, record_state/* noState */.b, noLease, store, options));
        }
        const tried = new Set();
        // Whatever stands against what is new: what was begun before it is finished first.
        if (seen.record.unfinished?.state !== 'going-back') {
            await limit.within(() => requireWritable(wanted, seen, tried, store, limit, options));
        }
        const asked = { cluster: cluster.withSignal(never), namespace, holder: run, ...lock, log };
        const answer = await (0,record_rehearsal/* beforeClients */.G)('the lock could not be taken', (0,namespace_lock/* acquireNamespaceLock */.t)(asked, signal));
        if (answer.kind === 'held')
            return lockedBy(answer);
        const { lease } = answer;
        try {
            const isSame = !answer.waited && seen.record.unfinished === undefined;
            const known = isSame ? { record: seen.record, limit: first } : undefined;
            return await rollLocked(wanted, lease, tried, store, limit, { ...options, follow: onNeed?.follow, known });
        }
        finally {
            await lease.release();
        }
    }
    finally {
        store.close();
    }
}
async function rollLocked(wanted, lease, tried, store, limit, options) {
    const { known } = options;
    const readAgain = () => limit.within(() => readRecord(wanted, limit, options));
    let record = known?.record ?? (await readAgain());
    await limit.within(async () => {
        // What is gone back to may be one that nobody wants any more.
        if (record.unfinished !== undefined || (await hadDeployment(record, wanted)))
            await options.follow?.();
    });
    const goOn = () => rollForward(wanted, lease, tried, store, limit, { ...options, known }, record);
    if (record.unfinished?.state === 'going-back') {
        const { plan } = await limit.within(() => look(wanted, record, store, limit, options));
        const state = (0,record_state/* createRollOutState */.L)(wanted, record, store, options);
        const finished = await (0,finish_going_back/* finishGoingBack */.$)(await state.resume(), {
            ...rollOptions(plan, state, lease, store, options),
            chosen: record.head?.goingBack,
        });
        if (finished.outcome !== 'failed-rolled-back' && finished.outcome !== 'failed-halted')
            return finished;
        return (0,stopped_run/* unlessStopped */.OO)(wanted, options.signal, finished.writes, async () => {
            record = await readAgain();
            const rolled = await goOn();
            return finished.writes === 0 ? rolled : withWrites(rolled, finished.writes);
        });
    }
    return goOn();
}
async function rollForward(wanted, lease, tried, store, limit, options, record) {
    const { cluster, namespace, log, known } = options;
    // Made again, by what the watches and the record know now: somebody else may have worked until the lock was ours.
    const { plan } = await limit.within(() => look(wanted, record, store, known?.limit ?? limit, options));
    await limit.within(() => requireWritable(wanted, { plan, record }, tried, store, limit, options));
    const state = (0,record_state/* createRollOutState */.L)(wanted, record, store, options);
    const task = taskOf(plan, isOpen(record));
    let result;
    try {
        result = await rollNetwork(task, rollOptions(plan, state, lease, store, options));
    }
    catch (error) {
        if (known === undefined || state.isBegun() || !(error instanceof head_swap/* RecordTakenError */.r4))
            throw error;
        log.info('Another run has worked since the first look: all is looked at again');
        return rollLocked(wanted, lease, tried, store, limit, { ...options, known: undefined });
    }
    const settled = state.settled();
    if (collectedAfter.has(result.outcome) && settled !== undefined) {
        const referring = () => (0,collection/* listReferring */.ZJ)(cluster, namespace);
        await (0,collection/* collectRetired */.YY)({ cluster, namespace, record: settled, referring, requireHeld: lease.requireHeld, log });
    }
    return result;
}
/**
 * A failure that is over leaves what it wrote, and nothing of it is needed: without a success in between, each would leave
 * more. What stood once is kept before that.
 */
const collectedAfter = new Set(['deployed', 'failed-rolled-back', 'failed-halted']);
/** @throws UserError with everything that stands against the plan */
async function requireWritable(wanted, { plan, record }, tried, store, { cluster }, options) {
    const asked = { ...options, cluster, access: 'apply', isOpen: isOpen(record), tried };
    (0,preflight_finding/* requireNoErrors */.c)(await (0,network_findings/* networkFindings */.n)(wanted, plan, store, asked), options.log);
}
function hasDeployment(bodies) {
    return bodies.some(({ kind }) => kind === 'Deployment');
}
async function hadDeployment(record, wanted) {
    const recorded = await record.baselineOf(wanted.clients.map(({ client }) => client));
    return [...recorded.values()].some(({ bodies }) => hasDeployment(bodies));
}
/** What taking back wrote before is told too: where nothing was left to do then, the run has changed something nevertheless. */
function withWrites(result, before) {
    const outcome = result.outcome === 'unchanged' ? 'deployed' : result.outcome;
    return { ...result, outcome, writes: result.writes + before, isChanged: true };
}
/** The record and what stands, or everything that these credentials lack to read them. */
function readNetwork(wanted, store, limit, options) {
    const intent = { access: options.access, wanted: () => wanted };
    return (0,network_access/* allowedFor */.O3)(intent, limit.cluster, options.namespace, async () => {
        const [record] = await Promise.all([readRecord(wanted, limit, options), store.synced]);
        return look(wanted, record, store, limit, options);
    });
}
async function look(wanted, record, store, { cluster }, options) {
    const { redact, isSecret, bakeMs, maxRestarts, isSameImage, clock = api_clock/* systemClock */.ml } = options;
    const shown = (0,shown_value/* createShown */.G3)({ redact, isSecret });
    const sight = await networkSight(wanted, {
        ...{ cluster, namespace: options.namespace, store, record, shown, bakeMs, maxRestarts, isSameImage },
        nowMs: clock.now(),
        serverNowMs: cluster.serverNow()?.getTime(),
    });
    return { plan: (0,network_plan/* planNetwork */.SU)(wanted, sight), shown, record };
}
function readRecord(wanted, limit, options) {
    const { cluster, namespace, environment, digestKey, run, clock, reader = readerFor(wanted, limit, options), } = options;
    return (0,roll_out_record/* readRollOutRecord */.r)({
        ...{ namespace, environment, digestKey, run, clock, reader },
        cluster: cluster.withSignal(limit.signal),
        now: () => cluster.serverNow() ?? new Date(),
    });
}
function readerFor(wanted, { signal }, { cluster, namespace, digestKey }) {
    return (0,set_reader/* createSetReader */.k)({
        ...{ namespace, digestKey },
        // What a stopped run still has to write down doesn't end with its signal.
        cluster: cluster.withSignal(signal),
        // What stands as it is wanted is known by its name, and not read.
        expected: (0,recorded_owner/* ownersOf */.K2)(wanted),
    });
}
/** True when a run has to be noted in the record even where it writes nothing: it ends what one before left. */
function isOpen({ unfinished, isUnproved }) {
    return unfinished !== undefined || isUnproved;
}
/** True when nothing is written and nothing waited for. */
function isDone({ clients, isUnchanged }) {
    return isUnchanged && clients.every(({ action }) => action === 'unchanged');
}
function taskOf({ clients, shared, prune }, isUnfinished) {
    const changed = shared.filter(({ action }) => action !== 'unchanged').map(({ object }) => object);
    const isPruning = prune.some(({ isCollected }) => !isCollected);
    const wanted = (0,network_plan/* stepsOf */.B_)({ shared, clients }).map(({ object }) => object);
    return { steps: clients, shared: changed, isUnfinished, isPruning, wanted };
}
function rollOptions(plan, state, lease, store, options) {
    const { cluster, namespace, clock = api_clock/* systemClock */.ml, log, redact, bakeMs, maxRestarts, isSameImage, forcedManagers, } = options;
    const { roles, voters, policy, maxParallel, limits, signal: cancelled, checkPeers } = options;
    const ours = (0,careful_apply/* createCarefulApply */.p)(cluster, (0,network_plan/* stepsOf */.B_)(plan), { forcedManagers, log });
    const held = (0,held_cluster/* heldCluster */.m)(cluster, lease, ours, cancelled);
    return {
        ...{ roles, voters, policy, maxParallel, limits, state, cancelled, lockLost: lease.lost },
        ports: { cluster: held, store, namespace, clock, log, redact, bakeMs, maxRestarts, isSameImage },
        mayGoBack: () => (0,stopped_run/* askUntilStopped */.Xg)(cancelled, () => options.mayGoBack(state.releasesBefore)),
        checkWave: checkPeers && ((clients, limits) => checkPeers(podsOfClients(clients, plan, store), limits)),
    };
}
function podsOfClients(clients, plan, store) {
    const workloads = new Map(plan.clients.map(({ client, wanted }) => [client, (0,live_client/* workloadOf */.Rc)(wanted.workload)]));
    return clients.flatMap((client) => {
        const workload = workloads.get(client);
        const [pod] = workload === undefined ? [] : (0,live_client/* podsOfWorkload */.R8)(workload, store).filter(live_workload/* isPodReady */.Ft);
        return pod === undefined ? [] : [{ client, pod: pod.metadata.name }];
    });
}
const never = new AbortController().signal;
/** Nothing is written without one. */
const noLease = { lost: never, requireHeld: () => { } };
function lockedBy({ heldBy, expiresAt }) {
    return {
        outcome: 'locked',
        clients: [],
        writes: 0,
        isChanged: false,
        why: [`another run works on this namespace: ${heldBy}, until ${expiresAt} unless it goes on`],
        forwardMs: 0,
    };
}


/***/ }),

/***/ 61523:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   OO: () => (/* binding */ unlessStopped),
/* harmony export */   Xg: () => (/* binding */ askUntilStopped),
/* harmony export */   "in": () => (/* binding */ endingWith)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);

/** A request that a stop broke off may have been done or not, as one whose answer got lost: it is no defect of ours. */
async function askUntilStopped(signal, ask) {
    try {
        return await ask();
    }
    catch (error) {
        if (!isStop(error, signal))
            throw error;
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi('the run was stopped before an answer came', { cause: error });
    }
}
/** The cluster as a roll-out has it: what it asks ends with the run. */
function endingWith(signal, cluster) {
    return {
        serverNow: cluster.serverNow,
        apply: (object, options) => askUntilStopped(signal, () => cluster.apply(object, options)),
        remove: (path, uid) => askUntilStopped(signal, () => cluster.remove(path, uid)),
        get: (path, options) => askUntilStopped(signal, () => cluster.get(path, options)),
        list: (path, query, options) => askUntilStopped(signal, () => cluster.list(path, query, options)),
        logs: (namespace, pod, request) => askUntilStopped(signal, () => cluster.logs(namespace, pod, request)),
    };
}
/**
 * Looking, waiting for the lock, beginning: whatever a stop ends before a client is begun is an end too, of which a workflow
 * is told as of any other.
 * @param writesBefore of a way back that was finished first
 */
async function unlessStopped(wanted, signal, writesBefore, run) {
    try {
        return await run();
    }
    catch (error) {
        if (!signal.aborted || !(isStop(error, signal) || error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi))
            throw error;
        const isChanged = writesBefore > 0;
        const what = isChanged ? 'nothing more was written' : 'nothing was written';
        return {
            outcome: 'cancelled',
            clients: wanted.clients.map(({ client, role }) => ({
                ...{ client, role, result: 'not-started', pods: [], restartsBefore: 0, restartsAfter: 0 },
                ...{ writes: 0, podsRemoved: 0 },
            })),
            ...{ writes: writesBefore, isChanged, forwardMs: 0 },
            why: [`the run was stopped before it began with a client: ${what}`],
        };
    }
}
function isStop(error, signal) {
    return signal.aborted && error === signal.reason;
}


/***/ }),

/***/ 53879:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pf: () => (/* binding */ fieldsOf),
/* harmony export */   fK: () => (/* binding */ valueAt),
/* harmony export */   j2: () => (/* binding */ ownsWholeBody)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(12354);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(10116);


/**
 * What of a body is in a set: every leaf of it, with its path. No schema is needed: what is a list with keys, a set or an
 * atomic value is read from the sets themselves. What asks for nothing (null, an empty list) is left out.
 * @param known every manager's fields of the live object: they tell the shape where `own` has nothing any more.
 */
function fieldsOf(body, own, known) {
    return Object.entries(ownableParts(body)).flatMap(([field, value]) => {
        const step = `f:${field}`;
        return walk(value ?? null, [step], own.children.get(step), known.children.get(step));
    });
}
/**
 * True when every leaf of a body is in these fields: what `fieldsOf` against them alone says of each, without a set and
 * paths being made of thousands of objects in which all is well.
 */
function ownsWholeBody(body, fieldsV1) {
    return Object.entries(ownableParts(body)).every(([field, value]) => ownsAll(value ?? null, (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .memberOf */ .C5)(fieldsV1, `f:${field}`)));
}
function ownsAll(value, node) {
    if (value === null || (Array.isArray(value) && value.length === 0))
        return true;
    if (!(0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node))
        return false;
    const steps = Object.keys(node).filter((step) => step !== '.');
    if (steps.length === 0)
        return true;
    if ((0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(value)) {
        return Object.entries(value).every(([key, child]) => child === undefined || ownsAll(child, (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .memberOf */ .C5)(node, `f:${key}`)));
    }
    if (!Array.isArray(value))
        return '.' in node;
    return value.every((item, index) => ownsAll(item, (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .memberOf */ .C5)(node, stepToItem(item, index, steps))));
}
/** The value at a path of a body; `undefined` when there is none. */
function valueAt(body, path) {
    return path.reduce(valueBehind, body);
}
function walk(value, path, own, known) {
    if (value === null || (Array.isArray(value) && value.length === 0))
        return [];
    const inner = stepsInto(value, own, known);
    if (inner === undefined) {
        const isOwned = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(value) && Object.keys(value).length === 0 ? own !== undefined : own?.isMember === true;
        return [{ path, value, isOwned }];
    }
    return inner.flatMap(([step, child]) => walk(child, [...path, step], (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsAt */ .$5)(own, [step]), (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsAt */ .$5)(known, [step])));
}
/** The steps from a value to what it holds; `undefined` when it is owned as a whole, or when no set has anything in it. */
function stepsInto(value, own, known) {
    const steps = [...(own?.children.keys() ?? []), ...(known?.children.keys() ?? [])];
    if (steps.length === 0)
        return undefined;
    if ((0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(value)) {
        const members = Object.entries(value).flatMap(([key, child]) => child === undefined ? [] : [[`f:${key}`, child]]);
        return members.length === 0 ? undefined : members;
    }
    if (!Array.isArray(value))
        return undefined;
    return value.map((item, index) => [stepToItem(item, index, steps), item]);
}
function stepToItem(item, index, steps) {
    const found = steps.find((step) => isItemAt(step, item, index));
    if (found !== undefined)
        return found;
    const keys = steps.map(_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .keysOf */ .YD).find((candidate) => candidate !== undefined);
    if (keys !== undefined) {
        const own = Object.keys(keys).map((key) => [key, keyOf(item, key) ?? null]);
        return `k:${(0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .canonicalJson */ .d)(Object.fromEntries(own))}`;
    }
    return steps.some((step) => step.startsWith('v:')) ? `v:${(0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .canonicalJson */ .d)(item)}` : `i:${index}`;
}
function isItemAt(step, item, index) {
    const keys = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .keysOf */ .YD)(step);
    if (keys !== undefined)
        return Object.entries(keys).every(([key, value]) => keyOf(item, key) === value);
    return step === `i:${index}` || step === `v:${(0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .canonicalJson */ .d)(item)}`;
}
/** What the schema of Kubernetes fills in for a key that isn't written: the protocol of a port. */
const keyDefaults = { protocol: 'TCP', name: '' };
function keyOf(item, key) {
    return (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(item) ? (item[key] ?? keyDefaults[key]) : undefined;
}
function valueBehind(value, step) {
    if (step.startsWith('f:'))
        return (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(value) ? (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .memberOf */ .C5)(value, step.slice(2)) : undefined;
    return Array.isArray(value) ? value.find((item, index) => isItemAt(step, item, index)) : undefined;
}
/** Without what the server sets itself, or what names the object: no manager owns that. */
function ownableParts({ apiVersion: _version, kind: _kind, status: _status, metadata, ...rest }) {
    if (!(0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(metadata))
        return rest;
    const { name: _name, namespace: _namespace, creationTimestamp: _created, deletionTimestamp: _deleted, generation: _generation, managedFields: _managed, resourceVersion: _resource, selfLink: _link, uid: _uid, ...written } = metadata;
    return { metadata: written, ...rest };
}


/***/ }),

/***/ 83801:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ migrationOf)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(49491);
/* harmony import */ var _body_fields_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(53879);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(10116);
/* harmony import */ var _owners_of_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27223);
/* harmony import */ var _shown_value_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50776);





/**
 * Fields that client-side apply left belong to a manager that nobody acts for any more: a field that leaves our body would
 * stay in the cluster for ever, and one that changes in it would be a conflict. As `kubectl apply --server-side` does
 * (client-go's csaupgrade), its entry becomes part of ours before our first apply, and its annotation goes; our apply then
 * removes what our body doesn't have.
 * @returns the patch, which the server refuses with 409 when the object has changed since it was read; `undefined` when
 * client-side apply left nothing.
 */
function migrationOf(live) {
    const owned = (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .ownedFields */ .zu)(live);
    const annotations = live.metadata.annotations ?? {};
    const left = owned.filter((one) => isLeftByClientSideApply(one, annotations));
    if (left.length === 0)
        return undefined;
    const version = (owned.find(({ owner }) => (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .isOurs */ .MU)(owner)) ?? left.at(-1))?.entry.apiVersion;
    const kept = owned.flatMap((one) => keptOf(one, annotations));
    // Fields of another version of the API can't be told from here; kubectl lets go of them too.
    const moved = left
        .filter(({ entry }) => entry.apiVersion === version)
        .map((one) => movedOf(one, annotations))
        .reduce(_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .unionOf */ .Z6, _field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .noFields */ .Vz);
    const managedFields = withOurs(kept, (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .without */ .FF)(moved, [annotationPath]), version);
    return {
        patch: [
            // A precondition: with the version that was read, the server refuses when another one stands there.
            { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion ?? '' },
            { op: 'replace', path: '/metadata/managedFields', value: managedFields },
            ...(Object.hasOwn(annotations, _shown_value_js__WEBPACK_IMPORTED_MODULE_2__/* .lastAppliedAnnotation */ .jo)
                ? [{ op: 'remove', path: `/metadata/annotations/${_shown_value_js__WEBPACK_IMPORTED_MODULE_2__/* .lastAppliedAnnotation */ .jo.replaceAll('/', '~1')}` }]
                : []),
        ],
        managers: [...new Set(left.map(({ owner }) => owner.manager))],
        moved,
    };
}
const annotationPath = ['f:metadata', 'f:annotations', `f:${_shown_value_js__WEBPACK_IMPORTED_MODULE_2__/* .lastAppliedAnnotation */ .jo}`];
/** The API server's name for everything that stood in an object without books when it was first applied. */
const beforeFirstApply = 'before-first-apply';
/**
 * Helm 3 merges on the client's side and writes with `Update`, as kubectl does. `kubectl create` writes an object once and
 * never again: its fields would stay in our way for ever.
 */
const clientSideManagers = ['kubectl-client-side-apply', 'kubectl-create', 'helm'];
/** As kubectl knows them: whoever owns its annotation, under whatever name; and those that are known by name. */
function isLeftByClientSideApply(one, annotations) {
    const { operation, subresource, manager } = one.owner;
    if (operation !== 'Update' || subresource !== undefined)
        return false;
    if (clientSideManagers.includes(manager))
        return true;
    return Object.hasOwn(annotations, _shown_value_js__WEBPACK_IMPORTED_MODULE_2__/* .lastAppliedAnnotation */ .jo) && (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .fieldsAt */ .$5)(one.fields, annotationPath) !== undefined;
}
/**
 * `before-first-apply` holds everything, also what the server and its controllers filled in (a cluster address, the name of
 * a volume): of it only what the user once applied is moved.
 */
function movedOf({ owner, fields }, annotations) {
    if (owner.manager !== beforeFirstApply)
        return fields;
    return (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .setOf */ .s4)(appliedPaths(fields, annotations));
}
function keptOf(one, annotations) {
    if (!isLeftByClientSideApply(one, annotations))
        return [one.entry];
    if (one.owner.manager !== beforeFirstApply)
        return [];
    const rest = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .without */ .FF)(one.fields, [annotationPath, ...appliedPaths(one.fields, annotations)]);
    return [{ ...one.entry, fieldsV1: (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .formatFieldSet */ .er)(rest) }];
}
function appliedPaths(fields, annotations) {
    const body = readBody(annotations[_shown_value_js__WEBPACK_IMPORTED_MODULE_2__/* .lastAppliedAnnotation */ .jo]);
    return (0,_body_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .fieldsOf */ .Pf)(body, fields, fields)
        .filter(({ isOwned }) => isOwned)
        .map(({ path }) => path);
}
function withOurs(kept, moved, version) {
    if (moved.children.size === 0)
        return kept;
    const own = kept.find(isOurEntry);
    if (own !== undefined) {
        const fields = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .unionOf */ .Z6)(moved, (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .parseFieldSet */ .es)(own.fieldsV1));
        return kept.map((entry) => (entry === own ? { ...own, fieldsV1: (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .formatFieldSet */ .er)(fields) } : entry));
    }
    const entry = {
        manager: _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_4__/* .fieldManager */ .wM,
        operation: 'Apply',
        ...(version === undefined ? {} : { apiVersion: version }),
        fieldsType: 'FieldsV1',
        fieldsV1: (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .formatFieldSet */ .er)(moved),
    };
    return [...kept, entry];
}
function isOurEntry({ manager, operation, subresource }) {
    return manager === _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_4__/* .fieldManager */ .wM && operation === 'Apply' && (subresource ?? '') === '';
}
function readBody(text) {
    try {
        const body = JSON.parse(text ?? '{}');
        return (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .isMap */ .jh)(body) ? body : {};
    }
    catch {
        return {};
    }
}


/***/ }),

/***/ 54514:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $p: () => (/* binding */ driftOf),
/* harmony export */   CB: () => (/* binding */ holdsValuesOf),
/* harmony export */   Rn: () => (/* binding */ isAppliedByUs),
/* harmony export */   ZP: () => (/* binding */ describeDrift)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(12354);
/* harmony import */ var _body_fields_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(53879);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(10116);
/* harmony import */ var _owners_of_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27223);
/* harmony import */ var _shown_value_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50776);





/** True when the object was applied by us at least once, and its books still say so. */
function isAppliedByUs(live) {
    return (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .ownedFields */ .zu)(live).some(({ owner }) => (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .isOurs */ .MU)(owner));
}
/**
 * Which fields of a body are no longer ours in the live object. The API server takes a field out of our entry when another
 * manager writes another value or removes it, and only then: what controllers fill in, and values that only look
 * different (`0.5` and `500m`), are no drift.
 * @param body what we applied last, or want just as it was applied.
 */
function driftOf(live, body, shown) {
    const owned = (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .ownedFields */ .zu)(live);
    // Mostly nothing has drifted, and then nobody else's books need to be read.
    const [ours, ...more] = owned.filter(({ owner }) => (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .isOurs */ .MU)(owner));
    if (ours !== undefined && more.length === 0 && (0,_body_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .ownsWholeBody */ .j2)(body, ours.entry.fieldsV1 ?? {}))
        return [];
    const own = (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .ourFields */ .Qz)(owned);
    if (own === undefined) {
        const others = owned.filter(({ owner }) => owner.subresource === undefined);
        return [{ path: 'metadata.managedFields', live: undefined, managers: names(others.map(({ owner }) => owner)) }];
    }
    const others = owned.filter(({ owner }) => !(0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .isOurs */ .MU)(owner));
    const object = { kind: body.kind, name: body.metadata.name };
    return (0,_body_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .fieldsOf */ .Pf)(body, own, (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .allFields */ .Tz)(owned))
        .map((field) => ({ ...field, now: (0,_body_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(live, field.path) }))
        .filter((field) => !field.isOwned && !isPresence(field))
        .map(({ path, now }) => {
        const managers = names((0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .ownersOf */ .K2)(others, path));
        // Owned and not seen: of a Secret only the books were read.
        const unseen = managers.length > 0 ? _shown_value_js__WEBPACK_IMPORTED_MODULE_2__/* .notShown */ .d5 : undefined;
        const live = now === undefined ? unseen : (0,_shown_value_js__WEBPACK_IMPORTED_MODULE_2__/* .showValue */ .vp)(shown, object, path, now);
        return { path: (0,_field_set_js__WEBPACK_IMPORTED_MODULE_3__/* .describePath */ .NH)(path), live, managers };
    });
}
/** True when what others have taken of a body holds its values all the same: somebody wrote the same, or wrote it back. */
function holdsValuesOf(live, body) {
    const owned = (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .ownedFields */ .zu)(live);
    const own = (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .ourFields */ .Qz)(owned);
    if (own === undefined)
        return false;
    return (0,_body_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .fieldsOf */ .Pf)(body, own, (0,_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .allFields */ .Tz)(owned)).every((field) => {
        const now = (0,_body_fields_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(live, field.path);
        if (field.isOwned || isPresence({ ...field, now }))
            return true;
        return now !== undefined && (0,_values_index_js__WEBPACK_IMPORTED_MODULE_4__/* .canonicalJson */ .d)(now) === (0,_values_index_js__WEBPACK_IMPORTED_MODULE_4__/* .canonicalJson */ .d)(field.value);
    });
}
/** For a person: `spec.replicas is 3 now, by kubectl (scale)`. */
function describeDrift({ path, live, managers }) {
    if (path === 'metadata.managedFields')
        return `its books no longer name keep-deploy${by(managers)}`;
    if (live === undefined)
        return `${path} was removed`;
    return `${path} ${live === _shown_value_js__WEBPACK_IMPORTED_MODULE_2__/* .notShown */ .d5 ? `was changed (${_shown_value_js__WEBPACK_IMPORTED_MODULE_2__/* .notShown */ .d5})` : `is ${live} now`}${by(managers)}`;
}
/** `emptyDir: {}` wants only that it is there: what others put into it is theirs. */
function isPresence({ value, now }) {
    return (0,_field_set_js__WEBPACK_IMPORTED_MODULE_3__/* .isMap */ .jh)(value) && Object.keys(value).length === 0 && now !== undefined;
}
function names(owners) {
    return [...new Set(owners.map(_owners_of_js__WEBPACK_IMPORTED_MODULE_0__/* .describeOwner */ .$S))];
}
function by(managers) {
    return managers.length === 0 ? '' : `, by ${managers.join(' and ')}`;
}


/***/ }),

/***/ 10116:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $5: () => (/* binding */ fieldsAt),
/* harmony export */   C5: () => (/* binding */ memberOf),
/* harmony export */   FF: () => (/* binding */ without),
/* harmony export */   NH: () => (/* binding */ describePath),
/* harmony export */   Vz: () => (/* binding */ noFields),
/* harmony export */   YD: () => (/* binding */ keysOf),
/* harmony export */   Z6: () => (/* binding */ unionOf),
/* harmony export */   er: () => (/* binding */ formatFieldSet),
/* harmony export */   es: () => (/* binding */ parseFieldSet),
/* harmony export */   jh: () => (/* binding */ isMap),
/* harmony export */   s4: () => (/* binding */ setOf)
/* harmony export */ });
const noFields = { isMember: false, children: new Map() };
/** Reads `fieldsV1`; nothing at all is an empty set. */
function parseFieldSet(fieldsV1) {
    return fieldsV1 === undefined ? noFields : { isMember: false, children: childrenOf(fieldsV1) };
}
/** The same set as `fieldsV1` writes it. */
function formatFieldSet(set) {
    const children = [...set.children].map(([step, child]) => [step, formatFieldSet(child)]);
    return Object.fromEntries(set.isMember && children.length > 0 ? [['.', {}], ...children] : children);
}
/** Every field of either. */
function unionOf(one, other) {
    const children = new Map(one.children);
    for (const [step, child] of other.children) {
        const known = children.get(step);
        children.set(step, known === undefined ? child : unionOf(known, child));
    }
    return { isMember: one.isMember || other.isMember, children };
}
/** What is left of a set without these fields; a node that held nothing else goes with them. */
function without(set, paths) {
    return paths.reduce((rest, path) => withoutOne(rest, path) ?? noFields, set);
}
/** The set of exactly these fields. */
function setOf(paths) {
    return paths.map(([...path]) => path.reduceRight(inside, leaf)).reduce(unionOf, noFields);
}
/** The part of a set behind a step or a path; `undefined` when nothing there is in it. */
function fieldsAt(set, path) {
    return path.reduce((node, step) => node?.children.get(step), set);
}
/** A path as Kubernetes itself writes it in a conflict, without the leading dot: `spec.containers[name="client"].image`. */
function describePath(path) {
    return path.map(describeStep).join('').replace(/^\./, '');
}
/** The keys of a step `k:{…}`; `undefined` for any other step. */
function keysOf(step) {
    if (!step.startsWith('k:'))
        return undefined;
    if (!readKeys.has(step)) {
        if (readKeys.size >= 1000)
            readKeys.clear();
        const value = readJson(step.slice(2));
        readKeys.set(step, isMap(value) ? value : undefined);
    }
    return readKeys.get(step);
}
/** The same few (a container's name, a port) stand in the books of every client, and each is asked for many times. */
const readKeys = new Map();
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** A field of a map; what every object inherits (`constructor`) is none, and may be a key in a ConfigMap. */
function memberOf(map, field) {
    return Object.hasOwn(map, field) ? map[field] : undefined;
}
const leaf = { isMember: true, children: new Map() };
function inside(child, step) {
    return { isMember: false, children: new Map([[step, child]]) };
}
function childrenOf(node) {
    return new Map(Object.entries(node)
        .filter(([step]) => step !== '.')
        .map(([step, value]) => {
        const child = isMap(value) ? value : {};
        const children = childrenOf(child);
        return [step, { isMember: '.' in child || children.size === 0, children }];
    }));
}
function withoutOne(set, [step, ...rest]) {
    if (step === undefined)
        return set.children.size === 0 ? undefined : { ...set, isMember: false };
    const child = set.children.get(step);
    if (child === undefined)
        return set;
    const children = new Map(set.children);
    const left = withoutOne(child, rest);
    if (left === undefined)
        children.delete(step);
    else
        children.set(step, left);
    return children.size === 0 && !set.isMember ? undefined : { ...set, children };
}
function describeStep(step) {
    const [kind, text] = [step.slice(0, 2), step.slice(2)];
    if (kind === 'f:')
        return `.${text}`;
    const keys = keysOf(step);
    if (keys === undefined)
        return kind === 'v:' ? `[=${text}]` : `[${text}]`;
    return `[${Object.entries(keys)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(',')}]`;
}
function readJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 27223:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $S: () => (/* binding */ describeOwner),
/* harmony export */   K2: () => (/* binding */ ownersOf),
/* harmony export */   MU: () => (/* binding */ isOurs),
/* harmony export */   Qz: () => (/* binding */ ourFields),
/* harmony export */   Tz: () => (/* binding */ allFields),
/* harmony export */   zu: () => (/* binding */ ownedFields)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49491);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(10116);


/** Every manager's fields of a live object, in the order of its books. Each is read only when it is looked at. */
function ownedFields(live) {
    return (live.metadata.managedFields ?? []).map((entry) => {
        let fields;
        return {
            entry,
            owner: {
                manager: entry.manager ?? '',
                operation: entry.operation ?? '',
                subresource: entry.subresource === '' ? undefined : entry.subresource,
                time: entry.time,
            },
            get fields() {
                fields ??= (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .parseFieldSet */ .es)(entry.fieldsV1);
                return fields;
            },
        };
    });
}
/** What our server-side apply wrote; `undefined` when this object was never applied by us. */
function ourFields(owned) {
    const own = owned.filter(({ owner }) => isOurs(owner));
    return own.length === 0 ? undefined : allFields(own);
}
/** Every field that anybody owns. */
function allFields(owned) {
    const [first = _field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .noFields */ .Vz, ...others] = owned.map(({ fields }) => fields);
    return others.reduce(_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .unionOf */ .Z6, first);
}
function isOurs({ manager, operation, subresource }) {
    return manager === _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .fieldManager */ .wM && operation === 'Apply' && subresource === undefined;
}
/** Who owns what stands at a path, or something in it. Nobody: it is gone, or nobody noted it. */
function ownersOf(owned, path) {
    return owned.filter(({ fields }) => (0,_field_set_js__WEBPACK_IMPORTED_MODULE_0__/* .fieldsAt */ .$5)(fields, path) !== undefined).map(({ owner }) => owner);
}
/** For a person: `kubectl`, `kubectl (scale)`. */
function describeOwner({ manager, subresource }) {
    const name = manager === '' ? 'a manager without a name' : manager;
    return subresource === undefined ? name : `${name} (${subresource})`;
}


/***/ }),

/***/ 50776:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G3: () => (/* binding */ createShown),
/* harmony export */   d5: () => (/* binding */ notShown),
/* harmony export */   jo: () => (/* binding */ lastAppliedAnnotation),
/* harmony export */   vp: () => (/* binding */ showValue)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2593);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(54602);
/* harmony import */ var _field_set_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(10116);


/** kubectl keeps the whole object in it, a Secret's data too. */
const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';
function createShown({ redact, isSecret }) {
    return {
        isHidden: (object, path) => isDataOfSecret(object, path) ||
            path.includes(`f:${lastAppliedAnnotation}`) ||
            path.includes('f:binaryData') ||
            isSecretVariable(path) ||
            (isSecret?.(object, path) ?? false),
        text: (text) => withoutLooks(redact(text)),
    };
}
/** Stands for a value of which nothing may be shown. */
const notShown = 'not shown';
/** A value as one line of bounded length. */
function showValue(shown, object, path, value, limit = 160) {
    if (shown.isHidden(object, path))
        return notShown;
    return (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .excerpt */ .Kb)(JSON.stringify(masked(shown, object, path, value)), limit);
}
/** The same value with `***` for everything in it that is hidden. */
function masked(shown, object, path, value) {
    if (shown.isHidden(object, path))
        return '***';
    if (typeof value === 'string')
        return shown.text(value);
    if (Array.isArray(value)) {
        return value.map((item) => {
            const name = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .isMap */ .jh)(item) ? item['name'] : undefined;
            const step = typeof name === 'string' ? `k:${JSON.stringify({ name })}` : 'i:0';
            return masked(shown, object, [...path, step], item);
        });
    }
    if (!(0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .isMap */ .jh)(value))
        return value;
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries.map(([key, child]) => [key, masked(shown, object, [...path, `f:${key}`], child ?? null)]));
}
function isDataOfSecret({ kind }, [first]) {
    return kind === 'Secret' && (first === 'f:data' || first === 'f:stringData');
}
/** How names end of what holds a secret. (How they begin tells nothing: `TokenStaking` is a contract.) */
const secretWord = '(?:pass(?:word|phrase)|secret|token|mnemonic|credential|private[-_]?key|api[-_]?key)s?';
const isSecretName = new RegExp(`${secretWord}$`, 'i');
/** `Password = "…"`, `--api-key=…`: what follows the sign, unless it is an address. */
const assignment = new RegExp(String.raw `(${secretWord}["']?\s*[=:]\s*)(?!["']?0x[0-9a-f]{40}\b)\S.*$`, 'i');
/** `env: [{name: DB_PASSWORD, value: …}]`, written in clear. */
function isSecretVariable(path) {
    const name = (0,_field_set_js__WEBPACK_IMPORTED_MODULE_1__/* .keysOf */ .YD)(path.at(-2) ?? '')?.['name'];
    return path.at(-1) === 'f:value' && typeof name === 'string' && isSecretName.test(name);
}
/** A guess, for what nobody registered as a secret: it hides too much rather than too little. Lines stay lines. */
function withoutLooks(text) {
    if (/"ciphertext"\s*:/.test(text))
        return text.replaceAll(/.+/g, '***');
    return text
        .replaceAll(/-----BEGIN [\s\S]*?(?:-----END [^\n]*|$)/g, (pem) => pem.replaceAll(/.+/g, '***'))
        .split('\n')
        .map((line) => {
        if ((0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .secretLook */ .U)(line) !== undefined)
            return '***';
        const words = line.replaceAll(/[^\s"'`,;<>()[\]{}\\]+/g, (word) => (0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .secretLook */ .U)(word) === undefined ? word : '***');
        return words.replace(assignment, '$1***');
    })
        .join('\n');
}


/***/ }),

/***/ 36345:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EQ: () => (/* binding */ neededAccess),
/* harmony export */   Ni: () => (/* binding */ accessToLook),
/* harmony export */   QX: () => (/* binding */ accessToPodMakers),
/* harmony export */   lb: () => (/* binding */ accessToAsk)
/* harmony export */ });
/* unused harmony export everyAccess */
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49491);
/* harmony import */ var _record_lease_object_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(31627);
/* harmony import */ var _record_record_head_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(85255);



const watched = ['StatefulSet', 'Deployment', 'ReplicaSet', 'Pod', 'Event'];
/**
 * The verbs that this plan needs and no others: a plan that writes nothing needs only to read. `docs/rbac.yaml` grants
 * what any plan can need.
 */
function neededAccess(plan) {
    const needed = [...reading(plan)];
    const isWriting = plan.writes.length > 0 || plan.prunes.length > 0;
    if (isWriting || plan.isOpen === true || plan.isProving === true)
        needed.push(...proving());
    if (isWriting || plan.isOpen === true)
        needed.push(...recording());
    if (isWriting) {
        needed.push(...plan.writes.flatMap(({ kind, name, isNew }) => writing(kind, name, isNew)));
        const ran = 'see what ran of a workload that somebody else left half-rolled';
        needed.push(...(plan.revisions ?? []).map((name) => access('ControllerRevision', 'get', ran, name)));
        needed.push(...plan.prunes.flatMap(({ kind, name }) => removing(kind, name)));
    }
    return needed;
}
/** What looking alone needs: a plan lists once and doesn't watch, and takes no lock. */
function accessToLook(plan) {
    return reading(plan).filter(({ verb }) => verb !== 'watch');
}
function reading({ namespace, besideKinds }) {
    return [
        {
            group: '',
            resource: 'namespaces',
            verb: 'get',
            name: namespace,
            why: 'make sure that this is the pinned namespace of the pinned cluster',
        },
        ...watched.flatMap((kind) => [
            access(kind, 'list', 'see how the clients are'),
            access(kind, 'watch', 'see at once how the clients change'),
        ]),
        ...listedKinds(besideKinds).map((kind) => access(kind, 'list', 'see what stands beside the clients')),
        access('ConfigMap', 'get', 'read the record of the last roll-out', _record_record_head_js__WEBPACK_IMPORTED_MODULE_0__/* .headName */ .eg),
        access('Secret', 'get', 'read what the last roll-out wrote, and see that the passwords are there'),
    ];
}
/** Workloads are watched, and Secrets looked up by name. */
function listedKinds(kinds) {
    return [...new Set(kinds)].filter((kind) => kind !== 'Secret' && !(0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .isWorkloadKind */ .A)(kind));
}
/** What every roll-out does that waits for a client, whether it writes anything or not. */
function proving() {
    const lease = (verb) => ({
        group: 'coordination.k8s.io',
        resource: 'leases',
        verb,
        // A request that creates has no name yet.
        ...(verb === 'create' ? {} : { name: _record_lease_object_js__WEBPACK_IMPORTED_MODULE_2__/* .leaseName */ .AI }),
        why: 'let one roll-out at a time work here',
    });
    return [
        ...['get', 'create', 'update'].map(lease),
        access('Pod', 'delete', 'remove the pods that hold a StatefulSet up on its way back'),
        { group: '', resource: 'pods/log', verb: 'get', why: 'say what a client that failed said last' },
    ];
}
/** What every roll-out writes for itself, whatever it writes. */
function recording() {
    const record = 'keep the record that a broken-off roll-out is finished by';
    return [
        access('ConfigMap', 'create', record),
        access('ConfigMap', 'update', record, _record_record_head_js__WEBPACK_IMPORTED_MODULE_0__/* .headName */ .eg),
        access('ConfigMap', 'delete', 'remove the configurations that nothing uses any more'),
        access('Secret', 'create', record),
        access('Secret', 'patch', 'write keyfiles and secret configurations'),
        access('Secret', 'delete', 'remove the keyfiles and records that nothing uses any more'),
    ];
}
function writing(kind, name, isNew) {
    const needed = [access(kind, 'patch', 'write what changed', name)];
    // The watches know the workloads; everything else is read before it is overwritten.
    needed.push(access(kind, 'get', 'see what is overwritten', name));
    if (isNew) {
        // Server-side apply of what isn't there asks for both verbs, by the object's name.
        needed.push(access(kind, 'create', 'write what is new', name));
        // A claim holds a client's data and is never removed.
        if (kind !== 'PersistentVolumeClaim')
            needed.push(access(kind, 'delete', 'remove what is new, should it be taken back', name));
    }
    return needed;
}
function removing(kind, name) {
    const needed = access(kind, 'delete', 'remove what nothing wants any more', name);
    // The watches know the workloads.
    return (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .isWorkloadKind */ .A)(kind) ? [needed] : [access(kind, 'get', 'see whose it is before it is removed', name), needed];
}
/** Lacking it fails nothing: what one of them may name stays then. */
function accessToPodMakers(kinds) {
    return kinds.map((kind) => access(kind, 'list', 'see whether one names what no manifest has any more'));
}
/** The two ways to ask the clients' own ports: either will do. */
function accessToAsk(way) {
    const why = "ask the clients' own ports";
    const core = (resource, verb) => ({ group: '', resource, verb, why });
    return way === 'pod-proxy'
        ? [core('pods', 'get'), core('pods/proxy', 'get')]
        : [core('pods', 'get'), core('pods/portforward', 'get'), core('pods/portforward', 'create')];
}
function access(kind, verb, why, name) {
    const apiVersion = (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .apiVersionOf */ .uO)(kind);
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    return { group, resource: (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .pluralOf */ ._l)(kind), verb, name, why };
}
/** Every access that any plan can need, but for asking the clients' own ports: what `docs/rbac.yaml` has to grant. */
function everyAccess(namespace, kinds) {
    const writes = kinds.map((kind) => ({ kind, name: 'any', isNew: true }));
    const plan = { namespace, besideKinds: kinds, writes, revisions: ['any'], prunes: [] };
    return [...neededAccess(plan), ...accessToPodMakers(podMakers)];
}


/***/ }),

/***/ 23056:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ requireNoErrors)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);

/** Says every warning, and throws every error in one go. @throws UserError with all errors, each with its place. */
function requireNoErrors(findings, log, nothingDone = 'nothing was written to the cluster') {
    for (const { severity, ...finding } of findings) {
        if (severity === 'warning')
            log.warning(finding.message, finding);
    }
    const errors = findings.filter(({ severity }) => severity === 'error').map(({ severity: _, ...finding }) => finding);
    if (errors.length > 0)
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(errors, { advice: nothingDone });
}


/***/ }),

/***/ 55140:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ beforeClients),
/* harmony export */   S: () => (/* binding */ recordFindings)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(37122);
/* harmony import */ var _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(89164);
/* harmony import */ var _api_forbidden_by_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2415);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49491);
/* harmony import */ var _record_record_head_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(85255);





/**
 * What a quota or a rule of the cluster has against the objects that the record writes before any client is touched. How many
 * it will be isn't known yet: one Secret stands for all, and may fit where two would not.
 * @param isFirst true where the record's ConfigMap is most likely made too
 */
async function recordFindings(cluster, namespace, isFirst) {
    const metadata = (name) => ({ name, namespace, labels: { [_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .labels */ .WD.managedBy]: 'keep-deploy' } });
    const secret = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: metadata('keep-deploy-record-rehearsal'),
        immutable: true,
        type: 'Opaque',
    };
    const head = { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(_record_record_head_js__WEBPACK_IMPORTED_MODULE_1__/* .headName */ .eg) };
    const refusals = await Promise.all((isFirst ? [secret, head] : [secret]).map((object) => refusalOf(cluster, object)));
    return refusals.flatMap((refusal) => refusal === undefined
        ? []
        : [{ severity: 'error', message: `the roll-out record could not be written: ${refusal.message}` }]);
}
/** Permissions are the rules review's; whatever else is said comes of our trying, and says nothing of the record. */
async function refusalOf(cluster, object) {
    try {
        await cluster.apply(object, { dryRun: true });
        return undefined;
    }
    catch (error) {
        if (!(error instanceof _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_2__/* .ApiRefusal */ .n))
            throw error;
        return isMeant(error) ? error : undefined;
    }
}
/**
 * Writes what a roll-out needs for itself. What a quota or a rule of the cluster has against it is the user's to mend, as it
 * is before the first write. @throws UserError
 */
async function beforeClients(what, writing) {
    try {
        return await writing;
    }
    catch (error) {
        if (!(error instanceof _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_2__/* .ApiRefusal */ .n && isMeant(error)))
            throw error;
        const advice = 'no client was touched: nothing was written to them';
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_3__/* .UserError */ .yo(`${what}: ${error.message}`, { advice, cause: error });
    }
}
/** True for what is no matter of permissions and will be said again: the user's to mend. */
function isMeant({ status, reason, message }) {
    const forbidder = (0,_api_forbidden_by_js__WEBPACK_IMPORTED_MODULE_4__/* .forbidderOf */ .F)(status, reason, message);
    return forbidder === 'quota' || forbidder === 'rule';
}


/***/ }),

/***/ 27181:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K4: () => (/* binding */ askingFindings),
/* harmony export */   QV: () => (/* binding */ reviewRules),
/* harmony export */   RE: () => (/* binding */ missingAccess),
/* harmony export */   WF: () => (/* binding */ podMakerFindings),
/* harmony export */   rF: () => (/* binding */ accessFindings)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2593);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(50267);
/* harmony import */ var _needed_access_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(36345);


/** Asks once what these credentials may do in the namespace; everybody who is known may ask that. */
async function reviewRules(cluster, namespace) {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
    const question = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
    const { status } = await cluster.review(path, question);
    return status ?? {};
}
/** What the review doesn't allow. The rule of RBAC: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
function missingAccess(review, needed) {
    const rules = review.resourceRules ?? [];
    return needed.filter((access) => !rules.some((rule) => allows(rule, access)));
}
/**
 * One finding for each resource with a verb that is missing: which, what for, and the line that the Role lacks. Where the
 * API server can't list every rule they are warnings, since nobody can tell from here.
 */
function accessFindings(review, needed, { namespace }) {
    const missing = missingAccess(review, needed);
    const byResource = new Map();
    for (const access of missing) {
        const key = `${access.resource}.${access.group}`;
        byResource.set(key, [...(byResource.get(key) ?? []), access]);
    }
    const isIncomplete = review.incomplete === true;
    const findings = [...byResource.values()].map((list) => describeMissing(list, namespace, isIncomplete));
    if (!isIncomplete || findings.length === 0)
        return findings;
    const why = (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .excerpt */ .Kb)(review.evaluationError ?? '', 200) || 'it does not say why';
    return [
        {
            severity: 'warning',
            message: `The API server can't list everything that these credentials may do (${why}): ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .h)(findings.length, 'permission')} not seen among what it lists ${findings.length === 1 ? 'is' : 'are'} not taken as missing. Where one is, the roll-out will be refused.`,
        },
        ...findings,
    ];
}
/**
 * Where the clients are going to be asked how they are, and may be asked in neither way: a warning, for what can't be asked
 * fails nothing. It is no proof either.
 */
function askingFindings(review, { namespace }) {
    const lacking = ['pod-proxy', 'port-forward'].map((way) => missingAccess(review, (0,_needed_access_js__WEBPACK_IMPORTED_MODULE_2__/* .accessToAsk */ .lb)(way)));
    if (lacking.some((missing) => missing.length === 0))
        return [];
    const findings = accessFindings(review, (0,_needed_access_js__WEBPACK_IMPORTED_MODULE_2__/* .accessToAsk */ .lb)('port-forward'), { namespace });
    return findings.map(({ message }) => ({
        severity: 'warning',
        message: `${message} Without it nobody checks whether the clients see their peers.`,
    }));
}
/** Where something stays only because nobody may look whether one of these kinds names it: a warning, for that fails nothing. */
function podMakerFindings(review, kinds, { namespace }) {
    return accessFindings(review, (0,_needed_access_js__WEBPACK_IMPORTED_MODULE_2__/* .accessToPodMakers */ .QX)(kinds), { namespace }).map(({ message }) => ({
        severity: 'warning',
        message: `${message} Without it what no manifest has any more stays where it is.`,
    }));
}
function describeMissing(list, namespace, isIncomplete) {
    const { group = '', resource = '' } = list[0] ?? {};
    const verbs = [...new Set(list.map(({ verb }) => verb))];
    const reasons = verbs.map((verb) => `${verb} (to ${[...new Set(whyOf(list, verb))].join(', and to ')})`);
    const what = group === '' ? resource : `${resource}.${group}`;
    const may = isIncomplete ? 'are not seen to be allowed to' : 'may not';
    const line = `- { apiGroups: [${JSON.stringify(group)}], resources: [${resource}], verbs: [${verbs.join(', ')}] }`;
    return {
        severity: isIncomplete ? 'warning' : 'error',
        message: `The credentials of the kubeconfig ${may} ${reasons.join('; ')} ${what}${namesOf(list)} in namespace ${namespace}. Add to the rules of their Role (docs/rbac.yaml): ${line}`,
    };
}
function whyOf(list, verb) {
    return list.filter((access) => access.verb === verb).map(({ why }) => why);
}
/** Which objects, where it isn't all: a Role with resourceNames may leave out some. */
function namesOf(list) {
    const names = [...new Set(list.map(({ name }) => name))];
    const known = names.filter((name) => name !== undefined);
    if (known.length < names.length || known.length === 0)
        return '';
    const shown = known.slice(0, 3).join(', ');
    return known.length > 3 ? ` ${shown} and ${known.length - 3} more` : ` ${shown}`;
}
function allows(rule, { group, resource, verb, name }) {
    const names = rule.resourceNames ?? [];
    return (has(rule.verbs, verb) &&
        has(rule.apiGroups, group) &&
        hasResource(rule.resources, resource) &&
        (names.length === 0 || (name !== undefined && names.includes(name))));
}
function has(allowed, wanted) {
    return (allowed ?? []).some((one) => one === '*' || one === wanted);
}
/** `*` is every resource and subresource, `*` + `/log` that subresource of every resource. */
function hasResource(allowed, wanted) {
    const slash = wanted.indexOf('/');
    const ofAny = slash === -1 ? undefined : `*${wanted.slice(slash)}`;
    return (allowed ?? []).some((one) => one === '*' || one === wanted || one === ofAny);
}


/***/ }),

/***/ 60101:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Mx: () => (/* binding */ beyondNewest),
/* harmony export */   YY: () => (/* binding */ collectRetired),
/* harmony export */   ZJ: () => (/* binding */ listReferring),
/* harmony export */   "if": () => (/* binding */ keptRetired),
/* harmony export */   mK: () => (/* binding */ mentioned)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50267);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2593);
/* harmony import */ var _api_parallel_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4529);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(49491);
/* harmony import */ var _recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(63839);




/** With the one in use: five. */
const keptRetired = 4;
const atOnce = 16;
/**
 * Removes the content-named objects and record shards that went out of use: all but the newest few of each, and never one
 * that something live names. Which there are is known from the record, because Secrets are not listed.
 * Nothing depends on it: what fails is left for the next time.
 */
async function collectRetired(options) {
    const { record, log } = options;
    const old = beyondNewest(record.head?.retired ?? [], keptRetired);
    if (old.length === 0)
        return record;
    try {
        const inUse = mentioned(await options.referring(), new Set(old.map((key) => (0,_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__/* .partsOf */ .CI)(key).name)));
        const removable = old.filter((key) => !inUse.has((0,_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__/* .partsOf */ .CI)(key).name));
        const outcomes = await (0,_api_parallel_js__WEBPACK_IMPORTED_MODULE_1__/* .inParallel */ .H)(removable, atOnce, async (key) => ({ key, became: await remove(key, options) }));
        const collected = outcomes.filter(({ became }) => became !== 'left').map(({ key }) => key);
        const removed = outcomes.filter(({ became }) => became === 'removed').length;
        if (removed > 0)
            log.info(`${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .h)(removed, 'object')} of earlier releases removed that nothing needs any more`);
        return await record.forget(new Set(collected));
    }
    catch (error) {
        log.warning(`What earlier releases left behind is not collected this time: ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_3__/* .excerpt */ .Kb)(String(error), 300)}`);
        return record;
    }
}
/**
 * Of each line of successors (same kind, same name up to the digest) all but the newest `kept`, which come first.
 * A record's shards and each client's configuration and keyfile are such lines.
 */
function beyondNewest(retired, kept) {
    const seen = new Map();
    return retired.filter((key) => {
        const line = key.slice(0, key.lastIndexOf('-'));
        const before = seen.get(line) ?? 0;
        seen.set(line, before + 1);
        return before >= kept;
    });
}
/**
 * The names that occur anywhere as a value: in whichever field a pod may name a ConfigMap or a Secret, now or in a later
 * Kubernetes. A name ends in a digest, so nothing else is called so.
 */
function mentioned(objects, names) {
    const found = new Set();
    const look = (value) => {
        if (typeof value === 'string') {
            if (names.has(value))
                found.add(value);
        }
        else if (typeof value === 'object' && value !== null) {
            for (const entry of Object.values(value))
                look(entry);
        }
    };
    for (const object of objects)
        look(object.spec);
    return found;
}
/** Every pod, and every template from which pods may be made again. */
async function listReferring(cluster, namespace) {
    const kinds = ['StatefulSet', 'Deployment', 'ReplicaSet', 'Pod'];
    const lists = await Promise.all(kinds.map((kind) => cluster.list((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_4__/* .listPath */ .Kx)(kind, namespace))));
    return lists.flat();
}
/** `left`: it is there and stays for now; `gone`: it is not there, or not ours. */
async function remove(key, { cluster, namespace, requireHeld, log }) {
    const { kind, name } = (0,_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__/* .partsOf */ .CI)(key);
    if (kind !== 'ConfigMap' && kind !== 'Secret')
        return 'gone';
    const path = (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_4__/* .objectPath */ .du)(kind, namespace, name);
    try {
        const found = await cluster.get(path, { metadataOnly: true });
        const isOurs = found?.metadata.labels?.[_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_4__/* .labels */ .WD.managedBy] === 'keep-deploy';
        if (found?.metadata.uid === undefined || !isOurs)
            return 'gone';
        requireHeld();
        return await cluster.remove(path, found.metadata.uid);
    }
    catch (error) {
        requireHeld();
        log.warning(`${kind} ${name} of an earlier release is not removed this time: ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_3__/* .excerpt */ .Kb)(String(error), 300)}`);
        return 'left';
    }
}


/***/ }),

/***/ 88523:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Af: () => (/* binding */ swapHead),
/* harmony export */   r4: () => (/* binding */ RecordTakenError),
/* harmony export */   zy: () => (/* binding */ readHead)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2593);
/* harmony import */ var _api_clock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(65850);
/* harmony import */ var _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(89164);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49491);
/* harmony import */ var _record_head_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(85255);





const attempts = 5;
const pauseMs = 200;
/** A change that may have landed is followed up, also when the run is told to end: that takes a few requests. */
const never = new AbortController().signal;
/** Another run has changed the record since this one read it: what this one knows isn't true any more. */
class RecordTakenError extends _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi {
}
async function readHead({ cluster, namespace }) {
    const found = await cluster.get((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .objectPath */ .du)('ConfigMap', namespace, _record_head_js__WEBPACK_IMPORTED_MODULE_2__/* .headName */ .eg));
    return found && (0,_record_head_js__WEBPACK_IMPORTED_MODULE_2__/* .parseHead */ .ww)(namespace, found);
}
/**
 * Changes the head that was seen (`undefined`: there was none). A write whose answer is lost, or says that it came too late,
 * may have landed: reading tells, because nobody else writes what is random in it.
 * @throws RecordTakenError when another run was faster.
 */
async function swapHead(place, seenAtFirst, next) {
    const { cluster, namespace, clock = _api_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .ml } = place;
    let seen = seenAtFirst;
    for (let attempt = 1;; attempt++) {
        try {
            return (0,_record_head_js__WEBPACK_IMPORTED_MODULE_2__/* .parseHead */ .ww)(namespace, await write(cluster, (0,_record_head_js__WEBPACK_IMPORTED_MODULE_2__/* .headObject */ .C6)(namespace, next, seen?.metadata), seen));
        }
        catch (error) {
            if (isFinal(error))
                throw error;
            // When this fails too, nobody knows: whoever comes next reads it.
            const now = await readHead(place);
            if (now !== undefined && isSame(now, next))
                return now;
            if (!isStillOurs(now, seen, next))
                throw takenBy(namespace, now);
            if (attempt >= attempts)
                throw error;
            // At most with other labels: then it is written once more, from the version it has now.
            seen = now;
            await (0,_api_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .wait */ .uk)(clock, pauseMs * attempt * (0.5 + Math.random()), never);
        }
    }
}
function write(cluster, object, seen) {
    if (seen === undefined)
        return cluster.create(object);
    return cluster.replace({ ...object, metadata: { ...object.metadata, resourceVersion: seen.resourceVersion } });
}
/** What asking again doesn't change. 404 and 409 say that the head isn't what was seen; reading tells what it is. */
function isFinal(error) {
    if (!(error instanceof _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_4__/* .ApiRefusal */ .n))
        return !(error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi);
    return error.status < 500 && ![404, 409, 429].includes(error.status);
}
function isSame({ head }, other) {
    return head.change === other.change;
}
/** As it was seen, or as an earlier write of this run left it whose answer was lost. */
function isStillOurs(now, seen, next) {
    if (now === undefined)
        return seen === undefined;
    return now.head.token === next.token || (seen !== undefined && isSame(now, seen.head));
}
function takenBy(namespace, now) {
    const what = now === undefined
        ? 'was deleted'
        : `was changed by another run (${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_5__/* .excerpt */ .Kb)(now.head.run, 200)}: ${now.head.state}) meanwhile`;
    return new RecordTakenError(`the roll-out record (ConfigMap ${_record_head_js__WEBPACK_IMPORTED_MODULE_2__/* .headName */ .eg} in ${namespace}) ${what}: nothing more is written. Let one run at a time work on this namespace, and run this one again`);
}


/***/ }),

/***/ 31627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AI: () => (/* binding */ leaseName),
/* harmony export */   Mn: () => (/* binding */ heldLease),
/* harmony export */   cu: () => (/* binding */ identityOf),
/* harmony export */   hz: () => (/* binding */ freeLease),
/* harmony export */   zR: () => (/* binding */ readLease)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2593);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49491);


/** The Lease that is held while a run writes to the namespace. */
const leaseName = 'keep-deploy';
const token = /^(.+) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/s;
/** Who holds it, for people, and a random token, because only that proves that a Lease is one's own. */
function identityOf(holder, ownToken) {
    return `${holder} ${ownToken}`;
}
function readLease(live) {
    if (live === undefined)
        return { state: 'absent' };
    const { holderIdentity = '', leaseDurationSeconds, acquireTime, renewTime } = live.spec ?? {};
    if (holderIdentity === '')
        return { state: 'free', live };
    const since = Date.parse(renewTime ?? acquireTime ?? '');
    const expiresAt = since + (leaseDurationSeconds ?? Number.NaN) * 1000;
    return {
        state: 'held',
        live,
        identity: holderIdentity,
        holder: (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .excerpt */ .Kb)(token.exec(holderIdentity)?.[1] ?? holderIdentity, 200),
        expiresAt: Number.isNaN(expiresAt) ? undefined : expiresAt,
    };
}
/** The Lease as it is once it is held from `now` on: taken, or renewed by the one who held it. */
function heldLease({ namespace, identity, leaseSeconds }, before, now) {
    const isRenewed = before?.spec?.holderIdentity === identity;
    const transitions = before?.spec?.leaseTransitions ?? 0;
    return leaseObject(namespace, before, {
        holderIdentity: identity,
        leaseDurationSeconds: leaseSeconds,
        acquireTime: (isRenewed ? before?.spec?.acquireTime : undefined) ?? microTime(now),
        renewTime: microTime(now),
        leaseTransitions: before === undefined || isRenewed ? transitions : transitions + 1,
    });
}
/** The Lease as it is once it is given back: it stays, and nobody holds it. */
function freeLease(namespace, before) {
    return leaseObject(namespace, before, { leaseTransitions: before.spec?.leaseTransitions ?? 0 });
}
function leaseObject(namespace, before, spec) {
    const { labels: theirs, annotations } = before?.metadata ?? {};
    return {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: {
            name: leaseName,
            namespace,
            labels: { ...theirs, [_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .labels */ .WD.managedBy]: 'keep-deploy' },
            ...(annotations !== undefined && { annotations }),
        },
        spec,
    };
}
/** A MicroTime has exactly six digits after the second; Go's parser takes no fewer. */
function microTime(date) {
    return date.toISOString().replace(/Z$/, '000Z');
}


/***/ }),

/***/ 20809:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ mixtureOf),
/* harmony export */   e: () => (/* binding */ releasesBefore)
/* harmony export */ });
/**
 * Of which releases what stands is, where some owners went to the new one and others are as before.
 * @param release the new one
 * @param back the owners that are as before
 */
function mixtureOf(release, back, before) {
    const older = Map.groupBy(back, (owner) => releaseOf(owner, before));
    const others = [...older].flatMap(([one, owners]) => one === undefined || one === release ? [] : [{ release: one, owners }]);
    return [{ release, owners: [] }, ...others];
}
/** The releases that the baseline is of, as far as that is known: none where nothing, or only what no release made, stood. */
function releasesBefore(head) {
    if (head === undefined)
        return [];
    const one = head.state === 'settled' ? head.releaseStanding : head.releaseBefore;
    return one === undefined ? (head.mixture ?? []).map(({ release }) => release) : [one];
}
function releaseOf(owner, { mixture: [newest, ...others] = [], releaseBefore }) {
    return (others.find(({ owners }) => owners.includes(owner)) ?? newest)?.release ?? releaseBefore;
}


/***/ }),

/***/ 46873:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  t: () => (/* binding */ acquireNamespaceLock)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/cluster/api/clock.js
var api_clock = __webpack_require__(65850);
// EXTERNAL MODULE: ./src/cluster/api/cluster-port.js
var cluster_port = __webpack_require__(89164);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/record/lease-object.js
var lease_object = __webpack_require__(31627);
;// CONCATENATED MODULE: ./src/cluster/record/lease.js





/** A cancelled job has about 7 s in all. */
const releaseWithinMs = 3000;
async function lookAtLease({ cluster, namespace, time }) {
    return (0,lease_object/* readLease */.zR)(await time.ask(() => cluster.get((0,kubernetes_object/* objectPath */.du)('Lease', namespace, lease_object/* leaseName */.AI))));
}
/** Creates it, or replaces exactly what was seen. */
function writeLease({ cluster, time }, object, seen) {
    const resourceVersion = seen?.metadata.resourceVersion;
    if (resourceVersion === undefined)
        return time.ask(() => cluster.create(object));
    const replacing = { ...object, metadata: { ...object.metadata, resourceVersion } };
    return time.ask(() => cluster.replace(replacing));
}
/** For a holder: until when at the latest, on the clock's scale, nobody else may have taken what was written at `askedAt`. */
function holdsUntil({ leaseSeconds }, askedAt, lagMs) {
    // What is written is too early by the lag; a margin stands for the difference between the clocks of several API servers.
    return askedAt + leaseSeconds * 1000 * (1 - 1 / 12) - lagMs;
}
/** For others: when it is over, in Unix ms by the server's clock. */
function takenOverFrom(expiresAt, { leaseSeconds }) {
    return expiresAt + (leaseSeconds * 1000) / 30;
}
/** Keeps a Lease that was taken. @param until what `holdsUntil` said of the write that took it. */
function keepLease(options, taken, until) {
    const { namespace, identity, leaseSeconds, clock, idleClock, time, log } = options;
    const everyMs = (leaseSeconds * 1000) / 4;
    const lost = new AbortController();
    const ended = new AbortController();
    let live = taken;
    let isUnclear = false;
    let runsOutAt = until;
    const lose = (what) => {
        if (ended.signal.aborted)
            return;
        const reason = new errors/* RemoteError */.Hi(`the lock on the namespace (Lease ${lease_object/* leaseName */.AI} in ${namespace}) ${what}. Nothing more is written; the next run goes on from the roll-out record`);
        lost.abort(reason);
        ended.abort(reason);
    };
    const runOut = () => lose('could not be renewed before it ran out, so that another run may take it');
    async function renew() {
        if (isUnclear) {
            const seen = await lookAtLease(options);
            if (seen.state !== 'held' || seen.identity !== identity)
                return lose(describeTaker(seen));
            live = seen.live;
        }
        const askedAt = clock.now();
        const server = time.now();
        if (server === undefined || ended.signal.aborted)
            return;
        isUnclear = true;
        live = await writeLease(options, (0,lease_object/* heldLease */.Mn)(options, live, new Date(server.unixMs)), live);
        isUnclear = false;
        runsOutAt = Math.max(runsOutAt, holdsUntil(options, askedAt, server.lagMs));
    }
    /** A renewal that hangs ends with the lease. */
    async function untilRunOut(renewal) {
        const over = new AbortController();
        const runningOut = (0,api_clock/* wait */.uk)(idleClock, runsOutAt - clock.now(), AbortSignal.any([over.signal, ended.signal]));
        await Promise.race([renewal, runningOut.catch(() => { })]).finally(() => over.abort());
    }
    async function keepRenewing() {
        let pauseMs = everyMs;
        while (!ended.signal.aborted) {
            const leftMs = runsOutAt - clock.now();
            if (leftMs <= 0)
                return runOut();
            await (0,api_clock/* wait */.uk)(idleClock, Math.min(pauseMs, leftMs), ended.signal);
            if (clock.now() >= runsOutAt)
                return runOut();
            const before = runsOutAt;
            const renewal = renew();
            await untilRunOut(renewal).catch((error) => {
                if (ended.signal.aborted)
                    return;
                // 409: the next look, which comes at once, tells by whom it was changed. 404: nothing can be renewed any more.
                if (error instanceof cluster_port/* ApiRefusal */.n && error.status === 404)
                    return lose('was deleted');
                if (error instanceof cluster_port/* ApiRefusal */.n && error.status === 409)
                    return;
                log.warning(`The lock on the namespace could not be renewed yet (${(0,plain_text/* excerpt */.Kb)(String(error), 200)}); trying again`);
            });
            renewal.catch(() => { });
            pauseMs = (runsOutAt > before ? everyMs : everyMs / 10) * (0.9 + 0.2 * Math.random());
        }
    }
    keepRenewing().catch(() => { });
    let releasing;
    return {
        lost: lost.signal,
        requireHeld() {
            if (!ended.signal.aborted && clock.now() >= runsOutAt)
                runOut();
            lost.signal.throwIfAborted();
        },
        release() {
            ended.abort(new Error('the lock is given back'));
            releasing ??= giveBack(options, isUnclear ? undefined : live);
            return releasing;
        },
    };
}
/** Frees the Lease if it is this run's. Ends within seconds and never rejects: one that stays behind runs out by itself. */
async function giveBack(options, known) {
    const { namespace, identity, clock, log } = options;
    const over = new AbortController();
    const work = async () => {
        for (let live = known;; live = undefined) {
            const seen = live === undefined ? await lookAtLease(options) : (0,lease_object/* readLease */.zR)(live);
            if (over.signal.aborted || seen.state !== 'held' || seen.identity !== identity)
                return;
            try {
                await writeLease(options, (0,lease_object/* freeLease */.hz)(namespace, seen.live), seen.live);
                return;
            }
            catch (error) {
                // A renewal that was still under way may have come first.
                if (!(error instanceof cluster_port/* ApiRefusal */.n) || error.status !== 409)
                    throw error;
            }
        }
    };
    const tooLong = (0,api_clock/* wait */.uk)(clock, releaseWithinMs, over.signal).then(() => {
        throw new errors/* RemoteError */.Hi(`no answer within ${releaseWithinMs / 1000} s`);
    });
    try {
        const working = work();
        working.catch(() => { });
        tooLong.catch(() => { });
        await Promise.race([working, tooLong]);
    }
    catch (error) {
        log.warning(`The lock on the namespace (Lease ${lease_object/* leaseName */.AI} in ${namespace}) could not be given back (${(0,plain_text/* excerpt */.Kb)(String(error), 200)}): it runs out by itself`);
    }
    finally {
        over.abort(new Error('over'));
    }
}
function describeTaker(seen) {
    if (seen.state === 'held')
        return `was taken by ${seen.holder}, while this run held it`;
    return seen.state === 'free' ? 'was taken by another run, and given back since' : 'was deleted';
}

;// CONCATENATED MODULE: ./src/cluster/record/server-time.js
/** An answer's `Date` has whole seconds. */
const granularityMs = 1000;
/** Two clocks drift: a poorer look that is newer counts more after a while. */
const keptForMs = 300_000;
/**
 * The `Date` of an answer was true somewhere between question and answer, so what it tells lags by no more than the whole
 * took, and the second that it is cut to.
 */
function createServerTime(clock, serverNow) {
    let best;
    const look = (askedAt) => {
        const at = clock.now();
        const date = serverNow();
        if (date === undefined)
            return;
        const lagMs = granularityMs + at - askedAt;
        if (best === undefined || lagMs <= best.lagMs || at - best.at > keptForMs) {
            best = { offset: date.getTime() - at, lagMs, at };
        }
    };
    return {
        async ask(request) {
            const askedAt = clock.now();
            const answer = await request();
            look(askedAt);
            return answer;
        },
        now: () => best && { unixMs: clock.now() + best.offset, lagMs: best.lagMs },
    };
}

;// CONCATENATED MODULE: ./src/cluster/record/namespace-lock.js







const firstPollMs = 1000;
const longestPollMs = 8000;
const takeBackWithinMs = 3000;
const never = new AbortController().signal;
/** Of a write whose answers are lost again and again. */
const attempts = 5;
/**
 * Takes the namespace's Lease: creates it, or replaces exactly the one that was seen when nobody holds it, it has run out, or
 * it is to be broken. The signal ends the waiting; a write that is under way then may land, and is taken back.
 */
async function acquireNamespaceLock(given, signal) {
    signal.throwIfAborted();
    const { clock = api_clock/* systemClock */.ml, leaseSeconds = 60, cluster, namespace, holder, log } = given;
    const options = {
        ...{ cluster, namespace, leaseSeconds, log, clock },
        identity: (0,lease_object/* identityOf */.cu)(holder, (0,external_node_crypto_.randomUUID)()),
        idleClock: given.clock ?? api_clock/* idleSystemClock */.C4,
        time: createServerTime(clock, () => cluster.serverNow()),
    };
    const work = waitAndTake(options, given, signal);
    const cancelled = new AbortController();
    const whenCancelled = new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: cancelled.signal });
    });
    try {
        return await Promise.race([work, whenCancelled]);
    }
    catch (error) {
        if (!signal.aborted)
            throw error;
        await takeBack(work, clock);
        throw signal.reason;
    }
    finally {
        cancelled.abort();
    }
}
async function waitAndTake(options, { waitMs, breakLock }, signal) {
    const { clock, time, identity } = options;
    const deadline = clock.now() + waitMs;
    const say = announcer(options);
    /** Of each write, until when it holds: the Lease itself tells which of them landed. */
    const written = new Map();
    let broken;
    let pollMs = firstPollMs;
    let failures = 0;
    for (let waited = false;;) {
        const seen = await lookAtLease(options);
        const until = seen.state === 'held' ? written.get(Date.parse(seen.live.spec?.renewTime ?? '')) : undefined;
        if (seen.state === 'held' && seen.identity === identity && until !== undefined) {
            return { kind: 'acquired', lease: keepLease(options, seen.live, until), waited };
        }
        signal.throwIfAborted();
        const server = time.now();
        if (server === undefined)
            throw new errors/* RemoteError */.Hi('The API server does not tell its time, which the lock needs.');
        const leftMs = seen.state === 'held' ? (overAt(seen, options) ?? Number.POSITIVE_INFINITY) - server.unixMs : 0;
        if (breakLock && seen.state === 'held')
            broken ??= seen.identity;
        if (leftMs <= 0 || (seen.state === 'held' && seen.identity === broken)) {
            if (seen.state === 'held')
                say(seen, leftMs <= 0 ? 'ran out' : 'broken');
            const live = seen.state === 'absent' ? undefined : seen.live;
            const now = new Date(server.unixMs);
            const holds = holdsUntil(options, clock.now(), server.lagMs);
            written.set(now.getTime(), holds);
            try {
                const taken = await writeLease(options, (0,lease_object/* heldLease */.Mn)(options, live, now), live);
                return { kind: 'acquired', lease: keepLease(options, taken, holds), waited };
            }
            catch (error) {
                const isLate = error instanceof cluster_port/* ApiRefusal */.n && [404, 409].includes(error.status);
                if (error instanceof cluster_port/* ApiRefusal */.n && error.status < 500 && !isLate)
                    throw error;
                if (!isLate && ++failures >= attempts)
                    throw error;
                // It may have landed all the same, or somebody else was faster: the next look tells.
                if (!isLate)
                    await (0,api_clock/* wait */.uk)(clock, firstPollMs / 4, never);
            }
            continue;
        }
        if (seen.state !== 'held')
            continue;
        const patienceMs = deadline - clock.now();
        if (patienceMs <= 0)
            return { kind: 'held', heldBy: seen.holder, expiresAt: describeEnd(seen) };
        say(seen, 'waiting');
        waited = true;
        await (0,api_clock/* wait */.uk)(clock, Math.min(pollMs * (0.8 + 0.4 * Math.random()), patienceMs, leftMs), signal);
        pollMs = Math.min(pollMs * 1.5, longestPollMs);
    }
}
/** By the server's clock; undefined: it is nobody's to say, so only breaking it helps. */
function overAt({ expiresAt }, options) {
    return expiresAt === undefined ? undefined : takenOverFrom(expiresAt, options);
}
function describeEnd({ expiresAt }) {
    return expiresAt === undefined ? 'an unknown time' : new Date(expiresAt).toISOString();
}
/** Says once of each holder what is done about its lock. */
function announcer({ namespace, log }) {
    let said = '';
    return (seen, what) => {
        const key = `${what} ${seen.identity}`;
        if (key === said)
            return;
        said = key;
        const lock = `the lock on the namespace (Lease ${lease_object/* leaseName */.AI} in ${namespace})`;
        const end = describeEnd(seen);
        if (what === 'waiting')
            log.info(`Waiting for ${lock}: ${seen.holder} holds it, until ${end} unless it is renewed`);
        else if (what === 'broken')
            log.warning(`Breaking ${lock}, as break-lock asks. It was held by ${seen.holder}, until ${end}`);
        else
            log.warning(`Taking over ${lock}: that of ${seen.holder} ran out at ${end}, so that run was killed`);
    };
}
/** After a cancellation: what is under way may still take the lock, and then gives it back, within seconds. */
async function takeBack(work, clock) {
    const over = new AbortController();
    const undone = work.then((answer) => (answer.kind === 'acquired' ? answer.lease.release() : undefined), () => { });
    await Promise.race([undone, (0,api_clock/* wait */.uk)(clock, takeBackWithinMs, over.signal).catch(() => { })]);
    over.abort(new Error('over'));
}


/***/ }),

/***/ 85255:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C6: () => (/* binding */ headObject),
/* harmony export */   eg: () => (/* binding */ headName),
/* harmony export */   ww: () => (/* binding */ parseHead)
/* harmony export */ });
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38522);
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77934);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(37122);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2593);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(12354);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49491);





/** The ConfigMap that says how far the namespace's last roll-out came. Small, secret-free, changed only by compare-and-swap. */
const headName = 'keep-deploy-roll-out';
const version = 1;
const recordKey = 'record.json';
const retiredKey = 'retired.json.gz';
const longestRetired = 8 * 1024 * 1024;
const shardSet = valibot__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    groups: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(1)),
    clients: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .integer */ .ndf(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .minValue */ .Wwf(0)),
    key: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    shards: valibot__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()), valibot__WEBPACK_IMPORTED_MODULE_1__/* .readonly */ .tBZ())),
});
const leftObject = valibot__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    /** The client it was of; empty: of none alone. */
    owner: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    key: valibot__WEBPACK_IMPORTED_MODULE_1__/* .custom */ .IeY(isObjectKey),
});
const document = valibot__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    /** `forward`: a run is writing, or was killed. `going-back`: it takes back. `settled`: nobody works on it. */
    state: valibot__WEBPACK_IMPORTED_MODULE_1__/* .picklist */ .KIO(['forward', 'going-back', 'settled']),
    /** Whose network is recorded; absent in one that was written before this was noted: then it is whoever's comes. */
    environment: valibot__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
    /** Who changed it last, for people. */
    run: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    /** Random, one for each run. */
    token: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    /** Random, one for each write: it proves that a write whose answer was lost did land. */
    change: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    changedAt: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    /** What the run rolls. */
    release: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    /** What the baseline is of; absent where nothing was rolled before, or a mixture of releases stood. */
    releaseBefore: valibot__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
    /** Settled: the release that stands; absent when a mixture does. */
    releaseStanding: valibot__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
    /** Where the baseline is of several releases: of the first all owners but those that the others name. */
    mixture: valibot__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ release: valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), owners: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()), valibot__WEBPACK_IMPORTED_MODULE_1__/* .readonly */ .tBZ()) })), valibot__WEBPACK_IMPORTED_MODULE_1__/* .readonly */ .tBZ())),
    /** What is gone back to: what was last applied and left standing. Only settling changes it. */
    baseline: shardSet,
    /** What is being applied; settled: the baseline. */
    wanted: shardSet,
    /** What killed runs were applying since the baseline was true. */
    abandoned: valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(shardSet), valibot__WEBPACK_IMPORTED_MODULE_1__/* .readonly */ .tBZ()),
    /** Going back: the clients that do; absent: all that were touched, and what they share. */
    goingBack: valibot__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()), valibot__WEBPACK_IMPORTED_MODULE_1__/* .readonly */ .tBZ())),
    /** What nothing wants any more and was left where it is: looked at again by every run, until it is gone or wanted. */
    left: valibot__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(leftObject), valibot__WEBPACK_IMPORTED_MODULE_1__/* .readonly */ .tBZ())),
    /** How the last run ended that was settled: the one that left the baseline. */
    outcome: valibot__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
    /** Whose objects that run left unproved: they may stand otherwise than is recorded (`''`: those that all share). */
    unproved: valibot__WEBPACK_IMPORTED_MODULE_1__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_1__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()), valibot__WEBPACK_IMPORTED_MODULE_1__/* .readonly */ .tBZ())),
});
/** The whole ConfigMap; labels and annotations that others gave it stay. */
function headObject(namespace, head, before) {
    const { retired, ...rest } = head;
    const ours = { [_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .labels */ .WD.managedBy]: 'keep-deploy' };
    return {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
            name: headName,
            namespace,
            labels: { ...before?.labels, ...ours },
            ...(before?.annotations !== undefined && { annotations: before.annotations }),
        },
        data: { [recordKey]: (0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .canonicalJson */ .d)({ version, ...rest }) },
        binaryData: { [retiredKey]: (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.gzipSync)(JSON.stringify(retired)).toString('base64') },
    };
}
/** @throws RemoteError when it is no head that this version reads. */
function parseHead(namespace, live) {
    const { data, binaryData, metadata } = live;
    const say = (what) => new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .RemoteError */ .Hi(`the ConfigMap ${headName} in ${namespace} ${what}`);
    const fields = jsonIn(data?.[recordKey]);
    const written = isMap(fields) ? fields['version'] : undefined;
    if (typeof written === 'number' && written > version) {
        throw say(`was written by a newer keep-deploy (its roll-out record has version ${written}, this one reads ${version}): nothing is written; use that version`);
    }
    const parsed = valibot__WEBPACK_IMPORTED_MODULE_1__/* .safeParse */ .xLC(document, fields);
    const retired = retiredIn(binaryData?.[retiredKey]);
    if (written !== version || !parsed.success || retired === undefined || metadata.resourceVersion === undefined) {
        const where = parsed.success ? '' : ` (${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_5__/* .excerpt */ .Kb)(valibot__WEBPACK_IMPORTED_MODULE_1__/* .getDotPath */ .BuJ(parsed.issues[0]) ?? 'not JSON', 80)})`;
        throw say(`is no roll-out record${where}: nothing is written, because what to go back to isn't known. Bring it back as it was; if nothing can, delete it: the next run then takes what runs at that moment for what it goes back to`);
    }
    return { head: { ...parsed.output, retired }, resourceVersion: metadata.resourceVersion, metadata };
}
function retiredIn(packed) {
    if (packed === undefined)
        return [];
    if (typeof packed !== 'string')
        return undefined;
    try {
        const list = jsonIn((0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.gunzipSync)(Buffer.from(packed, 'base64'), { maxOutputLength: longestRetired }).toString('utf8'));
        return Array.isArray(list) && list.every(isObjectKey) ? list : undefined;
    }
    catch {
        return undefined;
    }
}
function isObjectKey(key) {
    return typeof key === 'string' && /^[A-Za-z]+\/./.test(key);
}
function jsonIn(text) {
    try {
        return typeof text === 'string' ? JSON.parse(text) : undefined;
    }
    catch {
        return undefined;
    }
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 26240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ writeShards),
/* harmony export */   i: () => (/* binding */ readGroup)
/* harmony export */ });
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38522);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(37122);
/* harmony import */ var _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(89164);
/* harmony import */ var _api_parallel_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4529);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49491);
/* harmony import */ var _shard_groups_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(82458);






const dataKey = 'owners.json.gz';
const atOnce = 16;
const attempts = 3;
/** Writes each piece that is not there yet. They are immutable and named by what they hold: whoever wrote one, it is this one. */
async function writeShards(cluster, namespace, groups) {
    const pieces = groups.flatMap((group) => group.pieces);
    await (0,_api_parallel_js__WEBPACK_IMPORTED_MODULE_1__/* .inParallel */ .H)(pieces, atOnce, async ({ name, text }) => {
        const secret = {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name, namespace, labels: { [_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .labels */ .WD.managedBy]: 'keep-deploy' } },
            immutable: true,
            type: 'Opaque',
            data: { [dataKey]: (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.gzipSync)(text).toString('base64') },
        };
        for (let attempt = 1;; attempt++) {
            try {
                await cluster.create(secret);
                return;
            }
            catch (error) {
                if (error instanceof _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_3__/* .ApiRefusal */ .n && error.status === 409)
                    return;
                if (error instanceof _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_3__/* .ApiRefusal */ .n && error.status < 500)
                    throw error;
                // Its answer may be all that was lost.
                const path = (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .objectPath */ .du)('Secret', namespace, name);
                const found = await cluster.get(path, { metadataOnly: true }).catch(() => undefined);
                if (found !== undefined)
                    return;
                if (attempt >= attempts)
                    throw error;
            }
        }
    });
}
/** Reads one group. @throws RemoteError that says what is lost, when a Secret of it is missing or holds something else. */
async function readGroup(options) {
    const { cluster, namespace, group, names, digestKey, holds } = options;
    const lost = (name, what) => new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .RemoteError */ .Hi(`the Secret ${name} in ${namespace} ${what}. It is a part of the roll-out record: ${holds}. Without it there is no way back for those clients, so nothing is written. Bring the Secret back (from a backup of the cluster); if nothing can, delete the ConfigMap keep-deploy-roll-out: the next run then takes what runs at that moment for what it goes back to`);
    const texts = await (0,_api_parallel_js__WEBPACK_IMPORTED_MODULE_1__/* .inParallel */ .H)(names, atOnce, async (name) => {
        const found = await cluster.get((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .objectPath */ .du)('Secret', namespace, name));
        if (found === undefined)
            throw lost(name, 'is missing');
        const packed = found.data?.[dataKey];
        if (typeof packed !== 'string')
            throw lost(name, 'does not hold what it was written with');
        try {
            return (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.gunzipSync)(Buffer.from(packed, 'base64'), { maxOutputLength: _shard_groups_js__WEBPACK_IMPORTED_MODULE_5__/* .pieceBytes */ .I3 });
        }
        catch {
            throw lost(name, 'does not hold what it was written with');
        }
    });
    const whole = Buffer.concat(texts).toString('utf8');
    const [first = group] = names;
    if (digestKey !== undefined && !(0,_shard_groups_js__WEBPACK_IMPORTED_MODULE_5__/* .isNamedFor */ .ZE)(names, group, whole, digestKey)) {
        throw lost(first, 'holds something else than what its name was made for');
    }
    const owners = parseOwners(whole);
    if (owners === undefined)
        throw lost(first, 'does not hold what it was written with');
    return owners;
}
function parseOwners(whole) {
    try {
        const document = JSON.parse(whole);
        if (!isMap(document) || document['version'] !== 1 || !Array.isArray(document['owners']))
            return undefined;
        return document['owners'].every(isOwner) ? document['owners'] : undefined;
    }
    catch {
        return undefined;
    }
}
/** Deep enough that what is applied from it is an object of a kind and a name; the API server checks the rest. */
function isOwner(value) {
    if (!isMap(value))
        return false;
    const { owner, role, bodies, contentNamed, adopted } = value;
    if (typeof owner !== 'string' || typeof role !== 'string' || !Array.isArray(bodies))
        return false;
    if (!Array.isArray(contentNamed) || !Array.isArray(adopted))
        return false;
    return bodies.every((body) => {
        if (!isMap(body) || !isMap(body['metadata']))
            return false;
        const { name, namespace } = body['metadata'];
        return [body['apiVersion'], body['kind'], name, namespace].every((text) => typeof text === 'string' && text !== '');
    });
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 63839:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CI: () => (/* binding */ partsOf),
/* harmony export */   K2: () => (/* binding */ ownersOf),
/* harmony export */   Kg: () => (/* binding */ isGood),
/* harmony export */   TN: () => (/* binding */ keyOf),
/* harmony export */   XC: () => (/* binding */ sharedOwner),
/* harmony export */   YD: () => (/* binding */ keysOf),
/* harmony export */   oR: () => (/* binding */ joined)
/* harmony export */ });
/* unused harmony export inOrderOfWriting */
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49491);

/** What belongs to no client alone: no client is called so. */
const sharedOwner = '';
/** True for what may be gone back to. */
function isGood(version) {
    return version !== undefined && version.neverProved !== true;
}
function keyOf({ kind, metadata }) {
    return `${kind}/${metadata.name}`;
}
/** The kind and the name behind a key. */
function partsOf(key) {
    const slash = key.indexOf('/');
    return { kind: key.slice(0, slash), name: key.slice(slash + 1) };
}
function keysOf(owner) {
    return (owner?.bodies ?? []).map(keyOf);
}
/** What is recorded of the objects that are going to be written. */
function ownersOf({ shared, clients }) {
    const ofClients = clients.map(({ client, role, immutable, beside, workload }) => ({
        owner: client,
        role,
        bodies: [...immutable, ...beside, workload],
        contentNamed: immutable.map(keyOf),
        adopted: [],
    }));
    if (shared.length === 0)
        return ofClients;
    return [{ owner: sharedOwner, role: '', bodies: shared, contentNamed: [], adopted: [] }, ...ofClients];
}
/**
 * One owner's objects, and what only others had of it: all that may stand when a run was broken off between its writes.
 * Where several have a body, the first one's counts.
 */
function joined(first, ...others) {
    let whole = first;
    for (const other of others) {
        if (other === undefined)
            continue;
        if (whole === undefined) {
            whole = other;
            continue;
        }
        const known = new Set(keysOf(whole));
        const isNew = (key) => !known.has(key);
        whole = {
            ...whole,
            bodies: inOrderOfWriting([...whole.bodies, ...other.bodies.filter((body) => isNew(keyOf(body)))]),
            contentNamed: [...whole.contentNamed, ...other.contentNamed.filter(isNew)],
            adopted: [...whole.adopted, ...other.adopted.filter(isNew)],
        };
    }
    return whole;
}
/** What an object stands on is written before it. */
function inOrderOfWriting(bodies) {
    return [...bodies].sort((a, b) => _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindsInOrder */ .ty.indexOf(a.kind) - _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindsInOrder */ .ty.indexOf(b.kind));
}


/***/ }),

/***/ 66808:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  r: () => (/* binding */ readRollOutRecord)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/cluster/record/head-swap.js
var head_swap = __webpack_require__(88523);
// EXTERNAL MODULE: ./src/cluster/record/mixture.js
var record_mixture = __webpack_require__(20809);
// EXTERNAL MODULE: ./src/cluster/record/recorded-owner.js
var recorded_owner = __webpack_require__(63839);
// EXTERNAL MODULE: ./src/cluster/record/shard-groups.js
var shard_groups = __webpack_require__(82458);
;// CONCATENATED MODULE: ./src/cluster/record/packed-set.js


/** A set of exactly these owners. */
function packSet(owners, digestKey) {
    const clients = owners.filter(({ owner }) => owner !== recorded_owner/* sharedOwner */.XC).length;
    const groups = packAll(owners, (0,shard_groups/* groupsFor */.KE)(clients), digestKey);
    return {
        set: { groups: (0,shard_groups/* groupsFor */.KE)(clients), clients, key: (0,shard_groups/* keyMark */.JY)(digestKey), shards: shardsOf(groups) },
        groups,
        owners,
    };
}
/**
 * A set with some owners changed (`undefined`: gone). Only their groups are read and packed, unless the size class or the key
 * is another one now.
 */
async function changedSet(reader, set, changes, digestKey) {
    if (changes.size === 0)
        return { set, groups: [], owners: [] };
    const touched = new Set([...changes.keys()].map((name) => (0,shard_groups/* groupOf */.F8)(name, set.groups)));
    const before = await reader.inGroups(set, touched);
    let clients = set.clients;
    for (const [name, owner] of changes) {
        if (name !== recorded_owner/* sharedOwner */.XC)
            clients += Number(owner !== undefined) - Number(before.has(name));
    }
    const groups = (0,shard_groups/* groupsFor */.KE)(clients);
    const key = (0,shard_groups/* keyMark */.JY)(digestKey);
    const isRegrouped = groups !== set.groups || key !== set.key;
    const owners = new Map(isRegrouped ? await reader.inGroups(set) : before);
    for (const [name, owner] of changes) {
        if (owner === undefined)
            owners.delete(name);
        else
            owners.set(name, owner);
    }
    const packed = packAll(owners.values(), groups, digestKey);
    const others = isRegrouped ? [] : Object.entries(set.shards).filter(([group]) => !touched.has(group));
    return {
        set: { groups, clients, key, shards: { ...Object.fromEntries(others), ...shardsOf(packed) } },
        groups: packed,
        owners: [...owners.values()],
    };
}
/** Those of the packed groups that stand in none of the sets. */
function missingGroups(groups, known) {
    const standing = new Set(known.flatMap(shard_groups/* shardNames */.b$));
    return groups.filter(({ pieces }) => pieces.some(({ name }) => !standing.has(name)));
}
function packAll(owners, groups, digestKey) {
    return [...(0,shard_groups/* grouped */.zD)(owners, groups)].map(([group, members]) => (0,shard_groups/* packGroup */.vE)(group, members, digestKey));
}
function shardsOf(groups) {
    return Object.fromEntries(groups.map(({ group, pieces }) => [group, pieces.map(({ name }) => name)]));
}

// EXTERNAL MODULE: ./src/cluster/record/record-shards.js
var record_shards = __webpack_require__(26240);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/record/collection.js
var collection = __webpack_require__(60101);
;// CONCATENATED MODULE: ./src/cluster/record/retirement.js




/**
 * What is named by what it holds and nothing needs any more. What went out of use is newest, what failed is oldest, also
 * where it was left standing: the newest few are kept.
 * @param touched of each owner the baseline's version, the wanted one and those of killed runs
 * @param standing what is recorded of them from here on
 */
function retiredThen(retiredBefore, { baseline, wanted, abandoned }, touched, standingSet, standing) {
    const inUse = new Set([...shardKeys(standingSet), ...standing.flatMap((owner) => owner?.contentNamed ?? [])]);
    const before = touched.map(([version]) => version);
    const proved = before.flatMap((version) => ((0,recorded_owner/* isGood */.Kg)(version) ? ownContentOf(version) : []));
    const namedIn = (index) => touched.flatMap((versions) => versions[index]?.contentNamed ?? []);
    const unused = [wanted, ...abandoned].flatMap((set, index) => [...namedIn(index + 1), ...shardKeys(set)]);
    const all = [...proved, ...shardKeys(baseline), ...retiredBefore, ...namedIn(0), ...unused];
    return [...new Set(all)].filter((key) => !inUse.has(key));
}
/**
 * Without what stands beside its own workload's: releases that failed left that. It is retired, or else each of them would leave
 * more in the record for as long as none succeeds.
 */
function withOwnContent(version) {
    if (version === undefined)
        return undefined;
    const own = new Set(ownContentOf(version));
    if (own.size === version.contentNamed.length)
        return version;
    const isOther = (key) => version.contentNamed.includes(key) && !own.has(key);
    return {
        ...version,
        bodies: version.bodies.filter((body) => !isOther((0,recorded_owner/* keyOf */.TN)(body))),
        contentNamed: version.contentNamed.filter((key) => own.has(key)),
    };
}
function shardKeys(set) {
    return (0,shard_groups/* shardNames */.b$)(set).map((name) => `Secret/${name}`);
}
/** What its workload reads; all of it where it has none. */
function ownContentOf({ bodies, contentNamed }) {
    const workloads = bodies.filter(({ kind }) => (0,kubernetes_object/* isWorkloadKind */.A)(kind));
    if (workloads.length === 0)
        return contentNamed;
    const read = (0,collection/* mentioned */.mK)(workloads, new Set(contentNamed.map((key) => (0,recorded_owner/* partsOf */.CI)(key).name)));
    return contentNamed.filter((key) => read.has((0,recorded_owner/* partsOf */.CI)(key).name));
}

// EXTERNAL MODULE: ./src/cluster/record/set-reader.js
var set_reader = __webpack_require__(38209);
;// CONCATENATED MODULE: ./src/cluster/record/open-record.js







function openRecord({ options, reader, retiredBefore, written, settled, ...at }) {
    let seen = at.seen;
    const { baseline, wanted, abandoned } = seen.head;
    /** Of each touched owner: the baseline's, the wanted one, and those of killed runs. */
    const versions = () => reader.differing([baseline, wanted, ...abandoned]);
    return {
        head: at.seen.head,
        async touched() {
            const all = [...(await versions())];
            const keysAt = (index) => new Set(all.flatMap(([, owners]) => (0,recorded_owner/* keysOf */.YD)(owners[index])));
            // Over all owners: an object that goes from one to another is neither new nor left over.
            const [inBaseline, inWanted, retired] = [keysAt(0), keysAt(1), new Set(retiredBefore)];
            return all.map(([owner, [before, after, ...killed]]) => {
                const contentNamed = new Set([before, ...killed].flatMap((version) => version?.contentNamed ?? []));
                const attempted = (0,recorded_owner/* joined */.oR)(after, ...killed);
                return {
                    owner,
                    role: (attempted ?? before)?.role ?? '',
                    before,
                    after,
                    attempted,
                    created: removable([after, ...killed]).filter((key) => !inBaseline.has(key) && !retired.has(key)),
                    superfluous: keysOfAll([before, ...killed]).filter((key) => !inWanted.has(key) && !contentNamed.has(key)),
                };
            });
        },
        async goBack(clients) {
            if (seen.head.state === 'going-back')
                return;
            const chosen = clients && { goingBack: [...clients] };
            seen = await (0,head_swap/* swapHead */.Af)(options, seen, { ...seen.head, ...written(), state: 'going-back', ...chosen });
        },
        async settle({ outcome, standing, unproved, left = seen.head.left ?? [], notProved = [] }) {
            const { digestKey, cluster, namespace } = options;
            const { release, releaseBefore, mixture: mixtureBefore } = seen.head;
            const all = await versions();
            const standings = new Map([...all].map(([owner, [before]]) => {
                const isKept = notProved.includes(owner) && (0,recorded_owner/* isGood */.Kg)(before);
                return [owner, isKept ? 'baseline-and-rest' : standing(owner)];
            }));
            const stands = new Map([...all].map(([owner, found]) => {
                const at = standings.get(owner) ?? 'wanted';
                const version = standingOf(at, found);
                const isMarked = (notProved.includes(owner) && !(0,recorded_owner/* isGood */.Kg)(found[0])) || isUntried(owner, at, found[0]);
                return [owner, isMarked && version !== undefined ? { ...version, neverProved: true } : version];
            }));
            // Beside what is gone back to the rest may stand too: it makes no other release of it.
            const isOf = (index, owner) => indexOf(standings.get(owner)) === index ||
                (0,set_reader/* isAlike */.H)(unmarked(stands.get(owner)), unmarked(all.get(owner)?.[index]));
            const isAll = (index) => [...all.keys()].every((owner) => isOf(index, owner));
            const changes = new Map([...stands].filter(([owner, version]) => !(0,set_reader/* isAlike */.H)(version, all.get(owner)?.[1])));
            const recorded = new Set([...stands.values()].flatMap(recorded_owner/* keysOf */.YD));
            const leftNow = left.filter(({ key }) => !recorded.has(key));
            const packed = await changedSet(reader, wanted, changes, digestKey);
            await (0,record_shards/* writeShards */.T)(cluster, namespace, missingGroups(packed.groups, [baseline, wanted, ...abandoned]));
            const [isNew, isBack] = [isAll(1), isAll(0)];
            const releaseStanding = isNew ? release : isBack ? releaseBefore : undefined;
            const back = [...all.keys()].filter((owner) => !isOf(1, owner));
            const mixture = isNew ? undefined : isBack ? mixtureBefore : (0,record_mixture/* mixtureOf */.O)(release, back, seen.head);
            const next = {
                ...written(),
                state: 'settled',
                release,
                ...(releaseBefore !== undefined && { releaseBefore }),
                ...(releaseStanding !== undefined && { releaseStanding }),
                ...(mixture !== undefined && { mixture }),
                baseline: packed.set,
                wanted: packed.set,
                abandoned: [],
                outcome,
                unproved: [...unproved],
                ...(leftNow.length > 0 && { left: leftNow }),
                retired: retiredThen(retiredBefore, seen.head, [...all.values()], packed.set, [...stands.values()]),
            };
            seen = await (0,head_swap/* swapHead */.Af)(options, seen, next);
            return settled(seen);
        },
    };
}
function standingOf(standing, [before, after, ...killed]) {
    switch (standing) {
        case 'wanted':
            return after;
        case 'baseline':
            return before;
        case 'wanted-and-rest':
            return (0,recorded_owner/* joined */.oR)(after, withOwnContent(before), ...killed);
        case 'baseline-and-rest':
            return (0,recorded_owner/* joined */.oR)(withOwnContent(before), after, ...killed);
    }
}
function indexOf(standing) {
    return standing === 'baseline' || standing === 'baseline-and-rest' ? 0 : 1;
}
/** True where some of it stands, unproved, of an owner of which nothing was ever proved before. */
function isUntried(owner, standing, before) {
    if (owner === recorded_owner/* sharedOwner */.XC)
        return false;
    if (standing === 'baseline-and-rest')
        return before === undefined;
    return standing === 'wanted-and-rest' && before?.neverProved === true;
}
/** What was applied, whatever became of it. */
function unmarked(version) {
    if (version?.neverProved === undefined)
        return version;
    const { neverProved: _, ...applied } = version;
    return applied;
}
/** Data outlives every roll-out. */
function removable(versions) {
    return keysOfAll(versions).filter((key) => (0,recorded_owner/* partsOf */.CI)(key).kind !== 'PersistentVolumeClaim');
}
function keysOfAll(versions) {
    return [...new Set(versions.flatMap(recorded_owner/* keysOf */.YD))];
}

// EXTERNAL MODULE: ./src/cluster/record/record-head.js
var record_head = __webpack_require__(85255);
;// CONCATENATED MODULE: ./src/cluster/record/roll-out-record.js











/**
 * Reads the head, in one request. The shards are read when they are asked for.
 * @throws UserError when the record is another environment's: what stands in it would be taken for clients of this one.
 */
async function readRollOutRecord(options) {
    const seen = await (0,head_swap/* readHead */.zy)(options);
    requireOwn(seen?.head, options);
    return recordOf(options, seen, (0,external_node_crypto_.randomUUID)());
}
function requireOwn(head, { environment, namespace }) {
    if (head?.environment === undefined || head.environment === environment)
        return;
    const other = (0,plain_text/* excerpt */.Kb)(head.environment, 200);
    throw new errors/* UserError */.yo(`the clients in namespace ${namespace} are those of environment ${other}, as the roll-out record there says (ConfigMap ${record_head/* headName */.eg}), and this is ${environment}: nothing is written to the cluster, because one environment would take over and remove the other's clients. Give each a namespace of its own (cluster: namespace in keep-deploy.yml). If ${environment} is only a new name of ${other}, delete that ConfigMap: the next run then takes what runs at that moment for what it goes back to`);
}
function recordOf(options, seen, token) {
    const { run, environment, now } = options;
    const head = seen?.head;
    const reader = options.reader ?? (0,set_reader/* createSetReader */.k)(options);
    /** A head of this run, from the one that stands. */
    const written = () => ({ run, environment, token, change: (0,external_node_crypto_.randomUUID)(), changedAt: now().toISOString() });
    const open = (from, retiredBefore) => openRecord({
        options: { ...options, digestKey: requireKey(options) },
        reader,
        seen: from,
        retiredBefore,
        written,
        settled: (at) => recordOf(options, at, token),
    });
    return {
        head,
        unfinished: unfinishedIn(head),
        isUnproved: head?.state === 'settled' && (head.unproved?.length ?? 0) > 0,
        baselineOf: (owners) => reader.owners(head?.baseline ?? shard_groups/* emptySet */.mj, owners),
        everyOwner: () => reader.inGroups(head?.baseline ?? shard_groups/* emptySet */.mj),
        async begin({ release, wanted, adopted }) {
            if (head?.state === 'going-back')
                throw new Error('the going back of the run before is finished first');
            const digestKey = requireKey(options);
            const before = head?.baseline ?? shard_groups/* emptySet */.mj;
            const abandoned = head?.state === 'forward' ? distinct([head.wanted, ...head.abandoned]) : [];
            const changes = await adoptedChanges(reader, before, abandoned, adopted);
            const baseline = await changedSet(reader, before, changes, digestKey);
            const packed = packSet(wanted, digestKey);
            for (const { groups, owners, set } of [baseline, packed])
                reader.remember(groups, owners, set);
            // A way back that isn't there is found out here.
            await reader.differing([baseline.set, packed.set, ...abandoned]);
            const missing = missingGroups([...baseline.groups, ...packed.groups], [before, ...abandoned]);
            // Before the head names them. Those of a run that is killed in between are taken up by the next run of the same release.
            await (0,record_shards/* writeShards */.T)(options.cluster, options.namespace, missing);
            // What was adopted took the place of a shard in the baseline.
            const inUse = new Set([baseline.set, packed.set, ...abandoned].flatMap(shardKeys));
            const replaced = shardKeys(before).filter((key) => !inUse.has(key));
            const releaseBefore = head?.state === 'settled' ? head.releaseStanding : head?.releaseBefore;
            const next = {
                ...written(),
                state: 'forward',
                release,
                ...(releaseBefore !== undefined && { releaseBefore }),
                ...(head?.mixture !== undefined && { mixture: head.mixture }),
                baseline: baseline.set,
                wanted: packed.set,
                abandoned,
                ...(head?.outcome !== undefined && { outcome: head.outcome }),
                ...(head?.unproved !== undefined && { unproved: head.unproved }),
                ...(head?.left !== undefined && { left: head.left }),
                retired: [...new Set([...replaced, ...(head?.retired ?? [])])],
            };
            return open(await (0,head_swap/* swapHead */.Af)(options, seen, next), next.retired);
        },
        async resume() {
            if (seen?.head.state !== 'going-back')
                throw new Error('there is no going back to finish');
            await reader.differing([seen.head.baseline, seen.head.wanted, ...seen.head.abandoned]);
            const next = { ...seen.head, ...written() };
            return open(await (0,head_swap/* swapHead */.Af)(options, seen, next), next.retired);
        },
        async forget(collected) {
            if (seen === undefined || collected.size === 0)
                return recordOf(options, seen, token);
            const retired = seen.head.retired.filter((key) => !collected.has(key));
            return recordOf(options, await (0,head_swap/* swapHead */.Af)(options, seen, { ...seen.head, ...written(), retired }), token);
        },
    };
}
/** Adopted objects join what is recorded of their owner. What a killed run may have made was not there before. */
async function adoptedChanges(reader, baseline, abandoned, adopted) {
    const names = new Set(adopted.map(({ owner }) => owner));
    if (names.size === 0)
        return new Map();
    const recorded = await reader.owners(baseline, names);
    const ofKilled = await Promise.all(abandoned.map((set) => reader.owners(set, names)));
    const known = new Set([recorded, ...ofKilled].flatMap((owners) => [...owners.values()].flatMap(recorded_owner/* keysOf */.YD)));
    const changes = new Map();
    for (const { owner, role, body } of adopted) {
        const key = (0,recorded_owner/* keyOf */.TN)(body);
        if (known.has(key))
            continue;
        const found = { owner, role, bodies: [body], contentNamed: [], adopted: [key] };
        changes.set(owner, (0,recorded_owner/* joined */.oR)(changes.get(owner) ?? recorded.get(owner), found) ?? found);
    }
    return changes;
}
function unfinishedIn(head) {
    if (head === undefined || head.state === 'settled')
        return undefined;
    const { state, run, changedAt, release, releaseBefore } = head;
    return { state, run, changedAt, release, releaseBefore };
}
function distinct(sets) {
    return [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];
}
function requireKey({ digestKey }) {
    if (digestKey === undefined)
        throw new Error('a roll-out needs $KEEP_DEPLOY_DIGEST_KEY');
    return digestKey;
}


/***/ }),

/***/ 38209:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ isAlike),
/* harmony export */   k: () => (/* binding */ createSetReader)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(12354);
/* harmony import */ var _api_parallel_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4529);
/* harmony import */ var _record_shards_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(26240);
/* harmony import */ var _recorded_owner_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(63839);
/* harmony import */ var _shard_groups_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(82458);





const groupsAtOnce = 8;
function createSetReader({ cluster, namespace, digestKey, expected = [] }) {
    const known = new Map();
    const mark = digestKey && (0,_shard_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .keyMark */ .JY)(digestKey);
    const cacheKey = (names) => names.join(' ');
    const expectedBySize = new Map();
    function expectedIn(set, group, names) {
        if (digestKey === undefined || set.key !== mark || expected.length === 0)
            return undefined;
        const groups = expectedBySize.get(set.groups) ?? (0,_shard_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .grouped */ .zD)(expected, set.groups);
        expectedBySize.set(set.groups, groups);
        const owners = groups.get(group);
        if (owners === undefined)
            return undefined;
        const { pieces } = (0,_shard_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .packGroup */ .vE)(group, owners, digestKey);
        return cacheKey(pieces.map(({ name }) => name)) === cacheKey(names) ? owners : undefined;
    }
    function readOne(set, group, holds) {
        const names = set.shards[group];
        if (names === undefined)
            return Promise.resolve([]);
        const key = cacheKey(names);
        let reading = known.get(key);
        if (reading === undefined) {
            const keyOfNames = set.key === mark ? digestKey : undefined;
            const owners = expectedIn(set, group, names);
            reading =
                owners === undefined
                    ? (0,_record_shards_js__WEBPACK_IMPORTED_MODULE_1__/* .readGroup */ .i)({ cluster, namespace, group, names, digestKey: keyOfNames, holds })
                    : Promise.resolve(owners);
            known.set(key, reading);
            reading.catch(() => known.delete(key));
        }
        return reading;
    }
    async function read(set, groups, holds) {
        const lists = await (0,_api_parallel_js__WEBPACK_IMPORTED_MODULE_2__/* .inParallel */ .H)([...groups], groupsAtOnce, (group) => readOne(set, group, holds));
        return new Map(lists.flat().map((owner) => [owner.owner, owner]));
    }
    const inGroups = (set, groups = Object.keys(set.shards)) => read(set, groups, 'what was last applied for some of the clients');
    return {
        inGroups,
        async owners(set, names) {
            const wanted = [...new Set(names)];
            const groups = new Set(wanted.map((name) => (0,_shard_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .groupOf */ .F8)(name, set.groups)));
            const found = await read(set, groups, `what was last applied for ${sayOwners(wanted)}`);
            const entries = wanted.map((name) => [name, found.get(name)]);
            return new Map(entries.filter((entry) => entry[1] !== undefined));
        },
        async differing(sets) {
            const groups = (0,_shard_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .differingGroups */ .v6)(sets);
            const maps = [];
            for (const set of sets)
                maps.push(await inGroups(set, groups));
            const names = [...new Set(maps.flatMap((map) => [...map.keys()]))].sort();
            const entries = names.map((name) => [name, maps.map((map) => map.get(name))]);
            return new Map(entries.filter(([, versions]) => !versions.every((version) => isAlike(version, versions[0]))));
        },
        remember(groups, owners, set) {
            const byGroup = (0,_shard_groups_js__WEBPACK_IMPORTED_MODULE_0__/* .grouped */ .zD)(owners, set.groups);
            for (const { group, pieces } of groups) {
                known.set(cacheKey(pieces.map(({ name }) => name)), Promise.resolve(byGroup.get(group) ?? []));
            }
        },
    };
}
/** True when exactly the same is recorded. */
function isAlike(a, b) {
    if (a === b)
        return true;
    if (a === undefined || b === undefined)
        return false;
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .canonicalJson */ .d)(a) === (0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .canonicalJson */ .d)(b);
}
function sayOwners(names) {
    const said = names.slice(0, 5).map((name) => (name === _recorded_owner_js__WEBPACK_IMPORTED_MODULE_4__/* .sharedOwner */ .XC ? 'all clients together' : name));
    return names.length > 5 ? `${said.join(', ')} and ${names.length - 5} more` : said.join(', ');
}


/***/ }),

/***/ 82458:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F8: () => (/* binding */ groupOf),
/* harmony export */   I3: () => (/* binding */ pieceBytes),
/* harmony export */   JY: () => (/* binding */ keyMark),
/* harmony export */   KE: () => (/* binding */ groupsFor),
/* harmony export */   ZE: () => (/* binding */ isNamedFor),
/* harmony export */   b$: () => (/* binding */ shardNames),
/* harmony export */   mj: () => (/* binding */ emptySet),
/* harmony export */   v6: () => (/* binding */ differingGroups),
/* harmony export */   vE: () => (/* binding */ packGroup),
/* harmony export */   zD: () => (/* binding */ grouped)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(94149);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12354);
/* harmony import */ var _recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(63839);


const emptySet = { groups: 1, clients: 0, key: '', shards: {} };
/**
 * A client changed is a group written, so a group is small; a group read is a request, and its name stands in the head, so
 * that there aren't too many.
 */
const clientsPerGroup = 8;
const mostGroups = 256;
/** Of text. A Secret holds 1 MiB at most; gzip makes text that it can't compress longer by less than a thousandth. */
const pieceBytes = 680_000;
/** Tells whether two names were made with the same key, and nothing else about it. */
function keyMark(digestKey) {
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .keyedDigestOf */ .Y)(digestKey, 'the key of a roll-out record').slice('sha256:'.length, 'sha256:'.length + 12);
}
/** By size class only (powers of two), so that one client more doesn't move all others to other groups. */
function groupsFor(clients) {
    let groups = 1;
    while (groups * clientsPerGroup < clients && groups < mostGroups)
        groups *= 2;
    return groups;
}
/** The same for the same client whatever the others are, as long as the number of groups is. */
function groupOf(owner, groups) {
    if (owner === _recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .sharedOwner */ .XC)
        return 'shared';
    return String(Number.parseInt((0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .digestOf */ .o)(owner).slice('sha256:'.length, 'sha256:'.length + 8), 16) % groups);
}
/** The owners of each group, by name. */
function grouped(owners, groups) {
    const byGroup = new Map();
    for (const owner of owners) {
        const group = groupOf(owner.owner, groups);
        const members = byGroup.get(group);
        if (members === undefined)
            byGroup.set(group, [owner]);
        else
            members.push(owner);
    }
    for (const members of byGroup.values())
        members.sort((a, b) => (a.owner < b.owner ? -1 : 1));
    return byGroup;
}
/**
 * A group under names that only its content and the key determine: same content, same names, and nothing to write. The
 * digest is keyed, because a plain one would let anybody who sees the name check a guess of what the Secret holds.
 */
function packGroup(group, owners, digestKey) {
    const whole = (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .canonicalJson */ .d)({ version: 1, owners: owners });
    const bytes = new TextEncoder().encode(whole);
    const count = Math.max(1, Math.ceil(bytes.length / pieceBytes));
    const pieces = Array.from({ length: count }, (_, index) => ({
        name: pieceName(group, index, whole, digestKey),
        text: bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
    }));
    return { group, pieces };
}
/** True when a group's text is the one that these names were made for, with the same key. */
function isNamedFor(names, group, whole, digestKey) {
    return names.every((name, index) => name === pieceName(group, index, whole, digestKey));
}
function pieceName(group, index, whole, digestKey) {
    const digest = (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .keyedDigestOf */ .Y)(digestKey, (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .canonicalJson */ .d)(['roll-out record', group, index, whole]));
    return `keep-deploy-record-${group}-${index}-${digest.slice('sha256:'.length, 'sha256:'.length + 20)}`;
}
/** Every Secret of a set. */
function shardNames(set) {
    return Object.values(set.shards).flat();
}
/** Of the sets' groups those that are not the same in all; `undefined`: they are grouped differently, so all may differ. */
function differingGroups(sets) {
    const [first] = sets;
    if (first === undefined)
        return [];
    if (sets.some(({ groups }) => groups !== first.groups))
        return undefined;
    const all = new Set(sets.flatMap(({ shards }) => Object.keys(shards)));
    const namesIn = (set, group) => (set.shards[group] ?? []).join(' ');
    return [...all].filter((group) => sets.some((set) => namesIn(set, group) !== namesIn(first, group))).sort();
}


/***/ }),

/***/ 21530:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   UD: () => (/* binding */ dockerHub),
/* harmony export */   hQ: () => (/* binding */ withDigest),
/* harmony export */   o_: () => (/* binding */ parseImageReference)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83389);

/** Docker Hub's names: what people write, and where its API and its credentials are. */
const dockerHub = {
    registry: 'docker.io',
    aliases: ['index.docker.io', 'registry-1.docker.io'],
    host: 'registry-1.docker.io',
    login: 'https://index.docker.io/v1/',
};
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const host = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::[0-9]{1,5})?$/;
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
/**
 * Reads `[registry/]name[:tag][@digest]` by the grammar of https://github.com/distribution/reference, as container
 * runtimes do: the first part is a registry when it has a dot or a port, or is `localhost`.
 * @throws RangeError that says what was expected.
 */
function parseImageReference(written) {
    const [beforeDigest = '', digestText, ...more] = written.split('@');
    if (more.length > 0)
        throw new RangeError('expected an image with at most one @');
    const digest = digestText === undefined ? undefined : readDigest(digestText);
    const slash = beforeDigest.lastIndexOf('/');
    const colon = beforeDigest.indexOf(':', slash + 1);
    const name = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon);
    const tag = colon === -1 ? undefined : beforeDigest.slice(colon + 1);
    if (tag !== undefined && !tagForm.test(tag)) {
        throw new RangeError('expected a tag of letters, digits, _, . and -, at most 128 characters');
    }
    const { registry, repository } = readName(name);
    if (/^[0-9a-f]{64}$/.test(name))
        throw new RangeError('expected an image by name, found 64 hexadecimal digits');
    return { written, name, registry, repository, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest };
}
/** The one way to write an image that can mean one thing only: its tag is left out, since it decides nothing any more. */
function withDigest({ name }, digest) {
    return `${name}@${digest}`;
}
function readName(name) {
    const slash = name.indexOf('/');
    const first = slash === -1 ? '' : name.slice(0, slash);
    const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
    if (isHost && !isUsableHost(first))
        throw new RangeError('expected a registry as host or host:port before the first /');
    const registry = isHost && !dockerHub.aliases.includes(first) ? first : dockerHub.registry;
    const path = isHost ? name.slice(slash + 1) : name;
    const repository = registry === dockerHub.registry && !path.includes('/') ? `library/${path}` : path;
    if (!repository.split('/').every((part) => component.test(part))) {
        throw new RangeError('expected a name of lower-case letters and digits, joined by ., _, __ or -, its parts separated by /');
    }
    if (repository.length > 255)
        throw new RangeError('expected a name of at most 255 characters');
    return { registry, repository };
}
function isUsableHost(text) {
    const port = /:(\d+)$/.exec(text)?.[1];
    return host.test(text) && (port === undefined || (Number(port) > 0 && Number(port) < 65_536));
}
function readDigest(text) {
    try {
        return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDigest */ .m)(text);
    }
    catch (cause) {
        throw new RangeError('expected sha256: and 64 hexadecimal digits after @', { cause });
    }
}


/***/ }),

/***/ 60845:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  UY: () => (/* binding */ createRegistryHttp),
  U9: () => (/* binding */ isLoopback),
  $T: () => (/* binding */ requireSafe)
});

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(44708);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./src/cluster/api/pause.js

/** Waits, or throws the signal's own reason. */
async function pause(ms, signal) {
    await (0,promises_.setTimeout)(ms, undefined, { signal }).catch((error) => {
        signal.throwIfAborted();
        throw error;
    });
}

;// CONCATENATED MODULE: ./src/cluster/registry/registry-http.js




const attempts = 5;
const redirects = 3;
const longestPauseMs = 10_000;
/** What a registry may ask to be left alone for, and still be waited for. */
const longestRetryAfterMs = 30_000;
/** The largest manifest that registries have to take: https://github.com/opencontainers/distribution-spec */
const maxBytes = 4 * 1024 * 1024;
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
/** True for names that never leave this machine: only there is plain http spoken. */
function isLoopback(host) {
    const name = host.replace(/:\d+$/, '').toLowerCase();
    return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}
/**
 * Requests over `node:http` (global fetch refuses some ports that registries are found on). Repeated: after 429, 500 and
 * 502–504, connections that broke and answers that didn't come, with `Retry-After` honoured; a POST only where it wasn't
 * taken (429, 503, no connection).
 */
function createRegistryHttp({ signal, log, timeoutMs = 10_000, pauseMs = 300, environment = {}, }) {
    const agent = new external_node_https_.Agent({ keepAlive: true, proxyEnv: environment });
    const askPatiently = async (request) => {
        const asked = `${request.method} ${request.url.origin}${request.url.pathname}`;
        for (let attempt = 1;; attempt++) {
            signal.throwIfAborted();
            const outcome = await send(request, agent, signal, timeoutMs);
            const waitMs = pauseMs * 2 ** (attempt - 1);
            let what;
            let asksMs;
            if (outcome.kind === 'answered') {
                const { status, headers } = outcome.answer;
                asksMs = retryAfterMs(headers['retry-after']);
                const mayRepeat = request.method === 'POST' ? status === 429 || status === 503 : repeatedStatuses.has(status);
                const isTooLong = asksMs !== undefined && asksMs > longestRetryAfterMs;
                if (!mayRepeat || isTooLong || attempt >= attempts)
                    return outcome.answer;
                what = `answered ${status}`;
            }
            else {
                if (!mayTryAgain(outcome.code, request.method) || attempt >= attempts) {
                    throw new errors/* RemoteError */.Hi(`${asked}: ${outcome.what}`);
                }
                what = outcome.what;
            }
            log.info(`${asked}: ${what}; attempt ${attempt + 1} of ${attempts} follows`);
            const jitter = 0.5 + Math.random();
            await pause(asksMs === undefined ? Math.min(waitMs, longestPauseMs) * jitter : asksMs + pauseMs * jitter, signal);
        }
    };
    return async (request) => {
        let next = request;
        for (let followed = 0;; followed++) {
            const answer = await askPatiently(next);
            const place = answer.headers.location;
            if (request.method === 'POST' || place === undefined || ![301, 302, 303, 307, 308].includes(answer.status))
                return answer;
            if (followed >= redirects)
                throw new errors/* RemoteError */.Hi(`${request.url.host}: redirected more than ${redirects} times`);
            next = redirected(next, place);
        }
    };
}
/** Credentials are for the host that asked for them. @throws RemoteError when it leads from https to http. */
function redirected(request, place) {
    if (!URL.canParse(place, request.url.href))
        throw new errors/* RemoteError */.Hi(`${request.url.host}: redirected to what is no address`);
    const url = new URL(place, request.url);
    requireSafe(url, request.url.host);
    const { authorization: _, ...others } = request.headers;
    return { ...request, url, headers: url.host === request.url.host ? request.headers : others };
}
/** @throws RemoteError when a registry sends us where everybody on the way could read along. */
function requireSafe(url, registry) {
    if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.host)))
        return;
    throw new errors/* RemoteError */.Hi(`${registry} sends us to ${(0,plain_text/* excerpt */.Kb)(`${url.protocol}//${url.host}`, 120)}: only https is spoken beyond this machine`);
}
async function send(request, agent, signal, timeoutMs) {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
        const response = await registry_http_open(request, agent, AbortSignal.any([signal, timeout]));
        const chunks = [];
        let size = 0;
        for await (const chunk of response) {
            chunks.push(chunk);
            size += chunk.length;
            if (size > maxBytes) {
                return { kind: 'failed', what: `its answer is larger than ${maxBytes} bytes`, code: 'TOO_LARGE' };
            }
        }
        const { statusCode = 0, headers } = response;
        return { kind: 'answered', answer: { status: statusCode, headers, body: Buffer.concat(chunks) } };
    }
    catch (error) {
        signal.throwIfAborted();
        if (timeout.aborted)
            return { kind: 'failed', what: `no answer within ${timeoutMs} ms`, code: 'ETIMEDOUT' };
        const { code = '', message } = error;
        return { kind: 'failed', what: (0,plain_text/* excerpt */.Kb)(message || code || 'the connection failed', 200), code };
    }
}
function mayTryAgain(code, method) {
    return method === 'POST' ? code === 'ECONNREFUSED' || code === 'EAI_AGAIN' : repeatedCodes.has(code);
}
/** Seconds, or a date: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
function retryAfterMs(text) {
    if (text === undefined)
        return undefined;
    if (/^\d+$/.test(text))
        return Number(text) * 1000;
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
function registry_http_open({ method, url, headers, form }, agent, signal) {
    const isPlain = url.protocol === 'http:';
    const body = form?.toString();
    const ofBody = body === undefined
        ? {}
        : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
        const options = { method, headers: { 'user-agent': 'keep-deploy', ...headers, ...ofBody }, signal };
        // Plain http never leaves this machine.
        const outgoing = isPlain ? (0,external_node_http_.request)(url, options, resolve) : (0,external_node_https_.request)(url, { ...options, agent }, resolve);
        outgoing.on('error', reject);
        outgoing.end(body);
    });
}


/***/ }),

/***/ 75297:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  f: () => (/* binding */ createRegistryAuthorization)
});

// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
;// CONCATENATED MODULE: ./src/cluster/registry/auth-challenge.js
const part = /[\s,]*(?:([A-Za-z0-9_.-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))|([A-Za-z0-9_.-]+))/gy;
/**
 * Every challenge of a `WWW-Authenticate` header, in its order: https://www.rfc-editor.org/rfc/rfc9110#name-www-authenticate.
 * Text that is none is left out.
 */
function parseChallenges(header) {
    const challenges = [];
    for (const [, name, quoted, plain, scheme] of (header ?? '').matchAll(part)) {
        if (scheme !== undefined)
            challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
        else if (name !== undefined) {
            challenges.at(-1)?.parameters.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '');
        }
    }
    return challenges;
}

// EXTERNAL MODULE: ./src/cluster/registry/registry-http.js + 1 modules
var registry_http = __webpack_require__(60845);
// EXTERNAL MODULE: ./src/cluster/registry/registry-text.js
var registry_text = __webpack_require__(77098);
;// CONCATENATED MODULE: ./src/cluster/registry/registry-login.js




/** A token server that says nothing means 60 s: https://distribution.github.io/distribution/spec/auth/token/ */
const defaultLifeSeconds = 60;
const earlierMs = 10_000;
function createRegistryAuthorization(ask, loginOf, now = () => performance.now()) {
    const tokens = new Map();
    const hidden = new Set();
    const basic = ({ username, password }) => {
        const text = Buffer.from(`${username}:${password}`).toString('base64');
        hidden.add(text).add(password);
        return `Basic ${text}`;
    };
    const hide = (text) => [...hidden].filter(({ length }) => length >= 4).reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    const askForToken = async (registry, realm, service, scope) => {
        const login = await loginOf(registry);
        const answer = await ask(tokenRequest(realm, service, scope, login, basic));
        const { status } = answer;
        if (login !== undefined && login.kind !== 'password')
            hidden.add(login.token);
        if (status === 400 || status === 401 || status === 403) {
            const said = hide((0,registry_text/* registryText */.h)(answer, `answered ${status}`));
            throw new errors/* UserError */.yo(login === undefined
                ? `${registry} wants a login, and docker's configuration has none for it (${said}): log in to ${registry} before this step`
                : `${registry} does not accept the login of docker's configuration (${said}): log in to ${registry} again before this step`);
        }
        if (status !== 200) {
            throw new errors/* RemoteError */.Hi(`${realm.host}, where ${registry} gives its tokens, ${hide((0,registry_text/* registryText */.h)(answer, `answered ${status}`))}`);
        }
        const token = readToken(answer.body);
        if (token === undefined)
            throw new errors/* RemoteError */.Hi(`${realm.host}, where ${registry} gives its tokens, answered without one`);
        hidden.add(token.token);
        return { token: token.token, endsAtMs: now() + token.lifeSeconds * 1000 - earlierMs };
    };
    const bearer = async (registry, repository, parameters, renew) => {
        const realmText = parameters.get('realm') ?? '';
        if (!URL.canParse(realmText))
            throw new errors/* RemoteError */.Hi(`${registry} does not say where it gives its tokens`);
        const realm = new URL(realmText);
        (0,registry_http/* requireSafe */.$T)(realm, registry);
        const service = parameters.get('service') ?? '';
        const scope = parameters.get('scope') || `repository:${repository}:pull`;
        const key = JSON.stringify([registry, realm.href, service, scope]);
        const earlier = renew ? undefined : tokens.get(key);
        const known = await earlier;
        if (known !== undefined && known.endsAtMs > now())
            return { header: `Bearer ${known.token}`, isFresh: false };
        // Whoever came to the same end meanwhile has asked already.
        const asked = tokens.get(key) === earlier || renew ? undefined : tokens.get(key);
        const asking = asked ?? askForToken(registry, realm, service, scope);
        tokens.set(key, asking);
        return { header: `Bearer ${(await asking).token}`, isFresh: true };
    };
    return {
        hide,
        hasLogin: async (registry) => (await loginOf(registry)) !== undefined,
        answer: async (registry, repository, refused, renew) => {
            const challenges = parseChallenges(refused.headers['www-authenticate']);
            const login = await loginOf(registry);
            if (login?.kind === 'bearer') {
                hidden.add(login.token);
                return { header: `Bearer ${login.token}`, isFresh: true };
            }
            const wanted = challenges.find(({ scheme }) => scheme === 'bearer');
            if (wanted !== undefined)
                return bearer(registry, repository, wanted.parameters, renew);
            if (!challenges.some(({ scheme }) => scheme === 'basic')) {
                throw new errors/* RemoteError */.Hi(`${registry} wants a login in a way that is none of a registry's: neither Bearer nor Basic`);
            }
            if (login === undefined) {
                throw new errors/* UserError */.yo(`${registry} wants a login, and docker's configuration has none for it: log in to ${registry} before this step`);
            }
            if (login.kind === 'identity') {
                throw new errors/* UserError */.yo(`${registry} wants a user and a password, and docker's configuration has a token for it`);
            }
            return { header: basic(login), isFresh: true };
        },
    };
}
function tokenRequest(realm, service, scope, login, basic) {
    if (login?.kind === 'identity') {
        // https://distribution.github.io/distribution/spec/auth/oauth/
        const form = new URLSearchParams({
            grant_type: 'refresh_token',
            service,
            scope,
            client_id: 'keep-deploy',
            refresh_token: login.token,
        });
        return { method: 'POST', url: realm, headers: {}, form };
    }
    const url = new URL(realm);
    if (service !== '')
        url.searchParams.set('service', service);
    url.searchParams.append('scope', scope);
    const headers = login?.kind === 'password' ? { authorization: basic(login) } : {};
    return { method: 'GET', url, headers };
}
function readToken(body) {
    let value;
    try {
        value = JSON.parse(body.toString('utf8'));
    }
    catch {
        return undefined;
    }
    if (typeof value !== 'object' || value === null)
        return undefined;
    const { token, access_token: accessToken, expires_in: life } = value;
    const text = [token, accessToken].find((one) => typeof one === 'string' && one !== '');
    if (typeof text !== 'string')
        return undefined;
    return { token: text, lifeSeconds: typeof life === 'number' && life > 0 ? life : defaultLifeSeconds };
}


/***/ }),

/***/ 60736:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ askForManifest),
/* harmony export */   y: () => (/* binding */ digestHeader)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83389);
/* harmony import */ var _image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(21530);
/* harmony import */ var _registry_http_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(60845);



/** Whatever a tag may lead to; an index or list keeps every platform, so its own digest is the one to roll. */
const accepted = [
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
/** Asks for a manifest by tag or digest: https://github.com/opencontainers/distribution-spec. Logs in when it is told to. */
async function askForManifest(method, { registry, repository }, tagOrDigest, ask, authorization) {
    const host = registry === _image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .dockerHub */ .UD.registry ? _image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .dockerHub */ .UD.host : registry;
    const url = new URL(`${(0,_registry_http_js__WEBPACK_IMPORTED_MODULE_1__/* .isLoopback */ .U9)(host) ? 'http' : 'https'}://${host}/v2/${repository}/manifests/${tagOrDigest}`);
    const attempt = (headers) => ask({ method, url, headers: { accept: accepted, ...headers } });
    let answer = await attempt({});
    // Once with what is known, and once more with what is new when that had been had before.
    for (let renew = false; answer.status === 401; renew = true) {
        const { header, isFresh } = await authorization.answer(registry, repository, answer, renew);
        answer = await attempt({ authorization: header });
        if (isFresh)
            break;
    }
    return answer;
}
/** The digest that the registry names in its answer. */
function digestHeader({ headers }) {
    const text = headers['docker-content-digest'];
    try {
        return typeof text === 'string' ? (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDigest */ .m)(text) : undefined;
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 77098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ registryText)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2593);

/** What a registry or its token server says about a refusal, as one plain line; `fallback` where it says nothing. */
function registryText({ headers, body }, fallback) {
    const text = body.toString('utf8');
    const said = errorsOf(text);
    if (said !== '')
        return (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .excerpt */ .Kb)(said, 300);
    const isPage = /html/i.test(headers['content-type'] ?? '') || text.trimStart().startsWith('<');
    return isPage || text.trim() === '' ? fallback : (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .excerpt */ .Kb)(text, 200);
}
/** https://github.com/opencontainers/distribution-spec (error codes); token servers speak OAuth, or have words of their own. */
function errorsOf(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        return '';
    }
    if (typeof value !== 'object' || value === null)
        return '';
    const { errors, error, error_description: description, details, message } = value;
    if (Array.isArray(errors))
        return errors
            .map(codeAndMessage)
            .filter((one) => one !== '')
            .join('; ');
    return [error, description, details, message].filter((one) => typeof one === 'string' && one !== '').join(': ');
}
function codeAndMessage(error) {
    if (typeof error !== 'object' || error === null)
        return '';
    const { code, message } = error;
    return [code, message].filter((one) => typeof one === 'string' && one !== '').join(': ');
}


/***/ }),

/***/ 59601:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ orAborted),
/* harmony export */   k: () => (/* binding */ pauseOrAbort)
/* harmony export */ });
/* harmony import */ var _api_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65850);

/** Waits, and is over early when the signal is aborted. */
function pauseOrAbort(clock, ms, signal) {
    return (0,_api_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .wait */ .uk)(clock, ms, signal).catch(() => undefined);
}
/** Over when the promise is, or when the signal is aborted; what fails because of that is no failure. */
async function orAborted(waiting, signal) {
    let stop = () => undefined;
    const aborted = new Promise((resolve) => {
        stop = resolve;
    });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted)
        stop();
    try {
        await Promise.race([waiting, aborted]);
    }
    catch (error) {
        if (!signal.aborted)
            throw error;
    }
    finally {
        signal.removeEventListener('abort', stop);
    }
}


/***/ }),

/***/ 7398:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IZ: () => (/* binding */ describeDeadline),
/* harmony export */   Qd: () => (/* binding */ earliest),
/* harmony export */   tU: () => (/* binding */ forwardLimitMs)
/* harmony export */ });
/**
 * Going back may take one and a half times as long as going forward did: it writes the same objects and waits for the same
 * pods, and some of those hang. So f milliseconds forward are affordable when f + 1.5 × f fit into the total.
 */
const forwardShare = 1 / (1 + 1.5);
/** How much of the total may go by before no more is changed. @param goesBack false where nothing would be taken back */
function forwardLimitMs(totalMs, goesBack) {
    return goesBack ? totalMs * forwardShare : totalMs;
}
function earliest(first, ...others) {
    return others.reduce((least, deadline) => (deadline.atMs < least.atMs ? deadline : least), first);
}
/** In words: `the client's deadline of 600 s`. */
function describeDeadline({ of, limitMs }) {
    const seconds = `${Math.round(limitMs / 1000)} s`;
    switch (of) {
        case 'client':
            return `the client's deadline of ${seconds}`;
        case 'wave':
            return `the wave's deadline of ${seconds}`;
        case 'total':
            return `the ${seconds} that the total deadline leaves for going forward`;
        case 'going back':
            return `the ${seconds} that were left for going back`;
    }
}


/***/ }),

/***/ 58814:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ logLines),
/* harmony export */   x: () => (/* binding */ createEndedRuns)
/* harmony export */ });
/* harmony import */ var _judge_sight_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(67262);

/** As many as a message can show, with room for those of another run. */
const logLines = 30;
function createEndedRuns({ cluster, namespace }) {
    const noted = new Map();
    const note = (pod, status) => {
        const { name, uid } = pod.metadata;
        const ended = endedRun(status);
        const [key, run] = [`${name} ${status.name}`, `${uid} ${ended}`];
        if (ended === undefined || run === noted.get(key)?.run)
            return;
        const options = { container: status.name, previous: status.state?.running !== undefined, lines: logLines };
        noted.set(key, { run, words: cluster.logs(namespace, name, options).catch(() => undefined) });
    };
    return {
        note({ pods, restartsBefore }) {
            // What was there before our write is the old revision's; and what is told to end, ends with an exit code too.
            const isOurs = ({ metadata: { uid = '', deletionTimestamp } }) => !restartsBefore.has(uid) && !deletionTimestamp;
            for (const pod of pods.filter(isOurs))
                for (const { status } of (0,_judge_sight_js__WEBPACK_IMPORTED_MODULE_0__/* .containersOf */ .Mz)(pod))
                    note(pod, status);
        },
        lastWords: (pod, container) => noted.get(`${pod} ${container}`)?.words,
    };
}
/** The number of the run that ended last, by error; the first is 0. */
function endedRun({ restartCount = 0, state, lastState }) {
    const { exitCode = 0 } = state?.terminated ?? lastState?.terminated ?? {};
    if (exitCode === 0)
        return undefined;
    return state?.running === undefined ? restartCount : restartCount - 1;
}


/***/ }),

/***/ 16740:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LP: () => (/* binding */ isEnough),
/* harmony export */   dy: () => (/* binding */ chooseGoingBack),
/* harmony export */   m: () => (/* binding */ goesBack),
/* harmony export */   wQ: () => (/* binding */ breaksOff)
/* harmony export */ });
/* unused harmony export defaultPolicy */
const defaultPolicy = 'rollback-all';
/** True when no further client may start. */
function isEnough(policy, failures) {
    return failures > (typeof policy === 'object' ? policy.maxFailures : 0);
}
/**
 * True when clients that are still being waited for are left, because they go back whatever becomes of them: each second of
 * waiting is one in which the network is broken. The others are waited for: what they become is told.
 */
function breaksOff(policy) {
    return policy !== 'halt' && policy !== 'rollback-failed';
}
function goesBack(policy) {
    return policy !== 'halt';
}
/**
 * Which of the touched clients go back, and whether that is the whole roll-out, with the objects that all clients share.
 * @param isWholeFailed true when the roll-out as such failed (its time is over, a wave's last check), not one client
 */
function chooseGoingBack(policy, touched, failedWaves, isWholeFailed) {
    const names = (chosen) => chosen.map(({ client }) => client);
    const failed = touched.filter(({ isFailed, wave }) => isFailed || (failedWaves.has(wave) && policy !== 'halt'));
    const whole = { clients: names(touched), isWhole: true };
    const ofFailed = { clients: names(failed), isWhole: false };
    if (typeof policy === 'object') {
        const failures = touched.filter(({ isFailed }) => isFailed).length;
        return isWholeFailed || failedWaves.size > 0 || isEnough(policy, failures) ? whole : ofFailed;
    }
    switch (policy) {
        case 'halt':
            return { clients: [], isWhole: false };
        case 'rollback-failed':
            return ofFailed;
        case 'rollback-wave': {
            const waves = new Set([...failed.map(({ wave }) => wave), ...failedWaves]);
            return { clients: names(touched.filter(({ wave }) => waves.has(wave))), isWhole: false };
        }
        case 'rollback-all':
            return whole;
    }
}


/***/ }),

/***/ 32667:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ finishGoingBack)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(49491);
/* harmony import */ var _record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(63839);
/* harmony import */ var _go_back_plan_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(28433);
/* harmony import */ var _live_client_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(48417);
/* harmony import */ var _prune_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(82071);
/* harmony import */ var _roll_failure_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(61934);
/* harmony import */ var _roll_outcome_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(77961);
/* harmony import */ var _roll_report_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(60159);
/* harmony import */ var _settle_run_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(19620);
/* harmony import */ var _some_of_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(90933);
/* harmony import */ var _way_back_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(73950);











/**
 * Ends the going back of a run that was killed in it, before anything new is planned: the same way back, of the same clients,
 * from what the record says. What is back already is only proved.
 */
async function finishGoingBack(baseline, options) {
    const { ports, limits, roles, voters, maxParallel, state, mayGoBack, chosen } = options;
    const startedMs = ports.clock.now();
    const signal = AbortSignal.any([options.cancelled, options.lockLost]);
    const isWhole = chosen === undefined;
    const touched = [...baseline.owners.values()].filter(({ owner }) => owner !== _record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__/* .sharedOwner */ .XC);
    const owners = touched.filter(({ owner, before }) => isWhole ? before?.neverProved !== true : chosen.includes(owner));
    const shared = isWhole ? baseline.owners.get(_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__/* .sharedOwner */ .XC) : undefined;
    const touches = new Map(touched.map((owner) => [owner.owner, (0,_go_back_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .inheritedTouch */ .ov)(owner, ports.store)]));
    const touchesOf = (client) => touches.get(client) ?? new Map();
    const stay = touched
        .filter(({ owner, before }) => before?.neverProved === true && touchesOf(owner).size > 0)
        .map(({ owner }) => owner);
    const deadline = { atMs: startedMs + limits.totalMs, of: 'going back', limitMs: limits.totalMs };
    const { members, isReady } = networkOf(touched, ports.store);
    ports.log.info(`Finishes the going back that was broken off: ${(0,_some_of_js__WEBPACK_IMPORTED_MODULE_2__/* .someOf */ .y)(owners.map(({ owner }) => owner))}`);
    const way = await (0,_way_back_js__WEBPACK_IMPORTED_MODULE_3__/* .takeBack */ .zH)(owners.map((owner) => (0,_go_back_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .planBack */ .NY)(owner, touchesOf(owner.owner), true)), shared && (0,_go_back_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .planObjectsBack */ .Lt)(shared, new Map(), true), {
        ...{ network: { members, roles: rolesWith(roles, owners), voters }, maxParallel, limits, deadline },
        ...{ signal, ports, isReady, state, mayGoBack, isWhole, stay, failureOf: () => undefined },
    });
    const went = way.kind === 'went' ? way.went : undefined;
    const isStoppedBack = (0,_way_back_js__WEBPACK_IMPORTED_MODULE_3__/* .isStoppedOnWay */ .a$)(way, signal);
    const stories = owners.map(({ owner: client, role }) => ({
        step: { client, role, action: 'update' },
        isChosen: true,
        back: went?.ends.get(client),
        isStoppedBack,
        notBack: (0,_roll_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .whyNotBack */ .hG)(way, isStoppedBack),
        touched: touchesOf(client),
        isUnsure: true,
    }));
    const isStopped = options.lockLost.aborted || isStoppedBack;
    const clients = stories.map(_roll_report_js__WEBPACK_IMPORTED_MODULE_5__/* .reportOf */ .EI);
    const writes = (0,_roll_outcome_js__WEBPACK_IMPORTED_MODULE_6__/* .sumOf */ .XN)([...clients, ...(went?.shared ?? [])]);
    const goingBackMs = ports.clock.now() - startedMs;
    const end = isStopped || way.kind === 'stopped' ? (0,_roll_outcome_js__WEBPACK_IMPORTED_MODULE_6__/* .stoppedEnd */ .nU)(options) : (0,_way_back_js__WEBPACK_IMPORTED_MODULE_3__/* .outcomeOf */ .sG)(way);
    const result = { ...end, clients, writes, isChanged: writes > 0, forwardMs: 0, goingBackMs };
    if (isStopped)
        return result;
    const others = touched.filter((owner) => !owners.includes(owner));
    return (0,_settle_run_js__WEBPACK_IMPORTED_MODULE_7__/* .settleRun */ .l)(result, stories, went === undefined || !isWhole ? 'wanted-and-rest' : (0,_roll_outcome_js__WEBPACK_IMPORTED_MODULE_6__/* .sharedStandingAfter */ .CT)(went), new Map(others.map((owner) => [
        owner.owner,
        (0,_go_back_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .standsAsWanted */ .hn)(owner, ports.store) ? 'wanted-and-rest' : 'baseline-and-rest',
    ])), (0,_prune_js__WEBPACK_IMPORTED_MODULE_8__/* .leftOver */ .W)(baseline.owners.values()), state);
}
/** The network that is gone back to, whatever is wanted now: without what the killed run created. */
function networkOf(touched, store) {
    const known = new Map(touched.map((owner) => [owner.owner, (0,_go_back_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .anyWorkloadOf */ .Tl)(owner)]));
    const untouched = store.workloads().flatMap(({ kind, metadata }) => {
        const { [_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_9__/* .labels */ .WD.client]: client, [_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_9__/* .labels */ .WD.role]: role } = metadata.labels ?? {};
        if (client === undefined || role === undefined || known.has(client))
            return [];
        return [{ client, role, workload: { kind, name: metadata.name } }];
    });
    const before = touched.filter(({ before }) => (0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__/* .isGood */ .Kg)(before)).map(({ owner: client, role }) => ({ client, role }));
    const workloads = new Map([
        ...untouched.map(({ client, workload }) => [client, workload]),
        ...[...known].map(([client, body]) => [client, body && (0,_live_client_js__WEBPACK_IMPORTED_MODULE_10__/* .workloadOf */ .Rc)(body)]),
    ]);
    const isReady = (client) => {
        const workload = workloads.get(client);
        return workload !== undefined && (0,_live_client_js__WEBPACK_IMPORTED_MODULE_10__/* .isServing */ .PA)(workload, store);
    };
    return { members: [...untouched, ...before], isReady };
}
/** A role that the environment has no more is the last one. */
function rolesWith(roles, owners) {
    return [...new Set([...roles, ...owners.map(({ role }) => role)])];
}


/***/ }),

/***/ 28433:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $E: () => (/* binding */ contentOf),
/* harmony export */   Lt: () => (/* binding */ planObjectsBack),
/* harmony export */   NY: () => (/* binding */ planBack),
/* harmony export */   Tl: () => (/* binding */ anyWorkloadOf),
/* harmony export */   hn: () => (/* binding */ standsAsWanted),
/* harmony export */   ji: () => (/* binding */ takesClaimsAlong),
/* harmony export */   ov: () => (/* binding */ inheritedTouch)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49491);
/* harmony import */ var _record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(63839);
/* harmony import */ var _left_to_us_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(39883);



/**
 * What leads one client back. Claims (PersistentVolumeClaims) are data: they are neither removed nor applied again (one
 * that has grown can't shrink).
 * @param touched what this run wrote for the client, or may have written.
 */
function planBack(owner, touched, isUnsure) {
    const before = workloadIn(owner.before?.bodies);
    const wanted = workloadIn(owner.attempted?.bodies);
    const key = keyOfAny(wanted ?? before);
    const touch = key === undefined ? undefined : touched.get(key);
    return {
        client: owner.owner,
        role: owner.role,
        isRestart: before !== undefined && (touch !== undefined || (0,_left_to_us_js__WEBPACK_IMPORTED_MODULE_0__/* .leavesPodsToUs */ .k)(before)),
        action: before === undefined ? 'remove' : 'restore',
        before,
        wanted,
        touch,
        ...planObjectsBack(owner, touched, isUnsure),
    };
}
/** The objects of one owner, its workload left out. */
function planObjectsBack(owner, touched, isUnsure) {
    const { bodies = [], contentNamed = [] } = owner.before ?? {};
    const mayBeWritten = (key) => isUnsure || touched.has(key);
    return {
        // What the old workload mounts may have been taken away since; written again where it stands, it changes nothing.
        immutable: bodies.filter((body) => contentNamed.includes((0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .keyOf */ .TN)(body))),
        // In the order of writing: what an object stands on is there before it.
        beside: bodies.filter((body) => {
            const key = (0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .keyOf */ .TN)(body);
            return mayBeWritten(key) && !(0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .isWorkloadKind */ .A)(body.kind) && !isClaim(key) && !contentNamed.includes(key);
        }),
        // Against the order of writing: the workload before what it stands on.
        remove: owner.created
            .filter((key) => mayBeWritten(key) && !isClaim(key))
            .map((key) => ({ key, answer: touched.get(key)?.answer }))
            .toReversed(),
    };
}
/**
 * What runs before have done to a client's workload since the baseline was true, read from the live workload's own digest:
 * theirs is this run's to take back.
 */
function inheritedTouch(owner, store) {
    const before = workloadIn(owner.before?.bodies);
    const body = anyWorkloadOf(owner);
    if (body === undefined || !(0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .isWorkloadKind */ .A)(body.kind))
        return new Map();
    const live = store.workload(body.kind, body.metadata.name);
    const content = live?.metadata.annotations?.[_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .contentAnnotation */ .X4];
    // Never ours, or as it was last applied.
    if (live === undefined || content === undefined || content === contentOf(before))
        return new Map();
    return new Map([[(0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .keyOf */ .TN)(body), {}]]);
}
/**
 * True where the workload is as the last release wanted it. What an earlier one wrote that was killed too is nothing to go back
 * to, and nor is what the last one wanted in its place and never wrote.
 */
function standsAsWanted({ after }, store) {
    const body = workloadIn(after?.bodies);
    if (body === undefined || !(0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .isWorkloadKind */ .A)(body.kind))
        return false;
    const content = store.workload(body.kind, body.metadata.name)?.metadata.annotations?.[_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .contentAnnotation */ .X4];
    return content !== undefined && content === contentOf(body);
}
/** The digest that we write on an object; absent on what we never wrote. */
function contentOf(body) {
    const { annotations } = (body?.metadata ?? {});
    return annotations?.[_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .contentAnnotation */ .X4];
}
/** True where removing the workload would take its claims along. */
function takesClaimsAlong(workload) {
    const { persistentVolumeClaimRetentionPolicy: policy } = (workload?.['spec'] ?? {});
    return policy?.whenDeleted === 'Delete';
}
/** The workload of an owner, be it of before or not. */
function anyWorkloadOf({ before, attempted }) {
    return workloadIn(attempted?.bodies) ?? workloadIn(before?.bodies);
}
function workloadIn(bodies = []) {
    return bodies.find(({ kind }) => (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .isWorkloadKind */ .A)(kind));
}
function keyOfAny(body) {
    return body && (0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .keyOf */ .TN)(body);
}
function isClaim(key) {
    return (0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .partsOf */ .CI)(key).kind === 'PersistentVolumeClaim';
}


/***/ }),

/***/ 83013:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  O: () => (/* binding */ goBack),
  x: () => (/* binding */ isAllBack)
});

// EXTERNAL MODULE: ./src/cluster/api/cluster-port.js
var cluster_port = __webpack_require__(89164);
// EXTERNAL MODULE: ./src/cluster/judge/sight.js
var judge_sight = __webpack_require__(67262);
;// CONCATENATED MODULE: ./src/cluster/roll/fixed-parts.js

/** What the API server lets nobody change in a StatefulSet that stands, and its pods can do with as it is. */
const fixedParts = ['podManagementPolicy', 'serviceName', 'volumeClaimTemplates'];
/**
 * Applies what was there before. A StatefulSet that was made anew for a part that can't be changed (the recipe that preflight
 * gives) would be refused with the old one: it keeps that part as the release has it, and gets back all else. Its pods find
 * their claims by name.
 * @param wanted as the release wrote it
 */
async function applyBack(before, wanted, writer) {
    try {
        return await writer.apply(before);
    }
    catch (error) {
        if (wanted?.kind !== 'StatefulSet' || before.kind !== 'StatefulSet' || !isOfFixedPart(error))
            throw error;
        const [old, now] = [before['spec'], wanted['spec']];
        const others = Object.entries(old).filter(([part]) => !fixedParts.includes(part));
        const kept = fixedParts.flatMap((part) => (now[part] === undefined ? [] : [[part, now[part]]]));
        return writer.apply({ ...before, spec: Object.fromEntries([...others, ...kept]) });
    }
}
function isOfFixedPart(error) {
    return error instanceof cluster_port/* ApiRefusal */.n && /updates to statefulset spec for fields other than/.test(error.message);
}

// EXTERNAL MODULE: ./src/cluster/roll/live-client.js
var live_client = __webpack_require__(48417);
// EXTERNAL MODULE: ./src/cluster/judge/stateful-set-progress.js
var stateful_set_progress = __webpack_require__(42764);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/roll/go-back-plan.js
var go_back_plan = __webpack_require__(28433);
;// CONCATENATED MODULE: ./src/cluster/roll/partition.js



/**
 * The bodies that lead a workload back, each to be proved before the next. Mostly the one of before. Where that has a
 * partition, and the failed release had a lower one, its pods below the partition would stay what they are now, for the
 * controller leaves those alone: then all pods go back first, and the partition comes after.
 */
function bodiesBack(before, wanted, pods) {
    if (before.kind !== 'StatefulSet')
        return [before];
    const [content, template] = [(0,go_back_plan/* contentOf */.$E)(wanted), templateContentOf(wanted)];
    const { firstNew } = (0,stateful_set_progress/* ordinalsOf */.ku)({
        metadata: { name: before.metadata.name },
        spec: (before['spec'] ?? {}),
    });
    const isBad = (pod) => template !== templateContentOf(before) &&
        pod.metadata.annotations?.[kubernetes_object/* contentAnnotation */.X4] === template &&
        (0,stateful_set_progress/* ordinalOf */.zO)(pod) < firstNew;
    return content !== undefined && pods.some(isBad) ? [withoutPartition(before, content), before] : [before];
}
/** The digest that we write on every pod of a workload. */
function templateContentOf(body) {
    const { template } = (body?.['spec'] ?? {});
    return template?.metadata?.annotations?.[kubernetes_object/* contentAnnotation */.X4];
}
/** @param content of the failed release: on the workload it says, should this run be killed now, that it isn't back yet. */
function withoutPartition(body, content) {
    const spec = body['spec'];
    const strategy = spec['updateStrategy'];
    const rollingUpdate = { ...strategy['rollingUpdate'], partition: 0 };
    const annotations = { ...body.metadata['annotations'], [kubernetes_object/* contentAnnotation */.X4]: content };
    return {
        ...body,
        metadata: { ...body.metadata, annotations },
        spec: { ...spec, updateStrategy: { ...strategy, rollingUpdate } },
    };
}

// EXTERNAL MODULE: ./src/cluster/roll/prove-workload.js + 1 modules
var prove_workload = __webpack_require__(50756);
// EXTERNAL MODULE: ./src/cluster/record/recorded-owner.js
var recorded_owner = __webpack_require__(63839);
// EXTERNAL MODULE: ./src/cluster/roll/abortable.js
var abortable = __webpack_require__(59601);
// EXTERNAL MODULE: ./src/cluster/roll/deadlines.js
var deadlines = __webpack_require__(7398);
// EXTERNAL MODULE: ./src/cluster/roll/roll-failure.js + 3 modules
var roll_failure = __webpack_require__(61934);
;// CONCATENATED MODULE: ./src/cluster/roll/remove-client.js








/** A client that this run created: its workload goes first; when its pods are gone, what they stood on. */
async function removeClient(step, deadline, signal, writer, ports) {
    const { store, clock } = ports;
    const { wanted, touch } = step;
    if (wanted === undefined) {
        await removeObjects(step.remove, signal, writer, ports);
        return { end: signal.aborted ? 'broken-off' : 'back' };
    }
    const { kind, name } = (0,live_client/* workloadOf */.Rc)(wanted);
    if (touch !== undefined && (0,go_back_plan/* takesClaimsAlong */.ji)(wanted)) {
        const why = `the ${kind} ${name}, which this run created, stays: its persistentVolumeClaimRetentionPolicy would delete its claims with it`;
        return { end: 'failed', failure: (0,roll_failure/* leftStanding */.am)(why) };
    }
    const workloadKey = (0,recorded_owner/* keyOf */.TN)(wanted);
    const uid = touch?.answer?.metadata.uid ?? store.workload(kind, name)?.metadata.uid;
    const isWorkload = ({ key }) => key === workloadKey;
    await removeObjects(step.remove.filter(isWorkload), signal, writer, ports);
    while (touch !== undefined && uid !== undefined && store.podsOf(uid).length > 0) {
        if (signal.aborted)
            return { end: 'broken-off' };
        const pods = store.podsOf(uid);
        const leftMs = deadline.atMs - clock.now();
        if (leftMs <= 0) {
            const names = pods.map(({ metadata }) => metadata.name).join(', ');
            const why = `the ${kind} ${name} is removed, but its pods did not end within ${(0,deadlines/* describeDeadline */.IZ)(deadline)}: ${names}`;
            return { end: 'failed', failure: (0,roll_failure/* leftStanding */.am)(why), pods };
        }
        await (0,abortable/* orAborted */.H)(store.changed(uid, leftMs), signal);
    }
    await removeObjects(step.remove.filter((one) => !isWorkload(one)), signal, writer, ports);
    return { end: signal.aborted ? 'broken-off' : 'back' };
}
/** Removes what this run created, exactly that: by uid, and never a successor of the same name. */
async function removeObjects(removals, signal, writer, { cluster, namespace }) {
    for (const { key, answer } of removals) {
        if (signal.aborted)
            return;
        const { kind, name } = (0,recorded_owner/* partsOf */.CI)(key);
        if (!(0,kubernetes_object/* isWrittenKind */.C$)(kind))
            throw new Error(`${key} is of no kind that is written`);
        const path = (0,kubernetes_object/* objectPath */.du)(kind, namespace, name);
        // Where the answer to our write isn't known, the object itself says whose it is, if it is there at all.
        const live = answer ?? (await cluster.get(path, { metadataOnly: true }));
        if (live?.metadata.uid === undefined)
            continue;
        if (answer === undefined && !(live.metadata.managedFields ?? []).some(judge_sight/* isOurs */.MU))
            continue;
        await writer.remove(path, live.metadata.uid);
    }
}

// EXTERNAL MODULE: ./src/cluster/judge/superseded.js
var superseded = __webpack_require__(52011);
;// CONCATENATED MODULE: ./src/cluster/roll/superseded.js



/**
 * How somebody else has changed a workload since it was rolled; `undefined` when nobody has. Such a workload is left to them:
 * they may have mended it. Judged as it is going forward, by what our write was answered with; where the answer got lost (or
 * the run that wrote was killed), by the object's own books.
 */
function changedByOthers({ touch, wanted, before }, store) {
    const body = wanted ?? before;
    if (touch === undefined || body === undefined)
        return undefined;
    const { kind, name } = (0,live_client/* workloadOf */.Rc)(body);
    const workload = store.workload(kind, name);
    // A watch may be a moment behind a creation; of what was there before it knows.
    if (workload === undefined)
        return before === undefined ? undefined : `the ${kind} ${name} was deleted`;
    if (touch.answer === undefined) {
        const manager = laterManager(workload.metadata.managedFields ?? []);
        return manager && `the ${kind} ${name} was changed by ${manager} after it was rolled`;
    }
    const applied = (0,judge_sight/* appliedOf */.pZ)({ ...touch.answer, kind }, true);
    const sight = { workload, applied, pods: [], replicaSets: [], warnings: [], restartsBefore: new Map(), nowMs: 0 };
    return (0,superseded/* supersededSign */.E)(sight, true)?.message;
}
/**
 * Who wrote something other than metadata, the status and the scale after us: notes on the object (`kubectl annotate`, what a
 * dashboard keeps there) change nothing that is rolled. Times are of whole seconds: in the same one nobody did.
 */
function laterManager(books) {
    const ourTime = books.find(judge_sight/* isOurs */.MU)?.time;
    if (ourTime === undefined)
        return 'another manager';
    const later = books.find((entry) => !(0,judge_sight/* isOurs */.MU)(entry) &&
        !['status', 'scale'].includes(entry.subresource ?? '') &&
        !isOfMetadata(entry) &&
        Date.parse(entry.time ?? '') > Date.parse(ourTime));
    return later && (later.manager ?? 'another manager');
}
function isOfMetadata({ fieldsV1 }) {
    return fieldsV1 !== undefined && Object.keys(fieldsV1).every((part) => part === 'f:metadata');
}

// EXTERNAL MODULE: ./src/cluster/roll/writer.js
var roll_writer = __webpack_require__(52164);
;// CONCATENATED MODULE: ./src/cluster/roll/go-back-one.js










/**
 * Leads one client back: the bodies that were applied before, by the same manager, so that no field changes hands; then the
 * state before is proved, by the judge that would have proved the new one; then what this run created for it is removed.
 */
function goBackOne(step, deadline, signal, ports) {
    return reported(signal, ports, async (writer) => {
        const changed = changedByOthers(step, ports.store);
        if (changed !== undefined)
            return { end: 'superseded', failure: (0,roll_failure/* supersededBy */.gT)(changed) };
        if (step.action === 'remove')
            return removeClient(step, deadline, signal, writer, ports);
        return restoreClient(step, deadline, signal, writer, ports);
    });
}
/** Applies the bodies of what all clients share once more; what was created for all is removed when they are back. */
function restoreShared(shared, signal, ports) {
    return reported(signal, ports, async (writer) => {
        await restoreObjects(shared, signal, writer);
        return { end: signal.aborted ? 'broken-off' : 'back' };
    });
}
function removeShared(shared, signal, ports) {
    return reported(signal, ports, async (writer) => {
        await removeObjects(shared.remove, signal, writer, ports);
        return { end: signal.aborted ? 'broken-off' : 'back' };
    });
}
async function restoreClient(step, deadline, signal, writer, ports) {
    const { client, before, touch, wanted } = step;
    if (before === undefined)
        throw new Error(`${client} had no workload to restore`);
    const { kind, name } = (0,live_client/* workloadOf */.Rc)(before);
    await restoreObjects(step, signal, writer);
    const bodiesNow = () => bodiesBack(before, wanted, (0,live_client/* podsOfWorkload */.R8)({ kind, name }, ports.store));
    const lead = async (bodies) => {
        let proved = { end: 'back' };
        for (const body of bodies) {
            if (signal.aborted)
                return { end: 'broken-off' };
            const restartsBefore = (0,judge_sight/* restartCounts */.S2)((0,live_client/* podsOfWorkload */.R8)({ kind, name }, ports.store));
            const live = body === undefined ? ports.store.workload(kind, name) : await applyBack(body, wanted, writer);
            if (live === undefined)
                return { end: 'superseded', failure: (0,roll_failure/* supersededBy */.gT)(`the ${kind} ${name} was deleted`) };
            const applied = (0,judge_sight/* appliedOf */.pZ)({ ...live, kind }, body !== undefined);
            const what = { client, kind, name, applied, restartsBefore };
            const proof = await (0,prove_workload/* proveWorkload */.G)(what, deadline, signal, writer, ports);
            if (proof.kind === 'broken-off')
                return { end: 'broken-off' };
            const { pods, revision } = proof;
            if (proof.kind !== 'proved')
                return { end: proof.kind, failure: proof.failure, pods, revision };
            proved = { end: 'back', pods, revision };
        }
        return proved;
    };
    let proved = await lead(touch === undefined ? [undefined] : bodiesNow());
    // A pod that was between two versions when we looked may have come as the bad one before the controller saw our write.
    if (proved.end === 'back' && touch !== undefined && bodiesNow().length > 1)
        proved = await lead(bodiesNow());
    if (proved.end !== 'back')
        return proved;
    // Only now: until then a pod of the bad revision may be there that stands on it.
    await removeObjects(step.remove, signal, writer, ports);
    return signal.aborted ? { ...proved, end: 'broken-off' } : proved;
}
async function restoreObjects({ immutable, beside }, signal, writer) {
    if (signal.aborted)
        return;
    await writer.applyAll(immutable);
    for (const object of beside) {
        if (signal.aborted)
            return;
        await writer.apply(object);
    }
}
/** Runs one way back and says what became of it; what the API server refuses is an end, not an error. */
async function reported(signal, ports, way) {
    const startedMs = ports.clock.now();
    const writer = (0,roll_writer/* createWriter */.u)(ports.cluster);
    const report = (end) => ({
        pods: [],
        writes: writer.writes,
        podsRemoved: writer.podsRemoved,
        tookMs: ports.clock.now() - startedMs,
        touched: writer.touched,
        ...end,
    });
    try {
        return report(await way(writer));
    }
    catch (thrown) {
        const error = (0,roll_failure/* remoteError */.bO)(thrown);
        if (signal.aborted && !(error instanceof cluster_port/* ApiRefusal */.n))
            return report({ end: 'broken-off' });
        // A field that somebody else took meanwhile is theirs, and not ours to take back.
        if ((0,roll_failure/* isConflict */.dh)(error))
            return report({ end: 'superseded', failure: (0,roll_failure/* supersededBy */.gT)(error.message) });
        return report({ end: 'failed', failure: (0,roll_failure/* notWritten */.xc)(error) });
    }
}

// EXTERNAL MODULE: ./src/cluster/roll/scheduler.js + 1 modules
var scheduler = __webpack_require__(24515);
;// CONCATENATED MODULE: ./src/cluster/roll/go-back.js


function isAllBack({ ends, left, stay }) {
    return left.length + stay.length === 0 && [...ends.values()].every(({ end }) => end === 'back');
}
/**
 * Leads clients back as one set: first what they share, then all of them side by side (broken ones first; of those that
 * serve no more at once than may restart), then what was created for all is removed, if nobody is left who may stand on it.
 * What fails for one doesn't keep the others from going back.
 * @param shared absent where only some clients go back.
 */
async function goBack(steps, shared, options) {
    const { ports, signal, isReady, stay } = options;
    const restored = shared && (await restoreShared(shared, signal, ports));
    // A broken client takes no slot of its role's limit, and somebody waits for it.
    const inOrder = [...steps.filter(({ client }) => !isReady(client)), ...steps.filter(({ client }) => isReady(client))];
    const { results, left } = await (0,scheduler/* runWaves */.a)([{ name: 'going back', steps: inOrder }], {
        network: options.network,
        maxParallel: options.maxParallel,
        lastDeadline: options.deadline,
        limits: { clientMs: options.limits.clientMs, waveMs: Number.POSITIVE_INFINITY },
        signal,
        clock: ports.clock,
        log: ports.log,
        isReady,
        work: (step, deadline, leave) => goBackOne(step, deadline, leave, ports),
        judgeEnd: () => 'go-on',
    });
    const clients = { ends: results, left: left.map(({ client }) => client), stay };
    const removed = shared && isAllBack(clients) ? await removeShared(shared, signal, ports) : undefined;
    return { ...clients, shared: [restored, removed].filter((end) => end !== undefined) };
}


/***/ }),

/***/ 75770:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ headlinesOf),
/* harmony export */   P: () => (/* binding */ gathered)
/* harmony export */ });
/* harmony import */ var _roll_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(61934);
/* harmony import */ var _some_of_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(90933);


/**
 * What several clients fail by is told once: a rule of the cluster that refuses each of them, say. Their own names in it
 * don't make it another cause; where several share it, they are written as `CLIENT`.
 */
function gathered(failures) {
    const groups = new Map();
    for (const failed of failures) {
        const key = keyOf(failed);
        groups.set(key, [...(groups.get(key) ?? []), failed]);
    }
    return [...groups.values()].flatMap((group) => {
        const [first] = group;
        if (first === undefined)
            return [];
        const failure = group.length === 1 ? first.failure : nameless(first);
        return [{ clients: group.map(({ client }) => client), failure }];
    });
}
/** Why clients failed, and why they could not go back. */
function headlinesOf(reports, redact) {
    const forward = gathered(reports.flatMap(({ client, failure }) => (failure === undefined ? [] : [{ client, failure }])));
    const back = gathered(reports.flatMap(({ client, goingBackFailure }) => goingBackFailure === undefined ? [] : [{ client, failure: goingBackFailure }]));
    return [
        ...forward.map(({ clients, failure }) => ({
            clients,
            text: (0,_roll_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)((0,_some_of_js__WEBPACK_IMPORTED_MODULE_1__/* .someOf */ .y)(clients), failure, redact).headline,
            again: `as ${clients[0]}`,
        })),
        ...back.map(({ clients, failure }) => {
            const earlier = reports.find(({ client }) => clients.length === 1 && client === clients[0])?.failure;
            const text = (0,_roll_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOfBack */ .Uu)((0,_some_of_js__WEBPACK_IMPORTED_MODULE_1__/* .someOf */ .y)(clients), failure, earlier, redact).headline;
            return { clients, text, again: `going back: as ${clients[0]}` };
        }),
    ];
}
/** A sign tells of one client's own pod. */
function keyOf({ client, failure }) {
    if (failure.kind === 'sign')
        return `sign of ${client}`;
    return JSON.stringify([failure.cause, nameless({ client, failure }).message]);
}
function nameless({ client, failure }) {
    if (failure.kind === 'sign')
        return failure;
    const name = new RegExp(`(?<![a-z0-9-])${client.replaceAll('.', '\\.')}(?![a-z0-9])`, 'g');
    return { ...failure, message: failure.message.replaceAll(name, 'CLIENT') };
}


/***/ }),

/***/ 39883:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ leavesPodsToUs)
/* harmony export */ });
/**
 * True where no controller replaces a pod (OnDelete): whoever proves the workload takes a pod of the old revision away,
 * also where nothing is written.
 */
function leavesPodsToUs({ spec }) {
    const { updateStrategy } = (spec ?? {});
    return updateStrategy?.type === 'OnDelete';
}


/***/ }),

/***/ 38743:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   YZ: () => (/* binding */ isTheirs),
/* harmony export */   Zq: () => (/* binding */ mayBeNamedByPods),
/* harmony export */   _s: () => (/* binding */ nameOnly),
/* harmony export */   em: () => (/* binding */ whyLeft),
/* harmony export */   hw: () => (/* binding */ leavingFindings),
/* harmony export */   kF: () => (/* binding */ nothingStays)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49491);
/* harmony import */ var _manifest_manifest_values_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(72351);
/* harmony import */ var _ownership_drift_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(54514);
/* harmony import */ var _ownership_owners_of_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(27223);
/* harmony import */ var _record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(63839);
/* harmony import */ var _go_back_plan_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(28433);
/* harmony import */ var _restart_limits_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(71153);







const nothingStays = { owners: new Set(), named: new Map(), unseen: [] };
/** The name of an object whose body nobody keeps; `undefined` where it is of no kind that is written. */
function nameOnly(key, namespace) {
    const { kind, name } = (0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__/* .partsOf */ .CI)(key);
    return (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .isWrittenKind */ .C$)(kind) ? { apiVersion: (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .apiVersionOf */ .uO)(kind), kind, metadata: { name, namespace } } : undefined;
}
/** What a pod can't start without, where it names it. (A claim too; but no claim is ever removed.) */
const namedByPods = new Set(['ConfigMap', 'Secret', 'ServiceAccount']);
/** True where whatever makes pods has to be looked at before it is removed. */
function mayBeNamedByPods({ kind }) {
    return namedByPods.has(kind);
}
/** True where it isn't marked as ours any more: whoever took the mark off has it now. */
function isTheirs(live) {
    return live.metadata.labels?.[_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .labels */ .WD.managedBy] !== 'keep-deploy' || !(0,_ownership_drift_js__WEBPACK_IMPORTED_MODULE_2__/* .isAppliedByUs */ .Rn)(live);
}
/**
 * Why something that nothing wants any more is left where it is; `undefined`: it is ours to remove. Data never is, nor what
 * something that stays stands on, nor what somebody else has made their own.
 */
function whyLeft({ owner, body, live }, staying) {
    if (body.kind === 'PersistentVolumeClaim')
        return 'a claim holds data, and is never removed';
    if (live === 'unreadable')
        return 'these credentials may not read it';
    if (isTheirs(live))
        return 'it is not marked as keep-deploy’s any more';
    const others = (0,_ownership_owners_of_js__WEBPACK_IMPORTED_MODULE_3__/* .ownedFields */ .zu)(live).filter(({ owner: { manager, subresource }, entry }) => manager !== _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .fieldManager */ .wM && subresource === undefined && hasContent(entry.fieldsV1));
    if (others.length > 0) {
        const names = [...new Set(others.map((one) => (0,_ownership_owners_of_js__WEBPACK_IMPORTED_MODULE_3__/* .describeOwner */ .$S)(one.owner)))].join(' and ');
        return `${names} has made fields of it theirs`;
    }
    if ((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .isWorkloadKind */ .A)(body.kind)) {
        const takesClaims = (0,_go_back_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .takesClaimsAlong */ .ji)(body) || (0,_go_back_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .takesClaimsAlong */ .ji)(live);
        return takesClaims ? 'its persistentVolumeClaimRetentionPolicy would delete its claims with it' : undefined;
    }
    const naming = staying.named.get((0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__/* .keyOf */ .TN)(body));
    if (naming !== undefined)
        return `${naming} names it`;
    if (staying.owners.has(owner))
        return `the workload of ${owner} stays`;
    if (staying.unseen.length === 0 || !mayBeNamedByPods(body))
        return undefined;
    const kinds = staying.unseen.map((kind) => `${kind}s`).join(' and ');
    return `these credentials may not list ${kinds}, and one may name it`;
}
/** True where these fields are more than notes: on the object, or on its pods as `kubectl rollout restart` leaves one. */
function hasContent(fields) {
    return Object.entries(fields ?? {}).some(([part, inner]) => {
        if (part === 'f:metadata' || part === 'f:status')
            return false;
        return part !== 'f:spec' || !isOnly(inner, ['f:template', 'f:metadata']);
    });
}
function isOnly(fields, [part, ...parts]) {
    if (part === undefined)
        return true;
    const names = (0,_manifest_manifest_values_js__WEBPACK_IMPORTED_MODULE_5__/* .isMap */ .jh)(fields) ? Object.keys(fields) : [];
    return (0,_manifest_manifest_values_js__WEBPACK_IMPORTED_MODULE_5__/* .isMap */ .jh)(fields) && names.length === 1 && names[0] === part && isOnly(fields[part], parts);
}
/**
 * That more clients go than a network bears looks like the wrong clients file, and is refused: as many may go at once as
 * voters may restart.
 * @param leaving the workload of each client that would go.
 * @param of how many clients stand by the record.
 */
function leavingFindings(leaving, of) {
    const limit = (0,_restart_limits_js__WEBPACK_IMPORTED_MODULE_6__/* .minorityOf */ .n)(of);
    if (leaving.length === 0 || (leaving.length <= limit && leaving.length < of))
        return [];
    const owners = leaving.map(({ owner }) => owner);
    // One of each kind shows how.
    const ways = [...new Map(leaving.toReversed().map((one) => [one.kind, one])).values()];
    const commands = ways.map(({ kind, name }) => `kubectl delete ${kind.toLowerCase()} ${name}`).join(', ');
    const message = `${leaving.length} of the ${of} clients that run by the last release are in the clients file no more, and would be removed: ${owners.slice(0, 5).join(', ')}${owners.length > 5 ? ' and others' : ''}. At most ${limit === of ? 0 : limit} may go in one release. Write them again, or take them out in several releases; one that is to go at once you remove yourself (${commands}; claims stay).`;
    return [{ severity: 'error', message }];
}


/***/ }),

/***/ 48417:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PA: () => (/* binding */ isServing),
/* harmony export */   R8: () => (/* binding */ podsOfWorkload),
/* harmony export */   Rc: () => (/* binding */ workloadOf),
/* harmony export */   hg: () => (/* binding */ sumOfRestarts)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49491);
/* harmony import */ var _live_workload_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(71087);


function workloadOf({ kind, metadata }) {
    if (!(0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_0__/* .isWorkloadKind */ .A)(kind))
        throw new Error(`${kind} ${metadata.name} is no workload`);
    return { kind, name: metadata.name };
}
/** The pods that are there for a workload now, of every revision. */
function podsOfWorkload({ kind, name }, store) {
    const uid = store.workload(kind, name)?.metadata.uid;
    return uid === undefined ? [] : store.podsOf(uid);
}
/** True when all of a workload's pods are there and ready: then taking one away takes something from the network. */
function isServing(workload, store) {
    const live = store.workload(workload.kind, workload.name);
    if (live === undefined)
        return false;
    const ready = podsOfWorkload(workload, store).filter(_live_workload_js__WEBPACK_IMPORTED_MODULE_1__/* .isPodReady */ .Ft).length;
    return ready > 0 && ready >= (live.spec?.replicas ?? 1);
}
function sumOfRestarts(pods) {
    return pods.reduce((sum, pod) => sum + (0,_live_workload_js__WEBPACK_IMPORTED_MODULE_1__/* .restartsOf */ .wN)(pod), 0);
}


/***/ }),

/***/ 86024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  iU: () => (/* binding */ doubtfulObjects),
  SU: () => (/* binding */ planNetwork),
  B_: () => (/* binding */ stepsOf)
});

// EXTERNAL MODULE: ./src/cluster/record/recorded-owner.js
var recorded_owner = __webpack_require__(63839);
// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/ownership/body-fields.js
var body_fields = __webpack_require__(53879);
// EXTERNAL MODULE: ./src/cluster/ownership/client-side-apply.js
var client_side_apply = __webpack_require__(83801);
// EXTERNAL MODULE: ./src/cluster/ownership/drift.js
var ownership_drift = __webpack_require__(54514);
// EXTERNAL MODULE: ./src/cluster/ownership/field-set.js
var field_set = __webpack_require__(10116);
// EXTERNAL MODULE: ./src/cluster/ownership/owners-of.js
var owners_of = __webpack_require__(27223);
;// CONCATENATED MODULE: ./src/cluster/roll/object-step.js







/**
 * What one object needs, from what is seen of it and what was applied last. Pure.
 * @param applied the body that stands by the record; absent where the record can't tell (a run was broken off at it).
 */
function planObject(object, live, applied, shown) {
    const step = (action, reason, more = {}) => ({
        object,
        action,
        reason,
        before: applied && { body: applied, isLive: false },
        drift: [],
        migrated: [],
        ...more,
    });
    if (live === 'unseen') {
        if (applied === undefined)
            return step('create', 'it is not in the roll-out record');
        return isSameBody(applied, object) ? step('unchanged', 'as recorded') : step('update', 'it changed');
    }
    if (live === 'absent') {
        return step('create', applied === undefined ? 'it is new' : removed, { before: undefined });
    }
    const migrated = (0,client_side_apply/* migrationOf */.I)(live)?.managers ?? [];
    const before = applied === undefined ? { before: { body: live, isLive: true } } : {};
    if (!(0,ownership_drift/* isAppliedByUs */.Rn)(live)) {
        const reason = applied === undefined ? 'it was not written by keep-deploy: it is taken over' : 'it was written anew';
        return step('update', reason, { ...before, migrated });
    }
    if (!isContentOf(live, object, applied)) {
        const drift = applied === undefined ? [] : (0,ownership_drift/* driftOf */.$p)(live, applied, shown);
        return step('update', 'it changed', { ...before, drift, migrated });
    }
    const drift = (0,ownership_drift/* driftOf */.$p)(live, object, shown);
    if (drift.length > 0) {
        const isBooksOnly = (0,ownership_drift/* holdsValuesOf */.CB)(live, object);
        return step('update', driftReason(drift), { ...before, drift, migrated, ...(isBooksOnly && { isBooksOnly }) });
    }
    if (migrated.length > 0)
        return step('update', `${migrated.join(' and ')} left fields in it`, { ...before, migrated });
    return step('unchanged', 'as wanted', before);
}
/**
 * What an object needs that is named by what it holds, and never changes: that it is there says everything.
 * @param isMounted a pod that is proved has it, which is as good as having looked.
 */
function planImmutable(object, live, applied, isMounted) {
    const step = { object, before: undefined, drift: [], migrated: [] };
    if (live === 'unseen' ? applied !== undefined || isMounted : live !== 'absent') {
        return { ...step, action: 'unchanged', reason: live === 'unseen' ? 'as recorded, or mounted' : 'it is there' };
    }
    return { ...step, action: 'create', reason: live === 'absent' && applied !== undefined ? removed : 'it is new' };
}
const removed = 'somebody removed it';
/** In a plan without the digest key what is wanted carries no sum of ours: then the one that was applied says nothing. */
function isSameBody(applied, object) {
    const isSummed = contentIn(object.metadata) !== undefined;
    return (0,canonical_json/* canonicalJson */.d)(isSummed ? applied : withoutSum(applied)) === (0,canonical_json/* canonicalJson */.d)(object);
}
function withoutSum(object) {
    const { annotations, ...metadata } = object.metadata;
    if (!(0,field_set/* isMap */.jh)(annotations))
        return object;
    const { [kubernetes_object/* contentAnnotation */.X4]: _sum, ...others } = annotations;
    const isEmpty = Object.keys(others).length === 0;
    return { ...object, metadata: isEmpty ? metadata : { ...metadata, annotations: others } };
}
/**
 * True when what was applied to the live object last is this body. Its own annotation is the best witness: a run that was
 * broken off may have written more than the record says. What carries none is known by the record, or by its values.
 */
function isContentOf(live, object, applied) {
    const wanted = contentIn(object.metadata);
    if (wanted !== undefined)
        return contentIn(live.metadata) === wanted;
    if (applied !== undefined)
        return isSameBody(applied, object);
    const owned = (0,owners_of/* ownedFields */.zu)(live);
    const all = (0,owners_of/* allFields */.Tz)(owned);
    return (0,body_fields/* fieldsOf */.Pf)(object, (0,owners_of/* ourFields */.Qz)(owned) ?? all, all).every(({ path, value }) => {
        const now = (0,body_fields/* valueAt */.fK)(live, path);
        const isPresence = (0,field_set/* isMap */.jh)(value) && Object.keys(value).length === 0;
        return now !== undefined && (isPresence || (0,canonical_json/* canonicalJson */.d)(now) === (0,canonical_json/* canonicalJson */.d)(value));
    });
}
function contentIn({ annotations }) {
    return (0,field_set/* isMap */.jh)(annotations) ? annotations[kubernetes_object/* contentAnnotation */.X4] : undefined;
}
/** For a person: `kubectl (scale) changed spec.replicas`. */
function driftReason(drift) {
    const managers = [...new Set(drift.flatMap((one) => one.managers))];
    const who = managers.length === 0 ? 'somebody' : managers.join(' and ');
    return `${who} changed ${drift.length === 1 ? drift[0]?.path : `${drift.length} fields of it`}`;
}

// EXTERNAL MODULE: ./src/cluster/roll/leftovers.js
var roll_leftovers = __webpack_require__(38743);
// EXTERNAL MODULE: ./src/cluster/roll/who-names.js
var who_names = __webpack_require__(51294);
;// CONCATENATED MODULE: ./src/cluster/roll/plan-leftovers.js




/** What becomes of what nothing wants any more. Pure. */
function planLeftovers(wanted, steps, sight) {
    const staying = stayingBeside(steps, sight);
    const judged = sight.leftovers.flatMap((one) => {
        const { owner, body, live } = one;
        if (live === 'absent')
            return [];
        const unless = whyOf(one, { ...staying, unseen: [] });
        const why = unless ?? whyOf(one, staying);
        const isUnseen = unless === undefined && why !== undefined;
        return [{ owner, kind: body.kind, name: body.metadata.name, why, isUnseen }];
    });
    const removed = judged.filter(({ why }) => why === undefined);
    const isLeaving = ({ owner, kind }) => (0,kubernetes_object/* isWorkloadKind */.A)(kind) && isGone(owner, wanted);
    return {
        removed: removed.map(({ owner, kind, name }) => {
            const stays = (0,kubernetes_object/* isWorkloadKind */.A)(kind) ? ' (claims and their data stay)' : '';
            const reason = `${whatOf(owner, wanted)}: removed after success${stays}`;
            return { owner, kind, name, reason, isCollected: false };
        }),
        left: [...judged, ...unrecorded(steps, sight)].flatMap(({ owner, kind, name, why }) => {
            if (why === undefined)
                return [];
            const still = (0,kubernetes_object/* isWorkloadKind */.A)(kind) ? `it still runs, for ${why}: remove it yourself` : `it stays, for ${why}`;
            return [{ owner, kind, name, reason: `${whatOf(owner, wanted)}; ${still}` }];
        }),
        leaving: removed.filter(isLeaving).map(({ owner }) => owner),
        unseen: judged.some(({ isUnseen }) => isUnseen) ? staying.unseen : [],
    };
}
function stayingBeside(steps, sight) {
    const { leftovers, workloads, pods, podMakers } = sight;
    if (leftovers.length === 0)
        return roll_leftovers/* nothingStays */.kF;
    const left = leftovers.filter((one) => (0,kubernetes_object/* isWorkloadKind */.A)(one.body.kind) && whyOf(one, roll_leftovers/* nothingStays */.kF) !== undefined);
    const going = leftovers.filter((one) => !left.includes(one)).map(({ body }) => (0,recorded_owner/* keyOf */.TN)(body));
    const wanted = steps.map(({ object }) => object);
    // Of what is wanted counts what it is going to name, not what it names now.
    const passedOver = new Set([...going, ...wanted.map(recorded_owner/* keyOf */.TN)]);
    const others = workloads.filter(({ kind, metadata: { name } }) => !passedOver.has(`${kind}/${name}`));
    // So it is with the pods: those of what changes are made anew.
    const changing = steps.filter(({ action }) => action !== 'unchanged').map(({ object }) => (0,recorded_owner/* keyOf */.TN)(object));
    const ending = new Set([...going, ...changing]);
    const running = pods.filter(({ of }) => of === undefined || !ending.has(of));
    return {
        owners: new Set(left.map(({ owner }) => owner)),
        named: (0,who_names/* namedBy */.T)([...wanted, ...others, ...podMakers.objects, ...running]),
        unseen: podMakers.unreadable,
    };
}
function whyOf({ owner, body, live }, staying) {
    return live === 'absent' ? undefined : (0,roll_leftovers/* whyLeft */.em)({ owner, body, live }, staying);
}
/** What carries our label beside the record: a record may be gone. */
function unrecorded(steps, { leftovers, workloads }) {
    const known = new Set([...steps.map(({ object }) => object), ...leftovers.map(({ body }) => body)].map(recorded_owner/* keyOf */.TN));
    return workloads.flatMap(({ kind, metadata: { name, labels: carried } }) => {
        const owner = carried?.[kubernetes_object/* labels */.WD.client];
        if (owner === undefined || known.has(`${kind}/${name}`))
            return [];
        return [{ owner, kind, name, why: 'it is not in the roll-out record' }];
    });
}
function whatOf(owner, wanted) {
    return isGone(owner, wanted) ? `${owner} is no client any more` : 'no manifest has it any more';
}
function isGone(owner, wanted) {
    return owner !== '' && !wanted.clients.some(({ client }) => client === owner);
}

// EXTERNAL MODULE: ./src/cluster/manifest/pod-template-check.js
var pod_template_check = __webpack_require__(77748);
;// CONCATENATED MODULE: ./src/cluster/roll/what-changed.js




/**
 * What makes a workload another one, for a person: `the image and the configuration changed`. Configuration, keyfile and
 * image are told from the names that stand in the pod template; anything else is the manifest's.
 * @param before the body last applied, or the live object, of which only what it shares with the wanted one can be told.
 */
function whatChanged(before, wanted) {
    const [was, is] = [partsOf(before.body), partsOf(wanted)];
    const named = ['image', 'configuration', 'keyfile'].filter((part) => was[part] !== is[part]);
    const isRestSame = before.isLive || (0,canonical_json/* canonicalJson */.d)(restOf(before.body)) === (0,canonical_json/* canonicalJson */.d)(restOf(wanted));
    const parts = [...named, ...(isRestSame && named.length > 0 ? [] : ['manifest'])].map((part) => `the ${part}`);
    const last = parts.at(-1) ?? '';
    return `${parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`} changed`;
}
function partsOf(body) {
    const { volumes = [], containers = [], initContainers = [] } = templateOf(body)?.spec ?? {};
    const held = (wanted) => {
        const volume = volumes.find(({ name }) => name === wanted);
        return volume?.secret?.secretName ?? volume?.configMap?.name ?? '';
    };
    const images = ({ name, image = '' }) => `${name}=${image}`;
    return {
        image: [...containers.map(images).sort(), ...initContainers.map(images).sort()].join(' '),
        configuration: held(pod_template_check/* volumeNames */.v.configuration),
        keyfile: held(pod_template_check/* volumeNames */.v.keyfile),
    };
}
function templateOf(body) {
    return body['spec']?.template;
}
const isHeld = new Set(['secret', 'configMap']);
/** The body without the named parts, and without our own sum over all of it. */
function restOf(value) {
    if (Array.isArray(value))
        return value.map(restOf);
    if (!(0,field_set/* isMap */.jh)(value))
        return value;
    const isNamedVolume = Object.values(pod_template_check/* volumeNames */.v).includes(value['name']);
    const entries = Object.entries(value).filter(([key]) => key !== kubernetes_object/* contentAnnotation */.X4 && key !== 'image' && !(isNamedVolume && isHeld.has(key)));
    return Object.fromEntries(entries.map(([key, child]) => [key, restOf(child ?? null)]));
}

;// CONCATENATED MODULE: ./src/cluster/roll/network-plan.js




/** Every object of a plan, in the order of writing. */
function stepsOf({ shared, clients }) {
    return [...shared, ...clients.flatMap(({ objects }) => objects)];
}
/** What leads from what stands to what is wanted. Pure: the same sight gives the same plan. */
function planNetwork(wanted, sight) {
    const applied = new Map(sight.applied.flatMap(({ bodies }) => bodies.map((body) => [(0,recorded_owner/* keyOf */.TN)(body), body])));
    const shared = wanted.shared.map((object) => planObject(object, sight.live(object), applied.get((0,recorded_owner/* keyOf */.TN)(object)), sight.shown));
    const clients = wanted.clients.map((client) => planClient(client, applied, sight));
    const steps = stepsOf({ shared, clients });
    const known = new Set(steps.map(({ object }) => (0,recorded_owner/* keyOf */.TN)(object)));
    const { removed, ...others } = planLeftovers(wanted, steps, sight);
    return {
        shared,
        clients,
        prune: [...removed, ...prunable(wanted, sight, known)],
        recordedClients: sight.recordedClients,
        ...others,
        isUnchanged: removed.length === 0 && steps.every(({ action }) => action === 'unchanged'),
    };
}
/**
 * Immutable objects of clients that don't stand proved: before a plan is made their existence has to be looked up, because
 * what is missing may be why. (Those of a proved client are there: its pod mounts them.)
 */
function doubtfulObjects(wanted, sight) {
    return wanted.clients.flatMap(({ client, immutable }) => (sight.present(client)?.isProved === true ? [] : immutable));
}
function planClient(wanted, applied, sight) {
    const { client, role } = wanted;
    const plan = (object) => planObject(object, sight.live(object), applied.get((0,recorded_owner/* keyOf */.TN)(object)), sight.shown);
    const workload = plan(wanted.workload);
    const isMounted = workload.action === 'unchanged' && sight.present(client)?.isProved === true;
    const immutable = wanted.immutable.map((one) => planImmutable(one, sight.live(one), applied.get((0,recorded_owner/* keyOf */.TN)(one)), isMounted));
    const objects = [...immutable, ...wanted.beside.map(plan), workload];
    const { action, reason } = verdictOn(client, workload, objects, sight);
    return {
        client,
        role,
        action,
        reason: wanted.isCompared ? reason : `${reason}; secret parts not compared`,
        wanted,
        isRunning: typeof sight.live(wanted.workload) === 'object',
        objects,
        drift: objects.flatMap((step) => step.drift),
        standing: new Set(objects.filter((step) => step.action === 'unchanged').map(({ object }) => (0,recorded_owner/* keyOf */.TN)(object))),
    };
}
function verdictOn(client, workload, objects, sight) {
    if (workload.action === 'create')
        return { action: 'create', reason: `its ${workload.object.kind}: ${workload.reason}` };
    const changed = objects.filter(({ action }) => action !== 'unchanged');
    if (changed.length > 0)
        return { action: 'update', reason: reasonOf(workload, changed) };
    // Proof now, not memory: a client that a stopped run left crashing is not unchanged.
    const present = sight.present(client);
    if (present?.isProved === true)
        return { action: 'unchanged', reason: 'as wanted, and proved' };
    return {
        action: 'prove',
        reason: `written before, but not proved: ${present?.why ?? 'nothing is known of its pods'}`,
    };
}
/** The workload tells of its configuration too; where it stays, the others that change do. */
function reasonOf(workload, changed) {
    if (changed.includes(workload)) {
        const isChange = workload.reason === 'it changed' && workload.before !== undefined;
        const reason = isChange && workload.before ? whatChanged(workload.before, workload.object) : ofObject(workload);
        return isChange && workload.drift.length > 0 ? `${reason}; ${driftReason(workload.drift)}` : reason;
    }
    const [first, ...more] = changed.map(ofObject);
    return more.length === 0 ? `${first}` : `${first}, and ${more.length} more of its objects`;
}
function ofObject({ object, reason }) {
    return `${object.kind} ${object.metadata.name}: ${reason}`;
}
/** Whoever asks: a workload, a claim or anything else of the user's is never collected, nor what is wanted. */
function prunable(wanted, sight, known) {
    const clients = wanted.clients.map(({ client }) => client).sort((one, other) => other.length - one.length);
    return sight.collectable
        .filter((key) => !known.has(key))
        .map(recorded_owner/* partsOf */.CI)
        .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
        .map(({ kind, name }) => {
        const owner = clients.find((client) => name.startsWith(`${client}-`)) ?? '';
        return { owner, kind, name, reason: 'old configuration: removed after success', isCollected: true };
    });
}


/***/ }),

/***/ 50756:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ proveWorkload)
});

// EXTERNAL MODULE: ./src/report/counted.js
var counted = __webpack_require__(50267);
// EXTERNAL MODULE: ./src/cluster/judge/judge.js + 11 modules
var judge = __webpack_require__(67256);
// EXTERNAL MODULE: ./src/cluster/judge/judge-memory.js
var judge_memory = __webpack_require__(90878);
// EXTERNAL MODULE: ./src/cluster/judge/sight.js
var sight = __webpack_require__(67262);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/roll/abortable.js
var abortable = __webpack_require__(59601);
// EXTERNAL MODULE: ./src/cluster/roll/deadlines.js
var deadlines = __webpack_require__(7398);
// EXTERNAL MODULE: ./src/cluster/roll/ended-runs.js
var ended_runs = __webpack_require__(58814);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/cluster/judge/scheduling-sign.js
var scheduling_sign = __webpack_require__(10843);
// EXTERNAL MODULE: ./src/cluster/judge/volume-sign.js
var volume_sign = __webpack_require__(22111);
// EXTERNAL MODULE: ./src/cluster/live-workload.js
var live_workload = __webpack_require__(71087);
;// CONCATENATED MODULE: ./src/cluster/roll/evidence.js





/** Reads what the verdict asks for. What can't be read is left out: then the verdict goes by what is seen. */
async function readEvidence({ needsAutoscalerEvents, needsClaims }, sight, known, ports) {
    const [autoscaler, claims] = await Promise.all([
        needsAutoscalerEvents ? readAutoscaler(sight, ports) : known.autoscaler,
        needsClaims ? readClaims(sight, ports) : known.claims,
    ]);
    return { autoscaler, claims };
}
async function readAutoscaler({ pods }, { cluster, namespace, clock }) {
    const uids = new Set(pods.map(({ metadata }) => metadata.uid));
    const readings = scheduling_sign/* autoscalerReasons */.l.map((reason) => orNothing(cluster.list((0,kubernetes_object/* listPath */.Kx)('Event', namespace), {
        fieldSelector: `involvedObject.kind=Pod,reason=${reason}`,
    })));
    const events = (await Promise.all(readings)).flatMap((read) => read ?? []);
    return { events: events.filter(({ involvedObject }) => uids.has(involvedObject?.uid)), readMs: clock.now() };
}
/** A claim whose class binds late has an event that says so; the class itself isn't ours to read. */
async function readClaims({ pods }, { cluster, namespace }) {
    const names = [...new Set(pods.flatMap(volume_sign/* claimsOf */.d))];
    const read = names.map(async (name) => {
        const claim = await orNothing(cluster.get((0,kubernetes_object/* objectPath */.du)('PersistentVolumeClaim', namespace, name)));
        if (claim === undefined)
            return [];
        const phase = claim.status?.phase ?? 'Pending';
        const events = phase === 'Pending' ? await eventsOf(claim, { cluster, namespace }) : [];
        const waitsForPod = events.some(({ reason }) => reason === 'WaitForFirstConsumer');
        const said = events.findLast(({ type }) => type === 'Warning') ?? events.at(-1);
        return [{ name, phase, waitsForPod, said }];
    });
    return (await Promise.all(read)).flat();
}
/** Oldest first. */
async function eventsOf(claim, { cluster, namespace }) {
    const fieldSelector = `involvedObject.uid=${claim.metadata.uid ?? ''}`;
    const events = await orNothing(cluster.list((0,kubernetes_object/* listPath */.Kx)('Event', namespace), { fieldSelector }));
    return (events ?? []).toSorted((one, other) => ((0,live_workload/* eventTime */.gE)(one) ?? 0) - ((0,live_workload/* eventTime */.gE)(other) ?? 0));
}
async function orNothing(reading) {
    try {
        return await reading;
    }
    catch (error) {
        if (error instanceof errors/* RemoteError */.Hi)
            return undefined;
        throw error;
    }
}

// EXTERNAL MODULE: ./src/cluster/roll/roll-failure.js + 3 modules
var roll_failure = __webpack_require__(61934);
;// CONCATENATED MODULE: ./src/cluster/roll/prove-workload.js










/** What was never seen is asked for once by name: it may have been deleted before the watch could show it. */
const unseenMs = 10_000;
/**
 * Waits until the judge has its verdict on what was applied, the deadline passes, or the signal asks to leave off. Pods that
 * the judge names are removed meanwhile, each by its uid.
 */
async function proveWorkload(subject, deadline, signal, writer, ports) {
    const { store, clock, log } = ports;
    const { client, applied } = subject;
    const memory = (0,judge_memory/* createJudgeMemory */.J)();
    const endedRuns = (0,ended_runs/* createEndedRuns */.x)(ports);
    const startedMs = clock.now();
    let evidence = {};
    let isAskedFor = false;
    let isBakeTold = false;
    while (!signal.aborted) {
        const sight = lookAt(subject, evidence, ports);
        const verdict = (0,judge/* judge */.S)(sight, memory);
        if (verdict.kind === 'proved') {
            const { pods, revision, isUnprobed, bakedMs } = verdict;
            if (applied.isWritten)
                tellProof(client, pods, isUnprobed ? bakedMs : undefined, ports);
            return { kind: 'proved', pods, revision };
        }
        if (verdict.kind === 'failed')
            return failed(verdict.sign, sight, endedRuns, ports);
        const leftMs = deadline.atMs - clock.now();
        if (leftMs <= 0)
            return failed((0,judge/* outOfTime */.p)(sight, memory, (0,deadlines/* describeDeadline */.IZ)(deadline)), sight, endedRuns, ports);
        endedRuns.note(sight);
        if (verdict.kind === 'waiting') {
            // What is done here takes time; then everything is looked at anew.
            if (verdict.remove.length > 0) {
                await removePods(verdict.remove, client, writer, ports);
                continue;
            }
            if (verdict.needsAutoscalerEvents || verdict.needsClaims) {
                evidence = await readEvidence(verdict, sight, evidence, ports);
                continue;
            }
            if (!memory.wasSeen && !isAskedFor && clock.now() - startedMs >= unseenMs) {
                isAskedFor = true;
                if (await isGone(subject, ports))
                    return superseded('it was deleted before the watch could show it');
                continue;
            }
        }
        else if (verdict.isUnprobed && !isBakeTold) {
            isBakeTold = true;
            const seconds = Math.round(verdict.forMs / 1000);
            log.info(`${client}: ready, but without a readiness probe: it has to stay so for ${seconds} s`);
        }
        const untilUnseen = isAskedFor || memory.wasSeen ? Number.POSITIVE_INFINITY : startedMs + unseenMs - clock.now();
        const withinMs = Math.max(1, Math.min(verdict.againInMs, leftMs, untilUnseen));
        // Nothing was awaited since the look, so no change can have been missed.
        await (0,abortable/* orAborted */.H)(store.changed(applied.uid, withinMs), signal);
    }
    return { kind: 'broken-off' };
}
function lookAt(subject, evidence, { store, clock, cluster, bakeMs, maxRestarts }) {
    const { applied, restartsBefore } = subject;
    return (0,sight/* takeSight */.fE)(store, subject, {
        ...{ applied, restartsBefore, nowMs: clock.now() },
        ...{ serverNowMs: cluster.serverNow()?.getTime(), heardMs: clock.now() - store.behindMs() },
        ...{ bakeMs, maxRestarts },
        ...evidence,
    });
}
async function failed(sign, sight, endedRuns, ports) {
    const kind = sign.cause === 'superseded' ? 'superseded' : 'failed';
    const pods = sight.pods.filter(({ metadata }) => metadata.uid === sign.pod?.uid);
    return { kind, failure: await (0,roll_failure/* explained */.to)(sign, endedRuns, ports), pods };
}
function superseded(how) {
    return { kind: 'superseded', failure: (0,roll_failure/* supersededBy */.gT)(how), pods: [] };
}
async function removePods(removals, client, writer, { namespace, log }) {
    for (const { pod, why } of removals) {
        const because = why === 'on-delete'
            ? 'its update strategy is OnDelete, and nobody else replaces it'
            : 'it is broken, and holds the new revision up';
        log.info(`${client}: removes its pod ${pod.metadata.name}: ${because}`);
        await writer.removePod(pod, namespace);
    }
}
/** Unknown counts as there. */
async function isGone({ kind, name, applied }, { cluster, namespace }) {
    try {
        const live = await cluster.get((0,kubernetes_object/* objectPath */.du)(kind, namespace, name), { metadataOnly: true });
        return live?.metadata.uid !== applied.uid;
    }
    catch {
        return false;
    }
}
function tellProof(client, pods, bakedMs, { log }) {
    const names = pods.map(({ metadata }) => metadata.name);
    const which = names.length > 3 ? (0,counted/* counted */.h)(names.length, 'pod') : names.join(', ');
    const baked = bakedMs === undefined ? '' : `, ready for ${Math.round(bakedMs / 1000)} s (it has no readiness probe)`;
    log.info(`${client}: proved: ${which}${baked}`);
}


/***/ }),

/***/ 82071:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ prune),
/* harmony export */   W: () => (/* binding */ leftOver)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37122);
/* harmony import */ var _api_live_object_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(38946);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(49491);
/* harmony import */ var _record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(63839);
/* harmony import */ var _leftovers_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(38743);
/* harmony import */ var _who_names_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(51294);
/* harmony import */ var _writer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(52164);







/**
 * Removes what earlier releases applied and nothing wants any more, when everything else is done and proved: there is no way
 * back from it, and none is needed. Looked at once more right before, and removed by uid. All workloads go first: what one
 * that stays stands on stays too.
 * @param wanted every object of the network
 */
async function prune(baseline, wanted, signal, ports) {
    const { store, cluster, namespace, log } = ports;
    const writer = (0,_writer_js__WEBPACK_IMPORTED_MODULE_0__/* .createWriter */ .u)(cluster);
    const wantedKeys = new Set(wanted.map(_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .keyOf */ .TN));
    const left = new Map(baseline.left.filter(({ key }) => !wantedKeys.has(key)).map((one) => [one.key, one]));
    const superfluous = superfluousOf(baseline.owners.values(), [...left.values()]);
    const kept = new Set();
    const removed = new Set();
    const ending = new Set();
    const pruneAll = async (isTurn, stayingBeside) => {
        for (const owner of superfluous) {
            try {
                for (const key of againstWriting(owner.keys.filter(isTurn))) {
                    if (kept.has(owner.owner))
                        break;
                    signal.throwIfAborted();
                    const became = await pruneOne(key, owner, stayingBeside, writer, ports, ending);
                    if (became === 'removed')
                        removed.add(key);
                    if (became === 'left')
                        left.set(key, { owner: owner.owner, key });
                    else
                        left.delete(key);
                }
            }
            catch (error) {
                if (!(error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .RemoteError */ .Hi) && !signal.aborted)
                    throw error;
                kept.add(owner.owner);
                if (error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .RemoteError */ .Hi) {
                    log.warning(`What nothing wants any more is not removed this time: ${error.message}`);
                }
            }
        }
    };
    const isWorkload = (key) => (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_3__/* .isWorkloadKind */ .A)((0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .partsOf */ .CI)(key).kind);
    await pruneAll(isWorkload, async () => _leftovers_js__WEBPACK_IMPORTED_MODULE_4__/* .nothingStays */ .kF);
    const standing = store.workloads().filter(({ kind, metadata: { name } }) => !removed.has(`${kind}/${name}`));
    const owners = new Set([...left.values()].filter(({ key }) => isWorkload(key)).map(({ owner }) => owner));
    let making;
    await pruneAll((key) => !isWorkload(key), async (object) => {
        making ??= (0,_leftovers_js__WEBPACK_IMPORTED_MODULE_4__/* .mayBeNamedByPods */ .Zq)(object) ? (0,_who_names_js__WEBPACK_IMPORTED_MODULE_5__/* .listPodMakers */ .Nk)(cluster, namespace) : undefined;
        const { objects = [], unreadable = [] } = (await making) ?? {};
        const pods = (0,_who_names_js__WEBPACK_IMPORTED_MODULE_5__/* .standingPods */ .ls)(store).filter(({ metadata: { uid = '' } }) => !ending.has(uid));
        return { owners, named: (0,_who_names_js__WEBPACK_IMPORTED_MODULE_5__/* .namedBy */ .T)([...wanted, ...standing, ...objects, ...pods]), unseen: unreadable };
    });
    return { writes: writer.writes, kept, left: [...left.values()] };
}
/** Of a run that removes nothing. */
function leftOver(owners = []) {
    const kept = [...owners].filter(({ after, superfluous }) => after === undefined || superfluous.length > 0);
    return { writes: 0, kept: new Set(kept.map(({ owner }) => owner)) };
}
/** With what earlier runs left. */
function superfluousOf(touched, left) {
    const all = new Map();
    for (const { owner, superfluous, before, attempted } of touched) {
        if (superfluous.length > 0)
            all.set(owner, { owner, keys: superfluous, versions: [before, attempted] });
    }
    for (const { owner, key } of left) {
        const { keys = [], versions = [] } = all.get(owner) ?? {};
        if (!keys.includes(key))
            all.set(owner, { owner, keys: [...keys, key], versions });
    }
    return [...all.values()];
}
/** The workload before what it stands on. */
function againstWriting(keys) {
    const order = (key) => _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_3__/* .kindsInOrder */ .ty.indexOf((0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .partsOf */ .CI)(key).kind);
    return keys.toSorted((a, b) => order(b) - order(a));
}
/** @param ending uids of the pods that end with their workload */
async function pruneOne(key, { owner, versions }, stayingBeside, writer, ports, ending) {
    const { store, namespace, log } = ports;
    const { kind, name } = (0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .partsOf */ .CI)(key);
    const recorded = versions.flatMap((version) => version?.bodies ?? []).find((one) => (0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .keyOf */ .TN)(one) === key);
    const body = recorded ?? (0,_leftovers_js__WEBPACK_IMPORTED_MODULE_4__/* .nameOnly */ ._s)(key, namespace);
    if (body === undefined || !(0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_3__/* .isWrittenKind */ .C$)(kind))
        throw new Error(`${key} is of no kind that is written`);
    const live = await (0,_api_live_object_js__WEBPACK_IMPORTED_MODULE_6__/* .liveObject */ .y)({ kind, name }, ports, { metadataOnly: true });
    if (live?.metadata.uid === undefined)
        return 'gone';
    // What makes pods is looked at only where it decides.
    const why = (0,_leftovers_js__WEBPACK_IMPORTED_MODULE_4__/* .whyLeft */ .em)({ owner, body, live }, _leftovers_js__WEBPACK_IMPORTED_MODULE_4__/* .nothingStays */ .kF) ?? (0,_leftovers_js__WEBPACK_IMPORTED_MODULE_4__/* .whyLeft */ .em)({ owner, body, live }, await stayingBeside(body));
    if (why === undefined) {
        for (const { metadata } of (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_3__/* .isWorkloadKind */ .A)(kind) ? store.podsOf(live.metadata.uid) : []) {
            if (metadata.uid !== undefined)
                ending.add(metadata.uid);
        }
        await writer.remove((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_3__/* .objectPath */ .du)(kind, namespace, name), live.metadata.uid);
        log.info(`${kind} ${name} is removed: nothing wants it any more`);
        return 'removed';
    }
    log.info(`${kind} ${name} is wanted no more and stays: ${why}`);
    // A workload without our mark still runs with what stood beside it; anything else is theirs from now on.
    return (0,_leftovers_js__WEBPACK_IMPORTED_MODULE_4__/* .isTheirs */ .YZ)(live) && !(0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_3__/* .isWorkloadKind */ .A)(kind) ? 'gone' : 'left';
}


/***/ }),

/***/ 71153:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ restartLimitOf),
/* harmony export */   n: () => (/* binding */ minorityOf)
/* harmony export */ });
/**
 * How many clients of a role may be down at once for our sake: half of the bootstraps, for newcomers need one to find the
 * others; of voters fewer than half, so that what is left can still decide. One always may, or a network of one or two
 * could never be changed.
 */
function restartLimitOf(role, { members, roles, voters }) {
    const n = members.filter((member) => member.role === role).length;
    const asBootstraps = role === roles[0] ? Math.max(1, Math.floor(n / 2)) : Number.POSITIVE_INFINITY;
    const asVoters = voters.has(role) ? minorityOf(n) : Number.POSITIVE_INFINITY;
    return Math.min(asBootstraps, asVoters);
}
/** So many of n that the others can still decide by majority; one always may go. */
function minorityOf(n) {
    return Math.max(1, Math.floor((n - 1) / 2));
}


/***/ }),

/***/ 92170:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   As: () => (/* binding */ isComplete),
/* harmony export */   Bb: () => (/* binding */ chooseBack),
/* harmony export */   Ix: () => (/* binding */ isFailed)
/* harmony export */ });
/* harmony import */ var _record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(63839);
/* harmony import */ var _failure_policy_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16740);


/** True when it came to its end, and everything is proved. */
function isComplete({ ends, stop, shared }) {
    return stop === undefined && shared.failure === undefined && [...ends.values()].every(({ end }) => end === 'proved');
}
/** True when something failed. That somebody else changed a client meanwhile is no failure of ours. */
function isFailed({ ends, shared, failedWaves, isWholeFailed }) {
    const isClientFailed = [...ends.values()].some(({ end }) => end === 'failed');
    return isClientFailed || shared.failure !== undefined || failedWaves.size > 0 || isWholeFailed;
}
/** What is to go back after a failure; `undefined` when nothing was touched, or nothing may. */
function chooseBack({ task, options, baseline, canGoBack, inherited, strays }, forward) {
    if (baseline === undefined || !canGoBack || !isFailed(forward))
        return undefined;
    const touchesOf = (client) => new Map([...(inherited.get(client) ?? []), ...(forward.ends.get(client)?.touched ?? [])]);
    const hasGood = (client) => baseline.owners.get(client)?.before?.neverProved !== true;
    const touched = [...task.steps, ...strays].flatMap(({ client }) => {
        const isClientFailed = forward.ends.get(client)?.end === 'failed';
        const isTouched = isClientFailed || touchesOf(client).size > 0;
        // A run before may have written what a client's workload stands on, and not come to the workload: all are looked after.
        const mayBeTouched = isTouched || (baseline.isUnsure(client) && hasGood(client));
        // Who isn't in the record stands as before: there is nothing to go back to.
        if (!baseline.owners.has(client) || !mayBeTouched)
            return [];
        return [{ client, wave: forward.waveOf.get(client) ?? '', isFailed: isClientFailed }];
    });
    const chosen = (0,_failure_policy_js__WEBPACK_IMPORTED_MODULE_0__/* .chooseGoingBack */ .dy)(options.policy, touched, forward.failedWaves, forward.isWholeFailed);
    const { isWhole } = chosen;
    const clients = chosen.clients.filter(hasGood);
    const stay = chosen.clients.filter((client) => !hasGood(client));
    const isSharedTouched = isWhole && (forward.shared.touched.size > 0 || baseline.isUnsure(_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .sharedOwner */ .XC));
    return { baseline, clients, stay, isAny: clients.length > 0 || isSharedTouched, isWhole, touchesOf };
}


/***/ }),

/***/ 61934:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  to: () => (/* binding */ explained),
  dh: () => (/* binding */ isConflict),
  am: () => (/* binding */ leftStanding),
  bD: () => (/* binding */ messageOf),
  Uu: () => (/* binding */ messageOfBack),
  xc: () => (/* binding */ notWritten),
  dB: () => (/* binding */ nothingToGoBackTo),
  K$: () => (/* binding */ otherImage),
  bO: () => (/* binding */ remoteError),
  gT: () => (/* binding */ supersededBy),
  s9: () => (/* binding */ tellFailure),
  hG: () => (/* binding */ whyNotBack)
});

// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/cluster/api/cluster-port.js
var cluster_port = __webpack_require__(89164);
;// CONCATENATED MODULE: ./src/cluster/api/within.js
/** What was promised, or `undefined` when it takes longer. The promise itself goes on: its request has its own limits. */
async function within(promised, ms) {
    let timer;
    const late = new Promise((resolve) => {
        timer = setTimeout(resolve, Math.max(0, ms), undefined);
    });
    try {
        return await Promise.race([promised, late]);
    }
    finally {
        clearTimeout(timer);
    }
}

// EXTERNAL MODULE: ./src/cluster/judge/failure-rules.js
var failure_rules = __webpack_require__(33187);
;// CONCATENATED MODULE: ./src/cluster/judge/failure-message.js


/** A client's share of a run's log, however many fail. */
const messageLimits = { lines: 40, bytes: 8 * 1024 };
const lineLength = 300;
/** Before it is redacted a line may be longer: what is cut first could hide half of a secret. */
const readLength = 4_000;
const headlineLength = 600;
/** The failure in one line, for a table, an annotation, a heading. */
function describeSign(client, sign, redact) {
    const { pod, container, isInit, message } = sign;
    const inPod = container === undefined ? '' : `, ${isInit === true ? 'init container' : 'container'} ${container}`;
    const where = pod === undefined ? '' : ` (pod ${pod.name}${inPod})`;
    const within = sign.within === undefined ? '' : `not ready within ${sign.within}: `;
    const said = message === '' ? '' : `: ${message}`;
    return clean(`${client}${where}: ${within}${howItEnded(sign)}${said}`, headlineLength, redact);
}
/** @param redact hides the run's secrets. It is handed whole texts, so that a secret over several lines is found. */
function failureMessage(client, sign, logs, redact) {
    const { rule, restarts = 0 } = sign;
    const headline = describeSign(client, sign, redact);
    const { advice } = failure_rules/* failureRules */.q[rule];
    const facts = [
        // As the failure table of the documentation has it.
        `cause: ${rule}${restarts > 0 ? `; restarts of the container since it was written: ${restarts}` : ''}`,
    ];
    const own = [headline, ...facts, advice];
    const events = sign.warnings.map(({ reason = '', message = '' }) => `${reason}: ${message}`);
    const parts = [
        { source: `${sign.pod?.name ?? client} warnings`, lines: linesOf(events.join('\n'), redact) },
        ...logs.map(({ request, text }) => ({ source: sourceOf(request), lines: linesOf(text, redact) })),
    ];
    return { headline, facts, foreign: fitted(parts, own), advice };
}
/** The whole message as it will stand in a log, foreign lines under their sources. */
function messageLines({ headline, facts, foreign, advice }) {
    const told = foreign.flatMap(({ source, lines }) => lines.map((line) => `${source} | ${line}`));
    return [headline, ...facts, ...told, advice];
}
function howItEnded({ reason, exitCode, signal }) {
    const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
    return `${reason}${code}${signal === undefined ? '' : ` (${signal})`}`;
}
function sourceOf({ pod, container, previous }) {
    return `${pod}/${container}${previous ? ' previous run' : ''}`;
}
/** Cleaned before it is redacted, so that no control character hides a secret; cut only afterwards. */
function linesOf(text, redact) {
    const cleaned = text
        .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
        .map((line) => (0,plain_text/* excerpt */.Kb)(line, readLength))
        .filter((line) => line !== '')
        .slice(-messageLimits.lines * 2);
    return redact(cleaned.join('\n'))
        .split('\n')
        .map((line) => (0,plain_text/* excerpt */.Kb)(line, lineLength))
        .filter((line) => line !== '');
}
function clean(text, limit, redact) {
    return (0,plain_text/* excerpt */.Kb)(redact((0,plain_text/* excerpt */.Kb)(text, readLength)), limit);
}
/**
 * The last lines of each part that fit: in turn one more of each, from its end, so that neither a long log nor many events
 * leave the others no room.
 */
function fitted(parts, own) {
    let lines = messageLimits.lines - own.length;
    let bytes = messageLimits.bytes - own.reduce((sum, line) => sum + bytesOf(line), 0);
    const taken = parts.map(() => 0);
    const isFull = parts.map(() => false);
    while (isFull.includes(false)) {
        for (const [index, part] of parts.entries()) {
            if (isFull[index] === true)
                continue;
            const count = taken[index] ?? 0;
            const line = part.lines.at(-1 - count);
            const size = line === undefined ? 0 : bytesOf(`${part.source} | ${line}`);
            isFull[index] = line === undefined || lines < 1 || bytes < size;
            if (isFull[index] === true)
                continue;
            taken[index] = count + 1;
            lines -= 1;
            bytes -= size;
        }
    }
    return parts
        .map(({ source, lines: all }, index) => ({ source, lines: all.slice(all.length - (taken[index] ?? 0)) }))
        .filter(({ lines: kept }) => kept.length > 0);
}
function bytesOf(line) {
    return Buffer.byteLength(line) + 1;
}

// EXTERNAL MODULE: ./src/cluster/roll/ended-runs.js
var ended_runs = __webpack_require__(58814);
;// CONCATENATED MODULE: ./src/cluster/roll/other-failures.js
/**
 * Why a client is red where no sign in the cluster says it, with what to do. One that somebody else changed is told as the
 * failure table's own `superseded`.
 */
const otherFailures = {
    refused: {
        signal: 'the API server refuses a write',
        advice: 'Change what it names, then release again.',
    },
    'no-answer': {
        signal: 'a write was not answered',
        advice: 'It may have been written or not: release again, which finds out.',
    },
    'other-image': {
        signal: 'a container runs another image than the one that was asked for',
        advice: 'Look for what changes images on their way to the node (an admission webhook, a mirror). A node that has the same image from another repository too may name the digest that it has there: then release that one.',
    },
    'never-proved': {
        signal: 'it has nothing to go back to, for no release of it was ever proved; it is left as it stands',
        advice: 'Mend what it fails by, then release again.',
    },
    'not-begun': {
        signal: 'nothing was taken back: the release before needs contracts that are not there, or the roll-out record could not be written',
        advice: 'Look after the clients that are down, then release again.',
    },
    'no-time': {
        signal: 'the time was over before it went back, or too many of its role are down for it to restart',
        advice: 'Look after the clients that are down, then release again.',
    },
    stopped: {
        signal: 'the run was stopped before it was back',
        advice: 'Run it again: that finishes what was begun.',
    },
    'left-standing': {
        signal: 'what this run created stays: to remove it would delete its claims, or its pods do not end',
        advice: 'Remove it by hand, if nothing needs it any more.',
    },
};

;// CONCATENATED MODULE: ./src/cluster/roll/roll-failure.js







/** The verdict is there already: what explains it may not keep it waiting. */
const explainingMs = 5_000;
/**
 * With the last lines of the runs that the sign names; of the run before, as they were noted when it ended. Never fails
 * itself: what can't be read in time is left out.
 */
async function explained(sign, endedRuns, { cluster, namespace, isMute = false }) {
    // A container's last message may be its last lines, and a probe's warning its answer.
    if (isMute) {
        const message = sign.container === undefined ? sign.message : '';
        return { kind: 'sign', sign: { ...sign, message, warnings: [] }, logs: [] };
    }
    const logs = await Promise.all(sign.logs.map(async (request) => {
        const { pod, container, previous } = request;
        const reading = (previous ? endedRuns.lastWords(pod, container) : undefined) ??
            cluster.logs(namespace, pod, { container, previous, lines: ended_runs/* logLines */.O }).catch(() => undefined);
        const text = await within(reading, explainingMs);
        return text === undefined || text.trim() === '' ? [] : [{ request, text }];
    }));
    return { kind: 'sign', sign, logs: withoutRepetition(logs.flat()) };
}
/** While a container backs off, the kubelet gives the same run as this one and as the one before. */
function withoutRepetition(logs) {
    const isSaid = ({ request, text }, index) => logs.slice(0, index).some((other) => other.text === text && other.request.container === request.container);
    return logs.filter((log, index) => !isSaid(log, index));
}
/** A write that the API server didn't take, or didn't answer. */
function notWritten(error) {
    return other(error instanceof cluster_port/* ApiRefusal */.n ? 'refused' : 'no-answer', error.message);
}
/** A field that somebody else took since the plan was made, which names every conflict that there was before. */
function isConflict(error) {
    return error instanceof cluster_port/* ApiRefusal */.n && error.status === 409 && error.reason === 'Conflict';
}
function otherImage({ pod, container, wanted, found }) {
    const where = `pod ${pod.metadata.name}, container ${container}`;
    return other('other-image', `${where}: runs the image ${found} instead of ${wanted}`);
}
function supersededBy(message) {
    return other('superseded', message);
}
function leftStanding(message) {
    return other('left-standing', message);
}
/** A client that would go back, and has nothing good to go back to. */
const nothingToGoBackTo = other('never-proved', 'it has nothing to go back to, for no release of it was ever proved: it is left as it stands');
/**
 * A client that was to go back, and isn't back. Why nothing was taken back at all is told once, of the run.
 * @param way absent where there was none
 */
function whyNotBack(way, isStopped) {
    const kind = way?.kind ?? 'went';
    return isStopped && kind === 'went' ? stoppedOnWay : notBackFor[kind];
}
const notBackFor = {
    refused: other('not-begun', 'it stands as the release left it: nothing was taken back'),
    stopped: other('stopped', 'the run was stopped before anything went back: the next run goes on'),
    went: other('no-time', 'there was no time left for going back'),
};
const stoppedOnWay = other('stopped', 'the run was stopped before it was back: the next run takes it back');
function other(cause, message) {
    return { kind: 'other', cause, message };
}
/** What is told about a failure. @param redact hides the run's secrets. */
function messageOf(client, failure, redact) {
    if (failure.kind === 'sign')
        return failureMessage(client, failure.sign, failure.logs, redact);
    const { cause, message } = failure;
    const { advice } = cause === 'superseded' ? failure_rules/* failureRules */.q.superseded : otherFailures[cause];
    const headline = `${client}: ${(0,plain_text/* excerpt */.Kb)(redact((0,plain_text/* excerpt */.Kb)(message, 4_000)), 600)}`;
    return { headline, facts: [`cause: ${cause}`], foreign: [], advice };
}
/** The whole message, foreign lines fenced. */
function tellFailure({ headline, facts, foreign, advice }, log) {
    log.error(headline);
    for (const fact of facts)
        log.info(fact);
    for (const { source, lines } of foreign)
        log.untrusted(source, lines.join('\n'));
    if (advice !== '')
        log.info(advice);
}
/**
 * What is told about a failure on the way back: marked as that, and without what was said of the client's failure going
 * forward. `advice` is empty where it is the same.
 * @param earlier why the client failed going forward, if it did.
 */
function messageOfBack(client, failure, earlier, redact) {
    const { headline, facts, foreign, advice } = messageOf(client, failure, redact);
    const before = earlier && messageOf(client, earlier, redact);
    const said = new Set(before && [before.headline, ...before.facts, before.advice]);
    const shown = new Set(before?.foreign.flatMap(({ lines }) => lines));
    return {
        headline: `going back: ${said.has(headline) ? `${client} fails in the same way` : headline}`,
        facts: facts.filter((fact) => !said.has(fact)),
        foreign: foreign
            .map(({ source, lines }) => ({ source, lines: lines.filter((line) => !shown.has(line)) }))
            .filter(({ lines }) => lines.length > 0),
        advice: said.has(advice) ? '' : advice,
    };
}
/** What the API server says, or a defect of ours, which goes on its way. */
function remoteError(error) {
    if (error instanceof errors/* RemoteError */.Hi)
        return error;
    throw error;
}


/***/ }),

/***/ 77961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CT: () => (/* binding */ sharedStandingAfter),
/* harmony export */   XN: () => (/* binding */ sumOf),
/* harmony export */   nU: () => (/* binding */ stoppedEnd),
/* harmony export */   pJ: () => (/* binding */ endOf)
/* harmony export */ });
/* harmony import */ var _go_back_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(83013);
/* harmony import */ var _roll_choice_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(92170);
/* harmony import */ var _roll_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(61934);
/* harmony import */ var _roll_report_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(60159);
/* harmony import */ var _settle_run_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(19620);
/* harmony import */ var _some_of_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(90933);
/* harmony import */ var _way_back_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73950);







/** What became of a run; the record is settled by it, unless the run was stopped from outside: then the next one finishes it. */
async function endOf(run, forward, chosen, way, course) {
    const went = way?.kind === 'went' ? way.went : undefined;
    const isStoppedBack = way !== undefined && (0,_way_back_js__WEBPACK_IMPORTED_MODULE_0__/* .isStoppedOnWay */ .a$)(way, run.signal);
    const goingBack = new Set(chosen?.clients);
    const staying = new Set(chosen?.stay);
    const strays = run.strays.filter(({ client }) => goingBack.has(client));
    const stories = [...run.task.steps, ...strays].map((step) => {
        const { client } = step;
        const isChosen = goingBack.has(client);
        return {
            step,
            wave: forward.waveOf.get(client),
            forward: forward.ends.get(client),
            isChosen,
            back: went?.ends.get(client),
            isStoppedBack,
            notBack: isChosen ? (0,_roll_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .whyNotBack */ .hG)(way, isStoppedBack) : staying.has(client) ? _roll_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .nothingToGoBackTo */ .dB : undefined,
            touched: chosen?.touchesOf(client) ?? forward.ends.get(client)?.touched ?? new Map(),
            isUnsure: run.inherited.has(client),
        };
    });
    const isStopped = course.isStopped || isStoppedBack;
    const clients = stories.map(_roll_report_js__WEBPACK_IMPORTED_MODULE_2__/* .reportOf */ .EI);
    const { outcome, why } = isStopped
        ? stoppedEnd(run.options)
        : ended(run, forward, way, clients.map(({ result }) => result), course.pruned);
    const writes = sumOf([forward.shared, ...(went?.shared ?? []), ...clients, course.pruned]);
    const result = {
        outcome,
        clients,
        writes,
        isChanged: writes > 0,
        why: [...forward.why, ...why],
        forwardMs: course.forwardMs,
        goingBackMs: course.goingBackMs,
    };
    if (isStopped || run.baseline === undefined)
        return result;
    const others = run.strays.filter((stray) => !strays.includes(stray) && course.pruned.kept.has(stray.client));
    return (0,_settle_run_js__WEBPACK_IMPORTED_MODULE_3__/* .settleRun */ .l)(result, stories, sharedStanding(forward, chosen, went), new Map(others.map(({ client }) => [client, 'baseline-and-rest'])), course.pruned, run.options.state);
}
function stoppedEnd(options) {
    return options.lockLost.aborted
        ? {
            outcome: 'locked',
            // The reason says whether it is another's, was deleted, or could not be renewed in time.
            why: [reasonOf(options.lockLost)],
        }
        : { outcome: 'cancelled', why: ['the run was stopped: nothing more was written; the next run finishes it'] };
}
function reasonOf({ reason }) {
    return reason instanceof Error ? reason.message : 'the lock was lost: nothing more was written';
}
function ended(run, forward, way, results, pruned) {
    if (way !== undefined && way.kind !== 'stopped') {
        const failed = [...forward.ends].filter(([, { end }]) => end === 'failed').map(([client]) => client);
        const cause = failed.length > 0 ? [`failed going forward: ${(0,_some_of_js__WEBPACK_IMPORTED_MODULE_4__/* .someOf */ .y)(failed)}`] : [];
        const { outcome, why } = (0,_way_back_js__WEBPACK_IMPORTED_MODULE_0__/* .outcomeOf */ .sG)(way);
        return { outcome, why: [...cause, ...why] };
    }
    if ((0,_roll_choice_js__WEBPACK_IMPORTED_MODULE_5__/* .isFailed */ .Ix)(forward)) {
        const { baseline } = run;
        if (baseline?.isEmpty !== true)
            return { outcome: 'failed-halted', why: [] };
        const isFirst = [...baseline.owners.values()].every(({ before }) => before === undefined);
        const whose = isFirst ? 'this is the first release' : 'no release was ever proved here';
        const why = `${whose}: there is nothing to go back to, and everything is left as it is`;
        return { outcome: 'failed-halted', why: [why] };
    }
    if (results.includes('superseded'))
        return { outcome: 'superseded', why: [] };
    const isUnchanged = results.every((result) => result === 'unchanged') && forward.shared.touched.size + pruned.writes === 0;
    return { outcome: isUnchanged ? 'unchanged' : 'deployed', why: [] };
}
function sharedStanding(forward, chosen, went) {
    if (went !== undefined && went.shared.length > 0)
        return sharedStandingAfter(went);
    const isLeft = chosen?.isWhole === true && chosen.isAny && went === undefined;
    return forward.shared.failure === undefined && !isLeft ? 'wanted' : 'baseline-and-rest';
}
/** Of the objects that all clients share, when they were to go back. */
function sharedStandingAfter(went) {
    return (0,_go_back_js__WEBPACK_IMPORTED_MODULE_6__/* .isAllBack */ .x)(went) && went.shared.every(({ end }) => end === 'back') ? 'baseline' : 'baseline-and-rest';
}
function sumOf(parts) {
    return parts.reduce((sum, { writes }) => sum + writes, 0);
}


/***/ }),

/***/ 60159:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bg: () => (/* binding */ resultOf),
/* harmony export */   EI: () => (/* binding */ reportOf),
/* harmony export */   YP: () => (/* binding */ standingOf)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49491);
/* harmony import */ var _record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(63839);
/* harmony import */ var _live_client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48417);



function reportOf(story) {
    const { step, wave, forward, back, notBack } = story;
    const last = back?.end === 'back' ? back : forward;
    return {
        client: step.client,
        role: step.role,
        wave,
        result: resultOf(story),
        revision: last?.revision,
        pods: (last?.pods ?? []).map(({ metadata }) => metadata.name),
        restartsBefore: forward?.restartsBefore ?? 0,
        restartsAfter: back?.end === 'back' ? (0,_live_client_js__WEBPACK_IMPORTED_MODULE_0__/* .sumOfRestarts */ .hg)(back.pods) : (forward?.restartsAfter ?? 0),
        writes: (forward?.writes ?? 0) + (back?.writes ?? 0),
        podsRemoved: (forward?.podsRemoved ?? 0) + (back?.podsRemoved ?? 0),
        provedAfterMs: forward?.end === 'proved' ? forward.tookMs : undefined,
        backAfterMs: back?.end === 'back' ? back.tookMs : undefined,
        failure: forward?.failure,
        goingBackFailure: back === undefined || back.end === 'broken-off' ? notBack : back.failure,
    };
}
function resultOf({ step, forward, isChosen, back, isStoppedBack }) {
    switch (back?.end) {
        case 'back':
            return forward?.end === 'failed' ? 'failed-rolled-back' : 'rolled-back';
        case 'failed':
            return 'rollback-failed';
        case 'superseded':
            return 'superseded';
        case 'broken-off':
            return 'cancelled';
        case undefined:
            break;
    }
    if (isChosen)
        return isStoppedBack ? 'cancelled' : 'rollback-failed';
    switch (forward?.end) {
        case 'proved':
            return step.action === 'unchanged' ? 'unchanged' : 'deployed';
        case 'failed':
            return 'failed-halted';
        case 'superseded':
            return 'superseded';
        case 'broken-off':
            return 'cancelled';
        case undefined:
            return 'not-started';
    }
}
/** Which bodies stand for a client when the run is over: what the next one goes back to. */
function standingOf(story) {
    const { forward, back, touched, isUnsure } = story;
    switch (resultOf(story)) {
        case 'unchanged':
        case 'deployed':
            return 'wanted';
        case 'rolled-back':
        case 'failed-rolled-back':
            return 'baseline';
        case 'not-started':
            return isUnsure ? 'baseline-and-rest' : 'baseline';
        case 'rollback-failed':
            // Where it was to go back to is still where it is to go back to.
            return 'baseline-and-rest';
        default: {
            if (back !== undefined && hasWorkload(back.touched))
                return 'baseline-and-rest';
            return hasWorkload(touched) || forward?.end === 'superseded' ? 'wanted-and-rest' : 'baseline-and-rest';
        }
    }
}
/** True where the workload was written, or may have been. */
function hasWorkload(touched) {
    return [...touched.keys()].some((key) => (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .isWorkloadKind */ .A)((0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_2__/* .partsOf */ .CI)(key).kind));
}


/***/ }),

/***/ 24515:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  a: () => (/* binding */ runWaves)
});

// EXTERNAL MODULE: ./src/cluster/roll/abortable.js
var abortable = __webpack_require__(59601);
// EXTERNAL MODULE: ./src/cluster/roll/deadlines.js
var deadlines = __webpack_require__(7398);
// EXTERNAL MODULE: ./src/cluster/roll/restart-limits.js
var restart_limits = __webpack_require__(71153);
;// CONCATENATED MODULE: ./src/cluster/roll/schedule.js

function createSchedule(waves, rules) {
    const queues = waves.map((wave) => [...wave]);
    const underWay = new Map();
    const membersOf = Map.groupBy(rules.members, ({ role }) => role);
    const limits = new Map(rules.roles.map((role) => [role, (0,restart_limits/* restartLimitOf */.A)(role, rules)]));
    let present = 0;
    /** Those that don't serve now, and those that we are about to take away. */
    const downOf = (role, isReady) => (membersOf.get(role) ?? []).filter(({ client }) => underWay.get(client)?.isRestart === true || !isReady(client))
        .length;
    const mayStart = ({ client, role, isRestart }, isReady) => {
        const limit = limits.get(role) ?? Number.POSITIVE_INFINITY;
        // A client that is itself down takes nothing away from the network: it may always be mended.
        if (!isRestart || limit === Number.POSITIVE_INFINITY || !isReady(client))
            return true;
        return downOf(role, isReady) < limit;
    };
    return {
        start: (isReady) => {
            const queue = queues[present] ?? [];
            const started = [];
            for (let at = 0; at < queue.length && underWay.size < rules.maxParallel;) {
                const next = queue[at];
                if (next === undefined || !mayStart(next, isReady))
                    at++;
                else {
                    queue.splice(at, 1);
                    underWay.set(next.client, next);
                    started.push(next);
                }
            }
            return started;
        },
        end: (client) => void underWay.delete(client),
        isWaveOver: () => underWay.size === 0 && (queues[present] ?? []).length === 0,
        nextWave: () => ++present < queues.length,
        get leftInWave() {
            return (queues[present] ?? []).length;
        },
        get left() {
            return queues.flat();
        },
    };
}

// EXTERNAL MODULE: ./src/cluster/roll/some-of.js
var some_of = __webpack_require__(90933);
;// CONCATENATED MODULE: ./src/cluster/roll/scheduler.js




/** How often readiness is read again where it holds somebody up. */
const heldLookMs = 1_000;
/** Works through the waves, each slot refilled the moment it is free. Ends when nothing is under way any more. */
async function runWaves(waves, run) {
    const { network, maxParallel, clock, log, signal } = run;
    const steps = waves.map((wave) => wave.steps);
    const schedule = createSchedule(steps, { ...network, maxParallel });
    const results = new Map();
    for (const wave of waves) {
        const stop = await log.group(`Wave ${wave.name}: ${(0,some_of/* someOf */.y)(wave.steps.map(({ client }) => client))}`, async () => {
            const waveDeadline = {
                atMs: clock.now() + run.limits.waveMs,
                of: 'wave',
                limitMs: run.limits.waveMs,
            };
            const until = (0,deadlines/* earliest */.Qd)(run.lastDeadline, waveDeadline);
            const early = await runWave(schedule, until, run, results);
            if (early !== undefined)
                return early;
            if (signal.aborted)
                return { kind: 'aborted' };
            const { clientMs } = run.limits;
            const own = { atMs: clock.now() + clientMs, of: 'client', limitMs: clientMs };
            // Told to end, it knows nothing: what is proved stays so.
            const why = await run.checkWave?.(wave, (0,deadlines/* earliest */.Qd)(own, until)).catch((error) => {
                if (!signal.aborted)
                    throw error;
            });
            return why === undefined ? undefined : { kind: 'wave-check', why };
        });
        if (stop !== undefined)
            return { results, left: schedule.left, stop, stoppedIn: wave.name };
        schedule.nextWave();
    }
    return { results, left: [] };
}
async function runWave(schedule, until, run, results) {
    const { clock, signal, isReady, limits } = run;
    const leaving = new AbortController();
    const leave = AbortSignal.any([signal, leaving.signal]);
    const flights = new Set();
    let stop;
    let defect;
    const launch = (client) => {
        const own = { atMs: clock.now() + limits.clientMs, of: 'client', limitMs: limits.clientMs };
        const flight = run
            .work(client, (0,deadlines/* earliest */.Qd)(own, until), leave)
            .then((result) => {
            results.set(client.client, result);
            const meaning = run.judgeEnd(client, result);
            if (meaning === 'go-on')
                return;
            stop ??= { kind: meaning === 'superseded' ? 'superseded' : 'failed' };
            if (meaning === 'break-off')
                leaving.abort(new Error('another client failed'));
        })
            .catch((error) => {
            defect ??= { error };
            leaving.abort(error);
        })
            .finally(() => {
            schedule.end(client.client);
            flights.delete(flight);
        });
        flights.add(flight);
    };
    let heldSinceMs;
    while (!schedule.isWaveOver()) {
        if (signal.aborted)
            stop ??= { kind: 'aborted' };
        // Said only where something would have started: who is under way has the same deadline and fails by it itself.
        const isOpen = stop === undefined && defect === undefined;
        if (isOpen && schedule.leftInWave > 0 && clock.now() >= until.atMs)
            stop = { kind: 'deadline', deadline: until };
        if (stop === undefined && defect === undefined)
            for (const client of schedule.start(isReady))
                launch(client);
        if (flights.size === 0) {
            if (stop !== undefined || defect !== undefined)
                break;
            heldSinceMs ??= clock.now();
            if (clock.now() - heldSinceMs >= limits.clientMs) {
                stop = { kind: 'held', clients: schedule.left.map(({ client }) => client) };
                break;
            }
            await (0,abortable/* pauseOrAbort */.k)(clock, heldLookMs, signal);
        }
        else {
            heldSinceMs = undefined;
            await nextEnd(flights, stop === undefined && schedule.leftInWave > 0, run);
        }
    }
    if (defect !== undefined)
        throw defect.error;
    return stop;
}
/** The next end of one under way; or a moment, where readiness may let another start meanwhile. */
async function nextEnd(flights, isAnybodyWaiting, { clock, signal, maxParallel }) {
    if (!isAnybodyWaiting || flights.size >= maxParallel)
        return Promise.race(flights);
    const looked = new AbortController();
    await Promise.race([...flights, (0,abortable/* pauseOrAbort */.k)(clock, heldLookMs, AbortSignal.any([signal, looked.signal]))]);
    looked.abort();
}


/***/ }),

/***/ 19620:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ settleRun)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37122);
/* harmony import */ var _record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(63839);
/* harmony import */ var _roll_report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(60159);



/** Left standing without a proof: what was written of it may be anything. */
const unprovedResults = new Set([
    'failed-halted',
    'rollback-failed',
    'superseded',
    'cancelled',
]);
/**
 * Says in the record how the run ended and what stands now. A record that can't be settled is told in the result: the next
 * run finds it open, and finishes it.
 * @param others what a run before left of clients that this one didn't look after.
 */
async function settleRun(result, stories, shared, others, { kept, left }, state) {
    const standings = new Map([
        ...stories.map((story) => [story.step.client, (0,_roll_report_js__WEBPACK_IMPORTED_MODULE_0__/* .standingOf */ .YP)(story)]),
        ...others,
        [_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .sharedOwner */ .XC, shared],
    ]);
    try {
        await state.settle({
            outcome: result.outcome,
            standing: (owner) => {
                const standing = standings.get(owner);
                // Who is no longer wanted stands as before until it is pruned.
                if (standing === undefined)
                    return kept.has(owner) ? 'baseline-and-rest' : 'wanted';
                return standing === 'wanted' && kept.has(owner) ? 'wanted-and-rest' : standing;
            },
            unproved: [
                ...(shared === 'wanted' || shared === 'baseline' ? [] : [_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_1__/* .sharedOwner */ .XC]),
                ...stories.filter(isLeftUnproved).map(({ step }) => step.client),
                ...others.keys(),
            ],
            left,
            notProved: stories
                .filter((story) => (0,_roll_report_js__WEBPACK_IMPORTED_MODULE_0__/* .standingOf */ .YP)(story) === 'wanted-and-rest' && story.forward?.end !== 'proved')
                .map(({ step }) => step.client),
        });
        return result;
    }
    catch (error) {
        if (!(error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .RemoteError */ .Hi))
            throw error;
        return { ...result, notSettled: error.message };
    }
}
function isLeftUnproved(story) {
    const result = (0,_roll_report_js__WEBPACK_IMPORTED_MODULE_0__/* .resultOf */ .Bg)(story);
    return unprovedResults.has(result) || (result === 'not-started' && story.isUnsure);
}


/***/ }),

/***/ 90933:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ someOf)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(50267);

/** Clients in a sentence: all names of a few, the number of many. */
function someOf(clients) {
    return clients.length > 10 ? (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .h)(clients.length, 'client') : clients.join(', ');
}


/***/ }),

/***/ 73950:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a$: () => (/* binding */ isStoppedOnWay),
/* harmony export */   sG: () => (/* binding */ outcomeOf),
/* harmony export */   zH: () => (/* binding */ takeBack)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37122);
/* harmony import */ var _go_back_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83013);
/* harmony import */ var _headlines_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(75770);
/* harmony import */ var _roll_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(61934);
/* harmony import */ var _some_of_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(90933);





/** Goes back, if it may: the record says so before the first write, so that the next run finishes what a killed one began. */
async function takeBack(steps, shared, options) {
    const { ports, state } = options;
    const { log, redact } = ports;
    if (options.stay.length > 0)
        log.info(`Left as they stand, for no release of them was ever proved: ${(0,_some_of_js__WEBPACK_IMPORTED_MODULE_0__/* .someOf */ .y)(options.stay)}`);
    try {
        const why = await options.mayGoBack();
        if (options.signal.aborted)
            return { kind: 'stopped' };
        if (why !== undefined)
            return { kind: 'refused', why };
        await state.beginGoingBack(options.isWhole ? undefined : steps.map(({ client }) => client));
    }
    catch (error) {
        if (!(error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .RemoteError */ .Hi))
            throw error;
        return options.signal.aborted ? { kind: 'stopped' } : { kind: 'refused', why: error.message };
    }
    const went = await (0,_go_back_js__WEBPACK_IMPORTED_MODULE_2__/* .goBack */ .O)(steps, shared, options);
    const tell = (who, failure, earlier) => (0,_roll_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .tellFailure */ .s9)((0,_roll_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOfBack */ .Uu)(who, failure, earlier, redact), log);
    const failures = [...went.ends].flatMap(([client, { failure }]) => (failure ? [{ client, failure }] : []));
    for (const { clients, failure } of (0,_headlines_js__WEBPACK_IMPORTED_MODULE_4__/* .gathered */ .P)(failures)) {
        const [first = ''] = clients;
        tell((0,_some_of_js__WEBPACK_IMPORTED_MODULE_0__/* .someOf */ .y)(clients), failure, clients.length === 1 ? options.failureOf(first) : undefined);
    }
    for (const { failure } of went.shared)
        if (failure)
            tell('What all clients share', failure, undefined);
    return { kind: 'went', went };
}
/** What a way back that nobody stopped makes of the run, and why where it isn't back. */
function outcomeOf(way) {
    if (way.kind === 'refused') {
        return { outcome: 'rollback-failed', why: [`nothing was taken back: ${way.why}`] };
    }
    const { ends, left, stay, shared } = way.went;
    const named = (end) => [...ends].filter(([, back]) => back.end === end).map(([client]) => client);
    const failed = [
        ...named('failed'),
        ...(shared.some(({ end }) => end === 'failed') ? ['what all clients share'] : []),
    ];
    const superseded = named('superseded');
    const why = [
        ...(failed.length > 0 ? [`could not be taken back: ${(0,_some_of_js__WEBPACK_IMPORTED_MODULE_0__/* .someOf */ .y)(failed)}`] : []),
        ...(left.length > 0
            ? [`not taken back, for the time was over or too many of their role are down: ${(0,_some_of_js__WEBPACK_IMPORTED_MODULE_0__/* .someOf */ .y)(left)}`]
            : []),
        ...(superseded.length > 0 ? [`left as somebody else changed them meanwhile: ${(0,_some_of_js__WEBPACK_IMPORTED_MODULE_0__/* .someOf */ .y)(superseded)}`] : []),
    ];
    if (failed.length > 0 || left.length > 0)
        return { outcome: 'rollback-failed', why };
    if (superseded.length > 0)
        return { outcome: 'superseded', why };
    return { outcome: stay.length > 0 ? 'failed-halted' : 'failed-rolled-back', why };
}
/** True where it was stopped, and something of it was still to be done. */
function isStoppedOnWay(way, signal) {
    if (way.kind !== 'went')
        return way.kind === 'stopped';
    return signal.aborted && isBrokenOff(way.went);
}
function isBrokenOff({ ends, left, shared }) {
    return left.length > 0 || [...ends.values(), ...shared].some(({ end }) => end === 'broken-off');
}


/***/ }),

/***/ 51294:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Nk: () => (/* binding */ listPodMakers),
/* harmony export */   T: () => (/* binding */ namedBy),
/* harmony export */   ls: () => (/* binding */ standingPods)
/* harmony export */ });
/* harmony import */ var _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(89164);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49491);
/* harmony import */ var _manifest_references_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(44011);



/** Who comes first is told. */
function namedBy(objects) {
    const named = new Map();
    for (const object of objects) {
        for (const { kind, name } of (0,_manifest_references_js__WEBPACK_IMPORTED_MODULE_0__/* .referencesIn */ .ii)(object)) {
            const key = `${kind}/${name}`;
            if (!named.has(key))
                named.set(key, `${object.kind} ${object.metadata.name}`);
        }
    }
    return named;
}
/** Every pod that needs what it names: one that has ended, or is ending, doesn't. */
function standingPods(store) {
    const workloadOf = new Map(store.workloads().flatMap(({ kind, metadata: { name, uid = '' } }) => {
        const key = `${kind}/${name}`;
        return store.podsOf(uid).map((pod) => [pod.metadata.uid, key]);
    }));
    return store
        .pods()
        .filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && !hasEnded(status?.phase))
        .map((pod) => ({ ...pod, kind: 'Pod', of: workloadOf.get(pod.metadata.uid) }));
}
function hasEnded(phase) {
    return phase === 'Succeeded' || phase === 'Failed';
}
/** What may make pods although none runs now. */
async function listPodMakers(cluster, namespace) {
    const lists = await Promise.all(_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .podMakers */ .xW.map((kind) => listOne(kind, cluster, namespace)));
    return {
        objects: lists.flatMap((list) => (Array.isArray(list) ? list : [])),
        unreadable: _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .podMakers */ .xW.filter((_, at) => lists[at] === 'unreadable'),
    };
}
async function listOne(kind, cluster, namespace) {
    try {
        const found = await cluster.list((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .listPath */ .Kx)(kind, namespace));
        // Items of a list don't say what they are.
        return found.filter((one) => !isOver(one)).map((one) => ({ ...one, kind }));
    }
    catch (error) {
        if (error instanceof _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_2__/* .ApiRefusal */ .n && error.status === 403)
            return 'unreadable';
        throw error;
    }
}
/** A Job that came to its end makes no pod any more, and stands for as long as its history is kept. */
function isOver(object) {
    const { conditions = [] } = object.status ?? {};
    return conditions.some(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True');
}


/***/ }),

/***/ 52164:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ createWriter)
/* harmony export */ });
/* harmony import */ var _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89164);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49491);
/* harmony import */ var _record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(63839);



function createWriter(cluster) {
    const touched = new Map();
    let writes = 0;
    let podsRemoved = 0;
    const removeAt = async (path, uid) => {
        writes++;
        return (await cluster.remove(path, uid)) === 'removed';
    };
    const apply = async (object) => {
        const key = (0,_record_recorded_owner_js__WEBPACK_IMPORTED_MODULE_0__/* .keyOf */ .TN)(object);
        // Noted before: whatever comes back, it may have been written.
        touched.set(key, { object });
        writes++;
        try {
            const answer = await cluster.apply(object);
            touched.set(key, { object, answer });
            return answer;
        }
        catch (error) {
            if (error instanceof _api_cluster_port_js__WEBPACK_IMPORTED_MODULE_1__/* .ApiRefusal */ .n && error.status < 500)
                touched.delete(key);
            throw error;
        }
    };
    return {
        apply,
        applyAll: async (objects) => {
            const results = await Promise.allSettled(objects.map(apply));
            for (const result of results)
                if (result.status === 'rejected')
                    throw result.reason;
        },
        remove: async (path, uid) => void (await removeAt(path, uid)),
        removePod: async ({ metadata }, namespace) => {
            if (metadata.uid === undefined)
                return;
            const isOurs = await removeAt((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .objectPath */ .du)('Pod', namespace, metadata.name), metadata.uid);
            if (isOurs)
                podsRemoved++;
        },
        get writes() {
            return writes;
        },
        get podsRemoved() {
            return podsRemoved;
        },
        touched,
    };
}


/***/ }),

/***/ 72648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  PI: () => (/* binding */ renderRecipe),
  ax: () => (/* binding */ sealRecipe),
  FR: () => (/* binding */ secretPartsNotCompared)
});

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./node_modules/smol-toml/dist/index.js + 8 modules
var dist = __webpack_require__(3292);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/report/schema-problems.js
var schema_problems = __webpack_require__(58943);
// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
// EXTERNAL MODULE: ./src/values/secret-reference.js
var secret_reference = __webpack_require__(64589);
// EXTERNAL MODULE: ./src/configuration/keep-client-v1.js
var keep_client_v1 = __webpack_require__(69712);
;// CONCATENATED MODULE: ./src/configuration/toml.js
/**
 * Writes TOML 1.0 in one canonical way: a table's own keys first, then its tables, both in the order given; one key a
 * line; integers as integers; nothing for what is absent.
 * @throws RangeError for a number that is no safe integer, and for text that is no Unicode.
 */
function encodeToml(table) {
    return blocksOf(table, []).join('\n');
}
function blocksOf(table, path) {
    const members = Object.entries(table).filter((member) => member[1] !== undefined);
    const lines = members.flatMap(([key, value]) => isTable(value) ? [] : [`${encodeKey(key)} = ${encodeValue(value)}\n`]);
    const tables = members.flatMap(([key, value]) => (isTable(value) ? blocksOf(value, [...path, key]) : []));
    const header = path.length === 0 ? [] : [`[${path.map(encodeKey).join('.')}]\n`];
    // A table without keys of its own exists through its tables; an empty one needs its header.
    const isNamed = lines.length > 0 || tables.length === 0;
    const block = [...(isNamed ? header : []), ...lines].join('');
    return block === '' ? tables : [block, ...tables];
}
function isTable(value) {
    return typeof value === 'object' && !Array.isArray(value);
}
function encodeKey(key) {
    return /^[A-Za-z0-9_-]+$/.test(key) ? key : encodeText(key);
}
function encodeValue(value) {
    if (typeof value === 'string')
        return encodeText(value);
    if (typeof value === 'boolean')
        return String(value);
    if (typeof value === 'number') {
        if (!Number.isSafeInteger(value))
            throw new RangeError('a number in a configuration must be a safe integer');
        return BigInt(value).toString();
    }
    return `[${value.map(encodeValue).join(', ')}]`;
}
const shortEscapes = {
    '\b': '\\b',
    '\t': '\\t',
    '\n': '\\n',
    '\f': '\\f',
    '\r': '\\r',
    '"': '\\"',
    '\\': '\\\\',
};
function encodeText(text) {
    if (!text.isWellFormed())
        throw new RangeError('a text in a configuration must be Unicode: it has half of a surrogate pair');
    const escaped = text.replaceAll(/["\\\p{Cc}]/gu, (character) => {
        const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
        return shortEscapes[character] ?? `\\u${code}`;
    });
    return `"${escaped}"`;
}

;// CONCATENATED MODULE: ./src/configuration/render-recipe.js






/** What a plan prints of a secret configuration when it has no key. */
const secretPartsNotCompared = 'secret parts not compared';
/** A shorter key could be found by trying, and then the secrets behind the digests too. */
const minimumKeyLength = 16;
/**
 * Renders a recipe: secrets in, checked against the schema once more, written, parsed back and compared. The same recipe
 * and secrets give the same bytes. A recipe that was rendered before must come out with the same digest.
 * @throws UserError naming every variable that is missing or wrong, wherever it is written, never its value.
 */
function renderRecipe(recipe, secrets, digestKey, placesOf = () => []) {
    const tree = withSecrets(recipe, secrets, placesOf);
    const text = encodeToml(tree);
    if (!(0,external_node_util_.isDeepStrictEqual)((0,dist/* parse */.qg)(text, { integersAsBigInt: true }), asParsed(tree))) {
        throw new Error(`The configuration of ${recipe.client} reads back as something else than was written`);
    }
    const isSecret = recipe.secretNames.length > 0;
    const digest = isSecret ? keyedDigest(text, digestKey) : (0,content_digest/* digestOf */.o)(text);
    if (digest !== undefined && recipe.digest !== undefined && digest !== recipe.digest)
        throw new errors/* UserError */.yo(otherDigest(recipe));
    return { text, digest, isSecret };
}
/** The recipe with the digest of what it was rendered to, ready to be stored. */
function sealRecipe(recipe, digest) {
    return { ...recipe, digest };
}
function keyedDigest(text, digestKey) {
    if (digestKey === undefined)
        return undefined;
    if (digestKey.length < minimumKeyLength) {
        throw new errors/* UserError */.yo(`$KEEP_DEPLOY_DIGEST_KEY is too short: make one of at least ${minimumKeyLength} characters, for example with \`openssl rand -hex 32\``);
    }
    return (0,content_digest/* keyedDigestOf */.Y)(digestKey, text);
}
function otherDigest({ client, secretNames }) {
    if (secretNames.length === 0) {
        return `The configuration of ${client} renders to other bytes than when its recipe was stored, by another version of keep-deploy: run render-client-config again`;
    }
    const names = secretNames.map((name) => `$${name}`).join(', ');
    return `The configuration of ${client} renders to other bytes than when its recipe was stored: ${names} or $KEEP_DEPLOY_DIGEST_KEY has another value now. Set the same values in both jobs, or run render-client-config again`;
}
function withSecrets(recipe, secrets, placesOf) {
    const found = (variable, message) => {
        const places = (0,secret_reference/* isSecretReference */.IC)(variable) ? placesOf(variable) : [];
        return (places.length === 0 ? [{}] : places).map((place) => ({ ...place, message: `${variable} ${message}` }));
    };
    const missing = recipe.secretNames.filter((name) => !secrets(name));
    if (missing.length > 0) {
        throw new errors/* UserError */.yo(missing.flatMap((name) => found(`$${name}`, `is not set in the step's environment: the configuration of ${recipe.client} needs it`)));
    }
    const broken = recipe.secretNames.filter((name) => /^\s|\s$|\p{Cc}/u.test(secrets(name) ?? ''));
    if (broken.length > 0) {
        throw new errors/* UserError */.yo(broken.flatMap((name) => found(`$${name}`, 'begins or ends with white space or holds a line break: set it without')));
    }
    const { value, problems } = (0,schema_problems/* checkAgainst */.Y)(keep_client_v1/* keepClientV1 */.Gl, substituted(recipe.tree, secrets));
    if (problems) {
        throw new errors/* UserError */.yo(problems.flatMap(({ path, message }) => {
            const use = `${path.join('.')} of ${recipe.client}${expectation(message)}`;
            return found(variableAt(recipe.tree, path), `has a value that can't be used for ${use}`);
        }));
    }
    const nested = recipe.secretNames.filter((name) => (0,secret_reference/* isSecretReference */.IC)(secrets(name) ?? ''));
    if (nested.length > 0)
        throw new errors/* UserError */.yo(nested.flatMap((name) => found(`$${name}`, 'holds the name of a variable, not a value')));
    return value;
}
/** What a problem's message says was expected, and only of messages that say that they tell nothing of the value. */
function expectation(message) {
    const expected = /^expected .+(?= or \$NAME; what was found is not shown$)/.exec(message);
    return expected === null ? '' : `: ${expected[0]}`;
}
function substituted(tree, secrets) {
    if (typeof tree === 'string')
        return (0,secret_reference/* isSecretReference */.IC)(tree) ? (secrets((0,secret_reference/* secretName */.Gf)(tree)) ?? '') : tree;
    if (Array.isArray(tree))
        return tree.map((item) => substituted(item, secrets));
    if (tree === null || typeof tree !== 'object')
        return tree;
    return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, value === undefined ? undefined : substituted(value, secrets)]));
}
function variableAt(tree, path) {
    const value = path.reduce((node, step) => node?.[step], tree);
    return typeof value === 'string' ? value : 'A variable';
}
/** A tree as the TOML parser gives it: nothing for absent members, integers as bigint (so that 3919.0 isn't 3919), no prototypes. */
function asParsed(value) {
    if (typeof value === 'number')
        return BigInt(value);
    if (Array.isArray(value))
        return value.map(asParsed);
    if (value === null || typeof value !== 'object')
        return value;
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.assign(Object.create(null), Object.fromEntries(members.map(([key, member]) => [key, asParsed(member)])));
}


/***/ }),

/***/ 53388:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ requirePinnedCluster)
/* harmony export */ });
/* harmony import */ var _cluster_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(62913);
/* harmony import */ var _cluster_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(70924);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(12354);
/* harmony import */ var _store_layout_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(67798);




/** Nothing is known yet of what is looked at. */
const looking = { access: 'plan', wanted: () => ({ shared: [], clients: [] }) };
/**
 * Makes sure that this is the cluster of the first release, before anything is written to it; the first release records
 * it.
 * @returns what to warn of: that another cluster is accepted. A release asks more than once and says it once.
 * @throws UserError when it is another one, unless `repin`.
 */
async function requirePinnedCluster(environment, cluster, store, { repin, mode, identity, intent = looking }) {
    const name = (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_0__/* .clusterPinName */ .js)(environment.name);
    const seen = identity ?? (await (0,_cluster_index_js__WEBPACK_IMPORTED_MODULE_1__/* .identifyFor */ .cj)(intent, cluster, environment.cluster.namespace));
    const stored = await store.read(name);
    const pinned = stored && parseIdentity(stored.bytes, name, store);
    const { outcome, changes } = (0,_cluster_index_js__WEBPACK_IMPORTED_MODULE_2__/* .checkPin */ .w)(pinned, environment.cluster, seen, { repin });
    if (outcome === 'same')
        return undefined;
    const warning = outcome === 'repinned' ? `Another cluster than before is accepted: ${changes.join('; ')}` : undefined;
    if (mode === 'plan')
        return warning;
    const bytes = new TextEncoder().encode((0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .canonicalJson */ .d)(seen));
    const written = stored ? await store.replace(name, bytes, stored.generation) : await store.create(name, bytes);
    if (written === 'changed' || written === 'exists') {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .yo(`another run has just recorded a cluster for ${environment.name}; nothing was written to the cluster. Run this one again.`);
    }
    return warning;
}
function parseIdentity(bytes, name, store) {
    const value = JSON.parse(new TextDecoder().decode(bytes));
    const { context, certificateAuthority, namespaceUid } = value;
    if (typeof context !== 'string' || typeof namespaceUid !== 'string') {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .RemoteError */ .Hi(`${name} in ${store.location} does not name a cluster`);
    }
    return { context, certificateAuthority, namespaceUid };
}


/***/ }),

/***/ 29974:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  l: () => (/* binding */ composeObjects),
  o: () => (/* binding */ intentOf)
});

// EXTERNAL MODULE: ./src/cluster/manifest/name-check.js
var name_check = __webpack_require__(32299);
// EXTERNAL MODULE: ./src/cluster/network/network-access.js + 1 modules
var network_access = __webpack_require__(62913);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/manifest/client-objects.js + 3 modules
var client_objects = __webpack_require__(32249);
// EXTERNAL MODULE: ./src/cluster/manifest/pod-template-check.js
var pod_template_check = __webpack_require__(77748);
;// CONCATENATED MODULE: ./src/cluster/manifest/assumed-parts.js



/**
 * What live workloads say of their secret parts: what a plan without the digest key goes by. One list of each kind, which is
 * what a plan may do in any case.
 * @param workloads by client.
 */
async function assumedParts(cluster, namespace, workloads) {
    const kinds = [...new Set([...workloads.values()].map(({ kind }) => kind))];
    const lists = await Promise.all(kinds.map(async (kind) => {
        const found = await cluster.list((0,kubernetes_object/* listPath */.Kx)(kind, namespace), {}, { isFromMemory: true });
        return [kind, new Map(found.map((live) => [live.metadata.name, live]))];
    }));
    const live = new Map(lists);
    return new Map([...workloads].map(([client, { kind, name }]) => [client, partsOf(live.get(kind)?.get(name))]));
}
function partsOf(live) {
    const volumes = live?.spec?.template?.spec?.volumes ?? [];
    const nameOf = (volume) => {
        const found = volumes.find(({ name }) => name === volume);
        return found?.secret?.secretName ?? found?.configMap?.name;
    };
    return {
        configuration: nameOf(pod_template_check/* volumeNames */.v.configuration),
        keyfile: nameOf(pod_template_check/* volumeNames */.v.keyfile),
        secrets: live?.metadata.annotations?.[client_objects/* secretsAnnotation */.Zt],
    };
}

;// CONCATENATED MODULE: ./src/release/compose-objects.js

/** Everything that is to be written. Without the key, what is secret is taken to be what the cluster has. */
async function composeObjects(parts, cluster, namespace, key) {
    const unknown = parts.clients.filter(({ configuration }) => key === undefined || configuration.text === undefined);
    const workloads = new Map(unknown.map(({ name }) => [name, (0,name_check/* workloadIdentity */.c4)(parts.manifest, name)]));
    const assumed = await (0,network_access/* allowedFor */.O3)(intentOf('plan', parts, namespace, key), cluster, namespace, () => assumedParts(cluster, namespace, workloads));
    return composeUnseen(parts, namespace, key, assumed);
}
/** For what reading lacks: what is to be written, as far as it is known without the cluster. */
function intentOf(access, parts, namespace, key) {
    return { access, wanted: () => composeUnseen(parts, namespace, key, new Map()) };
}
function composeUnseen({ manifest, images, clients }, namespace, digestKey, assumed) {
    return (0,client_objects/* composeNetwork */.ze)(manifest, clients, { namespace, digestKey, images, assumed });
}


/***/ }),

/***/ 61000:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DR: () => (/* binding */ writtenManifest),
/* harmony export */   cL: () => (/* binding */ composeRelease),
/* harmony export */   gK: () => (/* binding */ keyfileDigest)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94149);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12354);
/* harmony import */ var _stored_manifest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(88655);


/** The release that the files describe. `digestKey` makes the digests of what may not be known by its hash. */
function composeRelease(environment, manifest, { image, images }, parts, digestKey) {
    const { clients } = environment;
    const { contracts, configurations } = parts;
    return {
        version: 2,
        environment: environment.name,
        namespace: environment.cluster.namespace,
        contracts,
        configurations,
        roles: [...clients.roles],
        voters: [...clients.voters],
        manifest: (0,_stored_manifest_js__WEBPACK_IMPORTED_MODULE_0__/* .storedManifest */ .f)(manifest, digestKey),
        images: Object.fromEntries(images),
        configurationPath: clients.configuration.path,
        keyfilePath: clients.keyfilePath,
        passwordVariable: clients.passwordVariable,
        clients: clients.clients.map(({ name, role, address, peerId, keyfile, password }) => ({
            name,
            role,
            address,
            peerId,
            image,
            keyfile: { file: keyfile.file, digest: keyfileDigest(digestKey, name, keyfile.text) },
            password: { ...password },
        })),
    };
}
/** Names a client's keyfile without giving it away. */
function keyfileDigest(digestKey, client, text) {
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .keyedDigestOf */ .Y)(digestKey, (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .canonicalJson */ .d)([client, 'keyfile', text]));
}
/** The clients' manifests, which were read and checked with the environment. */
function writtenManifest({ clients }) {
    if (clients.manifest === undefined)
        throw new Error('an environment with a namespace has its manifests read');
    return clients.manifest;
}


/***/ }),

/***/ 26147:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   od: () => (/* binding */ configurationDocument),
/* harmony export */   s0: () => (/* binding */ parseConfigurationSet),
/* harmony export */   tQ: () => (/* binding */ recipesOf),
/* harmony export */   zA: () => (/* binding */ sealRecipes)
/* harmony export */ });
/* harmony import */ var _configuration_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(30615);
/* harmony import */ var _configuration_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72648);
/* harmony import */ var _configuration_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3325);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(83389);



/** One recipe per client, with the record's addresses. @throws UserError with file and line of every mistake. */
function recipesOf(environment, record) {
    const { configuration, keyfilePath, roles, clients } = environment.clients;
    const resolved = (0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_0__/* .resolveTemplates */ .e)({
        schema: configuration.schema,
        template: configuration.template,
        roles,
        clients,
        namespace: environment.cluster.namespace,
        keyfilePath,
        contracts: Object.fromEntries(record.contracts.map(({ name, address }) => [name, address])),
    });
    if (resolved.problems)
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(environment.findings('clients', resolved.problems));
    return resolved.recipes;
}
/** With the digest of what each was rendered to; `undefined` when one has none, in a plan without the key. */
function sealRecipes(rendered) {
    const sealed = rendered.flatMap(({ recipe, digest }) => (digest === undefined ? [] : [(0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_2__/* .sealRecipe */ .ax)(recipe, digest)]));
    return sealed.length === rendered.length ? sealed : undefined;
}
function configurationDocument(environment, contracts, recipes) {
    return {
        version: 1,
        environment,
        contracts,
        recipes: recipes.map((recipe) => JSON.parse((0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_3__/* .recipeText */ .Yz)(recipe))),
    };
}
/** Reads a stored set. @throws RemoteError when it is none. */
function parseConfigurationSet(text) {
    const document = JSON.parse(text);
    const { version, environment, contracts, recipes } = document;
    if (version !== 1 || typeof environment !== 'string' || typeof contracts !== 'string' || !Array.isArray(recipes)) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .RemoteError */ .Hi('the stored configurations were written by another version of keep-deploy: run render-client-config again');
    }
    return {
        environment,
        contracts: (0,_values_index_js__WEBPACK_IMPORTED_MODULE_4__/* .parseDigest */ .m)(contracts),
        recipes: recipes.map((recipe) => (0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_3__/* .parseRecipe */ .Cl)(JSON.stringify(recipe))),
    };
}


/***/ }),

/***/ 66606:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  _A: () => (/* binding */ registryOptions),
  kU: () => (/* binding */ resolveReleaseImages),
  Dg: () => (/* binding */ tellTags)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/cluster/manifest/manifest-values.js
var manifest_values = __webpack_require__(72351);
// EXTERNAL MODULE: ./src/cluster/manifest/written-object.js
var written_object = __webpack_require__(52736);
;// CONCATENATED MODULE: ./src/cluster/manifest/manifest-images.js


/** Every image of the manifests that isn't the client's, once for each place. */
function manifestImages({ template, own, container }) {
    const workloads = [...(template === undefined ? [] : [template]), ...Object.values(own)].map(({ workload }) => workload);
    return [...new Set(workloads)].flatMap((workload) => imagesOf(workload, container));
}
function imagesOf(workload, clientContainer) {
    return ['initContainers', 'containers'].flatMap((list) => (0,manifest_values/* listAt */.gT)((0,written_object/* podOf */.FS)(workload), list).flatMap((each, index) => {
        const container = (0,manifest_values/* valueAt */.fK)(each, ['name']);
        const image = (0,manifest_values/* valueAt */.fK)(each, ['image']);
        if (typeof image !== 'string' || (list === 'containers' && container === clientContainer))
            return [];
        const place = (0,written_object/* placeOf */.$t)(workload, [...written_object/* podPath */.HW, list, index, 'image']);
        return [{ image, container: String(container), place }];
    }));
}

// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
// EXTERNAL MODULE: ./src/cluster/api/parallel.js
var parallel = __webpack_require__(4529);
// EXTERNAL MODULE: ./src/cluster/registry/image-reference.js
var image_reference = __webpack_require__(21530);
// EXTERNAL MODULE: ./src/cluster/registry/registry-http.js + 1 modules
var registry_http = __webpack_require__(60845);
// EXTERNAL MODULE: ./src/cluster/registry/registry-login.js + 1 modules
var registry_login = __webpack_require__(75297);
// EXTERNAL MODULE: ./src/cluster/registry/registry-manifest.js
var registry_manifest = __webpack_require__(60736);
// EXTERNAL MODULE: ./src/cluster/registry/registry-text.js
var registry_text = __webpack_require__(77098);
;// CONCATENATED MODULE: ./src/cluster/registry/resolve-images.js








const atOnce = 8;
const notAsked = 'an image by digest (name@sha256:…) is taken as it is, and no registry is asked';
/**
 * Asks the registries which bytes each image means now. Each distinct image is asked for once; one by digest is taken as
 * it is, without a request: the nodes may reach a registry that this step can't.
 */
async function resolveImages(mentions, options) {
    const ask = (0,registry_http/* createRegistryHttp */.UY)(options);
    const authorization = (0,registry_login/* createRegistryAuthorization */.f)(ask, options.loginOf);
    const distinct = [...new Set(mentions.map(({ image }) => image))];
    const answers = await (0,parallel/* inParallel */.H)(distinct, atOnce, async (image) => {
        try {
            const reference = (0,image_reference/* parseImageReference */.o_)(image);
            if (reference.digest !== undefined)
                return [image, { byDigest: image }];
            return [image, { byDigest: (0,image_reference/* withDigest */.hQ)(reference, await digestOfTag(reference, ask, authorization)) }];
        }
        catch (error) {
            options.signal.throwIfAborted();
            if (error instanceof RangeError)
                return [image, { problem: `is no image: ${error.message}` }];
            if (error instanceof errors/* UserError */.yo)
                return [image, { problem: error.message }];
            if (error instanceof errors/* RemoteError */.Hi)
                return [image, { problem: `${error.message}; ${notAsked}` }];
            throw error;
        }
    });
    const answerOf = new Map(answers);
    return {
        images: new Map(answers.flatMap(([image, { byDigest }]) => (byDigest === undefined ? [] : [[image, byDigest]]))),
        findings: mentions.flatMap(({ image, what, place }) => {
            const problem = answerOf.get(image)?.problem;
            if (problem === undefined)
                return [];
            return [{ severity: 'error', ...place, message: `${what}: ${(0,plain_text/* excerpt */.Kb)(image, 300)}: ${problem}` }];
        }),
    };
}
async function digestOfTag(reference, ask, authorization) {
    const read = (method) => (0,registry_manifest/* askForManifest */.e)(method, reference, reference.tag ?? '', ask, authorization);
    const head = await read('HEAD');
    const told = head.status === 200 ? (0,registry_manifest/* digestHeader */.y)(head) : undefined;
    if (told !== undefined)
        return told;
    const isSettled = [401, 403, 429].includes(head.status) || (head.status >= 500 && head.status !== 501);
    if (isSettled)
        throw await refusal(reference, head, authorization);
    // No digest, a refusal without its text (HEAD has none), or a registry without HEAD: the whole answer says more.
    const whole = await read('GET');
    if (whole.status !== 200)
        throw await refusal(reference, whole, authorization);
    if (/manifest\.v1\+/.test(whole.headers['content-type'] ?? '')) {
        throw new errors/* UserError */.yo("the image is in the format of 2015, which today's container runtimes refuse: build and push it again");
    }
    const digest = (0,content_digest/* digestOf */.o)(whole.body);
    const named = (0,registry_manifest/* digestHeader */.y)(whole);
    if (named !== undefined && named !== digest) {
        throw new errors/* RemoteError */.Hi(`${reference.registry} sent bytes with the digest ${digest} and named them ${named}`);
    }
    return digest;
}
async function refusal({ registry, repository, tag = '' }, answer, authorization) {
    const { status } = answer;
    const said = authorization.hide((0,registry_text/* registryText */.h)(answer, `it answered ${status}`));
    if (status === 404) {
        return new errors/* UserError */.yo(`${registry} has no ${repository}:${tag} (${said}): push the image first, or correct its name or tag`);
    }
    if (status === 401 || status === 403) {
        const isKnown = await authorization.hasLogin(registry);
        return new errors/* UserError */.yo(isKnown
            ? `${registry} does not let the login of docker's configuration read ${repository} (${said}): give it the right to pull, or log in as somebody who has it`
            : `${registry} does not let strangers read ${repository} (${said}): log in to ${registry} before this step`);
    }
    if (status === 429) {
        return new errors/* RemoteError */.Hi(`${registry} has had too many questions (${said}): log in to it, or try again later`);
    }
    return new errors/* RemoteError */.Hi(`${registry} answered ${status} when asked for ${repository}:${tag} (${said})`);
}

// EXTERNAL MODULE: ./src/cluster/preflight/preflight-finding.js
var preflight_finding = __webpack_require__(23056);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
;// CONCATENATED MODULE: ./src/cluster/registry/credential-helper.js


const defaultTimeoutMs = 20_000;
const keptBytes = 256 * 1024;
const notFound = /credentials not found/i;
/**
 * Asks `docker-credential-NAME get` who one is at a registry, which it reads from its input
 * (https://github.com/docker/docker-credential-helpers).
 * @returns undefined when it knows none.
 * @throws UserError when it can't be run, fails or answers something else.
 */
async function askCredentialHelper(name, registry, ports) {
    const program = `docker-credential-${name}`;
    // The name comes from a file and becomes a program's: no path, nothing a shell or a loader would read otherwise.
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
        throw new errors/* UserError */.yo(`docker's config.json names a credential helper that can't be one: ${(0,plain_text/* excerpt */.Kb)(name, 60)}`);
    }
    const { exitCode, output, complaint } = await run(program, registry, ports);
    if (exitCode !== 0) {
        if (notFound.test(output) || notFound.test(complaint))
            return undefined;
        // By its protocol a helper explains itself on its output, where a login would stand otherwise.
        const said = complaint.trim() !== '' ? complaint : /[{}]|secret/i.test(output) ? '' : output;
        throw new errors/* UserError */.yo(`${program} could not say who logs in to ${registry}: exit code ${exitCode}${said.trim() === '' ? '' : `: ${(0,plain_text/* excerpt */.Kb)(said, 200)}`}. Run 'docker login' (or the login action of your cloud) before this step.`);
    }
    return readAnswer(program, output);
}
function readAnswer(program, output) {
    let value;
    try {
        value = JSON.parse(output);
    }
    catch {
        value = undefined;
    }
    const { Username: username, Secret: secret } = (value ?? {});
    if (typeof username !== 'string' || typeof secret !== 'string') {
        throw new errors/* UserError */.yo(`${program} answered something else than a JSON object with Username and Secret.`);
    }
    if (secret === '')
        return undefined;
    return username === '<token>'
        ? { kind: 'identity', token: secret }
        : { kind: 'password', username, password: secret };
}
function run(program, input, { environment, signal, timeoutMs = defaultTimeoutMs }) {
    signal.throwIfAborted();
    const timeout = AbortSignal.timeout(timeoutMs);
    return new Promise((resolve, reject) => {
        const child = (0,external_node_child_process_.spawn)(program, ['get'], {
            env: environment,
            stdio: ['pipe', 'pipe', 'pipe'],
            signal: AbortSignal.any([signal, timeout]),
            killSignal: 'SIGKILL',
        });
        const kept = { output: '', complaint: '' };
        const keep = (part) => (chunk) => {
            if (kept[part].length < keptBytes)
                kept[part] += chunk.toString('utf8');
        };
        child.stdout.on('data', keep('output'));
        child.stderr.on('data', keep('complaint'));
        // A helper that ends without reading closes the pipe under us; its exit code says what that means.
        child.stdin.on('error', () => { });
        child.stdin.end(input);
        child.on('error', (cause) => {
            if (signal.aborted)
                reject(signal.reason);
            else if (timeout.aborted)
                reject(new errors/* UserError */.yo(`${program} did not answer within ${timeoutMs} ms.`));
            else {
                const why = cause.code === 'ENOENT' ? 'there is no such program on the PATH' : (cause.code ?? 'it failed');
                reject(new errors/* UserError */.yo(`${program} can't be started: ${why}. docker's config.json names it for ${input}: install it, or log in with a password or token instead.`));
            }
        });
        child.on('close', (code) => resolve({ exitCode: code ?? 128, ...kept }));
    });
}

;// CONCATENATED MODULE: ./src/cluster/registry/docker-config.js

const noDockerConfig = { helpers: new Map(), store: undefined, logins: new Map() };
/**
 * Reads docker's `config.json` (https://docs.docker.com/reference/cli/docker/login/). Registries are keyed as
 * `loginKey` names them.
 * @throws RangeError that never repeats what was read: the file is full of secrets.
 */
function parseDockerConfig(text) {
    const config = readObject(text);
    const helpers = Object.entries(mapAt(config, 'credHelpers')).flatMap(([registry, helper]) => typeof helper === 'string' && helper !== '' ? [[loginKey(registry), helper]] : []);
    const logins = Object.entries(mapAt(config, 'auths')).flatMap(([registry, entry]) => {
        const login = isMap(entry) ? readLogin(registry, entry) : undefined;
        return login === undefined ? [] : [[loginKey(registry), login]];
    });
    const store = config['credsStore'];
    return {
        helpers: new Map(helpers),
        store: typeof store === 'string' && store !== '' ? store : undefined,
        logins: new Map(logins),
    };
}
/**
 * The name under which a registry's login is kept: `https://index.docker.io/v1/` for Docker Hub under any of its names,
 * the host for every other, however it was written (`https://host/v2/`).
 */
function loginKey(registry) {
    const bare = registry.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
    return bare === image_reference/* dockerHub */.UD.registry || image_reference/* dockerHub */.UD.aliases.includes(bare) ? image_reference/* dockerHub */.UD.login : bare;
}
function readLogin(registry, entry) {
    const { auth, username, password, identitytoken, registrytoken } = entry;
    if (isText(registrytoken))
        return { kind: 'bearer', token: registrytoken };
    if (isText(identitytoken))
        return { kind: 'identity', token: identitytoken };
    if (isText(username) && isText(password))
        return { kind: 'password', username, password };
    if (!isText(auth))
        return undefined;
    const decoded = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = decoded.indexOf(':');
    if (colon <= 0) {
        throw new RangeError(`auths of ${loginKey(registry)}: auth is not the base64 form of user:password`);
    }
    return { kind: 'password', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
function readObject(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        // A parser's message quotes what it read.
        throw new RangeError('it is not JSON');
    }
    if (!isMap(value))
        throw new RangeError('expected a JSON object');
    return value;
}
function mapAt(object, key) {
    const value = object[key];
    return isMap(value) ? value : {};
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isText(value) {
    return typeof value === 'string' && value !== '';
}

;// CONCATENATED MODULE: ./src/cluster/registry/login-source.js





/** Reads docker's configuration when a registry first asks who one is, and runs the helpers that it names. */
function createLoginSource({ configFolder, hide, ...ports }) {
    let config;
    const known = new Map();
    const find = async (key) => {
        config ??= readConfig(configFolder);
        const { helpers, store, logins } = await config;
        const helper = helpers.get(key) ?? store;
        const found = helper === undefined ? undefined : await askCredentialHelper(helper, key, ports);
        const login = found ?? logins.get(key);
        for (const secret of secretsOf(login))
            hide?.(`login of ${key}`, secret);
        return login;
    };
    return (registry) => {
        const key = loginKey(registry);
        const login = known.get(key) ?? find(key);
        known.set(key, login);
        return login;
    };
}
function secretsOf(login) {
    if (login === undefined)
        return [];
    if (login.kind !== 'password')
        return [login.token];
    const { username, password } = login;
    return [password, `${username}:${password}`];
}
async function readConfig(folder) {
    if (folder === undefined)
        return noDockerConfig;
    const file = (0,external_node_path_.join)(folder, 'config.json');
    let text;
    try {
        text = await (0,promises_.readFile)(file, 'utf8');
    }
    catch (error) {
        const { code = 'it failed' } = error;
        if (code === 'ENOENT' || code === 'ENOTDIR')
            return noDockerConfig;
        throw new errors/* UserError */.yo(`docker's configuration ${file} can't be read: ${code}`);
    }
    try {
        return parseDockerConfig(text);
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
        throw new errors/* UserError */.yo(`docker's configuration ${file} can't be used: ${error.message}`);
    }
}

// EXTERNAL MODULE: ./src/store/pointer.js
var pointer = __webpack_require__(24337);
// EXTERNAL MODULE: ./src/release/release-record.js
var release_record = __webpack_require__(40415);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
;// CONCATENATED MODULE: ./src/release/release-images.js






/**
 * Asks the registries for every image that is written by tag, each once, before anything is planned. One by digest is taken
 * as it is.
 * @param input the step's image, which goes before the clients file's.
 * @throws UserError with every image that can't be resolved, at each place that names it.
 */
async function resolveReleaseImages(environment, manifest, input, ports) {
    const own = clientsImage(environment, input);
    const others = manifestImages(manifest).map(({ image, container, place }) => ({ image, what: `image of container ${container}`, place }));
    const { images, findings } = await resolveImages([own, ...others], registryOptions(ports));
    (0,preflight_finding/* requireNoErrors */.c)(findings, ports.log, 'nothing was written: a tag is rolled by the digest it means, or not at all');
    const image = images.get(own.image);
    if (image === undefined)
        throw new Error('what has no finding is resolved');
    return { image, images: new Map([...images].filter(([written, byDigest]) => written !== byDigest)) };
}
/** Who asks a registry, and how. */
function registryOptions({ secrets, passedOn = {}, signal, log }) {
    const home = passedOn['HOME'] || undefined;
    // https://docs.docker.com/reference/cli/docker/#environment-variables
    const configFolder = passedOn['DOCKER_CONFIG'] || (home && (0,external_node_path_.join)(home, '.docker'));
    return {
        loginOf: createLoginSource({ configFolder, environment: passedOn, signal, hide: secrets.hide }),
        environment: passedOn,
        signal,
        log,
    };
}
/** @throws UserError when there is none. */
function clientsImage(environment, input) {
    const { image } = environment.clients;
    if (input !== undefined)
        return { image: input, what: 'input image' };
    if (image !== undefined)
        return { image, what: 'image', place: environment.locate('clients', ['image']) };
    const message = 'no image is named: give the input image, or image: in this file (registry/name:tag, or by digest)';
    throw new errors/* UserError */.yo([{ ...environment.locate('clients', []), message }]);
}
/** Says what each tag means, and which were moved since the release that was rolled last. */
async function tellTags(environment, store, images, { log, summary }) {
    if (images.size === 0)
        return;
    const latest = await (0,pointer/* readPointer */.q)(store, (0,store_layout/* pointerName */.Jy)(environment.name, 'latest'));
    const before = latest && (0,release_record/* parseRelease */.BC)(await (0,store_layout/* fetchDocument */.sW)(store, 'releases', latest.target)).images;
    const tags = [...images].map(([written, byDigest]) => {
        const was = before !== undefined && Object.hasOwn(before, written) ? before[written] : undefined;
        const isMoved = was !== undefined && was !== byDigest;
        return { written, byDigest, told: isMoved ? `image tag moved: it was ${digestIn(was)}` : '', isMoved };
    });
    for (const { written, byDigest, told } of tags) {
        log.info(`${written} is ${digestIn(byDigest)}${told === '' ? '' : `; ${told}`}`);
    }
    summary.add({
        title: `Images of ${environment.name} by tag`,
        severity: tags.some(({ isMoved }) => isMoved) ? 'changed' : 'unchanged',
        columns: ['as written', 'what it means', 'since the release before'],
        rows: tags.map(({ written, byDigest, told, isMoved }) => ({
            severity: isMoved ? 'changed' : 'unchanged',
            cells: [written, digestIn(byDigest), told],
        })),
    });
}
function digestIn(reference) {
    return reference.slice(reference.indexOf('@') + 1);
}


/***/ }),

/***/ 40415:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BC: () => (/* binding */ parseRelease),
/* harmony export */   b8: () => (/* binding */ releaseDocument),
/* harmony export */   cS: () => (/* binding */ releaseDigest)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83389);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83573);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94149);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(12354);



const digest = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^sha256:[0-9a-f]{64}$/), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((text) => (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseDigest */ .m)(text)));
const address = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^0x[0-9a-fA-F]{40}$/), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((text) => (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .parseAddress */ .o)(text)));
const tree = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .unknown */ .L5J()), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((value) => value));
const clientSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    name: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    role: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    address,
    peerId: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    image: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** Where the keyfile stands in the repository, and a keyed digest of it: its text is never stored. */
    keyfile: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ file: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), digest }),
    password: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ secret: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), key: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
});
const objectSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    /** As it was written; a Secret without what it holds. */
    object: tree,
    /** Where in the repository the rest of a Secret stands, and a keyed digest of it. */
    withheld: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ file: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), digest })),
});
const clientManifestSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    name: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    workload: objectSchema,
    beside: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(objectSchema),
});
const manifestSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    container: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    template: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(clientManifestSchema),
    own: valibot__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), clientManifestSchema),
    shared: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(objectSchema),
});
const common = {
    environment: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    namespace: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    contracts: digest,
    configurations: digest,
    /** In the order of waves. */
    roles: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    configurationPath: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    keyfilePath: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    passwordVariable: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    clients: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(clientSchema),
};
const releaseSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    version: valibot__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(2),
    ...common,
    /** Those of the roles whose clients decide by majority. */
    voters: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    manifest: manifestSchema,
    /** Images that were written by tag, and what they stood for. */
    images: valibot__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
});
/** One StatefulSet and one Service for every client, whatever they were called. */
const firstReleaseSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    version: valibot__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(1),
    ...common,
    manifest: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ statefulSet: tree, service: tree, container: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
});
function releaseDocument(release) {
    return release.document ?? release;
}
function releaseDigest(release) {
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .digestOf */ .o)((0,_values_index_js__WEBPACK_IMPORTED_MODULE_4__/* .canonicalJson */ .d)(releaseDocument(release)));
}
/** Reads a stored release. @throws RemoteError when it is none, or one of another version. */
function parseRelease(text) {
    const document = JSON.parse(text);
    const first = valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeParse */ .xLC(firstReleaseSchema, document);
    if (first.success)
        return fromFirstVersion(first.output, document);
    const parsed = valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeParse */ .xLC(releaseSchema, document);
    if (parsed.success)
        return parsed.output;
    const reasons = parsed.issues.map((issue) => `${valibot__WEBPACK_IMPORTED_MODULE_0__/* .getDotPath */ .BuJ(issue) ?? 'the whole'}: ${issue.message}`);
    throw new _report_index_js__WEBPACK_IMPORTED_MODULE_5__/* .RemoteError */ .Hi(`the stored release can't be used by this version of keep-deploy: ${reasons.join('; ')}`);
}
/** Names in the two objects meant nothing then: each client's bore its own. */
function fromFirstVersion(release, document) {
    const { statefulSet, service, container } = release.manifest;
    const workload = { ...statefulSet, spec: without(statefulSet['spec'], 'serviceName') };
    const beside = { ...service, spec: without(service['spec'], 'publishNotReadyAddresses') };
    const template = { workload: { object: workload }, beside: [{ object: beside }] };
    return {
        ...release,
        version: 2,
        voters: [],
        images: {},
        manifest: { container, template, own: {}, shared: [] },
        document,
    };
}
function without(value, key) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return {};
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}


/***/ }),

/***/ 46474:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ planningNeeds),
/* harmony export */   q: () => (/* binding */ resolveContracts)
/* harmony export */ });
/* harmony import */ var _contracts_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(92621);
/* harmony import */ var _environment_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5632);
/* harmony import */ var _migrate_contracts_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8771);
/* harmony import */ var _store_layout_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(67798);




/** A plan takes no lock and sends nothing. */
const planOptions = {
    timeoutMs: 120_000,
    lockTimeoutMs: 0,
    breakLock: false,
    strict: false,
    approvedPlan: undefined,
    newChain: false,
    allowMainnet: false,
};
/** What a step needs of its environment to learn of its contracts: one without a stored record plans them. */
function planningNeeds({ contracts, predicted }) {
    return contracts === undefined && predicted === undefined ? ['contracts'] : [];
}
/** The stored record that the input names; in a plan without one, what a migration would lead to. */
async function resolveContracts(environment, store, inputs, ports) {
    if (inputs.contracts !== undefined) {
        const text = await (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_0__/* .fetchDocument */ .sW)(store, 'contract-records', inputs.contracts);
        return { record: (0,_contracts_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseContractRecord */ .DM)(text), digest: inputs.contracts };
    }
    if (inputs.predicted !== undefined)
        return { record: inputs.predicted, digest: undefined };
    (0,_environment_index_js__WEBPACK_IMPORTED_MODULE_2__/* .requireParts */ .a)(environment, ['chain', 'contracts']);
    const planned = await (0,_migrate_contracts_js__WEBPACK_IMPORTED_MODULE_3__.migrateEnvironment)(environment, store, { mode: 'plan', ...planOptions }, ports);
    return { record: planned.record, digest: planned.contracts };
}


/***/ }),

/***/ 71803:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  questionTimeoutMs: () => (/* binding */ questionTimeoutMs),
  smokeTest: () => (/* binding */ smokeTest)
});

// EXTERNAL MODULE: ./src/cluster/api/open-cluster.js
var open_cluster = __webpack_require__(64621);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/live-workload.js
var live_workload = __webpack_require__(71087);
;// CONCATENATED MODULE: ./src/cluster/network/pod-of-client.js


/**
 * The name of a client's pod: a StatefulSet's is known, a Deployment's pod has another one each time and is looked for by the
 * client's label.
 * @returns `undefined` where there is none now
 */
async function podOfClient(cluster, namespace, client, { kind, name }) {
    if (kind === 'StatefulSet')
        return `${name}-0`;
    const found = await cluster.list((0,kubernetes_object/* listPath */.Kx)('Pod', namespace), {
        labelSelector: `${kubernetes_object/* labels */.WD.client}=${client}`,
    });
    const pods = found.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    return (pods.find(live_workload/* isPodReady */.Ft) ?? pods[0])?.metadata.name;
}

// EXTERNAL MODULE: ./src/cluster/manifest/name-check.js
var name_check = __webpack_require__(32299);
// EXTERNAL MODULE: ./src/cluster/api/pod-answer.js
var pod_answer = __webpack_require__(43058);
// EXTERNAL MODULE: ./src/cluster/network/roll-to.js + 11 modules
var roll_to = __webpack_require__(95493);
// EXTERNAL MODULE: ./src/contracts/sending/check-code.js
var check_code = __webpack_require__(28473);
// EXTERNAL MODULE: ./src/contracts/journal/record.js
var record = __webpack_require__(92621);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/smoke/ask-diagnostics.js
var ask_diagnostics = __webpack_require__(55128);
// EXTERNAL MODULE: ./src/smoke/client-checks.js + 1 modules
var client_checks = __webpack_require__(65615);
;// CONCATENATED MODULE: ./src/smoke/report.js
/** A report needs at least one check, and every one passed, to be a proof. */
function reportOf(rows) {
    if (rows.some(({ result }) => result === 'failed'))
        return { rows, verdict: 'failed' };
    const isComplete = rows.length > 0 && rows.every(({ result }) => result === 'passed');
    return { rows, verdict: isComplete ? 'passed' : 'incomplete' };
}
const meanings = {
    code: 'code at every address',
    answers: 'answers',
    account: 'is its own account',
    peers: 'sees a bootstrap peer',
};
const words = {
    passed: 'passed',
    failed: 'FAILED',
    'not-possible': 'not possible here',
};
/** One row for each check, for the job's summary. */
function smokeTable({ rows }) {
    return {
        headings: ['client', 'check', 'result', 'what was seen'],
        rows: rows.map(({ client, check, result, detail }) => [client ?? 'all', meanings[check], words[result], detail]),
    };
}
/** The same for a terminal. */
function smokeText(report) {
    const { headings, rows } = smokeTable(report);
    const table = [headings, ...rows];
    const widths = headings.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
    return table
        .map((row) => row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd())
        .join('\n');
}

;// CONCATENATED MODULE: ./src/smoke/smoke-test.js





/** Checks a release as it runs. Writes nothing. A red check is asked again until the deadline: a network takes its time to meet. */
async function runSmokeTest(options) {
    const { release, deadlineMs, log } = options;
    const endsAt = performance.now() + deadlineMs;
    const [code, ...clients] = await Promise.all([
        checkCode(options),
        ...release.clients.map((client) => checkUntilGreen(client, endsAt, options)),
    ]);
    const report = reportOf([code, ...clients.flat()]);
    for (const { client = 'all', check, result, detail } of report.rows.filter(({ result }) => result !== 'passed')) {
        if (result === 'failed')
            log.error(`${client}: ${check}: ${detail}`);
        else
            log.warning(`${client}: ${check}: not possible here: ${detail}`);
    }
    return report;
}
async function checkCode({ ports, signal }) {
    try {
        const problems = await ports.codeProblems();
        if (problems.length === 0)
            return { check: 'code', result: 'passed', detail: 'every contract has its code' };
        return { check: 'code', result: 'failed', detail: (0,plain_text/* excerpt */.Kb)(problems.join('; ')) };
    }
    catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof errors/* RemoteError */.Hi))
            throw error;
        return { check: 'code', result: 'failed', detail: (0,plain_text/* excerpt */.Kb)(`could not be read: ${error.message}`) };
    }
}
async function checkUntilGreen(client, endsAt, options) {
    const { release, ports, signal, log, everyMs = 1_000 } = options;
    for (;;) {
        signal.throwIfAborted();
        const rows = (0,client_checks/* checkClient */.s)(client, await (0,ask_diagnostics/* askDiagnostics */.y)(client, ports, signal), release);
        const isSettled = rows.every(({ result }) => result !== 'failed');
        const leftMs = endsAt - performance.now();
        if (isSettled || leftMs <= 0)
            return rows;
        log.debug(`${client.name}: ${rows.find(({ result }) => result === 'failed')?.detail ?? ''}; asks again`);
        await (0,promises_.setTimeout)(Math.min(everyMs, leftMs), undefined, { signal }).catch((error) => {
            signal.throwIfAborted();
            throw error;
        });
    }
}

// EXTERNAL MODULE: ./src/store/pointer.js
var pointer = __webpack_require__(24337);
// EXTERNAL MODULE: ./src/release/chain-gate.js
var chain_gate = __webpack_require__(58353);
// EXTERNAL MODULE: ./src/release/cluster-pin.js
var cluster_pin = __webpack_require__(53388);
// EXTERNAL MODULE: ./src/release/compose-objects.js + 1 modules
var compose_objects = __webpack_require__(29974);
// EXTERNAL MODULE: ./src/release/configuration-set.js
var configuration_set = __webpack_require__(26147);
// EXTERNAL MODULE: ./src/release/digest-key.js
var digest_key = __webpack_require__(23460);
// EXTERNAL MODULE: ./src/release/open-step.js + 20 modules
var open_step = __webpack_require__(90731);
// EXTERNAL MODULE: ./src/release/release-record.js
var release_record = __webpack_require__(40415);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
// EXTERNAL MODULE: ./src/release/wanted-release.js
var wanted_release = __webpack_require__(23157);
;// CONCATENATED MODULE: ./src/release/smoke-test.js














/** One question to a client's own port. */
const questionTimeoutMs = 5_000;
/** Checks a release as it runs; when every check passed, `last-good` names it. */
async function smokeTest(inputs, ports) {
    const { log, signal } = ports;
    const environment = await (0,open_step/* openEnvironment */.Ay)(inputs, ports, ['chain', 'cluster']);
    const store = await (0,open_step/* openEnvironmentStore */.RZ)(environment, inputs, ports);
    const latest = await latestRelease(environment, store);
    const digest = inputs.release ?? requireSome(environment, latest);
    const lastGood = (0,store_layout/* pointerName */.Jy)(environment.name, 'last-good');
    const seen = await (0,pointer/* readPointer */.q)(store, lastGood);
    const { contracts, ...network } = await readRelease(environment, store, digest);
    requireRunning(digest, latest);
    const chain = (0,chain_gate/* openEnvironmentChain */.F)(environment, ports);
    const cluster = await (0,open_cluster/* openCluster */.D)({ settings: environment.cluster, environment: ports.passedOn, signal, log });
    await (0,cluster_pin/* requirePinnedCluster */.w)(environment, cluster, store, { repin: false, mode: 'plan' });
    const manifest = await requireWorkloads(environment, store, cluster, digest, inputs, ports);
    const { namespace } = environment.cluster;
    const report = await runSmokeTest({
        release: network,
        ports: {
            codeProblems: async () => (await (0,check_code/* checkCode */.q)(chain, contracts, signal)).map(({ message }) => message),
            diagnostics: async ({ name, ports: { diagnostics } }) => {
                const pod = await podOfClient(cluster, namespace, name, (0,name_check/* workloadIdentity */.c4)(manifest, name));
                if (pod === undefined)
                    return { kind: 'no-answer', why: 'it has no pod now' };
                const question = { namespace, client: name, pod, port: diagnostics, path: '/diagnostics' };
                return (0,pod_answer/* askClient */.F)(cluster, { ...question, timeoutMs: questionTimeoutMs });
            },
        },
        deadlineMs: inputs.timeoutMs,
        signal,
        log,
    });
    tell(environment, report, ports);
    const isProof = report.verdict === 'passed' && inputs.mode === 'apply';
    const moved = isProof ? await (0,pointer/* movePointer */.T)(store, lastGood, digest, seen) : 'unchanged';
    if (moved === 'conflict') {
        throw new errors/* UserError */.yo(`every check passed, but another run has moved ${lastGood} meanwhile: run this one again`);
    }
    return { result: report.verdict, counts: countChecks(report), changed: moved === 'moved' };
}
async function latestRelease(environment, store) {
    return (await (0,pointer/* readPointer */.q)(store, (0,store_layout/* pointerName */.Jy)(environment.name, 'latest')))?.target;
}
function requireSome(environment, latest) {
    if (latest !== undefined)
        return latest;
    throw new errors/* UserError */.yo(`${environment.name} has no release yet: run roll-deployment first, or name one with input release`);
}
/** Clients of two releases may be the same accounts: their answers would prove the one that doesn't run. */
function requireRunning(release, latest) {
    if (release === latest)
        return;
    throw new errors/* UserError */.yo(`release ${release} is not what runs: ${latest ?? 'none'} was rolled last. Run roll-deployment with input release first.`);
}
/**
 * A release that was broken off leaves some clients of its own behind, and they may answer as well as the others: each
 * workload must be the release's. Without the digest key their secret parts are taken as they are. What somebody changed
 * and wrote back runs as released, whoever the object's books name now.
 * @returns the release's manifests
 */
async function requireWorkloads(environment, store, cluster, release, inputs, ports) {
    const choice = { ...inputs, mode: 'plan', release, configurations: undefined, image: undefined };
    const wanted = await (0,wanted_release/* resolveRelease */.CM)(environment, store, choice, ports);
    const { namespace } = environment.cluster;
    const objects = await (0,compose_objects/* composeObjects */.l)(wanted, cluster, namespace, (0,digest_key/* digestKey */.C)(ports.secrets, undefined));
    const { clients } = await (0,roll_to/* lookAtNetwork */.jS)(objects, {
        ...{
            cluster,
            namespace,
            environment: environment.name,
            redact: ports.redact,
            signal: ports.signal,
            log: ports.log,
        },
        digestKey: (0,digest_key/* digestKey */.C)(ports.secrets, undefined),
    });
    const others = clients
        .filter(({ objects }) => objects.some(({ action, isBooksOnly }) => action !== 'unchanged' && isBooksOnly !== true))
        .map(({ client, reason }) => `${client} (${reason})`);
    if (others.length === 0)
        return wanted.manifest;
    throw new errors/* UserError */.yo(`release ${release} is not what runs: ${others.join(', ')}. Run roll-deployment with input release first.`);
}
async function readRelease(environment, store, digest) {
    const release = (0,release_record/* parseRelease */.BC)(await (0,store_layout/* fetchDocument */.sW)(store, 'releases', digest));
    if (release.environment !== environment.name) {
        throw new errors/* UserError */.yo(`input release belongs to environment ${release.environment}, not to ${environment.name}`);
    }
    const contracts = (0,record/* parseContractRecord */.DM)(await (0,store_layout/* fetchDocument */.sW)(store, 'contract-records', release.contracts));
    const { recipes } = (0,configuration_set/* parseConfigurationSet */.s0)(await (0,store_layout/* fetchDocument */.sW)(store, 'configurations', release.configurations));
    const portOf = (client) => {
        const port = recipes.find((recipe) => recipe.client === client)?.tree.Diagnostics?.Port;
        if (port !== undefined)
            return port;
        throw new errors/* UserError */.yo(`the configuration of ${client} has no Diagnostics.Port: without it nobody can ask the client how it is`);
    };
    const clients = release.clients.map(({ name, role, address, peerId }) => ({
        name,
        role,
        address,
        peerId,
        ports: { diagnostics: portOf(name) },
    }));
    const [bootstrapRole] = release.roles;
    if (bootstrapRole === undefined)
        throw new errors/* RemoteError */.Hi(`the stored release ${digest} has no role`);
    return { contracts, clients, bootstrapRole };
}
function countChecks({ rows }) {
    const count = (wanted) => rows.filter(({ result }) => result === wanted).length;
    return { passed: count('passed'), failed: count('failed'), notPossible: count('not-possible') };
}
function tell(environment, report, { log, summary }) {
    for (const line of smokeText(report).split('\n'))
        log.info(line);
    const { headings, rows } = smokeTable(report);
    const severityOf = { passed: 'unchanged', failed: 'failed', 'not-possible': 'warned' };
    summary.add({
        title: `Smoke test of ${environment.name}: ${report.verdict}`,
        severity: report.verdict === 'failed' ? 'failed' : report.verdict === 'incomplete' ? 'warned' : 'unchanged',
        columns: headings,
        rows: rows.map((cells, index) => ({ severity: severityOf[report.rows[index]?.result ?? 'failed'], cells })),
    });
}


/***/ }),

/***/ 88655:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ storedManifest),
/* harmony export */   s: () => (/* binding */ restoredManifest)
/* harmony export */ });
/* harmony import */ var _cluster_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(33646);
/* harmony import */ var _cluster_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49464);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37122);


/** The manifests as a release keeps them: what a Secret holds stays in its file, and only a keyed digest of it is stored. */
function storedManifest(manifest, digestKey) {
    const objectOf = ({ object, file }) => ({
        object: (0,_cluster_index_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutSecretData */ .z8)(object),
        ...((0,_cluster_index_js__WEBPACK_IMPORTED_MODULE_0__/* .secretData */ .rl)(object) === undefined ? {} : { withheld: { file, digest: (0,_cluster_index_js__WEBPACK_IMPORTED_MODULE_0__/* .secretDigest */ .bV)(digestKey, [object]) } }),
    });
    const clientOf = ({ name, workload, beside }) => ({
        ...(name === undefined ? {} : { name }),
        workload: objectOf(workload),
        beside: beside.map(objectOf),
    });
    const { container, template, own, shared } = manifest;
    return {
        container,
        ...(template === undefined ? {} : { template: clientOf(template) }),
        own: Object.fromEntries(Object.entries(own).map(([client, each]) => [client, clientOf(each)])),
        shared: shared.map(objectOf),
    };
}
/**
 * The manifests of a stored release, with what its Secrets hold read from their files again.
 * @param digestKey without it (in a plan) nobody can tell whether the files hold what they held.
 * @throws UserError when a file doesn't hold what it held.
 */
async function restoredManifest(stored, release, read, digestKey) {
    const objectOf = async ({ object, withheld }) => {
        if (withheld === undefined)
            return { object, file: '' };
        const { file, digest } = withheld;
        const name = nameIn(object);
        const text = await read(file).catch((cause) => {
            throw otherSecret(file, name, 'is not there', release, cause);
        });
        const { objects } = (0,_cluster_index_js__WEBPACK_IMPORTED_MODULE_1__/* .readObjects */ .$)({ file, text });
        const found = objects.find((written) => written.object['kind'] === 'Secret' && nameIn(written.object) === name);
        if (found === undefined)
            throw otherSecret(file, name, 'is not there', release);
        if (digestKey !== undefined && (0,_cluster_index_js__WEBPACK_IMPORTED_MODULE_0__/* .secretDigest */ .bV)(digestKey, [found.object]) !== digest) {
            throw otherSecret(file, name, 'holds something else now (or $KEEP_DEPLOY_DIGEST_KEY is another one)', release);
        }
        return { object: { ...object, ...(0,_cluster_index_js__WEBPACK_IMPORTED_MODULE_0__/* .secretData */ .rl)(found.object) }, file };
    };
    const clientOf = async ({ name, workload, beside }) => ({
        name,
        workload: await objectOf(workload),
        beside: await Promise.all(beside.map(objectOf)),
    });
    const { container, template, own, shared } = stored;
    const clients = Object.entries(own).map(async ([client, each]) => [client, await clientOf(each)]);
    return {
        container,
        template: template && (await clientOf(template)),
        own: Object.fromEntries(await Promise.all(clients)),
        shared: await Promise.all(shared.map(objectOf)),
    };
}
function nameIn(object) {
    const metadata = object['metadata'];
    return metadata?.name;
}
function otherSecret(file, name, what, release, cause) {
    const message = `the Secret ${name} of release ${release} ${what}: check out the commit of that release (it stands beside it in the store)`;
    return new _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo([{ file, message }], { cause });
}


/***/ }),

/***/ 23157:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CM: () => (/* binding */ resolveRelease),
/* harmony export */   Tm: () => (/* binding */ releaseNeeds),
/* harmony export */   hq: () => (/* binding */ clientsOfFiles),
/* harmony export */   s0: () => (/* binding */ hideSecrets)
/* harmony export */ });
/* harmony import */ var _cluster_index_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(33646);
/* harmony import */ var _configuration_index_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(72648);
/* harmony import */ var _contracts_index_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(92621);
/* harmony import */ var _environment_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5632);
/* harmony import */ var _environment_index_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(8509);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(37122);
/* harmony import */ var _compose_release_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(61000);
/* harmony import */ var _configuration_set_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(26147);
/* harmony import */ var _digest_key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(23460);
/* harmony import */ var _release_images_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(66606);
/* harmony import */ var _release_record_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(40415);
/* harmony import */ var _resolve_contracts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(46474);
/* harmony import */ var _store_layout_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(67798);
/* harmony import */ var _stored_manifest_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(88655);













/** What is needed beside chain and cluster: a stored release has all of it, and stored configurations name their contracts. */
function releaseNeeds({ release, configurations, ...choice }) {
    if (release !== undefined)
        return [];
    return ['clients', ...(configurations === undefined ? (0,_resolve_contracts_js__WEBPACK_IMPORTED_MODULE_0__/* .planningNeeds */ .P)({ contracts: undefined, ...choice }) : [])];
}
/** The stored release that the input names, or the one that the files and the stored configurations make. */
async function resolveRelease(environment, store, inputs, ports) {
    const key = (0,_digest_key_js__WEBPACK_IMPORTED_MODULE_1__/* .digestKey */ .C)(ports.secrets, inputs.mode === 'apply' ? "the clients' keyfiles" : undefined);
    if (inputs.release !== undefined)
        return storedRelease(environment, store, inputs.release, inputs.mode, key, ports);
    (0,_environment_index_js__WEBPACK_IMPORTED_MODULE_2__/* .requireParts */ .a)(environment, ['chain', 'cluster', 'clients']);
    const { configurations } = inputs;
    const manifest = (0,_compose_release_js__WEBPACK_IMPORTED_MODULE_3__/* .writtenManifest */ .DR)(environment);
    hideSecrets(manifest, ports);
    const resolved = inputs.resolved ?? (await (0,_release_images_js__WEBPACK_IMPORTED_MODULE_4__/* .resolveReleaseImages */ .kU)(environment, manifest, inputs.image, ports));
    const { contracts, set, isPredicted } = await newConfigurations(environment, store, inputs, ports);
    const release = key === undefined || configurations === undefined || set.contracts === undefined
        ? undefined
        : (0,_compose_release_js__WEBPACK_IMPORTED_MODULE_3__/* .composeRelease */ .cL)(environment, manifest, resolved, { contracts: set.contracts, configurations }, key);
    const { image, images } = resolved;
    const clients = clientsOfFiles(environment, { image, recipes: set.recipes }, inputs.mode, key, ports);
    const { roles, voters } = environment.clients;
    return { release, contracts, isPredicted, manifest, images, roles, voters, clients, recipes: set.recipes };
}
/** The clients as the files describe them. */
function clientsOfFiles(environment, { image, recipes }, mode, key, ports) {
    const { configuration, keyfilePath, passwordVariable, clients } = environment.clients;
    const recipeOf = recipeByClient(recipes);
    return clients.map(({ name, role, keyfile, password }) => ({
        name,
        role,
        image,
        configuration: rendered(environment, recipeOf(name), configuration.path, mode, key, ports),
        keyfile: { path: keyfilePath, text: keyfile.text },
        password: { variable: passwordVariable, ...password },
    }));
}
async function newConfigurations(environment, store, inputs, ports) {
    if (inputs.configurations !== undefined) {
        const set = (0,_configuration_set_js__WEBPACK_IMPORTED_MODULE_5__/* .parseConfigurationSet */ .s0)(await (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_6__/* .fetchDocument */ .sW)(store, 'configurations', inputs.configurations));
        requireSameEnvironment(set, environment, 'configurations');
        const contracts = (0,_contracts_index_js__WEBPACK_IMPORTED_MODULE_7__/* .parseContractRecord */ .DM)(await (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_6__/* .fetchDocument */ .sW)(store, 'contract-records', set.contracts));
        return { contracts, set, isPredicted: false };
    }
    const { record, digest } = await (0,_resolve_contracts_js__WEBPACK_IMPORTED_MODULE_0__/* .resolveContracts */ .q)(environment, store, { ...inputs, contracts: inputs.contracts }, ports);
    return {
        contracts: record,
        set: { contracts: digest, recipes: (0,_configuration_set_js__WEBPACK_IMPORTED_MODULE_5__/* .recipesOf */ .tQ)(environment, record) },
        isPredicted: digest === undefined,
    };
}
async function storedRelease(environment, store, digest, mode, key, ports) {
    const release = (0,_release_record_js__WEBPACK_IMPORTED_MODULE_8__/* .parseRelease */ .BC)(await (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_6__/* .fetchDocument */ .sW)(store, 'releases', digest));
    requireSameEnvironment(release, environment, 'release');
    if (release.namespace !== environment.cluster.namespace) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_9__/* .UserError */ .yo(`input release was made for namespace ${release.namespace}, and its clients look for each other there; keep-deploy.yml now says ${environment.cluster.namespace}. Make a new release.`);
    }
    const set = (0,_configuration_set_js__WEBPACK_IMPORTED_MODULE_5__/* .parseConfigurationSet */ .s0)(await (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_6__/* .fetchDocument */ .sW)(store, 'configurations', release.configurations));
    const contracts = (0,_contracts_index_js__WEBPACK_IMPORTED_MODULE_7__/* .parseContractRecord */ .DM)(await (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_6__/* .fetchDocument */ .sW)(store, 'contract-records', release.contracts));
    const read = (0,_environment_index_js__WEBPACK_IMPORTED_MODULE_10__/* .workspaceFiles */ .PZ)(ports.workspace);
    const recipes = recipeByClient(set.recipes);
    const clients = await Promise.all(release.clients.map(async (client) => {
        const text = await read(client.keyfile.file).catch((cause) => {
            throw otherKeyfile(client.keyfile.file, 'is not there', digest, cause);
        });
        if (key !== undefined && (0,_compose_release_js__WEBPACK_IMPORTED_MODULE_3__/* .keyfileDigest */ .gK)(key, client.name, text) !== client.keyfile.digest) {
            throw otherKeyfile(client.keyfile.file, 'is another one now (or $KEEP_DEPLOY_DIGEST_KEY is)', digest);
        }
        return {
            name: client.name,
            role: client.role,
            image: client.image,
            configuration: rendered(environment, recipes(client.name), release.configurationPath, mode, key, ports),
            keyfile: { path: release.keyfilePath, text },
            password: { variable: release.passwordVariable, ...client.password },
        };
    }));
    const manifest = await (0,_stored_manifest_js__WEBPACK_IMPORTED_MODULE_11__/* .restoredManifest */ .s)(release.manifest, digest, read, key);
    hideSecrets(manifest, ports);
    const { roles, voters } = release;
    const images = new Map(Object.entries(release.images));
    return { release, contracts, isPredicted: false, manifest, images, roles, voters, clients, recipes: set.recipes };
}
/** What the user's Secrets hold may be said by a pod, or by the API server that refuses one. */
function hideSecrets(manifest, { secrets }) {
    for (const { name, text } of (0,_cluster_index_js__WEBPACK_IMPORTED_MODULE_12__/* .secretTexts */ .Vh)(manifest))
        secrets.hide?.(name, text);
}
function otherKeyfile(file, what, release, cause) {
    const message = `the keyfile of release ${release} ${what}: check out the commit of that release (it stands beside it in the store)`;
    return new _report_index_js__WEBPACK_IMPORTED_MODULE_9__/* .UserError */ .yo([{ file, message }], { cause });
}
function requireSameEnvironment(stored, environment, what) {
    if (stored.environment === environment.name)
        return;
    throw new _report_index_js__WEBPACK_IMPORTED_MODULE_9__/* .UserError */ .yo(`input ${what} belongs to environment ${stored.environment}, not to ${environment.name}`);
}
function recipeByClient(recipes) {
    const byName = new Map(recipes.map((recipe) => [recipe.client, recipe]));
    return (client) => {
        const recipe = byName.get(client);
        if (recipe !== undefined)
            return recipe;
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_9__/* .UserError */ .yo(`the stored configurations have none for ${client}: run render-client-config again`);
    };
}
/** A plan may lack a secret; the text is then taken to be what it was. */
function rendered({ placesOf }, recipe, path, mode, key, { secrets }) {
    const isSecret = recipe.secretNames.length > 0;
    if (mode === 'plan' && recipe.secretNames.some((name) => secrets(name) === undefined)) {
        return { path, isSecret, text: undefined };
    }
    return { path, isSecret, text: (0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_13__/* .renderRecipe */ .PI)(recipe, secrets, key, placesOf).text };
}


/***/ }),

/***/ 55128:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ askDiagnostics)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);

/** Asks one client once; what can't be reached is no answer. @throws what ended the run */
async function askDiagnostics(client, ports, signal) {
    try {
        return await ports.diagnostics(client);
    }
    catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi))
            throw error;
        return { kind: 'no-answer', why: error.message };
    }
}


/***/ }),

/***/ 65615:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  s: () => (/* binding */ checkClient)
});

// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
;// CONCATENATED MODULE: ./src/smoke/diagnostics.js
/** Reads the body, whatever its content type says (it says text). `undefined` when it isn't such JSON. */
function parseDiagnostics(body) {
    let value;
    try {
        value = JSON.parse(body);
    }
    catch {
        return undefined;
    }
    if (!isMap(value) || !isMap(value['client_info']))
        return undefined;
    const peers = value['connected_peers'];
    return {
        address: textAt(value['client_info'], 'ethereum_address'),
        peerId: textAt(value['client_info'], 'network_id'),
        // A client without peers may say null.
        peers: (Array.isArray(peers) ? peers : [])
            .filter(isMap)
            .map((peer) => ({ address: textAt(peer, 'ethereum_address'), peerId: textAt(peer, 'network_id') })),
    };
}
function textAt(map, key) {
    const value = map[key];
    return typeof value === 'string' ? value : undefined;
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./src/smoke/client-checks.js


/** Judges one reply. Pure. One row for each check, in the same order whatever came back. */
function checkClient(client, reply, { clients, bootstrapRole }) {
    const bootstraps = clients.filter(({ role, name }) => role === bootstrapRole && name !== client.name);
    // The only bootstrap has nobody it must see: there is no such check for it.
    const isAlone = client.role === bootstrapRole && bootstraps.length === 0;
    const checks = isAlone ? ['answers', 'account'] : ['answers', 'account', 'peers'];
    const all = (result, detail) => checks.map((check) => ({ client: client.name, check, result, detail }));
    if (reply.kind === 'not-possible')
        return all('not-possible', (0,plain_text/* excerpt */.Kb)(reply.why, 200));
    if (reply.kind === 'no-answer')
        return all('failed', `no answer: ${(0,plain_text/* excerpt */.Kb)(reply.why, 200)}`);
    const seen = parseDiagnostics(reply.text);
    if (seen === undefined)
        return all('failed', `answers something else than diagnostics: ${(0,plain_text/* excerpt */.Kb)(reply.text, 80)}`);
    const row = (check, isPassed, detail) => ({
        client: client.name,
        check,
        result: isPassed ? 'passed' : 'failed',
        detail,
    });
    const hasAddress = seen.address?.toLowerCase() === client.address.toLowerCase();
    const hasPeerId = seen.peerId === client.peerId;
    const rows = [
        row('answers', true, '/diagnostics answers'),
        row('account', hasAddress && hasPeerId, hasAddress && hasPeerId
            ? `is ${client.address}`
            : `should be ${client.address} (${client.peerId}), says it is ${told(seen.address)} (${told(seen.peerId)})`),
    ];
    if (isAlone)
        return rows;
    if (bootstraps.length === 0) {
        const detail = `the release has no client of the role ${bootstrapRole}`;
        return [...rows, { client: client.name, check: 'peers', result: 'not-possible', detail }];
    }
    const met = bootstraps
        .filter(({ peerId }) => seen.peers.some((peer) => peer.peerId === peerId))
        .map(({ name }) => name);
    const wanted = bootstraps.map(({ name }) => name).join(', ');
    const detail = met.length > 0 ? `sees ${met.join(', ')}` : `sees none of ${wanted} among its ${seen.peers.length} peers`;
    return [...rows, row('peers', met.length > 0, detail)];
}
function told(value) {
    return value === undefined ? 'nobody' : (0,plain_text/* excerpt */.Kb)(value, 60);
}


/***/ })

};

