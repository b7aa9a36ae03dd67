export const id = 208;
export const ids = [208];
export const modules = {

/***/ 199:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ic: () => (/* binding */ describeFailure),
/* harmony export */   SP: () => (/* binding */ explainFailure),
/* harmony export */   nZ: () => (/* binding */ warningsOf)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2593);
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49491);
/* harmony import */ var _live_workload_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(71087);
/* harmony import */ var _within_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(41064);




const logLines = 15;
const eventCount = 4;
/** The verdict is there already: what explains it may not keep it waiting. */
const explainingMs = 5_000;
/** Looks for what explains the failure. Never fails itself: what can't be read is left out. */
async function explainFailure(cluster, namespace, sign, pod) {
    const name = pod?.metadata.name;
    const container = sign.container ?? pod?.status?.containerStatuses?.[0]?.name;
    const linesOf = async (previous) => {
        if (name === undefined || container === undefined)
            return [];
        const reading = cluster.logs(namespace, name, { container, previous, lines: logLines }).catch(() => undefined);
        const text = await (0,_within_js__WEBPACK_IMPORTED_MODULE_0__/* .within */ .u)(reading, explainingMs);
        return (text ?? '')
            .split('\n')
            .filter((line) => line.trim() !== '')
            .slice(-logLines);
    };
    const eventsOf = async (uid) => {
        if (uid === undefined)
            return [];
        return ((await (0,_within_js__WEBPACK_IMPORTED_MODULE_0__/* .within */ .u)(warningsOf(cluster, namespace, uid).catch(() => []), explainingMs)) ?? []);
    };
    const [current, previous, events] = await Promise.all([linesOf(false), linesOf(true), eventsOf(pod?.metadata.uid)]);
    return {
        cause: sign.cause,
        pod: name,
        container,
        reason: (0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .excerpt */ .Kb)(sign.reason, 80),
        message: (0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .excerpt */ .Kb)(sign.message),
        exitCode: sign.exitCode,
        events: events.slice(-eventCount).map(({ reason, message }) => `${reason ?? ''}: ${message ?? ''}`),
        logs: { current, previous },
    };
}
/** Warnings about one object, oldest first. */
async function warningsOf(cluster, namespace, uid) {
    const events = await cluster.list((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .listPath */ .Kx)('Event', namespace), {
        fieldSelector: `involvedObject.uid=${uid},type=Warning`,
    });
    return events.toSorted((a, b) => ((0,_live_workload_js__WEBPACK_IMPORTED_MODULE_3__/* .eventTime */ .gE)(a) ?? 0) - ((0,_live_workload_js__WEBPACK_IMPORTED_MODULE_3__/* .eventTime */ .gE)(b) ?? 0));
}
/** The failure in one sentence, for a heading, an annotation, a table. */
function describeFailure(client, failure) {
    const { pod, container, reason, exitCode, message } = failure;
    const where = pod === undefined ? '' : ` (pod ${pod}${container === undefined ? '' : `, container ${container}`})`;
    const exit = exitCode === undefined ? '' : `, exit code ${exitCode}`;
    return `${client}${where}: ${reason}${exit}${message === '' ? '' : `: ${message}`}`;
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


/***/ }),

/***/ 91556:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ rehearse),
/* harmony export */   x: () => (/* binding */ refusal)
/* harmony export */ });
/* harmony import */ var _cluster_port_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76413);
/* harmony import */ var _parallel_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69280);


/**
 * Asks the API server what it would say to every object that is about to be written, with strict validation and without
 * writing: half a release is worse than none.
 * @returns the clients it would refuse.
 */
async function rehearse(cluster, waves) {
    const steps = waves.flatMap(({ steps }) => steps).filter(({ action }) => action === 'create' || action === 'update');
    const refused = await (0,_parallel_js__WEBPACK_IMPORTED_MODULE_0__/* .inParallel */ .H)(steps, 8, async (step) => ({
        client: step.client,
        failure: await rehearseClient(cluster, step),
    }));
    return new Map(refused.flatMap(({ client, failure }) => (failure === undefined ? [] : [[client, failure]])));
}
async function rehearseClient(cluster, { wanted }) {
    for (const object of [wanted.statefulSet, wanted.service, ...wanted.immutable]) {
        try {
            await cluster.apply(object, { dryRun: true });
        }
        catch (error) {
            if (error instanceof _cluster_port_js__WEBPACK_IMPORTED_MODULE_1__/* .ApiRefusal */ .n)
                return refusal(error);
            throw error;
        }
    }
    return undefined;
}
/** A write that the API server would not, or did not, take. */
function refusal({ message }) {
    return {
        cause: 'refused',
        reason: 'refused by the API server',
        message,
        events: [],
        logs: { current: [], previous: [] },
    };
}


/***/ }),

/***/ 41064:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ within)
/* harmony export */ });
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


/***/ }),

/***/ 63904:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  M: () => (/* binding */ requirePasswords)
});

// EXTERNAL MODULE: ./src/cluster/cluster-port.js
var cluster_port = __webpack_require__(76413);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/parallel.js
var parallel = __webpack_require__(69280);
;// CONCATENATED MODULE: ./src/cluster/password-secrets.js



/** Looks whether the password of every client is there. Each Secret is read by name, and only its keys are kept. */
async function checkPasswords(cluster, namespace, clients) {
    const names = [...new Set(clients.map(({ password }) => password.secret))];
    const read = await (0,parallel/* inParallel */.H)(names, 8, async (name) => [name, await keysOf(cluster, namespace, name)]);
    const keys = new Map(read);
    const missing = clients.flatMap(({ name: client, password: { secret, key } }) => {
        const found = keys.get(secret);
        if (found === 'not-allowed' || found?.has(key) === true)
            return [];
        return found === undefined
            ? [{ client, part: 'secret', message: `the namespace ${namespace} has no Secret ${secret}` }]
            : [{ client, part: 'key', message: `the Secret ${secret} of the namespace ${namespace} has no key ${key}` }];
    });
    return { missing, notAllowed: names.filter((name) => keys.get(name) === 'not-allowed') };
}
async function keysOf(cluster, namespace, name) {
    try {
        const path = (0,kubernetes_object/* objectPath */.du)('Secret', namespace, name);
        const secret = await cluster.get(path);
        return secret && new Set(Object.keys(secret.data ?? {}));
    }
    catch (error) {
        if (error instanceof cluster_port/* ApiRefusal */.n && error.status === 403)
            return 'not-allowed';
        throw error;
    }
}

// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
;// CONCATENATED MODULE: ./src/release/password-gate.js


/**
 * A pod whose password isn't there doesn't start: better told before anything is written.
 * @returns what could not be looked at, for a warning.
 * @throws UserError with file and line of every Secret or key that is missing
 */
async function requirePasswords(environment, cluster, clients) {
    const { missing, notAllowed } = await checkPasswords(cluster, environment.cluster.namespace, clients);
    const findings = missing.flatMap(({ client, part, message }) => {
        const wanted = clients.find(({ name }) => name === client)?.password[part];
        const written = environment.clients?.clients.find(({ name }) => name === client)?.password[part];
        // The files of a stored release may be others today.
        if (written !== wanted)
            return [{ message: `${client}: ${message}` }];
        return environment.findings('clients', [{ path: ['clients', client, 'password', part], message }]);
    });
    if (findings.length > 0) {
        throw new errors/* UserError */.yo([...findings, { message: 'nothing was written: create the Secrets with the passwords first' }]);
    }
    if (notAllowed.length === 0)
        return undefined;
    return `Not checked whether the passwords are there: the kubeconfig may not read ${notAllowed.map((name) => `Secret ${name}`).join(', ')}`;
}


/***/ }),

/***/ 208:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rollDeployment: () => (/* binding */ rollDeployment)
});

// EXTERNAL MODULE: ./src/cluster/open-cluster.js
var open_cluster = __webpack_require__(25504);
// EXTERNAL MODULE: ./src/cluster/rollout-plan.js + 1 modules
var rollout_plan = __webpack_require__(3583);
// EXTERNAL MODULE: ./src/cluster/observed-clients.js
var observed_clients = __webpack_require__(14630);
// EXTERNAL MODULE: ./src/cluster/client-failure.js
var client_failure = __webpack_require__(199);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/cluster/cluster-port.js
var cluster_port = __webpack_require__(76413);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/pause.js
var pause = __webpack_require__(1113);
;// CONCATENATED MODULE: ./src/cluster/namespace-view.js




/** A server that can't be reached for a while is waited for: each client's own deadline ends that. */
function createNamespaceView(options) {
    const { log, everyMs = 400 } = options;
    const closing = new AbortController();
    const signal = AbortSignal.any([options.signal, closing.signal]);
    let coming;
    const readWhenDue = async () => {
        for (;;) {
            await (0,pause/* pause */.v)(everyMs, signal);
            // From here on it has begun: who asks later gets the one after.
            coming = undefined;
            try {
                return await read(options, signal);
            }
            catch (error) {
                signal.throwIfAborted();
                if (!isPassing(error))
                    throw error;
                log.warning(`The cluster can't be watched just now: ${error.message}`);
            }
        }
    };
    return {
        next: () => {
            coming ??= readWhenDue();
            return coming;
        },
        close: () => closing.abort(new Error('nobody waits for the cluster any more')),
    };
}
async function read({ cluster, namespace }, signal) {
    const query = { labelSelector: kubernetes_object/* labels */.WD.client };
    const [statefulSets, pods] = await Promise.all([
        cluster.list((0,kubernetes_object/* listPath */.Kx)('StatefulSet', namespace), query, signal),
        cluster.list((0,kubernetes_object/* listPath */.Kx)('Pod', namespace), query, signal),
    ]);
    return { statefulSets: new Map(statefulSets.map((live) => [live.metadata.name, live])), pods };
}
/** No answer, or one that says it isn't able to just now; a refusal stays one. */
function isPassing(error) {
    if (error instanceof cluster_port/* ApiRefusal */.n)
        return error.status >= 500 || error.status === 429;
    return error instanceof errors/* RemoteError */.Hi;
}

// EXTERNAL MODULE: ./src/cluster/parallel.js
var parallel = __webpack_require__(69280);
// EXTERNAL MODULE: ./src/cluster/rehearsal.js
var rehearsal = __webpack_require__(91556);
// EXTERNAL MODULE: ./src/cluster/live-workload.js
var live_workload = __webpack_require__(71087);
;// CONCATENATED MODULE: ./src/cluster/patience.js
function createPatience(now = () => performance.now()) {
    const begunAt = now();
    const firstSeen = new Map();
    const lastDone = new Map();
    return {
        leftMs: (ms) => begunAt + ms - now(),
        standsFor: (sign, ms) => {
            const since = firstSeen.get(sign) ?? now();
            firstSeen.set(sign, since);
            return now() - since >= ms;
        },
        isDue: (what, ms) => {
            const last = lastDone.get(what);
            if (last !== undefined && now() - last < ms)
                return false;
            lastDone.set(what, now());
            return true;
        },
    };
}

;// CONCATENATED MODULE: ./src/cluster/start-failure.js
/** Restarts after our write that are no verdict yet: a client may start a moment before what it needs. */
const restartsAllowed = 1;
/** What the registry says when waiting doesn't help. */
const imageIsMissing = /not found|manifest unknown|name unknown|no match for platform|no matching manifest|invalid reference|couldn't parse image|does not exist/i;
const imageIsRefused = /unauthorized|denied|forbidden|authentication required|no basic auth/i;
const pulls = ['ErrImagePull', 'ImagePullBackOff'];
/** The first rule that matches a waiting container is right. */
const waitingRules = [
    { reasons: ['InvalidImageName', 'ErrImageNeverPull'], cause: 'image', graceMs: 0 },
    // A fresh pull credential may take a moment to reach the node; refused registries often add that it may not exist.
    { reasons: pulls, text: imageIsRefused, cause: 'image', graceMs: 30_000 },
    { reasons: pulls, text: imageIsMissing, cause: 'image', graceMs: 0 },
    { reasons: pulls, cause: 'image', graceMs: 'deadline' },
    {
        reasons: ['RegistryUnavailable', 'ImageInspectError', 'SignatureValidationFailed'],
        cause: 'image',
        graceMs: 'deadline',
    },
    { reasons: ['CrashLoopBackOff'], cause: 'crash', graceMs: 0 },
    {
        reasons: ['CreateContainerConfigError'],
        text: /failed to sync .* cache/i,
        cause: 'configuration',
        graceMs: 60_000,
    },
    {
        reasons: [
            'CreateContainerConfigError',
            'CreateContainerError',
            'RunContainerError',
            'ContainerCannotRun',
            'StartError',
        ],
        cause: 'configuration',
        graceMs: 20_000,
    },
];
/**
 * The gravest sign in a pod's status; `undefined` while it may simply be starting.
 * @param before the same pod as it was before our write, if it was there: its older restarts are not ours.
 */
function startFailureOf(pod, before) {
    const status = pod.status ?? {};
    const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
    const signs = containers.flatMap((container) => waitingSign(container) ?? crashSign(container, restartsIn(before, container.name)) ?? []);
    const gravest = signs.toSorted((a, b) => graceOrder(a) - graceOrder(b))[0];
    if (gravest !== undefined)
        return gravest;
    if (status.phase === 'Failed' && !['Evicted', 'Preempting', 'NodeLost'].includes(status.reason ?? '')) {
        return { cause: 'pod-failed', graceMs: 0, reason: status.reason ?? 'Failed', message: status.message ?? '' };
    }
    const scheduled = (status.conditions ?? []).find(({ type }) => type === 'PodScheduled');
    if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') {
        return { cause: 'unschedulable', graceMs: 60_000, reason: 'Unschedulable', message: scheduled.message ?? '' };
    }
    return undefined;
}
function restartsIn(pod, container) {
    const { initContainerStatuses = [], containerStatuses = [] } = pod?.status ?? {};
    return [...initContainerStatuses, ...containerStatuses].find(({ name }) => name === container)?.restartCount ?? 0;
}
function graceOrder({ graceMs }) {
    return graceMs === 'deadline' ? Number.POSITIVE_INFINITY : graceMs;
}
function waitingSign(container) {
    const { reason, message = '' } = container.state?.waiting ?? {};
    if (reason === undefined)
        return undefined;
    const rule = waitingRules.find(({ reasons, text }) => reasons.includes(reason) && (text === undefined || text.test(message)));
    if (rule === undefined)
        return undefined;
    const end = rule.cause === 'crash' ? container.lastState?.terminated : undefined;
    return { cause: rule.cause, graceMs: rule.graceMs, container: container.name, ...endOf(end, reason, message) };
}
/** A container that ended more often than allowed, seen between two back-offs. */
function crashSign(container, restartsBefore) {
    const end = container.state?.terminated ?? container.lastState?.terminated;
    const restarts = (container.restartCount ?? 0) - restartsBefore;
    if (end === undefined || end.exitCode === 0 || restarts <= restartsAllowed)
        return undefined;
    return {
        cause: 'crash',
        graceMs: 0,
        container: container.name,
        ...endOf(end, end.reason ?? 'Error', end.message ?? ''),
    };
}
function endOf(end, reason, message) {
    if (end === undefined)
        return { reason, message };
    const because = end.reason !== undefined && end.reason !== 'Error' && end.reason !== reason ? ` (${end.reason})` : '';
    return { reason: `${reason}${because}`, message: end.message ?? message, exitCode: end.exitCode };
}

// EXTERNAL MODULE: ./src/cluster/stateful-set-readiness.js
var stateful_set_readiness = __webpack_require__(25619);
// EXTERNAL MODULE: ./src/cluster/within.js
var within = __webpack_require__(41064);
;// CONCATENATED MODULE: ./src/cluster/prove-client.js







/** A controller that can make no pod says so only in its events. */
const notCreatedGraceMs = 15_000;
/** The controller's own time to replace an old pod, before we take a broken one out of its way. */
const stuckGraceMs = 1_000;
/**
 * Waits until the pod of the new revision is ready, shows that it can't be, or the deadline passes.
 * @param applied the StatefulSet as our write left it: its uid and generation are what is proved.
 */
async function proveClient(step, applied, patience, ports) {
    const { cluster, view, namespace, log, deadlineMs } = ports;
    let removed = 0;
    let seen = { pod: undefined, revision: undefined };
    let lastSign;
    for (;;) {
        const snapshot = await (0,within/* within */.u)(view.next(), patience.leftMs(deadlineMs));
        if (snapshot === undefined)
            return { ...seen, sign: lastSign ?? outOfTime(deadlineMs, seen.pod), removed };
        const live = snapshot.statefulSets.get(step.client);
        if (live === undefined || live.metadata.uid !== applied.metadata.uid || !(0,observed_clients/* hasContent */.ov)(live, step.wanted)) {
            return { ...seen, sign: superseded(live), removed };
        }
        const pods = (0,observed_clients/* podsOf */.EB)(live, snapshot.pods);
        const readiness = (0,stateful_set_readiness/* readinessOf */.c)(live, pods, applied.metadata.generation ?? 0);
        if (readiness.kind === 'unseen')
            continue;
        seen = { pod: readiness.pod, revision: readiness.revision };
        if (readiness.kind === 'ready')
            return { ...seen, removed };
        lastSign = await signOf(readiness, step, applied, lastSign, patience, ports);
        if (lastSign !== undefined && lastSign.graceMs !== 'deadline') {
            const key = `${lastSign.cause} ${lastSign.container ?? ''} ${readiness.pod?.metadata.uid ?? ''}`;
            if (patience.standsFor(key, lastSign.graceMs))
                return { ...seen, sign: lastSign, removed };
        }
        for (const pod of stuckPods(readiness, patience)) {
            log.info(`${step.client}: removes its pod ${pod.metadata.name}, which never became ready and holds the new revision up`);
            const path = (0,kubernetes_object/* objectPath */.du)('Pod', namespace, pod.metadata.name);
            if ((await cluster.remove(path, pod.metadata.uid ?? '')) === 'removed')
                removed++;
        }
    }
}
/**
 * With the default OrderedReady a StatefulSet waits for a broken pod of the old revision to become ready before it makes
 * the new one (kubernetes#67250): a fix would never start.
 */
function stuckPods({ pod, old }, patience) {
    if (pod !== undefined)
        return [];
    const broken = old.filter((candidate) => !(0,live_workload/* isPodReady */.Ft)(candidate) && candidate.metadata.deletionTimestamp === undefined);
    return broken.filter(({ metadata }) => patience.standsFor(`stuck ${metadata.uid}`, stuckGraceMs));
}
async function signOf({ pod, old }, step, applied, lastSign, patience, { cluster, namespace }) {
    if (pod !== undefined) {
        return startFailureOf(pod, step.podsBefore.find(({ metadata }) => metadata.uid === pod.metadata.uid));
    }
    // Asked for only when the controller had its time, and not with each look.
    if (old.length > 0 || !patience.standsFor('no pod', 2_000))
        return undefined;
    if (!patience.isDue('events', 2_000))
        return lastSign?.cause === 'not-created' ? lastSign : undefined;
    const since = writtenAt(applied);
    const warnings = await (0,client_failure/* warningsOf */.nZ)(cluster, namespace, applied.metadata.uid ?? '');
    const last = warnings
        .filter((event) => event.reason === 'FailedCreate' && ((0,live_workload/* eventTime */.gE)(event) ?? 0) >= since)
        .findLast(({ message }) => !/object has been modified/.test(message ?? ''));
    if (last === undefined)
        return undefined;
    return { cause: 'not-created', graceMs: notCreatedGraceMs, reason: 'FailedCreate', message: last.message ?? '' };
}
/** By the server's clock, so that an old event can't fail a new revision. */
function writtenAt({ metadata }) {
    const entry = (metadata.managedFields ?? []).find(({ manager, subresource }) => manager === kubernetes_object/* fieldManager */.wM && subresource === undefined);
    return entry?.time === undefined ? 0 : Date.parse(entry.time);
}
function superseded(live) {
    const message = live === undefined
        ? 'the StatefulSet was deleted while it was rolled'
        : 'the StatefulSet was changed by somebody else while it was rolled';
    return { cause: 'superseded', graceMs: 0, reason: 'Superseded', message };
}
function outOfTime(deadlineMs, pod) {
    const what = pod === undefined ? 'no pod of the new revision was there' : 'the pod runs but did not become ready';
    return {
        cause: 'not-ready',
        graceMs: 0,
        reason: 'DeadlineExceeded',
        message: `${what} within ${Math.round(deadlineMs / 1000)} s`,
    };
}

;// CONCATENATED MODULE: ./src/cluster/roll-client.js







/** The outcome of a step that nothing was done for. */
function untouched(step, outcome) {
    const { client, role, podsBefore, proof } = step;
    const restarts = podsBefore.reduce((sum, pod) => sum + (0,live_workload/* restartsOf */.wN)(pod), 0);
    return { client, role, outcome, ...proof, restartsBefore: restarts, restartsAfter: restarts, writes: 0 };
}
/** Writes what one client needs and waits until its new pod is proved, or can't be. */
async function rollClient(step, ports) {
    const { cluster, namespace } = ports;
    const before = untouched(step, 'not-started');
    const patience = createPatience();
    const count = { writes: 0 };
    let applied;
    try {
        applied = await writeObjects(step, cluster, namespace, count);
    }
    catch (error) {
        if (!(error instanceof cluster_port/* ApiRefusal */.n))
            throw error;
        return { ...before, outcome: 'failed-halted', failure: (0,rehearsal/* refusal */.x)(error), writes: count.writes };
    }
    const { pod, revision, sign, removed } = await proveClient(step, applied, patience, ports);
    const after = {
        ...before,
        pod: pod?.metadata.name,
        revision,
        restartsAfter: (0,live_workload/* restartsOf */.wN)(pod),
        writes: count.writes + removed,
    };
    if (sign === undefined)
        return { ...after, outcome: 'deployed' };
    return { ...after, outcome: 'failed-halted', failure: await (0,client_failure/* explainFailure */.SP)(cluster, namespace, sign, pod) };
}
/** What the workload mounts is there before the workload; a peer's name resolves before the peer starts. */
async function writeObjects(step, cluster, namespace, count) {
    const { client, wanted, action } = step;
    if (!wanted.isCompared)
        throw new Error(`${client}: its secret objects were not named by their content`);
    if (action === 'prove') {
        const live = await cluster.get((0,kubernetes_object/* objectPath */.du)('StatefulSet', namespace, client));
        if (live === undefined)
            throw new cluster_port/* ApiRefusal */.n(`The StatefulSet ${client} was deleted meanwhile`, 404, 'NotFound');
        return live;
    }
    const apply = (object) => {
        count.writes++;
        return cluster.apply(object);
    };
    await Promise.all(wanted.immutable.map((object) => apply(object)));
    await apply(wanted.service);
    return apply(wanted.statefulSet);
}

;// CONCATENATED MODULE: ./src/cluster/roll-out.js





const atOnce = 16;
/** Executes a plan: one wave after the other, the clients of a wave side by side. A failed wave is the last. */
async function rollOut(waves, options) {
    const refused = await (0,rehearsal/* rehearse */.K)(options.cluster, waves);
    if (refused.size > 0)
        return halted(waves, refused, options.log);
    await options.beforeFirstWrite?.();
    const view = createNamespaceView(options);
    try {
        const clients = [];
        let isFailed = false;
        for (const wave of waves) {
            const outcomes = isFailed
                ? wave.steps.map((step) => untouched(step, 'not-started'))
                : await rollWave(wave, view, options);
            clients.push(...outcomes);
            isFailed ||= outcomes.some(({ outcome }) => outcome === 'failed-halted');
        }
        const writes = clients.reduce((sum, client) => sum + client.writes, 0);
        return { clients, writes, isChanged: writes > 0, isFailed };
    }
    finally {
        view.close();
    }
}
function rollWave({ role, steps }, view, options) {
    const { cluster, namespace, clientDeadlineMs: deadlineMs, signal, log } = options;
    return log.group(`Roll ${role}: ${steps.map(({ client }) => client).join(', ')}`, () => (0,parallel/* inParallel */.H)(steps, atOnce, async (step) => {
        signal.throwIfAborted();
        if (step.action === 'unchanged')
            return untouched(step, 'unchanged');
        log.info(`${step.client}: ${step.action}: ${step.reason}`);
        const outcome = await rollClient(step, { cluster, view, namespace, log, deadlineMs });
        tell(outcome, log);
        return outcome;
    }));
}
/** Nothing was written. */
function halted(waves, refused, log) {
    const clients = waves.flatMap(({ steps }) => steps.map((step) => {
        const failure = refused.get(step.client);
        if (failure === undefined)
            return untouched(step, step.action === 'unchanged' ? 'unchanged' : 'not-started');
        return { ...untouched(step, 'not-started'), outcome: 'failed-halted', failure };
    }));
    for (const outcome of clients)
        if (outcome.failure !== undefined)
            tell(outcome, log);
    return { clients, writes: 0, isChanged: false, isFailed: true };
}
function tell({ client, outcome, revision, pod, failure }, log) {
    if (failure === undefined) {
        log.info(`${client}: ${outcome}: pod ${pod} of revision ${revision} is ready`);
        return;
    }
    log.error((0,client_failure/* describeFailure */.Ic)(client, failure));
    const from = `${failure.pod ?? client}${failure.container === undefined ? '' : ` ${failure.container}`}`;
    if (failure.events.length > 0)
        log.untrusted(`events of ${failure.pod ?? client}`, failure.events.join('\n'));
    if (failure.logs.previous.length > 0)
        log.untrusted(`${from}, run before`, failure.logs.previous.join('\n'));
    if (failure.logs.current.length > 0)
        log.untrusted(from, failure.logs.current.join('\n'));
}

// EXTERNAL MODULE: ./src/report/counted.js
var counted = __webpack_require__(50267);
// EXTERNAL MODULE: ./src/store/pointer.js
var store_pointer = __webpack_require__(24337);
// EXTERNAL MODULE: ./src/release/chain-gate.js
var chain_gate = __webpack_require__(58353);
;// CONCATENATED MODULE: ./src/release/clients-section.js
const severityOf = {
    'failed-halted': 'failed',
    deployed: 'changed',
    unchanged: 'unchanged',
    // Nothing was written for it: its wave was never begun.
    'not-started': 'unchanged',
};
/** What became of the clients, for the end of the run. */
function clientsSection(environment, { clients, isFailed, isChanged }) {
    return {
        title: `Clients of ${environment}`,
        severity: isFailed ? 'failed' : isChanged ? 'changed' : 'unchanged',
        columns: ['client', 'role', 'outcome', 'pod', 'restarts', 'why'],
        rows: clients.map(({ client, role, outcome, pod, restartsBefore, restartsAfter, failure }) => ({
            severity: severityOf[outcome],
            cells: [client, role, outcome, pod ?? '', `${restartsBefore} → ${restartsAfter}`, failure?.message ?? ''],
        })),
    };
}

// EXTERNAL MODULE: ./src/release/cluster-pin.js + 1 modules
var cluster_pin = __webpack_require__(77359);
// EXTERNAL MODULE: ./src/release/digest-key.js
var digest_key = __webpack_require__(23460);
// EXTERNAL MODULE: ./src/release/literal-addresses.js
var literal_addresses = __webpack_require__(2494);
// EXTERNAL MODULE: ./src/release/open-step.js + 11 modules
var open_step = __webpack_require__(23796);
// EXTERNAL MODULE: ./src/release/password-gate.js + 1 modules
var password_gate = __webpack_require__(63904);
// EXTERNAL MODULE: ./src/release/release-record.js
var release_record = __webpack_require__(40415);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
// EXTERNAL MODULE: ./src/release/wanted-release.js + 1 modules
var wanted_release = __webpack_require__(16923);
;// CONCATENATED MODULE: ./src/release/roll-deployment.js













/** Leads the clients from what runs to what is wanted. @throws RemoteError when a client doesn't become ready. */
async function rollDeployment(inputs, ports) {
    const { log, signal } = ports;
    const environment = await (0,open_step/* openEnvironment */.Ay)(inputs, ports, ['chain', 'cluster', ...(0,wanted_release/* releaseNeeds */.Tm)(inputs)]);
    const store = await (0,open_step/* openEnvironmentStore */.RZ)(environment, inputs, ports);
    const wanted = await (0,wanted_release/* resolveRelease */.CM)(environment, store, inputs, ports);
    const { namespace } = environment.cluster;
    const cluster = await (0,open_cluster/* openCluster */.D)({ settings: environment.cluster, signal, log });
    const repinned = await (0,cluster_pin/* requirePinnedCluster */.w)(environment, cluster, store, { ...inputs, mode: 'plan' });
    if (repinned !== undefined)
        log.warning(repinned);
    const notChecked = await (0,password_gate/* requirePasswords */.M)(environment, cluster, wanted.clients);
    if (notChecked !== undefined)
        log.warning(notChecked);
    const objects = await (0,wanted_release/* composeClients */.Bw)(wanted, cluster, namespace, (0,digest_key/* digestKey */.C)(ports.secrets, undefined));
    const waves = (0,rollout_plan/* planRollout */.n)(objects, await (0,observed_clients/* observeClients */.xU)(cluster, namespace, objects), wanted.roles);
    const steps = waves.flatMap((wave) => wave.steps);
    await requireCode(environment, wanted, ports);
    if (inputs.mode === 'apply')
        return await apply({ environment, store, cluster, wanted, waves }, inputs, ports);
    for (const { client, action, reason } of steps)
        log.info(`${client}: ${action}: ${reason}`);
    const unchanged = steps.filter(({ action }) => action === 'unchanged').length;
    ports.summary.add({
        title: `Clients of ${environment.name}: plan`,
        severity: unchanged === steps.length ? 'unchanged' : 'changed',
        columns: ['client', 'role', 'action', 'why'],
        rows: steps.map(({ client, role, action, reason }) => ({
            severity: action === 'unchanged' ? 'unchanged' : 'changed',
            cells: [client, role, action, reason],
        })),
    });
    const isStored = wanted.release && (await (0,store_layout/* isPublished */.HF)(store, 'releases', (0,release_record/* releaseDocument */.b8)(wanted.release)));
    return {
        release: isStored ? (0,release_record/* releaseDigest */.cS)(wanted.release) : undefined,
        contracts: wanted.release?.contracts,
        configurations: wanted.release?.configurations,
        changed: steps.some(({ action }) => action === 'create' || action === 'update'),
        writes: 0,
        updated: steps.length - unchanged,
        unchanged,
    };
}
async function apply({ environment, store, cluster, wanted, waves }, inputs, ports) {
    const { log, signal } = ports;
    if (wanted.release === undefined)
        throw new Error('an apply always has its release');
    const pointer = (0,store_layout/* pointerName */.Jy)(environment.name, 'latest');
    const seen = await (0,store_pointer/* readPointer */.q)(store, pointer);
    await (0,cluster_pin/* requirePinnedCluster */.w)(environment, cluster, store, inputs);
    const document = (0,release_record/* releaseDocument */.b8)(wanted.release);
    const release = (0,release_record/* releaseDigest */.cS)(wanted.release);
    if (!(await (0,store_layout/* isPublished */.HF)(store, 'releases', document)))
        await (0,store_layout/* publish */.mk)(store, 'releases', document, ports);
    const { namespace } = environment.cluster;
    const result = await rollOut(waves, {
        cluster,
        namespace,
        clientDeadlineMs: inputs.clientTimeoutMs,
        signal,
        log,
        // Again: nothing stands between this look at the chain and the first write to the cluster.
        beforeFirstWrite: () => requireCode(environment, wanted, ports),
    });
    ports.summary.add(clientsSection(environment.name, result));
    requireReady(result);
    if ((await (0,store_pointer/* movePointer */.T)(store, pointer, release, seen)) === 'conflict') {
        throw new errors/* UserError */.yo(`the clients run release ${release}, but another run has moved ${pointer} meanwhile: let one workflow at a time work on ${environment.name}, and run this one again`);
    }
    const updated = result.clients.filter(({ outcome }) => outcome === 'deployed').length;
    log.info(`Release ${release}: ${(0,counted/* counted */.h)(updated, 'client')} rolled, ${result.clients.length - updated} unchanged`);
    const { contracts, configurations } = wanted.release;
    return {
        release,
        contracts,
        configurations,
        changed: result.isChanged,
        writes: result.writes,
        updated,
        unchanged: result.clients.length - updated,
    };
}
/** Contracts before clients. @throws UserError when the chain doesn't have the record's code at every address now. */
async function requireCode(environment, wanted, ports) {
    const chain = (0,chain_gate/* openEnvironmentChain */.F)(environment, ports);
    const { contracts, recipes, isPredicted } = wanted;
    const findings = isPredicted
        ? await (0,literal_addresses/* literalFindings */._)(environment, chain, contracts, recipes, ports.signal)
        : await (0,chain_gate/* codeFindings */.e)(environment, chain, contracts, recipes, ports);
    if (findings.length === 0)
        return;
    const advice = {
        message: 'nothing was written to the cluster: run migrate-contracts first, give the right contract record, or correct the address',
    };
    throw new errors/* UserError */.yo([...findings, advice]);
}
function requireReady({ clients }) {
    const failures = clients.flatMap(({ client, failure }) => failure === undefined ? [] : [(0,client_failure/* describeFailure */.Ic)(client, failure)]);
    if (failures.length === 0)
        return;
    const waiting = clients.filter(({ outcome }) => outcome === 'not-started').map(({ client }) => client);
    const rest = waiting.length === 0 ? '' : `\nnot rolled, because the wave before them failed: ${waiting.join(', ')}`;
    throw new errors/* RemoteError */.Hi(`${failures.join('\n')}${rest}`);
}


/***/ })

};

