export const id = 876;
export const ids = [876];
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

/***/ 72876:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(93798);
/* harmony import */ var _definition_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(84468);


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

