export const id = 64;
export const ids = [64];
export const modules = {

/***/ 74168:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   action: () => (/* binding */ action)
/* harmony export */ });
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(22024);
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8638);
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(36667);
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(67437);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96405);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2726);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(90197);
/* harmony import */ var _rollout_check_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(33043);
/* harmony import */ var _shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77938);




const action = (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .defineAction */ .Q)({
    name: 'release',
    description: 'Releases a network in one step: contracts, configurations, clients, checks; or rolls a stored release again',
    inputs: {
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentInputs */ .rg,
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .migrationInputs */ .WN,
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .rolloutInputs */ .Ff,
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .lockInputs */ .NP,
        release: {
            description: 'Digest of a stored release to roll again instead of a new one: the manual redeploy.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .digest */ .br,
            isOptional: true,
        },
        'chain-timeout': { description: 'How long the chain may take in all.', parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .durationMs */ .pc, default: '15m' },
        'smoke-timeout': {
            description: 'How long the clients may take to find each other.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .durationMs */ .pc,
            default: '2m',
        },
    },
    outputs: {
        release: { description: 'Digest of the release in the store; empty when a plan would store a new one.' },
        contracts: { description: 'Digest of the contract record; empty when a plan would change it.' },
        configurations: { description: 'Digest of the configurations; empty when a plan would store new ones.' },
        changed: {
            description: 'true when a transaction was sent, the contract record changed or the cluster was written to (in a plan: would be).',
        },
        transactions: { description: 'Number of transactions sent.' },
        plan: { description: 'Digest of the contracts’ plan: what the input `approved-plan` of a later run binds it to.' },
        outcome: {
            description: 'What became of the clients, as roll-deployment says it; empty when they were not reached.',
        },
        writes: { description: 'Number of writes to the cluster.' },
        result: { description: 'passed or incomplete, of the smoke test; empty in a plan that would change something.' },
    },
    check: ({ release, image, ...rollout }) => [
        ...(0,_rollout_check_js__WEBPACK_IMPORTED_MODULE_3__/* .rolloutContradictions */ .S)({ image, ...rollout }),
        ...(release !== undefined && image !== undefined
            ? ['input image belongs to a new release; with input release leave it away']
            : []),
    ],
    async run({ chainTimeout, smokeTimeout, ...inputs }, context) {
        (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_4__/* .keepHeapSmall */ .p)();
        const { migration, configurations, roll, smoke } = await (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_5__/* .releaseNetwork */ .eW)({
            ...inputs,
            ...(0,_shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .rollSettingsOf */ .qx)(inputs),
            chainTimeoutMs: chainTimeout,
            smokeTimeoutMs: smokeTimeout,
        }, context).catch((error) => {
            // What a red step has sent is paid all the same.
            const known = _src_release_index_js__WEBPACK_IMPORTED_MODULE_6__/* .unfinishedMigration */ ._.of(error);
            if (known !== undefined) {
                context.setOutput('changed', known.changed);
                context.setOutput('transactions', known.counts.transactions);
                context.setOutput('plan', known.plan);
            }
            const rolled = _src_release_index_js__WEBPACK_IMPORTED_MODULE_7__/* .failedRoll */ .f.of(error);
            if (rolled !== undefined) {
                context.setOutput('outcome', rolled.outcome);
                context.setOutput('changed', rolled.changed);
                context.setOutput('writes', rolled.writes);
            }
            throw error;
        });
        context.setOutput('release', roll.release ?? '');
        context.setOutput('contracts', (migration ?? roll).contracts ?? '');
        context.setOutput('configurations', (configurations ?? roll).configurations ?? '');
        context.setOutput('changed', roll.changed || migration?.changed === true);
        context.setOutput('transactions', migration?.counts.transactions ?? 0);
        context.setOutput('plan', migration?.plan ?? '');
        context.setOutput('outcome', roll.outcome);
        context.setOutput('writes', roll.writes);
        context.setOutput('result', smoke?.result ?? '');
        if (smoke !== undefined)
            (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_8__/* .requirePassed */ .y)(smoke);
    },
});


/***/ }),

/***/ 89064:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(93798);
/* harmony import */ var _definition_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(74168);


await (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .runOnRunner */ .T)(_definition_js__WEBPACK_IMPORTED_MODULE_1__.action);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

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

/***/ 67437:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ requirePassed)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);

/** @throws RemoteError when a check failed. Called once the outputs are set, so that they say what was found. */
function requirePassed({ result, counts }) {
    if (result !== 'failed')
        return;
    throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi(`${counts.failed} of the release's checks failed: the table above says which and why`);
}


/***/ }),

/***/ 8638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ unfinishedMigration)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16392);

/** Attached to the error that ends a step which has sent something. */
const unfinishedMigration = (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .createAttachment */ .c)();


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


/***/ })

};

