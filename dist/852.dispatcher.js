export const id = 852;
export const ids = [852];
export const modules = {

/***/ 36667:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ tellStopped),
/* harmony export */   f: () => (/* binding */ failedRoll)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16392);

/** Attached to the error that ends a red roll-out. */
const failedRoll = (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .createAttachment */ .c)();
/** What is told of a run that was stopped before it came to the clients: nothing of them is known, and nothing was written. */
function tellStopped(error, signal) {
    if (!signal.aborted || failedRoll.of(error) !== undefined)
        return;
    failedRoll.attach(error, { outcome: 'cancelled', changed: false, writes: 0, updated: 0, unchanged: 0, clients: [] });
}


/***/ }),

/***/ 15687:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  i: () => (/* binding */ finishFirst),
  Z: () => (/* binding */ takeBackFirst)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/cluster/api/open-cluster.js
var open_cluster = __webpack_require__(64621);
// EXTERNAL MODULE: ./src/cluster/api/clock.js
var api_clock = __webpack_require__(65850);
// EXTERNAL MODULE: ./src/cluster/api/namespace-store.js + 3 modules
var namespace_store = __webpack_require__(26209);
// EXTERNAL MODULE: ./src/cluster/record/namespace-lock.js + 2 modules
var namespace_lock = __webpack_require__(46873);
// EXTERNAL MODULE: ./src/cluster/record/roll-out-record.js + 3 modules
var roll_out_record = __webpack_require__(66808);
// EXTERNAL MODULE: ./src/cluster/roll/finish-going-back.js
var finish_going_back = __webpack_require__(32667);
// EXTERNAL MODULE: ./src/cluster/network/careful-apply.js + 2 modules
var careful_apply = __webpack_require__(67541);
// EXTERNAL MODULE: ./src/cluster/network/held-cluster.js
var held_cluster = __webpack_require__(36044);
// EXTERNAL MODULE: ./src/cluster/network/reading-limit.js
var reading_limit = __webpack_require__(98800);
// EXTERNAL MODULE: ./src/cluster/network/record-state.js + 1 modules
var record_state = __webpack_require__(16515);
;// CONCATENATED MODULE: ./src/cluster/network/finish-way-back.js









const never = new AbortController().signal;
/**
 * Finishes the way back that a killed run had begun, by what the record says alone: for a run that can't make its own plan.
 * Nothing is decided here: where going back isn't allowed, or another run is at it, the record stays as it is.
 * @returns `undefined` when there was nothing to finish, or it could not be begun.
 */
async function finishWayBack(options) {
    const { cluster, namespace, environment, digestKey, run, lock, limits, log, signal, clock = api_clock/* systemClock */.ml } = options;
    // Whoever doesn't know the key can't write the record.
    if (digestKey === undefined)
        return undefined;
    const limit = (0,reading_limit/* limitReading */.e)(options);
    const read = () => limit.within(() => (0,roll_out_record/* readRollOutRecord */.r)({
        ...{ namespace, environment, digestKey, run, clock },
        cluster: cluster.withSignal(limit.signal),
        now: () => cluster.serverNow() ?? new Date(),
    }));
    if ((await read()).unfinished?.state !== 'going-back')
        return undefined;
    const answer = await (0,namespace_lock/* acquireNamespaceLock */.t)({ cluster: cluster.withSignal(never), namespace, holder: run, ...lock, log }, signal);
    if (answer.kind === 'held')
        return undefined;
    const { lease } = answer;
    const store = (0,namespace_store/* openNamespaceStore */.H)({ ...options, cluster: limit.cluster });
    try {
        const record = await read();
        if (record.unfinished?.state !== 'going-back')
            return undefined;
        log.info(`The run ${record.unfinished.run} did not finish going back: that comes first`);
        const nothing = { shared: [], clients: [] };
        const { release } = record.unfinished;
        const state = (0,record_state/* createRollOutState */.L)(nothing, record, store, {
            ...{ cluster, namespace, release, log, beforeFirstWrite: async () => { } },
        });
        const reason = await options.mayGoBack(state.releasesBefore);
        if (reason !== undefined) {
            log.warning(`It is not finished now: ${reason}`);
            return undefined;
        }
        await limit.within(() => store.synced);
        const baseline = await state.resume();
        const held = (0,held_cluster/* heldCluster */.m)(cluster, lease, (0,careful_apply/* createCarefulApply */.p)(cluster, [], options), signal);
        const { maxParallel, redact, bakeMs, isSameImage } = options;
        return await (0,finish_going_back/* finishGoingBack */.$)(baseline, {
            // Who decides by majority isn't known: all are spared as if they did.
            ...{ roles: [], voters: new Set([...baseline.owners.values()].map(({ role }) => role)) },
            ...{ maxParallel, limits, state, cancelled: signal, lockLost: lease.lost },
            // What of the pods' words is secret stands in files that perhaps can't be read.
            ports: { cluster: held, store, namespace, clock, log, redact, bakeMs, isSameImage, isMute: true },
            mayGoBack: async () => undefined,
            chosen: record.head?.goingBack,
        });
    }
    finally {
        store.close();
        await lease.release();
    }
}

// EXTERNAL MODULE: ./src/environment/glimpse.js
var glimpse = __webpack_require__(77719);
// EXTERNAL MODULE: ./src/environment/read-file.js
var read_file = __webpack_require__(8509);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/values/digest.js
var digest = __webpack_require__(83389);
// EXTERNAL MODULE: ./src/release/cluster-pin.js
var cluster_pin = __webpack_require__(53388);
// EXTERNAL MODULE: ./src/release/failed-roll.js
var failed_roll = __webpack_require__(36667);
// EXTERNAL MODULE: ./src/release/open-step.js + 20 modules
var open_step = __webpack_require__(90731);
// EXTERNAL MODULE: ./src/release/roll-options.js + 3 modules
var roll_options = __webpack_require__(59833);
// EXTERNAL MODULE: ./src/release/roll-outcome.js + 1 modules
var roll_outcome = __webpack_require__(75959);
// EXTERNAL MODULE: ./src/release/way-back-gate.js
var way_back_gate = __webpack_require__(963);
;// CONCATENATED MODULE: ./src/release/finish-first.js











/**
 * Does what comes before a roll-out. Where that stops (a mistake in a file, a tag that can't be resolved, a contract that
 * isn't there), a way back that a killed run had begun is finished first: the network is not to stay half-way for a mistake
 * in what is new.
 * @throws what stopped it, or RemoteError that says that too where the network isn't back
 */
async function finishFirst(inputs, ports, prepare) {
    try {
        return await prepare();
    }
    catch (error) {
        // Where a server didn't answer, it would be asked for minutes again.
        if (inputs.mode !== 'apply' || !(error instanceof errors/* UserError */.yo) || ports.signal.aborted)
            throw error;
        try {
            await takeBackFirst(inputs, ports);
        }
        catch (back) {
            const report = back instanceof errors/* RemoteError */.Hi ? failed_roll/* failedRoll */.f.of(back) : undefined;
            // Where nobody could try, what stopped the run says why, or the next one does.
            if (!(back instanceof errors/* RemoteError */.Hi) || report === undefined)
                throw error;
            const { exitCode } = back;
            const both = new errors/* RemoteError */.Hi(`${back.message}\n${error.message}`, { exitCode, cause: error });
            failed_roll/* failedRoll */.f.attach(both, report);
            throw both;
        }
        throw error;
    }
}
/**
 * Finishes the way back of a run that was killed in it, by keep-deploy.yml and the record alone.
 * @returns how many requests wrote for it
 * @throws RemoteError with what became of the roll-out when the network isn't back then
 */
async function takeBackFirst(inputs, ports) {
    const { log, summary, redact, signal } = ports;
    const environment = await bareEnvironment(inputs, ports);
    if (environment === undefined)
        return 0;
    const store = await (0,open_step/* openStoreAt */.DS)(environment.store, inputs, ports);
    const cluster = await (0,open_cluster/* openCluster */.D)({ settings: environment.cluster, environment: ports.passedOn, signal, log });
    await (0,cluster_pin/* requirePinnedCluster */.w)(environment, cluster, store, { repin: inputs.repin, mode: 'plan' });
    const nobody = {
        manifest: { container: '', template: undefined, own: {}, shared: [] },
        clients: [],
        roles: [],
        voters: [],
    };
    const ended = await finishWayBack({
        ...(0,roll_options/* rollOptionsOf */.N)(cluster, environment, nobody, inputs, ports),
        mayGoBack: (before) => (0,way_back_gate/* whyNotBack */.h)(environment, store, before.map(digest/* parseDigest */.m), ports),
    });
    if (ended === undefined)
        return 0;
    summary.add((0,roll_outcome/* clientsSection */.AI)(environment.name, ended, redact));
    if (ended.outcome !== 'failed-rolled-back' && ended.outcome !== 'failed-halted')
        (0,roll_outcome/* requireDeployed */.gQ)(ended, redact);
    log.info('The way back that a run before had begun is finished');
    return ended.writes;
}
/** What keep-deploy.yml alone says. `undefined` when that has mistakes itself, or no cluster. */
async function bareEnvironment({ environment: name, file: path }, { workspace }) {
    const file = (0,external_node_path_.relative)(workspace, path);
    const seen = await (0,glimpse/* glimpse */.m)({ readFile: (0,read_file/* workspaceFiles */.PZ)(workspace), file, environment: name });
    if (seen?.cluster === undefined)
        return undefined;
    const { chain, cluster, store } = seen;
    return {
        ...{ name, file, folder: '', chain, cluster, store, contracts: undefined, clients: undefined },
        ...{ warnings: [], secretReferences: [], placesOf: () => [], locate: () => ({ file, line: 1, column: 1 }) },
        findings: (_, problems) => problems.map(({ message }) => ({ message })),
    };
}


/***/ }),

/***/ 28825:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  b: () => (/* binding */ lookForPasswords)
});

// EXTERNAL MODULE: ./src/cluster/manifest/secret-data.js
var secret_data = __webpack_require__(33646);
// EXTERNAL MODULE: ./src/cluster/api/cluster-port.js
var cluster_port = __webpack_require__(89164);
// EXTERNAL MODULE: ./src/cluster/api/parallel.js
var parallel = __webpack_require__(4529);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
;// CONCATENATED MODULE: ./src/cluster/manifest/password-secrets.js



/**
 * Looks whether the password of every client is there, or is written with it. Each Secret is read by name, and only its keys
 * are kept.
 * @param written the keys of each Secret that the manifests hold.
 */
async function checkPasswords(cluster, namespace, clients, written) {
    const asked = clients.filter(({ password: { secret, key } }) => written.get(secret)?.has(key) !== true);
    const names = [...new Set(asked.map(({ password }) => password.secret))];
    const read = await (0,parallel/* inParallel */.H)(names, 8, async (name) => [name, await keysOf(cluster, namespace, name)]);
    const keys = new Map(read);
    const missing = asked.flatMap(({ name: client, password: { secret, key } }) => {
        const found = keys.get(secret);
        if (found === 'not-allowed' || found?.has(key) === true)
            return [];
        const where = written.has(secret) ? 'in the manifests' : `of the namespace ${namespace}`;
        return found === undefined && !written.has(secret)
            ? [{ client, part: 'secret', message: `the namespace ${namespace} has no Secret ${secret}` }]
            : [{ client, part: 'key', message: `the Secret ${secret} ${where} has no key ${key}` }];
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

;// CONCATENATED MODULE: ./src/release/password-gate.js

/** A pod whose password isn't there doesn't start: better told before anything is written. */
async function lookForPasswords(environment, cluster, { clients, manifest }) {
    const { namespace } = environment.cluster;
    const written = (0,secret_data/* secretKeys */.DX)(manifest, clients.map(({ name }) => name));
    const { missing, notAllowed } = await checkPasswords(cluster, namespace, clients, written);
    const findings = missing.flatMap(({ client, part, message: what }) => {
        const message = `${what}: create it first, or write it into the manifests`;
        const wanted = clients.find(({ name }) => name === client)?.password[part];
        const written = environment.clients?.clients.find(({ name }) => name === client)?.password[part];
        // The files of a stored release may be others today.
        if (written !== wanted)
            return [{ message: `${client}: ${message}` }];
        return environment.findings('clients', [{ path: ['clients', client, 'password', part], message }]);
    });
    if (notAllowed.length === 0)
        return { findings, notChecked: undefined };
    const names = notAllowed.map((name) => `Secret ${name}`).join(', ');
    return { findings, notChecked: `Not checked whether the passwords are there: the kubeconfig may not read ${names}` };
}


/***/ }),

/***/ 77852:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rollDeployment: () => (/* binding */ rollDeployment)
});

// EXTERNAL MODULE: ./src/cluster/api/open-cluster.js
var open_cluster = __webpack_require__(64621);
// EXTERNAL MODULE: ./src/cluster/network/network-access.js + 1 modules
var network_access = __webpack_require__(62913);
// EXTERNAL MODULE: ./src/cluster/preflight/preflight-finding.js
var preflight_finding = __webpack_require__(23056);
// EXTERNAL MODULE: ./src/cluster/network/roll-to.js + 11 modules
var roll_to = __webpack_require__(95493);
// EXTERNAL MODULE: ./src/report/counted.js
var counted = __webpack_require__(50267);
// EXTERNAL MODULE: ./src/cluster/ownership/drift.js
var ownership_drift = __webpack_require__(54514);
// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/ownership/field-set.js
var field_set = __webpack_require__(10116);
// EXTERNAL MODULE: ./src/cluster/ownership/shown-value.js
var shown_value = __webpack_require__(50776);
;// CONCATENATED MODULE: ./src/cluster/roll/line-diff.js
/** Above so many pairs of lines in which two texts may differ, all of the old is taken out and all of the new put in. */
const mostPairs = 4_000_000;
/** The shortest way from one list of lines to another (longest common subsequence); deletions before insertions. */
function diffLines(before, after) {
    const head = before.findIndex((line, at) => line !== after[at]);
    const start = head === -1 ? before.length : head;
    let end = 0;
    const most = Math.min(before.length, after.length) - start;
    while (end < most && before.at(-1 - end) === after.at(-1 - end))
        end++;
    const kept = (lines) => lines.map((text) => ({ sign: ' ', text }));
    const [old, young] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
    const middle = old.length * young.length > mostPairs ? replaced(old, young) : aligned(old, young);
    return [...kept(before.slice(0, start)), ...middle, ...kept(before.slice(before.length - end))];
}
/** Only what differs, with so many lines around it; `…` stands for what is left out between. */
function withContext(lines, context) {
    const isNear = lines.map(() => false);
    lines.forEach(({ sign }, at) => {
        if (sign === ' ')
            return;
        for (let near = Math.max(0, at - context); near <= Math.min(lines.length - 1, at + context); near++)
            isNear[near] = true;
    });
    return lines.flatMap(({ sign, text }, at) => {
        if (isNear[at] === true)
            return [`${sign} ${text}`];
        return isNear[at - 1] === true && isNear.indexOf(true, at) !== -1 ? ['…'] : [];
    });
}
function replaced(before, after) {
    return [
        ...before.map((text) => ({ sign: '-', text })),
        ...after.map((text) => ({ sign: '+', text })),
    ];
}
function aligned(before, after) {
    const width = after.length + 1;
    // At [i, j]: how many lines the rest of `before` from i and the rest of `after` from j have in common.
    const common = new Uint32Array((before.length + 1) * width);
    const at = (i, j) => common[i * width + j] ?? 0;
    for (let i = before.length - 1; i >= 0; i--) {
        for (let j = after.length - 1; j >= 0; j--) {
            common[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
        }
    }
    const lines = [];
    let [i, j] = [0, 0];
    for (;;) {
        const [old, young] = [before[i], after[j]];
        if (old !== undefined && old === young) {
            lines.push({ sign: ' ', text: old });
            i++;
            j++;
        }
        else if (old !== undefined && (young === undefined || at(i + 1, j) >= at(i, j + 1))) {
            lines.push({ sign: '-', text: old });
            i++;
        }
        else if (young !== undefined) {
            lines.push({ sign: '+', text: young });
            j++;
        }
        else
            return lines;
    }
}

;// CONCATENATED MODULE: ./src/cluster/roll/list-pairs.js

/** By what the items of Kubernetes' lists are told apart, the most telling first. */
const keys = ['name', 'mountPath', 'devicePath', 'containerPort', 'port', 'topologyKey', 'ip', 'key'];
/**
 * Items of two lists that are the same thing, in the order of the new list, then what is gone; `undefined` for lists of other
 * things than maps, which are shown whole. Items without a key of their own are paired by their place.
 */
function pairItems(before, after) {
    if (![...before, ...after].every(field_set/* isMap */.jh))
        return undefined;
    const key = keys.find((candidate) => isKeyOf(before, candidate) && isKeyOf(after, candidate));
    if (key === undefined) {
        return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
            step: `i:${index}`,
            old: before[index],
            young: after[index],
        }));
    }
    const known = new Map(before.map((item) => [fieldOf(item, key), item]));
    const isLeft = new Set(after.map((item) => fieldOf(item, key)));
    const step = (item) => `k:${JSON.stringify({ [key]: fieldOf(item, key) })}`;
    return [
        ...after.map((item) => ({ step: step(item), old: known.get(fieldOf(item, key)), young: item })),
        ...before
            .filter((item) => !isLeft.has(fieldOf(item, key)))
            .map((item) => ({ step: step(item), old: item, young: undefined })),
    ];
}
function isKeyOf(items, key) {
    const values = items.map((item) => fieldOf(item, key));
    return (values.every((value) => typeof value === 'string' || typeof value === 'number') &&
        new Set(values).size === values.length);
}
function fieldOf(item, key) {
    return (0,field_set/* isMap */.jh)(item) ? item[key] : undefined;
}

;// CONCATENATED MODULE: ./src/cluster/roll/masked-diff.js





/**
 * What changes from one body to another, by path, a text of many lines by its lines; for logs that others read. What is
 * secret is only said to change. Deterministic: fields in the order of their names, items of lists as the new list has them.
 */
function maskedDiff(before, after, { object, shown, isBeforeLive = false, limit = 40 }) {
    const lines = [...changesIn(before, after, [], { object, shown, isBeforeLive })];
    if (lines.length <= limit)
        return lines;
    return [...lines.slice(0, limit - 1), `… and ${lines.length - limit + 1} more lines`];
}
/** What the server sets, and our own sum over all that is shown anyway. */
const leftOut = new Set([
    ...['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid'].map((field) => `metadata.${field}`),
    'status',
    `metadata.annotations.${kubernetes_object/* contentAnnotation */.X4}`,
    `spec.template.metadata.annotations.${kubernetes_object/* contentAnnotation */.X4}`,
]);
function* changesIn(before, after, path, context) {
    const { object, shown, isBeforeLive } = context;
    if (leftOut.has((0,field_set/* describePath */.NH)(path)) || isSame(before, after))
        return;
    const name = shown.text((0,field_set/* describePath */.NH)(path));
    if (after === undefined) {
        if (!isBeforeLive)
            yield `- ${name}${shownAs(before, path, context)}`;
        return;
    }
    const isHidden = shown.isHidden(object, path);
    // A hidden map tells the names in it: which key of a Secret is new, and nothing more.
    if ((0,field_set/* isMap */.jh)(after) && (before === undefined || (0,field_set/* isMap */.jh)(before)) && (path.length < 2 || (0,field_set/* isMap */.jh)(before) || isHidden)) {
        const inner = (0,field_set/* isMap */.jh)(before) ? before : {};
        for (const field of [...new Set([...Object.keys(inner), ...Object.keys(after)])].sort())
            yield* changesIn((0,field_set/* memberOf */.C5)(inner, field), (0,field_set/* memberOf */.C5)(after, field), [...path, `f:${field}`], context);
        return;
    }
    if (before === undefined) {
        yield* added(after, path, context);
        return;
    }
    if (isHidden) {
        yield `~ ${name}: changed (not shown)`;
        return;
    }
    const pairs = Array.isArray(before) && Array.isArray(after) ? pairItems(before, after) : undefined;
    if (pairs !== undefined) {
        for (const { step, old, young } of pairs)
            yield* changesIn(old, young, [...path, step], context);
        return;
    }
    if (typeof before === 'string' && typeof after === 'string' && isLong(before, after)) {
        yield `~ ${name}:`;
        for (const line of textDiff(before, after, shown))
            yield `    ${line}`;
        return;
    }
    const [was, is] = [before, after].map((value) => (0,shown_value/* showValue */.vp)(shown, object, path, value));
    yield was === is ? `~ ${name}: changed in what is not shown` : `~ ${name}: ${was} → ${is}`;
}
function* added(value, path, context) {
    const name = context.shown.text((0,field_set/* describePath */.NH)(path));
    if (typeof value === 'string' && value.includes('\n') && !context.shown.isHidden(context.object, path)) {
        yield `+ ${name}:`;
        for (const line of linesOf(context.shown.text(value)))
            yield `    ${cut(`+ ${line}`)}`;
    }
    else
        yield `+ ${name}${shownAs(value, path, context)}`;
}
function shownAs(value, path, { object, shown }) {
    return shown.isHidden(object, path) ? ' (not shown)' : `: ${(0,shown_value/* showValue */.vp)(shown, object, path, value ?? null)}`;
}
/**
 * Lines are told apart as they are and printed as they may be seen, so that a secret that changed shows as `***` twice; unless
 * masking changed the number of lines, then only what is seen is compared.
 */
function textDiff(before, after, shown) {
    const [was, is] = [linesOf(before), linesOf(after)];
    const [seenWas, seenIs] = [linesOf(shown.text(before)), linesOf(shown.text(after))];
    const isLineByLine = was.length === seenWas.length && is.length === seenIs.length;
    const lines = isLineByLine ? seenLines(diffLines(was, is), seenWas, seenIs) : diffLines(seenWas, seenIs);
    const text = withContext(lines, 2).map(cut);
    if (text.length > 0)
        return text;
    return [isSame(was, is) ? 'only the line break at its end changed' : 'changed in what is not shown'];
}
function seenLines(lines, seenBefore, seenAfter) {
    let [i, j] = [0, 0];
    return lines.map(({ sign }) => {
        const text = (sign === '+' ? seenAfter[j] : seenBefore[i]) ?? '';
        if (sign !== '+')
            i++;
        if (sign !== '-')
            j++;
        return { sign, text };
    });
}
/** White space stays as it is: in a configuration it tells what belongs to what. */
function cut(line) {
    return line.length <= 200 ? line : `${line.slice(0, 199).toWellFormed()}…`;
}
function linesOf(text) {
    return text.replace(/\n$/, '').split('\n');
}
function isLong(...texts) {
    return texts.some((text) => text.includes('\n'));
}
function isSame(one, other) {
    if (one === other)
        return true;
    if (Array.isArray(one) && Array.isArray(other))
        return one.length === other.length && one.every((item, at) => isSame(item, other[at]));
    if (!(0,field_set/* isMap */.jh)(one) || !(0,field_set/* isMap */.jh)(other))
        return false;
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => isSame((0,field_set/* memberOf */.C5)(one, key), (0,field_set/* memberOf */.C5)(other, key)));
}

;// CONCATENATED MODULE: ./src/cluster/roll/plan-summary.js



function reportPlan(environment, plan, shown, { lines: mostLines = 400, ofOneReason = 3 } = {}) {
    const rows = [
        ...plan.shared.map((step) => row('(all)', '', step.action, `${nameOf(step)}: ${step.reason}`, step.drift)),
        ...plan.clients.map(({ client, role, action, reason, drift }) => row(client, role, action, reason, drift)),
        ...plan.left.map(({ owner, kind, name, reason }) => row(owner || '(all)', '', 'left', `${kind} ${name}: ${reason}`)),
        ...plan.prune.map(({ owner, kind, name, reason }) => row(owner || '(all)', '', 'prune', `${kind} ${name}: ${reason}`)),
    ];
    return {
        section: {
            title: `Clients of ${environment}: plan`,
            severity: plan.isUnchanged ? 'unchanged' : 'changed',
            columns: ['client', 'role', 'action', 'why', 'drift'],
            rows,
        },
        details: shorten([...plan.shared.flatMap(ofShared(shown)), ...ofClients(plan, shown, ofOneReason)], mostLines),
    };
}
const severities = {
    prove: 'warned',
    left: 'warned',
    create: 'changed',
    update: 'changed',
    prune: 'changed',
    unchanged: 'unchanged',
};
const mostDrifts = 3;
function row(client, role, action, why, drift = []) {
    const told = drift.slice(0, mostDrifts).map(ownership_drift/* describeDrift */.ZP);
    const more = drift.length > mostDrifts ? [`and ${drift.length - mostDrifts} more`] : [];
    return {
        severity: drift.length > 0 ? 'warned' : severities[action],
        cells: [client, role, action, why, [...told, ...more].join('; ')],
    };
}
/** Those with drift first, then those that are alone with their reason; of many with the same the first few. */
function ofClients({ clients }, shown, ofOneReason) {
    const changed = clients.filter(({ action }) => action === 'create' || action === 'update');
    const groups = [...Map.groupBy(changed, ({ action, reason }) => `${action}: ${reason}`)].sort(([, one], [, other]) => Number(hasDrift(other)) - Number(hasDrift(one)) || one.length - other.length);
    return groups.flatMap(([what, steps]) => {
        const first = steps.slice(0, ofOneReason);
        const others = steps.slice(ofOneReason);
        const details = first.map((step) => ({
            title: `${step.client}: ${what}`,
            lines: step.objects.flatMap((object) => plan_summary_linesOf(object, shown)),
        }));
        if (others.length === 0)
            return details;
        const names = others.map(({ client }) => client).join(', ');
        return [...details, { title: `${(0,counted/* counted */.h)(others.length, 'more client')}: ${what}`, lines: [names] }];
    });
}
function hasDrift(steps) {
    return steps.some(({ drift }) => drift.length > 0);
}
function ofShared(shown) {
    return (step) => {
        if (step.action === 'unchanged')
            return [];
        return [{ title: `(all): ${step.action}: ${step.reason}`, lines: plan_summary_linesOf(step, shown) }];
    };
}
function plan_summary_linesOf(step, shown) {
    const { object, action, reason, before, drift, migrated } = step;
    if (action === 'unchanged')
        return [];
    const name = { kind: object.kind, name: object.metadata.name };
    const diff = maskedDiff(before?.body, object, { object: name, shown, isBeforeLive: before?.isLive ?? false });
    return [
        `${nameOf(step)}: ${action}: ${reason}`,
        ...drift.map((one) => `  drift: ${(0,ownership_drift/* describeDrift */.ZP)(one)}`),
        ...migrated.map((manager) => `  fields that ${manager} left become keep-deploy's`),
        ...diff.map((line) => `  ${line}`),
    ];
}
function nameOf({ object }) {
    return `${object.kind} ${object.metadata.name}`;
}
function shorten(details, mostLines) {
    const kept = [];
    let left = mostLines;
    for (const [at, detail] of details.entries()) {
        if (detail.lines.length + 1 > left) {
            const title = `${(0,counted/* counted */.h)(details.length - at, 'more change')}: left out, for the plan would get too long`;
            return [
                ...kept,
                {
                    title,
                    lines: details
                        .slice(at)
                        .map(({ title: what }) => what)
                        .slice(0, Math.max(0, left - 1)),
                },
            ];
        }
        kept.push(detail);
        left -= detail.lines.length + 1;
    }
    return kept;
}

// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/store/pointer.js
var store_pointer = __webpack_require__(24337);
// EXTERNAL MODULE: ./src/values/digest.js
var digest = __webpack_require__(83389);
// EXTERNAL MODULE: ./src/release/chain-gate.js
var chain_gate = __webpack_require__(58353);
// EXTERNAL MODULE: ./src/release/cluster-pin.js
var cluster_pin = __webpack_require__(53388);
// EXTERNAL MODULE: ./src/release/compose-objects.js + 1 modules
var compose_objects = __webpack_require__(29974);
// EXTERNAL MODULE: ./src/release/digest-key.js
var digest_key = __webpack_require__(23460);
// EXTERNAL MODULE: ./src/release/failed-roll.js
var failed_roll = __webpack_require__(36667);
// EXTERNAL MODULE: ./src/release/finish-first.js + 1 modules
var finish_first = __webpack_require__(15687);
// EXTERNAL MODULE: ./src/release/literal-addresses.js
var literal_addresses = __webpack_require__(2494);
// EXTERNAL MODULE: ./src/release/open-step.js + 20 modules
var open_step = __webpack_require__(90731);
// EXTERNAL MODULE: ./src/release/password-gate.js + 1 modules
var password_gate = __webpack_require__(28825);
// EXTERNAL MODULE: ./src/release/release-images.js + 5 modules
var release_images = __webpack_require__(66606);
// EXTERNAL MODULE: ./src/release/release-record.js
var release_record = __webpack_require__(40415);
// EXTERNAL MODULE: ./src/release/roll-options.js + 3 modules
var roll_options = __webpack_require__(59833);
// EXTERNAL MODULE: ./src/release/roll-outcome.js + 1 modules
var roll_outcome = __webpack_require__(75959);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
// EXTERNAL MODULE: ./src/release/told-together.js
var told_together = __webpack_require__(11834);
// EXTERNAL MODULE: ./src/release/wanted-release.js
var wanted_release = __webpack_require__(23157);
// EXTERNAL MODULE: ./src/cluster/api/pod-answer.js
var pod_answer = __webpack_require__(43058);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./src/smoke/ask-diagnostics.js
var ask_diagnostics = __webpack_require__(55128);
// EXTERNAL MODULE: ./src/smoke/client-checks.js + 1 modules
var client_checks = __webpack_require__(65615);
;// CONCATENATED MODULE: ./src/smoke/peer-check.js




const atOnce = 16;
/**
 * Whether each client sees a bootstrap among its peers. Only an answer that shows none is a failure: whether a client
 * answers at all is the smoke test's to say. Where the first can't be asked, the others aren't.
 */
async function checkPeers(options) {
    const { clients, withinMs } = options;
    const endsAt = performance.now() + withinMs;
    const [first, ...others] = clients;
    const ends = first === undefined ? [] : [await checkOne(first, endsAt, options)];
    const isPossible = ends[0]?.isPossible !== false;
    for (let at = 0; isPossible && at < others.length; at += atOnce) {
        const some = others.slice(at, at + atOnce);
        // One question each when somebody was silent already, and no further ones when the time is over: a thousand would add up.
        const isSilent = ends.some(({ unknown }) => unknown !== undefined);
        const asking = isSilent ? { ...options, answerWithinMs: 0 } : options;
        const isOver = at > 0 && performance.now() >= endsAt;
        const checkSome = isOver ? some.map(notAsked) : some.map((client) => checkOne(client, endsAt, asking));
        ends.push(...(await Promise.all(checkSome)));
    }
    return { alone: ends.flatMap(({ alone = [] }) => alone), unknown: ends.flatMap(({ unknown = [] }) => unknown) };
}
function notAsked({ name }) {
    return { unknown: `${name}: no time was left to ask it` };
}
async function checkOne(client, endsAt, options) {
    const { release, signal, everyMs = 1_000, answerWithinMs = 20_000 } = options;
    const silentUntil = Math.min(endsAt, performance.now() + answerWithinMs);
    for (;;) {
        signal.throwIfAborted();
        const reply = await (0,ask_diagnostics/* askDiagnostics */.y)(client, options, signal);
        const rows = (0,client_checks/* checkClient */.s)(client, reply, release);
        const seen = rows.find(({ check }) => check === 'peers');
        const isHeard = rows.some(({ check, result }) => check === 'answers' && result === 'passed');
        if (reply.kind === 'not-possible')
            return { unknown: `${client.name}: ${(0,plain_text/* excerpt */.Kb)(reply.why, 200)}`, isPossible: false };
        if (isHeard && seen?.result !== 'failed')
            return {};
        const leftMs = (isHeard ? endsAt : silentUntil) - performance.now();
        if (leftMs <= 0 || (reply.kind === 'answered' && !isHeard)) {
            const told = `${client.name}: ${seen?.detail ?? 'no answer'}`;
            return isHeard ? { alone: told } : { unknown: told };
        }
        await (0,promises_.setTimeout)(Math.min(everyMs, leftMs), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
}

// EXTERNAL MODULE: ./src/release/smoke-test.js + 3 modules
var smoke_test = __webpack_require__(71803);
;// CONCATENATED MODULE: ./src/release/wave-peers.js



/**
 * The checks among peers at the end of a wave: each client that was changed is asked whether it sees a bootstrap. A wave
 * whose clients can't be asked goes on, which is said once.
 * @returns undefined where no client has a port for it, or there is no release yet (in a plan)
 */
function wavePeers(namespace, { release, recipes }, cluster, { log }) {
    const [bootstrapRole] = release?.roles ?? [];
    const ports = new Map(recipes.map(({ client, tree }) => [client, tree.Diagnostics?.Port]));
    const all = (release?.clients ?? []).map(({ name, role, address, peerId }) => {
        return { name, role, address, peerId, ports: { diagnostics: ports.get(name) ?? 0 } };
    });
    const isAlone = all.filter(({ role }) => role === bootstrapRole).length < 2;
    // The only bootstrap has nobody it must see.
    const asked = all.filter(({ role, ports: { diagnostics } }) => diagnostics > 0 && !(isAlone && role === bootstrapRole));
    if (bootstrapRole === undefined || asked.length === 0)
        return undefined;
    let isSaid = false;
    return async (pods, { withinMs, signal }) => {
        const podOf = new Map(pods.map(({ client, pod }) => [client, pod]));
        const { alone, unknown } = await checkPeers({
            release: { clients: all, bootstrapRole },
            clients: asked.filter(({ name }) => podOf.has(name)),
            diagnostics: ({ name, ports: { diagnostics: port } }) => (0,pod_answer/* askClient */.F)(cluster, {
                ...{ namespace, client: name, pod: podOf.get(name), port, path: '/diagnostics' },
                timeoutMs: smoke_test.questionTimeoutMs,
            }),
            ...{ withinMs, signal },
            // Who was silent once isn't waited for in each wave.
            ...(isSaid && { answerWithinMs: 0 }),
        });
        if (unknown.length > 0 && !isSaid) {
            isSaid = true;
            log.warning(`Whether the clients see their peers is not known, and not counted against them: ${unknown[0]}`);
        }
        return alone.length === 0 ? undefined : alone.slice(0, 5).join('; ');
    };
}

// EXTERNAL MODULE: ./src/release/way-back-gate.js
var way_back_gate = __webpack_require__(963);
;// CONCATENATED MODULE: ./src/release/roll-deployment.js






















/** Leads the clients from what runs to what is wanted, or back. @throws RemoteError when not all are as wanted in the end */
async function rollDeployment(inputs, ports) {
    try {
        const prepared = await (0,finish_first/* finishFirst */.i)(inputs, ports, () => prepare(inputs, ports));
        return await (inputs.mode === 'apply' ? apply : plan)(prepared, inputs, ports);
    }
    catch (error) {
        (0,failed_roll/* tellStopped */.B)(error, ports.signal);
        throw error;
    }
}
/** Everything that is to be rolled, from the files to the chain. @throws UserError with what stands against it */
async function prepare(inputs, ports) {
    const { log, signal } = ports;
    const environment = await (0,open_step/* openEnvironment */.Ay)(inputs, ports, ['chain', 'cluster', ...(0,wanted_release/* releaseNeeds */.Tm)(inputs)]);
    const store = await (0,open_step/* openEnvironmentStore */.RZ)(environment, inputs, ports);
    const wanted = await (0,wanted_release/* resolveRelease */.CM)(environment, store, inputs, ports);
    if (inputs.release === undefined)
        await (0,release_images/* tellTags */.Dg)(environment, store, wanted.images, ports);
    const { namespace } = environment.cluster;
    const cluster = await (0,open_cluster/* openCluster */.D)({ settings: environment.cluster, environment: ports.passedOn, signal, log });
    const key = (0,digest_key/* digestKey */.C)(ports.secrets, undefined);
    const identity = await (0,network_access/* identifyFor */.cj)((0,compose_objects/* intentOf */.o)(inputs.mode, wanted, namespace, key), cluster, namespace);
    const repinned = await (0,cluster_pin/* requirePinnedCluster */.w)(environment, cluster, store, { ...inputs, mode: 'plan', identity });
    if (repinned !== undefined)
        log.warning(repinned);
    const passwords = await (0,password_gate/* lookForPasswords */.b)(environment, cluster, wanted);
    if (passwords.notChecked !== undefined)
        log.warning(passwords.notChecked);
    const objects = await (0,compose_objects/* composeObjects */.l)(wanted, cluster, namespace, key);
    const against = [...passwords.findings, ...(await findingsOfCode(environment, wanted, ports))];
    const options = (0,roll_options/* rollOptionsOf */.N)(cluster, environment, wanted, inputs, ports);
    await (0,told_together/* toldTogether */.U)(against, noCode(against.length > passwords.findings.length), async () => {
        // Where nothing was found, the cluster is asked when its turn comes.
        if (against.length > 0)
            (0,preflight_finding/* requireNoErrors */.c)((await (0,roll_to/* planRollTo */.AN)(objects, inputs.mode, options)).findings, log);
    });
    return { environment, store, cluster, identity, wanted, objects };
}
async function plan(prepared, inputs, ports) {
    const { environment, store, wanted, objects } = prepared;
    const { log, summary } = ports;
    const { plan: found, shown, findings, } = await (0,roll_to/* planRollTo */.AN)(objects, 'plan', (0,roll_options/* rollOptionsOf */.N)(prepared.cluster, environment, wanted, inputs, ports));
    for (const { client, action, reason } of found.clients)
        log.info(`${client}: ${action}: ${reason}`);
    for (const { owner, kind, name, reason } of found.prune)
        log.info(`${owner || '(all)'}: prune: ${kind} ${name}: ${reason}`);
    const { section, details } = reportPlan(environment.name, found, shown);
    summary.add(section);
    for (const { title, lines } of details) {
        await log.group((0,plain_text/* excerpt */.Kb)(title), async () => log.untrusted('plan', lines.join('\n')));
    }
    (0,preflight_finding/* requireNoErrors */.c)(findings, log);
    const isStored = wanted.release && (await (0,store_layout/* isPublished */.HF)(store, 'releases', (0,release_record/* releaseDocument */.b8)(wanted.release)));
    const unchanged = found.clients.filter(({ action }) => action === 'unchanged').length;
    return {
        release: isStored ? (0,release_record/* releaseDigest */.cS)(wanted.release) : undefined,
        contracts: wanted.release?.contracts,
        configurations: wanted.release?.configurations,
        outcome: found.isUnchanged ? 'unchanged' : 'deployed',
        changed: !found.isUnchanged,
        writes: 0,
        updated: found.clients.length - unchanged,
        unchanged,
        clients: plannedClients(found),
    };
}
function plannedClients({ clients, leaving }) {
    return [
        ...clients.map(({ client, role, action }) => ({ client, role, result: action })),
        ...leaving.map((client) => ({ client, role: '', result: 'remove' })),
    ];
}
async function apply(prepared, inputs, ports) {
    const { environment, store, cluster, identity, wanted, objects } = prepared;
    const { log } = ports;
    if (wanted.release === undefined)
        throw new Error('an apply always has its release');
    const pointer = (0,store_layout/* pointerName */.Jy)(environment.name, 'latest');
    const seen = await (0,store_pointer/* readPointer */.q)(store, pointer);
    await (0,cluster_pin/* requirePinnedCluster */.w)(environment, cluster, store, { ...inputs, identity });
    const document = (0,release_record/* releaseDocument */.b8)(wanted.release);
    const release = (0,release_record/* releaseDigest */.cS)(wanted.release);
    if (!(await (0,store_layout/* isPublished */.HF)(store, 'releases', document)))
        await (0,store_layout/* publish */.mk)(store, 'releases', document, ports);
    const rolled = withEarlier(await (0,roll_to/* rollTo */.x7)(objects, optionsOf(prepared, release, inputs, ports)), inputs.writesBack);
    ports.summary.add((0,roll_outcome/* clientsSection */.AI)(environment.name, rolled, ports.redact));
    (0,roll_outcome/* requireDeployed */.gQ)(rolled, ports.redact);
    const report = (0,roll_outcome/* reportOf */.EI)(rolled);
    if ((await (0,store_pointer/* movePointer */.T)(store, pointer, release, seen)) === 'conflict') {
        const error = new errors/* UserError */.yo(`the clients run release ${release}, but another run has moved ${pointer} meanwhile: let one workflow at a time work on ${environment.name}, and run this one again`);
        failed_roll/* failedRoll */.f.attach(error, report);
        throw error;
    }
    log.info(`Release ${release}: ${(0,counted/* counted */.h)(report.updated, 'client')} rolled, ${report.unchanged} unchanged`);
    const { contracts, configurations } = wanted.release;
    return { release, contracts, configurations, ...report };
}
function withEarlier(rolled, writes = 0) {
    if (writes === 0)
        return rolled;
    const outcome = rolled.outcome === 'unchanged' ? 'deployed' : rolled.outcome;
    return { ...rolled, outcome, writes: rolled.writes + writes, isChanged: true };
}
function optionsOf({ environment, store, cluster, wanted }, release, inputs, ports) {
    const { namespace } = environment.cluster;
    const checkPeers = wavePeers(namespace, wanted, cluster, ports);
    return {
        ...(0,roll_options/* rollOptionsOf */.N)(cluster, environment, wanted, inputs, ports),
        ...{ checkPeers, isAsking: checkPeers !== undefined },
        release,
        beforeFirstWrite: () => requireCode(environment, wanted, ports),
        mayGoBack: (before) => (0,way_back_gate/* whyNotBack */.h)(environment, store, before.map(digest/* parseDigest */.m), ports),
    };
}
/** Contracts before clients. @throws UserError when the chain doesn't have the record's code at every address now. */
async function requireCode(environment, wanted, ports) {
    const findings = await findingsOfCode(environment, wanted, ports);
    if (findings.length > 0)
        throw new errors/* UserError */.yo(findings, { advice: noCode(true) });
}
function findingsOfCode(environment, { contracts, recipes, isPredicted }, ports) {
    const chain = (0,chain_gate/* openEnvironmentChain */.F)(environment, ports);
    return isPredicted
        ? (0,literal_addresses/* literalFindings */._)(environment, chain, contracts, recipes, ports.signal)
        : (0,chain_gate/* codeFindings */.e)(environment, chain, contracts, recipes, ports);
}
function noCode(isCode) {
    const advice = 'run migrate-contracts first, give the right contract record, or correct the address';
    return `nothing was written to the cluster${isCode ? `: where there is no code, ${advice}` : ''}`;
}


/***/ }),

/***/ 59833:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ rollOptionsOf)
});

// EXTERNAL MODULE: ./src/cluster/manifest/reference-check.js
var reference_check = __webpack_require__(29225);
// EXTERNAL MODULE: ./src/cluster/manifest/manifest-values.js
var manifest_values = __webpack_require__(72351);
// EXTERNAL MODULE: ./src/cluster/manifest/name-check.js
var name_check = __webpack_require__(32299);
// EXTERNAL MODULE: ./src/cluster/manifest/references.js
var references = __webpack_require__(44011);
// EXTERNAL MODULE: ./src/cluster/manifest/written-object.js
var written_object = __webpack_require__(52736);
;// CONCATENATED MODULE: ./src/cluster/manifest/object-places.js




/** Of every object that the manifests make for these clients. */
function objectPlaces(manifest, clients) {
    const written = new Map();
    for (const each of manifest.shared)
        written.set((0,references/* objectKey */.T5)((0,written_object/* kindOf */.I)(each), (0,written_object/* nameOf */.Vb)(each) ?? ''), each);
    for (const client of clients) {
        const { workload, beside, name, isTemplate } = (0,written_object/* manifestOf */.$V)(manifest, client);
        for (const each of [workload, ...beside]) {
            const becomes = isTemplate ? (0,name_check/* clientsName */.iM)((0,written_object/* nameOf */.Vb)(each), name, client) : ((0,written_object/* nameOf */.Vb)(each) ?? '');
            written.set((0,references/* objectKey */.T5)((0,written_object/* kindOf */.I)(each), becomes), each);
        }
    }
    return ({ kind, metadata }, saying = '') => {
        const found = written.get((0,references/* objectKey */.T5)(kind, metadata.name));
        return found === undefined ? {} : (0,written_object/* placeOf */.$t)(found, fieldNamedIn(saying, found.object));
    };
}
/** `spec.template.spec.containers[0].image`, `….containers[name="client"].image`, `metadata.labels[a/b]` */
const field = /(?:^|[^\w./-])\.?((?:metadata|spec|data|stringData|rules|roleRef|subjects)(?:\.[A-Za-z][\w-]*|\[[^\]\s]*\])+)/;
/** The path of the first field that a text names, as far as it leads in this object. Pure. */
function fieldNamedIn(text, object) {
    const steps = field.exec(text)?.[1]?.match(/[A-Za-z][\w-]*(?![^[]*\])|\[[^\]]*\]/g) ?? [];
    const path = [];
    for (const step of steps) {
        const next = step.startsWith('[') ? entryOf((0,manifest_values/* valueAt */.fK)(object, path), step.slice(1, -1)) : step;
        if (next === undefined)
            break;
        path.push(next);
    }
    return path;
}
/** What brackets mean: a place in a list, an entry by its keys, or a key of a map. */
function entryOf(value, step) {
    if (!Array.isArray(value))
        return step.replaceAll(/^"|"$/g, '');
    if (/^\d+$/.test(step))
        return Number(step);
    const keys = [...step.matchAll(/([A-Za-z]\w*)="?([^",]*)"?/g)];
    const index = value.findIndex((entry) => (0,manifest_values/* isMap */.jh)(entry) && keys.every(([, key = '', wanted]) => entry[key] === undefined || String(entry[key]) === wanted));
    return index < 0 || keys.length === 0 ? undefined : index;
}

// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
// EXTERNAL MODULE: ./src/cluster/registry/image-reference.js
var image_reference = __webpack_require__(21530);
// EXTERNAL MODULE: ./src/cluster/registry/registry-http.js + 1 modules
var registry_http = __webpack_require__(60845);
// EXTERNAL MODULE: ./src/cluster/registry/registry-login.js + 1 modules
var registry_login = __webpack_require__(75297);
// EXTERNAL MODULE: ./src/cluster/registry/registry-manifest.js
var registry_manifest = __webpack_require__(60736);
;// CONCATENATED MODULE: ./src/cluster/registry/same-image.js






/**
 * A node knows an image by its configuration, and names one of the digests under which it ever pulled that: an index, or the
 * manifest of one platform. Whether two are the same image is asked of the wanted one's own repository, of nobody that a node
 * names, and once for each pair. They are when the manifests of one are all among the other's, or both are one platform's
 * with the same configuration. Where the registry can't tell, it is taken to be the same, with a warning: a network that
 * runs isn't taken back for a question that nobody answered.
 */
function createImageComparison(options) {
    const ask = (0,registry_http/* createRegistryHttp */.UY)(options);
    const authorization = (0,registry_login/* createRegistryAuthorization */.f)(ask, options.loginOf);
    const meaningOf = async (reference, digest) => {
        const answer = await (0,registry_manifest/* askForManifest */.e)('GET', reference, digest, ask, authorization);
        if (answer.status === 404)
            return undefined;
        if (answer.status !== 200)
            throw new errors/* RemoteError */.Hi(`${reference.registry} answered ${answer.status}`);
        if ((0,content_digest/* digestOf */.o)(answer.body) !== digest)
            throw new errors/* RemoteError */.Hi(`${reference.registry} sent other bytes than ${digest}`);
        return readMeaning(digest, answer.body);
    };
    const compare = async (wanted, found) => {
        try {
            const reference = (0,image_reference/* parseImageReference */.o_)(wanted);
            const is = await meaningOf(reference, reference.digest ?? '');
            if (is === undefined)
                throw new errors/* RemoteError */.Hi(`${reference.registry} does not have the wanted image any more`);
            const names = await meaningOf(reference, found);
            // What its repository doesn't have can't be it.
            return names !== undefined && isSame(is, names);
        }
        catch (error) {
            if (!options.signal.aborted && !(error instanceof errors/* RemoteError */.Hi || error instanceof errors/* UserError */.yo))
                throw error;
            tell(options.log, wanted, found, error);
            return true;
        }
    };
    const asked = new Map();
    return (wanted, found) => {
        const key = `${wanted} ${found}`;
        const answer = asked.get(key) ?? compare(wanted, found);
        asked.set(key, answer);
        return answer;
    };
}
function tell(log, wanted, found, error) {
    const why = (0,plain_text/* excerpt */.Kb)(error instanceof Error ? error.message : String(error), 300);
    log.warning(`a node names ${found} where ${wanted} was asked for; whether that is the same image can't be told (${why}), and it is taken to be: look at it when the registry answers`);
}
function isSame(one, other) {
    if (one.configuration !== undefined && one.configuration === other.configuration)
        return true;
    return isAmong(one, other) || isAmong(other, one);
}
function isAmong(one, other) {
    return one.manifests.every((digest) => other.manifests.includes(digest));
}
/** https://github.com/opencontainers/image-spec: an index lists platforms, and beside them what attests to them. */
function readMeaning(digest, body) {
    let value;
    try {
        value = JSON.parse(body.toString('utf8'));
    }
    catch {
        throw new errors/* RemoteError */.Hi(`${digest} is no manifest`);
    }
    const { manifests, config } = (value ?? {});
    if (!Array.isArray(manifests)) {
        const configuration = config?.digest;
        return {
            manifests: [digest],
            configuration: typeof configuration === 'string' ? configuration : undefined,
        };
    }
    const listed = manifests.flatMap((each) => {
        const { digest: one, platform } = (each ?? {});
        return typeof one === 'string' && platform?.os !== 'unknown' ? [one] : [];
    });
    if (listed.length === 0)
        throw new errors/* RemoteError */.Hi(`the index ${digest} lists no platform`);
    return { manifests: listed, configuration: undefined };
}

// EXTERNAL MODULE: ./src/release/digest-key.js
var digest_key = __webpack_require__(23460);
// EXTERNAL MODULE: ./src/release/release-images.js + 5 modules
var release_images = __webpack_require__(66606);
;// CONCATENATED MODULE: ./src/release/roll-settings.js
function rollSettings(given) {
    const policy = given.maxFailures === undefined ? given.onFailure : { maxFailures: given.maxFailures };
    return {
        policy,
        maxParallel: given.maxParallel,
        limits: {
            clientMs: given.clientTimeoutMs,
            waveMs: given.waveTimeoutMs,
            totalMs: given.rollTimeoutMs,
        },
        bakeMs: given.bakeMs,
        forcedManagers: given.forceManagers,
        lock: { waitMs: given.lockTimeoutMs, breakLock: given.breakLock },
    };
}

;// CONCATENATED MODULE: ./src/release/roll-options.js




/** What a roll-out is told beside its gates. */
function rollOptionsOf(cluster, { name: environment, cluster: { namespace } }, { manifest, clients, roles, voters }, settings, ports) {
    const { secrets, run, redact, log, signal } = ports;
    const secretClients = clients.filter(({ configuration }) => configuration.isSecret).map(({ name }) => name);
    const who = run.url ?? run.commit ?? 'a run at a terminal';
    return {
        ...{ cluster, namespace, environment, roles, redact, log, signal },
        ...rollSettings(settings),
        voters: new Set(voters),
        digestKey: (0,digest_key/* digestKey */.C)(secrets, undefined),
        run: run.attempt === undefined ? who : `${who}, attempt ${run.attempt}`,
        references: (0,reference_check/* externalReferences */.e)(manifest, namespace),
        accounts: new Map(clients.map(({ name, keyfile }) => [name, accountOf(keyfile.text)])),
        passwords: new Map(clients.map(({ name, password: { secret, key } }) => [name, { secret, key }])),
        placeOf: objectPlaces(manifest, clients.map(({ name }) => name)),
        remarks: (manifest.remarks ?? []).map((remark) => ({ severity: 'warning', ...remark })),
        isSameImage: createImageComparison({ ...(0,release_images/* registryOptions */._A)(ports), timeoutMs: comparingMs }),
        isSecret: ({ name }) => secretClients.some((client) => name.startsWith(`${client}-config-`)),
    };
}
/** One try of a question that a client's proof may have to wait for. */
const comparingMs = 3_000;
/** The address that a keyfile (Web3 Secret Storage) says it is of; the whole text where it doesn't. */
function accountOf(keyfile) {
    return /"address"\s*:\s*"(?:0x)?([0-9a-fA-F]{40})"/.exec(keyfile)?.[1] ?? keyfile;
}


/***/ }),

/***/ 75959:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  AI: () => (/* binding */ clientsSection),
  EI: () => (/* binding */ reportOf),
  gQ: () => (/* binding */ requireDeployed)
});

// UNUSED EXPORTS: outcomeExitCodes

// EXTERNAL MODULE: ./src/cluster/roll/headlines.js
var roll_headlines = __webpack_require__(75770);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/release/failed-roll.js
var failed_roll = __webpack_require__(36667);
;// CONCATENATED MODULE: ./src/release/network-standing.js
/** What each result means for what runs now, in the order of telling. */
const meanings = [
    [['failed-rolled-back', 'rolled-back'], 'went back'],
    [['rollback-failed'], 'could not go back'],
    [['failed-halted'], 'failed, left as it stands'],
    [['superseded'], 'left as somebody else changed it'],
    [['cancelled'], 'still under way'],
    [['not-started'], 'not rolled'],
    [['unchanged'], 'with nothing to change'],
];
/** Who runs the new version and who doesn't, in one sentence; `undefined` where it isn't some and some. */
function mixture(clients) {
    const named = (results) => clients.filter(({ result }) => results.includes(result)).map(({ client }) => client);
    const isNew = named(['deployed']);
    if (isNew.length === 0 || isNew.length + named(['unchanged']).length === clients.length)
        return undefined;
    const others = meanings.flatMap(([results, meaning]) => {
        const names = named(results);
        return names.length === 0 ? [] : [`${names.length} ${meaning}${listed(names)}`];
    });
    const all = [`${isNew.length} of ${clients.length} clients run the new version${listed(isNew)}`, ...others];
    return `the network is mixed: ${all.join(', ')}`;
}
/** A table has the names of many. */
function listed(names) {
    return names.length > 10 ? '' : ` (${names.join(', ')})`;
}
const order = [
    'rollback-failed',
    'failed-halted',
    'failed-rolled-back',
    'superseded',
    'cancelled',
    'rolled-back',
    'not-started',
    'deployed',
    'unchanged',
];
/** `1 failed-halted, 2 not-started`: in the words of the table's own column. */
function countResults(clients) {
    return order
        .map((wanted) => [clients.filter(({ result }) => result === wanted).length, wanted])
        .filter(([count]) => count > 0)
        .map((part) => part.join(' '))
        .join(', ');
}

;// CONCATENATED MODULE: ./src/release/roll-outcome.js




/** What a workflow tells outcomes apart by. Signals have their own (129, 130, 143). */
const outcomeExitCodes = {
    unchanged: 0,
    deployed: 0,
    'failed-rolled-back': 3,
    'failed-halted': 4,
    'rollback-failed': 5,
    superseded: 6,
    locked: 7,
    cancelled: 1,
};
function reportOf({ outcome, clients, writes, isChanged }) {
    const count = (wanted) => clients.filter(({ result }) => result === wanted).length;
    return {
        outcome,
        changed: isChanged,
        writes,
        updated: count('deployed'),
        unchanged: count('unchanged'),
        clients,
    };
}
/** @throws RemoteError that says what became of the network, unless all of it is as wanted. */
function requireDeployed(rolled, redact) {
    const { outcome, clients, why, notSettled } = rolled;
    if (outcome === 'unchanged' || outcome === 'deployed') {
        if (notSettled === undefined)
            return;
        throw failed(rolled, [`the clients are as wanted, but the roll-out record could not be closed: ${notSettled}`]);
    }
    const failures = (0,roll_headlines/* headlinesOf */.D)(clients, redact).map(({ text }) => text);
    const open = notSettled === undefined ? [] : [`the roll-out record could not be closed: ${notSettled}`];
    throw failed(rolled, [meaningOf(rolled), ...failures, ...why, ...open]);
}
function failed(rolled, lines) {
    const error = new errors/* RemoteError */.Hi(lines.join('\n'), { exitCode: outcomeExitCodes[rolled.outcome] || 1 });
    failed_roll/* failedRoll */.f.attach(error, reportOf(rolled));
    return error;
}
/** What the outcome means for the network, and what to do. */
function meaningOf({ outcome, clients }) {
    const names = (result) => clients
        .filter((client) => client.result === result)
        .map(({ client }) => client)
        .join(', ');
    const back = [names('failed-rolled-back'), names('rolled-back')].filter((one) => one !== '').join(', ');
    const mixed = mixture(clients);
    const andMixed = mixed === undefined ? '' : `; ${mixed}`;
    switch (outcome) {
        case 'failed-rolled-back':
            return mixed === undefined
                ? 'failed-rolled-back: the release failed; every client that was touched runs and is proved as before. Mend what is named below, and release again'
                : `failed-rolled-back: the release failed for a part of the clients, and that part is back, and proved; ${mixed}. Mend what is named below, and release again`;
        case 'failed-halted':
            return back === ''
                ? `failed-halted: the release failed and was left as it stands${mixed === undefined ? roll_outcome_listed('not rolled', names('not-started')) : andMixed}. Mend what is named below, and release again`
                : `failed-halted: the release failed; what ran before is proved as before (${back}), and clients that no release ever proved are left as they stand${andMixed}. Mend what is named below, and release again`;
        case 'rollback-failed':
            return `rollback-failed: the release failed, and the network is not back${roll_outcome_listed('not back', names('rollback-failed'))}${andMixed}. Look after these clients now`;
        case 'superseded':
            return `superseded: somebody else changed what was being rolled, and was not overwritten${roll_outcome_listed('theirs', names('superseded'))}`;
        case 'cancelled':
            return 'cancelled: the roll-out was stopped; run it again to finish it';
        case 'locked':
            return 'locked: nothing more was written';
        default:
            return outcome;
    }
}
function roll_outcome_listed(what, names) {
    return names === '' ? '' : ` (${what}: ${names})`;
}
const severityOf = {
    'rollback-failed': 'failed',
    'failed-halted': 'failed',
    'failed-rolled-back': 'failed',
    superseded: 'failed',
    cancelled: 'warned',
    'rolled-back': 'warned',
    deployed: 'changed',
    unchanged: 'unchanged',
    'not-started': 'unchanged',
};
/** What became of the clients, for the end of the run. */
function clientsSection(environment, { outcome, clients, isChanged }, redact) {
    const isFailed = outcome !== 'deployed' && outcome !== 'unchanged';
    const mixed = isFailed ? mixture(clients) : undefined;
    const headlines = (0,roll_headlines/* headlinesOf */.D)(clients, redact);
    // What several share stands beside the first of them.
    const why = (client) => headlines
        .filter((headline) => headline.clients.includes(client))
        .map(({ clients: [first], text, again }) => (first === client ? text : again))
        .join('; ');
    return {
        title: `Clients of ${environment}: ${outcome}`,
        severity: isFailed ? 'failed' : isChanged ? 'changed' : 'unchanged',
        ...(mixed !== undefined && { text: `${mixed.charAt(0).toUpperCase()}${mixed.slice(1)}.` }),
        ...(isFailed && clients.length > 0 && { count: countResults(clients) }),
        columns: ['client', 'role', 'outcome', 'pod', 'restarts', 'why'],
        rows: clients.map(({ client, role, result, pods, restartsBefore, restartsAfter }) => {
            const restarts = `${restartsBefore} → ${restartsAfter}`;
            return { severity: severityOf[result], cells: [client, role, result, pods.join(', '), restarts, why(client)] };
        }),
    };
}


/***/ }),

/***/ 11834:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ toldTogether)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);

/**
 * What a look gives, unless something was found before it: then everything is told in one error, with what the look finds.
 * Who mends one mistake is not to meet the next one only then. Where the other side doesn't answer the look, what was found
 * is told alone.
 * @param advice what holds for what was found.
 * @throws UserError where anything was found before.
 */
async function toldTogether(found, advice, look) {
    if (found.length === 0)
        return look();
    const others = await look().then(() => ({ findings: [], cause: undefined }), (cause) => {
        if (cause instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo)
            return { findings: cause.findings, cause };
        if (cause instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi)
            return { findings: [], cause };
        throw cause;
    });
    throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo([...found, ...others.findings], { advice, cause: others.cause });
}


/***/ }),

/***/ 963:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ whyNotBack)
/* harmony export */ });
/* harmony import */ var _contracts_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(92621);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(37122);
/* harmony import */ var _chain_gate_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(58353);
/* harmony import */ var _configuration_set_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(26147);
/* harmony import */ var _release_record_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(40415);
/* harmony import */ var _store_layout_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(67798);






/**
 * Contracts before clients, on the way back too: a client that is taken back to addresses without code would be worse off
 * than a broken one.
 * @param releases those that stood before: several where a mixture did; none where clients did that no release made
 * @returns why going back is not allowed
 */
async function whyNotBack(environment, store, releases, ports) {
    if (releases.length === 0)
        ports.log.warning('Which contracts the clients before stood on is not recorded: their addresses are not checked');
    const reasons = [];
    for (const release of releases)
        reasons.push(...(await whyNotTo(release, environment, store, ports)));
    return reasons.length === 0 ? undefined : reasons.join('; ');
}
async function whyNotTo(release, environment, store, ports) {
    try {
        const before = (0,_release_record_js__WEBPACK_IMPORTED_MODULE_0__/* .parseRelease */ .BC)(await (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_1__/* .fetchDocument */ .sW)(store, 'releases', release));
        const record = (0,_contracts_index_js__WEBPACK_IMPORTED_MODULE_2__/* .parseContractRecord */ .DM)(await (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_1__/* .fetchDocument */ .sW)(store, 'contract-records', before.contracts));
        const { recipes } = (0,_configuration_set_js__WEBPACK_IMPORTED_MODULE_3__/* .parseConfigurationSet */ .s0)(await (0,_store_layout_js__WEBPACK_IMPORTED_MODULE_1__/* .fetchDocument */ .sW)(store, 'configurations', before.configurations));
        const findings = await (0,_chain_gate_js__WEBPACK_IMPORTED_MODULE_4__/* .codeFindings */ .e)(environment, (0,_chain_gate_js__WEBPACK_IMPORTED_MODULE_4__/* .openEnvironmentChain */ .F)(environment, ports), record, recipes, ports);
        if (findings.length === 0)
            return [];
        return [
            `the release before, ${release}, needs contracts that are not there: ${findings.map(_report_index_js__WEBPACK_IMPORTED_MODULE_5__/* .describeFinding */ .jb).join('; ')}`,
        ];
    }
    catch (error) {
        if (!(error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_5__/* .RemoteError */ .Hi || error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_5__/* .UserError */ .yo))
            throw error;
        return [`whether the release before, ${release}, still has its contracts can't be told: ${error.message}`];
    }
}


/***/ })

};

