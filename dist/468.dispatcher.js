export const id = 468;
export const ids = [468];
export const modules = {

/***/ 84468:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   action: () => (/* binding */ action)
/* harmony export */ });
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(22024);
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(36667);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96405);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2726);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(90197);
/* harmony import */ var _rollout_check_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(33043);
/* harmony import */ var _shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77938);




const action = (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .defineAction */ .Q)({
    name: 'roll-deployment',
    description: "Rolls the clients of a network to a release, in waves, proves each, and takes the network back when one can't start",
    inputs: {
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentInputs */ .rg,
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .rolloutInputs */ .Ff,
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .lockInputs */ .NP,
        configurations: {
            description: 'The output `configurations` of render-client-config. Needed to apply, unless `release` is given.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .digest */ .br,
            isOptional: true,
        },
        release: {
            description: 'Digest of a stored release to roll again, instead of `configurations` and `image`: the manual redeploy.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .digest */ .br,
            isOptional: true,
        },
    },
    outputs: {
        release: { description: 'Digest of the release in the store; empty when a plan would store a new one.' },
        outcome: {
            description: 'unchanged, deployed, failed-rolled-back, failed-halted, rollback-failed, superseded, locked or cancelled (in a plan: unchanged, or deployed for what would be).',
        },
        changed: { description: 'true when something was written to the cluster (in a plan: would be written).' },
        writes: { description: 'Number of writes to the cluster.' },
        updated: {
            description: 'Number of clients that were created or updated, or proved that were not proved before (in a plan: would be).',
        },
        unchanged: { description: 'Number of clients left alone, which are proved as they stand.' },
        clients: {
            description: 'What became of each client, as JSON: client, role, result, revision, pods, restarts before and after (in a plan: client, role, and as result what would be done: create, update, prove, unchanged or remove).',
        },
    },
    check: ({ configurations, image, release, mode, ...rollout }) => [
        ...(0,_rollout_check_js__WEBPACK_IMPORTED_MODULE_3__/* .rolloutContradictions */ .S)({ image, ...rollout }),
        ...(release !== undefined && (configurations !== undefined || image !== undefined)
            ? ['inputs configurations and image belong to a new release; with input release leave them away']
            : []),
        ...(release === undefined && configurations === undefined && mode === 'apply'
            ? [
                'input configurations is missing; expected the output configurations of render-client-config, or input release',
            ]
            : []),
    ],
    async run(inputs, context) {
        (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_4__/* .keepHeapSmall */ .p)();
        try {
            const result = await (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_5__/* .rollDeployment */ .Fq)({ ...inputs, ...(0,_shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .rollSettingsOf */ .qx)(inputs) }, context);
            context.setOutput('release', result.release ?? '');
            setReport(result, context);
        }
        catch (error) {
            // What a red step has written, or taken back, is so all the same.
            const known = _src_release_index_js__WEBPACK_IMPORTED_MODULE_6__/* .failedRoll */ .f.of(error);
            if (known !== undefined)
                setReport(known, context);
            throw error;
        }
    },
});
function setReport(report, context) {
    context.setOutput('outcome', report.outcome);
    context.setOutput('changed', report.changed);
    context.setOutput('writes', report.writes);
    context.setOutput('updated', report.updated);
    context.setOutput('unchanged', report.unchanged);
    const clients = report.clients.map((one) => {
        if (!('pods' in one))
            return one;
        const { client, role, result, revision, pods, restartsBefore, restartsAfter } = one;
        return { client, role, result, revision, pods, restartsBefore, restartsAfter };
    });
    context.setOutput('clients', JSON.stringify(clients));
}


/***/ }),

/***/ 33043:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ rolloutContradictions)
/* harmony export */ });
/** What contradicts itself in how the clients are to be rolled, one sentence each. */
function rolloutContradictions({ clientTimeout, waveTimeout, rollTimeout, bake, onFailure, maxFailures, }) {
    const client = duration(clientTimeout);
    const within = [
        { name: 'wave-timeout', limitMs: waveTimeout },
        { name: 'roll-timeout', limitMs: rollTimeout },
    ].filter(({ limitMs }) => clientTimeout > limitMs);
    return [
        ...within.map(({ name, limitMs }) => `input client-timeout is ${client}, longer than ${name} (${duration(limitMs)}), which ends the wait for a client too; expected at most ${duration(limitMs)}: give client-timeout less, or ${name} more`),
        ...(bake !== undefined && bake >= clientTimeout
            ? [
                `input bake is ${duration(bake)}, and no client could ever be proved within client-timeout (${client}); expected less than ${client}: give bake less, or client-timeout more`,
            ]
            : []),
        ...(maxFailures !== undefined && onFailure !== undefined
            ? [
                `input max-failures is ${maxFailures}, and input on-failure is ${onFailure}: each says what a failed client leads to; expected one of them: leave the other away`,
            ]
            : []),
    ];
}
/** As it is written in an input: `90s`, `5m`, `2h`. */
function duration(ms) {
    const units = [
        { unit: 'h', unitMs: 3_600_000 },
        { unit: 'm', unitMs: 60_000 },
        { unit: 's', unitMs: 1000 },
    ];
    const whole = units.find(({ unitMs }) => ms % unitMs === 0);
    return whole === undefined ? `${ms}ms` : `${ms / whole.unitMs}${whole.unit}`;
}


/***/ }),

/***/ 77938:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ff: () => (/* binding */ rolloutInputs),
/* harmony export */   NP: () => (/* binding */ lockInputs),
/* harmony export */   WN: () => (/* binding */ migrationInputs),
/* harmony export */   qx: () => (/* binding */ rollSettingsOf),
/* harmony export */   rg: () => (/* binding */ environmentInputs)
/* harmony export */ });
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2726);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(72530);

/** What every action needs to know: which environment, described in which file. */
const environmentInputs = {
    environment: {
        description: 'Name of the environment in keep-deploy.yml.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq,
        isRequired: true,
    },
    file: {
        description: 'Path of keep-deploy.yml, relative to the workspace.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_1__/* .existingFile */ ._,
        default: 'keep-deploy.yml',
    },
};
/** What is said of one migration beyond the files. */
const migrationInputs = {
    'approved-plan': {
        description: 'Digest of the only plan that may be carried out, from the output `plan` of a run with `mode: plan`.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .digest */ .br,
        isOptional: true,
    },
    strict: {
        description: 'true deploys a contract anew when only its metadata changed, as by a comment.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zM,
        default: 'false',
    },
    'allow-mainnet': {
        description: "true lets transactions be sent to Ethereum's main network (chain id 1).",
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zM,
        default: 'false',
    },
    'new-chain': {
        description: 'true says that the chain was reset on purpose: what is recorded of it from before counts no more.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zM,
        default: 'false',
    },
};
/** What to do about another run at work: on the chain it is one with the same account, in the cluster one in the same namespace. */
const lockInputs = {
    'lock-timeout': {
        description: 'How long to wait for another run that is at work with the same account or in the same namespace.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .durationMs */ .pc,
        default: '5m',
    },
    'break-lock': {
        description: 'true takes the lock of a run that is known to be dead without waiting for its lease to end.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zM,
        default: 'false',
    },
};
/** What decides how the clients are rolled. */
const rolloutInputs = {
    image: {
        description: "The clients' image by digest (registry/client@sha256:…), or by a tag that is looked up; without it the one in the clients file.",
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq,
        isOptional: true,
    },
    repin: {
        description: 'true accepts another cluster than the one of the first release, and says old and new.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zM,
        default: 'false',
    },
    'on-failure': {
        description: 'What a failed client leads to: everything stays as it is (halt), or the failed clients go back, or their whole wave, or all that were changed. Without it and `max-failures`: rollback-all.',
        parser: (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .choice */ .Yq)('halt', 'rollback-failed', 'rollback-wave', 'rollback-all'),
        isOptional: true,
    },
    'max-failures': {
        description: 'So many clients may fail and go back alone while the others go on; with one more, all go back. Instead of `on-failure`, not beside it.',
        parser: (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .integer */ .nd)({ min: 1, max: 10_000 }),
        isOptional: true,
    },
    'max-parallel': {
        description: 'So many clients are rolled at once, at most.',
        parser: (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .integer */ .nd)({ min: 1, max: 1000 }),
        default: '10',
    },
    'client-timeout': {
        description: 'How long one client may take until it is proved, such as 5m: more than `bake`, and no more than `wave-timeout` and `roll-timeout`.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .durationMs */ .pc,
        default: '5m',
    },
    'wave-timeout': {
        description: 'How long one wave may take.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .durationMs */ .pc,
        default: '30m',
    },
    'roll-timeout': {
        description: 'How long rolling may take in all. The time that going back would need is kept free: no more than two fifths of it are for going forward.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .durationMs */ .pc,
        default: '1h',
    },
    bake: {
        description: 'How long a ready client must stay so before it counts. Without it: 20 s for a client without a readiness probe, and no time for one that has one.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .durationMs */ .pc,
        isOptional: true,
    },
    'force-managers': {
        description: 'Field managers, one per line, whose fields may be taken. A conflict with any other stops before anything is written.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn,
        default: '',
    },
};
/** The inputs that say how the clients are rolled, with their units in their names. */
function rollSettingsOf({ clientTimeout, waveTimeout, rollTimeout, lockTimeout, bake, ...rest }) {
    const { onFailure = 'rollback-all', maxFailures, maxParallel, forceManagers, breakLock } = rest;
    return {
        ...{ onFailure, maxFailures, maxParallel, forceManagers, breakLock },
        clientTimeoutMs: clientTimeout,
        waveTimeoutMs: waveTimeout,
        rollTimeoutMs: rollTimeout,
        bakeMs: bake,
        lockTimeoutMs: lockTimeout,
    };
}


/***/ }),

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

/***/ 22024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fq: () => (/* binding */ rollDeployment),
/* harmony export */   KH: () => (/* binding */ smokeTest),
/* harmony export */   Xi: () => (/* binding */ pushArtifact),
/* harmony export */   Zw: () => (/* binding */ migrateContracts),
/* harmony export */   eW: () => (/* binding */ releaseNetwork),
/* harmony export */   qi: () => (/* binding */ renderClientConfig)
/* harmony export */ });



/** Deploys the contract set, proves it, publishes the contract record. */
async function migrateContracts(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(26), __webpack_require__.e(456), __webpack_require__.e(47), __webpack_require__.e(771)]).then(__webpack_require__.bind(__webpack_require__, 8771))).migrateContracts(inputs, ports);
}
/** Renders and checks every client's configuration from a contract record. */
async function renderClientConfig(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(26), __webpack_require__.e(456), __webpack_require__.e(292), __webpack_require__.e(47), __webpack_require__.e(771), __webpack_require__.e(151)]).then(__webpack_require__.bind(__webpack_require__, 68151))).renderClientConfig(inputs, ports);
}
/** Pushes files to the environment's store. */
async function pushArtifact(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(26), __webpack_require__.e(456), __webpack_require__.e(47), __webpack_require__.e(645)]).then(__webpack_require__.bind(__webpack_require__, 8645))).pushArtifact(inputs, ports);
}
/** Rolls the clients to a release, new or stored. */
async function rollDeployment(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(26), __webpack_require__.e(456), __webpack_require__.e(292), __webpack_require__.e(47), __webpack_require__.e(771), __webpack_require__.e(803), __webpack_require__.e(852)]).then(__webpack_require__.bind(__webpack_require__, 77852))).rollDeployment(inputs, ports);
}
/** Checks a release; green moves `last-good`. */
async function smokeTest(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(26), __webpack_require__.e(456), __webpack_require__.e(292), __webpack_require__.e(47), __webpack_require__.e(771), __webpack_require__.e(803)]).then(__webpack_require__.bind(__webpack_require__, 71803))).smokeTest(inputs, ports);
}
/** All of it, in order. */
async function releaseNetwork(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(26), __webpack_require__.e(456), __webpack_require__.e(292), __webpack_require__.e(47), __webpack_require__.e(771), __webpack_require__.e(803), __webpack_require__.e(852), __webpack_require__.e(51)]).then(__webpack_require__.bind(__webpack_require__, 53051))).releaseNetwork(inputs, ports);
}


/***/ }),

/***/ 16392:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ createAttachment)
/* harmony export */ });
function createAttachment() {
    const values = new WeakMap();
    return {
        attach(error, value) {
            if (typeof error === 'object' && error !== null)
                values.set(error, value);
        },
        of: (error) => (typeof error === 'object' && error !== null ? values.get(error) : undefined),
    };
}


/***/ }),

/***/ 54602:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ secretLook),
/* harmony export */   j: () => (/* binding */ describeSeen)
/* harmony export */ });
/**
 * What a text looks like that should never stand in a file, or nothing. It guesses, so it is used to refuse a value where
 * `$NAME` would do, and to keep a value out of a message; never to decide that something is harmless.
 */
function secretLook(text) {
    if (/^(?:0x)?[0-9a-fA-F]{64}$/.test(text.trim()))
        return 'a private key or another secret of 64 hexadecimal digits';
    if (text.includes('-----BEGIN'))
        return 'a key or certificate in PEM form';
    if (/\b(?:gh[opsu]_|github_pat_|ya29\.|xox[bp]-|AKIA)\w+/.test(text))
        return 'an access token';
    if (/"ciphertext"\s*:/.test(text))
        return 'a keyfile';
    if (/^(?:[a-z]{3,8} ){11,23}[a-z]{3,8}$/.test(text.trim()))
        return 'a mnemonic';
    return secretUrlLook(text);
}
function secretUrlLook(text) {
    const url = /^[a-z][a-z0-9+.-]*:\/\/(?<authority>[^/?#]*)(?<rest>.*)$/i.exec(text.trim())?.groups;
    if (url === undefined)
        return undefined;
    if (url['authority']?.includes('@'))
        return 'a URL with credentials in it';
    // Hosted RPC endpoints carry their key as a part of the path or as a parameter.
    const parts = (url['rest'] ?? '').split(/[/?#&=]/);
    const hasKey = parts.some((part) => /^[\w-]{20,}$/.test(part) && /\d/.test(part) && /[a-z]/i.test(part));
    return hasKey ? 'a URL with an access key in it' : undefined;
}
/** A value as a message may name it: short, on one line, and nothing that could be a secret. */
function describeSeen(value) {
    if (value === undefined || value === null)
        return 'nothing';
    if (Array.isArray(value))
        return value.length === 0 ? 'an empty list' : 'a list';
    if (typeof value === 'object')
        return 'a map';
    if (typeof value !== 'string')
        return String(value);
    const look = secretLook(value);
    if (look !== undefined)
        return `what looks like ${look} (not shown)`;
    return value.length > 80 ? `a text of ${value.length} characters` : JSON.stringify(value);
}


/***/ }),

/***/ 90197:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ keepHeapSmall)
/* harmony export */ });
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(78877);

/**
 * Keeps V8's heap near what is in use, for the rest of the process: new objects get no more room than now, and all is looked
 * through when a fifth more is in use than was the last time. By itself V8 would grow both to many times that in a roll-out
 * of a thousand clients, and hold it.
 */
function keepHeapSmall() {
    (0,node_v8__WEBPACK_IMPORTED_MODULE_0__.setFlagsFromString)('--semi-space-growth-factor=1');
    (0,node_v8__WEBPACK_IMPORTED_MODULE_0__.setFlagsFromString)('--heap-growing-percent=20');
}


/***/ }),

/***/ 72530:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ existingFile),
/* harmony export */   q: () => (/* binding */ outputFolder)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(54602);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2593);
/* harmony import */ var _parser_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2726);




/** A file that exists in the workspace; symbolic links are followed first, and must not lead out of it. */
const existingFile = {
    accepts: 'the path of a file that exists in the workspace',
    parse(value, context) {
        const path = realPath(resolvePath(value, context));
        if (path === undefined)
            throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE(`${nameOf(value)}, where nothing is`);
        if (!(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(contained(path, context)).isFile())
            throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE(`${nameOf(value)}, which is not a file`);
        return path;
    },
};
/** A folder in the workspace, which need not exist yet. */
const outputFolder = {
    accepts: 'the path of a folder in the workspace, which need not exist yet',
    parse(value, context) {
        const path = contained(resolveExistingPart(resolvePath(value, context)), context);
        if (!canBeFolder(path))
            throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE(`${nameOf(value)}, which is or leads through something that is no folder`);
        return path;
    },
};
function resolvePath(value, { workspace }) {
    if (value.includes('\0'))
        throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE('a path with a NUL character');
    // On Linux a backslash is a letter, so `..\x` would be a file of that name: nobody means that.
    if (node_path__WEBPACK_IMPORTED_MODULE_1__.sep === '/' && value.includes('\\'))
        throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE('a path with a backslash');
    if (/[\r\n]/.test(value))
        throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE('several lines');
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, value);
}
/** A path may be repeated, unless it isn't one but a secret at the wrong place. */
function nameOf(value) {
    return (0,_report_index_js__WEBPACK_IMPORTED_MODULE_3__/* .secretLook */ .U)(value) === undefined ? JSON.stringify((0,_report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .excerpt */ .Kb)(value)) : (0,_report_index_js__WEBPACK_IMPORTED_MODULE_3__/* .describeSeen */ .j)(value);
}
/** True when the nearest thing that exists on the way is a folder. */
function canBeFolder(path) {
    try {
        const found = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path, { throwIfNoEntry: false });
        return found === undefined ? canBeFolder((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path)) : found.isDirectory();
    }
    catch {
        return false; // on the way is a file
    }
}
/** Follows the links of the part that exists, so that a linked folder can't lead a new file out of the workspace. */
function resolveExistingPart(path) {
    const parent = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path);
    return realPath(path) ?? (parent === path ? path : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(resolveExistingPart(parent), (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(path)));
}
function realPath(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(path);
    }
    catch {
        return undefined;
    }
}
function contained(path, { workspace }) {
    const way = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(workspace), path);
    if (way === '..' || way.startsWith(`..${node_path__WEBPACK_IMPORTED_MODULE_1__.sep}`) || (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(way))
        throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE('a path that leads out of the workspace');
    return path;
}


/***/ })

};

