export const id = 526;
export const ids = [526];
export const modules = {

/***/ 23274:
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
    name: 'migrate-contracts',
    description: "Deploys an environment's contract set, proves its code on the chain and publishes the contract record",
    inputs: {
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentInputs */ .rg,
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .migrationInputs */ .WN,
        timeout: {
            description: 'How long the chain may take in all, such as 10m.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .durationMs */ .pc,
            default: '15m',
        },
    },
    outputs: {
        contracts: {
            description: 'Digest of the contract record in the store; empty when a plan found something to do.',
        },
        changed: {
            description: 'true when a transaction was sent or the contract record changed, as when a contract was taken out of the set (in a plan: would be).',
        },
        deployed: { description: 'Number of contracts created (in a plan: would be).' },
        kept: { description: 'Number of contracts kept as they are on the chain.' },
        called: { description: 'Number of post-deploy calls made (in a plan: would be).' },
        skipped: { description: 'Number of post-deploy calls that were done already.' },
        transactions: { description: 'Number of transactions that this run sent or finished for a killed run.' },
        gas: { description: 'Gas that these transactions used (in a plan: the simulation says they would).' },
        cost: { description: 'What they cost, in wei (in a plan: at most).' },
        blocks: { description: 'Number of blocks that have them (in a plan: at least).' },
        plan: { description: 'Digest of the plan: what the input `approved-plan` of a later run binds it to.' },
    },
    async run({ timeout, lockTimeout, ...inputs }, context) {
        const result = await (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_3__/* .migrateContracts */ .Zw)({ ...inputs, timeoutMs: timeout, lockTimeoutMs: lockTimeout }, context);
        context.setOutput('contracts', result.contracts ?? '');
        context.setOutput('changed', result.changed);
        context.setOutput('deployed', result.counts.deployed);
        context.setOutput('kept', result.counts.kept);
        context.setOutput('called', result.counts.called);
        context.setOutput('skipped', result.counts.skipped);
        context.setOutput('transactions', result.counts.transactions);
        context.setOutput('gas', result.gas.toString());
        context.setOutput('cost', result.cost.toString());
        context.setOutput('blocks', result.blocks);
        context.setOutput('plan', result.plan);
    },
});


/***/ }),

/***/ 93526:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(93798);
/* harmony import */ var _definition_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(23274);


await (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .runOnRunner */ .T)(_definition_js__WEBPACK_IMPORTED_MODULE_1__.action);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ })

};

