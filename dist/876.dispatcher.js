export const id = 876;
export const ids = [876];
export const modules = {

/***/ 84468:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   action: () => (/* binding */ action)
/* harmony export */ });
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(22024);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96405);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2726);
/* harmony import */ var _shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77938);



const action = (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .defineAction */ .Q)({
    name: 'roll-deployment',
    description: 'Rolls the clients of a network to a release, in waves, and waits until each is ready or says why it is not',
    inputs: {
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentInputs */ .rg,
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .rolloutInputs */ .Ff,
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
        changed: { description: 'true when something was written to the cluster (in a plan: would be written).' },
        writes: { description: 'Number of writes to the cluster.' },
        updated: { description: 'Number of clients created or updated.' },
        unchanged: { description: 'Number of clients left alone.' },
    },
    check: ({ configurations, image, release, mode }) => [
        ...(release !== undefined && (configurations !== undefined || image !== undefined)
            ? ['inputs configurations and image belong to a new release; with input release leave them away']
            : []),
        ...(release === undefined && configurations === undefined && mode === 'apply'
            ? [
                'input configurations is missing; expected the output configurations of render-client-config, or input release',
            ]
            : []),
    ],
    async run({ clientTimeout, ...inputs }, context) {
        const result = await (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_3__/* .rollDeployment */ .Fq)({ ...inputs, clientTimeoutMs: clientTimeout }, context);
        context.setOutput('release', result.release ?? '');
        context.setOutput('changed', result.changed);
        context.setOutput('writes', result.writes);
        context.setOutput('updated', result.updated);
        context.setOutput('unchanged', result.unchanged);
    },
});


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

/***/ })

};

