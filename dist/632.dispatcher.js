export const id = 632;
export const ids = [632];
export const modules = {

/***/ 26256:
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
    name: 'push-artifact',
    description: "Pushes files to an environment's store: named by their content, never overwritten, a manifest last",
    inputs: {
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentInputs */ .rg,
        name: { description: 'Name of the artifact, such as contracts or client.', parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq, isRequired: true },
        version: { description: 'Version of the artifact, such as a tag or a commit.', parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq, isRequired: true },
        files: {
            description: 'Files to push, one path or pattern per line, inside the workspace.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn,
            isRequired: true,
        },
    },
    outputs: {
        digest: { description: "Digest of the artifact's manifest." },
        location: { description: 'Where the manifest stands for ever.' },
        generation: { description: "Generation of the artifact's latest pointer." },
        changed: { description: 'true when something was written (in a plan: would be written).' },
    },
    async run(inputs, context) {
        const result = await (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_3__/* .pushArtifact */ .Xi)(inputs, context);
        context.setOutput('digest', result.digest);
        context.setOutput('location', result.location);
        context.setOutput('generation', result.generation ?? '');
        context.setOutput('changed', result.changed);
    },
});


/***/ }),

/***/ 59632:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(93798);
/* harmony import */ var _definition_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(26256);


await (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .runOnRunner */ .T)(_definition_js__WEBPACK_IMPORTED_MODULE_1__.action);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ })

};

