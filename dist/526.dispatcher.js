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
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8638);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96405);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2726);
/* harmony import */ var _shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77938);



const action = (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .defineAction */ .Q)({
    name: 'migrate-contracts',
    description: "Deploys an environment's contract set, proves its code on the chain and publishes the contract record",
    inputs: {
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentInputs */ .rg,
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .migrationInputs */ .WN,
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .lockInputs */ .NP,
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
        transactions: {
            description: 'Number of transactions that this run sent, also those that it finished for a killed run.',
        },
        gas: { description: 'Gas that these transactions used (in a plan: the simulation says they would).' },
        cost: { description: 'What they cost, in wei (in a plan: at most).' },
        blocks: { description: 'Number of blocks that have them (in a plan: at least).' },
        plan: { description: 'Digest of the plan: what the input `approved-plan` of a later run binds it to.' },
    },
    async run({ timeout, lockTimeout, ...inputs }, context) {
        try {
            const result = await (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_3__/* .migrateContracts */ .Zw)({ ...inputs, timeoutMs: timeout, lockTimeoutMs: lockTimeout }, context);
            context.setOutput('contracts', result.contracts ?? '');
            setKnown(result, context);
        }
        catch (error) {
            // What a red step has sent is paid all the same.
            const known = _src_release_index_js__WEBPACK_IMPORTED_MODULE_4__/* .unfinishedMigration */ ._.of(error);
            if (known !== undefined)
                setKnown(known, context);
            throw error;
        }
    },
});
function setKnown({ changed, counts, gas, cost, blocks, plan }, context) {
    context.setOutput('changed', changed);
    context.setOutput('deployed', counts.deployed);
    context.setOutput('kept', counts.kept);
    context.setOutput('called', counts.called);
    context.setOutput('skipped', counts.skipped);
    context.setOutput('transactions', counts.transactions);
    context.setOutput('gas', gas.toString());
    context.setOutput('cost', cost.toString());
    context.setOutput('blocks', blocks);
    context.setOutput('plan', plan);
}


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


/***/ })

};

