export const id = 928;
export const ids = [928];
export const modules = {

/***/ 47112:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   action: () => (/* binding */ action)
/* harmony export */ });
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(22024);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96405);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2726);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(72530);
/* harmony import */ var _shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77938);



const action = (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .defineAction */ .Q)({
    name: 'render-client-config',
    description: 'Renders and checks the configuration of every client from a contract record',
    inputs: {
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentInputs */ .rg,
        contracts: {
            description: 'The output `contracts` of migrate-contracts. Needed to apply; a plan without it plans the contracts too.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .digest */ .br,
            isOptional: true,
        },
        folder: {
            description: 'Folder in the workspace to write the rendered files to (secret ones with mode 0600); without it none is written.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_3__/* .outputFolder */ .q,
            isOptional: true,
        },
    },
    outputs: {
        configurations: {
            description: 'Digest of the configurations in the store (secret ones as recipe and keyed digest); empty when a plan would store new ones.',
        },
        changed: { description: 'true when the configurations are not those of the latest release.' },
        secret: {
            description: 'true when a value of the environment was rendered into a configuration, which makes it secret.',
        },
    },
    check: ({ contracts, mode }) => contracts === undefined && mode === 'apply'
        ? ['input contracts is missing; expected the output contracts of migrate-contracts']
        : [],
    async run(inputs, context) {
        const result = await (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_4__/* .renderClientConfig */ .qi)(inputs, context);
        context.setOutput('configurations', result.configurations ?? '');
        context.setOutput('changed', result.changed);
        context.setOutput('secret', result.isSecret);
    },
});


/***/ }),

/***/ 11928:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(93798);
/* harmony import */ var _definition_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(47112);


await (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .runOnRunner */ .T)(_definition_js__WEBPACK_IMPORTED_MODULE_1__.action);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ })

};

