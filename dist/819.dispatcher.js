export const id = 819;
export const ids = [819];
export const modules = {

/***/ 69115:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   action: () => (/* binding */ action)
/* harmony export */ });
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(22024);
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(67437);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96405);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2726);
/* harmony import */ var _shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77938);



const action = (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .defineAction */ .Q)({
    name: 'smoke-test',
    description: 'Checks that a release works: code at every address, every client answers, is itself and sees its peers',
    inputs: {
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentInputs */ .rg,
        release: {
            description: 'The output `release` of roll-deployment; without it the release that was rolled last.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .digest */ .br,
            isOptional: true,
        },
        timeout: {
            description: 'How long the clients may take to find each other, such as 2m.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .durationMs */ .pc,
            default: '2m',
        },
    },
    outputs: {
        result: {
            description: 'passed, or incomplete when a check was not possible here (a failed check makes the step red).',
        },
        passed: { description: 'Number of checks that passed.' },
        failed: { description: 'Number of checks that failed.' },
        'not-possible': { description: 'Number of checks that were not possible here; never counted as passed.' },
        changed: { description: 'true when the pointer last-good was moved to this release.' },
    },
    async run({ timeout, ...inputs }, context) {
        const result = await (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_3__/* .smokeTest */ .KH)({ ...inputs, timeoutMs: timeout }, context);
        context.setOutput('result', result.result);
        context.setOutput('passed', result.counts.passed);
        context.setOutput('failed', result.counts.failed);
        context.setOutput('not-possible', result.counts.notPossible);
        context.setOutput('changed', result.changed);
        (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_4__/* .requirePassed */ .y)(result);
    },
});


/***/ }),

/***/ 94819:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(93798);
/* harmony import */ var _definition_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(69115);


await (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .runOnRunner */ .T)(_definition_js__WEBPACK_IMPORTED_MODULE_1__.action);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

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


/***/ })

};

